// GDAL kept to the file that was named: no network, no other drivers than those asked for, no virtual files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"

class GDALDataset;

namespace orelens::io {

/// Switches off what GDAL and PROJ would fetch from the network or read beside a file. Before they are used;
/// cheap to call again.
void keep_gdal_local();

struct GdalClose {
    void operator()(GDALDataset* dataset) const;
};
using GdalFile = std::unique_ptr<GDALDataset, GdalClose>;

enum class GdalKind { raster, vector };
/// Opens with these drivers only. Errors: not a regular file; GDAL's own words as {reason}.
base::Expected<GdalFile> open_gdal(const std::string& path, GdalKind kind, const std::vector<std::string>& drivers);

}  // namespace orelens::io
