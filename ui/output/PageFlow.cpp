#include "ui/output/PageFlow.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/Words.h"
#include "ui/output/PdfText.h"
#include "ui/panels/DrawingPaint.h"

namespace orelens::output {
namespace {

/// How much more a long text counts than several short ones when columns share a page.
constexpr double crowd = 4;

constexpr double body_points = 9;
constexpr double smallest_points = 5.5;
constexpr double table_scale = 0.88;  ///< of the body's letters
constexpr double note_scale = 0.85;
constexpr int measured_rows = 300;
constexpr int together = 6;  ///< Chinese characters that should stand side by side, though they may part
const QColor ink("#1b1f24"), faint_ink("#5a626c"), rule("#b9c0c8"), shade("#f0f3f6"), head_shade("#dfe6ee");

bool is_han(QChar c) {
    return c.unicode() >= 0x2E80 && !c.isSurrogate();
}

/// What should stay on one line: words between spaces; Chinese may break between any two characters.
QStringList unbroken(const QString& text) {
    QStringList words{QString()};
    bool han = false;
    for (const QChar c : text) {
        const bool now_han = is_han(c);
        if (c == ' ' || c == '\n' || now_han != han || (now_han && words.last().size() >= together)) words << QString();
        if (c != ' ' && c != '\n') words.last() += c;
        han = now_han;
    }
    return words;
}

double widest_line(const QFontMetricsF& metrics, const QString& text) {
    double widest = 0;
    for (const QString& line : text.split('\n')) widest = std::max(widest, metrics.horizontalAdvance(line));
    return widest;
}

}  // namespace

PageFlow::PageFlow(QPdfWriter& writer, QString header, QString footer, int pages)
    : writer_(writer),
      painter_(&writer),
      header_(std::move(header)),
      footer_(std::move(footer)),
      pages_(pages) {
    line_ = QFontMetricsF(font(1), &writer_).height();
    begin_page();
}

PageFlow::~PageFlow() {
    painter_.end();
}

QFont PageFlow::font(double scale, bool bold) const {
    return pdf_font(body_points * scale, bold);
}

void PageFlow::sheet(const sections::Drawing& drawing) {
    writer_.setPageSize(QPageSize(QSizeF(drawing.width_mm, drawing.height_mm), QPageSize::Millimeter));
    writer_.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer_.newPage();
    ++page_;
    const QRectF page(0, 0, writer_.width(), writer_.height());
    if (pages_ > 0) panels::paint_drawing(painter_, page, drawing);
    const double margin = 0.4 * line_;
    painter_.setFont(font(0.7));
    painter_.setPen(faint_ink);
    painter_.drawText(page.adjusted(margin, margin, -2 * margin, -0.5 * margin), Qt::AlignRight | Qt::AlignBottom, number_words());
    y_ = body_.bottom();
}

QString PageFlow::number_words() const {
    return pages_ > 0 ? ui::words("ui.pdf.page_of", {{"page", std::to_string(page_)}, {"pages", std::to_string(pages_)}})
                      : QString::number(page_);
}

void PageFlow::begin_page() {
    const QRectF page(0, 0, writer_.width(), writer_.height());
    painter_.setFont(font(0.85));
    painter_.setPen(faint_ink);
    painter_.drawText(page, Qt::AlignLeft | Qt::AlignTop, header_);
    painter_.drawText(page, Qt::AlignLeft | Qt::AlignBottom, footer_);
    painter_.drawText(page, Qt::AlignRight | Qt::AlignBottom, number_words());
    painter_.setPen(QPen(rule, line_ * 0.05));
    const double top = line_ * 1.3, bottom = page.height() - line_ * 1.3;
    painter_.drawLine(QPointF(0, top), QPointF(page.width(), top));
    painter_.drawLine(QPointF(0, bottom), QPointF(page.width(), bottom));
    body_ = QRectF(0, top + line_ * 0.8, page.width(), bottom - top - line_ * 1.4);
    y_ = body_.top();
}

void PageFlow::new_page() {
    writer_.newPage();
    ++page_;
    begin_page();
}

void PageFlow::need(double height) {
    if (y_ > body_.top() && y_ + height > body_.bottom()) new_page();
}

void PageFlow::space(double lines) {
    y_ += lines * line_;
}

void PageFlow::title(const QString& text) {
    double scale = 1.9;
    // A long name is rather a little smaller than broken after a hyphen.
    while (scale > 1.5 && QFontMetricsF(font(scale, true), &writer_).horizontalAdvance(text) > body_.width())
        scale -= 0.05;
    painter_.setFont(font(scale, true));
    painter_.setPen(ink);
    const QRectF area(body_.left(), y_, body_.width(), body_.bottom() - y_);
    QRectF used;
    painter_.drawText(area, Qt::AlignLeft | Qt::TextWordWrap, text, &used);
    y_ = used.bottom() + line_ * 0.6;
}

double PageFlow::heading_height() const {
    return QFontMetricsF(font(1.35, true), &writer_).height() + line_ * 1.2;
}

void PageFlow::heading(const QString& text) {
    need(line_ * 7);  // never alone at the foot of a page
    if (y_ > body_.top()) y_ += line_ * 0.8;
    painter_.setFont(font(1.35, true));
    painter_.setPen(ink);
    const double height = QFontMetricsF(painter_.font(), &writer_).height();
    painter_.drawText(QRectF(body_.left(), y_, body_.width(), height), Qt::AlignLeft | Qt::AlignVCenter,
                      text);
    y_ += height + line_ * 0.4;
}

void PageFlow::minor_heading(const QString& text) {
    need(line_ * 4);
    if (y_ > body_.top()) y_ += line_ * 0.35;
    painter_.setFont(font(1.05, true));
    painter_.setPen(ink);
    const double height = QFontMetricsF(painter_.font(), &writer_).height();
    painter_.drawText(QRectF(body_.left(), y_, body_.width(), height), Qt::AlignLeft | Qt::AlignVCenter,
                      text);
    y_ += height + line_ * 0.1;
}

double PageFlow::text_height(const QString& text, double scale) const {
    const QFontMetricsF metrics(font(scale), &writer_);
    return metrics.boundingRect(QRectF(0, 0, body_.width(), 1e6), Qt::TextWordWrap, text).height() + line_ * 0.25;
}

void PageFlow::block(const FlowBlock& block) {
    constexpr double kept_whole = 0.22;    // of a page: a table no longer than this is not parted
    constexpr std::size_t first_rows = 3;  // of a longer one that stay with its heading
    double head = heading_height();
    for (const QString& note : block.notes) head += text_height(note, note_scale);
    const double whole = head + table_height(block.table, block.table.rows.size());
    const bool keep = whole <= body_.height() * kept_whole;
    need(std::min(keep ? whole : head + table_height(block.table, first_rows), body_.height()));
    heading(block.heading);
    for (const QString& note : block.notes) paragraph(note, note_scale, true);
    table(block.table);
}

void PageFlow::lines_to_fill(const std::vector<QStringList>& rows) {
    const double height = line_ * 1.45;
    painter_.setFont(font(0.95));
    need(height * static_cast<double>(rows.size()));
    for (const QStringList& row : rows) {
        const double wide = body_.width() / static_cast<double>(std::max<qsizetype>(1, row.size()));
        for (qsizetype n = 0; n < row.size(); ++n) {
            const double x = body_.left() + wide * static_cast<double>(n), foot = y_ + height * 0.8;
            painter_.setPen(ink);
            const double said = QFontMetricsF(painter_.font(), &writer_).horizontalAdvance(row[n]);
            painter_.drawText(QPointF(x, foot), row[n]);
            painter_.setPen(QPen(rule, line_ * 0.05));
            painter_.drawLine(QPointF(x + said + line_ * 0.4, foot), QPointF(x + wide - line_, foot));
        }
        y_ += height;
    }
}

void PageFlow::paragraph(const QString& text, double scale, bool faint) {
    if (text.isEmpty()) return;
    painter_.setFont(font(scale));
    const QRectF wanted = painter_.boundingRect(QRectF(0, 0, body_.width(), 1e6), Qt::TextWordWrap, text);
    need(std::min(wanted.height(), body_.height()));
    painter_.setFont(font(scale));
    painter_.setPen(faint ? faint_ink : ink);
    painter_.drawText(QRectF(body_.left(), y_, body_.width(), wanted.height()), Qt::TextWordWrap, text);
    y_ += wanted.height() + line_ * 0.25;
}

void PageFlow::strong_paragraph(const QString& text) {
    painter_.setFont(font(1.1, true));
    const QRectF wanted = painter_.boundingRect(QRectF(0, 0, body_.width(), 1e6), Qt::TextWordWrap, text);
    need(wanted.height());
    painter_.setFont(font(1.1, true));
    painter_.setPen(ink);
    painter_.drawText(QRectF(body_.left(), y_, body_.width(), wanted.height()), Qt::TextWordWrap, text);
    y_ += wanted.height() + line_ * 0.25;
}

void PageFlow::picture(const QImage& image, const QString& caption) {
    if (image.isNull()) return;
    QSizeF size = QSizeF(image.size()).scaled(body_.width(), body_.height() * 0.45, Qt::KeepAspectRatio);
    need(size.height() + line_ * 2.2);
    // A trial without page numbers only measures; packing a picture is its longest step.
    if (pages_ > 0)
        painter_.drawImage(QRectF(QPointF(body_.left() + (body_.width() - size.width()) / 2, y_), size),
                           image);
    y_ += size.height() + line_ * 0.2;
    paragraph(caption, 0.9, true);
    y_ += line_ * 0.6;
}

void PageFlow::picture_that_fits(const QImage& image, const QString& caption, double least) {
    if (image.isNull()) return;
    const double below = text_height(caption, note_scale) + line_ * 0.3;
    const double full = body_.width() * image.height() / image.width();
    double height = std::min(full, body_.bottom() - y_ - below);
    if (height < full * least) {
        new_page();
        height = full;
    }
    const QSizeF size(height * image.width() / image.height(), height);
    if (pages_ > 0)
        painter_.drawImage(QRectF(QPointF(body_.left() + (body_.width() - size.width()) / 2, y_), size), image);
    y_ += height + line_ * 0.2;
    paragraph(caption, note_scale, true);
}

void PageFlow::drawing(double share, const std::function<void(QPainter&, const QRectF&)>& paint) {
    drawings(share, {paint});
}

void PageFlow::drawings(double share, const std::vector<std::function<void(QPainter&, const QRectF&)>>& paints) {
    const double height = body_.height() * share;
    need(height);
    const double wide = body_.width() / static_cast<double>(paints.size()), gap = paints.size() > 1 ? line_ : 0;
    for (std::size_t n = 0; n < paints.size(); ++n) {
        painter_.setFont(font(0.95));
        paints[n](painter_, QRectF(body_.left() + wide * static_cast<double>(n), y_, wide - gap, height));
    }
    y_ += height + line_ * 0.8;
}

std::vector<double> PageFlow::column_widths(const FlowTable& table, const QFont& used) const {
    const QFontMetricsF metrics(used, &writer_);
    const double pad = metrics.height() * 0.7;
    const auto columns = static_cast<std::size_t>(table.headings.size());
    std::vector<double> natural(columns, 0), least(columns, 0), texts(columns, 0);
    const auto measure = [&](const QStringList& cells, bool heading) {
        const double bold = heading ? 1.1 : 1.02;
        for (std::size_t c = 0; c < columns && c < static_cast<std::size_t>(cells.size()); ++c) {
            const QString& text = cells[static_cast<qsizetype>(c)];
            for (const QString& word : unbroken(text))
                least[c] = std::max(least[c], metrics.horizontalAdvance(word) * bold + pad);
            // Numbers of a column that may not wrap stay whole with their unit.
            if (!heading && table.numeric[c])
                least[c] = std::max(least[c], widest_line(metrics, text) * bold + pad);
            if (!heading) natural[c] = std::max(natural[c], widest_line(metrics, text) * bold + pad);
            if (!heading) texts[c] += std::pow(metrics.horizontalAdvance(text), crowd);
        }
    };
    measure(table.headings, true);
    for (std::size_t r = 0; r < table.rows.size() && r < measured_rows; ++r) measure(table.rows[r], false);
    // Words stay whole up to a third of the page (file paths may break); numbers are never broken.
    for (std::size_t c = 0; c < columns; ++c) {
        if (!table.numeric[c]) least[c] = std::min(least[c], body_.width() * 0.3);
        natural[c] = std::max(natural[c], least[c]);
    }
    const double whole = std::accumulate(natural.begin(), natural.end(), 0.0);
    if (whole <= body_.width()) {
        const double room = (body_.width() - whole) / static_cast<double>(columns);
        // Short tables stay together on the left: at most a few letters of air per column.
        for (double& width : natural) width += std::min(room, pad * 2);
        return natural;
    }
    // Every column has its longest word. What is left goes where long texts would make many rows high: widths in the
    // proportion that makes Σ (text / width)^crowd least, each between its longest word and its longest text.
    std::vector<double> widths = least;
    std::vector<bool> settled(columns, false);
    for (std::size_t round = 0; round < columns; ++round) {
        double room = body_.width(), weights = 0;
        for (std::size_t c = 0; c < columns; ++c)
            if (settled[c]) room -= widths[c];
            else weights += std::pow(texts[c], 1 / (crowd + 1));
        bool again = false;
        for (std::size_t c = 0; c < columns && weights > 0; ++c) {
            if (settled[c]) continue;
            const double wanted = room * std::pow(texts[c], 1 / (crowd + 1)) / weights;
            widths[c] = std::max(wanted, least[c]);
            if (wanted < least[c]) settled[c] = again = true;
        }
        if (!again) break;
    }
    const double sum = std::accumulate(widths.begin(), widths.end(), 0.0);
    return sum > body_.width() * 1.001 ? least : widths;
}

double PageFlow::readable_scale(const FlowTable& table) const {
    double scale = table_scale;
    const auto width = [&] {
        const std::vector<double> widths = column_widths(table, font(scale));
        return std::accumulate(widths.begin(), widths.end(), 0.0);
    };
    while (width() > body_.width() * 1.001 && body_points * scale > smallest_points) scale *= 0.95;
    return scale;
}

void PageFlow::break_page() {
    if (y_ > body_.top()) new_page();
}

void PageFlow::keep(double share) {
    need(body_.height() * share);
}

double PageFlow::row_height(const FlowTable& table, const QStringList& cells,
                            const std::vector<double>& widths, bool heading) const {
    const QFontMetricsF metrics(painter_.font(), &writer_);
    double height = metrics.height();
    for (std::size_t c = 0; c < widths.size() && c < static_cast<std::size_t>(cells.size()); ++c) {
        if (table.numeric[c] && !heading) {
            const auto lines = static_cast<double>(cells[static_cast<qsizetype>(c)].count('\n') + 1);
            height = std::max(height, metrics.lineSpacing() * lines);
            continue;
        }
        const QRectF cell = metrics.boundingRect(QRectF(0, 0, widths[c] - metrics.height() * 0.6, 1e6),
                                                 Qt::TextWordWrap, cells[static_cast<qsizetype>(c)]);
        height = std::max(height, cell.height());
    }
    return height + metrics.height() * 0.18;
}

void PageFlow::paint_row(const FlowTable& table, const QStringList& cells, const std::vector<double>& widths,
                         double height, bool heading, bool shaded) {
    const double pad = QFontMetricsF(painter_.font(), &writer_).height() * 0.3;
    const double whole = std::accumulate(widths.begin(), widths.end(), 0.0);
    if (heading || shaded)
        painter_.fillRect(QRectF(body_.left(), y_, whole, height), heading ? head_shade : shade);
    painter_.setPen(ink);
    double x = body_.left();
    for (std::size_t c = 0; c < widths.size() && c < static_cast<std::size_t>(cells.size()); ++c) {
        const int side = table.numeric[c] ? Qt::AlignRight : Qt::AlignLeft;
        painter_.drawText(QRectF(x + pad, y_, widths[c] - 2 * pad, height),
                          side | Qt::AlignVCenter | (table.numeric[c] && !heading ? 0 : Qt::TextWordWrap),
                          cells[static_cast<qsizetype>(c)]);
        x += widths[c];
    }
    y_ += height;
}

std::vector<double> PageFlow::fitted_widths(const FlowTable& table, double scale) const {
    std::vector<double> widths = column_widths(table, font(scale));
    if (const double whole = std::accumulate(widths.begin(), widths.end(), 0.0); whole > body_.width())
        for (double& width : widths) width *= body_.width() / whole;
    return widths;
}

double PageFlow::table_height(const FlowTable& table, std::size_t rows) {
    const double scale = readable_scale(table);
    const std::vector<double> widths = fitted_widths(table, scale);
    painter_.setFont(font(scale, true));
    double height = row_height(table, table.headings, widths, true);
    painter_.setFont(font(scale));
    for (std::size_t r = 0; r < std::min(rows, table.rows.size()); ++r)
        height += row_height(table, table.rows[r], widths, false);
    return height + line_ * 0.8;
}

void PageFlow::table(const FlowTable& table) {
    if (table.headings.isEmpty()) return;
    const double scale = readable_scale(table);
    const std::vector<double> widths = fitted_widths(table, scale);
    const QFont cells = font(scale), heads = font(scale, true);
    const auto paint_head = [&] {
        painter_.setFont(heads);
        const double height = row_height(table, table.headings, widths, true);
        paint_row(table, table.headings, widths, height, true, false);
    };
    need(line_ * 4);
    paint_head();
    bool shaded = false;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const QStringList& row = table.rows[r];
        const bool strong = std::ranges::find(table.strong, r) != table.strong.end();
        painter_.setFont(strong ? heads : cells);
        const double height = std::min(row_height(table, row, widths, false), body_.height() * 0.8);
        if (y_ + height > body_.bottom()) {
            new_page();
            paint_head();
            painter_.setFont(strong ? heads : cells);
        }
        paint_row(table, row, widths, height, false, shaded);
        shaded = !shaded;
    }
    y_ += line_ * 0.5;
}

}  // namespace orelens::output
