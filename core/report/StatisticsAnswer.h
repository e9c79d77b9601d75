// What statistics say of a table of rows, of all or of those that are kept: what the page shows and the command line
// prints. Each question on its own, so that a page asks only for what it shows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/report/StatisticsTable.h"
#include "core/statistics/Contact.h"
#include "core/statistics/Enrichment.h"
#include "core/statistics/Histogram.h"
#include "core/statistics/LogRatio.h"
#include "core/statistics/Summary.h"
#include "core/statistics/TopCut.h"

namespace orelens::report {

/// Per row, 0 = does not count; empty = all count.
using RowMask = std::span<const std::uint8_t>;

/// Values of the rows that count, in order.
std::vector<double> kept_values(std::span<const double> values, RowMask keep);
std::vector<std::int32_t> kept_codes(const std::vector<std::int32_t>& codes, RowMask keep);

struct ElementAnswer {
    std::string element, unit;
    std::vector<statistics::Summary> rows;  ///< all, then each kind
    statistics::TopCutAnalysis top_cut;
};
/// `classes` null: one row. Weights are row_weights of all rows: kept rows weigh as they do among all. Error: cancelled.
base::Expected<ElementAnswer> element_answer(const project::Project& project, const StatisticsTable& table, std::size_t element,
                                             const RowClasses* classes, RowMask keep, base::Progress& progress);

struct ClassBox {
    std::string code;  ///< empty = rows of none
    statistics::Box box;
};
/// One per kind that has a value, those with the most values first.
std::vector<ClassBox> class_boxes(const StatisticsTable& table, std::size_t element, const RowClasses& classes, RowMask keep);

base::Expected<statistics::CorrelationMatrix> correlation_answer(const StatisticsTable& table, statistics::Coefficient coefficient,
                                                                 RowMask keep, base::Progress& progress);

base::Expected<statistics::Components> component_answer(const StatisticsTable& table, RowMask keep, base::Progress& progress);
/// Every row's place along two components, its parts centred by their means; NaN where a part is missing or not above 0.
struct ComponentScores {
    std::vector<double> first, second;
};
ComponentScores component_scores(const StatisticsTable& table, const statistics::Components& components, std::size_t first,
                                 std::size_t second);

/// Pairs of kinds that touch along holes, most often first. None for blocks.
std::vector<statistics::DomainPair> contact_pairs(const StatisticsTable& table, const RowClasses& classes);
struct ContactAnswer {
    statistics::DomainPair pair;
    std::vector<statistics::ContactBin> profile;
    statistics::ContactStep step;
    std::vector<double> distance;  ///< per row, as contact_distances; of the pair alone
};
/// Bins and reach are the recipe's (statistics.contact…). Error: cells of no width; a table of blocks.
base::Expected<ContactAnswer> contact_answer(const project::Project& project, const StatisticsTable& table, std::size_t element,
                                             const RowClasses& classes, const statistics::DomainPair& pair, RowMask keep);

struct EnrichmentAnswer {
    std::vector<std::string> groups;  ///< names of the rows but the first, which is all
    std::vector<statistics::EnrichmentRow> rows;
};
/// `reference` is a code; empty or unknown = none.
EnrichmentAnswer enrichment_by_class(const StatisticsTable& table, std::size_t element, const RowClasses& classes,
                                     const std::string& reference, RowMask keep);
/// By classes of distance that widen away from the surface.
base::Expected<EnrichmentAnswer> enrichment_by_surface(const StatisticsTable& table, std::size_t element, std::span<const double> distance,
                                                       RowMask keep);

/// Corners are three elements. Centred: each divided by its geometric mean, so that elements of per mille and of parts per
/// million stand side by side (the centring of compositions, von Eynatten et al. 2002). NaN where a part is missing, below 0
/// or, centred, not above 0.
std::vector<statistics::TernaryPoint> ternary_points(const StatisticsTable& table, const std::array<std::size_t, 3>& elements, bool centred,
                                                     RowMask keep);
/// The three elements with the strongest mean rank correlation among each other that vary; the first three where nothing is
/// known of it. Nothing below three elements.
std::vector<std::size_t> ternary_elements(const StatisticsTable& table, const statistics::CorrelationMatrix& matrix);

}  // namespace orelens::report
