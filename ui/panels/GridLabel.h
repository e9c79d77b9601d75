// What the grid will be with the parameters as they stand: box, blocks, memory, time. Follows every edit;
// takes a warning look where a run would refuse, or where one hole makes the grid.
#pragma once

#include <QLabel>
#include <string>

namespace orelens::project {
class Project;
}

namespace orelens::panels {

class GridLabel : public QLabel {
    Q_OBJECT
  public:
    explicit GridLabel(QWidget* parent = nullptr);
    /// Hidden for stages without a grid, without a project (null), and for a model that came from a file.
    void refresh(const project::Project* project, const std::string& stage);
    [[nodiscard]] bool warns() const { return warns_; }

  private:
    bool warns_ = false;
};

}  // namespace orelens::panels
