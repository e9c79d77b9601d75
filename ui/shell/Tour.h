// A first look around the window: a few stops, each a frame around a part and two sentences beside it. Return goes on,
// Escape ends it.
#pragma once

#include <QFrame>
#include <QPointer>
#include <vector>

class QLabel;
class QPushButton;
class QRubberBand;

namespace orelens::shell {

class Tour : public QFrame {
    Q_OBJECT
  public:
    struct Stop {
        QPointer<QWidget> at;
        const char *title, *text;  ///< keys of its words
    };
    /// Lies over `window`.
    Tour(std::vector<Stop> stops, QWidget* window);
    /// From the first stop. Stops whose part is not seen are passed over.
    void start();
    void next();
    void end();
    [[nodiscard]] int stop() const { return at_; }  ///< −1 = not under way
    [[nodiscard]] const QLabel* text() const { return text_; }

  Q_SIGNALS:
    void ended();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void show_stop();
    void place();

    std::vector<Stop> stops_;
    int at_ = -1;
    QLabel *title_, *text_, *count_;
    QPushButton *next_, *end_;
    QRubberBand* frame_;
};

}  // namespace orelens::shell
