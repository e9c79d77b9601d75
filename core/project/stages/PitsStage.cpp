// Pit shells at rising prices: which blocks a pit would take, and what each pit holds and is worth.
#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/Nearest.h"
#include "core/pits/Inside.h"
#include "core/pits/Stopes.h"
#include "core/pits/Study.h"
#include "core/project/InsidePits.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/AddedColumns.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsPits.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"
#include "core/shapes/Shape.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Finding;
using base::Severity;
using blocks::BlockModel;

constexpr const char* share_in_solid = "pits.share_in_solid";

/// Where there is no pit: from which price each block lies wide enough, inside the solid that is named.
Expected<BlockModel> wide_enough(const Project& project, const pits::PitRule& rule, pits::PitStudy& study,
                                 const base::Progress& progress) {
    BlockModel model(*project.results.value.model);
    pits::StopeRule stopes{.width_m = rule.mining_width_m, .share_column = {}};
    if (!rule.mining_solid.empty()) {
        const shapes::Shape* solid = nullptr;
        std::vector<std::string> closed;
        if (const auto& shapes = project.results.shapes.list)
            for (const shapes::Shape& shape : *shapes) {
                if (!shape.closed) continue;
                closed.push_back(shape.name);
                if (shape.name == rule.mining_solid) solid = &shape;
            }
        const std::string near = base::nearest(rule.mining_solid, closed);
        if (solid == nullptr)
            return base::fail(base::ErrorKind::data, base::Message("blocks.filter_solid", {{"solid", rule.mining_solid}}),
                              {.field = "pits.mining_solid"},
                              near.empty() ? base::Message() : base::Message("recipe.did_you_mean", {{"id", near}}));
        const auto added = shapes::add_share(model, share_in_solid, *solid, solid->flipped, progress.part(0, 0.3));
        if (!added) return std::unexpected(added.error());
        stopes.share_column = share_in_solid;
    }
    const auto notes = pits::add_stope_prices(model, *project.results.value.deck, stopes, progress.part(0.3, 1));
    if (!notes) return std::unexpected(notes.error());
    if (model.has(share_in_solid)) model.remove_column(share_in_solid);
    study.mining_width_m = rule.mining_width_m;
    study.stopes = *notes;
    return model;
}

/// Pits where they are asked for and apply, else the test of an underground mine.
bool asked_for(const pits::PitRule& rule) {
    return rule.use || rule.mining_width_m > 0;
}

Expected<void> run_pits(Project& project, base::Progress& progress) {
    PitResults made;
    const ValueResults& value = project.results.value;
    const pits::PitRule& rule = project.recipe.pits;
    std::optional<pits::PitStudy> none;
    if (rule.use && value.model && value.deck) {
        BlockModel model(*value.model);
        base::Progress solving = progress.part(0, 0.9);
        auto study = pits::study_pits(model, *value.deck, rule, solving);
        if (study) {
            made.model = shared(std::move(model));
            made.study = shared(std::move(*study));
        } else if (pits::does_not_apply(study.error())) {
            // A deposit that no pit suits is no fault of the recipe: the rest of it stands, and the reason is
            // said.
            none.emplace().why_not = study.error().what.key;
        } else {
            return std::unexpected(study.error());
        }
    } else if (asked_for(rule) && value.model && value.deck) {
        none.emplace().why_not = "pits.underground";
    }
    if (none && rule.mining_width_m > 0) {
        auto model = wide_enough(project, rule, *none, progress.part(0.5, 0.9));
        if (!model) return std::unexpected(model.error());
        made.model = shared(std::move(*model));
    }
    if (none) made.study = shared(std::move(*none));
    PitResults before = std::exchange(project.results.pits, std::move(made));
    if (auto inside = make_inside_pits(project.results, progress.part(0.9, 1)); !inside) {
        // Stopped: what was there stays.
        project.results.pits = std::move(before);
        (void)make_inside_pits(project.results, base::Progress());
        return inside;
    }
    return {};
}

std::vector<Finding> examine_pits(const Project& project, base::Progress& /*progress*/) {
    std::vector<Finding> findings;
    const auto& study = project.results.pits.study;
    if (!study) return findings;
    const pits::GroundNotes& ground = study->ground;
    if (!study->why_not.empty()) {
        if (project.recipe.pits.use)
            findings.push_back(
                doubt("pits", "pit_does_not_apply", Severity::warning, 1, {{"why", "@" + study->why_not}}));
        if (study->stopes.too_narrow > 0)
            findings.push_back(doubt("pits", "blocks_too_narrow", Severity::info, study->stopes.too_narrow,
                                     {{"tonnes", tonnes_text(study->stopes.too_narrow_tonnes)},
                                      {"width", base::number(study->mining_width_m, 4)}}));
        return findings;
    }
    if (study->rows.empty() || !(study->rows.back().ore_tonnes + study->rows.back().waste_tonnes > 0))
        findings.push_back(doubt("pits", "pit_none", Severity::warning, 1, {}));
    if (const std::int64_t leaving = std::max(study->leaving, study->leaving_by_main); leaving > 0)
        findings.push_back(doubt("pits", "pits_not_nested", Severity::warning, leaving, {}));
    if (!project.recipe.pits.keep_out_column.empty() && ground.barred == 0)
        findings.push_back(doubt("pits", "pit_keeps_nothing", Severity::warning, 1,
                                 {{"column", project.recipe.pits.keep_out_column}}));
    if (study->side_columns > 0)
        findings.push_back(doubt("pits", "pit_at_side", Severity::warning, study->side_columns, {}));
    if (ground.columns_without_air > 0)
        findings.push_back(doubt("pits", "pit_ground_unknown", Severity::warning, ground.columns_without_air,
                                 {{"all", base::grouped(static_cast<double>(ground.columns))}}));
    if (ground.waste_cells > 0)
        findings.push_back(doubt("pits", "pit_missing_cells", Severity::info, ground.waste_cells,
                                 {{"tonnes", tonnes_text(ground.waste_cell_tonnes)}}));
    if (ground.stated_density > 0)
        findings.push_back(
            doubt("pits", "pit_density_stated", Severity::info, ground.stated_density,
                  {{"all", base::grouped(static_cast<double>(project.results.pits.model->block_count()))},
                   {"density", base::number(study->density_t_per_m3, 4)}}));
    return findings;
}

bool is_pit_column(const std::string& column) {
    return column == pits::shell_column || column == pits::price_column || column == pits::stope_column;
}

ResultRow pit_columns() {
    return added_columns({.name = "pits.columns",
                          .own = is_pit_column,
                          .before = [](const Results& r) -> auto& { return r.value.model; },
                          .after = [](Results& r) -> auto& { return r.pits.model; },
                          .clear = [](Results& r) {
                              r.pits = PitResults{};
                              (void)make_inside_pits(r, base::Progress());
                          }});
}

/// One without the other is half a result, but where a pit does not apply.
bool pits_restored(Project& project, const base::Progress& progress) {
    PitResults& pits = project.results.pits;
    const bool shells = pits.study && pits.study->why_not.empty();
    const bool columns =
        pits.model && pits.model->has(pits::shell_column) && pits.model->has(pits::price_column);
    const bool stopes = pits.study && pits.study->mining_width_m > 0;
    const bool wide = pits.model && pits.model->has(pits::stope_column);
    const bool whole = shells == columns && stopes == wide && make_inside_pits(project.results, progress).has_value();
    if (whole) return true;
    pits = PitResults{};
    (void)make_inside_pits(project.results, base::Progress());
    return false;
}

}  // namespace

Stage pits_stage() {
    Stage stage;
    stage.id = "pits";
    stage.workspace = "evaluation";
    stage.label = {"Pit shells", "露天境界"};
    stage.doing = {"Making pits", "求解露天坑"};
    stage.help = {"The pit that pays most at each price factor: which blocks it takes, ore, waste and value; of an "
                  "underground mine, which blocks lie in the least mining width",
                  "各价格系数下价值最大的露天坑：所含块体、矿石、废石与价值；地下开采则检验最小采矿宽度"};
    stage.inputs = {"evaluate"};
    stage.reads_input = [](const Project& project, const std::string& /*input*/) {
        return asked_for(project.recipe.pits);
    };
    stage.parameters = {"pits."};
    stage.extends = "evaluate";
    stage.share = 0.04;
    stage.results = {archived<pits::PitStudy>(
                         "pits.study", [](Results & r) -> auto& { return r.pits.study; }),
                     pit_columns()};
    stage.size = pits_size;
    stage.run = run_pits;
    stage.examine = examine_pits;
    stage.restored = pits_restored;
    return stage;
}

}  // namespace orelens::project
