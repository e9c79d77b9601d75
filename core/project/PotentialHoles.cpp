// Test holes by a study: where they may start, which way they may go, what they keep off, and what each is to meet.
#include <algorithm>
#include <cmath>

#include "core/potential/Folds.h"
#include "core/project/PotentialReading.h"
#include "core/project/PotentialWork.h"

namespace orelens::project {

using namespace reading;

namespace {

using base::Expected;
using base::Message;
using nlohmann::json;

/// A pad this much above the ground is told: the rig would stand in the air.
constexpr double floating_m = 5;

bool is_place(const json& value, std::size_t numbers) {
    return value.is_array() && value.size() == numbers && std::ranges::all_of(value, [](const json& one) { return one.is_number() && std::isfinite(one.get<double>()); });
}

/// Directions within their bounds, each with the place of the first that is not.
Expected<void> check_angles(const PotentialStudy& study, const json& drill, const char* key, double most, const char* text) {
    if (!drill.contains(key)) return {};
    const std::string path = std::string("drill.") + key;
    const json& list = drill.at(key);
    if (!list.is_array() || list.empty()) return base::fail(base::ErrorKind::usage, Message("potential.no_direction"), place_in(study, path));
    for (std::size_t n = 0; n < list.size(); ++n)
        if (!list[n].is_number() || !(list[n].get<double>() >= 0 && list[n].get<double>() <= most))
            return base::fail(base::ErrorKind::usage, Message(text, {{text == std::string("potential.bad_dip") ? "dip" : "azimuth", list[n].dump()}}), place_in(study, path + "." + std::to_string(n)));
    return {};
}

Expected<void> check_numbers(const PotentialStudy& study, const json& drill) {
    for (const char* key : {"longest_m", "overshoot_m", "kappa", "influence_m", "budget_m", "keep_off_m", "match_m"}) {
        if (!drill.contains(key)) continue;
        const json& value = drill.at(key);
        const bool above = key == std::string("longest_m") || key == std::string("keep_off_m") || key == std::string("match_m");
        if (!value.is_number() || !std::isfinite(value.get<double>()) || value.get<double>() < 0 || (above && value.get<double>() == 0))
            return refuse(study, std::string("drill.") + key, above ? "@potential.study.above_zero" : "@potential.study.not_negative", value.dump());
    }
    if (drill.contains("underground") && !drill.at("underground").is_boolean()) return refuse(study, "drill.underground", "@potential.study.yes_or_no", drill.at("underground").dump());
    if (drill.contains("keep_off") && !drill.contains("keep_off_m")) return refuse(study, "drill.keep_off_m", "@potential.study.keep_off_m");
    return {};
}

Expected<void> check_collars(const PotentialStudy& study, const json& drill) {
    if (!drill.contains("grid") && (!drill.contains("pads") || drill.at("pads").empty())) return base::fail(base::ErrorKind::usage, Message("potential.no_collar"), place_in(study, "drill"), Message("potential.no_collar_fix"));
    if (drill.contains("grid")) {
        const json& grid = drill.at("grid");
        if (auto ok = only(study, grid, "drill.grid", {"x", "y", "step_m", "columns", "rows"}); !ok) return ok;
        for (const char* key : {"x", "y", "step_m", "columns", "rows"})
            if (!grid.contains(key) || !grid.at(key).is_number()) return refuse(study, std::string("drill.grid.") + key, "@potential.study.a_number");
        for (const char* key : {"columns", "rows"}) (void)whole(grid, key, 1, 1, 10000);
        if (!(grid.at("step_m").get<double>() > 0)) return refuse(study, "drill.grid.step_m", "@potential.study.above_zero", grid.at("step_m").dump());
        // Collars of a grid stand on the ground: without one there is no elevation to start from.
        if (!study.rule.contains("ground")) return refuse(study, "drill.grid", "@potential.study.grid_needs_ground");
    }
    if (!drill.contains("pads")) return {};
    if (!drill.at("pads").is_array()) return refuse(study, "drill.pads", "@potential.study.pad");
    for (std::size_t n = 0; n < drill.at("pads").size(); ++n) {
        const json& pad = drill.at("pads")[n];
        const std::string path = "drill.pads." + std::to_string(n);
        if (auto ok = only(study, pad, path, {"name", "place", "underground"}); !ok) return ok;
        if (!pad.contains("name") || !pad.at("name").is_string()) return refuse(study, path, "@potential.study.pad");
        if (!pad.contains("place") || !is_place(pad.at("place"), 3)) return refuse(study, path + ".place", "@potential.study.pad");
        if (pad.contains("underground") && !pad.at("underground").is_boolean()) return refuse(study, path + ".underground", "@potential.study.yes_or_no", pad.at("underground").dump());
    }
    return {};
}

using Outline = std::vector<std::array<double, 2>>;

/// Points that differ from the one before them, the last from the first as well.
Outline without_repeats(Outline outline) {
    outline.erase(std::ranges::unique(outline).begin(), outline.end());
    while (outline.size() > 1 && outline.front() == outline.back()) outline.pop_back();
    return outline;
}

/// `named_at`: what names the file, for a refusal.
Expected<void> add_outlines_of_file(const PotentialStudy& study, const std::string& path, const base::Place& named_at, potential::ForbiddenAreas& areas, std::vector<Message>& said) {
    io::EvidenceRule rule = rule_of(study, json::object());
    rule.outlines = true;
    auto file = io::read_evidence(path, rule);
    if (!file) return std::unexpected(file.error());
    const std::string name = path.substr(path.find_last_of('/') + 1);
    const auto* lines = std::get_if<shapes::Polylines>(&file->data);
    if (lines == nullptr) return base::fail(base::ErrorKind::usage, Message("potential.study.bad", {{"key", named_at.field}, {"why", "@potential.study.no_outline"}, {"value", name}}), named_at);
    for (const base::Finding& one : file->findings) said.push_back(one.what);
    std::size_t open = 0;
    for (std::size_t n = 0; n < lines->lines.size(); ++n) {
        Outline outline;
        for (const std::int32_t p : lines->lines[n]) outline.push_back({lines->points[static_cast<std::size_t>(p)][0], lines->points[static_cast<std::size_t>(p)][1]});
        const bool closed = outline.size() > 1 && outline.front() == outline.back();
        outline = without_repeats(std::move(outline));
        if (outline.size() < 3)
            return base::fail(base::ErrorKind::data, Message("potential.outline_short", {{"number", std::to_string(n + 1)}, {"count", std::to_string(outline.size())}}), {.file = path}, Message("potential.outline_short_fix"));
        open += !closed;
        areas.outlines.push_back(std::move(outline));
    }
    if (open > 0) said.push_back(Message("potential.outlines_closed", {{"count", std::to_string(open)}, {"file", name}}));
    return {};
}

/// Areas that the study forbids, in files and as outlines drawn into it.
Expected<potential::ForbiddenAreas> forbidden_areas(const PotentialStudy& study, std::vector<Message>& said) {
    potential::ForbiddenAreas areas;
    const json drill = study.rule.value("drill", json::object());
    if (!drill.contains("forbidden")) return areas;
    const json& list = drill.at("forbidden");
    if (!list.is_array()) return refuse(study, "drill.forbidden", "@potential.study.forbidden");
    for (std::size_t n = 0; n < list.size(); ++n) {
        const std::string at = "drill.forbidden." + std::to_string(n);
        if (list[n].is_string()) {
            if (auto ok = add_outlines_of_file(study, path_in(study, list[n]), place_in(study, at), areas, said); !ok) return std::unexpected(ok.error());
            continue;
        }
        if (!list[n].is_array()) return refuse(study, at, "@potential.study.forbidden");
        Outline outline;
        for (std::size_t p = 0; p < list[n].size(); ++p) {
            if (!is_place(list[n][p], 2)) return refuse(study, at + "." + std::to_string(p), "@potential.study.forbidden");
            outline.push_back(list[n][p].get<std::array<double, 2>>());
        }
        outline = without_repeats(std::move(outline));
        if (outline.size() < 3) return base::fail(base::ErrorKind::usage, Message("potential.outline_short", {{"number", std::to_string(n + 1)}, {"count", std::to_string(outline.size())}}), place_in(study, at), Message("potential.outline_short_fix"));
        areas.outlines.push_back(std::move(outline));
    }
    return areas;
}

/// Pads and the ground grid. Error: a pad below the ground that is no station, with its place.
Expected<std::vector<potential::Collar>> collars_of(const PotentialStudy& study, const json& drill, std::vector<Message>& said) {
    std::vector<potential::Collar> collars;
    const bool all_underground = drill.value("underground", false);
    const json pads = drill.value("pads", json::array());
    for (std::size_t n = 0; n < pads.size(); ++n) {
        const potential::Collar collar{pads[n].at("name"), pads[n].at("place").get<blocks::Vec3>(), pads[n].value("underground", all_underground)};
        collars.push_back(collar);
        if (collar.underground || !study.ground) continue;
        const double ground = study.ground->bilinear(collar.place[0], collar.place[1]), above = collar.place[2] - ground;
        const std::vector<std::pair<std::string, std::string>> args{{"name", collar.name}, {"x", base::number(collar.place[0], 9)}, {"y", base::number(collar.place[1], 10)}, {"metres", base::number(std::abs(above), 4)}};
        if (above < -1) return base::fail(base::ErrorKind::data, Message("potential.collar_below", args), place_in(study, "drill.pads." + std::to_string(n) + ".place"), Message("potential.collar_below_fix"));
        if (above > floating_m) said.push_back(Message("potential.collar_above", args));
        if (std::isnan(ground)) said.push_back(Message("potential.collar_off_ground", args));
    }
    if (!drill.contains("grid")) return collars;
    const json& g = drill.at("grid");
    if (!study.ground) return refuse(study, "drill.grid", "@potential.study.grid_needs_ground");
    const auto more = potential::ground_collars(*study.ground, g.at("x"), g.at("y"), g.at("step_m"), g.at("columns"), g.at("rows"));
    const auto asked = static_cast<std::size_t>(g.at("columns").get<double>() * g.at("rows").get<double>());
    if (more.size() < asked) said.push_back(Message("potential.grid_off_ground", {{"count", std::to_string(asked - more.size())}, {"of", std::to_string(asked)}}));
    collars.insert(collars.end(), more.begin(), more.end());
    return collars;
}

}  // namespace

Expected<void> reading::check_drill(const PotentialStudy& study) {
    const json drill = study.rule.value("drill", json::object());
    if (auto ok = only(study, drill, "drill", {"azimuths", "dips", "longest_m", "overshoot_m", "kappa", "influence_m", "holes", "budget_m", "pads", "grid", "underground", "forbidden", "keep_off", "keep_off_m", "match_m"}); !ok) return ok;
    if (!study.rule.contains("drill")) return {};
    if (auto ok = check_angles(study, drill, "azimuths", 360, "potential.bad_azimuth"); !ok) return ok;
    if (auto ok = check_angles(study, drill, "dips", 90, "potential.bad_dip"); !ok) return ok;
    if (auto ok = check_numbers(study, drill); !ok) return ok;
    (void)whole(drill, "holes", 1, 1, 1000);
    if (auto ok = check_collars(study, drill); !ok) return ok;
    std::vector<Message> said;
    const auto areas = forbidden_areas(study, said);
    if (!areas) return std::unexpected(areas.error());
    return {};
}

Expected<void> propose_holes(const TargetWork& work, const potential::TargetList& list, const base::Progress& progress, TargetResult& made) {
    if (!work.study.rule.contains("drill")) return {};
    const json& j = work.study.rule.at("drill");
    potential::DrillRule rule = potential::usual_drill_rule();
    if (j.contains("azimuths")) rule.azimuths_deg = j.at("azimuths").get<std::vector<double>>();
    if (j.contains("dips")) rule.dips_deg = j.at("dips").get<std::vector<double>>();
    rule.longest_m = j.value("longest_m", rule.longest_m);
    rule.overshoot_m = j.value("overshoot_m", rule.overshoot_m);
    rule.kappa = j.value("kappa", rule.kappa);
    rule.influence_m = j.value("influence_m", rule.influence_m);
    rule.holes = j.value("holes", 1);
    rule.budget_m = j.value("budget_m", 0.0);
    if (j.contains("keep_off")) {
        const auto bits = marked(work.study, j.at("keep_off").get<std::vector<std::string>>(), progress.part(0, 0.1));
        if (!bits) return std::unexpected(bits.error());
        for (std::size_t v = 0; v < bits->size(); ++v)
            if ((*bits)[v] != 0) rule.keep_off.push_back(potential::centre_of(work.study.evidence.grid, static_cast<std::int64_t>(v)));
        rule.keep_off_m = j.at("keep_off_m");
    } else {
        made.said.emplace_back("potential.no_keep_off");
    }
    auto areas = forbidden_areas(work.study, made.said);
    if (!areas) return std::unexpected(areas.error());
    if (!work.forbidden_file.empty())
        if (auto ok = add_outlines_of_file(work.study, work.forbidden_file, {.file = work.forbidden_file, .field = "potential.forbidden_file"}, *areas, made.said); !ok) return ok;
    made.forbidden = areas->outlines;
    rule.forbidden = std::move(*areas);
    const auto collars = collars_of(work.study, j, made.said);
    if (!collars) return std::unexpected(collars.error());
    if (!rule.forbidden.outlines.empty() && std::ranges::none_of(*collars, [&](const potential::Collar& one) { return !one.underground && rule.forbidden.hold(one.place[0], one.place[1]); }))
        made.said.emplace_back("potential.areas_idle");
    const auto campaign = potential::propose(work.study.evidence, list, work.probability, *collars, rule, work.study.ground ? &*work.study.ground : nullptr, progress.part(0.1, 1));
    if (!campaign) {
        base::Error error = campaign.error();
        if (error.place.file.empty() && error.kind != base::ErrorKind::cancelled) error.place = place_in(work.study, "drill");
        return std::unexpected(error);
    }
    for (const auto& hole : campaign->holes) made.holes.push_back({hole, potential::prognosis(work.study.evidence, list.targets[hole.target], work.probability, hole)});
    made.metres = campaign->length_m;
    made.said.insert(made.said.end(), campaign->left_out.begin(), campaign->left_out.end());
    return {};
}

}  // namespace orelens::project
