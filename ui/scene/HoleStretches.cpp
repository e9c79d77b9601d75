#include "ui/scene/HoleStretches.h"

#include <algorithm>

#include "core/project/Pipeline.h"
#include "core/project/SolidFilter.h"

namespace orelens::scene {

std::shared_ptr<const HoleStretches> kept_stretches(const project::Project& project, std::span<const blocks::FilterRow> rows) {
    const auto on = std::ranges::count_if(rows, &blocks::FilterRow::on);
    const auto& composites = project.results.drilling.composites;
    const auto& import = project.results.drilling.import;
    if (on == 0 || !composites || !import) return nullptr;
    const auto mask = project::filter_composites(*composites, project.results.model().get(), project.results.shapes.list, rows);
    if (!mask || static_cast<std::ptrdiff_t>(mask->not_asked.size()) >= on) return nullptr;
    auto out = std::make_shared<HoleStretches>();
    out->of.resize(import->holes.collars.size());
    for (std::size_t n = 0; n < composites->size(); ++n) {
        if (mask->keep[n] == 0 || composites->hole[n] < 0) continue;
        const auto found = import->holes.hole_index.find(composites->hole_ids[static_cast<std::size_t>(composites->hole[n])]);
        if (found != import->holes.hole_index.end())
            out->of[static_cast<std::size_t>(found->second)].emplace_back(composites->from_m[n], composites->to_m[n]);
    }
    for (auto& stretches : out->of) {
        std::ranges::sort(stretches);
        std::vector<std::pair<double, double>> joined;
        for (const auto& [from, to] : stretches)
            if (!joined.empty() && from <= joined.back().second + 1e-9)
                joined.back().second = std::max(joined.back().second, to);
            else
                joined.emplace_back(from, to);
        stretches = std::move(joined);
    }
    return out;
}

}  // namespace orelens::scene
