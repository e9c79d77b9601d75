// The strip log of the hole that is selected: rock, assays, composites and findings down the hole. Draws what
// core/sections lays out, as large as the place allows; computes nothing else.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/sections/StripLog.h"

namespace orelens::project {
class Project;
}

namespace orelens::panels {

/// What a log of this hole is made of, for screen and files, and what keeps that alive. Nothing where the hole has
/// no known depth. At most `most_elements`, the main commodity's first.
struct StripLogParts {
    std::shared_ptr<const void> import, composites;
    std::vector<base::Finding> findings;
    sections::StripLogInput input;
    /// Its pointer to the findings is set here, so that the parts may be moved before.
    [[nodiscard]] sections::Drawing draw(const sections::StripLogPage& page) const;
};
std::optional<StripLogParts> strip_log_parts(const project::Project& project, std::size_t hole, std::size_t most_elements,
                                             base::Language language);

class StripLogView : public QWidget {
    Q_OBJECT
  public:
    explicit StripLogView(QWidget* parent = nullptr);
    /// Hides itself where there is no such log.
    void show_hole(const project::Project& project, std::size_t hole);
    void clear();
    [[nodiscard]] bool has_log() const { return parts_.has_value(); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::optional<StripLogParts> parts_;
};

}  // namespace orelens::panels
