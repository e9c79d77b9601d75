#include "core/costmodel/Folds.h"

#include <algorithm>
#include <map>
#include <random>

namespace orelens::costmodel {
namespace {

/// Rows (places in `rows`) of each group, in the order in which groups first appear.
std::vector<std::vector<int>> members(const Mines& mines, std::span<const int> rows) {
    std::vector<std::vector<int>> groups;
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string group = mines.groups.empty() ? std::string() : mines.groups[rows[i]];
        if (group.empty()) {
            groups.push_back({static_cast<int>(i)});
            continue;
        }
        const auto [it, fresh] = known.try_emplace(group, groups.size());
        if (fresh) groups.emplace_back();
        groups[it->second].push_back(static_cast<int>(i));
    }
    return groups;
}

}  // namespace

std::vector<int> grouped_folds(const Mines& mines, std::span<const int> rows, int k, std::uint64_t seed) {
    std::vector<std::vector<int>> groups = members(mines, rows);
    std::mt19937_64 draw(seed);
    for (std::size_t i = groups.size(); i > 1; --i) std::swap(groups[i - 1], groups[draw() % i]);
    // The largest first, so that no fold ends with one that is far too large.
    std::ranges::stable_sort(groups, std::greater(), [](const auto& g) { return g.size(); });
    std::vector<std::size_t> size(static_cast<std::size_t>(std::max(1, k)), 0);
    std::vector<int> fold(rows.size(), 0);
    for (const auto& group : groups) {
        const auto least = std::ranges::min_element(size);
        *least += group.size();
        for (int i : group) fold[i] = static_cast<int>(least - size.begin());
    }
    return fold;
}

int group_count(const Mines& mines, std::span<const int> rows) {
    return static_cast<int>(members(mines, rows).size());
}

std::uint64_t part_seed(std::uint64_t seed, std::uint64_t part) {
    // The finaliser of splitmix64: neighbours get unrelated streams.
    std::uint64_t z = seed + 0x9e3779b97f4a7c15ULL * (part + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

}  // namespace orelens::costmodel
