// Mineralised domains from the holes: a shell about samples above a threshold, or a sheet between hanging wall and
// footwall. What goes in and what is said of the result; GradeShell.h and Sheet.h make them.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/drilling/Spacing.h"
#include "core/shapes/Mesh.h"

namespace orelens::domains {

/// Cells of the lattice, at most, where the recipe states none.
inline constexpr double chosen_cells = 2e6;
/// Share of a shell's volume that a lattice may lose before that is a finding.
inline constexpr double most_lost = 0.05;

/// How a domain is drawn from composites. NaN, 0 and empty texts: found from the data.
struct BodyRule {
    std::string element;
    double threshold = std::numeric_limits<double>::quiet_NaN();  ///< in the composites' unit
    double metal_inside_percent = 98;  ///< where no threshold is stated: find_threshold
    std::vector<std::string> codes;    ///< rock codes instead of grades
    double reach_m = 0;                ///< beyond the last sample inside; 0 = half the drill spacing
    double waste_m = 0;                ///< within a sheet; 0 = two composites
    double cell_m = 0;                 ///< of the lattice; 0 = from reach and composite length
    double flattening = 0;             ///< longest over shortest axis of continuity; 0 = as the samples tell, 1 = none
    double dip_direction_deg = std::numeric_limits<double>::quiet_NaN();  ///< both stated, or neither
    double dip_deg = std::numeric_limits<double>::quiet_NaN();
    int least_samples = 0;  ///< inside, of a part of a shell; 0 = one in a thousand of all inside, at least 2
    double most_cells = 2e8;
};

/// What is known of a sample.
enum class Mark : std::int8_t { unknown = -1, outside = 0, inside = 1 };

/// What was taken and what came out: numbers for findings and tables.
struct BodyReport {
    std::string element;       ///< empty: by code
    double threshold = std::numeric_limits<double>::quiet_NaN();
    bool threshold_found = false;
    double natural_break = std::numeric_limits<double>::quiet_NaN(), background = natural_break;  ///< where found
    double metal_inside_percent = 100;  ///< share of the metal of all samples with a grade that those above hold
    std::int64_t samples = 0, unknown = 0, above = 0;  ///< above: at least the threshold, or of the codes
    double spacing_m = 0, reach_m = 0, cell_m = 0;     ///< cell: along the longest axis
    double flattening = 1, dip_direction_deg = 0, dip_deg = 0;  ///< of the plane of continuity; of the sheet
    bool direction_found = false;
    /// In the finished body.
    std::int64_t above_in = 0, below_in = 0, unknown_in = 0;
    std::int64_t parts = 0, parts_dropped = 0, samples_dropped = 0, least_samples = 0;
    double near_share = 1;  ///< of its volume, within one drill spacing of a sample above
    double open_share = 0;  ///< of its face, where it ends for want of samples
    /// Of a shell: what the lattice's points inside stand for and the drawn body has not, as a share. Places thinner than
    /// the lattice shows, and parts with too few samples, into which it breaks.
    double lost_share = 0;
    /// Of a sheet.
    std::int64_t holes = 0, barren_holes = 0, unknown_holes = 0, other_runs = 0, odd_holes = 0;
    double other_metal_percent = 0;  ///< of the metal above the threshold: in runs that are not the sheet
    double thickness_m = 0;          ///< mean over its holes, across the plane
};

struct Body {
    shapes::TriangleMesh mesh;  ///< closed; world, metres
    BodyReport report;
};

/// Whether each sample is in. By code where the rule has codes: those without a code are unknown. Fills samples, unknown,
/// above, threshold and metal of the report. Errors: no such element or code; nothing with a grade; nothing inside.
base::Expected<std::vector<Mark>> mark_samples(const drilling::CompositeTable& samples, const BodyRule& rule,
                                               BodyReport& report);

/// A threshold from the grades alone, by length; low, as it parts rock with from rock without mineralisation and not ore
/// from waste. First the natural break of their logarithms: the two groups with the least variance within (Otsu 1979,
/// Fisher 1958). The median of the lower group is the background. The break is lowered, where need be, until what
/// is at or above it holds `percent` of the metal above background, Σ max(0, grade − background)·length.
/// Grades of 0 and below count as half the lowest above 0. All NaN where no two grades above 0 differ.
struct FoundThreshold {
    double threshold = std::numeric_limits<double>::quiet_NaN();
    double natural_break = std::numeric_limits<double>::quiet_NaN();
    double background = std::numeric_limits<double>::quiet_NaN();
};
FoundThreshold find_threshold(const drilling::CompositeTable::Grade& grade, const std::vector<double>& length_m,
                              double percent);

/// Counts the samples in the finished mesh.
base::Expected<void> count_inside(const drilling::CompositeTable& samples, const std::vector<Mark>& marks,
                                  const shapes::TriangleMesh& mesh, BodyReport& report, const base::Progress& progress);

/// The reach in force: as stated, or half the drill spacing; with a single hole five steps along it.
double reach_of(const BodyRule& rule, const drilling::DrillSpacing& spacing);

}  // namespace orelens::domains
