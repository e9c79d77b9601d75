#include "ui/actions/ViewActions.h"

#include <array>

#include "ui/Document.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"

namespace orelens::actions {
namespace {

struct Direction {
    const char* action;
    scene::StandardView view;
};
// Looking north means standing in the south.
constexpr std::array directions{Direction{"view.iso", scene::StandardView::iso},
                                Direction{"view.top", scene::StandardView::top},
                                Direction{"view.bottom", scene::StandardView::bottom},
                                Direction{"view.north", scene::StandardView::south},
                                Direction{"view.south", scene::StandardView::north},
                                Direction{"view.east", scene::StandardView::west},
                                Direction{"view.west", scene::StandardView::east}};

struct Switch {
    const char* action;
    bool scene::Look::*member;
};
constexpr std::array switches{Switch{"view.holes", &scene::Look::show_holes},
                              Switch{"view.parallel", &scene::Look::orthographic},
                              Switch{"view.legend", &scene::Look::legend},
                              Switch{"view.axes", &scene::Look::axes},
                              Switch{"view.north_arrow", &scene::Look::north_arrow},
                              Switch{"view.scale_bar", &scene::Look::scale_bar}};

struct Colour {
    const char* action;
    scene::ColourBy by;
};
constexpr std::array colours{Colour{"view.colour_status", scene::ColourBy::status},
                             Colour{"view.colour_margin", scene::ColourBy::margin},
                             Colour{"view.colour_break_even", scene::ColourBy::break_even}};

struct WasteChoice {
    const char* action;
    scene::Waste waste;
};
constexpr std::array wastes{WasteChoice{"view.waste_hidden", scene::Waste::hidden},
                            WasteChoice{"view.waste_ghost", scene::Waste::ghosted},
                            WasteChoice{"view.waste_shown", scene::Waste::shown}};

struct ThroughChoice {
    const char* action;
    scene::Through through;
};
constexpr std::array throughs{ThroughChoice{"view.surface", scene::Through::surface},
                              ThroughChoice{"view.xray", scene::Through::xray},
                              ThroughChoice{"view.shells", scene::Through::shells},
                              ThroughChoice{"view.highest", scene::Through::highest},
                              ThroughChoice{"view.mean", scene::Through::mean}};

/// None of a group that allows no such state by hand.
void uncheck(QAction* action) {
    QActionGroup* group = action->actionGroup();
    if (!group) return;
    group->setExclusionPolicy(QActionGroup::ExclusionPolicy::None);
    action->setChecked(false);
    group->setExclusionPolicy(QActionGroup::ExclusionPolicy::Exclusive);
}

}  // namespace

ViewActions::ViewActions(commands::ActionSet& actions, const ui::Document& document, ui::ViewState& state,
                         viewport::VtkView& view, shell::Shell& shell)
    : actions_(actions), document_(document), state_(state), view_(view), shell_(shell) {
    actions_.on("view.fit", [this] { view_.fit(); });
    for (const Direction& direction : directions)
        actions_.on(direction.action, [this, from = direction.view] { look_from(from); });
    actions_.on("view.deposit", [this] { view_.show_deposit(); });
    wire_choices();
    wire_section();
    connect(&state_, &ui::ViewState::changed, this, &ViewActions::refresh);
    refresh();
}

/// Straight down, a picture is a plan: without perspective, so that no side of a block is seen.
void ViewActions::look_from(scene::StandardView from) {
    const bool plan = from == scene::StandardView::top || from == scene::StandardView::bottom;
    if (plan != plan_ && state_.look().orthographic != plan) {
        plan_ = plan;
        state_.change([plan](scene::Look& look) { look.orthographic = plan; });
    }
    view_.show_view(from);
}

void ViewActions::wire_choices() {
    for (const Switch& each : switches)
        actions_.on(each.action, [this, member = each.member](bool on) {
            if (member == &scene::Look::orthographic) plan_ = false;
            state_.change([&](scene::Look& look) { look.*member = on; });
        });
    for (const Colour& colour : colours)
        actions_.on(colour.action, [this, by = colour.by] {
            state_.change([by](scene::Look& look) { look.colour_by = by; });
        });
    actions_.on("view.colour_grade", [this] { colour_by_next_element(); });
    for (const WasteChoice& choice : wastes)
        actions_.on(choice.action, [this, waste = choice.waste] {
            state_.change([waste](scene::Look& look) { look.waste = waste; });
        });
    for (const ThroughChoice& choice : throughs)
        actions_.on(choice.action, [this, through = choice.through] {
            state_.change([through](scene::Look& look) { look.through = through; });
        });
}

void ViewActions::wire_section() {
    actions_.on("view.section", [this](bool on) {
        state_.change([on](scene::Look& look) { look.section.on = on; });
        if (on) shell_.raise_panel("view");
    });
    actions_.on("view.quarter",
                [this](bool on) { state_.change([on](scene::Look& look) { look.quarter.on = on; }); });
    actions_.on("view.clip", [this](bool on) {
        state_.change([on](scene::Look& look) { look.clip.on = on; });
        if (on) shell_.raise_panel("view");
    });
    actions_.on("view.section_forward", [this] { step_section(1); });
    actions_.on("view.section_back", [this] { step_section(-1); });
}

void ViewActions::refresh() {
    const scene::Look& look = state_.look();
    for (const Switch& each : switches) actions_.set_checked(each.action, look.*each.member);
    for (const Colour& colour : colours)
        if (look.colour_by == colour.by) actions_.set_checked(colour.action, true);
    // The elements' own action is not checkable; the group shows none of its members then.
    if (look.colour_by == scene::ColourBy::column)
        for (const Colour& colour : colours) uncheck(actions_.action(colour.action));
    for (const WasteChoice& choice : wastes)
        if (look.waste == choice.waste) actions_.set_checked(choice.action, true);
    for (const ThroughChoice& choice : throughs)
        if (look.through == choice.through) actions_.set_checked(choice.action, true);
    actions_.set_checked("view.section", look.section.on);
    actions_.set_checked("view.clip", look.clip.on);
    actions_.set_checked("view.quarter", look.quarter.on);
}

void ViewActions::colour_by_next_element() {
    std::vector<std::string> elements;
    const auto& model = document_.project().results.model();
    for (const auto& [name, element] : document_.project().recipe.element)
        if (model && model->has(name)) elements.push_back(name);
    if (elements.empty() && model)
        for (const blocks::ColumnInfo& info : model->columns())
            if (base::grade_unit(info.unit)) elements.push_back(info.name);
    if (elements.empty()) return;
    const std::string chosen = elements[grade_turn_++ % elements.size()];
    state_.change([&](scene::Look& look) {
        look.colour_by = scene::ColourBy::column;
        look.column = chosen;
    });
    shell_.say(ui::words("ui.view.coloured_by", {{"column", chosen}}), 4000);
}

void ViewActions::step_section(int way) {
    constexpr double usual_block_m = 10;
    const auto& geometry = document_.project().results.estimate.geometry;
    const double stated = document_.project().recipe.section.spacing_m;
    state_.step_section(way * (stated > 0 ? stated : geometry ? geometry->block_size[0] : usual_block_m));
}

}  // namespace orelens::actions
