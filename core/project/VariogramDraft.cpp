#include "core/project/VariogramDraft.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"
#include "core/project/HardBoundaries.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/SampleDomains.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using base::Vec3;
using geostat::LagRule;
using geostat::Variogram;

constexpr int lags = 18;

const geostat::Anisotropy* longest(const Variogram& model) {
    return model.structures.empty() ? nullptr : &model.structures.back().shape;
}

bool is_round(const geostat::Anisotropy& shape) {
    return shape.range_major_m == shape.range_semi_m && shape.range_semi_m == shape.range_minor_m;
}

Vec3 axis_of(const geostat::Anisotropy& shape, DraftWay way) {
    const auto rows = geostat::isotropic_frame(shape);
    const Vec3& row = rows[way == DraftWay::major ? 0 : way == DraftWay::semi ? 1 : 2];
    return base::scaled(row, 1 / base::length(row));
}

/// Azimuth and dip of an axis, pointing down.
std::array<double, 2> direction_of(const Vec3& axis) {
    constexpr double degrees = 180 / std::numbers::pi;
    const double down = axis[2] > 0 ? -1 : 1;
    return {std::fmod(std::atan2(down * axis[0], down * axis[1]) * degrees + 360, 360),
            std::asin(std::clamp(-down * axis[2], -1.0, 1.0)) * degrees};
}

std::unexpected<base::Error> no_grade(const std::string& element) {
    return base::fail(ErrorKind::data, Message("geostat.no_such_element", {{"element", element}}));
}

}  // namespace

double draft_reach(const Variogram& model, const drilling::DrillSpacing& spacing) {
    double range = 0;
    for (const geostat::Structure& one : model.structures)
        range = std::max({range, one.shape.range_major_m, one.shape.range_semi_m, one.shape.range_minor_m});
    const double least = 3 * std::max(spacing.between_m, spacing.along_m);
    double reach = std::max(2 * range, least);
    if (spacing.extent_m > 0) reach = std::min(reach, spacing.extent_m / 2);
    return reach > 0 ? reach : 100;
}

Expected<std::vector<DraftCurve>> draft_curves(const drilling::CompositeTable& samples, const std::string& element,
                                               const Variogram& model, double top_cut,
                                               const drilling::DrillSpacing& spacing, double reach_m,
                                               base::Progress& progress) {
    geostat::VariogramRequest request;
    request.element = element;
    request.top_cut = top_cut;
    std::vector<DraftWay> ways;
    if (spacing.along_m > 0) {
        LagRule downhole;
        downhole.lag_m = spacing.along_m;
        downhole.tolerance_m = spacing.along_m / 2;
        downhole.lags = static_cast<int>(std::clamp(reach_m / spacing.along_m, 3.0, 60.0));
        downhole.downhole = true;
        ways.push_back(DraftWay::downhole);
        request.rules.push_back(downhole);
    }
    LagRule rule;
    rule.lags = lags;
    rule.lag_m = reach_m / lags;
    rule.tolerance_m = rule.lag_m / 2;
    const geostat::Anisotropy* shape = longest(model);
    if (shape == nullptr || is_round(*shape)) {
        ways.push_back(DraftWay::any);
        request.rules.push_back(rule);
    } else {
        for (const DraftWay way : {DraftWay::major, DraftWay::semi, DraftWay::minor}) {
            rule.direction = direction_of(axis_of(*shape, way));
            ways.push_back(way);
            request.rules.push_back(rule);
        }
    }
    auto made = geostat::experimental_variograms(samples, request, progress);
    if (!made) return std::unexpected(made.error());
    std::vector<DraftCurve> curves;
    for (std::size_t n = 0; n < ways.size(); ++n) curves.push_back({ways[n], std::move((*made)[n])});
    return curves;
}

std::vector<DraftCurve> fitted_curves(const geostat::VariogramFit& fit) {
    std::vector<DraftCurve> curves;
    if (fit.is_default) return curves;
    // Directions follow the axes of the longest structure, major first.
    constexpr std::array axes{DraftWay::major, DraftWay::semi, DraftWay::minor};
    std::size_t axis = 0;
    for (const geostat::ExperimentalVariogram& one : fit.experimental) {
        DraftWay way = one.rule.downhole ? DraftWay::downhole : DraftWay::any;
        if (!one.rule.downhole && one.rule.direction && axis < axes.size()) way = axes[axis++];
        curves.push_back({way, one});
    }
    return curves;
}

double draft_gamma(const Variogram& model, DraftWay way, double distance_m) {
    if (!(distance_m > 0)) return 0;
    const geostat::Anisotropy* shape = longest(model);
    if (shape == nullptr) return model.nugget;
    if (way == DraftWay::major || way == DraftWay::semi || way == DraftWay::minor)
        return geostat::semivariance(model, base::scaled(axis_of(*shape, way), distance_m));
    // No one direction: every structure by the mean of its axes.
    Variogram mean = model;
    for (geostat::Structure& one : mean.structures) {
        const double range = std::cbrt(one.shape.range_major_m * one.shape.range_semi_m * one.shape.range_minor_m);
        one.shape = {0, 0, 0, range, range, range};
    }
    return geostat::semivariance(mean, {distance_m, 0, 0});
}

Expected<DraftScore> draft_score(const Project& project, const std::string& element, const Variogram& model,
                                 std::size_t most, base::Progress& progress) {
    const auto& composites = project.results.drilling.composites;
    if (!composites) return no_grade(element);
    const drilling::CompositeTable& samples = *composites;
    const auto grade = std::ranges::find(samples.grades, element, &drilling::CompositeTable::Grade::name);
    if (grade == samples.grades.end()) return no_grade(element);
    geostat::VariogramFit fit;
    fit.model = model;
    if (const auto& overview = project.results.statistics.overview) fit.spacing = overview->spacing;
    else fit.spacing = drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole, &progress);
    const auto inputs = estimate_inputs(project.recipe, samples, {element}, {fit});
    if (!inputs) return std::unexpected(inputs.error());
    const auto domains = sample_domains(project, progress.part(0, 0.1));
    if (!domains) return std::unexpected(domains.error());
    const std::vector<DomainRows> parts = rows_by_domain(samples, *domains);
    std::vector<std::vector<std::size_t>> rows;
    DraftScore score;
    for (const DomainRows& part : parts) {
        rows.emplace_back();
        for (const std::size_t n : part.rows)
            if (!std::isnan(grade->values[n])) rows.back().push_back(n);
        score.of += static_cast<std::int64_t>(rows.back().size());
    }
    const blocks::BlockModel none;
    const blocks::BlockModel& blocks = project.results.estimate.model ? *project.results.estimate.model : none;
    geostat::CrossValidation whole;
    const base::Progress rest = progress.part(0.1, 1);
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (rows[n].empty()) continue;
        base::Progress part = rest.part(static_cast<double>(n) / static_cast<double>(rows.size()),
                                        static_cast<double>(n + 1) / static_cast<double>(rows.size()));
        const std::size_t share = std::max<std::size_t>(
            1, most * rows[n].size() / static_cast<std::size_t>(std::max<std::int64_t>(1, score.of)));
        const auto one = geostat::cross_validate(blocks, chosen_samples(samples, rows[n]), inputs->front(),
                                                 geostat::each_alone(rows[n].size()), part,
                                                 geostat::some_of(rows[n].size(), share, 1));
        if (!one) return std::unexpected(one.error());
        whole.truth.insert(whole.truth.end(), one->truth.begin(), one->truth.end());
        whole.estimate.insert(whole.estimate.end(), one->estimate.begin(), one->estimate.end());
        whole.variance.insert(whole.variance.end(), one->variance.begin(), one->variance.end());
    }
    if (progress.cancelled()) return base::cancelled();
    score.summary = geostat::summarise(whole);
    return score;
}

geostat::VariogramRule stating(geostat::VariogramRule rule, const Variogram& model) {
    rule.fit = false;
    rule.nugget = model.nugget;
    const auto put = [](const geostat::Structure& one, geostat::StructureType& type, double& sill, double& major, double& semi,
                        double& minor, double& azimuth, double& dip, double& plunge) {
        type = one.type;
        sill = one.sill;
        major = one.shape.range_major_m;
        semi = one.shape.range_semi_m;
        minor = one.shape.range_minor_m;
        azimuth = one.shape.azimuth_deg;
        dip = one.shape.dip_deg;
        plunge = one.shape.plunge_deg;
    };
    rule.sill1 = rule.sill2 = 0;
    if (!model.structures.empty())
        put(model.structures[0], rule.type1, rule.sill1, rule.major1_m, rule.semi1_m, rule.minor1_m, rule.azimuth1_deg,
            rule.dip1_deg, rule.plunge1_deg);
    if (model.structures.size() > 1) {
        put(model.structures[1], rule.type2, rule.sill2, rule.major2_m, rule.semi2_m, rule.minor2_m, rule.azimuth2_deg,
            rule.dip2_deg, rule.plunge2_deg);
        for (std::size_t n = 2; n < model.structures.size(); ++n) rule.sill2 += model.structures[n].sill;
    }
    return rule;
}

}  // namespace orelens::project
