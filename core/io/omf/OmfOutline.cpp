// What an OMF file holds, and which block grids, told from its objects and widths alone.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/RegularFile.h"
#include "core/io/omf/OmfArchive.h"
#include "core/io/omf/OmfFile.h"

namespace orelens::io {
namespace {

using omf::Archive;
using omf::Json;
using omf::member;
using omf::wrong_member;

bool even(const std::vector<double>& widths) {
    return std::ranges::all_of(
        widths, [&](double w) { return std::abs(w - widths.front()) <= 1e-6 * std::abs(widths.front()); });
}

/// Nothing for an element of another kind.
std::optional<OmfGridOutline> outline_of(Archive& archive, const Json& reference) {
    const Json& object = archive.object(reference, "Project");
    OmfGridOutline grid;
    grid.name = omf::text(object, "name", "Project");
    const std::string of = grid.name.empty() ? omf::text(object, "__class__", "Project") : grid.name;
    const Json* where = member(object, "geometry");
    if (where == nullptr) wrong_member(of, "geometry");
    const Json& geometry = archive.object(*where, of);
    if (omf::text(geometry, "__class__", of) != "VolumeGridGeometry") return std::nullopt;
    const char* names[] = {"tensor_u", "tensor_v", "tensor_w"};
    for (std::size_t a = 0; a < 3; ++a) {
        const Json* tensor = member(geometry, names[a]);
        if (tensor == nullptr) wrong_member(of, names[a]);
        const std::vector<double> widths = archive.reals(*tensor, of, 1, std::nullopt);
        if (widths.empty()) wrong_member(of, names[a]);
        grid.cells[a] = widths.size();
        grid.even = grid.even && even(widths);
    }
    if (const Json* data = member(object, "data")) {
        if (!data->is_array()) wrong_member(of, "data");
        for (const Json& one : *data)
            grid.columns += omf::text(archive.object(one, of), "location", of) == "cells" ? 1 : 0;
    }
    return grid;
}

/// visit(reference) for every element.
template <class Visit>
void each_element(const Archive& archive, const base::Progress& progress, const Visit& visit) {
    const Json* elements = member(archive.project(), "elements");
    if (elements == nullptr) return;
    if (!elements->is_array()) wrong_member("Project", "elements");
    for (const Json& reference : *elements) {
        visit(reference);
        if (progress.cancelled()) throw omf::Refused{base::cancelled().error()};
    }
}

std::vector<OmfGridOutline> outlines(Archive& archive, const base::Progress& progress) {
    std::vector<OmfGridOutline> grids;
    each_element(archive, progress, [&](const Json& reference) {
        if (auto grid = outline_of(archive, reference)) grids.push_back(std::move(*grid));
    });
    return grids;
}

OmfContents contents(Archive& archive, const base::Progress& progress) {
    OmfContents all;
    each_element(archive, progress, [&](const Json& reference) {
        const Json& object = archive.object(reference, "Project");
        const Json* where = member(object, "geometry");
        if (where == nullptr) wrong_member(omf::text(object, "__class__", "Project"), "geometry");
        const std::string kind = omf::text(archive.object(*where, "Project"), "__class__", "Project");
        if (kind == "VolumeGridGeometry") ++all.grids;
        for (const char* shape :
             {"PointSetGeometry", "LineSetGeometry", "SurfaceGeometry", "SurfaceGridGeometry"})
            all.shapes += kind == shape ? 1 : 0;
    });
    return all;
}

/// What `look` sees in the container, with errors that name the file.
template <class Look>
auto looked_at(const std::string& path, const base::Progress& progress, const Look& look)
    -> base::Expected<decltype(look(std::declval<Archive&>(), progress))> {
    auto bytes = base::read_regular_file(path, {}, &progress);
    if (!bytes) return std::unexpected(bytes.error());
    try {
        Archive archive(std::move(*bytes), progress);
        return look(archive, progress);
    } catch (const omf::Refused& refused) {
        base::Error error = refused.error;
        if (error.kind != base::ErrorKind::cancelled) error.place.file = path;
        return std::unexpected(std::move(error));
    } catch (const std::bad_alloc&) {
        return base::fail(base::ErrorKind::data, base::Message("omf.no_memory"), {.file = path},
                          base::Message("omf.export_less"));
    }
}

}  // namespace

base::Expected<std::vector<OmfGridOutline>> read_omf_grids(const std::string& path,
                                                           const base::Progress& progress) {
    return looked_at(path, progress, outlines);
}

base::Expected<OmfContents> read_omf_contents(const std::string& path, const base::Progress& progress) {
    return looked_at(path, progress, contents);
}

OmfContents omf_contents(const OmfProject& project) {
    OmfContents all;
    for (const OmfElement& element : project.elements)
        ++(std::holds_alternative<OmfVolume>(element.geometry) ? all.grids : all.shapes);
    return all;
}

std::vector<OmfGridOutline> omf_grids(const OmfProject& project) {
    std::vector<OmfGridOutline> grids;
    for (const OmfElement& element : project.elements) {
        const auto* volume = std::get_if<OmfVolume>(&element.geometry);
        if (volume == nullptr) continue;
        OmfGridOutline grid;
        grid.name = element.name;
        grid.cells = {volume->widths_u.size(), volume->widths_v.size(), volume->widths_w.size()};
        grid.even = even(volume->widths_u) && even(volume->widths_v) && even(volume->widths_w);
        grid.columns = static_cast<std::size_t>(std::ranges::count_if(
            element.data, [](const OmfData& data) { return data.place == OmfPlace::cells; }));
        grids.push_back(std::move(grid));
    }
    return grids;
}

}  // namespace orelens::io
