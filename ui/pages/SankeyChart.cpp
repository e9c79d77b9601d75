#include "ui/pages/SankeyChart.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>

#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::pages {

SankeyChart::SankeyChart(QWidget* parent) : Chart(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void SankeyChart::set_scene(std::shared_ptr<const SankeyScene> scene, std::vector<QString> names) {
    scene_ = std::move(scene);
    names_ = std::move(names);
    chosen_.reset();
    moment_ = {};
    if (scene_) {
        moment_.tonnes.assign(scene_->plan.links.size(), 0);
        moment_.stock_change.assign(scene_->nodes.size(), std::nan(""));
    }
    lay_out();
}

void SankeyChart::set_moment(SankeyMoment moment) {
    moment_ = std::move(moment);
    lay_out();
}

void SankeyChart::lay_out() {
    if (scene_) geometry_ = sankey_geometry(*scene_, moment_, QRectF(rect()), fontMetrics().height());
    update();
}

void SankeyChart::choose(std::optional<std::size_t> node) {
    if (chosen_ == node) return;
    chosen_ = node;
    update();
    Q_EMIT nodeChosen(node ? static_cast<int>(*node) : -1);
}

QString SankeyChart::as_text() const {
    if (!scene_) return {};
    QString out = moment_.title + "\n" + ui::words("ui.flows.source") + "\t" + ui::words("ui.flows.target") + "\t" + ui::words("ui.flows.flow") + "\tt\n";
    for (std::size_t n = 0; n < scene_->plan.links.size(); ++n) {
        const auto& link = scene_->plan.links[n];
        out += scene_->nodes[static_cast<std::size_t>(link.from)].name + "\t" + scene_->nodes[static_cast<std::size_t>(link.to)].name + "\t" +
               names_[static_cast<std::size_t>(scene_->flow[n])] + "\t" + QString::number(moment_.tonnes[n], 'g', 12) + "\n";
    }
    return out;
}

QSize SankeyChart::sizeHint() const {
    return {fontMetrics().height() * 40, fontMetrics().height() * 24};
}
QSize SankeyChart::minimumSizeHint() const {
    return {fontMetrics().height() * 20, fontMetrics().height() * 10};
}

void SankeyChart::draw(QPainter& painter, const QSize& size) const {
    if (!scene_) return;
    QFont big = font();
    big.setPixelSize(std::max(10, size.height() / 40));
    painter.setFont(big);
    SankeyMoment moment = moment_;
    const QRectF area = QRectF(QPointF(), QSizeF(size)).adjusted(20, 20, -20, -20);
    const double line = QFontMetricsF(big, painter.device()).height();
    moment.scale = 0;  // as large as it goes: a picture stands alone
    paint_sankey(painter, *scene_, moment, sankey_geometry(*scene_, moment, area, line), ui::chart_colors(ui::Theme::light), chosen_);
}

void SankeyChart::paintEvent(QPaintEvent*) {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    QPainter painter(this);
    painter.fillRect(rect(), colors.background);
    if (!isEnabled()) painter.setOpacity(ui::greyed);
    if (scene_) paint_sankey(painter, *scene_, moment_, geometry_, colors, chosen_);
    if (hasFocus()) {
        painter.setOpacity(1);
        painter.setPen(QPen(colors.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void SankeyChart::resizeEvent(QResizeEvent* event) {
    Chart::resizeEvent(event);
    Q_EMIT resized();
    lay_out();
}

/// A box, or its name beside it.
std::optional<std::size_t> SankeyChart::node_at(const QPointF& where) const {
    if (!scene_) return std::nullopt;
    for (std::size_t n = 0; n < scene_->nodes.size(); ++n)
        if (sankey_box(geometry_, n).adjusted(-6, -4, 6, 4).contains(where)) return n;
    return std::nullopt;
}

void SankeyChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return Chart::mousePressEvent(event);
    const auto node = node_at(event->position());
    choose(node == chosen_ ? std::nullopt : node);
}

void SankeyChart::keyPressEvent(QKeyEvent* event) {
    const int count = scene_ ? static_cast<int>(scene_->nodes.size()) : 0;
    switch (event->key()) {
        case Qt::Key_Left: return void(Q_EMIT yearStepped(-1));
        case Qt::Key_Right: return void(Q_EMIT yearStepped(1));
        case Qt::Key_Escape: return chosen_ ? choose(std::nullopt) : Chart::keyPressEvent(event);
        case Qt::Key_Up:
        case Qt::Key_Down: {
            if (count == 0) return;
            const int step = event->key() == Qt::Key_Down ? 1 : -1;
            const int now = chosen_ ? static_cast<int>(*chosen_) : (step > 0 ? -1 : 0);
            return choose(static_cast<std::size_t>((now + step + count) % count));
        }
        default: Chart::keyPressEvent(event);
    }
}

bool SankeyChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !scene_) return Chart::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString text;
    if (const auto node = node_at(help->pos())) {
        text = scene_->nodes[*node].name;
    } else {
        for (std::size_t n = 0; n < scene_->plan.links.size() && text.isEmpty(); ++n)
            if (geometry_.picture.bands[n].thickness > 0 && sankey_band(geometry_, n).contains(QPointF(help->pos())))
                text = names_[static_cast<std::size_t>(scene_->flow[n])] + ": " + ui::tonnes_text(moment_.tonnes[n]);
    }
    if (text.isEmpty()) QToolTip::hideText();
    else QToolTip::showText(help->globalPos(), text, this);
    return true;
}

}  // namespace orelens::pages
