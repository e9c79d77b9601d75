// What a price animation shows and becomes: from which price to which, how many frames, how large, as a film or as pictures.
#pragma once

#include <QDialog>
#include <QSize>

#include "ui/scene/Sweep.h"

class QComboBox;
class QLabel;
class QSpinBox;

namespace orelens::panels {
class NumberEntry;
}

namespace orelens::output {

struct SweepChoice {
    scene::PriceSweep sweep;
    QSize size{1280, 720};
    int frames_per_second = 25;
    QString suffix;  ///< "mp4", "webm"; empty = pictures in a folder
};

class SweepDialog : public QDialog {
    Q_OBJECT
  public:
    /// Begins with the range of the slider; `unit` of its prices.
    SweepDialog(double low, double high, const QString& unit, QWidget* parent);
    [[nodiscard]] SweepChoice choice() const;

  private:
    panels::NumberEntry *low_, *high_;
    QSpinBox *frames_, *rate_;
    QComboBox *size_, *form_;
    QLabel* told_;
};

}  // namespace orelens::output
