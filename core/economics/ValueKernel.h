// The innermost loop of evaluation for decks without routes: one leaf of 512 blocks, compiled per instruction set from
// ValueKernel.inl and chosen at run time. Plain data only, as in geostat/Kernel.h. Internal to the room.
#pragma once

#include <cstddef>
#include <cstdint>

namespace orelens::economics::kernel {

inline constexpr int leaf_size = 512;
inline constexpr int most_metals = 64;

struct Metal {
    double fraction = 0.01;  ///< of a unit of its grade
    double waste_head = 0, recovery = 0, net_price = 0;
};
struct Deck {
    Metal metals[most_metals];
    int count = 0, main = 0;
    double keep = 1;
    double slope = 0, shift = 0, quoted_per_net = 1;  ///< of the main metal's net price
};
/// Results of one leaf; status as codes of economics::Status without what is excluded. The prices of both tests, or only of
/// those whose pointers are not null.
struct Out {
    float* nsr = nullptr;
    float* margin_full = nullptr;
    float* margin_marginal = nullptr;
    float* even_full = nullptr;
    float* even_marginal = nullptr;
    std::uint8_t* status = nullptr;
    bool status_by_full = true;
    double price = 0;  ///< quoted price of the main metal that status is for
};

/// Costs per t mined of each of the 512 blocks.
using Leaf = void (*)(const Deck& deck, const float* const* grades, const double* full, const double* marginal,
                      const Out& out);

Leaf portable_leaf();
Leaf avx2_leaf();    ///< null where it was not built
Leaf avx512_leaf();  ///< null where it was not built
/// The fastest that this processor can run.
Leaf best_leaf();

}  // namespace orelens::economics::kernel
