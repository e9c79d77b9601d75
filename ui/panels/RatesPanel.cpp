#include "ui/panels/RatesPanel.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <cmath>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

QString joined(const std::vector<std::string>& names) {
    QStringList list;
    for (const std::string& name : names) list << QString::fromStdString(name);
    return list.isEmpty() ? QStringLiteral("–") : list.join(QStringLiteral(", "));
}

QString shown(const std::optional<double>& fraction) {
    return fraction ? ui::percent_text(*fraction) : QStringLiteral("–");
}

/// Short enough for six columns side by side.
QString percents(const std::optional<double>& fraction) {
    return fraction ? ui::percent_text(*fraction, 1) : QStringLiteral("–");
}

/// What is asked of a rate at least, in per cent (0 = not stated), and whether it is met: compared as both are printed,
/// to the hundredth of a per cent, as the report does.
std::string least_words(const std::optional<double>& fraction, double least_percent) {
    if (!(least_percent > 0)) return ui::words("ui.rates.no_least").toStdString();
    const char* standing = !fraction ? "ui.rates.unknown"
                           : std::round(*fraction * 1e4) >= std::round(least_percent * 1e2) ? "ui.rates.met"
                                                                                            : "ui.rates.missed";
    const QString told = ui::words("ui.rates.least", {{"least", ui::percent_text(least_percent / 100).toStdString()},
                                                      {"standing", ui::words(standing).toStdString()}});
    return ((std::string(standing) == "ui.rates.missed" ? "⚠ " : "") + told.toStdString());
}

QLabel* wrapped() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

}  // namespace

QString rate_name(const std::string& id) {
    return ui::words(("ui.rate." + id).c_str());
}

charts::Bars rate_bars(const utilization::UtilizationResult& result, int what_if) {
    charts::Bars bars;
    bars.value_name = ui::words("ui.rates.value");
    bars.undefined = ui::words("ui.rates.undefined");
    const bool other = what_if >= 0 && what_if < static_cast<int>(result.components.size());
    if (other)
        bars.what_if_name =
            ui::words("ui.rates.what_if_name",
                      {{"component", result.components[static_cast<std::size_t>(what_if)].component}});
    for (std::size_t n = 0; n < result.rates.size(); ++n) {
        const utilization::Rate& rate = result.rates[n];
        charts::Bar bar{rate_name(rate.id), rate.value, {}, !rate.remarks.empty()};
        if (other) {
            const auto& changed = result.components[static_cast<std::size_t>(what_if)].rates_if_theoretical;
            if (n < changed.size()) bar.what_if = changed[n];
        }
        bars.bars.push_back(std::move(bar));
    }
    return bars;
}

RatesPanel::RatesPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      record_(new QComboBox),
      what_if_(new QComboBox),
      chart_(ui::tell(new charts::BarsWidget, "ui.rates.chart")),
      table_(ui::tell(new TableView, "ui.rates.table")),
      components_(ui::tell(new TableView, "ui.rates.components")),
      gains_(ui::tell(new TableView, "ui.rates.what_if_table")),
      three_(wrapped()),
      basis_(wrapped()),
      remarks_(wrapped()) {
    auto* body = new QWidget;
    auto* box = new QVBoxLayout(body);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(ui::label_for(record_, "ui.rates.record"), record_);
    form->addRow(ui::label_for(what_if_, "ui.rates.what_if"), what_if_);
    QFont strong = three_->font();
    strong.setBold(true);
    three_->setFont(strong);
    box->addWidget(ui::tell(wrapped(), "ui.dock.rates"));
    box->addLayout(form);
    box->addWidget(three_);
    box->addWidget(basis_);
    box->addWidget(chart_, 1);
    box->addWidget(table_);
    box->addWidget(remarks_);
    for (const auto& [key, table] :
         {std::pair("ui.rates.components", components_), std::pair("ui.rates.what_if_table", gains_)}) {
        auto* heading = ui::tell(new QLabel, key);
        QFont bold = heading->font();
        bold.setBold(true);
        heading->setFont(bold);
        heading->setWordWrap(true);
        box->addWidget(heading);
        box->addWidget(table);
        headings_ << heading;
    }
    gains_->share_width();
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new OlderNote(document_, {"utilization"}, body));
    outer->addWidget(new Scroller(body), 1);
    for (QComboBox* combo : {record_, what_if_}) combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(record_, &QComboBox::activated, this, &RatesPanel::refresh_record);
    connect(what_if_, &QComboBox::activated, this, &RatesPanel::refresh_chart);
    connect(&document_, &ui::Document::replaced, this, &RatesPanel::refresh_all);
    connect(&document_, &ui::Document::resultsChanged, this, &RatesPanel::refresh_all);
    // What is asked at least is stated in the recipe.
    connect(&document_, &ui::Document::recipeChanged, this, &RatesPanel::refresh_all);
    refresh_all();
}

const utilization::UtilizationResult* RatesPanel::shown() const {
    const auto& all = document_.project().results.utilization.rates;
    const int index = record_->currentIndex();
    if (!all || index < 0 || index >= static_cast<int>(all->size())) return nullptr;
    return &(*all)[static_cast<std::size_t>(index)];
}

void RatesPanel::refresh_all() {
    const QSignalBlocker quiet(record_);
    const int chosen = std::max(0, record_->currentIndex());
    const QString named = record_->currentText();
    record_->clear();
    if (const auto& all = document_.project().results.utilization.rates)
        for (const auto& result : *all)
            record_->addItem(QString::fromStdString(
                result.period.empty() ? result.mine : result.mine + " · " + result.period));
    const int same = record_->itemText(chosen) == named ? chosen : record_->findText(named);
    record_->setCurrentIndex(same >= 0 ? same : std::min(chosen, record_->count() - 1));
    record_->setEnabled(record_->count() > 0);
    refresh_record();
}

void RatesPanel::refresh_record() {
    const auto* result = shown();
    {
        const QSignalBlocker quiet(what_if_);
        const QString named = what_if_->currentIndex() > 0 ? what_if_->currentText() : QString();
        what_if_->clear();
        what_if_->addItem(ui::words("ui.rates.no_what_if"));
        if (result)
            for (const auto& component : result->components)
                if (component.theoretical) what_if_->addItem(QString::fromStdString(component.component));
        what_if_->setEnabled(what_if_->count() > 1);
        if (!named.isEmpty()) what_if_->setCurrentIndex(std::max(0, what_if_->findText(named)));
    }
    for (QWidget* part :
         {static_cast<QWidget*>(table_), static_cast<QWidget*>(components_), static_cast<QWidget*>(gains_)})
        part->setVisible(result != nullptr);
    for (QLabel* heading : headings_) heading->setVisible(result != nullptr);
    refresh_chart();
    three_->setVisible(result != nullptr);
    if (!result) {
        basis_->setText(QString());
        remarks_->setText(QString());
        return;
    }
    refresh_three(*result);
    basis_->setText(ui::words("ui.rates.basis",
                              {{"prices", ui::words(result->price_basis == utilization::PriceBasis::element
                                                        ? "ui.rates.element_prices"
                                                        : "ui.rates.realised_prices")
                                              .toStdString()},
                               {"recovery", panels::shown(result->mining_recovery).toStdString()},
                               {"dilution", panels::shown(result->dilution).toStdString()}}));
    table_->set_headings({ui::words("ui.rates.rate"), ui::words("ui.rates.value"),
                          ui::words("ui.rates.counted"), ui::words("ui.rates.left_out")});
    std::vector<QStringList> rows;
    QStringList remarks, counted;
    for (const utilization::Rate& rate : result->rates) {
        const QString value = rate.value ? ui::percent_text(*rate.value, 4) : ui::words("ui.rates.undefined");
        rows.push_back(
            {rate_name(rate.id), (rate.remarks.empty() ? "" : "⚠ ") + value,
             QString("%1 / %2").arg(rate.counted.size()).arg(rate.counted.size() + rate.left_out.size()),
             joined(rate.left_out)});
        counted << ui::words("ui.rates.counted") + ": " + joined(rate.counted);
        for (const base::Message& remark : rate.remarks) {
            const QString line = "⚠ " + QString::fromStdString(rate.id) + ": " + ui::words(remark);
            if (!remarks.contains(line)) remarks << line;
        }
    }
    for (const base::Message& remark : result->remarks) remarks << "ⓘ " + ui::words(remark);
    table_->set_rows(rows);
    for (int row = 0; row < table_->rowCount(); ++row)
        for (int column = 0; column < table_->columnCount(); ++column)
            table_->item(row, column)->setToolTip(counted[row]);
    table_->fit_height();
    remarks_->setText(remarks.join('\n'));
    components_->set_headings({ui::words("ui.rates.component"), ui::words("ui.rates.mined"),
                               ui::words("ui.rates.used"), ui::words("ui.rates.recovery"),
                               ui::words("ui.rates.theoretical")});
    rows.clear();
    for (const utilization::ComponentShare& share : result->components)
        rows.push_back({QString::fromStdString(share.component),
                        ui::number_text(share.mined_tonnes, 5) + " t",
                        ui::number_text(share.used_tonnes, 5) + " t", panels::shown(share.recovery),
                        panels::shown(share.theoretical)});
    components_->set_rows(rows);
    components_->fit_height();
    refresh_gains(*result);
}

/// Of the record, not computed here: only the last of the three is a result.
void RatesPanel::refresh_three(const utilization::UtilizationResult& result) {
    const auto& records = document_.project().results.utilization.mine_records;
    const auto row = static_cast<std::size_t>(std::max(0, record_->currentIndex()));
    std::optional<double> dressing, used;
    std::string main;
    if (records && row < records->size()) {
        main = (*records)[row].main_component;
        for (const utilization::MineComponent& component : (*records)[row].components)
            if (component.name == main) dressing = component.dressing_recovery;
    }
    for (const utilization::Rate& rate : result.rates)
        if (rate.id == "R1") used = rate.value;
    const project::GeneralRule& asked = document_.project().recipe.general;
    QString text = ui::words("ui.rates.three_lines",
                             {{"mining", panels::shown(result.mining_recovery).toStdString()},
                              {"least_mining", least_words(result.mining_recovery, asked.least_mining_recovery)},
                              {"dressing", panels::shown(dressing).toStdString()},
                              {"least_dressing", least_words(dressing, asked.least_dressing_recovery)},
                              {"component", main},
                              {"used", panels::shown(used).toStdString()},
                              {"least_used", least_words(used, asked.least_utilization)}});
    if (!asked.least_source.empty()) text += "\n" + ui::words("ui.rates.least_source", {{"source", asked.least_source}});
    three_->setText(text);
}

void RatesPanel::refresh_gains(const utilization::UtilizationResult& result) {
    QStringList heads{ui::words("ui.rates.component")}, tips{QString()};
    QStringList recorded{ui::words("ui.rates.no_what_if")};
    for (const utilization::Rate& rate : result.rates) {
        heads << QString::fromStdString(rate.id);
        tips << rate_name(rate.id);
        recorded << percents(rate.value);
    }
    gains_->set_headings(heads, tips);
    std::vector<QStringList> rows{recorded};
    for (const utilization::ComponentShare& share : result.components) {
        QStringList row{QString::fromStdString(share.component)};
        for (std::size_t n = 0; n < result.rates.size(); ++n)
            row << (n < share.rates_if_theoretical.size() ? percents(share.rates_if_theoretical[n])
                                                          : QStringLiteral("–"));
        rows.push_back(row);
    }
    gains_->set_rows(rows);
    for (int row = 1; row < gains_->rowCount(); ++row)
        for (int column = 1; column < gains_->columnCount(); ++column)
            gains_->item(row, column)
                ->setToolTip(ui::words("ui.rates.what_if_row.tip",
                                       {{"rate", tips[column].toStdString()},
                                        {"now", recorded[column].toStdString()},
                                        {"then", gains_->item(row, column)->text().toStdString()},
                                        {"component", gains_->item(row, 0)->text().toStdString()}}));
    gains_->fit_height();
}

void RatesPanel::refresh_chart() {
    const auto* result = shown();
    charts::Bars bars;
    if (result) {
        int chosen = -1;
        for (std::size_t n = 0; n < result->components.size(); ++n)
            if (what_if_->currentIndex() > 0 &&
                what_if_->currentText() == QString::fromStdString(result->components[n].component))
                chosen = static_cast<int>(n);
        bars = rate_bars(*result, chosen);
    } else {
        bars.empty_note = ui::words(document_.open() ? "ui.rates.none" : "ui.usable.no_project");
    }
    chart_->set_bars(std::move(bars));
}

void RatesPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh_all();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
