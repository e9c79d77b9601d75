#include "ui/panels/FindingsModel.h"

#include <algorithm>
#include <cmath>

#include "core/project/stages/Stage.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::panels {
namespace {

constexpr const char* severity_keys[] = {"ui.severity.info", "ui.severity.warning", "ui.severity.error"};
constexpr const char* severity_icons[] = {"info", "warning", "error"};
constexpr const char* headings[] = {"ui.findings.severity", "ui.findings.kind",  "ui.findings.what",
                                    "ui.findings.hole",     "ui.findings.number", "ui.findings.share",
                                    "ui.findings.fix",      "ui.findings.approved", "ui.findings.stage",
                                    "ui.findings.from",     "ui.findings.to",    "ui.findings.place"};

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
                                 const project::Approvals& approvals,
                                 const std::map<std::string, std::int64_t>& rows_of_files) {
    beginResetModel();
    findings_ = std::move(findings);
    std::vector<base::Finding> open = findings_ ? *findings_ : std::vector<base::Finding>();
    for (base::Finding& finding : open) finding.approved = false;
    groups_ = project::group_findings(open, rows_of_files);
    mark(approvals);
    endResetModel();
}

void FindingsModel::set_approved(const project::Approvals& approvals) {
    mark(approvals);
    if (groups_.empty()) return;
    Q_EMIT dataChanged(index(0, approved), index(rowCount() - 1, approved));
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex top = index(row, 0);
        if (is_group(top))
            Q_EMIT dataChanged(index(0, approved, top), index(rowCount(top) - 1, approved, top));
    }
}

// The id of a row of the upper level is 0, of one below it the number of its group plus one.
QModelIndex FindingsModel::index(int row, int column, const QModelIndex& parent) const {
    if (row < 0 || column < 0 || column >= column_count || row >= rowCount(parent)) return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : 0);
}

QModelIndex FindingsModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == 0) return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, quintptr{0});
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return static_cast<int>(groups_.size());
    if (parent.column() > 0 || !is_group(parent)) return 0;
    return static_cast<int>(group(parent).members.size());
}

const project::FindingGroup& FindingsModel::group(const QModelIndex& index) const {
    const std::size_t which =
        index.internalId() == 0 ? static_cast<std::size_t>(index.row()) : index.internalId() - 1;
    return groups_[which];
}

bool FindingsModel::is_group(const QModelIndex& index) const {
    return index.internalId() == 0 && group(index).members.size() > 1;
}

const drilling::Finding& FindingsModel::finding(const QModelIndex& index) const {
    const project::FindingGroup& own = group(index);
    return (*findings_)[index.internalId() == 0 ? own.members.front()
                                                : own.members[static_cast<std::size_t>(index.row())]];
}

std::vector<std::size_t> FindingsModel::members(const QModelIndex& index) const {
    const project::FindingGroup& own = group(index);
    if (index.internalId() == 0) return own.members;
    return {own.members[static_cast<std::size_t>(index.row())]};
}

bool FindingsModel::is_approved(const QModelIndex& index) const {
    return std::ranges::all_of(members(index), [&](std::size_t n) { return approved_[n] != Approval::open; });
}

QString FindingsModel::approval_text(const QModelIndex& index) const {
    const std::vector<std::size_t> all = members(index);
    const auto agreed =
        std::ranges::count_if(all, [&](std::size_t n) { return approved_[n] != Approval::open; });
    if (agreed == 0) return {};
    if (agreed < static_cast<std::ptrdiff_t>(all.size()))
        return ui::words("ui.findings.some",
                         {{"approved", std::to_string(agreed)}, {"all", std::to_string(all.size())}});
    const bool recipe =
        std::ranges::all_of(all, [&](std::size_t n) { return approved_[n] == Approval::by_recipe; });
    return ui::words(recipe ? "ui.findings.by_recipe" : "ui.findings.yes");
}

QString FindingsModel::text(const QModelIndex& index) const {
    const drilling::Finding& one = finding(index);
    const bool several = is_group(index);
    const project::FindingGroup& own = group(index);
    switch (index.column()) {
        case severity:
            return ui::words(severity_keys[static_cast<int>(one.severity)]);
        case kind:
            return ui::words((base::kind_words(one.kind)).c_str());
        case stage:
            return stage_words(one.stage);
        case number: {
            const std::int64_t count = several ? own.count : one.count;
            return count == 1 ? QString() : ui::plain_number(static_cast<double>(count), 0);
        }
        case share:
            if (index.internalId() != 0 || std::isnan(own.share)) return {};
            return own.share < 0.001 ? QStringLiteral("<0.1 %") : ui::plain_number(100 * own.share, 1) + " %";
        case hole:
            return several ? QString::fromStdString(own.column) : subject_of(one);
        case from:
            return several || std::isnan(one.from_m) ? QString() : ui::plain_number(one.from_m, 2);
        case to:
            return several || std::isnan(one.to_m) ? QString() : ui::plain_number(one.to_m, 2);
        case place:
            return QString::fromStdString(one.file) +
                   (one.row > 0 && !several ? QString(":%1").arg(one.row) : QString());
        case what: {
            if (!several) return ui::words(one.what);
            const std::string first = ui::words(one.what).toStdString();
            return own.value.empty()
                       ? ui::words("ui.findings.group",
                                   {{"findings", std::to_string(own.findings)}, {"first", first}})
                       : ui::words("ui.findings.group_value", {{"findings", std::to_string(own.findings)},
                                                               {"value", own.value},
                                                               {"first", first}});
        }
        case fix:
            return one.fix.empty() ? QString() : ui::words(one.fix);
        case approved:
            return approval_text(index);
        default:
            return {};
    }
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !findings_) return {};
    const drilling::Finding& found = finding(index);
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return text(index);
    if (role == Qt::DecorationRole && index.column() == severity)
        return ui::icon(severity_icons[static_cast<int>(found.severity)]);
    if (role == Qt::DecorationRole && index.column() == approved && is_approved(index))
        return ui::icon("check");
    if (role == Qt::TextAlignmentRole && (index.column() == from || index.column() == to ||
                                          index.column() == number || index.column() == share))
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

// A group is shown when one of its findings is.
FindingsFilter::FindingsFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setRecursiveFilteringEnabled(true);
}

int FindingsFilter::finding_count() const {
    int count = 0;
    for (int row = 0; row < rowCount(); ++row) count += std::max(1, rowCount(index(row, 0)));
    return count;
}

bool FindingsFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const auto* model = static_cast<const FindingsModel*>(sourceModel());
    const QModelIndex own = model->index(row, 0, parent);
    if (model->is_group(own)) return false;
    const base::Finding& finding = model->finding(own);
    if (static_cast<int>(finding.severity) < least_) return false;
    if (!stage_.empty() && finding.stage != stage_) return false;
    if (open_only_ && model->is_approved(own)) return false;
    if (text_.isEmpty()) return true;
    for (int column = 0; column < FindingsModel::column_count; ++column)
        if (model->index(row, column, parent).data().toString().contains(text_, Qt::CaseInsensitive))
            return true;
    return false;
}

bool FindingsFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto* model = static_cast<const FindingsModel*>(sourceModel());
    const drilling::Finding& a = model->finding(left);
    const drilling::Finding& b = model->finding(right);
    const auto count = [&](const QModelIndex& index) {
        return model->is_group(index) ? model->group(index).count : model->finding(index).count;
    };
    switch (left.column()) {
        case FindingsModel::severity:
            return a.severity < b.severity;
        case FindingsModel::number:
            return count(left) < count(right);
        case FindingsModel::share:
            return model->group(left).share < model->group(right).share;
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
