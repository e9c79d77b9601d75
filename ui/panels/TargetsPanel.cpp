#include "ui/panels/TargetsPanel.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QUndoStack>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/project/Pipeline.h"
#include "core/project/Potential.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PotentialWords.h"
#include "ui/panels/SliderField.h"
#include "ui/panels/TableView.h"
#include "ui/panels/TargetCut.h"

namespace orelens::panels {
namespace {

constexpr std::array status_keys{"cli.potential.status_new", "cli.potential.status_extension", "cli.potential.status_drilled"};
constexpr std::array verdict_keys{"ui.targets.verdict_open", "ui.targets.verdict_accepted", "ui.targets.verdict_rejected"};
constexpr std::size_t drivers_shown = 3;

/// The note of the results that a target is, voxel for voxel; null for one of another threshold.
const project::TargetNote* note_of(const project::TargetResult* results, const potential::Target& target) {
    if (results == nullptr) return nullptr;
    const auto found = std::ranges::find_if(results->targets, [&](const project::TargetNote& note) { return note.target.voxels == target.voxels; });
    return found == results->targets.end() ? nullptr : &*found;
}

/// What new holes found of what they met in a target; – where none were drilled.
QString found_text(const project::TargetInput* input, const potential::Target& target) {
    if (input == nullptr || input->drilled_since.empty()) return QStringLiteral("–");
    const auto told = project::met_in(target, input->drilled_since, input->ore_since);
    return QString::number(told.found) + " / " + QString::number(told.met);
}

QString place_text(const blocks::Vec3& at) {
    return ui::plain_number(at[0], 0) + ", " + ui::plain_number(at[1], 0) + ", " + ui::plain_number(at[2], 0);
}

QString dash_if_empty(const QString& text) {
    return text.isEmpty() ? QStringLiteral("–") : text;
}

}  // namespace

TargetsPanel::TargetsPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      note_(new QLabel),
      threshold_(new SliderField("ui.targets.threshold")),
      take_(ui::tell(new QPushButton, "ui.targets.take")),
      only_(ui::tell(new QCheckBox, "ui.evidence.only_targets")),
      table_(ui::tell(new TableView, "ui.targets.table")),
      name_(new QLineEdit),
      reason_(new QLineEdit),
      accept_(ui::tell(new QPushButton, "ui.targets.accept")),
      reject_(ui::tell(new QPushButton, "ui.targets.reject")),
      open_(ui::tell(new QPushButton, "ui.targets.reopen")),
      merge_(ui::tell(new QPushButton, "ui.targets.merge")),
      parts_(ui::tell(new QPushButton, "ui.targets.split_parts")),
      plane_(ui::tell(new QPushButton, "ui.targets.split_plane")),
      forget_(ui::tell(new QPushButton, "ui.targets.forget")),
      answer_(new QWidget),
      decision_(new QWidget) {
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    threshold_->set_decimals(3);
    threshold_->set_unit({}, "0.000");
    auto* head = new QHBoxLayout;
    head->addWidget(ui::label_for(threshold_, "ui.targets.threshold"));
    head->addWidget(threshold_, 1);
    head->addWidget(take_);
    head->addWidget(only_);
    auto* decided = new QHBoxLayout(decision_);
    decided->setContentsMargins(0, 0, 0, 0);
    decided->addWidget(ui::label_for(name_, "ui.targets.name"));
    decided->addWidget(name_, 1);
    decided->addWidget(ui::label_for(reason_, "ui.targets.reason"));
    decided->addWidget(reason_, 2);
    for (QPushButton* button : {accept_, reject_, open_}) decided->addWidget(button);
    auto* told = new QVBoxLayout(answer_);
    told->setContentsMargins(0, 0, 0, 0);
    told->addLayout(head);
    told->addWidget(table_, 1);
    auto* cut = new QHBoxLayout;
    for (QPushButton* button : {merge_, parts_, plane_}) cut->addWidget(button);
    cut->addStretch(1);
    cut->addWidget(forget_);
    told->addWidget(decision_);
    told->addLayout(cut);
    ask_plane = [this](const potential::TargetEdit& offered) { return ask_cutting_plane(this, offered); };
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"evidence", "potential", "targets"}, answer_));
    box->addWidget(note_);
    box->addWidget(answer_, 1);
    box->addStretch(0);
    ui::PotentialInHand& hand = document_.potential();
    connect(threshold_, &SliderField::moved, this, [&hand](double value, bool dragging) { hand.set_threshold(value, dragging); });
    connect(take_, &QPushButton::clicked, this, [this] { (void)document_.edits().set_param("potential.threshold", document_.potential().threshold()); });
    connect(only_, &QCheckBox::toggled, this, [this](bool on) {
        document_.potential().show_only_targets(on);
        if (on) document_.potential().show(true);
    });
    connect(accept_, &QPushButton::clicked, this, [this] { decide(project::TargetDecision::Verdict::accepted); });
    connect(reject_, &QPushButton::clicked, this, [this] { decide(project::TargetDecision::Verdict::rejected); });
    connect(open_, &QPushButton::clicked, this, [this] { decide(project::TargetDecision::Verdict::open); });
    connect(merge_, &QPushButton::clicked, this, &TargetsPanel::merge);
    connect(parts_, &QPushButton::clicked, this, &TargetsPanel::split_parts);
    connect(plane_, &QPushButton::clicked, this, &TargetsPanel::split_plane);
    connect(forget_, &QPushButton::clicked, this, &TargetsPanel::forget_lost);
    connect(table_, &QTableWidget::cellClicked, this, [this](int row, int) {
        // Several are being picked: the view stays where it is.
        if (selected_rows().size() < 2) choose(row);
    });
    connect(table_, &QTableWidget::itemActivated, this, [this](QTableWidgetItem* item) { choose(item->row()); });
    connect(table_, &QTableWidget::itemSelectionChanged, this, &TargetsPanel::show_decision);
    connect(&hand, &ui::PotentialInHand::changed, this, &TargetsPanel::refresh);
    connect(&hand, &ui::PotentialInHand::listChanged, this, &TargetsPanel::refresh_rows);
    connect(&hand, &ui::PotentialInHand::maskChanged, this, &TargetsPanel::refresh_rows);
    connect(&document_, &ui::Document::approvalsChanged, this, &TargetsPanel::refresh_rows);
    connect(&document_, &ui::Document::stateChanged, this, &TargetsPanel::refresh);
    refresh();
}

const potential::Target* TargetsPanel::target_at(int row) const {
    const auto& list = document_.potential().list();
    return list && row >= 0 && static_cast<std::size_t>(row) < list->targets.size() ? &list->targets[static_cast<std::size_t>(row)] : nullptr;
}

void TargetsPanel::choose(int row) {
    const potential::Target* target = target_at(row);
    if (target == nullptr) return;
    const blocks::GridGeometry& grid = document_.potential().evidence()->grid;
    scene::Vec3 low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
    const std::int64_t layer = static_cast<std::int64_t>(grid.count[0]) * grid.count[1];
    for (const std::int64_t v : target->voxels) {
        const auto at = grid.centre({static_cast<std::int32_t>(v % grid.count[0]), static_cast<std::int32_t>(v % layer / grid.count[0]), static_cast<std::int32_t>(v / layer)});
        for (std::size_t a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], at[a] - 4 * grid.block_size[a]);
            high[a] = std::max(high[a], at[a] + 4 * grid.block_size[a]);
        }
    }
    document_.potential().show(true);
    Q_EMIT boxWanted(low, high);
}

void TargetsPanel::decide(project::TargetDecision::Verdict verdict) {
    const potential::Target* target = target_at(table_->currentRow());
    const auto& hand = document_.potential();
    if (target == nullptr || !hand.input()) return;
    const blocks::GridGeometry& grid = hand.evidence()->grid;
    const auto decisions = project::target_decisions(document_.project().approved_findings);
    const project::TargetDecision* before = project::decision_on(decisions, grid, *target);
    const auto all_before = project::decisions_on(decisions, grid, *target);
    project::TargetDecision after;
    after.verdict = verdict;
    after.place = before != nullptr ? before->place : project::place_of(grid, *target, hand.input()->probability);
    after.name = name_->text().trimmed().toStdString();
    after.reason = reason_->text().trimmed().toStdString();
    if (before != nullptr && *before == after && all_before.size() == 1) return;
    const bool nothing = verdict == project::TargetDecision::Verdict::open && after.name.empty() && after.reason.empty();
    if (nothing && before == nullptr) return;
    QUndoStack& undo = document_.edits().undo_stack();
    undo.beginMacro(ui::words("ui.targets.decision", {{"target", after.name.empty() ? target_name(static_cast<std::size_t>(table_->currentRow())) : after.name}}));
    // Of a target that was merged, all that was said before.
    for (const project::TargetDecision& one : all_before) document_.edits().approve({project::decision_id(one)}, false);
    if (!nothing) document_.edits().approve({project::decision_id(after)}, true);
    undo.endMacro();
}

void TargetsPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const ui::PotentialInHand& hand = document_.potential();
    const bool there = hand.targets() != nullptr;
    answer_->setVisible(there);
    if (!there) {
        note_->setText(potential_silence(document_, false));
        return;
    }
    double low = 1, high = 0;
    if (const auto& input = hand.input())
        for (const float p : input->probability)
            if (std::isfinite(p)) {
                low = std::min(low, static_cast<double>(p));
                high = std::max(high, static_cast<double>(p));
            }
    if (low < high) threshold_->set_range(low, high, 500);
    refresh_rows();
}

void TargetsPanel::refresh_rows() {
    if (!isVisible() || !document_.potential().targets()) return;
    const ui::PotentialInHand& hand = document_.potential();
    const project::TargetResult* results = hand.targets().get();
    threshold_->show_value(hand.threshold());
    take_->setEnabled(hand.threshold_moved());
    const QSignalBlocker quiet_only(only_);
    only_->setChecked(hand.only_targets());
    const auto decisions = project::target_decisions(document_.project().approved_findings);
    const bool calibrated = hand.prediction() && hand.prediction()->calibrated;
    QStringList headings{ui::words("ui.targets.target"), ui::words("ui.targets.verdict"), ui::words("ui.targets.voxels"), ui::words("ui.targets.centroid"), ui::words("ui.targets.volume"), ui::words("ui.targets.depth"), ui::words("ui.targets.mean"), ui::words("ui.targets.highest"), ui::words("ui.targets.expected"), ui::words("ui.targets.metal"),
                         ui::words("ui.targets.outside"), ui::words("ui.targets.to_ore"), ui::words("ui.targets.to_workings"), ui::words("ui.targets.found"), ui::words("ui.targets.plane"), ui::words("ui.targets.stands"), ui::words("ui.targets.status"), ui::words("ui.targets.drivers")};
    QStringList tips;
    for (const char* key : {"ui.targets.target.tip", "ui.targets.verdict.tip", "ui.targets.voxels.tip", "ui.targets.centroid.tip", "ui.targets.volume.tip", "ui.targets.depth.tip", "ui.targets.mean.tip", "ui.targets.highest.tip", "ui.targets.expected.tip", "ui.targets.metal.tip", "ui.targets.outside.tip", "ui.targets.to_ore.tip", "ui.targets.to_workings.tip", "ui.targets.found.tip",
                            "ui.targets.plane.tip", "ui.targets.stands.tip", "ui.targets.status.tip", "ui.targets.drivers.tip"})
        tips << ui::words(key);
    std::vector<QStringList> rows;
    const auto& list = hand.list();
    for (std::size_t n = 0; list && n < list->targets.size(); ++n) {
        const potential::Target& t = list->targets[n];
        const project::TargetNote* note = note_of(results, t);
        const project::TargetDecision* decision = project::decision_on(decisions, hand.evidence()->grid, t);
        QString name = QString::fromStdString(target_name(n));
        if (decision != nullptr && !decision->name.empty()) name += " " + QString::fromStdString(decision->name);
        const QString dash = QStringLiteral("–");
        rows.push_back({name, ui::words(verdict_keys[decision != nullptr ? static_cast<std::size_t>(decision->verdict) : 0]), QString::number(t.voxels.size()), place_text(t.centroid), volume_text(t.volume_m3), std::isfinite(t.depth_min) ? metres_text(t.depth_min) + "–" + metres_text(t.depth_max) : dash, score_text(t.mean),
                        score_text(t.highest), calibrated ? volume_text(t.expected_in_domain_m3) : ui::words("potential.meaning.relative"), note != nullptr ? metal_text(*note) : dash,
                        std::isfinite(t.out_of_domain) ? ui::plain_number(100 * t.out_of_domain, 0) + " %" : dash, metres_text(t.to_ore_m), metres_text(t.to_workings_m), found_text(hand.input().get(), t), t.has_plane ? ui::plain_number(t.dip_azimuth_deg, 0) + "/" + ui::plain_number(t.dip_deg, 0) : dash,
                        note != nullptr && std::isfinite(note->stands) ? ui::plain_number(100 * note->stands, 0) + " %" : dash, ui::words(status_keys[static_cast<std::size_t>(t.status)]), note != nullptr ? dash_if_empty(drivers_text(*note, drivers_shown)) : dash});
    }
    QString said = list ? ui::words("ui.targets.facts", {{"count", std::to_string(list->targets.size())}, {"threshold", ui::plain_number(hand.threshold(), 3).toStdString()}, {"small", std::to_string(list->too_small)}}) : ui::words(hand.why_none());
    if (hand.moved()) said += " " + ui::words("ui.targets.moved");
    for (const base::Message& one : hand.said()) said += " " + ui::words(one);
    for (const project::LostDecision& one : lost()) said += " " + ui::words(project::words_of(one));
    note_->setText(said + " " + ui::words("ui.potential.apart"));
    const QSignalBlocker quiet(table_);
    const int row = table_->currentRow();
    const bool several = selected_rows().size() > 1;  // of rows that may mean other targets now
    table_->set_headings(headings, tips);
    table_->set_rows(rows);
    if (several) table_->clearSelection();
    for (std::size_t n = 0; list && n < list->targets.size(); ++n)
        if (const project::TargetNote* note = note_of(results, list->targets[n]))
            if (QTableWidgetItem* cell = table_->item(static_cast<int>(n), static_cast<int>(headings.size()) - 1)) cell->setToolTip(drivers_text(*note, note->drivers.size()));
    if (row >= 0 && row < table_->rowCount()) table_->selectRow(row);
    show_decision();
}

void TargetsPanel::show_decision() {
    const potential::Target* target = target_at(table_->currentRow());
    decision_->setEnabled(target != nullptr);
    project::TargetDecision now;
    if (target != nullptr) {
        const auto decisions = project::target_decisions(document_.project().approved_findings);
        if (const project::TargetDecision* found = project::decision_on(decisions, document_.potential().evidence()->grid, *target)) now = *found;
    }
    if (!name_->hasFocus()) name_->setText(QString::fromStdString(now.name));
    if (!reason_->hasFocus()) reason_->setText(QString::fromStdString(now.reason));
    const std::size_t chosen = selected_rows().size();
    merge_->setEnabled(chosen > 1);
    parts_->setEnabled(chosen == 1);
    plane_->setEnabled(chosen == 1);
    forget_->setVisible(!lost().empty());
    Q_EMIT choiceChanged();
}

std::vector<int> TargetsPanel::selected_rows() const {
    std::vector<int> rows;
    if (table_->selectionModel() == nullptr) return rows;
    for (const QModelIndex& one : table_->selectionModel()->selectedRows())
        if (target_at(one.row()) != nullptr) rows.push_back(one.row());
    std::ranges::sort(rows);
    return rows;
}

std::vector<project::LostDecision> TargetsPanel::lost() const {
    const ui::PotentialInHand& hand = document_.potential();
    // A threshold that is being tried loses nothing: decisions are of the project's.
    if (!hand.list() || !hand.evidence() || hand.threshold_moved()) return {};
    std::vector<const potential::Target*> targets;
    for (const potential::Target& one : hand.list()->targets) targets.push_back(&one);
    return project::lost_decisions(project::target_decisions(document_.project().approved_findings), hand.evidence()->grid, targets);
}

void TargetsPanel::add_edit(const potential::TargetEdit& edit) {
    using Kind = potential::TargetEdit::Kind;
    const char* name = edit.kind == Kind::merge ? "ui.targets.merge" : edit.kind == Kind::split_parts ? "ui.targets.split_parts" : "ui.targets.split_plane";
    // Each is a step of its own, however quickly they follow each other.
    document_.edits().change_recipe(ui::words(name).remove(QChar(0x2026)), {}, [&](project::Recipe& recipe) {
        std::string& all = recipe.potential.target_edits;
        all += (all.empty() ? "" : "; ") + potential::text_of(edit);
    });
}

void TargetsPanel::merge() {
    const std::vector<int> rows = selected_rows();
    const auto& hand = document_.potential();
    if (rows.size() < 2 || !hand.input()) return;
    potential::TargetEdit edit;
    for (const int row : rows) edit.places.push_back(project::place_of(hand.evidence()->grid, *target_at(row), hand.input()->probability));
    add_edit(edit);
}

void TargetsPanel::split_parts() {
    const std::vector<int> rows = selected_rows();
    const auto& hand = document_.potential();
    if (rows.size() != 1 || !hand.input()) return;
    add_edit({potential::TargetEdit::Kind::split_parts, {project::place_of(hand.evidence()->grid, *target_at(rows.front()), hand.input()->probability)}, 0, 0, {}});
}

void TargetsPanel::split_plane() {
    const std::vector<int> rows = selected_rows();
    const auto& hand = document_.potential();
    if (rows.size() != 1 || !hand.input()) return;
    if (const auto edit = ask_plane(potential::across_longest(hand.input()->evidence, hand.input()->probability, *target_at(rows.front())))) add_edit(*edit);
}

void TargetsPanel::forget_lost() {
    std::vector<std::string> ids;
    for (const project::LostDecision& one : lost()) ids.push_back(project::decision_id(one.decision));
    if (!ids.empty()) document_.edits().approve(ids, false);
}

void TargetsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
    refresh_rows();
}

void TargetsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
