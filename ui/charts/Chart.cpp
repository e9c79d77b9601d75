#include "ui/charts/Chart.h"

#include <QAction>
#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QSvgGenerator>
#include <algorithm>
#include <ostream>

#include "core/base/AtomicFile.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::charts {
namespace {

constexpr QSize copied_size(1600, 1000);

/// One row of a table with tabs as one with commas.
QString with_commas(const QString& row) {
    QStringList cells = row.split('\t');
    for (QString& cell : cells)
        if (cell.contains(',') || cell.contains('"')) cell = '"' + cell.replace("\"", "\"\"") + '"';
    return cells.join(',');
}

}  // namespace

void Chart::draw_marked(QPainter& painter, const QSize& size) const {
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    painter.fillRect(QRect(QPoint(), size), colors.background);
    draw(painter, size);
    if (isEnabled()) return;
    // Away from the window nothing else tells that it belongs to other parameters.
    QFont bold = font();
    bold.setBold(true);
    bold.setPixelSize(std::max(8, size.height() / 36));
    painter.setFont(bold);
    const QString words = "⚠ " + ui::words("ui.older.short");
    const QRect line(0, 0, painter.fontMetrics().horizontalAdvance(words) + 24, painter.fontMetrics().height() + 12);
    painter.fillRect(line, colors.caution);
    painter.setPen(colors.caution_text);
    painter.drawText(line, Qt::AlignCenter, words);
}

QImage Chart::picture(const QSize& pixels) const {
    QImage image(pixels, QImage::Format_RGB32);
    QPainter painter(&image);
    draw_marked(painter, pixels);
    return image;
}

void Chart::copy_picture() const {
    QApplication::clipboard()->setImage(picture(copied_size));
}

void Chart::copy_text() const {
    QApplication::clipboard()->setText(ui::told_as(as_text(), isEnabled()));
}

base::Expected<void> Chart::save(const QString& file) const {
    const std::string path = file.toStdString();
    if (file.endsWith(".csv", Qt::CaseInsensitive)) {
        QString text(QChar(0xFEFF));
        for (const QString& row : ui::told_as(as_text(), isEnabled()).split('\n', Qt::SkipEmptyParts))
            text += with_commas(row) + "\n";
        return base::write_text_file(path, text.toStdString());
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (file.endsWith(".svg", Qt::CaseInsensitive)) {
        QSvgGenerator drawing;
        drawing.setOutputDevice(&buffer);
        drawing.setSize(copied_size);
        drawing.setViewBox(QRect(QPoint(), copied_size));
        drawing.setTitle(accessibleName());
        QPainter painter(&drawing);
        draw_marked(painter, copied_size);
    } else {
        picture(copied_size).save(&buffer, "PNG");
    }
    return base::AtomicFile(path).write([&](std::ostream& out) -> base::Expected<void> {
        out.write(bytes.constData(), bytes.size());
        return {};
    });
}

void Chart::contextMenuEvent(QContextMenuEvent* event) {
    setFocus(Qt::MouseFocusReason);
    QMenu menu(this);
    menu.addAction(ui::icon("chart"), ui::words("ui.chart.copy_picture"), this, &Chart::copy_picture);
    menu.addAction(ui::icon("table"), ui::words("ui.chart.copy_text"), this, &Chart::copy_text);
    // The window's own way of writing files, where there is one: it asks for the name.
    if (auto* save = window()->findChild<QAction*>("export.chart")) menu.addAction(save);
    menu.exec(event->globalPos());
}

}  // namespace orelens::charts
