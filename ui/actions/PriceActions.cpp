#include "ui/actions/PriceActions.h"

#include <algorithm>

#include "ui/Document.h"
#include "ui/commands/ActionSet.h"
#include "ui/shell/Shell.h"

namespace orelens::actions {
namespace {

using economics::CutoffTest;

constexpr double price_step = 0.01;  ///< of the slider's range

}  // namespace

PriceActions::PriceActions(commands::ActionSet& actions, ui::Document& document, shell::Shell& shell)
    : actions_(actions), document_(document), shell_(shell) {
    actions_.on("price.up", [this] { step(price_step); });
    actions_.on("price.down", [this] { step(-price_step); });
    actions_.on("price.recipe", [this] { document_.price().back_to_recipe(); });
    actions_.on("price.take", [this] {
        if (const auto done = document_.take_price(); !done) shell_.show_error(done.error());
    });
    actions_.on("price.full", [this] { document_.edits().set_test(CutoffTest::full); });
    actions_.on("price.marginal", [this] { document_.edits().set_test(CutoffTest::marginal); });
    actions_.on("price.inside_pits", [this] {
        document_.price().set_only_inside(!document_.price().only_inside());
    });
    connect(&document_.price(), &ui::PriceInHand::onlyInsideChanged, this, &PriceActions::refresh);
    connect(&document_, &ui::Document::stateChanged, this, &PriceActions::refresh);
    refresh();
}

void PriceActions::refresh() {
    const ui::PriceInHand& price = document_.price();
    const bool priced = document_.open() && document_.project().results.model() && price.curve();
    actions_.set_enabled({"price.up", "price.down", "price.recipe", "price.take"}, priced);
    actions_.set_enabled({"price.full", "price.marginal"}, document_.open() && !price.commodity().empty());
    actions_.set_enabled({"price.inside_pits"}, priced && price.pits() != nullptr);
    actions_.set_checked("price.inside_pits", price.only_inside());
    actions_.set_checked(price.test() == CutoffTest::full ? "price.full" : "price.marginal", true);
}

void PriceActions::step(double share_of_range) {
    ui::PriceInHand& price = document_.price();
    const auto [low, high] = price.range();
    price.set(std::clamp(price.value() + share_of_range * (high - low), 0.0, high * 10), false);
}

}  // namespace orelens::actions
