#include "core/project/LedgerJudges.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/ledger/Evaluate.h"
#include "core/project/stages/Doubt.h"

namespace orelens::project {
namespace {

constexpr const char* of_blocks = "ledger_other_judge_blocks";
constexpr const char* of_units = "ledger_other_judge";

/// Both answers over the units of a source.
struct Sums {
    double compared_t = 0, by_file_t = 0, by_project_t = 0, differ_t = 0;
    std::int64_t differ = 0;
};

bool is_other_judge(const base::Finding& finding) {
    return finding.kind == of_blocks || finding.kind == of_units;
}

}  // namespace

base::Expected<void> tell_judges(ledger::Built& built, const std::vector<LedgerParts::Heard>& heard, const ledger::Assumptions& assumptions,
                                 const ledger::Scenario& scenario, const std::string& file, const base::Progress& progress) {
    const std::string name = std::filesystem::path(file).filename().string();
    base::Finding judges = doubt("ledger", "ledger_file_assumptions", base::Severity::info, static_cast<std::int64_t>(assumptions.routes.size()),
                                 {{"file", name}, {"scenarios", std::to_string(assumptions.scenarios.size())}});
    judges.file = name;
    built.findings.push_back(std::move(judges));
    if (heard.empty()) return {};
    const ledger::Ledger& made = built.ledger;
    const auto outcomes = ledger::evaluate(made, assumptions.routes, scenario, progress);
    if (!outcomes) return std::unexpected(outcomes.error());
    std::map<std::pair<std::string, std::string>, std::size_t> at;
    for (std::size_t u = 0; u < made.units(); ++u)
        if (made.excluded[u] == ledger::Excluded::counted) at.emplace(std::pair(made.sources[made.source[u]].id, made.ids[u]), u);
    std::vector<std::pair<std::string, bool>> order;  // sources as they were heard
    std::map<std::pair<std::string, bool>, Sums> sums;
    for (const LedgerParts::Heard& one : heard) {
        const auto found = at.find({one.source, one.unit});
        if (found == at.end()) continue;
        const ledger::State state = outcomes->state[found->second];
        if (state == ledger::State::not_evaluated || !(one.evaluated_t > 0)) continue;
        const std::pair key(one.source, one.blocks);
        if (!sums.contains(key)) order.push_back(key);
        Sums& sum = sums[key];
        // What is kept from use pays all the same: an evaluation of blocks does not ask for flags.
        const bool pays = state == ledger::State::usable || state == ledger::State::blocked;
        const double differ = pays ? one.evaluated_t - one.usable_t : one.usable_t;
        sum.compared_t += one.evaluated_t;
        sum.by_project_t += one.usable_t;
        if (pays) sum.by_file_t += one.evaluated_t;
        sum.differ_t += differ;
        sum.differ += differ > 0 ? 1 : 0;
    }
    for (const auto& key : order) {
        const Sums& sum = sums[key];
        base::Finding finding = doubt("ledger", key.second ? of_blocks : of_units, sum.differ > 0 ? base::Severity::warning : base::Severity::info,
                                      sum.differ,
                                      {{"source", key.first}, {"file", name}, {"scenario", scenario.id}, {"compared", tonnes_text(sum.compared_t)},
                                       {"by_file", tonnes_text(sum.by_file_t)}, {"by_project", tonnes_text(sum.by_project_t)}, {"tonnes", tonnes_text(sum.differ_t)}});
        finding.file = name;
        finding.column = key.first;
        finding.tonnes = sum.differ_t;
        built.findings.push_back(std::move(finding));
    }
    return {};
}

std::vector<base::Message> judge_words(const std::vector<base::Finding>& findings) {
    std::vector<base::Message> words;
    for (const base::Finding& one : findings)
        if (is_other_judge(one) || one.kind == "ledger_file_assumptions" || one.kind == "ledger_own_assumptions") words.push_back(one.what);
    return words;
}

JudgedOtherwise judged_otherwise(const std::vector<base::Finding>& findings) {
    JudgedOtherwise made;
    for (const base::Finding& one : findings)
        if (is_other_judge(one) && one.tonnes > 0) {
            made.tonnes += one.tonnes;
            made.file = one.file;
        }
    return made;
}

}  // namespace orelens::project
