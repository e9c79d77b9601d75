// The statistics of a table of composites in one struct: what the statistics stage publishes, tables print and
// charts draw. Single questions are answered by the files beside this one.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/drilling/Spacing.h"
#include "core/statistics/Contact.h"
#include "core/statistics/Correlation.h"
#include "core/statistics/Decluster.h"
#include "core/statistics/LogRatio.h"
#include "core/statistics/Rules.h"
#include "core/statistics/Summary.h"
#include "core/statistics/TopCut.h"

namespace orelens::statistics {

struct ElementOverview {
    std::string element, unit;
    DeclusterScan scan;               ///< no sizes where the cell is stated
    double cell_m = 0;                ///< in force; 0 = all samples weigh alike
    std::vector<Summary> by_domain;   ///< all, then each domain
    TopCutAnalysis top_cut;
};

/// Grades of one element across the contact of two domains.
struct ContactOverview {
    std::string element;
    DomainPair pair;
    std::vector<ContactBin> profile;
    ContactStep step;                 ///< within the reach of the profile
};

struct Overview {
    drilling::DrillSpacing spacing;
    std::vector<std::string> domain_codes;
    std::vector<ElementOverview> elements;  ///< in the order asked for
    CorrelationMatrix pearson, spearman, log_ratio;
    std::vector<Association> associations;
    Components components;
    std::vector<ContactOverview> contacts;  ///< of the six pairs that touch most often, at least five times
};

/// Declustering weights of the samples that have a value of the element, by the cell in force; 1 each where it
/// is 0, 0 where there is no value. Their sum is the number of values.
std::vector<double> declustering_weights(const drilling::CompositeTable& samples, const std::string& element,
                                         double cell_m, const StatisticsRule& rule);

/// Elements without a grade column are left out. Errors: rules that cells cannot be made of; cancelled.
base::Expected<Overview> overview(const drilling::CompositeTable& samples, const std::vector<std::string>& elements,
                                  const StatisticsRule& rule, base::Progress& progress);

}  // namespace orelens::statistics
