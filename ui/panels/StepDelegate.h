// A row of the list of steps: the state as an icon, the name, its figures and findings below, and a small
// picture of the result at the right. What is drawn stands in the item's roles.
#pragma once

#include <QStyledItemDelegate>

namespace orelens::panels {

class StepDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    enum Role {
        figures = Qt::UserRole + 1,  ///< QString
        findings,                    ///< QString
        severe,                      ///< bool: errors among them
        bars,                        ///< QList<double>, 0 to 1
        line,                        ///< bool: joined to a line
    };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace orelens::panels
