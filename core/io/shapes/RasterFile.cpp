#include "core/io/shapes/RasterFile.h"

#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <limits>
#include <tuple>

#include "core/io/shapes/Gdal.h"
#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;

struct Window {
    std::int64_t i0 = 0, j0 = 0, ni = 0, nj = 0;
};

/// Pixel and line of a place: the inverse of GDAL's six numbers.
bool invert(const std::array<double, 6>& to, std::array<double, 6>& back) {
    const double det = to[1] * to[5] - to[2] * to[4];
    if (!(std::abs(det) > 0) || !std::isfinite(det)) return false;
    back = {(to[2] * to[3] - to[0] * to[5]) / det, to[5] / det, -to[2] / det,
            (to[0] * to[4] - to[1] * to[3]) / det, -to[4] / det, to[1] / det};
    return std::ranges::all_of(back, [](double x) { return std::isfinite(x); });
}

Window window_of(const shapes::Box& area, const std::array<double, 6>& back, std::int64_t columns, std::int64_t rows) {
    if (area.empty()) return {0, 0, columns, rows};
    double low[2] = {1e18, 1e18}, high[2] = {-1e18, -1e18};
    for (int n = 0; n < 4; ++n) {
        const double x = (n & 1) != 0 ? area.high[0] : area.low[0], y = (n & 2) != 0 ? area.high[1] : area.low[1];
        const double at[2] = {back[0] + back[1] * x + back[2] * y, back[3] + back[4] * x + back[5] * y};
        for (int a = 0; a < 2; ++a) {
            low[a] = std::min(low[a], at[a]);
            high[a] = std::max(high[a], at[a]);
        }
    }
    const auto cut = [](double at, std::int64_t most) {
        return static_cast<std::int64_t>(std::clamp(at, 0.0, static_cast<double>(most)));
    };
    Window window{cut(low[0] - 3, columns), cut(low[1] - 3, rows), 0, 0};
    window.ni = cut(high[0] + 4, columns) - window.i0;
    window.nj = cut(high[1] + 4, rows) - window.j0;
    return window;
}

/// The number that stands for "no value" where the file does not say so: one that repeats, is written so by
/// other programs, and lies far below all other heights of a sample. Nothing where there is none.
std::optional<std::pair<double, double>> guessed_null(GDALRasterBand& band, const Window& window) {
    constexpr std::int64_t most = 512;
    const auto ni = static_cast<int>(std::min(most, window.ni)),
               nj = static_cast<int>(std::min(most, window.nj));
    std::vector<double> values(static_cast<std::size_t>(ni) * static_cast<std::size_t>(nj));
    if (band.RasterIO(GF_Read, static_cast<int>(window.i0), static_cast<int>(window.j0),
                      static_cast<int>(window.ni), static_cast<int>(window.nj), values.data(), ni, nj,
                      GDT_Float64, 0, 0) != CE_None)
        return std::nullopt;
    std::erase_if(values, [](double value) { return !std::isfinite(value) || std::abs(value) > 1e30; });
    std::ranges::sort(values);
    if (values.size() < 4) return std::nullopt;
    const double lowest = values.front();
    static constexpr std::array written{-9999.0, -99999.0, -999.0, -32767.0, -32768.0, 0.0};
    if (std::ranges::find(written, lowest) == written.end()) return std::nullopt;
    const auto rest = std::ranges::upper_bound(values, lowest);
    const auto times = static_cast<std::size_t>(rest - values.begin());
    const std::size_t others = values.size() - times;
    if (times < 2 || others < 4) return std::nullopt;
    const double first = rest[static_cast<std::ptrdiff_t>(others / 4)],
                 third = rest[static_cast<std::ptrdiff_t>(others * 3 / 4)];
    if (!(*rest - lowest > 5 * std::max(third - first, 1.0))) return std::nullopt;
    return std::pair{lowest, static_cast<double>(times) / static_cast<double>(values.size())};
}

/// Means of squares of `step` cells each, NaN where none has a value.
base::Expected<std::vector<float>> means(GDALRasterBand& band, const Window& window, std::int64_t step,
                                         const std::optional<double>& guessed,
                                         const base::Progress& progress) {
    const std::int64_t ni = (window.ni + step - 1) / step, nj = (window.nj + step - 1) / step;
    std::vector<float> out;
    out.reserve(static_cast<std::size_t>(ni * nj));
    int has = 0;
    const double none = band.GetNoDataValue(&has);
    const double scale = band.GetScale(), offset = band.GetOffset();
    std::vector<double> line(static_cast<std::size_t>(window.ni));
    for (std::int64_t j = 0; j < nj; ++j) {
        if (!progress.report(static_cast<double>(j) / static_cast<double>(nj))) return base::cancelled();
        std::vector<double> sum(static_cast<std::size_t>(ni), 0), count(static_cast<std::size_t>(ni), 0);
        for (std::int64_t row = j * step; row < std::min((j + 1) * step, window.nj); ++row) {
            if (progress.cancelled()) return base::cancelled();
            const CPLErr code = band.RasterIO(GF_Read, static_cast<int>(window.i0), static_cast<int>(window.j0 + row),
                                              static_cast<int>(window.ni), 1, line.data(),
                                              static_cast<int>(window.ni), 1, GDT_Float64, 0, 0);
            if (code != CE_None)
                return base::fail(ErrorKind::data, Message("shapes.gdal_refused",
                                                           {{"reason", std::string(CPLGetLastErrorMsg()).substr(0, 200)}}));
            for (std::int64_t i = 0; i < window.ni; ++i) {
                const double value = line[static_cast<std::size_t>(i)];
                // Floats rounded on the way: −3.4e38 stands for "none" in more than one spelling.
                if (!std::isfinite(value) || std::abs(value) > 1e30 || (has != 0 && value == none) ||
                    value == guessed)
                    continue;
                sum[static_cast<std::size_t>(i / step)] += value * scale + offset;
                ++count[static_cast<std::size_t>(i / step)];
            }
        }
        for (std::int64_t i = 0; i < ni; ++i) {
            const auto at = static_cast<std::size_t>(i);
            out.push_back(count[at] > 0 ? static_cast<float>(sum[at] / count[at])
                                        : std::numeric_limits<float>::quiet_NaN());
        }
    }
    return out;
}

void build(Raster& raster, const std::vector<float>& heights, const Window& window, std::int64_t step,
           const std::array<double, 6>& to) {
    const std::int64_t ni = (window.ni + step - 1) / step, nj = (window.nj + step - 1) / step;
    std::vector<std::int32_t> number(heights.size(), -1);
    const auto centre = [&](std::int64_t n, std::int64_t first, std::int64_t count) {
        const std::int64_t end = std::min((n + 1) * step, count);
        return static_cast<double>(first) + static_cast<double>(n * step + end) / 2;
    };
    for (std::int64_t j = 0; j < nj; ++j)
        for (std::int64_t i = 0; i < ni; ++i) {
            const auto at = static_cast<std::size_t>(j * ni + i);
            if (std::isnan(heights[at])) continue;
            const double p = centre(i, window.i0, window.ni), l = centre(j, window.j0, window.nj);
            number[at] = static_cast<std::int32_t>(raster.mesh.points.size());
            raster.mesh.points.push_back(
                {to[0] + to[1] * p + to[2] * l, to[3] + to[4] * p + to[5] * l, static_cast<double>(heights[at])});
        }
    for (std::int64_t j = 0; j + 1 < nj; ++j)
        for (std::int64_t i = 0; i + 1 < ni; ++i) {
            const auto at = static_cast<std::size_t>(j * ni + i), below = static_cast<std::size_t>((j + 1) * ni + i);
            const std::int32_t a = number[at], b = number[at + 1], c = number[below], d = number[below + 1];
            if (a >= 0 && b >= 0 && c >= 0) raster.mesh.triangles.push_back({a, c, b});
            if (b >= 0 && c >= 0 && d >= 0) raster.mesh.triangles.push_back({b, c, d});
            if (c < 0 && a >= 0 && b >= 0 && d >= 0) raster.mesh.triangles.push_back({a, d, b});
            if (b < 0 && a >= 0 && c >= 0 && d >= 0) raster.mesh.triangles.push_back({a, c, d});
        }
}

}  // namespace

const std::vector<std::string>& raster_extensions() {
    static const std::vector<std::string> all{".tif", ".tiff", ".asc", ".grd"};
    return all;
}

bool is_raster_file(const std::string& path) {
    std::string extension = std::filesystem::path(path).extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(raster_extensions(), extension) != raster_extensions().end();
}

base::Expected<Raster> read_raster(const std::string& path, const RasterRule& rule, const base::Progress& progress) {
    auto dataset = open_gdal(path, GdalKind::raster, {"GTiff", "AAIGrid", "GSAG", "GSBG", "GS7BG"});
    if (!dataset) return std::unexpected(dataset.error());
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    const ShapeError error{path};
    std::array<double, 6> to{}, back{};
    if ((*dataset)->GetGeoTransform(to.data()) != CE_None || !invert(to, back))
        return error.at(0, "shapes.raster_no_place");
    if ((*dataset)->GetRasterCount() != 1) return error.at(0, "shapes.raster_bands");
    Raster raster;
    raster.columns = (*dataset)->GetRasterXSize();
    raster.rows = (*dataset)->GetRasterYSize();
    raster.cell[0] = std::hypot(to[1], to[4]);
    raster.cell[1] = std::hypot(to[2], to[5]);
    raster.crs = (*dataset)->GetProjectionRef();
    if (const OGRSpatialReference* system = (*dataset)->GetSpatialRef()) {
        const char* unit = nullptr;
        raster.crs_name = system->GetName() != nullptr ? system->GetName() : "";
        raster.degrees = system->IsGeographic() != 0;
        raster.unit_metres = raster.degrees ? 1 : system->GetLinearUnits(&unit);
        if (unit != nullptr) raster.unit_name = unit;
    }
    const Window window = window_of(rule.area, back, raster.columns, raster.rows);
    if (window.ni < 2 || window.nj < 2) return error.at(0, "shapes.raster_elsewhere");
    std::int64_t step = 1;
    const double cell = std::max(raster.cell[0], raster.cell[1]);
    if (rule.spacing > 2 * cell) step = static_cast<std::int64_t>(std::min(rule.spacing / cell, 1e6));
    while ((window.ni / step + 1) * (window.nj / step + 1) > rule.most_cells) ++step;
    step = std::max<std::int64_t>(1, std::min(step, std::min(window.ni, window.nj) / 2));
    raster.averaged = static_cast<int>(step);
    GDALRasterBand& band = *(*dataset)->GetRasterBand(1);
    int stated = 0;
    (void)band.GetNoDataValue(&stated);
    if (stated == 0)
        if (const auto guessed = guessed_null(band, window))
            std::tie(raster.null_guessed, raster.null_share) = *guessed;
    const auto heights = means(band, window, step, raster.null_guessed, progress.part(0, 0.8));
    if (!heights) {
        base::Error failed = heights.error();
        if (failed.place.file.empty()) failed.place.file = path;
        return std::unexpected(failed);
    }
    build(raster, *heights, window, step, to);
    if (raster.mesh.triangles.empty()) return error.at(0, "shapes.raster_elsewhere");
    if (!progress.report(1)) return base::cancelled();
    return raster;
}

}  // namespace orelens::io
