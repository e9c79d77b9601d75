#include "core/io/mine_records/MineRecordFile.h"

#include <filesystem>

#include "core/io/text/CsvText.h"
#include "core/io/text/ReadTable.h"
#include "core/io/text/TextFile.h"
#include "core/io/text/Workbook.h"

namespace orelens::io {

base::Expected<std::vector<utilization::MineRecord>> read_mine_records(const std::string& path) {
    const TableName name = table_name(path);
    const std::string extension = lower(std::filesystem::path(name.file).extension().string());
    const auto start = read_bytes(name.file, nullptr, 8);
    if (!start) return std::unexpected(start.error());
    if (extension != ".csv" && table_file_kind(*start) == TableFile::text) {
        const auto file = read_text(name.file);
        if (!file) return std::unexpected(file.error());
        if (auto whole = without_strays(*file, name.file); !whole) return std::unexpected(whole.error());
        return mine_records_from_json(file->text, name.file);
    }
    const auto is_record = [](const std::string&, const CsvTable& table) {
        return table.column("mine") && table.column("row") && table.column("component");
    };
    const auto table = read_table(path, {.fits = is_record});
    if (!table) return std::unexpected(table.error());
    const TextFile decoded{"", table->encoding, table->doubts};
    if (auto whole = without_strays(decoded, name.file); !whole) return std::unexpected(whole.error());
    return mine_records_from_table(*table);
}

}  // namespace orelens::io
