#include "ui/actions/PriceActions.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <algorithm>

#include "core/project/PriceHistoryFile.h"
#include "ui/Document.h"
#include "ui/Folders.h"
#include "ui/Words.h"
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
    actions_.on("price.history", [this] { ask_history(); });
    actions_.on("price.all", [this](bool on) { document_.price().set_all_prices(on); });
    for (const auto signal : {&ui::PriceInHand::onlyInsideChanged, &ui::PriceInHand::allPricesChanged})
        connect(&document_.price(), signal, this, &PriceActions::refresh);
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged})
        connect(&document_, signal, this, &PriceActions::recall_history);
    connect(&document_, &ui::Document::stateChanged, this, &PriceActions::refresh);
    refresh();
}

void PriceActions::refresh() {
    const ui::PriceInHand& price = document_.price();
    const bool priced = document_.open() && document_.project().results.model() && price.curve();
    actions_.set_enabled({"price.up", "price.down", "price.recipe", "price.take"}, priced);
    actions_.set_enabled({"price.full", "price.marginal"}, document_.open() && !price.commodity().empty());
    actions_.set_enabled({"price.inside_pits"}, priced && price.pits() != nullptr && !price.wants_all_prices());
    actions_.set_checked("price.inside_pits", price.only_inside());
    actions_.set_enabled({"price.history"}, document_.open() && !price.commodity().empty());
    actions_.set_enabled({"price.all"}, priced && document_.project().recipe.commodity.size() > 1);
    actions_.set_checked("price.all", price.wants_all_prices());
    actions_.set_checked(price.test() == CutoffTest::full ? "price.full" : "price.marginal", true);
}

namespace {

/// Past prices are of a commodity, whichever project it stands in.
QString history_key(const ui::PriceInHand& price) {
    return QString::fromStdString("price_history/" + price.commodity() + " " + price.unit()).replace("/", "_");
}

}  // namespace

void PriceActions::ask_history() {
    const ui::PriceInHand& price = document_.price();
    const QString file = QFileDialog::getOpenFileName(
        shell_.widget(), ui::words("ui.history.title", {{"commodity", price.commodity()}, {"unit", price.unit()}}),
        ui::last_folder(document_.path()), ui::words("ui.history.filter") + " (*.csv *.txt *.tsv *.xlsx)");
    if (file.isEmpty()) return;
    ui::remember_folder(file);
    if (const auto done = read_history(file); !done) return shell_.show_error(done.error());
    shell_.say(ui::words("ui.history.read", {{"count", std::to_string(price.history().size())},
                                             {"commodity", price.commodity()}}),
               8000);
}

base::Expected<void> PriceActions::read_history(const QString& file) {
    ui::PriceInHand& price = document_.price();
    auto past = project::read_price_history(file.toStdString(), price.commodity());
    if (!past) return std::unexpected(past.error());
    price.set_history(price.commodity(), price.unit(), std::move(*past));
    QSettings().setValue(history_key(price), file);
    return {};
}

/// Of the file that was named for this commodity before, where it is still there.
void PriceActions::recall_history() {
    const ui::PriceInHand& price = document_.price();
    if (price.commodity().empty() || !price.history().empty()) return;
    const QString file = QSettings().value(history_key(price)).toString();
    if (!file.isEmpty() && QFileInfo::exists(file)) (void)read_history(file);
}

void PriceActions::step(double share_of_range) {
    ui::PriceInHand& price = document_.price();
    const auto [low, high] = price.range();
    price.set(std::clamp(price.value() + share_of_range * (high - low), 0.0, high * 10), false);
}

}  // namespace orelens::actions
