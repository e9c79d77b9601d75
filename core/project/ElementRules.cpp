#include "core/project/ElementRules.h"

#include "core/project/Pipeline.h"
#include "core/statistics/Overview.h"

namespace orelens::project {

const ElementRecipe& element_rules(const Recipe& recipe, const std::string& element) {
    static const ElementRecipe usual;
    const auto own = recipe.element.find(element);
    return own == recipe.element.end() ? usual : own->second;
}

std::optional<double> declustering_cell(const Project& project, const std::string& element) {
    if (const auto& overview = project.results.statistics.overview)
        for (const statistics::ElementOverview& one : overview->elements)
            if (one.element == element) return one.cell_m;
    return std::nullopt;
}

std::vector<double> declustering_weights(const Project& project, const std::string& element) {
    const auto cell = declustering_cell(project, element);
    if (!cell || !project.results.drilling.composites) return {};
    return statistics::declustering_weights(*project.results.drilling.composites, element, *cell, project.recipe.statistics);
}

}  // namespace orelens::project
