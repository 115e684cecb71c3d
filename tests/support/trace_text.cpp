#include "support/trace_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "trace/feed.h"
#include "trace/gate.h"
#include "trace/recorder.h"

namespace support {

using namespace green::trace;

namespace {

struct Token {
    std::string text;
    bool quoted = false;
};

std::string quoted_text(std::string_view line, std::size_t& at) {
    std::string text;
    for (++at; at < line.size() && line[at] != '"'; ++at) {
        if (line[at] != '\\') {
            text += line[at];
            continue;
        }
        const char escaped = ++at < line.size() ? line[at] : '\0';
        constexpr std::string_view names = "nt\"\\";
        constexpr std::string_view values = "\n\t\"\\";
        const auto which = names.find(escaped);
        if (escaped == '\0' || which == std::string_view::npos)
            throw TraceTextError("after \\ one of n t \" \\ was expected");
        text += values[which];
    }
    if (at == line.size()) throw TraceTextError("a closing \" is missing");
    ++at;
    return text;
}

// A word ends at a blank outside brackets, so that `task(1, 2)` is one.
std::string word(std::string_view line, std::size_t& at) {
    const auto begin = at;
    for (int depth = 0; at < line.size() && (depth > 0 || (line[at] != ' ' && line[at] != '\t')); ++at) {
        if (line[at] == '(') ++depth;
        if (line[at] == ')') --depth;
    }
    return std::string(line.substr(begin, at - begin));
}

std::vector<Token> tokens_of(std::string_view line) {
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < line.size();) {
        if (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')
            ++at;
        else if (line[at] == '"')
            tokens.push_back({quoted_text(line, at), true});
        else
            tokens.push_back({word(line, at), false});
    }
    return tokens;
}

Nanoseconds time_of(std::string_view text) {
    double value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    const double scale = unit == "ns" ? 1 : unit == "us" ? 1e3 : unit == "ms" ? 1e6 : unit == "s" ? 1e9 : 0;
    if (error != std::errc() || scale == 0 || value < 0)
        throw TraceTextError("'" + std::string(text) + "' is no time; expected 12ns, 3us, 100ms or 1.5s");
    return static_cast<Nanoseconds>(std::llround(value * scale));
}

std::int64_t number_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || rest != text.data() + text.size())
        throw TraceTextError("'" + std::string(text) + "' is no number");
    return value;
}

// The value whose stable name is `text`.
template <class Value>
Value named(std::string_view text, int count, std::string_view what) {
    std::string known;
    for (int i = 0; i < count; ++i) {
        if (name(static_cast<Value>(i)) == text) return static_cast<Value>(i);
        known += " " + std::string(name(static_cast<Value>(i)));
    }
    throw TraceTextError("unknown " + std::string(what) + " '" + std::string(text) + "'; known:" + known);
}

JobKind job_named(std::string_view text) {
    return named<JobKind>(text, static_cast<int>(JobKind::Function) + 1, "job");
}

constexpr std::string_view modifiers[] = {"at", "queueing", "arming", "anyhow"};

// The tokens of one line, read from the front.
class Words {
public:
    explicit Words(std::string_view line) : tokens_(tokens_of(line)) {}

    bool done() const { return next_ == tokens_.size(); }
    std::string rest() const {
        std::string text;
        for (auto i = next_; i < tokens_.size(); ++i) text += (text.empty() ? "" : " ") + tokens_[i].text;
        return text;
    }
    std::string next(std::string_view what) {
        if (done()) throw TraceTextError("expected " + std::string(what));
        return tokens_[next_++].text;
    }
    bool is(std::string_view word) const { return !done() && !tokens_[next_].quoted && tokens_[next_].text == word; }
    bool take(std::string_view word) {
        if (!is(word)) return false;
        ++next_;
        return true;
    }
    bool take_prefix(std::string_view prefix, std::string& rest) {
        if (done() || tokens_[next_].quoted || !tokens_[next_].text.starts_with(prefix)) return false;
        rest = tokens_[next_++].text.substr(prefix.size());
        return true;
    }
    void expect(std::string_view word) {
        if (!take(word)) throw TraceTextError("expected '" + std::string(word) + "'");
    }
    // A text, unless the line goes on with something else: a modifier, or one of `others`.
    std::string text_unless(std::initializer_list<std::string_view> others = {}) {
        if (done()) return {};
        const auto& token = tokens_[next_];
        if (!token.quoted && (std::ranges::count(modifiers, token.text) || std::ranges::count(others, token.text)))
            return {};
        ++next_;
        return token.text;
    }

private:
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
};

}  // namespace

class TraceText::Writer {
public:
    Writer(Recipe recipe, std::uint32_t chunk_events)
        : store_(std::make_shared<TraceStore>(std::move(recipe))),
          recorder_(
              gate_, [this](std::shared_ptr<const Chunk> chunk) { feed_.add(std::move(chunk)); },
              chunk_events ? Recorder::ChunkSize{chunk_events, 256} : Recorder::ChunkSize{}) {
        ids_["main"] = Id::Main;
        ids_["hub"] = Id::Hub;
    }

    void write(std::string_view text);
    const std::shared_ptr<TraceStore>& store() const { return store_; }

    Id id(std::string_view handle) const {
        if (const auto found = ids_.find(handle); found != ids_.end()) return found->second;
        throw TraceTextError("nobody is called '" + std::string(handle) + "'");
    }

private:
    // An event in the making.
    struct Draft {
        TraceEvent event;
        std::string text;
        std::optional<std::string> new_handle;
        bool anyhow = false;
        Nanoseconds work = 0;
    };

    using Verb = void (Writer::*)(Draft&, Words&);
    static const std::map<std::string, Verb, std::less<>>& verbs();

    void write_line(std::string_view line);
    void modify(Draft& draft, Words& words);
    void emit(Draft& draft);

    void new_job(Draft& draft, JobKind kind, Flag how);
    // The first job of `kind` (None: any that switches to its target) for `target` (None: anybody).
    std::optional<Job> find_job(JobKind kind, Id target) const;
    void use_job(Draft& draft, const Job& job, Flag how);
    Job job_in(Words& words, std::string_view preposition, Id otherwise);
    Nanoseconds after(Words& words);
    void new_id(Draft& draft, const std::string& handle);

    void spawn_like(Draft& draft, Words& words, Kind kind);
    void creates(Draft& draft, Words& words) { spawn_like(draft, words, Kind::Create); }
    void spawns(Draft& draft, Words& words) { spawn_like(draft, words, Kind::Spawn); }
    void starts(Draft& draft, Words& words);
    void discards(Draft& draft, Words& words);
    void fails(Draft& draft, Words& words);
    void ends(Draft& draft, Words& words);
    void yields(Draft& draft, Words& words);
    void waits(Draft& draft, Words& words);
    void resumes(Draft& draft, Words& words);
    void runs(Draft& draft, Words& words);
    void idles(Draft& draft, Words& words);
    void cancels(Draft& draft, Words& words);
    void queues(Draft& draft, Words& words);
    void arms(Draft& draft, Words& words);
    void kills(Draft& draft, Words& words);
    void makes(Draft& draft, Words& words);
    void stores(Draft& draft, Words& words);
    void takes(Draft& draft, Words& words);
    void prints(Draft& draft, Words& words);
    void writes(Draft& draft, Words& words);
    void reports(Draft& draft, Words& words);
    void works(Draft& draft, Words& words);
    void sets(Draft& draft, Words& words);
    void clears(Draft& draft, Words& words);
    void acquires(Draft& draft, Words& words);
    void releases(Draft& draft, Words& words);
    void adds(Draft& draft, Words& words);
    void removes(Draft& draft, Words& words);
    void finishes(Draft& draft, Words& words);
    void keeps(Draft& draft, Words& words);
    void forgets(Draft& draft, Words& words);
    void notices(Draft& draft, Words& words);
    void opens(Draft& draft, Words& words);
    void closes(Draft& draft, Words& words);
    void receives(Draft& draft, Words& words);
    void sends(Draft& draft, Words& words);
    void serves(Draft& draft, Words& words);
    void bytes(Draft& draft, Words& words, Kind kind, const char* preposition);
    void member(Draft& draft, Words& words, Kind kind, const char* preposition);
    void count(Draft& draft, Words& words, Kind kind, int by);

    std::shared_ptr<TraceStore> store_;
    Gate gate_;
    TraceFeed feed_;
    Recorder recorder_;
    Moment state_;
    Nanoseconds clock_ = 0;
    std::set<std::string> files_;  // the recorder knows names by their addresses
    const char* file_ = "program.cpp";
    std::map<std::string, Id, std::less<>> ids_;
    std::set<Id> failed_;
    std::uint32_t next_id_ = raw(Id::First);
    std::uint32_t next_job_ = 1;
};

const std::map<std::string, TraceText::Writer::Verb, std::less<>>& TraceText::Writer::verbs() {
    static const std::map<std::string, Verb, std::less<>> table{
        {"creates", &Writer::creates},   {"spawns", &Writer::spawns},     {"starts", &Writer::starts},
        {"discards", &Writer::discards}, {"fails", &Writer::fails},       {"ends", &Writer::ends},
        {"yields", &Writer::yields},     {"waits", &Writer::waits},       {"resumes", &Writer::resumes},
        {"runs", &Writer::runs},         {"idles", &Writer::idles},       {"cancels", &Writer::cancels},
        {"queues", &Writer::queues},     {"arms", &Writer::arms},         {"kills", &Writer::kills},
        {"makes", &Writer::makes},       {"stores", &Writer::stores},     {"takes", &Writer::takes},
        {"prints", &Writer::prints},     {"writes", &Writer::writes},     {"reports", &Writer::reports},
        {"works", &Writer::works},       {"sets", &Writer::sets},         {"clears", &Writer::clears},
        {"acquires", &Writer::acquires}, {"releases", &Writer::releases}, {"adds", &Writer::adds},
        {"removes", &Writer::removes},   {"finishes", &Writer::finishes}, {"keeps", &Writer::keeps},
        {"forgets", &Writer::forgets},   {"notices", &Writer::notices},   {"opens", &Writer::opens},
        {"closes", &Writer::closes},     {"receives", &Writer::receives}, {"sends", &Writer::sends},
        {"serves", &Writer::serves}};
    return table;
}

void TraceText::Writer::write(std::string_view text) {
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        try {
            write_line(line);
        } catch (const TraceTextError& error) {
            throw TraceTextError("line " + std::to_string(number) + ": " + error.what() + "\n    " + std::string(line));
        }
    }
    recorder_.publish();
    for (auto& chunk : feed_.take()) store_->add(std::move(chunk));
}

void TraceText::Writer::write_line(std::string_view line) {
    Words words(line);
    if (words.done() || words.rest().starts_with('#')) return;
    if (words.take("file")) {
        file_ = files_.insert(words.next("a file name")).first->c_str();
        return;
    }
    if (std::string time; words.take_prefix("t=", time)) {
        if (time_of(time) < clock_) throw TraceTextError("the clock can't go back");
        clock_ = time_of(time);
        if (words.done()) return;
    }
    Draft draft;
    draft.event.greenlet = id(words.next("who does it"));
    draft.event.time = clock_;
    const auto verb = words.next("a verb");
    const auto found = verbs().find(verb);
    if (found == verbs().end()) {
        std::string known;
        for (const auto& [name, function] : verbs()) known += " " + name;
        throw TraceTextError("unknown verb '" + verb + "'; known:" + known);
    }
    (this->*found->second)(draft, words);
    modify(draft, words);
    emit(draft);
}

void TraceText::Writer::modify(Draft& draft, Words& words) {
    while (!words.done()) {
        if (words.take("at")) {
            const auto line = number_of(words.next("a line number"));
            if (line < 1 || line > Site::max_line) throw TraceTextError("no such line");
            draft.event.site = recorder_.site(file_, static_cast<std::uint32_t>(line));
        } else if (words.take("queueing")) {
            new_job(draft, job_named(words.next("a job")), Flag::Queues);
        } else if (words.take("arming")) {
            new_job(draft, job_named(words.next("a job")), Flag::Arms);
            draft.event.amount = after(words);
        } else if (words.take("anyhow")) {
            draft.anyhow = true;
        } else {
            throw TraceTextError("expected nothing more, or at, queueing, arming or anyhow, where '" + words.rest() +
                                 "' is");
        }
    }
}

void TraceText::Writer::emit(Draft& draft) {
    if (!draft.anyhow && state_.running() != draft.event.greenlet)
        throw TraceTextError("at this point " + std::string(state_.name_of(state_.running())) +
                             " is running (say `anyhow` if it is meant)");
    if (draft.new_handle) ids_[*draft.new_handle] = draft.event.object;
    if (draft.event.kind == Kind::Fail) failed_.insert(draft.event.greenlet);
    recorder_.record(draft.event, draft.text);
    state_.apply(draft.event, draft.text);
    clock_ += draft.work;
}

void TraceText::Writer::new_job(Draft& draft, JobKind kind, Flag how) {
    if (draft.event.job != JobId::None) throw TraceTextError("an event has one job at most");
    draft.event.job = JobId{next_job_++};
    draft.event.job_kind = kind;
    draft.event.flags = draft.event.flags | how;
}

std::optional<Job> TraceText::Writer::find_job(JobKind kind, Id target) const {
    const auto fits = [&](const Job& job) {
        if (job.cancelled || (target != Id::None && job.target != target)) return false;
        if (kind != JobKind::None) return job.kind == kind;
        return job.kind == JobKind::Start || job.kind == JobKind::Wake || job.kind == JobKind::Throw ||
               job.kind == JobKind::Timeout;
    };
    if (const auto found = std::ranges::find_if(state_.callbacks(), fits); found != state_.callbacks().end())
        return *found;
    const auto timers = state_.timers();
    if (const auto found = std::ranges::find_if(timers, fits); found != timers.end()) return *found;
    return std::nullopt;
}

void TraceText::Writer::use_job(Draft& draft, const Job& job, Flag how) {
    draft.event.job = job.id;
    draft.event.job_kind = job.kind;
    draft.event.flags = draft.event.flags | how;
}

Job TraceText::Writer::job_in(Words& words, std::string_view preposition, Id otherwise) {
    const auto kind_word = words.next("a job");
    const auto kind = job_named(kind_word);
    Id target = otherwise;
    if (preposition.empty()) {
        if (const auto whose = words.text_unless(); !whose.empty()) target = id(whose);
    } else if (words.take(preposition)) {
        target = id(words.next("whose job"));
    }
    const auto job = find_job(kind, target);
    if (!job) throw TraceTextError("no such " + kind_word + " job is queued or armed");
    return *job;
}

Nanoseconds TraceText::Writer::after(Words& words) {
    words.expect("after");
    return clock_ + time_of(words.next("a time"));
}

void TraceText::Writer::new_id(Draft& draft, const std::string& handle) {
    if (ids_.contains(handle)) throw TraceTextError("'" + handle + "' is taken; give this one another with `as`");
    draft.event.object = Id{next_id_++};
    draft.new_handle = handle;
}

void TraceText::Writer::spawn_like(Draft& draft, Words& words, Kind kind) {
    const auto given = words.next("a name");
    const auto bracket = given.find('(');
    if (bracket != std::string::npos && !given.ends_with(')')) throw TraceTextError("a ) is missing");
    const auto bare = given.substr(0, bracket);
    const auto arguments = bracket == std::string::npos ? "" : given.substr(bracket + 1, given.size() - bracket - 2);
    auto handle = bare;
    auto shown = bare;
    auto run = bare;
    draft.event.kind = kind;
    draft.event.amount = never;
    std::optional<Nanoseconds> later;
    for (;;) {
        if (words.take("as"))
            handle = words.next("a handle");
        else if (words.take("named"))
            shown = words.next("a name");
        else if (words.take("running"))
            run = words.next("a function");
        else if (kind == Kind::Spawn && words.is("after"))
            later = after(words);
        else
            break;
    }
    new_id(draft, handle);
    draft.text = shown + '\x1f' + run + '\x1f' + arguments;
    if (kind == Kind::Spawn) new_job(draft, JobKind::Start, later ? Flag::Arms : Flag::Queues);
    if (later) draft.event.amount = *later;
}

void TraceText::Writer::starts(Draft& draft, Words& words) {
    draft.event.kind = Kind::Start;
    draft.event.object = id(words.next("whom"));
    const bool later = words.is("after");
    new_job(draft, JobKind::Start, later ? Flag::Arms : Flag::Queues);
    if (later) draft.event.amount = after(words);
}

void TraceText::Writer::discards(Draft& draft, Words& words) {
    draft.event.kind = Kind::Discard;
    draft.event.object = id(words.next("whom"));
    auto reason = EndReason::Killed;
    for (const auto other : {EndReason::Finished, EndReason::Failed, EndReason::Killed})
        if (words.take(name(other))) reason = other;
    draft.event.reason = static_cast<std::uint8_t>(reason);
    draft.text = words.text_unless();
}

void TraceText::Writer::fails(Draft& draft, Words& words) {
    draft.event.kind = Kind::Fail;
    draft.text = words.next("the error");
}

void TraceText::Writer::ends(Draft& draft, Words& words) {
    draft.event.kind = Kind::End;
    auto reason = failed_.contains(draft.event.greenlet) ? EndReason::Failed : EndReason::Finished;
    for (const auto other : {EndReason::Finished, EndReason::Failed, EndReason::Killed})
        if (words.take(name(other))) reason = other;
    draft.event.reason = static_cast<std::uint8_t>(reason);
    // With main the run ends: nobody goes on.
    if (draft.event.greenlet != Id::Main) draft.event.flags = draft.event.flags | Flag::Switch;
    draft.text = words.text_unless();
}

void TraceText::Writer::yields(Draft& draft, Words&) {
    draft.event.kind = Kind::Yield;
    draft.event.flags = draft.event.flags | Flag::Switch;
    new_job(draft, JobKind::Wake, Flag::Queues);
}

void TraceText::Writer::waits(Draft& draft, Words& words) {
    const auto reason = named<WaitReason>(words.next("a reason"), wait_reason_count, "reason");
    draft.event.kind = Kind::Wait;
    draft.event.reason = static_cast<std::uint8_t>(reason);
    draft.event.flags = draft.event.flags | Flag::Switch;
    draft.event.amount = never;
    if (words.take("on")) draft.event.object = id(words.next("what it waits on"));
    draft.text = words.text_unless({"for", "until"});
    if (words.take("for"))
        draft.event.amount = clock_ + time_of(words.next("a time"));
    else if (words.take("until"))
        draft.event.amount = time_of(words.next("a time"));
    else
        return;
    if (reason == WaitReason::Sleep) new_job(draft, JobKind::Wake, Flag::Arms);
}

void TraceText::Writer::resumes(Draft& draft, Words& words) {
    draft.event.kind = Kind::Resume;
    draft.event.object = id(words.next("whom"));
    draft.event.flags = draft.event.flags | Flag::Switch;
    bool directly = false;
    for (;;) {
        if (words.take("directly")) {
            directly = true;
        } else if (words.take("with")) {
            draft.text = words.next("the exception");
            draft.event.flags = draft.event.flags | Flag::Throw;
        } else {
            break;
        }
    }
    if (directly) return;
    const auto job = find_job(JobKind::None, draft.event.object);
    const bool is_due = job && (job->deadline == never || job->deadline <= clock_);
    const auto current = state_.current_job().kind;
    const bool in_the_middle = current == JobKind::Notify || current == JobKind::Unlock || current == JobKind::Function;
    if (!is_due && in_the_middle) return;
    if (!job) throw TraceTextError("no job switches to it (say `directly` if the hub does it in the middle of one)");
    if (!is_due)
        throw TraceTextError("its timer is due at " + std::to_string(job->deadline) + "ns, and the clock stands at " +
                             std::to_string(clock_) + "ns");
    use_job(draft, *job, Flag::Runs);
    if (job->kind == JobKind::Throw || job->kind == JobKind::Timeout)
        draft.event.flags = draft.event.flags | Flag::Throw;
}

void TraceText::Writer::runs(Draft& draft, Words& words) {
    draft.event.kind = Kind::Run;
    const auto job = job_in(words, "", Id::None);
    draft.event.object = job.target;
    use_job(draft, job, Flag::Runs);
}

void TraceText::Writer::idles(Draft& draft, Words& words) {
    draft.event.kind = Kind::Idle;
    draft.event.amount = never;
    if (words.take("until")) draft.event.amount = time_of(words.next("a time"));
    if (words.take("for")) draft.event.amount = clock_ + time_of(words.next("a time"));
}

void TraceText::Writer::cancels(Draft& draft, Words& words) {
    draft.event.kind = Kind::Cancel;
    const auto job = job_in(words, "of", draft.event.greenlet);
    draft.event.object = job.target;
    use_job(draft, job, Flag::Cancels);
}

void TraceText::Writer::queues(Draft& draft, Words& words) {
    draft.event.kind = Kind::Callback;
    const auto kind = job_named(words.next("a job"));
    draft.event.object = words.take("for") ? id(words.next("for whom")) : draft.event.greenlet;
    new_job(draft, kind, Flag::Queues);
}

void TraceText::Writer::arms(Draft& draft, Words& words) {
    words.expect("timeout");
    draft.event.kind = Kind::Timeout;
    draft.event.object = draft.event.greenlet;
    draft.text = words.text_unless({"after"});
    new_job(draft, JobKind::Timeout, Flag::Arms);
    draft.event.amount = after(words);
}

void TraceText::Writer::kills(Draft& draft, Words& words) {
    draft.event.kind = Kind::Kill;
    draft.event.object = id(words.next("whom"));
    draft.text = words.text_unless();
    if (draft.text.empty()) draft.text = "GreenletExit";
    new_job(draft, JobKind::Throw, Flag::Queues);
}

void TraceText::Writer::makes(Draft& draft, Words& words) {
    draft.event.kind = Kind::Object;
    draft.event.reason = static_cast<std::uint8_t>(
        named<ObjectKind>(words.next("a kind of object"), object_kind_count, "kind of object"));
    draft.text = words.next("a name");
    draft.event.amount = words.take("of") ? number_of(words.next("the capacity")) : -1;
    new_id(draft, words.take("as") ? words.next("a handle") : draft.text);
}

void TraceText::Writer::stores(Draft& draft, Words& words) {
    draft.event.kind = Kind::Put;
    draft.text = words.next("the item");
    words.expect("in");
    draft.event.object = id(words.next("a queue"));
    draft.event.amount = words.take("place") ? number_of(words.next("the place")) : -1;
}

void TraceText::Writer::takes(Draft& draft, Words& words) {
    draft.event.kind = Kind::Get;
    draft.text = words.next("the item");
    words.expect("from");
    draft.event.object = id(words.next("a queue"));
    draft.event.amount = words.take("place") ? number_of(words.next("the place")) : 0;
    const auto* queue = state_.object(draft.event.object);
    const auto place = static_cast<std::size_t>(draft.event.amount);
    if (!queue || queue->items.size() <= place || queue->items[place] != draft.text)
        throw TraceTextError("'" + draft.text + "' is not " +
                             (place == 0 ? "at the front of the queue" : "there in the queue"));
}

void TraceText::Writer::prints(Draft& draft, Words& words) {
    draft.event.kind = Kind::Print;
    draft.text = words.next("the text") + '\n';
}

void TraceText::Writer::writes(Draft& draft, Words& words) {
    draft.event.kind = Kind::Print;
    draft.text = words.next("the text");
}

void TraceText::Writer::reports(Draft& draft, Words& words) {
    draft.event.kind = Kind::Report;
    draft.text = words.text_unless({"about"});
    draft.event.object = draft.event.greenlet;
    if (!words.take("about")) return;
    const auto whom = words.next("about whom");
    draft.event.object = whom == "nobody" ? green::trace::Id::None : id(whom);
}

void TraceText::Writer::works(Draft& draft, Words& words) {
    draft.event.kind = Kind::Work;
    draft.work = time_of(words.next("a time"));
    draft.event.amount = draft.work;
}

void TraceText::Writer::sets(Draft& draft, Words& words) {
    draft.event.kind = Kind::Set;
    draft.event.object = id(words.next("an event or result"));
    draft.event.amount = 1;
    if (words.take("failed")) draft.event.reason = static_cast<std::uint8_t>(EndReason::Failed);
    draft.text = words.text_unless();
}

void TraceText::Writer::clears(Draft& draft, Words& words) {
    draft.event.kind = Kind::Clear;
    draft.event.object = id(words.next("an event"));
}

void TraceText::Writer::acquires(Draft& draft, Words& words) { count(draft, words, Kind::Acquire, -1); }
void TraceText::Writer::releases(Draft& draft, Words& words) { count(draft, words, Kind::Release, 1); }

void TraceText::Writer::adds(Draft& draft, Words& words) { member(draft, words, Kind::Add, "to"); }
void TraceText::Writer::removes(Draft& draft, Words& words) { member(draft, words, Kind::Remove, "from"); }

void TraceText::Writer::member(Draft& draft, Words& words, Kind kind, const char* preposition) {
    draft.event.kind = kind;
    draft.event.amount = raw(id(words.next("whom")));
    words.expect(preposition);
    draft.event.object = id(words.next("a group"));
}

void TraceText::Writer::finishes(Draft& draft, Words& words) {
    draft.event.kind = Kind::TaskDone;
    words.expect("task");
    words.expect("of");
    draft.event.object = id(words.next("a queue"));
    const auto* queue = state_.object(draft.event.object);
    if (!queue || queue->count <= 0) throw TraceTextError("no task is left there");
    draft.event.amount = queue->count - 1;
}

void TraceText::Writer::keeps(Draft& draft, Words& words) {
    draft.event.kind = Kind::Store;
    draft.text = words.next("the value");
    words.expect("in");
    draft.event.object = id(words.next("a local"));
}

void TraceText::Writer::forgets(Draft& draft, Words& words) {
    draft.event.kind = Kind::Forget;
    draft.event.object = id(words.next("a local"));
    if (words.take("of")) draft.event.amount = raw(id(words.next("whose")));
}

void TraceText::Writer::notices(Draft& draft, Words& words) {
    draft.event.kind = Kind::Signal;
    draft.text = words.next("a signal");
}

void TraceText::Writer::opens(Draft& draft, Words& words) {
    draft.event.kind = Kind::Open;
    draft.event.object = id(words.next("a socket"));
    draft.event.reason = static_cast<std::uint8_t>(
        named<green::trace::SocketState>(words.next("a state"), green::trace::socket_state_count, "state of a socket"));
    words.expect("as");
    draft.text = words.next("what it is called now");
    if (words.take("from")) draft.event.amount = raw(id(words.next("the listening socket")));
}

void TraceText::Writer::serves(Draft& draft, Words& words) {
    draft.event.kind = Kind::Request;
    draft.text = words.next("the request");
    words.expect("of");
    draft.event.object = id(words.next("a server"));
}

void TraceText::Writer::closes(Draft& draft, Words& words) {
    draft.event.kind = Kind::Close;
    draft.event.object = id(words.next("a socket"));
}

void TraceText::Writer::receives(Draft& draft, Words& words) { bytes(draft, words, Kind::Receive, "from"); }
void TraceText::Writer::sends(Draft& draft, Words& words) { bytes(draft, words, Kind::Send, "to"); }

void TraceText::Writer::bytes(Draft& draft, Words& words, Kind kind, const char* preposition) {
    draft.event.kind = kind;
    draft.text = words.next("the bytes");
    draft.event.amount = static_cast<std::int64_t>(draft.text.size());
    words.expect(preposition);
    draft.event.object = id(words.next("a socket"));
}

void TraceText::Writer::count(Draft& draft, Words& words, Kind kind, int by) {
    draft.event.kind = kind;
    draft.event.object = id(words.next("a lock"));
    const auto* lock = state_.object(draft.event.object);
    if (!lock) throw TraceTextError("that is no lock");
    draft.event.amount = lock->count + (lock->kind == ObjectKind::RLock ? -by : by);
    if (draft.event.amount < 0) throw TraceTextError("there is nothing to give");
}

TraceText::TraceText(Recipe recipe, std::uint32_t chunk_events)
    : writer_(std::make_unique<Writer>(std::move(recipe), chunk_events)) {}
TraceText::~TraceText() = default;
TraceText::TraceText(TraceText&&) noexcept = default;
TraceText& TraceText::operator=(TraceText&&) noexcept = default;

TraceText& TraceText::add(std::string_view text) & {
    writer_->write(text);
    writer_->store()->refresh();
    return *this;
}

TraceText TraceText::add(std::string_view text) && {
    add(text);
    return std::move(*this);
}

TraceText& TraceText::publish(std::string_view text) {
    writer_->write(text);
    return *this;
}

std::shared_ptr<TraceStore> TraceText::store() const { return writer_->store(); }
Id TraceText::id(std::string_view handle) const { return writer_->id(handle); }

std::shared_ptr<TraceStore> trace_from_text(std::string_view text, Recipe recipe, std::uint32_t chunk_events) {
    return TraceText(std::move(recipe), chunk_events).add(text).store();
}

}  // namespace support
