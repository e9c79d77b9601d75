// Vertical sections as the user states them: where they run, what stands on their sheets. Declared as parameters in
// Rules.cpp; nothing but drawings depends on them.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Param.h"

namespace orelens::sections {

/// across: parallel sections at right angles to the line, a spacing apart. along: one section that follows the line.
/// holes: one section straight through the holes that are named.
enum class Placing { across, along, holes };
enum class Paper { a3, a4 };
/// Of the axis that assays are drawn along.
enum class AssayScale { linear, logarithmic };

struct SectionRule {
    Placing placing = Placing::across;
    std::string line;      ///< two places, "E N; E N"; empty = the long side of the model, or of the collars
    std::string holes;     ///< separated by ;
    double spacing_m = 0;  ///< 0 = that of the drilling, rounded
    double corridor_m = 0;  ///< to either side; 0 = half of the spacing
    int scale = 0;          ///< 1:n; 0 = the largest standard one that fits
    Paper paper = Paper::a3;
    std::string column;    ///< that blocks are coloured by; empty = grade of the main commodity or first element
    std::string cutoffs;   ///< bounds of its classes, separated by ; or spaces; empty = round ones
    std::string elements;  ///< assays beside the holes, separated by ; — at most two; empty = the first two
    bool values = true;    ///< writes them into blocks that are large enough
    AssayScale assay_scale = AssayScale::linear;
    bool operator==(const SectionRule&) const = default;
};

std::vector<base::Param<SectionRule>> section_params();

/// "E N; E N" as map coordinates; commas and spaces part the two of a place. Nothing for the empty text. Error (kind
/// usage, field section.line): anything but two different places.
base::Expected<std::vector<std::array<double, 2>>> read_line(const std::string& text);
/// Ascending numbers. Error (kind usage, field section.cutoffs): what is no number, or does not ascend.
base::Expected<std::vector<double>> read_cutoffs(const std::string& text);
/// Items separated by ; or ；, without spaces around them.
std::vector<std::string> read_names(const std::string& text);

}  // namespace orelens::sections
