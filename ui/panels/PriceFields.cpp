#include "ui/panels/PriceFields.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/panels/PriceField.h"

namespace orelens::panels {
namespace {

constexpr int gap = 4;

std::vector<std::string> in_order(const ui::Document& document) {
    std::vector<std::string> names = project::group_keys(document.project().recipe, "commodity");
    std::stable_partition(names.begin(), names.end(),
                          [&](const std::string& name) { return name == document.price().commodity(); });
    return names;
}

}  // namespace

PriceFields::PriceFields(ui::Document& document, QWidget* parent)
    : QWidget(parent), document_(document), row_(new QHBoxLayout(this)), more_(new QToolButton) {
    row_->setContentsMargins(0, 0, 0, 0);
    row_->setSpacing(gap);
    row_->addWidget(more_);
    row_->addStretch(1);
    more_->setAutoRaise(true);
    more_->setFocusPolicy(Qt::TabFocus);
    more_->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    connect(more_, &QToolButton::clicked, this, &PriceFields::show_more);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &PriceFields::refresh);
    connect(&document_, &ui::Document::replaced, this, [this] {
        opened_.clear();
        rebuild();
    });
    connect(&document_, &ui::Document::recipeChanged, this, [this] {
        std::vector<std::string> shown;
        for (const PriceField* field : fields_) shown.push_back(field->commodity());
        shown == in_order(document_) ? refresh() : rebuild();
    });
    rebuild();
}

PriceField* PriceFields::field(const std::string& commodity) const {
    const auto found = std::ranges::find(fields_, commodity, &PriceField::commodity);
    return found == fields_.end() ? nullptr : *found;
}

PriceField* PriceFields::make_field(const std::string& commodity) {
    auto* field = new PriceField(document_, commodity);
    field->set_base(opened_.at(commodity));
    field->refresh();
    connect(field, &PriceField::refused, this, &PriceFields::refused);
    return field;
}

void PriceFields::rebuild() {
    for (PriceField* field : fields_) {
        row_->removeWidget(field);
        field->hide();
        field->deleteLater();  // a signal of it may have brought us here
    }
    fields_.clear();
    if (document_.open())
        for (const std::string& commodity : in_order(document_)) {
            opened_.try_emplace(commodity, document_.project().recipe.commodity.at(commodity).price);
            fields_.push_back(make_field(commodity));
            row_->insertWidget(static_cast<int>(fields_.size()) - 1, fields_.back());
        }
    updateGeometry();
    fit();
}

void PriceFields::refresh() {
    for (PriceField* field : fields_) field->refresh();
    updateGeometry();
    fit();
}

QSize PriceFields::sizeHint() const {
    int wide = 0, high = 0;
    for (const PriceField* field : fields_) {
        wide += field->sizeHint().width() + gap;
        high = std::max(high, field->sizeHint().height());
    }
    return {wide, high};
}

QSize PriceFields::minimumSizeHint() const {
    if (fields_.empty()) return {0, 0};
    const QSize first = fields_.front()->sizeHint();
    return {first.width() + (fields_.size() > 1 ? gap + more_->sizeHint().width() : 0), first.height()};
}

void PriceFields::fit() {
    std::vector<int> widths;
    int all = 0;
    for (const PriceField* field : fields_) {
        widths.push_back(field->sizeHint().width() + gap);
        all += widths.back();
    }
    // Behind the last one nothing stands: its gap is not asked for.
    const int reserve = more_->sizeHint().width() + gap;
    int used = 0;
    hidden_ = 0;
    for (std::size_t n = 0; n < fields_.size(); ++n) {
        used += widths[n];
        const bool fits = all - gap <= width() || n == 0 || used + reserve <= width();
        fields_[n]->setVisible(fits && hidden_ == 0);
        if (!fits || hidden_ > 0) ++hidden_;
    }
    more_->setVisible(hidden_ > 0);
    more_->setText("+" + QString::number(hidden_));
    const QString words = ui::words("ui.price_fields.more", {{"count", std::to_string(hidden_)}});
    more_->setAccessibleName(words);
    more_->setToolTip(words);
}

/// The others in a box of their own below the button.
void PriceFields::show_more() {
    auto* box = new QFrame(this, Qt::Popup);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setFrameShape(QFrame::StyledPanel);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(8, 8, 8, 8);
    for (std::size_t n = fields_.size() - hidden_; n < fields_.size(); ++n) {
        PriceField* field = make_field(fields_[n]->commodity());
        connect(&document_.price(), &ui::PriceInHand::changed, field, &PriceField::refresh);
        connect(&document_, &ui::Document::recipeChanged, field, &PriceField::refresh);
        column->addWidget(field);
    }
    box->move(more_->mapToGlobal(QPoint(0, more_->height() + 2)));
    box->show();
}

void PriceFields::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void PriceFields::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) fit();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
