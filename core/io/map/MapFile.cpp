#include "core/io/map/MapFile.h"

#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <memory>

#include "core/io/shapes/Gdal.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;

constexpr std::size_t most_corners = 20'000'000;  // 480 MB with their parts

struct TransformEnd {
    void operator()(OGRCoordinateTransformation* transform) const { OGRCoordinateTransformation::DestroyCT(transform); }
};
using Transform = std::unique_ptr<OGRCoordinateTransformation, TransformEnd>;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string quoted(const std::string& name) {
    std::string out = "'";
    for (const char c : name) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

/// A view is a program of the file's, and a virtual table calls one: neither is run.
bool is_plain_table(GDALDataset& file, const std::string& name) {
    if (lower(file.GetDriverName()) != "gpkg") return true;
    OGRLayer* rows =
        file.ExecuteSQL(("SELECT type, sql FROM sqlite_master WHERE lower(name) = lower(" + quoted(name) + ")").c_str(),
                        nullptr, nullptr);
    if (rows == nullptr) return false;
    bool plain = false;
    if (const OGRFeatureUniquePtr row(rows->GetNextFeature()); row)
        plain = row->GetFieldAsString(0) == std::string("table") &&
                !lower(row->GetFieldAsString(1)).starts_with("create virtual");
    file.ReleaseResultSet(rows);
    return plain;
}

/// The column that names a feature: one called so, else the first of text. -1 = none.
int label_column(OGRFeatureDefn& columns) {
    static const std::array<const char*, 8> called{"name", "名称", "label", "deposit", "mine", "site", "id", "code"};
    for (const char* wanted : called)
        for (int n = 0; n < columns.GetFieldCount(); ++n)
            if (lower(columns.GetFieldDefn(n)->GetNameRef()) == wanted) return n;
    for (int n = 0; n < columns.GetFieldCount(); ++n)
        if (columns.GetFieldDefn(n)->GetType() == OFTString) return n;
    return -1;
}

struct Collector {
    MapLayer& layer;
    OGRCoordinateTransformation& to_degrees;
    std::vector<double> x{}, y{};
    std::vector<int> good{};

    /// Corners of a line or a ring; false where one of them has no place on the map.
    bool add(const OGRSimpleCurve& curve, MapKind kind) {
        const auto count = static_cast<std::size_t>(curve.getNumPoints());
        if (count == 0) return false;
        x.resize(count);
        y.resize(count);
        for (std::size_t n = 0; n < count; ++n) {
            x[n] = curve.getX(static_cast<int>(n));
            y[n] = curve.getY(static_cast<int>(n));
        }
        return take(kind);
    }
    bool add(const OGRPoint& point) {
        if (point.IsEmpty() != 0) return false;
        x.assign(1, point.getX());
        y.assign(1, point.getY());
        return take(MapKind::points);
    }
    bool add(const OGRGeometry& shape) {
        bool any = false;
        switch (wkbFlatten(shape.getGeometryType())) {
            case wkbPoint: return add(*shape.toPoint());
            case wkbLineString: return add(*shape.toLineString(), MapKind::lines);
            case wkbPolygon:
            case wkbTriangle:
                for (const OGRLinearRing* ring : *shape.toPolygon()) any = add(*ring, MapKind::areas) || any;
                return any;
            case wkbMultiPoint:
            case wkbMultiLineString:
            case wkbMultiPolygon:
            case wkbGeometryCollection:
                for (const OGRGeometry* part : *shape.toGeometryCollection()) any = add(*part) || any;
                return any;
            default: return false;
        }
    }

  private:
    bool take(MapKind kind) {
        const std::size_t count = x.size();
        good.assign(count, 1);
        if (!std::ranges::all_of(x, [](double v) { return std::isfinite(v); }) ||
            !std::ranges::all_of(y, [](double v) { return std::isfinite(v); }))
            return false;
        to_degrees.Transform(static_cast<int>(count), x.data(), y.data(), nullptr, good.data());
        for (std::size_t n = 0; n < count; ++n)
            if (good[n] == 0 || !(std::abs(x[n]) <= 360) || !(std::abs(y[n]) <= 90)) return false;
        // A part all of whose corners lie beyond 180° is counted from the other side; one that crosses it stays whole.
        for (const double turn : {-360.0, 360.0})
            if (std::ranges::all_of(x, [&](double v) { return std::abs(v + turn) <= 180; }) &&
                std::ranges::any_of(x, [](double v) { return std::abs(v) > 180; }))
                for (double& v : x) v += turn;
        const auto first = static_cast<std::uint32_t>(layer.corners.size());
        for (std::size_t n = 0; n < count; ++n) layer.corners.push_back({x[n], y[n]});
        layer.parts.push_back(
            {first, static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(layer.labels.size()), kind});
        return true;
    }
};

base::Finding finding(const char* kind, const std::string& path, const std::string& layer, std::int64_t count) {
    base::Finding found;
    found.kind = kind;
    found.file = path;
    found.column = layer;
    found.count = count;
    found.what = Message(std::string("finding.what.") + kind, {{"layer", layer}, {"count", std::to_string(count)}});
    found.fix = Message(std::string("finding.fix.") + kind);
    return found;
}

}  // namespace

const std::vector<std::string>& map_extensions() {
    static const std::vector<std::string> all{".gpkg", ".geojson", ".json", ".shp"};
    return all;
}

base::Expected<MapFile> read_map_file(const std::string& path, const std::string& crs, const base::Progress& progress) {
    if (std::ranges::find(map_extensions(), lower(std::filesystem::path(path).extension().string())) ==
        map_extensions().end())
        return base::fail(ErrorKind::usage, Message("map.unknown_extension"), {.file = path},
                          Message("map.unknown_extension_fix"));
    auto file = open_gdal(path, GdalKind::vector, {"GPKG", "GeoJSON", "ESRI Shapefile"});
    if (!file) return std::unexpected(file.error());
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);

    OGRSpatialReference degrees, stated;
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    stated.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    degrees.SetFromUserInput("OGC:CRS84");
    const char* const alone[] = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    if (!crs.empty() && stated.SetFromUserInput(crs.c_str(), const_cast<char**>(alone)) != OGRERR_NONE)
        return base::fail(ErrorKind::usage, Message("map.unknown_crs", {{"crs", crs.substr(0, 80)}}), {.file = path});

    MapFile out;
    std::size_t corners = 0;
    const int layers = (*file)->GetLayerCount();
    for (int n = 0; n < layers; ++n) {
        OGRLayer& rows = *(*file)->GetLayer(n);
        MapLayer layer;
        layer.name = rows.GetName();
        if (rows.GetGeomType() == wkbNone) continue;
        if (!is_plain_table(**file, layer.name)) {
            out.findings.push_back(finding("map_view_left_out", path, layer.name, 1));
            continue;
        }
        const OGRSpatialReference* own = rows.GetSpatialRef();
        const bool known = own != nullptr && own->IsLocal() == 0;
        if (!known && crs.empty())
            return base::fail(ErrorKind::data, Message("map.no_crs", {{"layer", layer.name}}), {.file = path},
                              Message("map.no_crs_fix"));
        OGRSpatialReference from = known ? *own : stated;
        from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        layer.crs = from.GetName() != nullptr ? from.GetName() : "";
        const Transform transform(OGRCreateCoordinateTransformation(&from, &degrees));
        if (!transform)
            return base::fail(ErrorKind::data, Message("map.no_way_to_degrees", {{"crs", layer.crs}}), {.file = path},
                              Message("map.no_crs_fix"));
        const int naming = label_column(*rows.GetLayerDefn());
        const auto wanted = static_cast<double>(std::max<GIntBig>(rows.GetFeatureCount(0), 1));
        Collector collector{layer, *transform};
        std::int64_t row = 0;
        rows.ResetReading();
        while (const OGRFeatureUniquePtr feature{rows.GetNextFeature()}) {
            if (!progress.report((n + std::min(static_cast<double>(row) / wanted, 1.0)) / layers))
                return base::cancelled();
            ++row;
            const OGRGeometry* shape = feature->GetGeometryRef();
            std::unique_ptr<OGRGeometry> straight;
            if (shape != nullptr && shape->hasCurveGeometry() != 0) {
                straight.reset(shape->getLinearGeometry());
                shape = straight.get();
            }
            if (shape == nullptr || !collector.add(*shape)) {
                ++layer.left_out;
                continue;
            }
            std::string label = naming >= 0 ? feature->GetFieldAsString(naming) : "";
            layer.labels.push_back(label.empty() ? std::to_string(feature->GetFID()) : std::move(label));
            if (corners + layer.corners.size() > most_corners)
                return base::fail(ErrorKind::data, Message("map.too_large", {{"most", std::to_string(most_corners)}}),
                                  {.file = path}, Message("map.too_large_fix"));
        }
        if (layer.left_out > 0)
            out.findings.push_back(finding("map_left_out", path, layer.name, layer.left_out));
        corners += layer.corners.size();
        if (!layer.parts.empty()) out.layers.push_back(std::move(layer));
    }
    if (out.layers.empty())
        return base::fail(ErrorKind::data, Message("map.nothing_to_show"), {.file = path}, Message("map.no_crs_fix"));
    return out;
}

}  // namespace orelens::io
