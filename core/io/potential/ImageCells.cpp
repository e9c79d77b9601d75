// VTK images as evidence: cells where they are, extents that do not begin at 0, turned by Direction; point data as nodes.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Memory.h"
#include "core/blocks/CellTable.h"
#include "core/io/blocks/NumberText.h"
#include "core/io/blocks/VtkArrays.h"
#include "core/io/potential/EvidenceFile.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

std::vector<double> numbers_in(const std::string& text) {
    NumberText words(text, "");
    std::vector<double> out;
    while (const auto value = words.next()) out.push_back(*value);
    return out;
}

/// Counts of values of a plain array, where the file tells: raw and uncompressed or zlib blocks alike are asked by the
/// document itself; here only for the words of a refusal.
base::Expected<std::vector<float>> values_of(const VtkDocument& document, const VtkElement& array, std::size_t cells) {
    auto values = document.floats(array, cells);
    if (values) return values;
    for (std::size_t fewer = cells; fewer-- > 0 && cells - fewer < 4096;)
        if (document.floats(array, fewer))
            return evidence_refused(document.path(), "evidence.vti_array",
                                    {{"array", array.attribute("Name")}, {"values", std::to_string(fewer)}, {"cells", std::to_string(cells)}});
    return values;
}

}  // namespace

base::Expected<EvidenceFile> read_image_cells(const std::string& path, const EvidenceRule& rule, const base::Progress& progress) {
    base::Progress opening = progress;
    const auto document = VtkDocument::open(path, opening);
    if (!document) return std::unexpected(document.error());
    const VtkElement* image = document->root().child("ImageData");
    const VtkElement* piece = image != nullptr ? image->child("Piece") : nullptr;
    if (piece == nullptr) return evidence_refused(path, "evidence.vti_image");
    std::string extent_text = piece->attribute("Extent");
    if (extent_text.empty()) extent_text = image->attribute("WholeExtent");
    const auto extent = numbers_in(extent_text), origin = numbers_in(image->attribute("Origin")), spacing = numbers_in(image->attribute("Spacing"));
    auto direction = numbers_in(image->attribute("Direction"));
    if (direction.empty()) direction = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    if (extent.size() != 6 || origin.size() != 3 || spacing.size() != 3 || direction.size() != 9) return evidence_refused(path, "evidence.vti_image");
    for (const double s : spacing)
        if (!(s > 0)) return evidence_refused(path, "evidence.vti_spacing", {{"spacing", base::number(s)}});
    double most = 1;  // nodes; a point more than cells on each side
    for (std::size_t a = 0; a < 3; ++a) {
        const double low = extent[2 * a], high = extent[2 * a + 1];
        if (!(std::abs(low) <= 1e9) || !(std::abs(high) <= 1e9) || low != std::floor(low) || high != std::floor(high) || high < low) return evidence_refused(path, "evidence.vti_image");
        most *= high - low + 1;
    }
    if (most > static_cast<double>(blocks::max_cells)) return evidence_refused(path, "evidence.too_many_cells");
    if (const double machine = base::machine_memory(), bytes = 8 * most; machine > 0 && bytes > machine / 2)
        return evidence_refused(path, "evidence.too_much_memory", {{"need", base::memory_text(bytes)}, {"has", base::memory_text(machine)}});
    std::array<std::int32_t, 3> count{};
    shapes::Vec3 corner{origin[0], origin[1], origin[2]};
    for (std::size_t a = 0; a < 3; ++a) {
        count[a] = static_cast<std::int32_t>(extent[2 * a + 1] - extent[2 * a]);
        for (std::size_t c = 0; c < 3; ++c) corner[c] += direction[3 * c + a] * extent[2 * a] * spacing[a];
    }
    EvidenceFile file;
    file.format = "VTK image";
    const VtkElement* cells = piece->child("CellData");
    const VtkElement* points = piece->child("PointData");
    const auto first_array = [](const VtkElement* data) -> const VtkElement* {
        if (data == nullptr) return nullptr;
        for (const auto& child : data->children)
            if (VtkDocument::is_array(*child)) return child.get();
        return nullptr;
    };
    if (const VtkElement* array = first_array(cells)) {
        if (count[0] < 1 || count[1] < 1 || count[2] < 1) return evidence_refused(path, "evidence.vti_image");
        GridCells made;
        made.name = array->attribute("Name");
        made.grid.origin = corner;
        made.grid.block_size = {spacing[0], spacing[1], spacing[2]};
        made.grid.count = count;
        std::array<blocks::Vec3, 3> axes{};
        for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t c = 0; c < 3; ++c) axes[a][c] = direction[3 * c + a];
        const auto angles = blocks::frame_angles(axes);
        if (!angles) return evidence_refused(path, "evidence.vti_direction");
        made.grid.azimuth_deg = (*angles)[0];
        made.grid.dip_deg = (*angles)[1];
        made.grid.roll_deg = (*angles)[2];
        auto values = values_of(*document, *array, static_cast<std::size_t>(made.grid.cell_count()));
        if (!values) return std::unexpected(values.error());
        made.values = std::move(*values);
        drop_no_data(file, path, made.values, rule);
        file.data = std::move(made);
        return file;
    }
    const VtkElement* array = first_array(points);
    if (array == nullptr) return evidence_refused(path, "evidence.vti_no_data");
    if (direction != std::vector<double>{1, 0, 0, 0, 1, 0, 0, 0, 1}) return evidence_refused(path, "evidence.vti_turned_points");
    potential::NodeModel nodes;
    nodes.from.file = path;
    nodes.origin = corner;
    nodes.step = {spacing[0], spacing[1], spacing[2]};
    for (std::size_t a = 0; a < 3; ++a) nodes.count[a] = count[a] + 1;
    auto values = values_of(*document, *array, static_cast<std::size_t>(nodes.count[0]) * static_cast<std::size_t>(nodes.count[1]) * static_cast<std::size_t>(nodes.count[2]));
    if (!values) return std::unexpected(values.error());
    nodes.values = std::move(*values);
    drop_no_data(file, path, nodes.values, rule);
    file.data = std::move(nodes);
    file.findings.push_back(evidence_finding(path, "evidence.vti_points", {}, 0, base::Severity::info));
    return file;
}

}  // namespace orelens::io
