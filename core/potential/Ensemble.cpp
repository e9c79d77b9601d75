#include "core/potential/Ensemble.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <mutex>
#include <random>

#include "core/base/Parallel.h"
#include "core/potential/Folds.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

namespace {

/// Labelled voxels by block, in the order of the blocks.
std::vector<std::vector<std::int64_t>> blocks_of(const Evidence& evidence, std::span<const std::int8_t> labels, double edge) {
    std::map<std::array<std::int64_t, 3>, std::vector<std::int64_t>> blocks;
    for (std::size_t v = 0; v < labels.size(); ++v) {
        if (labels[v] < 0) continue;
        const Vec3 at = evidence.grid.to_grid(centre_of(evidence.grid, static_cast<std::int64_t>(v)));
        std::array<std::int64_t, 3> key{};
        for (std::size_t a = 0; a < 3; ++a) key[a] = static_cast<std::int64_t>(std::floor(at[a] * evidence.grid.block_size[a] / edge));
        blocks[key].push_back(static_cast<std::int64_t>(v));
    }
    std::vector<std::vector<std::int64_t>> list;
    for (auto& [key, voxels] : blocks) list.push_back(std::move(voxels));
    return list;
}

double share_in(std::vector<double>& sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    return sorted[low] + (at - static_cast<double>(low)) * (sorted[std::min(low + 1, sorted.size() - 1)] - sorted[low]);
}

}  // namespace

base::Expected<EnsembleResult> ensemble(const Evidence& evidence, std::span<const std::int8_t> labels, const MethodRule& method,
                                        const EnsembleRule& rule, const base::Progress& progress) {
    if (rule.members < 20) return fail(ErrorKind::usage, Message("potential.few_members", {{"count", std::to_string(rule.members)}}));
    const auto blocks = blocks_of(evidence, labels, rule.block_m);
    if (blocks.empty()) return fail(ErrorKind::data, Message("potential.no_label"));
    std::vector<std::optional<Trained>> members(static_cast<std::size_t>(rule.members));
    const bool learned = base::parallel_pieces(members.size(), 1, progress.part(0, 0.4), [&](std::size_t begin, std::size_t end) {
        for (std::size_t m = begin; m < end; ++m) {
            std::mt19937_64 random(rule.seed * 1000003 + m);
            std::vector<std::int64_t> rows;
            for (std::size_t n = 0; n < blocks.size(); ++n) {
                const auto& drawn = blocks[random() % blocks.size()];
                rows.insert(rows.end(), drawn.begin(), drawn.end());
            }
            auto trained = train(evidence, labels, rows, method, rule.seed + m, progress);
            if (trained) members[m] = std::move(*trained);
        }
    });
    if (!learned) return base::cancelled();
    EnsembleResult made;
    for (auto& member : members)
        if (member)
            made.trained.push_back(std::move(*member));
        else
            ++made.failed;
    made.members = static_cast<int>(made.trained.size());
    if (2 * made.members < rule.members)
        return fail(ErrorKind::data, Message("potential.members_failed", {{"count", std::to_string(made.failed)}, {"of", std::to_string(rule.members)}}));
    for (auto* list : {&made.mean, &made.sd, &made.p10, &made.p90}) list->assign(evidence.voxels(), missing);
    std::mutex lock;
    std::optional<base::Error> error;
    const bool whole = base::parallel_pieces(evidence.voxels(), 16384, progress.part(0.4, 1), [&](std::size_t begin, std::size_t end) {
        std::vector<std::int64_t> voxels;
        for (std::size_t v = begin; v < end; ++v)
            if (evidence.active[v] != 0) voxels.push_back(static_cast<std::int64_t>(v));
        if (voxels.empty()) return;
        std::vector<std::vector<double>> scores;
        for (const Trained& member : made.trained) {
            auto one = score(member, evidence, voxels);
            if (!one) {
                const std::lock_guard guard(lock);
                error = one.error();
                return;
            }
            scores.push_back(std::move(*one));
        }
        std::vector<double> each;
        for (std::size_t n = 0; n < voxels.size(); ++n) {
            each.clear();
            for (const auto& one : scores)
                if (!std::isnan(one[n])) each.push_back(rule.platt ? (*rule.platt)(one[n]) : one[n]);
            if (each.empty()) continue;
            double mean = 0, squares = 0;
            for (const double p : each) mean += p / static_cast<double>(each.size());
            for (const double p : each) squares += (p - mean) * (p - mean);
            std::ranges::sort(each);
            const auto v = static_cast<std::size_t>(voxels[n]);
            made.mean[v] = static_cast<float>(mean);
            made.sd[v] = each.size() > 1 ? static_cast<float>(std::sqrt(squares / static_cast<double>(each.size() - 1))) : missing;
            made.p10[v] = static_cast<float>(share_in(each, 0.1));
            made.p90[v] = static_cast<float>(share_in(each, 0.9));
        }
    });
    if (error) return std::unexpected(*error);
    if (!whole) return base::cancelled();
    return made;
}

std::vector<Change> dropped_one_by_one(const std::vector<std::string>& layers) {
    std::vector<Change> changes;
    if (layers.size() > 1)
        for (const std::string& layer : layers) changes.push_back({"- " + layer, layer, {}});
    return changes;
}

namespace {

/// The evidence under a change. A fuzzy tree names its layers itself: one that is left out is missing everywhere.
base::Expected<Evidence> changed_by(const Change& change, const Evidence& evidence, const MethodRule& method, const base::Progress& progress) {
    Evidence changed = evidence;
    if (method.kind == MethodKind::fuzzy)
        for (Layer& layer : changed.layers)
            if (layer.id == change.drop) std::ranges::fill(layer.values, missing);
    if (!change.moved) return changed;
    auto layers = change.moved(progress);
    if (!layers) return std::unexpected(layers.error());
    for (Layer& layer : changed.layers)
        for (Layer& other : *layers)
            if (layer.id == other.id) layer.values = std::move(other.values);
    return changed;
}

/// Share of each target among the `kept` highest scores.
std::vector<double> shares(const std::vector<float>& p, const TargetList& targets, std::size_t kept) {
    std::vector<float> known;
    for (const float value : p)
        if (!std::isnan(value)) known.push_back(value);
    if (known.empty() || kept == 0) return {};
    const std::size_t place = std::min(kept, known.size()) - 1;
    std::ranges::nth_element(known, known.begin() + static_cast<std::ptrdiff_t>(place), std::greater<>());
    const float limit = known[place];
    // Of equal scores at the limit, no more than there is room for: a score that says nothing keeps no target.
    double above = 0, equal = 0;
    for (const float value : known) {
        above += value > limit;
        equal += value == limit;
    }
    const double part = (static_cast<double>(place + 1) - above) / equal;
    std::vector<double> list;
    for (const Target& target : targets.targets) {
        double stays = 0;
        for (const std::int64_t v : target.voxels) {
            const float value = p[static_cast<std::size_t>(v)];
            stays += value > limit ? 1 : value == limit ? part : 0;
        }
        list.push_back(stays / static_cast<double>(target.voxels.size()));
    }
    return list;
}

}  // namespace

base::Expected<std::vector<Stability>> stability(const Evidence& evidence, std::span<const std::int8_t> labels, const MethodRule& method, std::uint64_t seed,
                                                 const TargetList& targets, std::span<const float> probability, double threshold,
                                                 const std::vector<Change>& changes, const base::Progress& progress) {
    std::size_t kept = 0;
    for (const float p : probability) kept += p >= static_cast<float>(threshold);
    std::vector<std::int64_t> rows;
    for (std::size_t v = 0; v < labels.size(); ++v)
        if (labels[v] >= 0) rows.push_back(static_cast<std::int64_t>(v));
    std::optional<Trained> before;  // as it was learned, for evidence that lies elsewhere
    std::vector<Stability> all;
    for (const Change& change : changes) {
        if (!progress.report(static_cast<double>(all.size()) / static_cast<double>(changes.size()))) return base::cancelled();
        all.push_back({change.name, {}, std::nullopt});
        const auto asked = [&]() -> base::Expected<std::vector<double>> {
            MethodRule other = method;
            if (other.layers.empty())
                for (const Layer& layer : evidence.layers) other.layers.push_back(layer.id);
            std::erase(other.layers, change.drop);
            const bool as_it_is = !change.moved && method.kind != MethodKind::fuzzy;
            std::optional<Evidence> changed;
            if (!as_it_is) {
                auto made = changed_by(change, evidence, method, progress);
                if (!made) return std::unexpected(made.error());
                changed = std::move(*made);
            }
            const Evidence& used = changed ? *changed : evidence;
            const auto trained = train(used, labels, rows, other, seed, progress);
            if (!trained) return std::unexpected(trained.error());
            const auto p = predict(*trained, used, progress);
            if (!p) return std::unexpected(p.error());
            std::vector<double> share = shares(*p, targets, kept);
            if (!change.moved || !needs_labels(method.kind)) return share;
            if (!before) {
                auto learned = train(evidence, labels, rows, method, seed, progress);
                if (!learned) return std::unexpected(learned.error());
                before = std::move(*learned);
            }
            const auto again = predict(*before, used, progress);
            if (!again) return std::unexpected(again.error());
            const std::vector<double> second = shares(*again, targets, kept);
            for (std::size_t n = 0; n < share.size(); ++n) share[n] = std::min(share[n], n < second.size() ? second[n] : 0);
            return share;
        };
        auto share = asked();
        if (share) {
            all.back().share = std::move(*share);
            continue;
        }
        if (share.error().kind == ErrorKind::cancelled) return std::unexpected(share.error());
        all.back().refused = share.error();
    }
    return all;
}

double stands(const std::vector<Stability>& all, std::size_t target) {
    double yes = 0, asked = 0;
    for (const Stability& one : all) {
        if (target >= one.share.size()) continue;
        asked += 1;
        yes += one.share[target] >= 0.5;
    }
    return asked > 0 ? yes / asked : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace orelens::potential
