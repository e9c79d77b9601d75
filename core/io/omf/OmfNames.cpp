#include "core/io/omf/OmfNames.h"

#include <algorithm>
#include <array>

#include "core/io/omf/OmfBlocks.h"

namespace orelens::io {

std::vector<std::string> element_names(const OmfProject& project) {
    static constexpr std::array kinds{"points", "lines", "surface", "surface", "grid"};
    const std::vector<std::string> grids = grid_names(omf_grids(project));
    std::array<std::size_t, kinds.size()> numbers{};
    std::vector<std::string> names;
    for (const OmfElement& element : project.elements) {
        // Sheets and triangles are surfaces both: one number for them.
        const auto kind = static_cast<std::size_t>(
            std::ranges::find(kinds, std::string_view(kinds.at(element.geometry.index()))) - kinds.begin());
        const std::size_t number = ++numbers.at(kind);
        if (std::holds_alternative<OmfVolume>(element.geometry))
            names.push_back(grids.at(number - 1));
        else
            names.push_back(element.name.empty() ? kinds.at(kind) + (" " + std::to_string(number))
                                                 : element.name);
    }
    return names;
}

std::vector<std::string> grid_names(const std::vector<OmfGridOutline>& grids) {
    std::vector<std::string> names;
    for (const OmfGridOutline& grid : grids) {
        const std::string stem = grid.name.empty() ? "grid" : grid.name;
        std::string name = stem;
        for (int n = 2; std::ranges::find(names, name) != names.end(); ++n)
            name = stem + " (" + std::to_string(n) + ")";
        names.push_back(std::move(name));
    }
    return names;
}

}  // namespace orelens::io
