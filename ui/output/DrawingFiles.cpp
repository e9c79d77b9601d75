#include "ui/output/DrawingFiles.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <algorithm>

#include "ui/output/PdfText.h"
#include "ui/panels/DrawingPaint.h"

namespace orelens::output {
namespace {

using panels::paint_drawing;
using sections::Drawing;

base::Expected<void> cannot_write(const std::string& path, const QString& why) {
    return base::fail(base::ErrorKind::file, base::Message("ui.error.write", {{"why", why.toStdString()}}), {.file = path});
}

base::Expected<void> save(const QByteArray& bytes, const std::string& path) {
    QSaveFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return cannot_write(path, file.errorString());
    return {};
}

}  // namespace

base::Expected<void> write_drawings_pdf(const std::vector<Drawing>& drawings, const std::string& title,
                                        const std::string& path, const base::Progress& progress) {
    QBuffer made;
    made.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&made);
        constexpr int dots = 1200;
        writer.setResolution(dots);
        writer.setTitle(QString::fromStdString(title));
        writer.setCreator("Orelens " + QCoreApplication::applicationVersion());
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        QPainter painter;
        for (std::size_t n = 0; n < drawings.size(); ++n) {
            if (!progress.report(0.9 * static_cast<double>(n) / static_cast<double>(drawings.size()))) return base::cancelled();
            const QPageSize size(QSizeF(drawings[n].width_mm, drawings[n].height_mm), QPageSize::Millimeter);
            writer.setPageSize(size);
            writer.setPageMargins(QMarginsF(0, 0, 0, 0));
            if (n == 0)
                painter.begin(&writer);
            else
                writer.newPage();
            paint_drawing(painter, QRectF(0, 0, drawings[n].width_mm * dots / 25.4, drawings[n].height_mm * dots / 25.4), drawings[n]);
        }
        if (painter.isActive()) painter.end();
    }
    auto readable = with_readable_text(made.data(), pdf_font(9));
    if (!readable) {
        readable.error().place.file = path;
        return std::unexpected(readable.error());
    }
    if (!progress.report(1)) return base::cancelled();
    return save(*readable, path);
}

base::Expected<void> write_drawing(const Drawing& drawing, const std::string& path) {
    const QString extension = QFileInfo(QString::fromStdString(path)).suffix().toLower();
    if (extension == "pdf") return write_drawings_pdf({drawing}, drawing.name, path, base::Progress());
    constexpr double dots = 300, dots_per_mm = dots / 25.4;
    const QRectF area(0, 0, drawing.width_mm * dots_per_mm, drawing.height_mm * dots_per_mm);
    QBuffer made;
    made.open(QIODevice::WriteOnly);
    if (extension == "svg") {
        QSvgGenerator generator;
        generator.setOutputDevice(&made);
        generator.setResolution(static_cast<int>(dots));
        generator.setSize(area.size().toSize());
        generator.setViewBox(area);
        generator.setTitle(QString::fromStdString(drawing.name));
        QPainter painter(&generator);
        paint_drawing(painter, area, drawing);
        painter.end();
    } else if (extension == "png") {
        QImage image(area.size().toSize(), QImage::Format_RGB32);
        image.fill(Qt::white);
        image.setDotsPerMeterX(static_cast<int>(dots_per_mm * 1000));
        image.setDotsPerMeterY(static_cast<int>(dots_per_mm * 1000));
        QPainter painter(&image);
        paint_drawing(painter, area, drawing);
        painter.end();
        if (!image.save(&made, "PNG")) return cannot_write(path, "PNG");
    } else {
        return base::fail(base::ErrorKind::usage, base::Message("section.extension", {{"known", ".pdf, .svg, .png"}}), {.file = path});
    }
    return save(made.data(), path);
}

}  // namespace orelens::output
