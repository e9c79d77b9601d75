// Which blocks are looked at, for every panel alike: conditions, the blocks they keep, how much lies in them and the
// curve of it. Conditions that the present model cannot answer are told and left out. Not part of the recipe: the
// results hold for all blocks.
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockFilter.h"
#include "core/economics/FilterTonnes.h"
#include "core/economics/UsableCurve.h"
#include "ui/Job.h"

namespace orelens::project {
class Project;
class SolidShares;
}  // namespace orelens::project

namespace orelens::ui {

class PriceInHand;

class Filter : public QObject {
    Q_OBJECT
  public:
    /// Reads both, which must outlive it.
    Filter(const project::Project& project, const PriceInHand& price);
    ~Filter() override;

    [[nodiscard]] const std::vector<blocks::FilterRow>& rows() const { return rows_; }
    /// What is wrong with a row on the present model.
    [[nodiscard]] const std::optional<base::Error>& problem(std::size_t row) const { return problems_.at(row); }
    /// Whether any row that can be asked is on.
    [[nodiscard]] bool active() const { return active_; }

    /// The blocks that are kept, of `model()`; null where nothing is filtered or they are still being looked for.
    [[nodiscard]] const std::shared_ptr<const blocks::BlockMask>& mask() const { return made_.mask; }
    [[nodiscard]] const std::shared_ptr<const blocks::BlockModel>& model() const { return made_.model; }
    [[nodiscard]] const std::optional<economics::FilterTonnes>& kept() const { return made_.kept; }
    /// What is usable of them; null while a hand moves a condition, and where nothing is evaluated.
    [[nodiscard]] const std::shared_ptr<const economics::UsableCurve>& curve() const { return made_.curve; }

    /// `dragging`: more will follow at once, the curve can wait.
    void set_rows(std::vector<blocks::FilterRow> rows, bool dragging = false);
    void set_row(std::size_t at, const blocks::FilterRow& row, bool dragging = false);
    void add(const blocks::FilterRow& row);
    void remove(std::size_t at);
    /// The range of a column: of the row that has it, else of a new one.
    void set_range(const std::string& column, double low, double high, bool dragging);
    /// Results are others now, or the project is.
    void follow_results();
    /// Another project: no conditions.
    void start_over();

  Q_SIGNALS:
    void rowsChanged();
    /// Mask, tonnes or curve.
    void changed();

  private:
    struct Made {
        std::shared_ptr<const blocks::BlockModel> model;
        std::shared_ptr<const blocks::BlockMask> mask;
        std::optional<economics::FilterTonnes> kept;
        std::shared_ptr<const economics::UsableCurve> curve;
    };
    void renew(bool dragging);
    void take(Made made);

    const project::Project& project_;
    const PriceInHand& price_;
    std::vector<blocks::FilterRow> rows_;
    std::vector<std::optional<base::Error>> problems_;
    bool active_ = false;
    Made made_;
    std::shared_ptr<project::SolidShares> solids_;  ///< used by one piece of work at a time
    Job job_;
    bool again_ = false;           ///< conditions changed while the job was at work
    bool again_dragging_ = false;
};

}  // namespace orelens::ui
