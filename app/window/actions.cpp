#include "window/actions.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenuBar>
#include <array>

namespace app {

namespace {

constexpr const char* context = "Actions";

// clang-format off
constexpr std::array actions{
    ActionSpec{"open", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Open…"), "",
               QT_TRANSLATE_NOOP("Actions", "Opens a Python program, or a run that was saved earlier."), "Ctrl+O"},
    ActionSpec{"save-program", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Save program"), "",
               QT_TRANSLATE_NOOP("Actions", "Saves the program's text to its file."), "Ctrl+S"},
    ActionSpec{"save-program-as", MenuId::File, QT_TRANSLATE_NOOP("Actions", "Sa&ve program as…"), "",
               QT_TRANSLATE_NOOP("Actions", "Saves the program's text to another file."), "Ctrl+Shift+S"},
    ActionSpec{"save", MenuId::File, QT_TRANSLATE_NOOP("Actions", "Save &recording…"), "",
               QT_TRANSLATE_NOOP("Actions", "Saves what has happened so far, to be opened again."), "Ctrl+Alt+S", false, true},
    ActionSpec{"export", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Export timeline…"), QT_TRANSLATE_NOOP("Actions", "Export"),
               QT_TRANSLATE_NOOP("Actions", "Writes the timeline as a picture."), "Ctrl+E", false, true},
    ActionSpec{"export-png", MenuId::ExportAs, QT_TRANSLATE_NOOP("Actions", "P&NG…"), "",
               QT_TRANSLATE_NOOP("Actions", "Writes the whole timeline as a PNG picture."), "Ctrl+Alt+1"},
    ActionSpec{"export-svg", MenuId::ExportAs, QT_TRANSLATE_NOOP("Actions", "&SVG…"), "",
               QT_TRANSLATE_NOOP("Actions", "Writes the whole timeline as an SVG drawing."), "Ctrl+Alt+2"},
    ActionSpec{"export-pdf", MenuId::ExportAs, QT_TRANSLATE_NOOP("Actions", "&PDF…"), "",
               QT_TRANSLATE_NOOP("Actions", "Writes the whole timeline as a PDF page."), "Ctrl+Alt+3"},
    ActionSpec{"copy-picture", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Copy picture"), "",
               QT_TRANSLATE_NOOP("Actions", "Copies the timeline to the clipboard as a picture."), "Ctrl+Shift+C"},
    ActionSpec{"quit", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Quit"), "",
               QT_TRANSLATE_NOOP("Actions", "Ends the run and closes the window."), "Ctrl+Q", false, true},

    ActionSpec{"edit-text", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Edit the program"), "",
               QT_TRANSLATE_NOOP("Actions", "Puts the cursor into the program's text; Esc leaves it."), "F2"},
    ActionSpec{"undo", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Undo"), "",
               QT_TRANSLATE_NOOP("Actions", "Takes the last edit back."), "Ctrl+Z", false, true},
    ActionSpec{"redo", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Redo"), "",
               QT_TRANSLATE_NOOP("Actions", "Does again what was undone."), "Ctrl+Shift+Z; Ctrl+Y"},
    ActionSpec{"reset-text", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "Original &text"), "",
               QT_TRANSLATE_NOOP("Actions", "Makes the text what it was at first; undo brings the edits back."), "Ctrl+Alt+Z"},
    ActionSpec{"comment", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Comment"), "",
               QT_TRANSLATE_NOOP("Actions", "Makes comments of the chosen lines, or code of comments."), "Ctrl+/", false, true},
    ActionSpec{"indent", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Indent"), "",
               QT_TRANSLATE_NOOP("Actions", "Moves the chosen lines in; so does Tab."), "Ctrl+]"},
    ActionSpec{"unindent", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "U&nindent"), "",
               QT_TRANSLATE_NOOP("Actions", "Moves the chosen lines out; so does Shift+Tab."), "Ctrl+["},
    ActionSpec{"find", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Find…"), "",
               QT_TRANSLATE_NOOP("Actions", "Finds words in the program's text."), "Ctrl+F", false, true},
    ActionSpec{"find-next", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "Find ne&xt"), "",
               QT_TRANSLATE_NOOP("Actions", "To the next place where the words are."), "F3"},
    ActionSpec{"find-previous", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "Find &previous"), "",
               QT_TRANSLATE_NOOP("Actions", "To the place before where the words are."), "Shift+F3"},

    ActionSpec{"zoom-in", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Zoom &in"), QT_TRANSLATE_NOOP("Actions", "Zoom in"),
               QT_TRANSLATE_NOOP("Actions", "Shows less of the run, larger."), "W; Ctrl++; Ctrl+="},
    ActionSpec{"zoom-out", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Zoom &out"), QT_TRANSLATE_NOOP("Actions", "Zoom out"),
               QT_TRANSLATE_NOOP("Actions", "Shows more of the run, smaller."), "S; Ctrl+-"},
    ActionSpec{"fit", MenuId::View, QT_TRANSLATE_NOOP("Actions", "&Fit"), QT_TRANSLATE_NOOP("Actions", "Fit"),
               QT_TRANSLATE_NOOP("Actions", "Shows the whole run."), "F; Ctrl+0"},
    ActionSpec{"pan-left", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Move to the &left"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows an earlier part of the run."), "A"},
    ActionSpec{"pan-right", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Move to the &right"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows a later part of the run."), "D"},
    ActionSpec{"axis", MenuId::View, QT_TRANSLATE_NOOP("Actions", "&Time axis"), "",
               QT_TRANSLATE_NOOP("Actions", "Draws the run by its clock instead of step by step."), "Ctrl+T", true, true},
    ActionSpec{"larger-text", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Larger te&xt"), "",
               QT_TRANSLATE_NOOP("Actions", "Larger text in all panes; Ctrl and the wheel do that in one."), "Ctrl+Alt++; Ctrl+Alt+=", false, true},
    ActionSpec{"smaller-text", MenuId::View, QT_TRANSLATE_NOOP("Actions", "S&maller text"), "",
               QT_TRANSLATE_NOOP("Actions", "Smaller text in all panes."), "Ctrl+Alt+-"},
    ActionSpec{"usual-text", MenuId::View, QT_TRANSLATE_NOOP("Actions", "&Usual text size"), "",
               QT_TRANSLATE_NOOP("Actions", "Text as large as it was at first, in all panes."), "Ctrl+Alt+0"},
    ActionSpec{"theme-system", MenuId::Theme, QT_TRANSLATE_NOOP("Actions", "&Follow system"), "",
               QT_TRANSLATE_NOOP("Actions", "Light or dark as the desktop has it."), "Ctrl+F9", true},
    ActionSpec{"theme-light", MenuId::Theme, QT_TRANSLATE_NOOP("Actions", "&Light"), "",
               QT_TRANSLATE_NOOP("Actions", "Dark text on a light ground."), "Ctrl+F10", true},
    ActionSpec{"theme-dark", MenuId::Theme, QT_TRANSLATE_NOOP("Actions", "&Dark"), "",
               QT_TRANSLATE_NOOP("Actions", "Light text on a dark ground."), "Ctrl+F11", true},

    ActionSpec{"play", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Play"), QT_TRANSLATE_NOOP("Actions", "Play"),
               QT_TRANSLATE_NOOP("Actions", "Goes on at the chosen speed, or pauses."), "Space"},
    ActionSpec{"run", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "R&un to the end"), "",
               QT_TRANSLATE_NOOP("Actions", "Lets the program run as fast as it can, to the next breakpoint if there is one."), "F5"},
    ActionSpec{"run-back", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "Run &back"), "",
               QT_TRANSLATE_NOOP("Actions", "Back to the breakpoint before, or to the beginning."), "Alt+F5"},
    ActionSpec{"restart", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Run again"), "",
               QT_TRANSLATE_NOOP("Actions", "Runs the program from its beginning, its text as it now is."), "Ctrl+R"},
    ActionSpec{"stop", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "S&top the run"), "",
               QT_TRANSLATE_NOOP("Actions", "Ends the run here; what has happened stays."), "Shift+F5"},
    ActionSpec{"signal-int", MenuId::Signal, QT_TRANSLATE_NOOP("Actions", "SIG&INT"), "",
               QT_TRANSLATE_NOOP("Actions", "Interrupts the program, as Ctrl+C in a terminal does."), "Ctrl+Alt+I"},
    ActionSpec{"signal-quit", MenuId::Signal, QT_TRANSLATE_NOOP("Actions", "SIG&QUIT"), "",
               QT_TRANSLATE_NOOP("Actions", "Tells the program to quit, as Ctrl+\\ in a terminal does."), "Ctrl+Alt+Q"},
    ActionSpec{"signal-term", MenuId::Signal, QT_TRANSLATE_NOOP("Actions", "SIG&TERM"), "",
               QT_TRANSLATE_NOOP("Actions", "Asks the program to end, as the command kill does."), "Ctrl+Alt+M"},
    ActionSpec{"signal-usr1", MenuId::Signal, QT_TRANSLATE_NOOP("Actions", "SIG&USR1"), "",
               QT_TRANSLATE_NOOP("Actions", "Tells the program whatever it takes this signal for."), "Ctrl+Alt+U"},
    ActionSpec{"copy-address", MenuId::Server, QT_TRANSLATE_NOOP("Actions", "&Copy address"), "",
               QT_TRANSLATE_NOOP("Actions", "Copies where the program listens: for a browser, or host and port for nc."), "Ctrl+Alt+A"},
    ActionSpec{"open-address", MenuId::Server, QT_TRANSLATE_NOOP("Actions", "&Open in browser"), "",
               QT_TRANSLATE_NOOP("Actions", "Opens the program's HTTP address in the browser."), "Ctrl+Alt+B"},
    ActionSpec{"send-load", MenuId::Server, QT_TRANSLATE_NOOP("Actions", "Send &load"), "",
               QT_TRANSLATE_NOOP("Actions", "Sends 10,000 requests to the program's HTTP address, 100 at a time, or stops that."), "Ctrl+Alt+L"},
    ActionSpec{"breakpoint", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "Brea&kpoint"), "",
               QT_TRANSLATE_NOOP("Actions", "Holds the program before the line of the cursor, or no longer; so does a click on its number."), "F9", false, true},
    ActionSpec{"clear-breakpoints", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "Clear &all breakpoints"), "",
               QT_TRANSLATE_NOOP("Actions", "Takes all breakpoints out of the text."), "Ctrl+Shift+F9"},
    ActionSpec{"faster", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Faster"), "",
               QT_TRANSLATE_NOOP("Actions", "Plays faster."), "Ctrl+Up", false, true},
    ActionSpec{"slower", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Slower"), "",
               QT_TRANSLATE_NOOP("Actions", "Plays slower."), "Ctrl+Down"},
    ActionSpec{"clock-virtual", MenuId::Clock, QT_TRANSLATE_NOOP("Actions", "&Virtual"), "",
               QT_TRANSLATE_NOOP("Actions", "Restarts on a clock that jumps over waits: every run is the same."),
               "Ctrl+Alt+V", true},
    ActionSpec{"clock-real", MenuId::Clock, QT_TRANSLATE_NOOP("Actions", "&Real"), "",
               QT_TRANSLATE_NOOP("Actions", "Restarts on the wall's clock: waits take their time."), "Ctrl+Alt+R", true},
    ActionSpec{"language", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "Python or C&++"), "",
               QT_TRANSLATE_NOOP("Actions", "Runs the example in its other language."), "Ctrl+L"},

    ActionSpec{"step", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "&Step"), QT_TRANSLATE_NOOP("Actions", "Step"),
               QT_TRANSLATE_NOOP("Actions", "One event forward."), "Right; ."},
    ActionSpec{"step-back", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Step &back"), QT_TRANSLATE_NOOP("Actions", "Step"),
               QT_TRANSLATE_NOOP("Actions", "One event back."), "Left; ,"},
    ActionSpec{"call", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Next &call"), "",
               QT_TRANSLATE_NOOP("Actions", "Forward to the next call in the program's source."), "N", false, true},
    ActionSpec{"call-back", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Previous c&all"), "",
               QT_TRANSLATE_NOOP("Actions", "Back to the last call in the program's source."), "Shift+N"},
    ActionSpec{"switch", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Next s&witch"), QT_TRANSLATE_NOOP("Actions", "Switch"),
               QT_TRANSLATE_NOOP("Actions", "Forward to where control passes next."), "Shift+Right; PgDown", false, true},
    ActionSpec{"switch-back", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "&Previous switch"), QT_TRANSLATE_NOOP("Actions", "Switch"),
               QT_TRANSLATE_NOOP("Actions", "Back to where control passed last."), "Shift+Left; PgUp"},
    ActionSpec{"cause", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "W&ho woke it"), "",
               QT_TRANSLATE_NOOP("Actions", "To what woke the selected greenlet, or the one at work, last."), "[", false, true},
    ActionSpec{"effect", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Who&m it wakes"), "",
               QT_TRANSLATE_NOOP("Actions", "To where what it does here, or next, lets another greenlet go on."), "]"},
    ActionSpec{"line-over", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Step &over"), "",
               QT_TRANSLATE_NOOP("Actions", "Forward to the greenlet's next line, over what this one calls."), "F10", false, true},
    ActionSpec{"line-into", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Step in&to"), "",
               QT_TRANSLATE_NOOP("Actions", "Forward to the greenlet's next line, wherever it is."), "F11"},
    ActionSpec{"line-out", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Step o&ut"), "",
               QT_TRANSLATE_NOOP("Actions", "Forward to where this function was called from."), "Shift+F11"},
    ActionSpec{"line-over-back", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Step o&ver, back"), "",
               QT_TRANSLATE_NOOP("Actions", "Back to the greenlet's line before, over what that one called."), "Alt+F10"},
    ActionSpec{"line-into-back", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Step into, bac&k"), "",
               QT_TRANSLATE_NOOP("Actions", "Back to the greenlet's line before, wherever it was."), "Alt+F11"},
    ActionSpec{"line-out-back", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "St&ep out, back"), "",
               QT_TRANSLATE_NOOP("Actions", "Back to the line that called this function."), "Alt+Shift+F11"},
    ActionSpec{"first", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "Beg&inning"), QT_TRANSLATE_NOOP("Actions", "Beginning"),
               QT_TRANSLATE_NOOP("Actions", "To the beginning of the run."), "Home", false, true},
    ActionSpec{"last", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "&Live edge"), QT_TRANSLATE_NOOP("Actions", "Live edge"),
               QT_TRANSLATE_NOOP("Actions", "To the newest event: where the engine is."), "End"},
    ActionSpec{"go-to", MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "&Go to step…"), "",
               QT_TRANSLATE_NOOP("Actions", "To the step with a number; the program runs on up to there."), "Ctrl+G"},

    ActionSpec{"find-example", MenuId::Lesson, QT_TRANSLATE_NOOP("Actions", "&Find an example…"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows the examples, and looks for words in them."), "F7"},
    ActionSpec{"next-example", MenuId::Lesson, QT_TRANSLATE_NOOP("Actions", "&Next example"), "",
               QT_TRANSLATE_NOOP("Actions", "Runs the next example of the tutorial."), "Ctrl+PgDown"},
    ActionSpec{"previous-example", MenuId::Lesson, QT_TRANSLATE_NOOP("Actions", "Pre&vious example"), "",
               QT_TRANSLATE_NOOP("Actions", "Runs the example before this one."), "Ctrl+PgUp"},
    ActionSpec{"read-guide", MenuId::Lesson, QT_TRANSLATE_NOOP("Actions", "&Read the guide"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows the guide; there Tab goes from link to link, Enter follows one."), "F6", false, true},
    ActionSpec{"answer", MenuId::Lesson, QT_TRANSLATE_NOOP("Actions", "Show the &answer"), "",
               QT_TRANSLATE_NOOP("Actions", "Unfolds the answer to the guide's question, or folds it again."), "Shift+F6"},
    ActionSpec{"reset-progress", MenuId::Lesson, QT_TRANSLATE_NOOP("Actions", "Reset &progress"), "",
               QT_TRANSLATE_NOOP("Actions", "Forgets which examples you have opened and walked to their end."), "Ctrl+Shift+F7", false, true},

    ActionSpec{"show-source", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "&Source"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides the source."), "Alt+1", true},
    ActionSpec{"show-hub", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "&Run queue"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides what the hub will run."), "Alt+2", true},
    ActionSpec{"show-console", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "&Console"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides what the program prints."), "Alt+3", true},
    ActionSpec{"show-greenlets", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "&Greenlets"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides the table of greenlets."), "Alt+4", true},
    ActionSpec{"show-why", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "W&hy"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides why the chosen greenlet isn't running."), "Alt+5", true},
    ActionSpec{"show-objects", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "&Objects"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides what greenlets share: queues, events, locks, pools."), "Alt+6", true},
    ActionSpec{"show-legend", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "&Legend"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides what the colours and patterns mean."), "Alt+7", true},
    ActionSpec{"show-variables", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "&Variables"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides the stack of a Python greenlet, and its variables."), "Alt+8", true},
    ActionSpec{"show-examples", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "E&xamples"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides the chapters of the tutorial."), "Alt+9", true},
    ActionSpec{"show-guide", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "Gu&ide"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows or hides the guide to the example."), "Alt+0", true},
    ActionSpec{"reset-layout", MenuId::Window, QT_TRANSLATE_NOOP("Actions", "R&eset layout"), "",
               QT_TRANSLATE_NOOP("Actions", "Puts all panes back where they were at first."), "Ctrl+Shift+R", false, true},

    ActionSpec{"keys", MenuId::Help, QT_TRANSLATE_NOOP("Actions", "&Keys"), "",
               QT_TRANSLATE_NOOP("Actions", "Shows what every key does."), "?; F1"},
    ActionSpec{"about", MenuId::Help, QT_TRANSLATE_NOOP("Actions", "&About Greenscope"), "",
               QT_TRANSLATE_NOOP("Actions", "Tells what this program is, and its version."), "Ctrl+F1"},
};

constexpr std::array menus{
    MenuSpec{MenuId::File, QT_TRANSLATE_NOOP("Actions", "&File"), MenuId::File, ""},
    MenuSpec{MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Edit"), MenuId::Edit, ""},
    MenuSpec{MenuId::View, QT_TRANSLATE_NOOP("Actions", "&View"), MenuId::View, ""},
    MenuSpec{MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Run"), MenuId::Run, ""},
    MenuSpec{MenuId::Trace, QT_TRANSLATE_NOOP("Actions", "&Trace"), MenuId::Trace, ""},
    MenuSpec{MenuId::Lesson, QT_TRANSLATE_NOOP("Actions", "&Lesson"), MenuId::Lesson, ""},
    MenuSpec{MenuId::Window, QT_TRANSLATE_NOOP("Actions", "&Window"), MenuId::Window, ""},
    MenuSpec{MenuId::Help, QT_TRANSLATE_NOOP("Actions", "&Help"), MenuId::Help, ""},
    MenuSpec{MenuId::ExportAs, QT_TRANSLATE_NOOP("Actions", "Export &as"), MenuId::File, "export"},
    MenuSpec{MenuId::Theme, QT_TRANSLATE_NOOP("Actions", "T&heme"), MenuId::View, "axis"},
    MenuSpec{MenuId::Signal, QT_TRANSLATE_NOOP("Actions", "Send si&gnal"), MenuId::Run, "stop"},
    MenuSpec{MenuId::Server, QT_TRANSLATE_NOOP("Actions", "Ser&ver"), MenuId::Run, "stop"},
    MenuSpec{MenuId::Clock, QT_TRANSLATE_NOOP("Actions", "&Clock"), MenuId::Run, "slower"},
};
// clang-format on

QString translated(const char* text) { return QCoreApplication::translate(context, text); }

}  // namespace

std::span<const ActionSpec> actionSpecs() { return actions; }
std::span<const MenuSpec> menuSpecs() { return menus; }

QString keysText(const ActionSpec& spec) {
    QStringList keys;
    for (const auto& key : QKeySequence::listFromString(QString::fromUtf8(spec.keys)))
        keys += key.toString(QKeySequence::NativeText);
    return keys.join(translated(QT_TRANSLATE_NOOP("Actions", " or ")));
}

Actions::Actions(QMainWindow& window) : QObject(&window) {
    for (const auto& spec : menus) {
        auto* menu = new QMenu(translated(spec.text), &window);
        menu->setObjectName(QStringLiteral("menu-%1").arg(menu->title().remove(u'&').toLower()));
        menu->setAccessibleName(menu->title().remove(u'&'));
        menu->setToolTipsVisible(true);
        if (spec.parent == spec.menu) window.menuBar()->addMenu(menu);
        menus_.insert(static_cast<int>(spec.menu), menu);
    }
    for (const auto& spec : actions) {
        auto* action = new QAction(translated(spec.text), &window);
        action->setObjectName(QString::fromUtf8(spec.id));
        if (*spec.shortText) action->setIconText(translated(spec.shortText));
        action->setToolTip(QStringLiteral("%1 (%2)").arg(translated(spec.tip), keysText(spec)));
        action->setIconVisibleInMenu(false);
        action->setShortcuts(QKeySequence::listFromString(QString::fromUtf8(spec.keys)));
        action->setCheckable(spec.checkable);
        // Left to the menu alone it would be dead while the menu bar is hidden.
        window.addAction(action);
        auto* menu = menus_.value(static_cast<int>(spec.menu));
        if (spec.separator) menu->addSeparator();
        menu->addAction(action);
        actions_.insert(spec.id, action);
        for (const auto& sub : menus)
            if (sub.after == std::string_view(spec.id)) menu->addMenu(this->menu(sub.menu));
    }
}

QAction* Actions::operator[](const QByteArray& id) const {
    auto* action = actions_.value(id);
    Q_ASSERT(action);
    return action;
}

void Actions::makeExclusive(const QList<const char*>& ids) {
    auto* group = new QActionGroup(this);
    for (const auto* id : ids) group->addAction((*this)[id]);
}

}  // namespace app
