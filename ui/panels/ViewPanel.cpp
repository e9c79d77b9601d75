#include "ui/panels/ViewPanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/ColumnWords.h"
#include "ui/Numbers.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/panels/FoldBox.h"
#include "ui/panels/LayerList.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/SliderField.h"
#include "ui/panels/WideList.h"
#include "ui/scene/Palette.h"

namespace orelens::panels {
namespace {

constexpr int slider_steps = 200;
constexpr int density_steps = 40;
/// Rows of the colour list that are no columns, in the order of scene::ColourBy.
constexpr std::array colour_keys{"ui.view.by_status", "ui.view.by_margin", "ui.view.by_break_even"};
constexpr std::array map_keys{"ui.view.cividis", "ui.view.viridis",  "ui.view.magma",        "ui.view.inferno",
                              "ui.view.plasma",  "ui.view.red_blue", "ui.view.purple_green", "ui.view.orange_purple"};
static_assert(map_keys.size() == scene::colour_map_ids.size());

QIcon ramp_icon(scene::ColourMap map, const QSize& size) {
    QImage picture(size, QImage::Format_RGB32);
    for (int x = 0; x < size.width(); ++x) {
        const scene::Rgb c = scene::ramp(map, static_cast<double>(x) / std::max(1, size.width() - 1));
        for (int y = 0; y < size.height(); ++y)
            picture.setPixelColor(x, y, QColor::fromRgbF(c[0], c[1], c[2]));
    }
    return QPixmap::fromImage(picture);
}

/// The map that the present quantity is coloured with.
scene::ColourMap map_now(const scene::Look& look) {
    const bool margin = look.colour_by == scene::ColourBy::margin;
    return scene::scale_of(look).map.value_or(margin ? scene::ColourMap::red_blue : look.colour_map);
}
using FrameMember = bool scene::Look::*;
constexpr std::array<FrameMember, 5> frame_members{&scene::Look::legend, &scene::Look::axes,
                                                   &scene::Look::north_arrow, &scene::Look::scale_bar,
                                                   &scene::Look::outline};
constexpr std::array frame_keys{"ui.view.legend", "ui.view.axes", "ui.view.north_arrow", "ui.view.scale_bar",
                                "ui.view.outline"};
constexpr std::array end_keys{"ui.view.clip_u_low",  "ui.view.clip_u_high", "ui.view.clip_v_low",
                              "ui.view.clip_v_high", "ui.view.clip_w_low",  "ui.view.clip_w_high"};

}  // namespace

ViewPanel::ViewPanel(ui::ViewState& state, QWidget* parent) : QWidget(parent), state_(state) {
    auto* body = new QWidget;
    auto* box = new QVBoxLayout(body);
    box->setSpacing(0);
    block_group_ = group(box, "ui.view.blocks", "ui.view.show_blocks");
    hole_group_ = group(box, "ui.view.holes", "ui.view.show_holes");
    layer_group_ = group(box, "ui.view.layers", nullptr);
    section_group_ = group(box, "ui.view.section", "ui.view.section_on");
    quarter_group_ = group(box, "ui.view.quarter", "ui.view.quarter_on");
    clip_group_ = group(box, "ui.view.clip", "ui.view.clip_on");
    frame_group_ = group(box, "ui.view.frame", nullptr);
    make_blocks();
    make_holes();
    layers_ = new LayerList(state_);
    layer_group_->form()->addRow(layers_);
    layer_group_->hide();
    make_section();
    make_quarter();
    make_clip();
    make_frame();
    for (FoldBox* open : {block_group_, hole_group_, layer_group_}) open->set_open(true);
    box->addStretch(1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new Scroller(body));
    connect(&state_, &ui::ViewState::changed, this, &ViewPanel::refresh);
    fill_lists();
    refresh();
}

FoldBox* ViewPanel::group(QVBoxLayout* box, const char* key, const char* eye_key) {
    auto* made = new FoldBox(key, eye_key);
    box->addWidget(made);
    return made;
}

void ViewPanel::make_blocks() {
    QFormLayout* form = block_group_->form();
    edges_ = ui::tell(new QCheckBox, "ui.view.edges");
    colour_ = new QComboBox;
    map_ = new QComboBox;
    waste_ = new QComboBox;
    form->addRow(ui::label_for(colour_, "ui.view.colour"), colour_);
    form->addRow(ui::label_for(map_, "ui.view.map"), map_);
    edit_colours_ = ui::tell(new QToolButton, "ui.view.edit_colours");
    edit_colours_->setCheckable(true);
    edit_colours_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    colours_ = new ColourEditor(state_);
    colours_->hide();
    form->addRow(edit_colours_);
    form->addRow(colours_);
    connect(edit_colours_, &QToolButton::toggled, this, [this](bool) { refresh_colours(); });
    form->addRow(ui::label_for(waste_, "ui.view.waste"), waste_);
    through_ = new QComboBox;
    density_ = new SliderField("ui.view.density");
    density_->set_decimals(2);
    density_->set_range(0.1, 10, density_steps, true);
    density_->set_unit(" ×", "10.00");
    form->addRow(ui::label_for(through_, "ui.view.through"), through_);
    form->addRow(ui::label_for(density_->slider(), "ui.view.density"), density_);
    form->addRow(edges_);
    connect(through_, &QComboBox::activated, this, [this](int row) {
        state_.change([row](scene::Look& look) { look.through = static_cast<scene::Through>(row); });
    });
    connect(density_, &SliderField::moved, this, [this](double times) {
        state_.change([times](scene::Look& look) { look.xray_density = times; });
    });
    connect(block_group_->eye(), &QToolButton::toggled, this,
            [this](bool on) { state_.change([on](scene::Look& look) { look.show_blocks = on; }); });
    connect(edges_, &QCheckBox::toggled, this,
            [this](bool on) { state_.change([on](scene::Look& look) { look.block_edges = on; }); });
    connect(colour_, &QComboBox::activated, this, [this](int row) {
        const std::string column = colour_->itemData(row).toString().toStdString();
        state_.change([&](scene::Look& look) {
            look.colour_by = column.empty() ? static_cast<scene::ColourBy>(row) : scene::ColourBy::column;
            if (!column.empty()) look.column = column;
        });
    });
    connect(map_, &QComboBox::activated, this, &ViewPanel::choose_map);
    connect(waste_, &QComboBox::activated, this, [this](int row) {
        state_.change([row](scene::Look& look) { look.waste = static_cast<scene::Waste>(row); });
    });
}

/// A sequential map is that of every quantity; a diverging one, and that of the margins, of its own alone.
void ViewPanel::choose_map(int row) {
    const auto map = static_cast<scene::ColourMap>(map_->itemData(row).toInt());
    state_.edit(ui::words("ui.edit.colours"), "", [map](scene::Look& look) {
        const std::string key = scene::scale_key(look);
        scene::ColourScale scale = scene::scale_of(look);
        const bool own = look.colour_by == scene::ColourBy::margin || scene::is_diverging(map);
        scale.map = own ? std::optional(map) : std::nullopt;
        scale.colours.clear();
        if (!own) look.colour_map = map;
        if (key.empty()) return;
        if (scale == scene::ColourScale())
            look.scales.erase(key);
        else
            look.scales[key] = scale;
    });
}

void ViewPanel::set_colour_facts(std::function<ColourEditor::Facts()> facts) {
    colours_->set_facts(std::move(facts));
}

void ViewPanel::open_colours() {
    block_group_->set_open(true);
    edit_colours_->setChecked(true);
}

void ViewPanel::refresh_colours() {
    if (edit_colours_->isChecked())
        colours_->refresh();
    else
        colours_->hide();
}

void ViewPanel::make_holes() {
    QFormLayout* form = hole_group_->form();
    labels_ = ui::tell(new QCheckBox, "ui.view.hole_labels");
    hole_colour_ = new QComboBox;
    hole_grade_ = new QComboBox;
    form->addRow(ui::label_for(hole_colour_, "ui.view.hole_colour"), hole_colour_);
    form->addRow(ui::label_for(hole_grade_, "ui.view.hole_grade"), hole_grade_);
    form->addRow(labels_);
    connect(hole_group_->eye(), &QToolButton::toggled, this,
            [this](bool on) { state_.change([on](scene::Look& look) { look.show_holes = on; }); });
    connect(labels_, &QCheckBox::toggled, this,
            [this](bool on) { state_.change([on](scene::Look& look) { look.hole_labels = on; }); });
    connect(hole_colour_, &QComboBox::activated, this, [this](int row) {
        state_.change([row](scene::Look& look) { look.hole_colour = static_cast<scene::HoleColour>(row); });
    });
    connect(hole_grade_, &QComboBox::activated, this, [this] {
        const std::string name = hole_grade_->currentText().toStdString();
        state_.change([&](scene::Look& look) { look.hole_grade = name; });
    });
}

void ViewPanel::make_section() {
    QFormLayout* form = section_group_->form();
    strike_ = new NumberEntry;
    dip_ = new NumberEntry;
    thickness_ = new NumberEntry;
    position_ = new SliderField("ui.view.section_position");
    position_->set_unit(" m", "-10,000");
    strike_->set_limits(0, 360, false);
    strike_->setSuffix(" °");
    dip_->set_limits(0, 90, false);
    dip_->setSuffix(" °");
    thickness_->set_limits(0, 1e6, false);
    thickness_->setSuffix(" m");
    form->addRow(ui::label_for(position_->slider(), "ui.view.section_position"), position_);
    form->addRow(ui::label_for(strike_, "ui.view.section_strike"), strike_);
    form->addRow(ui::label_for(dip_, "ui.view.section_dip"), dip_);
    form->addRow(ui::label_for(thickness_, "ui.view.section_thickness"), thickness_);
    connect(section_group_->eye(), &QToolButton::toggled, this, [this](bool on) {
        state_.change([on](scene::Look& look) { look.section.on = on; });
        if (on) section_group_->set_open(true);
    });
    connect(position_, &SliderField::moved, this, [this](double metres) { state_.set_section_metres(metres); });
    connect(strike_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        state_.change([value](scene::Look& look) { look.section.azimuth_deg = value; });
    });
    connect(dip_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        state_.change([value](scene::Look& look) { look.section.dip_deg = value; });
    });
    connect(thickness_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        state_.change([value](scene::Look& look) { look.section.thickness_m = value; });
    });
}

void ViewPanel::make_quarter() {
    opens_toward_ = new NumberEntry;
    opens_toward_->set_limits(0, 360, false);
    opens_toward_->setSuffix(" °");
    quarter_group_->form()->addRow(ui::label_for(opens_toward_, "ui.view.quarter_azimuth"), opens_toward_);
    connect(quarter_group_->eye(), &QToolButton::toggled, this,
            [this](bool on) { state_.change([on](scene::Look& look) { look.quarter.on = on; }); });
    connect(opens_toward_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        state_.change([value](scene::Look& look) { look.quarter.azimuth_deg = value; });
    });
}

void ViewPanel::make_clip() {
    QFormLayout* form = clip_group_->form();
    connect(clip_group_->eye(), &QToolButton::toggled, this, [this](bool on) {
        state_.change([on](scene::Look& look) { look.clip.on = on; });
        if (on) clip_group_->set_open(true);
    });
    for (std::size_t n = 0; n < ends_.size(); ++n) {
        auto* end = new SliderField(end_keys[n]);
        end->set_decimals(1);
        end->set_range(0, 100, slider_steps);
        end->set_unit(" %", "100.0");
        ends_[n] = end;
        form->addRow(ui::label_for(end->slider(), end_keys[n]), end);
        connect(end, &SliderField::moved, this, [this, n](double percent) { state_.set_clip(n, percent / 100); });
    }
}

void ViewPanel::make_frame() {
    QFormLayout* form = frame_group_->form();
    exaggeration_ = new NumberEntry;
    exaggeration_->set_limits(0.1, 50, false);
    exaggeration_->setPrefix("× ");
    form->addRow(ui::label_for(exaggeration_, "ui.view.exaggeration"), exaggeration_);
    connect(exaggeration_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        state_.change([value](scene::Look& look) { look.vertical_exaggeration = value; });
    });
    parallel_ = ui::tell(new QCheckBox, "ui.view.parallel");
    form->addRow(parallel_);
    connect(parallel_, &QCheckBox::toggled, this,
            [this](bool on) { state_.change([on](scene::Look& look) { look.orthographic = on; }); });
    for (std::size_t n = 0; n < frame_.size(); ++n) {
        frame_[n] = ui::tell(new QCheckBox, frame_keys[n]);
        form->addRow(frame_[n]);
        connect(frame_[n], &QCheckBox::toggled, this, [this, n](bool on) {
            state_.change([&](scene::Look& look) { look.*frame_members[n] = on; });
        });
    }
}

void ViewPanel::set_columns(const std::vector<blocks::ColumnInfo>& block_columns,
                            const std::vector<std::string>& grades, const std::string& main_grade) {
    main_grade_ = main_grade;
    block_columns_ = block_columns;
    grades_ = grades;
    fill_lists();
    refresh();
}

void ViewPanel::set_layers(const std::vector<std::string>& names, const std::vector<std::string>& roles) {
    layers_->set_layers(names, roles);
    layer_group_->setVisible(!names.empty());
}

void ViewPanel::fill_lists() {
    const auto fill = [](QComboBox* combo, std::initializer_list<const char*> keys) {
        const QSignalBlocker quiet(combo);
        combo->clear();
        for (const char* key : keys) combo->addItem(ui::words(key));
    };
    {
        const QSignalBlocker quiet(colour_);
        colour_->clear();
        for (const char* key : colour_keys) colour_->addItem(ui::words(key));
        ui::add_columns(*colour_, block_columns_, false);
    }
    {
        const QSignalBlocker quiet(map_);
        map_->clear();
        const QSize size(fontMetrics().height() * 3, fontMetrics().height() * 3 / 4);
        map_->setIconSize(size);
        for (std::size_t n = 0; n < map_keys.size(); ++n)
            map_->addItem(ramp_icon(static_cast<scene::ColourMap>(n), size), ui::words(map_keys[n]), static_cast<int>(n));
    }
    fill(waste_, {"ui.view.waste_hidden", "ui.view.waste_ghosted", "ui.view.waste_shown"});
    fill(through_, {"ui.view.through_surface", "ui.view.through_xray", "ui.view.through_shells",
                    "ui.view.through_highest", "ui.view.through_mean"});
    fill(hole_colour_, {"ui.view.hole_assay", "ui.view.hole_lithology", "ui.view.hole_plain"});
    const QSignalBlocker quiet(hole_grade_);
    hole_grade_->clear();
    for (const std::string& grade : grades_) hole_grade_->addItem(QString::fromStdString(grade));
    for (QComboBox* combo : {colour_, map_, waste_, through_, hole_colour_, hole_grade_}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        show_names_whole(*combo);
    }
}

void ViewPanel::refresh() {
    const scene::Look& look = state_.look();
    const auto check = [](QCheckBox* box, bool on) {
        const QSignalBlocker quiet(box);
        box->setChecked(on);
    };
    // Heard by the eye itself, which shows it; the look is as it is then, so nothing changes.
    block_group_->eye()->setChecked(look.show_blocks);
    hole_group_->eye()->setChecked(look.show_holes);
    section_group_->eye()->setChecked(look.section.on);
    quarter_group_->eye()->setChecked(look.quarter.on);
    clip_group_->eye()->setChecked(look.clip.on);
    const auto choose = [](QComboBox* combo, int row) {
        const QSignalBlocker quiet(combo);
        combo->setCurrentIndex(row);
    };
    check(edges_, look.block_edges);
    check(labels_, look.hole_labels);
    check(parallel_, look.orthographic);
    for (std::size_t n = 0; n < frame_.size(); ++n) check(frame_[n], look.*frame_members[n]);
    int colour = static_cast<int>(look.colour_by);
    if (look.colour_by == scene::ColourBy::column) colour = colour_->findData(QString::fromStdString(look.column));
    choose(colour_, colour);
    // Without blocks or assays there is nothing to choose from, and an empty field would not say so.
    for (QComboBox* combo : {colour_, hole_grade_}) combo->setPlaceholderText(QStringLiteral("–"));
    colour_->setEnabled(colour >= 0 || !block_columns_.empty());
    hole_grade_->setEnabled(!grades_.empty());
    layers_->refresh();
    choose(map_, static_cast<int>(map_now(look)));
    map_->setEnabled(look.colour_by != scene::ColourBy::status);
    edit_colours_->setEnabled(look.colour_by != scene::ColourBy::status);
    refresh_colours();
    choose(waste_, static_cast<int>(look.waste));
    choose(through_, static_cast<int>(look.through));
    density_->show_value(look.xray_density);
    block_group_->form()->setRowVisible(density_, look.through == scene::Through::xray);
    choose(hole_colour_, static_cast<int>(look.hole_colour));
    const std::string& grade = look.hole_grade.empty() ? main_grade_ : look.hole_grade;
    // Without a main commodity holes are coloured by the first of their grades.
    const int at = hole_grade_->findText(QString::fromStdString(grade));
    choose(hole_grade_, at < 0 && look.hole_grade.empty() && hole_grade_->count() > 0 ? 0 : at);
    strike_->show_number(look.section.azimuth_deg);
    dip_->show_number(look.section.dip_deg);
    thickness_->show_number(look.section.thickness_m);
    opens_toward_->show_number(look.quarter.azimuth_deg);
    exaggeration_->show_number(look.vertical_exaggeration);
    // Steps of a metre where that is finer than the hand.
    const double half = state_.section_reach();
    position_->set_range(-half, half, 2 * slider_steps);
    position_->set_decimals(half < slider_steps ? 2 : half < 20 * slider_steps ? 1 : 0);
    position_->show_value(state_.section_metres());
    for (std::size_t n = 0; n < ends_.size(); ++n) ends_[n]->show_value(100 * (n % 2 == 0 ? look.clip.low[n / 2] : look.clip.high[n / 2]));
    for (QWidget* field : {static_cast<QWidget*>(strike_), static_cast<QWidget*>(dip_),
                           static_cast<QWidget*>(thickness_), static_cast<QWidget*>(position_)})
        field->setEnabled(look.section.on);
    for (SliderField* end : ends_) end->setEnabled(look.clip.on);
}

void ViewPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        fill_lists();
        refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
