// Work that throws ends as an error that the window shows; the program and the old result stay.
#include <gtest/gtest.h>

#include <QPushButton>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <QWindow>
#include <new>
#include <stdexcept>

#include "core/base/Parallel.h"
#include "tests/ui/Support.h"
#include "ui/Job.h"

namespace orelens::tests {
namespace {

base::Expected<void> outcome_of(const ui::Job::Work& work) {
    ui::Job job;
    std::optional<base::Expected<void>> outcome;
    job.start(work, [&](const base::Expected<void>& result) { outcome = result; });
    EXPECT_TRUE(wait_until([&] { return outcome && !job.running(); }));
    return outcome.value_or(base::Expected<void>());
}

TEST(JobErrors, WhatTheWorkThrowsIsItsError) {
    const auto thrown =
        outcome_of([](base::Progress&) -> base::Expected<void> { throw std::runtime_error("deep inside"); });
    ASSERT_FALSE(thrown);
    EXPECT_EQ(thrown.error().kind, base::ErrorKind::internal);
    EXPECT_NE(base::describe(thrown.error(), base::Language::english).find("deep inside"), std::string::npos);
    const auto memory = outcome_of([](base::Progress&) -> base::Expected<void> { throw std::bad_alloc(); });
    ASSERT_FALSE(memory);
    EXPECT_EQ(memory.error().what.key, "base.out_of_memory");
    const auto odd = outcome_of([](base::Progress&) -> base::Expected<void> { throw 7; });
    ASSERT_FALSE(odd);
}

TEST(JobErrors, SoIsWhatAParallelLoopThrows) {
    const auto thrown = outcome_of([](base::Progress&) -> base::Expected<void> {
        base::parallel_for(10000, 1, [](std::size_t begin, std::size_t end) {
            if (begin <= 7777 && 7777 < end) throw std::runtime_error("block 7777");
        });
        return {};
    });
    ASSERT_FALSE(thrown);
    EXPECT_NE(base::describe(thrown.error(), base::Language::english).find("block 7777"), std::string::npos);
}

TEST(JobErrors, TheWindowShowsThem) {
    const auto window = window_with_project();
    QString shown;
    window->tell_error = [&](const QString& text) { shown = text; };
    const auto done = ui::run_modal(
        window.get(), "ui.save.busy",
        [](base::Progress&) -> base::Expected<void> { throw std::runtime_error("the disk went away"); });
    ASSERT_FALSE(done);
    window->show_error(done.error());
    EXPECT_TRUE(shown.contains("the disk went away"));
}

/// Before the box is there, too: what is typed meanwhile begins nothing a second time.
TEST(JobErrors, WhatIsTypedWhileItWorksReachesNobody) {
    const auto window = window_with_project();
    int pressed = 0;
    QPushButton button("again", window.get());
    button.setShortcut(QKeySequence("Ctrl+Shift+F9"));
    button.show();
    QObject::connect(&button, &QPushButton::clicked, &button, [&] { ++pressed; });
    QTest::mouseClick(&button, Qt::LeftButton);
    ASSERT_EQ(pressed, 1);
    QTimer typing;
    int rounds = 0;
    QObject::connect(&typing, &QTimer::timeout, &typing, [&] {
        if (++rounds > 3) return;
        QTest::mouseClick(&button, Qt::LeftButton);
        QTest::keyClick(window.get(), Qt::Key_F9, Qt::ControlModifier | Qt::ShiftModifier);
        window->windowHandle()->requestActivate();
    });
    typing.start(20);
    const auto done = ui::run_modal(window.get(), "ui.save.busy", [](base::Progress&) -> base::Expected<void> {
        QThread::msleep(200);
        return {};
    });
    EXPECT_TRUE(done);
    EXPECT_GT(rounds, 0);
    EXPECT_EQ(pressed, 1);
    typing.stop();
    QTest::mouseClick(&button, Qt::LeftButton);
    EXPECT_EQ(pressed, 2) << "afterwards as before";
}

TEST(JobErrors, AFileIsNotSavedTwiceAtOnce) {
    const auto window = window_with_project();
    const QTemporaryDir folder;
    int jobs = 0;
    bool inner = true;
    window->files().run_job = [&](const char*, const ui::Job::Work& work) {
        if (++jobs == 1) inner = window->files().save_to(folder.filePath("other.gpkg"));
        base::Progress progress;
        return work(progress);
    };
    EXPECT_TRUE(window->files().save_to(folder.filePath("one.gpkg")));
    EXPECT_EQ(jobs, 1);
    EXPECT_FALSE(inner);
    EXPECT_FALSE(QFile::exists(folder.filePath("other.gpkg")));
}

}  // namespace
}  // namespace orelens::tests
