// Blocks in VTK's XML files: image data, rectilinear grids, and hexahedra of unstructured grids as
// sub-blocks.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/ModelNeed.h"
#include "core/io/blocks/TableCells.h"
#include "core/io/blocks/TableLines.h"
#include "core/io/blocks/VtkArrays.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::Vec3;

constexpr std::uint8_t hidden_cell = 32, duplicate_cell = 1;

std::vector<double> listed(const std::string& text) {
    std::vector<double> out;
    for (const std::string& field : line_fields(text, ' '))
        if (const auto value = table_number(field)) out.push_back(*value);
    return out;
}

std::unexpected<base::Error> refused(const VtkDocument& document, const char* key, ModelWords args = {}) {
    return base::fail(ErrorKind::data, Message(key, std::move(args)), {.file = document.path()},
                      Message("model.vtk_fix"));
}

/// Frame with w nearest to the vertical and v to the north; `order[a]` is the file's axis that ours is,
/// `flip[a]` that it runs the other way.
struct Frame {
    std::array<Vec3, 3> axes;
    std::array<std::size_t, 3> order{0, 1, 2};
    std::array<bool, 3> flip{};
    std::array<double, 3> angles{};
};
std::optional<Frame> frame_of(const std::array<Vec3, 3>& given) {
    Frame frame;
    const auto up = [&](std::size_t a) { return std::abs(given[a][2]); };
    if (up(0) > up(frame.order[2]) || up(1) > up(frame.order[2])) {
        const std::size_t w = up(0) > up(1) ? 0 : 1;
        std::swap(frame.order[2], frame.order[w]);
    }
    if (std::abs(given[frame.order[0]][1]) > std::abs(given[frame.order[1]][1]))
        std::swap(frame.order[0], frame.order[1]);
    for (std::size_t a = 0; a < 3; ++a) frame.axes[a] = given[frame.order[a]];
    const auto turn = [&](std::size_t a) {
        frame.flip[a] = !frame.flip[a];
        for (double& c : frame.axes[a]) c = -c;
    };
    if (frame.axes[2][2] < 0) turn(2);
    if (frame.axes[1][1] < 0) turn(1);
    auto angles = blocks::frame_angles(frame.axes);
    if (!angles) {
        turn(0);
        angles = blocks::frame_angles(frame.axes);
    }
    if (!angles) return std::nullopt;
    frame.angles = *angles;
    return frame;
}

/// A regular or rectilinear mesh as the file has it: corner, widths along its own axes.
struct Mesh {
    Vec3 origin{};
    std::array<Vec3, 3> axes{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    std::array<std::vector<double>, 3> width;
    bool at_points = false;
};

/// Half of the last digit of a coordinate.
double rounding(double farthest, bool single) {
    return farthest > 0 ? std::ldexp(1.0, std::ilogb(farthest) - (single ? 24 : 53)) : 0;
}

/// Six numbers first…last along each axis → counts of cells.
std::optional<std::array<double, 3>> extent_of(const std::string& text) {
    const auto v = listed(text);
    if (v.size() != 6) return std::nullopt;
    std::array<double, 3> count{};
    for (std::size_t a = 0; a < 3; ++a) {
        count[a] = v[2 * a + 1] - v[2 * a];
        if (count[a] < 0 || count[a] > 1e6 || count[a] != std::floor(count[a])) return std::nullopt;
    }
    return count;
}

class Reader {
  public:
    Reader(const VtkDocument& document, const blocks::ModelRule& rule) : document_(document), rule_(rule) {}

    Expected<ReadCells> read(base::Progress& progress, Questions* questions) {
        const std::string type = document_.root().attribute("type");
        const VtkElement* grid = document_.root().child(type);
        // What parallel programs write names its pieces, which are files of their own.
        for (const char* parallel : {"PImageData", "PRectilinearGrid", "PUnstructuredGrid"})
            if (type == parallel)
                return base::fail(ErrorKind::data, Message("model.vtk_parallel", {{"type", type}}),
                                  {.file = document_.path()}, Message("model.vtk_parallel_fix"));
        if (grid == nullptr ||
            (type != "ImageData" && type != "RectilinearGrid" && type != "UnstructuredGrid"))
            return refused(document_, "model.vtk_type", {{"type", type}});
        std::size_t pieces = 0;
        for (const auto& child : grid->children) pieces += child->name == "Piece" ? 1 : 0;
        if (pieces != 1) return refused(document_, "model.vtk_pieces", {{"pieces", std::to_string(pieces)}});
        piece_ = grid->child("Piece");
        read_.table.file = document_.path();
        take_field_data(*grid);
        auto placed = type == "UnstructuredGrid" ? hexahedra(progress) : mesh(*grid, type == "ImageData");
        if (!placed) return std::unexpected(placed.error());
        if (auto columns = take_columns(progress); !columns) return std::unexpected(columns.error());
        read_.mapping.program = "VTK";
        if (auto mapped = map_cells(read_, rule_, true, progress, questions); !mapped)
            return std::unexpected(mapped.error());
        return std::move(read_);
    }

  private:
    Expected<void> mesh(const VtkElement& grid, bool image);
    Expected<void> hexahedra(base::Progress& progress);
    Expected<void> take_columns(base::Progress& progress);
    bool one_size_again(const Vec3& rounded, const base::Progress& progress);
    void take_field_data(const VtkElement& grid);
    void take_texts(const VtkElement& array);
    void name_codes(blocks::CellColumn& column) const;
    Expected<void> check_memory(double per_cell) const;
    Expected<void> place(const Mesh& mesh);
    [[nodiscard]] bool any_array_holds(const VtkElement* data, double count) const {
        if (data == nullptr) return false;
        return std::ranges::any_of(data->children, [&](const auto& array) {
            return array->name == "DataArray" && document_.can_hold(*array, count);
        });
    }

    const VtkDocument& document_;
    const blocks::ModelRule& rule_;
    const VtkElement* piece_ = nullptr;
    ReadCells read_;
    std::map<std::string, std::string> units_;               ///< of columns, from the file's notes
    std::map<std::string, std::vector<std::string>> codes_;  ///< names of the numbers of a column
    std::vector<std::uint32_t> order_;  ///< place of the file's cell in ours; empty = the same
    std::size_t cells_ = 0;
    bool at_points_ = false;
};

Expected<void> Reader::mesh(const VtkElement& grid, bool image) {
    std::string extent = piece_->attribute("Extent");
    if (extent.empty()) extent = grid.attribute("WholeExtent");
    auto count = extent_of(extent);
    if (!count) return refused(document_, "model.vtk_extent");
    const auto first = listed(extent);
    Mesh mesh;
    const auto product = [](const std::array<double, 3>& n) { return n[0] * n[1] * n[2]; };
    const VtkElement* cell_data = piece_->child("CellData");
    mesh.at_points = cell_data == nullptr || cell_data->children.empty();
    std::array<double, 3> cells = *count;
    if (mesh.at_points)
        for (double& n : cells) n += 1;
    if (product(cells) < 1 || product(cells) > static_cast<double>(blocks::max_cells))
        return refused(document_, "model.vtk_extent");
    if (!any_array_holds(mesh.at_points ? piece_->child("PointData") : cell_data, product(cells)))
        return refused(document_, "model.vtk_no_data");
    at_points_ = mesh.at_points;
    cells_ = static_cast<std::size_t>(product(cells));
    // Axes that run otherwise than ours need the place of every cell besides.
    if (auto fits = check_memory(grid.attribute("Direction").empty() ? 0 : 4); !fits) return fits;
    if (image) {
        const auto origin = listed(grid.attribute("Origin")), spacing = listed(grid.attribute("Spacing"));
        const auto direction = listed(grid.attribute("Direction"));
        if (origin.size() != 3 || spacing.size() != 3) return refused(document_, "model.vtk_extent");
        for (std::size_t a = 0; a < 3; ++a) {
            if (!(spacing[a] > 0)) return refused(document_, "model.vtk_extent");
            if (direction.size() == 9)
                for (std::size_t c = 0; c < 3; ++c) mesh.axes[a][c] = direction[3 * c + a];
        }
        mesh.origin = {origin[0], origin[1], origin[2]};
        for (std::size_t a = 0; a < 3; ++a) {
            const double from = first[2 * a] * spacing[a] - (mesh.at_points ? spacing[a] / 2 : 0);
            for (std::size_t c = 0; c < 3; ++c) mesh.origin[c] += from * mesh.axes[a][c];
            mesh.width[a].assign(static_cast<std::size_t>(cells[a]), spacing[a]);
        }
        return place(mesh);
    }
    const VtkElement* coordinates = piece_->child("Coordinates");
    if (coordinates == nullptr || coordinates->children.size() < 3 || mesh.at_points)
        return refused(document_, "model.vtk_no_data");
    for (std::size_t a = 0; a < 3; ++a) {
        auto at = document_.numbers(*coordinates->children[a], static_cast<std::size_t>((*count)[a]) + 1);
        if (!at) return std::unexpected(at.error());
        mesh.origin[a] = at->front();
        for (std::size_t n = 1; n < at->size(); ++n) {
            mesh.width[a].push_back((*at)[n] - (*at)[n - 1]);
            if (!(mesh.width[a].back() > 0)) return refused(document_, "model.vtk_extent");
        }
    }
    return place(mesh);
}

Expected<void> Reader::place(const Mesh& mesh) {
    const auto frame = frame_of(mesh.axes);
    if (!frame) return refused(document_, "model.vtk_axes");
    blocks::TensorMesh ours;
    ours.origin = mesh.origin;
    ours.azimuth_deg = frame->angles[0];
    ours.dip_deg = frame->angles[1];
    ours.roll_deg = frame->angles[2];
    for (std::size_t a = 0; a < 3; ++a) {
        ours.width[a] = mesh.width[frame->order[a]];
        if (!frame->flip[a]) continue;
        double length = 0;
        for (const double width : ours.width[a]) length += width;
        for (std::size_t c = 0; c < 3; ++c) ours.origin[c] -= length * frame->axes[a][c];
        std::ranges::reverse(ours.width[a]);
    }
    blocks::place_cells(ours, read_.table);
    const bool same = frame->order == std::array<std::size_t, 3>{0, 1, 2} && !frame->flip[0] &&
                      !frame->flip[1] && !frame->flip[2];
    if (same) return {};
    std::array<std::size_t, 3> count{};
    for (std::size_t a = 0; a < 3; ++a) count[a] = mesh.width[a].size();
    order_.resize(cells_);
    for (std::size_t n = 0; n < cells_; ++n) {
        const std::array<std::size_t, 3> at{n % count[0], n / count[0] % count[1], n / (count[0] * count[1])};
        std::array<std::size_t, 3> to{};
        for (std::size_t a = 0; a < 3; ++a) {
            const std::size_t from = at[frame->order[a]];
            to[a] = frame->flip[a] ? count[frame->order[a]] - 1 - from : from;
        }
        order_[n] = static_cast<std::uint32_t>(to[0] + count[frame->order[0]] *
                                                           (to[1] + count[frame->order[1]] * to[2]));
    }
    return {};
}

Expected<void> Reader::hexahedra(base::Progress& progress) {
    const auto points = table_number(piece_->attribute("NumberOfPoints"));
    const auto cells = table_number(piece_->attribute("NumberOfCells"));
    const VtkElement* places = piece_->child("Points");
    const VtkElement* lists = piece_->child("Cells");
    if (!points || !cells || places == nullptr || places->children.empty() || lists == nullptr ||
        *points < 8 || *cells < 1 || *points > 4e9 || *cells > 4e9)
        return refused(document_, "model.vtk_no_data");
    const VtkElement *connectivity = nullptr, *offsets = nullptr, *types = nullptr;
    for (const auto& array : lists->children) {
        if (array->attribute("Name") == "connectivity") connectivity = array.get();
        if (array->attribute("Name") == "offsets") offsets = array.get();
        if (array->attribute("Name") == "types") types = array.get();
    }
    if (connectivity == nullptr || offsets == nullptr || types == nullptr ||
        !document_.can_hold(*places->children.front(), 3 * *points) || !document_.can_hold(*types, *cells))
        return refused(document_, "model.vtk_no_data");
    cells_ = static_cast<std::size_t>(*cells);
    // Kinds, corners, centres and sizes of cells, and the points.
    if (auto fits = check_memory(4 + 64 + 48 + 24 * *points / *cells); !fits) return fits;
    const auto kinds = document_.floats(*types, cells_);
    if (!kinds) return std::unexpected(kinds.error());
    for (const float kind : *kinds)
        if (kind != 11 && kind != 12)
            return refused(document_, "model.vtk_cells", {{"kind", base::number(kind)}});
    const auto at = document_.numbers(*places->children.front(), 3 * static_cast<std::size_t>(*points));
    if (!at) return std::unexpected(at.error());
    const auto corners = document_.numbers(*connectivity, 8 * cells_);
    if (!corners) return std::unexpected(corners.error());
    const auto corner = [&](std::size_t cell, std::size_t n) {
        const auto point = static_cast<std::size_t>((*corners)[8 * cell + n]);
        return Vec3{(*at)[3 * point], (*at)[3 * point + 1], (*at)[3 * point + 2]};
    };
    for (const double point : *corners)
        if (!(point >= 0 && point < *points)) return refused(document_, "model.vtk_no_data");
    for (const double value : *at)
        if (!std::isfinite(value)) return refused(document_, "model.vtk_no_data");
    std::optional<Frame> frame;
    std::array<Vec3, 3> first{};
    std::array<double, 3> first_size{};
    const bool single = places->children.front()->attribute("type") == "Float32";
    Vec3 reach{};
    for (std::size_t n = 0; n < at->size(); ++n) reach[n % 3] = std::max(reach[n % 3], std::abs((*at)[n]));
    const double farthest = *std::ranges::max_element(reach);
    for (std::size_t cell = 0; cell < cells_; ++cell) {
        if (cell % 65536 == 0 && !progress.report(0.5 * static_cast<double>(cell) / *cells))
            return base::cancelled();
        // A voxel counts its corners row by row, a hexahedron around.
        const std::array<std::size_t, 3> ends{1, (*kinds)[cell] == 11 ? 2U : 3U, 4};
        const Vec3 zero = corner(cell, 0);
        std::array<Vec3, 3> edge{};
        std::array<double, 3> size{};
        for (std::size_t a = 0; a < 3; ++a) {
            const Vec3 end = corner(cell, ends[a]);
            for (std::size_t c = 0; c < 3; ++c) edge[a][c] = end[c] - zero[c];
            size[a] = std::hypot(edge[a][0], edge[a][1], edge[a][2]);
            if (!(size[a] > 0)) return refused(document_, "model.vtk_axes");
            for (double& c : edge[a]) c /= size[a];
        }
        if (!frame) {
            frame = frame_of(edge);
            if (!frame) return refused(document_, "model.vtk_axes");
            first = edge;
            first_size = size;
        }
        // Far from the origin a coordinate of four bytes is rounded by more than that.
        for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t c = 0; c < 3; ++c)
                if (std::abs(edge[a][c] - first[a][c]) >
                    1e-4 + 4 * rounding(farthest, single) / std::min(size[a], first_size[a]))
                    return refused(document_, "model.vtk_axes");
        Vec3 middle{};
        for (std::size_t n = 0; n < 8; ++n)
            for (std::size_t c = 0; c < 3; ++c) middle[c] += corner(cell, n)[c] / 8;
        for (std::size_t a = 0; a < 3; ++a) {
            read_.table.centre[a].push_back(middle[a]);
            read_.table.size[a].push_back(size[frame->order[a]]);
        }
    }
    // Both ends of an edge are rounded, so that one size is written as several, up to four halves apart.
    Vec3 rounded{};
    for (std::size_t a = 0; a < 3; ++a)
        for (std::size_t c = 0; c < 3; ++c) rounded[a] += 4 * std::abs(frame->axes[a][c]) * rounding(reach[c], single);
    if (!one_size_again(rounded, progress)) return base::cancelled();
    read_.table.rotation = blocks::CellTable::Rotation{
        frame->angles[0],
        frame->angles[1],
        frame->angles[2],
        {read_.table.centre[0][0], read_.table.centre[1][0], read_.table.centre[2][0]}};
    return {};
}

/// Sizes that differ by no more than `rounded` along their axis become one, their mean. False: cancelled.
bool Reader::one_size_again(const Vec3& rounded, const base::Progress& progress) {
    for (std::size_t a = 0; a < 3; ++a) {
        blocks::PackedReals& size = read_.table.size[a];
        std::vector<double> sorted = size.values();
        std::ranges::sort(sorted);
        std::vector<std::pair<double, double>> groups;  // largest of a group, and its mean
        for (std::size_t n = 0; n < sorted.size();) {
            double sum = 0;
            std::size_t end = n;
            for (; end < sorted.size() && sorted[end] - sorted[n] <= rounded[a]; ++end) sum += sorted[end];
            groups.emplace_back(sorted[end - 1], sum / static_cast<double>(end - n));
            n = end;
        }
        const auto mean = [&](std::size_t, double value) {
            return std::ranges::lower_bound(groups, value, {}, &std::pair<double, double>::first)->second;
        };
        if (!size.change(mean, progress.part(1, 1))) return false;
    }
    return true;
}

/// What this program writes beside the cells: "units" with "Cu=ppm" …, and "codes.rock" with the names of a
/// column's numbers.
void Reader::take_field_data(const VtkElement& grid) {
    for (const VtkElement* holder : {&document_.root(), &grid}) {
        const VtkElement* notes = holder->child("FieldData");
        if (notes == nullptr) continue;
        for (const auto& array : notes->children) {
            const std::string name = array->attribute("Name");
            auto texts = VtkDocument::texts(*array);
            if (!texts) continue;
            if (name.starts_with("codes.")) codes_[name.substr(6)] = std::move(*texts);
            if (name != "units") continue;
            for (const std::string& text : *texts)
                if (const std::size_t equals = text.rfind('='); equals != std::string::npos)
                    units_[text.substr(0, equals)] = text.substr(equals + 1);
        }
    }
}

/// Numbers whose names the file states become codes. Reasons to exclude a block are one flag here.
void Reader::name_codes(blocks::CellColumn& column) const {
    const auto found = codes_.find(column.name);
    if (found == codes_.end()) return;
    if (lower(column.name) == "excluded") {
        for (float& value : column.values)
            if (!std::isnan(value)) value = value != 0 ? 1 : 0;
        return;
    }
    const auto count = static_cast<float>(found->second.size());
    const bool fit = std::ranges::all_of(column.values, [count](float value) {
        return std::isnan(value) || (value >= 0 && value < count && value == std::floor(value));
    });
    if (!fit) return;
    column.codes.reserve(column.values.size());
    for (const float value : column.values)
        column.codes.push_back(std::isnan(value) ? -1 : static_cast<std::int32_t>(value));
    column.names = found->second;
    column.values = {};
    column.role = blocks::CellRole::category;
}

/// A column of texts is one of codes.
void Reader::take_texts(const VtkElement& array) {
    const std::string name = array.attribute("Name");
    const auto unused = [&](const char* why) {
        read_.findings.push_back(model_finding("model_column_unused", base::Severity::warning,
                                               document_.path(), 1, {{"why", why}}, name));
    };
    const auto texts = VtkDocument::texts(array);
    if (!texts || texts->size() != cells_) return unused("@model.why.strings");
    blocks::CellColumn column;
    column.name = name;
    column.role = blocks::CellRole::category;
    std::map<std::string, std::int32_t> numbers;
    for (const std::string& text : *texts)
        if (!text.empty() && numbers.size() <= most_codes) numbers.emplace(text, 0);
    if (numbers.size() > most_codes) return unused("@model.why.too_many");
    for (auto& [text, number] : numbers) {
        number = static_cast<std::int32_t>(column.names.size());
        column.names.push_back(text);
    }
    column.codes.resize(cells_);
    for (std::size_t n = 0; n < cells_; ++n)
        column.codes[order_.empty() ? n : order_[n]] = (*texts)[n].empty() ? -1 : numbers.at((*texts)[n]);
    read_.table.columns.push_back(std::move(column));
}

/// Four bytes for each value, and while one column is unpacked its numbers in the file's own size.
Expected<void> Reader::check_memory(double per_cell) const {
    double columns = 0;
    for (const char* data : {"CellData", "PointData"})
        if (const VtkElement* list = piece_->child(data))
            columns += static_cast<double>(list->children.size());
    return check_need(static_cast<double>(cells_) * (4 * columns + 12 + per_cell), document_.path());
}

Expected<void> Reader::take_columns(base::Progress& progress) {
    const VtkElement* data = piece_->child(at_points_ ? "PointData" : "CellData");
    const VtkElement* points = at_points_ ? nullptr : piece_->child("PointData");
    for (std::size_t n = 0; points != nullptr && n < points->children.size(); ++n)
        if (VtkDocument::is_array(*points->children[n]))
            read_.findings.push_back(model_finding("model_column_unused", base::Severity::warning, document_.path(), 1,
                                                   {{"why", "@model.why.at_points"}},
                                                   points->children[n]->attribute("Name")));
    if (data == nullptr) return refused(document_, "model.vtk_no_data");
    std::vector<float> ghost;
    double done = 0;
    for (const auto& array : data->children) {
        if (!VtkDocument::is_array(*array)) continue;
        const std::string name = array->attribute("Name"), parts = array->attribute("NumberOfComponents");
        if (!parts.empty() && parts != "1") {
            read_.findings.push_back(model_finding("model_column_unused", base::Severity::info,
                                                   document_.path(), 1, {{"why", "@model.why.components"}},
                                                   name));
            continue;
        }
        if (array->attribute("type") == "String") {
            take_texts(*array);
            continue;
        }
        auto values = document_.floats(*array, cells_);
        if (!values) return std::unexpected(values.error());
        if (!order_.empty()) {
            std::vector<float> ordered(values->size());
            for (std::size_t n = 0; n < cells_; ++n) ordered[order_[n]] = (*values)[n];
            *values = std::move(ordered);
        }
        if (!progress.report(0.5 + 0.5 * ++done / static_cast<double>(data->children.size())))
            return base::cancelled();
        if (name == "vtkGhostType") {
            ghost = std::move(*values);
            continue;
        }
        blocks::CellColumn column;
        column.name = name;
        column.values = std::move(*values);
        for (float& value : column.values)
            if (!std::isfinite(value) || value == -2147483648.0F)
                value = std::numeric_limits<float>::quiet_NaN();
        if (const auto unit = units_.find(name); unit != units_.end()) column.unit = unit->second;
        name_codes(column);
        read_.table.columns.push_back(std::move(column));
    }
    if (at_points_)
        read_.findings.push_back(
            model_finding("model_points_as_blocks", base::Severity::info, document_.path(), 1, {}));
    if (ghost.empty()) return {};
    std::vector<bool> keep(cells_);
    for (std::size_t n = 0; n < cells_; ++n)
        keep[n] = (static_cast<int>(ghost[n]) & (hidden_cell | duplicate_cell)) == 0;
    if (!keep_cells(read_.table, keep, progress)) return base::cancelled();
    return {};
}

}  // namespace

Expected<ReadCells> read_vtk_cells(const blocks::ModelRule& rule, const std::string& path,
                                   base::Progress& progress, Questions* questions) {
    base::Progress opening = progress.part(0, 0.4);
    const auto document = VtkDocument::open(path, opening);
    if (!document) return std::unexpected(document.error());
    base::Progress reading = progress.part(0.4, 1);
    return Reader(*document, rule).read(reading, questions);
}

}  // namespace orelens::io
