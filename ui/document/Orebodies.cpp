#include "ui/document/Orebodies.h"

#include <cmath>

#include "ui/Document.h"

namespace orelens::ui {

using costmodel::OrebodyState;

Orebodies::Orebodies(Document& document)
    : QObject(&document), document_(document), project_(document.project()), price_(document.price()), of_(tables()) {
    connect(&document, &Document::replaced, this, &Orebodies::start_over);
    connect(&document, &Document::resultsChanged, this, &Orebodies::follow_results);
}

Orebodies& orebodies(Document& document) {
    auto* known = document.findChild<Orebodies*>(QString(), Qt::FindDirectChildrenOnly);
    return known != nullptr ? *known : *new Orebodies(document);
}

const Orebodies& orebodies(const Document& document) {
    // Made without a trace in the document: nothing of it changes.
    return orebodies(const_cast<Document&>(document));
}

bool Orebodies::current() const {
    const Standing& standing = document_.standing();
    return standing.current("orebodies") && standing.current("cost_model") && standing.current("orebody_verdicts");
}

bool Orebodies::answers() const {
    const auto all = curve();
    return all && !all->of_commodity(price_.commodity()).empty() && current();
}

std::shared_ptr<const costmodel::AvailabilityCurve> Orebodies::curve() const {
    const auto made = study();
    return made ? made->curve : nullptr;
}

std::vector<std::size_t> Orebodies::groups() const {
    std::vector<std::size_t> kept;
    const auto curve = this->curve();
    if (!curve) return kept;
    const auto fits = [](const std::string& wanted, const std::string& has) { return wanted.empty() || wanted == has; };
    for (const std::size_t g : curve->of_commodity(price_.commodity())) {
        const costmodel::AvailabilityKey& key = curve->groups()[g];
        if (fits(part_.belt, key.belt) && fits(part_.deposit_type, key.deposit_type) && fits(part_.status, key.status)) kept.push_back(g);
    }
    return kept;
}

costmodel::AvailableQuantity Orebodies::at(double price) const {
    const auto curve = this->curve();
    return curve ? curve->at(price, groups()) : costmodel::AvailableQuantity();
}

bool Orebodies::shows(const costmodel::Orebody& orebody) const {
    const auto fits = [](const std::string& wanted, const std::string& has) { return wanted.empty() || wanted == has; };
    return orebody.commodity == price_.commodity() && fits(part_.belt, orebody.belt) && fits(part_.deposit_type, orebody.deposit_type) &&
           fits(part_.status, costmodel::status_id(orebody.status));
}

OrebodyState Orebodies::state(std::size_t row) const {
    const auto verdicts = study();
    if (!verdicts || row >= verdicts->verdicts.size()) return OrebodyState::unknown;
    const costmodel::OrebodyVerdict& verdict = verdicts->verdicts[row];
    if (std::isnan(verdict.band.price) || tables()->orebodies.rows[row].commodity != price_.commodity()) return verdict.state;
    if (std::isinf(verdict.band.price)) return OrebodyState::never;
    return verdict.band.price <= price_.value() ? OrebodyState::usable : OrebodyState::technical;
}

double Orebodies::probability(std::size_t row) const {
    const auto verdicts = study();
    if (!verdicts || row >= verdicts->verdicts.size()) return costmodel::not_stated;
    const costmodel::OrebodyVerdict& verdict = verdicts->verdicts[row];
    // Where its own prices know of no probability, another price does not know of one either.
    if (std::isnan(verdict.probability) || tables()->orebodies.rows[row].commodity != price_.commodity()) return verdict.probability;
    return verdict.band.probability(price_.value());
}

void Orebodies::show_part(const Part& part) {
    if (part == part_) return;
    part_ = part;
    Q_EMIT partChanged();
}

void Orebodies::choose(std::optional<std::size_t> row) {
    if (row == chosen_ && !mine_) return;
    chosen_ = row;
    mine_.reset();
    Q_EMIT chosenChanged();
}

void Orebodies::choose_mine(std::optional<std::size_t> row) {
    if (row == mine_ && !chosen_) return;
    mine_ = row;
    chosen_.reset();
    Q_EMIT chosenChanged();
}

const costmodel::Orebody* Orebodies::in_hand() const {
    const auto all = tables();
    if (!all) return nullptr;
    if (mine_) return *mine_ < all->mines.rows.size() ? &all->mines.rows[*mine_] : nullptr;
    return chosen_ && *chosen_ < all->orebodies.rows.size() ? &all->orebodies.rows[*chosen_] : nullptr;
}

void Orebodies::circle(std::vector<std::size_t> rows) {
    if (rows == circled_) return;
    circled_ = std::move(rows);
    Q_EMIT circledChanged();
}

void Orebodies::start_over() {
    of_ = tables();
    show_part({});
    choose(std::nullopt);
    circle({});
}

void Orebodies::follow_results() {
    const auto now = tables();
    if (now == of_) return;
    of_ = now;
    choose(std::nullopt);
    circle({});
}

}  // namespace orelens::ui
