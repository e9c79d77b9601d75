#include "core/pits/Study.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/base/Parallel.h"
#include "core/economics/Value.h"
#include "core/pits/Inside.h"
#include "core/pits/Shells.h"

namespace orelens::pits {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockModel;

/// What each shell holds, bench by bench, at the deck's prices.
class ShellSums {
  public:
    ShellSums(const BlockModel& model, const Ground& ground, const Shells& shells, const TypedWorth& worth)
        : model_(model), ground_(ground), shells_(shells), worth_(worth) {
        const std::size_t benches = static_cast<std::size_t>(model.geometry().count[2]);
        benches_.assign(shells.blocks.size(), std::vector<ShellBench>(benches));
        totals_.resize(shells.blocks.size());
        for (PitRow& row : totals_) row.product_tonnes.assign(worth.commodities(), 0);
    }

    /// False: cancelled.
    bool run(const base::Progress& progress) {
        return add_missing(progress.part(0, 0.3)) && add_blocks(progress.part(0.3, 1));
    }

    /// Rows of pits from those of shells.
    [[nodiscard]] std::vector<PitRow> pits() const {
        std::vector<PitRow> rows;
        PitRow sum;
        sum.product_tonnes.assign(worth_.commodities(), 0);
        for (const PitRow& shell : totals_) {
            sum.ore_tonnes += shell.ore_tonnes;
            sum.fed_tonnes += shell.fed_tonnes;
            sum.waste_tonnes += shell.waste_tonnes;
            sum.value += shell.value;
            for (std::size_t c = 0; c < sum.product_tonnes.size(); ++c)
                sum.product_tonnes[c] += shell.product_tonnes[c];
            rows.push_back(sum);
        }
        return rows;
    }
    [[nodiscard]] const ShellBenches& benches() const { return benches_; }

  private:
    void add(std::size_t shell, std::int32_t k, double ore, double waste, double value) {
        PitRow& row = totals_[shell];
        row.ore_tonnes += ore;
        row.waste_tonnes += waste;
        row.value += value;
        ShellBench& bench = benches_[shell][static_cast<std::size_t>(k)];
        bench.moved_tonnes += ore + waste;
        bench.value += value;
    }

    /// Cells that the model has no block for.
    bool add_missing(const base::Progress& progress) {
        const blocks::GridGeometry& geometry = model_.geometry();
        const std::int32_t columns = geometry.count[0] * geometry.count[1];
        const auto levels = static_cast<std::size_t>(geometry.count[2]);
        return base::ordered_pieces(levels, 1, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t level = begin; level < end; ++level)
                for (std::int32_t c = 0; c < columns; ++c) {
                    const auto k = static_cast<std::int32_t>(level);
                    const std::uint8_t number =
                        shells_
                            .number[level * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c)];
                    const double tonnes = ground_.waste_tonnes(c, k);
                    if (number == 0 || !(tonnes > 0) ||
                        there({c % geometry.count[0], c / geometry.count[0], k}))
                        continue;
                    add(number - 1U, k, 0, tonnes, -tonnes * ground_.waste_moving(k));
                }
        });
    }
    [[nodiscard]] bool there(const blocks::Index3& ijk) const {
        const std::size_t leaf = model_.leaf_of(ijk);
        if (leaf == model_.leaf_count()) return false;
        return model_.leaf(leaf).is_active(((ijk[0] & 7) << 6) | ((ijk[1] & 7) << 3) | (ijk[2] & 7));
    }

    bool add_blocks(const base::Progress& progress) {
        const blocks::GridGeometry& geometry = model_.geometry();
        std::vector<double> fractions(worth_.commodities());
        std::vector<double> product(worth_.commodities());
        return base::ordered_pieces(
            model_.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
                for (std::size_t n = begin; n < end; ++n) {
                    const blocks::Leaf& leaf = model_.leaf(n);
                    for (int at = 0; at < 512; ++at) {
                        if (!leaf.is_active(at)) continue;
                        const blocks::Index3 ijk = leaf.index(at);
                        const std::uint8_t number =
                            shells_.number[static_cast<std::size_t>(geometry.linear(ijk))];
                        if (number == 0) continue;
                        const economics::BlockWorth worth = worth_.at(n, at, ijk, fractions.data());
                        const double value = worth.worth() - ground_.extra_cost(n, at);
                        const bool ore = worth.ore();
                        add(number - 1U, ijk[2], ore ? worth.tonnes : 0, ore ? 0 : worth.tonnes, value);
                        if (!ore) continue;
                        PitRow& row = totals_[number - 1U];
                        row.fed_tonnes += worth.fed;
                        worth_.product(n, at, fractions.data(), product.data());
                        for (std::size_t c = 0; c < product.size(); ++c)
                            row.product_tonnes[c] += worth.fed * product[c];
                    }
                }
            });
    }

    const BlockModel& model_;
    const Ground& ground_;
    const Shells& shells_;
    const TypedWorth& worth_;
    ShellBenches benches_;
    std::vector<PitRow> totals_;  // of shells
};

/// Vertical columns at the sides of the grid that some pit reaches.
std::int64_t side_columns(const blocks::Index3& count, const Shells& shells) {
    std::int64_t reached = 0;
    for (std::int32_t j = 0; j < count[1]; ++j)
        for (std::int32_t i = 0; i < count[0]; ++i) {
            if (i != 0 && j != 0 && i != count[0] - 1 && j != count[1] - 1) continue;
            for (std::int32_t k = 0; k < count[2]; ++k) {
                const std::size_t cell =
                    static_cast<std::size_t>(i) +
                    static_cast<std::size_t>(count[0]) *
                        (static_cast<std::size_t>(j) +
                         static_cast<std::size_t>(count[1]) * static_cast<std::size_t>(k));
                if (shells.number[cell] == 0) continue;
                ++reached;
                break;
            }
        }
    return reached;
}

bool write_column(BlockModel& model, const Shells& shells, const base::Progress& progress) {
    model.add_column({shell_column, blocks::ColumnType::integer, "", {}}, blocks::most_small);
    const blocks::IntegerWriter writer = model.integer_writer(shell_column);
    const blocks::GridGeometry& geometry = model.geometry();
    const bool whole =
        base::parallel_pieces(model.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) {
                const blocks::Leaf& leaf = model.leaf(n);
                for (int at = 0; at < 512; ++at)
                    if (leaf.is_active(at))
                        writer.set(n, at,
                                   shells.number[static_cast<std::size_t>(geometry.linear(leaf.index(at)))]);
            }
        });
    if (!whole) model.remove_column(shell_column);
    return whole;
}

}  // namespace

bool does_not_apply(const base::Error& error) {
    return error.what.key == "pits.no_air" || error.what.key == "pits.tilted";
}

double study_bytes(const BlockModel& model, const PitRule& rule) {
    const auto cells = static_cast<double>(model.geometry().cell_count());
    const double column = static_cast<double>(model.leaf_count()) * 512;
    // The shells of the main price alone wait for those of the table; a byte and four a block stay.
    return shell_bytes(cells, !rule.keep_out_column.empty(), !rule.slopes_by_code.empty()) + cells + 5 * column;
}

namespace {

/// The shells at the prices that `worth_at` makes of each factor.
template <class WorthOf>
Expected<Shells> ladder(const Ground& ground, const std::vector<double>& factors, const WorthOf& worth_of,
                        const base::Progress& progress, const EachPit& each_pit = {}) {
    std::vector<TypedWorth> worths;
    for (const double factor : factors) {
        auto worth = worth_of(factor);
        if (!worth) return std::unexpected(worth.error());
        worths.push_back(std::move(*worth));
    }
    return nested_shells(
        ground.precedence(), factors.size(),
        [&](std::size_t step, std::span<double> out, const base::Progress& part) {
            return ground.worth(worths[step], out, part);
        },
        progress, each_pit);
}

/// Of pits that do not nest: each alone, as if it were the only shell.
template <class WorthOf>
Expected<std::vector<PitRow>> rows_alone(const BlockModel& model, const Ground& ground, const PitStudy& study,
                                         const std::vector<double>& factors, const TypedWorth& at_deck,
                                         const WorthOf& worth_of, const base::Progress& progress) {
    std::vector<PitRow> rows;
    bool whole = true;
    Shells one;
    const auto sum_up = [&](std::size_t, const Closure& pit) {
        one.number.assign(pit.size(), 0);
        one.blocks.assign(1, 0);
        for (std::size_t cell = 0; cell < pit.size(); ++cell) {
            if (!pit.holds(cell)) continue;
            one.number[cell] = 1;
            ++one.blocks[0];
        }
        ShellSums sums(model, ground, one, at_deck);
        whole = whole && sums.run(progress.part(0, 0));
        PitRow row = sums.pits().front();
        row.years = row.best = row.worst = std::numeric_limits<double>::quiet_NaN();
        if (study.mining_rate_mt > 0) {
            const Discounted money = discount(sums.benches(), 1, {study.mining_rate_mt * 1e6, study.discount_percent});
            row.years = money.years;
            row.worst = money.worst;
        }
        rows.push_back(std::move(row));
    };
    const auto shells = ladder(ground, factors, worth_of, progress, sum_up);
    if (!shells) return std::unexpected(shells.error());
    if (!whole) return base::cancelled();
    for (std::size_t n = 0; n < rows.size(); ++n) {
        rows[n].factor = factors[n];
        rows[n].cells = shells->blocks[n];
        rows[n].own_value = shells->worth[n];
    }
    return rows;
}

/// What the user stated, for those who read the pits.
PitStudy stated(const economics::PriceDeck& deck, const PitRule& rule, const std::vector<double>& factors) {
    PitStudy study;
    study.currency = deck.costs.currency;
    for (const economics::Commodity& commodity : deck.commodities)
        study.commodities.push_back(commodity.name);
    study.slopes = rule.slopes + (rule.slopes_by_code.empty() ? "" : "; " + rule.slopes_by_code);
    study.density_t_per_m3 = deck.costs.density_t_per_m3;
    study.benches = rule.benches;
    study.mining_rate_mt = rule.mining_rate_mt;
    study.discount_percent = rule.discount_percent;
    if (const economics::Commodity* main = economics::main_commodity(deck)) {
        study.main = main->name;
        study.price_unit = economics::quotation_unit(deck, *main);
        for (const double factor : factors) study.main_prices.push_back(main->price * factor);
    }
    return study;
}

/// The figures of each pit that the sums of its shells do not tell.
void finish_rows(PitStudy& study, const Shells& shells, const std::vector<double>& factors,
                 const ShellBenches& benches) {
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t n = 0; n < study.rows.size(); ++n) {
        PitRow& row = study.rows[n];
        row.factor = factors[n];
        row.cells = shells.blocks[n];
        row.own_value = shells.worth[n];
        row.years = row.best = row.worst = unknown;
        if (!(study.mining_rate_mt > 0)) continue;
        const Discounted money = discount(benches, n + 1, {study.mining_rate_mt * 1e6, study.discount_percent});
        row.years = money.years;
        row.best = money.best;
        row.worst = money.worst;
    }
}

}  // namespace

Expected<PitStudy> study_pits(BlockModel& model, const economics::PriceDeck& deck, const PitRule& rule,
                              base::Progress& progress, const OreTypes& types) {
    const auto factors = read_factors(rule.factors);
    if (!factors) return std::unexpected(factors.error());
    const auto at_deck = TypedWorth::of(model, deck, types);
    if (!at_deck) return std::unexpected(at_deck.error());
    progress.report(0, Message("pits.looking_at_ground"));
    const auto ground = Ground::of(model, deck, rule, progress.part(0, 0.1));
    if (!ground) return std::unexpected(ground.error());
    PitStudy study = stated(deck, rule, *factors);
    study.ground = ground->notes();
    progress.report(0.1, Message("pits.solving"));
    const bool several = deck.commodities.size() > 1;
    const auto count_barred = [&](std::size_t step, const Closure& pit) {
        if (step > 0) return;
        for (std::size_t cell = 0; cell < pit.size(); ++cell) study.ground.barred += pit.barred(cell) ? 1 : 0;
    };
    std::vector<std::uint8_t> by_main;
    if (several) {
        auto alone = ladder(
            *ground, *factors,
            [&](double factor) { return TypedWorth::at_main_price(model, deck, types, factor); },
            progress.part(0.1, 0.45));
        if (!alone) return std::unexpected(alone.error());
        by_main = std::move(alone->number);
        study.leaving_by_main = alone->leaving;
    }
    const auto together = [&](double factor) { return TypedWorth::of(model, deck, types, factor); };
    const auto shells =
        ladder(*ground, *factors, together, progress.part(several ? 0.45 : 0.1, several ? 0.7 : 0.6), count_barred);
    if (!shells) return std::unexpected(shells.error());
    study.leaving = shells->leaving;
    if (!several) study.leaving_by_main = shells->leaving;
    if (shells->leaving > 0) {
        auto rows = rows_alone(model, *ground, study, *factors, *at_deck, together, progress.part(0.7, 0.93));
        if (!rows) return std::unexpected(rows.error());
        study.rows = std::move(*rows);
    } else {
        ShellSums sums(model, *ground, *shells, *at_deck);
        if (!sums.run(progress.part(0.85, 0.93))) return base::cancelled();
        study.rows = sums.pits();
        finish_rows(study, *shells, *factors, sums.benches());
    }
    study.side_columns = side_columns(model.geometry().count, *shells);
    if (!write_column(model, *shells, progress.part(0.93, 0.96))) return base::cancelled();
    if (!add_pit_prices(model, several ? by_main : shells->number, study.main_prices, study.price_unit,
                        progress.part(0.96, 1))) {
        model.remove_column(shell_column);
        return base::cancelled();
    }
    return study;
}

}  // namespace orelens::pits
