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
/// Drift functions of which less than this share is left beside those before them are left out: the samples
/// of the system do not tell them apart.
inline constexpr double dependent_drift = 1e-10;

/// The constant, three forms, their six products, an external drift.
inline constexpr int max_drifts = 11;

/// Functions of place that the weights must reproduce, the constant first. All are taken relative to the
/// target: of the offset in the samples' frame, and external drift less that at the target. The systems are
/// then as sound as the samples allow.
struct Drift {
    int functions = 1;         ///< 0 = simple kriging, 1 = ordinary kriging
    int forms = 0;             ///< linear forms of the offset
    double form[3][3] = {};    ///< their coefficients
    bool products = false;     ///< also the products of two of them
    const double* external = nullptr;  ///< per sample, in units of its spread; null = none
    double target[max_drifts] = {1};   ///< mean of each function over the block
};

/// Samples richer than `above` count as `above` where they lie further than `beyond_squared` (metres²).
struct Restriction {
    double above;
    double beyond_squared;
};

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
    const Drift* drift;
    const double* external;         ///< per lane: external drift at the target, where there is one
    double mean;                    ///< simple kriging's
    const Restriction* restricted;  ///< null = none
    double* work;                   ///< work_size(width, n, functions + 2) doubles, 64-byte aligned
    double* estimate;               ///< results, one per lane
    double* variance;               ///< for total sill 1
    double* distance;               ///< mean distance of the samples, metres
    double* used;                   ///< samples less the redundant ones
    double* dependent;              ///< drift functions left out
    double* lagrange;               ///< multiplier of the constant, total sill 1; 0 in simple kriging
    double* explained;              ///< covariance of estimate and truth, total sill 1
    double* spread;                 ///< variance of the estimate, total sill 1
    double* negative;               ///< share of negative weights in Σ|w|; null = weights are not wanted
    double* weights;                ///< weight k of a lane at k·width + lane; null = not wanted
};

inline constexpr int max_variables = 8;

/// What one centre looks for by octant: the nearest of each.
struct OctantSearch {
    const double* axes;    ///< 3×3 by rows: offsets → the axes that bound octants; null = the offsets' own
    double limit_squared;  ///< no further
    double clear;          ///< above 0: only samples further than this from all bounds of their octant
    int most;              ///< per octant
    std::uint64_t* keys;   ///< `most` places per octant: its smallest keys, sorted
    std::int32_t* counts;  ///< per octant: places taken; 0 before
    std::uint64_t* below;  ///< per octant: only keys below this are looked at; of a full octant becomes its last key
};
inline constexpr int octants = 8;
inline constexpr std::uint64_t any_key = std::uint64_t{0x7ff} << 52;  ///< above every key: infinity's

/// Up to `width` cokriging systems side by side: every variable is estimated from the samples of all.
/// Coefficients are those of variables scaled to a total sill of 1.
struct CoSystems {
    const Covariance* covariance;  ///< its terms' sills and nugget are not read
    int variables;
    const double* share;   ///< of term t between variables p and q: [(t · variables + p) · variables + q]
    const double* nugget;  ///< [p · variables + q]
    const Sample* const* samples;  ///< per variable, values divided by its standard deviation
    const std::uint32_t* const* neighbours[max_variables];  ///< per variable and lane
    const std::int32_t* counts[max_variables];              ///< per variable and lane; 0 = out of reach
    int n[max_variables];                                   ///< largest count of each variable
    /// Per variable the first one whose samples stand at the same places and whose neighbours are the same; itself
    /// where there is none before it.
    const int* like;
    const double* target[3];
    const double* offsets[3];
    int points;
    const double* block_covariance;   ///< per variable
    double* work;                     ///< work_size(width, Σ n, 2 · variables + 1)
    double* pairs;                    ///< pair_size(width, Σ n of those like none before, terms)
    double* estimate[max_variables];  ///< per variable and lane, in standard deviations
    double* variance[max_variables];
    double* explained[max_variables];  ///< covariance of estimate and truth
    double* lagrange[max_variables];   ///< of its own constraint; null = not wanted
    double* used;  ///< samples of all variables less the redundant ones
};

struct Table {
    const char* name;
    int width;
    /// Keys of the points whose squared distance to `centre` is ≤ `limit_squared`; returns how many.
    std::size_t (*keys_within)(const Points& points, const double* centre, double limit_squared,
                               std::uint64_t* keys);
    /// Of those, the keys of points that lie within `reach_squared` of an octant in which centres no further than
    /// `spread` from this one may have them.
    std::size_t (*keys_near_octants)(const Points& points, const double* centre, double spread, double limit_squared,
                                     const double* reach_squared, std::uint64_t* keys);
    /// Brings the k smallest of n keys to the front, sorted.
    void (*smallest)(std::uint64_t* keys, std::size_t n, std::size_t k);
    /// The nearest of every octant, among those below its bound.
    void (*by_octant)(const Points& points, const double* centre, const OctantSearch& search);
    void (*krige)(const Systems& systems);
    void (*cokrige)(const CoSystems& systems);
};

/// Doubles of scratch for n neighbours and so many right-hand sides.
constexpr std::size_t work_size(int width, int n, int sides) {
    const auto rows = static_cast<std::size_t>(n + sides);
    return static_cast<std::size_t>(width) * (rows * (rows + 1) / 2 + 6 * rows);
}

/// Doubles for what samples at n places share with each other and with the target.
constexpr std::size_t pair_size(int width, int n, int terms) {
    const auto places = static_cast<std::size_t>(n);
    return static_cast<std::size_t>(width) * (places * (places + 3) / 2) * static_cast<std::size_t>(terms + 1);
}

const Table* portable_table();
const Table* avx2_table();    ///< null when not built for x86-64
const Table* avx512_table();  ///< likewise

}  // namespace orelens::geostat::kernel
