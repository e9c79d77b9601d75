// What a user states about learning costs and judging orebodies; declared as parameters in Rules.cpp.
#pragma once

#include <string>
#include <vector>

#include "core/base/Param.h"
#include "core/costmodel/Activation.h"

namespace orelens::costmodel {

enum class LearnFrom {
    automatic,  ///< producing mines where at least 30 of them state a cost, else every row that does
    producing,
    all
};
enum class GroupBy { automatic, company, belt, none };
enum class LearnerChoice { automatic, median, ridge, boosted, networks };

struct CostRule {
    std::string mines_file, orebodies_file;
    std::string mines_columns, orebodies_columns;  ///< "role = header; role = header", "-" for none
    std::string crs;                               ///< of coordinates, where the table does not say
    std::string scope;                             ///< costs of this scope alone are learned; empty = the most frequent
    LearnFrom learn_from = LearnFrom::automatic;
    GroupBy group_by = GroupBy::automatic;
    LearnerChoice learner = LearnerChoice::automatic;
    int folds = 5, repeats = 3;
    int seed = 1;
    double level_percent = 90;
    double camm_index = 1.26;
    bool use_outside = false;
    Criterion criterion = Criterion::net_present_value;
    int draws = 200;
    double near_percent = 20;
    double days_per_year = 350;
    double discount_percent = 8, tax_percent = 25, sustaining_percent = 2;
    int construction_years = 2;
    double working_capital_months = 3;
    [[nodiscard]] CashFlowRule cash_flow() const {
        return {discount_percent / 100, tax_percent / 100, construction_years, sustaining_percent / 100, working_capital_months};
    }
    bool operator==(const CostRule&) const = default;
};

std::vector<base::Param<CostRule>> cost_params();

}  // namespace orelens::costmodel
