#include "ui/pages/MapPlaces.h"

#include <algorithm>
#include <cmath>

#include "core/project/OneCurve.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/map/MarkPaint.h"
#include "ui/panels/FlowChoice.h"

namespace orelens::pages {
namespace {

enum PlaceState : std::uint8_t { all_usable, part_usable, none_usable, not_known, nothing_stated };

bool on_map(const recycling::Place& place) {
    return std::isfinite(place.longitude) && std::isfinite(place.latitude);
}

std::string tonnes(double amount) {
    return std::isnan(amount) ? ui::words("ui.map.unknown").toStdString() : ui::tonnes_text(amount).toStdString();
}

}  // namespace

MapPlaces::MapPlaces(ui::Document& document) : document_(document), choice_(panels::FlowChoice::of(document)) {}

bool MapPlaces::any(const ui::Document& document) {
    if (!document.open()) return false;
    const auto study = project::flow_study(document.project().results);
    return study && std::ranges::any_of(study->places, on_map);
}

std::vector<maps::MapState> MapPlaces::states() {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    return {{ui::words("ui.mapplaces.all"), colors.good, true},
            {ui::words("ui.mapplaces.part"), maps::mixed(colors.good, colors.series[1], 0.5), true},
            {ui::words("ui.mapplaces.none"), colors.series[1], true},
            {ui::words("ui.mapplaces.unknown"), colors.faint, true},
            {ui::words("ui.mapplaces.nothing"), colors.grid, true}};
}

void MapPlaces::refresh(bool shown) {
    amounts_.clear();
    study_ = shown && any(document_) ? choice_.study() : nullptr;
    const std::string metal = document_.price().commodity();
    if (!study_ || metal.empty()) return;
    const auto scrap = project::scrap_study(document_.project().results);
    const double per_net = scrap ? project::metal_quote(document_.project().recipe, *scrap, metal).quoted_per_net : 1;
    amounts_ = project::place_amounts(*study_, scrap.get(), metal, choice_.year(), per_net);
    // A metal that nobody speaks of makes no map.
    if (std::ranges::all_of(amounts_, [](const auto& one) { return std::isnan(one.in_use_t) && one.streams == 0; })) amounts_.clear();
}

std::vector<maps::MapMark> MapPlaces::marks(std::uint8_t first) const {
    std::vector<maps::MapMark> made;
    for (std::size_t n = 0; n < amounts_.size(); ++n) {
        const recycling::Place& place = study_->places[n];
        made.push_back({{place.longitude, place.latitude}, amounts_[n].in_use_t, static_cast<std::uint8_t>(first + state(n)), QString::fromStdString(place.name), note(n)});
    }
    return made;
}

std::uint8_t MapPlaces::state(std::size_t place) const {
    const project::PlaceAmounts& amounts = amounts_[place];
    if (amounts.streams == 0 || !(amounts.offered_t > 0)) return nothing_stated;
    const double share = amounts.usable_share(document_.price().value());
    if (std::isnan(share)) return not_known;
    // Where a part is not known, the whole is never called usable.
    if (share >= 1 - 1e-9 && !(amounts.unknown_t > 0)) return all_usable;
    return share > 0 ? part_usable : none_usable;
}

QString MapPlaces::note(std::size_t n) const {
    const recycling::Place& place = study_->places[n];
    const project::PlaceAmounts& amounts = amounts_[n];
    QString text = ui::words(place.kind == recycling::PlaceKind::city ? "ui.mapplaces.city" : "ui.mapplaces.industry");
    if (place.dimension >= 0) {
        const std::string& region = study_->system.dimensions[static_cast<std::size_t>(place.dimension)].items[static_cast<std::size_t>(place.item)];
        if (region != place.name || place.share < 1)
            text += " · " + (place.share < 1 ? ui::words("ui.mapplaces.share", {{"share", ui::plain_number(100 * place.share, 1).toStdString()}, {"region", region}}) : QString::fromStdString(region));
    }
    const std::string year = study_->year_name(choice_.year());
    text += "\n" + ui::words("ui.mapplaces.in_use", {{"year", year}, {"tonnes", tonnes(amounts.in_use_t)}});
    for (const auto& [state, amount] : amounts.elsewhere_t)
        if (amount > 0) text += "\n" + ui::words(("ui.mapplaces.state." + state).c_str(), {{"tonnes", tonnes(amount)}});
    if (amounts.streams == 0) return text + "\n" + ui::words("ui.mapplaces.no_scrap", {{"year", year}});
    text += "\n" + ui::words("ui.mapplaces.scrap", {{"year", year},
                                                    {"tonnes", tonnes(amounts.offered_t)},
                                                    {"usable", tonnes(amounts.usable_t(document_.price().value()))},
                                                    {"price", ui::price_text(document_.price().value()).toStdString()},
                                                    {"unit", document_.price().unit()}});
    if (amounts.unknown_t > 0) text += "\n" + ui::words("ui.flows.scrap_unknown", {{"tonnes", tonnes(amounts.unknown_t)}});
    return text;
}

QString MapPlaces::headline() const {
    if (amounts_.empty()) return {};
    double in_use = 0, offered = 0, usable = 0, unknown = 0;
    std::int64_t places = 0;
    for (std::size_t n = 0; n < amounts_.size(); ++n) {
        const project::PlaceAmounts& one = amounts_[n];
        in_use += one.in_use_t;
        offered += one.offered_t;
        usable += one.usable_t(document_.price().value());
        unknown += one.unknown_t;
        places += one.streams > 0 ? 1 : 0;
    }
    const std::vector<std::pair<std::string, std::string>> said{{"year", study_->year_name(choice_.year())},
                           {"in_use", tonnes(in_use)},
                           {"count", ui::plain_number(static_cast<double>(places), 0).toStdString()},
                           {"offered", tonnes(offered)},
                           {"usable", tonnes(usable)},
                           {"commodity", document_.price().commodity()},
                           {"price", ui::price_text(document_.price().value()).toStdString()},
                           {"unit", document_.price().unit()}};
    QString text = ui::words(places > 0 ? "ui.mapplaces.headline" : "ui.mapplaces.headline_no_scrap", said);
    if (unknown > 0) text += " " + ui::words("ui.flows.scrap_unknown", {{"tonnes", tonnes(unknown)}});
    return text;
}

void MapPlaces::choose(std::size_t n) const {
    if (!study_ || n >= amounts_.size() || choice_.study() != study_) return;
    const recycling::Place& place = study_->places[n];
    const std::string metal = document_.price().commodity();
    if (const int metals = project::element_dimension(study_->system); metals >= 0)
        if (const auto item = project::element_item(study_->system, metal); item && *item >= 0) choice_.set_item(metals, *item);
    if (place.dimension >= 0) choice_.set_item(place.dimension, place.item);
}

}  // namespace orelens::pages
