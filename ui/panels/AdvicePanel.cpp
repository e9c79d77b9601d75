#include "ui/panels/AdvicePanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/ledger/Species.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

/// So many units behind one recommendation are listed; the rest is counted.
constexpr std::size_t most_units = 500;

QString of(const std::string& text) {
    return QString::fromStdString(text);
}
QString number_or_dash(double value) {
    return std::isnan(value) ? QString("–") : ui::number_text(value);
}

}  // namespace

AdvicePanel::AdvicePanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      scenario_(ui::tell(new QuietCombo, "ui.advice.scenario")),
      note_(new QLabel),
      sentence_(new QLabel),
      table_(ui::tell(new TableView, "ui.advice.table")),
      units_(ui::tell(new TableView, "ui.advice.units")) {
    for (QLabel* label : {note_, sentence_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* body = new QWidget;
    auto* told = new QVBoxLayout(body);
    told->setContentsMargins(0, 0, 0, 0);
    auto* head = new QHBoxLayout;
    head->addWidget(ui::label_for(scenario_, "ui.advice.scenario"));
    head->addWidget(scenario_);
    head->addWidget(note_, 1);
    auto* right = new QWidget;
    auto* one = new QVBoxLayout(right);
    one->setContentsMargins(0, 0, 0, 0);
    one->addWidget(sentence_);
    one->addWidget(units_, 1);
    auto* split = new QSplitter;
    split->addWidget(table_);
    split->addWidget(right);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    told->addLayout(head);
    told->addWidget(split, 1);
    told->addStretch(0);  // where there is no ledger, and so no tables
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"ledger"}, body));
    box->addWidget(body, 1);
    connect(scenario_, &QComboBox::activated, this, &AdvicePanel::refresh);
    connect(table_, &QTableWidget::currentCellChanged, this, [this](int row) { tell_one(row); });
    connect(&document_.price(), &ui::PriceInHand::changed, this, [this](double, bool dragging) {
        if (!dragging) due();
    });
    connect(&document_.price(), &ui::PriceInHand::allPricesChanged, this, &AdvicePanel::due);
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged, &ui::Document::standingChanged})
        connect(&document_, signal, this, &AdvicePanel::due);
}

void AdvicePanel::due() {
    due_ = !isVisible();
    if (!due_) refresh();
}

void AdvicePanel::refresh() {
    due_ = false;
    const auto study = project::ledger_study(document_.project().results);
    const bool there = study != nullptr;
    scenario_->setEnabled(there);
    table_->parentWidget()->setVisible(there);
    if (!there) {
        job_.drop();
        made_ = Made();
        table_->set_rows({});
        units_->set_rows({});
        sentence_->clear();
        note_->setText(ui::words("ui.advice.none"));
        return;
    }
    const QSignalBlocker quiet(scenario_);
    const QVariant chosen = scenario_->currentData();
    scenario_->clear();
    for (const ledger::Scenario& one : study->file.assumptions.scenarios) scenario_->addItem(of(one.name.in(ui::language())), of(one.id));
    const int at = scenario_->findData(chosen.isValid() ? chosen : QVariant(of(study->scenario)));
    scenario_->setCurrentIndex(std::max(at, 0));
    Made wish;
    wish.study = study;
    const ledger::Scenario* stated = ledger::find_scenario(study->file.assumptions, scenario_->currentData().toString().toStdString());
    wish.scenario = stated == nullptr ? project::scenario_of(*study) : *stated;
    const bool all = document_.price().all_prices();
    const std::string moved = ledger::species_name(document_.price().commodity()).value_or("");
    for (auto& [species, price] : wish.scenario.prices)
        if (all || species == moved) price *= document_.price().factor();
    note_->setText(ui::words("ui.advice.working"));
    auto made = std::make_shared<Made>(std::move(wish));
    job_.ask(
        [made](base::Progress& progress) -> base::Expected<void> {
            const project::LedgerFile& file = made->study->file;
            auto done = ledger::advise(file.built.ledger, file.assumptions, made->scenario, {}, {}, progress);
            if (!done) return std::unexpected(done.error());
            made->list = std::move(*done);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (!done) {
                note_->setText("⚠ " + ui::words(done.error()));
                return;
            }
            made_ = std::move(*made);
            tell();
        });
}

void AdvicePanel::tell() {
    const std::string currency = made_.study->file.built.ledger.basis.currency;
    table_->set_headings({ui::words("ui.advice.rank"), ui::words("ui.advice.what"), ui::words("ui.advice.species"), ui::words("ui.advice.kind"), ui::words("ui.advice.count"),
                          ui::words("ui.advice.ore"), ui::words("ui.advice.recovered"), ui::words("ui.advice.sd"),
                          ui::words("ui.advice.needs", {{"currency", currency}}), ui::words("ui.advice.cost", {{"currency", currency}})});
    std::vector<QStringList> rows;
    const base::Language language = ui::language();
    for (std::size_t n = 0; n < made_.list.size(); ++n) {
        const ledger::Recommendation& one = made_.list[n];
        QString needs = number_or_dash(one.price_needed);
        if (one.route != ledger::no_route && one.subject == ledger::Subject::route)
            needs = of(made_.study->file.assumptions.routes[static_cast<std::size_t>(one.route)].name.in(language));
        rows.push_back({QString::number(n + 1), of(ledger::word(one.subject, language)),
                        one.species.empty() ? QString("–") : of(ledger::species_word(one.species, language)), of(ledger::word(one.kind, language)),
                        ui::plain_number(static_cast<double>(one.units.size()), 0), ui::tonnes_text(one.ore_t), ui::tonnes_text(one.recovered_t),
                        std::isnan(one.sd_t) ? QString("–") : "± " + ui::tonnes_text(one.sd_t), needs, number_or_dash(one.cost)});
    }
    table_->set_rows(rows);
    note_->setText(rows.empty() ? ui::words("ui.advice.nothing") : ui::words("ui.advice.note"));
    if (rows.empty()) {
        sentence_->clear();
        units_->set_rows({});
        return;
    }
    table_->setCurrentCell(0, 0);
    tell_one(0);
}

void AdvicePanel::tell_one(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= made_.list.size()) return;
    const ledger::Recommendation& one = made_.list[static_cast<std::size_t>(row)];
    const project::LedgerFile& file = made_.study->file;
    const ledger::Ledger& ledger = file.built.ledger;
    const base::Language language = ui::language(),
                         other = language == base::Language::chinese ? base::Language::english : base::Language::chinese;
    sentence_->setText(of(ledger::sentence(one, ledger, file.assumptions, language)) + "\n\n" + of(ledger::sentence(one, ledger, file.assumptions, other)));
    units_->set_headings({ui::words("ui.advice.unit"), ui::words("ui.advice.status"), ui::words("ui.advice.region"), ui::words("ui.advice.ore"),
                          ui::words("ui.advice.grade"), ui::words("ui.advice.source")});
    std::vector<QStringList> rows;
    for (const std::uint32_t u : one.units) {
        if (rows.size() == most_units) {
            rows.push_back({ui::words("ui.advice.more", {{"count", std::to_string(one.units.size() - most_units)}}), "", "", "", "", ""});
            break;
        }
        const std::size_t leading = ledger.leading_row(u);
        const double grade = ledger.row_grade[leading];
        const QString grade_text = std::isnan(grade) ? QString("–") : grade < 1e-4 ? ui::number_text(grade * 1e6, 3) + " g/t" : ui::percent_text(grade, 3);
        rows.push_back({of(ledger.names[u].empty() ? ledger.ids[u] : ledger.names[u]), of(ledger::word(ledger.status[u], language)), of(ledger.regions[ledger.region[u]]),
                        ui::tonnes_text(ledger.mass_t[u]), grade_text, of(ledger.sources[ledger.source[u]].id)});
    }
    units_->set_rows(rows);
}

void AdvicePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (due_) refresh();
}

void AdvicePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) due();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
