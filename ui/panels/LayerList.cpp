#include "ui/panels/LayerList.h"

#include <QCheckBox>
#include <QColorDialog>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "core/project/Recipe.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/SliderField.h"
#include "ui/scene/SurfaceLayer.h"

namespace orelens::panels {
namespace {

constexpr int opacity_steps = 19;
/// A surface that cannot be seen is hidden by its eye, not by its opacity.
constexpr double least_percent = 5;

QColor qt_colour(const scene::LayerLook& layer) {
    return QColor::fromRgbF(layer.colour[0], layer.colour[1], layer.colour[2]);
}

QIcon swatch(const QColor& colour, int side) {
    QPixmap picture(side, side);
    picture.fill(colour);
    QPainter painter(&picture);
    painter.setPen(colour.darker(150));
    painter.drawRect(0, 0, side - 1, side - 1);
    return picture;
}

/// Words of the recipe's choice; none for what bounds nothing.
QString role_words(const std::string& role) {
    for (const project::RecipeParam& param : project::recipe_params())
        if (param.info.id == "shape.*.role")
            for (std::size_t n = 1; n < param.info.choices.size(); ++n)  // the first is a look only
                if (param.info.choices[n].id == role) return ui::words(param.info.choices[n].label);
    return {};
}

}  // namespace

LayerList::LayerList(ui::ViewState& state, QWidget* parent) : QWidget(parent), state_(state) {
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    rebuild();
}

void LayerList::set_layers(const std::vector<std::string>& names, const std::vector<std::string>& roles) {
    if (names == names_ && roles == roles_) return;
    names_ = names;
    roles_ = roles;
    rebuild();
}

void LayerList::rebuild() {
    rows_.clear();
    if (body_ != nullptr) {
        layout()->removeWidget(body_);
        body_->hide();
        body_->deleteLater();
    }
    body_ = new QWidget;
    auto* grid = new QGridLayout(body_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setColumnStretch(0, 1);
    for (std::size_t place = 0; place < names_.size(); ++place) add_row(place);
    layout()->addWidget(body_);
    refresh();
}

void LayerList::add_row(std::size_t place) {
    auto* grid = static_cast<QGridLayout*>(body_->layout());
    const std::string name = names_[place];
    Row row{new QCheckBox(QString::fromStdString(name).replace('&', "&&")), new QToolButton,
            new SliderField(nullptr), new QLabel};
    row.opacity->set_range(least_percent, 100, opacity_steps);
    row.opacity->set_unit(" %", "100");
    row.opacity->slider()->setMaximumWidth(fontMetrics().height() * 6);
    row.colour->setAutoRaise(true);
    row.role->setWordWrap(true);
    row.role->setIndent(fontMetrics().height());
    row.role->setForegroundRole(QPalette::PlaceholderText);
    const int line = 2 * static_cast<int>(place);
    grid->addWidget(row.eye, line, 0);
    grid->addWidget(row.colour, line, 1);
    grid->addWidget(row.opacity, line, 2);
    grid->addWidget(row.role, line + 1, 0, 1, 3);
    const auto edit = [this, name, place](const std::function<void(scene::LayerLook&)>& change) {
        state_.change([&](scene::Look& look) {
            scene::LayerLook layer = scene::layer_look(look, name, place);
            change(layer);
            look.layers[name] = layer;
        });
    };
    connect(row.eye, &QCheckBox::toggled, this,
            [edit](bool on) { edit([on](scene::LayerLook& layer) { layer.shown = on; }); });
    connect(row.opacity, &SliderField::moved, this, [edit](double percent) {
        edit([percent](scene::LayerLook& layer) { layer.opacity = static_cast<float>(percent / 100); });
    });
    connect(row.colour, &QToolButton::clicked, this, [this, place] { choose_colour(place); });
    rows_.push_back(row);
    word(row, place);
}

void LayerList::word(const Row& row, std::size_t place) {
    const ui::Args name{{"name", names_[place]}};
    const QString role = place < roles_.size() ? role_words(roles_[place]) : QString();
    row.role->setText(role);
    row.role->setVisible(!role.isEmpty());
    row.eye->setAccessibleDescription(role);
    row.eye->setToolTip(ui::words("ui.layers.eye", name));
    row.colour->setToolTip(ui::words("ui.layers.colour", name));
    row.colour->setAccessibleName(row.colour->toolTip());
    for (QWidget* part : {static_cast<QWidget*>(row.opacity->slider()), static_cast<QWidget*>(row.opacity->entry())}) {
        part->setToolTip(ui::words("ui.layers.opacity", name));
        part->setAccessibleName(part->toolTip());
    }
}

void LayerList::choose_colour(std::size_t place) {
    const std::string name = names_[place];
    const QColor chosen = QColorDialog::getColor(qt_colour(scene::layer_look(state_.look(), name, place)),
                                                 this, ui::words("ui.layers.colour", {{"name", name}}));
    if (!chosen.isValid()) return;
    state_.change([&](scene::Look& look) {
        scene::LayerLook layer = scene::layer_look(look, name, place);
        layer.colour = {static_cast<float>(chosen.redF()), static_cast<float>(chosen.greenF()),
                        static_cast<float>(chosen.blueF())};
        look.layers[name] = layer;
    });
}

void LayerList::refresh() {
    const int side = fontMetrics().height();
    for (std::size_t place = 0; place < rows_.size(); ++place) {
        const scene::LayerLook layer = scene::layer_look(state_.look(), names_[place], place);
        const Row& row = rows_[place];
        const QSignalBlocker quiet_eye(row.eye);
        row.eye->setChecked(layer.shown);
        row.colour->setIcon(swatch(qt_colour(layer), side));
        row.opacity->show_value(100 * static_cast<double>(layer.opacity));
        row.colour->setEnabled(layer.shown);
        row.opacity->setEnabled(layer.shown);
    }
}

void LayerList::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        for (std::size_t place = 0; place < rows_.size(); ++place) word(rows_[place], place);
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
