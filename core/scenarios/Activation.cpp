#include "core/scenarios/Activation.h"

#include <algorithm>
#include <cmath>

namespace orelens::scenarios {
namespace {

using base::Expected;

/// Where a step leads: towards the side that helps, at most to the limit.
ActivationStep stepped(const Lever& lever, double percent) {
    ActivationStep step{.step_percent = percent, .value = lever.now, .at_limit = false, .activated = {}};
    const double by = lever.measure * percent / 100;
    if (lever.limit == 0) {
        step.value = lever.now - by;
        step.at_limit = step.value < lever.limit;
        step.value = std::max(step.value, std::min(lever.limit, lever.now));
    } else {
        step.value = lever.now + by;
        step.at_limit = step.value > lever.limit;
        step.value = std::min(step.value, lever.limit);
    }
    return step;
}

bool moves(const Lever& lever) {
    // Mining recovery moves no margin per tonne; it is not asked.
    return lever.counted && lever.measure > 0 && lever.now != lever.limit && lever.id != "economics.mining_recovery" &&
           !(lever.limit == 0 && lever.now < 0);
}

}  // namespace

std::vector<double> usual_steps() {
    return {5, 10, 20};
}

Expected<std::vector<LeverActivation>> lever_activation(const blocks::BlockModel& model,
                                                        const economics::PriceDeck& deck,
                                                        const std::vector<double>& steps_percent,
                                                        const blocks::BlockMask* set,
                                                        const base::Progress& progress) {
    std::vector<LeverActivation> all;
    for (Lever& lever : levers_of(deck))
        if (moves(lever)) all.push_back({std::move(lever), {}});
    const double evaluations = static_cast<double>(all.size() * steps_percent.size()) + 1;
    double done = 0;
    const auto next = [&] {
        done += 1;
        return progress.part((done - 1) / evaluations, done / evaluations);
    };
    const auto now = usable_under(model, deck, set, next());
    if (!now) return std::unexpected(now.error());
    for (LeverActivation& row : all) {
        for (const double percent : steps_percent) {
            ActivationStep step = stepped(row.lever, percent);
            economics::PriceDeck moved = deck;
            row.lever.set(moved, step.value);
            // A limit that was reached before is not asked again.
            if (!row.steps.empty() && row.steps.back().value == step.value) {
                step.activated = row.steps.back().activated;
                (void)next();
            } else {
                const auto usable = usable_under(model, moved, set, next());
                if (!usable) return std::unexpected(usable.error());
                auto held = held_by(model, deck, without(usable->usable, now->usable));
                if (!held) return std::unexpected(held.error());
                step.activated = std::move(*held);
            }
            row.steps.push_back(std::move(step));
        }
    }
    std::erase_if(all, [](const LeverActivation& row) {
        return row.steps.empty() || row.steps.back().activated.blocks == 0;
    });
    std::ranges::stable_sort(all, [](const LeverActivation& a, const LeverActivation& b) {
        return a.steps.back().activated.tonnes > b.steps.back().activated.tonnes;
    });
    return all;
}

}  // namespace orelens::scenarios
