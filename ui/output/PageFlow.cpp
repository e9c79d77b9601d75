#include "ui/output/PageFlow.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/Words.h"
#include "ui/output/PdfText.h"

namespace orelens::output {
namespace {

constexpr double body_points = 9;
constexpr double smallest_points = 5.5;
constexpr double table_scale = 0.88;  ///< of the body's letters
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
        if (c == ' ' || now_han != han || (now_han && words.last().size() >= together)) words << QString();
        if (c != ' ') words.last() += c;
        han = now_han;
    }
    return words;
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

void PageFlow::begin_page() {
    const QRectF page(0, 0, writer_.width(), writer_.height());
    painter_.setFont(font(0.85));
    painter_.setPen(faint_ink);
    painter_.drawText(page, Qt::AlignLeft | Qt::AlignTop, header_);
    painter_.drawText(page, Qt::AlignLeft | Qt::AlignBottom, footer_);
    const QString number = pages_ > 0 ? ui::words("ui.pdf.page_of", {{"page", std::to_string(page_)},
                                                                     {"pages", std::to_string(pages_)}})
                                      : QString::number(page_);
    painter_.drawText(page, Qt::AlignRight | Qt::AlignBottom, number);
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
    double scale = 2.2;
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

void PageFlow::drawing(double share, const std::function<void(QPainter&, const QRectF&)>& paint) {
    const double height = body_.height() * share;
    need(height);
    painter_.setFont(font(0.95));
    paint(painter_, QRectF(body_.left(), y_, body_.width(), height));
    y_ += height + line_ * 0.8;
}

std::vector<double> PageFlow::column_widths(const FlowTable& table, const QFont& used) const {
    const QFontMetricsF metrics(used, &writer_);
    const double pad = metrics.height() * 0.7;
    const auto columns = static_cast<std::size_t>(table.headings.size());
    std::vector<double> natural(columns, 0), least(columns, 0);
    const auto measure = [&](const QStringList& cells, bool heading) {
        const double bold = heading ? 1.1 : 1.02;
        for (std::size_t c = 0; c < columns && c < static_cast<std::size_t>(cells.size()); ++c) {
            const QString& text = cells[static_cast<qsizetype>(c)];
            for (const QString& word : unbroken(text))
                least[c] = std::max(least[c], metrics.horizontalAdvance(word) * bold + pad);
            if (!heading) natural[c] = std::max(natural[c], metrics.horizontalAdvance(text) * bold + pad);
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
    // Long texts share what is left when every column has its longest word.
    const double bound = std::accumulate(least.begin(), least.end(), 0.0);
    const double left = body_.width() - bound;
    if (left < 0) return least;
    for (std::size_t c = 0; c < columns; ++c) least[c] += left * (natural[c] - least[c]) / (whole - bound);
    return least;
}

double PageFlow::natural_width(const FlowTable& table) const {
    const QFontMetricsF metrics(font(table_scale), &writer_);
    std::vector<double> natural(static_cast<std::size_t>(table.headings.size()), 0);
    for (std::size_t r = 0; r < table.rows.size() && r < measured_rows; ++r)
        for (std::size_t c = 0; c < natural.size() && c < static_cast<std::size_t>(table.rows[r].size()); ++c)
            natural[c] =
                std::max(natural[c], metrics.horizontalAdvance(table.rows[r][static_cast<qsizetype>(c)]) +
                                         metrics.height() * 0.7);
    return std::accumulate(natural.begin(), natural.end(), 0.0);
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

void PageFlow::orient(bool landscape) {
    const auto wanted = landscape ? QPageLayout::Landscape : QPageLayout::Portrait;
    if (writer_.pageLayout().orientation() == wanted) return;
    writer_.setPageOrientation(wanted);
    new_page();
}

void PageFlow::orient_for(const FlowTable& table) {
    constexpr double too_small = 0.74;
    constexpr double squeezed = 1.5;  // texts would stand in columns of a few words
    // Judged on a portrait page, so that two wide tables in a row share their landscape pages.
    const QRectF before = body_;
    if (writer_.pageLayout().orientation() == QPageLayout::Landscape)
        body_ = QRectF(0, 0, before.height(), before.width());
    const bool wide = readable_scale(table) < too_small || natural_width(table) > body_.width() * squeezed;
    body_ = before;
    orient(wide);
}

void PageFlow::keep(double share) {
    need(body_.height() * share);
}

double PageFlow::row_height(const FlowTable& table, const QStringList& cells,
                            const std::vector<double>& widths, bool heading) const {
    const QFontMetricsF metrics(painter_.font(), &writer_);
    double height = metrics.height();
    for (std::size_t c = 0; c < widths.size() && c < static_cast<std::size_t>(cells.size()); ++c) {
        if (table.numeric[c] && !heading) continue;
        const QRectF cell = metrics.boundingRect(QRectF(0, 0, widths[c] - metrics.height() * 0.6, 1e6),
                                                 Qt::TextWordWrap, cells[static_cast<qsizetype>(c)]);
        height = std::max(height, cell.height());
    }
    return height + metrics.height() * 0.3;
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

void PageFlow::table(const FlowTable& table) {
    if (table.headings.isEmpty()) return;
    const double scale = readable_scale(table);
    std::vector<double> widths = column_widths(table, font(scale));
    if (const double whole = std::accumulate(widths.begin(), widths.end(), 0.0); whole > body_.width())
        for (double& width : widths) width *= body_.width() / whole;
    const QFont cells = font(scale), heads = font(scale, true);
    const auto paint_head = [&] {
        painter_.setFont(heads);
        const double height = row_height(table, table.headings, widths, true);
        paint_row(table, table.headings, widths, height, true, false);
        painter_.setFont(cells);
    };
    need(line_ * 4);
    paint_head();
    bool shaded = false;
    for (const QStringList& row : table.rows) {
        const double height = std::min(row_height(table, row, widths, false), body_.height() * 0.8);
        if (y_ + height > body_.bottom()) {
            new_page();
            paint_head();
        }
        paint_row(table, row, widths, height, false, shaded);
        shaded = !shaded;
    }
    y_ += line_ * 0.8;
}

}  // namespace orelens::output
