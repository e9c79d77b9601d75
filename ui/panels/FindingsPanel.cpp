#include "ui/panels/FindingsPanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <set>
#include <utility>

#include "core/project/Approvals.h"
#include "core/project/Remedies.h"
#include "ui/Document.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/FindingsModel.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/SettleDialog.h"
#include "ui/panels/TableMenu.h"

namespace orelens::panels {
namespace {

/// Whether both are the same finding in the same words; approvals apart.
bool same(const base::Finding& a, const base::Finding& b) {
    return a.stage == b.stage && a.severity == b.severity && a.id() == b.id() && a.what == b.what && a.fix == b.fix;
}

/// A group in the list of before and in that of now.
std::string key_of(const project::FindingGroup& group) {
    return group.kind + "\n" + group.stage + "\n" + group.file + "\n" + group.column + "\n" + group.value;
}

}  // namespace

FindingsPanel::FindingsPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      model_(new FindingsModel(this)),
      sorted_(new FindingsFilter(this)),
      filter_(ui::tell(new QLineEdit, "ui.findings.filter")),
      severity_(ui::tell(new QComboBox, "ui.findings.severity")),
      stage_(ui::tell(new QComboBox, "ui.findings.stages")),
      open_only_(ui::tell(new QCheckBox, "ui.findings.open_only")),
      view_(ui::tell(new QTreeView, "ui.findings.table")),
      detail_(new QLabel),
      aside_(new Scroller(detail_)),
      summary_(new QLabel),
      approve_(ui::tell(new QPushButton, "ui.findings.approve")),
      unapprove_(ui::tell(new QPushButton, "ui.findings.unapprove")),
      jump_(ui::tell(new QPushButton, "ui.findings.jump")),
      settle_(ui::tell(new QPushButton, "ui.findings.settle")) {
    sorted_->setSourceModel(model_);
    view_->setModel(sorted_);
    view_->setSortingEnabled(true);
    view_->sortByColumn(FindingsModel::severity, Qt::DescendingOrder);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setAlternatingRowColors(true);
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->setTabKeyNavigation(false);
    view_->setUniformRowHeights(true);
    view_->header()->setStretchLastSection(true);
    for (QLabel* label : {detail_, summary_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    filter_->setClearButtonEnabled(true);
    detail_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    detail_->setContentsMargins(4, 0, 4, 0);
    aside_->setMinimumWidth(fontMetrics().height() * 16);
    // The panel lies at the foot of the window, where height is dear: what is said of a finding stands beside the list.
    auto* top = new QHBoxLayout;
    top->addWidget(filter_, 1);
    for (QWidget* choice : std::initializer_list<QWidget*>{severity_, stage_, open_only_}) top->addWidget(choice);
    auto* foot = new QHBoxLayout;
    foot->addWidget(summary_, 1);
    for (QPushButton* button : {jump_, settle_, approve_, unapprove_}) foot->addWidget(button);
    view_->setMinimumHeight(3 * fontMetrics().height());
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {}, nullptr));
    box->addLayout(top);
    auto* middle = new QSplitter;
    middle->addWidget(view_);
    middle->addWidget(aside_);
    middle->setChildrenCollapsible(false);
    middle->setStretchFactor(0, 1);
    box->addWidget(middle, 1);
    box->addLayout(foot);
    connect(filter_, &QLineEdit::textChanged, this, &FindingsPanel::refilter);
    for (QComboBox* choice : {severity_, stage_})
        connect(choice, &QComboBox::currentIndexChanged, this, &FindingsPanel::refilter);
    connect(open_only_, &QCheckBox::toggled, this, &FindingsPanel::refilter);
    connect(view_, &QTreeView::activated, this, &FindingsPanel::jump);
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view_, &QTreeView::customContextMenuRequested, this, [this](const QPoint& at) {
        QMenu menu(this);
        fill_menu(menu, view_->indexAt(at).isValid() ? view_->indexAt(at) : view_->currentIndex());
        menu.exec(view_->viewport()->mapToGlobal(at));
    });
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &FindingsPanel::count);
    connect(jump_, &QPushButton::clicked, this, &FindingsPanel::jump);
    connect(settle_, &QPushButton::clicked, this, &FindingsPanel::settle);
    connect(approve_, &QPushButton::clicked, this, [this] { approve_selected(true); });
    connect(unapprove_, &QPushButton::clicked, this, [this] { approve_selected(false); });
    connect(&document_, &ui::Document::replaced, this, &FindingsPanel::refill);
    connect(&document_, &ui::Document::resultsChanged, this, &FindingsPanel::refresh);
    const auto approvals = [this] {
        model_->set_approved(project::approvals_of(document_.project()));
        refilter();
    };
    connect(&document_, &ui::Document::approvalsChanged, this, approvals);
    // The recipe approves by pattern, and a pattern that fits nothing is a finding itself.
    connect(&document_, &ui::Document::recipeChanged, this, [this] {
        if (document_.project().recipe.general.approve != patterns_) refresh();
    });
    refill();
}

int FindingsPanel::shown_count() const {
    return sorted_->finding_count();
}

void FindingsPanel::refresh() {
    patterns_ = document_.project().recipe.general.approve;
    auto findings = std::make_shared<const std::vector<base::Finding>>(document_.project().findings());
    if (model_->findings() != nullptr && std::ranges::equal(*findings, *model_->findings(), same)) {
        model_->set_approved(project::approvals_of(document_.project()));
        return refilter();
    }
    fill(std::move(findings));
}

/// Of another project, or in other words.
void FindingsPanel::refill() {
    {
        const QSignalBlocker quiet(severity_);
        const int chosen = std::max(0, severity_->currentIndex());
        severity_->clear();
        for (const char* key : {"ui.findings.all", "ui.findings.warnings", "ui.findings.errors"})
            severity_->addItem(ui::words(key));
        severity_->setCurrentIndex(chosen);
    }
    filter_->setPlaceholderText(ui::words("ui.findings.filter"));
    patterns_ = document_.project().recipe.general.approve;
    fitted_ = false;
    fill(std::make_shared<const std::vector<base::Finding>>(document_.project().findings()));
}

void FindingsPanel::fill(std::shared_ptr<const std::vector<base::Finding>> findings) {
    std::set<std::string> opened, chosen;
    for (int row = 0; row < sorted_->rowCount(); ++row) {
        const QModelIndex top = sorted_->index(row, 0);
        const std::string key = key_of(model_->group(sorted_->mapToSource(top)));
        if (view_->isExpanded(top)) opened.insert(key);
        if (view_->selectionModel()->isRowSelected(row, {})) chosen.insert(key);
    }
    fill_stages(*findings);
    const bool any = !findings->empty();
    model_->set_findings(std::move(findings), project::approvals_of(document_.project()),
                         project::rows_of_files(document_.project()));
    if (any && !std::exchange(fitted_, true)) fit_columns();
    refilter();
    for (int row = 0; row < sorted_->rowCount(); ++row) {
        const QModelIndex top = sorted_->index(row, 0);
        const std::string key = key_of(model_->group(sorted_->mapToSource(top)));
        if (opened.contains(key)) view_->expand(top);
        if (chosen.contains(key))
            view_->selectionModel()->select(top, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
}

void FindingsPanel::fit_columns() {
    constexpr int widest_lines = 20;
    for (int column = 0; column < FindingsModel::column_count; ++column) {
        view_->resizeColumnToContents(column);
        // What a group opens into stands further in.
        const int further = column == 0 ? view_->indentation() : 0;
        view_->setColumnWidth(column,
                              std::min(view_->columnWidth(column) + further, fontMetrics().height() * widest_lines));
    }
}

/// Every stage that found something, in their order; the chosen one stays chosen.
void FindingsPanel::fill_stages(const std::vector<base::Finding>& findings) {
    const QSignalBlocker quiet(stage_);
    const QString chosen = stage_->currentData().toString();
    stage_->clear();
    stage_->addItem(ui::words("ui.findings.every_stage"), QString());
    for (const std::string& id : project::run_order(document_.project().stages()))
        if (std::ranges::find(findings, id, &base::Finding::stage) != findings.end())
            stage_->addItem(stage_words(id), QString::fromStdString(id));
    stage_->setCurrentIndex(std::max(0, stage_->findData(chosen)));
}

void FindingsPanel::refilter() {
    sorted_->set(filter_->text(), severity_->currentIndex(), open_only_->isChecked(),
                 stage_->currentData().toString().toStdString());
    count();
}

void FindingsPanel::count() {
    const int all = model_->finding_count();
    summary_->setText(all == 0
                          ? ui::words(!document_.project().results.findings.empty() ? "ui.findings.none"
                                                                                    : "ui.findings.not_run")
                          : ui::words("ui.findings.count", {{"shown", std::to_string(shown_count())},
                                                            {"all", std::to_string(all)}}));
    for (QPushButton* button : {approve_, unapprove_})
        button->setEnabled(view_->selectionModel()->hasSelection());
    QString detail;
    bool has_hole = false, has_remedy = false;
    if (const QModelIndex row = chosen(); row.isValid()) {
        const drilling::Finding& found = model_->finding(row);
        detail = ui::words(found.what);
        const base::Message& effect = model_->group(row).effect;
        if (!effect.empty()) detail += "\n" + ui::words(effect);
        if (!found.fix.empty()) detail += "\n→ " + ui::words(found.fix);
        has_hole = !found.hole.empty();
        has_remedy = !project::remedies(document_.project().recipe, found).empty();
    }
    detail_->setText(detail);
    aside_->setVisible(!detail.isEmpty());
    jump_->setEnabled(has_hole);
    settle_->setEnabled(has_remedy);
}

QModelIndex FindingsPanel::chosen() const {
    const QModelIndexList rows = view_->selectionModel()->selectedRows();
    return rows.size() == 1 ? sorted_->mapToSource(rows.front()) : QModelIndex();
}

SettleDialog* FindingsPanel::settle() {
    const QModelIndex row = chosen();
    if (!row.isValid()) return nullptr;
    const auto remedies = project::remedies(document_.project().recipe, model_->finding(row));
    if (remedies.empty()) return nullptr;
    auto* dialog = new SettleDialog(document_, model_->group(row), remedies, this);
    dialog->show();  // the window beside it can be used: what runs can be stopped there
    return dialog;
}

void FindingsPanel::jump() {
    const QModelIndex current = view_->currentIndex();
    if (!current.isValid()) return;
    const drilling::Finding& found = model_->finding(sorted_->mapToSource(current));
    if (!found.hole.empty()) Q_EMIT jumpToHole(QString::fromStdString(found.hole), found.from_m, found.to_m);
}

void FindingsPanel::fill_menu(QMenu& menu, const QModelIndex& at) {
    QStringList row;
    if (at.isValid()) {
        const drilling::Finding found = model_->finding(sorted_->mapToSource(at.siblingAtColumn(0)));
        for (int column = 0; column < FindingsModel::column_count; ++column)
            row << at.siblingAtColumn(column).data().toString();
        if (!found.hole.empty()) {
            menu.addAction(ui::words("ui.place.hole", {{"hole", found.hole}}), this, [this, found] {
                Q_EMIT jumpToHole(QString::fromStdString(found.hole), found.from_m, found.to_m);
            });
            menu.addAction(ui::words("ui.table.only", {{"what", found.hole}}), this,
                           [this, hole = found.hole] { filter_->setText(QString::fromStdString(hole)); });
        }
        // Of one word or number: the list is searched for what is written.
        const QString cell = at.data().toString();
        if (!cell.isEmpty() && cell != QString::fromStdString(found.hole))
            menu.addAction(ui::words("ui.table.only", {{"what", cell.toStdString()}}), this,
                           [this, cell] { filter_->setText(cell); });
        if (settle_->isEnabled()) menu.addAction(ui::words("ui.findings.settle"), this, &FindingsPanel::settle);
        menu.addAction(ui::words("ui.findings.approve"), this, [this] { approve_selected(true); });
        menu.addAction(ui::words("ui.findings.unapprove"), this, [this] { approve_selected(false); });
    }
    add_copy_choices(menu, at.isValid() ? at.data().toString() : QString(), row, [this] { return as_text(); });
    menu.addAction(ui::words("ui.table.export_report"), this, &FindingsPanel::exportWanted);
}

void FindingsPanel::approve_selected(bool approved) {
    // A group stands for those of its findings that the filter shows.
    std::set<std::string> chosen;
    const auto add = [&](const QModelIndex& row) {
        chosen.insert(model_->finding(sorted_->mapToSource(row)).id());
    };
    for (const QModelIndex& row : view_->selectionModel()->selectedRows()) {
        const int below = sorted_->rowCount(row);
        for (int n = 0; n < below; ++n) add(sorted_->index(n, 0, row));
        if (below == 0) add(row);
    }
    const std::vector<std::string> ids(chosen.begin(), chosen.end());
    if (!ids.empty()) document_.edits().approve(ids, approved);
}

QString FindingsPanel::as_text() const {
    QString out;
    for (int column = 0; column < FindingsModel::column_count; ++column)
        out += sorted_->headerData(column, Qt::Horizontal).toString() +
               (column + 1 < FindingsModel::column_count ? "\t" : "\n");
    for (int row = 0; row < sorted_->rowCount(); ++row) {
        const QModelIndex top = sorted_->index(row, 0);
        out += row_text(top);
        for (int below = 0; below < sorted_->rowCount(top); ++below)
            out += row_text(sorted_->index(below, 0, top));
    }
    return out;
}

QString FindingsPanel::row_text(const QModelIndex& row) const {
    QString out;
    for (int column = 0; column < FindingsModel::column_count; ++column)
        out += row.siblingAtColumn(column).data().toString() +
               (column + 1 < FindingsModel::column_count ? "\t" : "\n");
    return out;
}

void FindingsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refill();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
