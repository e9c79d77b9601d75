#include "ui/panels/StepDelegate.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

#include "ui/Theme.h"

namespace orelens::panels {
namespace {

constexpr int pad = 6, gap = 8;

QFont small(const QFont& font) {
    QFont out = font;
    out.setPointSizeF(out.pointSizeF() * 0.9);
    return out;
}

QSize picture_size(const QFontMetrics& metrics) {
    return {metrics.height() * 3, metrics.height() + 4};
}

void draw_picture(QPainter& painter, const QRectF& box, const QList<double>& bars, bool line) {
    const QColor accent = ui::chart_colors(ui::theme()).accent;
    const double step = box.width() / static_cast<double>(bars.size());
    painter.setRenderHint(QPainter::Antialiasing, line);
    if (line) {
        QPolygonF path;
        for (qsizetype n = 0; n < bars.size(); ++n)
            path << QPointF(box.left() + (static_cast<double>(n) + 0.5) * step,
                            box.bottom() - bars[n] * box.height());
        painter.setPen(QPen(accent, 1.5));
        painter.drawPolyline(path);
        return;
    }
    for (qsizetype n = 0; n < bars.size(); ++n) {
        const double high = std::max(bars[n] * box.height(), bars[n] > 0 ? 1.0 : 0.0);
        painter.fillRect(QRectF(box.left() + static_cast<double>(n) * step, box.bottom() - high,
                                std::max(1.0, step - 1), high),
                         accent);
    }
}

}  // namespace

QSize StepDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetrics name(option.font), below(small(option.font));
    int high = name.height();
    for (const Role role : {figures, findings})
        if (!index.data(role).toString().isEmpty()) high += below.height();
    return {name.height() * 10, std::max(high, name.height() + 4) + 2 * pad};
}

void StepDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    row.text.clear();
    row.icon = QIcon();
    const QWidget* widget = option.widget;
    const QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, widget);
    painter->save();
    painter->setClipRect(option.rect);
    const QFontMetrics name(option.font);
    const QFont below_font = small(option.font);
    const QFontMetrics below(below_font);
    QRect room = option.rect.adjusted(pad, pad, -pad, -pad);
    const int icon = name.height();
    index.data(Qt::DecorationRole).value<QIcon>().paint(painter, QRect(room.left(), room.top(), icon, icon));
    room.setLeft(room.left() + icon + gap);
    const auto heights = index.data(bars).value<QList<double>>();
    if (!heights.isEmpty()) {
        const QSize picture = picture_size(name);
        draw_picture(*painter,
                     QRectF(room.right() - picture.width(), room.top(), picture.width(), picture.height()),
                     heights, index.data(line).toBool());
        room.setRight(room.right() - picture.width() - gap);
    }
    const QPalette& palette = option.palette;
    painter->setPen(palette.color(QPalette::Text));
    painter->drawText(room.left(), room.top() + name.ascent(),
                      name.elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    int top = room.top() + name.height();
    painter->setFont(below_font);
    const ui::ChartColors colours = ui::chart_colors(ui::theme());
    const auto write = [&](const QString& text, const QColor& colour) {
        if (text.isEmpty()) return;
        painter->setPen(colour);
        painter->drawText(room.left(), top + below.ascent(),
                          below.elidedText(text, Qt::ElideRight, room.width()));
        top += below.height();
    };
    write(index.data(figures).toString(), colours.faint);
    write(index.data(findings).toString(), index.data(severe).toBool() ? colours.bad : colours.warning);
    painter->restore();
}

}  // namespace orelens::panels
