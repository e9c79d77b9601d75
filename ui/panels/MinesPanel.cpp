#include "ui/panels/MinesPanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <utility>

#include "core/utilization/PriceFollow.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/RatesPanel.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

using utilization::LeastRates;
using utilization::MineRow;
using utilization::Standing;

enum Kind { side_by_side, over_periods, with_price };
/// Of the list of rates: the two recoveries, then R1 … R5_all.
constexpr std::size_t recoveries = 2;
constexpr const char* rate_ids[] = {"R1", "R2", "R3", "R4", "R5", "R5_all"};
constexpr int price_points = 41;

std::optional<double> value_of(const MineRow& row, std::size_t rate) {
    if (rate == 0) return row.mining_recovery;
    if (rate == 1) return row.dressing_recovery;
    const std::size_t at = rate - recoveries;
    return at < row.rates.size() ? row.rates[at] : std::nullopt;
}

/// What is asked of it: of mining, of dressing, and of R1.
std::optional<double> least_of(const LeastRates* asked, std::size_t rate) {
    if (asked == nullptr) return std::nullopt;
    if (rate == 0) return asked->mining_recovery;
    if (rate == 1) return asked->dressing_recovery;
    return rate == recoveries ? asked->utilisation : std::nullopt;
}

Standing standing_of(const MineRow& row, std::size_t rate) {
    if (rate == 0) return row.mining;
    if (rate == 1) return row.dressing;
    return rate == recoveries ? row.utilisation : Standing::not_stated;
}

QString standing_words(Standing standing) {
    constexpr const char* keys[] = {"ui.mines.met", "ui.mines.missed", "ui.mines.unknown", "ui.mines.not_stated"};
    return ui::words(keys[static_cast<std::size_t>(standing)]);
}

QString percents(const std::optional<double>& fraction) {
    return fraction ? ui::percent_text(*fraction) : QStringLiteral("–");
}

QString name_of(const MineRow& row) {
    return QString::fromStdString(row.mine);
}

}  // namespace

MinesPanel::MinesPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      kind_(new QuietCombo),
      rate_(new QuietCombo),
      period_(new QuietCombo),
      chart_(new QStackedWidget),
      bars_(ui::tell(new charts::BarsWidget, "ui.mines.bars")),
      plot_(ui::tell(new charts::PlotWidget, "ui.mines.plot")),
      standings_(ui::tell(new TableView, "ui.mines.standings")),
      asked_(ui::tell(new QTableWidget, "ui.mines.asked")),
      add_(ui::tell(new QToolButton, "ui.mines.add")),
      remove_(ui::tell(new QToolButton, "ui.mines.remove")) {
    // What is compared above the rest, so that three columns have their place in a window of 900 px.
    auto* choices = new QVBoxLayout;
    auto* which = new QHBoxLayout;
    for (const auto& [combo, key] : {std::pair(kind_, "ui.mines.kind"), std::pair(rate_, "ui.mines.rate"),
                                     std::pair(period_, "ui.mines.period")}) {
        ui::tell(combo, key);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        if (combo != kind_) which->addWidget(combo);
    }
    which->addStretch(1);
    choices->addWidget(kind_, 0, Qt::AlignLeft);
    choices->addLayout(which);
    chart_->addWidget(bars_);
    chart_->addWidget(plot_);
    auto* left = new QVBoxLayout;
    left->addLayout(choices);
    left->addWidget(chart_, 1);
    auto* heading = ui::tell(new QLabel, "ui.mines.asked");
    auto* tools = new QHBoxLayout;
    tools->addWidget(heading, 1);
    add_->setIcon(ui::icon("plus"));
    remove_->setIcon(ui::icon("minus"));
    for (QToolButton* button : {add_, remove_}) {
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        tools->addWidget(button);
    }
    asked_->setColumnCount(6);
    asked_->verticalHeader()->hide();
    asked_->setSelectionMode(QAbstractItemView::SingleSelection);
    asked_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    auto* right = new QVBoxLayout;
    right->addLayout(tools);
    right->addWidget(asked_, 1);
    auto* body = new QWidget;
    auto* abreast = new QHBoxLayout(body);
    abreast->setContentsMargins(0, 0, 0, 0);
    abreast->addLayout(left, 4);
    abreast->addWidget(standings_, 4);
    abreast->addLayout(right, 4);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"utilization"}, body));
    box->addWidget(body, 1);
    for (QComboBox* combo : {kind_, rate_, period_})
        connect(combo, &QComboBox::activated, this, &MinesPanel::refresh_chart);
    connect(asked_, &QTableWidget::cellChanged, this, [this] { QTimer::singleShot(0, this, &MinesPanel::take_asked); });
    connect(add_, &QToolButton::clicked, this, [this] {
        auto rows = utilization::least_rates_from_text(document_.project().recipe.general.least_rates)
                        .value_or(std::vector<LeastRates>{});
        LeastRates fresh{.mine = ui::words("ui.mines.another").toStdString(), .component = "*"};
        // One row for each mine and component: a mine that has none, else a name to be typed over.
        std::set<std::string> taken;
        for (const LeastRates& row : rows) taken.insert(row.mine);
        for (const MineRow& row : this->rows())
            if (!taken.contains(row.mine)) fresh.mine = row.mine;
        for (int n = 2; taken.contains(fresh.mine); ++n)
            fresh.mine = ui::words("ui.mines.another").toStdString() + " " + std::to_string(n);
        rows.push_back(std::move(fresh));
        put_asked(std::move(rows));
        asked_->setCurrentCell(table_rows_ - 1, 0);
    });
    connect(remove_, &QToolButton::clicked, this, [this] {
        auto rows = utilization::least_rates_from_text(document_.project().recipe.general.least_rates)
                        .value_or(std::vector<LeastRates>{});
        const int row = asked_->currentRow();
        if (row < 0 || static_cast<std::size_t>(row) >= rows.size()) return;
        rows.erase(rows.begin() + row);
        put_asked(std::move(rows));
    });
    for (const auto signal : {&ui::Document::replaced, &ui::Document::resultsChanged, &ui::Document::recipeChanged})
        connect(&document_, signal, this, &MinesPanel::refresh_all);
    refresh_choices();
}

std::vector<MineRow> MinesPanel::rows() const {
    const auto& results = document_.project().results.utilization;
    if (!results.rates || !results.mine_records || results.rates->size() != results.mine_records->size()) return {};
    return utilization::mine_rows(*results.mine_records, *results.rates,
                                  project::least_rates(document_.project().recipe));
}

void MinesPanel::refresh_all() {
    due_ = !isVisible();
    if (due_) return;
    refresh_choices();
    refresh_chart();
    refresh_standings();
    refresh_asked();
}

void MinesPanel::refresh_choices() {
    const auto fill = [](QComboBox* combo, const QStringList& items) {
        const QSignalBlocker quiet(combo);
        const int at = std::max(0, combo->currentIndex());
        combo->clear();
        combo->addItems(items);
        combo->setCurrentIndex(std::min(at, combo->count() - 1));
    };
    fill(kind_, {ui::words("ui.mines.side_by_side"), ui::words("ui.mines.over_periods"), ui::words("ui.mines.with_price")});
    QStringList rates{ui::words("ui.mines.mining"), ui::words("ui.mines.dressing")};
    for (const char* id : rate_ids) rates << rate_name(id);
    const bool fresh = rate_->count() == 0;
    fill(rate_, rates);
    if (fresh) rate_->setCurrentIndex(recoveries);
    std::set<std::string> periods;
    for (const MineRow& row : rows()) periods.insert(row.period);
    QStringList names;
    for (const std::string& period : periods) names << QString::fromStdString(period);
    const QString chosen = period_->currentText();
    fill(period_, names);
    // The last one says how the mines stand now.
    period_->setCurrentIndex(names.contains(chosen) ? static_cast<int>(names.indexOf(chosen)) : period_->count() - 1);
}

charts::Bars MinesPanel::bars_of(const std::vector<MineRow>& rows) const {
    const auto rate = static_cast<std::size_t>(std::max(0, rate_->currentIndex()));
    const auto asked = project::least_rates(document_.project().recipe);
    const auto& records = *document_.project().results.utilization.mine_records;
    struct Entry {
        charts::Bar bar;
        double by = -1;
    };
    std::vector<Entry> entries;
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (QString::fromStdString(rows[n].period) != period_->currentText()) continue;
        Entry entry{{name_of(rows[n]), value_of(rows[n], rate), {}, least_of(utilization::asked_of(asked, records[n]), rate),
                     standing_of(rows[n], rate) == Standing::missed || rows[n].at_fault},
                    0};
        entry.by = entry.bar.value.value_or(-1);
        entries.push_back(std::move(entry));
    }
    std::ranges::stable_sort(entries, std::greater<>(), &Entry::by);
    charts::Bars bars;
    bars.value_name = rate_->currentText();
    bars.undefined = ui::words("ui.rates.undefined");
    bars.empty_note = ui::words("ui.mines.none");
    for (Entry& entry : entries) bars.bars.push_back(std::move(entry.bar));
    return bars;
}

charts::Plot MinesPanel::trend_of(const std::vector<MineRow>& rows) const {
    const auto rate = static_cast<std::size_t>(std::max(0, rate_->currentIndex()));
    charts::Plot plot;
    plot.empty_note = ui::words("ui.mines.none");
    std::set<std::string> periods;
    std::vector<std::string> mines;
    for (const MineRow& row : rows) {
        periods.insert(row.period);
        if (std::ranges::find(mines, row.mine) == mines.end()) mines.push_back(row.mine);
    }
    if (mines.empty()) return plot;
    for (const std::string& period : periods) plot.x.names.push_back(QString::fromStdString(period));
    plot.x.title = ui::words("ui.mines.period");
    plot.x.high = std::max(1.0, static_cast<double>(periods.size()) - 1);
    plot.left.title = rate_->currentText() + " (%)";
    for (std::size_t m = 0; m < mines.size(); ++m) {
        charts::Series line{.name = QString::fromStdString(mines[m]), .colour = static_cast<int>(m % 8), .dashed = m >= 8};
        for (const MineRow* row : utilization::trend(rows, mines[m])) {
            const auto at = std::distance(periods.begin(), periods.find(row->period));
            if (const auto value = value_of(*row, rate)) line.points.emplace_back(static_cast<double>(at), 100 * *value);
        }
        // A single period is a place, not a way.
        line.dots = line.points.size() < 2;
        if (!line.points.empty()) plot.series.push_back(std::move(line));
    }
    charts::fit_axis(plot.left, plot.series, false);
    return plot;
}

charts::Plot MinesPanel::against_price() const {
    charts::Plot plot;
    plot.empty_note = ui::words("ui.mines.no_price");
    const auto& records = document_.project().results.utilization.mine_records;
    const economics::PriceDeck deck = project::price_deck(document_.project().recipe);
    const double price = document_.price().recipe_price();
    if (!records || !(price > 0)) return plot;
    std::vector<double> prices;
    for (int n = 0; n < price_points; ++n) prices.push_back(price * (0.5 + static_cast<double>(n) / (price_points - 1)));
    plot.x = {ui::words("ui.curve.price", {{"commodity", document_.price().commodity()},
                                           {"unit", document_.price().unit()}}),
              prices.front(), prices.back()};
    plot.left.title = rate_name("R5") + " (%)";
    int colour = 0;
    for (const utilization::MineRecord& record : *records) {
        if (QString::fromStdString(record.period) != period_->currentText()) continue;
        const auto points = utilization::rate_against_price(record, deck, document_.price().commodity(), prices);
        if (!points) continue;
        charts::Series official{.name = QString::fromStdString(record.mine), .colour = colour % 8};
        charts::Series all{.name = ui::words("ui.mines.full", {{"mine", record.mine}}), .colour = colour % 8, .dashed = true};
        for (const utilization::RatePoint& point : *points) {
            const double none = std::nan("");
            official.points.emplace_back(point.price, 100 * point.official.value.value_or(none));
            all.points.emplace_back(point.price, 100 * point.all.value.value_or(none));
        }
        plot.series.push_back(std::move(official));
        plot.series.push_back(std::move(all));
        ++colour;
    }
    charts::fit_axis(plot.left, plot.series, false);
    return plot;
}

void MinesPanel::refresh_chart() {
    const auto all = rows();
    const int kind = kind_->currentIndex();
    rate_->setEnabled(kind != with_price);
    period_->setEnabled(kind != over_periods && period_->count() > 0);
    chart_->setCurrentWidget(kind == side_by_side ? static_cast<QWidget*>(bars_) : plot_);
    if (kind == side_by_side) {
        charts::Bars bars;
        bars.empty_note = ui::words("ui.mines.none");
        bars_->set_bars(all.empty() ? std::move(bars) : bars_of(all));
    } else {
        plot_->set_plot(kind == over_periods ? trend_of(all) : against_price());
    }
}

void MinesPanel::refresh_standings() {
    const auto all = rows();
    standings_->set_headings({ui::words("ui.mines.mine"), ui::words("ui.mines.period"), ui::words("ui.mines.mining"),
                              ui::words("ui.mines.dressing"), QStringLiteral("R1"), ui::words("ui.mines.standing"),
                              ui::words("ui.mines.rank"), QStringLiteral("R5")},
                             {{}, {}, {}, {}, rate_name("R1"), {}, ui::words("ui.mines.rank.tip"), rate_name("R5")});
    std::vector<QStringList> lines;
    const auto marked = [](const std::optional<double>& rate, Standing standing) {
        const char* mark = standing == Standing::met ? "✔ " : standing == Standing::missed ? "✘ " : "";
        return mark + percents(rate);
    };
    for (std::size_t n = 0; n < all.size(); ++n) {
        const MineRow& row = all[n];
        // The worst of the three, and "unknown" before "met": what was not seen has not passed.
        Standing worst = Standing::not_stated;
        for (const Standing one : {row.mining, row.dressing, row.utilisation}) {
            if (one == Standing::missed || worst == Standing::missed)
                worst = Standing::missed;
            else if (one == Standing::rate_unknown || worst == Standing::rate_unknown)
                worst = Standing::rate_unknown;
            else if (one == Standing::met)
                worst = Standing::met;
        }
        const int rank = utilization::ranks(all, 0, row.period)[n];
        lines.push_back({(row.at_fault ? "⚠ " : "") + name_of(row), QString::fromStdString(row.period),
                         marked(row.mining_recovery, row.mining), marked(row.dressing_recovery, row.dressing),
                         marked(value_of(row, recoveries), row.utilisation), standing_words(worst),
                         rank > 0 ? QString::number(rank) : QStringLiteral("–"), percents(value_of(row, recoveries + 4))});
    }
    standings_->set_rows(lines);
    for (int row = 0; row < standings_->rowCount(); ++row)
        if (!all[static_cast<std::size_t>(row)].source.empty())
            standings_->item(row, 5)->setToolTip(QString::fromStdString(all[static_cast<std::size_t>(row)].source));
}

void MinesPanel::refresh_asked() {
    const QSignalBlocker quiet(asked_);
    const int at = asked_->currentRow();
    const auto rows = utilization::least_rates_from_text(document_.project().recipe.general.least_rates)
                          .value_or(std::vector<LeastRates>{});
    asked_->setEnabled(document_.open());
    add_->setEnabled(document_.open());
    // Behind the table the limits that the recipe states for all mines, as they hold: shown, and edited where they stand.
    const auto holding = project::least_rates(document_.project().recipe);
    table_rows_ = static_cast<int>(rows.size());
    remove_->setEnabled(!rows.empty());
    asked_->setHorizontalHeaderLabels({ui::words("ui.mines.mine"), ui::words("ui.mines.component"),
                                       ui::words("ui.mines.mining"), ui::words("ui.mines.dressing"),
                                       ui::words("ui.mines.used"), ui::words("ui.mines.source")});
    asked_->setRowCount(static_cast<int>(holding.size()));
    const auto percent = [](const std::optional<double>& fraction) {
        return fraction ? QString::number(*fraction * 100, 'g', 6) : QString();
    };
    for (int n = 0; n < asked_->rowCount(); ++n) {
        const LeastRates& row = holding[static_cast<std::size_t>(n)];
        const bool general = n >= table_rows_;
        QString source = QString::fromStdString(row.source);
        if (general)
            source = source.isEmpty() ? ui::words("ui.mines.general")
                                      : ui::words("ui.mines.general_of", {{"source", row.source}});
        const QString mine = general ? ui::words("ui.mines.general_mine") : QString::fromStdString(row.mine);
        const QStringList cells{mine,
                                QString::fromStdString(row.component),
                                percent(row.mining_recovery),
                                percent(row.dressing_recovery),
                                percent(row.utilisation),
                                source};
        for (int c = 0; c < cells.size(); ++c) {
            auto* item = new QTableWidgetItem(cells[c]);
            if (general) {
                item->setFlags(item->flags() & ~Qt::ItemIsEditable);
                item->setToolTip(source + "\n" + ui::words("ui.mines.general.tip"));
                QFont slanted = asked_->font();
                slanted.setItalic(true);
                item->setFont(slanted);
            }
            if (c >= 2 && c <= 4) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            asked_->setItem(n, c, item);
        }
    }
    if (at >= 0 && asked_->rowCount() > 0) asked_->setCurrentCell(std::min(at, asked_->rowCount() - 1), 0);
}

/// The grid as the one text that the recipe holds.
void MinesPanel::take_asked() {
    std::string text;
    for (int n = 0; n < table_rows_; ++n) {
        if (n > 0) text += "; ";
        for (int c = 0; c < asked_->columnCount(); ++c) {
            QString cell = asked_->item(n, c) != nullptr ? asked_->item(n, c)->text().trimmed() : QString();
            cell.replace('|', '/').replace(';', ',').replace('\n', ' ');  // what divides the fields and rows of the text
            if (c >= 2 && c <= 4) cell.remove('%').remove(' ');
            text += (c > 0 ? " | " : "") + cell.toStdString();
        }
    }
    const auto read = utilization::least_rates_from_text(text);
    if (!read) {
        Q_EMIT refused(ui::words(read.error()));
        return refresh_asked();
    }
    put_asked(*read);
}

void MinesPanel::put_asked(std::vector<LeastRates> rows) {
    const std::string text = utilization::least_rates_to_text(rows);
    if (text == document_.project().recipe.general.least_rates) return refresh_asked();
    // Each cell is a step of its own.
    document_.edits().change_recipe(ui::words("ui.mines.edit"), "",
                                    [&](project::Recipe& recipe) { recipe.general.least_rates = text; });
    refresh_asked();
}

void MinesPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (due_) refresh_all();
}

void MinesPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        const int rate = rate_->currentIndex();
        refresh_all();
        if (due_) refresh_choices();
        rate_->setCurrentIndex(rate);
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
