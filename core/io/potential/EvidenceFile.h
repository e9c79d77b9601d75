// Files of geophysics, geochemistry, remote sensing and geology as evidence: one reader per format, all with the same
// outcome: what it holds, what was found on the way, or why it is refused with its place (potential.md §11). Questions
// that a file leaves open (coordinate system, depth or elevation, no-data codes) are asked once, in EvidenceRule, and
// stand in the findings until they are answered. Layers on our grid are made in core/potential.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/potential/Labels.h"
#include "core/potential/Raster.h"
#include "core/potential/Sampling.h"
#include "core/shapes/Mesh.h"

namespace orelens::io {

struct EvidenceRule {
    std::string crs;                       ///< of the project: "EPSG:32650" or WKT; empty = a local system
    std::string file_crs;                  ///< answer for a file that names none; empty = the project's
    shapes::Box area;                      ///< of the model, project coordinates; empty = not known
    std::optional<double> depth_datum_m;   ///< elevation that depths count from
    std::vector<double> no_data;           ///< codes besides the file's own
    std::string mesh_file;                 ///< of a UBC model; empty = the .msh beside it
    std::string sensitivity_file;          ///< of a UBC model: a model of the same mesh
    std::vector<std::string> bands;        ///< roles of an image's bands
    std::int64_t voxels = 0;               ///< of the grid that labels belong to; 0 = not known
    std::optional<blocks::GridGeometry> grid = {};  ///< that labels given by place fall into
    bool side_of_surface = false;          ///< an open mesh is meant as a surface
    bool outlines = false;                 ///< areas are meant: rings of polygons are lines as well
};

/// Cells of a turned image grid.
struct GridCells {
    blocks::GridGeometry grid;
    std::vector<float> values;  ///< i fastest
    std::string name;
};

/// Samples of soil or rock: elements at places.
struct SampleTable {
    struct Element {
        std::string name, unit;
        std::vector<double> values;      ///< NaN = missing
        std::vector<std::uint8_t> below; ///< 1: half of a stated limit of detection
    };
    std::vector<std::string> names;
    std::vector<shapes::Vec3> places;  ///< z NaN where the file has none
    std::vector<Element> elements;
    [[nodiscard]] const Element* element(const std::string& name) const;
};

struct EvidenceFile {
    std::string format;  ///< "UBC tensor mesh", "VTK image" … for people
    std::variant<std::monostate, potential::CellModel, potential::NodeModel, GridCells, potential::BandImage, SampleTable,
                 shapes::TriangleMesh, shapes::Polylines, std::vector<potential::GivenLabel>>
        data;
    std::vector<base::Finding> findings;
    std::string crs;  ///< in which the data stands now
};

/// By extension and contents: .msh .mod (UBC), .vti, .csv .xlsx .txt .dat (nodes, samples, lines, labels, told apart by
/// their headers), .tif .asc .grd .gxf .nc (GDAL), .obj .stl .dxf .ts .vtp (shapes), .geojson .gpkg .shp (lines).
/// Errors: every refusal of the formats, with file, row and column; cancelled.
base::Expected<EvidenceFile> read_evidence(const std::string& path, const EvidenceRule& rule,
                                           const base::Progress& progress = base::Progress());

/// A .msh alone: its mesh with no values. The model of `path` on it.
base::Expected<EvidenceFile> read_ubc_tensor(const std::string& path, const EvidenceRule& rule);
base::Expected<EvidenceFile> read_image_cells(const std::string& path, const EvidenceRule& rule, const base::Progress& progress);
base::Expected<EvidenceFile> read_evidence_table(const std::string& path, const EvidenceRule& rule);
base::Expected<EvidenceFile> read_evidence_raster(const std::string& path, const EvidenceRule& rule);
base::Expected<EvidenceFile> read_evidence_shape(const std::string& path, const EvidenceRule& rule, const base::Progress& progress);
base::Expected<EvidenceFile> read_evidence_lines(const std::string& path, const EvidenceRule& rule);

/// The rule's codes for no data become missing, and are told.
void drop_no_data(EvidenceFile& file, const std::string& path, std::vector<float>& values, const EvidenceRule& rule);
/// Whether two systems are the same one; false where one of them is not known.
bool same_crs(const std::string& one, const std::string& other);

/// Something to know about a file that was taken.
base::Finding evidence_finding(const std::string& file, const char* key, std::vector<std::pair<std::string, std::string>> args = {},
                               std::int64_t row = 0, base::Severity severity = base::Severity::warning);
std::unexpected<base::Error> evidence_refused(const std::string& file, const char* key,
                                              std::vector<std::pair<std::string, std::string>> args = {}, std::int64_t row = 0,
                                              std::int64_t column = 0, const char* fix = nullptr);

}  // namespace orelens::io
