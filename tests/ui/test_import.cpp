// Bringing data in: what dropped files are, the dialog for drillholes, and that nothing is lost on the way.
#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/io/drillholes/TableKind.h"
#include "core/io/omf/OmfFile.h"
#include "tests/support/CancelAt.h"
#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/panels/CrsEdit.h"
#include "ui/panels/ImportDialog.h"
#include "ui/panels/ModelDialog.h"
#include "ui/shell/FileSorts.h"

namespace orelens {
namespace {

using base::Expected;

class Files {
  public:
    QString write(const QString& name, const QByteArray& bytes) {
        QFile file(folder_.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return file.fileName();
    }
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }

  private:
    QTemporaryDir folder_;
};

io::OmfElement omf_surface() {
    return {"pit", "", std::nullopt, io::OmfSurface{{{0, 0, 0}, {10, 0, 0}, {0, 10, 5}}, {{0, 1, 2}}}, {}};
}

io::OmfElement omf_grid(const char* name, std::size_t levels) {
    return {name,
            "",
            std::nullopt,
            io::OmfVolume{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {10, 10}, {10, 10},
                          std::vector<double>(levels, 5)},
            {{"Cu_pct", "", io::OmfPlace::cells, io::OmfReals{std::vector<double>(4 * levels, 1), std::nullopt}}}};
}

QString write_omf(const Files& files, const QString& name, std::vector<io::OmfElement> elements) {
    io::OmfProject project;
    project.elements = std::move(elements);
    const QString path = files.path(name);
    EXPECT_TRUE(io::write_omf(project, path.toStdString()));
    return path;
}

/// Works on the dialog that opens while `act` runs; what is shown after it is closed is worked on as well.
template <class Dialog>
void with_dialog(const std::function<void()>& act, const std::function<void(Dialog&)>& work) {
    QTimer looking;
    looking.setInterval(20);
    bool busy = false;
    QObject::connect(&looking, &QTimer::timeout, &looking, [&] {
        auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr || busy) return;
        busy = true;
        work(*dialog);
        busy = false;
    });
    looking.start();
    act();
}

QPushButton* button(const QWidget& dialog, const char* key) {
    for (QPushButton* found : dialog.findChildren<QPushButton*>())
        if (found->text() == ui::words(key)) return found;
    ADD_FAILURE() << "no button " << key;
    return nullptr;
}

QStringList tables_of_small_project() {
    QStringList files;
    const QDir folder(QString::fromStdString(tests::small_project().recipe.folder));
    for (const QFileInfo& file : folder.entryInfoList({"*.csv"}, QDir::Files))
        if (io::guess_table_kind(file.filePath().toStdString())) files << file.filePath();
    return files;
}

QComboBox* combo_named(const panels::ImportDialog& dialog, const char* key) {
    for (QComboBox* combo : dialog.findChildren<QComboBox*>())
        if (combo->isEnabled() && combo->accessibleName() == ui::words(key)) return combo;
    return nullptr;
}

TEST(Import, FilesAreRecognisedAndColumnsCanBeOverridden) {
    panels::ImportDialog dialog;
    dialog.offer_files(tables_of_small_project());
    ASSERT_GE(dialog.tables().size(), 3U);
    EXPECT_TRUE(dialog.reasons().isEmpty()) << dialog.reasons().join("; ").toStdString();
    const project::Recipe recipe = dialog.recipe();
    const project::Recipe& stated = tests::small_project().recipe;
    for (const auto& [name, element] : stated.element) EXPECT_TRUE(recipe.element.contains(name)) << name;
    // Another column for x reaches the recipe.
    QComboBox* x = combo_named(dialog, "ui.role.x");
    ASSERT_NE(x, nullptr);
    const QString other = x->itemData(x->count() - 1).toString();
    x->setCurrentIndex(x->count() - 1);
    EXPECT_EQ(dialog.recipe().drillholes.collar_x, other.toStdString());
    dialog.refresh_now();
    EXPECT_EQ(dialog.recipe().drillholes.collar_x, other.toStdString());
}

TEST(Import, IsPossibleOnlyWhenWhatIsNeededIsThere) {
    panels::ImportDialog dialog;
    QPushButton* accept = nullptr;
    for (QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->text() == ui::words("ui.import.accept")) accept = button;
    ASSERT_NE(accept, nullptr);
    EXPECT_FALSE(accept->isEnabled());
    QTemporaryDir folder;
    const auto write = [&](const char* name, const QByteArray& bytes) {
        QFile file(folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return file.fileName();
    };
    const QString collar = write("d_collar.csv", "hole,x,y,level above the sea\nA,1,2,3\n");
    write("d_assay.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    const QString picture = write("photo_survey.csv", "\x89PNG\r\n\x1A\n and so on");
    // The assays are found from the collars; the picture is named and refuses nothing.
    dialog.offer_files({collar, picture});
    EXPECT_FALSE(accept->isEnabled());
    ASSERT_EQ(dialog.reasons().size(), 1) << dialog.reasons().join("; ").toStdString();
    EXPECT_TRUE(dialog.reasons().front().contains(ui::words("ui.role.z")));
    QComboBox* z = combo_named(dialog, "ui.role.z");
    ASSERT_NE(z, nullptr);
    z->setCurrentIndex(z->findData(QString("level above the sea")));
    dialog.refresh_now();
    EXPECT_TRUE(accept->isEnabled()) << dialog.reasons().join("; ").toStdString();
    // Nobody chose the unit: the header's stands, and the recipe states none.
    EXPECT_FALSE(dialog.recipe().element.at("Cu").assay.unit.has_value());
    auto* crs = dialog.findChild<panels::CrsEdit*>();
    crs->setText("EPSG:99999999");
    EXPECT_FALSE(accept->isEnabled());
    crs->setText("EPSG:4547");
    EXPECT_TRUE(accept->isEnabled());
    EXPECT_EQ(dialog.recipe().general.crs, "EPSG:4547");
    // A picture in the place of a table is named for what it is.
    panels::ImportDialog other;
    other.offer_files({collar});
    for (QLineEdit* line : other.findChildren<QLineEdit*>())
        if (line->text() == collar) line->setText(picture);
    other.refresh_now();
    ASSERT_FALSE(other.reasons().isEmpty());
    EXPECT_TRUE(other.reasons().front().contains(ui::words("nature.png")));
}

TEST(Import, FilesAreSortedByWhatTheyAre) {
    Files files;
    const QString collar = files.write("collar.csv", "hole,x,y,z\nA,1,2,3\n");
    const QString model = files.write("cells.csv", "x,y,z,Cu_pct\n0,0,0,1\n10,0,0,1\n0,10,0,2\n0,0,10,1\n");
    const QString solid = files.write("pit.stl", "solid\n");
    const QString other = files.write("letter.doc", "dear sir");
    const shell::FileSorts sorts = shell::sort_files({collar, model, solid, other, "a.gpkg", "r.json", "m.vdb"});
    EXPECT_EQ(sorts.tables, QStringList{collar});
    EXPECT_EQ(sorts.model, model);
    EXPECT_EQ(sorts.shapes, QStringList{solid});
    EXPECT_EQ(sorts.unknown, QStringList{other});
    EXPECT_EQ(sorts.project, "a.gpkg");
    EXPECT_EQ(sorts.recipe, "r.json");
    EXPECT_EQ(sorts.own_model, "m.vdb");
    EXPECT_EQ(sorts.one(), "a.gpkg");
    EXPECT_EQ(sorts.beside_one(), (QStringList{"r.json", "m.vdb", model}));
    const shell::FileSorts two = shell::sort_files({"a.gpkg", "b.gpkg"});
    EXPECT_EQ(two.one(), "b.gpkg");
    EXPECT_EQ(two.beside_one(), QStringList{"a.gpkg"});
}

TEST(Import, FilesOfManyThingsAreSortedByWhatIsInThem) {
    Files files;
    const QString shapes = write_omf(files, "shapes.omf", {omf_surface()});
    const QString model = write_omf(files, "model.omf", {omf_grid("A", 1)});
    const QString both = write_omf(files, "both.omf", {omf_surface(), omf_grid("A", 1)});
    const QString damaged = files.write("damaged.omf", "no");
    EXPECT_EQ(shell::sort_files({shapes}).shapes, QStringList{shapes});
    EXPECT_EQ(shell::sort_files({shapes}).model, "");
    EXPECT_EQ(shell::sort_files({model}).model, model);
    EXPECT_FALSE(shell::sort_files({model}).with_shapes);
    EXPECT_EQ(shell::sort_files({both}).model, both);
    EXPECT_TRUE(shell::sort_files({both}).with_shapes);
    const shell::FileSorts refused = shell::sort_files({damaged});
    EXPECT_EQ(refused.unknown, QStringList{damaged});
    EXPECT_TRUE(refused.errors.contains(damaged));
    base::Progress cancelled;
    cancelled.cancel();
    EXPECT_TRUE(shell::sort_files({shapes, model}, cancelled).one().isEmpty());
}

class Dropped : public ::testing::Test {
  protected:
    Dropped() {
        window->tell_error = [this](const QString& text) { errors << text; };
        window->document().runs().set_auto_economics(false);
        before = window->document().project().id;
    }
    void expect_as_before() { EXPECT_EQ(window->document().project().id, before) << "the project is still open"; }
    std::unique_ptr<ui::MainWindow> window = tests::window_with_project();
    Files files;
    QStringList errors;
    std::string before;
};

TEST_F(Dropped, ShapesOnlyJoinWhatIsOpen) {
    const auto commodities = project::group_keys(window->document().project().recipe, "commodity");
    window->files().open_all({write_omf(files, "pit 2024.omf", {omf_surface()})});
    ASSERT_TRUE(tests::wait_until([&] { return !window->document().runs().running(); }));
    expect_as_before();
    EXPECT_TRUE(window->document().project().recipe.shape.contains("pit_2024"));
    EXPECT_EQ(project::group_keys(window->document().project().recipe, "commodity"), commodities);
    const auto& list = window->document().project().results.shapes.list;
    ASSERT_TRUE(list);
    EXPECT_EQ(list->front().mesh.triangles.size(), 1U);
    EXPECT_TRUE(errors.isEmpty()) << errors.join("\n").toStdString();
}

TEST_F(Dropped, AModelWithShapesOffersBoth) {
    const QString both = write_omf(files, "both.omf", {omf_surface(), omf_grid("A", 1)});
    with_dialog<panels::ModelDialog>([&] { window->files().open_all({both}); },
                                     [](panels::ModelDialog& dialog) {
                                         EXPECT_TRUE(dialog.takes_shapes());
                                         dialog.refresh_now();
                                         QTest::mouseClick(button(dialog, "ui.import.accept"), Qt::LeftButton);
                                     });
    const project::Project& open = window->document().project();
    EXPECT_NE(open.id, before);
    EXPECT_EQ(open.recipe.model.file, both.toStdString());
    EXPECT_EQ(open.recipe.shape.at("both").file, both.toStdString());
    ASSERT_TRUE(open.results.model());
    EXPECT_EQ(open.results.model()->block_count(), 4);
    ASSERT_TRUE(open.results.shapes.list);
    EXPECT_TRUE(window->document().modified()) << "what was read is not saved yet";
}

/// Each is named for what it is; the open project stays.
TEST_F(Dropped, ForeignAndDamagedFilesAreNamedForWhatTheyAre) {
    QFile whole(files.path("whole.gpkg"));
    ASSERT_TRUE(window->files().save_to(whole.fileName()));
    ASSERT_TRUE(whole.open(QIODevice::ReadOnly));
    const QByteArray bytes = whole.readAll();
    const struct {
        const char* name;
        QByteArray bytes;
        const char* says;
    } cases[] = {{"cut.gpkg", bytes.left(bytes.size() / 2), nullptr},
                 {"photo.gpkg", "\x89PNG\r\n\x1A\n and so on", "nature.png"},
                 {"photo.xyzzy", "\x89PNG\r\n\x1A\n and so on", "nature.png"},
                 {"packed.zip", QByteArray("PK\x03\x04\x14\0\0\0\0\0", 10) + QByteArray(200, 'x'), "nature.zip"},
                 {"letter.doc", QByteArray("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + QByteArray(600, '\0'), "nature.ole"},
                 {"noise.bin", QByteArray(5000, '\x03'), "nature.binary"},
                 {"damaged.omf", "no", nullptr},
                 {"cut.geoh5", "\x89HDF\r\n\x1A\n", nullptr},
                 {"empty.gpkg", "", "nature.empty"}};
    for (const auto& one : cases) {
        errors.clear();
        const QString file = files.write(one.name, one.bytes);
        window->files().open_all({file});
        ASSERT_EQ(errors.size(), 1) << one.name;
        EXPECT_TRUE(errors.front().contains(one.name)) << errors.front().toStdString();
        if (one.says != nullptr) {
            EXPECT_TRUE(errors.front().contains(ui::words(one.says))) << errors.front().toStdString();
        }
        expect_as_before();
    }
}

TEST_F(Dropped, OneUnknownAmongTablesIsNamedInTheDialogAndRefusesNothing) {
    const QString collar = files.write("d_collar.csv", "hole,x,y,z\nA,1,2,3\n");
    files.write("d_assay.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    const QString photo = files.write("photo.png", "\x89PNG\r\n\x1A\n and so on");
    const QString project = files.write("other.gpkg", "");
    const QString second = files.write("e_collar.csv", "hole,x,y,z\nB,1,2,3\n");
    int shown = 0;
    with_dialog<panels::ImportDialog>([&] { window->files().open_all({photo, collar, second, project}); },
                                      [&](panels::ImportDialog& dialog) {
                                          ++shown;
                                          EXPECT_EQ(dialog.tables().size(), 2U) << "the assays beside the collars";
                                          EXPECT_TRUE(dialog.reasons().isEmpty());
                                          QString told;
                                          for (const QLabel* label : dialog.findChildren<QLabel*>())
                                              told += label->text() + "\n";
                                          EXPECT_TRUE(told.contains(ui::words(
                                              "ui.import.not_because",
                                              {{"file", "photo.png"}, {"reason", ui::words("nature.png").toStdString()}})))
                                              << told.toStdString();
                                          EXPECT_TRUE(told.contains("e_collar.csv"));
                                          EXPECT_TRUE(told.contains(ui::words("ui.import.beside", {{"files", "other.gpkg"}})));
                                          QTest::keyClick(&dialog, Qt::Key_Escape);
                                      });
    EXPECT_EQ(shown, 1);
    expect_as_before();
    EXPECT_TRUE(errors.isEmpty());
}

/// A cancel while files are read, at any report, keeps what is open and comes back to the dialog as it was.
TEST_F(Dropped, ACancelledImportKeepsTheProjectAndTheDialog) {
    const QString collar = files.write("d_collar.csv", "hole,x,y,z\nA,1,2,3\n");
    files.write("d_assay.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    int shown = 0, stopped = 0;
    window->files().run_job = [&](const char* key, const ui::Job::Work& work) -> Expected<void> {
        if (std::string_view(key) != "ui.import.busy") {
            base::Progress progress;
            return work(progress);
        }
        testing::CancelAt cancel(1 + stopped++);
        return work(cancel.progress);
    };
    with_dialog<panels::ImportDialog>([&] { window->files().open(collar); },
                                      [&](panels::ImportDialog& dialog) {
                                          EXPECT_EQ(dialog.tables().size(), 2U) << shown;
                                          expect_as_before();
                                          if (++shown <= 3)
                                              QTest::mouseClick(button(dialog, "ui.import.accept"), Qt::LeftButton);
                                          else
                                              QTest::mouseClick(button(dialog, "ui.cancel"), Qt::LeftButton);
                                      });
    EXPECT_EQ(shown, 4);
    EXPECT_EQ(stopped, 3);
    expect_as_before();
    EXPECT_TRUE(errors.isEmpty()) << "a cancel is no error";
    EXPECT_FALSE(window->document().modified());
}

TEST_F(Dropped, UnsavedWorkIsAskedAboutOnlyWhenTheFilesAreRead) {
    ASSERT_TRUE(window->document().edits().set_param("general.name", std::string("changed")));
    int asked = 0;
    window->files().ask_unsaved = [&] {
        ++asked;
        return shell::SaveAnswer::cancel;
    };
    const QString collar = files.write("d_collar.csv", "hole,x,y,z\nA,1,2,3\n");
    files.write("d_assay.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    int shown = 0;
    with_dialog<panels::ImportDialog>([&] { window->files().open(collar); },
                                      [&](panels::ImportDialog& dialog) {
                                          const bool first = ++shown == 1;
                                          QTest::mouseClick(button(dialog, first ? "ui.import.accept" : "ui.cancel"),
                                                            Qt::LeftButton);
                                      });
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(shown, 2) << "who keeps the work is back in the dialog";
    expect_as_before();
    EXPECT_EQ(window->document().project().recipe.general.name, "changed");
    // What cannot be opened asks nothing.
    window->files().open_all({files.write("noise.bin", QByteArray(5000, '\x03'))});
    EXPECT_EQ(asked, 1);
}

/// A project under a name that says nothing is found out by its bytes; what is open is asked about before it goes.
TEST_F(Dropped, AProjectUnderAnotherNameReplacesNothingUnasked) {
    const QString saved = files.path("old.gpkg"), backup = files.path("old.gpkg.bak");
    ASSERT_TRUE(window->files().save_to(saved));
    ASSERT_TRUE(QFile::copy(saved, backup));
    ASSERT_TRUE(window->document().edits().set_param("general.name", std::string("changed")));
    int asked = 0;
    auto answer = shell::SaveAnswer::cancel;
    window->files().ask_unsaved = [&] {
        ++asked;
        return answer;
    };
    for (const bool dropped : {true, false}) {
        dropped ? window->files().open_all({backup}) : void(window->files().open(backup));
        EXPECT_EQ(asked, dropped ? 1 : 2);
        EXPECT_EQ(window->document().project().recipe.general.name, "changed");
    }
    answer = shell::SaveAnswer::discard;
    window->files().open_all({backup});
    EXPECT_NE(window->document().project().recipe.general.name, "changed");
    EXPECT_EQ(window->document().path(), backup);
    EXPECT_TRUE(errors.isEmpty()) << errors.join("\n").toStdString();
}

TEST_F(Dropped, WhatComesWithACancelledImportIsNotAdded) {
    const QString collar = files.write("d_collar.csv", "hole,x,y,z\nA,1,2,3\n");
    files.write("d_assay.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    const QString pit = write_omf(files, "pit.omf", {omf_surface()});
    with_dialog<panels::ImportDialog>(
        [&] { window->files().open_all({collar, pit}); },
        [](panels::ImportDialog& dialog) { QTest::mouseClick(button(dialog, "ui.cancel"), Qt::LeftButton); });
    expect_as_before();
    EXPECT_FALSE(window->document().project().recipe.shape.contains("pit"));
    EXPECT_FALSE(window->document().modified());
    EXPECT_FALSE(window->document().runs().running());
    // The same with a main file that is refused.
    window->files().open_all({files.write("broken.gpkg", "no"), pit});
    EXPECT_EQ(errors.size(), 1);
    expect_as_before();
    EXPECT_FALSE(window->document().project().recipe.shape.contains("pit"));
}

TEST(Import, ASideCarGoesWithItsModel) {
    Files files;
    const QString model = files.write("model.csv", "x,y,z,Cu_pct\n0,0,0,1\n"), side = files.write("model.csv.json", "{\"format\": \"orelens-blocks\"}");
    const QString recipe = files.write("recipe.json", "{}"), lonely = files.write("gone.csv.json", "{}");
    for (const QStringList& given : {QStringList{model, side}, {side, model}, {side}}) {
        const shell::FileSorts sorts = shell::sort_files(given);
        EXPECT_EQ(sorts.own_model, model);
        EXPECT_EQ(sorts.recipe, "");
        EXPECT_TRUE(sorts.beside_one().isEmpty());
    }
    EXPECT_EQ(shell::sort_files({recipe}).recipe, recipe);
    EXPECT_EQ(shell::sort_files({lonely}).recipe, lonely) << "no model lies beside it";
}

/// What was chosen of one file says nothing of the next.
TEST(Import, AnotherFileForgetsTheColumnsOfTheOneBefore) {
    Files files;
    const QString collar = files.write("d_collar.csv", "hole,x,y,z,rl\nA,1,2,3,4\n");
    files.write("d_assay.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    const QString other = files.write("e_collar.csv", "bhid,east,north,elev\nA,1,2,3\n");
    const QString assays = files.write("e_assay.csv", "bhid,from,to,Cu_ppm,Au_ppm\nA,0,1,5000,1\n");
    panels::ImportDialog dialog;
    dialog.offer_files({collar});
    QComboBox* z = combo_named(dialog, "ui.role.z");
    ASSERT_NE(z, nullptr);
    z->setCurrentIndex(z->findData(QString("rl")));
    dialog.refresh_now();
    ASSERT_EQ(dialog.recipe().drillholes.collar_z, "rl");
    for (QLineEdit* line : dialog.findChildren<QLineEdit*>()) {
        if (line->text() == collar) line->setText(other);
        if (line->text().endsWith("d_assay.csv")) line->setText(assays);
    }
    dialog.refresh_now();
    EXPECT_TRUE(dialog.reasons().isEmpty()) << dialog.reasons().join("; ").toStdString();
    const project::Recipe recipe = dialog.recipe();
    EXPECT_EQ(recipe.drillholes.collar_z, "");
    EXPECT_EQ(recipe.element.at("Cu").assay.column, "Cu_ppm");
    EXPECT_TRUE(recipe.element.contains("Au"));
    tests::settle();  // the boxes of before go
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    EXPECT_EQ(combo_named(dialog, "ui.role.z")->currentText(), "elev");
}

TEST(Import, APathThatIsTypedFindsTheRestOfItsDrilling) {
    Files files;
    const QString collar = files.write("d_collar.csv", "hole,x,y,z\nA,1,2,3\n");
    const QString assay = files.write("d_assay.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    panels::ImportDialog dialog(nullptr);
    dialog.show();
    const QList<QLineEdit*> lines = dialog.findChildren<QLineEdit*>();
    const auto holds = [&](const QString& file) {
        return std::ranges::any_of(lines, [&](const QLineEdit* line) { return line->text() == file; });
    };
    QTest::keyClicks(lines[0], collar.chopped(1));
    QTest::keyClick(lines[0], Qt::Key_Return);
    EXPECT_FALSE(holds(assay)) << "half a name names no file";
    QTest::keyClicks(lines[0], collar.right(1));
    QTest::keyClick(lines[0], Qt::Key_Return);
    EXPECT_TRUE(holds(assay));
}

TEST(Import, GradesThatAreAllTurnedOffAreNoImport) {
    Files files;
    const QString collar = files.write("d_collar.csv", "hole,x,y,z\nA,1,2,3\n");
    files.write("d_assay.csv", "hole,from,to,Cu_pct,Au_ppm\nA,0,1,0.5,1\n");
    panels::ImportDialog dialog;
    dialog.offer_files({collar});
    QPushButton* accept = button(dialog, "ui.import.accept");
    const auto grade = [&](const char* element) -> QComboBox* {
        for (QComboBox* combo : dialog.findChildren<QComboBox*>())
            if (combo->accessibleName() == element) return combo;
        return nullptr;
    };
    ASSERT_NE(grade("Cu"), nullptr);
    ASSERT_TRUE(accept->isEnabled());
    grade("Cu")->setCurrentIndex(0);
    EXPECT_TRUE(accept->isEnabled()) << "gold is left";
    EXPECT_FALSE(dialog.recipe().element.contains("Cu"));
    grade("Au")->setCurrentIndex(0);
    EXPECT_FALSE(accept->isEnabled());
    dialog.refresh_now();
    EXPECT_FALSE(accept->isEnabled()) << "a new look changes no mind";
    grade("Cu")->setCurrentIndex(grade("Cu")->findData(QString("Cu_pct")));
    EXPECT_TRUE(accept->isEnabled());
    EXPECT_EQ(dialog.recipe().element.size(), 1U);
}

/// A choice is followed by a new look at the files; the boxes stay where the hand and the keyboard are.
TEST(Import, TheBoxInUseStaysWhereItIs) {
    Files files;
    const QString collar = files.write("d_collar.csv", "hole,x,y,z,rl,depth\nA,1,2,3,4,5\n");
    files.write("d_assay.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    panels::ImportDialog dialog;
    dialog.offer_files({collar});
    QComboBox* z = combo_named(dialog, "ui.role.z");
    ASSERT_NE(z, nullptr);
    z->setCurrentIndex(z->findData(QString("rl")));
    dialog.refresh_now();
    EXPECT_EQ(combo_named(dialog, "ui.role.z"), z);
    EXPECT_EQ(z->currentText(), "rl");
    // …and a list that is open is not taken away.
    dialog.show();
    QApplication::setActiveWindow(&dialog);
    z->setCurrentIndex(z->findData(QString("z")));
    QComboBox* x = combo_named(dialog, "ui.role.x");
    x->showPopup();
    tests::settle(600);
    EXPECT_TRUE(x->view()->isVisible());
    EXPECT_EQ(combo_named(dialog, "ui.role.x"), x);
    x->hidePopup();
}

TEST(Import, SeveralAssayTablesAreAllTaken) {
    Files files;
    const QString collar = files.write("collar.csv", "hole,x,y,z\nA,1,2,3\n");
    const QString first = files.write("assay_cu.csv", "hole,from,to,Cu_pct\nA,0,1,0.5\n");
    const QString second = files.write("assay_au.csv", "hole,from,to,Au_ppm\nA,0,1,0.5\n");
    panels::ImportDialog dialog;
    dialog.offer_files({collar, first, second});
    EXPECT_TRUE(dialog.reasons().isEmpty()) << dialog.reasons().join("; ").toStdString();
    const project::Recipe recipe = dialog.recipe();
    EXPECT_EQ(recipe.drillholes.assay_file, first.toStdString());
    EXPECT_EQ(recipe.assays.second_file, second.toStdString());
    EXPECT_TRUE(recipe.element.contains("Cu"));
    EXPECT_TRUE(recipe.element.contains("Au")) << "what is stated is all that is read";
    bool told = false;
    for (const QLabel* label : dialog.findChildren<QLabel*>()) told = told || label->text().contains("assay_au.csv");
    EXPECT_TRUE(told);
}

TEST(Import, CoordinateSystemsAreFoundByWords) {
    const QStringList found = panels::CrsEdit::matches("cgcs2000 3-degree 114e");
    ASSERT_FALSE(found.isEmpty());
    EXPECT_TRUE(found.join("\n").contains("EPSG:4547"));
    EXPECT_TRUE(panels::CrsEdit::matches("32650").front().startsWith("EPSG:32650"));
    EXPECT_TRUE(panels::CrsEdit::matches("no such place anywhere").isEmpty());
    EXPECT_TRUE(panels::CrsEdit::meaning("epsg:4547").contains("CGCS2000"));
    EXPECT_TRUE(panels::CrsEdit::meaning("EPSG:0").isEmpty());
}

TEST(Import, CoordinateSystemsAreTakenFromTheList) {
    panels::CrsEdit edit;
    edit.show();
    QApplication::setActiveWindow(&edit);
    edit.setFocus();
    int taken = 0;
    QObject::connect(&edit, &panels::CrsEdit::taken, &edit, [&] { ++taken; });
    QTest::keyClicks(&edit, "cgcs2000 3-degree 114e");
    const auto* list = edit.findChild<QCompleter*>();
    ASSERT_NE(list, nullptr);
    ASSERT_TRUE(tests::wait_until([&] { return list->popup()->isVisible(); }, 5000));
    QTest::keyClick(list->popup(), Qt::Key_Down);
    QTest::keyClick(list->popup(), Qt::Key_Return);
    EXPECT_EQ(taken, 1);
    EXPECT_TRUE(edit.text().startsWith("EPSG:")) << edit.text().toStdString();
    EXPECT_TRUE(edit.toolTip().contains("CGCS2000")) << edit.toolTip().toStdString();
}

}  // namespace
}  // namespace orelens
