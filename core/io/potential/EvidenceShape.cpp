// Surfaces, solids and lines as evidence: read by the readers of shapes, then asked what distances need to know of them:
// closed or open, which way they face, what is not a triangle.
#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <filesystem>

#include "core/io/potential/EvidenceFile.h"
#include "core/io/shapes/Gdal.h"
#include "core/io/shapes/ShapeFiles.h"
#include "core/io/text/CsvText.h"
#include "core/shapes/MeshCheck.h"
#include "core/shapes/Solid.h"

namespace orelens::io {

using base::Expected;

Expected<EvidenceFile> read_evidence_shape(const std::string& path, const EvidenceRule& rule, const base::Progress& progress) {
    auto shape = read_shapes(path, progress);
    if (!shape) return std::unexpected(shape.error());
    EvidenceFile file;
    file.format = shape->format;
    file.crs = rule.crs;
    file.findings = shape->findings;
    if (shape->meshes.empty()) {
        if (shape->lines.empty()) return evidence_refused(path, "evidence.no_line");
        file.data = joined_lines(*shape);
        return file;
    }
    shapes::TriangleMesh mesh = joined_meshes(*shape);
    const auto report = shapes::check(mesh, progress);
    if (!report) {
        base::Error error = report.error();
        error.place.file = path;
        return std::unexpected(error);
    }
    if (report->degenerate.count > 0) {
        std::erase_if(mesh.triangles, [&](const auto& t) {
            const auto p = [&](int n) { return mesh.points[static_cast<std::size_t>(t[static_cast<std::size_t>(n)])]; };
            return p(0) == p(1) || p(1) == p(2) || p(0) == p(2);
        });
        file.findings.push_back(evidence_finding(path, "evidence.degenerate", {{"count", std::to_string(report->degenerate.count)}}));
    }
    // A format of surfaces is a surface; elsewhere a solid is meant unless the answer says otherwise.
    const bool surface = rule.side_of_surface || lower(std::filesystem::path(path).extension().string()) == ".ts";
    if (!surface) {
        if (!report->closed()) return evidence_refused(path, "evidence.open_solid", {{"count", std::to_string(report->open.count)}}, 0, 0, "evidence.open_solid_fix");
        auto solid = shapes::make_solid(mesh, {}, progress);
        if (!solid) return std::unexpected(solid.error());
        if (solid->repairs.turned_shells > 0 && report->turned.count == 0)
            file.findings.push_back(evidence_finding(path, "evidence.inside_out", {{"volume", base::number(report->volume_m3, 9)}}));
        else if (solid->repairs.turned > 0)
            file.findings.push_back(evidence_finding(path, "evidence.turned", {{"count", std::to_string(solid->repairs.turned)}, {"of", std::to_string(report->triangles)}}));
        mesh = std::move(solid->mesh);
    }
    file.data = std::move(mesh);
    return file;
}

Expected<EvidenceFile> read_evidence_lines(const std::string& path, const EvidenceRule& rule) {
    auto dataset = open_gdal(path, GdalKind::vector, {"GeoJSON", "GPKG", "ESRI Shapefile"});
    if (!dataset) return std::unexpected(dataset.error());
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    EvidenceFile file;
    file.format = "lines";
    file.crs = rule.crs;
    shapes::Polylines made;
    // What is no line is told: a map of areas is easily taken for one of lines.
    std::int64_t areas = 0, others = 0, features = 0;
    OGRSpatialReference target;
    target.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (!rule.crs.empty() && target.SetFromUserInput(rule.crs.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) != OGRERR_NONE)
        return evidence_refused(path, "evidence.unknown_crs", {{"crs", rule.crs.substr(0, 80)}});
    for (auto&& layer : (*dataset)->GetLayers()) {
        std::unique_ptr<OGRCoordinateTransformation> turn;
        OGRSpatialReference* own = layer->GetSpatialRef();
        OGRSpatialReference stated;
        if (own == nullptr && !rule.file_crs.empty()) {
            if (stated.SetFromUserInput(rule.file_crs.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) != OGRERR_NONE)
                return evidence_refused(path, "evidence.unknown_crs", {{"crs", rule.file_crs.substr(0, 80)}});
            own = &stated;
        }
        if (own == nullptr) {
            file.findings.push_back(evidence_finding(path, "evidence.no_crs", {{"crs", rule.crs.empty() ? "@evidence.local" : rule.crs}}));
        } else if (!rule.crs.empty()) {
            own->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
            turn.reset(OGRCreateCoordinateTransformation(own, &target));
            if (!turn) return evidence_refused(path, "evidence.gdal", {{"reason", std::string(CPLGetLastErrorMsg()).substr(0, 200)}});
        } else if (own->IsGeographic() != 0) {
            return evidence_refused(path, "evidence.degrees_only", {}, 0, 0, "evidence.degrees_fix");
        }
        for (auto&& feature : *layer) {
            ++features;
            const OGRGeometry* geometry = feature->GetGeometryRef();
            if (geometry == nullptr) {
                ++others;
                continue;
            }
            std::vector<const OGRLineString*> strings;
            const auto kind = wkbFlatten(geometry->getGeometryType());
            if (kind == wkbLineString) strings.push_back(geometry->toLineString());
            if (kind == wkbMultiLineString)
                for (auto&& part : *geometry->toMultiLineString()) strings.push_back(part);
            const auto add_rings = [&](const OGRPolygon* area) {
                for (auto&& ring : *area) strings.push_back(ring);
            };
            if (rule.outlines && kind == wkbPolygon) add_rings(geometry->toPolygon());
            if (rule.outlines && kind == wkbMultiPolygon)
                for (auto&& part : *geometry->toMultiPolygon()) add_rings(part);
            const bool area = kind == wkbPolygon || kind == wkbMultiPolygon;
            if (area && !rule.outlines)
                ++areas;
            else if (strings.empty())
                ++others;
            for (const OGRLineString* string : strings) {
                if (string->getNumPoints() < 2)
                    return evidence_refused(path, "evidence.short_line", {{"line", std::to_string(feature->GetFID())}, {"count", std::to_string(string->getNumPoints())}});
                auto& line = made.lines.emplace_back();
                for (int n = 0; n < string->getNumPoints(); ++n) {
                    double x = string->getX(n), y = string->getY(n);
                    if (turn && turn->Transform(1, &x, &y) == 0) return evidence_refused(path, "evidence.gdal", {{"reason", std::string(CPLGetLastErrorMsg()).substr(0, 200)}});
                    line.push_back(static_cast<std::int32_t>(made.points.size()));
                    made.points.push_back({x, y, string->getZ(n)});
                }
            }
        }
    }
    if (made.lines.empty() && areas > 0) return evidence_refused(path, "evidence.only_areas", {{"count", std::to_string(areas)}}, 0, 0, "evidence.only_areas_fix");
    if (made.lines.empty()) return evidence_refused(path, "evidence.no_line");
    if (areas > 0) file.findings.push_back(evidence_finding(path, "evidence.areas_left", {{"count", std::to_string(areas)}, {"of", std::to_string(features)}}));
    if (others > 0) file.findings.push_back(evidence_finding(path, "evidence.no_lines_left", {{"count", std::to_string(others)}, {"of", std::to_string(features)}}));
    file.data = std::move(made);
    return file;
}

}  // namespace orelens::io
