// How the results of the open project stand to the parameters and files of now. Remembered, so that a dragged
// slider asks nothing twice; the Document renews it before anybody hears of a change.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/project/Truth.h"

namespace orelens::ui {

class Standing {
  public:
    /// `project` must outlive it.
    explicit Standing(const project::Project& project) : project_(project) {}

    /// True when something is different now.
    bool renew() {
        std::vector<std::string> stale = project_.stale();
        std::vector<std::string> older = project::older_results(project_);
        const bool changed = stale != stale_ || older != older_;
        if (changed) older_of_blocks_ = project::of_blocks(project_, older);
        stale_ = std::move(stale);
        older_ = std::move(older);
        return changed;
    }
    [[nodiscard]] bool current(const std::string& stage) const {
        return std::ranges::find(stale_, stage) == stale_.end();
    }
    /// Whether results of one of these stages are shown though they belong to other parameters.
    [[nodiscard]] bool older(const std::vector<std::string>& stages) const {
        return std::ranges::any_of(stages, [&](const std::string& stage) {
            return std::ranges::find(older_, stage) != older_.end();
        });
    }
    [[nodiscard]] const std::vector<std::string>& older() const { return older_; }
    [[nodiscard]] const std::vector<std::string>& older_of_blocks() const { return older_of_blocks_; }

  private:
    const project::Project& project_;
    std::vector<std::string> stale_, older_, older_of_blocks_;
};

}  // namespace orelens::ui
