// How the 3D view looks, shared by the actions, the View dock and the view itself. Not part of the project:
// it is kept in the user's settings and has no undo.
#pragma once

#include <QObject>
#include <functional>

#include "ui/scene/Look.h"

class QSettings;

namespace orelens::ui {

class ViewState : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;
    [[nodiscard]] const scene::Look& look() const { return look_; }
    void change(const std::function<void(scene::Look&)>& edit);

    /// Where the deposit lies, for the section's position; given by the window after new data.
    void set_extent(const scene::Vec3& low, const scene::Vec3& high);
    /// −1…1: how far the section plane is from the middle of the deposit.
    [[nodiscard]] double section_offset() const { return section_offset_; }
    void set_section_offset(double offset);
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
