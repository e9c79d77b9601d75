// Block models in files: .vdb (all columns, geometry as metadata), .vti (VTK XML image data, for ParaView),
// .csv with a JSON side-car (geometry, units, null, order) that reads back to the same model.
#pragma once

#include <string>

#include "core/base/ByteStream.h"
#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

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

/// Cell data, i fastest; inactive blocks and missing values are NaN (real) or the type's minimum (integer).
base::Expected<void> write_vti(const blocks::BlockModel& model, const std::string& path,
                               const base::Progress* progress = nullptr);

/// `path` and `path` + ".json". One row per active block: i, j, k, x, y, z, columns; missing = empty. The
/// table holds finite numbers only: a column with infinities states in the side-car which numbers beyond all
/// others stand for them ("plus_infinity": 1e30, "minus_infinity": -1e30), and reads back bit for bit.
base::Expected<void> write_block_csv(const blocks::BlockModel& model, const std::string& path,
                                     base::Progress& progress);
/// Needs the side-car. Any row order; a block twice, an index outside or text where a number is wanted is an
/// error with row and column.
base::Expected<blocks::BlockModel> read_block_csv(const std::string& path, base::Progress& progress);

/// Refuses a name that write_blocks has no format for; nothing is read or written.
base::Expected<void> check_block_extension(const std::string& path);
/// By extension (.vdb, .csv in; .vdb, .csv, .vti out).
base::Expected<blocks::BlockModel> read_blocks(const std::string& path, base::Progress& progress);
base::Expected<void> write_blocks(const blocks::BlockModel& model, const std::string& path,
                                  base::Progress& progress);

}  // namespace orelens::io
