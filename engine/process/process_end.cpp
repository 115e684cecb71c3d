#include "process/process_end.h"

namespace green {

ProcessEndCore::ProcessEndCore(std::string name, trace::SourceLocation where)
    : LinkableCore(trace::ObjectKind::Process, "Process", std::move(name), -1, Notify::All, where) {}

void ProcessEndCore::set(int returncode, trace::SourceLocation where) {
    has_come_ = true;
    record_and_notify({.amount = 1, .kind = trace::Kind::Set}, std::to_string(returncode), where);
}

bool ProcessEndCore::wait(const TimeLimit& limit, trace::SourceLocation where) {
    if (!has_come_) return wait_for_notification({trace::WaitReason::Process, limit, where}, Expiry::ReturnsFalse);
    let_others_go_first(trace::WaitReason::Process, where);
    return true;
}

}  // namespace green
