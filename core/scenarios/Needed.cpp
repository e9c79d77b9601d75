#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>

#include "core/economics/Plan.h"
#include "core/economics/Value.h"
#include "core/scenarios/Feed.h"
#include "core/scenarios/Levers.h"
#include "core/scenarios/Parcel.h"

namespace orelens::scenarios {
namespace {

using economics::CutoffTest;
using economics::PriceDeck;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The margin of what is asked about, by a deck.
using MarginByDeck = std::function<double(const PriceDeck&)>;

/// The margin as a function of one lever.
struct Margin {
    const PriceDeck& deck;
    const Lever& lever;
    const MarginByDeck& by_deck;
    double operator()(double value) const {
        PriceDeck moved = deck;
        lever.set(moved, value);
        return by_deck(moved);
    }
};

/// Where the margin, below zero at `low` and not below at `high`, is zero: the side of the last two neighbouring
/// doubles, or of a few beside them, where it is not below. False position with a halved weight of the end that
/// stays (Illinois), which a straight line needs two steps of; bisection when it is slow.
double root(const Margin& margin, double low, double high) {
    double below = margin(low), above = margin(high);
    double held_below = below, held_above = above;  // weights
    int side = 0;
    for (int step = 0; step < 200 && above != 0; ++step) {
        const double width = std::abs(high - low);
        if (width <= 2 * std::numeric_limits<double>::epsilon() * std::max(std::abs(high), std::abs(low))) break;
        double at = (low * held_above - high * held_below) / (held_above - held_below);
        if (step % 3 == 2 || !(at > std::min(low, high) && at < std::max(low, high))) at = low + (high - low) / 2;
        if (at == low || at == high) break;
        const double value = margin(at);
        if (value < 0) {
            low = at;
            held_below = below = value;
            if (side < 0) held_above /= 2;
            side = -1;
        } else {
            high = at;
            held_above = above = value;
            if (side > 0) held_below /= 2;
            side = 1;
        }
    }
    return high;
}

/// For a lever without a limit: a value at which the margin is not below zero; nothing where none is found.
std::optional<double> far_enough(const Margin& margin, double now, double scale) {
    double step = std::max({std::abs(now), scale, 1e-9});
    for (int doubled = 0; doubled < 120; ++doubled, step *= 2) {
        const double at = now + step;
        if (!std::isfinite(at)) break;
        if (margin(at) >= 0) return at;
    }
    return std::nullopt;
}

void solve(Needed& needed, const Margin& margin, double margin_now) {
    const Lever& lever = needed.lever;
    if (!lever.counted) {
        needed.why = Needed::Why::not_counted;
        return;
    }
    if (std::isfinite(lever.limit)) {
        // What is at its limit already, or beyond it (a negative cost), has nowhere to go.
        const bool stays = lever.limit == 0 ? lever.now <= 0 : lever.now >= lever.limit;
        needed.margin_at_limit = stays ? margin_now : margin(lever.limit);
        if (stays || needed.margin_at_limit == margin_now) {
            needed.why = stays ? Needed::Why::not_enough : Needed::Why::no_effect;
            return;
        }
        if (needed.margin_at_limit < 0) {
            needed.why = Needed::Why::not_enough;
            return;
        }
        needed.value = root(margin, lever.now, lever.limit);
    } else {
        const double probe = lever.now + std::max({std::abs(lever.now), lever.measure, 1.0});
        if (!(margin(probe) > margin_now)) {
            needed.why = Needed::Why::no_effect;
            return;
        }
        const auto far = far_enough(margin, lever.now, lever.measure);
        if (!far) {
            needed.why = Needed::Why::no_effect;
            return;
        }
        needed.value = root(margin, lever.now, *far);
    }
    needed.change = lever.measure > 0 ? std::abs(*needed.value - lever.now) / lever.measure : infinity;
}

/// A part of the work that answers one lever.
using Piece = std::function<void(std::size_t lever, std::size_t levers)>;

std::vector<Needed> needed_by(const PriceDeck& deck, const MarginByDeck& by_deck,
                              const Piece& piece = [](std::size_t, std::size_t) {}) {
    std::vector<Needed> all;
    const double now = by_deck(deck);
    if (std::isnan(now)) return all;
    std::vector<Lever> levers = levers_of(deck);
    for (Lever& lever : levers) {
        piece(all.size(), levers.size());
        Needed needed{.lever = std::move(lever)};
        if (now >= 0)
            needed.why = Needed::Why::pays;
        else
            solve(needed, Margin{deck, needed.lever, by_deck}, now);
        all.push_back(std::move(needed));
    }
    std::ranges::stable_sort(all, [](const Needed& a, const Needed& b) {
        return a.value.has_value() != b.value.has_value() ? a.value.has_value() : a.value && a.change < b.change;
    });
    return all;
}

}  // namespace

double margin_of(const PriceDeck& deck, CutoffTest test, const std::vector<double>& fractions, double elevation_m) {
    const economics::Commodity* main = economics::main_commodity(deck);
    if (main == nullptr) return std::numeric_limits<double>::quiet_NaN();
    return economics::margin_at(deck, main->name, main->price, test, fractions, elevation_m);
}

std::vector<Needed> needed_changes(const PriceDeck& deck, CutoffTest test, const std::vector<double>& fractions,
                                   double elevation_m) {
    PriceDeck tested = deck;
    tested.test = test;
    return needed_by(tested,
                     [&](const PriceDeck& moved) { return margin_of(moved, test, fractions, elevation_m); });
}

base::Expected<std::vector<Needed>> needed_changes(const blocks::BlockModel& model, const PriceDeck& deck,
                                                   const blocks::BlockMask& taken, const base::Progress& progress) {
    if (!economics::needs_plan(deck)) {
        const auto parcel = parcel_of(model, deck, &taken, Take::evaluated, progress);
        if (!parcel) return std::unexpected(parcel.error());
        return needed_changes(deck, deck.test, parcel->fractions, parcel->elevation_m);
    }
    // An error of any asking ends all of it; its margin is then no number.
    std::optional<base::Error> wrong;
    base::Progress part = progress.part(0, 0);
    auto all = needed_by(
        deck,
        [&](const PriceDeck& moved) {
            if (wrong) return std::numeric_limits<double>::quiet_NaN();
            const auto fed = feed(model, moved, taken, Asked::margin, part);
            if (fed) return fed->margin;
            wrong = fed.error();
            return std::numeric_limits<double>::quiet_NaN();
        },
        [&](std::size_t lever, std::size_t levers) {
            const auto count = static_cast<double>(levers);
            part = progress.part(static_cast<double>(lever) / count, static_cast<double>(lever + 1) / count);
        });
    if (wrong) return std::unexpected(*wrong);
    return all;
}

}  // namespace orelens::scenarios
