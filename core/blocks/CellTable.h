// Blocks as another program's file holds them, before they are a model of ours: places, sizes and named
// columns in the order of the file, sub-blocks and irregular meshes included. Readers in core/io fill it,
// CellGrid.h finds the regular grid in it, Regularise.h turns it into a BlockModel. It judges nothing and
// holds no text of a file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/GridGeometry.h"
#include "core/blocks/PackedReals.h"

namespace orelens::blocks {

/// What a column means for the sums over blocks. Readers leave `number` or `category`; the mapping decides.
enum class CellRole {
    number,      ///< anything else: mean by volume
    grade,       ///< mass share in the column's grade unit: mean by mass
    density,     ///< t/m³, 0 = air: mean by volume
    tonnage,     ///< tonnes of the cell: sums
    volume,      ///< m³ of the cell that are rock: sums
    proportion,  ///< share (0…1) of the cell that counts: mean by volume
    category,    ///< rock type, class: the one with the largest share of mass
    excluded,    ///< ≠ 0: outside, mined out, sterilised
};

struct CellColumn {
    std::string name;  ///< as the file has it
    std::string unit;  ///< as the file states it; empty = not stated
    CellRole role = CellRole::number;
    bool by_mass = false;             ///< a number whose mean is by mass
    std::vector<float> values;        ///< one per cell, NaN = missing; empty for categories
    std::vector<std::int32_t> codes;  ///< categories: index into `names`, −1 = missing; else empty
    std::vector<std::string> names;   ///< categories: code texts, distinct
};

/// Where the cells are is said in one of two ways:
///   - `centre`: a place for every cell (with `size` or `cell_size`, where known), in any order;
///   - `grid` without `centre`: a regular grid; `cell` names the cell of each row (GridGeometry::linear), or,
///   where
///     that is empty, row n is cell n (i fastest) and every column has grid->cell_count() values.
/// Lengths in metres (or the file's unit, see `unit`). Directions as in GridGeometry.
struct CellTable {
    std::string file;
    std::string program;  ///< format or program it is from: "Datamine", "OMF", … ; for findings
    std::string unit;     ///< of lengths as the file states it ("m", "ft"); empty = not stated

    std::array<PackedReals, 3> centre;
    std::array<PackedReals, 3> size;  ///< per cell along u, v, w; empty = `cell_size` for all
    Vec3 cell_size{0, 0, 0};          ///< of every cell; 0 = not stated
    /// Rotation the file states, as GridGeometry's angles. Absent: not stated; all 0 states "not rotated".
    struct Rotation {
        double azimuth_deg = 0, dip_deg = 0, roll_deg = 0;
        Vec3 pivot{0, 0, 0};  ///< world place that `centre` is relative to where it is local
    };
    std::optional<Rotation> rotation;
    /// `centre` is along u, v, w from rotation->pivot; else it is in world coordinates.
    bool local = false;

    std::optional<GridGeometry> grid;  ///< stated by the file, complete (origin, size, count, angles)
    std::vector<std::uint32_t> cell;

    std::vector<CellColumn> columns;
    std::int64_t first_row = 0;  ///< line of the first cell in the file, for findings; 0 = no lines

    [[nodiscard]] std::size_t cells() const {
        if (!centre[0].empty()) return centre[0].size();
        if (!cell.empty()) return cell.size();
        return grid ? static_cast<std::size_t>(grid->cell_count()) : 0;
    }
};

/// A mesh with its own widths along three axes (OMF volumes, VTR, UBC, geoh5 block models).
struct TensorMesh {
    Vec3 origin{0, 0, 0};                      ///< outer corner of cell (0,0,0), world
    std::array<std::vector<double>, 3> width;  ///< > 0, along u, v, w
    double azimuth_deg = 0, dip_deg = 0, roll_deg = 0;
};

/// Places the cells of a mesh in `table`, i fastest: as a regular `grid` where all widths along each axis
/// agree to a millionth, else by `centre` (local) and `size`. The caller has checked the number of cells
/// against max_cells and against the data of the file. False: cancelled.
bool place_cells(const TensorMesh& mesh, CellTable& table, const base::Progress& progress = base::Progress());

/// Angles (azimuth, dip, roll as GridGeometry has them) of a right-handed frame of unit vectors; nothing
/// where the vectors are not perpendicular to 1e-6 or left-handed.
std::optional<std::array<double, 3>> frame_angles(const std::array<Vec3, 3>& axes);

}  // namespace orelens::blocks
