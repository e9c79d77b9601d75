// geoh5 (.geoh5, HDF5 in the layout of Geoscience ANALYST): points, curves, surfaces, flat grids and block
// models with their data, as the elements that OMF has too, and block models out. Drillholes, surveys and
// other kinds are left out with a finding. The stranger's bytes are parsed in a process of its own
// (app/geoh5).
#pragma once

#include <string>

#include "core/blocks/BlockModel.h"
#include "core/io/omf/OmfFile.h"

namespace orelens::io {

/// Numbers as the file has them; its no-data values are missing (whole numbers with missing ones become
/// reals, which their description says, see OmfBlockNotes.h); units in the descriptions. Errors: no geoh5;
/// damaged or hostile; the reading program is missing; cancelled.
base::Expected<OmfProject> read_geoh5(const std::string& path,
                                      const base::Progress& progress = base::Progress());

/// Points, lines, triangle surfaces and grids; data of four bytes, as the format wants. Errors: a sheet (grid
/// surface), a grid that is tilted (geoh5 knows rotation about the vertical only), the file cannot be
/// written; cancelled.
base::Expected<void> write_geoh5(const OmfProject& project, const std::string& path,
                                 const base::Progress& progress = base::Progress());

/// The box around the blocks; values are kept bit for bit (whole numbers that are not all codes lose the
/// texts of their codes), except that a real that is exactly the format's no-data value (1.175494351e-38)
/// would read as missing and is refused.
base::Expected<void> write_geoh5_blocks(const blocks::BlockModel& model, const std::string& path,
                                        const base::Progress& progress = base::Progress());

}  // namespace orelens::io
