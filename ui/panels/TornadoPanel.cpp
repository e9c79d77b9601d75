#include "ui/panels/TornadoPanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/project/LeverWords.h"
#include "core/project/Truth.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/TornadoPlot.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

/// Up to here all inputs are moved without being asked for.
constexpr std::int64_t at_once_blocks = 300'000;
constexpr double usual_share = 10;

/// The unit that amounts of money of this size are told in, and how much of the currency it is.
struct MoneyUnit {
    double amount = 1;
    QString name;
};
MoneyUnit money_unit(double amount, const std::string& currency) {
    if (std::abs(amount) < 1e6) return {1, QString::fromStdString(currency)};
    return {1e6, ui::words("ui.tornado.million", {{"currency", currency}})};
}

}  // namespace

TornadoPanel::TornadoPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      share_(ui::tell(new NumberEntry, "ui.tornado.share")),
      quantity_(ui::tell(new QuietCombo, "ui.tornado.quantity")),
      ask_(ui::tell(new QPushButton, "ui.tornado.ask")),
      note_(new QLabel),
      chart_(ui::tell(new charts::TornadoWidget, "ui.tornado.chart")),
      table_(ui::tell(new TableView, "ui.tornado.table")) {
    share_->set_limits(0.1, 99, false);
    share_->show_number(usual_share);
    share_->setSuffix(" %");
    share_->setKeyboardTracking(false);
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* body = new QWidget;
    auto* told = new QVBoxLayout(body);
    told->setContentsMargins(0, 0, 0, 0);
    auto* choices = new QHBoxLayout;
    choices->addWidget(ui::label_for(quantity_, "ui.tornado.quantity"));
    choices->addWidget(quantity_);
    choices->addWidget(ui::label_for(share_, "ui.tornado.share"));
    choices->addWidget(share_);
    choices->addWidget(ask_);
    choices->addWidget(note_, 1);
    auto* abreast = new QHBoxLayout;
    abreast->addWidget(chart_, 5);
    abreast->addWidget(table_, 4);
    told->addLayout(choices);
    told->addLayout(abreast, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"estimate", "bounds", "evaluate"}, body));
    box->addWidget(body, 1);
    connect(share_, &QDoubleSpinBox::valueChanged, this, &TornadoPanel::due);
    connect(quantity_, &QComboBox::activated, this, &TornadoPanel::show_made);
    connect(ask_, &QPushButton::clicked, this, &TornadoPanel::start);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &TornadoPanel::due);
    for (const auto signal : {&ui::PriceInHand::allPricesChanged, &ui::PriceInHand::onlyInsideChanged})
        connect(&document_.price(), signal, this, &TornadoPanel::due);
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged,
                              &ui::Document::standingChanged})
        connect(&document_, signal, this, &TornadoPanel::due);
}

void TornadoPanel::due() {
    due_ = !isVisible();
    if (!due_) refresh();
}

void TornadoPanel::tell(const QString& words) {
    chart_->hide();
    table_->hide();
    note_->setText(words);
}

/// Inputs or price are others now: what stood here spoke for those before.
void TornadoPanel::refresh() {
    due_ = false;
    {
        const QSignalBlocker quiet(quantity_);
        const int chosen = std::max(0, quantity_->currentIndex());
        quantity_->clear();
        quantity_->addItems({ui::words("ui.tornado.worth"), ui::words("ui.tornado.tonnes")});
        quantity_->setCurrentIndex(chosen);
    }
    job_.drop();
    made_ = nullptr;
    const auto model = document_.project().results.unvalued();
    const ui::Answer answer = document_.price().answer();
    const bool there = document_.open() && model && answer.curve != nullptr;
    for (QWidget* part : {static_cast<QWidget*>(share_), static_cast<QWidget*>(quantity_)}) part->setEnabled(there);
    ask_->setVisible(there && model->block_count() > at_once_blocks);
    ask_->setEnabled(true);
    if (!there) {
        const base::Message why = project::not_evaluated(document_.project());
        return tell(why.empty() ? ui::words("ui.why.not_evaluated") : ui::words(why));
    }
    if (model->block_count() <= at_once_blocks) return start();
    tell(ui::words("ui.tornado.to_ask", {{"blocks", ui::plain_number(static_cast<double>(model->block_count()), 0).toStdString()}}));
}

void TornadoPanel::start() {
    const auto model = document_.project().results.unvalued();
    ui::Answer answer = document_.price().answer();
    if (!model || answer.curve == nullptr) return;
    answer.deck.test = answer.test;
    tell(ui::words("ui.tornado.working"));
    ask_->setEnabled(false);
    auto made = std::make_shared<scenarios::Tornado>();
    job_.ask(
        [made, model, deck = answer.deck, share = share_->number()](base::Progress& progress) -> base::Expected<void> {
            auto done = scenarios::tornado(*model, deck, share, nullptr, progress);
            if (!done) return std::unexpected(done.error());
            *made = std::move(*done);
            return {};
        },
        [this, made, answer](const base::Expected<void>& done) {
            ask_->setEnabled(true);
            if (!done) return tell("⚠ " + ui::words(done.error()));
            made_ = made;
            of_ = answer;
            show_made();
        });
}

charts::TornadoPlot TornadoPanel::plot() const {
    const bool tonnes = quantity_->currentIndex() == 1;
    const scenarios::TornadoChart drawn = scenarios::tornado_chart(
        *made_, tonnes ? scenarios::TornadoQuantity::tonnes : scenarios::TornadoQuantity::worth);
    const project::Recipe& recipe = document_.project().recipe;
    double widest = std::abs(drawn.centre);
    for (const scenarios::TornadoBar& bar : drawn.bars)
        widest = std::max({widest, std::abs(bar.low), std::abs(bar.high)});
    const ui::MassUnit mass = ui::mass_unit(widest);
    const MoneyUnit money = money_unit(widest, made_->currency);
    const double unit = tonnes ? mass.tonnes : money.amount;
    charts::TornadoPlot plot;
    plot.unit = tonnes ? QString::fromStdString(mass.name) : money.name;
    const std::string share = base::number(made_->share_percent, 3);
    plot.title = ui::words(tonnes ? "ui.tornado.title_tonnes" : "ui.tornado.title_worth",
                           {{"unit", plot.unit.toStdString()}});
    plot.centre = ui::words("ui.tornado.now",
                            {{"value", (ui::number_text(drawn.centre / unit) + " " + plot.unit).toStdString()}});
    plot.low_name = ui::words("ui.tornado.lower", {{"share", share}});
    plot.high_name = ui::words("ui.tornado.higher", {{"share", share}});
    const auto value = [&](const scenarios::Lever& lever, const scenarios::TornadoEnd& end) {
        return QString::fromStdString(project::lever_value(lever, end.value, recipe)) +
               (end.at_limit ? " " + ui::words("report.tornado.at_limit") : QString());
    };
    for (const scenarios::TornadoBar& bar : drawn.bars) {
        if (!(bar.width() > 0)) continue;  // moves the other quantity alone
        const scenarios::TornadoRow& row = made_->rows[bar.row];
        plot.lines.push_back({QString::fromStdString(project::lever_words(row.lever, ui::language())),
                              QString::fromStdString(project::lever_value(row.lever, row.lever.now, recipe)),
                              value(row.lever, row.low), value(row.lever, row.high), (bar.low - drawn.centre) / unit,
                              (bar.high - drawn.centre) / unit});
    }
    plot.empty_note = ui::words("ui.tornado.nothing");
    return plot;
}

void TornadoPanel::show_made() {
    if (made_ == nullptr) return;
    const charts::TornadoPlot drawn = plot();
    QString told = ui::words("ui.tornado.note", {{"commodity", of_.commodity},
                                                 {"price", ui::price_text(of_.price).toStdString()},
                                                 {"unit", of_.unit}});
    if (of_.inside != nullptr)
        told += " " + ui::words(inside_stopes(document_.project()) ? "ui.tornado.narrow_too" : "ui.tornado.unconstrained");
    note_->setText(told);
    const auto change = [](double by) { return (by > 0 ? "+" : "") + ui::number_text(by, 4); };
    table_->set_headings({ui::words("report.tornado.lever"), ui::words("report.tornado.now"),
                          ui::words("report.tornado.low"), ui::words("report.tornado.high"),
                          drawn.low_name + " (" + drawn.unit + ")", drawn.high_name + " (" + drawn.unit + ")"});
    std::vector<QStringList> rows;
    for (const charts::TornadoLine& line : drawn.lines)
        rows.push_back({line.label, line.now_value, line.low_value, line.high_value, change(line.low), change(line.high)});
    table_->set_rows(rows);
    chart_->set_plot(drawn);
    chart_->show();
    table_->setVisible(!rows.empty());
}

void TornadoPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (due_) refresh();
}

void TornadoPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) due();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
