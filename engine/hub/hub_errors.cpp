// What becomes of errors and signals that nobody has caught.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <ctime>

#include "hub/errors.h"
#include "hub/hub.h"

namespace green {

using trace::Flag;
using trace::Kind;

void Hub::handle_error(Target* context, const std::exception_ptr& error, Severity severity) {
    if (over_) return;
    if (options_.guest) return options_.guest->handle_error(context, error, severity == Severity::System);
    handle_error_here(context, error, severity);
}

void Hub::handle_error_here(Target* context, const std::exception_ptr& error, Severity severity) {
    bool is_system_error = severity == Severity::System;
    bool is_told = true;
    try {
        std::rethrow_exception(error);
    } catch (const GreenletExit&) {
        is_told = false;
    } catch (const SystemExit&) {
        is_told = false;
        is_system_error = true;
    } catch (const KeyboardInterrupt&) {
        is_system_error = true;
    } catch (...) {
    }
    if (is_told) report(context, error);
    if (is_system_error) raise_in_main(error);
}

void Hub::record_stderr(std::string_view text) {
    if (over_) return;
    while (text.ends_with('\n')) text.remove_suffix(1);
    record({.kind = Kind::Report}, text);
}

void Hub::record_signal(int number) { record({.kind = Kind::Signal}, signal_name(number)); }

void Hub::signal_without_watcher(int number) {
    if (options_.guest && signals_.owner(number) == SignalWatchers::Owner::Program &&
        options_.guest->handle_signal(number))
        return;
    if (number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT) return;
    record_signal(number);
    // As Python's own handler.
    if (number == SIGINT && !options_.guest) throw KeyboardInterrupt();
    result_ = {RunResult::Ending::MainRaised, 128 + number, "killed by " + signal_name(number)};
    leave_run();
}

void Hub::record_report(Id context, std::string_view error) {
    record({.object = context, .kind = Kind::Report}, error);
}

namespace {

// A link that fails is told of with what it was linked to, but it was only a callback.
std::string report_name(const Target* context) {
    if (const auto* greenlet = dynamic_cast<const GreenletCore*>(context))
        return "<Greenlet: " + greenlet->name() + ">";
    const bool has_name = context && !dynamic_cast<const LinkTarget*>(context) && !context->title().empty();
    return has_name ? "<" + context->title() + ">" : "<callback>";
}

// What time it is in the world: on a virtual clock the same in each run.
std::time_t wall_time(const loop::Clock& clock) {
    if (!clock.is_virtual()) return std::time(nullptr);
    return loop::virtual_begin +
           std::chrono::duration_cast<std::chrono::seconds>(std::chrono::nanoseconds(clock.read())).count();
}

}  // namespace

// Both languages tell of it by two events: what has failed, and the lines on stderr that say so at length.
void Hub::report(Target* context, const std::exception_ptr& error) {
    const auto text = describe(error);
    record_report(context ? context->id() : Id::Hub, text);
    auto told = text;
    if_described(error, [&](const Described& own) { told = own.described_at_length(); });
    const auto place = fmt::format("{:%FT%TZ} {} failed with {}", fmt::gmtime(wall_time(clock_)), report_name(context),
                                   type_name(error));
    record_stderr(told == text ? place : told + '\n' + place);
    if (options_.err) options_.err(told + '\n' + place + "\n\n");
}

void Hub::raise_in_main(const std::exception_ptr& error) {
    if (current_ == main_.get()) std::rethrow_exception(error);
    if (!in_hub()) {
        const auto job = queue(*current_, JobKind::Wake, current_->waits_);
        record({.object = current_->id(),
                .job = job,
                .kind = Kind::Callback,
                .job_kind = JobKind::Wake,
                .flags = static_cast<std::uint8_t>(Flag::Queues)});
    }
    resume(*main_, error);
}

void Hub::hand_over(GreenletCore& target) {
    // What was queued for its last wait is not for this one.
    ++current_->waits_;
    resume(target);
}

}  // namespace green
