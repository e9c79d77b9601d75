// What mines cost, learned once and kept: chosen learner, honest scores beside the baselines, interval with its measured
// coverage, domain guard, what drives the cost. A file of it holds the rows that taught, the seed and the rule; reading it
// fits the same numbers again and refuses if they do not come out.
#pragma once

#include <memory>
#include <optional>

#include "core/costmodel/BoostedRidge.h"
#include "core/costmodel/CvPlus.h"
#include "core/costmodel/DomainGuard.h"
#include "core/costmodel/Features.h"
#include "core/costmodel/Money.h"
#include "core/costmodel/NestedScore.h"

namespace orelens::costmodel {

struct TargetModel {
    CostTarget target = CostTarget::operating;
    std::string learner;               ///< chosen: "median", "ridge", "xgboost", "network"
    std::vector<NestedScore> scores;   ///< "median", "engineering" where it can be computed, then the three
    std::int64_t without_engineering = 0;  ///< rows that the engineering tables say nothing of: the median stands in; of more than half of them: it is not among the scores
    double engineering_ratio = not_stated;  ///< median of learned-from cost over engineering cost at the rule's index; NaN without rate of the dollar
    std::vector<std::string> held;     ///< features that have no weight of a ridge, for the mines say the opposite of experience
    std::vector<int> rows;             ///< of the training table
    Mines mines;                       ///< the whole training table in its features
    Mines alike;                       ///< features that are the same in all rows that taught: the guard's alone
    std::vector<double> ln_cost;       ///< as long as the table; NaN where not learned from
    CvPlus interval;
    DomainGuard guard;
    double coverage = not_stated;      ///< share of unseen rows inside their interval, measured over grouped folds
    std::shared_ptr<const BoostedRidge> linear;  ///< of a ridge or trees: what Shapley values are exact for
    Predict centre;
    std::vector<std::pair<std::string, double>> importance;  ///< mean |ln factor| over the rows that taught, largest first
    [[nodiscard]] const NestedScore* score(const std::string& learner_id) const;
};

struct CostModel {
    OrebodyTable table;    ///< the rows that taught, in `currency`
    std::string hash;      ///< content_hash of the table as it was read
    std::string currency;  ///< of the costs; empty = not stated
    std::string scope;     ///< of the costs that taught
    int year = 0;          ///< whose money the costs are, as in_one_year made them
    CostRule rule;
    GroupBy group = GroupBy::none;
    bool only_producing = false;
    std::vector<TargetModel> targets;   ///< operating and capital, as far as the table states them
    std::vector<base::Message> notes;   ///< what was left out, and what could not be learned
    [[nodiscard]] const TargetModel* target(CostTarget wanted) const;
};

/// Learns both costs. Errors (with the file, and the row where there is one): fewer than 8 rows with a usable cost for
/// either target; all mines the same; those of the learners; cancelled. Results depend on table, rule and seed alone.
base::Expected<CostModel> train(const OrebodyTable& table, const CostRule& rule, const economics::PriceDeck* deck,
                                const base::Progress& progress);

/// Whether it can answer: a model from a project file holds scores and rows, and is fitted when it is needed.
bool is_fitted(const CostModel& model);
/// Fits again what is not there: same rows, rule and seed, same numbers. Errors: what it states of itself does not come out
/// again; those of the learners; cancelled.
base::Expected<CostModel> fitted(CostModel model, const base::Progress& progress);

/// Factors of rows of a table with the features of the model: exact Shapley values of ridge and trees; of networks,
/// means over 8 seeded orders of the features and the same backwards, from the typical mine; rows add up to the
/// prediction within 1e-5. Of the median none.
base::Expected<Factors> explain(const TargetModel& model, const Mines& mines, std::span<const int> rows, std::uint64_t seed);

/// JSON. Deterministic.
std::string cost_model_to_json(const CostModel& model);
/// Fits again and compares with the costs that the file states for its own mines. Errors: not such a file; a newer
/// layout; the rows are not those whose hash it states; other numbers come out; those of train; cancelled.
base::Expected<CostModel> cost_model_from_json(const std::string& json, const std::string& file, const base::Progress& progress);
/// Error: the table is not the one that taught the model.
base::Expected<void> check_trained_on(const CostModel& model, const OrebodyTable& table);

}  // namespace orelens::costmodel
