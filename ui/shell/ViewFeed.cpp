#include "ui/shell/ViewFeed.h"

#include <algorithm>

#include "ui/Document.h"
#include "ui/Theme.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/panels/ViewPanel.h"
#include "ui/scene/BlockColours.h"
#include "ui/scene/Bulk.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"

namespace orelens::shell {
namespace {

bool same_data(const scene::SceneData& a, const scene::SceneData& b) {
    return a.model == b.model && a.shapes == b.shapes && a.holes == b.holes && a.traces == b.traces && a.commodity == b.commodity &&
           a.price_unit == b.price_unit && a.currency == b.currency && a.test == b.test &&
           a.stated_price == b.stated_price && a.inside_pits == b.inside_pits && a.all_prices == b.all_prices && a.older == b.older && a.deck == b.deck;
}

}  // namespace

ViewFeed::ViewFeed(ui::Document& document, ui::ViewState& state, viewport::VtkView& view,
                   panels::ViewPanel& panel, Shell& shell)
    : document_(document), state_(state), view_(view), panel_(panel), shell_(shell) {
    connect(&document_, &ui::Document::stateChanged, this, &ViewFeed::change_grid);
    connect(&document_.price(), &ui::PriceInHand::changed, this, [this](double price, bool dragging) {
        // Older results are told at their own price: this one is of another commodity, or of other costs.
        if (view_.scene().data().older) return;
        view_.set_price(price, dragging ? scene::PriceMotion::dragging : scene::PriceMotion::settled);
    });
    for (const auto signal : {&ui::PriceInHand::onlyInsideChanged, &ui::PriceInHand::allPricesChanged})
        connect(&document_.price(), signal, this, &ViewFeed::give_data);
    connect(&document_.potential(), &ui::PotentialInHand::changed, this, &ViewFeed::change_grid);
    connect(&document_.potential(), &ui::PotentialInHand::maskChanged, this, &ViewFeed::apply_filter);
    connect(&state_, &ui::ViewState::changed, this, &ViewFeed::apply_look);
    connect(&document_.filter(), &ui::Filter::changed, this, &ViewFeed::apply_filter);
    rest_.setSingleShot(true);
    rest_.setInterval(120);
    connect(&rest_, &QTimer::timeout, this, &ViewFeed::filter_holes);
    connect(&document_.filter(), &ui::Filter::rowsChanged, &rest_, qOverload<>(&QTimer::start));
    panel_.set_colour_facts([this] {
        // The look that is edited may not have come to the scene yet.
        if (view_.scene().look().scales != state_.look().scales || view_.scene().look().colour_by != state_.look().colour_by ||
            view_.scene().look().column != state_.look().column || view_.scene().look().colour_map != state_.look().colour_map)
            apply_look();
        return panels::ColourEditor::Facts{scene::coloured_sample(view_.scene().data(), state_.look()),
                                           view_.scene().block_legend()};
    });
}

/// Voxels of potential instead of blocks, or back: each is looked at in its own way.
void ViewFeed::change_grid() {
    const bool on = document_.potential().shown();
    if (on != voxels_) {
        voxels_ = on;
        if (on) deposit_look_ = state_.look();
        state_.change([&](scene::Look& look) {
            if (!on) {
                look.colour_by = deposit_look_.colour_by;
                look.column = deposit_look_.column;
                look.through = deposit_look_.through;
                look.quarter.on = deposit_look_.quarter.on;
                return;
            }
            const auto& model = document_.potential().model();
            look.colour_by = scene::ColourBy::column;
            if (!model->has(look.column)) look.column = model->has(project::probability_column) ? project::probability_column : model->columns().front().name;
            look.through = scene::Through::xray;
            look.quarter.on = false;
        });
    }
    give_data();
}

void ViewFeed::give_data() {
    scene::SceneData shown = scene::SceneData::of(document_.project());
    shown.older = !document_.standing().older_of_blocks().empty();
    const bool voxels = document_.potential().shown();
    if (voxels) {
        // Nothing of them has a price: they are no resource.
        shown.model = document_.potential().model();
        shown.curve = nullptr;
        shown.prices = nullptr;
        shown.commodity.clear();
        shown.older = document_.standing().older({"evidence", "potential", "targets"});
        if (const auto& holes = document_.potential().holes()) shown.shapes.push_back({ui::words("ui.test_holes.layer").toStdString(), nullptr, holes, nullptr});
        if (const auto& areas = document_.potential().forbidden()) shown.shapes.push_back({ui::words("ui.test_holes.forbidden_layer").toStdString(), nullptr, areas, nullptr});
    }
    if (!voxels && document_.price().only_inside()) {
        const auto pits = document_.price().pits();
        shown.model = pits->model;
        shown.curve = pits->curve;
        shown.inside_pits = true;
    }
    if (const auto together = voxels ? nullptr : document_.price().together()) {
        shown.model = together->model;
        shown.curve = together->curve;
        shown.all_prices = true;
        shown.prices = nullptr;  // margins are told at the recipe's prices: they follow one of them alone
    }
    const bool others = !same_data(shown, view_.scene().data());
    bool first = false;
    if (others) {
        const scene::SceneData& before = view_.scene().data();
        const bool other_blocks = shown.model != nullptr && (shown.model != before.model || shown.break_even_column() != before.break_even_column());
        if (other_blocks && shown.model->block_count() > most_at_once)
            view_.set_data_but_blocks(std::move(shown));
        else if (!view_.scene().awaits_blocks() || other_blocks || shown.model != before.model)
            view_.set_data(std::move(shown));
        else
            view_.set_data_but_blocks(std::move(shown));
        const scene::SceneData& data = view_.scene().data();
        const bool has_model = data.model != nullptr;
        first = shown_ != document_.project().id || has_model != had_model_;
        if (first && !voxels)  // those have their own look already
            state_.first_picture(scene::main_grade(data), scene::metal_centre(data));
        shown_ = document_.project().id;
        had_model_ = has_model;
        const auto extent = view_.scene().bulk();
        state_.set_extent(extent[0], extent[1]);
        std::vector<std::string> grades;
        if (const auto& import = document_.project().results.drilling.import)
            for (const drilling::GradeColumn& grade : import->holes.assays.grades)
                grades.push_back(grade.name);
        std::vector<blocks::ColumnInfo> columns;
        for (const std::string& name : view_.scene().colour_columns()) columns.push_back(*data.model->info(name));
        panel_.set_columns(columns, grades, document_.price().commodity());
        // Which new data take away.
        if (!document_.selection().empty() && !voxels) view_.highlight(document_.selection().pick());
    }
    give_layers();
    apply_look();
    apply_filter();
    const ui::Answer answer = document_.price().answer();
    const bool older = view_.scene().data().older && answer.curve != nullptr;
    const double wanted = older ? answer.price : document_.price().value();
    // A price that is dragged stays so: only another one is put here.
    if (others || view_.scene().price() != wanted) view_.set_price(wanted, scene::PriceMotion::settled);
    if (first) {
        // Once more: the legend that the model is to stand beside has come with the look and the price.
        view_.scene().fit_bulk();
        view_.request_render();
    }
    if (others) panel_.refresh_colours();
    if (others && view_.scene().awaits_blocks())
        ask_blocks();
    else if (others)
        blocks_.drop();
}

void ViewFeed::ask_blocks() {
    auto made = std::make_shared<std::shared_ptr<scene::PreparedBlocks>>();
    blocks_.ask(
        [made, data = view_.scene().data(), look = view_.scene().look(), price = view_.scene().price()](base::Progress&) -> base::Expected<void> {
            *made = scene::prepare_blocks(data, look, price);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (!done || !view_.take_blocks(std::move(*made))) return;
            if (!document_.selection().empty()) view_.highlight(document_.selection().pick());
            apply_filter();
            panel_.refresh_colours();
        });
}

/// Blocks of another model than the one that is drawn are not those the conditions were asked of.
void ViewFeed::apply_filter() {
    rest_.start();
    if (document_.potential().shown()) return view_.set_mask(document_.potential().mask());
    const ui::Filter& filter = document_.filter();
    // Inside the pits, and where all prices move, lies another copy of the same blocks.
    const scene::SceneData& data = view_.scene().data();
    const auto& drawn = data.inside_pits || data.all_prices ? document_.project().results.model()
                                                                         : data.model;
    const bool same = filter.mask() != nullptr && filter.model() == drawn;
    view_.set_mask(same ? filter.mask() : nullptr);
}

/// Along the holes the same conditions are asked of composites.
void ViewFeed::filter_holes() {
    view_.set_kept_holes(document_.potential().shown() ? nullptr : scene::kept_stretches(document_.project(), document_.filter().rows()));
}

void ViewFeed::give_layers() {
    std::vector<std::string> layers, roles;
    for (const scene::SceneShape& shape : view_.scene().data().shapes) {
        layers.push_back(shape.name);
        const auto role = project::get_param(document_.project().recipe, "shape." + shape.name + ".role");
        roles.push_back(role ? base::value_text(*role) : std::string());
    }
    panel_.set_layers(layers, roles);
}

void ViewFeed::apply_look() {
    scene::Look look = state_.look();
    look.dark = ui::theme() == ui::Theme::dark;
    look.language = ui::language();
    look.title = document_.open() ? document_.name().toStdString() : std::string();
    view_.set_look(look);
}

void ViewFeed::show_block() {
    const auto& model = view_.scene().data().model;
    const scene::PickResult& pick = document_.selection().pick();
    if (model == nullptr || !pick.block_hit) return;
    const scene::Vec3 centre = model->geometry().centre(pick.block);
    // Far enough to see where it lies.
    constexpr double blocks_around = 12;
    scene::Vec3 low = centre, high = centre;
    for (std::size_t a = 0; a < 3; ++a) {
        const double reach = blocks_around * model->geometry().block_size[a];
        low[a] -= reach;
        high[a] += reach;
    }
    view_.fly_to(view_.scene().box_camera(low, high));
}

void ViewFeed::show_hole(const QString& hole, double from_m, double to_m) {
    const auto& import = document_.project().results.drilling.import;
    if (!import) return;
    const auto found = import->holes.hole_index.find(hole.toStdString());
    if (found == import->holes.hole_index.end())
        return shell_.say(ui::words("ui.findings.no_collar", {{"hole", hole.toStdString()}}), 8000);
    state_.change([](scene::Look& look) { look.show_holes = true; });
    view_.show_hole(found->second, from_m, to_m);
}

}  // namespace orelens::shell
