// How drillhole files are read and composited, as the user states it; declared as parameters in Rules.cpp.
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/NumberStyle.h"
#include "core/base/Param.h"
#include "core/base/TextEncoding.h"
#include "core/base/Units.h"

namespace orelens::drilling {

/// `from_vertical` is the zenith angle (天顶角) of many Chinese files: 0 = straight down, 90 = horizontal.
enum class DipConvention { detect, negative_down, positive_down, from_vertical };
enum class BelowDetection { half_limit, zero, missing };

/// Files and conventions. Column names left empty are guessed from the headers; the guess is shown.
struct ImportRule {
    std::string collar_file, survey_file, assay_file, lithology_file;
    /// Of every file; nothing = as the headers say column by column, else metres. Everything becomes metres.
    std::optional<base::LengthUnit> length_unit;
    base::TextEncoding encoding = base::TextEncoding::detect;  ///< of files that are not marked as UTF
    /// Lines above the header: "auto", a number, or per table: "assay=3; collar=0".
    std::string skip_lines = "auto";
    base::DecimalMark decimal_mark = base::DecimalMark::detect;  ///< of every file of the rule
    base::ThousandsMark thousands_mark = base::ThousandsMark::detect;
    /// Of single tables and columns, over the two above: "collar=comma; assay.csv:CU_PPM=point".
    std::string decimal_mark_of;
    DipConvention dip = DipConvention::detect;
    BelowDetection below_detection = BelowDetection::half_limit;
    std::string null_codes =
        "-99;-999;-9999;-999.25";  ///< numbers or words that mean "missing", separated by ;
    std::string dip_of;  ///< conventions of single holes and campaigns, "UG*=negative_down;…" (DipSign.h)
    double max_bend_deg = 20;  ///< per 30 m; sharper turns between stations are findings
    std::string collar_hole, collar_x, collar_y, collar_z, collar_depth, collar_azimuth, collar_dip;
    std::string survey_hole, survey_depth, survey_azimuth, survey_dip;
    std::string assay_hole, assay_from, assay_to;
    std::string lithology_hole, lithology_from, lithology_to, lithology_code;
    std::string density_file;  ///< a table of densities alone
    std::string density_hole, density_from, density_to, density_depth, density_value;
    bool operator==(const ImportRule&) const = default;
};

/// A stretch of a hole that no row of the assay table covers, between rows that are there: not known, or left
/// unsampled because there was nothing to see.
enum class Unsampled { missing, barren };

/// One assay column, keyed by element.
struct AssayColumnRule {
    std::string column;  ///< header in the file; empty = guessed from the element name
    /// Of the file, and of composites and blocks; nothing = as the header or the row of units says, else g/t
    /// for precious metals and % for others, with a finding.
    std::optional<base::GradeUnit> unit;
    double top_cut =
        std::numeric_limits<double>::quiet_NaN();  ///< in `unit`; NaN = none; the estimator applies it
    Unsampled unsampled = Unsampled::missing;
    double barren_value = 0;  ///< in `unit`, of what is unsampled and barren
};

/// What becomes of the rest of a run that is shorter than a composite: stands alone, joins the composite
/// before it (alone when there is none), or is left out.
enum class TailRule { keep, merge, drop };

/// Composites are laid end to end, downwards, into runs: stretches of a hole without a break.
/// - A run starts at the first depth that carries a usable assay of any element.
/// - It ends where the lithology code changes (within_domain; "not logged" is a code of its own), at a code
///   that `domains` leaves out, and at a gap of one composite length or more without any assay. A shorter gap
///   is bridged: its metres count in the length but not in the mean, and min_coverage judges what is left.
/// - A blank cell is a gap for its own element only; another element's assay keeps the run going.
/// - Where two rows overlap, the earlier row of the file counts, once, element by element: the later row
///   counts where the earlier holds no usable value. Of overlapping lithology rows the earlier counts too.
/// - A sample at a depth (IntervalTable::point) becomes a sample of its own as it stands, with no length and
/// no
///   weight by length; it neither makes nor bridges a run.
/// - Densities make no composite. One takes the mean of those measured within it, by length; where none has a
///   length, of those at its depths. There is no minimum coverage: one piece of core speaks for its metres. A
///   table of densities alone counts before the density column of the assays.
/// - The rest of a run shorter than a composite follows `tail`; a rest below a millionth of a composite is
///   rounding and joins the composite before.
struct CompositeRule {
    double length_m = 5;
    bool within_domain = true;
    TailRule tail = TailRule::merge;
    double min_coverage = 0.5;  ///< share of a composite's length that must carry an assay, per element
    std::string domains;        ///< codes to keep, separated by ;  empty = all
    bool operator==(const CompositeRule&) const = default;
};

/// Items of a list as users type it: separated by ; (or the Chinese ；), spaces around them dropped.
std::vector<std::string> list_items(std::string_view text);

std::vector<base::Param<ImportRule>> import_params();
std::vector<base::Param<AssayColumnRule>> assay_column_params();
std::vector<base::Param<CompositeRule>> composite_params();

}  // namespace orelens::drilling
