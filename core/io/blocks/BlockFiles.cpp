#include "core/io/blocks/BlockFiles.h"

#include <filesystem>

namespace orelens::io {
namespace {

std::unexpected<base::Error> unknown(const std::string& extension, const std::string& path, const char* fix) {
    return base::fail(base::ErrorKind::usage,
                      base::Message("block_file.unknown_extension", {{"extension", extension}}),
                      {.file = path}, base::Message(fix));
}

}  // namespace

base::Expected<blocks::BlockModel> read_blocks(const std::string& path, base::Progress& progress) {
    const std::string extension = std::filesystem::path(path).extension().string();
    if (extension == ".vdb") return read_vdb(path, progress);
    if (extension == ".csv") return read_block_csv(path, progress);
    return unknown(extension, path, "block_file.read_extensions");
}

base::Expected<void> check_block_extension(const std::string& path) {
    const std::string extension = std::filesystem::path(path).extension().string();
    if (extension == ".vdb" || extension == ".csv" || extension == ".vti") return {};
    return unknown(extension, path, "block_file.write_extensions");
}

base::Expected<void> write_blocks(const blocks::BlockModel& model, const std::string& path,
                                  base::Progress& progress) {
    const std::string extension = std::filesystem::path(path).extension().string();
    if (extension == ".vdb") return write_vdb(model, path, &progress);
    if (extension == ".csv") return write_block_csv(model, path, progress);
    if (extension == ".vti") return write_vti(model, path, &progress);
    return unknown(extension, path, "block_file.write_extensions");
}

}  // namespace orelens::io
