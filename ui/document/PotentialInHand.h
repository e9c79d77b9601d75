// The potential of the open project as a hand moves it: whether its voxels are shown instead of the deposit's blocks, the
// threshold of targets and what lies above it now, the voxel that is picked. Results hold at the threshold they were made
// with; what a hand slides is another list of the same kind, made here.
#pragma once

#include <QObject>
#include <memory>

#include "core/blocks/BlockFilter.h"
#include "core/project/Potential.h"
#include "core/shapes/Mesh.h"
#include "ui/LatestJob.h"
#include "ui/scene/Scene.h"

namespace orelens::project {
class Project;
}

namespace orelens::ui {

class PotentialInHand : public QObject {
    Q_OBJECT
  public:
    /// Reads `project`, which must outlive it.
    explicit PotentialInHand(const project::Project& project);
    ~PotentialInHand() override;

    /// Null, all of them, where no study was run so far.
    [[nodiscard]] const std::shared_ptr<const project::EvidenceResult>& evidence() const { return evidence_; }
    [[nodiscard]] const std::shared_ptr<const project::PredictionResult>& prediction() const { return prediction_; }
    [[nodiscard]] const std::shared_ptr<const project::TargetResult>& targets() const { return targets_; }
    /// Voxels with all columns.
    [[nodiscard]] const std::shared_ptr<const blocks::BlockModel>& model() const { return model_; }
    [[nodiscard]] const std::shared_ptr<const project::TargetInput>& input() const;

    /// Whether the 3D view shows the voxels.
    [[nodiscard]] bool shown() const { return shown_ && model_ != nullptr; }
    void show(bool on);
    /// Only voxels of targets at the threshold in hand.
    [[nodiscard]] bool only_targets() const { return only_targets_; }
    void show_only_targets(bool on);
    /// What the view leaves in; null = all voxels.
    [[nodiscard]] const std::shared_ptr<const blocks::BlockMask>& mask() const { return mask_; }
    /// Of planned holes, as lines; null without any.
    [[nodiscard]] const std::shared_ptr<const shapes::Polylines>& holes() const { return hole_lines_; }

    /// Outlines in which no hole may start, along the ground; null without any.
    [[nodiscard]] const std::shared_ptr<const shapes::Polylines>& forbidden() const { return forbidden_lines_; }

    /// NaN without targets.
    [[nodiscard]] double threshold() const { return threshold_; }
    /// Whether the threshold in hand is another one than that of the results, or the targets are merged and split otherwise.
    [[nodiscard]] bool moved() const;
    [[nodiscard]] bool threshold_moved() const;
    /// Merges and splits that could not be done at the threshold in hand.
    [[nodiscard]] const std::vector<base::Message>& said() const { return said_; }
    void set_threshold(double threshold, bool dragging);
    /// At the threshold in hand; null while it keeps nothing, or everything.
    [[nodiscard]] const std::shared_ptr<const potential::TargetList>& list() const { return list_; }
    /// Why there is none.
    [[nodiscard]] const base::Message& why_none() const { return why_none_; }

    [[nodiscard]] const scene::PickResult& pick() const { return pick_; }
    void take(const scene::PickResult& pick);

    void follow_results();
    /// Merges and splits are of the recipe: they are seen at once.
    void follow_recipe();
    void start_over();

  Q_SIGNALS:
    /// Results, or whether they are shown.
    void changed();
    void thresholdChanged(double threshold, bool dragging);
    void listChanged();
    void maskChanged();
    void picked();

  private:
    void find(bool dragging);
    void renew_mask();

    const project::Project& project_;
    std::shared_ptr<const project::EvidenceResult> evidence_;
    std::shared_ptr<const project::PredictionResult> prediction_;
    std::shared_ptr<const project::TargetResult> targets_;
    std::shared_ptr<const blocks::BlockModel> model_;
    mutable std::shared_ptr<const project::TargetInput> input_;
    std::shared_ptr<const shapes::Polylines> hole_lines_, forbidden_lines_;
    std::shared_ptr<const potential::TargetList> list_;
    std::shared_ptr<const blocks::BlockMask> mask_;
    base::Message why_none_;
    std::vector<base::Message> said_;
    std::string edits_;  ///< of the recipe, that the list in hand was made with
    scene::PickResult pick_;
    bool shown_ = false, only_targets_ = false;
    double threshold_;
    LatestJob job_;
};

}  // namespace orelens::ui
