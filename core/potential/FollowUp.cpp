#include "core/potential/FollowUp.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include "core/base/Vectors.h"
#include "core/drilling/Desurvey.h"

namespace orelens::potential {
namespace {

constexpr double unknown_yet = std::numeric_limits<double>::quiet_NaN();

/// Letters of names of holes, whatever their case; other characters stand for themselves.
std::string plain(std::string name) {
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name;
}

double away(const ProposedHole& planned, const DrilledHole& drilled) {
    return base::length(base::minus(planned.collar, drilled.collar));
}

/// Between the planned direction and the chord of the drilled hole; NaN where it has no length.
double turned(const ProposedHole& planned, const DrilledHole& drilled) {
    const Vec3 chord = base::minus(drilled.end, drilled.collar);
    const double length = base::length(chord);
    if (!(length > 0)) return unknown_yet;
    const double cosine = base::dot(hole_vector(planned.azimuth_deg, planned.dip_deg), chord) / length;
    return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180 / std::numbers::pi;
}

/// Every voxel of the target that a piece meets, with the length in it.
template <class Visit>
void each_in_target(const Evidence& evidence, const Target& target, const Sample& piece, Visit visit) {
    const Vec3 way = base::minus(piece.to, piece.from);
    const double length = base::length(way);
    if (!(length > 0)) return;
    for (const Chord& chord : walk(evidence.grid, piece.from, base::scaled(way, 1 / length), length))
        if (std::ranges::binary_search(target.voxels, chord.voxel)) visit(static_cast<std::size_t>(chord.voxel), chord.length_m);
}

StretchFound found_in(const PrognosisRow& row, const DrilledHole& drilled) {
    StretchFound found{0, unknown_yet, unknown_yet};
    double metal = 0;
    for (const Sample& sample : drilled.samples) {
        const double length = std::min(row.to_m, sample.to_m) - std::max(row.from_m, sample.from_m);
        if (!(length > 0) || std::isnan(sample.grade)) continue;
        found.assayed_m += length;
        metal += length * sample.grade;
        found.highest = std::isnan(found.highest) ? sample.grade : std::max(found.highest, sample.grade);
    }
    if (found.assayed_m > 0) found.grade = metal / found.assayed_m;
    return found;
}

}  // namespace

base::Expected<std::vector<DrilledHole>> drilled_holes(const drilling::DrillholeSet& holes, const std::string& element) {
    const auto samples = samples_of(holes, element);
    if (!samples) return std::unexpected(samples.error());
    const auto traces = drilling::desurvey(holes);
    std::vector<DrilledHole> all;
    std::vector<std::int32_t> place(holes.collars.size(), -1);
    for (std::size_t n = 0; n < holes.collars.size(); ++n) {
        const drilling::Trace& trace = traces[n];
        if (holes.collars[n].doubtful || trace.position.empty()) continue;
        place[n] = static_cast<std::int32_t>(all.size());
        DrilledHole& one = all.emplace_back();
        one.name = holes.collars[n].hole;
        one.collar = trace.position.front();
        one.end = trace.position.back();
        one.length_m = trace.depth_m.size() > 1 ? trace.depth_m.back() : unknown_yet;
        for (std::size_t s = 0; s + 1 < trace.depth_m.size(); ++s)
            one.course.push_back({trace.position[s], trace.position[s + 1], unknown_yet, static_cast<std::int32_t>(n), trace.depth_m[s], trace.depth_m[s + 1]});
    }
    for (const Sample& sample : *samples)
        if (const std::int32_t at = place[static_cast<std::size_t>(sample.hole)]; at >= 0) all[static_cast<std::size_t>(at)].samples.push_back(sample);
    return all;
}

std::vector<std::int32_t> match_holes(const std::vector<ProposedHole>& planned, const std::vector<DrilledHole>& drilled, const MatchRule& rule) {
    std::vector<std::int32_t> match(planned.size(), -1);
    std::vector<bool> taken(drilled.size(), false);
    for (std::size_t p = 0; p < planned.size(); ++p)
        for (std::size_t d = 0; d < drilled.size() && match[p] < 0; ++d) {
            if (taken[d] || plain(planned[p].name) != plain(drilled[d].name)) continue;
            match[p] = static_cast<std::int32_t>(d);
            taken[d] = true;
        }
    // Several holes of one pad start at one place: of equal distances the direction decides.
    std::vector<std::tuple<double, double, std::size_t, std::size_t>> pairs;
    for (std::size_t p = 0; p < planned.size(); ++p)
        for (std::size_t d = 0; d < drilled.size(); ++d) {
            if (match[p] >= 0 || taken[d]) continue;
            const double metres = away(planned[p], drilled[d]), degrees = turned(planned[p], drilled[d]);
            if (metres <= rule.near_m && degrees <= rule.turned_deg) pairs.emplace_back(metres, degrees, p, d);
        }
    std::ranges::sort(pairs);
    for (const auto& [metres, degrees, p, d] : pairs) {
        if (match[p] >= 0 || taken[d]) continue;
        match[p] = static_cast<std::int32_t>(d);
        taken[d] = true;
    }
    return match;
}

HoleOutcome outcome_of(const Evidence& evidence, const Target& target, std::span<const float> probability, const ProposedHole& planned,
                       const std::vector<PrognosisRow>& prognosis, const DrilledHole* drilled, double cutoff) {
    HoleOutcome made;
    made.grade = made.turned_deg = unknown_yet;
    made.found.assign(prognosis.size(), {0, unknown_yet, unknown_yet});
    if (drilled == nullptr) return made;
    made.drilled = drilled->name;
    made.by_name = plain(planned.name) == plain(drilled->name);
    made.away_m = away(planned, *drilled);
    made.turned_deg = turned(planned, *drilled);
    made.length_m = drilled->length_m;
    for (const Sample& piece : drilled->course) each_in_target(evidence, target, piece, [&](std::size_t, double metres) { made.in_target_m += metres; });
    // As voxels are labelled: by the mean grade of all that was assayed in one.
    std::map<std::size_t, std::pair<double, double>> voxels;
    for (const Sample& sample : drilled->samples) {
        if (std::isnan(sample.grade)) continue;
        each_in_target(evidence, target, sample, [&](std::size_t v, double metres) {
            voxels[v].first += metres;
            voxels[v].second += metres * sample.grade;
        });
    }
    double metal = 0;
    for (const auto& [v, sums] : voxels) {
        const auto& [metres, of_metal] = sums;
        made.assayed_m += metres;
        metal += of_metal;
        if (of_metal / metres >= cutoff) made.ore_m += metres;
        if (const double p = static_cast<double>(probability[v]); std::isfinite(p)) made.expected_m += p * metres;
    }
    made.state = made.assayed_m > 0 ? HoleState::result : HoleState::drilled;
    if (made.assayed_m > 0) made.grade = metal / made.assayed_m;
    for (std::size_t r = 0; r < prognosis.size(); ++r) made.found[r] = found_in(prognosis[r], *drilled);
    return made;
}

}  // namespace orelens::potential
