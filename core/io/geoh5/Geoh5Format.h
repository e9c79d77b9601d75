// What reading and writing geoh5 share: identifiers, no-data values, and the form in which the reading
// process hands over what it found.
//
//   'E' error   as VdbPlain.h puts it
//   'G' found   how many things there are to tell, and for each what is told of it (left_out, octree …), its
//               element and a word on it; then the length of the elements as an OMF file, and that file
#pragma once

#include <cstdint>
#include <string_view>

namespace orelens::io::geoh5 {

inline constexpr std::string_view points_type = "{202C5DB1-A56D-4004-9CAD-BAAFD8899406}";
inline constexpr std::string_view curve_type = "{6A057FDC-B355-11E3-95BE-FD84A7FFCB88}";
inline constexpr std::string_view surface_type = "{F26FEBA3-ADED-494B-B9E9-B2BBCBE298E1}";
inline constexpr std::string_view block_model_type = "{B020A277-90E2-4CD7-84D6-612EE3F25051}";
inline constexpr std::string_view grid_type = "{48F5054A-1C5C-4CA4-9048-80F36DC60A06}";
inline constexpr std::string_view octree_type = "{4EA87376-3ECE-438B-BF12-3479733DED46}";
inline constexpr std::string_view drape_type = "{C94968EA-CF7D-11EB-B8BC-0242AC130003}";
inline constexpr std::string_view drillhole_type = "{7CAEBF0E-D16E-11E3-BC69-E4632694AA37}";
inline constexpr std::string_view root_group_type = "{DD99B610-BE92-48C0-873C-5B5946EA2840}";

inline constexpr float no_float = 1.175494351e-38F;
inline constexpr std::int32_t no_integer = -2147483647 - 1;

inline constexpr std::uint32_t most_told = 100'000;

inline constexpr char left_out = 'L';  ///< the word: what it is
inline constexpr char octree = 'O';    ///< the word: its number of cells
inline constexpr char unturned = 'R';  ///< a grid that states no rotation
inline constexpr char no_names = 'M';  ///< codes without a text; the word: how many

}  // namespace orelens::io::geoh5
