#include "core/io/potential/ColumnFiles.h"

#include <filesystem>
#include <set>

#include "core/io/text/CsvText.h"

namespace orelens::io {

std::vector<std::string> column_files(const blocks::BlockModel& model, const std::string& path, const std::string& extension) {
    const std::filesystem::path given(path);
    std::vector<std::string> files;
    std::set<std::string> taken;  // in small letters: not every file system tells them from capitals
    for (const blocks::ColumnInfo& column : model.columns()) {
        std::string name = column.name;
        for (char& c : name)
            if (std::string_view("/\\:*?\"<>| ").find(c) != std::string_view::npos) c = '_';
        std::string own = name;
        for (int n = 2; !taken.insert(lower(own)).second; ++n) own = name + "_" + std::to_string(n);
        files.push_back((given.parent_path() / (given.stem().string() + "_" + own + extension)).string());
    }
    return files;
}

}  // namespace orelens::io
