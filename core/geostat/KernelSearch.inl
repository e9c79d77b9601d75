// Part of Kernel.inl: which samples are near.

// The keys of the lanes in `mask`, side by side; whole vectors are stored, hence the slack. Returns how many.
inline std::size_t pack(std::uint64_t* to, I key, unsigned mask) {
#if ORELENS_SIMD_WIDTH == 8
    const I packed = reinterpret_cast<I>(
        _mm512_maskz_compress_epi64(static_cast<__mmask8>(mask), reinterpret_cast<__m512i>(key)));
    *reinterpret_cast<IU*>(to) = packed;
#elif ORELENS_SIMD_WIDTH == 4
    alignas(32) static constexpr std::int32_t lanes[16][8] = {
        {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 2, 3, 4, 5, 6, 7},
        {0, 1, 2, 3, 4, 5, 6, 7}, {4, 5, 2, 3, 4, 5, 6, 7}, {0, 1, 4, 5, 4, 5, 6, 7},
        {2, 3, 4, 5, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {6, 7, 2, 3, 4, 5, 6, 7},
        {0, 1, 6, 7, 4, 5, 6, 7}, {2, 3, 6, 7, 4, 5, 6, 7}, {0, 1, 2, 3, 6, 7, 6, 7},
        {4, 5, 6, 7, 4, 5, 6, 7}, {0, 1, 4, 5, 6, 7, 6, 7}, {2, 3, 4, 5, 6, 7, 6, 7},
        {0, 1, 2, 3, 4, 5, 6, 7}};
    const __m256i order = _mm256_load_si256(reinterpret_cast<const __m256i*>(lanes[mask]));
    const __m256i packed = _mm256_permutevar8x32_epi32(reinterpret_cast<__m256i>(key), order);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), packed);
#else
    std::size_t at = 0;
    for (int l = 0; l < W; ++l) {
        to[at] = static_cast<std::uint64_t>(key[l]);
        at += mask >> l & 1U;
    }
#endif
    return static_cast<std::size_t>(__builtin_popcount(mask));
}

// Vectors of points one after the other: their offsets from a centre, squared distances and keys.
struct Walk {
    const Points& points;
    V cx, cy, cz, dx, dy, dz, d2;
    I position, key;
    std::size_t begin = 0;

    Walk(const Points& p, const double* centre) : points(p), cx(all(centre[0])), cy(all(centre[1])), cz(all(centre[2])) {
        for (int l = 0; l < W; ++l) position[l] = l;
        read();
    }
    bool more() const { return begin < points.count; }
    void next() {
        begin += W;
        position += W;
        read();
    }
    void read() {
        if (!more()) return;
        dx = load(points.x + begin) - cx;
        dy = load(points.y + begin) - cy;
        dz = load(points.z + begin) - cz;
        d2 = dx * dx + dy * dy + dz * dz;
        key = (reinterpret_cast<I>(d2) & ~static_cast<long long>(position_mask)) | position;
    }
    unsigned lanes(I mask) const {
        const std::size_t rest = points.count - begin;
        return rest < W ? bits(mask) & ((1U << rest) - 1) : bits(mask);
    }
};

// Candidates in range are written to the front of `keys`.
std::size_t keys_within(const Points& points, const double* centre, double limit_squared,
                        std::uint64_t* keys) {
    std::size_t found = 0;
    const V limit = all(limit_squared);
    for (Walk at(points, centre); at.more(); at.next())
        found += pack(keys + found, at.key, at.lanes(at.d2 <= limit));
    return found;
}

// A sample can lie in an octant of a centre near by where it is no further than the spread beyond its bounds.
std::size_t keys_near_octants(const Points& points, const double* centre, double spread, double limit_squared,
                              const double* reach_squared, std::uint64_t* keys) {
    std::size_t found = 0;
    const V s = all(spread), limit = all(limit_squared);
    for (Walk at(points, centre); at.more(); at.next()) {
        const I sides[3][2] = {{at.dx <= s, at.dx >= -s}, {at.dy >= -s, at.dy <= s}, {at.dz >= -s, at.dz <= s}};
        I wanted{};
        for (int o = 0; o < octants; ++o)
            wanted |= sides[0][o & 1] & sides[1][o >> 1 & 1] & sides[2][o >> 2] & (at.d2 <= reach_squared[o]);
        found += pack(keys + found, at.key, at.lanes(wanted & (at.d2 <= limit)));
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


// As octant() of SampleIndex.h: east, south and below are the bits of its number.
inline I octant_of(V d1, V d2, V d3) {
    const I east = (d1 > 0.0) | ((d1 >= 0.0) & (d2 <= 0.0)), south = (d2 < 0.0) | ((d2 <= 0.0) & (d1 <= 0.0));
    return (east & 1LL) | (south & 2LL) | ((d3 < 0.0) & 4LL);
}

// A vector of candidates is compared with its octants' bounds at once: few are below, and only those are put in place.
void by_octant(const Points& points, const double* centre, const OctantSearch& search) {
    const double* m = search.axes;
    const int most = search.most;
    const V limit = all(search.limit_squared), clear = all(search.clear);
    // Bounds that vectors are compared with follow those in memory a few steps behind: reading whole what has just been
    // written in parts takes long.
    constexpr int steps_behind = 16;
    Eight below(search.below);
    int behind = 0;
    for (Walk at(points, centre); at.more(); at.next()) {
        const V &dx = at.dx, &dy = at.dy, &dz = at.dz;
        const I octant = m == nullptr ? octant_of(dx, dy, dz)
                                      : octant_of(m[0] * dx + m[1] * dy + m[2] * dz, m[3] * dx + m[4] * dy + m[5] * dz,
                                                  m[6] * dx + m[7] * dy + m[8] * dz);
        I wanted = (at.d2 <= limit) & (at.key < below[octant]);
        if (search.clear > 0)
            wanted &= ((dx > clear) | (dx < -clear)) & ((dy > clear) | (dy < -clear)) & ((dz > clear) | (dz < -clear));
        for (unsigned mask = at.lanes(wanted); mask != 0; mask &= mask - 1) {
            const int l = __builtin_ctz(mask);
            const auto key = static_cast<std::uint64_t>(at.key[l]);
            const int o = static_cast<int>(octant[l]);
            if (key >= search.below[o]) continue;
            std::uint64_t* own = search.keys + o * most;
            int place = search.counts[o];
            if (place < most)
                ++search.counts[o];
            else
                --place;
            for (; place > 0 && own[place - 1] > key; --place) own[place] = own[place - 1];
            own[place] = key;
            if (search.counts[o] == most) search.below[o] = own[most - 1];
            ++behind;
        }
        if (behind < steps_behind) continue;
        below = Eight(search.below);
        behind = 0;
    }
}
