// Part of Kernel.inl: systems of several variables. Samples of a variable stand together; rows after those of
// the samples: a target per variable, a constraint per variable, the values.

// Lanes side by side have their variables in the same rows; a lane with fewer samples of one repeats any,
// masked. Values are relative to the nearest sample of their variable.
void gather_variables(const CoSystems& s, const Lanes& lanes, int n, V* shift) {
    double* x = reinterpret_cast<double*>(lanes.x);
    double* y = reinterpret_cast<double*>(lanes.y);
    double* z = reinterpret_cast<double*>(lanes.z);
    double* present = reinterpret_cast<double*>(lanes.present);
    double* value = reinterpret_cast<double*>(row(lanes.triangle, n + 2 * s.variables));
    int first = 0;
    for (int q = 0; q < s.variables; first += s.n[q], ++q)
        for (int l = 0; l < W; ++l) {
            const int count = s.counts[q][l];
            const double origin = count > 0 ? s.samples[q][s.neighbours[q][l][0]].value : 0.0;
            shift[q][l] = origin;
            for (int k = 0; k < s.n[q]; ++k) {
                const bool real = k < count;
                const Sample sample = real ? s.samples[q][s.neighbours[q][l][k]] : Sample{0, 0, 0, 0};
                const int at = (first + k) * W + l;
                x[at] = sample.x;
                y[at] = sample.y;
                z[at] = sample.z;
                present[at] = real ? 1.0 : 0.0;
                value[at] = real ? sample.value - origin : 0.0;
            }
        }
}

// Correlations of all structures for one separation.
inline V structures(const Covariance& c, V dx, V dy, V dz, V* of_term) {
    const V base = mul_add(dx, dx, mul_add(dy, dy, dz * dz));
    for (int t = 0; t < c.count; ++t) of_term[t] = correlation(c.terms[t], base, dx, dy, dz);
    return base;
}

inline V shared(const CoSystems& s, int p, int q, const V* of_term) {
    V sum{};
    for (int t = 0; t < s.covariance->count; ++t)
        sum = mul_add(all(s.share[(t * s.variables + p) * s.variables + q]), of_term[t], sum);
    return sum;
}

// Left-hand side of sample i of variable p: one with another variable's sample at the same place has the
// nuggets' share too.
void assemble_pairs(const CoSystems& s, const Lanes& lanes, int p, int i) {
    V* r = row(lanes.triangle, i);
    V of_term[max_terms];
    int j = 0;
    for (int q = 0; q <= p; ++q) {
        const V nugget = all(s.nugget[p * s.variables + q]);
        for (int k = 0; k < s.n[q] && j < i; ++k, ++j) {
            const V base = structures(*s.covariance, lanes.x[i] - lanes.x[j], lanes.y[i] - lanes.y[j],
                                      lanes.z[i] - lanes.z[j], of_term);
            V c = shared(s, p, q, of_term);
            if (q != p) c += choose(same_place(base), nugget, V{});
            r[j] = lanes.present[i] * lanes.present[j] * c;
        }
    }
    r[i] = all(1.0);
}

void assemble_targets(const CoSystems& s, const Lanes& lanes, int n, int p, int i) {
    const V dx = lanes.x[i] - load(s.target[0]), dy = lanes.y[i] - load(s.target[1]),
            dz = lanes.z[i] - load(s.target[2]);
    V mean[max_terms] = {}, of_term[max_terms];
    for (int d = 0; d < s.points; ++d) {
        structures(*s.covariance, dx - s.offsets[0][d], dy - s.offsets[1][d], dz - s.offsets[2][d], of_term);
        for (int t = 0; t < s.covariance->count; ++t) mean[t] += of_term[t] * (1.0 / s.points);
    }
    const I here = same_place(mul_add(dx, dx, mul_add(dy, dy, dz * dz)));
    for (int q = 0; q < s.variables; ++q) {
        V c = shared(s, p, q, mean);
        if (s.points == 1) c += choose(here, all(s.nugget[p * s.variables + q]), V{});
        row(lanes.triangle, n + q)[i] = lanes.present[i] * c;
        row(lanes.triangle, n + s.variables + q)[i] = q == p ? lanes.present[i] : V{};
    }
}

// Ordinary cokriging: own weights add up to 1, those of each other variable to 0. A variable without samples
// has a constraint of zeros, which is left out.
void cokrige(const CoSystems& s) {
    int n = 0;
    for (int q = 0; q < s.variables; ++q) n += s.n[q];
    const Lanes lanes(s.work, n);
    V shift[max_variables], used{};
    gather_variables(s, lanes, n, shift);
    int i = 0;
    for (int p = 0; p < s.variables; ++p)
        for (int k = 0; k < s.n[p]; ++k, ++i) {
            assemble_pairs(s, lanes, p, i);
            assemble_targets(s, lanes, n, p, i);
        }
    factorise(lanes, n, n + 2 * s.variables + 1, &used);

    const int constraints = n + s.variables;
    Constraints normal(lanes, constraints, n, s.variables);
    const V* v = row(lanes.triangle, n + 2 * s.variables);
    V bv[max_variables];
    for (int q = 0; q < s.variables; ++q) bv[q] = dot(row(lanes.triangle, constraints + q), v, n);
    normal.forward(bv);
    for (int t = 0; t < s.variables; ++t) {
        const V* a = row(lanes.triangle, n + t);
        V lambda[max_variables];
        for (int q = 0; q < s.variables; ++q)
            lambda[q] = (q == t ? 1.0 : 0.0) - dot(a, row(lanes.triangle, constraints + q), n);
        normal.forward(lambda);
        const V told = dot(a, a, n) - dot(lambda, lambda, s.variables);
        const V variance = s.block_covariance[t] - told;
        store(s.estimate[t], shift[t] + dot(a, v, n) + dot(lambda, bv, s.variables));
        store(s.variance[t], choose(variance > 0.0, variance, V{}));
        if (s.lagrange[t] == nullptr) continue;
        normal.backward(lambda);
        store(s.lagrange[t], -lambda[t]);
        store(s.explained[t], told + lambda[t]);
    }
    store(s.used, used);
}
