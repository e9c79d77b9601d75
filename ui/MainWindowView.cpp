// The window's 3D side: data and look to the view, view and price actions.
#include <QSignalBlocker>
#include <QStatusBar>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ui/Document.h"
#include "ui/MainWindow.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/ViewPanel.h"
#include "ui/viewport/VtkView.h"

namespace orelens::ui {
namespace {

constexpr double price_step = 0.01;  ///< of the slider's range

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

bool same_data(const scene::SceneData& a, const scene::SceneData& b) {
    return a.model == b.model && a.holes == b.holes && a.traces == b.traces && a.commodity == b.commodity &&
           a.price_unit == b.price_unit && a.currency == b.currency && a.test == b.test &&
           a.stated_price == b.stated_price;
}

}  // namespace

void MainWindow::wire_view_actions() {
    actions_->on("view.fit", [this] { view_->fit(); });
    for (const Direction& direction : directions)
        actions_->on(direction.action, [this, view = direction.view] { view_->show_view(view); });
    for (const Switch& each : switches)
        actions_->on(each.action, [this, member = each.member](bool on) {
            view_state_->change([&](scene::Look& look) { look.*member = on; });
        });
    for (const Colour& colour : colours)
        actions_->on(colour.action, [this, by = colour.by] {
            view_state_->change([by](scene::Look& look) { look.colour_by = by; });
        });
    for (const WasteChoice& choice : wastes)
        actions_->on(choice.action, [this, waste = choice.waste] {
            view_state_->change([waste](scene::Look& look) { look.waste = waste; });
        });
    actions_->on("view.colour_grade", [this] { next_element_colour(); });
    actions_->on("view.section", [this](bool on) {
        view_state_->change([on](scene::Look& look) { look.section.on = on; });
        if (on) raise_dock("view");
    });
    actions_->on("view.clip", [this](bool on) {
        view_state_->change([on](scene::Look& look) { look.clip.on = on; });
        if (on) raise_dock("view");
    });
    const auto step = [this](int way) {
        const auto& geometry = document_->project().results.estimate.geometry;
        view_state_->step_section(way * (geometry ? geometry->block_size[0] : 10.0));
    };
    actions_->on("view.section_forward", [step] { step(1); });
    actions_->on("view.section_back", [step] { step(-1); });
    actions_->on("price.up", [this] { move_price(price_step); });
    actions_->on("price.down", [this] { move_price(-price_step); });
    actions_->on("price.recipe", [this] { document_->set_price(document_->recipe_price(), false); });
    actions_->on("price.take", [this] {
        const auto done =
            document_->set_param("commodity." + document_->commodity() + ".price", document_->price());
        if (!done) show_error(done.error());
    });
    const auto test = [this](economics::CutoffTest wanted) {
        if (document_->test() == wanted) return;
        document_->edit_recipe(words("ui.edit.test"), "",
                               [wanted](project::Recipe& recipe) { recipe.economics.test = wanted; });
    };
    actions_->on("price.full", [test] { test(economics::CutoffTest::full); });
    actions_->on("price.marginal", [test] { test(economics::CutoffTest::marginal); });
}

void MainWindow::move_price(double share) {
    const auto [low, high] = document_->price_range();
    document_->set_price(std::clamp(document_->price() + share * (high - low), 0.0, high * 10), false);
}

void MainWindow::apply_look() {
    scene::Look look = view_state_->look();
    look.dark = theme() == Theme::dark;
    look.language = language();
    look.title = document_->open() ? document_->name().toStdString() : std::string();
    view_->set_look(look);
    for (const Switch& each : switches) actions_->set_checked(each.action, look.*each.member);
    for (const Colour& colour : colours)
        if (look.colour_by == colour.by) actions_->set_checked(colour.action, true);
    if (look.colour_by == scene::ColourBy::column)
        for (const Colour& colour : colours) {
            // The elements' own action is not checkable; the group shows none of its members then.
            QAction* action = actions_->action(colour.action);
            if (QActionGroup* group = action->actionGroup()) {
                group->setExclusionPolicy(QActionGroup::ExclusionPolicy::None);
                action->setChecked(false);
                group->setExclusionPolicy(QActionGroup::ExclusionPolicy::Exclusive);
            }
        }
    for (const WasteChoice& choice : wastes)
        if (look.waste == choice.waste) actions_->set_checked(choice.action, true);
    actions_->set_checked("view.section", look.section.on);
    actions_->set_checked("view.clip", look.clip.on);
}

void MainWindow::give_data() {
    scene::SceneData shown = scene::SceneData::of(document_->project());
    shown.test = document_->test();
    if (!same_data(shown, view_->scene().data())) {
        view_->set_data(std::move(shown));
        const auto extent = view_->scene().extent();
        view_state_->set_extent(extent[0], extent[1]);
        std::vector<std::string> grades;
        if (const auto& import = document_->project().results.drilling.import)
            for (const drilling::GradeColumn& grade : import->holes.assays.grades)
                grades.push_back(grade.name);
        view_panel_->set_columns(view_->scene().colour_columns(), grades, document_->commodity());
    }
    apply_look();
    view_->set_price(document_->price(), scene::PriceMotion::settled);
}

void MainWindow::next_element_colour() {
    std::vector<std::string> elements;
    const auto& model = document_->project().results.model();
    for (const auto& [name, element] : document_->project().recipe.element)
        if (model && model->has(name)) elements.push_back(name);
    if (elements.empty() && model)
        for (const blocks::ColumnInfo& info : model->columns())
            if (base::grade_unit(info.unit)) elements.push_back(info.name);
    if (elements.empty()) return;
    const std::string chosen = elements[grade_turn_++ % elements.size()];
    view_state_->change([&](scene::Look& look) {
        look.colour_by = scene::ColourBy::column;
        look.column = chosen;
    });
    statusBar()->showMessage(words("ui.view.coloured_by", {{"column", chosen}}), 4000);
}

void MainWindow::jump_to_hole(const QString& hole, double from_m, double to_m) {
    const auto& import = document_->project().results.drilling.import;
    if (!import) return;
    const auto found = import->holes.hole_index.find(hole.toStdString());
    if (found == import->holes.hole_index.end()) {
        statusBar()->showMessage(words("ui.findings.no_collar", {{"hole", hole.toStdString()}}), 8000);
        return;
    }
    view_state_->change([](scene::Look& look) { look.show_holes = true; });
    view_->show_hole(found->second, from_m, to_m);
}

}  // namespace orelens::ui
