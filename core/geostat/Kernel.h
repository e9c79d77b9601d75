// The innermost loops of estimation, compiled once per instruction set (portable, AVX2+FMA, AVX-512) from
// Kernel.inl and chosen at run time. Plain data only: no standard templates may be instantiated in files
// built for a newer processor, or the linker could hand them to older ones.
#pragma once

#include <cstddef>
#include <cstdint>

namespace orelens::geostat::kernel {

/// A search key is a squared distance whose low bits hold the candidate's position. Keys sort by distance;
/// distances equal to within 2⁻³² are ties and sort by position.
inline constexpr int position_bits = 20;
inline constexpr std::uint64_t position_mask = (std::uint64_t{1} << position_bits) - 1;
/// Candidate arrays are readable, and key buffers writable, this many entries past their end.
inline constexpr std::size_t slack = 8;

/// Points as three arrays.
struct Points {
    const double* x;
    const double* y;
    const double* z;
    std::size_t count;
};

enum class TermType : std::int32_t { spherical, exponential, gaussian };

/// One structure, seen from the frame in which the samples are stored.
struct Term {
    TermType type = TermType::spherical;
    double sill = 0;           ///< share of the model's total sill
    bool shares_frame = true;  ///< h² is `scale_squared` times the squared distance of the stored frame
    double scale_squared = 1;
    double r[6] = {1, 0, 0, 1, 0, 1};  ///< else: upper triangle (xx, xy, xz, yy, yz, zz) that maps to h
};

inline constexpr int max_terms = 8;

/// Covariance for total sill 1.
struct Covariance {
    Term terms[max_terms];
    int count = 0;
    double nugget = 0;             ///< share of the total sill
    double metres[3] = {1, 1, 1};  ///< length of the stored frame's unit along its axes
};

/// Place and value of one sample in the frame of its element's variogram.
struct alignas(32) Sample {
    double x, y, z, value;
};

/// Pivots below this share of the sill are redundant samples: nearer ones determine them. They get weight 0.
inline constexpr double redundant_pivot = 1e-9;

/// Up to `width` kriging systems side by side.
struct Systems {
    const Covariance* covariance;
    const Sample* samples;
    const std::uint32_t* const* neighbours;  ///< per lane: indices into `samples`
    const std::int32_t* counts;              ///< per lane: how many, ≥ 1
    int n;                                   ///< largest of `counts`
    const double* target[3];                 ///< per lane: block centre in the samples' frame
    const double* offsets[3];                ///< discretisation points relative to the centre
    int points;                              ///< how many; 1 = point support
    double block_covariance;                 ///< mean covariance inside the block, total sill 1
    bool simple;                             ///< simple kriging with `mean`; otherwise ordinary
    double mean;
    double* work;      ///< work_size(n) doubles, 64-byte aligned
    double* estimate;  ///< results, one per lane
    double* variance;  ///< for total sill 1
    double* distance;  ///< mean distance of the samples, metres
    double* used;      ///< samples less the redundant ones
};

struct Table {
    const char* name;
    int width;
    /// Keys of the points whose squared distance to `centre` is ≤ `limit_squared`; returns how many.
    std::size_t (*keys_within)(const Points& points, const double* centre, double limit_squared,
                               std::uint64_t* keys);
    /// Brings the k smallest of n keys to the front, sorted.
    void (*smallest)(std::uint64_t* keys, std::size_t n, std::size_t k);
    void (*krige)(const Systems& systems);
};

/// Doubles of scratch that `krige` needs for n neighbours.
constexpr std::size_t work_size(int width, int n) {
    const auto rows = static_cast<std::size_t>(n) + 3;
    return static_cast<std::size_t>(width) * (rows * (rows + 1) / 2 + 6 * rows);
}

const Table* portable_table();
const Table* avx2_table();    ///< null when not built for x86-64
const Table* avx512_table();  ///< likewise

}  // namespace orelens::geostat::kernel
