// The findings as a Qt table model and its filter, for FindingsPanel.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <memory>
#include <string>
#include <vector>

#include "core/drilling/Finding.h"
#include "core/project/Approvals.h"

namespace orelens::panels {

/// Label of a stage of the program, for people.
QString stage_words(const std::string& id);

class FindingsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column {
        severity,
        kind,
        hole,    ///< of a result: the element
        number,  ///< rows, samples or blocks it stands for
        stage,
        from,
        to,
        place,  ///< file and row
        what,
        fix,
        approved,
        column_count
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// Findings with their approvals marked, and the approvals themselves, to tell those of the recipe from
    /// those given one by one.
    void set_findings(std::shared_ptr<const std::vector<base::Finding>> findings,
                      const project::Approvals& approvals);
    void set_approved(const project::Approvals& approvals);
    [[nodiscard]] const drilling::Finding& finding(int row) const {
        return (*findings_)[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] bool is_approved(int row) const {
        return approved_[static_cast<std::size_t>(row)] != Approval::open;
    }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex&) const override { return column_count; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    [[nodiscard]] QString text(const drilling::Finding& finding, int row, int column) const;
    enum class Approval : std::uint8_t { open, one_by_one, by_recipe };
    void mark(const project::Approvals& approvals);
    std::shared_ptr<const std::vector<base::Finding>> findings_;
    std::vector<Approval> approved_;
};

class FindingsFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    /// `stage` empty = every stage.
    void set(const QString& text, int least_severity, bool open_only, const std::string& stage);

  protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    QString text_;
    std::string stage_;
    int least_ = 0;
    bool open_only_ = false;
};

}  // namespace orelens::panels
