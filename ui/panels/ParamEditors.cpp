// The editors of ParamForm, one per kind of parameter.
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <algorithm>

#include "ui/Document.h"
#include "ui/Folders.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/CrsEdit.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/ParamForm.h"
#include "ui/panels/QuietCombo.h"

namespace orelens::panels {
namespace {

/// As wide as its choices, but no wider than the panels that the form stands in.
void fit(QComboBox* combo) {
    constexpr int least = 4, most = 22;
    int longest = 0;
    const QFontMetrics metrics = combo->fontMetrics();
    for (int row = 0; row < combo->count(); ++row)
        longest = std::max(longest, metrics.horizontalAdvance(combo->itemText(row)));
    const int letters = longest / std::max(1, metrics.horizontalAdvance('X')) + 1;
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(std::clamp(letters, least, most));
}

}  // namespace
ParamForm::Row ParamForm::make_editor(const project::RecipeParam& param, const std::string& id) {
    switch (param.info.type) {
        case base::ParamType::boolean: {
            auto* box = new QCheckBox(ui::words("ui.form.yes"));
            box->setMinimumHeight(box->fontMetrics().height() + 2);
            connect(box, &QCheckBox::toggled, this, [this, id](bool on) { commit(id, on); });
            return {box, [box](const base::ParamValue& value) {
                        const QSignalBlocker quiet(box);
                        box->setChecked(std::get<bool>(value));
                    }};
        }
        case base::ParamType::integer:
        case base::ParamType::real:
            return make_number(param, id);
        case base::ParamType::choice:
            return make_choice(param, id);
        case base::ParamType::text:
            if (id == "economics.main_commodity") return make_main_commodity(id);
            break;
        case base::ParamType::file:
            break;
    }
    return make_text(param, id);
}

ParamForm::Row ParamForm::make_number(const project::RecipeParam& param, const std::string& id) {
    auto* entry = new NumberEntry;
    const bool whole = param.info.type == base::ParamType::integer;
    if (whole) entry->setDecimals(0);
    entry->set_limits(param.info.range.min, param.info.range.max, param.info.range.optional);
    connect(entry, &QDoubleSpinBox::valueChanged, this, [this, id, entry, whole](double) {
        if (whole)
            commit(id, static_cast<std::int64_t>(entry->number()));
        else
            commit(id, entry->number());
    });
    const auto place = project::find_param(id);
    const std::string key = place ? place->key : std::string();
    return {entry, [this, entry, whole, key, &param](const base::ParamValue& value) {
                // The unit is part of the recipe and may have changed with it.
                const QString unit = unit_of(param, key);
                if (!unit.isEmpty()) entry->setSuffix(" " + unit);
                entry->show_number(whole ? static_cast<double>(std::get<std::int64_t>(value))
                                         : std::get<double>(value));
            }};
}

QString ParamForm::unit_of(const project::RecipeParam& param, const std::string& key) const {
    const project::Recipe& recipe = document_.project().recipe;
    // Grades stated per element are in the element's own unit.
    if (project::in_element_unit(param.info.id))
        if (const auto element = recipe.element.find(key); element != recipe.element.end())
            return element->second.assay.unit
                       ? QString::fromStdString(std::string(base::symbol(*element->second.assay.unit)))
                       : QString();
    QString unit = QString::fromStdString(param.info.unit);
    unit.replace("{currency}", QString::fromStdString(recipe.economics.costs.currency));
    const auto commodity = recipe.commodity.find(key.empty() ? document_.price().commodity() : key);
    unit.replace("{price_unit}", commodity == recipe.commodity.end()
                                     ? QStringLiteral("t")
                                     : QString::fromStdString(commodity->second.price_unit));
    return unit;
}

/// Only a commodity that has a price can be the main one, so they are offered instead of typed.
ParamForm::Row ParamForm::make_main_commodity(const std::string& id) {
    auto* combo = new QuietCombo;
    combo->addItem(ui::words("ui.form.first"), QString());
    for (const std::string& name : project::group_keys(document_.project().recipe, "commodity"))
        combo->addItem(QString::fromStdString(name), QString::fromStdString(name));
    fit(combo);
    connect(combo, &QComboBox::activated, this,
            [this, id, combo](int) { commit(id, combo->currentData().toString().toStdString()); });
    return {combo, [combo](const base::ParamValue& value) {
                const QSignalBlocker quiet(combo);
                const QString name = QString::fromStdString(std::get<std::string>(value));
                if (combo->findData(name) < 0) combo->addItem("⚠ " + name, name);  // a file may name any
                combo->setCurrentIndex(combo->findData(name));
            }};
}

ParamForm::Row ParamForm::make_choice(const project::RecipeParam& param, const std::string& id) {
    auto* combo = new QuietCombo;
    for (const base::Choice& choice : param.info.choices)
        combo->addItem(ui::words(choice.label), QString::fromStdString(choice.id));
    fit(combo);
    connect(combo, &QComboBox::activated, this,
            [this, id, combo](int) { commit(id, combo->currentData().toString().toStdString()); });
    return {combo, [combo](const base::ParamValue& value) {
                const QSignalBlocker quiet(combo);
                combo->setCurrentIndex(combo->findData(QString::fromStdString(std::get<std::string>(value))));
            }};
}

ParamForm::Row ParamForm::make_text(const project::RecipeParam& param, const std::string& id) {
    QLineEdit* line = nullptr;
    if (id == "general.crs") {
        auto* crs = new CrsEdit;
        connect(crs, &CrsEdit::taken, this, [this, id, crs] { commit(id, crs->text().toStdString()); });
        line = crs;
    } else {
        line = new QLineEdit;
    }
    connect(line, &QLineEdit::editingFinished, this,
            [this, id, line] { commit(id, line->text().toStdString()); });
    const auto show = [line](const base::ParamValue& value) {
        const QSignalBlocker quiet(line);
        const QString text = QString::fromStdString(std::get<std::string>(value));
        if (line->text() == text) return;
        line->setText(text);
        line->setCursorPosition(0);
    };
    if (param.info.type != base::ParamType::file) return {line, show};
    line->setMinimumWidth(line->fontMetrics().height() * 8);
    auto* pair = new QWidget;
    auto* box = new QHBoxLayout(pair);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(line, 1);
    auto* browse = new QToolButton;
    browse->setIcon(ui::icon("open"));
    ui::tell(browse, "ui.form.browse");
    browse->setToolButtonStyle(Qt::ToolButtonIconOnly);
    browse->setFocusPolicy(Qt::StrongFocus);
    box->addWidget(browse);
    pair->setFocusProxy(line);
    line->setAccessibleName(ui::words(param.info.label));
    line->setToolTip(ui::words(param.info.help));
    connect(browse, &QToolButton::clicked, this, [this, id, line, label = param.info.label] {
        const QString folder = QString::fromStdString(document_.project().recipe.folder);
        const QString file = QFileDialog::getOpenFileName(this, ui::words(label),
                                                          folder.isEmpty() ? ui::last_folder() : folder);
        if (file.isEmpty()) return;
        ui::remember_folder(file);
        line->setText(file);
        commit(id, file.toStdString());
    });
    return {pair, show};
}

}  // namespace orelens::panels
