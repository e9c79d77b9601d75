#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTest>
#include <QTreeView>
#include <cmath>
#include <random>

#include "core/economics/Value.h"
#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/charts/Bars.h"
#include "ui/charts/PlotWidget.h"
#include "ui/charts/StackedBars.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/FindingsModel.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/GridLabel.h"
#include "ui/panels/LayerList.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/ParamForm.h"
#include "ui/panels/PriceField.h"
#include "ui/panels/PriceFields.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/RatesPanel.h"
#include "ui/panels/SettleDialog.h"
#include "ui/panels/TableView.h"
#include "ui/panels/UsablePanel.h"
#include "ui/panels/ViewPanel.h"
#include "ui/scene/SurfaceLayer.h"

namespace orelens {
namespace {

class Docked : public ::testing::Test {
  protected:
    Docked() { document.runs().set_auto_economics(false); }
    void open() { document.replace(tests::small_project(), QString()); }
    [[nodiscard]] panels::NumberEntry* price_entry(const panels::PriceFields& fields) const {
        return fields.field(document.price().commodity())->entry();
    }
    ui::Document document;
};

TEST_F(Docked, FormsHoldARowForEveryParameter) {
    panels::ParamForm form(document);
    open();
    form.set_advanced(true);
    std::set<std::string> stages;
    for (const project::RecipeParam& param : project::recipe_params()) stages.insert(param.stage);
    std::set<std::string> shown;
    for (const std::string& stage : stages) {
        form.show_stage(stage);
        for (const std::string& id : form.shown_ids()) shown.insert(id);
    }
    const auto keys = [&](const std::string& group) {
        return project::group_keys(document.project().recipe, group).front();
    };
    for (const project::RecipeParam& param : project::recipe_params()) {
        const std::string group = param.info.id.substr(0, param.info.id.find('.'));
        const bool repeated = param.info.id.find('*') != std::string::npos;
        // Nothing to show of a group without keys.
        if (repeated && project::group_keys(document.project().recipe, group).empty()) continue;
        const std::string id = project::concrete_id(param.info, repeated ? keys(group) : "");
        EXPECT_TRUE(shown.contains(id)) << id;
    }
}

TEST_F(Docked, EveryStageOfTheTableHasARowAmongTheSteps) {
    panels::ProjectPanel panel(document);
    for (const project::RecipeParam& param : project::recipe_params()) {
        panel.select_stage(param.stage);
        EXPECT_EQ(panel.form()->stage(), param.stage) << param.info.id;
    }
}

TEST_F(Docked, TheGridIsPreviewedAboveItsFormAndFollowsEdits) {
    panels::ProjectPanel panel(document);
    open();
    panel.select_stage("import");
    EXPECT_TRUE(panel.grid()->isHidden());
    for (const char* stage : {"estimate", "grid"}) {
        panel.select_stage(stage);
        EXPECT_FALSE(panel.grid()->isHidden());
        EXPECT_FALSE(panel.grid()->warns());
    }
    const QString before = panel.grid()->text();
    ASSERT_TRUE(document.edits().set_param("grid.size_w", document.project().recipe.grid.size_w_m / 2));
    EXPECT_NE(panel.grid()->text(), before);
    ASSERT_TRUE(document.edits().set_param("general.memory_limit", 1e-3));
    EXPECT_TRUE(panel.grid()->warns());
    EXPECT_TRUE(panel.grid()->text().contains("⚠"));
    document.edits().undo_stack().undo();
    document.edits().undo_stack().undo();
    EXPECT_EQ(panel.grid()->text().section("<br>", 0, 1), before.section("<br>", 0, 1));
}

TEST_F(Docked, AFieldEditsTheRecipeAndUndoShowsTheOldValue) {
    panels::ParamForm form(document);
    open();
    form.show_stage("evaluate");
    auto* entry = qobject_cast<panels::NumberEntry*>(form.editor("economics.processing"));
    ASSERT_NE(entry, nullptr);
    const double before = entry->number();
    EXPECT_EQ(before, document.project().recipe.economics.costs.processing);
    entry->setValue(before + 5);
    EXPECT_EQ(document.project().recipe.economics.costs.processing, before + 5);
    QObject::connect(&document, &ui::Document::recipeChanged, &form, &panels::ParamForm::refresh);
    document.edits().undo_stack().undo();
    EXPECT_EQ(entry->number(), before);
    EXPECT_TRUE(
        entry->suffix().contains(QString::fromStdString(document.project().recipe.economics.costs.currency)));
}

TEST_F(Docked, UnitsAreTheRecipesOwnAndFollowIt) {
    panels::ParamForm form(document);
    QObject::connect(&document, &ui::Document::recipeChanged, &form, &panels::ParamForm::refresh);
    open();
    form.set_advanced(true);
    for (const char* stage : {"import", "composite", "grid", "estimate", "evaluate", "report"}) {
        form.show_stage(stage);
        for (const std::string& id : form.shown_ids())
            if (const auto* entry = qobject_cast<const panels::NumberEntry*>(form.editor(id))) {
                EXPECT_FALSE(entry->suffix().contains('{')) << id;
            }
    }
    form.show_stage("evaluate");
    const std::string first = project::group_keys(document.project().recipe, "commodity").front();
    auto* entry = qobject_cast<panels::NumberEntry*>(form.editor("commodity." + first + ".price"));
    ASSERT_NE(entry, nullptr);
    ASSERT_TRUE(document.edits().set_param("commodity." + first + ".price_unit", std::string("kg")));
    EXPECT_EQ(entry->suffix(), " USD/kg");
}

TEST_F(Docked, TheMainCommodityIsChosenAmongThosePriced) {
    panels::ParamForm form(document);
    open();
    form.show_stage("evaluate");
    auto* combo = qobject_cast<QComboBox*>(form.editor("economics.main_commodity"));
    ASSERT_NE(combo, nullptr);
    EXPECT_FALSE(combo->isEditable());
    EXPECT_EQ(combo->count(), 1 + static_cast<int>(document.project().recipe.commodity.size()));
    EXPECT_EQ(combo->currentText().toStdString(), document.project().recipe.economics.main_commodity);
}

TEST_F(Docked, AnOptionalNumberCanBeNotSet) {
    panels::NumberEntry entry;
    entry.set_limits(0, 100, true);
    entry.show_number(std::nan(""));
    EXPECT_TRUE(std::isnan(entry.number()));
    EXPECT_EQ(entry.text(), ui::words("ui.not_set"));
    entry.show_number(0);
    EXPECT_EQ(entry.number(), 0);
    entry.show_number(1234567.125);
    EXPECT_EQ(entry.number(), 100) << "beyond the limit";
    entry.set_limits(-1e12, 1e12, false);
    entry.show_number(1234567.125);
    EXPECT_EQ(entry.text(), "1,234,567.125");
    EXPECT_EQ(entry.valueFromText("1,234,567.125"), 1234567.125);
    entry.show_number(-1234.5);
    EXPECT_EQ(entry.text(), "-1,234.5");
    entry.show_number(-123);
    EXPECT_EQ(entry.text(), "-123");
}

TEST_F(Docked, TheSliderShowsWhatTheCurveSays) {
    panels::UsablePanel panel(document);
    panels::PriceSlider slider(document);
    open();
    const auto curve = document.price().curve();
    ASSERT_TRUE(curve);
    const auto [low, high] = document.price().range();
    for (const double share : {0.0, 0.1, 0.35, 0.5, 0.8, 1.0}) {
        slider.slider()->setValue(static_cast<int>(std::lround(share * slider.slider()->maximum())));
        const double price = low + share * (high - low);
        EXPECT_NEAR(document.price().value(), price, 0.0005 * (high - low))
            << "rounded to a step of the hand";
        EXPECT_LE(document.price().value(), high);
        const economics::UsableTotals now = curve->at(document.price().value());
        EXPECT_EQ(panel.headline()->text().toStdString(),
                  base::text(base::Message("ui.usable.headline",
                                           {{"tonnes", ui::tonnes_text(now.tonnes).toStdString()}}),
                             base::Language::english));
        EXPECT_EQ(slider.headline()->text(), panel.headline()->text());
        ASSERT_EQ(panel.table()->rowCount(), static_cast<int>(curve->elements().size()));
        for (int row = 0; row < panel.table()->rowCount(); ++row)
            EXPECT_EQ(panel.table()->item(row, 2)->text(),
                      ui::tonnes_text(now.metal_tonnes[static_cast<std::size_t>(row)]));
        EXPECT_EQ(panel.chart()->marker(), document.price().value());
    }
}

TEST_F(Docked, TheChartIsTheCurve) {
    panels::UsablePanel panel(document);
    open();
    const charts::Plot& plot = panel.chart()->plot();
    ASSERT_EQ(plot.series.size(), 2U);
    const double scale = plot.series[0].points.back().y() /
                         document.price().curve()->at(plot.series[0].points.back().x()).tonnes;
    double last = -1;
    for (const QPointF& point : plot.series[0].points) {
        EXPECT_NEAR(point.y(), document.price().curve()->at(point.x()).tonnes * scale, 1e-9 * plot.left.high);
        EXPECT_GE(point.y(), last);
        last = point.y();
    }
    EXPECT_EQ(panel.chart()->as_text().count('\n'), static_cast<qsizetype>(plot.series[0].points.size()) + 1);
}

TEST_F(Docked, ExactEntryAndUndoMoveTheSlider) {
    panels::PriceSlider panel(document);
    panels::PriceFields fields(document);
    open();
    const double stated = document.price().value();
    price_entry(fields)->setValue(stated * 1.1);
    EXPECT_DOUBLE_EQ(document.price().value(), stated * 1.1);
    const int moved = panel.slider()->value();
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price().value(), stated);
    EXPECT_EQ(price_entry(fields)->number(), stated);
    EXPECT_LT(panel.slider()->value(), moved);
}

TEST_F(Docked, AMistypedPriceKeepsRangeAndCurve) {
    panels::UsablePanel panel(document);
    panels::PriceSlider slider(document);
    panels::PriceFields fields(document);
    open();
    panels::NumberEntry* entry = price_entry(fields);
    const auto range = document.price().range();
    const double stated = document.price().value();
    const QString note = ui::words("ui.usable.beyond", {{"low", ui::price_text(range.first).toStdString()},
                                                        {"high", ui::price_text(range.second).toStdString()},
                                                        {"unit", document.price().unit()}});
    const auto expect_range = [&](const char* when) {
        EXPECT_EQ(document.price().range(), range) << when;
        EXPECT_EQ(panel.chart()->plot().x.low, range.first) << when;
        EXPECT_EQ(panel.chart()->plot().x.high, range.second) << when;
    };
    const int usual = slider.slider()->value();
    for (const bool undo : {true, false}) {
        entry->setValue(1e9);
        EXPECT_EQ(document.price().value(), 1e9);
        expect_range("while it is typed");
        EXPECT_EQ(slider.slider()->value(), slider.slider()->maximum());
        EXPECT_TRUE(panel.detail()->text().contains(note)) << panel.detail()->text().toStdString();
        EXPECT_EQ(entry->number(), 1e9) << "what was typed stays";
        if (undo)
            document.edits().undo_stack().undo();
        else
            document.price().back_to_recipe();
        EXPECT_EQ(document.price().value(), stated);
        expect_range("afterwards");
        EXPECT_EQ(slider.slider()->value(), usual);
        EXPECT_FALSE(panel.detail()->text().contains(note));
    }
}

TEST_F(Docked, AMistypedPriceOfTheRecipeLeavesARangeOfTheBlocks) {
    panels::UsablePanel panel(document);
    panels::PriceFields fields(document);
    open();
    const auto range = document.price().range();
    const double stated = document.price().value();
    const auto run = [&] {
        document.runs().run();
        ASSERT_TRUE(tests::wait_until([&] { return !document.runs().running(); }));
    };
    for (const double mistyped : {1e9, 1e-6}) {
        price_entry(fields)->setValue(mistyped);
        ASSERT_TRUE(document.take_price());
        for (const bool evaluated : {false, true}) {
            if (evaluated) run();
            const auto [low, high] = document.price().range();
            EXPECT_GE(low, 0);
            EXPECT_GT(high, stated / 3) << mistyped;
            EXPECT_LT(high, stated * 10) << mistyped;
            EXPECT_EQ(panel.chart()->plot().x.high, high);
            const auto middle = document.price().answer().curve->at((low + high) / 2);
            EXPECT_GT(middle.blocks, 0) << "the slider passes where blocks become usable";
        }
        document.edits().undo_stack().undo();
        EXPECT_EQ(document.price().recipe_price(), stated);
        EXPECT_EQ(document.price().value(), mistyped) << "in hand, as before it was taken";
        document.edits().undo_stack().undo();
        EXPECT_EQ(document.price().value(), stated);
        EXPECT_EQ(document.price().range(), range) << "before the run that follows";
        run();
        EXPECT_EQ(document.price().range(), range);
        EXPECT_EQ(panel.chart()->plot().x.high, range.second);
    }
}

TEST_F(Docked, TheBlockDockAgreesWithTheEconomics) {
    panels::BlockPanel panel(document);
    open();
    const blocks::BlockModel& model = *document.project().results.model();
    const std::string column =
        economics::break_even_column(document.price().commodity(), document.price().test());
    const auto deck_test = document.price().test();
    int usable = 0, unusable = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count() && usable + unusable < 60; leaf += 7)
        for (int n = 0; n < 512; n += 101) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const double break_even = model.real(column, leaf)[n];
            if (!std::isfinite(break_even)) continue;
            scene::PickResult pick;
            pick.block_hit = true;
            pick.block = model.leaf(leaf).index(n);
            document.selection().take(pick);
            const bool is_usable = break_even <= document.price().value();
            EXPECT_EQ(panel.verdict()->text().startsWith("✔"), is_usable);
            // The first line is the margin: its sign is the verdict, under the test in force.
            const QString margin = panel.reasons()->item(0, 1)->text();
            const double amount = QString(margin).remove(',').toDouble();
            if (std::fabs(amount) > 0.02) {
                EXPECT_EQ(amount > 0, is_usable) << margin.toStdString();
            }
            const std::string stated = deck_test == economics::CutoffTest::full ? economics::margin_full
                                                                                : economics::margin_marginal;
            EXPECT_NEAR(amount, model.real(stated, leaf)[n], 0.01 + 1e-4 * std::fabs(amount));
            ++(is_usable ? usable : unusable);
        }
    EXPECT_GT(usable, 0);
    EXPECT_GT(unusable, 0);
}

TEST_F(Docked, AVerdictIsOfThePriceWhenItIsSeen) {
    panels::BlockPanel panel(document);
    open();
    const blocks::BlockModel& model = *document.project().results.model();
    const std::string column =
        economics::break_even_column(document.price().commodity(), document.price().test());
    scene::PickResult pick;
    for (std::size_t leaf = 0; leaf < model.leaf_count() && !pick.block_hit; ++leaf)
        for (int n = 0; n < 512 && !pick.block_hit; ++n)
            if (model.leaf(leaf).is_active(n) && model.real(column, leaf)[n] > 0 &&
                std::isfinite(model.real(column, leaf)[n])) {
                pick.block_hit = true;
                pick.block = model.leaf(leaf).index(n);
                document.price().set(1.01 * model.real(column, leaf)[n], false);
            }
    ASSERT_TRUE(pick.block_hit);
    document.selection().take(pick);
    ASSERT_TRUE(panel.verdict()->text().startsWith("✔"));
    document.price().set(0.5 * document.price().value(), false);  // nobody sees the panel
    panel.show();
    tests::settle();
    EXPECT_TRUE(panel.verdict()->text().startsWith("✘"));
}

TEST_F(Docked, APlaceInNoIntervalIsAPlaceAllTheSame) {
    panels::BlockPanel panel(document);
    open();
    scene::PickResult pick;
    pick.hole = 0;
    pick.interval = 2'000'000'000;
    document.selection().take(pick);
    EXPECT_EQ(panel.grades()->rowCount(), 0);
}

TEST_F(Docked, WhatIfIsKeptThroughARun) {
    panels::RatesPanel panel(document);
    open();
    ASSERT_GT(panel.what_if()->count(), 1);
    const int last = panel.what_if()->count() - 1;
    panel.what_if()->setCurrentIndex(last);
    const QString chosen = panel.what_if()->currentText();
    Q_EMIT panel.what_if()->activated(last);
    ASSERT_FALSE(panel.chart()->bars().what_if_name.isEmpty());
    Q_EMIT document.resultsChanged();
    EXPECT_EQ(panel.what_if()->currentText(), chosen);
    EXPECT_FALSE(panel.chart()->bars().what_if_name.isEmpty());
}

/// A shape that comes or goes by undo has its rows, or none.
TEST_F(Docked, FormsFollowShapesThatComeAndGo) {
    panels::ParamForm form(document);
    QObject::connect(&document, &ui::Document::recipeChanged, &form, &panels::ParamForm::refresh);
    open();
    form.show_stage("shapes");
    ASSERT_EQ(form.editor("shape.pit.file"), nullptr);
    ASSERT_TRUE(document.edits().add_group_key("shape", "pit"));
    EXPECT_NE(form.editor("shape.pit.file"), nullptr);
    document.edits().undo_stack().undo();
    EXPECT_EQ(form.editor("shape.pit.file"), nullptr);
}

/// A file of the recipe that is another one makes results older everywhere, without an edit and without a run.
TEST_F(Docked, AFileThatIsAnotherOneIsToldToEveryPanel) {
    panels::UsablePanel usable(document);
    panels::PriceSlider slider(document);
    QTemporaryDir folder;
    for (const QFileInfo& file : QDir(QString::fromStdString(tests::small_project().recipe.folder))
                                     .entryInfoList(QDir::Files))
        ASSERT_TRUE(QFile::copy(file.filePath(), folder.filePath(file.fileName())));
    project::Project moved = tests::small_project();
    moved.recipe.folder = folder.path().toStdString();
    document.replace(std::move(moved), QString());
    document.runs().run();
    ASSERT_TRUE(tests::wait_until([&] { return !document.runs().running(); }));
    ASSERT_TRUE(slider.slider()->isEnabled());
    ASSERT_TRUE(document.price().curve());
    QFile assays(folder.filePath(QString::fromStdString(document.project().recipe.drillholes.assay_file)));
    ASSERT_TRUE(assays.open(QIODevice::Append));
    assays.write("\n");
    assays.close();
    QSignalSpy told(&document, &ui::Document::standingChanged);
    Q_EMIT qGuiApp->applicationStateChanged(Qt::ApplicationActive);
    ASSERT_EQ(told.size(), 1);
    EXPECT_FALSE(document.price().curve());
    EXPECT_FALSE(slider.slider()->isEnabled());
}

TEST_F(Docked, RatesAreTheResultsOnes) {
    panels::RatesPanel panel(document);
    open();
    const auto& results = document.project().results.utilization.rates;
    ASSERT_TRUE(results && !results->empty());
    const auto& rates = results->front().rates;
    ASSERT_EQ(panel.chart()->bars().bars.size(), rates.size());
    for (std::size_t n = 0; n < rates.size(); ++n) {
        EXPECT_EQ(panel.chart()->bars().bars[n].value, rates[n].value);
        EXPECT_EQ(panel.chart()->bars().bars[n].flagged, !rates[n].remarks.empty());
        if (rates[n].value) {
            EXPECT_TRUE(panel.table()
                            ->item(static_cast<int>(n), 1)
                            ->text()
                            .endsWith(ui::percent_text(*rates[n].value, 4)));
        }
    }
    // The three rates of the record stand above.
    const auto& record = document.project().results.utilization.mine_records->front();
    EXPECT_TRUE(panel.three()->text().contains(ui::percent_text(*record.mining_recovery)));
    for (const auto& component : record.components)
        if (component.name == record.main_component) {
            EXPECT_TRUE(panel.three()->text().contains(ui::percent_text(component.dressing_recovery.value())));
        }
    ASSERT_GT(panel.what_if()->count(), 1);
    panel.what_if()->setCurrentIndex(1);
    Q_EMIT panel.what_if()->activated(1);
    bool better = false;
    for (const charts::Bar& bar : panel.chart()->bars().bars)
        if (bar.value && bar.what_if) {
            EXPECT_GE(*bar.what_if, *bar.value - 1e-12);
            better = better || *bar.what_if > *bar.value;
        }
    EXPECT_TRUE(better);
}

TEST_F(Docked, FindingsFilterAndApprove) {
    panels::FindingsPanel panel(document);
    open();
    const int all = panel.shown_count();
    ASSERT_EQ(all, static_cast<int>(document.project().findings().size()));
    ASSERT_GT(all, 3);
    const std::string hole = [&] {
        for (const drilling::Finding& finding : document.project().findings())
            if (!finding.hole.empty()) return finding.hole;
        return std::string();
    }();
    panel.filter()->setText(QString::fromStdString(hole));
    EXPECT_GT(panel.shown_count(), 0);
    EXPECT_LT(panel.shown_count(), all);
    panel.filter()->clear();
    // A group of several is agreed to as one.
    const QAbstractItemModel& rows = *panel.view()->model();
    int several = 0;
    while (several < rows.rowCount() && rows.rowCount(rows.index(several, 0)) == 0) ++several;
    const QModelIndex group = rows.index(several == rows.rowCount() ? 0 : several, 0);
    const int members = std::max(1, rows.rowCount(group));
    EXPECT_GT(members, 1) << "the demonstration has faults of one kind";
    panel.view()->setCurrentIndex(group);
    panel.approve_selected(true);
    EXPECT_EQ(document.project().approved_findings.size(), static_cast<std::size_t>(members));
    document.edits().undo_stack().undo();
    EXPECT_TRUE(document.project().approved_findings.empty());
}

TEST_F(Docked, FindingsAreFilteredByStage) {
    panels::FindingsPanel panel(document);
    open();
    const int all = panel.shown_count();
    ASSERT_GT(panel.stages()->count(), 2) << "files and results both have findings";
    int sum = 0;
    for (int n = 1; n < panel.stages()->count(); ++n) {
        panel.stages()->setCurrentIndex(n);
        EXPECT_GT(panel.shown_count(), 0);
        sum += panel.shown_count();
    }
    EXPECT_EQ(sum, all);
    panel.stages()->setCurrentIndex(0);
    EXPECT_EQ(panel.shown_count(), all);
    ASSERT_TRUE(document.edits().set_param("general.approve", base::ParamValue(std::string("gap"))));
    EXPECT_TRUE(panel.as_text().contains(ui::words("ui.findings.by_recipe")));
}

/// After an evaluation the list is as the reader left it.
TEST_F(Docked, FindingsStayOpenAndChosenThroughARun) {
    panels::FindingsPanel panel(document);
    open();
    const QAbstractItemModel& rows = *panel.view()->model();
    const auto group = [&] {
        for (int row = 0; row < rows.rowCount(); ++row)
            if (rows.rowCount(rows.index(row, 0)) > 1) return rows.index(row, 0);
        return QModelIndex();
    };
    ASSERT_TRUE(group().isValid());
    panel.view()->expand(group());
    panel.view()->setCurrentIndex(group());
    panel.view()->setColumnWidth(1, 333);
    const QString chosen = group().siblingAtColumn(1).data().toString();
    const auto expect_kept = [&](const char* when) {
        EXPECT_TRUE(panel.view()->isExpanded(group())) << when;
        const auto selected = panel.view()->selectionModel()->selectedRows(1);
        ASSERT_EQ(selected.size(), 1) << when;
        EXPECT_EQ(selected.front().data().toString(), chosen) << when;
        EXPECT_EQ(panel.view()->columnWidth(1), 333) << when;
    };
    QSignalSpy filled(&rows, &QAbstractItemModel::modelReset);
    Q_EMIT document.resultsChanged();
    EXPECT_TRUE(filled.isEmpty()) << "the same findings";
    expect_kept("the same findings");
    // Others: a pattern that fits nothing is one more.
    ASSERT_TRUE(document.edits().set_param("general.approve", base::ParamValue(std::string("no_such_kind"))));
    EXPECT_FALSE(filled.isEmpty());
    expect_kept("one more");
}

/// One change of a setting for all that a row stands for, and a run that takes it up.
TEST_F(Docked, FindingsOpenTheSettingsOfTheirAdvice) {
    panels::FindingsPanel panel(document);
    open();
    const QAbstractItemModel& rows = *panel.view()->model();
    const auto choose = [&](const char* kind) {
        const QString label = ui::words(base::kind_words(kind).c_str());
        for (int row = 0; row < rows.rowCount(); ++row)
            if (rows.index(row, panels::FindingsModel::kind).data().toString() == label) {
                panel.view()->setCurrentIndex(rows.index(row, 0));
                return true;
            }
        return false;
    };
    ASSERT_TRUE(choose("below_detection")) << "the demonstration has values below detection";
    panels::SettleDialog* dialog = panel.settle();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(dialog->form()->shown_ids(), std::vector<std::string>{"drillholes.below_detection"});
    auto* rule = qobject_cast<QComboBox*>(dialog->form()->editor("drillholes.below_detection"));
    ASSERT_NE(rule, nullptr);
    const auto before = project::get_param(document.project().recipe, "drillholes.below_detection");
    const int was = rule->currentIndex(), other = was == 0 ? 1 : 0;
    rule->setCurrentIndex(other);
    Q_EMIT rule->activated(other);
    EXPECT_NE(project::get_param(document.project().recipe, "drillholes.below_detection").value(), before.value());
    EXPECT_TRUE(document.standing().older({"import"})) << "what stands in the list is of before";
    document.edits().undo_stack().undo();
    EXPECT_EQ(rule->currentIndex(), was) << "the dialog shows the recipe";
    dialog->reject();
}

TEST_F(Docked, ProposedValuesAreTakenByOnePress) {
    open();
    project::FindingGroup group;
    group.first.what = base::Message("finding.what.model_excluded_odd", {{"column", "MINED"}, {"least", "0"}, {"most", "3"}});
    group.first.fix = base::Message("finding.fix.model_excluded_odd", {{"column", "MINED"}});
    group.count = 3;
    panels::SettleDialog dialog(document, group, project::remedies(document.project().recipe, group.first), nullptr);
    ASSERT_EQ(dialog.proposals().size(), 2U);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.proposals()[1]->click();
    EXPECT_EQ(document.project().recipe.model.numbers, "MINED");
    EXPECT_TRUE(document.project().recipe.model.excluded.empty());
}

TEST_F(Docked, JumpingToAHoleNamesIt) {
    panels::FindingsPanel panel(document);
    open();
    QString jumped;
    QObject::connect(&panel, &panels::FindingsPanel::jumpToHole, &panel,
                     [&](const QString& hole) { jumped = hole; });
    for (int row = 0; row < panel.shown_count() && jumped.isEmpty(); ++row) {
        panel.view()->setCurrentIndex(panel.view()->model()->index(row, 0));
        Q_EMIT panel.view()->activated(panel.view()->currentIndex());
    }
    EXPECT_FALSE(jumped.isEmpty());
}

TEST(Section, StepsAlongItsNormalAndStaysInside) {
    ui::ViewState state;
    state.set_extent({0, 0, 0}, {1000, 2000, 300});
    state.change([](scene::Look& look) {
        look.section.on = true;
        look.section.azimuth_deg = 90;  // an east–west section: its plane moves north and south
    });
    const double before = state.look().section.point[1];
    state.step_section(10);
    EXPECT_NEAR(std::fabs(state.look().section.point[1] - before), 10, 1e-9);
    EXPECT_NEAR(state.look().section.point[0], 500, 1e-9);
    for (int n = 0; n < 500; ++n) state.step_section(10);
    EXPECT_LE(state.look().section.point[1], 2000 + 1e-6);
    EXPECT_GE(state.look().section.point[1], -1e-6);
}

TEST(Layers, RowsEditTheLook) {
    ui::ViewState state;
    panels::ViewPanel panel(state);
    panel.set_layers({"topography", "pit"});
    auto* list = panel.findChild<panels::LayerList*>();
    ASSERT_NE(list, nullptr);
    const auto eyes = list->findChildren<QCheckBox*>();
    ASSERT_EQ(eyes.size(), 2);
    EXPECT_EQ(eyes[1]->text(), "pit");
    EXPECT_TRUE(eyes[1]->isChecked());
    eyes[1]->setChecked(false);
    EXPECT_FALSE(scene::layer_look(state.look(), "pit", 1).shown);
    EXPECT_TRUE(scene::layer_look(state.look(), "topography", 0).shown);
    const auto sliders = list->findChildren<QSlider*>();
    sliders[0]->setValue(sliders[0]->maximum());
    EXPECT_FLOAT_EQ(scene::layer_look(state.look(), "topography", 0).opacity, 1);
    // Each says what it bounds, where it bounds something, and how much of it is drawn.
    panel.set_layers({"topography", "pit"}, {"topography", "view"});
    QStringList texts;
    for (const QLabel* label : list->findChildren<QLabel*>())
        if (!label->isHidden()) texts << label->text();
    EXPECT_TRUE(texts.contains("topography"));
    EXPECT_EQ(list->findChildren<panels::NumberEntry*>().front()->text(), "100 %");
    // Without layers nothing is offered.
    panel.set_layers({});
    EXPECT_TRUE(list->parentWidget()->parentWidget()->isHidden());
}

TEST(Plot, TicksAreRoundAndCoverTheRange) {
    for (const auto& [low, high] : {std::pair(0.0, 1.0), {0.0, 97.0}, {31000.0, 92000.0}, {0.0, 1e-6}}) {
        const auto marks = charts::ticks(low, high, 6);
        ASSERT_GE(marks.size(), 3U);
        EXPECT_GE(marks.front(), low - 1e-12);
        EXPECT_LE(marks.back(), high * (1 + 1e-9));
        EXPECT_LE(marks.size(), 8U);
    }
}

QStringList names_of_marks(charts::Axis axis, int wanted) {
    QStringList names;
    for (const charts::AxisMark& mark : charts::axis_marks(axis, wanted)) names << mark.name;
    return names;
}

TEST(Plot, MarksOfPowersAreRoundValues) {
    using enum charts::Axis::Marks;
    const charts::Axis wide{.title = {}, .low = -2.3, .high = 0.4, .marks = powers};
    EXPECT_EQ(names_of_marks(wide, 8), (QStringList{"0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"}));
    EXPECT_EQ(names_of_marks(wide, 4), (QStringList{"0.01", "0.1", "1"}));
    EXPECT_EQ(names_of_marks({.title = {}, .low = -0.5, .high = 8.5, .marks = powers}, 4), (QStringList{"1", "100", "10,000", "1,000,000", "100,000,000"}));
    // Within less than a power of ten: round steps of the values.
    EXPECT_EQ(names_of_marks({.title = {}, .low = std::log10(21), .high = std::log10(49), .marks = powers}, 3), (QStringList{"30", "40"}));
    for (const charts::AxisMark& mark : charts::axis_marks(wide, 8)) EXPECT_NEAR(std::pow(10.0, mark.at), mark.name.toDouble(), 1e-12);
}

TEST(Plot, MarksOfScoresAreTheSharesOfProbabilityPaper) {
    using enum charts::Axis::Marks;
    EXPECT_EQ(names_of_marks({.title = {}, .low = -4, .high = 4, .marks = scores}, 8),
              (QStringList{"0.01 %", "1 %", "10 %", "50 %", "90 %", "99 %", "99.99 %"}));
    EXPECT_EQ(names_of_marks({.title = {}, .low = -4, .high = 4, .marks = scores}, 3), (QStringList{"1 %", "50 %", "99 %"}));
    for (const charts::AxisMark& mark : charts::axis_marks({.title = {}, .low = -4, .high = 4, .marks = scores}, 20))
        EXPECT_NEAR(charts::axis_value({.title = {}, .marks = scores}, mark.at), mark.name.chopped(2).toDouble(), 1e-4);
}

TEST(Charts, ALegendNamesTheKindsThereAre) {
    charts::StackedBars bars;
    bars.names = {"mine", "none of it", "tailings"};
    bars.bars = {{"a", "1", {{0.5, {}}, {0, {}}, {0.5, {}}}}, {"b", "1", {{1, {}}}}};
    EXPECT_EQ(charts::parts_shown(bars), (std::vector<std::size_t>{0, 2}));
}

TEST(Plot, NamesOfTicksAreTheirValues) {
    EXPECT_EQ(charts::tick_text(1.75, 0.25), "1.75");
    EXPECT_EQ(charts::tick_text(17.5, 2.5), "17.5");
    EXPECT_EQ(charts::tick_text(0.05, 0.025), "0.050");
    EXPECT_EQ(charts::tick_text(20000, 10000), "20,000");
    EXPECT_EQ(charts::tick_text(1e-17, 0.2), "0.0");
    for (const auto& [low, high] : {std::pair(0.0, 2.0), {0.0, 20.0}, {0.0, 0.7}, {5.0, 6.3}, {0.0, 130.0}})
        for (int wanted = 2; wanted <= 8; ++wanted) {
            const auto marks = charts::ticks(low, high, wanted);
            for (const double mark : marks)
                EXPECT_NEAR(charts::tick_text(mark, marks[1] - marks[0]).toDouble(), mark, 1e-9);
        }
}

TEST_F(Docked, TheRatesDockListsWhatEachComponentWouldAdd) {
    panels::RatesPanel panel(document);
    open();
    const auto& all = document.project().results.utilization.rates;
    ASSERT_TRUE(all && !all->empty());
    const utilization::UtilizationResult& first = all->front();
    ASSERT_EQ(panel.gains()->rowCount(), static_cast<int>(first.components.size()) + 1);
    for (std::size_t c = 0; c < first.components.size(); ++c)
        for (std::size_t r = 0; r < first.components[c].rates_if_theoretical.size(); ++r)
            if (const auto then = first.components[c].rates_if_theoretical[r]) {
                EXPECT_EQ(panel.gains()->item(static_cast<int>(c) + 1, static_cast<int>(r) + 1)->text(),
                          ui::percent_text(*then, 1));
            }
}

TEST_F(Docked, WithoutPriceOrCostsThereIsNoAnswerAndAReason) {
    panels::UsablePanel panel(document);
    open();
    const auto run = [&] {
        document.runs().run();
        ASSERT_TRUE(tests::wait_until([&] { return !document.runs().running(); }));
    };
    EXPECT_FALSE(panel.headline()->text().isEmpty());
    for (const char* cost : {"mining", "mining_per_metre", "processing", "general", "sustaining"})
        ASSERT_TRUE(document.edits().set_param(std::string("economics.") + cost, 0.0));
    run();
    EXPECT_TRUE(panel.headline()->text().isEmpty());
    EXPECT_TRUE(panel.detail()->text().contains(ui::words("value.not_evaluated.no_costs")));
    ASSERT_TRUE(document.edits().set_param("economics.processing", 9.0));
    ASSERT_TRUE(document.edits().set_param("commodity." + document.price().commodity() + ".price", 0.0));
    run();
    EXPECT_TRUE(panel.detail()->text().contains(ui::words("value.not_evaluated.no_price")));
}

TEST_F(Docked, WithoutACommodityTheUsableDockOffersToAddOne) {
    panels::UsablePanel panel(document);
    project::Project bare;
    bare.recipe.element["Cu"];
    document.replace(bare, QString());
    auto* add = [&]() -> QPushButton* {
        for (QPushButton* button : panel.findChildren<QPushButton*>())
            if (button->text() == ui::words("ui.usable.add")) return button;
        return nullptr;
    }();
    ASSERT_NE(add, nullptr);
    EXPECT_FALSE(add->isHidden());
    ASSERT_TRUE(document.edits().add_group_key("commodity", "Cu"));
    EXPECT_TRUE(add->isHidden());
    EXPECT_EQ(document.price().commodity(), "Cu");
}

TEST(Plot, MarkerMovesWithoutRepaintingTheChart) {
    charts::PlotWidget widget;
    charts::Plot plot;
    plot.x = {"x", 0, 10};
    plot.left = {"y", 0, 10};
    charts::Series line;
    for (int n = 0; n <= 10; ++n) line.points.emplace_back(n, n);
    plot.series = {line};
    widget.resize(400, 300);
    widget.set_plot(plot);
    widget.set_marker(2, "2");
    const QImage at_two = widget.grab().toImage();
    widget.set_marker(8, "8");
    EXPECT_NE(widget.grab().toImage(), at_two);
    widget.set_marker(2, "2");
    EXPECT_EQ(widget.grab().toImage(), at_two);
    EXPECT_DOUBLE_EQ(charts::value_at(line, 2.5), 2.5);
    EXPECT_TRUE(std::isnan(charts::value_at(line, 11)));
}

TEST(Plot, AMarkerBeyondTheAxisStandsAtItsEnd) {
    charts::PlotWidget widget;
    charts::Plot plot;
    plot.x = {"x", 0, 10};
    plot.left = {"y", 0, 10};
    charts::Series line;
    for (int n = 0; n <= 10; ++n) line.points.emplace_back(n, n);
    plot.series = {line};
    widget.resize(400, 300);
    widget.set_plot(plot);
    const QImage none = widget.grab().toImage();
    widget.set_marker(10, "9");
    const QImage end = widget.grab().toImage();
    widget.set_marker(1e9, "9");
    const QImage beyond = widget.grab().toImage();
    EXPECT_NE(beyond, none);
    EXPECT_NE(beyond, end) << "it must not pass for the end of the axis";
    widget.set_marker(-1, "9");
    EXPECT_NE(widget.grab().toImage(), beyond);
}

TEST(Numbers, WhatIsNearlyNothingIsNotWrittenAsNoughts) {
    EXPECT_EQ(ui::number_text(0), "0");
    EXPECT_EQ(ui::number_text(2.5e-12, 4), "2.5e-12");
    EXPECT_EQ(ui::number_text(-2.5e-12, 4), "-2.5e-12");
    EXPECT_EQ(ui::number_text(3e-8, 4), "0.00000003");
}

TEST(Numbers, TonnesInBothLanguages) {
    ui::set_language(base::Language::english);
    EXPECT_EQ(ui::tonnes_text(12.34e6), "12.34 Mt");
    EXPECT_EQ(ui::tonnes_text(950), "950.0 t");
    EXPECT_EQ(ui::number_text(61946.9027, 6), "61,946.9");
    EXPECT_EQ(ui::percent_text(0.72924970, 4), "72.9250 %");
    EXPECT_EQ(ui::plain_number(std::nan(""), 2), "–");
    ui::set_language(base::Language::chinese);
    EXPECT_EQ(ui::tonnes_text(12.34e6), "1,234 万吨");
    ui::set_language(base::Language::english);
}

}  // namespace
}  // namespace orelens
