// Source of one kernel table. The including file defines ORELENS_SIMD_WIDTH (2, 4 or 8 doubles) and
// ORELENS_SIMD_NAME. Built without contraction of a·b + c: distances then round alike on every instruction
// set, so that all of them choose the same samples; sums that may differ in the last bit use mul_add.

namespace orelens::geostat::kernel::ORELENS_SIMD_NAME {
namespace {

constexpr int W = ORELENS_SIMD_WIDTH;
typedef double V __attribute__((vector_size(8 * W)));
typedef long long I __attribute__((vector_size(8 * W)));
typedef double VU __attribute__((vector_size(8 * W), aligned(8), may_alias));
typedef long long IU __attribute__((vector_size(8 * W), aligned(8), may_alias));

inline V all(double x) {
    return V{} + x;
}
inline V load(const double* p) {
    return *reinterpret_cast<const VU*>(p);
}
inline void store(double* p, V v) {
    *reinterpret_cast<VU*>(p) = v;
}
inline V choose(I mask, V yes, V no) {
    return mask ? yes : no;
}

#if ORELENS_SIMD_WIDTH == 8
inline V mul_add(V a, V b, V c) {
    return _mm512_fmadd_pd(a, b, c);
}
inline V sub_mul(V c, V a, V b) {
    return _mm512_fnmadd_pd(a, b, c);
}
inline V square_root(V a) {
    return _mm512_sqrt_pd(a);
}
inline V smaller(V a, V b) {
    return _mm512_min_pd(a, b);
}
inline unsigned bits(I mask) {
    return _mm512_movepi64_mask(reinterpret_cast<__m512i>(mask));
}
// Eight numbers that lanes choose from.
struct Eight {
    __m512i all;
    explicit Eight(const std::uint64_t* from) : all(_mm512_loadu_si512(from)) {}
    I operator[](I index) const {
        return reinterpret_cast<I>(_mm512_permutexvar_epi64(reinterpret_cast<__m512i>(index), all));
    }
};
#elif ORELENS_SIMD_WIDTH == 4
inline V mul_add(V a, V b, V c) {
    return _mm256_fmadd_pd(a, b, c);
}
inline V sub_mul(V c, V a, V b) {
    return _mm256_fnmadd_pd(a, b, c);
}
inline V square_root(V a) {
    return _mm256_sqrt_pd(a);
}
inline V smaller(V a, V b) {
    return _mm256_min_pd(a, b);
}
inline unsigned bits(I mask) {
    return static_cast<unsigned>(_mm256_movemask_pd(reinterpret_cast<__m256d>(mask)));
}
struct Eight {
    __m256i low, high;
    explicit Eight(const std::uint64_t* from)
        : low(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))),
          high(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 4))) {}
    I operator[](I index) const {
        const I twice = index * 2;  // of the words' three bits the permutation reads no more
        const __m256i words = reinterpret_cast<__m256i>(twice | ((twice + 1LL) << 32));
        const I from_low = reinterpret_cast<I>(_mm256_permutevar8x32_epi32(low, words));
        const I from_high = reinterpret_cast<I>(_mm256_permutevar8x32_epi32(high, words));
        return index > 3LL ? from_high : from_low;
    }
};
#else
inline V mul_add(V a, V b, V c) {
    return a * b + c;
}
inline V sub_mul(V c, V a, V b) {
    return c - a * b;
}
inline V square_root(V a) {
    for (int l = 0; l < W; ++l) a[l] = __builtin_sqrt(a[l]);
    return a;
}
inline V smaller(V a, V b) {
    return a < b ? a : b;
}
inline unsigned bits(I mask) {
    unsigned all = 0;
    for (int l = 0; l < W; ++l) all |= mask[l] != 0 ? 1U << l : 0U;
    return all;
}
struct Eight {
    std::uint64_t all[8];
    explicit Eight(const std::uint64_t* from) {
        for (int n = 0; n < 8; ++n) all[n] = from[n];
    }
    I operator[](I index) const {
        I found;
        for (int l = 0; l < W; ++l) found[l] = static_cast<long long>(all[index[l]]);
        return found;
    }
};
#endif

// exp(x) for x ≤ 0, within 2 ulp; 0 below −700. x = k·ln2 + r with |r| ≤ ln2/2, Taylor to the 13th power
// (remainder 4e-18), exponent put in by integer addition.
inline V exponential(V x) {
    constexpr double log2e = 1.4426950408889634074, magic = 6755399441055744.0;
    constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
    constexpr double inverse_factorial[] = {1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800,
                                            1.0 / 362880,     1.0 / 40320,     1.0 / 5040,     1.0 / 720,
                                            1.0 / 120,        1.0 / 24,        1.0 / 6,        0.5};
    const I vanishes = x < -700.0;
    x = choose(vanishes, V{}, x);
    const V shifted = mul_add(x, all(log2e), all(magic));
    const V k = shifted - magic;
    V r = sub_mul(x, k, all(ln2_high));
    r = sub_mul(r, k, all(ln2_low));
    V p = all(inverse_factorial[0]);
    for (int i = 1; i < 12; ++i) p = mul_add(p, r, all(inverse_factorial[i]));
    p = mul_add(p, r, all(1.0));
    p = mul_add(p, r, all(1.0));
    const V scaled = reinterpret_cast<V>(reinterpret_cast<I>(p) + (reinterpret_cast<I>(shifted) << 52));
    return choose(vanishes, V{}, scaled);
}

#include "core/geostat/KernelSearch.inl"
#include "core/geostat/KernelCovariance.inl"
#include "core/geostat/KernelSystem.inl"
#include "core/geostat/KernelKriging.inl"
#include "core/geostat/KernelCokriging.inl"

#define ORELENS_TEXT_OF(name) #name
#define ORELENS_TEXT(name) ORELENS_TEXT_OF(name)
constexpr Table table{ORELENS_TEXT(ORELENS_SIMD_NAME), W, keys_within, keys_near_octants, smallest, by_octant, krige, cokrige};

}  // namespace
}  // namespace orelens::geostat::kernel::ORELENS_SIMD_NAME
