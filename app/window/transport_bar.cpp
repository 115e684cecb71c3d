#include "window/transport_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStandardItemModel>
#include <limits>

#include "narration/words.h"
#include "window/example_names.h"
#include "window/icons.h"
#include "window/style.h"

namespace app {

namespace {

constexpr int idRole = Qt::UserRole;
constexpr int examplesWidth = 200;

QString text(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

// A spin box that goes back to stepping by the window's keys when the number is entered.
class StepBox : public QSpinBox {
public:
    using QSpinBox::QSpinBox;

protected:
    void keyPressEvent(QKeyEvent* event) override {
        QSpinBox::keyPressEvent(event);
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Escape)
            clearFocus();
    }
};

}  // namespace

TransportBar::TransportBar(Actions& actions, Transport& transport, Session& session, views::RunView& view,
                           QWidget* parent)
    : QToolBar(parent), actions_(actions), transport_(transport), session_(session), view_(view) {
    setObjectName(QStringLiteral("transportBar"));
    setWindowTitle(tr("Transport"));
    setAccessibleName(tr("Transport"));
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setFixedHeight(toolBarHeight);
    using Order = TransportButton::Order;
    addExamples();
    addRule();
    addButton("first", Order::GlyphOnly);
    addButton("switch-back", Order::GlyphFirst);
    addButton("step-back", Order::GlyphFirst);
    play_ = addButton("play", Order::GlyphFirst, tr("Pause"));
    addButton("step", Order::WordFirst);
    addButton("switch", Order::WordFirst);
    addButton("last", Order::GlyphOnly);
    addRule();
    addSteps();
    addSpeed();
    addRule();
    addClock();
}

void TransportBar::addRule() {
    auto* space = new QWidget(this);
    auto* row = new QHBoxLayout(space);
    row->setContentsMargins(9, 0, 9, 0);
    auto* rule = new QFrame(space);
    rule->setObjectName(QStringLiteral("toolBarRule"));
    rule->setFixedSize(1, 24);
    row->addWidget(rule);
    addWidget(space);
}

void TransportBar::addExamples() {
    examples_ = new QComboBox(this);
    examples_->setObjectName(QStringLiteral("examplePicker"));
    examples_->setAccessibleName(tr("Example"));
    examples_->setToolTip(tr("The example that runs"));
    examples_->setFixedWidth(examplesWidth);
    examples_->setMaxVisibleItems(20);
    // A click must not take the keys away from the transport.
    examples_->setFocusPolicy(Qt::TabFocus);
    auto* model = new QStandardItemModel(examples_);
    std::string_view chapter;
    for (const auto& example : tutorial::examples()) {
        if (example.chapter != chapter) {
            chapter = example.chapter;
            auto* heading = new QStandardItem(text(chapter));
            heading->setFlags(Qt::NoItemFlags);
            auto font = examples_->font();
            font.setPixelSize(12);
            font.setWeight(QFont::DemiBold);
            heading->setFont(font);
            model->appendRow(heading);
        }
        auto* item = new QStandardItem(nameOf(example));
        item->setData(idOf(example), idRole);
        item->setToolTip(text(example.title));
        item->setData(text(example.summary), Qt::AccessibleDescriptionRole);
        model->appendRow(item);
    }
    examples_->setModel(model);
    connect(examples_, &QComboBox::activated, this,
            [this](int index) { emit exampleChosen(examples_->itemData(index, idRole).toString()); });
    addWidget(examples_);
}

TransportButton* TransportBar::addButton(const char* action, TransportButton::Order order, const QString& widest) {
    auto* button = new TransportButton(order, widest, false, this);
    button->setDefaultAction(actions_[action]);
    button->setObjectName(QStringLiteral("button-%1").arg(QLatin1String(action)));
    button->setAccessibleName(actions_[action]->text().remove(u'&'));
    addWidget(button);
    words_.append(button);
    return button;
}

void TransportBar::addSteps() {
    step_ = new StepBox(this);
    step_->setObjectName(QStringLiteral("stepBox"));
    step_->setAccessibleName(tr("Step"));
    step_->setToolTip(tr("The step that is shown. Beyond the last one the program runs on."));
    step_->setPrefix(tr("Step "));
    step_->setKeyboardTracking(false);
    step_->setRange(0, std::numeric_limits<int>::max());
    step_->setFixedWidth(112);
    typed_ = step_->findChild<QLineEdit*>();
    connect(step_, &QSpinBox::valueChanged, this,
            [this](int value) { transport_.goTo(static_cast<green::trace::EventNumber>(value)); });
    connect(step_, &QSpinBox::editingFinished, this, &TransportBar::refresh);
    addWidget(step_);
    of_ = new QLabel(this);
    of_->setObjectName(QStringLiteral("stepsInAll"));
    of_->setProperty("quiet", true);
    of_->setContentsMargins(4, 0, 8, 0);
    of_->setMinimumWidth(56);
    addWidget(of_);
}

void TransportBar::addSpeed() {
    auto* label = new QLabel(tr("Speed"), this);
    label->setProperty("quiet", true);
    label->setContentsMargins(4, 0, 4, 0);
    speedLabel_ = addWidget(label);
    speed_ = new QComboBox(this);
    speed_->setObjectName(QStringLiteral("speed"));
    speed_->setAccessibleName(tr("Speed"));
    speed_->setToolTip(tr("1× is two switches a second; on the time axis, the run's own time"));
    label->setBuddy(speed_);
    speed_->setFocusPolicy(Qt::TabFocus);
    for (const double speed : {0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0}) speed_->addItem(tr("%1×").arg(speed), speed);
    speed_->addItem(tr("Fastest"), Transport::unlimited);
    speed_->setCurrentIndex(speed_->findData(1.0));
    speed_->setMinimumWidth(88);
    connect(speed_, &QComboBox::currentIndexChanged, this,
            [this](int index) { transport_.setSpeed(speed_->itemData(index).toDouble()); });
    addWidget(speed_);
}

void TransportBar::addClock() {
    clock_ = new TransportButton(TransportButton::Order::GlyphFirst, widestClock(), true, this);
    clock_->setObjectName(QStringLiteral("clock"));
    clock_->setAccessibleName(tr("Clock"));
    clock_->setToolTip(tr("The clock of the run. Another one restarts it."));
    clock_->setPopupMode(QToolButton::InstantPopup);
    clock_->setMenu(actions_.menu(MenuId::Clock));
    addWidget(clock_);
}

void TransportBar::setTheme(views::Theme theme) {
    theme_ = theme;
    actions_["first"]->setIcon(icon(IconId::First, theme));
    actions_["last"]->setIcon(icon(IconId::Last, theme));
    actions_["switch-back"]->setIcon(icon(IconId::FarBack, theme));
    actions_["step-back"]->setIcon(icon(IconId::Back, theme));
    actions_["step"]->setIcon(icon(IconId::Forward, theme));
    actions_["switch"]->setIcon(icon(IconId::FarForward, theme));
    clock_->setIcon(icon(IconId::Clock, theme));
    refresh();
}

QString TransportBar::widestClock() const {
    return tight_ ? tr("999.999 ms") : tr("Virtual clock, %1").arg(tr("999.999 ms"));
}

// A window may be too narrow for all the words; without them the glyphs and tool tips still tell.
void TransportBar::resizeEvent(QResizeEvent* event) {
    QToolBar::resizeEvent(event);
    if (!tight_) fullWidth_ = sizeHint().width();
    const bool tight = width() < fullWidth_;
    if (tight == tight_) return;
    tight_ = tight;
    for (auto* button : words_) button->setWordless(tight);
    speedLabel_->setVisible(!tight);
    clock_->setWidest(widestClock());
    refresh();
}

void TransportBar::setExample(const QString& id, const QString& otherwise) {
    examples_->setPlaceholderText(otherwise);
    examples_->setCurrentIndex(id.isEmpty() ? -1 : examples_->findData(id, idRole));
}

QString TransportBar::example() const { return examples_->currentData(idRole).toString(); }

QString TransportBar::neighbour(int by) const {
    for (int index = examples_->currentIndex() + by; index >= 0 && index < examples_->count(); index += by)
        if (auto id = examples_->itemData(index, idRole).toString(); !id.isEmpty()) return id;
    return {};
}

void TransportBar::changeSpeed(int by) {
    speed_->setCurrentIndex(qBound(0, speed_->currentIndex() + by, speed_->count() - 1));
}

void TransportBar::focusStep() {
    step_->setFocus(Qt::ShortcutFocusReason);
    step_->selectAll();
}

void TransportBar::refresh() {
    const auto size = view_.store().size();
    {
        const QSignalBlocker blocker(step_);
        const auto biggest = static_cast<green::trace::EventNumber>(std::numeric_limits<int>::max());
        step_->setMaximum(static_cast<int>(session_.isOver() ? std::min(size, biggest) : biggest));
        // What somebody is typing is left alone.
        if (!step_->hasFocus() || !typed_->isModified())
            step_->setValue(static_cast<int>(std::min(view_.playhead(), biggest)));
    }
    of_->setText(tr("of %1").arg(size));
    const auto moment = views::timeText(view_.moment().time());
    const bool isVirtual = view_.store().recipe().clock == green::trace::ClockKind::Virtual;
    clock_->setText(tight_      ? moment
                    : isVirtual ? tr("Virtual clock, %1").arg(moment)
                                : tr("Real clock, %1").arg(moment));
    const bool playing = transport_.isPlaying();
    auto* play = actions_["play"];
    play->setIcon(icon(playing ? IconId::Pause : IconId::Play, theme_));
    play->setIconText(playing ? tr("Pause") : tr("Play"));
    play->setText(playing ? tr("&Pause") : tr("&Play"));
    play_->setAccessibleName(play->iconText());

    const bool behind = view_.playhead() > 0;
    const bool ahead = !transport_.atEnd();
    for (const auto* back : {"first", "switch-back", "step-back", "call-back"}) actions_[back]->setEnabled(behind);
    for (const auto* forward : {"step", "switch", "call"}) actions_[forward]->setEnabled(ahead);
    actions_["last"]->setEnabled(!view_.atLiveEdge());
    actions_["run"]->setEnabled(ahead);
    actions_["play"]->setEnabled(size > 0 || !session_.isOver());
    actions_["stop"]->setEnabled(!session_.isOver());
    actions_["restart"]->setEnabled(session_.canRestart());
    for (const auto* clock : {"clock-virtual", "clock-real"}) actions_[clock]->setEnabled(session_.canRestart());
}

}  // namespace app
