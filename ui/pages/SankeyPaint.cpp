#include "ui/pages/SankeyPaint.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/project/FlowStudy.h"
#include "ui/Numbers.h"

namespace orelens::pages {
namespace {

/// Largest flow of each metal over all years and places together.
std::vector<double> weights(const recycling::System& system, const recycling::SolvedSystem& solved) {
    const int metals = project::element_dimension(system);
    const int items = metals < 0 ? 1 : static_cast<int>(system.dimensions[static_cast<std::size_t>(metals)].items.size());
    std::vector<double> sum(system.flows.size());
    for (int item = 0; item < items; ++item) {
        const std::vector<std::size_t> tuples = project::tuples_of(system, metals, item);
        std::vector<double> most(system.flows.size());
        double all = 0;
        for (std::size_t f = 0; f < system.flows.size(); ++f)
            for (int t = 0; t < solved.years; ++t) {
                double value = 0;
                for (const std::size_t u : tuples) value += solved.at(static_cast<int>(f), u, t);
                most[f] = std::max(most[f], value);
                all = std::max(all, value);
            }
        if (all > 0)
            for (std::size_t f = 0; f < sum.size(); ++f) sum[f] += most[f] / all;
    }
    return sum;
}

QColor colour_of(const ui::ChartColors& colors, const SankeyScene& scene, std::size_t node) {
    if (scene.nodes[node].side) return colors.faint;
    return colors.series[static_cast<std::size_t>(scene.nodes[node].process - 1) % 7];
}

QColor mixed_with(const QColor& ground, const QColor& colour, double part) {
    const auto mix = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * part)); };
    return {mix(ground.red(), colour.red()), mix(ground.green(), colour.green()), mix(ground.blue(), colour.blue())};
}

/// What goes through a box: the larger of its two sides.
double through(const SankeyScene& scene, const SankeyMoment& moment, std::size_t node) {
    double in = 0, out = 0;
    for (std::size_t n = 0; n < scene.plan.links.size(); ++n) {
        const double tonnes = std::max(0.0, moment.tonnes[n]);
        if (scene.plan.links[n].to == static_cast<int>(node)) in += tonnes;
        if (scene.plan.links[n].from == static_cast<int>(node)) out += tonnes;
    }
    return std::max(in, out);
}

/// From here on a picture is drawn for speed: its bands are thin, and most of its boxes have no room for words.
constexpr std::size_t many_links = 120;

/// Words over bands stand on a wash of the ground.
void words_on(QPainter& painter, const QRectF& where, int flags, const QString& text, const QColor& ink, const QColor& ground) {
    const QRectF tight = painter.boundingRect(where, flags, text);
    QColor wash = ground;
    wash.setAlpha(175);
    painter.fillRect(tight.adjusted(-2, 0, 2, 0), wash);
    painter.setPen(ink);
    painter.drawText(where, flags, text);
}

}  // namespace

base::Expected<SankeyScene> sankey_scene(const recycling::System& system, const recycling::SolvedSystem& solved, const QString& from_environment,
                                         const QString& to_environment) {
    SankeyScene scene;
    std::vector<int> node_of(system.processes.size(), -1);
    const auto has = [&](bool from) {
        return std::ranges::any_of(system.flows, [&](const recycling::Flow& flow) { return (from ? flow.from : flow.to) == 0 && flow.from != flow.to; });
    };
    int source = -1, sink = -1;
    if (has(true)) {
        source = static_cast<int>(scene.nodes.size());
        scene.nodes.push_back({from_environment, 0, true, false});
    }
    for (std::size_t p = 1; p < system.processes.size(); ++p) {
        node_of[p] = static_cast<int>(scene.nodes.size());
        scene.nodes.push_back({QString::fromStdString(system.processes[p]), static_cast<int>(p), false, false});
    }
    if (has(false)) {
        sink = static_cast<int>(scene.nodes.size());
        scene.nodes.push_back({to_environment, 0, true, true});
    }
    const std::vector<double> weight = weights(system, solved);
    std::vector<recycling::SankeyLink> links;
    for (std::size_t f = 0; f < system.flows.size(); ++f) {
        const recycling::Flow& flow = system.flows[f];
        const int from = flow.from == 0 ? source : node_of[static_cast<std::size_t>(flow.from)];
        const int to = flow.to == 0 ? sink : node_of[static_cast<std::size_t>(flow.to)];
        if (from == to) continue;
        links.push_back({from, to, std::max(0.0, weight[f])});
        scene.flow.push_back(static_cast<int>(f));
    }
    auto plan = recycling::sankey_plan(static_cast<int>(scene.nodes.size()), links);
    if (!plan) return std::unexpected(plan.error());
    scene.plan = std::move(*plan);
    return scene;
}

recycling::SankeyFrame sankey_frame(const SankeyScene& scene, const QSizeF& area, double line) {
    std::size_t most = 1;
    for (const auto& layer : scene.plan.order) most = std::max(most, layer.size());
    recycling::SankeyFrame frame;
    frame.width = std::max(10.0, area.width());
    frame.height = std::max(10.0, area.height());
    frame.node_width = std::max(4.0, line * 0.8);
    // Names of neighbours do not touch where there are few of them; in a low picture bands are worth more than what parts them,
    // and loops take gaps of their own.
    const auto loops = static_cast<std::size_t>(std::ranges::count(scene.plan.back, true));
    frame.gap = std::min(line * 2.6, 0.45 * frame.height / static_cast<double>(most + loops));
    return frame;
}

SankeyGeometry sankey_geometry(const SankeyScene& scene, const SankeyMoment& moment, const QRectF& area, double line) {
    // The last names stand right of their boxes, as all do.
    const double names = std::min(line * 7, area.width() * 0.16);
    const QRectF inner = area.adjusted(line * 0.6, line * 2.2, -line * 0.6 - names, -line * 0.8);
    SankeyGeometry made;
    made.frame = sankey_frame(scene, inner.size(), line);
    made.frame.fixed_scale = moment.scale;
    made.origin = inner.topLeft();
    made.picture = recycling::sankey_picture(scene.plan, moment.tonnes, made.frame);
    return made;
}

QPainterPath sankey_band(const SankeyGeometry& geometry, std::size_t link) {
    const recycling::SankeyBand& b = geometry.picture.bands[link];
    const double half = b.thickness / 2, x = geometry.origin.x(), y = geometry.origin.y();
    QPainterPath path;
    if (b.back) {
        QPainterPath middle(QPointF(x + b.x0, y + b.y0));
        middle.cubicTo(x + b.cx0, y + b.cy0, x + b.cx1, y + b.cy1, x + b.x1, y + b.y1);
        QPainterPathStroker stroker;
        stroker.setWidth(std::max(0.5, b.thickness));
        stroker.setCapStyle(Qt::FlatCap);
        path = stroker.createStroke(middle);
        path.setFillRule(Qt::WindingFill);
        return path;
    }
    path.moveTo(x + b.x0, y + b.y0 - half);
    path.cubicTo(x + b.cx0, y + b.cy0 - half, x + b.cx1, y + b.cy1 - half, x + b.x1, y + b.y1 - half);
    path.lineTo(x + b.x1, y + b.y1 + half);
    path.cubicTo(x + b.cx1, y + b.cy1 + half, x + b.cx0, y + b.cy0 + half, x + b.x0, y + b.y0 + half);
    path.closeSubpath();
    return path;
}

QRectF sankey_box(const SankeyGeometry& geometry, std::size_t node) {
    const recycling::SankeyBox& box = geometry.picture.boxes[node];
    return {geometry.origin.x() + box.x, geometry.origin.y() + box.y, box.width, std::max(1.0, box.height)};
}

void paint_sankey(QPainter& painter, const SankeyScene& scene, const SankeyMoment& moment, const SankeyGeometry& geometry, const ui::ChartColors& colors,
                  std::optional<std::size_t> chosen) {
    painter.save();
    const bool many = scene.plan.links.size() > many_links;
    painter.setRenderHint(QPainter::Antialiasing, !many);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    painter.setPen(Qt::NoPen);
    // Loops below, then wide bands, so that narrow ones lie on them. Bands have the colour that their wash has on the ground:
    // blending large areas costs ten times what filling them does.
    std::vector<std::size_t> order(scene.plan.links.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        const recycling::SankeyBand &one = geometry.picture.bands[a], &other = geometry.picture.bands[b];
        return one.back != other.back ? one.back : one.thickness > other.thickness;
    });
    for (const std::size_t n : order) {
        const recycling::SankeyBand& band = geometry.picture.bands[n];
        if (!(band.thickness > 0)) continue;
        const auto from = static_cast<std::size_t>(scene.plan.links[n].from), to = static_cast<std::size_t>(scene.plan.links[n].to);
        const bool lit = !chosen || *chosen == from || *chosen == to;
        const int alpha = lit ? (band.back ? 90 : 125) : 35;
        painter.fillPath(sankey_band(geometry, n), mixed_with(colors.background, colour_of(colors, scene, from), alpha / 255.0));
    }
    for (std::size_t n = 0; n < scene.nodes.size(); ++n) {
        const QRectF box = sankey_box(geometry, n);
        painter.setPen(chosen == n ? QPen(colors.marker, 2.5) : QPen(Qt::NoPen));
        painter.setBrush(colour_of(colors, scene, n));
        painter.drawRect(box);
    }
    const auto layers = static_cast<int>(scene.plan.order.size());
    for (std::size_t n = 0; n < scene.nodes.size(); ++n) {
        const QRectF box = sankey_box(geometry, n);
        const double change = moment.stock_change[n], tonnes = through(scene, moment, n);
        const bool stocked = std::isfinite(change);
        const double room = stocked ? 3 * line : 2 * line;
        // Among hundreds only the large ones have names, and amounts stand in the balance of the one that is chosen.
        if (box.height() + geometry.frame.gap < line || (many && box.height() < line && chosen != n)) continue;
        const bool both = box.height() + geometry.frame.gap >= room * 0.9 && (!many || chosen == n);
        const double width = std::max(line * 6, geometry.frame.width / std::max(1, layers) * 0.9);
        const double top = box.center().y() - (both ? room : line) / 2;
        const double x = box.right() + line * 0.35;
        const int flags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
        const QString name = metrics.elidedText(scene.nodes[n].name, Qt::ElideRight, width);
        words_on(painter, {x, top, width, line}, flags, name, colors.ink, colors.background);
        if (!both) continue;
        words_on(painter, {x, top + line, width, line}, flags, ui::tonnes_text(tonnes), colors.faint, colors.background);
        if (stocked)
            words_on(painter, {x, top + 2 * line, width, line}, flags,
                     (change < 0 ? QStringLiteral("▼ ") : QStringLiteral("▲ ")) + (change < 0 ? QStringLiteral("−") : QStringLiteral("+")) + ui::tonnes_text(std::abs(change)),
                     change < 0 ? colors.warning : colors.good, colors.background);
    }
    QFont bold = painter.font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(colors.ink);
    painter.drawText(QRectF(geometry.origin.x(), geometry.origin.y() - line * 2, geometry.frame.width, line), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, moment.title);
    painter.restore();
}

}  // namespace orelens::pages
