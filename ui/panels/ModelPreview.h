// The block model that a file and the statements about it give, before it is imported: in 3D, coloured by a
// column, with its grid, rotation and residual, and what was found. Read in the background; files too large
// for that wait to be asked, or are refused with the figures.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/blocks/CellGrid.h"
#include "core/io/blocks/ModelImport.h"
#include "core/project/Recipe.h"
#include "ui/Job.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace orelens::viewport {
class VtkView;
}

namespace orelens::panels {

class ModelPreview : public QWidget {
    Q_OBJECT
  public:
    struct Drawn {
        blocks::FoundGrid grid;
        blocks::RegulariseReport report;
        std::vector<base::Finding> findings;
        std::shared_ptr<const blocks::BlockModel> model;  ///< coarse where the model is large
        int factor = 1;                                   ///< sides of a block drawn, in blocks
        std::string colour;                               ///< the first grade, else another column
    };

    explicit ModelPreview(QWidget* parent = nullptr);
    ~ModelPreview() override;
    /// Reads the model of the recipe, unless that is what is shown; what was under way is given up.
    void show_model(const project::Recipe& recipe);
    /// Nothing to read: the file has questions to be answered first, or is none.
    void show_nothing();

    /// What is shown; nothing while it is read, and where it cannot be.
    [[nodiscard]] const std::shared_ptr<const Drawn>& drawn() const { return drawn_; }
    /// Why the model cannot be made of the file; nothing while that is not known.
    [[nodiscard]] const std::optional<base::Error>& refused() const { return refused_; }
    [[nodiscard]] bool busy() const { return job_.running(); }
    /// Serves events until what is under way is done.
    void wait();
    /// Gives up what is under way, and waits until nothing is read any more; `show_model` begins anew.
    void stop();
    /// Files that would take longer are read when asked only.
    static constexpr double longest_s = 8;
    /// Models with more blocks are drawn coarse.
    static constexpr std::int64_t most_blocks = 2'000'000;

  Q_SIGNALS:
    /// Another thing is shown, or why there is nothing.
    void changed();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void start();
    void take(const base::Expected<void>& done, const std::shared_ptr<Drawn>& made);
    void draw();
    void colour();
    void tell();
    [[nodiscard]] QString facts() const;

    ui::Job job_;
    project::Recipe wanted_;
    bool again_ = false;   ///< `wanted_` changed while something was read
    bool asked_ = false;   ///< a long reading was agreed to
    bool waits_ = false;   ///< …and has to be
    double seconds_ = 0;   ///< that a long one would take
    std::shared_ptr<const Drawn> drawn_;
    std::string wanted_as_, drawn_as_;  ///< recipes as JSON; empty = none
    std::optional<base::Error> refused_;
    viewport::VtkView* view_;
    QComboBox* columns_;
    QLabel *note_, *facts_;
    QPushButton* read_;
};

}  // namespace orelens::panels
