#include "core/project/MapLayers.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>

#include "core/io/shapes/Gdal.h"
#include "core/project/Crs.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Message;

struct Close {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, Close>;

GDALDriver* geopackage() {
    static std::once_flag once;
    std::call_once(once, [] {
        io::keep_gdal_local();
        RegisterOGRGeoPackage();
    });
    return GetGDALDriverManager()->GetDriverByName("GPKG");
}

/// GDAL prints by itself unless told otherwise; its last words go into the error instead.
class QuietGdal {
  public:
    QuietGdal() { CPLPushErrorHandler(CPLQuietErrorHandler); }
    ~QuietGdal() { CPLPopErrorHandler(); }
    QuietGdal(const QuietGdal&) = delete;
    QuietGdal& operator=(const QuietGdal&) = delete;
};

/// A file that is thrown away after a crash needs no flushing to the disk meanwhile.
class FreshFile {
  public:
    FreshFile() { CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF"); }
    ~FreshFile() { CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", nullptr); }
    FreshFile(const FreshFile&) = delete;
    FreshFile& operator=(const FreshFile&) = delete;
};

std::unexpected<base::Error> refused(const std::string& path) {
    return base::fail(ErrorKind::file, Message("file.cannot_write", {{"reason", CPLGetLastErrorMsg()}}),
                      {.file = path});
}

/// Where the layers go, and how.
struct Target {
    GDALDataset& file;
    OGRSpatialReference* reference;
    const std::vector<std::string>& indexed;
    const base::Progress& progress;
};

/// One layer being written, all features in one transaction.
class LayerWriter {
  public:
    LayerWriter(const Target& target, const char* name, OGRwkbGeometryType type)
        : progress_(target.progress) {
        const bool index = std::ranges::find(target.indexed, name) != target.indexed.end();
        char* options[] = {const_cast<char*>(index ? "SPATIAL_INDEX=YES" : "SPATIAL_INDEX=NO"), nullptr};
        layer_ = target.file.CreateLayer(name, target.reference, type, options);
        ok_ = layer_ != nullptr;
    }
    LayerWriter& field(const char* name, OGRFieldType type) {
        OGRFieldDefn definition(name, type);
        ok_ = ok_ && layer_->CreateField(&definition) == OGRERR_NONE;
        return *this;
    }
    void start() {
        ok_ = ok_ && !progress_.cancelled();
        feature_.reset(ok_ ? OGRFeature::CreateFeature(layer_->GetLayerDefn()) : nullptr);
    }
    void set(int at, double value) {
        if (feature_ && std::isfinite(value)) feature_->SetField(at, value);
    }
    void set(int at, const std::string& value) {
        if (feature_) feature_->SetField(at, value.c_str());
    }
    void finish(const OGRGeometry& geometry) {
        if (feature_) feature_->SetGeometry(&geometry);
        ok_ = ok_ && feature_ && layer_->CreateFeature(feature_.get()) == OGRERR_NONE;
    }
    [[nodiscard]] bool ok() const { return ok_; }

  private:
    struct Destroy {
        void operator()(OGRFeature* feature) const { OGRFeature::DestroyFeature(feature); }
    };
    const base::Progress& progress_;
    OGRLayer* layer_ = nullptr;
    std::unique_ptr<OGRFeature, Destroy> feature_;
    bool ok_ = false;
};

bool write_collars(const Target& target, const drilling::DrillholeSet& holes) {
    LayerWriter layer(target, "collars", wkbPoint25D);
    layer.field("hole", OFTString).field("depth_m", OFTReal);
    for (const drilling::Collar& collar : holes.collars) {
        if (!std::isfinite(collar.x) || !std::isfinite(collar.y)) continue;
        layer.start();
        layer.set(0, collar.hole);
        layer.set(1, collar.depth_m);
        layer.finish(OGRPoint(collar.x, collar.y, std::isfinite(collar.z) ? collar.z : 0));
    }
    return layer.ok();
}

bool write_traces(const Target& target, const drilling::DrillholeSet& holes,
                  const std::vector<drilling::Trace>& traces) {
    LayerWriter layer(target, "traces", wkbLineString25D);
    layer.field("hole", OFTString).field("length_m", OFTReal).field("vertical_assumed", OFTString);
    for (std::size_t n = 0; n < traces.size() && n < holes.collars.size(); ++n) {
        const drilling::Trace& trace = traces[n];
        if (trace.position.empty()) continue;
        OGRLineString line;
        for (const auto& at : trace.position) line.addPoint(at[0], at[1], at[2]);
        if (line.getNumPoints() < 2) continue;
        layer.start();
        layer.set(0, holes.collars[n].hole);
        layer.set(1, trace.depth_m.back());
        layer.set(2, std::string(trace.vertical_assumed ? "yes" : "no"));
        layer.finish(line);
    }
    return layer.ok();
}

bool write_composites(const Target& target, const drilling::CompositeTable& table) {
    LayerWriter layer(target, "composites", wkbPoint25D);
    layer.field("hole", OFTString).field("from_m", OFTReal).field("to_m", OFTReal).field("domain", OFTString);
    for (const auto& grade : table.grades)
        layer.field((grade.name + " " + std::string(base::symbol(grade.unit))).c_str(), OFTReal);
    for (std::size_t n = 0; n < table.size(); ++n) {
        layer.start();
        layer.set(0, table.hole_ids.at(static_cast<std::size_t>(table.hole[n])));
        layer.set(1, table.from_m[n]);
        layer.set(2, table.to_m[n]);
        if (table.domain[n] >= 0)
            layer.set(3, table.domain_codes.at(static_cast<std::size_t>(table.domain[n])));
        for (std::size_t g = 0; g < table.grades.size(); ++g)
            layer.set(static_cast<int>(4 + g), table.grades[g].values[n]);
        layer.finish(OGRPoint(table.x[n], table.y[n], table.z[n]));
    }
    return layer.ok();
}

}  // namespace

base::Expected<void> write_map_layers(const Project& project, const std::string& path,
                                      const std::vector<std::string>& indexed, base::Progress& progress) {
    const QuietGdal quiet;
    const FreshFile fresh;
    GDALDriver* driver = geopackage();
    Dataset file(driver == nullptr ? nullptr : driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!file) return refused(path);
    OGRSpatialReference reference;
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const std::string& crs = project.recipe.general.crs;
    if (const auto known = check_crs(crs); !known) return std::unexpected(known.error());
    if (crs.empty() || reference.SetFromUserInput(crs.c_str()) != OGRERR_NONE) {
        // A mine grid in metres; without this GDAL would take the numbers for degrees.
        reference.Clear();
        reference.SetLocalCS("Undefined Cartesian SRS");
        reference.SetLinearUnits("metre", 1);
    } else if (reference.IsProjected() != 0 && reference.GetLinearUnits() != 1.0) {
        // The project is in metres: so is the same projection, which the map then takes under no code.
        reference.SetLinearUnitsAndUpdateParameters("metre", 1);
        const std::string name = std::string(reference.GetName() != nullptr ? reference.GetName() : "") + " (metres)";
        reference.SetNode("PROJCS", name.c_str());
    }
    const Target target{*file, &reference, indexed, progress};

    if (file->StartTransaction() != OGRERR_NONE) return refused(path);
    const Results& results = project.results;
    bool ok = true;
    if (results.drilling.import) ok = write_collars(target, results.drilling.import->holes);
    if (ok && results.drilling.import && results.drilling.traces)
        ok = write_traces(target, results.drilling.import->holes, *results.drilling.traces);
    if (!progress.report(0.4)) return base::cancelled();
    if (ok && results.drilling.composites) ok = write_composites(target, *results.drilling.composites);
    if (!progress.report(0.9)) return base::cancelled();
    if (ok && file->CommitTransaction() != OGRERR_NONE) ok = false;
    if (progress.cancelled()) return base::cancelled();
    if (!ok) return refused(path);
    CPLErrorReset();
    file.reset();
    if (CPLGetLastErrorType() >= CE_Failure) return refused(path);
    return {};
}

}  // namespace orelens::project
