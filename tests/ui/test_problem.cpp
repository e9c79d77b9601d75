// Help ▸ Report a problem: what it shows can be copied, and says what a report needs.
#include <gtest/gtest.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/output/ProblemDialog.h"

namespace orelens {
namespace {

TEST(ProblemDialog, ShowsAndCopiesVersionsAndGraphics) {
    output::ProblemDialog dialog(nullptr);
    const QString text = dialog.text();
    for (const char* id :
         {"doctor.program", "doctor.qt", "doctor.vtk", "doctor.memory", "doctor.gl_renderer"})
        EXPECT_TRUE(text.contains(ui::words(id) + ": ")) << id;
    EXPECT_FALSE(text.contains("doctor.")) << "a text without words";
    dialog.copy_button()->click();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), text);
}

}  // namespace
}  // namespace orelens
