// Open Mining Format, version 1 (.omf, "OMF-v0.9.0"): points, lines, surfaces and block grids with their
// data, all elements of one file at once. What becomes of them (block model, meshes) is OmfBlocks.h and
// OmfShapes.h. Does not read version 2 (ZIP and Parquet), which is named and refused; pictures draped over
// surfaces are left out with a finding.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"

namespace orelens::io {

using OmfVec3 = std::array<double, 3>;
using OmfColor = std::array<std::uint8_t, 3>;  ///< red, green, blue

/// What a value belongs to: points of a point set, points or segments of lines, points or faces of a surface,
/// points or cells of a grid.
enum class OmfPlace { vertices, segments, faces, cells };

/// Colours for numbers from `low` to `high`, in even steps.
struct OmfColorScale {
    std::vector<OmfColor> gradient;
    double low = 0, high = 1;
    bool operator==(const OmfColorScale&) const = default;
};
struct OmfReals {
    std::vector<double> values;  ///< NaN = missing
    std::optional<OmfColorScale> scale;
};
struct OmfIntegers {
    std::vector<std::int64_t> values;  ///< the format has no missing one
    std::optional<OmfColorScale> scale;
};
struct OmfVectors {
    std::size_t components = 3;  ///< 2 or 3
    std::vector<double> values;  ///< vector after vector
};
struct OmfColors {
    std::vector<OmfColor> values;
};
struct OmfTexts {
    std::vector<std::string> values;
    bool times = false;  ///< ISO 8601, as the file has them
};
struct OmfLegend {
    std::string name;
    std::variant<std::vector<std::string>, std::vector<OmfColor>, std::vector<double>> values;
    bool times = false;  ///< texts that are ISO 8601 times
    [[nodiscard]] std::size_t size() const {
        return std::visit([](const auto& list) { return list.size(); }, values);
    }
};
/// Categories: an index into every legend; −1 = missing. Indices are within the legends.
struct OmfMapped {
    std::vector<std::int32_t> indices;
    std::vector<OmfLegend> legends;
};

/// For writing only, where the values would not fit into memory beside what they come from: `fill` hands
/// them over in pieces, `count` numbers of 8 bytes (double, or std::int64_t where `integers`) in all. With
/// legends they are indices of categories. Called from another thread than the writer's.
struct OmfStreamed {
    std::size_t count = 0;
    bool integers = false;
    std::vector<OmfLegend> legends;
    std::function<void(const std::function<void(const void* data, std::size_t bytes)>& piece)> fill;
};

struct OmfData {
    std::string name, description;
    OmfPlace place = OmfPlace::vertices;
    std::variant<OmfReals, OmfIntegers, OmfVectors, OmfColors, OmfTexts, OmfMapped, OmfStreamed> values;
};

// Coordinates are metres in the world: the origins of the file are added, feet are turned into metres.
struct OmfPoints {
    std::vector<OmfVec3> points;
};
struct OmfLines {
    std::vector<OmfVec3> points;
    std::vector<std::array<std::int64_t, 2>> segments;  ///< indices of points, within them
};
struct OmfSurface {
    std::vector<OmfVec3> points;
    std::vector<std::array<std::int64_t, 3>> triangles;  ///< indices of points, within them
};
/// A sheet of nodes along u and v, lifted by `offsets` along u × v. Nodes and faces: u fastest.
struct OmfGridSurface {
    OmfVec3 origin{};
    OmfVec3 axis_u{1, 0, 0}, axis_v{0, 1, 0};  ///< of length 1
    std::vector<double> widths_u, widths_v;    ///< > 0
    std::vector<double> offsets;  ///< (widths_u + 1) · (widths_v + 1), or none where the sheet is plane
};
/// Cells: w fastest, u slowest.
struct OmfVolume {
    OmfVec3 origin{};                                           ///< outer corner of the first cell
    OmfVec3 axis_u{1, 0, 0}, axis_v{0, 1, 0}, axis_w{0, 0, 1};  ///< of length 1
    std::vector<double> widths_u, widths_v, widths_w;           ///< > 0
};

struct OmfElement {
    std::string name, description;
    std::optional<OmfColor> color;
    std::variant<OmfPoints, OmfLines, OmfSurface, OmfGridSurface, OmfVolume> geometry;
    std::vector<OmfData> data;
};

/// How many values data of an element have at a place; nothing where its kind has no such place. The counts
/// of an element that was read do not overflow.
std::optional<std::size_t> omf_count(const OmfElement& element, OmfPlace place);

struct OmfProject {
    std::string name, description, author, revision;
    std::string units;  ///< as the file states it; coordinates here are metres all the same
    std::vector<OmfElement> elements;
    std::vector<base::Finding> findings;  ///< units taken on trust or converted, what was left out
};

/// Errors name the element and the member that are wrong: not OMF, version 2, damaged or cut, arrays outside
/// the file or of another length than the element needs, indices outside, coordinates that are not finite,
/// more memory than the machine has; cancelled.
base::Expected<OmfProject> read_omf(const std::string& path,
                                    const base::Progress& progress = base::Progress());

/// A block grid of a file, without its values.
struct OmfGridOutline {
    std::string name;                    ///< as the file has it; may be empty or stand twice
    std::array<std::size_t, 3> cells{};  ///< along u, v, w
    bool even = true;                    ///< widths agree to a millionth along each axis
    std::size_t columns = 0;             ///< data of its cells
    [[nodiscard]] double cell_count() const {
        return static_cast<double>(cells[0]) * static_cast<double>(cells[1]) * static_cast<double>(cells[2]);
    }
};
/// The block grids of a file in its order. Their values stay packed. Errors: those of read_omf, as far as it
/// looks.
base::Expected<std::vector<OmfGridOutline>> read_omf_grids(const std::string& path,
                                                           const base::Progress& progress = base::Progress());
/// The same of a project that has been read.
std::vector<OmfGridOutline> omf_grids(const OmfProject& project);

/// How many elements are block grids and how many are shapes: points, lines, surfaces.
struct OmfContents {
    std::size_t grids = 0, shapes = 0;
    bool operator==(const OmfContents&) const = default;
};
/// Told from the objects alone: values and coordinates stay packed. Errors: those of read_omf, as far as it
/// looks.
base::Expected<OmfContents> read_omf_contents(const std::string& path,
                                              const base::Progress& progress = base::Progress());
OmfContents omf_contents(const OmfProject& project);

/// Coordinates as they stand, in metres. Numbers are kept bit for bit. Error: data whose length does not fit
/// their element; the file cannot be written; cancelled (the old file stays).
base::Expected<void> write_omf(const OmfProject& project, const std::string& path,
                               const base::Progress& progress = base::Progress());

/// The same without a file, for content that another process hands over. `units`: of the coordinates, for the
/// reader to convert.
base::Expected<OmfProject> omf_from_bytes(std::string bytes,
                                          const base::Progress& progress = base::Progress());
base::Expected<std::string> omf_bytes(const OmfProject& project, const std::string& units = "m");

}  // namespace orelens::io
