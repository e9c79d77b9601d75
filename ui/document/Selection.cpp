#include "ui/document/Selection.h"

#include <cmath>

#include "core/economics/GradeColumns.h"
#include "core/project/Pipeline.h"

namespace orelens::ui {

void Selection::take(const scene::PickResult& pick) {
    pick_ = pick;
    holes_ = project_.results.drilling.import;
    grid_.reset();
    if (const auto& model = project_.results.model()) grid_ = model->geometry();
    Q_EMIT changed();
}

void Selection::follow_results() {
    const auto& model = project_.results.model();
    const bool other_grid = pick_.block_hit && !(model && grid_ && model->geometry() == *grid_);
    const bool other_holes =
        pick_.hole >= 0 && (!project_.results.drilling.import || holes_.lock() != project_.results.drilling.import);
    if (other_grid || other_holes) clear();
}

double Selection::tonnes() const {
    const auto& model = project_.results.model();
    if (!pick_.block_hit || !model) return std::nan("");
    const std::size_t leaf = model->leaf_of(pick_.block);
    if (leaf >= model->leaf_count()) return std::nan("");
    const auto& origin = model->leaf(leaf).origin;
    const int at = ((pick_.block[0] - origin[0]) << 6) | ((pick_.block[1] - origin[1]) << 3) |
                   (pick_.block[2] - origin[2]);
    if (!model->leaf(leaf).is_active(at)) return std::nan("");
    // With the deck the model was evaluated with, as every other tonnage on the screen.
    const auto& value = project_.results.value;
    const economics::Costs costs = value.deck ? value.deck->costs : project_.recipe.economics.costs;
    return economics::BlockTonnes(*model, costs)(leaf, at);
}

std::string Selection::hole() const {
    const auto& import = project_.results.drilling.import;
    const auto place = static_cast<std::size_t>(pick_.hole);
    if (pick_.hole < 0 || !import || place >= import->holes.collars.size()) return {};
    return import->holes.collars[place].hole;
}

}  // namespace orelens::ui
