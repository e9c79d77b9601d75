// How the 3D view looks, shared by the actions, the panel View and the view itself. Not part of the project:
// it is kept in the user's settings and has no undo. Begins with the first picture: a quarter cut away to the
// centre of metal, blocks by their main grade, the others as ghosts, drillholes thin in one colour.
#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <string>

#include "ui/scene/Look.h"

class QSettings;

namespace orelens::ui {

class ViewState : public QObject {
    Q_OBJECT
  public:
    explicit ViewState(QObject* parent = nullptr);
    [[nodiscard]] const scene::Look& look() const { return look_; }
    void change(const std::function<void(scene::Look&)>& edit);
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
    void step_section(double metres);

    void save(QSettings& settings) const;
    void load(QSettings& settings);

  Q_SIGNALS:
    void changed();

  private:
    void place_section(scene::Look& look) const;
    [[nodiscard]] double half_length() const;
    scene::Look look_;
    scene::Vec3 low_{0, 0, 0}, high_{1, 1, 1};
    double section_offset_ = 0;
};

}  // namespace orelens::ui
