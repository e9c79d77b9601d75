// What .vti and .pvti share: the image of a box of blocks, whole or as one piece of many. Private to the folder.
#pragma once

#include <string>
#include <vector>

#include "core/io/blocks/DenseBlocks.h"
#include "core/io/vtk/VtkXml.h"

namespace orelens::io {

/// Extent, place, size and turn of the box's cells, as XML attributes. Blocks keep their indices and the grid its
/// origin: the extent of a trimmed grid does not begin at 0.
std::string image_attributes(const blocks::GridGeometry& geometry, const BlockBox& whole);
/// "0 12 0 8 4 9": points, one more than blocks.
std::string extent_of(const BlockBox& box);

/// One array per column over the box, and, where `hides`, which cells have no block. The model must outlive them.
std::vector<VtkArray> image_arrays(const blocks::BlockModel& model, const BlockBox& box, bool hides);

/// A file with the cells of `piece` out of `whole`.
base::Expected<void> write_image(const blocks::BlockModel& model, const BlockBox& whole, const BlockBox& piece, bool hides,
                                 const std::string& path, const base::Progress* progress);

}  // namespace orelens::io
