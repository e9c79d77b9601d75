#include "core/io/text/NumberEvidence.h"

#include <algorithm>
#include <mutex>

#include "core/base/Parallel.h"
#include "core/io/text/Numbers.h"

namespace orelens::io {
namespace {

using Mark = NumberEvidence::Mark;

constexpr std::size_t text_shown = 60;

Mark& mark_of(NumberEvidence& seen, char mark) {
    return mark == '.' ? seen.point : seen.comma;
}

/// Digits with at most one mark, perhaps below or above a limit, which nearly every cell is: counted without
/// taking them apart. False: anything else; look closely.
bool at_a_glance(std::string_view cell, std::int64_t line, NumberEvidence& seen) {
    std::string_view field = cell;
    if (field.front() == '<' || field.front() == '>') field.remove_prefix(1);
    if (field.starts_with('-')) field.remove_prefix(1);
    std::size_t mark = std::string_view::npos;
    double digits = 0;
    for (std::size_t at = 0; at < field.size(); ++at) {
        if (field[at] >= '0' && field[at] <= '9') {
            digits = 10 * digits + (field[at] - '0');
            continue;
        }
        if ((field[at] != '.' && field[at] != ',') || mark != std::string_view::npos) return false;
        mark = at;
    }
    if (field.empty() || field.size() > longest_number) return false;
    if (mark == std::string_view::npos) {
        ++seen.plain;
        seen.whole.add(digits);
    } else {
        const std::size_t behind = field.size() - mark - 1;
        if (mark == 0 || behind == 0) return false;
        // As number_form has it: three digits behind one to three, the first of which is no zero.
        const bool like_a_group = behind == 3 && mark <= 3 && field.front() != '0';
        Mark& of = mark_of(seen, field[mark]);
        if (like_a_group) {
            of.doubt(line, cell);
            of.range.add(digits / 1000);
        } else {
            ++of.decimal;
        }
    }
    ++seen.numbers;
    return true;
}

bool ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

void NumberEvidence::Range::add(double value) {
    if (!(value > 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
}

void NumberEvidence::Range::add(const Range& more) {
    low = std::min(low, more.low);
    high = std::max(high, more.high);
}

double NumberEvidence::Range::gap(const Range& other, double factor) const {
    if (!(low <= high) || !(other.low <= other.high)) return 1;
    return std::max({1.0, factor * low / other.high, other.low / (factor * high)});
}

void NumberEvidence::Mark::doubt(std::int64_t line, std::string_view field) {
    ++either;
    if (cells.size() == doubtful_shown && line >= cells.back().line) return;
    const auto at = std::ranges::upper_bound(cells, line, {}, &DoubtfulCell::line);
    cells.insert(at, {line, std::string(field.substr(0, text_shown))});
    if (cells.size() > doubtful_shown) cells.pop_back();
}

void NumberEvidence::look_at(std::string_view field, std::int64_t line) {
    if (field.empty()) return;
    ++filled;
    // No number begins with a letter, nor does what may stand before one.
    if (ascii_letter(field.front()) || at_a_glance(field, line, *this)) return;
    const std::string_view number = split_unit(without_qualifier(field)).number;
    if (number.empty()) return;
    const NumberForm form = number_form(number);
    if (form.shape == NumberShape::none) return;
    ++numbers;
    switch (form.shape) {
        case NumberShape::plain:
            ++plain;
            break;
        case NumberShape::decimal:
            ++mark_of(*this, form.mark).decimal;
            break;
        case NumberShape::grouped:
            if (form.mark != 0) ++mark_of(*this, form.mark).decimal;
            if (form.group == ' ') ++spaces;
            if (form.group == '\'') ++apostrophes;
            if (form.group == '.' || form.group == ',') ++mark_of(*this, form.group).group;
            break;
        case NumberShape::either:
            mark_of(*this, form.mark).doubt(line, field);
            break;
        case NumberShape::none:
            break;
    }
}

void NumberEvidence::add(const NumberEvidence& more) {
    const auto add_mark = [](Mark& to, const Mark& from) {
        to.decimal += from.decimal;
        to.group += from.group;
        const std::int64_t either = to.either + from.either;
        to.range.add(from.range);
        for (const DoubtfulCell& cell : from.cells) to.doubt(cell.line, cell.text);
        to.either = either;
    };
    filled += more.filled;
    numbers += more.numbers;
    plain += more.plain;
    whole.add(more.whole);
    spaces += more.spaces;
    apostrophes += more.apostrophes;
    add_mark(point, more.point);
    add_mark(comma, more.comma);
}

std::vector<NumberEvidence> number_evidence(const CsvTable& table, const base::Progress* progress) {
    std::vector<NumberEvidence> out(table.headers.size());
    std::mutex guard;
    base::parallel_for(table.records.size(), 16384, [&](std::size_t begin, std::size_t end) {
        std::vector<NumberEvidence> part(out.size());
        CsvFields fields;
        for (std::size_t n = begin; n < end; ++n) {
            if (n % 1024 == 0 && progress != nullptr && progress->cancelled()) return;
            fields.split(table, table.records[n]);
            const std::size_t width = std::min(fields.size(), part.size());
            for (std::size_t c = 0; c < width; ++c) part[c].look_at(fields[c], table.records[n].line);
        }
        const std::scoped_lock lock(guard);
        for (std::size_t c = 0; c < out.size(); ++c) out[c].add(part[c]);
    });
    return out;
}

}  // namespace orelens::io
