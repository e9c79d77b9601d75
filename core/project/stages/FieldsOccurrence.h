// How occurrence studies are archived.
#pragma once

#include "core/occurrence/Study.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::base {
template <class A>
void fields(A& archive, Bilingual& words) {
    auto& [en, zh] = words;
    archive(en, zh);
}
}  // namespace orelens::base

namespace orelens::occurrence {
template <class A>
void fields(A& archive, Share& share) {
    auto& [fraction, stated, shipped, method, samples, source, confidence] = share;
    archive(fraction, stated, shipped, method, samples, source, confidence);
}
template <class A>
void fields(A& archive, PhasePlan& phase) {
    auto& [id, name, kind, host_mineral, assayed, host_element, host_phase] = phase;
    archive(id, name, kind, host_mineral, assayed, host_element, host_phase);
}
template <class A>
void fields(A& archive, ElementPlan& plan) {
    auto& [element, column, unit, phases, shares, recovery] = plan;
    archive(element, column, unit, phases, shares, recovery);
}
template <class A>
void fields(A& archive, Plan& plan) {
    auto& [type_column, types, codes, routes, shipped, elements] = plan;
    archive(type_column, types, codes, routes, shipped, elements);
}
template <class A>
void fields(A& archive, PlanNotes::UnknownType& type) {
    auto& [name, near, rows] = type;
    archive(name, near, rows);
}
template <class A>
void fields(A& archive, PlanNotes& notes) {
    auto& [no_column, unknown_types, shares, recoveries, without_method, hosts, without_recovery] = notes;
    archive(no_column, unknown_types, shares, recoveries, without_method, hosts, without_recovery);
}
template <class A>
void fields(A& archive, TypeSums& sums) {
    auto& [blocks, tonnes, metal, phase_metal, route_metal, unassigned, theoretical] = sums;
    archive(blocks, tonnes, metal, phase_metal, route_metal, unassigned, theoretical);
}
template <class A>
void fields(A& archive, ElementSums& sums) {
    auto& [types, capped, without_assay, unknown_host, undescribed] = sums;
    archive(types, capped, without_assay, unknown_host, undescribed);
}
template <class A>
void fields(A& archive, Study& study) {
    auto& [plan, notes, sums, phase_columns, density] = study;
    archive(plan, notes, sums, phase_columns, density);
}
/// Whether its tables have the sizes that its lists ask for.
inline bool sound(const Study& study) {
    const Plan& plan = study.plan;
    if (plan.types.empty() || plan.codes.size() + 1 != plan.types.size() || study.sums.size() != plan.elements.size())
        return false;
    const auto whole = [&](const ElementPlan& element) {
        const std::size_t phases = element.phases.size();
        return phases <= most_phases && element.shares.size() == plan.types.size() &&
               std::ranges::all_of(element.shares, [&](const auto& type) { return type.size() == phases; }) &&
               element.recovery.size() == plan.routes.size() &&
               std::ranges::all_of(element.recovery, [&](const auto& route) {
                   return route.size() == plan.types.size() &&
                          std::ranges::all_of(route, [&](const auto& type) { return type.size() == phases; });
               });
    };
    for (std::size_t e = 0; e < plan.elements.size(); ++e) {
        if (!whole(plan.elements[e]) || study.sums[e].types.size() != plan.types.size()) return false;
        for (const TypeSums& type : study.sums[e].types)
            if (type.phase_metal.size() != plan.elements[e].phases.size() || type.route_metal.size() != plan.routes.size())
                return false;
    }
    return true;
}
}  // namespace orelens::occurrence
