#include "core/io/mine_records/MineRecordFile.h"

#include <filesystem>

#include "core/io/text/CsvText.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {

base::Expected<std::vector<utilization::MineRecord>> read_mine_records(const std::string& path) {
    const auto file = read_text(path);
    if (!file) return std::unexpected(file.error());
    if (auto whole = without_strays(*file, path); !whole) return std::unexpected(whole.error());
    const bool is_csv = lower(std::filesystem::path(path).extension().string()) == ".csv";
    return is_csv ? mine_records_from_csv(file->text, path) : mine_records_from_json(file->text, path);
}

}  // namespace orelens::io
