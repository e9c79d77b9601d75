#include "core/io/potential/GeoTiffWrite.h"

#include <cpl_error.h>
#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/io/blocks/DenseBlocks.h"
#include "core/io/potential/ColumnFiles.h"
#include "core/io/shapes/Gdal.h"

namespace orelens::io {
namespace {

using base::Expected;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;

/// Samples of one cell are counted in 16 bits.
constexpr std::int32_t most_bands = 65535;

GDALDriver* geotiff() {
    static std::once_flag once;
    std::call_once(once, [] {
        keep_gdal_local();
        GDALRegister_GTiff();
    });
    return GetGDALDriverManager()->GetDriverByName("GTiff");
}

/// GDAL tells late, when a file is closed, that a disk was full: the first word of trouble is kept.
class Trouble {
  public:
    Trouble() { CPLPushErrorHandlerEx(hear, this); }
    ~Trouble() { CPLPopErrorHandler(); }
    Trouble(const Trouble&) = delete;
    Trouble& operator=(const Trouble&) = delete;
    [[nodiscard]] const std::string& words() const { return words_; }

  private:
    static void CPL_STDCALL hear(CPLErr kind, CPLErrorNum /*number*/, const char* text) {
        auto& own = *static_cast<Trouble*>(CPLGetErrorHandlerUserData());
        if (kind >= CE_Failure && own.words_.empty()) own.words_ = std::string(text).substr(0, 200);
    }
    std::string words_;
};

std::unexpected<base::Error> cannot_write(const std::string& path, const std::string& why) {
    return base::fail(base::ErrorKind::file, base::Message("file.cannot_write", {{"reason", why.empty() ? std::string("?") : why}}), {.file = path});
}

/// Rows of an image run down the map, from the far side of v: GDAL's six numbers of its upper left corner.
std::array<double, 6> place_of(const blocks::GridGeometry& grid) {
    const auto axes = grid.axes();
    const blocks::Vec3 corner = grid.to_world({0, static_cast<double>(grid.count[1]), 0});
    return {corner[0], axes[0][0] * grid.block_size[0], -axes[1][0] * grid.block_size[1], corner[1], axes[0][1] * grid.block_size[0], -axes[1][1] * grid.block_size[1]};
}

std::string number(double value) {
    return base::number(value, 12);
}

void describe_levels(GDALDataset& file, const blocks::GridGeometry& grid, const ColumnInfo& column) {
    for (std::int32_t band = 1; band <= grid.count[2]; ++band) {
        const std::int32_t level = grid.count[2] - band;
        const double from = grid.origin[2] + level * grid.block_size[2], to = from + grid.block_size[2];
        GDALRasterBand& one = *file.GetRasterBand(band);
        one.SetDescription(("z " + number((from + to) / 2) + " m, " + number(from) + " … " + number(to) + " m").c_str());
        one.SetMetadataItem("Z", number((from + to) / 2).c_str());
        one.SetMetadataItem("Z_FROM", number(from).c_str());
        one.SetMetadataItem("Z_TO", number(to).c_str());
        if (!column.unit.empty()) one.SetUnitType(column.unit.c_str());
    }
    file.SetMetadataItem("LAYER", column.name.c_str());
    std::string codes;
    for (std::size_t n = 0; n < column.codes.size(); ++n) codes += (n == 0 ? "" : ";") + std::to_string(n) + "=" + column.codes[n];
    if (!codes.empty()) file.SetMetadataItem("CODES", codes.c_str());
}

/// Level by level, each flushed before the next: what is left to the end could not be cancelled.
template <class Value, class Get>
Expected<void> fill(GDALDataset& file, const BlockModel& model, GDALDataType type, Value absent, const Get& get, const base::Progress& progress) {
    const blocks::GridGeometry& grid = model.geometry();
    const BlockBox box{{0, 0, 0}, {grid.count[0] - 1, grid.count[1] - 1, grid.count[2] - 1}};
    const auto columns = static_cast<std::size_t>(grid.count[0]), rows = static_cast<std::size_t>(grid.count[1]), cells = columns * rows;
    std::int32_t level = 0;
    bool written = true;
    std::vector<Value> image(cells);
    const bool whole = dense_slabs(model, box, {0, 1, 2}, absent, get, [&](const Value* values, std::size_t count) {
        for (std::size_t at = 0; at < count; at += cells, ++level) {
            if (!progress.report(static_cast<double>(level) / grid.count[2])) return false;
            for (std::size_t row = 0; row < rows; ++row) std::copy_n(values + at + (rows - 1 - row) * columns, columns, image.data() + row * columns);
            GDALRasterBand& band = *file.GetRasterBand(grid.count[2] - level);
            written = band.RasterIO(GF_Write, 0, 0, grid.count[0], grid.count[1], image.data(), grid.count[0], grid.count[1], type, 0, 0) == CE_None && band.FlushCache(false) == CE_None;
            if (!written) return false;
        }
        return true;
    });
    if (!whole && progress.cancelled()) return base::cancelled();
    return written ? Expected<void>() : cannot_write("", "");
}

Expected<void> write_column(const BlockModel& model, const ColumnInfo& column, const OGRSpatialReference* system, const std::string& path, const base::Progress& progress) {
    const blocks::GridGeometry& grid = model.geometry();
    const bool real = column.type == ColumnType::real;
    const Trouble trouble;
    const char* const options[] = {"COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER", "INTERLEAVE=BAND", "TILED=YES", nullptr};
    GdalFile file(geotiff()->Create(path.c_str(), grid.count[0], grid.count[1], grid.count[2], real ? GDT_Float32 : GDT_Int32, const_cast<char**>(options)));
    if (!file) return cannot_write("", trouble.words());
    std::array<double, 6> place = place_of(grid);
    file->SetGeoTransform(place.data());
    if (system != nullptr) file->SetSpatialRef(system);
    for (std::int32_t band = 1; band <= grid.count[2]; ++band) file->GetRasterBand(band)->SetNoDataValue(real ? static_cast<double>(blocks::missing_float) : static_cast<double>(blocks::missing_int));
    describe_levels(*file, grid, column);
    Expected<void> done;
    if (real) {
        const auto leaves = model.real_leaves(column.name);
        done = fill(*file, model, GDT_Float32, blocks::missing_float, [&](std::size_t leaf, int at) { return leaves[leaf][at]; }, progress);
    } else {
        const auto leaves = model.integer_leaves(column.name);
        done = fill(*file, model, GDT_Int32, blocks::missing_int, [&](std::size_t leaf, int at) { return leaves[leaf][at]; }, progress);
    }
    file.reset();
    if (done && !trouble.words().empty()) return cannot_write("", trouble.words());
    if (!done && done.error().kind != base::ErrorKind::cancelled) return cannot_write("", trouble.words());
    return done;
}

}  // namespace

std::vector<std::string> geotiff_levels(const BlockModel& model, const std::string& path) {
    return column_files(model, path, ".tif");
}

Expected<void> write_geotiff_levels(const BlockModel& model, const std::string& path, const std::string& crs, const base::Progress& progress) {
    const blocks::GridGeometry& grid = model.geometry();
    const auto refuse = [&](const char* key, std::vector<std::pair<std::string, std::string>> args = {}) {
        return base::fail(base::ErrorKind::usage, base::Message(key, std::move(args)), {.file = path});
    };
    if (grid.dip_deg != 0 || grid.roll_deg != 0) return refuse("potential.geotiff_tipped");
    if (grid.count[2] > most_bands) return refuse("potential.geotiff_levels", {{"levels", std::to_string(grid.count[2])}, {"most", std::to_string(most_bands)}});
    if (model.columns().empty()) return refuse("potential.geotiff_empty");
    keep_gdal_local();
    OGRSpatialReference system;
    system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (!crs.empty()) {
        const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
        if (system.SetFromUserInput(crs.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) != OGRERR_NONE) return refuse("evidence.unknown_crs", {{"crs", crs.substr(0, 80)}});
    }
    const std::vector<std::string> files = geotiff_levels(model, path);
    std::vector<std::unique_ptr<base::AtomicFile>> made;
    for (std::size_t n = 0; n < files.size(); ++n) {
        made.push_back(std::make_unique<base::AtomicFile>(files[n]));
        const auto of = static_cast<double>(files.size());
        const auto done = write_column(model, model.columns()[n], crs.empty() ? nullptr : &system, made.back()->temporary(), progress.part(static_cast<double>(n) / of, static_cast<double>(n + 1) / of));
        if (done) continue;
        base::Error error = done.error();
        if (error.kind != base::ErrorKind::cancelled) error.place.file = files[n];
        return std::unexpected(error);
    }
    if (!progress.report(1)) return base::cancelled();
    return base::commit_together(made);
}

}  // namespace orelens::io
