// Sections of the view and on paper: look along the section plane, sheets of the project's sections as PDF or DXF, the
// strip log of the selected hole as a file. Sheets are made of a copy of the project, off the GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/Error.h"
#include "ui/scene/Scene.h"

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Shell;
}
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui
namespace orelens::viewport {
class VtkView;
}

namespace orelens::actions {

/// Square onto the section plane, from the side that is cut away, with the box from low to high in the picture.
/// World metres; `aspect` is width over height.
scene::CameraState camera_along(const scene::Section& section, const scene::Vec3& low, const scene::Vec3& high, double aspect);

class SectionActions : public QObject {
    Q_OBJECT
  public:
    SectionActions(commands::ActionSet& actions, ui::Document& document, ui::ViewState& state, viewport::VtkView& view,
                   shell::Shell& shell);
    void look_along();
    /// `in_space`: a DXF in world coordinates.
    /// `only`: places in report::placed_sections; empty = all.
    base::Expected<void> write_sheets(const QString& file, bool in_space = false, std::vector<std::size_t> only = {});
    /// Which sections are wanted, of their names; nothing where none. Tests replace it.
    std::function<std::optional<std::vector<std::size_t>>(const QStringList& names)> ask_sections;
    base::Expected<void> write_strip_log(const QString& file);

  private:
    void refresh();
    void export_sheets();
    void export_strip_log();
    struct Asked {
        QString file;
        int filter = 0;
    };
    [[nodiscard]] Asked ask_file(const char* title, const QStringList& filters, const char* suffix, const QString& name);
    void tell(const base::Expected<void>& done, const QString& file);

    commands::ActionSet& actions_;
    ui::Document& document_;
    ui::ViewState& state_;
    viewport::VtkView& view_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
