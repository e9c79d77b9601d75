// How tables of orebodies, the model of costs and verdicts are archived. Of a model what it was learned from and what was
// found out about it: costmodel::fitted makes the rest again from them.
#pragma once

#include "core/project/OrebodyStudy.h"
#include "core/project/stages/FieldsBase.h"
#include "core/project/stages/FieldsEconomics.h"

namespace orelens::costmodel {
template <class A>
void fields(A& archive, OreGrade& grade) {
    auto& [commodity, fraction] = grade;
    archive(commodity, fraction);
}
template <class A>
void fields(A& archive, Orebody& o) {
    auto& [row, name, commodity, company, country, belt, deposit_type, ore_type, scale, mining_method, processing, scope, project_file,
           status, ore_tonnes, grades, ore_per_day, metal_per_year, life_years, cover_m, depth_m, thickness_m, dip_deg, strip_ratio,
           dilution, mining_recovery, processing_recovery, water_km, power_km, road_km, altitude_m, work_index, capital, operating,
           currency, cost_year, x, y, ore_derived] = o;
    archive(row, name, commodity, company, country, belt, deposit_type, ore_type, scale, mining_method, processing, scope, project_file,
            status, ore_tonnes, grades, ore_per_day, metal_per_year, life_years, cover_m, depth_m, thickness_m, dip_deg, strip_ratio,
            dilution, mining_recovery, processing_recovery, water_km, power_km, road_km, altitude_m, work_index, capital, operating,
            currency, cost_year, x, y, ore_derived);
}
template <class A>
void fields(A& archive, OrebodyColumn& column) {
    auto& [header, role, unit, stated] = column;
    archive(header, role, unit, stated);
}
template <class A>
void fields(A& archive, OrebodyTable& table) {
    auto& [file, sheet, crs, basis, columns, rows, findings] = table;
    archive(file, sheet, crs, basis, columns, rows, findings);
}
template <class A>
void fields(A& archive, CostRule& rule) {
    auto& [mines_file, orebodies_file, mines_columns, orebodies_columns, crs, scope, learn_from, group_by, learner, folds, repeats, seed,
           level_percent, camm_index, use_outside, criterion, draws, near_percent, days_per_year, discount_percent, tax_percent,
           sustaining_percent, construction_years, working_capital_months] = rule;
    archive(mines_file, orebodies_file, mines_columns, orebodies_columns, crs, scope, learn_from, group_by, learner, folds, repeats, seed,
            level_percent, camm_index, use_outside, criterion, draws, near_percent, days_per_year, discount_percent, tax_percent,
            sustaining_percent, construction_years, working_capital_months);
}
template <class A>
void fields(A& archive, NestedScore& score) {
    auto& [learner, r2, factor, bias, predicted] = score;
    archive(learner, r2, factor, bias);
}
template <class A>
void fields(A& archive, TargetModel& model) {
    auto& [target, learner, scores, without_engineering, engineering_ratio, held, rows, mines, alike, ln_cost, interval, guard, coverage,
           linear, centre, importance] = model;
    archive(target, learner, scores, without_engineering, engineering_ratio, held, rows, ln_cost, coverage, importance);
}
template <class A>
void fields(A& archive, CostModel& model) {
    auto& [table, hash, currency, scope, year, rule, group, only_producing, targets, notes] = model;
    archive(table, hash, currency, scope, year, rule, group, only_producing, targets, notes);
}
/// Whether its parts point into each other, and its learners are those of this program.
inline bool sound(const CostModel& model) {
    constexpr std::string_view learners[] = {"median", "engineering", "ridge", "xgboost", "network"};
    const auto known = [&](const std::string& learner) { return std::ranges::find(learners, learner) != std::end(learners); };
    return std::ranges::all_of(model.targets, [&](const TargetModel& target) {
        return known(target.learner) && target.ln_cost.size() == model.table.rows.size() &&
               project::all_within(target.rows, 0, model.table.rows.size()) &&
               std::ranges::all_of(target.scores, [&](const NestedScore& score) { return known(score.learner); });
    });
}
template <class A>
void fields(A& archive, MiningPlan& plan) {
    auto& [dilution, recovery, mined_tonnes, ore_per_day, life_years, assumed, assumed_of] = plan;
    archive(dilution, recovery, mined_tonnes, ore_per_day, life_years, assumed, assumed_of);
}
template <class A>
void fields(A& archive, DomainVerdict& domain) {
    auto& [distance, limit, beyond, unseen, missing] = domain;
    archive(distance, limit, beyond, unseen, missing);
}
template <class A>
void fields(A& archive, CostAnswer& answer) {
    auto& [middle, lower, upper, stated, domain, factors] = answer;
    archive(middle, lower, upper, stated, domain, factors);
}
template <class A>
void fields(A& archive, ActivationBand& band) {
    auto& [price, lower, upper, draws] = band;
    archive(price, lower, upper, draws);
}
template <class A>
void fields(A& archive, Lever& lever) {
    auto& [id, change] = lever;
    archive(id, change);
}
template <class A>
void fields(A& archive, RevenuePart& part) {
    auto& [commodity, metal_per_tonne, at_zero, per_price, now] = part;
    archive(commodity, metal_per_tonne, at_zero, per_price, now);
}
template <class A>
void fields(A& archive, EngineeringCost& cost) {
    auto& [operating, capital, missing] = cost;
    archive(operating, capital, missing);
}
template <class A>
void fields(A& archive, OrebodyVerdict& verdict) {
    auto& [row, state, why, plan, operating, capital, engineering, price, band, probability, value, npv, internal_rate, payback_years, metal_tonnes,
           cash_cost, levers, by_products, unpriced, route, recovery_unused, analogues, override_used] = verdict;
    archive(row, state, why, plan, operating, capital, engineering, price, band, probability, value, npv, internal_rate, payback_years, metal_tonnes,
            cash_cost, levers, by_products, unpriced, route, recovery_unused, analogues, override_used);
}
}  // namespace orelens::costmodel

namespace orelens::project {
template <class A>
void fields(A& archive, OrebodyTables& tables) {
    auto& [mines, orebodies, mine_places, orebody_places] = tables;
    archive(mines, orebodies, mine_places, orebody_places);
}
inline bool sound(const OrebodyTables& tables) {
    return tables.mine_places.size() == tables.mines.rows.size() && tables.orebody_places.size() == tables.orebodies.rows.size();
}
template <class A>
void fields(A& archive, OrebodyStudy& study) {
    auto& [mines_hash, orebodies_hash, rule, deck, verdicts, curve] = study;
    archive(mines_hash, orebodies_hash, rule, deck, verdicts);
}
inline bool sound(const OrebodyStudy& study) {
    for (std::size_t n = 0; n < study.verdicts.size(); ++n)
        if (study.verdicts[n].row != static_cast<int>(n)) return false;
    return true;
}
}  // namespace orelens::project
