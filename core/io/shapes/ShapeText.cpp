#include "core/io/shapes/ShapeText.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace orelens::io {

bool Lines::next(std::string_view& line) {
    if (at_ >= text_.size()) return false;
    const std::size_t end = std::min(text_.find_first_of("\r\n", at_), text_.size());
    line = text_.substr(at_, end - at_);
    at_ = end + 1;
    if (end + 1 < text_.size() && text_[end] == '\r' && text_[end + 1] == '\n') ++at_;
    ++row_;
    return true;
}

std::string_view word(std::string_view& line) {
    const std::size_t from = std::min(line.find_first_not_of(" \t"), line.size());
    const std::size_t to = std::min(line.find_first_of(" \t", from), line.size());
    const std::string_view found = line.substr(from, to - from);
    line.remove_prefix(to);
    return found;
}

std::optional<double> number_of(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || !std::isfinite(value)) return std::nullopt;
    if (end == text.data() + text.size()) return value;
    // 1.5D+3
    if (*end != 'd' && *end != 'D') return std::nullopt;
    if (text.size() > 64) return std::nullopt;
    std::string spelled(text);
    spelled[static_cast<std::size_t>(end - text.data())] = 'e';
    const auto [stop, again] = std::from_chars(spelled.data(), spelled.data() + spelled.size(), value);
    if (again != std::errc() || stop != spelled.data() + spelled.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<std::int64_t> integer_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

bool same_word(std::string_view word, std::string_view lower) {
    return std::ranges::equal(word, lower, [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == static_cast<unsigned char>(b);
    });
}

std::unexpected<base::Error> ShapeError::at(std::int64_t row, const char* key, std::string_view what) const {
    std::string shown;
    for (const char c : what.substr(0, 40)) shown += c >= 0x20 && c < 0x7f ? c : '?';
    return base::fail(base::ErrorKind::data, base::Message(key, {{"text", shown}}), {.file = file, .row = row});
}

base::Finding shape_finding(const char* kind, base::Severity severity, const std::string& file, std::int64_t row,
                            std::int64_t count, std::vector<std::pair<std::string, std::string>> args) {
    base::Finding finding;
    finding.kind = kind;
    finding.severity = severity;
    finding.file = file;
    finding.row = row;
    finding.count = count;
    args.emplace_back("count", std::to_string(count));
    finding.what = base::Message("finding.what." + finding.kind, args);
    finding.fix = base::Message("finding.fix." + finding.kind, std::move(args));
    return finding;
}

}  // namespace orelens::io
