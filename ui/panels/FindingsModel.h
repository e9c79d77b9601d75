// The findings as a Qt model of two levels and its filter, for FindingsPanel: groups that say the same of a
// column, and their findings one by one; a group of one is that finding.
#pragma once

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>
#include <memory>
#include <string>
#include <vector>

#include "core/drilling/Finding.h"
#include "core/project/Approvals.h"
#include "core/project/FindingGroups.h"

namespace orelens::panels {

/// Label of a stage of the program, for people.
QString stage_words(const std::string& id);

class FindingsModel : public QAbstractItemModel {
    Q_OBJECT
  public:
    enum Column {
        severity,
        kind,
        what,    ///< next to its kind, where a narrow drawer shows it
        hole,    ///< of a result: the element
        number,  ///< rows, samples or blocks it stands for
        share,   ///< of the file's rows
        fix,
        approved,
        stage,
        from,
        to,
        place,  ///< file and row
        column_count
    };
    using QAbstractItemModel::QAbstractItemModel;

    /// Findings with their approvals marked, and the approvals themselves, to tell those of the recipe from
    /// those given one by one.
    void set_findings(std::shared_ptr<const std::vector<base::Finding>> findings,
                      const project::Approvals& approvals,
                      const std::map<std::string, std::int64_t>& rows_of_files);
    void set_approved(const project::Approvals& approvals);
    /// Null before any were set.
    [[nodiscard]] const std::shared_ptr<const std::vector<base::Finding>>& findings() const { return findings_; }
    /// Of a group its first one.
    [[nodiscard]] const drilling::Finding& finding(const QModelIndex& index) const;
    /// The group that a row of the upper level is, or that a finding belongs to.
    [[nodiscard]] const project::FindingGroup& group(const QModelIndex& index) const;
    /// Whether the row stands for several findings.
    [[nodiscard]] bool is_group(const QModelIndex& index) const;
    /// All that the row stands for.
    [[nodiscard]] bool is_approved(const QModelIndex& index) const;
    [[nodiscard]] int finding_count() const { return findings_ ? static_cast<int>(findings_->size()) : 0; }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex&) const override { return column_count; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    /// Numbers of the findings that a row stands for.
    [[nodiscard]] std::vector<std::size_t> members(const QModelIndex& index) const;
    [[nodiscard]] QString text(const QModelIndex& index) const;
    [[nodiscard]] QString approval_text(const QModelIndex& index) const;
    enum class Approval : std::uint8_t { open, one_by_one, by_recipe };
    void mark(const project::Approvals& approvals);
    std::shared_ptr<const std::vector<base::Finding>> findings_;
    std::vector<project::FindingGroup> groups_;  ///< approved or not: approving moves no row
    std::vector<Approval> approved_;
};

class FindingsFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    explicit FindingsFilter(QObject* parent = nullptr);
    /// Findings that are shown, whether their group is open or not.
    [[nodiscard]] int finding_count() const;
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
