// The known deposit as a project with pits, run to the end.
#pragma once

#include <stdexcept>

#include "core/pits/KnownDeposit.h"
#include "core/project/Pipeline.h"

namespace orelens::pits::testing {

inline project::Project known_project(const std::string& factors = "0.6, 0.8, 1, 1.2, 1.4") {
    project::Project project;
    const economics::PriceDeck deck = known_deposit_deck();
    for (const economics::Commodity& commodity : deck.commodities) project.recipe.commodity[commodity.name] = commodity;
    project.recipe.economics.main_commodity = deck.main_commodity;
    project.recipe.economics.costs = deck.costs;
    project.recipe.pits = known_deposit_rule();
    project.recipe.pits.factors = factors;
    auto model = known_deposit();
    if (!model) throw std::runtime_error("model");
    project.set_model(std::move(*model), "known_deposit.vdb");
    base::Progress progress;
    if (const auto ran = project.run(progress); !ran)
        throw std::runtime_error(base::describe(ran.error(), base::Language::english));
    return project;
}

}  // namespace orelens::pits::testing
