#include "core/scenarios/Compare.h"

#include <bit>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/economics/Evaluated.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/scenarios/Shapley.h"

namespace orelens::scenarios {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockMask;
using blocks::BlockModel;
using economics::PriceDeck;
using economics::Status;

constexpr std::size_t leaves_per_piece = 256;

/// Calls look(piece, leaf, at) for every block of the mask, in parallel over pieces.
template <class Look>
bool each_kept(const BlockMask& mask, const base::Progress& progress, Look look) {
    return base::parallel_pieces(mask.leaf.size(), leaves_per_piece, progress,
                                 [&](std::size_t begin, std::size_t end) {
                                     for (std::size_t n = begin; n < end; ++n)
                                         for (std::size_t word = 0; word < 8; ++word)
                                             for (std::uint64_t left = mask.leaf[n][word]; left != 0;
                                                  left &= left - 1)
                                                 look(begin / leaves_per_piece, n,
                                                      static_cast<int>(word * 64) + std::countr_zero(left));
                                 });
}

std::int64_t kept_by(const BlockMask& mask) {
    std::int64_t kept = 0;
    for (const auto& leaf : mask.leaf)
        for (const std::uint64_t word : leaf) kept += std::popcount(word);
    return kept;
}

/// What the status column of an evaluated model says, of a set.
bool read_status(const BlockModel& model, const BlockMask* set, Usable& made, const base::Progress& progress) {
    const std::size_t leaves = model.leaf_count();
    made.usable.leaf.assign(leaves, {});
    made.known.leaf.assign(leaves, {});
    const blocks::IntegerLeaves status = model.integer_leaves(economics::status_column);
    const bool whole =
        base::parallel_pieces(leaves, leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n)
                for (int at = 0; at < 512; ++at) {
                    if (!model.leaf(n).is_active(at) || (set != nullptr && !set->has(n, at))) continue;
                    const auto state = static_cast<Status>(status[n][at]);
                    const std::uint64_t bit = std::uint64_t{1} << (at & 63);
                    const auto word = static_cast<std::size_t>(at) >> 6;
                    if (state != Status::unassigned && state != Status::excluded) made.known.leaf[n][word] |= bit;
                    if (state == Status::usable) made.usable.leaf[n][word] |= bit;
                }
        });
    made.usable.kept = kept_by(made.usable);
    made.known.kept = kept_by(made.known);
    return whole;
}

/// Margin × tonnes mined of the usable blocks.
Expected<double> worth_of(const BlockModel& evaluated, const PriceDeck& deck, const BlockMask& usable,
                          const base::Progress& progress) {
    const economics::BlockTonnes tonnes(evaluated, deck.costs);
    const auto margin = evaluated.real_leaves(deck.test == economics::CutoffTest::full ? economics::margin_full
                                                                                       : economics::margin_marginal);
    std::vector<double> sums(usable.leaf.size() / leaves_per_piece + 1, 0);
    const bool whole = each_kept(usable, progress, [&](std::size_t piece, std::size_t n, int at) {
        sums[piece] += tonnes(n, at) * static_cast<double>(margin[n][at]);
    });
    if (!whole) return base::cancelled();
    double worth = 0;
    for (const double sum : sums) worth += sum;
    return economics::mined_tonnes(deck.costs, 1) * worth;
}

Expected<void> check_same_blocks(const PriceDeck& first, const PriceDeck& second) {
    bool same = first.commodities.size() == second.commodities.size() &&
                first.costs.density_t_per_m3 == second.costs.density_t_per_m3 &&
                first.costs.currency == second.costs.currency;
    for (std::size_t i = 0; same && i < first.commodities.size(); ++i)
        same = first.commodities[i].name == second.commodities[i].name &&
               economics::grade_column(first.commodities[i]) == economics::grade_column(second.commodities[i]);
    if (same) return {};
    return base::fail(base::ErrorKind::usage, Message("scenarios.not_comparable"));
}

/// All quantities that are put down to parts, as one list: blocks, tonnes, worth, metals.
std::vector<double> quantities(const Held& held, double worth) {
    std::vector<double> all{static_cast<double>(held.blocks), held.tonnes, worth};
    all.insert(all.end(), held.metal.begin(), held.metal.end());
    return all;
}

}  // namespace

BlockMask without(const BlockMask& a, const BlockMask& b) {
    BlockMask rest;
    rest.leaf.resize(a.leaf.size());
    for (std::size_t n = 0; n < a.leaf.size(); ++n)
        for (std::size_t word = 0; word < 8; ++word) rest.leaf[n][word] = a.leaf[n][word] & ~b.leaf[n][word];
    rest.kept = kept_by(rest);
    return rest;
}

Expected<Held> held_by(const BlockModel& model, const PriceDeck& deck, const BlockMask& mask,
                       const base::Progress& progress) {
    if (mask.leaf.size() != model.leaf_count())
        return base::fail(base::ErrorKind::usage, Message("economics.other_mask"));
    const auto grades = economics::GradeColumns::of_deck(model, deck);
    if (!grades) return std::unexpected(grades.error());
    const economics::BlockTonnes tonnes(model, deck.costs);
    Held none;
    none.metal.assign(grades->count(), 0);
    std::vector<Held> parts(mask.leaf.size() / leaves_per_piece + 1, none);
    const bool whole = each_kept(mask, progress, [&](std::size_t piece, std::size_t n, int at) {
        Held& part = parts[piece];
        const double mass = tonnes(n, at);
        ++part.blocks;
        part.tonnes += mass;
        for (std::size_t c = 0; c < part.metal.size(); ++c) {
            const auto grade = static_cast<double>(grades->grade(c, n, at));
            if (!std::isnan(grade)) part.metal[c] += mass * grade * grades->unit_fraction(c);
        }
    });
    if (!whole) return base::cancelled();
    Held all = none;
    for (const Held& part : parts) {
        all.blocks += part.blocks;
        all.tonnes += part.tonnes;
        for (std::size_t c = 0; c < all.metal.size(); ++c) all.metal[c] += part.metal[c];
    }
    return all;
}

Expected<Usable> usable_under(const BlockModel& model, const PriceDeck& deck, const BlockMask* set,
                              const base::Progress& progress) {
    if (const auto state = economics::evaluable(deck); state != economics::Evaluated::yes)
        return base::fail(base::ErrorKind::data, economics::why_not(state));
    if (set != nullptr && set->leaf.size() != model.leaf_count())
        return base::fail(base::ErrorKind::usage, Message("economics.other_mask"));
    BlockModel evaluated(model);
    base::Progress evaluating = progress.part(0, 0.7);
    if (auto done = economics::evaluate(evaluated, deck, evaluating); !done) return std::unexpected(done.error());
    Usable made;
    if (!read_status(evaluated, set, made, progress.part(0.7, 0.8))) return base::cancelled();
    auto held = held_by(model, deck, made.usable, progress.part(0.8, 0.9));
    if (!held) return std::unexpected(held.error());
    made.held = std::move(*held);
    const auto worth = worth_of(evaluated, deck, made.usable, progress.part(0.9, 1));
    if (!worth) return std::unexpected(worth.error());
    made.worth = *worth;
    return made;
}

Expected<Comparison> compare(const BlockModel& model, const std::vector<std::string>& parts, const Mixed& mixed,
                             const BlockMask* set, const base::Progress& progress) {
    if (parts.size() > most_parts) return base::fail(base::ErrorKind::usage, Message("scenarios.too_many_parts"));
    const std::uint32_t all = (std::uint32_t{1} << parts.size()) - 1;
    const auto first_deck = mixed(0), second_deck = mixed(all);
    if (!first_deck) return std::unexpected(first_deck.error());
    if (!second_deck) return std::unexpected(second_deck.error());
    if (auto same = check_same_blocks(*first_deck, *second_deck); !same) return std::unexpected(same.error());
    const auto step = [&](std::uint32_t done) {
        return progress.part(done / (all + 2.0), (done + 1) / (all + 2.0));
    };
    auto first = usable_under(model, *first_deck, set, step(0));
    if (!first) return std::unexpected(first.error());
    auto second = usable_under(model, *second_deck, set, step(1));
    if (!second) return std::unexpected(second.error());
    Comparison made{.currency = first_deck->costs.currency,
                    .commodities = {},
                    .before = first->held,
                    .after = second->held,
                    .activated = {},
                    .deactivated = {},
                    .worth_before = first->worth,
                    .worth_after = second->worth,
                    .unknown_blocks = 0,
                    .parts = {}};
    for (const economics::Commodity& commodity : first_deck->commodities) made.commodities.push_back(commodity.name);
    made.unknown_blocks = (set != nullptr ? kept_by(*set) : model.block_count()) - first->known.kept;
    auto activated = held_by(model, *first_deck, without(second->usable, first->usable));
    auto deactivated = held_by(model, *first_deck, without(first->usable, second->usable));
    if (!activated) return std::unexpected(activated.error());
    if (!deactivated) return std::unexpected(deactivated.error());
    made.activated = std::move(*activated);
    made.deactivated = std::move(*deactivated);
    if (parts.empty()) return made;
    std::vector<std::vector<double>> values{quantities(first->held, first->worth)};
    for (std::uint32_t mask = 1; mask < all; ++mask) {
        const auto deck = mixed(mask);
        if (!deck) return std::unexpected(deck.error());
        const auto usable = usable_under(model, *deck, set, step(mask + 1));
        if (!usable) return std::unexpected(usable.error());
        values.push_back(quantities(usable->held, usable->worth));
    }
    values.push_back(quantities(second->held, second->worth));
    const auto shares = shapley(parts.size(), values);
    for (std::size_t p = 0; p < parts.size(); ++p)
        made.parts.push_back({.part = parts[p],
                              .blocks = shares[p][0],
                              .tonnes = shares[p][1],
                              .worth = shares[p][2],
                              .metal = {shares[p].begin() + 3, shares[p].end()}});
    return made;
}

std::vector<std::string> change_codes() {
    return {"usable_in_both", "activated", "deactivated", "usable_in_neither", "unknown"};
}

void add_change_column(BlockModel& model, const std::string& name, const Usable& first, const Usable& second) {
    model.add_column({name, blocks::ColumnType::integer, "", change_codes()},
                     static_cast<std::int32_t>(Change::unknown));
    const blocks::IntegerWriter writer = model.integer_writer(name);
    base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int at = 0; at < 512; ++at) {
                if (!model.leaf(n).is_active(at)) continue;
                const bool a = first.usable.has(n, at), b = second.usable.has(n, at);
                const Change change = !first.known.has(n, at) || !second.known.has(n, at) ? Change::unknown
                                      : a && b                                         ? Change::usable_in_both
                                      : b                                              ? Change::activated
                                      : a                                              ? Change::deactivated
                                                                                       : Change::usable_in_neither;
                writer.set(n, at, static_cast<std::int32_t>(change));
            }
    });
}

}  // namespace orelens::scenarios
