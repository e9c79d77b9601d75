// Which block grids an OMF file holds, told from its objects and widths alone.
#include <algorithm>
#include <cmath>

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

std::vector<OmfGridOutline> outlines(std::string bytes, const base::Progress& progress) {
    Archive archive(std::move(bytes), progress);
    std::vector<OmfGridOutline> grids;
    const Json* elements = member(archive.project(), "elements");
    if (elements == nullptr) return grids;
    if (!elements->is_array()) wrong_member("Project", "elements");
    for (const Json& reference : *elements) {
        if (auto grid = outline_of(archive, reference)) grids.push_back(std::move(*grid));
        if (progress.cancelled()) throw omf::Refused{base::cancelled().error()};
    }
    return grids;
}

}  // namespace

base::Expected<std::vector<OmfGridOutline>> read_omf_grids(const std::string& path,
                                                           const base::Progress& progress) {
    auto bytes = base::read_regular_file(path, {}, &progress);
    if (!bytes) return std::unexpected(bytes.error());
    try {
        return outlines(std::move(*bytes), progress);
    } catch (const omf::Refused& refused) {
        base::Error error = refused.error;
        if (error.kind != base::ErrorKind::cancelled) error.place.file = path;
        return std::unexpected(std::move(error));
    } catch (const std::bad_alloc&) {
        return base::fail(base::ErrorKind::data, base::Message("omf.no_memory"), {.file = path},
                          base::Message("omf.export_less"));
    }
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
