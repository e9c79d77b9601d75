// What makes an import of millions of rows bearable: work between two looks at the progress is bounded,
// whatever the number of rows; what it will need is told before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>

#include "core/base/Parallel.h"
#include "core/io/blocks/TableRows.h"
#include "tests/core/io/blocks/ImportedModel.h"
#include "tests/support/CancelAt.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::ModelRule;
using namespace testing_models;

/// A cube of blocks of 5 m with two codes and two grades; `sub`: every other block is cut into eight.
std::string cube(int across, bool sub) {
    std::string text = "XC,YC,ZC,XINC,YINC,ZINC,ROCK,CU_PCT,AU_GPT,DENSITY\n";
    const auto row = [&](double x, double y, double z, double size, int n) {
        fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{}.{:03},0.{:02},2.{}\n", x, y, z,
                       size, size, size, n % 3 == 0 ? "QMP" : "GRD", n % 4, n % 997, n % 97, 5 + n % 4);
    };
    int n = 0;
    for (int k = 0; k < across; ++k)
        for (int j = 0; j < across; ++j)
            for (int i = 0; i < across; ++i, ++n) {
                if (!sub || (i + j + k) % 2 == 0)
                    row(2.5 + 5 * i, 2.5 + 5 * j, 2.5 + 5 * k, 5, n);
                else
                    for (int s = 0; s < 8; ++s)
                        row(1.25 + 5 * i + 2.5 * (s & 1), 1.25 + 5 * j + 2.5 * (s >> 1 & 1),
                            1.25 + 5 * k + 2.5 * (s >> 2), 2.5, n + s);
            }
    return text;
}

/// Shares of the work at which the import reported, in order; 0 and 1 are among them.
std::vector<double> reports_of(const std::string& path) {
    std::vector<double> fractions{0, 1};
    std::mutex guard;
    base::Progress progress([&](double fraction, const base::Message&) {
        const std::scoped_lock lock(guard);
        fractions.push_back(fraction);
    });
    ModelRule rule;
    rule.file = path;
    const auto made = import_model(rule, 2.7, "", progress);
    EXPECT_TRUE(made) << why(made);
    std::ranges::sort(fractions);
    return fractions;
}

class Imports : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(ModelStructure, Imports, ::testing::Values(false, true), [](const auto& each) {
    return std::string(each.param ? "SubBlocks" : "OneCellEach");
});

TEST_P(Imports, LookAtTheProgressInEveryPartAndTheMoreRowsTheMoreOften) {
    const testing::TemporaryFolder folder;
    const int across = GetParam() ? 46 : 80;
    const auto few = reports_of(folder.write("few.csv", cube(across, GetParam())));
    const auto many = reports_of(folder.write("many.csv", cube(across * 5 / 4, GetParam())));
    // Twice the rows: nearly twice the looks, so that a look stands for a bounded number of rows.
    EXPECT_GT(static_cast<double>(many.size()), 1.6 * static_cast<double>(few.size()));
    // No part of the work goes by unseen: half a million rows leave no gap of more than a twentieth.
    double gap = 0, where = 0;
    for (std::size_t n = 1; n < few.size(); ++n)
        if (few[n] - few[n - 1] > gap) {
            gap = few[n] - few[n - 1];
            where = few[n - 1];
        }
    EXPECT_LT(gap, 0.05) << "from " << where;
}

TEST_P(Imports, ACancelAtAnyReportEndsThem) {
    const testing::TemporaryFolder folder;
    ModelRule rule;
    rule.file = folder.write("model.csv", cube(GetParam() ? 12 : 22, GetParam()));
    testing::CancelAt whole(0);
    ASSERT_TRUE(import_model(rule, 2.7, "", whole.progress));
    ASSERT_GE(whole.reports, 20);
    for (int n = 1; n <= whole.reports; ++n) {
        testing::CancelAt at(n);
        const auto result = import_model(rule, 2.7, "", at.progress);
        if (result) continue;  // the last report of all
        EXPECT_EQ(result.error().kind, base::ErrorKind::cancelled) << n;
    }
}

TEST(ModelStructure, LinesAndStretchesAreLeftAfterACancel) {
    std::string text;
    for (int n = 0; n < 100'000; ++n) text += "1,2,3\n";
    const base::Progress progress;
    std::int64_t after = 0, taken = 0;
    const std::int64_t lines = each_line(
        text, progress,
        [&](const char*, const char*, std::int64_t line) {
            ++taken;
            if (line == 5'000) progress.cancel();
            after += line > 5'000 ? 1 : 0;
        },
        [](std::int64_t) {});
    EXPECT_LE(after, lines_per_look);
    EXPECT_LT(taken, 7'000);
    EXPECT_EQ(lines, taken);
    // A text of many pieces: none is asked for and no stretch begins after the cancel.
    testing::CancelAt at(3);
    int pieces = 0, pieces_after = 0;
    std::atomic<int> begun = 0;
    const TextPieces source = [&]() -> base::Expected<std::string> {
        ++pieces;
        pieces_after += at.progress.cancelled() ? 1 : 0;
        return pieces > 100 ? std::string() : text;
    };
    const StretchWork work{
        [&](std::size_t, std::size_t, std::string_view) { begun += at.progress.cancelled() ? 1 : 0; },
        [](std::size_t, std::size_t) { return base::Expected<void>(); }};
    const auto done = each_stretch(source, 100 * text.size(), work, at.progress);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(pieces_after, 0);
    EXPECT_LE(begun, base::thread_limit());
}

TEST(ModelStructure, StretchesAreTheSameHoweverOftenTheTextIsGoneThrough) {
    std::string text;
    for (int n = 0; n < 300'000; ++n) text += fmt::format("{},{},{}\n", n, n % 7, "word");
    const auto stretches_of = [&] {
        std::vector<std::size_t> sizes(1000, 0);
        bool given = false;
        const TextPieces source = [&]() -> base::Expected<std::string> {
            return std::exchange(given, true) ? std::string() : text;
        };
        const StretchWork work{
            [&](std::size_t, std::size_t n, std::string_view part) { sizes[n] = part.size(); },
            [](std::size_t, std::size_t) { return base::Expected<void>(); }};
        EXPECT_TRUE(each_stretch(source, text.size(), work, base::Progress()));
        return sizes;
    };
    const auto first = stretches_of();
    EXPECT_EQ(first, stretches_of());
    EXPECT_EQ(std::accumulate(first.begin(), first.end(), std::size_t{0}), text.size());
    EXPECT_GT(std::ranges::count_if(first, [](std::size_t size) { return size > 0; }), 10);
}

double columns_bytes(const blocks::BlockModel& model) {
    double bytes = 0;
    for (const blocks::ColumnInfo& column : model.columns())
        bytes += 512 * static_cast<double>(model.leaf_count()) *
                 (column.type == blocks::ColumnType::integer && model.is_small(column.name) ? 1 : 4);
    return bytes;
}

TEST(ModelStructure, WhatAnImportNeedsIsToldByItsStart) {
    const testing::TemporaryFolder folder;
    ModelRule rule;
    rule.file = folder.write("model.csv", cube(64, false));
    const auto need = model_need(rule, "");
    ASSERT_TRUE(need);
    EXPECT_NEAR(need->rows, 64.0 * 64 * 64, 0.05 * 64 * 64 * 64);
    const auto made = import(rule.file);
    ASSERT_TRUE(made) << why(made);
    // The bricks of this one are all full.
    EXPECT_NEAR(need->model_bytes, 1.15 * columns_bytes(made->model), 0.05 * need->model_bytes);
    // Four bytes a row and a fixed part beside the model: less than another model where there are many rows.
    EXPECT_LT(need->bytes - 60e6, 2 * columns_bytes(made->model));
    EXPECT_GT(need->bytes, need->model_bytes + 4 * 0.98 * need->rows);
    rule.file = folder.write("sub.csv", cube(30, true));
    const auto sub = model_need(rule, "");
    ASSERT_TRUE(sub);
    // Its values and pieces are held as well.
    EXPECT_GT(sub->bytes, sub->model_bytes + 28 * sub->rows);
    EXPECT_FALSE(model_need({.file = folder.file("absent.csv")}, ""));
}

}  // namespace
}  // namespace orelens::io
