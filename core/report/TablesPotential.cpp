#include "core/report/TablesPotential.h"

#include <cmath>

#include "core/project/Potential.h"
#include "core/project/PotentialWork.h"
#include "core/project/TargetDecisions.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

constexpr std::array state_keys{"cli.potential.status_new", "cli.potential.status_extension", "cli.potential.status_drilled"};
constexpr std::array verdict_keys{"report.potential.undecided", "report.potential.accepted", "report.potential.rejected"};
constexpr int shortest = -1;

/// Rounded as far as such a range is known.
double two_digits(double value) {
    if (!std::isfinite(value) || value == 0) return value;
    const double step = std::pow(10, std::floor(std::log10(std::abs(value))) - 1);
    return std::round(value / step) * step;
}

/// Mass fractions in the unit that the labels' grades have: g/t where they do, else %.
std::pair<std::string, double> grade_unit_of(const project::EvidenceResult& evidence) {
    return evidence.grade_fraction > 0 && evidence.grade_fraction < 1e-5 ? std::pair<std::string, double>("g/t", 1e6) : std::pair<std::string, double>("%", 100);
}

/// What every sheet of potential says first.
std::vector<std::string> warnings(const Context& context) {
    return {context.say("report.potential.not_resource"), context.say("report.potential.conceptual")};
}

void add_evidence(const Context& context, const project::EvidenceResult& evidence, std::vector<Table>& tables) {
    Table table{.id = "potential_evidence", .title = context.say("report.potential.evidence"), .short_title = context.say("report.tab.potential_evidence"), .stage = "evidence"};
    table.notes = warnings(context);
    table.notes.push_back(context.say("report.potential.labels", {{"positive", std::to_string(evidence.positives)}, {"barren", std::to_string(evidence.barrens)}, {"voxels", std::to_string(evidence.active)},
                                                                   {"cutoff", base::number(evidence.cutoff)}, {"element", evidence.label_element}}));
    table.columns = {{context.say("cli.potential.layer"), ""}, {context.say("report.potential.file"), ""}, {context.say("report.potential.crs"), ""}, {context.say("cli.potential.labelled"), "%", 1}, {context.say("cli.potential.predicted"), "%", 1}, {context.say("cli.potential.remarks"), ""}};
    for (const project::EvidenceLayer& layer : evidence.layers) {
        const potential::Coverage& c = layer.coverage;
        std::vector<std::string> remarks;
        if (c.all_missing) remarks.push_back(context.say("cli.potential.all_missing"));
        if (c.constant && !c.all_missing) remarks.push_back(context.say("cli.potential.constant"));
        if (c.only_labelled) remarks.push_back(context.say("cli.potential.only_labelled"));
        if (c.leaks) remarks.push_back(context.say("cli.potential.leaks"));
        if (layer.projected) remarks.push_back(context.say("cli.potential.projected"));
        const std::size_t slash = layer.from.file.rfind('/');
        table.rows.push_back({layer.id, slash == std::string::npos ? layer.from.file : layer.from.file.substr(slash + 1), layer.from.crs, cell(100 * c.labelled_share()), cell(100 * c.predicted_share()), context.list(remarks)});
    }
    tables.push_back(std::move(table));
}

void add_methods(const Context& context, const project::PredictionResult& made, std::vector<Table>& tables) {
    Table table{.id = "potential_methods", .title = context.say("report.potential.methods"), .short_title = context.say("report.tab.potential_methods"), .stage = "potential"};
    table.notes = warnings(context);
    for (const base::Message& said : made.trust) table.notes.push_back(base::text(said, context.language));
    table.notes.push_back(context.say("cli.potential.meaning", {{"method", made.method}, {"meaning", "@" + made.meaning}}));
    table.notes.push_back(context.say("report.potential.folds", {{"edge", base::number(made.edge_m, 4)}, {"buffer", base::number(made.buffer_m, 4)}, {"repeats", std::to_string(made.repeats)}}));
    for (const base::Message& said : made.independence) table.notes.push_back(base::text(said, context.language));
    table.columns = {{context.say("cli.potential.method"), ""},   {context.say("cli.potential.block_auc"), ""}, {context.say("report.potential.low"), ""}, {context.say("report.potential.high"), ""},
                     {context.say("cli.potential.fit"), ""},      {context.say("cli.potential.depth_auc"), ""}, {context.say("report.potential.capture", {{"share", "1"}}), "%", 1}, {context.say("report.potential.capture", {{"share", "5"}}), "%", 1},
                     {context.say("report.potential.capture", {{"share", "10"}}), "%", 1}, {context.say("cli.potential.brier"), ""}, {context.say("cli.potential.remarks"), ""}};
    for (const project::MethodNote& one : made.methods) {
        const std::string remark = !one.refused.empty() ? base::text(one.refused, context.language) : one.baseline ? context.say("report.potential.baseline") : one.name == made.method ? context.say("report.potential.predicts") : std::string();
        table.rows.push_back({one.name, cell(one.mean), cell(one.low), cell(one.high), cell(one.fit), cell(one.depth), cell(100 * one.capture[0]), cell(100 * one.capture[1]), cell(100 * one.capture[2]), cell(one.brier), remark});
    }
    tables.push_back(std::move(table));
}

void add_targets(const Context& context, const project::EvidenceResult& evidence, const project::TargetResult& made, std::vector<Table>& tables) {
    if (made.targets.empty()) return;
    Table table{.id = "potential_targets", .title = context.say("report.potential.targets"), .short_title = context.say("report.tab.potential_targets"), .stage = "targets"};
    table.notes = warnings(context);
    table.notes.push_back(context.say("cli.potential.threshold", {{"threshold", base::number(made.threshold, 4)}, {"small", std::to_string(made.too_small)}}));
    for (const base::Message& said : made.said) table.notes.push_back(base::text(said, context.language));
    for (const project::LostDecision& lost : project::lost_decisions(context.project)) table.notes.push_back(base::text(project::words_of(lost), context.language));
    const bool ticked = context.project.recipe.potential.exploration_target;
    table.notes.push_back(context.say(ticked ? "report.potential.exploration_target" : "report.potential.not_ticked"));
    // Ranges, and no number alone: what lies between them is not known.
    table.columns = {{context.say("cli.potential.target"), ""}, {context.say("report.potential.decision"), ""}, {context.say("report.potential.reason"), ""}, {context.say("report.potential.x"), "m", 0}, {context.say("report.potential.y"), "m", 0}, {context.say("report.potential.z"), "m", 0},
                     {context.say("report.potential.depth_from"), "m", 0}, {context.say("report.potential.depth_to"), "m", 0}, {context.say("report.potential.volume_to"), "m³", 0}, {context.say("cli.potential.out_of_domain"), "%", 0}, {context.say("report.potential.to_ore"), "m", 0}, {context.say("report.potential.to_workings"), "m", 0}, {context.say("report.potential.found"), ""}, {context.say("cli.potential.stands"), "%", 0}, {context.say("cli.potential.status"), ""}};
    const auto [grade_unit, grade_factor] = grade_unit_of(evidence);
    if (ticked) {
        table.columns.push_back({context.say("report.potential.ore_low"), "t", 0});
        table.columns.push_back({context.say("report.potential.ore_high"), "t", 0});
        table.columns.push_back({context.say("report.potential.grade_low"), grade_unit, shortest});
        table.columns.push_back({context.say("report.potential.grade_high"), grade_unit, shortest});
        table.columns.push_back({context.say("report.potential.metal_low"), "t", 0});
        table.columns.push_back({context.say("report.potential.metal_high"), "t", 0});
    }
    const auto decisions = project::target_decisions(context.project.approved_findings);
    for (std::size_t n = 0; n < made.targets.size(); ++n) {
        const project::TargetNote& note = made.targets[n];
        const potential::Target& t = note.target;
        const project::TargetDecision* decision = project::decision_on(decisions, evidence.grid, t);
        std::string name = "T" + std::to_string(n + 1);
        if (decision != nullptr && !decision->name.empty()) name += " " + decision->name;
        table.rows.push_back({name, context.say(verdict_keys[decision != nullptr ? static_cast<std::size_t>(decision->verdict) : 0]), decision != nullptr ? decision->reason : std::string(), cell(t.centroid[0]), cell(t.centroid[1]), cell(t.centroid[2]), cell(t.depth_min), cell(t.depth_max),
                              cell(t.volume_m3), cell(100 * t.out_of_domain), cell(t.to_ore_m), cell(t.to_workings_m), made.drilled_since ? std::to_string(note.found) + " / " + std::to_string(note.met) : std::string(), cell(100 * note.stands), context.say(state_keys[static_cast<std::size_t>(t.status)])});
        if (!ticked) continue;
        const potential::Metal& m = note.metal;
        for (const double one : {m.ore_low_t, m.ore_high_t, m.grade_low * grade_factor, m.grade_high * grade_factor, m.low, m.high}) table.rows.back().push_back(note.has_metal ? cell(two_digits(one)) : Cell());
    }
    tables.push_back(std::move(table));
}

void add_holes(const Context& context, const project::TargetResult& made, std::vector<Table>& tables) {
    if (made.holes.empty()) return;
    Table table{.id = "potential_holes", .title = context.say("report.potential.holes"), .short_title = context.say("report.tab.potential_holes"), .stage = "targets"};
    table.notes = warnings(context);
    table.columns = {{context.say("cli.potential.hole"), ""}, {context.say("cli.potential.target"), ""}, {context.say("report.potential.x"), "m", 1}, {context.say("report.potential.y"), "m", 1}, {context.say("report.potential.z"), "m", 1}, {context.say("cli.potential.azimuth"), "°", 0}, {context.say("cli.potential.dip"), "°", 0},
                     {context.say("report.potential.length"), "m", 0}, {context.say("report.potential.enters"), "m", 0}, {context.say("report.potential.leaves"), "m", 0}, {context.say("report.potential.worth"), "", shortest}};
    for (const project::HoleNote& note : made.holes) {
        const potential::ProposedHole& hole = note.hole;
        table.rows.push_back({hole.name, "T" + std::to_string(hole.target + 1), cell(hole.collar[0]), cell(hole.collar[1]), cell(hole.collar[2]), cell(hole.azimuth_deg), cell(hole.dip_deg), cell(hole.length_m), cell(hole.enters_m), cell(hole.leaves_m), cell(std::round(hole.objective * 10) / 10)});
    }
    tables.push_back(std::move(table));
}

/// Planned, drilled, result; only once a study names new holes.
void add_campaign(const Context& context, const project::EvidenceResult& evidence, const project::TargetResult& made, std::vector<Table>& tables) {
    if (made.holes.empty() || !made.drilled_since) return;
    Table table{.id = "potential_campaign", .title = context.say("report.potential.campaign"), .short_title = context.say("report.tab.potential_campaign"), .stage = "targets"};
    table.notes = warnings(context);
    table.notes.push_back(context.say("report.potential.campaign_note", {{"cutoff", base::number(evidence.cutoff)}, {"element", evidence.label_element}}));
    for (const base::Message& one : made.said)
        if (one.key == "potential.hole_elsewhere" || one.key == "potential.holes_unplanned") table.notes.push_back(base::text(one, context.language));
    const project::ToldGrade grade = project::told_grade(evidence);
    table.columns = {{context.say("cli.potential.hole"), ""}, {context.say("potential.campaign.state"), ""}, {context.say("potential.campaign.drilled"), ""}, {context.say("report.potential.planned_length"), "m", 0}, {context.say("report.potential.enters"), "m", 0}, {context.say("report.potential.leaves"), "m", 0},
                     {context.say("report.potential.away"), "m", 1}, {context.say("report.potential.drilled_length"), "m", 0}, {context.say("report.potential.in_target"), "m", 1}, {context.say("report.potential.assayed"), "m", 1}, {context.say("report.potential.p_metres"), "m", 1}, {context.say("report.potential.found_ore"), "m", 1},
                     {context.say("potential.campaign.grade"), grade.unit, shortest}};
    for (const auto& [hole, rows, out] : made.holes) {
        const bool there = out.state != potential::HoleState::planned, known = out.state == potential::HoleState::result;
        const auto when = [](bool shown, double value) { return shown ? cell(value) : Cell(); };
        table.rows.push_back({hole.name, context.say(project::state_words(out.state)), out.drilled, cell(hole.length_m), cell(hole.enters_m), cell(hole.leaves_m), when(there, out.away_m), when(there, out.length_m), when(there, out.in_target_m), when(there, out.assayed_m),
                              when(known, out.expected_m), when(known, out.ore_m), when(known, grade.factor * out.grade)});
    }
    tables.push_back(std::move(table));
}

}  // namespace

void add_potential_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    const auto evidence = project::evidence_of(results);
    if (!evidence) return;
    add_evidence(context, *evidence, tables);
    if (const auto prediction = project::prediction_of(results)) add_methods(context, *prediction, tables);
    if (const auto targets = project::targets_of(results)) {
        add_targets(context, *evidence, *targets, tables);
        add_holes(context, *targets, tables);
        add_campaign(context, *evidence, *targets, tables);
    }
}

}  // namespace orelens::report
