#include "window/style.h"

#include <QProxyStyle>
#include <QStyleFactory>

namespace app {

namespace {

constexpr const char* darkProperty = "greenscopeSystemIsDark";

// Fusion, but tooltips come sooner, lists drop down below their box, and links have no dotted frame.
class CalmStyle : public QProxyStyle {
public:
    CalmStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override {
        if (hint == SH_ToolTip_WakeUpDelay) return 400;
        if (hint == SH_ComboBox_Popup) return 0;
        // The link that has the focus gets the guide's own ring.
        if (hint == SH_TextControl_FocusIndicatorTextCharFormat) return 0;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
};

// @role stands for a colour of the palette.
constexpr const char* sheet = R"(
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QMenuBar { background: @window; color: @text; padding: 1px 4px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
QMenuBar::item:pressed { background: @pressed; }
QMenu { background: @surface; color: @text; border: 1px solid @lineStrong; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: @accentSoft; color: @text; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QToolBar { background: @window; border: none; border-bottom: 1px solid @line; spacing: 2px; padding: 0 10px; }
#toolBarRule { background: @line; border: none; }
QToolButton { background: transparent; color: @text; border: 1px solid transparent; border-radius: 4px; padding: 0 7px; }
QToolBar QToolButton { min-height: 30px; max-height: 30px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @pressed; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton:disabled { color: @text3; }
QToolButton[framed="true"] { background: @surface; border: 1px solid @lineStrong; padding: 0 12px; }
QToolButton[framed="true"]:hover { background: @hover; }
QToolButton[framed="true"]:focus { border: 2px solid @accent; padding: 0 11px; }
QToolButton::menu-indicator { image: none; }
QToolButton[segment="true"] { background: @surface; border: 1px solid @lineStrong; border-radius: 0;
    padding: 0 13px; min-height: 22px; max-height: 22px; color: @text2; }
QToolButton[segment="true"]:hover { background: @hover; }
QToolButton[segment="true"]:checked { background: @accentSoft; color: @text; border-bottom: 2px solid @accent; }
QToolButton[segment="true"]:focus { border: 1px solid @accent; }
QToolButton[segment="true"][end="left"] { border-top-left-radius: 4px; border-bottom-left-radius: 4px; border-right: none; }
QToolButton[segment="true"][end="right"] { border-top-right-radius: 4px; border-bottom-right-radius: 4px; }
QToolButton[small="true"] { padding: 0; min-width: 24px; max-width: 24px; min-height: 24px; max-height: 24px; }
QComboBox, QSpinBox, QLineEdit { background: @surface; color: @text; border: 1px solid @lineStrong; border-radius: 4px;
    min-height: 28px; padding: 0 10px; selection-background-color: @accent; selection-color: @surface; }
QSpinBox { padding-right: 0; }
QComboBox:hover { background: @hover; }
QComboBox:focus, QSpinBox:focus, QLineEdit:focus { border: 2px solid @accent; padding-left: 9px; }
QComboBox:disabled, QSpinBox:disabled, QLineEdit:disabled { color: @text3; background: @raised; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url(@down); width: 12px; height: 12px; }
QSpinBox::up-arrow { image: url(@up); width: 10px; height: 10px; }
QSpinBox::down-arrow { image: url(@down); width: 10px; height: 10px; }
QHeaderView { background: @raised; border: none; }
QHeaderView::section { background: @raised; color: @text2; border: none; border-bottom: 1px solid @line; padding: 4px 8px;
    font-size: 12px; }
QSpinBox::up-button, QSpinBox::down-button { background: transparent; border: none; width: 20px; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: @hover; }
QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @lineStrong; outline: none;
    padding: 4px; selection-background-color: @accentSoft; selection-color: @text; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; }
QPushButton { background: @surface; color: @text; border: 1px solid @lineStrong; border-radius: 4px; min-height: 28px;
    padding: 0 14px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:default { border: 1px solid @accent; }
QPushButton:focus { border: 2px solid @accent; padding: 0 13px; }
QPushButton:disabled { color: @text3; }
QLabel { color: @text; background: transparent; }
QLabel[quiet="true"] { color: @text2; }
QStatusBar { background: @window; border-top: 1px solid @line; color: @text2; }
QStatusBar::item { border: none; }
#statusStrip { background: @window; border-top: 1px solid @line; }
#statusStrip QLabel { color: @text2; padding: 0 11px; font-size: 12px; }
#statusStrip QToolButton { color: @text2; padding: 0 9px; font-size: 12px; }
#statusStrip QProgressBar { background: @surface; color: @text; border: 1px solid @line; border-radius: 2px; height: 16px;
    font-size: 11px; text-align: center; }
#statusStrip QProgressBar::chunk { background: @accentSoft; }
#statusStrip QFrame[rule="true"] { background: @line; border: none; }
#statusStrip #badge { font-weight: 600; padding: 0 12px; }
#badge[place="live"] { background: @running; color: @runningText; }
#badge[place="past"] { background: @text; color: @surface; }
#badge[place="ended"] { background: @lineStrong; color: @text; }
#badge[place="recording"] { background: @accent; color: @surface; }
QDockWidget { color: @text; }
#dockTitle { background: @window; border-bottom: 1px solid @line; }
#dockTitle QLabel { font-size: 12px; }
#dockTitle #dockName { font-weight: 600; }
QMainWindow > QTabBar { background: @window; border: none; qproperty-drawBase: 0; font-size: 12px; }
QMainWindow > QTabBar::tab { background: transparent; color: @text2; border: none; border-top: 2px solid transparent;
    padding: 4px 9px 5px 9px; }
QMainWindow > QTabBar::tab:hover { background: @hover; }
QMainWindow > QTabBar::tab:selected { color: @text; border-top: 2px solid @accent; }
QMainWindow > QTabBar::tab:selected:focus { background: @accentSoft; }
#sentencePanel { background: @surface; border-bottom: 1px solid @line; }
#central { background: @surface; }
#messageBar { background: @accentSoft; border-bottom: 1px solid @accent; }
#messageBar[kind="problem"] { background: @raised; border-bottom: 1px solid @lineStrong; }
#programPane, #consolePane { background: @surface; }
#languageTabs { background: @window; border: none; border-bottom: 1px solid @line; qproperty-drawBase: 0; }
#languageTabs::tab { background: transparent; color: @text2; border: none; border-bottom: 2px solid transparent;
    padding: 4px 12px 3px 12px; font-size: 12px; }
#languageTabs::tab:hover { background: @hover; }
#languageTabs::tab:selected { color: @text; border-bottom: 2px solid @accent; }
#languageTabs::tab:selected:focus { background: @accentSoft; }
#programNotice { background: @accentSoft; border-top: 1px solid @line; }
#programNotice QPushButton, #inputLine QPushButton { min-height: 22px; padding: 0 10px; }
#chapterNotice { background: @window; border-top: 1px solid @line; }
#findBar, #inputLine { background: @raised; border-top: 1px solid @line; }
#findBar QLineEdit, #inputLine QLineEdit { min-height: 24px; }
#keyCard { background: @surface; border: 1px solid @lineStrong; border-radius: 8px; }
#keyCard QLabel[heading="true"] { font-weight: 600; font-size: 13px; }
#keyCard QLabel[keycap="true"] { background: @raised; border: 1px solid @lineStrong; border-radius: 4px; padding: 1px 6px;
    font-size: 12px; }
#keyTitle { font-size: 16px; font-weight: 600; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @lineStrong; border-radius: 3px; margin: 3px; min-width: 24px; min-height: 24px; }
QScrollBar::handle:hover { background: @text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea { border: none; background: @surface; }
QAbstractScrollArea::corner { background: transparent; border: none; }
#qt_toolbar_ext_button { qproperty-icon: url(@down); }
QToolTip { background: @surface; color: @text; border: 1px solid @lineStrong; padding: 4px 6px; }
)";

}  // namespace

void prepareApplication(QApplication& application) {
    // Once the application has colours of its own, the desktop's can't be asked for any more.
    const auto palette = QGuiApplication::palette();
    const bool dark = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    application.setProperty(darkProperty, dark);
    application.setStyle(new CalmStyle);  // the application owns it
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans"),
                      QStringLiteral("sans-serif")});
    font.setPixelSize(13);
    application.setFont(font);
}

views::Theme systemTheme(const QApplication& application) {
    return application.property(darkProperty).toBool() ? views::Theme::Dark : views::Theme::Light;
}

QString styleSheet(views::Theme theme) {
    const auto& shades = views::palette(theme);
    const auto& running = views::colours(views::Look::Running, theme);
    // Longer names first: one may be the beginning of another.
    const std::initializer_list<std::pair<const char*, QColor>> roles{
        {"@runningText", running.text}, {"@running", running.fill},         {"@window", shades.window},
        {"@surface", shades.surface},   {"@raised", shades.raised},         {"@lineStrong", shades.lineStrong},
        {"@line", shades.line},         {"@text2", shades.text2},           {"@text3", shades.text3},
        {"@text", shades.text},         {"@accentSoft", shades.accentSoft}, {"@accent", shades.accent},
        {"@hover", shades.hover},       {"@pressed", shades.pressed}};
    auto text = QString::fromLatin1(sheet);
    const QString arrows =
        theme == views::Theme::Dark ? QStringLiteral(":/arrows/dark-%1.svg") : QStringLiteral(":/arrows/light-%1.svg");
    text.replace(QLatin1String("@down"), arrows.arg(QLatin1String("down")));
    text.replace(QLatin1String("@up"), arrows.arg(QLatin1String("up")));
    for (const auto& [name, colour] : roles) text.replace(QLatin1String(name), colour.name(QColor::HexRgb));
    return text;
}

void applyTheme(QApplication& application, views::Theme theme) {
    const auto& shades = views::palette(theme);
    QPalette palette;
    palette.setColor(QPalette::Window, shades.window);
    palette.setColor(QPalette::WindowText, shades.text);
    palette.setColor(QPalette::Base, shades.surface);
    palette.setColor(QPalette::AlternateBase, shades.raised);
    palette.setColor(QPalette::Text, shades.text);
    palette.setColor(QPalette::Button, shades.surface);
    palette.setColor(QPalette::ButtonText, shades.text);
    palette.setColor(QPalette::BrightText, shades.text);
    palette.setColor(QPalette::ToolTipBase, shades.surface);
    palette.setColor(QPalette::ToolTipText, shades.text);
    palette.setColor(QPalette::PlaceholderText, shades.text3);
    palette.setColor(QPalette::Highlight, shades.accent);
    palette.setColor(QPalette::HighlightedText, shades.surface);
    palette.setColor(QPalette::Link, shades.accent);
    palette.setColor(QPalette::Light, shades.raised);
    palette.setColor(QPalette::Midlight, shades.line);
    palette.setColor(QPalette::Mid, shades.lineStrong);
    palette.setColor(QPalette::Dark, shades.lineStrong);
    palette.setColor(QPalette::Shadow, shades.text3);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, shades.text3);
    application.setPalette(palette);
    application.setStyleSheet(styleSheet(theme));
}

}  // namespace app
