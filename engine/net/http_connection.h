// A client's connection to an HTTP server, in the greenlet that serves it: one request after the other. Engine's thread
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "net/http_parser.h"
#include "net/http_reader.h"
#include "net/http_request.h"
#include "net/http_service.h"
#include "net/stream_socket.h"
#include "net/websocket.h"

namespace green {

class HttpConnection final : public HttpWait, private HttpInput {
public:
    HttpConnection(HttpService& service, Socket socket, const Address& from);
    ~HttpConnection() override;

    // Until the client, or the server, wants no more. What clients do wrong ends it, and throws nothing.
    void serve();

    // See StartResponse and HttpWriter.
    void start_response(std::string_view status, std::span<const HttpField> fields);
    bool head_sent() const { return head_sent_; }
    void write(std::string_view piece, trace::SourceLocation where);

    // See HttpRequest.
    WebSocket websocket(const WebSocketOptions& options, trace::SourceLocation where);
    Address local_address() const { return stream_.socket().local_address(); }

    void time_is_over() override;
    void server_closes() override;

private:
    // What ends it besides the end of the connection itself.
    enum class After : bool { Close, GoOn };

    // --- a request ---
    bool wait_for_head(bool is_first);
    After serve_request();
    void prepare_request();
    void record_request() const;
    void run_application();
    void send_body(const HttpBody& body);
    void answer_error(int status, std::string_view text);
    void write_log();

    // --- the request's body ---
    std::optional<std::uint64_t> length() const override;
    std::span<const char> peek(trace::SourceLocation where) override;
    void take(std::size_t count) override;
    std::span<const char> peek_chunk(trace::SourceLocation where);
    void fill_body(trace::SourceLocation where);
    // The client may send more of it than anybody wants to read.
    bool drop_rest_of_body();
    void linger();

    // --- the answer ---
    void reset_answer();
    // How the client is to see where the body ends, then the empty line. None: its length is not known.
    void finish_head(std::optional<std::uint64_t> body_length);
    bool may_have_body() const;
    template <class Data>
    void send(const Data& data, trace::SourceLocation where);
    void finish_answer();

    // While it lives, the wait may take that long.
    class Deadline;

    HttpService& service_;
    StreamSocket stream_;
    HttpReader reader_{stream_};
    HttpParser parser_;
    HttpHead head_;
    HttpRequest request_;
    Nanoseconds begin_ = 0;   // of the request, for the log
    bool is_idle_ = true;     // nothing of a request has come
    bool is_broken_ = false;  // nothing can be sent or read any more
    bool is_late_ = false;    // the deadline is over, and who waits is told

    // Of the request's body.
    std::uint64_t left_ = 0;  // of one whose length is known; what may come of a chunked one
    std::string_view chunk_;
    bool body_is_done_ = true;
    bool body_is_broken_ = false;
    bool expects_continue_ = false;

    // Of the answer.
    std::string answer_;  // its head, until that is sent
    int status_ = 0;      // 0: none was started
    std::optional<std::uint64_t> announced_;
    std::uint64_t sent_ = 0;  // of its body
    bool has_date_ = false;
    bool head_is_complete_ = false;
    bool head_sent_ = false;
    bool is_chunked_ = false;
    bool keeps_alive_ = true;
    bool is_finished_ = false;
    std::optional<WebSocket> websocket_;
};

}  // namespace green
