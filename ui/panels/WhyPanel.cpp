#include "ui/panels/WhyPanel.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <span>

#include "core/blocks/BlockFilter.h"
#include "core/economics/Evaluated.h"
#include "core/economics/Value.h"
#include "core/project/LeverWords.h"
#include "core/project/Truth.h"
#include "ui/ColumnWords.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/Waterfall.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

using scenarios::Verdict;

/// Up to here the steps of all levers are asked without being asked for.
constexpr std::int64_t quick_blocks = 300'000;
constexpr std::size_t most_codes = 12;

QLabel* wrapped() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QLabel* heading(const char* key) {
    auto* label = ui::tell(wrapped(), key);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

std::string text_of(const QString& text) {
    return text.toStdString();
}

/// The names of the first column in as many lines as it takes for the numbers to stand beside them.
void fold_names(TableView& table) {
    if (table.rowCount() == 0) return;
    const QMargins beside = table.parentWidget()->layout()->contentsMargins();
    const int room = table.parentWidget()->width() - beside.left() - beside.right();
    const QAbstractItemView& cells = table;
    QHeaderView& head = *table.horizontalHeader();
    table.setWordWrap(true);
    table.verticalHeader()->setMinimumSectionSize(table.verticalHeader()->defaultSectionSize());
    // None gets less than it needs; the last one more where there is room.
    head.setStretchLastSection(false);
    head.resizeSections(QHeaderView::ResizeToContents);
    int numbers = 2 * table.frameWidth();
    for (int column = 1; column < table.columnCount(); ++column)
        numbers += std::max(head.sectionSizeHint(column), cells.sizeHintForColumn(column)) + 1;
    const int whole = std::max(head.sectionSizeHint(0), cells.sizeHintForColumn(0)) + 1;
    const int least = std::min(whole, table.fontMetrics().height() * 5);
    head.setSectionResizeMode(0, QHeaderView::Fixed);
    head.resizeSection(0, std::clamp(room - numbers, least, whole));
    head.setStretchLastSection(head.length() + 2 * table.frameWidth() < room);
    table.resizeRowsToContents();
    const int bar = head.length() + 2 * table.frameWidth() > room ? table.horizontalScrollBar()->sizeHint().height() : 0;
    const int high = table.verticalHeader()->length() + head.sizeHint().height() + 2 * table.frameWidth() + bar;
    table.setMinimumHeight(high);
    table.setMaximumHeight(high);
}

/// Without the unit that stands beside it already.
QString bare_value(const QString& value, const QString& beside) {
    const qsizetype at = value.indexOf(' '), there = beside.indexOf(' ');
    return at > 0 && there > 0 && value.mid(at) == beside.mid(there) ? value.left(at) : value;
}

/// What is asked about, in an item's data: "block", "filter", "all", or "column\ncode".
struct Subject {
    QString id;
    std::optional<blocks::FilterRow> row;
};
Subject subject_of(const QComboBox& combo) {
    Subject subject{combo.currentData().toString(), {}};
    const QStringList parts = subject.id.split('\n');
    if (parts.size() != 2) return subject;
    blocks::FilterRow row;
    row.kind = blocks::FilterRow::Kind::codes;
    row.column = parts[0].toStdString();
    row.codes = {parts[1].toInt()};
    subject.row = row;
    return subject;
}

}  // namespace

WhyPanel::WhyPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      subject_(new QuietCombo),
      verdict_(wrapped()),
      notes_(wrapped()),
      levers_heading_(heading("ui.why.levers")),
      activation_heading_(heading("ui.why.activation")),
      measure_(ui::tell(wrapped(), "why.measure")),
      chart_(ui::tell(new charts::WaterfallWidget, "ui.why.chart")),
      levers_(ui::tell(new TableView, "ui.why.levers")),
      activation_(ui::tell(new TableView, "ui.why.activation")),
      ask_(ui::tell(new QPushButton, "ui.why.ask")) {
    QFont bold = verdict_->font();
    bold.setBold(true);
    verdict_->setFont(bold);
    auto* body = new QWidget;
    auto* box = new QVBoxLayout(body);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(ui::label_for(subject_, "ui.why.subject"), subject_);
    subject_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    subject_->setMinimumContentsLength(16);
    box->addLayout(form);
    box->addWidget(verdict_);
    box->addWidget(chart_);
    box->addWidget(levers_heading_);
    box->addWidget(levers_);
    box->addWidget(measure_);
    box->addWidget(activation_heading_);
    box->addWidget(ask_, 0, Qt::AlignLeft);
    box->addWidget(activation_);
    box->addWidget(notes_);
    box->addStretch(1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new OlderNote(document_, {"estimate", "bounds", "evaluate"}, body));
    outer->addWidget(new Scroller(body), 1);
    connect(subject_, &QComboBox::activated, this, &WhyPanel::refresh);
    connect(ask_, &QPushButton::clicked, this, &WhyPanel::start_activation);
    connect(&document_.selection(), &ui::Selection::changed, this, [this] {
        if (document_.selection().pick().block_hit) {
            const int at = subject_->findData("block");
            if (at >= 0) subject_->setCurrentIndex(at);
        }
        due();
    });
    connect(&document_.price(), &ui::PriceInHand::changed, this, &WhyPanel::due);
    connect(&document_.filter(), &ui::Filter::changed, this, [this] {
        if (subject_->currentData() == "filter") due();
    });
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged,
                              &ui::Document::standingChanged})
        connect(&document_, signal, this, [this] {
            fill_subjects();
            due();
        });
    fill_subjects();
}

void WhyPanel::due() {
    stale_ = !isVisible();
    if (!stale_) refresh();
}

void WhyPanel::fill_subjects() {
    const QSignalBlocker quiet(subject_);
    const QVariant chosen = subject_->currentData();
    subject_->clear();
    subject_->addItem(ui::words("ui.why.all"), "all");
    subject_->addItem(ui::words("ui.why.block"), "block");
    subject_->addItem(ui::words("ui.why.filter"), "filter");
    if (const auto& model = document_.project().results.valued())
        for (const blocks::ColumnInfo& info : model->columns()) {
            if (info.type != blocks::ColumnType::integer || info.codes.empty() || info.codes.size() > most_codes ||
                info.name == economics::status_column)
                continue;
            for (std::size_t code = 0; code < info.codes.size(); ++code)
                subject_->addItem(ui::column_words(info.name) + ": " + ui::code_words(info.name, info.codes[code]),
                                  QString::fromStdString(info.name) + "\n" + QString::number(code));
        }
    const int same = subject_->findData(chosen);
    subject_->setCurrentIndex(same >= 0 ? same : document_.selection().pick().block_hit ? 1 : 0);
}

void WhyPanel::refresh() {
    stale_ = false;
    activation_job_.drop();
    const ui::Answer answer = document_.price().answer();
    const auto model = document_.project().results.valued();
    if (!document_.open() || !model || answer.curve == nullptr) {
        job_.drop();
        const base::Message why = project::not_evaluated(document_.project());
        return show_nothing(why.empty() ? ui::words("ui.why.not_evaluated") : ui::words(why));
    }
    const Subject subject = subject_of(*subject_);
    of_block_ = subject.id == "block";
    const scene::PickResult pick = document_.selection().pick();
    if (of_block_ && !pick.block_hit) {
        job_.drop();
        return show_nothing(ui::words("ui.why.no_block"));
    }
    auto mask = document_.filter().mask();
    if (subject.id == "filter") {
        if (!document_.filter().active()) {
            job_.drop();
            return show_nothing(ui::words("ui.why.no_filter"));
        }
        if (!mask) return;  // it is being looked for
    } else {
        mask = nullptr;
    }
    // Nothing stands here yet: headings over empty tables would say that there is nothing.
    if (chart_->plot().bars.empty()) show_nothing(ui::words("ui.why.working"));
    auto made = std::make_shared<Made>();
    economics::PriceDeck deck = answer.deck;
    deck.test = answer.test;
    job_.ask(
        [made, model, deck, mask, subject, pick](base::Progress& progress) -> base::Expected<void> {
            blocks::BlockMask taken;
            if (subject.id == "block") {
                taken = scenarios::one_block(*model, pick.block);
                auto block = scenarios::block_answer(*model, deck, pick.block);
                if (!block) return std::unexpected(block.error());
                made->verdict = block->verdict;
                made->parcel = std::move(block->parcel);
            } else {
                std::optional<blocks::BlockMask> own;
                if (subject.row) {
                    auto kept = blocks::filter_blocks(*model, std::span(&*subject.row, 1), progress.part(0, 0.1));
                    if (!kept) return std::unexpected(kept.error());
                    own = std::move(*kept);
                }
                const blocks::BlockMask* set = own ? &*own : mask.get();
                auto take = scenarios::Take::not_usable;
                auto parcel = scenarios::parcel_of(*model, deck, set, take, progress.part(0.1, 0.2));
                if (!parcel) return std::unexpected(parcel.error());
                made->verdict = Verdict::not_usable;
                if (parcel->taken.blocks == 0) {
                    take = scenarios::Take::evaluated;
                    parcel = scenarios::parcel_of(*model, deck, set, take, progress.part(0.2, 0.25));
                    if (!parcel) return std::unexpected(parcel.error());
                    made->verdict = parcel->taken.blocks > 0 ? Verdict::usable : Verdict::no_grade;
                }
                made->parcel = std::move(*parcel);
                auto fed = scenarios::taken_blocks(*model, deck, set, take, progress.part(0.25, 0.3));
                if (!fed) return std::unexpected(fed.error());
                taken = std::move(*fed);
            }
            if (made->parcel->taken.blocks == 0) return {};
            auto fall = scenarios::waterfall_of(*model, deck, taken, progress.part(0.3, 0.4));
            if (!fall) return std::unexpected(fall.error());
            made->fall = std::move(*fall);
            auto needed = scenarios::needed_changes(*model, deck, taken, progress.part(0.4, 1));
            if (!needed) return std::unexpected(needed.error());
            made->needed = std::move(*needed);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (!done) {
                if (done.error().kind != base::ErrorKind::cancelled) show_nothing(ui::words(done.error()));
                return;
            }
            show_made(*made);
        });
}

void WhyPanel::show_nothing(const QString& why) {
    verdict_->setText(why);
    verdict_->setPalette(palette());
    for (QWidget* part : {static_cast<QWidget*>(chart_), static_cast<QWidget*>(levers_heading_),
                          static_cast<QWidget*>(levers_), static_cast<QWidget*>(measure_),
                          static_cast<QWidget*>(activation_heading_), static_cast<QWidget*>(ask_),
                          static_cast<QWidget*>(activation_), static_cast<QWidget*>(notes_)})
        part->hide();
}

QString WhyPanel::verdict_words(const Made& made) const {
    const scenarios::Parcel& parcel = *made.parcel;
    const ui::Answer answer = document_.price().answer();
    const ui::Args args{
        {"price", text_of(ui::price_text(answer.price))},
        {"unit", answer.unit},
        {"commodity", answer.commodity},
        {"margin", text_of(ui::plain_number(made.fall.per_tonne(made.fall.margin), 2))},
        {"currency", made.fall.currency},
        {"usable", text_of(ui::tonnes_text(parcel.usable.tonnes))},
        {"rest", text_of(ui::tonnes_text(parcel.not_usable.tonnes))},
        {"blocks", std::to_string(parcel.not_usable.blocks)}};
    switch (made.verdict) {
        case Verdict::usable: return "✔ " + ui::words(of_block_ ? "ui.why.block_usable" : "ui.why.all_usable", args);
        case Verdict::not_usable: return "✘ " + ui::words(of_block_ ? "ui.why.block_not" : "ui.why.set_not", args);
        case Verdict::unrecoverable: return "✘ " + ui::words("ui.why.unrecoverable", args);
        case Verdict::no_grade: return "? " + ui::words(of_block_ ? "ui.why.no_grade" : "ui.why.no_grade_set", args);
        case Verdict::excluded: return "– " + ui::words("ui.why.excluded", args);
        case Verdict::not_evaluated: return "? " + ui::words("ui.why.not_evaluated", args);
    }
    return {};
}

QString WhyPanel::notes_words(const Made& made) const {
    const scenarios::Parcel& parcel = *made.parcel;
    const ui::Answer answer = document_.price().answer();
    QStringList notes;
    for (std::size_t c = 0; c < parcel.unassayed.size() && c < answer.deck.commodities.size(); ++c)
        if (parcel.unassayed[c].blocks > 0)
            notes << ui::words("ui.why.note.unassayed",
                               {{"commodity", answer.deck.commodities[c].name},
                                {"count", std::to_string(parcel.unassayed[c].blocks)},
                                {"tonnes", text_of(ui::tonnes_text(parcel.unassayed[c].tonnes))}});
    for (const economics::Commodity& commodity : answer.deck.commodities) {
        if (!(commodity.price > 0)) notes << ui::words("ui.why.note.no_price", {{"commodity", commodity.name}});
        else if (!(commodity.recovery_percent > 0))
            notes << ui::words("ui.why.note.no_recovery", {{"commodity", commodity.name}});
    }
    if (parcel.density_stated.blocks > 0)
        notes << ui::words("ui.why.note.density",
                           {{"count", std::to_string(parcel.density_stated.blocks)},
                            {"density", base::number(answer.deck.costs.density_t_per_m3, 4)}});
    if (made.fall.no_way.blocks > 0)
        notes << ui::words("ui.why.note.no_way", {{"count", std::to_string(made.fall.no_way.blocks)},
                                                  {"tonnes", text_of(ui::tonnes_text(made.fall.no_way.tonnes))}});
    if (!of_block_) {
        if (parcel.no_grade.blocks > 0)
            notes << ui::words("ui.why.note.no_grade", {{"count", std::to_string(parcel.no_grade.blocks)},
                                                        {"tonnes", text_of(ui::tonnes_text(parcel.no_grade.tonnes))}});
        if (parcel.excluded.blocks > 0)
            notes << ui::words("ui.why.note.excluded", {{"count", std::to_string(parcel.excluded.blocks)},
                                                        {"tonnes", text_of(ui::tonnes_text(parcel.excluded.tonnes))}});
        notes << ui::words("ui.why.note.parcel");
    }
    notes << ui::words("ui.why.note.internal");
    return "ⓘ " + notes.join("\nⓘ ");
}

void WhyPanel::show_made(const Made& made) {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    verdict_->setText(verdict_words(made));
    QPalette shown = palette();
    if (made.verdict == Verdict::usable) shown.setColor(QPalette::WindowText, colors.good);
    if (made.verdict == Verdict::not_usable || made.verdict == Verdict::unrecoverable)
        shown.setColor(QPalette::WindowText, colors.bad);
    verdict_->setPalette(shown);
    const bool known = made.verdict == Verdict::usable || made.verdict == Verdict::not_usable ||
                       made.verdict == Verdict::unrecoverable;
    charts::WaterfallPlot plot;
    plot.unit = QString::fromStdString(made.fall.currency) + "/t";
    plot.title = ui::words("ui.why.per_tonne", {{"unit", text_of(plot.unit)}});
    bool costs = false;
    const auto bar = [&](const std::string& key, const std::string& commodity, double amount, bool sum) {
        QString label = ui::words(key.c_str());
        if (!commodity.empty()) label += " " + QString::fromStdString(commodity);
        plot.bars.push_back({label, ui::words((key + ".how").c_str()), made.fall.per_tonne(amount), sum});
    };
    for (const scenarios::WaterfallLine& line : scenarios::by_kind(made.fall.lines)) {
        if (line.cost && !costs) {
            bar("why.line.nsr", "", made.fall.nsr, true);
            costs = true;
        }
        bar(line.key, line.commodity, line.amount, line.key == "why.line.gross");
    }
    if (!made.fall.lines.empty()) bar("why.line.margin", "", made.fall.margin, true);
    plot.empty_note = ui::words("ui.why.nothing_here");
    chart_->set_plot(std::move(plot));
    chart_->setMinimumHeight(chart_->sizeHint().height());
    chart_->setVisible(known);
    show_levers(made);
    notes_->setVisible(known);
    if (known) notes_->setText(notes_words(made));
    const bool of_set = known && !of_block_;
    activation_heading_->setVisible(of_set);
    activation_->hide();
    const auto& model = document_.project().results.valued();
    const bool quick = model && model->block_count() <= quick_blocks;
    ask_->setVisible(of_set && !quick);
    if (of_set && quick) start_activation();
}

void WhyPanel::show_levers(const Made& made) {
    const bool asked = made.verdict == Verdict::not_usable || made.verdict == Verdict::unrecoverable;
    for (QWidget* part : {static_cast<QWidget*>(levers_heading_), static_cast<QWidget*>(levers_),
                          static_cast<QWidget*>(measure_)})
        part->setVisible(asked && !made.needed.empty());
    if (!asked) return;
    const project::Recipe& recipe = document_.project().recipe;
    levers_->set_headings({ui::words("ui.why.lever"), ui::words("ui.why.now"), ui::words("ui.why.needed"),
                           ui::words("ui.why.change")});
    std::vector<QStringList> rows;
    std::vector<QString> tips;
    for (const scenarios::Needed& needed : made.needed) {
        // What the test leaves out, or nobody set, is no lever to speak of.
        if (needed.why == scenarios::Needed::Why::not_counted) continue;
        if (needed.why == scenarios::Needed::Why::not_enough && needed.lever.now == needed.lever.limit) continue;
        const QString name = QString::fromStdString(project::lever_words(needed.lever, ui::language()));
        const QString now = QString::fromStdString(project::lever_value(needed.lever, needed.lever.now, recipe));
        if (needed.value) {
            const double signed_change = *needed.value < needed.lever.now ? -needed.change : needed.change;
            rows.push_back({name, now,
                            bare_value(QString::fromStdString(project::lever_value(needed.lever, *needed.value, recipe)), now),
                            (signed_change > 0 ? "+" : "") + ui::percent_text(signed_change, 1)});
            tips.push_back(name);
        } else {
            const QString why = ui::words(project::lever_reason(needed, recipe));
            rows.push_back({name, now, QStringLiteral("–"),
                            ui::words(needed.why == scenarios::Needed::Why::no_effect ? "ui.why.none" : "ui.why.too_little")});
            tips.push_back(why);
        }
    }
    levers_->set_rows(rows);
    for (int row = 0; row < levers_->rowCount(); ++row)
        for (int column = 0; column < levers_->columnCount(); ++column)
            if (QTableWidgetItem* cell = levers_->item(row, column)) {
                cell->setToolTip(tips[static_cast<std::size_t>(row)]);
                if (row == 0 && made.needed.front().value) {
                    QFont bold = cell->font();
                    bold.setBold(true);
                    cell->setFont(bold);
                }
            }
    fold_names(*levers_);
}

void WhyPanel::start_activation() {
    const auto model = document_.project().results.unvalued();
    const ui::Answer answer = document_.price().answer();
    if (!model || answer.curve == nullptr) return;
    const auto valued = document_.project().results.valued();
    const Subject subject = subject_of(*subject_);
    const auto mask = subject.id == "filter" ? document_.filter().mask() : nullptr;
    auto rows = std::make_shared<std::vector<scenarios::LeverActivation>>();
    ask_->setEnabled(false);
    activation_job_.ask(
        [rows, model, valued, mask, subject, deck = answer.deck](base::Progress& progress) -> base::Expected<void> {
            std::optional<blocks::BlockMask> own;
            if (subject.row) {
                auto kept = blocks::filter_blocks(*valued, std::span(&*subject.row, 1), progress.part(0, 0.05));
                if (!kept) return std::unexpected(kept.error());
                own = std::move(*kept);
            }
            auto made = scenarios::lever_activation(*model, deck, scenarios::usual_steps(), own ? &*own : mask.get(),
                                                    progress.part(0.05, 1));
            if (!made) return std::unexpected(made.error());
            *rows = std::move(*made);
            return {};
        },
        [this, rows](const base::Expected<void>& done) {
            ask_->setEnabled(true);
            if (done) show_activation(*rows);
        });
}

void WhyPanel::show_activation(const std::vector<scenarios::LeverActivation>& rows) {
    const economics::PriceDeck deck = document_.price().answer().deck;
    const project::Recipe& recipe = document_.project().recipe;
    QStringList headings{ui::words("ui.why.lever")};
    for (const double step : scenarios::usual_steps())
        headings << ui::words("ui.why.step", {{"step", base::number(step, 3)}});
    std::vector<QStringList> table;
    std::vector<QString> tips;
    std::size_t main = 0;
    for (std::size_t c = 0; c < deck.commodities.size(); ++c)
        if (deck.commodities[c].name == document_.price().commodity()) main = c;
    for (const scenarios::LeverActivation& row : rows) {
        QStringList cells{QString::fromStdString(project::lever_words(row.lever, ui::language()))};
        QString tip = cells.front();
        for (const scenarios::ActivationStep& step : row.steps) {
            cells << ui::tonnes_text(step.activated.tonnes) + (step.at_limit ? " *" : "");
            tip += "\n" + ui::words("ui.why.step_tip",
                                    {{"value", project::lever_value(row.lever, step.value, recipe)},
                                     {"tonnes", text_of(ui::tonnes_text(step.activated.tonnes))},
                                     {"metal", text_of(ui::tonnes_text(step.activated.metal[main]))},
                                     {"commodity", deck.commodities[main].name}});
        }
        if (std::ranges::any_of(row.steps, &scenarios::ActivationStep::at_limit)) tip += "\n* " + ui::words("ui.why.at_limit");
        table.push_back(cells);
        tips.push_back(tip);
    }
    activation_->set_headings(headings);
    activation_->set_rows(table);
    for (int row = 0; row < activation_->rowCount(); ++row)
        for (int column = 0; column < activation_->columnCount(); ++column)
            if (QTableWidgetItem* cell = activation_->item(row, column))
                cell->setToolTip(tips[static_cast<std::size_t>(row)]);
    fold_names(*activation_);
    activation_->setVisible(!table.empty());
    ask_->hide();
}

void WhyPanel::settle() {
    job_.wait();
    activation_job_.wait();
}

QString WhyPanel::as_text() const {
    return verdict_->text() + "\n" + chart_->as_text() + "\n" + levers_->as_text() + "\n" + activation_->as_text();
}

void WhyPanel::showEvent(QShowEvent* event) {
    if (stale_) refresh();
    QWidget::showEvent(event);
}

void WhyPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // Once the parts have their widths.
    QTimer::singleShot(0, this, [this] {
        fold_names(*levers_);
        fold_names(*activation_);
    });
}

void WhyPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange) {
        fill_subjects();
        due();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
