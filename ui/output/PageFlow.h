// A page that fills from the top: headings, paragraphs, pictures, tables with repeated headings. Starts a new
// page with header and page number when something does not fit. For PdfReport only.
#pragma once

#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <functional>
#include <vector>

namespace orelens::output {

struct FlowTable {
    QStringList headings;
    std::vector<bool> numeric;  ///< right aligned, never wrapped
    std::vector<QStringList> rows;
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
    void paragraph(const QString& text, double scale = 1, bool faint = false);
    void picture(const QImage& image, const QString& caption);
    /// Starts a new page when less than `share` of it is left, so that what follows stays together.
    void keep(double share);
    /// Landscape pages for what follows, when it is a table too wide for letters one can read; else portrait.
    void orient_for(const FlowTable& table);
    /// `paint` draws into the rectangle; `share` of the page's height.
    void drawing(double share, const std::function<void(QPainter&, const QRectF&)>& paint);
    void table(const FlowTable& table);
    void space(double lines);
    [[nodiscard]] int page() const { return page_; }

  private:
    void begin_page();
    void new_page();
    void orient(bool landscape);
    void need(double height);
    [[nodiscard]] QFont font(double scale, bool bold = false) const;
    [[nodiscard]] double natural_width(const FlowTable& table) const;
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
