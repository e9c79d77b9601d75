// Elements out as .geoh5.
#include <algorithm>
#include <cmath>

#include "core/io/geoh5/Geoh5File.h"
#include "core/io/geoh5/Geoh5Format.h"
#include "core/io/geoh5/Geoh5Workspace.h"
#include "core/io/omf/OmfBlockNotes.h"

namespace orelens::io {
namespace {

using base::Message;
using geoh5::go_on;
using geoh5::Handle;
using geoh5::new_dataset;
using geoh5::new_group;
using geoh5::put_grid;
using geoh5::refuse;
using geoh5::text_type;
using geoh5::triple_type;
using geoh5::Workspace;
using geoh5::write_part;

void put_points(hid_t object, const std::vector<OmfVec3>& points) {
    const Handle type = triple_type();
    const Handle set = new_dataset(object, "Vertices", type, {points.size()});
    if (!points.empty()) write_part(set, type, points.data(), 0, points.size());
}
template <std::size_t N>
void put_cells(hid_t object, const std::vector<std::array<std::int64_t, N>>& cells) {
    const Handle set = new_dataset(object, "Cells", H5T_STD_I32LE, {cells.size(), N});
    if (!cells.empty())
        Handle::check(H5Dwrite(set, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, cells.data()));
}

struct PutGeometry {
    Workspace& workspace;
    const std::string& name;

    Handle operator()(const OmfPoints& g) const {
        Handle object = workspace.object(geoh5::points_type, "Points", name);
        put_points(object, g.points);
        return object;
    }
    Handle operator()(const OmfLines& g) const {
        Handle object = workspace.object(geoh5::curve_type, "Curve", name);
        put_points(object, g.points);
        put_cells(object, g.segments);
        return object;
    }
    Handle operator()(const OmfSurface& g) const {
        Handle object = workspace.object(geoh5::surface_type, "Surface", name);
        put_points(object, g.points);
        put_cells(object, g.triangles);
        return object;
    }
    Handle operator()(const OmfGridSurface&) const {
        refuse(Message("geoh5.sheet", {{"object", name}}), Message("geoh5.sheet_fix"));
    }
    Handle operator()(const OmfVolume& g) const {
        const bool level = g.axis_u[2] == 0 && g.axis_v[2] == 0 && std::abs(g.axis_w[2]) == 1 &&
                           std::abs(g.axis_u[0] - g.axis_v[1]) < 1e-9 &&
                           std::abs(g.axis_u[1] + g.axis_v[0]) < 1e-9;
        if (!level) refuse(Message("geoh5.tilted"), Message("geoh5.tilted_fix"));
        std::array<std::vector<double>, 3> edges;
        const auto fill = [](const std::vector<double>& widths, double sign, std::vector<double>& to) {
            double at = 0;
            to.push_back(0);
            for (const double width : widths) to.push_back(at += sign * width);
        };
        fill(g.widths_u, 1, edges[0]);
        fill(g.widths_v, 1, edges[1]);
        fill(g.widths_w, g.axis_w[2], edges[2]);
        constexpr double degrees = 57.29577951308232;
        return put_grid(workspace, name, g.origin, std::atan2(g.axis_u[1], g.axis_u[0]) * degrees, edges);
    }
};

/// Where in OMF's order the value stands that is number n of the file.
std::vector<std::size_t> file_order(const OmfElement& element, const OmfData& data, std::size_t count) {
    std::vector<std::size_t> order(count);
    const auto* volume = std::get_if<OmfVolume>(&element.geometry);
    const std::size_t nu = volume != nullptr ? volume->widths_u.size() : 0;
    const std::size_t nv = volume != nullptr ? volume->widths_v.size() : 0;
    const std::size_t nw = volume != nullptr ? volume->widths_w.size() : 0;
    for (std::size_t n = 0; n < count; ++n) {
        order[n] = n;
        if (volume == nullptr || data.place != OmfPlace::cells) continue;
        const std::size_t k = n % nw, i = n / nw % nu, j = n / nw / nu;
        order[n] = (i * nv + j) * nw + k;
    }
    return order;
}

void put_texts(hid_t data, const std::vector<std::string>& texts, const std::vector<std::size_t>& order) {
    std::vector<const char*> pointers;
    for (const std::size_t at : order) pointers.push_back(texts[at].c_str());
    const Handle type = text_type();
    const Handle set = new_dataset(data, "Data", type, {pointers.size()});
    if (!pointers.empty()) write_part(set, type, pointers.data(), 0, pointers.size());
}

template <class Value>
void put_values(hid_t data, hid_t file_type, hid_t type, const std::vector<std::size_t>& order,
                const std::function<Value(std::size_t)>& value) {
    std::vector<Value> out;
    out.reserve(order.size());
    for (const std::size_t at : order) out.push_back(value(at));
    const Handle set = new_dataset(data, "Data", file_type, {out.size()});
    if (!out.empty()) write_part(set, type, out.data(), 0, out.size());
}

void put_reals(Workspace& workspace, hid_t group, const OmfData& data, const char* association,
               const std::vector<double>& values, const std::vector<std::size_t>& order,
               const omf::Note& note) {
    const bool whole =
        note.whole && std::ranges::all_of(values, [](double v) {
            return std::isnan(v) || (v > -2147483648.0 && v <= 2147483647.0 && v == std::floor(v));
        });
    if (whole) {
        const Handle made = workspace.data(group, data.name, association, "Integer", note.unit, {});
        return put_values<std::int32_t>(made, H5T_STD_I32LE, H5T_NATIVE_INT32, order, [&](std::size_t at) {
            return std::isnan(values[at]) ? geoh5::no_integer : static_cast<std::int32_t>(values[at]);
        });
    }
    const Handle made = workspace.data(group, data.name, association, "Float", note.unit, {});
    put_values<float>(made, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, order, [&](std::size_t at) {
        return std::isnan(values[at]) ? geoh5::no_float : static_cast<float>(values[at]);
    });
}

void put_mapped(Workspace& workspace, hid_t group, const OmfData& data, const char* association,
                const OmfMapped& mapped, const std::vector<std::size_t>& order) {
    std::vector<std::string> codes;
    for (const OmfLegend& legend : mapped.legends)
        if (const auto* texts = std::get_if<std::vector<std::string>>(&legend.values)) {
            codes = *texts;
            break;
        }
    const Handle made = workspace.data(group, data.name, association, "Referenced",
                                       omf::note_of(data.description).unit, codes);
    put_values<std::uint32_t>(made, H5T_STD_U32LE, H5T_NATIVE_UINT32, order, [&](std::size_t at) {
        return static_cast<std::uint32_t>(mapped.indices[at] + 1);
    });
}

void put_data(Workspace& workspace, hid_t group, const OmfElement& element, const OmfData& data) {
    const char* association = data.place == OmfPlace::vertices ? "Vertex" : "Cell";
    const std::size_t count = *omf_count(element, data.place);
    const auto order = file_order(element, data, count);
    const omf::Note note = omf::note_of(data.description);
    if (const auto* reals = std::get_if<OmfReals>(&data.values)) {
        put_reals(workspace, group, data, association, reals->values, order, note);
    } else if (const auto* integers = std::get_if<OmfIntegers>(&data.values)) {
        const bool fit = std::ranges::all_of(
            integers->values, [](std::int64_t v) { return v > geoh5::no_integer && v <= 2147483647LL; });
        const std::vector<double> values(integers->values.begin(), integers->values.end());
        put_reals(workspace, group, data, association, values, order, {note.unit, fit, {}});
    } else if (const auto* texts = std::get_if<OmfTexts>(&data.values)) {
        const Handle made =
            workspace.data(group, data.name, association, texts->times ? "DateTime" : "Text", note.unit, {});
        put_texts(made, texts->values, order);
    } else if (const auto* mapped = std::get_if<OmfMapped>(&data.values)) {
        put_mapped(workspace, group, data, association, *mapped, order);
    } else {
        refuse(Message("geoh5.data_kind", {{"object", element.name + "/" + data.name}}),
               Message("geoh5.data_kind_fix"));
    }
}

}  // namespace

base::Expected<void> write_geoh5(const OmfProject& project, const std::string& path,
                                 const base::Progress& progress) {
    const auto fill = [&](Workspace& workspace) {
        double done = 0;
        for (const OmfElement& element : project.elements) {
            const Handle object = std::visit(PutGeometry{workspace, element.name}, element.geometry);
            const Handle group = new_group(object, "Data");
            for (const OmfData& data : element.data) {
                put_data(workspace, group, element, data);
                go_on(progress, done / static_cast<double>(project.elements.size()));
            }
            go_on(progress, ++done / static_cast<double>(project.elements.size()));
        }
    };
    return geoh5::write_file(path, project.name, fill, progress);
}

}  // namespace orelens::io
