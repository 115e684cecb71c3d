#include "process/workers.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <system_error>

#include "hub/errors.h"
#include "io/select.h"

namespace green {

namespace {

struct Header {
    std::size_t item = 0;
    std::size_t size = 0;
    bool failed = false;
};

void write_all(int descriptor, const char* data, std::size_t size) {
    while (size > 0) {
        const auto count = ::write(descriptor, data, size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) _exit(1);
        data += count;
        size -= static_cast<std::size_t>(count);
    }
}

}  // namespace

// In memory that the processes have in common.
struct Workers::SharedCounter {
    SharedCounter() {
        void* page =
            mmap(nullptr, sizeof(std::atomic<std::size_t>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "ProcessPool");
        next = ::new (page) std::atomic<std::size_t>(0);
    }
    ~SharedCounter() { munmap(next, sizeof(*next)); }
    SharedCounter(const SharedCounter&) = delete;
    SharedCounter& operator=(const SharedCounter&) = delete;

    std::atomic<std::size_t>* next;
};

Workers::Workers(std::size_t processes, std::size_t items, const Work& work) : outside_(Hub::get()), left_(items) {
    SharedCounter counter;
    try {
        for (std::size_t i = 0; i < std::min(processes, items); ++i) fork_one(counter, items, work);
    } catch (...) {
        for (auto& worker : workers_) reap(worker);
        throw;
    }
}

Workers::~Workers() {
    for (auto& worker : workers_) reap(worker);
}

void Workers::fork_one(SharedCounter& counter, std::size_t items, const Work& work) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "ProcessPool");
    Descriptor read_end(ends[0]);
    Descriptor write_end(ends[1]);
    const int pid = fork();
    if (pid < 0) throw std::system_error(errno, std::generic_category(), "ProcessPool");
    if (pid == 0) {
        Hub::forget();
        // The run's thread may go without a chance to say so.
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (std::size_t item = (*counter.next)++; item < items; item = (*counter.next)++) {
            Header header{item};
            std::string bytes;
            try {
                bytes = work(item);
            } catch (...) {
                header.failed = true;
                bytes = describe(std::current_exception());
            }
            header.size = bytes.size();
            write_all(write_end.number(), reinterpret_cast<const char*>(&header), sizeof header);
            write_all(write_end.number(), bytes.data(), bytes.size());
        }
        // Without the destructors of what is not this process's own.
        _exit(0);
    }
    fcntl(read_end.number(), F_SETFL, O_NONBLOCK);
    workers_.push_back({pid, std::move(read_end)});
}

std::optional<Workers::Outcome> Workers::take_outcome(std::string& read) {
    Header header;
    if (read.size() < sizeof header) return std::nullopt;
    std::memcpy(&header, read.data(), sizeof header);
    if (read.size() < sizeof header + header.size) return std::nullopt;
    Outcome outcome{header.item, header.failed, read.substr(sizeof header, header.size)};
    read.erase(0, sizeof header + header.size);
    return outcome;
}

bool Workers::read_more(Worker& worker) {
    std::array<char, 4096> buffer{};
    const auto count = ::read(worker.results.number(), buffer.data(), buffer.size());
    if (count > 0) worker.read.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

void Workers::reap(Worker& worker) {
    if (!worker.results) return;
    worker.results.close();
    ::kill(worker.pid, SIGKILL);
    waitpid(worker.pid, nullptr, 0);
}

std::optional<Workers::Outcome> Workers::next(trace::SourceLocation where) {
    while (left_ > 0) {
        std::vector<int> open;
        for (auto& worker : workers_) {
            if (auto outcome = take_outcome(worker.read)) {
                --left_;
                return outcome;
            }
            if (worker.results) open.push_back(worker.results.number());
        }
        if (open.empty()) throw RuntimeError("a process of the pool has died");
        const auto ready = select(open, {}, {}, {}, where).read;
        for (auto& worker : workers_)
            if (std::ranges::find(ready, worker.results.number()) != ready.end() && !read_more(worker)) reap(worker);
    }
    return std::nullopt;
}

}  // namespace green
