// Part of Kernel.inl: the factorisation that kriging and cokriging share.

// Rows of the augmented lower triangle: n samples, then the right-hand sides.
inline V* row(V* triangle, int i) {
    return triangle + static_cast<std::size_t>(i) * (static_cast<std::size_t>(i) + 1) / 2;
}

struct Lanes {
    V *x, *y, *z, *present, *triangle;
    Lanes(double* memory, int n) {
        V* work = reinterpret_cast<V*>(memory);
        x = work;
        y = work + n;
        z = work + 2 * n;
        present = work + 3 * n;
        triangle = work + 4 * n;
    }
};

// Left-looking Cholesky over all rows at once; the right-hand sides are rows too, so that forward
// substitution costs nothing extra. A redundant sample gets pivot "infinity": its column becomes 0, which
// leaves it out of the system exactly. The diagonal is left holding the inverse pivots.
void factorise(const Lanes& lanes, int n, int rows, V* used) {
    V kept{};
    for (int j = 0; j < n; ++j) {
        V* pivot_row = row(lanes.triangle, j);
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
        pivot_row[j] = inverse;
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

inline V dot(const V* a, const V* b, int n) {
    V sum{};
    for (int i = 0; i < n; ++i) sum = mul_add(a[i], b[i], sum);
    return sum;
}

// Solves Lᵀ w = y in place.
void back_substitute(const Lanes& lanes, int n, V* y) {
    for (int i = n - 1; i >= 0; --i) {
        V sum = y[i];
        for (int j = i + 1; j < n; ++j) sum = sub_mul(sum, row(lanes.triangle, j)[i], y[j]);
        y[i] = sum * row(lanes.triangle, i)[i];
    }
}

// S = B'B of the constraints' rows, as its Cholesky factor. A constraint that depends on those before it is
// left out like a redundant sample.
struct Constraints {
    int count = 0;
    V inverse[max_drifts];
    V factor[max_drifts * (max_drifts + 1) / 2];
    V dependent;

    Constraints(const Lanes& lanes, int first, int n, int constraints)
        : count(constraints), dependent(V{}) {
        for (int k = 0; k < count; ++k) {
            const V* b = row(lanes.triangle, first + k);
            for (int l = 0; l <= k; ++l) {
                V s = dot(b, row(lanes.triangle, first + l), n);
                const V whole = s;
                for (int j = 0; j < l; ++j) s = sub_mul(s, at(k, j), at(l, j));
                if (l < k) {
                    at(k, l) = s * inverse[l];
                    continue;
                }
                const I sound = s > dependent_drift * whole;
                inverse[k] = choose(sound, 1.0 / square_root(choose(sound, s, all(1.0))), V{});
                dependent += choose(sound, V{}, all(1.0));
            }
        }
    }
    V& at(int k, int l) { return row(factor, k)[l]; }
    void forward(V* r) {
        for (int k = 0; k < count; ++k) {
            for (int j = 0; j < k; ++j) r[k] = sub_mul(r[k], at(k, j), r[j]);
            r[k] *= inverse[k];
        }
    }
    void backward(V* y) {
        for (int k = count - 1; k >= 0; --k) {
            for (int i = k + 1; i < count; ++i) y[k] = sub_mul(y[k], at(i, k), y[i]);
            y[k] *= inverse[k];
        }
    }
};
