// Folds for cross-validation that never split a group (company, ore belt): mines of one owner resemble each other more
// than a stranger's, and a model that has seen the sister is not tested.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/costmodel/Mines.h"

namespace orelens::costmodel {

/// Fold 0…k−1 of every entry of `rows`. Groups in an order drawn by `seed`, each into the fold that has fewest rows so
/// far. Fewer folds come out where there are fewer groups than k.
std::vector<int> grouped_folds(const Mines& mines, std::span<const int> rows, int k, std::uint64_t seed);

/// How many different groups `rows` have.
int group_count(const Mines& mines, std::span<const int> rows);

/// A seed for a part of the work: the same whatever the threads.
std::uint64_t part_seed(std::uint64_t seed, std::uint64_t part);

}  // namespace orelens::costmodel
