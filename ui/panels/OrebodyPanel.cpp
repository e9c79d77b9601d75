#include "ui/panels/OrebodyPanel.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/economics/Value.h"
#include "core/project/Recipe.h"
#include "core/report/CostTables.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/document/Orebodies.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

using costmodel::CostAnswer;
using costmodel::Orebody;
using costmodel::OrebodyState;
using costmodel::OrebodyVerdict;

/// Drivers of the cost that are worth a row.
constexpr std::size_t most_drivers = 8;
constexpr double million_of_money = 1e6;

QLabel* told_label() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QLabel* bold_label(const char* key) {
    auto* label = key != nullptr ? ui::tell(told_label(), key) : told_label();
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

QString qt(const std::string& text) { return QString::fromStdString(text); }

bool judged(const OrebodyVerdict& verdict) {
    return verdict.state != OrebodyState::unknown && verdict.state != OrebodyState::outside;
}

/// "32.1 (24.0 – 43.0)"; without a band what the table states.
QString with_band(double middle, double low, double high, double unit) {
    if (std::isnan(middle)) return QStringLiteral("–");
    QString text = ui::number_text(middle / unit, 3);
    if (!std::isnan(low)) text += QString(" (%1 – %2)").arg(ui::number_text(low / unit, 3), ui::number_text(high / unit, 3));
    return text;
}

QString factor_text(const CostAnswer& answer, const std::string& feature) {
    const auto at = std::ranges::find(answer.factors, feature, &std::pair<std::string, double>::first);
    return at == answer.factors.end() ? QStringLiteral("–") : "×" + ui::number_text(at->second, 3);
}

}  // namespace

OrebodyPanel::OrebodyPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      name_(bold_label(nullptr)),
      about_(told_label()),
      verdict_(bold_label(nullptr)),
      band_(told_label()),
      why_(told_label()),
      drivers_heading_(bold_label("ui.orebody.drivers")),
      figures_heading_(bold_label("ui.orebody.figures")),
      notes_(told_label()),
      drivers_(ui::tell(new TableView, "ui.orebody.drivers")),
      figures_(ui::tell(new TableView, "ui.orebody.figures")),
      open_(ui::tell(new QPushButton, "ui.orebody.open")),
      body_(new QWidget) {
    name_->setFont(headline_font(font()));
    for (TableView* table : {drivers_, figures_}) {
        table->share_width();
        // As high as their rows and as wide as the panel: bars of their own would come and go with each other for ever.
        table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }
    open_->setIcon(ui::icon("cube"));
    auto* box = new QVBoxLayout(body_);
    for (QWidget* part : {static_cast<QWidget*>(name_), static_cast<QWidget*>(about_), static_cast<QWidget*>(open_), static_cast<QWidget*>(verdict_),
                          static_cast<QWidget*>(band_), static_cast<QWidget*>(why_), static_cast<QWidget*>(figures_heading_),
                          static_cast<QWidget*>(figures_), static_cast<QWidget*>(drivers_heading_), static_cast<QWidget*>(drivers_),
                          static_cast<QWidget*>(notes_)})
        box->addWidget(part);
    box->addStretch(1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new OlderNote(document_, {"orebodies", "cost_model", "orebody_verdicts"}, body_));
    outer->addWidget(new Scroller(body_), 1);
    connect(open_, &QPushButton::clicked, this, [this] { Q_EMIT projectWanted(project_file()); });
    connect(&ui::orebodies(document_), &ui::Orebodies::chosenChanged, this, &OrebodyPanel::refresh);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &OrebodyPanel::refresh_price);
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged, &ui::Document::standingChanged})
        connect(&document_, signal, this, &OrebodyPanel::refresh);
    refresh();
}

QString OrebodyPanel::project_file() const {
    const Orebody* one = ui::orebodies(document_).in_hand();
    if (one == nullptr) return {};
    const project::Recipe& recipe = document_.project().recipe;
    const std::string& table = ui::orebodies(document_).chosen_mine() ? recipe.orebodies.mines_file : recipe.orebodies.orebodies_file;
    const QString there = qt(project::own_project_file(recipe, table, *one));
    return QFileInfo(there).isFile() ? there : QString();
}

void OrebodyPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const auto row = ui::orebodies(document_).chosen();
    const auto tables = ui::orebodies(document_).tables();
    const bool there = row && tables && *row < tables->orebodies.rows.size();
    for (QWidget* part : {static_cast<QWidget*>(name_), static_cast<QWidget*>(verdict_), static_cast<QWidget*>(band_), static_cast<QWidget*>(why_),
                          static_cast<QWidget*>(figures_heading_), static_cast<QWidget*>(figures_), static_cast<QWidget*>(drivers_heading_),
                          static_cast<QWidget*>(drivers_), static_cast<QWidget*>(notes_)})
        part->setVisible(there);
    open_->setVisible(!project_file().isEmpty());
    if (there) return show_row(*row);
    if (const Orebody* mine = ui::orebodies(document_).in_hand()) {
        name_->setVisible(true);
        return show_head(*mine);
    }
    about_->setText(ui::words(!document_.open() ? "ui.usable.no_project" : tables ? "ui.orebody.pick" : "ui.mappage.empty"));
}

/// What the table says of it: all there is to tell of a mine.
void OrebodyPanel::show_head(const costmodel::Orebody& o) {
    name_->setText(qt(o.name));
    QStringList about;
    for (const std::string* one : {&o.commodity, &o.belt, &o.deposit_type, &o.ore_type, &o.mining_method, &o.processing})
        if (!one->empty()) about << qt(*one);
    about << ui::words((std::string("costmodel.status.") + costmodel::status_id(o.status)).c_str());
    about_->setText(about.join(" · ") + "\n" +
                    ui::words("ui.orebody.ore", {{"tonnes", ui::tonnes_text(o.ore_tonnes).toStdString()},
                                                 {"grade", ui::percent_text(o.grade(o.commodity)).toStdString()},
                                                 {"commodity", o.commodity}}) +
                    (o.project_file.empty() || !project_file().isEmpty() ? QString() : "\n" + ui::words("ui.orebody.no_project_file", {{"file", o.project_file}})));
}

void OrebodyPanel::show_row(std::size_t row) {
    show_head(ui::orebodies(document_).tables()->orebodies.rows[row]);
    const auto study = ui::orebodies(document_).study();
    const bool said = study != nullptr && judged(study->verdicts[row]);
    for (QWidget* part : {static_cast<QWidget*>(figures_heading_), static_cast<QWidget*>(figures_), static_cast<QWidget*>(drivers_heading_),
                          static_cast<QWidget*>(drivers_), static_cast<QWidget*>(band_)})
        part->setVisible(said);
    if (said) {
        fill_figures(row);
        fill_drivers(row);
    }
    notes_->setText(study ? notes(row) : QString());
    refresh_price();
}

void OrebodyPanel::refresh_price() {
    const auto row = ui::orebodies(document_).chosen();
    const auto study = ui::orebodies(document_).study();
    if (!isVisible() || !row) return;
    if (!study || *row >= study->verdicts.size()) {
        verdict_->setText(ui::words("ui.orebodies.no_verdicts"));
        why_->setText(QString());
        return;
    }
    const OrebodyVerdict& v = study->verdicts[*row];
    const Orebody& o = ui::orebodies(document_).tables()->orebodies.rows[*row];
    const economics::Commodity* commodity = economics::find_commodity(study->deck, o.commodity);
    const std::string unit = commodity == nullptr ? std::string() : economics::quotation_unit(study->deck, *commodity);
    // The slider is of one commodity; the others stand at the prices of their verdicts.
    const bool in_hand = o.commodity == document_.price().commodity();
    const double price = in_hand ? document_.price().value() : v.price;
    const OrebodyState state = ui::orebodies(document_).state(*row);
    QString said = ui::words((std::string("costmodel.state.") + costmodel::state_id(state)).c_str());
    if (judged(v))
        said = ui::words(state == OrebodyState::usable ? "ui.orebody.usable" : state == OrebodyState::never ? "ui.orebody.never" : "ui.orebody.not_yet",
                         {{"commodity", o.commodity}, {"price", ui::price_text(price).toStdString()}, {"unit", unit}});
    if (v.override_used) said += " " + ui::words("ui.orebody.override");
    verdict_->setText(said);
    const double probability = ui::orebodies(document_).probability(*row);
    QString band;
    if (std::isfinite(v.band.price)) {
        const bool has_band = !std::isnan(v.band.lower);
        const auto end = [](double price_end) { return std::isinf(price_end) ? std::string("∞") : ui::price_text(price_end).toStdString(); };
        band = ui::words(has_band ? "ui.orebody.activation_band" : "ui.orebody.activation",
                         {{"price", ui::price_text(v.band.price).toStdString()},
                          {"low", end(v.band.lower)},
                          {"high", end(v.band.upper)},
                          {"level", ui::number_text(study->rule.level_percent, 3).toStdString()},
                          {"unit", unit}});
    }
    if (!std::isnan(probability)) {
        const std::string doubt = report::doubt_words(state, probability, ui::language());
        band += (band.isEmpty() ? "" : "\n") +
                (doubt.empty() ? ui::words("ui.orebody.probability", {{"percent", ui::percent_text(probability, 0).toStdString()}}) : qt(doubt));
    }
    band_->setText(band);
    // Levers are worked out at the prices of the verdict, and say so where the slider stands elsewhere.
    const QString reason = qt(report::why_words(v, ui::language()));
    const bool moved = in_hand && price != v.price;
    why_->setText(reason.isEmpty() ? QString()
                  : judged(v) && moved
                      ? ui::words("ui.orebody.why_at", {{"why", reason.toStdString()}, {"price", ui::price_text(v.price).toStdString()}, {"unit", unit}})
                      : reason);
    why_->setVisible(!why_->text().isEmpty());
}

void OrebodyPanel::fill_figures(std::size_t row) {
    const auto study = ui::orebodies(document_).study();
    const OrebodyVerdict& v = study->verdicts[row];
    const std::string money = study->deck.costs.currency;
    const QString in_millions = ui::words("ui.tornado.million", {{"currency", money}});
    const QString per_tonne = qt(money + "/t");
    std::vector<QStringList> rows;
    const auto add = [&](const char* key, const QString& unit, const QString& value) { rows.push_back({ui::words(key), value, unit}); };
    add("report.cost.operating", per_tonne, with_band(v.operating.middle, v.operating.lower, v.operating.upper, 1));
    add("report.cost.capital", in_millions, with_band(v.capital.middle, v.capital.lower, v.capital.upper, million_of_money));
    if (v.engineering.missing.empty()) {
        add("report.cost.engineering_operating", per_tonne, ui::number_text(v.engineering.operating, 3));
        add("report.cost.engineering_capital", in_millions, ui::number_text(v.engineering.capital / million_of_money, 3));
    }
    add("report.cost.cash_cost", per_tonne, ui::number_text(v.cash_cost));
    add("report.cost.npv", in_millions, ui::number_text(v.npv / million_of_money));
    add("report.cost.irr", "%", v.internal_rate ? ui::number_text(100 * *v.internal_rate, 3) : QStringLiteral("–"));
    add("report.cost.payback", "a", v.payback_years ? ui::number_text(*v.payback_years, 3) : QStringLiteral("–"));
    add("report.cost.life", "a", ui::number_text(v.plan.life_years, 3));
    add("report.cost.capacity", "t/d", ui::number_text(v.plan.ore_per_day, 3));
    add("report.cost.mined", "", ui::tonnes_text(v.plan.mined_tonnes));
    add("report.cost.metal", "", ui::tonnes_text(v.metal_tonnes));
    figures_->set_headings({ui::words("report.cost.item"), ui::words("report.cost.value"), ui::words("report.cost.unit")});
    figures_->set_rows(rows);
    figures_->fit_height();
}

void OrebodyPanel::fill_drivers(std::size_t row) {
    const OrebodyVerdict& v = ui::orebodies(document_).study()->verdicts[row];
    // Both costs together, the strongest first.
    std::vector<std::pair<double, std::string>> strength;
    for (const CostAnswer* answer : {&v.operating, &v.capital})
        for (const auto& [feature, factor] : answer->factors) {
            const double size = std::abs(std::log(factor));
            const auto known = std::ranges::find(strength, feature, &std::pair<double, std::string>::second);
            if (known == strength.end())
                strength.emplace_back(size, feature);
            else
                known->first = std::max(known->first, size);
        }
    std::ranges::stable_sort(strength, std::greater<>(), &std::pair<double, std::string>::first);
    std::vector<QStringList> rows;
    for (std::size_t n = 0; n < std::min(strength.size(), most_drivers); ++n) {
        const std::string& feature = strength[n].second;
        rows.push_back({ui::words(("costmodel.feature." + feature).c_str()), factor_text(v.operating, feature), factor_text(v.capital, feature)});
    }
    drivers_heading_->setVisible(!rows.empty());
    drivers_->setVisible(!rows.empty());
    drivers_->set_headings({ui::words("report.cost.feature"), ui::words("report.cost.operating"), ui::words("report.cost.capital")});
    drivers_->set_rows(rows);
    drivers_->fit_height();
}

/// What else could help, the mines most like it, what was assumed and what counts nothing.
QString OrebodyPanel::notes(std::size_t row) const {
    const auto study = ui::orebodies(document_).study();
    const auto model = ui::orebodies(document_).model();
    const OrebodyVerdict& v = study->verdicts[row];
    QStringList lines;
    if (v.levers.size() > 1) {
        QStringList levers;
        for (const costmodel::Lever& lever : v.levers)
            levers << ui::words(("ui.orebody.lever." + lever.id).c_str()) + " " + (lever.change < 0 ? "−" : "+") +
                          ui::number_text(100 * std::abs(lever.change), 3) + " %";
        lines << ui::words("ui.orebody.levers", {{"list", levers.join("; ").toStdString()}});
    }
    QStringList like;
    for (const int mine : v.analogues)
        if (model && static_cast<std::size_t>(mine) < model->table.rows.size()) like << qt(model->table.rows[static_cast<std::size_t>(mine)].name);
    if (!like.isEmpty()) lines << ui::words("ui.orebody.analogues", {{"list", like.join(", ").toStdString()}});
    if (!v.engineering.missing.empty())
        lines << ui::words("ui.orebody.no_engineering", {{"list", report::missing_words(v.engineering, ui::language())}});
    else
        lines << ui::words("ui.orebody.engineering", {{"index", ui::number_text(study->rule.camm_index, 4).toStdString()},
                                                      {"operating", ui::number_text(v.engineering.operating, 3).toStdString()},
                                                      {"capital", ui::number_text(v.engineering.capital / million_of_money, 3).toStdString()},
                                                      {"unit", study->deck.costs.currency + "/t"}});
    if (!v.route.empty()) lines << ui::words("ui.orebody.route", {{"route", v.route}});
    if (const std::string assumed = report::assumed_words(v.plan, ui::language()); !assumed.empty())
        lines << ui::words("ui.orebody.assumed", {{"list", assumed}});
    QStringList unpriced;
    for (const std::string& one : v.unpriced) unpriced << qt(one);
    if (!unpriced.isEmpty()) lines << ui::words("ui.orebody.unpriced", {{"list", unpriced.join(", ").toStdString()}});
    lines << ui::words("report.cost.category_note");
    return lines.join("\n\n");
}

void OrebodyPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
    refresh_price();
}

void OrebodyPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
