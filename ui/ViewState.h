// How the 3D view looks, shared by the actions, the panel View and the view itself. Not part of the project:
// it is kept in the user's settings; what is edited by hand (colours, the place of the legend) can be undone. Begins with the first picture: a quarter cut away to the
// centre of metal, blocks by their main grade, the others as ghosts, drillholes thin in one colour.
#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <string>

#include "ui/scene/Look.h"

class QSettings;
class QUndoStack;

namespace orelens::ui {

class ViewState : public QObject {
    Q_OBJECT
  public:
    explicit ViewState(QObject* parent = nullptr);
    [[nodiscard]] const scene::Look& look() const { return look_; }
    void change(const std::function<void(scene::Look&)>& edit);
    /// The same as a step of the undo stack, where there is one. Edits with one non-empty `merge_key` in quick
    /// succession become one. Undone are scales, colour map and the legend's place alone.
    void edit(const QString& text, const std::string& merge_key, const std::function<void(scene::Look&)>& edit);
    /// Must outlive the state; null = none.
    void set_undo(QUndoStack* undo) { undo_ = undo; }
    /// A look that was kept; its section stands where it stood.
    void put(const scene::Look& look);

    /// New data is there, or blocks where there were none: what it is coloured by unless the user chose, and
    /// where it is cut open. Drillholes alone show their assays.
    void first_picture(const std::string& main_grade, const std::optional<scene::Vec3>& centre);
    /// Where the deposit lies, for the section's position; given by the window after new data.
    void set_extent(const scene::Vec3& low, const scene::Vec3& high);
    /// −1…1: how far the section plane is from the middle of the deposit.
    [[nodiscard]] double section_offset() const { return section_offset_; }
    void set_section_offset(double offset);
    /// The same in metres.
    [[nodiscard]] double section_metres() const { return section_offset_ * half_length(); }
    /// The farthest that it can be from there, at its present strike and dip.
    [[nodiscard]] double section_reach() const { return half_length(); }
    void set_section_metres(double metres);
    void step_section(double metres);
    /// Another strike (any angle) and dip (kept within 0…90), through a point that stays on the plane.
    void turn_section(const scene::Vec3& about, double azimuth_deg, double dip_deg);
    /// A face of the clipping box: 0…5 = low u, high u, low v … ; 0…1 of the grid's length. The faces push each other.
    void set_clip(std::size_t face, double share);
    /// Where the deposit lies.
    [[nodiscard]] const scene::Vec3& low() const { return low_; }
    [[nodiscard]] const scene::Vec3& high() const { return high_; }

    void save(QSettings& settings) const;
    void load(QSettings& settings);

  Q_SIGNALS:
    void changed();

  private:
    void place_section(scene::Look& look) const;
    [[nodiscard]] double half_length() const;
    QUndoStack* undo_ = nullptr;
    scene::Look look_;
    scene::Vec3 low_{0, 0, 0}, high_{1, 1, 1};
    double section_offset_ = 0;
};

}  // namespace orelens::ui
