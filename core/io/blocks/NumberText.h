// Whitespace-separated numbers of a text, one after another, with the line they stand on. For grids in text:
// GSLIB, UBC.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/Error.h"
#include "core/io/blocks/TableLines.h"

namespace orelens::io {

class NumberText {
  public:
    NumberText(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

    /// Nothing at the end or at a word; `word()` then holds it.
    std::optional<double> next() {
        std::string_view token = take();
        word_ = token;
        return table_number(token);
    }
    /// One token as it stands ("3*25" in UBC meshes). What follows a ! is a comment up to the end of its line.
    std::string_view take() {
        while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) <= ' ' || text_[at_] == '!')) {
            if (text_[at_] == '!') {
                at_ = std::min(text_.find('\n', at_), text_.size());
                continue;
            }
            if (text_[at_] == '\n') ++line_;
            ++at_;
        }
        const std::size_t begin = at_;
        while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) > ' ') ++at_;
        return text_.substr(begin, at_ - begin);
    }
    void skip_line() {
        const std::size_t end = text_.find('\n', at_);
        at_ = end == std::string_view::npos ? text_.size() : end + 1;
        ++line_;
    }
    [[nodiscard]] bool at_end() {
        const std::size_t at = at_;
        const std::int64_t line = line_;
        const bool end = take().empty();
        at_ = at;
        line_ = line;
        return end;
    }
    [[nodiscard]] std::unexpected<base::Error> broken(const char* key) const {
        return base::fail(base::ErrorKind::data,
                          base::Message(key, {{"value", std::string(word_.substr(0, 40))}}),
                          {.file = file_, .row = line_});
    }
    [[nodiscard]] std::size_t left() const { return text_.size() - at_; }

  private:
    std::string_view text_;
    std::string file_;
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
    std::string_view word_;
};

}  // namespace orelens::io
