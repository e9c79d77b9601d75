// Sheets about the cost of orebodies: what the model is and how well it does, every orebody with its verdict, how much is
// usable at which price, the cumulative-cost curve. Same numbers on the terminal, in files and in workbooks.
#pragma once

#include <string>
#include <vector>

#include "core/costmodel/Availability.h"
#include "core/costmodel/Verdict.h"
#include "core/report/Report.h"

namespace orelens::report {

/// "cost_card", "cost_scores", "cost_factors", "cost_columns", "cost_findings".
std::vector<Table> cost_model_tables(const costmodel::CostModel& model, base::Language language);

struct JudgedOrebodies {
    const costmodel::CostModel& model;
    const costmodel::OrebodyTable& orebodies;
    const std::vector<costmodel::OrebodyVerdict>& verdicts;
    const economics::PriceDeck& deck;
    const costmodel::CostRule& rule;
};
/// "cost_orebodies", "cost_groups" (commodity × belt × deposit type × status at the deck's prices), "cost_curve" (a row per
/// commodity and price), "cost_near", "cost_cumulative", "cost_columns", "cost_findings" of the table of orebodies.
std::vector<Table> orebody_tables(const JudgedOrebodies& judged, base::Language language);

/// Why an orebody is not usable at the prices of its verdict, with the names of features; empty where it is.
std::string why_words(const costmodel::OrebodyVerdict& verdict, base::Language language);
/// "usable by the middle of the estimate, but with a probability of 15 %", where that is known and below one half; else empty.
std::string doubt_words(costmodel::OrebodyState state, double probability, base::Language language);
/// What a plan assumes for lack of a statement, and of which mining method; empty where nothing.
std::string assumed_words(const costmodel::MiningPlan& plan, base::Language language);
/// What the engineering tables ask for and the row does not state.
std::string missing_words(const costmodel::EngineeringCost& cost, base::Language language);
/// The curve of these verdicts; rows are those of the table of orebodies.
costmodel::AvailabilityCurve availability(const JudgedOrebodies& judged);

/// What a table of mines was understood as, and its findings.
std::vector<Table> orebody_input_tables(const costmodel::OrebodyTable& table, base::Language language);

}  // namespace orelens::report
