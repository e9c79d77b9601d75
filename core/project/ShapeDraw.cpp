#include "core/project/ShapeDraw.h"

#include <algorithm>
#include <cmath>

#include "core/domains/GradeShell.h"
#include "core/domains/Sheet.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/shapes/Measure.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Finding;
using base::Message;
using base::Severity;

std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == ';')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    for (std::string& part : parts) {
        const auto first = part.find_first_not_of(" \t");
        part = first == std::string::npos ? "" : part.substr(first, part.find_last_not_of(" \t") - first + 1);
    }
    std::erase(parts, "");
    return parts;
}

domains::BodyRule body_rule(const Project& project, const shapes::DrawnRule& drawn) {
    domains::BodyRule rule;
    rule.element = drawn.element.empty() ? main_element(project.recipe, project.elements()) : drawn.element;
    rule.threshold = drawn.threshold;
    rule.metal_inside_percent = drawn.metal_inside_percent;
    rule.codes = parts_of(drawn.codes);
    rule.reach_m = drawn.reach_m;
    rule.waste_m = drawn.waste_m;
    rule.cell_m = drawn.cell_m;
    rule.flattening = drawn.flattening;
    rule.dip_direction_deg = drawn.dip_direction_deg;
    rule.dip_deg = drawn.dip_deg;
    rule.least_samples = drawn.least_samples;
    return rule;
}

double beyond(const shapes::Box& body, const shapes::Box& grid) {
    double most = 0;
    if (grid.empty() || body.empty()) return 0;
    for (std::size_t a = 0; a < 3; ++a)
        most = std::max({most, grid.low[a] - body.low[a], body.high[a] - grid.high[a]});
    return most;
}

/// Volumes as tables have them.
std::string volume_text(double m3) {
    return m3 >= 1e6 ? base::number(m3 / 1e6, 5) + " Mm³" : base::number(m3, 5) + " m³";
}

}  // namespace

bool draws_shapes(const Recipe& recipe) {
    return std::ranges::any_of(recipe.shape, [](const auto& one) { return one.second.source != shapes::Source::file; });
}

base::Expected<DrawnResult> draw_shape(const Project& project, const std::string& name, const shapes::Box& grid,
                                       base::Progress& progress) {
    const shapes::ShapeRule& rule = project.recipe.shape.at(name);
    const auto at_parameter = [&](base::Error error, const char* parameter) {
        if (error.place.field.empty()) error.place.field = "shape." + name + "." + parameter;
        return std::unexpected(std::move(error));
    };
    if (!project.results.drilling.composites)
        return base::fail(ErrorKind::data, Message("domains.no_samples", {{"shape", name}}),
                          {.field = "shape." + name + ".source"}, Message("domains.no_samples_fix"));
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    const bool sheet = rule.source == shapes::Source::sheet;
    const domains::BodyRule how = body_rule(project, rule.drawn);
    base::Progress drawing = progress.part(0, 0.8);
    auto body = sheet ? domains::sheet(samples, how, drawing) : domains::grade_shell(samples, how, drawing);
    if (!body) return at_parameter(body.error(), how.codes.empty() ? "threshold" : "rock_codes");
    auto solid = shapes::make_solid(body->mesh, {.join_m = 1e-6, .largest_gap_percent = 0}, progress.part(0.8, 1));
    if (!solid) return at_parameter(solid.error(), "cell");
    DrawnResult result;
    shapes::Shape& shape = result.shape;
    shape.name = name;
    shape.role = rule.role;
    shape.code = rule.code.empty() ? name : rule.code;
    shape.priority = rule.priority;
    shape.distance = rule.distance;
    shape.closed = true;
    shape.kind = shapes::Kind::solid;
    shape.flipped = shapes::flips(rule.role, rule.side, shape.kind);
    shape.mesh = std::move(solid->mesh);
    shape.mesh.name = name;
    shape.volume_m3 = solid->volume_m3;
    shape.area_m2 = shapes::area(shape.mesh);
    result.drawn = {name, sheet, "", solid->volume_m3, beyond(bounds(shape.mesh), grid), std::move(body->report)};
    if (const auto* grade = samples.grade(result.drawn.report.element))
        result.drawn.unit = std::string(base::symbol(grade->unit));
    return result;
}

std::vector<Finding> doubts_of(const DrawnShape& drawn) {
    const domains::BodyReport& r = drawn.report;
    std::vector<Finding> findings;
    const auto say = [&](const char* kind, Severity severity, std::int64_t count, Words args = {}) {
        args.emplace_back("shape", drawn.name);
        findings.push_back(doubt("shapes", kind, severity, count, std::move(args)));
        findings.back().column = drawn.name;
    };
    const auto text = [](std::int64_t n) { return std::to_string(n); };
    const auto metres = [](double m) { return base::number(m, 3); };
    const auto percent = [](double share) { return percent_text(share, 1); };
    const bool by_grade = !r.element.empty();
    if (by_grade)
        say(r.threshold_found ? "domain_threshold" : "domain_threshold_stated", Severity::info, r.above,
            {{"element", r.element},
             {"threshold", base::number(r.threshold, 4)},
             {"unit", drawn.unit},
             {"background", base::number(r.background, 3)},
             {"metal", base::number(r.metal_inside_percent, 4)},
             {"all", text(r.samples - r.unknown)}});
    say("domain_drawn", Severity::info, r.above_in + r.below_in + r.unknown_in,
        {{"volume", volume_text(drawn.volume_m3)},
         {"above", text(r.above_in)},
         {"below", text(r.below_in)},
         {"unknown", text(r.unknown_in)},
         {"missed", text(r.above - r.above_in)},
         {"reach", metres(r.reach_m)},
         {"cell", metres(r.cell_m)}});
    if (drawn.sheet)
        say("domain_sheet", Severity::info, r.holes,
            {{"thickness", metres(r.thickness_m)},
             {"dip", base::number(r.dip_deg, 2)},
             {"direction", base::number(r.dip_direction_deg, 3)},
             {"barren", text(r.barren_holes)}});
    else if (r.flattening > 1)
        say("domain_plane", Severity::info, r.above,
            {{"dip", base::number(r.dip_deg, 2)},
             {"direction", base::number(r.dip_direction_deg, 3)},
             {"flattening", base::number(r.flattening, 3)}});
    else
        say("domain_no_plane", Severity::info, r.above);
    constexpr std::int64_t few_samples = 20, few_holes = 5;
    if (drawn.sheet ? r.holes < few_holes : r.above < few_samples)
        say(drawn.sheet ? "domain_few_holes" : "domain_few_samples", Severity::warning, drawn.sheet ? r.holes : r.above);
    if (r.unknown > 0)
        say("domain_unknown", 10 * r.unknown > r.samples ? Severity::warning : Severity::info, r.unknown,
            {{"all", text(r.samples)}, {"inside", text(r.unknown_in)}});
    if (r.above + r.unknown == r.samples) say("domain_all_inside", Severity::warning, r.above);
    if (r.open_share > 0.25) say("domain_open", Severity::warning, 1, {{"share", percent(r.open_share)}, {"reach", metres(r.reach_m)}});
    if (r.near_share < 0.8)
        say("domain_beyond_drilling", Severity::warning, 1,
            {{"share", percent(1 - r.near_share)}, {"spacing", metres(r.spacing_m)}, {"reach", metres(r.reach_m)}});
    if (!drawn.sheet && r.lost_share > domains::most_lost)
        say("domain_lattice_coarse", Severity::warning, 1,
            {{"share", percent(r.lost_share)}, {"cell", metres(r.cell_m)}, {"reach", metres(r.reach_m)}, {"spacing", metres(r.spacing_m)}});
    if (drawn.beyond_grid_m > 0) say("domain_beyond_grid", Severity::warning, 1, {{"distance", metres(drawn.beyond_grid_m)}});
    if (r.parts_dropped > 0)
        say("domain_parts_left", Severity::info, r.parts_dropped,
            {{"samples", text(r.samples_dropped)}, {"least", text(r.least_samples)}, {"kept", text(r.parts)}});
    if (const std::int64_t in = r.above_in + r.below_in; 5 * r.below_in > in)
        say("domain_waste_inside", Severity::warning, r.below_in, {{"share", percent_text(double(r.below_in), double(in))}});
    if (!drawn.sheet && 10 * (r.above - r.above_in) > r.above)
        say("domain_misses", Severity::warning, r.above - r.above_in, {{"share", percent_text(double(r.above - r.above_in), double(r.above))}});
    if (r.other_runs > 0)
        say("domain_other_runs", r.other_metal_percent > 10 ? Severity::warning : Severity::info, r.other_runs,
            {{"metal", base::number(r.other_metal_percent, 3)}});
    if (r.odd_holes > 0) say("domain_odd_holes", Severity::info, r.odd_holes);
    if (r.unknown_holes > 0) say("domain_unknown_holes", Severity::warning, r.unknown_holes);
    return findings;
}

}  // namespace orelens::project
