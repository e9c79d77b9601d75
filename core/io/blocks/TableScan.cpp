#include "core/io/blocks/TableScan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <unordered_map>

#include "core/base/Parallel.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::Expected;

constexpr std::size_t piece_bytes = std::size_t{24} << 20;
constexpr std::size_t stretch_bytes = std::size_t{1} << 20;
constexpr float missing = std::numeric_limits<float>::quiet_NaN();

constexpr double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                           1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// A plain decimal number at `at`; null where there is none or where digits are too many for an exact
/// product. The product of two exact doubles rounds once: the same number as a full conversion gives.
const char* plain_number(const char* at, const char* end, double& value) {
    const bool minus = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) ++at;
    std::uint64_t digits = 0;
    int count = 0, after = 0;
    const char* start = at;
    for (; at < end && static_cast<unsigned char>(*at - '0') < 10; ++at, ++count)
        digits = digits * 10 + static_cast<unsigned char>(*at - '0');
    if (at < end && *at == '.') {
        ++at;
        for (; at < end && static_cast<unsigned char>(*at - '0') < 10; ++at, ++count, ++after)
            digits = digits * 10 + static_cast<unsigned char>(*at - '0');
    }
    if (count == 0 || count > 18 || digits > (std::uint64_t{1} << 53)) return nullptr;
    if (at < end && (*at == 'e' || *at == 'E' || *at == 'd' || *at == 'D')) return nullptr;
    (void)start;
    value = static_cast<double>(digits) / tens[after];
    if (minus) value = -value;
    return at;
}

/// What a stretch of the text holds; put together in the order of the text.
struct Part {
    std::array<std::vector<double>, 3> centre, size;
    std::array<std::vector<std::int32_t>, 3> index;
    std::vector<std::vector<float>> numbers;
    std::vector<std::vector<std::int32_t>> codes;
    std::vector<std::unordered_map<std::string, std::int32_t>> dictionary;
    std::vector<std::vector<std::string>> names;
    std::vector<ScanTrouble> text;
    std::vector<std::int64_t> nulls;
    ScanTrouble no_place, fields;
    std::int64_t rows = 0, lines = 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> jumps;  ///< (cell, line), both from the part's first
};

void note(ScanTrouble& trouble, std::int64_t line, std::string_view value) {
    if (trouble.count++ == 0) {
        trouble.line = line;
        trouble.value = std::string(value.substr(0, 40));
    }
}

class Stretch {
  public:
    Stretch(std::string_view text, const TableHead& head, const std::vector<ScanColumn>& columns, Part& part)
        : text_(text), delimiter_(head.delimiter), columns_(columns), part_(part) {
        const std::size_t count = columns.size();
        part.numbers.resize(count);
        part.codes.resize(count);
        part.dictionary.resize(count);
        part.names.resize(count);
        part.text.resize(count);
        part.nulls.assign(count, 0);
        values_.resize(count);
        fields_.resize(count);
        for (const ScanColumn& column : columns) {
            double below = -std::numeric_limits<double>::infinity(), above = -below;
            for (const double null : column.nulls) {
                if (null < 0) below = std::max(below, null);
                if (null >= 0) above = std::min(above, null);
            }
            clear_.emplace_back(below, above);
        }
    }

    void read(const base::Progress& progress) {
        std::size_t at = 0;
        while (at < text_.size()) {
            if (part_.lines % 1024 == 0 && progress.cancelled()) return;
            const char* begin = text_.data() + at;
            const auto* end = static_cast<const char*>(std::memchr(begin, '\n', text_.size() - at));
            const char* stop = end == nullptr ? text_.data() + text_.size() : end;
            at = static_cast<std::size_t>(stop - text_.data()) + 1;
            const char* last = stop;
            while (last > begin && (last[-1] == '\r' || last[-1] == ' ')) --last;
            if (!row(begin, last) && last > begin) jumped_ = true;
            if (last == begin) jumped_ = true;
            ++part_.lines;
        }
    }

  private:
    /// False: the row was left out.
    bool row(const char* begin, const char* end) {
        if (std::string_view(begin, static_cast<std::size_t>(end - begin)).find_first_not_of(" \t,;|") ==
            std::string_view::npos)
            return false;
        const bool cut = delimiter_ == ' ' ? cut_spaces(begin, end) : cut_fields(begin, end);
        if (!cut) {
            note(part_.fields, part_.lines, std::string_view(begin, static_cast<std::size_t>(end - begin)));
            return false;
        }
        // Places first: a row without one leaves nothing behind.
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const ScanKind kind = columns_[c].kind;
            if (kind != ScanKind::place && kind != ScanKind::size && kind != ScanKind::index) continue;
            double value = 0;
            const bool read = number(fields_[c], columns_[c].comma, value);
            // Nothing on this planet is farther or larger: such a number is no place.
            const bool fine =
                read && std::abs(value) <= 1e9 && (kind != ScanKind::size || (value > 0 && value <= 1e6)) &&
                (kind != ScanKind::index || (value == std::floor(value) && std::abs(value) < 2e9));
            if (!fine) {
                note(part_.no_place, part_.lines, fields_[c]);
                return false;
            }
            values_[c] = value;
        }
        for (std::size_t c = 0; c < columns_.size(); ++c) store(c);
        if (jumped_) part_.jumps.emplace_back(part_.rows, part_.lines);
        jumped_ = false;
        ++part_.rows;
        return true;
    }

    void store(std::size_t c) {
        const ScanColumn& column = columns_[c];
        const auto axis = static_cast<std::size_t>(column.axis);
        switch (column.kind) {
            case ScanKind::skip:
                break;
            case ScanKind::place:
                part_.centre[axis].push_back(values_[c]);
                break;
            case ScanKind::size:
                part_.size[axis].push_back(values_[c]);
                break;
            case ScanKind::index:
                part_.index[axis].push_back(static_cast<std::int32_t>(values_[c]));
                break;
            case ScanKind::number:
                part_.numbers[c].push_back(number_cell(c));
                break;
            case ScanKind::code:
                part_.codes[c].push_back(code_cell(c));
                break;
        }
    }

    static bool number(std::string_view field, bool comma, double& value) {
        const char* end = field.data() + field.size();
        if (!comma && plain_number(field.data(), end, value) == end) return true;
        const auto slow = table_number(field, comma);
        if (slow) value = *slow;
        return slow.has_value();
    }
    [[nodiscard]] bool is_null(std::size_t c, double value) const {
        if (value > clear_[c].first && value < clear_[c].second) return false;
        for (const double null : columns_[c].nulls)
            if (value == null) return true;
        return false;
    }
    [[nodiscard]] bool is_null_word(std::size_t c, std::string_view field) const {
        if (field.empty()) return true;
        const std::string low = lower(field);
        return std::ranges::find(columns_[c].null_words, low) != columns_[c].null_words.end();
    }
    float number_cell(std::size_t c) {
        const std::string_view field = fields_[c];
        double value = 0;
        if (field.empty()) return missing;
        if (number(field, columns_[c].comma, value)) {
            if (is_null(c, value)) {
                ++part_.nulls[c];
                return missing;
            }
            const auto stored = static_cast<float>(value);
            if (std::isfinite(stored)) return stored;
        }
        if (is_null_word(c, field))
            ++part_.nulls[c];
        else
            note(part_.text[c], part_.lines, field);
        return missing;
    }
    std::int32_t code_cell(std::size_t c) {
        std::string_view field = fields_[c];
        if (is_null_word(c, field)) return -1;
        double value = 0;
        char plain[32];
        if (number(field, columns_[c].comma, value)) {
            if (is_null(c, value)) {
                ++part_.nulls[c];
                return -1;
            }
            // 1, 1.0 and 01.00 are one code.
            const auto [end, code] = std::to_chars(plain, plain + sizeof plain, value + 0.0);
            field = {plain, static_cast<std::size_t>(end - plain)};
        }
        auto& names = part_.names[c];
        if (!part_.codes[c].empty() && part_.codes[c].back() >= 0 &&
            names[static_cast<std::size_t>(part_.codes[c].back())] == field)
            return part_.codes[c].back();
        const auto [known, fresh] =
            part_.dictionary[c].try_emplace(std::string(field), static_cast<std::int32_t>(names.size()));
        if (!fresh) return known->second;
        if (names.size() > most_codes) return -1;
        names.emplace_back(field);
        return known->second;
    }

    static std::string_view stripped(const char* begin, const char* end) {
        while (begin < end && (*begin == ' ' || *begin == '\t')) ++begin;
        while (end > begin && (end[-1] == ' ' || end[-1] == '\t')) --end;
        return {begin, static_cast<std::size_t>(end - begin)};
    }
    bool cut_fields(const char* begin, const char* end) {
        if (std::memchr(begin, '"', static_cast<std::size_t>(end - begin)) != nullptr)
            return cut_quoted(begin, end);
        const std::size_t count = columns_.size();
        const char* at = begin;
        for (std::size_t c = 0; c < count; ++c) {
            const auto* stop =
                static_cast<const char*>(std::memchr(at, delimiter_, static_cast<std::size_t>(end - at)));
            const bool last = c + 1 == count;
            if (stop == nullptr) {
                if (!last) return false;
                stop = end;
            } else if (last) {
                // Empty fields at the end are a habit of spreadsheets.
                if (!stripped_empty(stop, end)) return false;
            }
            if (columns_[c].kind != ScanKind::skip) fields_[c] = stripped(at, stop);
            at = std::min(end, stop + 1);
        }
        return true;
    }
    [[nodiscard]] bool stripped_empty(const char* begin, const char* end) const {
        for (; begin < end; ++begin)
            if (*begin != delimiter_ && *begin != ' ') return false;
        return true;
    }
    bool cut_quoted(const char* begin, const char* end) {
        quoted_.split(std::string_view(begin, static_cast<std::size_t>(end - begin)), delimiter_);
        std::size_t size = quoted_.size();
        while (size > columns_.size() && quoted_[size - 1].empty()) --size;
        if (size != columns_.size()) return false;
        for (std::size_t c = 0; c < size; ++c) fields_[c] = quoted_[c];
        return true;
    }
    bool cut_spaces(const char* begin, const char* end) {
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
            if (c >= columns_.size()) return false;
            fields_[c++] = {at, static_cast<std::size_t>(stop - at)};
            at = quoted && stop < end ? stop + 1 : stop;
        }
        return c == columns_.size();
    }

    std::string_view text_;
    char delimiter_;
    const std::vector<ScanColumn>& columns_;
    Part& part_;
    std::vector<std::pair<double, double>> clear_;  ///< no null between these
    std::vector<std::string_view> fields_;
    std::vector<double> values_;
    CsvFields quoted_;
    bool jumped_ = false;
};

/// The whole table, growing in the order of the text.
class Whole {
  public:
    Whole(const TableHead& head, const std::vector<ScanColumn>& columns) : columns_(columns) {
        const std::size_t count = columns.size();
        all_.numbers.resize(count);
        all_.codes.resize(count);
        all_.names.resize(count);
        all_.text.resize(count);
        all_.nulls.assign(count, 0);
        all_.too_many.assign(count, false);
        dictionary_.resize(count);
        line_ = head.first_row;
        all_.lines.emplace_back(0, line_);
    }

    void reserve(std::size_t rows) {
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const auto axis = static_cast<std::size_t>(columns_[c].axis);
            switch (columns_[c].kind) {
                case ScanKind::skip:
                    break;
                case ScanKind::place:
                    all_.centre[axis].reserve(rows);
                    break;
                case ScanKind::size:
                    all_.size[axis].reserve(rows);
                    break;
                case ScanKind::index:
                    all_.index[axis].reserve(rows);
                    break;
                case ScanKind::number:
                    all_.numbers[c].reserve(rows);
                    break;
                case ScanKind::code:
                    all_.codes[c].reserve(rows);
                    break;
            }
        }
    }
    void add(Part& part) {
        for (std::size_t a = 0; a < 3; ++a) {
            append(all_.centre[a], part.centre[a]);
            append(all_.size[a], part.size[a]);
            append(all_.index[a], part.index[a]);
        }
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            append(all_.numbers[c], part.numbers[c]);
            if (columns_[c].kind == ScanKind::code) add_codes(c, part);
            merge(all_.text[c], part.text[c]);
            all_.nulls[c] += part.nulls[c];
        }
        merge(all_.no_place, part.no_place);
        merge(all_.fields, part.fields);
        for (const auto& [cell, line] : part.jumps)
            if (all_.lines.size() < 1'000'000) all_.lines.emplace_back(all_.rows + cell, line_ + line);
        all_.rows += part.rows;
        // A part begins where the one before ended; rows left out at its end shift what follows.
        line_ += part.lines;
        if (all_.lines.size() < 1'000'000) all_.lines.emplace_back(all_.rows, line_);
    }
    Scanned finish() {
        for (std::size_t c = 0; c < columns_.size(); ++c)
            if (columns_[c].kind == ScanKind::code) sort_names(c);
        return std::move(all_);
    }

  private:
    template <class T>
    static void append(std::vector<T>& to, const std::vector<T>& from) {
        to.insert(to.end(), from.begin(), from.end());
    }
    void merge(ScanTrouble& to, const ScanTrouble& from) const {
        if (to.count == 0 && from.count > 0) {
            to.line = line_ + from.line;
            to.value = from.value;
        }
        to.count += from.count;
    }
    void add_codes(std::size_t c, Part& part) {
        if (part.names[c].size() > most_codes) all_.too_many[c] = true;
        std::vector<std::int32_t> now;
        for (const std::string& name : part.names[c]) {
            const auto [known, fresh] =
                dictionary_[c].try_emplace(name, static_cast<std::int32_t>(all_.names[c].size()));
            if (fresh && all_.names[c].size() > most_codes) all_.too_many[c] = true;
            if (fresh) all_.names[c].push_back(name);
            now.push_back(known->second);
        }
        if (all_.too_many[c]) {
            all_.names[c].clear();
            all_.codes[c].clear();
            dictionary_[c].clear();
            return;
        }
        for (const std::int32_t code : part.codes[c])
            all_.codes[c].push_back(code < 0 ? -1 : now[static_cast<std::size_t>(code)]);
    }
    /// Codes in the order of their names, numbers by size: the same whatever the order of rows.
    void sort_names(std::size_t c) {
        std::vector<std::int32_t> order(all_.names[c].size());
        for (std::size_t n = 0; n < order.size(); ++n) order[n] = static_cast<std::int32_t>(n);
        const auto less = [&](std::int32_t a, std::int32_t b) {
            const std::string& left = all_.names[c][static_cast<std::size_t>(a)];
            const std::string& right = all_.names[c][static_cast<std::size_t>(b)];
            const auto x = table_number(left, false), y = table_number(right, false);
            if (x.has_value() != y.has_value()) return x.has_value();
            return x && *x != *y ? *x < *y : left < right;
        };
        std::ranges::sort(order, less);
        std::vector<std::int32_t> place(order.size());
        std::vector<std::string> names;
        for (std::size_t n = 0; n < order.size(); ++n) {
            place[static_cast<std::size_t>(order[n])] = static_cast<std::int32_t>(n);
            names.push_back(std::move(all_.names[c][static_cast<std::size_t>(order[n])]));
        }
        all_.names[c] = std::move(names);
        for (std::int32_t& code : all_.codes[c])
            if (code >= 0) code = place[static_cast<std::size_t>(code)];
    }

    const std::vector<ScanColumn>& columns_;
    Scanned all_;
    std::vector<std::unordered_map<std::string, std::int32_t>> dictionary_;
    std::int64_t line_ = 0;
};

/// Cuts a text at line ends into stretches.
std::vector<std::string_view> stretches(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        std::size_t end = text.size();
        if (text.size() > stretch_bytes) {
            const std::size_t line = text.find('\n', stretch_bytes);
            if (line != std::string_view::npos) end = line + 1;
        }
        out.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return out;
}

}  // namespace

std::int64_t Scanned::line_of(std::int64_t cell) const {
    auto after = std::ranges::upper_bound(lines, cell, {}, &std::pair<std::int64_t, std::int64_t>::first);
    if (after == lines.begin()) return 0;
    --after;
    return after->second + (cell - after->first);
}

Expected<Scanned> scan_table(const TextPieces& text, std::size_t bytes, const TableHead& head,
                             const std::vector<ScanColumn>& columns, base::Progress& progress) {
    Whole whole(head, columns);
    std::string held;
    std::size_t done = 0;
    bool first = true;
    while (true) {
        auto piece = text(piece_bytes);
        if (!piece) return std::unexpected(piece.error());
        const bool last = piece->empty();
        done += piece->size();
        if (held.empty())
            held = std::move(*piece);
        else
            held += *piece;
        std::size_t end = held.size();
        if (!last) {
            const std::size_t line = held.rfind('\n');
            if (line == std::string::npos) {
                if (held.size() > 2 * piece_bytes)
                    return base::fail(base::ErrorKind::data, base::Message("model.endless_line"), {});
                continue;
            }
            end = line + 1;
        }
        const auto parts_text = stretches(std::string_view(held).substr(0, end));
        std::vector<Part> parts(parts_text.size());
        base::parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t stop) {
            for (std::size_t n = begin; n < stop && !progress.cancelled(); ++n)
                Stretch(parts_text[n], head, columns, parts[n]).read(progress);
        });
        if (progress.cancelled()) return base::cancelled();
        std::int64_t rows = 0;
        for (const Part& part : parts) rows += part.rows;
        if (first && rows > 0 && bytes > 0)
            whole.reserve(static_cast<std::size_t>(static_cast<double>(rows) * static_cast<double>(bytes) /
                                                   static_cast<double>(end) * 1.01) +
                          16);
        first = false;
        for (Part& part : parts) {
            whole.add(part);
            part = {};
        }
        held.erase(0, end);
        if (bytes > 0 &&
            !progress.report(std::min(1.0, static_cast<double>(done) / static_cast<double>(bytes))))
            return base::cancelled();
        if (last) break;
    }
    return whole.finish();
}

}  // namespace orelens::io
