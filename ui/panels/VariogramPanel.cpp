#include "ui/panels/VariogramPanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/drilling/Spacing.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/ParamForm.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/VariogramPlot.h"

namespace orelens::panels {
namespace {

using geostat::Structure;
using geostat::Variogram;
using project::DraftWay;

/// Enough to tell two models apart, few enough to follow a hand.
constexpr std::size_t most_left_out = 800;
constexpr int score_pause_ms = 250;

bool is_round(const geostat::Anisotropy& shape) {
    return shape.range_major_m == shape.range_semi_m && shape.range_semi_m == shape.range_minor_m;
}

std::vector<std::string> number_ids(const std::string& element) {
    std::vector<std::string> ids;
    for (const char* name : {"nugget", "type1", "sill1", "major1", "semi1", "minor1", "azimuth1", "dip1", "plunge1", "type2",
                             "sill2", "major2", "semi2", "minor2", "azimuth2", "dip2", "plunge2"})
        ids.push_back("element." + element + ".variogram." + name);
    return ids;
}

}  // namespace

VariogramPanel::VariogramPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      element_(new QComboBox),
      way_(new QComboBox),
      measure_(ui::tell(new QComboBox, "ui.variogram.measure")),
      note_(new QLabel),
      score_(new QLabel),
      take_(ui::tell(new QPushButton, "ui.variogram.take")),
      in_view_(ui::tell(new QCheckBox, "ui.variogram.in_view")),
      numbers_(new QWidget),
      form_(new ParamForm(document)),
      chart_(ui::tell(new charts::HandlePlot, "ui.variogram.chart")) {
    note_->setWordWrap(true);
    score_->setWordWrap(true);
    score_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QComboBox* box : {element_, way_, measure_}) box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    // The chart has the whole height of a low drawer; what is said of it stands beside it.
    auto* head = new QHBoxLayout;
    head->addWidget(ui::label_for(element_, "ui.variogram.element"));
    head->addWidget(element_);
    head->addWidget(ui::label_for(way_, "ui.variogram.handles"));
    head->addWidget(way_);
    head->addStretch(1);
    auto* told = new QVBoxLayout(numbers_);
    told->setContentsMargins(0, 0, 0, 0);
    told->addLayout(head);
    told->addWidget(note_);
    auto* use = new QHBoxLayout;
    use->addWidget(take_);
    use->addWidget(in_view_);
    use->addWidget(measure_);
    use->addStretch(1);
    told->addLayout(use);
    in_view_->setChecked(true);
    connect(in_view_, &QCheckBox::toggled, this, &VariogramPanel::bodyChanged);
    score_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    told->addWidget(score_, 1);
    scroller_ = new Scroller(form_);
    told->addWidget(scroller_, 8);
    auto* answer = new QWidget;
    auto* both = new QHBoxLayout(answer);
    both->setContentsMargins(0, 0, 0, 0);
    both->addWidget(chart_, 3);
    both->addWidget(new Scroller(numbers_), 2);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"import", "composite"}, answer));
    box->addWidget(answer, 1);
    form_->set_advanced(true);
    pause_.setSingleShot(true);
    pause_.setInterval(score_pause_ms);
    connect(&pause_, &QTimer::timeout, this, &VariogramPanel::ask_score);
    connect(element_, &QComboBox::activated, this, &VariogramPanel::refresh);
    connect(way_, &QComboBox::activated, this, &VariogramPanel::draw);
    connect(measure_, &QComboBox::activated, this, &VariogramPanel::draw);
    connect(chart_, &charts::HandlePlot::moved, this, &VariogramPanel::move_handle);
    connect(take_, &QPushButton::clicked, this, [this] {
        if (const auto taken = model()) keep(*taken);
    });
    connect(form_, &ParamForm::refused, this, [this](const QString& why) { score_->setText("⚠ " + why); });
    connect(&document_, &ui::Document::stateChanged, this, &VariogramPanel::refresh);
}

std::string VariogramPanel::element() const {
    return element_->currentData().toString().toStdString();
}

DraftWay VariogramPanel::way() const {
    return static_cast<DraftWay>(way_->currentData().toInt());
}

geostat::VariogramRule VariogramPanel::rule() const {
    const auto& elements = document_.project().recipe.element;
    const auto own = elements.find(element());
    return own == elements.end() ? geostat::VariogramRule{} : own->second.variogram;
}

const geostat::VariogramFit* VariogramPanel::fit() const {
    const auto& fits = document_.project().results.estimate.variograms;
    if (!fits) return nullptr;
    const auto all = document_.project().elements();
    const auto at = static_cast<std::size_t>(std::ranges::find(all, element()) - all.begin());
    return at < fits->size() && fits->size() == all.size() ? &(*fits)[at] : nullptr;
}

/// The stated one as the recipe has it now; the fitted one as the last run made it.
std::optional<Variogram> VariogramPanel::model() const {
    const geostat::VariogramRule own = rule();
    if (!own.fit) return geostat::stated_variogram(own);
    if (const geostat::VariogramFit* made = fit()) return made->model;
    return std::nullopt;
}

double VariogramPanel::reach() const {
    const auto& composites = document_.project().results.drilling.composites;
    if (!shown_ || !composites) return 0;
    const auto& overview = document_.project().results.statistics.overview;
    return project::draft_reach(*shown_, overview ? overview->spacing : drilling::DrillSpacing{});
}

void VariogramPanel::fill_elements() {
    const QString before = element_->currentData().toString();
    const auto all = document_.project().elements();
    bool same = static_cast<int>(all.size()) == element_->count();
    for (std::size_t n = 0; same && n < all.size(); ++n)
        same = element_->itemData(static_cast<int>(n)).toString().toStdString() == all[n];
    if (same) return;
    const QSignalBlocker quiet(element_);
    element_->clear();
    for (const std::string& one : all) element_->addItem(QString::fromStdString(one), QString::fromStdString(one));
    int at = element_->findData(before);
    if (at < 0) at = element_->findData(QString::fromStdString(document_.price().commodity()));
    element_->setCurrentIndex(std::max(at, element_->count() > 0 ? 0 : -1));
}

/// One handle of a range for all axes where they are one, else for the axis that is chosen.
void VariogramPanel::fill_ways() {
    const bool round = !shown_ || shown_->structures.empty() || is_round(shown_->structures.back().shape);
    const QVariant before = way_->currentData();
    const QSignalBlocker quiet(way_);
    way_->clear();
    if (!round)
        for (const DraftWay one : {DraftWay::major, DraftWay::semi, DraftWay::minor})
            way_->addItem(ui::words(words_of(one)), static_cast<int>(one));
    way_->addItem(ui::words("ui.variogram.all_axes"), static_cast<int>(DraftWay::any));
    way_->setCurrentIndex(std::max(0, way_->findData(before)));
    way_->setEnabled(!round);
}

/// A model that was fitted in another measure than the grades can be held against what it was fitted to.
void VariogramPanel::fill_measures() {
    const geostat::VariogramFit* made = rule().fit ? fit() : nullptr;
    const bool other = made != nullptr && made->scale != geostat::FitScale::grade && !project::fitted_curves(*made).empty();
    const QVariant before = measure_->currentData();
    const QSignalBlocker quiet(measure_);
    measure_->clear();
    measure_->addItem(ui::words("ui.variogram.in_grades"), false);
    if (other)
        measure_->addItem(ui::words(made->scale == geostat::FitScale::normal_scores ? "ui.variogram.in_scores" : "ui.variogram.in_relative"),
                          true);
    measure_->setCurrentIndex(std::max(0, measure_->findData(before)));
    measure_->setVisible(other);
}

bool VariogramPanel::as_fitted() const {
    return measure_->currentData().toBool();
}

void VariogramPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    fill_elements();
    shown_ = document_.project().results.drilling.composites ? model() : std::nullopt;
    const bool fitted = rule().fit;
    take_->setVisible(fitted);
    take_->setEnabled(shown_.has_value());
    scroller_->setVisible(!fitted);
    if (!fitted && form_for_ != element()) form_->show_parameters(number_ids(form_for_ = element()));
    form_->refresh();
    const geostat::VariogramFit* made = fit();
    QString told;
    if (fitted && made != nullptr) {
        told = ui::words(made->note);
        if (!document_.project().current("variogram")) told += "\n⚠ " + ui::words("ui.variogram.fit_older");
    } else if (!fitted) {
        told = ui::words("ui.variogram.stated");
    }
    note_->setText(told);
    fill_ways();
    fill_measures();
    ask_curves();
    pause_.start();
    draw();
    Q_EMIT bodyChanged();
}

void VariogramPanel::ask_curves() {
    const auto& composites = document_.project().results.drilling.composites;
    if (!shown_ || !composites) {
        curves_job_.drop();
        curves_.clear();
        curves_of_ = nullptr;
        return;
    }
    const auto own = document_.project().recipe.element.find(element());
    const double top_cut = own == document_.project().recipe.element.end() ? std::nan("") : own->second.assay.top_cut;
    const auto& overview = document_.project().results.statistics.overview;
    const double wanted = reach();
    // Ranges that grow past what is shown ask for more of it; a little room is no reason to walk over all pairs again.
    if (!(wanted <= reach_m_ && wanted > reach_m_ / 3)) reach_m_ = wanted;
    QString key = QString::fromStdString(element()) + QString(" %1 %2").arg(top_cut).arg(reach_m_);
    if (!shown_->structures.empty()) {
        const geostat::Anisotropy& shape = shown_->structures.back().shape;
        key += is_round(shape) ? QString(" round")
                               : QString(" %1 %2 %3").arg(shape.azimuth_deg).arg(shape.dip_deg).arg(shape.plunge_deg);
    }
    if (curves_of_ == composites.get() && curves_for_ == key.toStdString()) return;
    curves_of_ = composites.get();
    curves_for_ = key.toStdString();
    auto made = std::make_shared<std::vector<project::DraftCurve>>();
    curves_job_.ask(
        [made, composites, name = element(), shape = *shown_, top_cut, reach_m = reach_m_,
         spacing = overview ? std::optional(overview->spacing) : std::nullopt](base::Progress& progress) -> base::Expected<void> {
            const drilling::DrillSpacing apart =
                spacing ? *spacing
                        : drilling::drill_spacing(composites->x, composites->y, composites->z, composites->hole, &progress);
            auto curves = project::draft_curves(*composites, name, shape, top_cut, apart, reach_m, progress);
            if (!curves) return std::unexpected(curves.error());
            *made = std::move(*curves);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            curves_ = done ? std::move(*made) : std::vector<project::DraftCurve>();
            if (!done) note_->setText("⚠ " + ui::words(done.error()));
            draw();
        });
}

void VariogramPanel::ask_score() {
    if (!shown_ || !isVisible()) {
        score_job_.drop();
        score_->clear();
        return;
    }
    score_->setText(ui::words("ui.variogram.score_busy"));
    auto made = std::make_shared<project::DraftScore>();
    score_job_.ask(
        [made, copy = document_.project(), name = element(), tried = *shown_](base::Progress& progress) -> base::Expected<void> {
            const auto score = project::draft_score(copy, name, tried, most_left_out, progress);
            if (!score) return std::unexpected(score.error());
            *made = *score;
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (!done) return score_->setText("⚠ " + ui::words(done.error()));
            const geostat::ValidationSummary& s = made->summary;
            if (s.count == 0) return score_->setText(ui::words("ui.variogram.score_none"));
            score_->setText(ui::words("ui.variogram.score",
                                      {{"count", ui::plain_number(static_cast<double>(s.count), 0).toStdString()},
                                       {"of", ui::plain_number(static_cast<double>(made->of), 0).toStdString()},
                                       {"error", short_number(std::sqrt(s.mean_squared)).toStdString()},
                                       {"correlation", ui::plain_number(s.correlation, 3).toStdString()},
                                       {"standard", ui::plain_number(s.mean_squared_standard, 2).toStdString()}}));
        });
}

void VariogramPanel::draw() {
    charts::Plot plot;
    std::vector<charts::Handle> handles;
    if (shown_) {
        // Points and model in one measure, whichever it is; only grades are shaped by hand.
        const geostat::VariogramFit* const made = as_fitted() ? fit() : nullptr;
        if (made != nullptr) {
            plot = variogram_plot(made->fitted, project::fitted_curves(*made), made->reach_m, made);
        } else {
            plot = variogram_plot(*shown_, curves_, reach_m_, nullptr);
            handles = variogram_handles(*shown_, way());
        }
    }
    plot.empty_note = ui::words(document_.project().results.drilling.composites ? "ui.variogram.no_model" : "ui.variogram.empty");
    chart_->set_plot(std::move(plot));
    chart_->set_handles(std::move(handles));
}

void VariogramPanel::move_handle(int handle, double x, double y, bool dragging) {
    if (!shown_) return;
    if (const auto changed = with_handle_at(*shown_, handle, way(), std::max(x, reach_m_ / 1000), y)) take(*changed, dragging);
}

void VariogramPanel::take(const Variogram& changed, bool dragging) {
    shown_ = changed;
    if (!dragging) return keep(changed);
    draw();
    pause_.start();
    Q_EMIT bodyChanged();
}

std::optional<geostat::Anisotropy> VariogramPanel::body() const {
    if (!isVisible() || !in_view_->isChecked() || !shown_ || shown_->structures.empty()) return std::nullopt;
    return shown_->structures.back().shape;
}

void VariogramPanel::shape(const geostat::Anisotropy& now, bool dragging) {
    if (!shown_ || shown_->structures.empty()) return;
    Variogram changed = *shown_;
    const geostat::Anisotropy before = changed.structures.back().shape;
    for (Structure& one : changed.structures) {
        if (one.shape.azimuth_deg != before.azimuth_deg || one.shape.dip_deg != before.dip_deg || one.shape.plunge_deg != before.plunge_deg)
            continue;
        one.shape.azimuth_deg = now.azimuth_deg;
        one.shape.dip_deg = now.dip_deg;
        one.shape.plunge_deg = now.plunge_deg;
    }
    changed.structures.back().shape = now;
    take(changed, dragging);
}

void VariogramPanel::keep(const Variogram& model) {
    const std::string name = element();
    if (name.empty()) return;
    document_.edits().change_recipe(ui::words("ui.variogram.edit", {{"element", name}}), {}, [&](project::Recipe& recipe) {
        geostat::VariogramRule& own = recipe.element[name].variogram;
        own = project::stating(own, model);
    });
}

void VariogramPanel::settle() {
    if (pause_.isActive()) {
        pause_.stop();
        ask_score();
    }
    curves_job_.wait();
    score_job_.wait();
}

void VariogramPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!due_) return Q_EMIT bodyChanged();
    due_ = false;
    refresh();
}

void VariogramPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    Q_EMIT bodyChanged();
}

void VariogramPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        due_ = true;
        if (isVisible()) refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
