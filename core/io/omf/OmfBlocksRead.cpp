// Block grids of OMF in.
#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/Memory.h"
#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/omf/OmfBlocks.h"
#include "core/io/omf/OmfColumns.h"
#include "core/io/omf/OmfNames.h"

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
using omf::Column;
using omf::Columns;
using omf::is_missing;

std::unexpected<base::Error> refuse(Message what, Message fix = Message()) {
    return base::fail(ErrorKind::data, std::move(what), {}, std::move(fix));
}

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

/// For people: the one grid of an import has no number.
std::string name_of(const OmfElement& element) {
    return element.name.empty() ? "grid" : element.name;
}

/// A grid is three lists of widths: without values, a small file could state any number of cells.
base::Expected<void> check_values(const OmfElement& element) {
    for (const OmfData& data : element.data)
        if (data.place == OmfPlace::cells) return {};
    return refuse(Message("omf.no_values", {{"object", name_of(element)}}), Message("omf.export_again"));
}

/// Four bytes a value, beside the numbers of the file that are held already, and the row of each cell.
base::Expected<void> check_memory(const Order& order, std::size_t columns) {
    const double bytes = static_cast<double>(order.cells()) * (4.0 * static_cast<double>(columns) + 12);
    if (const double memory = base::machine_memory(); memory > 0 && bytes + base::process_memory() > memory)
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
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return all.empty() ? "-" : all;
}

}  // namespace

base::Expected<OmfElement> take_omf_volume(OmfProject&& project, const std::string& name) {
    std::vector<OmfElement*> volumes;
    for (OmfElement& element : project.elements)
        if (is_volume(element)) volumes.push_back(&element);
    if (volumes.empty())
        return refuse(Message("omf.no_grid", {{"names", joined(element_names(project))}}),
                      Message("omf.export_grid"));
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
    if (volume == nullptr) return refuse(Message("omf.no_grid", {{"names", name_of(element)}}));
    if (auto some = check_values(element); !some) return std::unexpected(some.error());
    auto where = placed(*volume);
    if (!where) return std::unexpected(where.error());
    CellTable table;
    blocks::place_cells(where->mesh, table);
    if (!table.grid || !table.centre[0].empty())
        return refuse(Message("omf.unequal_cells", {{"object", name_of(element)}}),
                      Message("omf.import_unequal"));
    if (auto fine = blocks::check_geometry(*table.grid); !fine) return std::unexpected(fine.error());
    if (auto fits = check_memory(where->order, element.data.size()); !fits)
        return std::unexpected(fits.error());
    Columns columns(name_of(element));
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
    if (volume == nullptr) return refuse(Message("omf.no_grid", {{"names", name_of(element)}}));
    if (auto some = check_values(element); !some) return std::unexpected(some.error());
    auto where = placed(*volume);
    if (!where) return std::unexpected(where.error());
    const Order& order = where->order;
    if (auto fits = check_memory(order, element.data.size()); !fits) return std::unexpected(fits.error());
    OmfCells out;
    out.cells.program = "OMF";
    out.cells.unit = "m";
    if (!blocks::place_cells(where->mesh, out.cells, progress.part(0, 0))) return base::cancelled();
    Columns columns(name_of(element));
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
