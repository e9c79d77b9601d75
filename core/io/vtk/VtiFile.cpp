// .vti: VTK XML image data with one cell array per column, of the box around the blocks; rotated grids
// through the Direction attribute.
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <vector>

#include "core/io/blocks/BlockFiles.h"
#include "core/io/vtk/VtiParts.h"

namespace orelens::io {
namespace {

using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;
using blocks::GridGeometry;

constexpr std::uint8_t hidden_cell = 32;  // vtkDataSetAttributes::HIDDENCELL

/// i fastest.
constexpr std::array<int, 3> vtk_order{0, 1, 2};

template <class Value, class Get>
void write_dense(const BlockModel& model, const BlockBox& box, std::ostream& out, Value absent,
                 const Get& value) {
    dense_slabs(model, box, vtk_order, absent, value, [&](const Value* values, std::size_t count) {
        out.write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(count * sizeof(Value)));
        return static_cast<bool>(out);
    });
}

VtkArray column_array(const BlockModel& model, const BlockBox& box, const ColumnInfo& info) {
    const auto cells = static_cast<std::uint64_t>(box.cells());
    const bool real = info.type == ColumnType::real;
    VtkArray array{fmt::format("type=\"{}\" Name=\"{}\"", real ? "Float32" : "Int32", xml_escaped(info.name)),
                   4 * cells,
                   {}};
    if (real)
        array.write = [&model, box, name = info.name](std::ostream& out) {
            write_dense(model, box, out, blocks::missing_float,
                        [leaves = model.real_leaves(name)](std::size_t n, int p) { return leaves[n][p]; });
        };
    else
        array.write = [&model, box, name = info.name](std::ostream& out) {
            write_dense(model, box, out, blocks::missing_int,
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

}  // namespace

std::string extent_of(const BlockBox& box) {
    std::string text;
    for (int a = 0; a < 3; ++a) text += fmt::format("{}{} {}", a > 0 ? " " : "", box.low[a], box.high[a] + 1);
    return text;
}

std::string image_attributes(const GridGeometry& g, const BlockBox& whole) {
    const auto axis = g.axes();
    std::string direction;  // row-major matrix whose columns are the axes
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c) direction += fmt::format("{}{}", r + c > 0 ? " " : "", axis[c][r] + 0.0);
    return fmt::format("WholeExtent=\"{0}\" Origin=\"{1} {2} {3}\" Spacing=\"{4} {5} {6}\" Direction=\"{7}\"",
                       extent_of(whole), g.origin[0], g.origin[1], g.origin[2], g.block_size[0], g.block_size[1],
                       g.block_size[2], direction);
}

std::vector<VtkArray> image_arrays(const BlockModel& model, const BlockBox& box, bool hides) {
    std::vector<VtkArray> arrays;
    for (const ColumnInfo& info : model.columns()) arrays.push_back(column_array(model, box, info));
    if (hides)
        arrays.push_back({"type=\"UInt8\" Name=\"vtkGhostType\"", static_cast<std::uint64_t>(box.cells()),
                          [&model, box](std::ostream& out) {
                              write_dense(model, box, out, hidden_cell,
                                          [](std::size_t, int) { return std::uint8_t{0}; });
                          }});
    return arrays;
}

base::Expected<void> write_image(const BlockModel& model, const BlockBox& whole, const BlockBox& piece, bool hides,
                                 const std::string& path, const base::Progress* progress) {
    const auto body = [&](const std::vector<std::string>& tags) {
        std::string xml = fmt::format("<ImageData {}>\n", image_attributes(model.geometry(), whole)) + field_data(model) +
                          fmt::format("<Piece Extent=\"{}\">\n", extent_of(piece)) +
                          "<PointData/>\n<CellData>\n";
        for (const std::string& tag : tags) xml += tag;
        return xml + "</CellData>\n</Piece>\n</ImageData>\n";
    };
    return write_vtk_xml(path, "ImageData", image_arrays(model, piece, hides), body, progress);
}

base::Expected<void> write_vti(const BlockModel& model, const std::string& path,
                               const base::Progress* progress) {
    const BlockBox box = active_box(model);
    return write_image(model, box, box, model.block_count() < box.cells(), path, progress);
}

}  // namespace orelens::io
