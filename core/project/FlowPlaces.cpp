#include "core/project/FlowPlaces.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace orelens::project {
namespace {

using recycling::Place;
using recycling::System;

/// Tuples of a place's region and of an item of the metals (−1 = all).
std::vector<std::size_t> tuples_at(const System& system, const Place& place, int metal) {
    const int metals = element_dimension(system);
    std::vector<std::size_t> made;
    for (const std::size_t u : tuples_of(system, place.dimension, place.item)) {
        const std::vector<int> items = system.tuple_items(u);
        std::size_t n = 0;
        bool fits = true;
        for (const int d : system.flow_dimensions) {
            if (d == system.time) continue;
            fits = fits && (d != metals || metal < 0 || items[n] == metal);
            ++n;
        }
        if (fits) made.push_back(u);
    }
    return made;
}

/// Whether a system that tells no metals apart is of this one: its streams say so, all of them.
bool only_metal(const FlowStudy& study, const std::string& metal) {
    return !study.streams.empty() && std::ranges::all_of(study.streams, [&](const auto& stream) { return stream.element == metal; });
}

void add_stocks(const FlowStudy& study, const Place& place, int metal, int year, PlaceAmounts& made) {
    made.in_use_t = 0;
    const std::vector<std::size_t> tuples = tuples_at(study.system, place, metal);
    for (std::size_t s = 0; s < study.system.stocks.size(); ++s) {
        double tonnes = 0;
        for (const std::size_t u : tuples) tonnes += study.solved.stocks[s].stock[u * static_cast<std::size_t>(study.solved.years) + static_cast<std::size_t>(year)];
        const std::string& state = study.system.stocks[s].state;
        (state == "in_use" ? made.in_use_t : made.elsewhere_t[state]) += place.share * tonnes;
    }
}

void add_scrap(const FlowStudy& study, const ScrapStudy& scrap, const Place& place, const std::string& metal, int year, double quoted_per_net, PlaceAmounts& made) {
    const std::string* region = place.dimension < 0 ? nullptr : &study.system.dimensions[static_cast<std::size_t>(place.dimension)].items[static_cast<std::size_t>(place.item)];
    std::vector<std::pair<double, double>> parcels;
    for (const ScrapStream& row : scrap.streams) {
        if (row.stream.element != metal || (row.stream.year && *row.stream.year != year)) continue;
        // A region may be a city or what is made of the metal.
        if (region != nullptr && row.stream.place != *region && row.stream.product != *region) continue;
        ++made.streams;
        made.offered_t += place.share * row.offered_t();
        if (std::isnan(row.break_even())) made.unknown_t += place.share * row.offered_t();
        else if (std::isfinite(row.break_even())) parcels.emplace_back(row.break_even() * quoted_per_net, place.share * row.curve_t);
    }
    std::ranges::sort(parcels);
    double sum = 0;
    for (const auto& [price, tonnes] : parcels) {
        made.break_evens.push_back(price);
        made.up_to_t.push_back(sum += tonnes);
    }
}

}  // namespace

double PlaceAmounts::usable_t(double quoted) const {
    const auto past = std::ranges::upper_bound(break_evens, quoted) - break_evens.begin();
    return past == 0 ? 0 : up_to_t[static_cast<std::size_t>(past) - 1];
}

double PlaceAmounts::usable_share(double quoted) const {
    if (!(offered_t > 0) || unknown_t >= offered_t || std::isnan(quoted)) return recycling::not_known;
    return std::min(1.0, usable_t(quoted) / offered_t);
}

std::vector<PlaceAmounts> place_amounts(const FlowStudy& study, const ScrapStudy* scrap, const std::string& metal, int year, double quoted_per_net) {
    std::vector<PlaceAmounts> made(study.places.size());
    const std::optional<int> item = element_item(study.system, metal);
    const bool told = item && (*item >= 0 || only_metal(study, metal));
    for (std::size_t n = 0; n < made.size(); ++n) {
        if (told) add_stocks(study, study.places[n], *item, year, made[n]);
        if (scrap != nullptr) add_scrap(study, *scrap, study.places[n], metal, std::atoi(study.year_name(year).c_str()), quoted_per_net, made[n]);
    }
    return made;
}

}  // namespace orelens::project
