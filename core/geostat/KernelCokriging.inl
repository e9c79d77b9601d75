// Part of Kernel.inl: systems of several variables. Samples of a variable stand together; rows after those of
// the samples: a target per variable, a constraint per variable, the values.

// Where the samples of a system stand. Variables that are alike share their places, so that what two places, or a
// place and the target, have in common is worked out once: the correlation of every structure, and the squared
// distance.
struct SharedPlaces {
    int first[max_variables] = {};  // of each variable: number of its first place
    int count = 0;
    int terms;
    V* pairs;

    explicit SharedPlaces(const CoSystems& s) : terms(s.covariance->count), pairs(reinterpret_cast<V*>(s.pairs)) {
        for (int q = 0; q < s.variables; ++q) {
            const bool own = s.like[q] == q;
            first[q] = own ? count : first[s.like[q]];
            if (own) count += s.n[q];
        }
    }
    V* pair(int a, int b) const {
        return pairs + static_cast<std::ptrdiff_t>(terms + 1) * (a < b ? b * (b + 1) / 2 + a : a * (a + 1) / 2 + b);
    }
    V* target(int a) const { return pairs + static_cast<std::ptrdiff_t>(terms + 1) * (count * (count + 1) / 2 + a); }
};

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

inline int first_row(const CoSystems& s, int variable) {
    int first = 0;
    for (int q = 0; q < variable; ++q) first += s.n[q];
    return first;
}

// What the place of sample i, of a variable p with places of its own, has in common with those before it and with
// the target.
void correlate_places(const CoSystems& s, const Lanes& lanes, const SharedPlaces& places, int p, int i) {
    const V x = lanes.x[i], y = lanes.y[i], z = lanes.z[i];
    const int here = places.first[p] + i - first_row(s, p);
    int j = 0;
    for (int q = 0; q <= p; j += s.n[q], ++q) {
        if (s.like[q] != q) continue;
        for (int k = 0; k < s.n[q] && j + k <= i; ++k) {
            V* pair = places.pair(here, places.first[q] + k);
            pair[places.terms] = structures(*s.covariance, x - lanes.x[j + k], y - lanes.y[j + k], z - lanes.z[j + k], pair);
        }
    }
    const V dx = x - load(s.target[0]), dy = y - load(s.target[1]), dz = z - load(s.target[2]);
    V mean[max_terms] = {}, of_term[max_terms];
    for (int d = 0; d < s.points; ++d) {
        structures(*s.covariance, dx - s.offsets[0][d], dy - s.offsets[1][d], dz - s.offsets[2][d], of_term);
        for (int t = 0; t < places.terms; ++t) mean[t] += of_term[t] * (1.0 / s.points);
    }
    V* target = places.target(here);
    for (int t = 0; t < places.terms; ++t) target[t] = mean[t];
    target[places.terms] = mul_add(dx, dx, mul_add(dy, dy, dz * dz));
}

// Left-hand side of sample k of variable p, which is row i: one with another variable's sample at the same place has
// the nuggets' share too.
void assemble_pairs(const CoSystems& s, const Lanes& lanes, const SharedPlaces& places, int p, int k, int i) {
    V* r = row(lanes.triangle, i);
    int j = 0;
    for (int q = 0; q <= p; ++q) {
        const V nugget = all(s.nugget[p * s.variables + q]);
        for (int m = 0; m < s.n[q] && j < i; ++m, ++j) {
            const V* pair = places.pair(places.first[p] + k, places.first[q] + m);
            V c = shared(s, p, q, pair);
            if (q != p) c += choose(same_place(pair[places.terms]), nugget, V{});
            r[j] = lanes.present[i] * lanes.present[j] * c;
        }
    }
    r[i] = all(1.0);
}

void assemble_targets(const CoSystems& s, const Lanes& lanes, const SharedPlaces& places, int n, int p, int k, int i) {
    const V* target = places.target(places.first[p] + k);
    const I here = same_place(target[places.terms]);
    for (int q = 0; q < s.variables; ++q) {
        V c = shared(s, p, q, target);
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
    const SharedPlaces places(s);
    int i = 0;
    for (int p = 0; p < s.variables; ++p)
        for (int k = 0; k < s.n[p]; ++k, ++i) {
            if (s.like[p] == p) correlate_places(s, lanes, places, p, i);
            assemble_pairs(s, lanes, places, p, k, i);
            assemble_targets(s, lanes, places, n, p, k, i);
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
