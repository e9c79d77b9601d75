// What all charts are: a drawing in any size for the clipboard and for files, and their numbers as a table.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

#include "core/base/Error.h"

class QPainter;

namespace orelens::charts {

class Chart : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;
    /// In the light theme, marked where it belongs to other parameters than those shown (the chart is disabled).
    [[nodiscard]] QImage picture(const QSize& pixels) const;
    [[nodiscard]] virtual QString as_text() const = 0;
    void copy_picture() const;
    void copy_text() const;
    /// By the ending: .svg, .csv (UTF-8 with a mark, for spreadsheets), else .png. Error: the file cannot be written.
    [[nodiscard]] base::Expected<void> save(const QString& file) const;

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    /// The whole of it over a background of the light theme, letters in proportion to the size.
    virtual void draw(QPainter& painter, const QSize& size) const = 0;

  private:
    void draw_marked(QPainter& painter, const QSize& size) const;
};

}  // namespace orelens::charts
