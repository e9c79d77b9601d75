#include "ui/panels/ParamForm.h"

#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <set>
#include <utility>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/panels/GroupBar.h"

namespace orelens::panels {
namespace {

/// "element.Cu", "shape.pit" of every group that the table of parameters knows.
std::vector<std::string> keys_of_groups(const project::Recipe& recipe) {
    std::set<std::string> groups;
    for (const project::RecipeParam& param : project::recipe_params())
        if (const std::size_t star = param.info.id.find(".*."); star != std::string::npos)
            groups.insert(param.info.id.substr(0, star));
    std::vector<std::string> keys;
    for (const std::string& group : groups)
        for (const std::string& key : project::group_keys(recipe, group)) keys.push_back(group + "." + key);
    return keys;
}

}  // namespace

ParamForm::ParamForm(ui::Document& document, QWidget* parent) : QWidget(parent), document_(document) {
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
}

void ParamForm::show_stage(const std::string& stage) {
    stage_ = stage;
    only_.clear();
    rebuild();
}

void ParamForm::show_parameters(std::vector<std::string> ids) {
    only_ = std::move(ids);
    rebuild();
}

void ParamForm::leave_out(std::set<std::string> ids) {
    left_out_ = std::move(ids);
}

void ParamForm::set_advanced(bool shown) {
    advanced_ = shown;
    rebuild();
}

std::vector<std::string> ParamForm::shown_ids() const {
    std::vector<std::string> ids;
    for (const auto& [id, row] : rows_) ids.push_back(id);
    return ids;
}

QWidget* ParamForm::editor(const std::string& concrete_id) const {
    const auto found = rows_.find(concrete_id);
    return found == rows_.end() ? nullptr : found->second.editor;
}

void ParamForm::refresh() {
    if (keys_of_groups(document_.project().recipe) != built_for_) return rebuild();
    for (const auto& [id, row] : rows_)
        if (const auto value = project::get_param(document_.project().recipe, id)) row.show(*value);
}

void ParamForm::rebuild() {
    rows_.clear();
    built_for_ = keys_of_groups(document_.project().recipe);
    if (body_) {
        body_->hide();
        body_->deleteLater();  // a signal of one of its fields may have brought us here
    }
    body_ = new QWidget(this);
    layout()->addWidget(body_);
    auto* box = new QVBoxLayout(body_);
    box->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    box->addLayout(form);
    if (!only_.empty()) {
        add_chosen(form);
        return refresh();
    }
    std::vector<std::string> groups;
    for (const project::RecipeParam& param : project::recipe_params()) {
        if (param.stage != stage_ || left_out_.contains(param.info.id)) continue;
        const std::size_t star = param.info.id.find(".*.");
        if (star == std::string::npos) {
            if (advanced_ || param.info.level == base::Level::basic) add_row(form, param, "");
        } else if (const std::string group = param.info.id.substr(0, star);
                   std::find(groups.begin(), groups.end(), group) == groups.end()) {
            groups.push_back(group);
        }
    }
    for (const std::string& group : groups) add_group(box, group);
    if (form->rowCount() == 0 && groups.empty()) {
        auto* nothing = new QLabel(ui::words("ui.form.nothing"));
        nothing->setWordWrap(true);
        box->addWidget(nothing);
    }
    box->addStretch(1);
    refresh();
}

void ParamForm::add_chosen(QFormLayout* form) {
    for (const std::string& id : only_)
        if (const auto at = project::find_param(id)) add_row(form, *at->param, at->key);
}

void ParamForm::add_group(QVBoxLayout* box, const std::string& group) {
    const auto keys = project::group_keys(document_.project().recipe, group);
    std::string& chosen = chosen_key_[group];
    if (std::find(keys.begin(), keys.end(), chosen) == keys.end()) chosen = keys.empty() ? "" : keys.front();
    auto* bar = new GroupBar(group, keys, chosen);
    box->addWidget(bar);
    connect(bar, &GroupBar::chosen, this, [this, group](const QString& key) {
        chosen_key_[group] = key.toStdString();
        QTimer::singleShot(0, this, &ParamForm::rebuild);
    });
    connect(bar, &GroupBar::added, this, [this, group](const QString& key) {
        const auto done = document_.edits().add_group_key(group, key.trimmed().toStdString());
        if (!done) return Q_EMIT refused(ui::words(done.error()));
        chosen_key_[group] = key.trimmed().toStdString();
        QTimer::singleShot(0, this, &ParamForm::rebuild);
    });
    connect(bar, &GroupBar::removed, this, [this, group](const QString& key) {
        document_.edits().remove_group_key(group, key.toStdString());
    });
    if (chosen.empty()) return;
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    box->addLayout(form);
    for (const project::RecipeParam& param : project::recipe_params())
        if (param.stage == stage_ && param.info.id.starts_with(group + ".*.") &&
            (advanced_ || param.info.level == base::Level::basic))
            add_row(form, param, chosen);
}

void ParamForm::add_row(QFormLayout* form, const project::RecipeParam& param, const std::string& key) {
    const std::string id = project::concrete_id(param.info, key);
    const Row row = make_editor(param, id);
    const QString name = ui::words(param.info.label);
    QString tip = ui::words(param.info.help);
    const QString unit = unit_of(param, key);
    if (!unit.isEmpty()) tip += "\n" + ui::words("ui.form.unit", {{"unit", unit.toStdString()}});
    tip += "\n" + ui::words("ui.form.id", {{"id", id}});
    row.editor->setToolTip(tip);
    row.editor->setAccessibleName(name);
    row.editor->setAccessibleDescription(ui::words(param.info.help));
    auto* label = new QLabel(name);
    label->setToolTip(tip);
    label->setBuddy(row.editor);
    form->addRow(label, row.editor);
    rows_[id] = row;
}

void ParamForm::commit(const std::string& id, const base::ParamValue& value) {
    const auto done = document_.edits().set_param(id, value);
    if (done) return;
    Q_EMIT refused(ui::words(done.error()));
    refresh();
}

void ParamForm::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange && body_) rebuild();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
