#include "core/io/blocks/BlockFiles.h"

#include <algorithm>
#include <filesystem>

#include "core/io/blocks/GridElement.h"
#include "core/io/geoh5/Geoh5File.h"
#include "core/io/omf/OmfBlocks.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

std::string extension_of(const std::string& path) {
    return lower(std::filesystem::path(path).extension().string());
}

std::unexpected<base::Error> unknown(const std::string& extension, const std::string& path, const char* fix) {
    return base::fail(base::ErrorKind::usage,
                      base::Message("block_file.unknown_extension", {{"extension", extension}}),
                      {.file = path}, base::Message(fix));
}

/// The one block grid of a file of many things.
base::Expected<blocks::BlockModel> read_grid(const std::string& path, const base::Progress& progress,
                                             std::vector<base::Finding>* findings) {
    auto grid = read_grid_element(path, "", progress.part(0, 0.6));
    if (!grid) return std::unexpected(grid.error());
    auto blocks = model_of_omf(std::move(grid->volume), progress.part(0.6, 1));
    if (!blocks) return in_file(blocks.error(), path);
    for (base::Finding& finding : blocks->findings) {
        finding.file = path;
        grid->findings.push_back(std::move(finding));
    }
    if (findings != nullptr) std::ranges::move(grid->findings, std::back_inserter(*findings));
    return std::move(blocks->model);
}

}  // namespace

bool has_block_sidecar(const std::string& path) {
    const std::string extension = extension_of(path);
    return extension == ".csv" || extension == ".gslib";
}

std::vector<std::string> files_beside(const blocks::BlockModel& model, const std::string& path) {
    if (has_block_sidecar(path)) return {path + ".json"};
    if (extension_of(path) == ".pvti") return pvti_pieces(model, path);
    return {};
}

base::Expected<blocks::BlockModel> read_blocks(const std::string& path, base::Progress& progress,
                                               std::vector<base::Finding>* findings) {
    const std::string extension = extension_of(path);
    if (extension == ".vdb") return read_vdb(path, progress);
    if (extension == ".csv") return read_block_csv(path, progress);
    if (extension == ".gslib") return read_gslib(path, progress);
    if (extension == ".omf" || extension == ".geoh5") return read_grid(path, progress, findings);
    return unknown(extension, path, "block_file.read_extensions");
}

base::Expected<void> check_block_extension(const std::string& path) {
    const std::string extension = extension_of(path);
    for (const char* known : {".vdb", ".csv", ".vti", ".pvti", ".gslib", ".omf", ".geoh5"})
        if (extension == known) return {};
    return unknown(extension, path, "block_file.write_extensions");
}

base::Expected<void> write_blocks(const blocks::BlockModel& model, const std::string& path,
                                  base::Progress& progress, BlockDialect dialect) {
    const std::string extension = extension_of(path);
    if (extension == ".vdb") return write_vdb(model, path, &progress);
    if (extension == ".csv") return write_block_csv(model, path, progress, dialect);
    if (extension == ".vti") return write_vti(model, path, &progress);
    if (extension == ".pvti") return write_pvti(model, path, &progress);
    if (extension == ".gslib") return write_gslib(model, path, progress);
    if (extension == ".omf") return write_omf_blocks(model, path, progress);
    if (extension == ".geoh5") return write_geoh5_blocks(model, path, progress);
    return unknown(extension, path, "block_file.write_extensions");
}

}  // namespace orelens::io
