// A small deposit for tests of sections: a rotated model with a grade, and inclined holes across it.
#pragma once

#include <cmath>
#include <numbers>

#include "core/blocks/BlockModel.h"
#include "core/drilling/Desurvey.h"

namespace orelens::testing {

inline blocks::GridGeometry turned_grid(double azimuth, double dip = 0, double roll = 0) {
    blocks::GridGeometry grid;
    grid.origin = {500100, 4100200, 50};
    grid.block_size = {20, 10, 5};
    grid.count = {23, 17, 19};
    grid.azimuth_deg = azimuth;
    grid.dip_deg = dip;
    grid.roll_deg = roll;
    return grid;
}

/// Every block, with grade "Cu" = its centre's elevation / 100.
inline blocks::BlockModel graded(const blocks::GridGeometry& grid) {
    auto model = blocks::BlockModel::full(grid);
    model->add_column({"Cu", blocks::ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n) {
        float* values = model->real("Cu", n);
        for (int at = 0; at < 512; ++at)
            if (model->leaf(n).is_active(at)) values[at] = static_cast<float>(grid.centre(model->leaf(n).index(at))[2] / 100);
    }
    return std::move(*model);
}

struct Holes {
    drilling::DrillholeSet set;
    std::vector<drilling::Trace> traces;
};

/// Straight holes of 120 m, one per collar, with assays and rocks every 10 m.
inline Holes straight_holes(const std::vector<std::array<double, 3>>& collars, double azimuth, double dip) {
    Holes holes;
    drilling::IntervalTable &assays = holes.set.assays, &rocks = holes.set.lithology;
    assays.grades = {{"Cu", "Cu", base::GradeUnit::percent, {}, {}}};
    rocks.codes = {{"lithology", "ROCK", {"PORPHYRY", "矽卡岩"}, {}}};
    for (std::size_t h = 0; h < collars.size(); ++h) {
        const std::string name = "ZK" + std::to_string(h + 1);
        holes.set.collars.push_back({name, collars[h][0], collars[h][1], collars[h][2], 120, 0, false});
        holes.set.hole_index[name] = static_cast<std::int32_t>(h);
        holes.set.surveys.push_back({static_cast<std::int32_t>(h), 0, azimuth, dip, 0, false});
        for (int n = 0; n < 12; ++n) {
            assays.hole.push_back(static_cast<std::int32_t>(h));
            assays.from_m.push_back(n * 10.0);
            assays.to_m.push_back(n * 10.0 + 10);
            assays.row.push_back(n);
            assays.grades[0].values.push_back(0.1 * n);
            assays.grades[0].flags.push_back(0);
        }
        rocks.hole.insert(rocks.hole.end(), {static_cast<std::int32_t>(h), static_cast<std::int32_t>(h)});
        rocks.from_m.insert(rocks.from_m.end(), {0, 50});
        rocks.to_m.insert(rocks.to_m.end(), {50, 120});
        rocks.row.insert(rocks.row.end(), {1, 2});
        rocks.codes[0].values.insert(rocks.codes[0].values.end(), {0, 1});
    }
    holes.traces = drilling::desurvey(holes.set);
    return holes;
}

}  // namespace orelens::testing
