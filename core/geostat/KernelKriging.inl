// Part of Kernel.inl: systems of one variable. Rows after those of the samples: the target a, the drift
// functions b, the values v.

// Copies the neighbours of each lane side by side. Lanes with fewer than n repeat their first sample, masked.
void gather(const Systems& s, const Lanes& lanes, V* shift) {
    double* x = reinterpret_cast<double*>(lanes.x);
    double* y = reinterpret_cast<double*>(lanes.y);
    double* z = reinterpret_cast<double*>(lanes.z);
    double* present = reinterpret_cast<double*>(lanes.present);
    const int functions = s.drift->functions;
    double* value = reinterpret_cast<double*>(row(lanes.triangle, s.n + functions + 1));
    double* external = reinterpret_cast<double*>(row(lanes.triangle, s.n + functions));
    const double* metres = s.covariance->metres;
    for (int l = 0; l < W; ++l) {
        const std::uint32_t* neighbours = s.neighbours[l];
        const int count = s.counts[l];
        // Values relative to the mean or the nearest sample: constant data come back exactly.
        const double origin = functions == 0 ? s.mean : s.samples[neighbours[0]].value;
        (*shift)[l] = origin;
        for (int k = 0; k < s.n; ++k) {
            const bool real = k < count;
            const std::uint32_t id = neighbours[real ? k : 0];
            const Sample& sample = s.samples[id];
            x[k * W + l] = sample.x;
            y[k * W + l] = sample.y;
            z[k * W + l] = sample.z;
            present[k * W + l] = real ? 1.0 : 0.0;
            double v = sample.value;
            if (s.restricted != nullptr && v > s.restricted->above) {
                const double dx = (sample.x - s.target[0][l]) * metres[0];
                const double dy = (sample.y - s.target[1][l]) * metres[1];
                const double dz = (sample.z - s.target[2][l]) * metres[2];
                if (dx * dx + dy * dy + dz * dz > s.restricted->beyond_squared) v = s.restricted->above;
            }
            value[k * W + l] = real ? v - origin : 0.0;
            if (s.drift->external != nullptr)
                external[k * W + l] = real ? s.drift->external[id] - s.external[l] : 0.0;
        }
    }
}

template <class Model>
void assemble(const Systems& s, const Lanes& lanes, V* distance) {
    const Model covariance(*s.covariance);
    const V tx = load(s.target[0]), ty = load(s.target[1]), tz = load(s.target[2]);
    const double* metres = s.covariance->metres;
    V* a = row(lanes.triangle, s.n);
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
            const V h2 = mul_add(dx, dx, mul_add(dy, dy, dz * dz));
            target += choose(same_place(h2), all(s.covariance->nugget), V{});
        } else {
            target *= 1.0 / s.points;
        }
        a[i] = present * target;
    }
    *distance = sum_distance;
}

// The external drift's row stands already.
void assemble_drift(const Systems& s, const Lanes& lanes) {
    const Drift& drift = *s.drift;
    if (drift.functions == 0) return;
    V* one = row(lanes.triangle, s.n + 1);
    for (int i = 0; i < s.n; ++i) one[i] = lanes.present[i];
    if (drift.forms == 0) return;
    const V tx = load(s.target[0]), ty = load(s.target[1]), tz = load(s.target[2]);
    for (int i = 0; i < s.n; ++i) {
        const V present = lanes.present[i];
        const V dx = lanes.x[i] - tx, dy = lanes.y[i] - ty, dz = lanes.z[i] - tz;
        V form[3];
        int next = s.n + 2;
        for (int f = 0; f < drift.forms; ++f) {
            const double* c = drift.form[f];
            form[f] = present * mul_add(all(c[0]), dx, mul_add(all(c[1]), dy, c[2] * dz));
            row(lanes.triangle, next++)[i] = form[f];
        }
        if (!drift.products) continue;
        for (int f = 0; f < drift.forms; ++f)
            for (int g = f; g < drift.forms; ++g) row(lanes.triangle, next++)[i] = form[f] * form[g];
    }
}

// Weights L⁻ᵀ(A + Σ λ B) and the share of those below zero.
void weigh(const Systems& s, const Lanes& lanes, const V* lambda) {
    V* w = lanes.x;
    const V* a = row(lanes.triangle, s.n);
    for (int i = 0; i < s.n; ++i) w[i] = a[i];
    for (int k = 0; k < s.drift->functions; ++k) {
        const V* b = row(lanes.triangle, s.n + 1 + k);
        for (int i = 0; i < s.n; ++i) w[i] = mul_add(lambda[k], b[i], w[i]);
    }
    back_substitute(lanes, s.n, w);
    V below{}, size{};
    for (int i = 0; i < s.n; ++i) {
        const V negative = smaller(w[i], V{});
        below -= negative;
        size += w[i] - 2.0 * negative;
        if (s.weights != nullptr) store(s.weights + i * W, w[i]);
    }
    store(s.negative, choose(size > 0.0, below / choose(size > 0.0, size, all(1.0)), V{}));
}

// With A = L⁻¹a, B = L⁻¹b, C = L⁻¹v, r = f₀ − B'A and S = B'B: λ = S⁻¹r, estimate A·C + λ'B'C, variance
// C(V,V) − A·A + r'λ; the multipliers are −λ. Generalised least squares of the drift (Chilès and Delfiner,
// Geostatistics, 3.4).
void krige(const Systems& s) {
    const Drift& drift = *s.drift;
    const int functions = drift.functions;
    const Lanes lanes(s.work, s.n);
    V shift{}, distance{}, used{};
    gather(s, lanes, &shift);
    if (is_one_spherical(*s.covariance))
        assemble<OneSpherical>(s, lanes, &distance);
    else
        assemble<Nested>(s, lanes, &distance);
    assemble_drift(s, lanes);
    factorise(lanes, s.n, s.n + functions + 2, &used);

    const V *a = row(lanes.triangle, s.n), *b = row(lanes.triangle, s.n + 1),
            *v = row(lanes.triangle, s.n + functions + 1);
    V counts{};
    for (int i = 0; i < s.n; ++i) counts += lanes.present[i];
    const V aa = dot(a, a, s.n);
    V estimate = shift + dot(a, v, s.n), variance = s.block_covariance - aa;
    V explained = aa, spread = aa, dependent{};
    V lambda[max_drifts] = {};
    if (functions == 1) {
        const V ab = dot(a, b, s.n), bb = dot(b, b, s.n);
        lambda[0] = (1.0 - ab) / bb;
        estimate = mul_add(lambda[0], dot(b, v, s.n), estimate);
        variance = mul_add(lambda[0] * lambda[0], bb, variance);
        explained = mul_add(lambda[0], ab, explained);
        spread = explained + lambda[0];
    } else if (functions > 1) {
        Constraints normal(lanes, s.n + 1, s.n, functions);
        V ab[max_drifts], bv[max_drifts];
        for (int k = 0; k < functions; ++k) {
            const V* f = row(lanes.triangle, s.n + 1 + k);
            ab[k] = dot(a, f, s.n);
            bv[k] = dot(f, v, s.n);
            lambda[k] = drift.target[k] - ab[k];
        }
        normal.forward(lambda);
        normal.forward(bv);
        estimate += dot(lambda, bv, functions);
        variance += dot(lambda, lambda, functions);
        normal.backward(lambda);
        explained += dot(lambda, ab, functions);
        spread = explained;
        for (int k = 0; k < functions; ++k) spread = mul_add(lambda[k], all(drift.target[k]), spread);
        dependent = normal.dependent;
    }
    store(s.estimate, estimate);
    store(s.variance, choose(variance > 0.0, variance, V{}));
    store(s.distance, distance / counts);
    store(s.used, used);
    store(s.dependent, dependent);
    store(s.lagrange, V{} - lambda[0]);
    store(s.explained, explained);
    store(s.spread, spread);
    if (s.negative != nullptr) weigh(s, lanes, lambda);
}
