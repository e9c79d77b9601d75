#include "ui/panels/HistogramPanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/blocks/ColumnHistogram.h"
#include "core/project/Pipeline.h"
#include "ui/ColumnWords.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/BrushPlot.h"
#include "ui/panels/OlderNote.h"
#include "ui/scene/BlockColours.h"

namespace orelens::panels {
namespace {

constexpr int bins = 80;

/// Bars as one line around them.
std::vector<QPointF> outline(const std::vector<std::int64_t>& counts, double low, double high) {
    std::vector<QPointF> points{{low, 0}};
    const double wide = (high - low) / static_cast<double>(counts.size());
    for (std::size_t n = 0; n < counts.size(); ++n) {
        points.emplace_back(low + wide * static_cast<double>(n), static_cast<double>(counts[n]));
        points.emplace_back(low + wide * static_cast<double>(n + 1), static_cast<double>(counts[n]));
    }
    points.emplace_back(high, 0);
    return points;
}

}  // namespace

HistogramPanel::HistogramPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      column_(new QComboBox),
      left_out_(new QLabel),
      chart_(ui::tell(new charts::BrushPlot, "ui.histogram.chart")) {
    column_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* head = new QHBoxLayout;
    head->addWidget(ui::label_for(column_, "ui.histogram.column"));
    head->addWidget(column_);
    head->addWidget(left_out_, 1);
    auto* answer = new QWidget;
    auto* told = new QVBoxLayout(answer);
    told->setContentsMargins(0, 0, 0, 0);
    told->addLayout(head);
    told->addWidget(chart_, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {}, answer));
    box->addWidget(answer, 1);
    connect(column_, &QComboBox::activated, this, &HistogramPanel::refresh_column);
    connect(chart_, &charts::BrushPlot::brushed, this, [this](double low, double high, bool dragging) {
        document_.filter().set_range(column(), low, high, dragging);
    });
    connect(chart_, &charts::BrushPlot::cleared, this, [this] {
        const auto& rows = document_.filter().rows();
        for (std::size_t n = 0; n < rows.size(); ++n)
            if (rows[n].kind == blocks::FilterRow::Kind::range && rows[n].column == column())
                return document_.filter().remove(n);
    });
    connect(&document_.filter(), &ui::Filter::changed, this, &HistogramPanel::refresh);
    connect(&document_, &ui::Document::stateChanged, this, &HistogramPanel::fill_columns);
}

std::string HistogramPanel::column() const {
    return column_->currentData().toString().toStdString();
}

void HistogramPanel::fill_columns() {
    due_ = !isVisible();
    if (due_) return;
    const auto& model = document_.project().results.model();
    if (model == shown_ && column_->count() > 0) return;
    shown_ = model;
    const QString before = column_->currentData().toString();
    const QSignalBlocker quiet(column_);
    column_->clear();
    if (model != nullptr)
        for (const blocks::ColumnInfo& info : model->columns()) {
            if (info.type == blocks::ColumnType::integer && !info.codes.empty()) continue;
            const QString unit = info.unit.empty() ? QString() : " (" + QString::fromStdString(info.unit) + ")";
            column_->addItem(ui::column_words(info.name) + unit, QString::fromStdString(info.name));
        }
    int at = column_->findData(before);
    if (at < 0) at = column_->findData(QString::fromStdString(document_.price().commodity()));
    column_->setCurrentIndex(std::max(at, column_->count() > 0 ? 0 : -1));
    refresh_column();
}

void HistogramPanel::refresh_column() {
    all_.clear();
    const auto& model = document_.project().results.model();
    if (model != nullptr && model->has(column())) {
        const bool real = model->info(column())->type == blocks::ColumnType::real;
        if (real) {
            const scene::ValueRange range = scene::value_range(scene::sample_column(*model, column(), 200'000));
            low_ = range.low;
            high_ = range.high;
        } else if (const auto range = blocks::column_range(*model, column()); range && std::isfinite(range->first)) {
            low_ = range->first;
            high_ = range->second;
        }
        if (!(low_ < high_)) high_ = low_ + std::max(1.0, std::abs(low_) * 1e-6);
        if (const auto counted = blocks::column_histogram(*model, column(), low_, high_, bins)) {
            all_ = counted->count;
            const std::int64_t beyond = counted->below + counted->above;
            left_out_->setText(ui::words("ui.histogram.left_out",
                                         {{"beyond", ui::plain_number(static_cast<double>(beyond), 0).toStdString()},
                                          {"missing", ui::plain_number(static_cast<double>(counted->missing), 0)
                                                          .toStdString()}}));
            left_out_->setVisible(beyond + counted->missing > 0);
        }
    }
    refresh();
}

void HistogramPanel::refresh() {
    if (!isVisible()) {
        due_ = true;
        return;
    }
    charts::Plot plot;
    plot.empty_note = ui::words("ui.histogram.empty");
    const auto& model = document_.project().results.model();
    const ui::Filter& filter = document_.filter();
    if (!all_.empty() && model != nullptr) {
        plot.x = {column_->currentText(), low_, high_};
        plot.left.title = ui::words("ui.histogram.blocks");
        charts::Series all{.name = ui::words("ui.histogram.all"), .points = outline(all_, low_, high_), .colour = 5, .filled = true};
        plot.series.push_back(std::move(all));
        if (filter.mask() != nullptr && filter.model() == model)
            if (const auto kept = blocks::column_histogram(*model, column(), low_, high_, bins, filter.mask().get()))
                plot.series.push_back({.name = ui::words("ui.histogram.kept"), .points = outline(kept->count, low_, high_), .colour = 0, .filled = true});
        charts::fit_axis(plot.left, plot.series, false);
    }
    chart_->set_plot(std::move(plot));
    std::optional<std::pair<double, double>> brush;
    for (const blocks::FilterRow& row : filter.rows())
        if (row.on && row.kind == blocks::FilterRow::Kind::range && row.column == column())
            brush = {row.low, row.high};
    chart_->set_brush(brush);
}

void HistogramPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!due_) return;
    due_ = false;
    fill_columns();
    refresh();
}

void HistogramPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        shown_ = nullptr;
        due_ = true;
        if (isVisible()) fill_columns();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
