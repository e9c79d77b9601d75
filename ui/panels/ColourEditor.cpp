#include "ui/panels/ColourEditor.h"

#include <QCheckBox>
#include <QColorDialog>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/Theme.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/SliderField.h"
#include "ui/scene/Scale.h"

namespace orelens::panels {
namespace {

constexpr int opacity_steps = 50;
constexpr int most_classes = 12;
constexpr int ramp_stops = 3;  ///< that are offered for a ramp of one's own

/// Leaves the wheel to the form that it stands in, unless it has the focus.
class QuietSpin : public QSpinBox {
  protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus())
            QSpinBox::wheelEvent(event);
        else
            event->ignore();
    }
};

QString text_of(const std::vector<double>& cutoffs) {
    QStringList parts;
    for (const double cutoff : cutoffs) parts << QString::number(cutoff, 'g', 10);
    return parts.join("; ");
}

QIcon swatch_icon(const scene::Rgb& colour, int side) {
    QPixmap picture(side, side);
    const QColor fill = QColor::fromRgbF(colour[0], colour[1], colour[2]);
    picture.fill(fill);
    QPainter painter(&picture);
    painter.setPen(fill.darker(150));
    painter.drawRect(0, 0, side - 1, side - 1);
    return picture;
}

/// As small as its colour and a rim: as many as there may be stand in one line.
class Swatch : public QToolButton {
  public:
    [[nodiscard]] QSize sizeHint() const override { return iconSize() + QSize(6, 6); }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
};

}  // namespace

ColourEditor::ColourEditor(ui::ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      form_(new QFormLayout(this)),
      low_(new NumberEntry),
      high_(new NumberEntry),
      log_(ui::tell(new QCheckBox, "ui.colours.log")),
      reversed_(ui::tell(new QCheckBox, "ui.colours.reversed")),
      classes_(new QuietSpin),
      cutoffs_(new QLineEdit),
      faintest_(new SliderField("ui.colours.faintest")),
      densest_(new SliderField("ui.colours.densest")),
      reset_(ui::tell(new QToolButton, "ui.colours.reset")),
      problem_(new QLabel),
      swatch_row_(new QHBoxLayout),
      swatch_box_(new QWidget) {
    form_->setContentsMargins(0, 0, 0, 0);
    make_range(form_);
    make_classes(form_);
    make_opacity(form_);
    problem_->setWordWrap(true);
    QPalette shown = problem_->palette();
    shown.setColor(QPalette::WindowText, ui::chart_colors(ui::theme()).bad);
    problem_->setPalette(shown);
    problem_->hide();
    form_->addRow(problem_);
    reset_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    form_->addRow(reset_);
    connect(reset_, &QToolButton::clicked, this, [this] {
        state_.edit(ui::words("ui.edit.colours"), "", [](scene::Look& look) { look.scales.erase(scene::scale_key(look)); });
    });
}

void ColourEditor::set_facts(std::function<Facts()> facts) {
    facts_ = std::move(facts);
}

void ColourEditor::change(const std::string& what, const std::function<void(scene::ColourScale&)>& edit) {
    state_.edit(ui::words("ui.edit.colours"), what, [&edit](scene::Look& look) {
        const std::string key = scene::scale_key(look);
        if (key.empty()) return;
        scene::ColourScale scale = scene::scale_of(look);
        edit(scale);
        // What is as the program chooses is not kept.
        if (scale == scene::ColourScale())
            look.scales.erase(key);
        else
            look.scales[key] = scale;
    });
}

void ColourEditor::make_range(QFormLayout* form) {
    for (NumberEntry* end : {low_, high_}) end->set_limits(-1e15, 1e15, true);
    form->addRow(ui::label_for(low_, "ui.colours.low"), low_);
    form->addRow(ui::label_for(high_, "ui.colours.high"), high_);
    form->addRow(log_);
    form->addRow(reversed_);
    const auto take = [](NumberEntry* entry) -> std::optional<double> {
        const double value = entry->number();
        return std::isnan(value) ? std::nullopt : std::optional(value);
    };
    connect(low_, &QDoubleSpinBox::valueChanged, this, [this, take] {
        const auto low = take(low_);
        change("low", [&](scene::ColourScale& scale) {
            scale.low = low;
            if (low && scale.high && *scale.high <= *low) scale.high.reset();
        });
    });
    connect(high_, &QDoubleSpinBox::valueChanged, this, [this, take] {
        const auto high = take(high_);
        change("high", [&](scene::ColourScale& scale) {
            scale.high = high;
            if (high && scale.low && *scale.low >= *high) scale.low.reset();
        });
    });
    connect(log_, &QCheckBox::toggled, this,
            [this](bool on) { change("", [on](scene::ColourScale& scale) { scale.logarithmic = on; }); });
    connect(reversed_, &QCheckBox::toggled, this,
            [this](bool on) { change("", [on](scene::ColourScale& scale) { scale.reversed = on; }); });
}

void ColourEditor::make_classes(QFormLayout* form) {
    // One class is a ramp.
    classes_->setRange(1, most_classes);
    classes_->setFocusPolicy(Qt::StrongFocus);
    form->addRow(ui::label_for(classes_, "ui.colours.classes"), classes_);
    form->addRow(ui::label_for(cutoffs_, "ui.colours.cutoffs"), cutoffs_);
    swatch_row_->setContentsMargins(0, 0, 0, 0);
    swatch_row_->setSpacing(2);
    swatch_box_->setLayout(swatch_row_);
    form->addRow(swatch_box_);
    connect(classes_, &QSpinBox::valueChanged, this, &ColourEditor::split);
    connect(cutoffs_, &QLineEdit::editingFinished, this, &ColourEditor::take_cutoffs);
}

void ColourEditor::make_opacity(QFormLayout* form) {
    for (SliderField* end : {faintest_, densest_}) {
        end->set_range(0, 100, opacity_steps);
        end->set_unit(" %", "100");
    }
    form->addRow(ui::label_for(faintest_->slider(), "ui.colours.faintest"), faintest_);
    form->addRow(ui::label_for(densest_->slider(), "ui.colours.densest"), densest_);
    connect(faintest_, &SliderField::moved, this, [this](double percent) {
        change("faintest", [percent](scene::ColourScale& scale) { scale.faintest = percent / 100; });
    });
    connect(densest_, &SliderField::moved, this, [this](double percent) {
        change("densest", [percent](scene::ColourScale& scale) { scale.densest = percent / 100; });
    });
}

std::vector<double> ColourEditor::read_cutoffs(const QString& text) {
    std::vector<double> out;
    // A comma parts numbers where no blank or semicolon does: decimals have a point.
    for (const QString& part : text.split(QRegularExpression("[;,\\s；，、]+"), Qt::SkipEmptyParts)) {
        bool good = false;
        const double value = part.toDouble(&good);
        if (!good || !std::isfinite(value) || (!out.empty() && value <= out.back()) || out.size() == scene::most_cutoffs)
            return {};
        out.push_back(value);
    }
    return out;
}

void ColourEditor::take_cutoffs() {
    const QString typed = cutoffs_->text().trimmed();
    const std::vector<double> read = read_cutoffs(typed);
    const bool wrong = read.empty() && !typed.isEmpty();
    problem_->setText(wrong ? ui::words("ui.colours.bad_cutoffs",
                                        {{"most", std::to_string(scene::most_cutoffs)}})
                            : QString());
    problem_->setVisible(wrong);
    if (wrong || read == scene::scale_of(state_.look()).cutoffs) return;
    change("", [&read](scene::ColourScale& scale) {
        // Colours were those of other classes.
        if (scale.colours.size() != read.size() + 1 && scale.colours.size() == scale.cutoffs.size() + 1)
            scale.colours.clear();
        scale.cutoffs = read;
    });
}

void ColourEditor::split(int classes) {
    std::vector<double> cutoffs;
    if (classes > 1) cutoffs = scene::quantile_cutoffs(now_.sample, static_cast<std::size_t>(classes));
    change("classes", [&cutoffs](scene::ColourScale& scale) {
        if (scale.colours.size() == scale.cutoffs.size() + 1) scale.colours.clear();
        scale.cutoffs = cutoffs;
    });
}

std::vector<scene::Rgb> ColourEditor::colours() const {
    std::vector<scene::Rgb> out;
    const scene::Legend& legend = now_.legend;
    const scene::ColourScale scale = scene::scale_of(state_.look());
    if (!scale.cutoffs.empty() && legend.entries.size() > scale.cutoffs.size()) {
        // The highest comes first there.
        for (std::size_t n = 0; n <= scale.cutoffs.size(); ++n)
            out.push_back(legend.entries[scale.cutoffs.size() - n].first);
        if (scale.reversed) std::ranges::reverse(out);
    } else if (!scale.colours.empty()) {
        out = scale.colours;
    } else if (!legend.ramp.empty()) {
        for (int n = 0; n < ramp_stops; ++n)
            out.push_back(legend.ramp[static_cast<std::size_t>(n) * (legend.ramp.size() - 1) / (ramp_stops - 1)]);
        if (scale.reversed) std::ranges::reverse(out);
    }
    return out;
}

void ColourEditor::set_colour(std::size_t at, const scene::Rgb& colour) {
    std::vector<scene::Rgb> all = colours();
    if (at >= all.size()) return;
    all[at] = colour;
    change("", [&all](scene::ColourScale& scale) { scale.colours.assign(all.begin(), all.end()); });
}

void ColourEditor::show_swatches() {
    const std::vector<scene::Rgb> all = colours();
    while (swatches_.size() > all.size()) {
        swatches_.back()->hide();
        swatches_.back()->deleteLater();
        swatches_.pop_back();
    }
    if (swatch_row_->count() == 0) swatch_row_->addStretch(1);
    while (swatches_.size() < all.size()) {
        auto* button = new Swatch;
        button->setAutoRaise(true);
        swatch_row_->insertWidget(static_cast<int>(swatches_.size()), button);
        const std::size_t at = swatches_.size();
        connect(button, &QToolButton::clicked, this, [this, at] {
            const std::vector<scene::Rgb> present = colours();
            if (at >= present.size()) return;
            const scene::Rgb& before = present[at];
            const QColor chosen = QColorDialog::getColor(QColor::fromRgbF(before[0], before[1], before[2]), this,
                                                         ui::words("ui.colours.swatch", {{"n", std::to_string(at + 1)}}));
            if (chosen.isValid())
                set_colour(at, {static_cast<float>(chosen.redF()), static_cast<float>(chosen.greenF()),
                                static_cast<float>(chosen.blueF())});
        });
        swatches_.push_back(button);
    }
    const int side = std::min(fontMetrics().height(), all.size() > 8 ? 12 : 18);
    for (std::size_t n = 0; n < all.size(); ++n) {
        swatches_[n]->setIcon(swatch_icon(all[n], side));
        swatches_[n]->setIconSize({side, side});
    }
    word_swatches();
}

void ColourEditor::word_swatches() {
    for (std::size_t n = 0; n < swatches_.size(); ++n) {
        swatches_[n]->setToolTip(ui::words("ui.colours.swatch", {{"n", std::to_string(n + 1)}}));
        swatches_[n]->setAccessibleName(swatches_[n]->toolTip());
    }
}

void ColourEditor::refresh() {
    now_ = facts_ ? facts_() : Facts();
    const scene::Look& look = state_.look();
    const scene::ColourScale scale = scene::scale_of(look);
    const bool has_scale = !now_.sample.empty() && look.colour_by != scene::ColourBy::status;
    const bool margin = look.colour_by == scene::ColourBy::margin;
    const bool ramp = scale.cutoffs.empty();
    setVisible(has_scale);
    if (!has_scale) return;
    const auto check = [](QCheckBox* box, bool on) {
        const QSignalBlocker quiet(box);
        box->setChecked(on);
    };
    low_->show_number(scale.low.value_or(std::nan("")));
    high_->show_number(scale.high.value_or(std::nan("")));
    // About zero one end speaks for both.
    form_->setRowVisible(low_, ramp && !margin);
    form_->setRowVisible(high_, ramp);
    form_->setRowVisible(log_, ramp && !margin);
    check(log_, scale.logarithmic);
    check(reversed_, scale.reversed);
    {
        const QSignalBlocker quiet(classes_);
        classes_->setSpecialValueText(ui::words("ui.colours.no_classes"));
        classes_->setValue(std::min(static_cast<int>(scale.cutoffs.size()) + 1, most_classes));
    }
    if (!cutoffs_->hasFocus() || problem_->isHidden()) cutoffs_->setText(text_of(scale.cutoffs));
    const bool glass = look.through == scene::Through::xray;
    for (SliderField* end : {faintest_, densest_}) form_->setRowVisible(end, glass);
    faintest_->show_value(100 * scale.faintest);
    densest_->show_value(100 * scale.densest);
    reset_->setEnabled(look.scales.contains(scene::scale_key(look)));
    show_swatches();
}

void ColourEditor::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        low_->set_limits(-1e15, 1e15, true);
        high_->set_limits(-1e15, 1e15, true);
        if (!isHidden()) refresh();  // closed, it stays so
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
