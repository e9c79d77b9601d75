#include "core/costmodel/Encoder.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

struct Moments {
    double mean = 0, spread = 0;
    int count = 0;
};

Moments moments(const std::vector<double>& values) {
    Moments m;
    for (double v : values)
        if (!std::isnan(v)) m.mean += v, ++m.count;
    if (m.count == 0) return m;
    m.mean /= m.count;
    double sum = 0;
    for (double v : values)
        if (!std::isnan(v)) sum += (v - m.mean) * (v - m.mean);
    m.spread = std::sqrt(sum / m.count);
    return m;
}

const NumberColumn* number(const Mines& mines, const std::string& id) {
    const auto it = std::ranges::find(mines.numbers, id, &NumberColumn::id);
    return it == mines.numbers.end() ? nullptr : &*it;
}
const CategoryColumn* category(const Mines& mines, const std::string& id) {
    const auto it = std::ranges::find(mines.categories, id, &CategoryColumn::id);
    return it == mines.categories.end() ? nullptr : &*it;
}

base::Expected<void> check(const Mines& mines, std::span<const int> rows) {
    if (rows.empty()) return fail(ErrorKind::data, Message("costmodel.no_rows"));
    for (int row : rows)
        if (row < 0 || static_cast<std::size_t>(row) >= mines.rows())
            return fail(ErrorKind::internal, Message("costmodel.row_range", {{"row", std::to_string(row)}}));
    for (const NumberColumn& column : mines.numbers) {
        if (column.values.size() != mines.rows())
            return fail(ErrorKind::internal, Message("costmodel.length"), {.field = column.id});
        for (int row : rows)
            if (std::isinf(column.values[row]))
                return fail(ErrorKind::data, Message("costmodel.infinite", {{"mine", mines.names[row]}}),
                            {.row = row + 1, .field = column.id});
    }
    for (const CategoryColumn& column : mines.categories)
        if (column.values.size() != mines.rows())
            return fail(ErrorKind::internal, Message("costmodel.length"), {.field = column.id});
    return {};
}

}  // namespace

double scaled(const NumberColumn& column, double value) {
    constexpr double missing = std::numeric_limits<double>::quiet_NaN();
    switch (column.scale) {
        case Scale::logarithm: return value > 0 ? std::log(value) : missing;
        case Scale::logarithm_plus: return value >= 0 ? std::log1p(value) : missing;
        case Scale::linear: break;
    }
    return value;
}

base::Expected<Encoder> Encoder::learn(const Mines& mines, std::span<const int> rows) {
    if (auto ok = check(mines, rows); !ok) return std::unexpected(ok.error());
    Encoder encoder;
    const auto add = [&](Column column, const std::vector<double>& values) {
        const Moments m = moments(values);
        // Of equal values the rounding of the mean alone makes a spread.
        if (m.count == 0 || m.spread <= 1e-12 * (1 + std::abs(m.mean))) return;
        column.mean = m.mean;
        column.spread = m.spread;
        encoder.columns_.push_back(std::move(column));
    };
    std::vector<double> values(rows.size());
    for (const NumberColumn& column : mines.numbers) {
        bool some_missing = false;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            values[i] = scaled(column, column.values[rows[i]]);
            some_missing |= std::isnan(values[i]);
        }
        add({Kind::value, column.id, "", column.sign}, values);
        if (!some_missing) continue;
        for (double& v : values) v = std::isnan(v) ? 1 : 0;
        add({Kind::missing, column.id, ""}, values);
    }
    for (const CategoryColumn& column : mines.categories) {
        std::set<std::string> known;
        for (int row : rows) known.insert(column.values[row]);
        for (const std::string& name : known) {
            for (std::size_t i = 0; i < rows.size(); ++i) values[i] = column.values[rows[i]] == name ? 1 : 0;
            add({Kind::category, column.id, name}, values);
        }
    }
    return encoder;
}

base::Expected<Eigen::MatrixXd> Encoder::encode(const Mines& mines, std::span<const int> rows) const {
    if (auto ok = check(mines, rows); !ok) return std::unexpected(ok.error());
    Eigen::MatrixXd x(static_cast<Eigen::Index>(rows.size()), columns());
    for (int c = 0; c < columns(); ++c) {
        const Column& column = columns_[c];
        const NumberColumn* values = column.kind == Kind::category ? nullptr : number(mines, column.feature);
        const CategoryColumn* names = column.kind == Kind::category ? category(mines, column.feature) : nullptr;
        if (values == nullptr && names == nullptr)
            return fail(ErrorKind::data, Message("costmodel.feature_missing"), {.field = column.feature});
        for (std::size_t i = 0; i < rows.size(); ++i) {
            double value = 0;
            if (names != nullptr) {
                value = names->values[rows[i]] == column.category ? 1 : 0;
            } else {
                const double v = scaled(*values, values->values[rows[i]]);
                if (column.kind == Kind::missing)
                    value = std::isnan(v) ? 1 : 0;
                else
                    value = std::isnan(v) ? column.mean : v;
            }
            x(static_cast<Eigen::Index>(i), c) = (value - column.mean) / column.spread;
        }
    }
    return x;
}

std::vector<std::string> Encoder::column_names() const {
    std::vector<std::string> names;
    for (const Column& column : columns_) {
        std::string name = column.feature;
        if (column.kind == Kind::missing) name.append(" missing");
        if (column.kind == Kind::category) name.append(" = ").append(column.category);
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<std::string> Encoder::column_features() const {
    std::vector<std::string> features;
    for (const Column& column : columns_) features.push_back(column.feature);
    return features;
}

std::vector<Monotone> Encoder::column_signs() const {
    std::vector<Monotone> signs;
    for (const Column& column : columns_) signs.push_back(column.sign);
    return signs;
}

}  // namespace orelens::costmodel
