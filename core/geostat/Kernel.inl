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

// ------------------------------------------------------------------------------------------------ search

// Candidates in range are written to the front of `keys`; whole vectors are stored, hence the slack.
std::size_t keys_within(const Points& points, const double* centre, double limit_squared,
                        std::uint64_t* keys) {
    std::size_t found = 0;
    const V cx = all(centre[0]), cy = all(centre[1]), cz = all(centre[2]);
    I position;
    for (int l = 0; l < W; ++l) position[l] = l;
    for (std::size_t begin = 0; begin < points.count; begin += W) {
        const V dx = load(points.x + begin) - cx;
        const V dy = load(points.y + begin) - cy;
        const V dz = load(points.z + begin) - cz;
        const V d2 = dx * dx + dy * dy + dz * dz;
        const I key = (reinterpret_cast<I>(d2) & ~static_cast<long long>(position_mask)) | position;
        const std::size_t rest = points.count - begin;
#if ORELENS_SIMD_WIDTH == 8
        __mmask8 mask = _mm512_cmp_pd_mask(d2, all(limit_squared), _CMP_LE_OQ);
        if (rest < W) mask = static_cast<__mmask8>(mask & ((1U << rest) - 1));
        const I packed =
            reinterpret_cast<I>(_mm512_maskz_compress_epi64(mask, reinterpret_cast<__m512i>(key)));
        *reinterpret_cast<IU*>(keys + found) = packed;
        found += static_cast<std::size_t>(__builtin_popcount(mask));
#elif ORELENS_SIMD_WIDTH == 4
        alignas(32) static constexpr std::int32_t lanes[16][8] = {
            {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 2, 3, 4, 5, 6, 7},
            {0, 1, 2, 3, 4, 5, 6, 7}, {4, 5, 2, 3, 4, 5, 6, 7}, {0, 1, 4, 5, 4, 5, 6, 7},
            {2, 3, 4, 5, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {6, 7, 2, 3, 4, 5, 6, 7},
            {0, 1, 6, 7, 4, 5, 6, 7}, {2, 3, 6, 7, 4, 5, 6, 7}, {0, 1, 2, 3, 6, 7, 6, 7},
            {4, 5, 6, 7, 4, 5, 6, 7}, {0, 1, 4, 5, 6, 7, 6, 7}, {2, 3, 4, 5, 6, 7, 6, 7},
            {0, 1, 2, 3, 4, 5, 6, 7}};
        unsigned mask =
            static_cast<unsigned>(_mm256_movemask_pd(_mm256_cmp_pd(d2, all(limit_squared), _CMP_LE_OQ)));
        if (rest < W) mask &= (1U << rest) - 1;
        const __m256i order = _mm256_load_si256(reinterpret_cast<const __m256i*>(lanes[mask]));
        const __m256i packed = _mm256_permutevar8x32_epi32(reinterpret_cast<__m256i>(key), order);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(keys + found), packed);
        found += static_cast<std::size_t>(__builtin_popcount(mask));
#else
        for (int l = 0; l < W && static_cast<std::size_t>(l) < rest; ++l) {
            keys[found] = static_cast<std::uint64_t>(key[l]);
            found += d2[l] <= limit_squared;
        }
#endif
        position += W;
    }
    return found;
}

// Selection by a bounded insertion: `keys[0..k)` stays the sorted k smallest seen so far.
void smallest(std::uint64_t* keys, std::size_t n, std::size_t k) {
    for (std::size_t i = 1; i < n; ++i) {
        const std::uint64_t key = keys[i];
        std::size_t j = i < k ? i : k;
        if (i >= k && key >= keys[k - 1]) continue;
        if (i >= k) j = k - 1;
        for (; j > 0 && keys[j - 1] > key; --j) keys[j] = keys[j - 1];
        keys[j] = key;
    }
}

// --------------------------------------------------------------------------------------------- covariance

inline V spherical(V h2) {
    const V h = smaller(square_root(h2), all(1.0));
    return sub_mul(all(1.0), h, sub_mul(all(1.5), h * 0.5, h));
}

// The usual case: one spherical structure in whose own frame the samples are stored.
struct OneSpherical {
    V sill;
    explicit OneSpherical(const Covariance& c) : sill(all(c.terms[0].sill)) {}
    V operator()(V dx, V dy, V dz) const {
        return sill * spherical(mul_add(dx, dx, mul_add(dy, dy, dz * dz)));
    }
};

struct Nested {
    const Covariance& c;
    explicit Nested(const Covariance& covariance) : c(covariance) {}
    V operator()(V dx, V dy, V dz) const {
        const V base = mul_add(dx, dx, mul_add(dy, dy, dz * dz));
        V sum{};
        for (int t = 0; t < c.count; ++t) {
            const Term& term = c.terms[t];
            V h2;
            if (term.shares_frame) {
                h2 = base * term.scale_squared;
            } else {
                const V a = mul_add(all(term.r[0]), dx, mul_add(all(term.r[1]), dy, term.r[2] * dz));
                const V b = mul_add(all(term.r[3]), dy, term.r[4] * dz);
                const V d = term.r[5] * dz;
                h2 = mul_add(a, a, mul_add(b, b, d * d));
            }
            V value;
            if (term.type == TermType::spherical)
                value = spherical(h2);
            else if (term.type == TermType::exponential)
                value = exponential(-3.0 * square_root(h2));
            else
                value = exponential(-3.0 * h2);
            sum = mul_add(all(term.sill), value, sum);
        }
        return sum;
    }
};

// ------------------------------------------------------------------------------------------------ kriging

// Rows of the augmented lower triangle: n samples, then the right-hand sides a (target), b (ones), c
// (values).
inline V* row(V* triangle, int i) {
    return triangle + static_cast<std::size_t>(i) * (static_cast<std::size_t>(i) + 1) / 2;
}

struct Lanes {
    V *x, *y, *z, *present, *triangle, *inverse_pivot;
};

// Copies the neighbours of each lane side by side. Lanes with fewer than n repeat their first sample, masked.
void gather(const Systems& s, const Lanes& lanes, V* shift) {
    double* x = reinterpret_cast<double*>(lanes.x);
    double* y = reinterpret_cast<double*>(lanes.y);
    double* z = reinterpret_cast<double*>(lanes.z);
    double* present = reinterpret_cast<double*>(lanes.present);
    double* value = reinterpret_cast<double*>(row(lanes.triangle, s.n + 2));
    for (int l = 0; l < W; ++l) {
        const std::uint32_t* neighbours = s.neighbours[l];
        const int count = s.counts[l];
        // Values relative to the mean or the nearest sample: constant data come back exactly.
        const double origin = s.simple ? s.mean : s.samples[neighbours[0]].value;
        (*shift)[l] = origin;
        for (int k = 0; k < s.n; ++k) {
            const bool real = k < count;
            const Sample& sample = s.samples[neighbours[real ? k : 0]];
            x[k * W + l] = sample.x;
            y[k * W + l] = sample.y;
            z[k * W + l] = sample.z;
            present[k * W + l] = real ? 1.0 : 0.0;
            value[k * W + l] = real ? sample.value - origin : 0.0;
        }
    }
}

template <class Model>
void assemble(const Systems& s, const Lanes& lanes, V* distance) {
    const Model covariance(*s.covariance);
    const V tx = load(s.target[0]), ty = load(s.target[1]), tz = load(s.target[2]);
    const double* metres = s.covariance->metres;
    V *a = row(lanes.triangle, s.n), *b = row(lanes.triangle, s.n + 1);
    V sum_distance{};
    for (int i = 0; i < s.n; ++i) {
        const V x = lanes.x[i], y = lanes.y[i], z = lanes.z[i], present = lanes.present[i];
        V* r = row(lanes.triangle, i);
        for (int j = 0; j < i; ++j)
            r[j] = present * covariance(x - lanes.x[j], y - lanes.y[j], z - lanes.z[j]);
        r[i] = all(1.0);
        const V dx = x - tx, dy = y - ty, dz = z - tz;
        const V mx = dx * metres[0], my = dy * metres[1], mz = dz * metres[2];
        sum_distance = mul_add(present, square_root(mul_add(mx, mx, mul_add(my, my, mz * mz))), sum_distance);
        V target{};
        for (int p = 0; p < s.points; ++p)
            target += covariance(dx - s.offsets[0][p], dy - s.offsets[1][p], dz - s.offsets[2][p]);
        if (s.points == 1) {
            // A point at a sample: γ(0) = 0, the nugget counts.
            const V h2 = mul_add(dx, dx, mul_add(dy, dy, dz * dz));
            target += choose(h2 < 1e-18, all(s.covariance->nugget), V{});
        } else {
            target *= 1.0 / s.points;
        }
        a[i] = present * target;
        b[i] = present;
    }
    *distance = sum_distance;
}

// Left-looking Cholesky over all rows at once; the right-hand sides are rows too, so that forward
// substitution costs nothing extra. A redundant sample gets pivot "infinity": its column becomes 0, which
// leaves it out of the system exactly.
void factorise(const Systems& s, const Lanes& lanes, V* used) {
    const int n = s.n, rows = n + 3;
    V kept{};
    for (int j = 0; j < n; ++j) {
        const V* pivot_row = row(lanes.triangle, j);
        V d0 = pivot_row[j], d1{};
        int k = 0;
        for (; k + 1 < j; k += 2) {
            d0 = sub_mul(d0, pivot_row[k], pivot_row[k]);
            d1 = sub_mul(d1, pivot_row[k + 1], pivot_row[k + 1]);
        }
        if (k < j) d0 = sub_mul(d0, pivot_row[k], pivot_row[k]);
        const V d = d0 + d1;
        const I sound = d > redundant_pivot;
        const V inverse = choose(sound, 1.0 / square_root(choose(sound, d, all(1.0))), V{});
        kept += choose(sound, lanes.present[j], V{});
        int i = j + 1;
        for (; i + 3 < rows; i += 4) {
            V *r0 = row(lanes.triangle, i), *r1 = row(lanes.triangle, i + 1);
            V *r2 = row(lanes.triangle, i + 2), *r3 = row(lanes.triangle, i + 3);
            V s0 = r0[j], s1 = r1[j], s2 = r2[j], s3 = r3[j];
            for (k = 0; k < j; ++k) {
                const V p = pivot_row[k];
                s0 = sub_mul(s0, r0[k], p);
                s1 = sub_mul(s1, r1[k], p);
                s2 = sub_mul(s2, r2[k], p);
                s3 = sub_mul(s3, r3[k], p);
            }
            r0[j] = s0 * inverse;
            r1[j] = s1 * inverse;
            r2[j] = s2 * inverse;
            r3[j] = s3 * inverse;
        }
        for (; i < rows; ++i) {
            V* r = row(lanes.triangle, i);
            V sum = r[j];
            for (k = 0; k < j; ++k) sum = sub_mul(sum, r[k], pivot_row[k]);
            r[j] = sum * inverse;
        }
    }
    *used = kept;
}

// With A = L⁻¹a, B = L⁻¹1, C = L⁻¹v: estimate A·C + λ B·C, λ = (1 − A·B)/(B·B), and variance
// C(V,V) − A·A + λ² B·B.
void krige(const Systems& s) {
    Lanes lanes;
    V* work = reinterpret_cast<V*>(s.work);
    lanes.x = work;
    lanes.y = work + s.n;
    lanes.z = work + 2 * s.n;
    lanes.present = work + 3 * s.n;
    lanes.triangle = work + 4 * s.n;
    V shift{}, distance{}, used{};
    gather(s, lanes, &shift);
    const Covariance& c = *s.covariance;
    if (c.count == 1 && c.terms[0].type == TermType::spherical && c.terms[0].shares_frame &&
        c.terms[0].scale_squared == 1.0)
        assemble<OneSpherical>(s, lanes, &distance);
    else
        assemble<Nested>(s, lanes, &distance);
    factorise(s, lanes, &used);

    const V *a = row(lanes.triangle, s.n), *b = row(lanes.triangle, s.n + 1),
            *v = row(lanes.triangle, s.n + 2);
    V aa{}, ab{}, bb{}, av{}, bv{}, counts{};
    for (int i = 0; i < s.n; ++i) {
        aa = mul_add(a[i], a[i], aa);
        ab = mul_add(a[i], b[i], ab);
        bb = mul_add(b[i], b[i], bb);
        av = mul_add(a[i], v[i], av);
        bv = mul_add(b[i], v[i], bv);
        counts += lanes.present[i];
    }
    V estimate = shift + av, variance = s.block_covariance - aa;
    if (!s.simple) {
        const V lambda = (1.0 - ab) / bb;
        estimate = mul_add(lambda, bv, estimate);
        variance = mul_add(lambda * lambda, bb, variance);
    }
    store(s.estimate, estimate);
    store(s.variance, choose(variance > 0.0, variance, V{}));
    store(s.distance, distance / counts);
    store(s.used, used);
}

#define ORELENS_TEXT_OF(name) #name
#define ORELENS_TEXT(name) ORELENS_TEXT_OF(name)
constexpr Table table{ORELENS_TEXT(ORELENS_SIMD_NAME), W, keys_within, smallest, krige};

}  // namespace
}  // namespace orelens::geostat::kernel::ORELENS_SIMD_NAME
