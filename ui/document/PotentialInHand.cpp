#include "ui/document/PotentialInHand.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "core/project/Pipeline.h"

namespace orelens::ui {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
/// Up to here the answer is there before a hand can tell.
constexpr std::size_t at_once = 400'000;

/// Bits of the voxels that a list of targets holds.
std::shared_ptr<const blocks::BlockMask> mask_of(const blocks::BlockModel& model, const potential::TargetList& list) {
    auto mask = std::make_shared<blocks::BlockMask>();
    mask->leaf.resize(model.leaf_count());
    const blocks::GridGeometry& grid = model.geometry();
    for (const potential::Target& target : list.targets)
        for (const std::int64_t v : target.voxels) {
            const std::int64_t layer = static_cast<std::int64_t>(grid.count[0]) * grid.count[1];
            const blocks::Index3 at{static_cast<std::int32_t>(v % grid.count[0]), static_cast<std::int32_t>(v % layer / grid.count[0]), static_cast<std::int32_t>(v / layer)};
            const std::size_t leaf = model.leaf_of(at);
            if (leaf >= model.leaf_count()) continue;
            const auto& origin = model.leaf(leaf).origin;
            const int place = ((at[0] - origin[0]) << 6) | ((at[1] - origin[1]) << 3) | (at[2] - origin[2]);
            mask->leaf[leaf][static_cast<std::size_t>(place) >> 6] |= std::uint64_t{1} << (place & 63);
            ++mask->kept;
        }
    return mask;
}

std::shared_ptr<const shapes::Polylines> lines_of(const project::TargetResult& targets) {
    if (targets.holes.empty()) return nullptr;
    auto lines = std::make_shared<shapes::Polylines>();
    lines->name = "planned holes";
    constexpr double radian = 0.017453292519943295;
    for (const project::HoleNote& note : targets.holes) {
        const potential::ProposedHole& hole = note.hole;
        const double a = hole.azimuth_deg * radian, d = hole.dip_deg * radian;
        const auto first = static_cast<std::int32_t>(lines->points.size());
        lines->points.push_back(hole.collar);
        lines->points.push_back({hole.collar[0] + hole.length_m * std::sin(a) * std::cos(d), hole.collar[1] + hole.length_m * std::cos(a) * std::cos(d), hole.collar[2] - hole.length_m * std::sin(d)});
        lines->lines.push_back({first, first + 1});
    }
    return lines;
}

/// Closed, with a point for every voxel's edge, on the ground; where that is not known, on the top of the voxels.
std::shared_ptr<const shapes::Polylines> forbidden_of(const project::TargetResult& targets, const project::EvidenceResult& evidence) {
    if (targets.forbidden.empty()) return nullptr;
    auto lines = std::make_shared<shapes::Polylines>();
    lines->name = "forbidden areas";
    const blocks::GridGeometry& grid = evidence.grid;
    const double step = std::max(grid.block_size[0], grid.block_size[1]), top = grid.origin[2] + grid.block_size[2] * grid.count[2];
    constexpr double most_steps = 1000;
    for (const auto& outline : targets.forbidden) {
        auto& line = lines->lines.emplace_back();
        const auto add = [&](double x, double y) {
            const double ground = evidence.ground ? evidence.ground->bilinear(x, y) : none;
            line.push_back(static_cast<std::int32_t>(lines->points.size()));
            lines->points.push_back({x, y, std::isfinite(ground) ? ground : top});
        };
        for (std::size_t n = 0; n < outline.size(); ++n) {
            const auto &a = outline[n], &b = outline[(n + 1) % outline.size()];
            const double steps = std::clamp(std::ceil(std::hypot(b[0] - a[0], b[1] - a[1]) / step), 1.0, most_steps);
            for (double s = 0; s < steps; ++s) add(a[0] + s / steps * (b[0] - a[0]), a[1] + s / steps * (b[1] - a[1]));
        }
        if (!line.empty()) line.push_back(line.front());
    }
    return lines;
}

}  // namespace

PotentialInHand::PotentialInHand(const project::Project& project) : project_(project), threshold_(none) {}
PotentialInHand::~PotentialInHand() {
    blockSignals(true);
    job_.drop();
}

const std::shared_ptr<const project::TargetInput>& PotentialInHand::input() const {
    if (!input_ && prediction_) input_ = project::target_input(project_.results);
    return input_;
}

void PotentialInHand::show(bool on) {
    if (shown_ == on) return;
    shown_ = on;
    pick_ = {};
    Q_EMIT changed();
    Q_EMIT picked();
}

void PotentialInHand::show_only_targets(bool on) {
    if (only_targets_ == on) return;
    only_targets_ = on;
    renew_mask();
}

bool PotentialInHand::moved() const {
    return threshold_moved() || (targets_ && edits_ != targets_->edits);
}

bool PotentialInHand::threshold_moved() const {
    return targets_ && std::isfinite(threshold_) && threshold_ != targets_->threshold;
}

void PotentialInHand::follow_recipe() {
    if (!targets_) return;
    // In the words of the results, so that spaces make no difference; what cannot be read changes nothing.
    const auto edits = potential::target_edits(project_.recipe.potential.target_edits);
    if (!edits || potential::text_of(*edits) == edits_) return;
    edits_ = potential::text_of(*edits);
    find(false);
}

void PotentialInHand::set_threshold(double threshold, bool dragging) {
    if (!targets_ || (threshold == threshold_ && dragging)) return;
    threshold_ = threshold;
    find(dragging);
    Q_EMIT thresholdChanged(threshold, dragging);
}

void PotentialInHand::find(bool dragging) {
    const auto from = input();
    if (!from) return;
    auto made = std::make_shared<std::shared_ptr<const potential::TargetList>>();
    auto why = std::make_shared<base::Message>();
    auto said = std::make_shared<std::vector<base::Message>>();
    const auto work = [from, made, why, said, threshold = threshold_, edits = potential::target_edits(edits_).value_or(std::vector<potential::TargetEdit>())](base::Progress& progress) -> base::Expected<void> {
        auto list = project::targets_at(*from, threshold, edits, *said);
        if (progress.cancelled()) return base::cancelled();
        if (list)
            *made = std::make_shared<const potential::TargetList>(std::move(*list));
        else
            *why = list.error().what;
        return {};
    };
    const auto take_list = [this, made, why, said](const base::Expected<void>& done) {
        if (!done) return;
        list_ = std::move(*made);
        why_none_ = *why;
        said_ = std::move(*said);
        renew_mask();
        Q_EMIT listChanged();
    };
    if (from->evidence.voxels() <= at_once) {
        base::Progress progress;
        job_.drop();
        return take_list(work(progress));
    }
    (void)dragging;
    job_.ask(work, take_list);
}

void PotentialInHand::renew_mask() {
    auto before = mask_;
    mask_ = only_targets_ && model_ ? mask_of(*model_, list_ ? *list_ : potential::TargetList()) : nullptr;
    if (mask_ || before) Q_EMIT maskChanged();
}

void PotentialInHand::take(const scene::PickResult& pick) {
    pick_ = pick;
    Q_EMIT picked();
}

void PotentialInHand::follow_results() {
    auto evidence = project::evidence_of(project_.results);
    auto prediction = project::prediction_of(project_.results);
    auto targets = project::targets_of(project_.results);
    if (evidence == evidence_ && prediction == prediction_ && targets == targets_) return;
    evidence_ = std::move(evidence);
    prediction_ = std::move(prediction);
    targets_ = std::move(targets);
    const bool first = !model_;
    model_ = project::potential_model(project_.results);
    input_ = nullptr;
    hole_lines_ = targets_ ? lines_of(*targets_) : nullptr;
    forbidden_lines_ = targets_ && evidence_ ? forbidden_of(*targets_, *evidence_) : nullptr;
    pick_ = {};
    threshold_ = targets_ ? targets_->threshold : none;
    list_ = nullptr;
    why_none_ = {};
    said_.clear();
    edits_.clear();
    if (targets_) {
        edits_ = targets_->edits;
        std::ranges::copy_if(targets_->said, std::back_inserter(said_), [](const base::Message& one) { return one.key.starts_with("potential.edit_"); });
        // As the results have it: nothing is looked for again.
        auto list = std::make_shared<potential::TargetList>();
        for (const project::TargetNote& note : targets_->targets) list->targets.push_back(note.target);
        list->voxels = targets_->voxels;
        list->components = targets_->components;
        list->too_small = targets_->too_small;
        list->too_small_m3 = targets_->too_small_m3;
        list_ = std::move(list);
    }
    if (!model_) shown_ = false;
    if (model_ && first && !project_.results.model()) shown_ = true;  // there is nothing else to see
    job_.drop();
    follow_recipe();
    renew_mask();
    Q_EMIT changed();
    Q_EMIT listChanged();
    Q_EMIT picked();
}

void PotentialInHand::start_over() {
    job_.drop();
    shown_ = only_targets_ = false;
    evidence_ = nullptr;
    prediction_ = nullptr;
    targets_ = nullptr;
    model_ = nullptr;
    input_ = nullptr;
    hole_lines_ = forbidden_lines_ = nullptr;
    list_ = nullptr;
    mask_ = nullptr;
    why_none_ = {};
    pick_ = {};
    threshold_ = none;
    follow_results();
    Q_EMIT changed();
}

}  // namespace orelens::ui
