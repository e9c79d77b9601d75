#include "ui/panels/RealisationBar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSlider>
#include <algorithm>

#include "ui/Document.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/SliderField.h"

namespace orelens::panels {

RealisationBar::RealisationBar(ui::Document& document, ui::ViewState& state, QWidget* parent)
    : QWidget(parent),
      document_(document),
      state_(state),
      field_(new SliderField("ui.realisation.slider")),
      element_(new QLabel),
      told_(new QLabel) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(12, 4, 12, 4);
    line->setSpacing(8);
    line->addWidget(element_);
    line->addWidget(field_, 1);
    line->addWidget(told_);
    field_->entry()->setDecimals(0);
    connect(field_, &SliderField::moved, this, [this](double number, bool) {
        const auto at = static_cast<std::size_t>(number) - 1;
        if (at >= columns_.size()) return;
        state_.change([&](scene::Look& look) {
            look.colour_by = scene::ColourBy::column;
            look.column = columns_[at];
        });
    });
    connect(&document_, &ui::Document::stateChanged, this, &RealisationBar::refresh);
    connect(&state_, &ui::ViewState::changed, this, &RealisationBar::refresh);
    refresh();
}

void RealisationBar::refresh() {
    const auto& model = document_.project().results.model();
    const std::string shown = state_.look().colour_by == scene::ColourBy::column ? state_.look().column : std::string();
    std::vector<std::string> found;
    std::string family = scene::realisation_family(shown);
    if (model) {
        const auto has = [&](const std::string& wanted) {
            return std::ranges::any_of(model->columns(), [&](const blocks::ColumnInfo& info) { return scene::realisation_family(info.name) == wanted; });
        };
        if (family.empty() || !has(family)) {
            // Of the grade that is shown, else of any.
            const std::string own = shown + scene::realisation_mark;
            family = !shown.empty() && has(own) ? own : std::string();
            for (const blocks::ColumnInfo& info : model->columns())
                if (family.empty()) family = scene::realisation_family(info.name);
        }
        if (!family.empty())
            for (const blocks::ColumnInfo& info : model->columns())
                if (scene::realisation_family(info.name) == family) found.push_back(info.name);
    }
    std::ranges::stable_sort(found, {}, [&](const std::string& name) { return std::stol("0" + name.substr(family.size())); });
    const bool others = found.size() != columns_.size();
    columns_ = std::move(found);
    const bool some = !columns_.empty();
    field_->set_range(1, std::max<double>(1, static_cast<double>(columns_.size())), std::max(0, static_cast<int>(columns_.size()) - 1));
    field_->set_unit(QString(), QString::number(columns_.size()) + "0");
    const auto at = std::ranges::find(columns_, shown);
    if (at != columns_.end())
        field_->show_value(static_cast<double>(at - columns_.begin()) + 1);
    else if (!(field_->value() >= 1 && field_->value() <= static_cast<double>(columns_.size())))
        field_->show_value(1);
    field_->setEnabled(some);
    element_->setText(some ? ui::words("ui.realisation.of", {{"element", family.substr(0, family.find(scene::realisation_mark))}})
                           : ui::words("ui.realisation.title"));
    told_->setText(some ? ui::words("ui.realisation.count", {{"count", std::to_string(columns_.size())}})
                        : ui::words(document_.project().recipe.simulate.keep > 0 ? "ui.realisation.not_run" : "ui.realisation.none"));
    if (others) Q_EMIT reshaped();
}

void RealisationBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = palette().color(QPalette::Base);
    ground.setAlphaF(0.94F);
    painter.setPen(QPen(palette().color(QPalette::Mid), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void RealisationBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
