// What lies on the ground as cells of a map: elevations, bands of an image, ratios of them.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/potential/Evidence.h"

namespace orelens::potential {

/// All six numbers of the place count: x = t0 + t1·column + t2·row, y = t3 + t4·column + t5·row, of cell corners.
struct Raster {
    std::array<double, 6> to{0, 1, 0, 0, 0, 1};
    std::int32_t columns = 0, rows = 0;
    std::vector<float> values;  ///< row by row as in the file; NaN = no data
    Provenance from;

    /// Column and row of a place, 0.5 at the first cell's centre. NaN where the six numbers turn nothing back.
    [[nodiscard]] std::array<double, 2> place(double x, double y) const;
    /// The value of the cell that holds the place; NaN outside.
    [[nodiscard]] double cell(double x, double y) const;
    /// Between the centres of four cells; NaN outside them, and beside a missing cell whose weight is not 0.
    [[nodiscard]] double bilinear(double x, double y) const;
};

/// Median of cells with a value; NaN without.
double median(const Raster& raster);

/// 1 where a voxel's centre lies below the ground (bilinear), 0 above it and where the ground is not known.
std::vector<std::uint8_t> below_ground(const GridGeometry& grid, const Raster& ground);

/// Bands by what they see, of one image of reflectances (DN·scale + offset; no data masked before scaling).
struct BandImage {
    std::vector<std::string> roles;  ///< "red", "swir1", "B5" …
    std::vector<Raster> bands;
    [[nodiscard]] const Raster* band(const std::string& role) const;
};

/// Indices and the bands that they take, in the order of potential.md §2: iron_oxide red/blue, ferrous swir1/nir,
/// clay swir1/swir2, ndvi (nir−red)/(nir+red), white_mica (B5+B7)/B6, epidote_chlorite (B6+B9)/(B7+B8),
/// carbonate (B7+B9)/B8.
const std::vector<std::string>& band_indices();
/// A denominator ≤ 0 makes the cell missing. Errors (kind usage): an index of another name (the nearest is named), a
/// band without its role.
base::Expected<Raster> band_index(const BandImage& image, const std::string& index);

}  // namespace orelens::potential
