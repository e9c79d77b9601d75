#include "ui/panels/FilterPanel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/project/Pipeline.h"
#include "core/project/SolidFilter.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/Theme.h"
#include "ui/panels/FilterRowBox.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/Scroller.h"

namespace orelens::panels {
namespace {

using blocks::FilterRow;

/// The first column that such a condition can ask of; the main commodity's grade where there is one.
std::string first_column(const ui::Document& document, bool classes) {
    const auto& model = document.project().results.model();
    if (model == nullptr) return {};
    const std::string main = document.price().commodity();
    if (!classes && model->has(main)) return main;
    for (const blocks::ColumnInfo& info : model->columns()) {
        const bool has_classes = info.type == blocks::ColumnType::integer && !info.codes.empty();
        if (has_classes == classes) return info.name;
    }
    return {};
}

}  // namespace

FilterPanel::FilterPanel(ui::Document& document, const ui::ViewState& view, QWidget* parent)
    : QWidget(parent),
      document_(document),
      view_(view),
      kept_(new QLabel),
      usable_(new QLabel),
      none_(ui::tell(new QLabel, "ui.filter.none")),
      add_(ui::tell(new QToolButton, "ui.filter.add")),
      clear_(ui::tell(new QToolButton, "ui.filter.clear")),
      menu_(new QMenu(this)) {
    for (QLabel* label : {kept_, usable_, none_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    kept_->setFont(headline_font(font()));
    add_->setIcon(ui::icon("plus"));
    add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    add_->setPopupMode(QToolButton::InstantPopup);
    add_->setMenu(menu_);
    clear_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    auto* tools = new QHBoxLayout;
    tools->addWidget(add_);
    tools->addStretch(1);
    tools->addWidget(clear_);
    auto* told = new QWidget;
    auto* answer = new QVBoxLayout(told);
    answer->setContentsMargins(0, 0, 0, 0);
    answer->addWidget(kept_);
    answer->addWidget(usable_);
    list_ = new QVBoxLayout;
    auto* body = new QWidget;
    auto* box = new QVBoxLayout(body);
    box->addWidget(new OlderNote(document_, {}, told));
    box->addWidget(told);
    box->addLayout(tools);
    box->addWidget(none_);
    box->addLayout(list_);
    box->addStretch(1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new Scroller(body));
    connect(clear_, &QToolButton::clicked, this, [this] { document_.filter().set_rows({}); });
    connect(&document_.filter(), &ui::Filter::rowsChanged, this, &FilterPanel::refresh_rows);
    connect(&document_.filter(), &ui::Filter::changed, this, &FilterPanel::refresh_kept);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &FilterPanel::refresh_kept);
    connect(&document_, &ui::Document::stateChanged, this, &FilterPanel::refresh_kept);
    fill_menu();
    refresh_rows();
}

void FilterPanel::fill_menu() {
    menu_->clear();
    menu_->addAction(ui::words("ui.filter.range"), this, &FilterPanel::add_range);
    menu_->addAction(ui::words("ui.filter.codes"), this, &FilterPanel::add_classes);
    menu_->addAction(ui::words("ui.filter.box"), this, &FilterPanel::add_box);
    menu_->addAction(ui::words("ui.filter.polygon"), this, &FilterPanel::polygonWanted);
    solid_action_ = menu_->addAction(ui::words("ui.filter.solid"), this, &FilterPanel::add_solid);
    menu_->addAction(ui::words("ui.filter.formula"), this, &FilterPanel::add_formula);
}

void FilterPanel::add_range() {
    document_.filter().add({.kind = FilterRow::Kind::range, .column = first_column(document_, false)});
}

void FilterPanel::add_classes() {
    document_.filter().add({.kind = FilterRow::Kind::codes, .column = first_column(document_, true)});
}

/// The clipping box where it stands, else the whole grid.
void FilterPanel::add_box() {
    const auto& model = document_.project().results.model();
    FilterRow row{.kind = FilterRow::Kind::box};
    if (model != nullptr) {
        const blocks::GridGeometry& grid = model->geometry();
        const scene::ClipBox& clip = view_.look().clip;
        for (std::size_t a = 0; a < 3; ++a) row.box_low[a] = 1e300, row.box_high[a] = -1e300;
        for (int corner = 0; corner < 8; ++corner) {
            blocks::Vec3 at{};
            for (std::size_t a = 0; a < 3; ++a) {
                const double share = (corner >> a & 1) != 0 ? (clip.on ? clip.high[a] : 1) : (clip.on ? clip.low[a] : 0);
                at[a] = share * grid.count[a];
            }
            const blocks::Vec3 world = grid.to_world(at);
            for (std::size_t a = 0; a < 3; ++a) {
                row.box_low[a] = std::min(row.box_low[a], world[a]);
                row.box_high[a] = std::max(row.box_high[a], world[a]);
            }
        }
    }
    document_.filter().add(row);
}

void FilterPanel::add_formula() {
    document_.filter().add({.kind = FilterRow::Kind::expression});
    if (!rows_.empty() && rows_.back()->formula() != nullptr)
        rows_.back()->formula()->setFocus();
}

void FilterPanel::add_solid() {
    if (const auto& list = document_.project().results.shapes.list)
        if (const auto found = std::ranges::find(*list, true, &shapes::Shape::closed); found != list->end())
            document_.filter().add(project::solid_row(found->name, 0.5, false));
}

void FilterPanel::add_polygon(const std::vector<std::array<double, 2>>& corners) {
    document_.filter().add({.kind = FilterRow::Kind::polygon, .polygon = corners});
}

void FilterPanel::refresh_rows() {
    const auto& rows = document_.filter().rows();
    // A box shows the kind it was made for.
    const auto kinds = [&] {
        std::vector<int> all;
        for (const FilterRow& row : rows) {
            const int special = !project::solid_of(row).empty() ? 100 : !project::hole_of(row).empty() ? 200 : 0;
            all.push_back(special + static_cast<int>(row.kind));
        }
        return all;
    }();
    const bool same = kinds.size() == rows_.size() &&
                      std::ranges::equal(kinds, rows_, {}, {}, [](const FilterRowBox* box) {
                          return box->property("kind").toInt();
                      });
    if (same) {
        for (FilterRowBox* box : rows_) box->refresh();
    } else {
        for (FilterRowBox* box : rows_) {
            list_->removeWidget(box);
            box->hide();
            box->deleteLater();
        }
        rows_.clear();
        for (std::size_t n = 0; n < rows.size(); ++n) {
            auto* box = new FilterRowBox(document_, n);
            box->setProperty("kind", kinds[n]);
            list_->addWidget(box);
            rows_.push_back(box);
        }
    }
    none_->setVisible(rows.empty());
    clear_->setEnabled(!rows.empty());
    refresh_kept();
}

void FilterPanel::refresh_kept() {
    const auto& model = document_.project().results.model();
    add_->setEnabled(model != nullptr);
    const auto& shapes = document_.project().results.shapes.list;
    solid_action_->setEnabled(shapes != nullptr &&
                              std::ranges::find(*shapes, true, &shapes::Shape::closed) != shapes->end());
    const ui::Filter& filter = document_.filter();
    usable_->clear();
    usable_->hide();
    if (model == nullptr) return kept_->setText(ui::words("ui.filter.no_model"));
    if (!filter.active() || !filter.kept())
        return kept_->setText(ui::words("ui.filter.all", {{"blocks", ui::plain_number(static_cast<double>(model->block_count()), 0).toStdString()}}));
    kept_->setText(ui::words("ui.filter.kept",
                             {{"tonnes", ui::tonnes_text(filter.kept()->tonnes).toStdString()},
                              {"blocks", ui::plain_number(static_cast<double>(filter.kept()->blocks), 0).toStdString()},
                              {"share", ui::percent_text(static_cast<double>(filter.kept()->blocks) /
                                                             static_cast<double>(model->block_count()),
                                                         1)
                                            .toStdString()}}));
    const ui::Answer answer = document_.price().answer();
    if (filter.curve() == nullptr || answer.curve == nullptr) return;
    const economics::UsableTotals now = filter.curve()->at(answer.price);
    QString text = ui::words("ui.filter.usable", {{"tonnes", ui::tonnes_text(now.tonnes).toStdString()},
                                                  {"price", ui::price_text(answer.price).toStdString()},
                                                  {"unit", answer.unit}});
    for (std::size_t e = 0; e < filter.curve()->elements().size(); ++e)
        text += "\n" + QString::fromStdString(filter.curve()->elements()[e]) + "  " + ui::number_text(now.grade[e]) +
                " " + QString::fromStdString(filter.curve()->units()[e]) + "  ·  " +
                ui::tonnes_text(economics::known_metal(now, e));
    usable_->setText(text);
    usable_->show();
}

QString FilterPanel::as_text() const {
    return kept_->text() + "\n" + usable_->text();
}

void FilterPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        fill_menu();
        for (FilterRowBox* box : rows_) {
            list_->removeWidget(box);
            box->deleteLater();
        }
        rows_.clear();
        refresh_rows();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
