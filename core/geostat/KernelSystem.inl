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

// The inverse pivot of column j, whose row is ready before it; put in its place on the diagonal. A redundant sample
// gets pivot "infinity": its column becomes 0, which leaves it out of the system exactly.
inline V take_pivot(const Lanes& lanes, int j, V* kept) {
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
    *kept += choose(sound, lanes.present[j], V{});
    pivot_row[j] = inverse;
    return inverse;
}

// Columns j and j + 1 of `Rows` rows from i on: enough sums under way at a time to keep both multipliers busy.
template <int Rows>
inline void two_columns(const Lanes& lanes, int i, int j, V inverse, V next_inverse) {
    const V *p = row(lanes.triangle, j), *q = row(lanes.triangle, j + 1);
    V* r[Rows];
    V s[Rows], t[Rows];
    for (int m = 0; m < Rows; ++m) {
        r[m] = row(lanes.triangle, i + m);
        s[m] = r[m][j];
        t[m] = r[m][j + 1];
    }
    for (int k = 0; k < j; ++k) {
        const V pk = p[k], qk = q[k];
        for (int m = 0; m < Rows; ++m) {
            const V value = r[m][k];
            s[m] = sub_mul(s[m], value, pk);
            t[m] = sub_mul(t[m], value, qk);
        }
    }
    for (int m = 0; m < Rows; ++m) {
        const V first = s[m] * inverse;
        r[m][j] = first;
        r[m][j + 1] = sub_mul(t[m], first, q[j]) * next_inverse;
    }
}

// Left-looking Cholesky over all rows, two columns at a time; the right-hand sides are rows too, so that forward
// substitution costs nothing extra. The diagonal is left holding the inverse pivots.
void factorise(const Lanes& lanes, int n, int rows, V* used) {
    V kept{};
    int j = 0;
    for (; j + 1 < n; j += 2) {
        const V* p = row(lanes.triangle, j);
        V* q = row(lanes.triangle, j + 1);
        const V inverse = take_pivot(lanes, j, &kept);
        V s = q[j];
        for (int k = 0; k < j; ++k) s = sub_mul(s, q[k], p[k]);
        q[j] = s * inverse;
        const V next = take_pivot(lanes, j + 1, &kept);
        int i = j + 2;
        for (; i + 3 < rows; i += 4) two_columns<4>(lanes, i, j, inverse, next);
        for (; i + 1 < rows; i += 2) two_columns<2>(lanes, i, j, inverse, next);
        for (; i < rows; ++i) two_columns<1>(lanes, i, j, inverse, next);
    }
    if (j < n) {
        const V* p = row(lanes.triangle, j);
        const V inverse = take_pivot(lanes, j, &kept);
        for (int i = j + 1; i < rows; ++i) {
            V* r = row(lanes.triangle, i);
            V s = r[j];
            for (int k = 0; k < j; ++k) s = sub_mul(s, r[k], p[k]);
            r[j] = s * inverse;
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
