// How ledgers are archived. Assumptions and indicators are kept as the texts they were read from.
#pragma once

#include "core/project/LedgerStudy.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::ledger {
template <class A>
void fields(A& archive, MoneyBasis& basis) {
    auto& [currency, year, rates, index] = basis;
    archive(currency, year, rates, index);
}
template <class A>
void fields(A& archive, Source& source) {
    auto& [id, kind, file, fingerprint, as_of, refers] = source;
    archive(id, kind, file, fingerprint, as_of, refers);
}
template <class A>
void fields(A& archive, Reference& reference) {
    auto& [route, species, currency, prices, subsidy, cost_index, discount, tax, royalty] = reference;
    archive(route, species, currency, prices, subsidy, cost_index, discount, tax, royalty);
}
template <class A>
void fields(A& archive, Judgement& judgement) {
    auto& [reference, state, price_needed, value, margin] = judgement;
    archive(reference, state, price_needed, value, margin);
}
template <class A>
void fields(A& archive, Dictionary& dictionary) {
    std::vector<std::string> texts = dictionary.texts();
    archive(texts);
    // A ledger that is written is read by others meanwhile.
    if constexpr (std::is_same_v<A, project::ArchiveReader>) dictionary = Dictionary(texts);
}
template <class A>
void fields(A& archive, Ledger& ledger) {
    auto& [basis, indicators, price_basis, sources, source_states, species, systems, regions, licences, deposit_types, ore_types, minings,
           years, origins, ids, names, ground_ids, within, as_of, subsystem, ground, grade_class, status, stage, confidence, kind, flag_bits, excluded, source,
           system, region, licence, deposit_type, ore_type, mining, year, origin, mass_t, depth_m, x, y, capacity_t, cost_per_t, capital, life_years,
           restart, closure, costs_whole, first, row_species, row_role, row_profile, row_grade, row_contained, row_sd, profiles,
           references, judged_first, judged, judged_metal_first, judged_metal] = ledger;
    archive(basis, indicators, price_basis, sources, source_states, species, systems, regions, licences, deposit_types, ore_types, minings,
            years, origins, ids, names, ground_ids, within, as_of, subsystem, ground, grade_class, status, stage, confidence, kind, flag_bits, excluded, source,
            system, region, licence, deposit_type, ore_type, mining, year, origin, mass_t, depth_m, x, y, capacity_t, cost_per_t, capital, life_years,
            restart, closure, costs_whole, first, row_species, row_role, row_profile, row_grade, row_contained, row_sd, profiles,
            references, judged_first, judged, judged_metal_first, judged_metal);
}

/// Whether all columns have a value per unit or row and every number is one of its list.
inline bool sound(const Ledger& ledger) {
    const std::size_t units = ledger.units(), rows = ledger.rows();
    const auto long_as = [](std::size_t size, const auto&... lists) { return ((lists.size() == size) && ...); };
    if (!long_as(units, ledger.names, ledger.ground_ids, ledger.within, ledger.as_of, ledger.origin, ledger.costs_whole, ledger.judged_metal_first, ledger.subsystem, ledger.ground, ledger.grade_class, ledger.status,
                 ledger.stage, ledger.confidence, ledger.kind, ledger.flags, ledger.excluded, ledger.source, ledger.system, ledger.region,
                 ledger.licence, ledger.deposit_type, ledger.ore_type, ledger.mining, ledger.year, ledger.mass_t, ledger.depth_m, ledger.x,
                 ledger.y, ledger.capacity_t, ledger.cost_per_t, ledger.capital, ledger.life_years, ledger.restart, ledger.closure) ||
        !long_as(rows, ledger.row_role, ledger.row_profile, ledger.row_grade, ledger.row_contained, ledger.row_sd) ||
        ledger.source_states.size() != ledger.sources.size() || ledger.first.size() != units + 1 || ledger.first.front() != 0 ||
        ledger.first.back() != rows)
        return false;
    for (std::size_t u = 0; u < units; ++u)
        if (ledger.first[u] >= ledger.first[u + 1]) return false;
    if (ledger.judged_first.size() != units + 1 || ledger.judged_first.front() != 0 || ledger.judged_first.back() != ledger.judged.size()) return false;
    std::uint64_t metal = 0;
    for (std::size_t u = 0; u < units; ++u) {
        if (ledger.judged_first[u] > ledger.judged_first[u + 1] || ledger.judged_metal_first[u] != metal) return false;
        metal += (ledger.judged_first[u + 1] - ledger.judged_first[u]) * (ledger.first[u + 1] - ledger.first[u]);
    }
    if (metal != ledger.judged_metal.size()) return false;
    for (const Judgement& one : ledger.judged)
        if (one.reference >= ledger.references.size() || one.state > State::usable) return false;
    const auto within = [](const auto& numbers, std::size_t size) {
        return std::ranges::all_of(numbers, [&](auto number) { return number < size; });
    };
    return within(ledger.source, ledger.sources.size()) && within(ledger.system, ledger.systems.size()) &&
           within(ledger.region, ledger.regions.size()) && within(ledger.licence, ledger.licences.size()) &&
           within(ledger.deposit_type, ledger.deposit_types.size()) && within(ledger.ore_type, ledger.ore_types.size()) &&
           within(ledger.mining, ledger.minings.size()) && within(ledger.year, ledger.years.size()) && within(ledger.origin, ledger.origins.size()) &&
           within(ledger.row_species, ledger.species.size()) && within(ledger.row_profile, ledger.profiles.size());
}
}  // namespace orelens::ledger

namespace orelens::project {
template <class A>
void fields(A& archive, LedgerStudy& study) {
    auto& [file, own_assumptions, scenario, compared] = study;
    auto& [built, assumptions, indicators, assumptions_text, indicators_text] = file;
    auto& [ledger, findings] = built;
    archive(ledger, findings, assumptions_text, indicators_text, own_assumptions, scenario, compared);
}
/// Reads the texts; false where they are none of ours.
inline bool sound(LedgerStudy& study) {
    LedgerFile& file = study.file;
    if (!ledger::sound(file.built.ledger)) return false;
    auto assumptions = ledger::assumptions_from_json(file.assumptions_text, "");
    auto indicators = ledger::indicators_from_json(file.indicators_text, "");
    if (!assumptions || !indicators) return false;
    file.assumptions = std::move(*assumptions);
    file.indicators = std::move(*indicators);
    return ledger::find_scenario(file.assumptions, study.scenario) != nullptr &&
           (study.compared_with.empty() || ledger::find_scenario(file.assumptions, study.compared_with) != nullptr);
}
}  // namespace orelens::project
