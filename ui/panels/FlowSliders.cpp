#include "ui/panels/FlowSliders.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include "ui/Words.h"
#include "ui/panels/FlowChoice.h"
#include "ui/panels/QuietCombo.h"

namespace orelens::panels {

FlowSliders::FlowSliders(FlowChoice& choice, Shows shows, QWidget* parent)
    : QWidget(parent), choice_(choice), shows_(shows), row_(new QHBoxLayout(this)), year_(ui::tell(new QSlider(Qt::Horizontal), "ui.flows.year")), year_text_(new QLabel) {
    row_->setContentsMargins(0, 0, 0, 0);
    year_->setPageStep(5);
    year_name_ = ui::label_for(year_, "ui.flows.year");
    row_->addWidget(year_name_);
    row_->addWidget(year_, 1);
    row_->addWidget(year_text_);
    QFont bold = year_text_->font();
    bold.setBold(true);
    year_text_->setFont(bold);
    connect(year_, &QSlider::valueChanged, this, [this](int value) { choice_.set_year(value); });
    connect(&choice_, &FlowChoice::yearChanged, this, &FlowSliders::refresh);
    connect(&choice_, &FlowChoice::choiceChanged, this, &FlowSliders::rebuild);
    rebuild();
}

void FlowSliders::rebuild() {
    const auto& study = choice_.study();
    // The lists stand while one of them is in use: only another system makes others.
    std::vector<int> wanted;
    if (study && shows_ == Shows::all)
        for (const int d : study->system.flow_dimensions)
            if (d != study->system.time && study->system.dimensions[static_cast<std::size_t>(d)].items.size() > 1) wanted.push_back(d);
    bool same = lists_ != nullptr && wanted == dimensions_;
    for (std::size_t n = 0; n < wanted.size() && same; ++n) {
        const auto& items = study->system.dimensions[static_cast<std::size_t>(wanted[n])].items;
        const int all = wanted[n] == project::element_dimension(study->system) ? 0 : 1;
        same = combos_[n]->count() == static_cast<int>(items.size()) + all && combos_[n]->itemText(all).toStdString() == items.front() &&
               (all == 0 || combos_[n]->itemText(0) == ui::words("ui.flows.all"));
    }
    if (!same) {
        delete lists_;
        lists_ = new QWidget;
        auto* box = new QHBoxLayout(lists_);
        box->setContentsMargins(0, 0, 0, 0);
        combos_.clear();
        dimensions_ = wanted;
        for (const int d : wanted) {
            const recycling::Dimension& dimension = study->system.dimensions[static_cast<std::size_t>(d)];
            const bool metal = d == project::element_dimension(study->system);
            auto* combo = new QuietCombo;
            combo->setAccessibleName(QString::fromStdString(dimension.name));
            combo->setToolTip(ui::words(metal ? "ui.flows.metal.tip" : "ui.flows.place.tip", {{"dimension", dimension.name}}));
            if (!metal) combo->addItem(ui::words("ui.flows.all"));
            for (const std::string& item : dimension.items) combo->addItem(QString::fromStdString(item));
            combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
            combo->setMinimumContentsLength(metal ? 3 : 7);
            combo->setMaxVisibleItems(20);
            connect(combo, &QComboBox::currentIndexChanged, this, [this, d, metal](int index) {
                if (index >= 0) choice_.set_item(d, metal ? index : index - 1);
            });
            box->addWidget(new QLabel(metal ? ui::words("ui.flows.metal") : QString::fromStdString(dimension.name)));
            box->addWidget(combo);
            combos_.push_back(combo);
        }
        row_->insertWidget(0, lists_);
    }
    refresh();
}

void FlowSliders::refresh() {
    const auto& study = choice_.study();
    setVisible(study != nullptr);
    if (!study) return;
    const QSignalBlocker quiet(year_);
    year_->setRange(0, study->solved.years - 1);
    year_->setValue(choice_.year());
    year_text_->setText(QString::fromStdString(study->year_name(choice_.year())));
    for (std::size_t n = 0; n < combos_.size(); ++n) {
        const QSignalBlocker still(combos_[n]);
        const bool metal = dimensions_[n] == project::element_dimension(study->system);
        combos_[n]->setCurrentIndex(choice_.item(dimensions_[n]) + (metal ? 0 : 1));
    }
}

void FlowSliders::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        delete lists_;  // its labels and tooltips are of the language before
        lists_ = nullptr;
        rebuild();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
