// A page that fills from the top: headings, paragraphs, pictures, tables with repeated headings. Starts a new
// page with header and page number when something does not fit. For PdfReport only.
#pragma once

#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <functional>
#include <vector>

#include "core/sections/Drawing.h"

namespace orelens::output {

struct FlowTable {
    QStringList headings;
    std::vector<bool> numeric;  ///< right aligned, broken at line ends only
    std::vector<QStringList> rows;
    std::vector<std::size_t> strong = {};  ///< rows in bold
};

/// A heading, what is said under it, and the table they belong to.
struct FlowBlock {
    QString heading;
    QStringList notes;
    FlowTable table;
};

class PageFlow {
  public:
    /// `pages` = total for "page 3 of 7"; 0 = not known yet: a trial that leaves out pictures.
    PageFlow(QPdfWriter& writer, QString header, QString footer, int pages);
    ~PageFlow();
    PageFlow(const PageFlow&) = delete;
    PageFlow& operator=(const PageFlow&) = delete;

    void title(const QString& text);
    void heading(const QString& text);
    /// Of a part of a page.
    void minor_heading(const QString& text);
    /// Heading, notes and table: a short table stays whole, of a longer one the heading keeps the first rows. Each
    /// page that it goes on to repeats the row of headings.
    void block(const FlowBlock& block);
    /// Lines to be filled in by hand: what each is for, and a rule behind it.
    void lines_to_fill(const std::vector<QStringList>& rows);
    void paragraph(const QString& text, double scale = 1, bool faint = false);
    void strong_paragraph(const QString& text);
    void picture(const QImage& image, const QString& caption);
    /// As wide as the text, or less where the page leaves less height, down to `least` of it; else on a new page.
    void picture_that_fits(const QImage& image, const QString& caption, double least);
    /// What follows stands on a new page.
    void break_page();
    /// Starts a new page when less than `share` of it is left, so that what follows stays together.
    void keep(double share);
    /// `paint` draws into the rectangle; `share` of the page's height.
    void drawing(double share, const std::function<void(QPainter&, const QRectF&)>& paint);
    /// Several side by side.
    void drawings(double share, const std::vector<std::function<void(QPainter&, const QRectF&)>>& paints);
    void table(const FlowTable& table);
    /// A page of its own size with a drawing on it and its number; nothing else can follow on it.
    void sheet(const sections::Drawing& drawing);
    void space(double lines);
    [[nodiscard]] int page() const { return page_; }

  private:
    [[nodiscard]] QString number_words() const;
    void begin_page();
    void new_page();
    void need(double height);
    [[nodiscard]] QFont font(double scale, bool bold = false) const;
    [[nodiscard]] double text_height(const QString& text, double scale) const;
    [[nodiscard]] double heading_height() const;
    /// Of the row of headings and the first `rows` rows.
    [[nodiscard]] double table_height(const FlowTable& table, std::size_t rows);
    [[nodiscard]] std::vector<double> fitted_widths(const FlowTable& table, double scale) const;
    [[nodiscard]] double readable_scale(const FlowTable& table) const;
    [[nodiscard]] std::vector<double> column_widths(const FlowTable& table, const QFont& font) const;
    [[nodiscard]] double row_height(const FlowTable& table, const QStringList& cells,
                                    const std::vector<double>& widths, bool heading) const;
    void paint_row(const FlowTable& table, const QStringList& cells, const std::vector<double>& widths,
                   double height, bool heading, bool shaded);

    QPdfWriter& writer_;
    QPainter painter_;
    QString header_, footer_;
    int pages_, page_ = 1;
    QRectF body_;
    double y_ = 0, line_ = 0;
};

}  // namespace orelens::output
