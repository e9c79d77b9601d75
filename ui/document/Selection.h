// What is selected, for every workspace and panel alike: a block or a place on a drillhole, as picked.
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <string>

#include "ui/scene/Scene.h"

namespace orelens::project {
class Project;
}

namespace orelens::ui {

class Selection : public QObject {
    Q_OBJECT
  public:
    /// Reads `project`, which must outlive it.
    explicit Selection(const project::Project& project) : project_(project) {}

    [[nodiscard]] const scene::PickResult& pick() const { return pick_; }
    [[nodiscard]] bool empty() const { return pick_.empty(); }
    /// In-situ dry tonnes of the block; NaN for a hole, without a model, and for a block that is not there.
    [[nodiscard]] double tonnes() const;
    /// Name of the hole; empty for a block.
    [[nodiscard]] std::string hole() const;

    void take(const scene::PickResult& pick);
    void clear() { take({}); }
    /// Results are others now: what was picked in holes or on a grid that are no longer there is let go.
    void follow_results();

  Q_SIGNALS:
    void changed();

  private:
    const project::Project& project_;
    scene::PickResult pick_;
    std::weak_ptr<const void> holes_;           ///< that a picked hole and interval count in
    std::optional<blocks::GridGeometry> grid_;  ///< that a picked block counts in
};

}  // namespace orelens::ui
