// .vti: VTK XML image data with one cell array per column; rotated grids through the Direction attribute.
#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "core/base/Parallel.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/vtk/VtkXml.h"

namespace orelens::io {
namespace {

using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;
using blocks::GridGeometry;

constexpr std::uint8_t hidden_cell = 32;  // vtkDataSetAttributes::HIDDENCELL

/// Eight levels at a time, dense, i fastest: what is held in memory at once. `value(leaf, position)` for
/// active blocks, `absent` elsewhere.
template <class Value, class Get>
void write_dense(const BlockModel& model, std::ostream& out, Value absent, const Get& value) {
    const auto& count = model.geometry().count;
    const auto row = static_cast<std::size_t>(count[0]);
    const std::size_t level = row * static_cast<std::size_t>(count[1]);
    const std::int32_t bricks_j = (count[1] + 7) / 8;
    std::vector<Value> slab;
    for (std::int32_t k0 = 0; k0 < count[2]; k0 += 8) {
        const std::int32_t levels = std::min(8, count[2] - k0);
        slab.assign(level * static_cast<std::size_t>(levels), absent);
        base::parallel_for(static_cast<std::size_t>(bricks_j), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t jb = begin; jb < end; ++jb)
                for (std::int32_t i0 = 0; i0 < count[0]; i0 += 8) {
                    const std::size_t n = model.leaf_of({i0, static_cast<std::int32_t>(8 * jb), k0});
                    if (n == model.leaf_count()) continue;
                    const blocks::Leaf& leaf = model.leaf(n);
                    for (int w = 0; w < 8; ++w)
                        for (std::uint64_t word = leaf.active[w]; word != 0; word &= word - 1) {
                            const int bit = std::countr_zero(word);
                            slab[static_cast<std::size_t>(i0 + w) +
                                 row * (8 * jb + static_cast<std::size_t>(bit / 8)) +
                                 level * static_cast<std::size_t>(bit % 8)] = value(n, 64 * w + bit);
                        }
                }
        });
        out.write(reinterpret_cast<const char*>(slab.data()),
                  static_cast<std::streamsize>(slab.size() * sizeof(Value)));
    }
}

VtkArray column_array(const BlockModel& model, const ColumnInfo& info) {
    const auto cells = static_cast<std::uint64_t>(model.geometry().cell_count());
    const bool real = info.type == ColumnType::real;
    VtkArray array{fmt::format("type=\"{}\" Name=\"{}\"", real ? "Float32" : "Int32", xml_escaped(info.name)),
                   4 * cells,
                   {}};
    if (real)
        array.write = [&model, name = info.name](std::ostream& out) {
            write_dense(model, out, blocks::missing_float,
                        [leaves = model.real_leaves(name)](std::size_t n, int p) { return leaves[n][p]; });
        };
    else
        array.write = [&model, name = info.name](std::ostream& out) {
            write_dense(model, out, blocks::missing_int,
                        [leaves = model.integer_leaves(name)](std::size_t n, int p) { return leaves[n][p]; });
        };
    return array;
}

/// Units and category codes, which cell arrays have no place for.
std::string field_data(const BlockModel& model) {
    std::vector<std::string> units;
    std::string codes;
    for (const ColumnInfo& info : model.columns()) {
        units.push_back(info.name + "=" + info.unit);
        if (!info.codes.empty()) codes += vtk_text_array("codes." + info.name, info.codes);
    }
    if (units.empty()) return "";
    return "<FieldData>\n" + vtk_text_array("units", units) + codes + "</FieldData>\n";
}

std::string image_tag(const GridGeometry& g) {
    const auto axis = g.axes();
    std::string direction;  // row-major matrix whose columns are the axes
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c) direction += fmt::format("{}{}", r + c > 0 ? " " : "", axis[c][r] + 0.0);
    const std::string extent = fmt::format("0 {} 0 {} 0 {}", g.count[0], g.count[1], g.count[2]);
    return fmt::format(
        "<ImageData WholeExtent=\"{0}\" Origin=\"{1} {2} {3}\" Spacing=\"{4} {5} {6}\" Direction=\"{7}\">\n",
        extent, g.origin[0], g.origin[1], g.origin[2], g.block_size[0], g.block_size[1], g.block_size[2],
        direction);
}

}  // namespace

base::Expected<void> write_vti(const BlockModel& model, const std::string& path,
                               const base::Progress* progress) {
    const GridGeometry& g = model.geometry();
    std::vector<VtkArray> arrays;
    for (const ColumnInfo& info : model.columns()) arrays.push_back(column_array(model, info));
    if (model.block_count() < g.cell_count())
        arrays.push_back({"type=\"UInt8\" Name=\"vtkGhostType\"", static_cast<std::uint64_t>(g.cell_count()),
                          [&model](std::ostream& out) {
                              write_dense(model, out, hidden_cell,
                                          [](std::size_t, int) { return std::uint8_t{0}; });
                          }});
    const auto body = [&](const std::vector<std::string>& tags) {
        std::string xml =
            image_tag(g) + field_data(model) +
            fmt::format("<Piece Extent=\"0 {} 0 {} 0 {}\">\n", g.count[0], g.count[1], g.count[2]) +
            "<PointData/>\n<CellData>\n";
        for (const std::string& tag : tags) xml += tag;
        return xml + "</CellData>\n</Piece>\n</ImageData>\n";
    };
    return write_vtk_xml(path, "ImageData", arrays, body, progress);
}

}  // namespace orelens::io
