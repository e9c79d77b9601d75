// What the page of statistics shows while a hand moves, and after it.
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QCheckBox>
#include <algorithm>
#include <cmath>

#include "core/project/SolidFilter.h"
#include "ui/ColumnWords.h"
#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/charts/BrushPlot.h"
#include "ui/panels/TableView.h"
#include "ui/pages/StatisticsPage.h"
#include "ui/pages/StatisticsParts.h"

namespace orelens::pages {
namespace {

/// A hand that rests this long wants the rest.
constexpr int rest_ms = 150;

}  // namespace

/// Which rows the filter keeps: the same conditions are asked of blocks, in the view, and of samples, here.
void StatisticsPage::refresh_keep() {
    soon_.stop();
    if (!table_ || !isVisible()) return;
    const ui::Filter& filter = document_.filter();
    const project::Results& results = document_.project().results;
    std::vector<std::uint8_t> keep;
    not_asked_ = false;
    const auto on = std::ranges::count_if(filter.rows(), &blocks::FilterRow::on);
    if (table_->samples && on > 0) {
        auto mask = project::filter_composites(*table_->samples, results.model().get(), results.shapes.list, filter.rows());
        if (mask && static_cast<std::ptrdiff_t>(mask->not_asked.size()) < on) keep = std::move(mask->keep);
        not_asked_ = mask && !mask->not_asked.empty();
    } else if (table_->model && filter.mask() && filter.model() == table_->model) {
        keep.resize(table_->size());
        for (std::size_t n = 0; n < keep.size(); ++n) keep[n] = filter.mask()->has(table_->leaf[n], table_->at[n]) ? 1 : 0;
    }
    kept_ = keep.empty() ? static_cast<std::int64_t>(table_->size()) : std::ranges::count(keep, 1);
    keep_ = keep.empty() ? nullptr : std::make_shared<const std::vector<std::uint8_t>>(std::move(keep));
    const ui::Args args{{"count", rows_text(static_cast<std::int64_t>(table_->size())).toStdString()}, {"kept", rows_text(kept_).toStdString()}};
    QString text = ui::words(keep_ ? "ui.stats.some_kept" : "ui.stats.all_kept", args);
    if (table_->step > 1) text += "  ·  " + ui::words("statistics.some_blocks", {{"step", std::to_string(table_->step)}});
    if (table_->left_out > 0) text += "  ·  " + ui::words("statistics.left_out", {{"count", std::to_string(table_->left_out)}});
    if (not_asked_) text += "  ·  ⚠ " + ui::words("ui.stats.not_asked");
    summary_->setText(text);
    clear_->setEnabled(std::ranges::any_of(filter.rows(), [&](const blocks::FilterRow& row) {
        return row.kind == blocks::FilterRow::Kind::range && table_->find(row.column) < table_->elements.size();
    }));
    draw_quick();
    // A job of another selection is of no use: the rest waits for the hand.
    pause_.start(rest_ms);
}

std::optional<std::pair<double, double>> StatisticsPage::range_of(std::size_t element) const {
    for (const blocks::FilterRow& row : document_.filter().rows())
        if (row.on && row.kind == blocks::FilterRow::Kind::range && row.column == table_->elements[element]) return std::pair(row.low, row.high);
    return std::nullopt;
}

void StatisticsPage::draw_quick() {
    if (!table_ || table_->elements.empty() || !isVisible()) return;
    const std::size_t x = element_in(element_), y = element_in(other_);
    const std::vector<std::uint8_t> keep = keep_ ? *keep_ : std::vector<std::uint8_t>();
    if (view() == StatisticsView::spread) {
        if (classes_.weight.empty()) classes_ = statistics::histogram(table_->value[x], {}, 0, log_->isChecked());
        std::vector<double> kept;
        if (keep_) kept = statistics::counts_in(classes_, table_->value[x], keep);
        histogram_->set_plot(histogram_plot(classes_, keep_ ? &kept : nullptr, element_title(*table_, x)));
        const auto range = range_of(x);
        histogram_->set_brush(range ? std::optional(std::pair(on_axis(range->first), on_axis(range->second))) : std::nullopt);
        return;
    }
    if (view() == StatisticsView::together) {
        if (!cloud_) cloud_ = scatter_points(*table_, x, y, log_->isChecked());
        charts::Cloud cloud;
        cloud.points = cloud_;
        cloud.keep = keep;
        cloud.x = value_axis(cloud_->x, element_title(*table_, x), log_->isChecked());
        cloud.y = value_axis(cloud_->y, element_title(*table_, y), log_->isChecked());
        cloud.all_name = ui::words("ui.stats.all");
        cloud.kept_name = ui::words("ui.stats.kept");
        cloud.empty_note = ui::words("ui.stats.empty");
        scatter_->set_cloud(std::move(cloud));
        const auto a = range_of(x), b = range_of(y);
        std::optional<QRectF> brush;
        if (a && b) brush = QRectF(QPointF(on_axis(a->first), on_axis(b->first)), QPointF(on_axis(a->second), on_axis(b->second)));
        scatter_->set_brush(brush);
        return;
    }
    if (view() == StatisticsView::axes && made_ && made_->asked.view == StatisticsView::axes && made_->asked.table == table_) biplot_->set_cloud(biplot(*made_, keep));
    if (view() != StatisticsView::ternary) return;
    charts::Cloud cloud;
    cloud.empty_note = ui::words("ui.stats.few_elements");
    if (table_->elements.size() >= 3) {
        const std::array<std::size_t, 3> corner{element_in(corner_[0]), element_in(corner_[1]), element_in(corner_[2])};
        if (!triangle_) {
            auto made = std::make_shared<charts::CloudPoints>();
            for (const statistics::TernaryPoint& point : report::ternary_points(*table_, corner, centred_->isChecked(), {})) {
                made->x.push_back(point.x);
                made->y.push_back(point.y);
            }
            triangle_ = made;
        }
        cloud.points = triangle_;
        cloud.keep = keep;
        for (const std::size_t e : corner) cloud.corners << QString::fromStdString(table_->elements[e]);
        cloud.all_name = ui::words("ui.stats.all");
        cloud.kept_name = ui::words("ui.stats.kept");
    }
    ternary_->set_cloud(std::move(cloud));
    notes_[static_cast<std::size_t>(StatisticsView::ternary)]->setText(ui::words(centred_->isChecked() ? "statistics.centred_note" : "ui.stats.not_centred"));
}

void StatisticsPage::ask() {
    pause_.stop();
    if (!table_ || table_->elements.empty() || !isVisible() || view() == StatisticsView::ternary) return;
    StatisticsWish wish;
    wish.view = view();
    wish.table = table_;
    wish.keep = keep_;
    wish.element = element_in(element_);
    wish.by = by_->currentData().toString().toStdString();
    wish.surface = group_->currentData().toString().toStdString();
    wish.coefficient = static_cast<statistics::Coefficient>(coefficient_->currentData().toInt());
    wish.plane = static_cast<MapPlane>(plane_->currentData().toInt());
    if (const QPoint pair = pair_->currentData().toPoint(); pair_->currentData().isValid()) wish.pair = statistics::DomainPair{pair.x(), pair.y(), 0};
    auto made = std::make_shared<StatisticsMade>();
    job_.ask(
        [made, copy = document_.project(), wish](base::Progress& progress) -> base::Expected<void> {
            auto done = answer_statistics(copy, wish, progress);
            if (!done) return std::unexpected(done.error());
            *made = std::move(*done);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            wrong_->setVisible(!done);
            if (!done) return wrong_->setText("⚠ " + ui::words(done.error()));
            made_ = made;
            tell();
        });
}

void StatisticsPage::tell() {
    if (!made_ || !table_ || made_->asked.table != table_ || made_->asked.view != view()) return;
    const auto n = static_cast<std::size_t>(view());
    if (tables_[n] != nullptr) {
        const StatisticsRows rows = rows_of(made_->table);
        tables_[n]->set_headings(rows.headings);
        tables_[n]->set_rows(rows.rows);
    }
    QStringList notes;
    for (const std::string& note : made_->table.notes) notes << QString::fromStdString(note);
    switch (view()) {
        case StatisticsView::spread:
            probability_->set_plot(probability_plot(*made_, log_->isChecked()));
            boxes_->set_boxes(boxes_of(*made_, log_->isChecked()));
            notes << ui::words("ui.stats.top_cut_says", {{"reason", ui::words(report::top_cut_reason(made_->one.top_cut, made_->one.unit)).toStdString()}});
            break;
        case StatisticsView::together:
            matrix_->set_map(matrix_map(*made_->matrix));
            notes << ui::words("statistics.p_note");
            if (made_->matrix->row_step > 1) notes << ui::words("statistics.some_rows", {{"step", std::to_string(made_->matrix->row_step)}});
            break;
        case StatisticsView::contacts: {
            std::vector<std::pair<QString, QVariant>> pairs;
            if (const report::RowClasses* classes = table_->classes_of(made_->asked.by))
                for (const statistics::DomainPair& pair : made_->pairs)
                    pairs.emplace_back(ui::words("ui.stats.contact_pair", {{"a", ui::code_words(classes->name, classes->codes[static_cast<std::size_t>(pair.a)]).toStdString()},
                                                                           {"b", ui::code_words(classes->name, classes->codes[static_cast<std::size_t>(pair.b)]).toStdString()},
                                                                           {"count", std::to_string(pair.contacts)}}),
                                       QPoint(pair.a, pair.b));
            refill_box(pair_, pairs, pairs.empty() ? QVariant() : pairs.front().second);
            contact_->set_plot(contact_plot(*made_));
            if (!made_->contact.profile.empty())
                notes << ui::words("ui.stats.contact_step", {{"a", ui::number_text(made_->contact.step.mean_a).toStdString()},
                                                             {"b", ui::number_text(made_->contact.step.mean_b).toStdString()},
                                                             {"p", statistics::chance_text(made_->contact.step.p)}});
            break;
        }
        case StatisticsView::enrichment: bars_->set_bars(enrichment_bars(*made_)); break;
        case StatisticsView::axes: biplot_->set_cloud(biplot(*made_, keep_ ? *keep_ : std::vector<std::uint8_t>())); break;
        case StatisticsView::map:
            map_->set_map(variogram_heat(*made_));
            if (made_->map.side > 0) notes << ui::words(made_->asked.plane == MapPlane::level ? "ui.stats.map_level" : "ui.stats.map_section");
            break;
        case StatisticsView::table:
        case StatisticsView::ternary: break;
    }
    if (notes_[n] != nullptr && view() != StatisticsView::ternary) notes_[n]->setText(notes.join("  ·  "));
}

}  // namespace orelens::pages
