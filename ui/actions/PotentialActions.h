// What can be done with potential: show its voxels, fly to a target or a planned hole, write its columns and the holes.
#pragma once

#include <QObject>
#include <functional>

#include "core/base/Error.h"
#include "ui/Job.h"
#include "ui/shell/Panels.h"

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Shell;
}
namespace orelens::viewport {
class VtkView;
}

namespace orelens::actions {

class PotentialActions : public QObject {
    Q_OBJECT
  public:
    /// All of them must outlive this.
    PotentialActions(commands::ActionSet& actions, ui::Document& document, const shell::Panels& panels, viewport::VtkView& view, shell::Shell& shell);
    /// All layers and results of the voxels, by the file's extension: .vti, .vdb, .csv … as blocks are, .msh as a UBC mesh
    /// with its models, .tif as one file per column beside that name with a band per level.
    base::Expected<void> write_voxels(const QString& file);
    /// Collars at `file`, surveys and prognosis beside it: both read back as drillholes.
    base::Expected<void> write_holes(const QString& file);
    /// No hole may start within the outlines of `file`; empty = anywhere. The holes are proposed anew.
    void forbid(const QString& file);

  private:
    void refresh();
    void export_voxels();
    void export_holes();
    void ask_forbidden();

    commands::ActionSet& actions_;
    ui::Document& document_;
    shell::Shell& shell_;
    panels::TargetsPanel* targets_;
};

}  // namespace orelens::actions
