// GSLIB's (GeoEAS) grid files: title, number of columns, their names, and one row for every cell of the box
// around the blocks, i fastest. Numbers only; the side-car has the grid, units and codes.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/AtomicFile.h"
#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/BlockSidecar.h"
#include "core/io/blocks/DenseBlocks.h"
#include "core/io/omf/OmfBlockNotes.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;
using blocks::Index3;

template <class Number>
void append(std::string& out, Number value) {
    char digits[40];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

struct Columns {
    std::vector<std::vector<const float*>> real;  ///< empty for whole numbers
    std::vector<blocks::IntegerLeaves> integer;
    std::vector<std::optional<Infinities>> infinities;
    std::vector<std::vector<std::string>> codes;  ///< numbers that stand for the values; empty = the values
};

void append_value(std::string& out, const Columns& columns, std::size_t c, std::size_t leaf, int p,
                  const std::string& missing) {
    if (!columns.real[c].empty()) {
        const float value = columns.real[c][leaf][p];
        if (std::isnan(value))
            out += missing;
        else if (std::isinf(value))
            append(out, value > 0 ? columns.infinities[c]->plus : columns.infinities[c]->minus);
        else
            append(out, value);
        return;
    }
    const std::int32_t value = columns.integer[c][leaf][p];
    if (value == blocks::missing_int)
        out += missing;
    else if (!columns.codes[c].empty())
        out += columns.codes[c][static_cast<std::size_t>(value)];
    else
        append(out, value);
}

/// A name as one line, which is all that the format asks.
std::string one_line(const ColumnInfo& info) {
    std::string name = info.name + (info.unit.empty() ? "" : " (" + info.unit + ")");
    for (char& c : name)
        if (c == '\n' || c == '\r') c = ' ';
    return name;
}

std::string head_of(const BlockModel& model, const blocks::GridGeometry& g) {
    std::string head = fmt::format("{} by Orelens; i fastest, then j, then k\n{} {} {} {}", gslib_title,
                                   model.columns().size() + 1, g.count[0], g.count[1], g.count[2]);
    for (int a = 0; a < 3; ++a) head += fmt::format(" {}", g.origin[a] + 0.5 * g.block_size[a]);
    for (int a = 0; a < 3; ++a) head += fmt::format(" {}", g.block_size[a]);
    head += "\n";
    for (const ColumnInfo& info : model.columns()) head += one_line(info) + "\n";
    return head + omf::active_column + "\n";
}

/// One level of the box at a time, its rows made by many threads.
bool write_cells(const BlockModel& model, const BlockBox& box, const Columns& columns,
                 const std::string& missing, std::ostream& out, base::Progress& progress) {
    std::vector<std::string> rows(static_cast<std::size_t>(box.count(1)));
    std::string empty_cell;
    for (std::size_t c = 0; c < columns.real.size(); ++c) empty_cell += missing + " ";
    empty_cell += "0\n";
    for (std::int32_t k = box.low[2]; k <= box.high[2]; ++k) {
        base::parallel_for(rows.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = begin; r < end && !progress.cancelled(); ++r) {
                std::string& row = rows[r];
                row.clear();
                const std::int32_t j = box.low[1] + static_cast<std::int32_t>(r);
                for (std::int32_t i = box.low[0]; i <= box.high[0]; ++i) {
                    const std::size_t leaf = model.leaf_of({i, j, k});
                    const int p = ((i & 7) << 6) | ((j & 7) << 3) | (k & 7);
                    if (leaf == model.leaf_count() || !model.leaf(leaf).is_active(p)) {
                        row += empty_cell;
                        continue;
                    }
                    for (std::size_t c = 0; c < columns.real.size(); ++c) {
                        append_value(row, columns, c, leaf, p, missing);
                        row += ' ';
                    }
                    row += "1\n";
                }
            }
        });
        for (const std::string& row : rows) out.write(row.data(), static_cast<std::streamsize>(row.size()));
        if (!progress.report(static_cast<double>(k - box.low[2] + 1) / box.count(2))) return false;
    }
    return true;
}

/// Numbers of a text one after another, whatever stands between the lines.
class Numbers {
  public:
    Numbers(std::string_view text, std::int64_t line) : text_(text), line_(line) {}
    [[nodiscard]] std::int64_t line() const { return line_; }
    /// The next word; empty at the end.
    std::string_view word() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n'))
            line_ += text_[at_++] == '\n';
        const std::size_t from = at_;
        while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != '\t' && text_[at_] != '\r' &&
               text_[at_] != '\n')
            ++at_;
        return text_.substr(from, at_ - from);
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::int64_t line_;
};

template <class Number>
bool parse(std::string_view text, Number& value) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc() && end == text.data() + text.size();
}

/// Values of all cells, column after column; NaN is missing. 8 bytes each: a whole number of four bytes and a
/// real of four are both exact.
struct Cells {
    std::vector<std::vector<double>> columns;
    std::vector<std::uint8_t> active;
};

class Reader {
  public:
    Reader(std::string path, const BlockSidecar& sidecar) : path_(std::move(path)), sidecar_(sidecar) {}

    base::Expected<BlockModel> read(const std::string& text, base::Progress& progress) {
        const std::size_t columns = sidecar_.columns.size();
        std::size_t at = 0;
        for (std::size_t n = 0; n < columns + 3; ++n) {
            at = text.find('\n', at);
            if (at == std::string::npos) return refuse("block_file.damaged", 0, "");
            ++at;
        }
        const auto cells = static_cast<std::size_t>(sidecar_.geometry.cell_count());
        if (cells > text.size())
            return refuse("block_file.damaged", 0, "");  // a cell takes two bytes at least
        Cells found;
        found.columns.assign(columns, std::vector<double>(cells, std::nan("")));
        found.active.assign(cells, 0);
        const auto level =
            std::min<std::size_t>(65536, static_cast<std::size_t>(sidecar_.geometry.count[0]) *
                                             static_cast<std::size_t>(sidecar_.geometry.count[1]));
        Numbers numbers(std::string_view(text).substr(at), static_cast<std::int64_t>(columns) + 4);
        for (std::size_t n = 0; n < cells; ++n) {
            if (auto row = take_cell(numbers, n, found); !row) return std::unexpected(row.error());
            if (n % level == 0 && !progress.report(static_cast<double>(n) / static_cast<double>(cells)))
                return base::cancelled();
        }
        if (!numbers.word().empty()) return refuse("block_file.damaged", numbers.line(), "");
        return model_of(found, progress);
    }

  private:
    std::unexpected<base::Error> refuse(const char* key, std::int64_t row, std::string_view value) const {
        return base::fail(ErrorKind::data, Message(key, {{"value", std::string(value.substr(0, 60))}}),
                          {.file = path_, .row = row});
    }
    base::Expected<void> take_cell(Numbers& numbers, std::size_t n, Cells& found) const {
        for (std::size_t c = 0; c < found.columns.size(); ++c) {
            const std::string_view word = numbers.word();
            if (word == sidecar_.table->missing) continue;
            if (!take_value(word, c, found.columns[c][n]))
                return refuse("block_file.not_a_number", numbers.line(), word);
        }
        const std::string_view active = numbers.word();
        if (active != "0" && active != "1")
            return refuse("block_file.not_an_integer", numbers.line(), active);
        found.active[n] = active == "1" ? 1 : 0;
        return {};
    }
    bool take_value(std::string_view word, std::size_t c, double& value) const {
        if (sidecar_.columns[c].type == ColumnType::integer) {
            std::int32_t whole = 0;
            if (!parse(word, whole)) return false;
            value = whole;
            if (!sidecar_.as_codes[c]) return true;
            const auto& codes = sidecar_.columns[c].codes;
            const auto code = std::ranges::find(codes, word);
            value = static_cast<double>(code - codes.begin());
            return code != codes.end();
        }
        if (const auto& infinities = sidecar_.infinities[c]) {
            if (!parse(word, value)) return false;
            constexpr double infinity = std::numeric_limits<double>::infinity();
            if (value == infinities->plus) value = infinity;
            if (value == infinities->minus) value = -infinity;
            if (std::isinf(value)) return true;
        }
        float real = 0;  // the text once more: a detour through double could round twice
        if (!parse(word, real)) return false;
        value = static_cast<double>(real);
        return true;
    }
    [[nodiscard]] base::Expected<BlockModel> model_of(const Cells& found,
                                                      const base::Progress& progress) const {
        const blocks::GridGeometry& g = sidecar_.geometry;
        auto model = BlockModel::where(
            g, [&](const Index3& at) { return found.active[static_cast<std::size_t>(g.linear(at))] != 0; },
            &progress);
        if (!model) return model;
        for (std::size_t c = 0; c < found.columns.size(); ++c) {
            const ColumnInfo& info = sidecar_.columns[c];
            model->add_column(info);
            const bool real = info.type == ColumnType::real;
            const auto reals = real ? model->real_leaves(info.name) : std::vector<float*>();
            const auto writer = real ? blocks::IntegerWriter() : model->integer_writer(info.name);
            for (std::size_t n = 0; n < model->leaf_count(); ++n)
                for (int p = 0; p < 512; ++p) {
                    if (!model->leaf(n).is_active(p)) continue;
                    const double value =
                        found.columns[c][static_cast<std::size_t>(g.linear(model->leaf(n).index(p)))];
                    if (std::isnan(value)) continue;
                    if (real)
                        reals[n][p] = static_cast<float>(value);
                    else
                        writer.set(n, p, static_cast<std::int32_t>(value));
                }
            if (!real) model->compact(info.name);
        }
        return model;
    }

    std::string path_;
    const BlockSidecar& sidecar_;
};

}  // namespace

base::Expected<void> write_gslib(const BlockModel& model, const std::string& path, base::Progress& progress) {
    const BlockBox box = active_box(model);
    BlockSidecar sidecar;
    sidecar.geometry = geometry_of(model.geometry(), box);
    sidecar.block_count = model.block_count();
    Columns columns;
    TableNote& note = sidecar.table.emplace();
    note.dialect = "gslib";
    note.missing = missing_number(model, "-999");
    note.lines_under_header = 0;
    note.centre = {"-", "-", "-"};
    for (const ColumnInfo& info : model.columns()) {
        const bool real = info.type == ColumnType::real;
        columns.real.push_back(real ? model.real_leaves(info.name) : std::vector<const float*>());
        columns.integer.push_back(real ? blocks::IntegerLeaves() : model.integer_leaves(info.name));
        columns.infinities.push_back(real ? infinities_of(model, columns.real.back()) : std::nullopt);
        sidecar.columns.push_back(info);
        // The format has numbers only: words leave as their places in the list, which the side-car holds.
        const bool as_codes = codes_are_numbers(info.codes) && written_as_codes(model, info, note.missing);
        columns.codes.push_back(as_codes ? info.codes : std::vector<std::string>());
        sidecar.as_codes.push_back(as_codes);
        sidecar.infinities.push_back(columns.infinities.back());
        note.headers.push_back(one_line(info));
    }
    auto done = base::AtomicFile(path).write(
        [&](std::ostream& out) -> base::Expected<void> {
            out << head_of(model, sidecar.geometry);
            if (!write_cells(model, box, columns, note.missing, out, progress)) return base::cancelled();
            return {};
        },
        &progress);
    if (!done) return done;
    return base::write_text_file(sidecar_path(path), sidecar_text(sidecar));
}

base::Expected<BlockModel> read_gslib(const std::string& path, base::Progress& progress) {
    auto text = read_text(path, &progress);
    if (!text) return std::unexpected(text.error());
    const auto sidecar = read_sidecar(sidecar_path(path));
    if (!sidecar) return std::unexpected(sidecar.error());
    if (!sidecar->table || sidecar->table->dialect != "gslib")
        return base::fail(ErrorKind::data,
                          Message("block_file.sidecar_member", {{"member", "/table/dialect"}}),
                          {.file = sidecar_path(path), .field = "/table/dialect"});
    if (const auto fine = blocks::check_geometry(sidecar->geometry); !fine) {
        base::Error error = fine.error();
        error.place.file = sidecar_path(path);
        return std::unexpected(error);
    }
    return Reader(path, *sidecar).read(text->text, progress);
}

}  // namespace orelens::io
