#include "core/io/blocks/TableFill.h"

#include <cmath>
#include <limits>
#include <unordered_map>

#include "core/blocks/BlockSlots.h"
#include "core/io/blocks/TableRows.h"

namespace orelens::io {
namespace {

using base::Expected;

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

using CodeNumbers = std::unordered_map<std::string_view, std::int32_t>;

struct Part {
    std::vector<ScanTrouble> text, unclear, units;
    std::vector<std::int64_t> nulls;
    std::vector<NumberEvidence> seen;
    std::int64_t rows = 0, lines = 0;
};

class Filler {
  public:
    Filler(const TableHead& head, const FillWish& wish, const base::Progress& progress)
        : head_(head), wish_(wish), columns_(*wish.columns), progress_(progress), parts_(most_stretches) {
        const std::size_t count = columns_.size();
        all_.text.resize(count);
        all_.unclear.resize(count);
        all_.units.resize(count);
        all_.nulls.assign(count, 0);
        all_.seen.resize(count);
        numbers_.resize(count);
        // Which rows are blocks is known, unless places were no numbers: then they are looked at again.
        looks_at_places_ = wish.survey->no_place.count + wish.survey->footer.count > 0;
        for (std::size_t c = 0; c < count; ++c) {
            const ScanKind kind = columns_[c].kind;
            const bool target = wish.targets[c].coded || !wish.targets[c].values.empty();
            const bool place = kind == ScanKind::place || kind == ScanKind::size || kind == ScanKind::index;
            wanted_.push_back(target || (place && looks_at_places_));
            const std::vector<std::string>& names = wish.survey->codes[c];
            for (std::size_t n = 0; n < names.size(); ++n)
                numbers_[c].emplace(names[n], static_cast<std::int32_t>(n));
        }
        std::int64_t row = 0, line = head.first_row;
        for (const auto& [rows, lines] : wish.survey->stretches) {
            first_.emplace_back(row, line);
            row += rows;
            line += lines;
        }
    }

    void read(std::size_t slot, std::size_t n, std::string_view text);
    Expected<void> take(std::size_t first, std::size_t count);
    FillReport finish() { return std::move(all_); }
    [[nodiscard]] std::size_t stretches() const { return first_.size(); }

  private:
    static void put_number(const FillColumn& target, std::size_t place, const CellReader::Cell& cell,
                           std::string_view field, std::int64_t line, Part& part, std::size_t c);

    const TableHead& head_;
    const FillWish& wish_;
    const std::vector<ScanColumn>& columns_;
    const base::Progress& progress_;
    std::vector<bool> wanted_;
    bool looks_at_places_ = false;
    std::vector<CodeNumbers> numbers_;
    std::vector<std::pair<std::int64_t, std::int64_t>> first_;  ///< row and line of each stretch
    std::vector<Part> parts_;
    FillReport all_;
};

void Filler::put_number(const FillColumn& target, std::size_t place, const CellReader::Cell& cell,
                        std::string_view field, std::int64_t line, Part& part, std::size_t c) {
    using What = CellReader::What;
    if (cell.what == What::number) {
        const auto stored = static_cast<float>(cell.value);
        if (std::isfinite(stored)) {
            target.values[place] = stored;
            if (cell.unit) part.units[c].note(line, field);
            return;
        }
        part.text[c].note(line, field);
    } else if (cell.what == What::null_code) {
        ++part.nulls[c];
    } else if (cell.what == What::text) {
        part.text[c].note(line, field);
    } else if (cell.what == What::unclear) {
        part.unclear[c].note(line, field);
    }
    // A second way over the same cells leaves nothing of the first one behind.
    target.values[place] = missing;
}

void Filler::read(std::size_t slot, std::size_t n, std::string_view text) {
    Part& part = parts_[slot];
    part = {};
    const std::size_t count = columns_.size();
    part.text.resize(count);
    part.unclear.resize(count);
    part.units.resize(count);
    part.nulls.assign(count, 0);
    if (n >= first_.size()) {
        part.lines = -1;  // more text than there was
        return;
    }
    RowCutter row(head_.delimiter, head_.short_rows, wanted_);
    std::vector<CellReader> readers;
    for (const ScanColumn& column : columns_) readers.emplace_back(column);
    std::vector<std::size_t> valued, coded;
    std::vector<CodeReader> coders;
    for (std::size_t c = 0; c < count; ++c) {
        if (!wish_.targets[c].values.empty()) valued.push_back(c);
        if (!wish_.targets[c].coded) continue;
        coded.push_back(c);
        coders.emplace_back(columns_[c], wish_.survey->merged[c], [this, c](std::string_view name) {
            const auto known = numbers_[c].find(name);
            return known == numbers_[c].end() ? -1 : known->second;
        });
    }
    const PlaceReader places(columns_, readers);
    std::vector<CellReader::Cell> cells(count);
    const auto [first_row, first_line] = first_[n];
    const std::int64_t rows = wish_.survey->stretches[n].first;
    const auto take_row = [&, first_row = first_row](const char* begin, const char* end, std::int64_t line) {
        if (!row.cut(begin, end) || (looks_at_places_ && places.read(row, line, cells) >= 0)) return;
        if (part.rows == rows) {
            part.lines = -1;
            return;
        }
        const auto at = static_cast<std::size_t>(first_row + part.rows++);
        const std::size_t place = wish_.place.empty() ? at : wish_.place[at];
        if (place == blocks::no_slot && !wish_.place.empty()) return;
        for (const std::size_t c : valued)
            put_number(wish_.targets[c], place, readers[c].value(row[c], line), row[c], line, part, c);
        for (std::size_t k = 0; k < coded.size(); ++k) {
            const CodeReader::Code code = coders[k].code(row[coded[k]]);
            part.nulls[coded[k]] += code.null_code ? 1 : 0;
            if (code.code >= 0)
                wish_.targets[coded[k]].codes.set(place / 512, static_cast<std::ptrdiff_t>(place % 512),
                                                  code.code);
        }
    };
    const std::int64_t lines = each_line(text, progress_, take_row, [](std::int64_t) {});
    if (part.lines == 0) part.lines = lines;
    for (CellReader& reader : readers) part.seen.push_back(std::move(reader.seen));
}

Expected<void> Filler::take(std::size_t first, std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
        Part& part = parts_[n];
        const bool known = first + n < first_.size() && part.lines >= 0;
        if (!known || part.rows != wish_.survey->stretches[first + n].first ||
            part.lines != wish_.survey->stretches[first + n].second)
            return base::fail(base::ErrorKind::file, base::Message("model.file_changed"));
        const std::int64_t line = first_[first + n].second;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            part.text[c].line += line;
            part.unclear[c].line += line;
            part.units[c].line += line;
            all_.text[c].add(part.text[c]);
            all_.unclear[c].add(part.unclear[c]);
            all_.units[c].add(part.units[c]);
            all_.nulls[c] += part.nulls[c];
            for (NumberEvidence::Mark* mark : {&part.seen[c].point, &part.seen[c].comma})
                for (DoubtfulCell& cell : mark->cells) cell.line += line;
            all_.seen[c].add(part.seen[c]);
        }
    }
    return {};
}

}  // namespace

Expected<FillReport> fill_table(const TableSource& source, const TableHead& head, const FillWish& wish,
                                const base::Progress& progress) {
    Filler filler(head, wish, progress);
    std::size_t stretches = 0;
    const StretchWork work{
        [&](std::size_t slot, std::size_t n, std::string_view text) { filler.read(slot, n, text); },
        [&](std::size_t first, std::size_t count) {
            stretches = first + count;
            return filler.take(first, count);
        }};
    const auto done =
        each_stretch(source.pieces(head.data_begin, head.first_row), source.bytes(), work, progress);
    if (!done) return std::unexpected(done.error());
    if (stretches != filler.stretches())
        return base::fail(base::ErrorKind::file, base::Message("model.file_changed"));
    return filler.finish();
}

}  // namespace orelens::io
