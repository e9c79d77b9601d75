#include "core/potential/TargetEdits.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <set>

#include "core/base/Vectors.h"
#include "core/potential/Distances.h"
#include "core/potential/Folds.h"

namespace orelens::potential {

using base::Message;

namespace {

constexpr int digits = 12;

std::string place_text(const Vec3& at) {
    return base::number(at[0], digits) + " " + base::number(at[1], digits) + " " + base::number(at[2], digits);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    constexpr std::string_view space = " \t\r\n,";
    for (std::size_t at = text.find_first_not_of(space); at != std::string_view::npos; at = text.find_first_not_of(space, at)) {
        const std::size_t end = std::min(text.find_first_of(space, at), text.size());
        words.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

/// Words one after another; `good` falls when one is not what was asked for.
struct Reader {
    const std::vector<std::string>& words;
    std::size_t at = 0;
    bool good = true;
    [[nodiscard]] bool done() const { return at >= words.size(); }
    bool word(const char* wanted) {
        if (done() || words[at] != wanted) return false;
        ++at;
        return true;
    }
    double number() {
        double value = 0;
        good = good && !done();
        if (!good) return 0;
        const std::string& one = words[at++];
        const auto [end, code] = std::from_chars(one.data(), one.data() + one.size(), value);
        good = code == std::errc() && end == one.data() + one.size() && std::isfinite(value);
        return value;
    }
    Vec3 place() {
        Vec3 made{};
        for (double& one : made) one = number();
        return made;
    }
};

std::optional<TargetEdit> edit_in(std::string_view text) {
    const auto words = words_of(text);
    Reader reader{words};
    TargetEdit edit;
    if (reader.word("merge")) {
        edit.places.push_back(reader.place());
        while (reader.good && reader.word("+")) edit.places.push_back(reader.place());
        if (edit.places.size() < 2) return std::nullopt;
    } else if (reader.word("split")) {
        edit.places.push_back(reader.place());
        if (reader.word("parts")) {
            edit.kind = TargetEdit::Kind::split_parts;
        } else if (reader.word("plane")) {
            edit.kind = TargetEdit::Kind::split_plane;
            edit.azimuth_deg = reader.number();
            edit.dip_deg = reader.number();
            if (!reader.word("at")) return std::nullopt;
            edit.through = reader.place();
            if (!(edit.azimuth_deg >= 0 && edit.azimuth_deg <= 360 && edit.dip_deg >= 0 && edit.dip_deg <= 90)) return std::nullopt;
        } else {
            return std::nullopt;
        }
    } else {
        return std::nullopt;
    }
    if (!reader.good || !reader.done()) return std::nullopt;
    return edit;
}

/// Pieces of a target's voxels that touch by their faces, the one with the first voxel first.
std::vector<std::vector<std::int64_t>> parts_of(const Evidence& evidence, const Target& target) {
    std::vector<std::uint8_t> mask(evidence.voxels(), 0);
    for (const std::int64_t v : target.voxels) mask[static_cast<std::size_t>(v)] = 1;
    const Components pieces = components(evidence.grid, mask, 6);
    std::vector<std::vector<std::int64_t>> made(static_cast<std::size_t>(pieces.count));
    for (const std::int64_t v : target.voxels) made[static_cast<std::size_t>(pieces.of[static_cast<std::size_t>(v)]) - 1].push_back(v);
    return made;
}

/// Voxels above the plane (or on it), and those below.
std::vector<std::vector<std::int64_t>> sides_of(const Evidence& evidence, const Target& target, const TargetEdit& edit) {
    const Vec3 normal = plane_of(edit.azimuth_deg, edit.dip_deg, edit.through).normal;
    std::vector<std::vector<std::int64_t>> sides(2);
    for (const std::int64_t v : target.voxels)
        sides[base::dot(normal, base::minus(centre_of(evidence.grid, v), edit.through)) >= 0 ? 0 : 1].push_back(v);
    std::erase_if(sides, [](const auto& side) { return side.empty(); });
    return sides;
}

Message not_done(const char* key, const TargetEdit& edit, const std::string& place = {}) {
    Message message(key);
    message.args.emplace_back("edit", text_of(edit));
    if (!place.empty()) message.args.emplace_back("place", place);
    return message;
}

}  // namespace

std::string text_of(const TargetEdit& edit) {
    std::string text = edit.kind == TargetEdit::Kind::merge ? "merge " : "split ";
    for (std::size_t n = 0; n < edit.places.size(); ++n) text += (n == 0 ? "" : " + ") + place_text(edit.places[n]);
    if (edit.kind == TargetEdit::Kind::split_parts) text += " parts";
    if (edit.kind == TargetEdit::Kind::split_plane) text += " plane " + base::number(edit.azimuth_deg, digits) + " " + base::number(edit.dip_deg, digits) + " at " + place_text(edit.through);
    return text;
}

std::string text_of(const std::vector<TargetEdit>& edits) {
    std::string text;
    for (const TargetEdit& edit : edits) text += (text.empty() ? "" : "; ") + text_of(edit);
    return text;
}

base::Expected<std::vector<TargetEdit>> target_edits(std::string_view text) {
    std::vector<TargetEdit> edits;
    std::int64_t number = 0;
    while (true) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view one = text.substr(0, end);
        if (!words_of(one).empty()) {
            ++number;
            auto edit = edit_in(one);
            if (!edit) return base::fail(base::ErrorKind::usage, Message("potential.edit_bad", {{"number", std::to_string(number)}, {"text", std::string(one.substr(0, 120))}}), {.field = "potential.target_edits"}, Message("potential.edit_bad_fix"));
            edits.push_back(std::move(*edit));
        }
        if (end == text.size()) return edits;
        text.remove_prefix(end + 1);
    }
}

std::optional<std::size_t> target_at(const GridGeometry& grid, const TargetList& list, const Vec3& place) {
    const Vec3 at = grid.to_grid(place);
    // In doubles first: a place far away fits no cell number.
    for (std::size_t a = 0; a < 3; ++a)
        if (!(at[a] >= 0 && at[a] < grid.count[a])) return std::nullopt;
    const std::int64_t v = grid.linear({static_cast<std::int32_t>(at[0]), static_cast<std::int32_t>(at[1]), static_cast<std::int32_t>(at[2])});
    for (std::size_t n = 0; n < list.targets.size(); ++n)
        if (std::ranges::binary_search(list.targets[n].voxels, v)) return n;
    return std::nullopt;
}

void edit_targets(const Evidence& evidence, const TargetData& data, const TargetRule& rule, const std::vector<TargetEdit>& edits, TargetList& list, std::vector<Message>& said) {
    for (const TargetEdit& edit : edits) {
        std::set<std::size_t> named;
        bool lost = false;
        for (const Vec3& place : edit.places) {
            const auto at = target_at(evidence.grid, list, place);
            if (at) {
                named.insert(*at);
                continue;
            }
            lost = true;
            said.push_back(not_done("potential.edit_lost", edit, place_text(place)));
        }
        // Half a merge is not what was asked for.
        if (lost) continue;
        std::vector<std::vector<std::int64_t>> pieces;
        if (edit.kind == TargetEdit::Kind::merge) {
            if (named.size() < 2) {
                said.push_back(not_done("potential.edit_one", edit));
                continue;
            }
            pieces.emplace_back();
            for (const std::size_t n : named) pieces.front().insert(pieces.front().end(), list.targets[n].voxels.begin(), list.targets[n].voxels.end());
        } else {
            const Target& target = list.targets[*named.begin()];
            pieces = edit.kind == TargetEdit::Kind::split_parts ? parts_of(evidence, target) : sides_of(evidence, target, edit);
            if (pieces.size() < 2) {
                said.push_back(not_done("potential.edit_whole", edit));
                continue;
            }
        }
        const std::int32_t id = list.targets[*named.begin()].id;
        for (auto n = named.rbegin(); n != named.rend(); ++n) list.targets.erase(list.targets.begin() + static_cast<std::ptrdiff_t>(*n));
        for (auto& piece : pieces) {
            list.targets.push_back(describe_target(evidence, data, rule, std::move(piece)));
            list.targets.back().id = id;
        }
    }
    if (!edits.empty()) std::ranges::stable_sort(list.targets, std::greater<>(), &Target::expected_in_domain_m3);
}

TargetEdit across_longest(const Evidence& evidence, std::span<const float> probability, const Target& target) {
    Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
    for (const std::int64_t v : target.voxels) {
        const Vec3 d = base::minus(centre_of(evidence.grid, v), target.centroid);
        const Eigen::Vector3d e(d[0], d[1], d[2]);
        covariance += static_cast<double>(probability[static_cast<std::size_t>(v)]) * e * e.transpose();
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(covariance);
    Eigen::Vector3d normal = solver.eigenvectors().col(2);
    if (normal[2] < 0) normal = -normal;
    TargetEdit edit;
    edit.kind = TargetEdit::Kind::split_plane;
    edit.places.push_back(centre_of(evidence.grid, target.voxels.front()));
    edit.azimuth_deg = std::atan2(normal[0], normal[1]) * 180 / std::numbers::pi;
    if (edit.azimuth_deg < 0) edit.azimuth_deg += 360;
    edit.dip_deg = std::acos(std::min(1.0, std::abs(normal[2]))) * 180 / std::numbers::pi;
    edit.through = target.centroid;
    return edit;
}

}  // namespace orelens::potential
