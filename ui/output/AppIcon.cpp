#include "ui/output/AppIcon.h"

#include <QBuffer>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <filesystem>

#include "core/base/AtomicFile.h"

static void load_icons() {
    Q_INIT_RESOURCE(icons);
}

namespace orelens::output {
namespace {

namespace fs = std::filesystem;

base::Expected<void> write(const fs::path& path, const QByteArray& bytes) {
    std::error_code ignored;  // a folder that cannot be made shows when the file is written
    fs::create_directories(path.parent_path(), ignored);
    return base::write_text_file(path.string(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

QByteArray png_of(QSvgRenderer& drawing, int size) {
    QImage image(size, size, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    drawing.render(&painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

}  // namespace

base::Expected<void> write_icons(const std::string& folder) {
    load_icons();
    QFile source(":/icons/orelens.svg");
    if (!source.open(QIODevice::ReadOnly))
        return base::fail(base::ErrorKind::internal, base::Message("file.cannot_read", {{"reason", ""}}),
                          {.file = source.fileName().toStdString()});
    const QByteArray svg = source.readAll();
    QSvgRenderer drawing(svg);
    for (const int size : icon_sizes) {
        const std::string name = std::to_string(size) + "x" + std::to_string(size);
        if (auto written = write(fs::path(folder) / name / "apps" / "orelens.png", png_of(drawing, size));
            !written)
            return written;
    }
    return write(fs::path(folder) / "scalable" / "apps" / "orelens.svg", svg);
}

}  // namespace orelens::output
