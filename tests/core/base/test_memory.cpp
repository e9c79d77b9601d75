#include "core/base/Memory.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace orelens::base {
namespace {

TEST(Memory, TheMachineHasMoreThanThisProgramHolds) {
    EXPECT_GT(machine_memory(), 1e8);
    EXPECT_GT(process_memory(), 1e6);
    EXPECT_GT(machine_memory(), process_memory());
}

TEST(Memory, WhatIsHeldIsCountedAndGivenBack) {
    const double before = process_memory();
    auto held = std::make_unique<std::vector<char>>(200'000'000, 'x');
    EXPECT_GT(process_memory() - before, 1.8e8);
    held.reset();
    release_memory();
#ifndef __SANITIZE_ADDRESS__  // which holds freed memory back for a while, to notice its use
    EXPECT_LT(process_memory() - before, 1e8);
#endif
}

TEST(Memory, TextHasTwoOrThreeDigitsAndAUnit) {
    EXPECT_EQ(memory_text(0), "0 B");
    EXPECT_EQ(memory_text(999), "999 B");
    EXPECT_EQ(memory_text(1234), "1.2 KB");
    EXPECT_EQ(memory_text(999.6e3), "1.0 MB");
    EXPECT_EQ(memory_text(312e6), "312 MB");
    EXPECT_EQ(memory_text(4.84e9), "4.8 GB");
    EXPECT_EQ(memory_text(24e9), "24 GB");
}

}  // namespace
}  // namespace orelens::base
