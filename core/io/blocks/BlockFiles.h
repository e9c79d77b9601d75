// Block models in files: .vdb (all columns, geometry as metadata), .vti (VTK XML image data, for ParaView),
// .pvti (the same in pieces), .csv (own or another program's layout) and .gslib with a JSON side-car (geometry, units, null, order) that
// read back to the same model; .omf and .geoh5 through core/io/omf and core/io/geoh5.
#pragma once

#include <string>
#include <vector>

#include "core/base/ByteStream.h"
#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/io/blocks/BlockDialect.h"

namespace orelens::io {

/// A cancel through `progress` ends the writing within a column and leaves the old file.
base::Expected<void> write_vdb(const blocks::BlockModel& model, const std::string& path,
                               const base::Progress* progress = nullptr);
/// Parsed in a process of its own, see core/base/Child.h. A cancel ends it within a twentieth of a second.
base::Expected<blocks::BlockModel> read_vdb(const std::string& path,
                                            const base::Progress& progress = base::Progress());
/// The same as a stream of pieces, for the project file: neither direction holds the model twice. The same
/// model gives the same bytes. Errors of the other side come back unchanged.
base::Expected<void> write_vdb(const blocks::BlockModel& model, const base::ByteSink& sink,
                               std::size_t piece = std::size_t{1} << 20);
base::Expected<blocks::BlockModel> read_vdb(const base::ByteSource& source,
                                            const base::Progress& progress = base::Progress());
/// The same in one piece, for small models.
base::Expected<std::string> vdb_bytes(const blocks::BlockModel& model);
base::Expected<blocks::BlockModel> model_from_vdb_bytes(const std::string& bytes);

/// Cell data of the box around the blocks, i fastest, packed by zlib; cells without a block and missing
/// values are NaN (real) or the type's minimum (integer), and cells without a block are hidden
/// (vtkGhostType). Extents are the block indices of the model: a trimmed grid keeps its numbering.
base::Expected<void> write_vti(const blocks::BlockModel& model, const std::string& path,
                               const base::Progress* progress = nullptr);

/// The same image in pieces for the processes of a parallel program (ParaView's server): `path` names them and what they
/// hold, the pieces lie in a folder of its name beside it ("model.pvti", "model/model_0.vti"): slabs along w of whole
/// leaves, about `piece_cells` cells each, at least eight layers. A cancel or an error leaves earlier files. Error: a
/// rotated grid, which VTK's readers of pieces would show unrotated (9.1 reads no Direction there).
inline constexpr std::int64_t pvti_piece_cells = std::int64_t{1} << 22;
base::Expected<void> write_pvti(const blocks::BlockModel& model, const std::string& path,
                                const base::Progress* progress = nullptr, std::int64_t piece_cells = pvti_piece_cells);
/// The pieces of that file, in their order.
std::vector<std::string> pvti_pieces(const blocks::BlockModel& model, const std::string& path,
                                     std::int64_t piece_cells = pvti_piece_cells);

/// `path` and `path` + ".json". One row per active block: i, j, k, x, y, z, columns; missing = empty. The
/// table holds finite numbers only: a column with infinities states in the side-car which numbers beyond all
/// others stand for them ("plus_infinity": 1e30, "minus_infinity": -1e30), and reads back bit for bit.
/// In another program's `dialect`: its headers, centres and sizes first, names it takes, its way of writing
/// missing values; the side-car says so and it reads back as well. Error: a rotated grid in a dialect that
/// has no place for one.
base::Expected<void> write_block_csv(const blocks::BlockModel& model, const std::string& path,
                                     base::Progress& progress, BlockDialect dialect = BlockDialect::own);
/// Needs the side-car. Any row order; a block twice, an index outside or text where a number is wanted is an
/// error with row and column.
base::Expected<blocks::BlockModel> read_block_csv(const std::string& path, base::Progress& progress);

/// GSLIB's grid format and `path` + ".json": numbers of the box around the blocks in local axes, i fastest;
/// missing as -999 (or more nines), codes as numbers, a last column that is 0 in cells without a block.
inline constexpr const char* gslib_title = "Block model";
base::Expected<void> write_gslib(const blocks::BlockModel& model, const std::string& path,
                                 base::Progress& progress);
/// Needs the side-car; bit for bit.
base::Expected<blocks::BlockModel> read_gslib(const std::string& path, base::Progress& progress);

/// Refuses a name that write_blocks has no format for; nothing is read or written.
base::Expected<void> check_block_extension(const std::string& path);
/// Whether a `path` + ".json" belongs to the file.
bool has_block_sidecar(const std::string& path);
/// Files that belong beside the one of this name: its side-car, or its pieces.
std::vector<std::string> files_beside(const blocks::BlockModel& model, const std::string& path);
/// By extension (.vdb, .csv, .gslib, .omf, .geoh5 in; these, .vti and .pvti out). Of .omf and .geoh5 the one block
/// grid they hold; `findings` takes what reading them left out, renamed or took on trust.
base::Expected<blocks::BlockModel> read_blocks(const std::string& path, base::Progress& progress,
                                               std::vector<base::Finding>* findings = nullptr);
base::Expected<void> write_blocks(const blocks::BlockModel& model, const std::string& path,
                                  base::Progress& progress, BlockDialect dialect = BlockDialect::own);

}  // namespace orelens::io
