#include "program.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace generated {

namespace {

std::vector<std::string> tokens_of(std::string_view text) {
    std::vector<std::string> tokens;
    bool in_word = false;
    for (const char c : text) {
        const bool is_space = c == ' ';
        const bool is_sign = c == ';' || c == '{' || c == '}';
        if (!is_space && in_word && !is_sign)
            tokens.back() += c;
        else if (!is_space)
            tokens.emplace_back(1, c);
        in_word = !is_space && !is_sign;
    }
    return tokens;
}

class Parser {
public:
    explicit Parser(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {}

    Block block() {
        Block block;
        bool begins = true;
        for (; at_ < tokens_.size() && tokens_[at_] != "}"; ++at_) {
            const auto& token = tokens_[at_];
            if (token == ";") {
                begins = true;
                continue;
            }
            if (std::exchange(begins, false)) block.emplace_back();
            if (token == "{") {
                ++at_;
                auto inner = this->block();
                if (at_ >= tokens_.size()) throw std::runtime_error("a block without an end");
                block.back().blocks.push_back(std::move(inner));
            } else if (const auto equals = token.find('='); equals != std::string::npos) {
                block.back().options[token.substr(0, equals)] = token.substr(equals + 1);
            } else {
                block.back().words.push_back(token);
            }
        }
        return block;
    }

private:
    std::vector<std::string> tokens_;
    std::size_t at_ = 0;
};

}  // namespace

bool Statement::has(std::string_view word) const { return std::ranges::find(words, word) != words.end(); }

std::string Statement::option(const std::string& name) const {
    const auto found = options.find(name);
    return found == options.end() ? std::string() : found->second;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::map<std::string, Block> parse(std::string_view text) {
    std::map<std::string, Block> bodies;
    for (const auto& line : split(text, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) throw std::runtime_error("no body: " + line);
        bodies[line.substr(0, colon)] = Parser(tokens_of(std::string_view(line).substr(colon + 1))).block();
    }
    return bodies;
}

std::vector<Entry> read_corpus(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("can't read " + path);
    std::vector<Entry> entries;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("== ")) {
            entries.push_back({line.substr(3), {}, {}});
            continue;
        }
        if (line.empty() || entries.empty()) continue;
        auto& part = std::string_view(">~=!").find(line.front()) == std::string_view::npos ? entries.back().text
                                                                                           : entries.back().recording;
        part += (part.empty() ? "" : "\n") + line;
    }
    return entries;
}

}  // namespace generated
