#include "ui/panels/EvidencePanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/project/Pipeline.h"
#include "ui/ColumnWords.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PotentialWords.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/SliderField.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

constexpr int share_role = Qt::UserRole + 1;
enum EvidenceColumn { name_column, labelled_column, predicted_column, remark_column };

/// A share as a bar behind its number.
class ShareBars : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant share = index.data(share_role);
        if (!share.isValid()) return;
        constexpr int thick = 3, margin = 3;
        const QRect room = option.rect.adjusted(margin, 0, -margin, 0);
        const auto width = static_cast<int>(std::lround(room.width() * std::clamp(share.toDouble(), 0.0, 1.0)));
        const QColor ink = option.palette.color(QPalette::Highlight);
        painter->fillRect(QRect(room.left(), option.rect.bottom() - thick, width, thick), ink);
    }
};

QString percent(double share) {
    return std::isfinite(share) ? ui::plain_number(100 * share, 0) + " %" : QStringLiteral("–");
}

/// What is wrong with a layer's coverage, in words.
QStringList remarks_of(const project::EvidenceLayer& layer) {
    const potential::Coverage& c = layer.coverage;
    QStringList said;
    if (c.all_missing) said << ui::words("cli.potential.all_missing");
    if (c.constant && !c.all_missing) said << ui::words("cli.potential.constant");
    if (c.only_labelled) said << ui::words("cli.potential.only_labelled");
    if (c.leaks) said << ui::words("cli.potential.leaks");
    if (!c.same_as.empty()) said << ui::words("cli.potential.same_as", {{"layer", c.same_as}});
    return said;
}

}  // namespace

EvidencePanel::EvidencePanel(ui::Document& document, ui::ViewState& state, QWidget* parent)
    : QWidget(parent),
      document_(document),
      state_(state),
      note_(new QLabel),
      shown_(ui::tell(new QCheckBox, "ui.evidence.show")),
      only_targets_(ui::tell(new QCheckBox, "ui.evidence.only_targets")),
      table_(ui::tell(new TableView, "ui.evidence.table")),
      density_(new SliderField("ui.evidence.opacity")),
      map_(new QComboBox),
      map_label_(ui::label_for(map_, "ui.evidence.map")),
      chart_(ui::tell(new charts::PlotWidget, "ui.evidence.chart")),
      answer_(new QWidget) {
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    table_->setItemDelegate(new ShareBars(table_));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    density_->set_range(0.1, 10, 100, true);
    density_->set_decimals(1);
    density_->set_unit("×", "10.0");
    auto* told = new QVBoxLayout(answer_);
    told->setContentsMargins(0, 0, 0, 0);
    told->addWidget(shown_);
    told->addWidget(only_targets_);
    // Some rows of each at least: a low window scrolls the panel and leaves its parts readable.
    table_->setMinimumHeight(table_->verticalHeader()->defaultSectionSize() * 7 + table_->horizontalHeader()->sizeHint().height());
    chart_->setMinimumHeight(fontMetrics().height() * 9);
    told->addWidget(table_, 3);
    auto* grid = new QGridLayout;
    grid->addWidget(ui::label_for(density_, "ui.evidence.opacity"), 0, 0);
    grid->addWidget(density_, 0, 1);
    grid->addWidget(map_label_, 1, 0);
    grid->addWidget(map_, 1, 1);
    grid->setColumnStretch(1, 1);
    told->addLayout(grid);
    told->addWidget(chart_, 2);
    auto* body = new QWidget;
    auto* box = new QVBoxLayout(body);
    box->addWidget(new OlderNote(document_, {"evidence", "potential", "targets"}, nullptr));
    box->addWidget(note_);
    box->addWidget(answer_, 1);
    box->addStretch(0);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new Scroller(body));
    connect(shown_, &QCheckBox::toggled, this, [this](bool on) { document_.potential().show(on); });
    connect(only_targets_, &QCheckBox::toggled, this, [this](bool on) {
        document_.potential().show_only_targets(on);
        if (on) document_.potential().show(true);
    });
    connect(table_, &QTableWidget::cellClicked, this, [this](int row, int) { show_row(row); });
    table_->more_choices = [this](QMenu& menu, int row) { offer_masks(menu, row); };
    connect(table_, &QTableWidget::itemSelectionChanged, this, [this] {
        refresh_histogram();
    });
    connect(table_, &QTableWidget::itemActivated, this, [this](QTableWidgetItem* item) { show_row(item->row()); });
    connect(density_, &SliderField::moved, this, [this](double value, bool) {
        state_.change([value](scene::Look& look) {
            look.through = scene::Through::xray;
            look.xray_density = value;
        });
    });
    connect(map_, &QComboBox::activated, this, [this](int n) {
        const int row = table_->currentRow();
        if (row < 0 || static_cast<std::size_t>(row) >= columns_.size()) return;
        state_.edit(ui::words("ui.evidence.map"), "", [&](scene::Look& look) { look.scales["column:" + columns_[static_cast<std::size_t>(row)]].map = static_cast<scene::ColourMap>(n); });
    });
    connect(&document_.potential(), &ui::PotentialInHand::changed, this, &EvidencePanel::refresh);
    connect(&document_, &ui::Document::stateChanged, this, &EvidencePanel::refresh);
    connect(&document_.potential(), &ui::PotentialInHand::maskChanged, this, &EvidencePanel::refresh_look);
    connect(&state_, &ui::ViewState::changed, this, &EvidencePanel::refresh_look);
    refresh();
}

QString EvidencePanel::facts() const {
    const auto& evidence = document_.potential().evidence();
    return ui::words("ui.evidence.facts", {{"voxels", ui::plain_number(static_cast<double>(evidence->active), 0).toStdString()},
                                            {"positive", ui::plain_number(static_cast<double>(evidence->positives), 0).toStdString()},
                                            {"barren", ui::plain_number(static_cast<double>(evidence->barrens), 0).toStdString()},
                                            {"rest", ui::plain_number(static_cast<double>(evidence->active - evidence->positives - evidence->barrens), 0).toStdString()}}) +
           " " + ui::words("ui.potential.apart");
}

void EvidencePanel::show_row(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= columns_.size()) return;
    document_.potential().show(true);
    state_.change([&](scene::Look& look) {
        look.colour_by = scene::ColourBy::column;
        look.column = columns_[static_cast<std::size_t>(row)];
    });
}

void EvidencePanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const ui::PotentialInHand& hand = document_.potential();
    const auto& model = hand.model();
    answer_->setVisible(model != nullptr);
    if (!model) {
        note_->setText(potential_silence(document_, false));
        columns_.clear();
        return;
    }
    note_->setText(facts());
    const QSignalBlocker quiet_map(map_);
    map_->clear();
    for (const char* id : scene::colour_map_ids) map_->addItem(ui::words((std::string("ui.view.") + id).c_str()));
    const QSignalBlocker quiet(table_);
    const std::string before = table_->currentRow() >= 0 && static_cast<std::size_t>(table_->currentRow()) < columns_.size() ? columns_[static_cast<std::size_t>(table_->currentRow())] : std::string();
    columns_.clear();
    std::vector<QStringList> rows;
    for (const char* column : {project::probability_column, project::member_sd_column, project::p10_column, project::p90_column, project::domain_column, project::driver_column, project::target_column, project::label_column, project::fold_column})
        if (model->has(column)) {
            columns_.emplace_back(column);
            rows.push_back({ui::column_words(column), {}, {}, {}});
        }
    const std::size_t results = rows.size();
    for (const project::EvidenceLayer& layer : hand.evidence()->layers) {
        columns_.push_back(project::evidence_prefix + layer.id);
        const QStringList remarks = remarks_of(layer);
        rows.push_back({QString::fromStdString(layer.id), percent(layer.coverage.labelled_share()), percent(layer.coverage.predicted_share()), (remarks.isEmpty() ? QString() : QStringLiteral("⚠")) + (layer.projected ? QStringLiteral("↓") : QString())});
    }
    table_->set_headings({ui::words("ui.evidence.layer"), ui::words("ui.evidence.labelled"), ui::words("ui.evidence.predicted"), {}},
                         {ui::words("ui.evidence.layer"), ui::words("ui.evidence.labelled.tip"), ui::words("ui.evidence.predicted.tip"), ui::words("ui.evidence.remarks")});
    table_->set_rows(rows);
    for (std::size_t n = results; n < rows.size(); ++n) {
        const project::EvidenceLayer& layer = hand.evidence()->layers[n - results];
        const int row = static_cast<int>(n);
        table_->item(row, labelled_column)->setData(share_role, layer.coverage.labelled_share());
        table_->item(row, predicted_column)->setData(share_role, layer.coverage.predicted_share());
        QStringList remarks = remarks_of(layer);
        if (layer.projected) remarks << ui::words("cli.potential.projected");
        table_->item(row, remark_column)->setToolTip(remarks.join("\n"));
        table_->item(row, name_column)->setToolTip((QStringList{QString::fromStdString(layer.from.file), QString::fromStdString(layer.from.crs)} + remarks).join("\n"));
    }
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(name_column, QHeaderView::Stretch);
    const auto found = std::ranges::find(columns_, before.empty() ? state_.look().column : before);
    if (found != columns_.end()) table_->selectRow(static_cast<int>(found - columns_.begin()));
    refresh_look();
    refresh_histogram();
}

/// The eye stands at what colours the voxels now.
void EvidencePanel::refresh_look() {
    if (!isVisible()) return;
    const ui::PotentialInHand& hand = document_.potential();
    const QSignalBlocker quiet_shown(shown_), quiet_only(only_targets_), quiet_map(map_);
    shown_->setChecked(hand.shown());
    only_targets_->setChecked(hand.only_targets());
    only_targets_->setEnabled(hand.targets() != nullptr);
    const scene::Look& look = state_.look();
    density_->show_value(look.xray_density);
    const bool coloured = hand.shown() && look.colour_by == scene::ColourBy::column;
    for (int row = 0; row < table_->rowCount() && static_cast<std::size_t>(row) < columns_.size(); ++row) {
        const bool eye = coloured && look.column == columns_[static_cast<std::size_t>(row)];
        table_->item(row, name_column)->setIcon(ui::icon(eye ? "eye" : "eye_off"));
    }
    scene::ColourMap map = look.colour_map;
    if (const int row = table_->currentRow(); row >= 0 && static_cast<std::size_t>(row) < columns_.size())
        if (const auto scale = look.scales.find("column:" + columns_[static_cast<std::size_t>(row)]); scale != look.scales.end() && scale->second.map) map = *scale->second.map;
    map_->setCurrentIndex(static_cast<int>(map));
}

/// How values of a layer are spread, by label, each as shares of its own.
void EvidencePanel::refresh_histogram() {
    charts::Plot plot;
    plot.empty_note = ui::words("ui.evidence.no_histogram");
    const auto& evidence = document_.potential().evidence();
    const int row = table_->currentRow();
    const project::EvidenceLayer* chosen = nullptr;
    if (evidence && row >= 0 && static_cast<std::size_t>(row) < columns_.size())
        for (const project::EvidenceLayer& layer : evidence->layers)
            if (project::evidence_prefix + layer.id == columns_[static_cast<std::size_t>(row)]) chosen = &layer;
    if (chosen != nullptr && chosen->histogram.edges.size() > 1) {
        const potential::LabelHistogram& h = chosen->histogram;
        plot.x = {QString::fromStdString(chosen->id), h.edges.front(), h.edges.back(), {}};
        plot.left.title = ui::words("ui.evidence.share");
        const auto add = [&](const char* key, const std::vector<std::int64_t>& counts, int colour) {
            double all = 0;
            for (const std::int64_t count : counts) all += static_cast<double>(count);
            if (!(all > 0)) return;
            charts::Series series{.name = ui::words(key), .points = {}, .colour = colour, .base = {}};
            for (std::size_t n = 0; n < counts.size(); ++n)
                for (const double edge : {h.edges[n], h.edges[n + 1]}) series.points.emplace_back(edge, 100 * static_cast<double>(counts[n]) / all);
            plot.series.push_back(std::move(series));
        };
        add("ui.evidence.positive", h.of_positive, 1);
        add("ui.evidence.barren", h.of_barren, 0);
        add("ui.evidence.unknown", h.of_unknown, 7);
        charts::fit_axis(plot.left, plot.series, false);
    }
    chart_->set_plot(std::move(plot));
}

void EvidencePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void EvidencePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
