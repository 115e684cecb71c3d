// The text of a generated program, and the file that they are kept in with what gevent did. The language
// is told in tests/oracle/generated/README.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace generated {

struct Statement;
using Block = std::vector<Statement>;

struct Statement {
    std::vector<std::string> words;              // the operation, and what has no `=`
    std::map<std::string, std::string> options;  // t=30
    std::vector<Block> blocks;

    bool has(std::string_view word) const;
    // Empty if there is none.
    std::string option(const std::string& name) const;
};

// By the name of the greenlet's body. Throws std::runtime_error for what is no program.
std::map<std::string, Block> parse(std::string_view text);

struct Entry {
    std::string name;
    std::string text;
    std::string recording;
};

// Throws std::runtime_error if there is no such file.
std::vector<Entry> read_corpus(const std::string& path);

std::vector<std::string> split(std::string_view text, char separator);

}  // namespace generated
