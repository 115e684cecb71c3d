#include "sync/async_result.h"

namespace green {

using trace::EndReason;
using trace::Kind;
using trace::WaitReason;

AsyncResultCore::AsyncResultCore(std::string name, trace::SourceLocation where)
    : LinkableCore(trace::ObjectKind::AsyncResult, "AsyncResult", std::move(name), -1, Notify::All, where) {}

void AsyncResultCore::has_been_set(std::string_view value, trace::SourceLocation where) {
    record_and_notify({.amount = 1, .kind = Kind::Set}, value, where);
}

void AsyncResultCore::set_exception(std::exception_ptr error, trace::SourceLocation where) {
    error_ = std::move(error);
    record_and_notify({.amount = 1, .kind = Kind::Set, .reason = static_cast<std::uint8_t>(EndReason::Failed)},
                      Hub::get().recorder().keeps() ? describe(error_) : std::string(), where);
}

void AsyncResultCore::wait_to_get(const TimeLimit& limit, trace::SourceLocation where) {
    if (!ready()) wait_for_notification({WaitReason::ResultGet, limit, where}, Expiry::Throws);
}

void AsyncResultCore::wait(const TimeLimit& limit, trace::SourceLocation where) {
    if (ready())
        let_others_go_first(WaitReason::ResultWait, where);
    else
        wait_for_notification({WaitReason::ResultWait, limit, where}, Expiry::ReturnsFalse);
}

void AsyncResultCore::raise() const {
    if (error_) std::rethrow_exception(error_);
    throw Timeout();
}

}  // namespace green
