// Grids of a map as evidence, through GDAL: GeoTIFF, ESRI ASCII, Surfer, GXF, netCDF. All six numbers of the place, no
// data before scale and offset, reprojected to the project. ESRI text is checked before GDAL sees it, which fills what is
// cut short with 0 and reads 1O31 as 1.
#include <cpl_error.h>
#include <gdal_priv.h>
#include <gdalwarper.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "core/base/Memory.h"
#include "core/io/blocks/NumberText.h"
#include "core/io/potential/EvidenceFile.h"
#include "core/io/shapes/Gdal.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::Expected;

/// ESRI ASCII by ourselves: every token is a number, and there are as many as the header says.
Expected<potential::Raster> read_esri(const std::string& path, std::vector<base::Finding>& findings) {
    auto bytes = read_bytes(path);
    if (!bytes) return std::unexpected(bytes.error());
    std::map<std::string, double> head;
    std::size_t at = 0;
    std::int64_t row = 0, data_row = 0, commas = 0, comma_row = 0;
    std::vector<float> values;
    double no_data = -9999;
    while (at < bytes->size()) {
        const std::size_t end = std::min(bytes->find_first_of("\r\n", at), bytes->size());
        std::string_view line(bytes->data() + at, end - at);
        at = end + 1;
        if (end < bytes->size() && (*bytes)[end] == '\r' && at < bytes->size() && (*bytes)[at] == '\n') ++at;
        ++row;
        std::int64_t column = 0;
        std::string_view rest = line;
        bool any = false;
        while (true) {
            const auto begin = rest.find_first_not_of(" \t");
            if (begin == std::string_view::npos) break;
            const auto stop = std::min(rest.find_first_of(" \t", begin), rest.size());
            const std::string_view token = rest.substr(begin, stop - begin);
            rest.remove_prefix(stop);
            ++column;
            if (!any && values.empty() && !parse_number(token) && std::isalpha(static_cast<unsigned char>(token.front())) != 0) {
                const std::string_view number = trimmed(rest);
                const auto value = parse_number(number);
                if (!value) return evidence_refused(path, "evidence.not_a_number", {{"text", std::string(number.substr(0, 40))}}, row, 2);
                head[lower(token)] = *value;
                break;
            }
            if (!any) ++data_row;
            any = true;
            auto value = parse_number(token);
            if (!value) value = parse_number(token, decimal_comma);
            if (value && token.find(',') != std::string_view::npos && ++commas == 1) comma_row = row;
            if (!value)
                return evidence_refused(path, "evidence.grid_number", {{"text", std::string(token.substr(0, 40))}, {"row", std::to_string(data_row)}, {"column", std::to_string(column)}}, row, column);
            values.push_back(static_cast<float>(*value));
        }
    }
    for (const char* needed : {"ncols", "nrows"})
        if (!head.contains(needed)) return evidence_refused(path, "evidence.grid_header", {{"name", needed}});
    double dx = 0, dy = 0;
    if (head.contains("cellsize")) dx = dy = head["cellsize"];
    if (head.contains("dx") && head.contains("dy")) {
        dx = head["dx"];
        dy = head["dy"];
    }
    if (!(dx > 0) || !(dy > 0)) return evidence_refused(path, "evidence.grid_cellsize");
    const bool centre = head.contains("xllcenter");
    if (!centre && !head.contains("xllcorner")) return evidence_refused(path, "evidence.grid_header", {{"name", "xllcorner"}});
    if (head.contains("nodata_value")) no_data = head["nodata_value"];
    potential::Raster raster;
    if (!(head["ncols"] >= 1 && head["ncols"] < 1e6) || !(head["nrows"] >= 1 && head["nrows"] < 1e6)) return evidence_refused(path, "evidence.grid_header", {{"name", "ncols, nrows"}});
    raster.columns = static_cast<std::int32_t>(head["ncols"]);
    raster.rows = static_cast<std::int32_t>(head["nrows"]);
    const double wanted = static_cast<double>(raster.columns) * raster.rows;
    if (static_cast<double>(values.size()) != wanted)
        return evidence_refused(path, "evidence.grid_values", {{"values", std::to_string(values.size())}, {"columns", std::to_string(raster.columns)}, {"rows", std::to_string(raster.rows)}, {"wanted", base::number(wanted, 12)}});
    const double west = centre ? head["xllcenter"] - dx / 2 : head["xllcorner"], south = centre ? head["yllcenter"] - dy / 2 : head["yllcorner"];
    raster.to = {west, dx, 0, south + dy * raster.rows, 0, -dy};
    for (float& value : values)
        if (value == static_cast<float>(no_data)) value = potential::missing;
    raster.values = std::move(values);
    if (commas > 0) findings.push_back(evidence_finding(path, "evidence.decimal_comma", {{"count", std::to_string(commas)}}, comma_row));
    return raster;
}

/// A GXF of plain numbers holds as many as it says: GDAL fills what is cut short with what it read before. Compressed ones
/// (#GTYPE above 0) are left to GDAL.
Expected<void> check_gxf(const std::string& path) {
    const auto bytes = read_bytes(path);
    if (!bytes) return std::unexpected(bytes.error());
    std::string key;
    double points = 0, rows = 0, type = 0;
    std::int64_t values = 0, line_number = 0;
    for (std::size_t at = 0; at < bytes->size();) {
        const std::size_t end = std::min(bytes->find('\n', at), bytes->size());
        const std::string_view line = trimmed(std::string_view(*bytes).substr(at, end - at));
        at = end + 1;
        ++line_number;
        if (line.starts_with('!')) continue;
        if (line.starts_with('#')) {
            key = lower(line.substr(0, 4));
            if (type > 0 && key == "#gri") return {};
            continue;
        }
        if (key == "#poi" || key == "#row" || key == "#gty") {
            const double value = parse_number(line).value_or(0);
            // Of "#RWSEPARATION" and "#ROTATION" the first four letters are others.
            (key == "#poi" ? points : key == "#row" ? rows : type) = value;
            key.clear();
        } else if (key == "#gri") {
            std::int64_t column = 0;
            for (std::size_t from = 0; from < line.size();) {
                const std::size_t begin = line.find_first_not_of(" \t\r", from);
                if (begin == std::string_view::npos) break;
                const std::size_t stop = std::min(line.find_first_of(" \t\r", begin), line.size());
                const std::string_view token = line.substr(begin, stop - begin);
                ++column;
                // Some programs write "*" for a dummy.
                if (token != "*" && !parse_number(token))
                    return evidence_refused(path, "evidence.not_a_number", {{"text", std::string(token.substr(0, 40))}}, line_number, column);
                ++values;
                from = stop;
            }
        }
    }
    if (points >= 1 && rows >= 1 && static_cast<double>(values) != points * rows)
        return evidence_refused(path, "evidence.grid_values", {{"values", std::to_string(values)}, {"columns", base::number(points, 12)}, {"rows", base::number(rows, 12)}, {"wanted", base::number(points * rows, 12)}});
    return {};
}

/// Band of an image that holds no values but where there are any; 0 = none.
int alpha_of(GDALDataset& dataset) {
    for (int band = dataset.GetRasterCount(); band >= 1; --band)
        if (dataset.GetRasterBand(band)->GetColorInterpretation() == GCI_AlphaBand) return band;
    return 0;
}

Expected<potential::Raster> read_band(GDALDataset& dataset, int number, int alpha, const EvidenceRule& rule, const std::string& path) {
    potential::Raster raster;
    raster.from.file = path;
    if (dataset.GetGeoTransform(raster.to.data()) != CE_None) return evidence_refused(path, "evidence.grid_no_place");
    // Cells without width or height: no place could be asked for its value.
    const double area = raster.to[1] * raster.to[5] - raster.to[2] * raster.to[4];
    if (!(std::abs(area) > 0) || !std::ranges::all_of(raster.to, [](double part) { return std::isfinite(part); }) || !std::isfinite(area))
        return evidence_refused(path, "evidence.grid_no_place");
    GDALRasterBand& band = *dataset.GetRasterBand(number);
    raster.columns = band.GetXSize();
    raster.rows = band.GetYSize();
    const std::size_t count = static_cast<std::size_t>(raster.columns) * static_cast<std::size_t>(raster.rows);
    std::vector<double> values(count);
    std::vector<std::uint8_t> valid(count, 255);
    int has = 0, scaled = 0;
    const double none = band.GetNoDataValue(&has), scale = band.GetScale(&scaled), offset = band.GetOffset();
    CPLErrorReset();
    if (band.RasterIO(GF_Read, 0, 0, raster.columns, raster.rows, values.data(), raster.columns, raster.rows, GDT_Float64, 0, 0) != CE_None ||
        (alpha > 0 ? dataset.GetRasterBand(alpha) : band.GetMaskBand())->RasterIO(GF_Read, 0, 0, raster.columns, raster.rows, valid.data(), raster.columns, raster.rows, GDT_Byte, 0, 0) != CE_None)
        return evidence_refused(path, "evidence.gdal", {{"reason", std::string(CPLGetLastErrorMsg()).substr(0, 200)}});
    raster.values.resize(count);
    for (std::size_t n = 0; n < count; ++n) {
        const double v = values[n];
        const bool absent = !std::isfinite(v) || std::abs(v) > 1e30 || valid[n] == 0 || (has != 0 && v == none) || std::ranges::find(rule.no_data, v) != rule.no_data.end();
        raster.values[n] = absent ? potential::missing : static_cast<float>(scaled != 0 ? v * scale + offset : v + offset);
    }
    return raster;
}

/// Corners of a grid in the place that its six numbers say.
shapes::Box box_of(const potential::Raster& r) {
    shapes::Box box;
    for (const auto& [i, j] : {std::pair{0, 0}, {r.columns, 0}, {0, r.rows}, {r.columns, r.rows}})
        box.include({r.to[0] + r.to[1] * i + r.to[2] * j, r.to[3] + r.to[4] * i + r.to[5] * j, 0});
    return box;
}

bool apart(const shapes::Box& a, const shapes::Box& b, double& gap) {
    gap = 0;
    for (std::size_t n = 0; n < 2; ++n) gap = std::max({gap, a.low[n] - b.high[n], b.low[n] - a.high[n]});
    return gap > 0;
}

/// The same grid in another system, by GDAL; values between cell centres.
Expected<GdalFile> warped(GDALDataset& dataset, const std::string& from, const std::string& to, const std::string& path) {
    OGRSpatialReference target;
    if (target.SetFromUserInput(to.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) != OGRERR_NONE)
        return evidence_refused(path, "evidence.unknown_crs", {{"crs", to}});
    char* wkt = nullptr;
    target.exportToWkt(&wkt);
    // What lies outside of the turned source is told by an alpha band: it would be 0 otherwise.
    const std::unique_ptr<GDALWarpOptions, decltype(&GDALDestroyWarpOptions)> options(GDALCreateWarpOptions(), &GDALDestroyWarpOptions);
    const int given = alpha_of(dataset), values = dataset.GetRasterCount() - (given > 0 ? 1 : 0);
    GDALWarpInitDefaultBandMapping(options.get(), values);
    for (int band = 0, from_band = 1; band < values; ++band, ++from_band) {
        if (from_band == given) ++from_band;
        options->panSrcBands[band] = from_band;
    }
    options->nSrcAlphaBand = given;
    options->nDstAlphaBand = values + 1;
    CPLErrorReset();
    GdalFile made(GDALDataset::FromHandle(GDALAutoCreateWarpedVRT(GDALDataset::ToHandle(&dataset), from.c_str(), wkt, GRA_Bilinear, 0.01, options.get())));
    CPLFree(wkt);
    if (!made) return evidence_refused(path, "evidence.gdal", {{"reason", std::string(CPLGetLastErrorMsg()).substr(0, 200)}});
    return made;
}

}  // namespace

bool same_crs(const std::string& one, const std::string& other) {
    if (one == other) return true;
    keep_gdal_local();
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    OGRSpatialReference a, b;
    return a.SetFromUserInput(one.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) == OGRERR_NONE &&
           b.SetFromUserInput(other.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) == OGRERR_NONE && a.IsSame(&b) != 0;
}

Expected<EvidenceFile> read_evidence_raster(const std::string& path, const EvidenceRule& rule) {
    EvidenceFile file;
    file.format = "grid";
    file.crs = rule.crs;
    potential::BandImage image;
    const auto finish = [&]() -> Expected<EvidenceFile> {
        for (const potential::Raster& band : image.bands)
            if (std::ranges::none_of(band.values, [](float v) { return std::isfinite(v); })) return evidence_refused(path, "evidence.no_valid_cell");
        double gap = 0;
        if (const shapes::Box box = box_of(image.bands.front()); !rule.area.empty() && apart(box, rule.area, gap)) {
            // No metres of a map are so small on both axes, and a model among them is no map's.
            const bool degrees = box.low[0] >= -180 && box.high[0] <= 360 && box.low[1] >= -90 && box.high[1] <= 90 && rule.area.low[1] > 1000;
            return evidence_refused(path, "evidence.grid_apart", {{"distance", base::number(std::round(gap / 100) / 10, 4)}}, 0, 0, degrees ? "evidence.looks_like_degrees_fix" : "evidence.no_overlap_fix");
        }
        image.roles = rule.bands;
        image.roles.resize(image.bands.size());
        file.data = std::move(image);
        return std::move(file);
    };
    if (lower(std::filesystem::path(path).extension().string()) == ".asc") {
        auto raster = read_esri(path, file.findings);
        if (!raster) return std::unexpected(raster.error());
        raster->from.file = path;
        drop_no_data(file, path, raster->values, rule);
        image.bands.push_back(std::move(*raster));
        return finish();
    }
    if (lower(std::filesystem::path(path).extension().string()) == ".gxf")
        if (auto whole = check_gxf(path); !whole) return std::unexpected(whole.error());
    auto dataset = open_gdal(path, GdalKind::raster, {"GTiff", "GSAG", "GSBG", "GS7BG", "GXF", "netCDF"});
    if (!dataset) return std::unexpected(dataset.error());
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    std::string own = (*dataset)->GetProjectionRef();
    GdalFile turned;
    GDALDataset* taken = dataset->get();
    if (own.empty()) {
        own = rule.file_crs;
        if (own.empty()) file.findings.push_back(evidence_finding(path, "evidence.no_crs", {{"crs", rule.crs.empty() ? "@evidence.local" : rule.crs}}));
    }
    if (!own.empty() && !rule.crs.empty()) {
        OGRSpatialReference from, to;
        from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        to.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        if (from.SetFromUserInput(own.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) != OGRERR_NONE)
            return evidence_refused(path, "evidence.unknown_crs", {{"crs", own.substr(0, 80)}});
        if (to.SetFromUserInput(rule.crs.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) != OGRERR_NONE)
            return evidence_refused(path, "evidence.unknown_crs", {{"crs", rule.crs.substr(0, 80)}});
        if (from.IsSame(&to) == 0) {
            auto other = warped(**dataset, own, rule.crs, path);
            if (!other) return std::unexpected(other.error());
            turned = std::move(*other);
            taken = turned.get();
            file.findings.push_back(evidence_finding(path, from.IsGeographic() != 0 ? "evidence.degrees" : "evidence.reprojected",
                                                     {{"from", from.GetName() != nullptr ? from.GetName() : ""}, {"to", to.GetName() != nullptr ? to.GetName() : ""}}));
        }
    }
    const int alpha = alpha_of(*taken);
    const double bytes = static_cast<double>(taken->GetRasterXSize()) * taken->GetRasterYSize() * (9 + 4.0 * taken->GetRasterCount());
    if (const double machine = base::machine_memory(); machine > 0 && bytes > machine / 2)
        return evidence_refused(path, "evidence.too_much_memory", {{"need", base::memory_text(bytes)}, {"has", base::memory_text(machine)}});
    for (int band = 1; band <= taken->GetRasterCount(); ++band) {
        if (band == alpha) continue;
        auto raster = read_band(*taken, band, alpha, rule, path);
        if (!raster) return std::unexpected(raster.error());
        raster->from.crs = rule.crs;
        image.bands.push_back(std::move(*raster));
    }
    if (image.bands.empty()) return evidence_refused(path, "evidence.no_value");
    return finish();
}

}  // namespace orelens::io
