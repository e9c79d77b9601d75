#include <atomic>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/Parallel.h"
#include "core/base/Units.h"
#include "core/economics/DeckOnModel.h"
#include "core/economics/Elevation.h"
#include "core/economics/ExamineGrades.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/LinearRoutes.h"
#include "core/economics/Reevaluate.h"
#include "core/economics/StoredPrice.h"
#include "core/economics/Terms.h"
#include "core/economics/Value.h"
#include "core/economics/ValueKernel.h"

namespace orelens::economics {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockModel;

struct Outputs {
    std::vector<float*> nsr, margin_full, margin_marginal, even_full, even_marginal;
    blocks::IntegerWriter status, route;
    bool routed = false;
};

std::vector<blocks::ColumnInfo> new_columns(const PriceDeck& deck, const Commodity& main) {
    using blocks::ColumnType;
    const std::string per_tonne = deck.costs.currency + "/t";
    const std::string quoted = quotation_unit(deck, main);
    std::vector<blocks::ColumnInfo> columns{{nsr_column, ColumnType::real, per_tonne, {}},
            {margin_full, ColumnType::real, per_tonne, {}},
            {margin_marginal, ColumnType::real, per_tonne, {}},
            {break_even_column(main.name, CutoffTest::full), ColumnType::real, quoted, {}},
            {break_even_column(main.name, CutoffTest::marginal), ColumnType::real, quoted, {}},
            {status_column, ColumnType::integer, "", status_codes()}};
    if (!deck.routes.empty()) columns.push_back({route_column, ColumnType::integer, "", route_codes(deck)});
    return columns;
}

/// Break-even columns of a commodity that was main before would be stale.
void drop_old_columns(BlockModel& model) {
    std::vector<std::string> old;
    for (const blocks::ColumnInfo& column : model.columns())
        if (column.name.starts_with("break_even.") || column.name == route_column) old.push_back(column.name);
    for (const std::string& name : old) model.remove_column(name);
}

bool left_out(const blocks::IntegerLeaves& excluded, std::size_t leaf, int at) {
    return !excluded.empty() && excluded[leaf][at] != blocks::missing_int && excluded[leaf][at] != 0;
}

/// Without routes: every leaf in one sweep over each of its columns.
class PlainEvaluation {
  public:
    PlainEvaluation(const BlockModel& model, const PriceDeck& deck, const Commodity& main, const GradeColumns& grades,
                    const blocks::IntegerLeaves& excluded)
        : model_(model), deck_(deck), grades_(grades), excluded_(excluded), elevation_(model.geometry()) {
        const Terms terms = make_terms(deck, main);
        numbers_.count = static_cast<int>(terms.metals.size());
        numbers_.main = static_cast<int>(terms.main);
        for (std::size_t m = 0; m < terms.metals.size(); ++m)
            numbers_.metals[m] = {grades.unit_fraction(m), terms.metals[m].waste_head, terms.metals[m].recovery,
                                  terms.metals[m].net_price};
        numbers_.keep = terms.keep;
        numbers_.slope = terms.slope;
        numbers_.shift = terms.shift;
        numbers_.quoted_per_net = terms.quoted_per_net;
        price_ = main.price;
        for (std::size_t m = 0; m < grades.count(); ++m) columns_.push_back(grades.leaves(m));
        level_ = elevation_.step[0] == 0 && elevation_.step[1] == 0;
    }

    void leaf(std::size_t n, const Outputs& out) const {
        const blocks::Leaf& leaf = model_.leaf(n);
        double full[kernel::leaf_size], marginal[kernel::leaf_size];
        const double moved = cost_per_tonne(deck_.costs, CutoffTest::marginal, 0);
        for (int at = 0; at < kernel::leaf_size; ++at) {
            // On a level grid the eight blocks of a column stand for all.
            full[at] = level_ && at >= 8 ? full[at - 8]
                                         : cost_per_tonne(deck_.costs, CutoffTest::full, elevation_(leaf.index(at)));
            marginal[at] = moved;
        }
        const float* grades[kernel::most_metals];
        for (std::size_t m = 0; m < columns_.size(); ++m) grades[m] = columns_[m][n];
        std::uint8_t status[kernel::leaf_size];
        const auto at_leaf = [n](const std::vector<float*>& column) { return column.empty() ? nullptr : column[n]; };
        const kernel::Out into{at_leaf(out.nsr),           at_leaf(out.margin_full), at_leaf(out.margin_marginal),
                               at_leaf(out.even_full),     at_leaf(out.even_marginal), status,
                               deck_.test == CutoffTest::full, price_};
        kernel::best_leaf()(numbers_, grades, full, marginal, into);
        bool whole = true;
        for (const std::uint64_t word : leaf.active) whole = whole && word == ~std::uint64_t{0};
        if (whole && excluded_.empty()) {
            for (int at = 0; at < kernel::leaf_size; ++at) out.status.set(n, at, status[at]);
            return;
        }
        for (int at = 0; at < kernel::leaf_size; ++at) {
            if (!leaf.is_active(at)) {
                for (float* values : {into.nsr, into.margin_full, into.margin_marginal, into.even_full, into.even_marginal})
                    if (values != nullptr) values[at] = blocks::missing_float;
                continue;
            }
            const bool excluded = left_out(excluded_, n, at);
            for (float* values : {into.even_full, into.even_marginal})
                if (excluded && values != nullptr) values[at] = blocks::missing_float;
            out.status.set(n, at, excluded ? static_cast<std::int32_t>(Status::excluded) : status[at]);
        }
    }

  private:
    const BlockModel& model_;
    const PriceDeck& deck_;
    const GradeColumns& grades_;
    const blocks::IntegerLeaves& excluded_;
    Elevation elevation_;
    kernel::Deck numbers_;
    double price_ = 0;
    bool level_ = false;
    std::vector<std::vector<const float*>> columns_;
};

/// By routes, tiers and what differs from block to block.
class RoutedEvaluation {
  public:
    RoutedEvaluation(const BlockModel& model, const DeckOnModel& bound, const blocks::IntegerLeaves& excluded)
        : model_(model), bound_(bound), excluded_(excluded), linear_(LinearRoutes::of(bound)) {}

    void leaf(std::size_t n, const Outputs& out, LeafData& data, LeafValue& value) const {
        if (linear_)
            by_kernel(n, out, data);
        else
            by_plan(n, out, data, value);
    }

  private:
    void by_kernel(std::size_t n, const Outputs& out, LeafData& data) const {
        const blocks::Leaf& leaf = model_.leaf(n);
        std::uint8_t status[kernel::leaf_size], route[kernel::leaf_size];
        const kernel::RoutedOut into{out.nsr[n],       out.margin_full[n],   out.margin_marginal[n],
                                     out.even_full[n], out.even_marginal[n], status,
                                     route};
        linear_->leaf(n, into, data);
        const auto none = static_cast<std::uint8_t>(bound_.plan().routes.size());
        bool whole = excluded_.empty();
        for (const std::uint64_t word : leaf.active) whole = whole && word == ~std::uint64_t{0};
        for (int at = 0; at < kernel::leaf_size && !whole; ++at) {
            const bool active = leaf.is_active(at), excluded = active && left_out(excluded_, n, at);
            for (float* values : {into.even_full, into.even_marginal})
                if (!active || excluded) values[at] = blocks::missing_float;
            for (float* values : {into.nsr, into.margin_full, into.margin_marginal})
                if (!active) values[at] = blocks::missing_float;
            if (!excluded) continue;
            status[at] = static_cast<std::uint8_t>(Status::excluded);
            route[at] = none;
        }
        for (int at = 0; at < kernel::leaf_size; ++at)
            if (whole || leaf.is_active(at)) out.status.set(n, at, status[at]);
        for (int at = 0; at < kernel::leaf_size && out.routed; ++at)
            if (whole || leaf.is_active(at)) out.route.set(n, at, route[at]);
    }

    void by_plan(std::size_t n, const Outputs& out, LeafData& data, LeafValue& value) const {
        const blocks::Leaf& leaf = model_.leaf(n);
        bound_.read(n, data);
        value.take(data);
        const Plan& plan = bound_.plan();
        double margins[2][512], evens[2][512];
        std::size_t routes[2][512];
        for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal}) {
            const auto t = static_cast<std::size_t>(test);
            value.sweep(test, plan.x, margins[t], routes[t], evens[t]);
        }
        const auto own = static_cast<std::size_t>(plan.test);
        for (int at = 0; at < 512; ++at) {
            if (!leaf.is_active(at)) continue;
            const bool excluded = left_out(excluded_, n, at);
            const bool known = value.assayed(at);
            const auto even = [&](std::size_t t) {
                return excluded ? blocks::missing_float : stored_price(evens[t][at]);
            };
            out.even_full[n][at] = even(0);
            out.even_marginal[n][at] = even(1);
            const bool usable = static_cast<double>(even(own)) <= plan.x;
            const Status not_usable = value.recoverable(at) ? Status::technical : Status::unrecoverable;
            const Status status = excluded ? Status::excluded
                                  : !known ? Status::unassigned
                                           : (usable ? Status::usable : not_usable);
            out.status.set(n, at, static_cast<std::int32_t>(status));
            const std::size_t route = routes[own][at];
            const bool taken = known && route != nowhere;
            if (out.routed)
                out.route.set(n, at, static_cast<std::int32_t>(status == Status::usable && taken ? route
                                                                                              : plan.routes.size()));
            const auto put = [&](float* column, double number) {
                column[at] = known && std::isfinite(number) ? static_cast<float>(number) : blocks::missing_float;
            };
            put(out.nsr[n], taken ? value.revenue(route, at, plan.x) : -HUGE_VAL);
            put(out.margin_full[n], margins[0][at]);
            put(out.margin_marginal[n], margins[1][at]);
        }
    }

    const BlockModel& model_;
    const DeckOnModel& bound_;
    const blocks::IntegerLeaves& excluded_;
    std::optional<LinearRoutes> linear_;
};

template <class EachLeaf>
bool over_leaves(const BlockModel& model, base::Progress& progress, const EachLeaf& each) {
    const std::size_t leaves = model.leaf_count();
    std::atomic<std::size_t> done = 0;
    progress.report(0, Message("economics.evaluating"));
    base::parallel_for(leaves, 16, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        each(begin, end);
        const std::size_t now = done += end - begin;
        progress.report(static_cast<double>(now) / static_cast<double>(leaves));
    });
    return !progress.cancelled();
}

/// Fills the columns of `out`, which the model has.
Expected<void> fill(const BlockModel& model, const PriceDeck& deck, const Outputs& out, base::Progress& progress) {
    blocks::IntegerLeaves excluded;
    const blocks::ColumnInfo* column = model.info(excluded_column);
    if (column && column->type == blocks::ColumnType::integer) excluded = model.integer_leaves(excluded_column);
    if (needs_plan(deck) || deck.commodities.size() > kernel::most_metals) {
        const auto bound = DeckOnModel::of(model, deck, main_slider(deck));
        if (!bound) return std::unexpected(bound.error());
        const RoutedEvaluation evaluation(model, *bound, excluded);
        const bool whole = over_leaves(model, progress, [&](std::size_t begin, std::size_t end) {
            LeafData data;
            LeafValue value(bound->plan());
            for (std::size_t n = begin; n < end; ++n) evaluation.leaf(n, out, data, value);
        });
        return whole ? Expected<void>() : base::cancelled();
    }
    const auto grades = GradeColumns::of_deck(model, deck);
    if (!grades) return std::unexpected(grades.error());
    const PlainEvaluation evaluation(model, deck, *main_commodity(deck), *grades, excluded);
    const bool whole = over_leaves(model, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) evaluation.leaf(n, out);
    });
    return whole ? Expected<void>() : base::cancelled();
}

Expected<void> check_all(const BlockModel& model, const PriceDeck& deck) {
    if (auto good = check_deck(deck); !good) return good;
    if (auto grades = GradeColumns::of_deck(model, deck); !grades) return std::unexpected(grades.error());
    if (auto good = check_density(model); !good) return good;
    if (!needs_plan(deck)) return {};
    const auto bound = DeckOnModel::of(model, deck, main_slider(deck));
    return bound ? Expected<void>() : std::unexpected(bound.error());
}

Outputs outputs_of(BlockModel& model, const std::vector<blocks::ColumnInfo>& columns) {
    Outputs out{model.real_leaves(columns[0].name), model.real_leaves(columns[1].name),
                model.real_leaves(columns[2].name), model.real_leaves(columns[3].name),
                model.real_leaves(columns[4].name), model.integer_writer(columns[5].name), {}};
    out.routed = columns.size() > 6;
    if (out.routed) out.route = model.integer_writer(columns[6].name);
    return out;
}

}  // namespace

Expected<void> check_density(const BlockModel& model) {
    const blocks::ColumnInfo* info = model.info(density_column);
    if (!info || info->type != blocks::ColumnType::real) return {};
    for (const char* unit : {"", "t/m³", "t/m3", "g/cm³", "g/cm3", "kg/L", "1"})
        if (info->unit == unit) return {};
    return base::fail(base::ErrorKind::data, Message("economics.density_unit", {{"unit", info->unit}}),
                      {.field = density_column}, Message("economics.density_unit.fix"));
}

std::vector<std::string> status_codes() {
    return {"usable", "technical", "unrecoverable", "unassigned", "excluded"};
}

std::vector<std::string> route_codes(const PriceDeck& deck) {
    std::vector<std::string> codes;
    for (const RouteRule& route : deck.routes)
        if (route.kind != RouteKind::dump) codes.push_back(route.name);
    codes.emplace_back("none");
    return codes;
}

Expected<void> evaluate(BlockModel& model, const PriceDeck& deck, base::Progress& progress) {
    if (auto good = check_all(model, deck); !good) return good;
    drop_old_columns(model);
    const auto columns = new_columns(deck, *main_commodity(deck));
    const auto give_back = [&] {
        for (const blocks::ColumnInfo& added : columns)
            if (model.has(added.name)) model.remove_column(added.name);
    };
    for (const blocks::ColumnInfo& column : columns) {
        const auto most = static_cast<std::int32_t>(column.codes.empty() ? 0 : column.codes.size() - 1);
        model.add_column(column, most);
        if (!progress.cancelled()) continue;
        give_back();
        return base::cancelled();
    }
    const Outputs out = outputs_of(model, columns);
    if (auto done = fill(model, deck, out, progress); !done) {
        give_back();
        return done;
    }
    return {};
}

Expected<void> reevaluate(BlockModel& model, const PriceDeck& deck, base::Progress& progress) {
    if (auto good = check_all(model, deck); !good) return good;
    const auto columns = new_columns(deck, *main_commodity(deck));
    for (const blocks::ColumnInfo& column : columns) {
        const blocks::ColumnInfo* there = model.info(column.name);
        if (there == nullptr || !(*there == column)) return evaluate(model, deck, progress);
    }
    if (deck.routes.empty() && model.has(route_column)) return evaluate(model, deck, progress);
    return fill(model, deck, outputs_of(model, columns), progress);
}

std::vector<std::int64_t> unassayed_blocks(const BlockModel& model, const PriceDeck& deck,
                                           const base::Progress* progress) {
    std::vector<std::int64_t> counts(deck.commodities.size(), 0);
    const auto amounts = unassayed(model, deck, progress);
    for (std::size_t c = 0; c < amounts.size(); ++c) counts[c] = amounts[c].without.blocks;
    return counts;
}

}  // namespace orelens::economics
