#include "core/io/blocks/ModelElements.h"

#include <filesystem>

#include "core/io/geoh5/Geoh5File.h"
#include "core/io/omf/OmfBlocks.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/ReadTable.h"
#include "core/io/text/TextFile.h"
#include "core/io/text/Workbook.h"

namespace orelens::io {
namespace {

using base::Expected;
using Elements = std::vector<ModelElement>;

Expected<std::vector<OmfGridOutline>> grids_of(const std::string& path, const std::string& extension,
                                               const base::Progress& progress) {
    if (extension == ".omf") return read_omf_grids(path, progress);
    auto project = read_geoh5(path, progress);
    if (!project) return std::unexpected(project.error());
    return omf_grids(*project);
}

Expected<Elements> sheets_of(const std::string& path) {
    const auto book = Workbook::open(path);
    if (!book) return std::unexpected(book.error());
    Elements elements;
    for (const std::string& sheet : book->sheets())
        elements.push_back({sheet, ModelElementKind::sheet, 0, 0});
    return elements;
}

}  // namespace

Expected<Elements> model_elements(const std::string& file, const base::Progress& progress) {
    const std::string path = table_name(file).file;
    const std::string extension = lower(std::filesystem::path(path).extension().string());
    if (extension == ".omf" || extension == ".geoh5") {
        const auto grids = grids_of(path, extension, progress);
        if (!grids) return std::unexpected(grids.error());
        const std::vector<std::string> names = grid_names(*grids);
        Elements elements;
        for (std::size_t n = 0; n < grids->size(); ++n) {
            const OmfGridOutline& grid = (*grids)[n];
            elements.push_back(
                {names[n], grid.even ? ModelElementKind::regular_grid : ModelElementKind::tensor_grid,
                 static_cast<std::int64_t>(grid.cell_count()), static_cast<std::int64_t>(grid.columns)});
        }
        return elements;
    }
    const auto start = read_bytes(path, &progress, 8);
    if (!start) return std::unexpected(start.error());
    if (table_file_kind(*start) == TableFile::workbook) return sheets_of(path);
    return Elements{};
}

}  // namespace orelens::io
