// What a newcomer sees: open, import, demonstration, and the projects used last.
#pragma once

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace orelens::panels {

class WelcomePage : public QWidget {
    Q_OBJECT
  public:
    explicit WelcomePage(QWidget* parent = nullptr);
    void set_recent(const QStringList& files);

  Q_SIGNALS:
    void actionWanted(const QString& id);
    void fileWanted(const QString& path);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void reword();
    QLabel *title_, *subtitle_, *recent_title_, *hint_;
    QList<QPushButton*> buttons_;
    QListWidget* recent_;
    QString wanted_;  ///< of a click that is yet to be told
};

}  // namespace orelens::panels
