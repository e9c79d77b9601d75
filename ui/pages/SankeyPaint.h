// The picture of a flow system as plain data and one painter: boxes for processes, bands for flows, loops drawn back.
// The plan is made once for all years and metals, so that nothing jumps while a slider moves: only heights change.
#pragma once

#include <QPainter>
#include <QPainterPath>
#include <QString>
#include <optional>
#include <vector>

#include "core/recycling/Sankey.h"
#include "core/recycling/System.h"
#include "ui/Theme.h"

namespace orelens::pages {

struct SankeyNode {
    QString name;
    int process = 0;    ///< of the system; 0 = the environment, which stands on both sides
    bool side = false;  ///< the environment…
    bool sink = false;  ///< …to which flows go
};

/// What stays while sliders move.
struct SankeyScene {
    std::vector<SankeyNode> nodes;
    std::vector<int> flow;     ///< per link of the plan: number of the system's flow
    recycling::SankeyPlan plan;
};
/// Weights are the largest over years, as shares of each metal's largest, so that no metal makes the plan alone.
base::Expected<SankeyScene> sankey_scene(const recycling::System& system, const recycling::SolvedSystem& solved,
                                         const QString& from_environment, const QString& to_environment);

/// What one moment of the sliders shows.
struct SankeyMoment {
    std::vector<double> tonnes;        ///< per link
    std::vector<double> stock_change;  ///< per node; NaN where it has no stock
    double scale = 0;                  ///< pixels of a tonne in the present frame, the same for all years; 0 = what fits
    QString title;
};

/// Where everything lies in pixels.
struct SankeyGeometry {
    recycling::SankeyFrame frame;
    recycling::SankeyPicture picture;
    QPointF origin;
};
/// A frame of the scene in an area: room for the title above and for names at the right.
recycling::SankeyFrame sankey_frame(const SankeyScene& scene, const QSizeF& area, double line);
SankeyGeometry sankey_geometry(const SankeyScene& scene, const SankeyMoment& moment, const QRectF& area, double line);
QPainterPath sankey_band(const SankeyGeometry& geometry, std::size_t link);
QRectF sankey_box(const SankeyGeometry& geometry, std::size_t node);

void paint_sankey(QPainter& painter, const SankeyScene& scene, const SankeyMoment& moment, const SankeyGeometry& geometry,
                  const ui::ChartColors& colors, std::optional<std::size_t> chosen);

}  // namespace orelens::pages
