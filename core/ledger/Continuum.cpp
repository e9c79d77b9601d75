#include "core/ledger/Continuum.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/ledger/Usual.h"

namespace orelens::ledger {
namespace {

struct Abundance {
    std::string_view species;
    double ppm;
};
constexpr Abundance abundances[] = {{"Li", 24},    {"Be", 2.1},  {"Al", 81500}, {"Ti", 3840}, {"V", 97},     {"Cr", 92},   {"Mn", 774},   {"Fe", 39200},
                                    {"TFe", 39200}, {"Co", 17.3}, {"Ni", 47},    {"Cu", 28},   {"Zn", 67},    {"Ga", 17.5}, {"Ge", 1.4},  {"As", 4.8},
                                    {"Nb", 12},    {"Mo", 1.1},  {"Ag", 0.053}, {"Cd", 0.09}, {"In", 0.056}, {"Sn", 2.1},  {"Sb", 0.4},   {"Ta", 0.9},
                                    {"W", 1.9},    {"Au", 0.0015}, {"Hg", 0.05}, {"Tl", 0.9},  {"Pb", 17},    {"Bi", 0.16}, {"Th", 10.5},  {"U", 2.7}};

}  // namespace

double Continuum::Bin::all() const {
    return std::accumulate(metal_t.begin(), metal_t.end(), potential_t + social_t);
}

double crustal_abundance(const std::string& species) {
    const auto found = std::ranges::find(abundances, species, &Abundance::species);
    return found == std::end(abundances) ? unknown : found->ppm * 1e-6;
}

Continuum continuum(const Ledger& ledger, const IndicatorSet& indicators, const std::string& species, const Selection& selection) {
    Continuum made;
    made.species = species;
    made.abundance = crustal_abundance(species);
    if (const Indicator* limits = indicator_for(indicators, species, "", "")) {
        made.background = limits->background;
        made.cutoff = limits->cutoff;
        made.minimum = limits->minimum;
        made.rich = limits->rich;
    }
    const std::int64_t wanted = ledger.species.find(species);
    if (wanted <= 0) return made;
    constexpr int lowest = -120, highest = 1;  // 1e-12 … 1, in steps of a tenth of a power
    std::vector<Continuum::Bin> all(static_cast<std::size_t>(highest - lowest));
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        if (ledger.excluded[u] != Excluded::counted) continue;
        for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
            if (ledger.row_species[r] != wanted || (!selection.rows.empty() && selection.rows[r] == 0)) continue;
            const double metal = taken_metal(ledger, r, selection), grade = ledger.row_grade[r];
            if (!(metal > 0)) continue;
            if (ledger.ground[u] == Ground::stream || ledger.ground[u] == Ground::city) {
                made.as_metal_t += metal;
                continue;
            }
            if (!(grade > 0)) {
                made.without_grade_t += metal;
                continue;
            }
            const int bin = std::clamp(static_cast<int>(std::floor(std::log10(grade) / made.step + 1e-9)), lowest, highest - 1);
            Continuum::Bin& into = all[static_cast<std::size_t>(bin - lowest)];
            const Usually part = usually_of(ledger, u, r);
            if (part == Usually::tailings || part == Usually::scrap) into.social_t += metal;
            else if (part == Usually::potential) into.potential_t += metal;
            else into.metal_t[static_cast<std::size_t>(ledger.grade_class[u])] += metal;
        }
    }
    const auto held = [](const Continuum::Bin& bin) { return bin.all() > 0; };
    const auto from = std::ranges::find_if(all, held);
    if (from == all.end()) return made;
    const auto to = std::find_if(all.rbegin(), all.rend(), held).base();
    made.first = (lowest + static_cast<double>(from - all.begin())) * made.step;
    made.bins.assign(from, to);
    return made;
}

}  // namespace orelens::ledger
