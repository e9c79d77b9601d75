// What programs call the columns of a block model, in order of preference, in plain form (plain_header).
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace orelens::io {

using ColumnWords = std::vector<std::string_view>;

namespace column_names {
extern const std::array<ColumnWords, 3> places;   ///< x, y, z: world coordinates before local ones
extern const std::array<ColumnWords, 3> indices;  ///< i, j, k
extern const std::array<ColumnWords, 3> sizes;    ///< of cells
/// Corners in place of centres, the nth of one list with the nth of the other.
extern const std::array<ColumnWords, 3> lows, highs;
extern const ColumnWords density, tonnage, volume, proportion, excluded, categories;
extern const std::set<std::string_view> definitions;  ///< of the file's grid
}  // namespace column_names

/// Lower case letters, digits and what is not ASCII: "X Centre (m)" → "xcentre". A leading _ stays, as
/// Micromine writes sizes so: "_EAST".
std::string plain_header(std::string_view header);
/// The first of the headers, in plain form, that is one of the words; the first word counts most.
std::optional<std::size_t> header_among(const std::vector<std::string>& headers, const ColumnWords& words);

/// A unit of grades or densities as the program writes it: "g/cm³" → "t/m3".
std::optional<std::string> column_unit(std::string_view written);

/// A name for the model: not one of ours, not one taken.
std::string free_name(const std::string& header, const std::set<std::string>& taken);

}  // namespace orelens::io
