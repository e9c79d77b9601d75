// What kind of sample the assay tables hold, which assay counts where a sample has several, and what a grade
// below or above the limits of its method becomes; declared as the parameters assays.* in AssayRule.cpp.
// Files and columns of the usual from–to table are in ImportRule.
#pragma once

#include <string>
#include <vector>

#include "core/base/Param.h"

namespace orelens::drilling {

/// `points` have a depth and no length; `collar_depth` rows reach from the collar to their depth (blast
/// holes); `mid_length` rows reach half their length to either side of their depth.
enum class SampleKind { detect, from_to, from_length, to_only, points, collar_depth, mid_length };
inline constexpr int sample_kinds = static_cast<int>(SampleKind::mid_length) + 1;

/// Which of several rows with the same hole, from and to counts. `ask`: the first, and each that differs is
/// an error until the rule is stated. `newest` and `oldest` go by the dates; rows without one come behind those
/// that have one, and where dates do not tell it is asked.
enum class DuplicateRule { ask, first, last, mean, newest, oldest };
/// Of the parts of dates such as 03/04/2021; `detect`: by the cells that can be read one way only.
enum class DateOrder { detect, day_first, month_first, year_first };
enum class SampleDensityUnit { detect, tonne_per_m3, kilogram_per_m3, pound_per_cubic_foot };
/// `detect`: below its absolute value where the column looks so (see drilling/Detection.h).
enum class NegativeRule { detect, below_detection, not_accepted };
/// What `>10` becomes. `ask`: the limit, with a warning until the rule is stated.
enum class AboveRule { ask, at_limit, missing };

struct AssayRule {
    SampleKind kind = SampleKind::detect;
    std::string length, depth;  ///< columns; empty = guessed
    /// Further assay tables; the order is that in which they count, after ImportRule::assay_file.
    std::string second_file, third_file, fourth_file, fifth_file;
    DuplicateRule duplicates = DuplicateRule::ask;
    std::string method_column, methods;  ///< methods in the order in which they count, separated by ;
    std::string date_column;             ///< of the assay; empty = guessed where dates decide
    DateOrder date_order = DateOrder::detect;
    std::string type_column;             ///< of the sample; empty = guessed
    std::string check_types =
        "STD;STANDARD;CRM;SRM;REF;BLK;BLANK;BLNK;DUP;FD;FDUP;LDUP;PDUP;DUPLICATE;FIELD DUPLICATE;"
        "LAB DUPLICATE;PULP "
        "DUPLICATE;REPEAT;QC;QAQC;标样;标准样;标准物质;空白;空白样;重复样;平行样;质控样;内检;外检";
    std::string below_words =
        "BDL;BLD;LDL;ND;N.D.;N/D;LLD;<LLD;<LOD;<DL;<MDL;LT;TR;TR.;TRACE;TRACES;NIL;未检出;未检测出;未见;"
        "低于检出限;痕迹;痕量;痕;微量";
    std::string above_words = "OL;O/L;OVER;OVERLIMIT;OVER LIMIT;OVER RANGE;>UDL;超限;超出上限";
    AboveRule above_limit = AboveRule::ask;
    NegativeRule negative = NegativeRule::detect;
    std::string density;  ///< column of measured densities in the assay tables; empty = guessed, "-" = none
    SampleDensityUnit density_unit = SampleDensityUnit::detect;  ///< in every table
    std::string points_file, points_id, points_x, points_y, points_z;
    bool operator==(const AssayRule&) const = default;
};

/// The further assay tables that are named, in order.
std::vector<std::string> more_files(const AssayRule& rule);

std::vector<base::Param<AssayRule>> assay_params();

}  // namespace orelens::drilling
