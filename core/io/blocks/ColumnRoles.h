// What the columns of a block model are, judged by headers and a sample of their values: places, sizes,
// density, grades, codes. What the user states overrides the guess; what could be two things is an error, not
// a guess.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelImport.h"

namespace orelens::io {

/// The header that is written so, else so in another case.
std::optional<std::size_t> header_at(const std::vector<std::string>& headers, const std::string& wanted);

/// Columns of x, y, z, or of i, j, k where there are no coordinates.
using PlaceColumns = std::vector<std::size_t>;
/// Nothing where the headers hold no three of a kind. Of corners (CellCorners.h) the lower ones are the places.
std::optional<PlaceColumns> find_places(const std::vector<std::string>& headers,
                                        const blocks::ModelRule& rule);

/// An item of model.grades: "Cu=CU_OK[%]". The unit is the symbol, empty where none is stated.
struct StatedGrade {
    std::string name, header, unit;
};
/// Errors of kind usage: an item that is not of this form, a unit that is not known.
base::Expected<std::vector<StatedGrade>> stated_grades(const blocks::ModelRule& rule);

/// An item of model.column_nulls: "CU=0|-1".
struct ColumnNulls {
    std::string header;
    std::vector<std::string> codes;
};
std::vector<ColumnNulls> column_nulls(const blocks::ModelRule& rule);

/// "m", "%", "g/t", "t/m3" …
bool is_unit_word(std::string_view word);

/// What a reader knows of a column before its role.
struct ColumnFacts {
    std::string header;
    std::string unit;           ///< as a row of units or the format states it
    bool text = false;          ///< holds words, or the format says so
    bool constant = false;      ///< the sample holds one value only
    bool whole = false;         ///< the sample holds whole numbers only
    double median = 0;          ///< of the sample, of values above zero; NaN = none
    bool empty = false;         ///< the sample holds no value
    bool has_category = false;  ///< the format itself has codes
    bool flags = false;         ///< all words of the sample say yes or no
};

/// What the user has to decide before a file can be read.
using Questions = std::vector<base::Error>;

/// The mapping of all columns, in their order. `placed`: the format gives places itself, no columns are
/// needed. Errors: a header of the rule that is not there, or there twice; two columns for one element;
/// unknown unit. Where `questions` is given, two columns for one element are a question, and both are numbers
/// meanwhile.
base::Expected<std::vector<ModelColumn>> map_columns(const std::vector<ColumnFacts>& facts,
                                                     const blocks::ModelRule& rule, bool placed,
                                                     const std::string& file, Questions* questions = nullptr);

}  // namespace orelens::io
