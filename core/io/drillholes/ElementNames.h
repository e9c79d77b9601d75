// What elements and what they are assayed as are called: symbols, names in words, totals. Knows no units and no
// methods; AssayHeader.h takes those off a header.
#pragma once

#include <string_view>

namespace orelens::io {

/// The symbol as people write it ("Cu", "TFe", "SiO2") of one in small letters; null for others.
const char* symbol_of(std::string_view low);
/// The same, and of Chinese names.
const char* element_of(std::string_view low);
/// The same, and of English names and the usual ones of other languages: what a column of assays may be called.
const char* assay_of(std::string_view low);
bool is_chinese_element(std::string_view name);
/// The element of "cut" and "tcu", a total beside a soluble or a magnetic part; null for others.
const char* total_of(std::string_view low);

}  // namespace orelens::io
