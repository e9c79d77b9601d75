// The status bar's standing parts: the run with its progress and stop, and the price in hand.
#pragma once

#include <QObject>

class QLabel;
class QProgressBar;
class QPushButton;
class QStatusBar;

namespace orelens::ui {
class Document;
}

namespace orelens::shell {

class StatusLine : public QObject {
    Q_OBJECT
  public:
    StatusLine(QStatusBar& bar, ui::Document& document);
    void say(const QString& text, int for_ms);
    void show_price();

  private:
    void show_run(bool running);

    QStatusBar& bar_;
    ui::Document& document_;
    QLabel *stage_, *price_;
    QProgressBar* progress_;
    QPushButton* stop_;
};

}  // namespace orelens::shell
