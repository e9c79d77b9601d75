#include "app/cli/PotentialCampaign.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/Printable.h"
#include "core/project/PotentialWork.h"

namespace orelens::cli {

using potential::HoleState;

TextTable campaign_table(const Common& common, const project::TargetResult& result) {
    const auto w = [&](const char* key) { return words(common, key); };
    TextTable table{{w("cli.potential.hole"), w("potential.campaign.state"), w("potential.campaign.drilled"), w("potential.campaign.away"), w("potential.campaign.drilled_m"), w("potential.campaign.in_target"), w("potential.campaign.assayed"), w("potential.campaign.predicted"),
                     w("potential.campaign.ore"), w("potential.campaign.grade")}, {}, {false, false, false, true, true, true, true, true, true, true}};
    const auto metres = [](bool shown, double value) { return shown && std::isfinite(value) ? fmt::format("{:.1f}", value) : std::string(); };
    for (const project::HoleNote& note : result.holes) {
        const potential::HoleOutcome& out = note.outcome;
        const bool there = out.state != HoleState::planned, known = out.state == HoleState::result;
        const std::string grade = std::isfinite(out.grade) ? base::number(out.grade, 4) : std::string();
        table.rows.push_back({note.hole.name, w(project::state_words(out.state)), base::printable(out.drilled), metres(there, out.away_m), metres(there, out.length_m), metres(there, out.in_target_m),
                              metres(there, out.assayed_m), metres(known, out.expected_m), metres(known, out.ore_m), grade});
    }
    return table;
}

Json campaign_json(const project::TargetResult& result) {
    constexpr std::array states{"planned", "drilled", "result"};
    Json list = Json::array();
    for (const project::HoleNote& note : result.holes) {
        const potential::HoleOutcome& out = note.outcome;
        Json one;
        one["hole"] = note.hole.name;
        one["target"] = fmt::format("T{}", note.hole.target + 1);
        one["state"] = states[static_cast<std::size_t>(out.state)];
        if (out.state != HoleState::planned) {
            one["drilled"] = out.drilled;
            one["matched_by"] = out.by_name ? "name" : "collar";
            one["away_m"] = number_json(out.away_m);
            one["turned_deg"] = number_json(out.turned_deg);
            one["drilled_m"] = number_json(out.length_m);
            one["in_target_m"] = out.in_target_m;
            one["assayed_m"] = out.assayed_m;
        }
        if (out.state == HoleState::result) {
            one["p_metres_assayed"] = out.expected_m;
            one["found_ore_m"] = out.ore_m;
            one["found_grade"] = number_json(out.grade);
        }
        list.push_back(std::move(one));
    }
    return list;
}

}  // namespace orelens::cli
