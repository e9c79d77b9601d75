// Head of a repeated group in a generated form: which element or commodity is shown, add one, remove one.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

namespace orelens::panels {

class GroupBar : public QWidget {
    Q_OBJECT
  public:
    /// Group "element" or "commodity"; words under "ui.group.<group>".
    GroupBar(const std::string& group, const std::vector<std::string>& keys, const std::string& current,
             QWidget* parent = nullptr);

  Q_SIGNALS:
    void chosen(const QString& key);
    void added(const QString& key);
    void removed(const QString& key);
};

}  // namespace orelens::panels
