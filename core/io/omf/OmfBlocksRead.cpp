// Block grids of OMF in.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/Memory.h"
#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/omf/OmfBlockNotes.h"
#include "core/io/omf/OmfBlocks.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Finding;
using base::Message;
using base::Severity;
using blocks::BlockModel;
using blocks::CellColumn;
using blocks::CellRole;
using blocks::CellTable;
using blocks::ColumnInfo;
using blocks::ColumnType;
using blocks::Index3;

std::unexpected<base::Error> refuse(Message what, Message fix = Message()) {
    return base::fail(ErrorKind::data, std::move(what), {}, std::move(fix));
}

/// More texts than this are no categories.
constexpr std::size_t most_codes = 100'000;

/// One column out of the file, in its order (w fastest).
struct Column {
    std::string name, unit;
    std::vector<double> reals;           ///< else whole numbers
    std::vector<std::int32_t> integers;  ///< missing_int = missing
    std::vector<std::string> codes;
    bool category = false;
    [[nodiscard]] bool real() const { return integers.empty(); }
};

/// Where a cell of ours stands in the file: a left-handed grid is mirrored along one axis.
struct Order {
    std::array<std::size_t, 3> count{};
    int mirrored = -1;
    [[nodiscard]] std::size_t source(std::array<std::size_t, 3> at) const {
        if (mirrored >= 0) at[mirrored] = count[mirrored] - 1 - at[mirrored];
        return (at[0] * count[1] + at[1]) * count[2] + at[2];
    }
    [[nodiscard]] std::size_t cells() const { return count[0] * count[1] * count[2]; }
};

struct Placed {
    blocks::TensorMesh mesh;
    Order order;
};

double determinant(const std::array<blocks::Vec3, 3>& a) {
    return a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) -
           a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
           a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
}

/// The frame turned right-handed, by looking along one axis from its other end: the one that brings the
/// frame nearest to east, north and up.
base::Expected<Placed> placed(OmfVolume& volume) {
    std::array<blocks::Vec3, 3> axes{volume.axis_u, volume.axis_v, volume.axis_w};
    Placed out;
    out.mesh.origin = volume.origin;
    out.mesh.width = {std::move(volume.widths_u), std::move(volume.widths_v), std::move(volume.widths_w)};
    for (std::size_t a = 0; a < 3; ++a) out.order.count[a] = out.mesh.width[a].size();
    if (determinant(axes) < 0) {
        int turned = 0;
        for (int a = 1; a < 3; ++a)
            if (axes[a][a] < axes[turned][turned]) turned = a;
        double length = 0;
        for (const double width : out.mesh.width[turned]) length += width;
        for (int c = 0; c < 3; ++c) {
            out.mesh.origin[c] += length * axes[turned][c];
            axes[turned][c] = -axes[turned][c];
        }
        std::reverse(out.mesh.width[turned].begin(), out.mesh.width[turned].end());
        out.order.mirrored = turned;
    }
    const auto angles = blocks::frame_angles(axes);
    if (!angles) return refuse(Message("omf.axes_not_square"), Message("omf.export_again"));
    constexpr double steps = 1e10;  // of a degree: 2e-7 m over 100 km
    const auto round = [](double angle) { return std::round(angle * steps) / steps + 0.0; };
    out.mesh.azimuth_deg = round((*angles)[0]);
    out.mesh.dip_deg = round((*angles)[1]);
    out.mesh.roll_deg = round((*angles)[2]);
    return out;
}

class Columns {
  public:
    explicit Columns(const std::string& element) : element_(element) {}

    /// Takes the values out of `data`.
    void add(OmfData& data) {
        if (data.place != OmfPlace::cells) return left_out(data.name, "omf.left_out.vertices");
        const omf::Note note = omf::note_of(data.description);
        Column column;
        column.unit = note.unit;
        if (auto* reals = std::get_if<OmfReals>(&data.values)) {
            if (note.whole)
                whole(reals->values, note, column);
            else
                column.reals = std::move(reals->values);
        } else if (auto* integers = std::get_if<OmfIntegers>(&data.values)) {
            add_integers(integers->values, note, column);
        } else if (auto* mapped = std::get_if<OmfMapped>(&data.values)) {
            add_mapped(*mapped, column);
        } else if (auto* texts = std::get_if<OmfTexts>(&data.values)) {
            if (!add_texts(texts->values, column)) return left_out(data.name, "omf.left_out.texts");
        } else if (auto* vectors = std::get_if<OmfVectors>(&data.values)) {
            return add_vectors(data.name, *vectors);
        } else {
            return left_out(data.name, "omf.left_out.colors");
        }
        data.values = OmfReals{};
        column.name = data.name;
        put(std::move(column));
    }

    std::vector<Column> list;
    std::vector<Finding> findings;
    std::vector<std::uint8_t> active;  ///< of our own files; empty elsewhere

  private:
    void left_out(const std::string& name, const char* why) {
        Finding finding;
        finding.kind = "omf_left_out";
        finding.severity = Severity::warning;
        finding.column = name;
        finding.what = Message("finding.what.omf_column_left_out",
                               {{"element", element_}, {"column", name}, {"why", std::string("@") + why}});
        finding.fix = Message("finding.fix.omf_left_out");
        findings.push_back(std::move(finding));
    }

    void put(Column column) {
        if (column.name == omf::active_column && !column.real()) {
            for (const std::int32_t value : column.integers) active.push_back(value == 1 ? 1 : 0);
            return;
        }
        const std::string wanted = column.name.empty() ? "data" : column.name;
        column.name = wanted;
        for (int n = 2; names_.contains(column.name); ++n) column.name = wanted + "_" + std::to_string(n);
        names_[column.name] = 1;
        if (column.name != wanted) {
            Finding finding;
            finding.kind = "omf_renamed";
            finding.severity = Severity::warning;
            finding.column = column.name;
            finding.what = Message("finding.what.omf_renamed",
                                   {{"element", element_}, {"name", wanted}, {"column", column.name}});
            finding.fix = Message("finding.fix.omf_renamed");
            findings.push_back(std::move(finding));
        }
        list.push_back(std::move(column));
    }

    static bool fits(double value) {
        return value > std::numeric_limits<std::int32_t>::min() &&
               value <= std::numeric_limits<std::int32_t>::max() && value == std::floor(value);
    }

    /// Reals of our own files that stand for whole numbers; if another program has changed them, they are
    /// what they are.
    static void whole(std::vector<double>& values, const omf::Note& note, Column& column) {
        if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v) || fits(v); })) {
            column.reals = std::move(values);
            return;
        }
        column.codes = note.codes;
        column.category = !note.codes.empty();
        column.integers.reserve(values.size());
        for (const double value : values)
            column.integers.push_back(std::isnan(value) ? blocks::missing_int
                                                        : static_cast<std::int32_t>(value));
    }

    static void add_integers(const std::vector<std::int64_t>& values, const omf::Note& note, Column& column) {
        constexpr std::int64_t lowest = std::numeric_limits<std::int32_t>::min();
        constexpr std::int64_t highest = std::numeric_limits<std::int32_t>::max();
        const bool fit = std::all_of(values.begin(), values.end(),
                                     [](std::int64_t v) { return v > lowest && v <= highest; });
        if (fit) {
            column.integers.assign(values.begin(), values.end());
            column.codes = note.codes;
            column.category = !note.codes.empty();
        } else {
            column.reals.assign(values.begin(), values.end());
        }
    }

    static void add_mapped(OmfMapped& mapped, Column& column) {
        column.category = true;
        const OmfLegend* words = nullptr;
        for (const OmfLegend& legend : mapped.legends)
            if (std::holds_alternative<std::vector<std::string>>(legend.values)) {
                words = &legend;
                break;
            }
        if (words != nullptr) {
            column.codes = std::get<std::vector<std::string>>(words->values);
        } else {
            for (const OmfLegend& legend : mapped.legends)
                if (const auto* numbers = std::get_if<std::vector<double>>(&legend.values)) {
                    for (const double number : *numbers) column.codes.push_back(base::number(number, 15));
                    break;
                }
        }
        column.integers = std::move(mapped.indices);
        for (std::int32_t& index : column.integers)
            if (index < 0) index = blocks::missing_int;
    }

    static bool add_texts(const std::vector<std::string>& texts, Column& column) {
        column.category = true;
        std::map<std::string_view, std::int32_t> found;
        column.integers.reserve(texts.size());
        for (const std::string& text : texts) {
            if (text.empty()) {
                column.integers.push_back(blocks::missing_int);
                continue;
            }
            const auto [at, fresh] = found.emplace(text, static_cast<std::int32_t>(column.codes.size()));
            if (fresh) column.codes.push_back(text);
            if (column.codes.size() > most_codes) return false;
            column.integers.push_back(at->second);
        }
        return true;
    }

    void add_vectors(const std::string& name, const OmfVectors& vectors) {
        static constexpr const char* suffix[] = {"_x", "_y", "_z"};
        for (std::size_t c = 0; c < vectors.components; ++c) {
            Column column;
            column.name = name + suffix[c];
            for (std::size_t n = c; n < vectors.values.size(); n += vectors.components)
                column.reals.push_back(vectors.values[n]);
            put(std::move(column));
        }
    }

    const std::string& element_;
    std::map<std::string, int> names_;
};

bool is_missing(const Column& column, std::size_t at) {
    return column.real() ? std::isnan(column.reals[at]) : column.integers[at] == blocks::missing_int;
}

/// 1 where a cell is a block, in the file's order. A grid without columns, or without any value, is whole.
std::vector<std::uint8_t> present(Columns& columns, const Order& order) {
    if (columns.active.size() == order.cells()) return std::move(columns.active);
    std::vector<std::uint8_t> there(order.cells(), 0);
    base::parallel_for(there.size(), 1 << 16, [&](std::size_t begin, std::size_t end) {
        for (const Column& column : columns.list)
            for (std::size_t n = begin; n < end; ++n)
                if (there[n] == 0 && !is_missing(column, n)) there[n] = 1;
    });
    const auto count = static_cast<std::size_t>(std::count(there.begin(), there.end(), 1));
    if (count == 0) std::fill(there.begin(), there.end(), 1);
    if (count == 0 || count == there.size()) return there;
    Finding finding;
    finding.kind = "omf_empty_cells";
    finding.severity = Severity::info;
    finding.count = static_cast<std::int64_t>(there.size() - count);
    finding.what =
        Message("finding.what.omf_empty_cells", {{"count", base::grouped(static_cast<double>(finding.count))},
                                                 {"all", base::grouped(static_cast<double>(there.size()))}});
    finding.fix = Message("finding.fix.omf_empty_cells");
    columns.findings.push_back(std::move(finding));
    return there;
}

/// A grid is three lists of widths: without values, a small file could state any number of cells.
base::Expected<void> check_values(const OmfElement& element) {
    for (const OmfData& data : element.data)
        if (data.place == OmfPlace::cells) return {};
    return refuse(Message("omf.no_values", {{"object", element.name}}), Message("omf.export_again"));
}

base::Expected<void> check_memory(const Order& order, std::size_t columns) {
    const double bytes = static_cast<double>(order.cells()) * 4.0 * static_cast<double>(columns + 1);
    if (const double memory = base::machine_memory(); memory > 0 && bytes > memory)
        return refuse(Message("block_file.too_large", {{"size", base::memory_text(bytes)}}));
    return {};
}

std::array<std::size_t, 3> unsigned_index(const Index3& at) {
    return {static_cast<std::size_t>(at[0]), static_cast<std::size_t>(at[1]),
            static_cast<std::size_t>(at[2])};
}

void fill_column(BlockModel& model, Column& column, const Order& order) {
    ColumnInfo info{column.name, column.real() ? ColumnType::real : ColumnType::integer, column.unit,
                    column.codes};
    model.add_column(info);
    const auto each = [&](const auto& put) {
        base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n)
                for (int w = 0; w < 8; ++w)
                    for (std::uint64_t word = model.leaf(n).active[w]; word != 0; word &= word - 1) {
                        const int p = 64 * w + std::countr_zero(word);
                        put(n, p, order.source(unsigned_index(model.leaf(n).index(p))));
                    }
        });
    };
    if (column.real()) {
        const auto leaves = model.real_leaves(column.name);
        each([&](std::size_t n, int p, std::size_t at) {
            const double value = column.reals[at];
            leaves[n][p] = std::isnan(value) ? blocks::missing_float : static_cast<float>(value);
        });
    } else {
        const blocks::IntegerWriter writer = model.integer_writer(column.name);
        each([&](std::size_t n, int p, std::size_t at) { writer.set(n, p, column.integers[at]); });
        model.compact(column.name);
    }
}

bool is_volume(const OmfElement& element) {
    return std::holds_alternative<OmfVolume>(element.geometry);
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + (name.empty() ? "?" : name);
    return all.empty() ? "-" : all;
}

}  // namespace

std::vector<std::string> grid_names(const std::vector<OmfGridOutline>& grids) {
    std::vector<std::string> names;
    for (const OmfGridOutline& grid : grids) {
        const std::string stem = grid.name.empty() ? "grid" : grid.name;
        std::string name = stem;
        for (int n = 2; std::ranges::find(names, name) != names.end(); ++n)
            name = stem + " (" + std::to_string(n) + ")";
        names.push_back(std::move(name));
    }
    return names;
}

base::Expected<OmfElement> take_omf_volume(OmfProject&& project, const std::string& name) {
    std::vector<OmfElement*> volumes;
    std::vector<std::string> all;
    for (OmfElement& element : project.elements) {
        if (is_volume(element)) volumes.push_back(&element);
        all.push_back(element.name);
    }
    if (volumes.empty())
        return refuse(Message("omf.no_grid", {{"names", joined(all)}}), Message("omf.export_grid"));
    const std::vector<std::string> names = grid_names(omf_grids(project));
    if (name.empty()) {
        if (volumes.size() == 1) return std::move(*volumes.front());
        return refuse(Message("omf.several_grids", {{"names", joined(names)}}), Message("omf.choose_grid"));
    }
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        return refuse(Message("omf.grid_absent", {{"name", name}, {"names", joined(names)}}),
                      Message("omf.choose_grid"));
    return std::move(*volumes[static_cast<std::size_t>(found - names.begin())]);
}

base::Expected<OmfBlocks> model_of_omf(OmfElement&& element, const base::Progress& progress) {
    OmfVolume* volume = std::get_if<OmfVolume>(&element.geometry);
    if (volume == nullptr) return refuse(Message("omf.no_grid", {{"names", element.name}}));
    if (auto some = check_values(element); !some) return std::unexpected(some.error());
    auto where = placed(*volume);
    if (!where) return std::unexpected(where.error());
    CellTable table;
    blocks::place_cells(where->mesh, table);
    if (!table.grid || !table.centre[0].empty())
        return refuse(Message("omf.unequal_cells", {{"object", element.name}}),
                      Message("omf.import_unequal"));
    if (auto fine = blocks::check_geometry(*table.grid); !fine) return std::unexpected(fine.error());
    if (auto fits = check_memory(where->order, element.data.size()); !fits)
        return std::unexpected(fits.error());
    Columns columns(element.name);
    for (OmfData& data : element.data) columns.add(data);
    const Order& order = where->order;
    const auto there = present(columns, order);
    auto model = BlockModel::where(
        *table.grid, [&](const Index3& at) { return there[order.source(unsigned_index(at))] != 0; },
        &progress);
    if (!model) return std::unexpected(model.error());
    double done = 0;
    for (Column& column : columns.list) {
        fill_column(*model, column, order);
        column = Column();
        if (!progress.report(++done / static_cast<double>(columns.list.size()))) return base::cancelled();
    }
    return OmfBlocks{std::move(*model), std::move(columns.findings)};
}

base::Expected<OmfCells> cells_of_omf(OmfElement&& element, const base::Progress& progress) {
    OmfVolume* volume = std::get_if<OmfVolume>(&element.geometry);
    if (volume == nullptr) return refuse(Message("omf.no_grid", {{"names", element.name}}));
    if (auto some = check_values(element); !some) return std::unexpected(some.error());
    auto where = placed(*volume);
    if (!where) return std::unexpected(where.error());
    const Order& order = where->order;
    if (auto fits = check_memory(order, element.data.size()); !fits) return std::unexpected(fits.error());
    OmfCells out;
    out.cells.program = "OMF";
    out.cells.unit = "m";
    if (!blocks::place_cells(where->mesh, out.cells, progress.part(0, 0))) return base::cancelled();
    Columns columns(element.name);
    for (OmfData& data : element.data) columns.add(data);
    const auto there = present(columns, order);
    // Row of the file for each cell that is there, i fastest.
    std::vector<std::size_t> rows;
    std::vector<std::uint32_t> cell;
    for (std::size_t k = 0, n = 0; k < order.count[2]; ++k)
        for (std::size_t j = 0; j < order.count[1]; ++j)
            for (std::size_t i = 0; i < order.count[0]; ++i, ++n) {
                const std::size_t at = order.source({i, j, k});
                if (there[at] == 0) continue;
                rows.push_back(at);
                cell.push_back(static_cast<std::uint32_t>(n));
            }
    const bool whole = rows.size() == order.cells();
    if (!whole && out.cells.centre[0].empty()) out.cells.cell = cell;
    if (!whole && !out.cells.centre[0].empty()) {
        std::vector<bool> keep(order.cells(), false);
        for (const std::uint32_t n : cell) keep[n] = true;
        for (auto* lists : {&out.cells.centre, &out.cells.size})
            for (blocks::PackedReals& list : *lists)
                if (!list.empty() && !list.keep(keep, progress.part(0, 0))) return base::cancelled();
    }
    double done = 0;
    for (Column& column : columns.list) {
        CellColumn to;
        to.name = column.name;
        to.unit = column.unit;
        to.role = column.category ? CellRole::category : CellRole::number;
        if (column.category) {
            to.names = std::move(column.codes);
            to.codes.reserve(rows.size());
            for (const std::size_t at : rows) {
                const std::int32_t code = column.integers[at];
                const bool known =
                    code >= 0 && (to.names.empty() || static_cast<std::size_t>(code) < to.names.size());
                to.codes.push_back(known ? code : -1);
            }
        } else {
            to.values.reserve(rows.size());
            for (const std::size_t at : rows)
                to.values.push_back(is_missing(column, at) ? blocks::missing_float
                                    : column.real()        ? static_cast<float>(column.reals[at])
                                                           : static_cast<float>(column.integers[at]));
        }
        column = Column();
        out.cells.columns.push_back(std::move(to));
        if (!progress.report(++done / static_cast<double>(columns.list.size()))) return base::cancelled();
    }
    out.findings = std::move(columns.findings);
    return out;
}

}  // namespace orelens::io
