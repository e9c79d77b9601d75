// Help inside: every page in both languages, with its pictures and links; F1 opens that of the panel in hand.
#include <gtest/gtest.h>

#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QTest>
#include <QTextBrowser>
#include <set>

#include "tests/ui/Support.h"
#include "ui/MainWindow.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/shell/Desk.h"
#include "ui/shell/HelpWindow.h"
#include "ui/shell/Panels.h"
#include "ui/workspaces/HelpPages.h"
#include "ui/workspaces/Workspace.h"

namespace orelens {
namespace {

using workspaces::HelpPage;

QString file_text(const std::string& name) {
    QFile file(":/docs/" + QString::fromStdString(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

TEST(HelpPages, StandInTheProgramInBothLanguagesWithTheirPicturesAndLinks) {
    const shell::HelpWindow loads_them(nullptr);
    std::set<std::string> ids;
    for (const HelpPage& page : workspaces::help_pages()) {
        EXPECT_TRUE(ids.insert(page.id).second) << page.id;
        for (const std::string& name : {page.english, page.chinese}) {
            const QString text = file_text(name);
            ASSERT_FALSE(text.isEmpty()) << name;
            EXPECT_TRUE(text.startsWith("# ")) << name;
            const QRegularExpression link(R"((!?)\[[^\]]*\]\(([^)#]+))");
            for (auto match = link.globalMatch(text); match.hasNext();) {
                const auto one = match.next();
                const QString target = one.captured(2);
                if (target.startsWith("http")) continue;
                EXPECT_TRUE(QFile::exists(":/docs/" + target)) << name << ": " << target.toStdString();
                if (one.captured(1).isEmpty()) {
                    EXPECT_NE(workspaces::help_page_of_file(target.toStdString()), nullptr) << target.toStdString();
                }
            }
        }
    }
    for (const auto& workspace : workspaces::workspace_table()) {
        const HelpPage& page = workspaces::help_page_for("", workspace.id);
        EXPECT_EQ(page.workspace, workspace.id) << "a page of its own";
    }
    // Panels that are named exist.
    std::set<std::string> panels;
    for (const auto& workspace : workspaces::workspace_table())
        for (const std::string& panel : workspaces::all_panels_of(workspace)) panels.insert(panel);
    for (const HelpPage& page : workspaces::help_pages())
        for (const std::string& panel : page.panels) EXPECT_TRUE(panels.contains(panel)) << page.id << ' ' << panel;
}

TEST(HelpWindow, ShowsPagesFollowsLinksAndFindsWords) {
    shell::HelpWindow help(nullptr);
    help.show_page("evaluating");
    EXPECT_TRUE(help.browser()->toPlainText().contains("break-even", Qt::CaseInsensitive));
    EXPECT_EQ(help.list()->currentItem()->text(), ui::words(workspaces::find_help_page("evaluating")->title));
    help.browser()->setSource(QUrl("qrc:/docs/parameters.en.md"));
    EXPECT_EQ(help.page(), "parameters") << "as by a link";
    EXPECT_GT(help.browser()->toPlainText().size(), 10'000);
    help.browser()->backward();
    EXPECT_EQ(help.page(), "evaluating");
    help.search()->setText("margin");
    QTest::keyClick(help.search(), Qt::Key_Return);
    EXPECT_EQ(help.browser()->textCursor().selectedText().toLower(), "margin");
    const auto first = help.browser()->textCursor().position();
    QTest::keyClick(help.search(), Qt::Key_Return);
    EXPECT_NE(help.browser()->textCursor().position(), first) << "the next place";
    ui::set_language(base::Language::chinese);
    help.show_page("evaluating");
    EXPECT_TRUE(help.browser()->toPlainText().contains("盈亏平衡价格"));
    ui::set_language(base::Language::english);
    help.show_page("no_such_page");
    EXPECT_EQ(help.page(), "evaluating");
}

TEST(F1, OpensThePageOfThePanelInHand) {
    const auto window = tests::window_with_project();
    const auto page_now = [&] {
        EXPECT_TRUE(window->actions().trigger("help.page"));
        const auto* help = window->findChild<shell::HelpWindow*>();
        return help == nullptr ? std::string() : help->page();
    };
    for (const char* id : {"data", "perspective", "evaluation", "utilisation"}) {
        window->desk().enter(id);
        tests::settle();
        const std::string page = page_now();
        EXPECT_EQ(page, workspaces::help_page_for(id == std::string("evaluation") ? "usable" : id == std::string("utilisation") ? "rates" : id == std::string("perspective") ? "view" : "", id).id) << id;
    }
    window->desk().enter("data");
    window->desk().raise("findings");
    EXPECT_EQ(page_now(), "own-data");
    window->desk().raise("rates");
    EXPECT_EQ(page_now(), "utilisation");
    window->desk().raise("usable");
    EXPECT_EQ(page_now(), "evaluating");
    window->desk().raise("pits");
    EXPECT_EQ(page_now(), "pits");
}

}  // namespace
}  // namespace orelens
