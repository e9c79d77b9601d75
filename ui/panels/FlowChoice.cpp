#include "ui/panels/FlowChoice.h"

#include <algorithm>

#include "ui/Document.h"

namespace orelens::panels {

FlowChoice& FlowChoice::of(ui::Document& document) {
    if (auto* there = document.findChild<FlowChoice*>(QString(), Qt::FindDirectChildrenOnly)) return *there;
    return *new FlowChoice(document);
}

FlowChoice::FlowChoice(ui::Document& document) : QObject(&document), document_(document) {
    follow();
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged, &ui::Document::standingChanged})
        connect(&document_, signal, this, [this] {
            follow();
            Q_EMIT choiceChanged();
        });
}

/// The same metals and places keep the choice, whatever was computed anew.
void FlowChoice::follow() {
    const auto now = document_.open() ? project::flow_study(document_.project().results) : nullptr;
    if (now == study_) return;
    const auto same = [](const recycling::Dimension& a, const recycling::Dimension& b) { return a.name == b.name && a.items == b.items; };
    const bool keeps = now && study_ && std::ranges::equal(now->system.dimensions, study_->system.dimensions, same);
    study_ = now;
    if (!study_) {
        items_.clear();
        tuples_.clear();
        year_ = 0;
        return;
    }
    if (!keeps) {
        items_.assign(study_->system.dimensions.size(), -1);
        if (const int metal = project::element_dimension(study_->system); metal >= 0) items_[static_cast<std::size_t>(metal)] = 0;
        year_ = study_->year;
    }
    find_tuples();
}

void FlowChoice::find_tuples() {
    tuples_.clear();
    const recycling::System& system = study_->system;
    for (std::size_t u = 0; u < system.tuples(); ++u) {
        const std::vector<int> items = system.tuple_items(u);
        std::size_t n = 0;
        bool fits = true;
        for (const int d : system.flow_dimensions) {
            if (d == system.time) continue;
            const int wanted = items_[static_cast<std::size_t>(d)];
            fits = fits && (wanted < 0 || wanted == items[n]);
            ++n;
        }
        if (fits) tuples_.push_back(u);
    }
}

QString FlowChoice::name() const {
    QString all;
    if (!study_) return all;
    for (const int d : study_->system.flow_dimensions) {
        if (d == study_->system.time || item(d) < 0) continue;
        const auto& items = study_->system.dimensions[static_cast<std::size_t>(d)].items;
        all += (all.isEmpty() ? "" : ", ") + QString::fromStdString(items[static_cast<std::size_t>(item(d))]);
    }
    return all;
}

void FlowChoice::set_year(int year) {
    if (!study_) return;
    year = std::clamp(year, 0, study_->solved.years - 1);
    if (year == year_) return;
    year_ = year;
    Q_EMIT yearChanged();
}

void FlowChoice::set_item(int dimension, int item) {
    if (!study_ || dimension < 0 || static_cast<std::size_t>(dimension) >= items_.size()) return;
    if (items_[static_cast<std::size_t>(dimension)] == item) return;
    items_[static_cast<std::size_t>(dimension)] = item;
    find_tuples();
    Q_EMIT choiceChanged();
}

FlowSums flow_sums(const project::FlowStudy& study, const std::vector<std::size_t>& tuples) {
    const auto years = static_cast<std::size_t>(study.solved.years);
    const auto sum = [&](const std::vector<double>& values) {
        std::vector<double> made(years);
        for (const std::size_t u : tuples)
            for (std::size_t t = 0; t < years; ++t) made[t] += values[u * years + t];
        return made;
    };
    FlowSums sums;
    for (const auto& flow : study.solved.flows) sums.flows.push_back(sum(flow));
    for (const recycling::SolvedStock& one : study.solved.stocks) {
        sums.stock.push_back(sum(one.stock));
        sums.inflow.push_back(sum(one.inflow));
        sums.outflow.push_back(sum(one.outflow));
    }
    return sums;
}

std::vector<double> cohorts_at(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, int year) {
    const recycling::CohortTable& table = study.solved.stocks[stock].by_cohort;
    if (table.empty() || year < 0) return {};
    std::vector<double> made(static_cast<std::size_t>(year) + 1);
    for (const std::size_t u : tuples) {
        const double* row = table.row(u, year);
        for (std::size_t c = 0; c < made.size(); ++c) made[c] += row[c];
    }
    return made;
}

}  // namespace orelens::panels
