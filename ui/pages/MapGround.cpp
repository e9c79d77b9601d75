#include "ui/pages/MapGround.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/document/Orebodies.h"

namespace orelens::pages {
namespace {

using costmodel::Orebody;
using costmodel::OrebodyState;

/// Behind the states of orebodies: mines are where nobody asks whether they could be.
constexpr std::uint8_t mine_state = 5;

double metal_in_ground(const Orebody& orebody) {
    return orebody.ore_tonnes * orebody.grade(orebody.commodity);
}

QString text_of(const std::string& text) { return QString::fromStdString(text); }

}  // namespace

MapGround::MapGround(ui::Document& document) : document_(document) {}

bool MapGround::any(const ui::Document& document) {
    return ui::orebodies(document).tables() != nullptr;
}

std::vector<maps::MapState> MapGround::states() {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    const std::pair<const char*, QColor> all[] = {{"costmodel.state.usable", colors.good},     {"costmodel.state.technical", colors.series[1]},
                                                  {"costmodel.state.never", colors.bad},       {"costmodel.state.outside", colors.series[4]},
                                                  {"costmodel.state.unknown", colors.faint},   {"ui.orebodies.mine", colors.series[0]}};
    std::vector<maps::MapState> made;
    for (const auto& [key, colour] : all) made.push_back({ui::words(key), colour});
    return made;
}

std::vector<maps::MapMark> MapGround::refresh(bool shown) {
    std::vector<maps::MapMark> made;
    const auto tables = ui::orebodies(document_).tables();
    const ui::Orebodies& look = ui::orebodies(document_);
    const auto study = look.study();
    rows_.clear();
    mark_of_.clear();
    circled_.reset();
    ui::orebodies(document_).circle({});
    if (!shown || !tables) return made;
    mark_of_.assign(tables->orebodies.rows.size(), -1);
    for (std::size_t row = 0; row < tables->mines.rows.size(); ++row) {
        const Orebody& o = tables->mines.rows[row];
        if (!look.shows(o)) continue;
        rows_.push_back({true, row});
        made.push_back({tables->mine_places[row], metal_in_ground(o), mine_state, text_of(o.name), text_of(o.belt)});
    }
    for (std::size_t row = 0; row < tables->orebodies.rows.size(); ++row) {
        const Orebody& o = tables->orebodies.rows[row];
        if (!look.shows(o)) continue;
        mark_of_[row] = static_cast<int>(rows_.size());
        rows_.push_back({false, row});
        QString note = text_of(o.belt);
        if (study && !std::isnan(study->verdicts[row].band.price))
            note += "\n" + ui::words("ui.orebodies.from", {{"price", ui::price_text(study->verdicts[row].band.price).toStdString()},
                                                           {"unit", document_.price().unit()}});
        made.push_back({tables->orebody_places[row], metal_in_ground(o), static_cast<std::uint8_t>(look.state(row)), text_of(o.name), note});
    }
    return made;
}

std::optional<std::size_t> MapGround::chosen() const {
    const auto mine = ui::orebodies(document_).chosen_mine(), row = mine ? mine : ui::orebodies(document_).chosen();
    if (!row) return std::nullopt;
    const auto at = std::ranges::find_if(rows_, [&](const Row& one) { return one.mine == mine.has_value() && one.row == *row; });
    return at == rows_.end() ? std::nullopt : std::optional<std::size_t>(at - rows_.begin());
}

void MapGround::choose(std::size_t mark) {
    if (rows_[mark].mine)
        ui::orebodies(document_).choose_mine(rows_[mark].row);
    else
        ui::orebodies(document_).choose(rows_[mark].row);
}

std::vector<std::pair<std::size_t, std::uint8_t>> MapGround::between(double from, double to) const {
    std::vector<std::pair<std::size_t, std::uint8_t>> changed;
    const auto curve = ui::orebodies(document_).curve();
    if (!curve || mark_of_.empty()) return changed;
    const auto now = static_cast<std::uint8_t>(to > from ? OrebodyState::usable : OrebodyState::technical);
    for (const int row : curve->between(document_.price().commodity(), std::min(from, to), std::max(from, to)))
        if (const int mark = mark_of_[static_cast<std::size_t>(row)]; mark >= 0) changed.emplace_back(mark, now);
    return changed;
}

QString MapGround::headline() const {
    const auto curve = ui::orebodies(document_).curve();
    if (!curve) {
        const auto tables = ui::orebodies(document_).tables();
        return tables && !tables->orebodies.rows.empty() ? ui::words("ui.orebodies.no_verdicts") : QString();
    }
    const double price = document_.price().value();
    std::vector<std::size_t> groups = ui::orebodies(document_).groups();
    const costmodel::AvailabilityCurve* of = curve.get();
    if (circled_) {
        of = circled_.get();
        groups = of->of_commodity(document_.price().commodity());
    }
    const auto now = of->at(price, groups);
    const auto ever = of->at(std::numeric_limits<double>::infinity(), groups);
    std::int64_t without = 0;
    for (const std::size_t g : groups) without += of->without_verdict(g);
    const auto count = [](std::int64_t n) { return ui::plain_number(static_cast<double>(n), 0).toStdString(); };
    QString said = ui::words(circled_ ? "ui.mappage.circled" : "ui.mappage.usable",
                             {{"price", ui::price_text(price).toStdString()},
                              {"unit", document_.price().unit()},
                              {"count", count(now.orebodies)},
                              {"all", count(ever.orebodies + without)},
                              {"commodity", document_.price().commodity()},
                              {"metal", ui::tonnes_text(now.metal_tonnes).toStdString()},
                              {"low", ui::tonnes_text(now.metal_low).toStdString()},
                              {"high", ui::tonnes_text(now.metal_high).toStdString()}});
    if (without > 0) said += " " + ui::words("ui.mappage.without", {{"count", count(without)}});
    return said;
}

void MapGround::circle(const std::vector<std::size_t>& marks) {
    std::vector<std::size_t> rows;
    for (const std::size_t mark : marks)
        if (mark < rows_.size() && !rows_[mark].mine) rows.push_back(rows_[mark].row);
    circled_.reset();
    const auto tables = ui::orebodies(document_).tables();
    const auto study = ui::orebodies(document_).study();
    if (!rows.empty() && tables && study) {
        std::vector<costmodel::AvailableOrebody> bodies;
        std::vector<costmodel::AvailabilityKey> keys;
        for (const std::size_t row : rows) {
            const costmodel::OrebodyVerdict& v = study->verdicts[row];
            bodies.push_back({v.row, v.band.price, v.band.lower, v.band.upper, v.plan.mined_tonnes, std::isnan(v.metal_tonnes) ? 0 : v.metal_tonnes});
            keys.push_back({tables->orebodies.rows[row].commodity, "", "", ""});
        }
        circled_ = std::make_unique<costmodel::AvailabilityCurve>(bodies, keys);
    }
    ui::orebodies(document_).circle(std::move(rows));
}

}  // namespace orelens::pages
