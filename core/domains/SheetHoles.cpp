#include "core/domains/SheetHoles.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/domains/Drawing.h"
#include "core/shapes/NearestPoints.h"

namespace orelens::domains {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using shapes::Vec3;

Vec3 middle(const Run& run) {
    return {0.5 * (run.from[0] + run.to[0]), 0.5 * (run.from[1] + run.to[1]), 0.5 * (run.from[2] + run.to[2])};
}

/// The plane nearest to points; nothing where they lie on one line.
std::optional<Continuity> plane_of(const std::vector<Vec3>& points) {
    Eigen::Vector3d mean = Eigen::Vector3d::Zero();
    for (const Vec3& p : points) mean += Eigen::Vector3d(p[0], p[1], p[2]);
    mean /= static_cast<double>(points.size());
    Eigen::Matrix3d squares = Eigen::Matrix3d::Zero();
    for (const Vec3& p : points) {
        const Eigen::Vector3d off = Eigen::Vector3d(p[0], p[1], p[2]) - mean;
        squares += off * off.transpose();
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(squares);
    if (points.size() < 3 || solver.eigenvalues()[1] < 1e-4 * solver.eigenvalues()[2]) return std::nullopt;
    const Eigen::Vector3d normal = solver.eigenvectors().col(0);
    return frame_of(Vec3{normal[0], normal[1], normal[2]}, Vec3{mean[0], mean[1], mean[2]});
}

Pierce pierce(const Continuity& frame, const Run& run, std::size_t number) {
    Pierce one{number, frame.to_frame(run.from), frame.to_frame(run.to)};
    if (one.top[2] < one.bottom[2]) std::swap(one.top, one.bottom);
    return one;
}

/// Per hole the run that belongs to the sheet: the richest, then the one nearest to where the other holes have it.
class Chosen {
  public:
    Chosen(const std::vector<Run>& runs) : runs_(runs) {
        for (std::size_t n = 0; n < runs.size(); ++n) of_[runs[n].hole].push_back(n);
        for (const auto& [hole, own] : of_)
            chosen_.push_back(*std::ranges::max_element(own, {}, [&](std::size_t n) { return runs_[n].metal; }));
    }

    [[nodiscard]] std::vector<Vec3> middles() const {
        std::vector<Vec3> all;
        for (const std::size_t n : chosen_) all.push_back(middle(runs_[n]));
        return all;
    }

    /// Chooses again by the heights of the nearest other holes. False when nothing changes.
    bool settle(const Continuity& frame) {
        const std::vector<Pierce> now = pierces(frame);
        std::vector<Vec3> flat;
        for (const Pierce& one : now) flat.push_back(one.flat());
        const shapes::NearestPoints index(flat);
        bool changed = false;
        std::size_t place = 0;
        for (const auto& [hole, own] : of_) {
            const std::size_t at = place++;
            if (own.size() < 2) continue;
            const double height = height_about(index, now, flat, at);
            const std::size_t best = *std::ranges::min_element(own, {}, [&](std::size_t n) {
                return std::abs(pierce(frame, runs_[n], n).height() - height);
            });
            changed = changed || best != chosen_[at];
            chosen_[at] = best;
        }
        return changed;
    }

    /// Those far off the heights around them are not the sheet: another body, a single rich sample.
    [[nodiscard]] std::vector<bool> odd(const Continuity& frame) const {
        const std::vector<Pierce> now = pierces(frame);
        std::vector<Vec3> flat;
        for (const Pierce& one : now) flat.push_back(one.flat());
        const shapes::NearestPoints index(flat);
        std::vector<double> off;
        std::vector<double> thickness;
        for (std::size_t n = 0; n < now.size(); ++n) {
            off.push_back(std::abs(now[n].height() - height_about(index, now, flat, n)));
            thickness.push_back(now[n].thickness());
        }
        const double limit = std::max(6 * 1.4826 * median(off), 3 * median(thickness));
        std::vector<bool> all;
        for (const double one : off) all.push_back(now.size() >= 6 && one > limit);
        return all;
    }

    [[nodiscard]] std::vector<Pierce> pierces(const Continuity& frame) const {
        std::vector<Pierce> all;
        for (const std::size_t n : chosen_) all.push_back(pierce(frame, runs_[n], n));
        return all;
    }
    void keep(const std::vector<bool>& odd) {
        std::vector<std::size_t> kept;
        for (std::size_t n = 0; n < chosen_.size(); ++n)
            if (!odd[n]) kept.push_back(chosen_[n]);
        chosen_ = std::move(kept);
    }
    [[nodiscard]] const std::vector<std::size_t>& runs() const { return chosen_; }

  private:
    static double height_about(const shapes::NearestPoints& index, const std::vector<Pierce>& now,
                               const std::vector<Vec3>& flat, std::size_t n) {
        std::vector<double> heights;
        for (const auto& found : index.nearest(flat[n], 7))
            if (found.point != n) heights.push_back(now[found.point].height());
        return heights.empty() ? now[n].height() : median(std::move(heights));
    }

    const std::vector<Run>& runs_;
    std::map<std::int32_t, std::vector<std::size_t>> of_;
    std::vector<std::size_t> chosen_;
};

}  // namespace

Expected<SheetHoles> sheet_holes(const std::vector<Run>& runs, const BodyRule& rule) {
    SheetHoles found;
    Chosen chosen(runs);
    const bool stated = std::isfinite(rule.dip_deg) && std::isfinite(rule.dip_direction_deg);
    const auto frame_now = [&]() -> std::optional<Continuity> {
        const std::vector<Vec3> middles = chosen.middles();
        if (middles.size() < 3) return std::nullopt;
        if (stated) return frame_of(rule.dip_direction_deg, rule.dip_deg, middles.front());
        return plane_of(middles);
    };
    const auto too_few = [&] {
        return base::fail(ErrorKind::data, Message("domains.few_holes", {{"holes", std::to_string(chosen.runs().size())}}), {},
                          Message("domains.few_holes_fix"));
    };
    auto frame = frame_now();
    for (int turn = 0; turn < 5 && frame && chosen.settle(*frame); ++turn) frame = frame_now();
    if (!frame) return too_few();
    const std::vector<bool> odd = chosen.odd(*frame);
    found.odd = std::ranges::count(odd, true);
    chosen.keep(odd);
    frame = frame_now();
    if (!frame) return too_few();
    found.frame = *frame;
    found.pierces = chosen.pierces(*frame);
    return found;
}

}  // namespace orelens::domains
