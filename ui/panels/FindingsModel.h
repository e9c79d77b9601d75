// The findings as a Qt table model and its filter, for FindingsPanel.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/drilling/Finding.h"

namespace orelens::panels {

class FindingsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { severity, kind, hole, from, to, place, what, fix, approved, column_count };
    using QAbstractTableModel::QAbstractTableModel;

    void set_findings(std::shared_ptr<const std::vector<drilling::Finding>> findings,
                      const std::set<std::string>& ids);
    void set_approved(const std::set<std::string>& ids);
    [[nodiscard]] const drilling::Finding& finding(int row) const {
        return (*findings_)[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] bool is_approved(int row) const { return approved_[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex&) const override { return column_count; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    [[nodiscard]] QString text(const drilling::Finding& finding, int row, int column) const;
    std::shared_ptr<const std::vector<drilling::Finding>> findings_;
    std::vector<bool> approved_;
};

class FindingsFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void set(const QString& text, int least_severity, bool open_only);

  protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    QString text_;
    int least_ = 0;
    bool open_only_ = false;
};

}  // namespace orelens::panels
