// DXF through GDAL: 3DFACE, SOLID, polyface and polygon meshes as triangles; lines, polylines, arcs as outlines;
// points. Texts, hatches and dimensions carry no shape and are counted. Blocks are put in place by GDAL.
#include <cpl_conv.h>
#include <cpl_error.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "core/base/RegularFile.h"
#include "core/io/shapes/Gdal.h"
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

using shapes::Vec3;

/// Blocks inside blocks can make much of little: more than this per byte of the file is refused.
constexpr std::int64_t points_per_byte = 4, points_anyway = 1'000'000;

struct Dxf {
    shapes::TriangleMesh mesh;
    shapes::Polylines lines;
    shapes::PointCloud points;
    std::int64_t left_out = 0, bad = 0, flat = 0;

    [[nodiscard]] std::int64_t size() const {
        return static_cast<std::int64_t>(mesh.points.size() + lines.points.size() + points.points.size());
    }

    static bool finite(const OGRSimpleCurve& line) {
        for (int n = 0; n < line.getNumPoints(); ++n)
            if (!std::isfinite(line.getX(n)) || !std::isfinite(line.getY(n)) || !std::isfinite(line.getZ(n)))
                return false;
        return true;
    }

    /// A flat ring of three corners or more, closed or not, as a fan.
    void face(const OGRPolygon& polygon) {
        const OGRLinearRing* ring = polygon.getExteriorRing();
        if (ring == nullptr) return;
        if (!finite(*ring)) {
            ++bad;
            return;
        }
        std::vector<std::int32_t> corners;
        int count = ring->getNumPoints();
        const auto same = [&](int a, int b) {
            return ring->getX(a) == ring->getX(b) && ring->getY(a) == ring->getY(b) && ring->getZ(a) == ring->getZ(b);
        };
        while (count > 1 && same(0, count - 1)) --count;
        for (int n = 0; n < count; ++n) {
            if (n > 0 && same(n, n - 1)) continue;
            corners.push_back(static_cast<std::int32_t>(mesh.points.size()));
            mesh.points.push_back({ring->getX(n), ring->getY(n), ring->getZ(n)});
        }
        for (std::size_t n = 1; n + 1 < corners.size(); ++n)
            mesh.triangles.push_back({corners[0], corners[n], corners[n + 1]});
    }

    void line(const OGRSimpleCurve& curve) {
        if (!finite(curve)) {
            ++bad;
            return;
        }
        std::vector<std::int32_t> line;
        const int count = curve.getNumPoints();
        for (int n = 0; n < count; ++n) {
            const bool closes = n > 1 && n == count - 1 && curve.getX(0) == curve.getX(n) &&
                                curve.getY(0) == curve.getY(n) && curve.getZ(0) == curve.getZ(n);
            if (closes) {
                line.push_back(line.front());
                break;
            }
            line.push_back(static_cast<std::int32_t>(lines.points.size()));
            lines.points.push_back({curve.getX(n), curve.getY(n), curve.getZ(n)});
        }
        if (line.size() > 1) lines.lines.push_back(std::move(line));
    }

    void geometry(const OGRGeometry& shape, int depth = 0) {
        switch (wkbFlatten(shape.getGeometryType())) {
            case wkbPolygon:
            case wkbTriangle: face(*shape.toPolygon()); break;
            case wkbLineString: line(*shape.toLineString()); break;
            case wkbPoint: {
                const OGRPoint& point = *shape.toPoint();
                const Vec3 at{point.getX(), point.getY(), point.getZ()};
                if (std::isfinite(at[0]) && std::isfinite(at[1]) && std::isfinite(at[2]))
                    points.points.push_back(at);
                break;
            }
            case wkbPolyhedralSurface:
            case wkbTIN:
                for (const OGRPolygon* part : *shape.toPolyhedralSurface()) face(*part);
                break;
            case wkbMultiPoint:
            case wkbMultiLineString:
            case wkbMultiPolygon:
            case wkbGeometryCollection:
                if (depth < 8)
                    for (const OGRGeometry* part : *shape.toGeometryCollection()) geometry(*part, depth + 1);
                break;
            default: ++left_out;
        }
    }
};

bool is_text(const OGRFeature& feature) {
    const int field = feature.GetFieldIndex("SubClasses");
    const std::string classes = field >= 0 ? feature.GetFieldAsString(field) : "";
    return classes.find("AcDbText") != std::string::npos || classes.find("AcDbMText") != std::string::npos ||
           classes.find("AcDbHatch") != std::string::npos || classes.find("AcDbDimension") != std::string::npos;
}

/// The first line with a coordinate written with a comma, which GDAL would read up to it; 0 = none. Pairs of lines:
/// a code, and its value.
std::int64_t decimal_comma(const std::string& text) {
    std::int64_t row = 0;
    bool value = false, coordinate = false;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string_view line = std::string_view(text).substr(from, end - from);
        from = end + 1;
        ++row;
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
        if (value) {
            const std::size_t comma = line.find(',');
            if (coordinate && comma != std::string_view::npos &&
                line.find_first_not_of("+-0123456789,eE") == std::string_view::npos)
                return row;
        } else {
            int code = -1;
            std::from_chars(line.data(), line.data() + line.size(), code);
            coordinate = code >= 10 && code < 60;
        }
        value = !value;
    }
    return 0;
}

}  // namespace

base::Expected<ShapeFile> read_dxf(const std::string& path, const base::Progress& progress) {
    const ShapeError error{path};
    const auto start = base::read_regular_file(path, {.take = 64}, &progress);
    if (!start) return std::unexpected(start.error());
    if (start->starts_with("AutoCAD Binary DXF")) return error.at(0, "shapes.binary_dxf");
    if (start->starts_with("AC10")) return error.at(0, "shapes.is_dwg");
    auto dataset = open_gdal(path, GdalKind::vector, {"DXF"});
    if (!dataset) return std::unexpected(dataset.error());
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    CPLErrorReset();
    OGRLayer* layer = (*dataset)->GetLayer(0);
    if (layer == nullptr) return error.at(0, "shapes.empty");
    const auto whole = base::read_regular_file(path, {}, &progress);
    if (!whole) return std::unexpected(whole.error());
    if (const std::int64_t row = decimal_comma(*whole); row > 0) return error.at(row, "shapes.decimal_comma_dxf");
    const auto most = points_anyway + points_per_byte * static_cast<std::int64_t>(whole->size());
    Dxf dxf;
    std::int64_t count = 0;
    while (const OGRFeatureUniquePtr feature{layer->GetNextFeature()}) {
        if (++count % 256 == 0 && !progress.report(std::min(0.99, static_cast<double>(dxf.size()) * 30 /
                                                                       static_cast<double>(whole->size() + 1))))
            return base::cancelled();
        const OGRGeometry* shape = feature->GetGeometryRef();
        if (shape == nullptr || is_text(*feature)) {
            ++dxf.left_out;
            continue;
        }
        dxf.geometry(*shape);
        if (dxf.size() > std::min(most, most_points)) return error.at(0, "shapes.too_many");
    }
    // GDAL ends at what it cannot read: half a file must not pass for all of it.
    if (CPLGetLastErrorType() >= CE_Failure)
        return base::fail(base::ErrorKind::data,
                          base::Message("shapes.gdal_refused",
                                        {{"reason", std::string(CPLGetLastErrorMsg()).substr(0, 200)}}),
                          {.file = path}, base::Message("shapes.gdal_refused_fix"));
    ShapeFile file;
    file.format = "DXF";
    if (dxf.left_out > 0)
        file.findings.push_back(shape_finding("shape_parts_left_out", base::Severity::info, path, 0, dxf.left_out,
                                              {{"what", "TEXT, HATCH, DIMENSION …"}}));
    if (dxf.bad > 0)
        file.findings.push_back(shape_finding("shape_not_finite", base::Severity::warning, path, 0, dxf.bad));
    if (!dxf.mesh.triangles.empty()) file.meshes.push_back(std::move(dxf.mesh));
    if (!dxf.lines.lines.empty()) file.lines.push_back(std::move(dxf.lines));
    if (!dxf.points.points.empty()) file.points.push_back(std::move(dxf.points));
    return file;
}

}  // namespace orelens::io
