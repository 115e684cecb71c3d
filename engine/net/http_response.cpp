#include "net/http_response.h"

#include "net/http_connection.h"

namespace green {

void HttpWriter::operator()(std::string_view piece, trace::SourceLocation where) const {
    connection_->write(piece, where);
}

HttpWriter StartResponse::operator()(std::string_view status, std::span<const HttpField> fields) const {
    connection_->start_response(status, fields);
    return HttpWriter(*connection_);
}

bool StartResponse::sent() const { return connection_->head_sent(); }

}  // namespace green
