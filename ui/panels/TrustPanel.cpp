#include "ui/panels/TrustPanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <array>
#include <cmath>
#include <utility>

#include "core/project/Pipeline.h"
#include "core/project/Potential.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PotentialWords.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

constexpr std::array curve_keys{"ui.trust.curve_prediction", "ui.trust.curve_success", "ui.trust.curve_roc", "ui.trust.curve_precision", "ui.trust.curve_reliability", "ui.trust.curve_contrast"};
constexpr int methods_table = 0, folds_table = 1, first_contrast = 2;

QString count_text(std::int64_t count) {
    return ui::plain_number(static_cast<double>(count), 0);
}
QString percent(double share) {
    return std::isfinite(share) ? ui::plain_number(100 * share, 0) + " %" : QStringLiteral("–");
}

void fill_methods(TableView& table, const project::PredictionResult& result) {
    table.set_headings({ui::words("ui.trust.method"), ui::words("ui.trust.block_area"), ui::words("ui.trust.interval"), ui::words("ui.trust.fit_area"), ui::words("ui.trust.depth_area"), "1 %", "5 %", "10 %", "P-A", ui::words("ui.trust.brier")},
                       {ui::words("ui.trust.method"), ui::words("ui.trust.block_area.tip"), ui::words("ui.trust.interval.tip"), ui::words("ui.trust.fit_area.tip"), ui::words("ui.trust.depth_area.tip"), ui::words("ui.trust.capture.tip"), ui::words("ui.trust.capture.tip"),
                        ui::words("ui.trust.capture.tip"), ui::words("ui.trust.crossing.tip"), ui::words("ui.trust.brier.tip")});
    std::vector<QStringList> rows;
    for (const project::MethodNote& one : result.methods) {
        QString name = QString::fromStdString(one.name);
        if (one.name == result.method) name = "● " + name;
        if (one.baseline) name += " " + ui::words("ui.trust.baseline");
        if (!one.refused.empty()) {
            rows.push_back({name, ui::words(one.refused), {}, {}, {}, {}, {}, {}, {}, {}});
            continue;
        }
        rows.push_back({name, score_text(one.mean), score_text(one.low) + "–" + score_text(one.high), score_text(one.fit), score_text(one.depth), percent(one.capture[0]), percent(one.capture[1]), percent(one.capture[2]), score_text(one.captured),
                        score_text(one.brier)});
    }
    table.set_rows(rows);
}

void fill_folds(TableView& table, const project::PredictionResult& result) {
    table.set_headings({ui::words("ui.trust.fold"), ui::words("ui.trust.positives"), ui::words("ui.trust.labelled"), ui::words("ui.trust.trained")});
    std::vector<QStringList> rows;
    for (std::size_t n = 0; n < result.folds.size(); ++n)
        rows.push_back({count_text(static_cast<std::int64_t>(n) + 1), count_text(result.folds[n].positives), count_text(result.folds[n].samples), count_text(result.folds[n].trained)});
    table.set_rows(rows);
}

void fill_contrasts(TableView& table, const project::ContrastTable& contrast) {
    table.set_headings({ui::words("ui.trust.class"), "A", "B", "C", "D", "W⁺", "W⁻", ui::words("ui.trust.contrast"), "s", ui::words("ui.trust.studentised"), "I", {}},
                       {ui::words("ui.trust.class.tip"), ui::words("ui.trust.a.tip"), ui::words("ui.trust.b.tip"), ui::words("ui.trust.c.tip"), ui::words("ui.trust.d.tip"), ui::words("ui.trust.w_plus.tip"), ui::words("ui.trust.w_minus.tip"),
                        ui::words("ui.trust.contrast.tip"), ui::words("ui.trust.s.tip"), ui::words("ui.trust.studentised.tip"), ui::words("ui.trust.information.tip"), ui::words("ui.trust.marks.tip")});
    std::vector<QStringList> rows;
    for (std::size_t n = 0; n < contrast.rows.size(); ++n) {
        const project::ContrastRow& row = contrast.rows[n];
        QString cls = count_text(row.cls);
        const auto& edges = contrast.edges;
        if (!edges.empty() && row.cls >= 0) {
            const auto at = static_cast<std::size_t>(row.cls);
            const QString low = at == 0 || at > edges.size() ? QStringLiteral("−∞") : ui::number_text(edges[at - 1], 3), high = at < edges.size() ? ui::number_text(edges[at], 3) : QStringLiteral("∞");
            cls += " (" + low + " – " + high + ")";
        }
        const QString marks = QString(static_cast<int>(n) == contrast.cutoff ? "✂" : "") + (row.zero ? "½" : "");
        rows.push_back({cls, count_text(row.in_positive), count_text(row.out_positive), count_text(row.in_other), count_text(row.out_other), score_text(row.w_plus), score_text(row.w_minus), score_text(row.contrast), score_text(row.s_contrast), score_text(row.studentised),
                        score_text(row.information), marks});
    }
    table.set_rows(rows);
}

}  // namespace

TrustPanel::TrustPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      note_(new QLabel),
      tables_(new QComboBox),
      curves_(new QComboBox),
      table_(ui::tell(new TableView, "ui.trust.table")),
      chart_(ui::tell(new charts::PlotWidget, "ui.trust.chart")),
      answer_(new QWidget) {
    note_->setWordWrap(true);
    note_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QComboBox* combo : {tables_, curves_}) combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(note_);
    const auto headed = [](QWidget* label, QWidget* choice, QWidget* below) {
        auto* part = new QWidget;
        auto* column = new QVBoxLayout(part);
        column->setContentsMargins(0, 0, 0, 0);
        auto* head = new QHBoxLayout;
        head->addWidget(label);
        head->addWidget(choice);
        head->addStretch(1);
        column->addLayout(head);
        column->addWidget(below, 1);
        return part;
    };
    parts_ = {headed(ui::label_for(tables_, "ui.trust.tables"), tables_, table_), headed(ui::label_for(curves_, "ui.trust.curves"), curves_, chart_)};
    auto* row = new QHBoxLayout(answer_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(scroll, 2);
    row->addWidget(parts_[0], 4);
    row->addWidget(parts_[1], 3);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"evidence", "potential"}, answer_));
    box->addWidget(answer_, 1);
    connect(tables_, &QComboBox::activated, this, [this](int n) {
        refresh_table();
        if (n >= first_contrast && curves_->currentIndex() != static_cast<int>(TrustCurve::contrast)) curves_->setCurrentIndex(static_cast<int>(TrustCurve::contrast));
        refresh_chart();
    });
    connect(curves_, &QComboBox::activated, this, &TrustPanel::refresh_chart);
    connect(&document_.potential(), &ui::PotentialInHand::changed, this, &TrustPanel::refresh);
    connect(&document_, &ui::Document::stateChanged, this, &TrustPanel::refresh);
    refresh();
}

void TrustPanel::fill_choices() {
    const auto& result = document_.potential().prediction();
    const int table = tables_->currentIndex(), curve = curves_->currentIndex();
    const QSignalBlocker quiet_tables(tables_), quiet_curves(curves_);
    tables_->clear();
    curves_->clear();
    tables_->addItem(ui::words("ui.trust.table_methods"));
    tables_->addItem(ui::words("ui.trust.table_folds"));
    for (const project::ContrastTable& one : result->contrasts) tables_->addItem(ui::words("ui.trust.table_contrast", {{"layer", one.layer}}));
    for (const char* key : curve_keys) curves_->addItem(ui::words(key));
    tables_->setCurrentIndex(table >= 0 && table < tables_->count() ? table : 0);
    curves_->setCurrentIndex(std::max(curve, 0));
}

void TrustPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const auto& result = document_.potential().prediction();
    for (QWidget* part : parts_) part->setVisible(result != nullptr);
    if (!result) {
        note_->setText(potential_silence(document_, false));
        return;
    }
    QStringList said;
    for (const base::Message& message : result->trust) said << ui::words(message);
    said << ui::words("cli.potential.meaning", {{"method", result->method}, {"meaning", "@" + result->meaning}});
    said << ui::words("ui.trust.folds_of", {{"edge", ui::plain_number(result->edge_m, 0).toStdString()}, {"buffer", ui::plain_number(result->buffer_m, 0).toStdString()}, {"blocks", std::to_string(result->blocks)}, {"repeats", std::to_string(result->repeats)}});
    if (result->unknown > 0) said << ui::words("cli.potential.domain", {{"share", ui::plain_number(100.0 * static_cast<double>(result->outside) / static_cast<double>(result->unknown), 1).toStdString()}});
    for (const base::Message& message : result->independence) said << ui::words(message);
    if (result->drivers_of_best_only) said << ui::words("ui.trust.drivers_of_best");
    said << ui::words("ui.potential.apart");
    note_->setText(said.join("\n\n"));
    fill_choices();
    refresh_table();
    refresh_chart();
}

void TrustPanel::refresh_table() {
    const auto& result = document_.potential().prediction();
    if (!result) return;
    const int n = tables_->currentIndex();
    if (n == folds_table)
        fill_folds(*table_, *result);
    else if (n >= first_contrast && static_cast<std::size_t>(n - first_contrast) < result->contrasts.size())
        fill_contrasts(*table_, result->contrasts[static_cast<std::size_t>(n - first_contrast)]);
    else
        fill_methods(*table_, *result);
}

void TrustPanel::refresh_chart() {
    const auto& result = document_.potential().prediction();
    if (!result) return;
    const int layer = std::max(0, tables_->currentIndex() - first_contrast);
    chart_->set_plot(trust_plot(*result, static_cast<TrustCurve>(std::max(0, curves_->currentIndex())), static_cast<std::size_t>(layer)));
}

void TrustPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
}

void TrustPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
