#include "ui/ViewState.h"

#include <QElapsedTimer>
#include <QSettings>
#include <QUndoStack>
#include <algorithm>
#include <cmath>

#include "ui/scene/Space.h"

namespace orelens::ui {
namespace {

/// The part of a look that is edited by hand.
struct Handmade {
    std::map<std::string, scene::ColourScale> scales;
    scene::ColourMap map;
    std::optional<std::array<double, 2>> legend_at;
    bool operator==(const Handmade&) const = default;
    static Handmade of(const scene::Look& look) { return {look.scales, look.colour_map, look.legend_at}; }
    void put(scene::Look& look) const {
        look.scales = scales;
        look.colour_map = map;
        look.legend_at = legend_at;
    }
};

class LookEdit : public QUndoCommand {
  public:
    LookEdit(ViewState& state, const QString& text, std::string merge_key, Handmade before, Handmade after)
        : QUndoCommand(text),
          state_(state),
          merge_key_(std::move(merge_key)),
          before_(std::move(before)),
          after_(std::move(after)) {
        since_.start();
    }
    void undo() override {
        state_.change([this](scene::Look& look) { before_.put(look); });
    }
    void redo() override {
        state_.change([this](scene::Look& look) { after_.put(look); });
    }
    int id() const override { return 3; }
    bool mergeWith(const QUndoCommand* later) override {
        const auto* other = static_cast<const LookEdit*>(later);
        constexpr qint64 joined_ms = 1000;
        if (merge_key_.empty() || other->merge_key_ != merge_key_ || since_.elapsed() > joined_ms) return false;
        after_ = other->after_;
        since_.restart();
        setObsolete(before_ == after_);
        return true;
    }

  private:
    ViewState& state_;
    std::string merge_key_;
    Handmade before_, after_;
    QElapsedTimer since_;
};

}  // namespace

ViewState::ViewState(QObject* parent) : QObject(parent) {
    look_.colour_by = scene::ColourBy::column;
    look_.waste = scene::Waste::ghosted;
    look_.hole_colour = scene::HoleColour::plain;
    look_.quarter.on = true;
}

void ViewState::first_picture(const std::string& main_grade, const std::optional<scene::Vec3>& centre) {
    change([&](scene::Look& look) {
        if (look.colour_by == scene::ColourBy::column) look.column = main_grade;
        look.hole_colour = main_grade.empty() ? scene::HoleColour::assay : scene::HoleColour::plain;
        if (centre) look.quarter.point = *centre;
    });
}

void ViewState::change(const std::function<void(scene::Look&)>& edit) {
    scene::Look wanted = look_;
    edit(wanted);
    place_section(wanted);
    if (wanted == look_) return;
    look_ = wanted;
    Q_EMIT changed();
}

void ViewState::edit(const QString& text, const std::string& merge_key,
                     const std::function<void(scene::Look&)>& edit) {
    if (undo_ == nullptr) return change(edit);
    scene::Look wanted = look_;
    edit(wanted);
    Handmade before = Handmade::of(look_), after = Handmade::of(wanted);
    if (before == after) return;
    undo_->push(new LookEdit(*this, text, merge_key, std::move(before), std::move(after)));
}

void ViewState::set_extent(const scene::Vec3& low, const scene::Vec3& high) {
    low_ = low;
    high_ = high;
    change([](scene::Look&) {});
}

double ViewState::half_length() const {
    const scene::Vec3 n = scene::section_normal(look_.section);
    double half = 0;
    for (int a = 0; a < 3; ++a) half += std::fabs(n[a]) * (high_[a] - low_[a]) / 2;
    return std::max(half, 1e-6);
}

void ViewState::place_section(scene::Look& look) const {
    const scene::Vec3 n = scene::section_normal(look.section);
    double half = 0;
    for (int a = 0; a < 3; ++a) half += std::fabs(n[a]) * (high_[a] - low_[a]) / 2;
    for (int a = 0; a < 3; ++a)
        look.section.point[a] = (low_[a] + high_[a]) / 2 + n[a] * section_offset_ * half;
}

void ViewState::put(const scene::Look& look) {
    const scene::Vec3 n = scene::section_normal(look.section);
    double from_middle = 0, half = 0;
    for (int a = 0; a < 3; ++a) {
        from_middle += n[a] * (look.section.point[a] - (low_[a] + high_[a]) / 2);
        half += std::fabs(n[a]) * (high_[a] - low_[a]) / 2;
    }
    section_offset_ = std::clamp(from_middle / std::max(half, 1e-6), -1.0, 1.0);
    change([&](scene::Look& now) { now = look; });
}

void ViewState::set_section_offset(double offset) {
    section_offset_ = std::clamp(offset, -1.0, 1.0);
    change([](scene::Look&) {});
}

void ViewState::set_section_metres(double metres) { set_section_offset(metres / half_length()); }

void ViewState::turn_section(const scene::Vec3& about, double azimuth_deg, double dip_deg) {
    scene::Look wanted = look_;
    double turned = std::fmod(azimuth_deg, 360);
    if (turned < 0) turned += 360;
    wanted.section.azimuth_deg = turned;
    wanted.section.dip_deg = std::clamp(dip_deg, 0.0, 90.0);
    wanted.section.point = about;
    put(wanted);
}

void ViewState::set_clip(std::size_t face, double share) {
    change([&](scene::Look& look) {
        double& low = look.clip.low[face / 2];
        double& high = look.clip.high[face / 2];
        constexpr double thinnest = 1.0 / 200;
        (face % 2 == 0 ? low : high) = std::clamp(share, 0.0, 1.0);
        // The ends push each other: the box never turns inside out.
        if (face % 2 == 0 && high < low + thinnest) high = std::min(1.0, low + thinnest);
        if (face % 2 == 1 && low > high - thinnest) low = std::max(0.0, high - thinnest);
        // …and at the ends of the grid they stop.
        if (high < low + thinnest) (face % 2 == 0 ? low : high) = face % 2 == 0 ? high - thinnest : low + thinnest;
    });
}

void ViewState::step_section(double metres) {
    change([](scene::Look& look) { look.section.on = true; });
    set_section_offset(section_offset_ + metres / half_length());
}

void ViewState::save(QSettings& settings) const {
    settings.setValue("view/colour_by", scene::colour_by_ids[static_cast<std::size_t>(look_.colour_by)]);
    settings.setValue("view/waste", scene::waste_ids[static_cast<std::size_t>(look_.waste)]);
    settings.setValue("view/through", scene::through_ids[static_cast<std::size_t>(look_.through)]);
    settings.setValue("view/colour_map", scene::colour_map_ids[static_cast<std::size_t>(look_.colour_map)]);
    settings.setValue("view/legend", look_.legend);
    settings.setValue("view/north_arrow", look_.north_arrow);
    settings.setValue("view/scale_bar", look_.scale_bar);
    settings.setValue("view/axes", look_.axes);
    settings.setValue("view/orthographic", look_.orthographic);
    settings.setValue("view/quarter", look_.quarter.on);
}

void ViewState::load(QSettings& settings) {
    // What was never stored stays at its default; a column is that of the first picture.
    const auto read = [&](const char* key, const auto& ids, auto& choice) {
        const QString stored = settings.value(key).toString();
        for (std::size_t n = 0; n < ids.size(); ++n)
            if (stored == ids[n]) choice = static_cast<std::remove_reference_t<decltype(choice)>>(n);
    };
    change([&](scene::Look& look) {
        read("view/colour_by", scene::colour_by_ids, look.colour_by);
        read("view/waste", scene::waste_ids, look.waste);
        read("view/through", scene::through_ids, look.through);
        read("view/colour_map", scene::colour_map_ids, look.colour_map);
        look.legend = settings.value("view/legend", true).toBool();
        look.north_arrow = settings.value("view/north_arrow", true).toBool();
        look.scale_bar = settings.value("view/scale_bar", true).toBool();
        look.axes = settings.value("view/axes", true).toBool();
        look.orthographic = settings.value("view/orthographic", false).toBool();
        look.quarter.on = settings.value("view/quarter", true).toBool();
    });
}

}  // namespace orelens::ui
