// Where the boxes and bands of a flow picture lie: pure geometry, drawn by whoever has a canvas. Layers from left to
// right, crossings few, loops drawn back. The plan is made once from all years, so that nothing jumps while a year slider
// moves: only heights change.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::recycling {

struct SankeyLink {
    int from = 0, to = 0;
    double weight = 0;  ///< what the plan is made for: the largest or the sum over the years, ≥ 0
};

struct SankeyPlan {
    std::vector<int> layer;             ///< per node, from 0
    std::vector<int> rank;              ///< per node: place in its layer, from 0
    std::vector<bool> back;             ///< per link: runs against the layers
    std::vector<std::vector<int>> order;  ///< per layer: nodes from top to bottom
    std::vector<SankeyLink> links;
    double crossings = 0;  ///< Σ over crossing pairs of the smaller weight
};

/// The environment stands on both sides: give it as two nodes. Links of weight 0 count for the layers. Error: an end that
/// is not there, a link to itself, a weight that is negative or not finite. Same input, same plan.
base::Expected<SankeyPlan> sankey_plan(int nodes, const std::vector<SankeyLink>& links);

struct SankeyFrame {
    double width = 1000, height = 600;
    double node_width = 14, gap = 12;  ///< gap between nodes of a layer
    /// Height of one unit of flow; 0 = what fits `values`. Give the smallest of all years, so that years compare.
    double fixed_scale = 0;
};
struct SankeyBox {
    double x = 0, y = 0, width = 0, height = 0;
};
/// A band of constant thickness between two boxes; a cubic through (x0, y0), (cx0, cy0), (cx1, cy1), (x1, y1), which are
/// the middles of the band. Back bands leave right and come in left, below everything.
struct SankeyBand {
    double x0 = 0, y0 = 0, cx0 = 0, cy0 = 0, cx1 = 0, cy1 = 0, x1 = 0, y1 = 0, thickness = 0;
    bool back = false;
};
struct SankeyPicture {
    std::vector<SankeyBox> boxes;   ///< per node
    std::vector<SankeyBand> bands;  ///< per link
    double scale = 0;               ///< height of one unit of flow
};

/// The scale at which all of `values` fit; the smallest over the years is the one to keep.
double sankey_scale(const SankeyPlan& plan, const std::vector<double>& values, const SankeyFrame& frame);
/// `values` per link of the plan; negative and missing ones are drawn with thickness 0. Linear in nodes and links.
SankeyPicture sankey_picture(const SankeyPlan& plan, const std::vector<double>& values, const SankeyFrame& frame);

}  // namespace orelens::recycling
