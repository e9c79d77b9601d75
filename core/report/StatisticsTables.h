// Statistics as tables: the same rows on the page, in the files of the command line and in what is copied.
#pragma once

#include <string>
#include <vector>

#include "core/report/Report.h"
#include "core/report/StatisticsAnswer.h"

namespace orelens::report {

struct StatisticsAsked {
    base::Language language = base::Language::english;
    std::string by;                    ///< kinds by which rows are split; empty = the table's first; statistics_tables refuses an unknown one
    std::vector<std::string> ternary;  ///< three elements; empty = those that go together best
    std::string reference;             ///< code that enrichment is told beside; empty = none
};

/// "statistics": a row per element and kind, with the suggested top cut and its reason where it is of all rows.
base::Expected<Table> summary_table(const project::Project& project, const StatisticsTable& table, const StatisticsAsked& asked, RowMask keep,
                                    base::Progress& progress);
/// "pearson", "spearman", "log_ratio": a row per pair of elements.
Table correlation_table(const statistics::CorrelationMatrix& matrix, base::Language language);
/// "components": a row per part, a column per component; shares of variance in the first row.
Table component_table(const statistics::Components& components, base::Language language);
/// "contacts": a row per element, pair and bin.
struct NamedContact {
    std::string element, a, b;
    ContactAnswer answer;
};
Table contact_table(const std::vector<NamedContact>& contacts, base::Language language);
/// "enrichment": a row per element and group; `by` as it is called.
struct NamedEnrichment {
    std::string element, unit, by;
    bool of_blocks = false;
    EnrichmentAnswer answer;
};
Table enrichment_table(const std::vector<NamedEnrichment>& all, base::Language language);
/// "boxes".
Table box_table(const std::string& element, const std::string& unit, const std::vector<ClassBox>& boxes, base::Language language);
/// "ternary": a row per row of the table that has all three.
Table ternary_table(const StatisticsTable& table, const std::array<std::size_t, 3>& elements, bool centred, RowMask keep, base::Language language);

/// Why a cap is suggested, or none.
base::Message top_cut_reason(const statistics::TopCutAnalysis& top, const std::string& unit);

/// The kinds of that name; of no name the first there are, null where rows are of none. Error: no such kinds, with those
/// there are.
base::Expected<const RowClasses*> kinds_named(const StatisticsTable& table, const std::string& by);

/// All of them. Errors: unknown kinds, an unknown element; cancelled.
base::Expected<std::vector<Table>> statistics_tables(const project::Project& project, const StatisticsTable& table, const StatisticsAsked& asked,
                                                     base::Progress& progress);

}  // namespace orelens::report
