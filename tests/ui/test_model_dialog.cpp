// The dialog for block models of other programs: what each column is read as, the model in 3D, several models in
// one file, and what is saved of it.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/io/blocks/ColumnStatements.h"
#include "core/io/omf/OmfFile.h"
#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/panels/ModelColumns.h"
#include "ui/panels/ModelDialog.h"
#include "ui/panels/ModelPreview.h"
#include "ui/panels/TableView.h"

namespace orelens {
namespace {

using panels::ModelColumns;
using panels::ModelDialog;

class Model : public ::testing::Test {
  protected:
    QString write(const QString& name, const QByteArray& bytes) {
        QFile file(folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return file.fileName();
    }
    /// 2 × 2 × 2 blocks of 10 × 10 × 5 m under these headers; `cells` follow the coordinates.
    QString table(const QByteArray& headers, const QByteArray& cells, double turned_deg = 0) {
        QByteArray text = headers + "\n";
        const double t = turned_deg * std::acos(-1) / 180;
        for (int n = 0; n < 8; ++n) {
            const double u = 10 * (n % 2), v = 10 * (n / 2 % 2), w = 5 * (n / 4);
            text += QByteArray::number(1000 + u * std::cos(t) + v * std::sin(t), 'f', 4) + "," +
                    QByteArray::number(2000 - u * std::sin(t) + v * std::cos(t), 'f', 4) + "," +
                    QByteArray::number(w, 'f', 1) + "," + cells + "\n";
        }
        return write("model.csv", text);
    }
    static int row_of(const ModelDialog& dialog, const char* header) {
        for (int row = 0; row < dialog.columns()->rowCount(); ++row)
            if (dialog.columns()->item(row, ModelColumns::header)->text() == header) return row;
        ADD_FAILURE() << "no column " << header;
        return 0;
    }
    template <class W>
    static W* box(const ModelDialog& dialog, const char* header, ModelColumns::Column column) {
        auto* found = qobject_cast<W*>(dialog.columns()->cellWidget(row_of(dialog, header), column));
        EXPECT_NE(found, nullptr) << header;
        return found;
    }
    static QString text(const ModelDialog& dialog, const char* header, ModelColumns::Column column) {
        return dialog.columns()->item(row_of(dialog, header), column)->text();
    }
    static void choose(const ModelDialog& dialog, const char* header, io::ColumnChoice as) {
        box<QComboBox>(dialog, header, ModelColumns::use)->setCurrentIndex(static_cast<int>(as));
    }
    static bool importable(const ModelDialog& dialog) {
        for (const QPushButton* button : dialog.findChildren<QPushButton*>())
            if (button->text() == ui::words("ui.import.accept")) return button->isEnabled();
        return false;
    }
    static void settle(ModelDialog& dialog) {
        dialog.refresh_now();
        dialog.preview()->wait();
    }
    QTemporaryDir folder;
};

TEST_F(Model, EveryColumnHasBoxesTheGuessAndItsReason) {
    ModelDialog dialog(table("x,y,z,Cu_pct,Au,rock,class,notes", "0.5,0.1,skarn,2,"));
    settle(dialog);
    ASSERT_TRUE(dialog.mapping().has_value());
    EXPECT_TRUE(importable(dialog));
    ASSERT_EQ(dialog.columns()->rowCount(), 8);
    const auto chosen = [&](const char* header) {
        return static_cast<io::ColumnChoice>(box<QComboBox>(dialog, header, ModelColumns::use)->currentIndex());
    };
    EXPECT_EQ(chosen("x"), io::ColumnChoice::x);
    EXPECT_EQ(chosen("Cu_pct"), io::ColumnChoice::grade);
    EXPECT_EQ(chosen("rock"), io::ColumnChoice::category);
    EXPECT_EQ(chosen("notes"), io::ColumnChoice::unused);
    EXPECT_EQ(box<QLineEdit>(dialog, "Cu_pct", ModelColumns::name)->text(), "Cu");
    EXPECT_EQ(text(dialog, "Cu_pct", ModelColumns::mean), ui::words("ui.model.mean.mass"));
    EXPECT_EQ(text(dialog, "rock", ModelColumns::mean), ui::words("ui.model.mean.largest"));
    EXPECT_EQ(text(dialog, "rock", ModelColumns::why), ui::words("model.why.words"));
    EXPECT_TRUE(text(dialog, "Au", ModelColumns::why).contains(ui::words("ui.model.unit_assumed")));
    EXPECT_TRUE(box<QComboBox>(dialog, "Au", ModelColumns::unit)->currentText().contains("g/t"));
    for (int row = 0; row < dialog.columns()->rowCount(); ++row)
        for (int column = 0; column < ModelColumns::column_count; ++column)
            if (const QWidget* one = dialog.columns()->cellWidget(row, column)) {
                EXPECT_FALSE(one->accessibleName().isEmpty());
                EXPECT_FALSE(one->toolTip().isEmpty());
            }
}

TEST_F(Model, ReasonsAreWhole) {
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        ui::set_language(language);
        ModelDialog dialog(table("x,y,z,Cu_pct,Au,rock,class,below_topography", "0.5,0.1,skarn,2,0.7"));
        settle(dialog);
        dialog.resize(1280, 800);
        dialog.show();
        tests::settle();
        const ModelColumns& columns = *dialog.columns();
        const int wide = columns.horizontalHeader()->sectionSize(ModelColumns::why);
        for (int row = 0; row < columns.rowCount(); ++row) {
            const QString words = columns.item(row, ModelColumns::why)->text();
            const QRect need = columns.fontMetrics().boundingRect(QRect(0, 0, wide - 8, 1000), Qt::TextWordWrap, words);
            EXPECT_LE(need.width(), wide - 6) << words.toStdString();
            EXPECT_LE(need.height(), columns.rowHeight(row)) << words.toStdString();
        }
    }
    ui::set_language(base::Language::english);
}

TEST_F(Model, WhatIsChosenIsSavedAsParameters) {
    ModelDialog dialog(table("x,y,z,Cu_pct,Au,rock,class,hardness", "0.5,0.1,skarn,2,7"));
    settle(dialog);
    choose(dialog, "class", io::ColumnChoice::number);
    settle(dialog);
    choose(dialog, "rock", io::ColumnChoice::unused);
    settle(dialog);
    auto* unit = box<QComboBox>(dialog, "Au", ModelColumns::unit);
    unit->setCurrentIndex(unit->findText("ppb"));
    settle(dialog);
    box<QComboBox>(dialog, "hardness", ModelColumns::mean)->setCurrentIndex(1);
    settle(dialog);
    auto* nulls = box<QLineEdit>(dialog, "Cu_pct", ModelColumns::nulls);
    QTest::keyClicks(nulls, "-1; 0");
    QTest::keyClick(nulls, Qt::Key_Return);
    settle(dialog);
    const blocks::ModelRule rule = dialog.recipe().model;
    EXPECT_EQ(rule.numbers, "class");
    EXPECT_EQ(rule.leave_out, "rock");
    EXPECT_EQ(rule.grades, "Cu=Cu_pct; Au=Au[ppb]");
    EXPECT_EQ(rule.by_mass, "hardness");
    EXPECT_EQ(rule.column_nulls, "Cu_pct=-1|0");
    // The recipe alone reads the same.
    auto again = project::recipe_from_json(project::recipe_to_json(dialog.recipe()), "r.json");
    ASSERT_TRUE(again);
    base::Progress progress;
    const auto made = io::import_model(again->model, 2.7, "", progress);
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    EXPECT_EQ(made->model.info("Au")->unit, "ppb");
    EXPECT_FALSE(made->model.has("rock"));
    EXPECT_TRUE(made->model.has("class"));
    EXPECT_EQ(text(dialog, "class", ModelColumns::why), ui::words("model.why.stated"));
}

TEST_F(Model, TheBoxInUseStaysWhereItIs) {
    ModelDialog dialog(table("x,y,z,Cu_pct,class", "0.5,2"));
    settle(dialog);
    auto* use = box<QComboBox>(dialog, "class", ModelColumns::use);
    choose(dialog, "class", io::ColumnChoice::number);
    settle(dialog);
    EXPECT_EQ(box<QComboBox>(dialog, "class", ModelColumns::use), use) << "it keeps the focus";
    EXPECT_NE(box<QComboBox>(dialog, "class", ModelColumns::mean), nullptr) << "a number has a choice of means";
}

TEST_F(Model, ImportIsPossibleOnlyWhenWhatIsNeededIsMapped) {
    ModelDialog dialog(table("rechts,hoch,teufe,Cu_pct", "0.5"));
    settle(dialog);
    EXPECT_FALSE(importable(dialog));
    ASSERT_EQ(dialog.columns()->rowCount(), 4) << "the columns are there to choose from";
    EXPECT_EQ(dialog.preview()->drawn(), nullptr);
    choose(dialog, "rechts", io::ColumnChoice::x);
    choose(dialog, "hoch", io::ColumnChoice::y);
    settle(dialog);
    EXPECT_FALSE(importable(dialog));
    choose(dialog, "hoch", io::ColumnChoice::y);
    settle(dialog);
    choose(dialog, "teufe", io::ColumnChoice::z);
    settle(dialog);
    EXPECT_TRUE(importable(dialog)) << dialog.reasons().join("; ").toStdString();
    // Two columns for one element are a question, which a choice of one answers.
    ModelDialog other(table("x,y,z,Cu_pct,Cu_ppm", "0.5,5000"));
    settle(other);
    EXPECT_FALSE(importable(other));
    ASSERT_EQ(other.reasons().size(), 1);
    EXPECT_TRUE(other.reasons().front().contains("Cu_ppm"));
    choose(other, "Cu_ppm", io::ColumnChoice::grade);
    settle(other);
    EXPECT_TRUE(importable(other)) << other.reasons().join("; ").toStdString();
    EXPECT_EQ(other.recipe().model.grades, "Cu=Cu_ppm");
}

TEST_F(Model, WhatIsNoBlockModelIsNamedForWhatItIs) {
    ModelDialog picture(write("photo.csv", "\x89PNG\r\n\x1A\n and so on"));
    settle(picture);
    EXPECT_FALSE(importable(picture));
    ASSERT_FALSE(picture.reasons().isEmpty());
    EXPECT_TRUE(picture.reasons().front().contains(ui::words("nature.png")));
    const QString file = table("x,y,z,Cu_pct", "0.5");
    ModelDialog dialog(file);
    settle(dialog);
    ASSERT_TRUE(importable(dialog));
    write("model.csv", "who,when\nme,now\n");
    settle(dialog);
    EXPECT_FALSE(importable(dialog)) << "the file is another one now";
}

TEST_F(Model, TheModelIsShownWithGridRotationAndResidual) {
    ModelDialog dialog(table("x,y,z,Cu_pct,rock", "0.5,skarn", 30));
    dialog.show();
    settle(dialog);
    const auto& drawn = dialog.preview()->drawn();
    ASSERT_NE(drawn, nullptr);
    EXPECT_EQ(drawn->model->block_count(), 8);
    EXPECT_EQ(drawn->factor, 1);
    EXPECT_EQ(drawn->colour, "Cu");
    EXPECT_NEAR(drawn->grid.geometry.azimuth_deg, 30, 0.01);
    QString shown;
    for (const QLabel* label : dialog.preview()->findChildren<QLabel*>()) shown += label->text() + "\n";
    EXPECT_TRUE(shown.contains(ui::words("ui.model.facts.turn_found", {{"azimuth", "30"}, {"dip", "0"}, {"roll", "0"}})))
        << shown.toStdString();
    // Coloured by another column, and drawn anew when a column is read otherwise.
    auto* colour = dialog.preview()->findChild<QComboBox*>();
    ASSERT_GE(colour->findText("rock"), 0);
    colour->setCurrentIndex(colour->findText("rock"));
    choose(dialog, "rock", io::ColumnChoice::unused);
    settle(dialog);
    EXPECT_LT(colour->findText("rock"), 0);
    EXPECT_FALSE(dialog.preview()->drawn()->model->has("rock"));
    // What was found stands in its own tab before anything is imported.
    EXPECT_FALSE(dialog.preview()->drawn()->findings.empty());
}

TEST_F(Model, AGridThatCannotBeMadeIsARefusalWithItsReason) {
    QByteArray text = "x,y,z,Cu_pct\n";
    for (int n = 0; n < 40; ++n) text += QByteArray::number(std::fmod(n * n * 17.13, 101)) + "," +
                                         QByteArray::number(std::fmod(n * 29.7, 83)) + "," + QByteArray::number(n * 3.1) + ",1\n";
    ModelDialog dialog(write("scatter.csv", text));
    settle(dialog);
    EXPECT_FALSE(importable(dialog));
    ASSERT_FALSE(dialog.reasons().isEmpty());
    EXPECT_EQ(dialog.preview()->drawn(), nullptr);
}

TEST_F(Model, ReadingIsGivenUpWithTheDialog) {
    // The destructor waits for nothing longer than a cancel takes.
    QByteArray text = "x,y,z,Cu_pct\n";
    for (int n = 0; n < 40000; ++n)
        text += QByteArray::number(10 * (n % 100)) + "," + QByteArray::number(10 * (n / 100 % 100)) + "," +
                QByteArray::number(5 * (n / 10000)) + ",0.5\n";
    const QString file = write("large.csv", text);
    for (int turn = 0; turn < 3; ++turn) {
        ModelDialog dialog(file);
        dialog.refresh_now();
        if (turn == 1) tests::settle(30);
    }
    SUCCEED();
}

TEST_F(Model, OneOfSeveralGridsIsChosen) {
    io::OmfProject project;
    for (const auto& [name, levels] : {std::pair("small", 1), std::pair("large", 3)})
        project.elements.push_back(
            {name, "", std::nullopt,
             io::OmfVolume{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {10, 10}, {10, 10},
                           std::vector<double>(static_cast<std::size_t>(levels), 5)},
             {{"Cu_pct", "", io::OmfPlace::cells,
               io::OmfReals{std::vector<double>(static_cast<std::size_t>(4 * levels), 1.0), std::nullopt}}}});
    const QString file = folder.filePath("two.omf");
    ASSERT_TRUE(io::write_omf(project, file.toStdString()));
    ModelDialog dialog(file);
    settle(dialog);
    ASSERT_EQ(dialog.elements()->count(), 2);
    EXPECT_FALSE(dialog.elements()->isHidden());
    EXPECT_EQ(dialog.recipe().model.element, "large") << "the one with the most cells, and said so";
    ASSERT_NE(dialog.preview()->drawn(), nullptr);
    EXPECT_EQ(dialog.preview()->drawn()->model->block_count(), 12);
    dialog.elements()->setCurrentIndex(dialog.elements()->findData("small"));
    settle(dialog);
    EXPECT_EQ(dialog.recipe().model.element, "small");
    EXPECT_EQ(dialog.preview()->drawn()->model->block_count(), 4);
    EXPECT_TRUE(importable(dialog)) << dialog.reasons().join("; ").toStdString();
}

TEST_F(Model, SpeaksTheOtherLanguageToo) {
    ModelDialog dialog(table("x,y,z,Cu_pct,rock", "0.5,skarn"));
    settle(dialog);
    ui::set_language(base::Language::chinese);
    tests::settle();
    EXPECT_EQ(text(dialog, "rock", ModelColumns::why), ui::words("model.why.words"));
    EXPECT_EQ(dialog.columns()->horizontalHeaderItem(ModelColumns::why)->text(), ui::words("ui.model.head_why"));
    ui::set_language(base::Language::english);
}

TEST(TableSides, NumbersStandRightAndWordsLeft) {
    for (const char* number : {"1", "-0.5", "−3 %", "1 234.5 t", "<0.01", "2.7 t/m3", "1e-5", ".5", "≥ 12", "9,000 USD/t"})
        EXPECT_TRUE(panels::is_number_text(number)) << number;
    for (const char* word : {"", "DH001", "skarn", "10 × 5", "2025-01-31", "n/a", "1 of 3", "5 words and more of them"})
        EXPECT_FALSE(panels::is_number_text(word)) << word;
    panels::TableView table;
    table.set_headings({"hole", "depth", "rock", "Cu", "note"});
    table.set_rows({{"DH1", "10", "skarn", "0.5", ""}, {"DH2", "20", "granite", "BDL", ""}, {"DH3", "30", "-", "0.7", ""}});
    const auto side = [&](int column) {
        return table.item(0, column)->textAlignment() & Qt::AlignHorizontal_Mask;
    };
    EXPECT_EQ(side(0), Qt::AlignLeft);
    EXPECT_EQ(side(1), Qt::AlignRight);
    EXPECT_EQ(side(2), Qt::AlignLeft);
    EXPECT_EQ(side(3), Qt::AlignRight);
    EXPECT_EQ(table.horizontalHeaderItem(2)->textAlignment() & Qt::AlignHorizontal_Mask, Qt::AlignLeft);
    // Other rows, other sides.
    table.set_rows({{"1", "deep", "2.5", "skarn", ""}});
    EXPECT_EQ(side(0), Qt::AlignRight);
    EXPECT_EQ(side(1), Qt::AlignLeft);
    EXPECT_EQ(side(2), Qt::AlignRight);
}

}  // namespace
}  // namespace orelens
