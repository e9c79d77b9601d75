#include "ui/panels/FilterRowBox.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/project/Pipeline.h"
#include "core/project/SolidFilter.h"
#include "ui/ColumnWords.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/QuietCombo.h"

namespace orelens::panels {
namespace {

using Kind = blocks::FilterRow::Kind;

constexpr const char* kind_keys[] = {"ui.filter.range", "ui.filter.codes", "ui.filter.box", "ui.filter.polygon",
                                     "ui.filter.formula"};
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

template <class Edit>
void FilterRowBox::change(const Edit& edit) {
    if (row_ >= document_.filter().rows().size()) return;
    blocks::FilterRow row = document_.filter().rows()[row_];
    edit(row);
    document_.filter().set_row(row_, row);
}

FilterRowBox::FilterRowBox(ui::Document& document, std::size_t row, QWidget* parent)
    : QFrame(parent), document_(document), row_(row) {
    setFrameShape(QFrame::StyledPanel);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(8, 4, 4, 6);
    box->setSpacing(4);
    make_head(box);
    make_body(box);
    problem_ = new QLabel;
    problem_->setWordWrap(true);
    QPalette shown = problem_->palette();
    shown.setColor(QPalette::WindowText, ui::chart_colors(ui::theme()).bad);
    problem_->setPalette(shown);
    box->addWidget(problem_);
    refresh();
}

void FilterRowBox::make_head(QVBoxLayout* box) {
    const Kind kind = document_.filter().rows()[row_].kind;
    const blocks::FilterRow& asked = document_.filter().rows()[row_];
    const char* key = !project::solid_of(asked).empty()  ? "ui.filter.solid"
                      : !project::hole_of(asked).empty() ? "ui.filter.holes"
                                                         : kind_keys[static_cast<std::size_t>(kind)];
    on_ = ui::tell(new QCheckBox, key);
    inverted_ = ui::tell(new QCheckBox, "ui.filter.inverted");
    auto* remove = ui::tell(new QToolButton, "ui.filter.remove");
    remove->setIcon(ui::icon("minus"));
    remove->setToolButtonStyle(Qt::ToolButtonIconOnly);
    remove->setAutoRaise(true);
    auto* head = new QHBoxLayout;
    head->addWidget(on_, 1);
    head->addWidget(inverted_);
    head->addWidget(remove);
    box->addLayout(head);
    connect(on_, &QCheckBox::toggled, this,
            [this](bool on) { change([on](blocks::FilterRow& row) { row.on = on; }); });
    connect(inverted_, &QCheckBox::toggled, this,
            [this](bool on) { change([on](blocks::FilterRow& row) { row.inverted = on; }); });
    // Later: the row that was clicked goes with it.
    connect(remove, &QToolButton::clicked, this, [this] {
        QTimer::singleShot(0, &document_.filter(),
                           [&filter = document_.filter(), row = row_] { filter.remove(row); });
    });
}

void FilterRowBox::make_body(QVBoxLayout* box) {
    const blocks::FilterRow& row = document_.filter().rows()[row_];
    if (!project::solid_of(row).empty()) return make_solid(box);
    if (!project::hole_of(row).empty()) return make_place(box);
    switch (row.kind) {
        case Kind::range: return make_range(box);
        case Kind::codes: return make_codes(box);
        case Kind::expression: return make_formula(box);
        case Kind::box:
        case Kind::polygon: return make_place(box);
    }
}

void FilterRowBox::make_place(QVBoxLayout* box) {
    place_ = new QLabel;
    place_->setWordWrap(true);
    box->addWidget(place_);
}

void FilterRowBox::make_range(QVBoxLayout* box) {
    column_ = ui::tell(new QuietCombo, "ui.filter.column");
    low_ = ui::tell(new NumberEntry, "ui.filter.low");
    high_ = ui::tell(new NumberEntry, "ui.filter.high");
    fill_columns();
    auto* ends = new QHBoxLayout;
    ends->addWidget(low_, 1);
    ends->addWidget(new QLabel("–"));
    ends->addWidget(high_, 1);
    box->addWidget(column_);
    box->addLayout(ends);
    for (NumberEntry* end : {low_, high_}) end->set_limits(-1e15, 1e15, true);
    connect(column_, &QComboBox::activated, this, [this] {
        const std::string name = column_->currentData().toString().toStdString();
        change([&](blocks::FilterRow& row) {
            if (row.column != name) row.low = -infinity, row.high = infinity;
            row.column = name;
        });
    });
    connect(low_, &QDoubleSpinBox::valueChanged, this, [this] {
        const double low = low_->number();
        change([low](blocks::FilterRow& row) { row.low = std::isnan(low) ? -infinity : low; });
    });
    connect(high_, &QDoubleSpinBox::valueChanged, this, [this] {
        const double high = high_->number();
        change([high](blocks::FilterRow& row) { row.high = std::isnan(high) ? infinity : high; });
    });
}

void FilterRowBox::make_codes(QVBoxLayout* box) {
    column_ = ui::tell(new QuietCombo, "ui.filter.column");
    codes_ = ui::tell(new QListWidget, "ui.filter.classes");
    codes_->setMaximumHeight(fontMetrics().height() * 8);
    fill_columns();
    box->addWidget(column_);
    box->addWidget(codes_);
    connect(column_, &QComboBox::activated, this, [this] {
        const std::string name = column_->currentData().toString().toStdString();
        change([&](blocks::FilterRow& row) {
            row.column = name;
            row.codes.clear();
        });
        fill_codes();
    });
    connect(codes_, &QListWidget::itemChanged, this, [this] {
        change([this](blocks::FilterRow& row) {
            row.codes.clear();
            for (int n = 0; n < codes_->count(); ++n)
                if (codes_->item(n)->checkState() == Qt::Checked)
                    row.codes.push_back(codes_->item(n)->data(Qt::UserRole).toInt());
        });
    });
}

void FilterRowBox::make_formula(QVBoxLayout* box) {
    formula_ = ui::tell(new QLineEdit, "ui.filter.expression");
    formula_->setPlaceholderText("Cu > 0.5 && z < 1200");
    box->addWidget(formula_);
    connect(formula_, &QLineEdit::editingFinished, this, [this] {
        const std::string typed = formula_->text().trimmed().toStdString();
        change([&](blocks::FilterRow& row) { row.expression = typed; });
    });
}

void FilterRowBox::make_solid(QVBoxLayout* box) {
    solid_ = ui::tell(new QuietCombo, "ui.filter.which_solid");
    side_ = ui::tell(new QuietCombo, "ui.filter.side");
    for (const char* key : {"ui.filter.inside", "ui.filter.outside"}) side_->addItem(ui::words(key));
    share_ = ui::tell(new NumberEntry, "ui.filter.share");
    share_->set_limits(1, 100, false);
    share_->setSuffix(" %");
    inverted_->hide();  // the side says it
    auto* how = new QHBoxLayout;
    how->addWidget(side_);
    how->addWidget(share_, 1);
    box->addWidget(solid_);
    box->addLayout(how);
    connect(solid_, &QComboBox::activated, this, [this] {
        const std::string name = solid_->currentData().toString().toStdString();
        change([&name](blocks::FilterRow& row) { row = project::solid_row(name, row.low, row.inverted); });
    });
    connect(side_, &QComboBox::activated, this,
            [this](int side) { change([side](blocks::FilterRow& row) { row.inverted = side == 1; }); });
    connect(share_, &QDoubleSpinBox::valueChanged, this,
            [this](double percent) { change([percent](blocks::FilterRow& row) { row.low = percent / 100; }); });
}

/// Closed ones; the one of the row also where it is no such thing.
void FilterRowBox::fill_solids() {
    const QSignalBlocker quiet(solid_);
    solid_->clear();
    const std::string now = project::solid_of(document_.filter().rows()[row_]);
    bool known = now.empty();
    if (const auto& list = document_.project().results.shapes.list)
        for (const shapes::Shape& shape : *list) {
            if (!shape.closed) continue;
            solid_->addItem(QString::fromStdString(shape.name), QString::fromStdString(shape.name));
            known = known || shape.name == now;
        }
    if (!known) solid_->addItem(QString::fromStdString(now), QString::fromStdString(now));
    solid_->setCurrentIndex(solid_->findData(QString::fromStdString(now)));
}

void FilterRowBox::fill_columns() {
    const auto& model = document_.project().results.model();
    const Kind kind = document_.filter().rows()[row_].kind;
    const QSignalBlocker quiet(column_);
    column_->clear();
    if (model == nullptr) return;
    for (const blocks::ColumnInfo& info : model->columns()) {
        const bool classes = info.type == blocks::ColumnType::integer && !info.codes.empty();
        if (classes != (kind == Kind::codes)) continue;
        column_->addItem(ui::column_words(info.name) +
                             (info.unit.empty() ? QString() : " (" + QString::fromStdString(info.unit) + ")"),
                         QString::fromStdString(info.name));
    }
}

void FilterRowBox::fill_codes() {
    const auto& model = document_.project().results.model();
    const blocks::FilterRow& row = document_.filter().rows()[row_];
    const QSignalBlocker quiet(codes_);
    codes_->clear();
    const blocks::ColumnInfo* info = model != nullptr ? model->info(row.column) : nullptr;
    if (info == nullptr) return;
    for (std::size_t n = 0; n < info->codes.size(); ++n) {
        auto* item = new QListWidgetItem(ui::code_words(info->name, info->codes[n]), codes_);
        item->setData(Qt::UserRole, static_cast<int>(n));
        const bool chosen = std::ranges::find(row.codes, static_cast<std::int32_t>(n)) != row.codes.end();
        item->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
    }
}

void FilterRowBox::refresh_place() {
    const blocks::FilterRow& row = document_.filter().rows()[row_];
    if (row.kind == Kind::polygon)
        return place_->setText(ui::words("ui.filter.corners", {{"count", std::to_string(row.polygon.size())}}));
    QStringList lines;
    if (const std::string hole = project::hole_of(row); !hole.empty())
        return place_->setText(QString::fromStdString(hole));
    for (std::size_t a = 0; a < 3; ++a)
        lines << QString("%1  %2 – %3 m").arg(QChar("XYZ"[a])).arg(ui::plain_number(row.box_low[a], 0))
                     .arg(ui::plain_number(row.box_high[a], 0));
    place_->setText(lines.join("\n"));
}

void FilterRowBox::refresh() {
    const blocks::FilterRow& row = document_.filter().rows()[row_];
    const auto check = [](QCheckBox* box, bool on) {
        const QSignalBlocker quiet(box);
        box->setChecked(on);
    };
    check(on_, row.on);
    check(inverted_, row.inverted);
    if (column_ != nullptr) {
        const QSignalBlocker quiet(column_);
        if (column_->count() == 0) fill_columns();
        column_->setCurrentIndex(column_->findData(QString::fromStdString(row.column)));
    }
    if (low_ != nullptr) {
        low_->show_number(std::isfinite(row.low) ? row.low : std::nan(""));
        high_->show_number(std::isfinite(row.high) ? row.high : std::nan(""));
    }
    if (codes_ != nullptr) fill_codes();
    if (solid_ != nullptr) {
        fill_solids();
        const QSignalBlocker quiet(side_);
        side_->setCurrentIndex(row.inverted ? 1 : 0);
        share_->show_number(100 * row.low);
    }
    if (formula_ != nullptr && !formula_->hasFocus()) formula_->setText(QString::fromStdString(row.expression));
    if (place_ != nullptr) refresh_place();
    const auto& wrong = document_.filter().problem(row_);
    // A row that has just been added asks nothing yet.
    const bool unfinished = (row.kind == Kind::expression && row.expression.empty()) ||
                            (row.kind == Kind::codes && row.codes.empty());
    problem_->setVisible(wrong.has_value() && !unfinished);
    if (wrong) problem_->setText(ui::words(*wrong));
}

}  // namespace orelens::panels
