#include "core/io/blocks/TableRows.h"

#include <algorithm>
#include <atomic>

#include "core/base/Parallel.h"

namespace orelens::io {
namespace {

constexpr std::size_t stretch_bytes = std::size_t{1} << 18;

std::string_view stripped(const char* begin, const char* end) {
    while (begin < end && (*begin == ' ' || *begin == '\t')) ++begin;
    while (end > begin && (end[-1] == ' ' || end[-1] == '\t')) --end;
    return {begin, static_cast<std::size_t>(end - begin)};
}

/// Cuts a text at line ends; the last of very many stretches takes what is left.
std::vector<std::string_view> stretches(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        std::size_t end = text.size();
        if (text.size() > stretch_bytes && out.size() + 1 < most_stretches) {
            const std::size_t line = text.find('\n', stretch_bytes);
            if (line != std::string_view::npos) end = line + 1;
        }
        out.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return out;
}

}  // namespace

RowCutter::RowCutter(char delimiter, bool short_rows, std::vector<bool> wanted)
    : delimiter_(delimiter),
      short_rows_(short_rows),
      wanted_(wanted.begin(), wanted.end()),
      fields_(wanted.size()) {
    for (std::size_t c = 0; c < wanted.size(); ++c)
        if (wanted[c]) last_wanted_ = c + 1;
}

bool RowCutter::cut(const char* begin, const char* end) {
    if (delimiter_ == ' ') return cut_spaces(begin, end);
    if (std::memchr(begin, '"', static_cast<std::size_t>(end - begin)) != nullptr)
        return cut_quoted(begin, end);
    return cut_plain(begin, end);
}

bool RowCutter::cut_plain(const char* begin, const char* end) {
    const std::size_t count = wanted_.size();
    const char* at = begin;
    for (std::size_t c = 0; c < count; ++c) {
        if (c == last_wanted_) {
            // Nothing is asked for from here on: the rest is only counted.
            const auto more = static_cast<std::size_t>(std::count(at, end, delimiter_));
            if (more + 1 == count - c) return true;
            if (more + 1 < count - c) return short_rows_;
        }
        const auto* stop =
            static_cast<const char*>(std::memchr(at, delimiter_, static_cast<std::size_t>(end - at)));
        const bool last = c + 1 == count;
        if (stop == nullptr) {
            if (!last && !short_rows_) return false;
            stop = end;
        } else if (last && !only_delimiters(stop, end)) {
            return false;
        }
        if (wanted_[c] != 0) fields_[c] = stripped(at, stop);
        at = std::min(end, stop + 1);
    }
    return true;
}

bool RowCutter::only_delimiters(const char* begin, const char* end) const {
    return std::all_of(begin, end, [this](char c) { return c == delimiter_ || c == ' '; });
}

bool RowCutter::cut_quoted(const char* begin, const char* end) {
    quoted_.split(std::string_view(begin, static_cast<std::size_t>(end - begin)), delimiter_);
    std::size_t size = quoted_.size();
    while (size > wanted_.size() && quoted_[size - 1].empty()) --size;
    if (size > wanted_.size() || (size < wanted_.size() && !short_rows_)) return false;
    for (std::size_t c = 0; c < wanted_.size(); ++c) fields_[c] = quoted_[c];
    return true;
}

bool RowCutter::cut_spaces(const char* begin, const char* end) {
    std::size_t c = 0;
    const char* at = begin;
    while (true) {
        while (at < end && (*at == ' ' || *at == '\t')) ++at;
        if (at == end) break;
        const char* stop = at;
        const bool quoted = *at == '"';
        if (quoted) {
            stop = ++at;
            while (stop < end && *stop != '"') ++stop;
        } else {
            while (stop < end && *stop != ' ' && *stop != '\t') ++stop;
        }
        if (c >= wanted_.size()) return false;
        fields_[c++] = {at, static_cast<std::size_t>(stop - at)};
        at = quoted && stop < end ? stop + 1 : stop;
    }
    return c == wanted_.size();
}

base::Expected<void> each_stretch(const TextPieces& pieces, std::size_t bytes, const StretchWork& work,
                                  const base::Progress& progress) {
    std::atomic<std::size_t> done = 0;
    std::size_t first = 0;
    const auto report = [&](std::size_t more) {
        const auto all = static_cast<double>(done += more);
        if (bytes > 0) progress.report(std::min(1.0, all / static_cast<double>(bytes)));
    };
    while (true) {
        if (progress.cancelled()) return base::cancelled();
        const auto piece = pieces();
        if (!piece) return std::unexpected(piece.error());
        if (piece->empty()) return {};
        const auto parts = stretches(*piece);
        base::parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end && !progress.cancelled(); ++n) {
                work.read(n, first + n, parts[n]);
                report(parts[n].size());
            }
        });
        if (progress.cancelled()) return base::cancelled();
        if (auto taken = work.take(first, parts.size()); !taken) return taken;
        first += parts.size();
    }
}

}  // namespace orelens::io
