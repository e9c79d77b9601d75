#include "ui/panels/BlockPanel.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/economics/Explain.h"
#include "core/economics/Value.h"
#include "ui/ColumnWords.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/StripLogView.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

/// One block's values by column name.
struct BlockValues {
    const blocks::BlockModel& model;
    std::size_t leaf;
    int at;
    [[nodiscard]] double real(const std::string& column) const {
        const blocks::ColumnInfo* info = model.info(column);
        if (!info || info->type != blocks::ColumnType::real) return std::nan("");
        return model.real(column, leaf)[at];
    }
};

std::optional<BlockValues> values_of(const blocks::BlockModel& model, const blocks::Index3& ijk) {
    const std::size_t leaf = model.leaf_of(ijk);
    if (leaf >= model.leaf_count()) return std::nullopt;
    const auto& origin = model.leaf(leaf).origin;
    const int at = ((ijk[0] - origin[0]) << 6) | ((ijk[1] - origin[1]) << 3) | (ijk[2] - origin[2]);
    return BlockValues{model, leaf, at};
}

/// Grades first, then money, then how the estimate was made.
std::vector<blocks::ColumnInfo> in_reading_order(std::vector<blocks::ColumnInfo> columns) {
    const auto rank = [](const blocks::ColumnInfo& info) {
        if (info.name.starts_with("margin") || info.name.starts_with("break_even") ||
            info.name == economics::nsr_column || info.name == economics::status_column)
            return 1;
        return info.name.find('.') == std::string::npos ? 0 : 2;
    };
    std::stable_sort(columns.begin(), columns.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return columns;
}

}  // namespace

BlockPanel::BlockPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      where_(new QLabel),
      verdict_(new QLabel),
      reason_heading_(ui::tell(new QLabel, "ui.block.reasons")),
      grades_(ui::tell(new TableView, "ui.block.values")),
      reasons_(ui::tell(new TableView, "ui.block.reasons")),
      strip_log_(new StripLogView) {
    for (QLabel* label : {where_, verdict_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont bold = verdict_->font();
    bold.setBold(true);
    verdict_->setFont(bold);
    reason_heading_->setFont(bold);
    reason_heading_->setWordWrap(true);
    grades_->share_width();
    auto* outer = new QVBoxLayout(this);
    auto* answer = new QWidget;
    auto* box = new QVBoxLayout(answer);
    box->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new OlderNote(document_, {}, answer));
    outer->addWidget(answer, 1);
    for (QWidget* part : {static_cast<QWidget*>(where_), static_cast<QWidget*>(verdict_)})
        box->addWidget(part);
    box->addWidget(grades_, 1);
    box->addWidget(reason_heading_);
    box->addWidget(reasons_, 1);
    box->addWidget(strip_log_, 3);
    box->addStretch(0);
    connect(&document_.selection(), &ui::Selection::changed, this, &BlockPanel::refresh);
    connect(&document_.potential(), &ui::PotentialInHand::picked, this, &BlockPanel::refresh);
    connect(&document_, &ui::Document::resultsChanged, this, &BlockPanel::refresh);
    connect(&document_, &ui::Document::recipeChanged, this, &BlockPanel::refresh);
    connect(&document_, &ui::Document::standingChanged, this, &BlockPanel::refresh);
    connect(&document_.price(), &ui::PriceInHand::changed, this, [this](double, bool) {
        if (isVisible()) refresh();
    });
    refresh();
}

void BlockPanel::refresh() {
    strip_log_->clear();
    const scene::PickResult& pick = document_.selection().pick();
    if (document_.potential().shown() && document_.potential().pick().block_hit)
        show_voxel();
    else if (pick.block_hit && document_.project().results.model())
        show_block();
    else if (pick.hole >= 0 && document_.project().results.drilling.import)
        show_hole();
    else
        show_nothing();
}

void BlockPanel::show_nothing() {
    where_->setText(ui::words("ui.block.nothing"));
    verdict_->clear();
    for (QWidget* part : {static_cast<QWidget*>(verdict_), static_cast<QWidget*>(grades_),
                          static_cast<QWidget*>(reason_heading_), static_cast<QWidget*>(reasons_)})
        part->hide();
}

/// Of a voxel of potential: what was found there, what is predicted, and on what it rests.
void BlockPanel::show_voxel() {
    const blocks::BlockModel& model = *document_.potential().model();
    const scene::PickResult& pick = document_.potential().pick();
    const auto voxel = values_of(model, pick.block);
    if (!voxel) return show_nothing();
    tell_place(model, pick.block);
    tell_values(model, voxel->leaf, voxel->at);
    verdict_->setVisible(true);
    verdict_->setText(ui::words("ui.potential.apart"));
    verdict_->setPalette(palette());
    reason_heading_->hide();
    reasons_->hide();
}

void BlockPanel::tell_place(const blocks::BlockModel& model, const blocks::Index3& at) {
    const blocks::Vec3 centre = model.geometry().centre(at);
    where_->setText(ui::words("ui.block.where", {{"i", std::to_string(at[0])},
                                                 {"j", std::to_string(at[1])},
                                                 {"k", std::to_string(at[2])},
                                                 {"x", ui::plain_number(centre[0], 1).toStdString()},
                                                 {"y", ui::plain_number(centre[1], 1).toStdString()},
                                                 {"z", ui::plain_number(centre[2], 1).toStdString()}}));
}

void BlockPanel::tell_values(const blocks::BlockModel& model, std::size_t leaf, int at) {
    const BlockValues block{model, leaf, at};
    grades_->set_headings(
        {ui::words("ui.block.column"), ui::words("ui.block.value"), ui::words("ui.block.unit")});
    std::vector<QStringList> rows;
    for (const blocks::ColumnInfo& info : in_reading_order(model.columns())) {
        QString value;
        if (info.type == blocks::ColumnType::real) {
            value = ui::number_text(block.real(info.name), 5);
        } else {
            const std::int32_t code = model.integer(info.name, block.leaf)[block.at];
            const bool named = code >= 0 && static_cast<std::size_t>(code) < info.codes.size();
            value = code == blocks::missing_int ? QStringLiteral("–")
                    : named ? ui::code_words(info.name, info.codes[static_cast<std::size_t>(code)])
                            : QString::number(code);
        }
        rows.push_back({ui::column_words(info.name), value, QString::fromStdString(info.unit)});
    }
    grades_->set_rows(rows);
    grades_->show();
}

void BlockPanel::show_block() {
    const scene::PickResult& pick = document_.selection().pick();
    const blocks::BlockModel& model = *document_.project().results.model();
    const auto block = values_of(model, pick.block);
    if (!block) return show_nothing();
    tell_place(model, pick.block);
    tell_values(model, block->leaf, block->at);

    const ui::Answer answer = document_.price().answer();
    const economics::PriceDeck& deck = answer.deck;
    const std::string& commodity = answer.commodity;
    const std::string even_column = economics::break_even_column(commodity, answer.test);
    const bool priced = answer.curve != nullptr && model.has(even_column);
    verdict_->setVisible(true);
    reason_heading_->setVisible(priced);
    reasons_->setVisible(priced);
    if (!priced) {
        verdict_->setText(ui::words("ui.block.not_evaluated"));
        verdict_->setPalette(palette());
        return;
    }
    const double break_even = block->real(even_column);
    const bool usable = break_even <= answer.price;
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    const ui::Args args{{"price", ui::price_text(answer.price).toStdString()},
                        {"break_even", ui::price_text(break_even).toStdString()},
                        {"unit", answer.unit},
                        {"commodity", commodity}};
    const char* key = std::isnan(break_even)                     ? "ui.block.unknown"
                      : std::isinf(break_even) && break_even < 0 ? "ui.block.always"
                      : std::isinf(break_even)                   ? "ui.block.never"
                      : usable                                   ? "ui.block.usable"
                                                                 : "ui.block.not_usable";
    verdict_->setText((usable ? "✔ " : "✘ ") + ui::words(key, args));
    QPalette shown = palette();
    shown.setColor(QPalette::WindowText, usable ? colors.good : colors.bad);
    verdict_->setPalette(shown);
    reasons_->set_headings(
        {ui::words("ui.block.line"), ui::words("ui.block.amount", {{"currency", deck.costs.currency}})});
    std::vector<QStringList> rows;
    double sum = 0;
    for (const economics::ValueLine& line :
         economics::explain_block(model, deck, answer.test, pick.block)) {
        sum += line.amount;
        rows.push_back(
            {ui::words(line.key.c_str(), {{"commodity", line.commodity}}), ui::plain_number(line.amount, 2)});
    }
    rows.insert(rows.begin(), {ui::words("ui.block.margin"), ui::plain_number(sum, 2)});
    reasons_->set_rows(rows);
    for (int column = 0; column < 2; ++column)
        if (QTableWidgetItem* cell = reasons_->item(0, column)) {
            QFont bold = cell->font();
            bold.setBold(true);
            cell->setFont(bold);
        }
}

void BlockPanel::show_hole() {
    const scene::PickResult& pick = document_.selection().pick();
    const drilling::DrillholeSet& holes = document_.project().results.drilling.import->holes;
    if (pick.hole >= static_cast<std::int32_t>(holes.collars.size())) return show_nothing();
    where_->setText(
        ui::words("ui.block.hole", {{"hole", holes.collars[static_cast<std::size_t>(pick.hole)].hole},
                                    {"depth", ui::plain_number(pick.depth_m, 2).toStdString()}}));
    for (QWidget* part : {static_cast<QWidget*>(verdict_), static_cast<QWidget*>(reason_heading_),
                          static_cast<QWidget*>(reasons_)})
        part->hide();
    grades_->show();
    grades_->set_headings(
        {ui::words("ui.block.column"), ui::words("ui.block.value"), ui::words("ui.block.unit")});
    std::vector<QStringList> rows;
    const auto row = static_cast<std::size_t>(std::max(0, pick.interval));
    if (pick.interval >= 0 && row < holes.assays.from_m.size()) {
        rows.push_back({ui::words("ui.findings.from"), ui::plain_number(holes.assays.from_m[row], 2), "m"});
        rows.push_back({ui::words("ui.findings.to"), ui::plain_number(holes.assays.to_m[row], 2), "m"});
        for (const drilling::GradeColumn& grade : holes.assays.grades)
            rows.push_back({QString::fromStdString(grade.name), ui::number_text(grade.values[row], 5),
                            QString::fromUtf8(base::symbol(grade.unit).data())});
    }
    grades_->set_rows(rows);
    strip_log_->show_hole(document_.project(), static_cast<std::size_t>(pick.hole));
}

QString BlockPanel::as_text() const {
    return where_->text() + "\n" + verdict_->text() + "\n" + grades_->as_text() + "\n" + reasons_->as_text();
}

/// What changed while nobody saw the panel.
void BlockPanel::showEvent(QShowEvent* event) {
    refresh();
    QWidget::showEvent(event);
}

void BlockPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
