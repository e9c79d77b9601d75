// A campaign from plan to result: proposed holes, those that were drilled, and what they found where something was
// predicted (potential.md §9).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/project/PotentialReading.h"
#include "core/project/PotentialWork.h"

namespace orelens::project {

using base::Message;

void follow_up(const TargetWork& work, const potential::TargetList& list, TargetResult& made) {
    made.grade_fraction = work.around.grade_fraction;
    for (HoleNote& note : made.holes) note.outcome = potential::outcome_of(work.study.evidence, list.targets[note.hole.target], work.probability, note.hole, note.rows, nullptr, 0);
    const auto& drilled = work.around.drilled;
    if (drilled.empty() || made.holes.empty()) return;
    potential::MatchRule rule;
    rule.near_m = work.study.rule.at("drill").value("match_m", rule.near_m);
    const double cutoff = work.study.rule.at("labels").at("cutoff").get<double>();
    const auto match = potential::match_holes(campaign_of(made).holes, drilled, rule);
    for (std::size_t n = 0; n < made.holes.size(); ++n) {
        if (match[n] < 0) continue;
        HoleNote& note = made.holes[n];
        note.outcome = potential::outcome_of(work.study.evidence, list.targets[note.hole.target], work.probability, note.hole, note.rows, &drilled[static_cast<std::size_t>(match[n])], cutoff);
        if (note.outcome.away_m > rule.near_m)
            made.said.emplace_back(Message("potential.hole_elsewhere", {{"hole", note.outcome.drilled}, {"metres", base::number(std::round(note.outcome.away_m), 7)}}));
    }
    std::string unplanned;
    std::int64_t count = 0;
    for (std::size_t d = 0; d < drilled.size(); ++d) {
        if (std::ranges::find(match, static_cast<std::int32_t>(d)) != match.end()) continue;
        constexpr std::int64_t named = 10;
        if (++count <= named) unplanned += (unplanned.empty() ? "" : ", ") + drilled[d].name;
        if (count == named + 1) unplanned += " …";
    }
    if (count > 0) made.said.emplace_back(Message("potential.holes_unplanned", {{"count", std::to_string(count)}, {"holes", unplanned}}));
}

const char* state_words(potential::HoleState state) {
    constexpr std::array keys{"potential.hole_state.planned", "potential.hole_state.drilled", "potential.hole_state.result"};
    return keys[static_cast<std::size_t>(state)];
}

potential::Campaign campaign_of(const TargetResult& result) {
    potential::Campaign campaign;
    for (const HoleNote& note : result.holes) campaign.holes.push_back(note.hole);
    campaign.length_m = result.metres;
    return campaign;
}

namespace {

std::string cell(double value) {
    return std::isfinite(value) ? base::number(value) : std::string();
}

std::string metres(double value) {
    return std::isfinite(value) ? fmt::format("{:.2f}", value) : std::string();
}

/// Names of holes come from files: what would part fields is quoted.
std::string name_cell(const std::string& name) {
    if (name.find_first_of(",\"\r\n") == std::string::npos) return name;
    std::string quoted = "\"";
    for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

}  // namespace

std::string prognosis_csv(const TargetResult& result, const std::vector<std::string>& layers) {
    std::string text = "HOLE_ID,FROM,TO,IN_TARGET,MEAN_P,HIGHEST_P";
    if (result.drilled_since) text += ",DRILLED,FOUND_ASSAYED_M,FOUND_GRADE,FOUND_HIGHEST,FOUND_UNIT";
    const ToldGrade told = told_grade(result.grade_fraction);
    for (const std::string& layer : layers) text += "," + name_cell(layer);
    text += "\n";
    for (const HoleNote& note : result.holes)
        for (std::size_t r = 0; r < note.rows.size(); ++r) {
            const potential::PrognosisRow& row = note.rows[r];
            text += fmt::format("{},{:.2f},{:.2f},{},{},{}", note.hole.name, row.from_m, row.to_m, row.in_target ? 1 : 0, cell(row.mean), cell(row.highest));
            if (result.drilled_since) {
                const potential::StretchFound& found = note.outcome.found[r];
                text += "," + name_cell(note.outcome.drilled) + "," + (note.outcome.drilled.empty() ? std::string() : metres(found.assayed_m)) + "," + cell(told.factor * found.grade) + "," + cell(told.factor * found.highest) + "," + (std::isfinite(found.grade) ? told.unit : std::string());
            }
            for (const double value : row.evidence) text += "," + cell(value);
            text += "\n";
        }
    return text;
}

std::string campaign_csv(const TargetResult& result) {
    constexpr std::array states{"planned", "drilled", "result"};
    std::string text = "HOLE_ID,TARGET,STATE,PLANNED_M,ENTERS_M,LEAVES_M,P_METRES,DRILLED,MATCHED_BY,AWAY_M,TURNED_DEG,DRILLED_M,IN_TARGET_M,ASSAYED_M,P_METRES_ASSAYED,FOUND_ORE_M,FOUND_GRADE,FOUND_UNIT\n";
    const ToldGrade told = told_grade(result.grade_fraction);
    for (const auto& [hole, rows, out] : result.holes) {
        text += fmt::format("{},T{},{},{:.2f},{:.2f},{:.2f},{:.2f},", hole.name, hole.target + 1, states[static_cast<std::size_t>(out.state)], hole.length_m, hole.enters_m, hole.leaves_m, hole.probability_metres);
        const bool there = out.state != potential::HoleState::planned, known = out.state == potential::HoleState::result;
        text += name_cell(out.drilled) + "," + (there ? out.by_name ? "name" : "collar" : "");
        for (const double value : {out.away_m, out.turned_deg, out.length_m, out.in_target_m, out.assayed_m}) text += "," + (there ? metres(value) : std::string());
        for (const double value : {out.expected_m, out.ore_m}) text += "," + (known ? metres(value) : std::string());
        text += "," + cell(told.factor * out.grade) + "," + (std::isfinite(out.grade) ? told.unit : std::string()) + "\n";
    }
    return text;
}

}  // namespace orelens::project
