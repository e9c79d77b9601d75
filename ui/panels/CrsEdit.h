// A line for a coordinate system: typed as a code or WKT, or found in PROJ's list by words of its code, name or
// area ("cgcs 114e", "utm 50n", "china 3-degree"). Says in its tooltip what the code stands for.
#pragma once

#include <QLineEdit>
#include <QStringList>

class QCompleter;
class QStringListModel;

namespace orelens::panels {

class CrsEdit : public QLineEdit {
    Q_OBJECT
  public:
    explicit CrsEdit(QWidget* parent = nullptr);
    /// The list's entries that hold all words of the text, best first; at most `most_shown`.
    static QStringList matches(const QString& text);
    static constexpr int most_shown = 200;
    /// Name and area of a code in the list; empty for others.
    static QString meaning(const QString& crs);

  Q_SIGNALS:
    /// An entry was taken from the list; the line holds its code.
    void taken();

  private:
    void offer(const QString& text);
    QCompleter* completer_;
    QStringListModel* found_;
};

}  // namespace orelens::panels
