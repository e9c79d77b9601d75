#include "ui/panels/FindingsModel.h"

#include <cmath>

#include "core/project/stages/Stage.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::panels {
namespace {

constexpr const char* severity_keys[] = {"ui.severity.info", "ui.severity.warning", "ui.severity.error"};
constexpr const char* severity_icons[] = {"info", "warning", "error"};
constexpr const char* headings[] = {"ui.findings.severity", "ui.findings.kind",    "ui.findings.hole",
                                    "ui.findings.number",   "ui.findings.stage",   "ui.findings.from",
                                    "ui.findings.to",       "ui.findings.place",   "ui.findings.what",
                                    "ui.findings.fix",      "ui.findings.approved"};

/// The hole; of a result, the element it is about.
QString subject_of(const base::Finding& finding) {
    const bool result = finding.hole.empty() && finding.row == 0;
    return QString::fromStdString(result ? finding.column : finding.hole);
}

}  // namespace

QString stage_words(const std::string& id) {
    const project::Stage* stage = project::find_stage(project::stage_table(), id);
    return stage == nullptr ? QString::fromStdString(id) : ui::words(stage->label);
}

void FindingsModel::mark(const project::Approvals& approvals) {
    approved_.assign(findings_ ? findings_->size() : 0, Approval::open);
    for (std::size_t row = 0; row < approved_.size(); ++row) {
        const base::Finding& finding = (*findings_)[row];
        if (approvals.ids.contains(finding.id()))
            approved_[row] = Approval::one_by_one;
        else if (approvals.by_pattern(finding))
            approved_[row] = Approval::by_recipe;
    }
}

void FindingsModel::set_findings(std::shared_ptr<const std::vector<base::Finding>> findings,
                                 const project::Approvals& approvals) {
    beginResetModel();
    findings_ = std::move(findings);
    mark(approvals);
    endResetModel();
}

void FindingsModel::set_approved(const project::Approvals& approvals) {
    mark(approvals);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, FindingsModel::approved), index(rowCount() - 1, FindingsModel::approved));
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !findings_ ? 0 : static_cast<int>(findings_->size());
}

QString FindingsModel::text(const drilling::Finding& finding, int row, int column) const {
    switch (column) {
        case severity:
            return ui::words(severity_keys[static_cast<int>(finding.severity)]);
        case kind:
            return ui::words((base::kind_words(finding.kind)).c_str());
        case stage:
            return stage_words(finding.stage);
        case number:
            return finding.count == 1 ? QString() : ui::plain_number(static_cast<double>(finding.count), 0);
        case hole:
            return subject_of(finding);
        case from:
            return std::isnan(finding.from_m) ? QString() : ui::plain_number(finding.from_m, 2);
        case to:
            return std::isnan(finding.to_m) ? QString() : ui::plain_number(finding.to_m, 2);
        case place:
            return QString::fromStdString(finding.file) +
                   (finding.row > 0 ? QString(":%1").arg(finding.row) : QString());
        case what:
            return ui::words(finding.what);
        case fix:
            return finding.fix.empty() ? QString() : ui::words(finding.fix);
        case approved:
            if (!is_approved(row)) return {};
            return ui::words(approved_[static_cast<std::size_t>(row)] == Approval::by_recipe
                                 ? "ui.findings.by_recipe"
                                 : "ui.findings.yes");
        default:
            return {};
    }
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !findings_) return {};
    const drilling::Finding& found = finding(index.row());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return text(found, index.row(), index.column());
    if (role == Qt::DecorationRole && index.column() == severity)
        return ui::icon(severity_icons[static_cast<int>(found.severity)]);
    if (role == Qt::DecorationRole && index.column() == approved && is_approved(index.row()))
        return ui::icon("check");
    if (role == Qt::TextAlignmentRole &&
        (index.column() == from || index.column() == to || index.column() == number))
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ForegroundRole && index.column() == severity) {
        const ui::ChartColors colors = ui::chart_colors(ui::theme());
        if (found.severity == drilling::Severity::error) return colors.bad;
        if (found.severity == drilling::Severity::warning) return colors.warning;
    }
    return {};
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section >= column_count) return {};
    if (role == Qt::DisplayRole) return ui::words(headings[section]);
    return {};
}

void FindingsFilter::set(const QString& text, int least_severity, bool open_only, const std::string& stage) {
    text_ = text.trimmed();
    stage_ = stage;
    least_ = least_severity;
    open_only_ = open_only;
    invalidateFilter();
}

bool FindingsFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const auto* model = static_cast<const FindingsModel*>(sourceModel());
    if (static_cast<int>(model->finding(row).severity) < least_) return false;
    if (!stage_.empty() && model->finding(row).stage != stage_) return false;
    if (open_only_ && model->is_approved(row)) return false;
    if (text_.isEmpty()) return true;
    for (int column = 0; column < FindingsModel::column_count; ++column)
        if (model->index(row, column, parent).data().toString().contains(text_, Qt::CaseInsensitive))
            return true;
    return false;
}

bool FindingsFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto* model = static_cast<const FindingsModel*>(sourceModel());
    const drilling::Finding& a = model->finding(left.row());
    const drilling::Finding& b = model->finding(right.row());
    switch (left.column()) {
        case FindingsModel::severity:
            return a.severity < b.severity;
        case FindingsModel::number:
            return a.count < b.count;
        case FindingsModel::from:
            return a.from_m < b.from_m;
        case FindingsModel::to:
            return a.to_m < b.to_m;
        case FindingsModel::place:
            return std::tie(a.file, a.row) < std::tie(b.file, b.row);
        default:
            return QString::localeAwareCompare(left.data().toString(), right.data().toString()) < 0;
    }
}

}  // namespace orelens::panels
