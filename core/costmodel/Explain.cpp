// Which feature makes the cost of a row how many times what it is.
#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "core/costmodel/CostModel.h"
#include "core/costmodel/Encoder.h"
#include "core/costmodel/Folds.h"

namespace orelens::costmodel {
namespace {

/// The mine in the middle: medians of numbers, the most frequent of categories.
struct Typical {
    std::vector<double> numbers;
    std::vector<std::string> categories;
};

Typical typical(const TargetModel& model) {
    Typical t;
    for (const NumberColumn& column : model.mines.numbers) {
        std::vector<double> values;
        for (const int row : model.rows)
            if (!std::isnan(column.values[row])) values.push_back(column.values[row]);
        std::ranges::sort(values);
        t.numbers.push_back(values.empty() ? not_stated : values[values.size() / 2]);
    }
    for (const CategoryColumn& column : model.mines.categories) {
        std::map<std::string, int> count;
        for (const int row : model.rows) ++count[column.values[row]];
        t.categories.push_back(std::ranges::max_element(count, {}, &std::pair<const std::string, int>::second)->first);
    }
    return t;
}

/// Orders of n features: half drawn, half the same backwards.
std::vector<std::vector<std::size_t>> orders(std::size_t n, std::uint64_t seed) {
    constexpr int drawn = 8;
    std::mt19937_64 draw(part_seed(seed, 4242));
    std::vector<std::vector<std::size_t>> all;
    for (int d = 0; d < drawn; ++d) {
        std::vector<std::size_t> order(n);
        for (std::size_t i = 0; i < n; ++i) order[i] = i;
        for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[draw() % i]);
        all.push_back(order);
        std::ranges::reverse(order);
        all.push_back(std::move(order));
    }
    return all;
}

/// The typical mine and, order by order, the same with one feature after another of the row.
Mines steps_to(const Mines& mines, int row, const Typical& from, const std::vector<std::vector<std::size_t>>& all) {
    Mines steps;
    const std::size_t numbers = mines.numbers.size(), n = numbers + mines.categories.size(), count = all.size() * (n + 1);
    steps.names.assign(count, std::string());
    for (std::size_t c = 0; c < numbers; ++c) {
        steps.numbers.push_back({mines.numbers[c].id, mines.numbers[c].scale, mines.numbers[c].sign, std::vector<double>(count, from.numbers[c])});
    }
    for (std::size_t c = 0; c < mines.categories.size(); ++c)
        steps.categories.push_back({mines.categories[c].id, std::vector<std::string>(count, from.categories[c])});
    for (std::size_t o = 0; o < all.size(); ++o)
        for (std::size_t k = 0; k < n; ++k)
            for (std::size_t later = k + 1; later <= n; ++later) {
                const std::size_t f = all[o][k], place = o * (n + 1) + later;
                if (f < numbers)
                    steps.numbers[f].values[place] = mines.numbers[f].values[row];
                else
                    steps.categories[f - numbers].values[place] = mines.categories[f - numbers].values[row];
            }
    return steps;
}

base::Expected<Factors> by_orders(const TargetModel& model, const Mines& mines, std::span<const int> rows, std::uint64_t seed) {
    Factors result;
    for (const NumberColumn& column : mines.numbers) result.feature.push_back(column.id);
    for (const CategoryColumn& column : mines.categories) result.feature.push_back(column.id);
    const std::size_t n = result.feature.size();
    const auto all = orders(n, seed);
    const Typical from = typical(model);
    result.base.resize(static_cast<Eigen::Index>(rows.size()));
    result.ln_factor.setZero(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(n));
    std::vector<int> places(all.size() * (n + 1));
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<int>(i);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const auto said = model.centre(steps_to(mines, rows[r], from, all), places);
        if (!said) return std::unexpected(said.error());
        const auto row = static_cast<Eigen::Index>(r);
        result.base(row) = (*said)(0);
        for (std::size_t o = 0; o < all.size(); ++o)
            for (std::size_t k = 0; k < n; ++k) {
                const auto place = static_cast<Eigen::Index>(o * (n + 1) + k);
                result.ln_factor(row, static_cast<Eigen::Index>(all[o][k])) +=
                    ((*said)(place + 1) - (*said)(place)) / static_cast<double>(all.size());
            }
    }
    return result;
}

}  // namespace

base::Expected<Factors> explain(const TargetModel& model, const Mines& mines, std::span<const int> rows, std::uint64_t seed) {
    if (model.linear) return model.linear->factors(mines, rows);
    if (model.learner == "network") return by_orders(model, mines, rows, seed);
    auto said = model.centre(mines, rows);
    if (!said) return std::unexpected(said.error());
    Factors none;
    none.base = std::move(*said);
    none.ln_factor.setZero(none.base.size(), 0);
    return none;
}

}  // namespace orelens::costmodel
