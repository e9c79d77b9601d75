// Part of Kernel.inl: which samples are near.

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

