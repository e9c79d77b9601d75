#include "core/io/blocks/TableSurvey.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "core/base/Parallel.h"
#include "core/io/blocks/TableFooter.h"
#include "core/io/blocks/TableRows.h"

namespace orelens::io {
namespace {

using base::Expected;

/// More lines that do not follow each other are not told apart.
constexpr std::size_t most_jumps = 1'000'000;

/// Names of the codes of one column in the order they were met.
class CodeNames {
  public:
    std::int32_t number_of(std::string_view name) {
        const auto known = numbers_.find(name);
        if (known != numbers_.end()) return known->second;
        if (names_.size() > most_codes) return -1;
        const auto number = static_cast<std::int32_t>(names_.size());
        names_.emplace_back(name);
        numbers_.emplace(names_.back(), number);
        return number;
    }
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] bool too_many() const { return names_.size() > most_codes; }
    void clear() {
        names_ = {};
        numbers_.clear();
    }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> numbers_;
};

/// Codes that are all numbers become one where they are one number: 1, 1.0 and 01.
bool merge_codes(std::vector<std::string>& names, char decimal) {
    std::set<std::string> plain;
    for (const std::string& name : names) {
        auto one = plain_code(name, decimal);
        if (!one) return false;
        plain.insert(std::move(*one));
    }
    names.assign(plain.begin(), plain.end());
    return true;
}

/// A line that is no block, while no block has followed it yet.
struct TailLine {
    std::int64_t line = 0;
    bool whole = false;  ///< it has the fields of the header, and no place in them
    std::string value;   ///< where there is no place
    std::string text;
};
/// More of them are no footer.
constexpr std::size_t most_tail_lines = 50;
constexpr std::size_t longest_footer = 400;

/// What a stretch of the text holds.
struct Part {
    std::vector<std::vector<double>> places;  ///< per column
    std::vector<CodeNames> codes;
    std::vector<ScanTrouble> units, corners;
    std::vector<NumberEvidence> seen;
    std::array<HalfSizes, 3> halves;
    ScanTrouble no_place, fields;
    std::vector<TailLine> tail;
    std::int64_t rows = 0, lines = 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> jumps;  ///< (row, line), both from the part's first
    bool utf8 = true;
    std::string start;  ///< of a part that is not
};

class Surveyor {
  public:
    Surveyor(const TableSource& source, const TableHead& head, const std::vector<ScanColumn>& columns,
             const base::Progress& progress)
        : head_(head),
          columns_(columns),
          progress_(progress),
          checks_(source.as_it_is()),
          line_(head.first_row),
          parts_(most_stretches),
          codes_(columns.size()) {
        for (const ScanColumn& column : columns)
            wanted_.push_back(column.kind != ScanKind::skip && column.kind != ScanKind::number);
        all_.codes.resize(columns.size());
        all_.units.resize(columns.size());
        all_.corners.resize(columns.size());
        all_.seen.resize(columns.size());
        all_.merged.assign(columns.size(), false);
        all_.too_many.assign(columns.size(), false);
        all_.lines.add(0, line_);
    }

    void read(std::size_t slot, std::string_view text);
    Expected<void> take(std::size_t count);
    TableSurvey finish();
    [[nodiscard]] bool stopped() const { return all_.other_encoding.has_value(); }

  private:
    void take_one(Part& part);
    void settle_tail();
    blocks::PackedReals& list_of(std::size_t c) {
        const auto axis = static_cast<std::size_t>(columns_[c].axis);
        return columns_[c].kind == ScanKind::place  ? all_.centre[axis]
               : columns_[c].kind == ScanKind::size ? all_.size[axis]
                                                    : all_.index[axis];
    }

    const TableHead& head_;
    const std::vector<ScanColumn>& columns_;
    const base::Progress& progress_;
    bool checks_;
    std::int64_t line_;  ///< of the next part
    std::vector<bool> wanted_;
    std::vector<Part> parts_;
    std::vector<CodeNames> codes_;
    std::vector<TailLine> tail_;  ///< of all parts so far, with the lines of the text
    TableSurvey all_;
};

/// Rows without a block are left out, and their first one is told.
void leave_out(const TailLine& row, ScanTrouble& no_place, ScanTrouble& fields) {
    row.whole ? no_place.note(row.line, row.value) : fields.note(row.line, row.text);
}

void Surveyor::read(std::size_t slot, std::string_view text) {
    Part& part = parts_[slot];
    part = {};
    const std::size_t count = columns_.size();
    part.places.resize(count);
    part.codes.resize(count);
    part.units.resize(count);
    part.corners.resize(count);
    if (checks_ && !is_utf8(text)) {
        part.utf8 = false;
        part.start = std::string(text);
        return;
    }
    RowCutter row(head_.delimiter, head_.short_rows, wanted_);
    std::vector<CellReader> readers;
    std::vector<CodeReader> coders;
    std::vector<std::size_t> coded;
    for (const ScanColumn& column : columns_) readers.emplace_back(column);
    for (std::size_t c = 0; c < count; ++c) {
        if (columns_[c].kind != ScanKind::code) continue;
        coded.push_back(c);
        coders.emplace_back(columns_[c], false,
                            [&part, c](std::string_view name) { return part.codes[c].number_of(name); });
    }
    const PlaceReader places(columns_, readers);
    std::vector<CellReader::Cell> cells(count);
    bool jumped = false;
    const auto close_tail = [&] {
        for (const TailLine& one : part.tail) leave_out(one, part.no_place, part.fields);
        part.tail.clear();
    };
    const auto set_aside = [&](const char* begin, const char* end, std::int64_t line, bool whole, std::string_view value) {
        const std::string_view all(begin, static_cast<std::size_t>(end - begin));
        if (part.tail.size() == most_tail_lines) close_tail();
        part.tail.push_back({line, whole, std::string(value), std::string(all.substr(0, longest_footer))});
        jumped = true;
    };
    const auto take_row = [&](const char* begin, const char* end, std::int64_t line) {
        if (!row.cut(begin, end)) return set_aside(begin, end, line, false, {});
        if (const std::ptrdiff_t wrong = places.read(row, line, cells); wrong >= 0)
            return set_aside(begin, end, line, true, row[static_cast<std::size_t>(wrong)]);
        if (!part.tail.empty()) close_tail();
        places.compare(
            row, line, cells, [&](std::size_t c) { part.corners[c].note(line, row[c]); },
            [&](int axis, double half) { part.halves[static_cast<std::size_t>(axis)].add(half); });
        for (const std::size_t c : places.places()) {
            part.places[c].push_back(cells[c].value);
            if (cells[c].unit) part.units[c].note(line, row[c]);
        }
        for (std::size_t n = 0; n < coded.size(); ++n) (void)coders[n].code(row[coded[n]]);
        if (jumped) part.jumps.emplace_back(part.rows, line);
        jumped = false;
        ++part.rows;
    };
    part.lines = each_line(text, progress_, take_row, [&](std::int64_t) { jumped = true; });
    for (CellReader& reader : readers) part.seen.push_back(std::move(reader.seen));
}

Expected<void> Surveyor::take(std::size_t count) {
    for (std::size_t n = 0; n < count; ++n)
        if (!parts_[n].utf8) {
            all_.other_encoding = std::move(parts_[n].start);
            return base::cancelled();
        }
    // Column by column, in the order of the text.
    base::parallel_for(columns_.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t c = begin; c < end; ++c)
            for (std::size_t n = 0; n < count; ++n)
                if (!parts_[n].places[c].empty()) list_of(c).append(parts_[n].places[c]);
    });
    for (std::size_t n = 0; n < count; ++n) take_one(parts_[n]);
    return {};
}

void Surveyor::take_one(Part& part) {
    const auto shifted = [&](ScanTrouble trouble) {
        trouble.line += line_;
        return trouble;
    };
    // A block behind them: what was set aside before is no footer, nor what comes to more than one.
    if (part.rows > 0 || part.no_place.count + part.fields.count > 0 || tail_.size() + part.tail.size() > most_tail_lines) {
        for (const TailLine& one : tail_) leave_out(one, all_.no_place, all_.fields);
        tail_.clear();
    }
    for (TailLine& one : part.tail) {
        one.line += line_;
        tail_.push_back(std::move(one));
    }
    all_.no_place.add(shifted(part.no_place));
    all_.fields.add(shifted(part.fields));
    for (std::size_t a = 0; a < 3; ++a) {
        all_.halves[a].low = std::min(all_.halves[a].low, part.halves[a].low);
        all_.halves[a].high = std::max(all_.halves[a].high, part.halves[a].high);
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        all_.units[c].add(shifted(part.units[c]));
        all_.corners[c].add(shifted(part.corners[c]));
        for (NumberEvidence::Mark* mark : {&part.seen[c].point, &part.seen[c].comma})
            for (DoubtfulCell& cell : mark->cells) cell.line += line_;
        all_.seen[c].add(part.seen[c]);
        if (columns_[c].kind != ScanKind::code || all_.too_many[c]) continue;
        for (const std::string& name : part.codes[c].names()) (void)codes_[c].number_of(name);
        all_.too_many[c] = part.codes[c].too_many() || codes_[c].too_many();
        if (all_.too_many[c]) codes_[c].clear();
    }
    all_.lines.add(all_.rows, line_);
    for (const auto& [row, line] : part.jumps) all_.lines.add(all_.rows + row, line_ + line);
    all_.stretches.emplace_back(static_cast<std::uint32_t>(part.rows),
                                static_cast<std::uint32_t>(part.lines));
    all_.rows += part.rows;
    line_ += part.lines;
}

void Surveyor::settle_tail() {
    for (const TailLine& one : tail_)
        if (all_.rows > 0 && is_footer(one.text, head_.delimiter))
            all_.footer.note(one.line, one.text);
        else
            leave_out(one, all_.no_place, all_.fields);
    tail_.clear();
}

TableSurvey Surveyor::finish() {
    settle_tail();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        all_.codes[c] = codes_[c].names();
        all_.merged[c] = merge_codes(all_.codes[c], columns_[c].how.marks.decimal == ',' ? ',' : '.');
        sort_codes(all_.codes[c]);
    }
    return std::move(all_);
}

}  // namespace

void RowLines::add(std::int64_t row, std::int64_t line) {
    if (jumps_.size() >= most_jumps || (!jumps_.empty() && line_of(row) == line)) return;
    if (!jumps_.empty() && jumps_.back().first == row)
        jumps_.back().second = line;
    else
        jumps_.emplace_back(row, line);
}

std::int64_t RowLines::line_of(std::int64_t row) const {
    auto after = std::ranges::upper_bound(jumps_, row, {}, &std::pair<std::int64_t, std::int64_t>::first);
    if (after == jumps_.begin()) return 0;
    --after;
    return after->second + (row - after->first);
}

PlaceReader::PlaceReader(const std::vector<ScanColumn>& columns, std::vector<CellReader>& readers)
    : columns_(columns), readers_(readers) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const ScanKind kind = columns[c].kind;
        if (kind == ScanKind::place || kind == ScanKind::size || kind == ScanKind::index)
            places_.push_back(c);
        if (kind != ScanKind::place) continue;
        if (columns[c].upper >= 0) cornered_.push_back(c);
        if (columns[c].size_beside >= 0) based_.push_back(c);
        if (columns[c].low_beside >= 0 || columns[c].high_beside >= 0) compared_.push_back(c);
    }
    size_of_.assign(columns.size(), -1);
    for (const std::size_t c : compared_)
        for (std::size_t other = 0; other < columns.size(); ++other)
            if (columns[other].kind == ScanKind::size && columns[other].axis == columns[c].axis)
                size_of_[c] = static_cast<int>(other);
}

void PlaceReader::to_centre(CellReader::Cell& low, CellReader::Cell& high) {
    using What = CellReader::What;
    if (low.what != What::number || high.what != What::number) return;
    const double middle = (low.value + high.value) / 2, size = high.value - low.value;
    if (std::abs(middle) > 1e9) return;  // no place either way
    low.value = std::nearbyint(middle * 1e6) / 1e6;
    high.value = std::nearbyint(size * 1e6) / 1e6;
}

bool PlaceReader::fine(std::size_t c, const CellReader::Cell& cell) const {
    if (cell.what != CellReader::What::number) return false;
    // Nothing on this planet is farther or larger: such a number is no place.
    switch (columns_[c].kind) {
        case ScanKind::size:
            return cell.value > 0 && cell.value <= 1e6;
        case ScanKind::index:
            return cell.value == std::floor(cell.value) && std::abs(cell.value) < 2e9;
        default:
            return std::abs(cell.value) <= 1e9;
    }
}

Expected<TableSurvey> survey_table(const TableSource& source, const TableHead& head,
                                   const std::vector<ScanColumn>& columns, EncodingDoubts& strays,
                                   const base::Progress& progress) {
    Surveyor surveyor(source, head, columns, progress);
    const StretchWork work{
        [&](std::size_t slot, std::size_t, std::string_view text) { surveyor.read(slot, text); },
        [&](std::size_t, std::size_t count) { return surveyor.take(count); }};
    strays = {};
    const auto done =
        each_stretch(source.pieces(head.data_begin, head.first_row, &strays), source.bytes(), work, progress);
    if (!done && !surveyor.stopped()) return std::unexpected(done.error());
    return surveyor.finish();
}

}  // namespace orelens::io
