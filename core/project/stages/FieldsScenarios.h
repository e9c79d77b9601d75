// How comparisons of scenarios are archived.
#pragma once

#include "core/project/Scenarios.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::scenarios {
template <class A>
void fields(A& archive, Held& held) {
    auto& [blocks, tonnes, metal] = held;
    archive(blocks, tonnes, metal);
}
template <class A>
void fields(A& archive, Attributed& attributed) {
    auto& [part, blocks, tonnes, worth, metal] = attributed;
    archive(part, blocks, tonnes, worth, metal);
}
template <class A>
void fields(A& archive, Comparison& made) {
    auto& [currency, commodities, before, after, activated, deactivated, worth_before, worth_after, unknown, parts] =
        made;
    archive(currency, commodities, before, after, activated, deactivated, worth_before, worth_after, unknown, parts);
}
}  // namespace orelens::scenarios

namespace orelens::project {
template <class A>
void fields(A& archive, ScenarioRow& row) {
    auto& [name, changes, against_base] = row;
    archive(name, changes, against_base);
}
template <class A>
void fields(A& archive, ScenarioStudy& study) {
    auto& [rows, left_out] = study;
    archive(rows, left_out);
}
inline bool sound(const ScenarioStudy& study) {
    return std::ranges::all_of(study.rows, [](const ScenarioRow& row) {
        const scenarios::Comparison& made = row.against_base;
        const std::size_t metals = made.commodities.size();
        const bool held = std::ranges::all_of(
            std::array{&made.before, &made.after, &made.activated, &made.deactivated},
            [&](const scenarios::Held* one) { return one->metal.size() == metals; });
        return held && std::ranges::all_of(made.parts, [&](const scenarios::Attributed& part) {
                   return part.metal.size() == metals;
               });
    });
}
}  // namespace orelens::project
