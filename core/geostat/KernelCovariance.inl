// Part of Kernel.inl: covariances of many pairs at a time.

inline V spherical(V h2) {
    const V h = smaller(square_root(h2), all(1.0));
    return sub_mul(all(1.0), h, sub_mul(all(1.5), h * 0.5, h));
}

// Correlation of one structure; `base` is the squared distance in the stored frame.
inline V correlation(const Term& term, V base, V dx, V dy, V dz) {
    V h2;
    if (term.shares_frame) {
        h2 = base * term.scale_squared;
    } else {
        const V a = mul_add(all(term.r[0]), dx, mul_add(all(term.r[1]), dy, term.r[2] * dz));
        const V b = mul_add(all(term.r[3]), dy, term.r[4] * dz);
        const V d = term.r[5] * dz;
        h2 = mul_add(a, a, mul_add(b, b, d * d));
    }
    if (term.type == TermType::spherical) return spherical(h2);
    if (term.type == TermType::exponential) return exponential(-3.0 * square_root(h2));
    return exponential(-3.0 * h2);
}

// A point at a sample: γ(0) = 0, there the nugget counts.
inline I same_place(V base) {
    return base < 1e-18;
}

// The usual case: one spherical structure in whose own frame the samples are stored.
struct OneSpherical {
    V sill;
    explicit OneSpherical(const Covariance& c) : sill(all(c.terms[0].sill)) {}
    V operator()(V dx, V dy, V dz) const {
        return sill * spherical(mul_add(dx, dx, mul_add(dy, dy, dz * dz)));
    }
};

inline bool is_one_spherical(const Covariance& c) {
    return c.count == 1 && c.terms[0].type == TermType::spherical && c.terms[0].shares_frame &&
           c.terms[0].scale_squared == 1.0;
}

struct Nested {
    const Covariance& c;
    explicit Nested(const Covariance& covariance) : c(covariance) {}
    V operator()(V dx, V dy, V dz) const {
        const V base = mul_add(dx, dx, mul_add(dy, dy, dz * dz));
        V sum{};
        for (int t = 0; t < c.count; ++t)
            sum = mul_add(all(c.terms[t].sill), correlation(c.terms[t], base, dx, dy, dz), sum);
        return sum;
    }
};
