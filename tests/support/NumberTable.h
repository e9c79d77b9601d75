// Reference tables of numbers as tests read them: CSV with a header, blank = missing, names without quotes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace orelens::testing {

struct NumberTable {
    std::vector<std::string> names;
    std::vector<std::vector<double>> columns;  ///< NaN where blank
    [[nodiscard]] std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
    /// Throws std::out_of_range for a name that is not there.
    [[nodiscard]] const std::vector<double>& operator[](const std::string& name) const;
};

/// Throws std::runtime_error where the file cannot be read or a row has another number of cells.
NumberTable read_numbers(const std::filesystem::path& path);

/// Geo-EAS of GSLIB: a title, the number of columns, their names, then rows of numbers.
NumberTable read_geo_eas(const std::filesystem::path& path);

}  // namespace orelens::testing
