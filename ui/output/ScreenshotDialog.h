// Picture of the 3D view at any size: width and height, transparent ground, legend and price burnt in.
#pragma once

#include <QDialog>
#include <QSize>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace orelens::output {

struct ScreenshotChoice {
    QSize size;
    bool transparent = false;
    bool legend = true;
    bool caption = true;
};

class ScreenshotDialog : public QDialog {
    Q_OBJECT
  public:
    ScreenshotDialog(const QSize& view, QWidget* parent);
    [[nodiscard]] ScreenshotChoice choice() const;

  private:
    QComboBox* preset_;
    QSpinBox *width_, *height_;
    QCheckBox *transparent_, *legend_, *caption_;
};

}  // namespace orelens::output
