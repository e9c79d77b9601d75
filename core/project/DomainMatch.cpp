#include "core/project/DomainMatch.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/economics/Value.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/SampleDomains.h"
#include "core/shapes/Shape.h"

namespace orelens::project {
namespace {

using base::Finding;
using base::Severity;
using blocks::BlockModel;

/// Of one domain in one leaf.
struct Part {
    std::int64_t blocks = 0, graded = 0;
    double m3 = 0, tonnes = 0;
};

struct Counter {
    const BlockModel& model;
    const DomainPlan& plan;
    std::string element;
    double density;

    /// Leaf by leaf, added up in their order.
    bool count(std::vector<DomainMatch>& all, const base::Progress& progress) const {
        const blocks::IntegerLeaves codes = model.integer_leaves(plan.block_column);
        const bool has_grade = model.has(element), has_density = model.has(economics::density_column);
        const auto grades = has_grade ? model.real_leaves(element) : std::vector<const float*>();
        const auto densities = has_density ? model.real_leaves(economics::density_column) : std::vector<const float*>();
        const double volume = model.geometry().block_volume();
        for (std::size_t d = 0; d < all.size(); ++d) {
            const std::string share = shapes::domain_prefix + all[d].code;
            const bool by_share = plan.block_column == shapes::solid_column && model.has(share);
            const auto shares = by_share ? model.real_leaves(share) : std::vector<const float*>();
            std::vector<Part> parts(model.leaf_count());
            const bool done = base::parallel_pieces(parts.size(), 64, progress, [&](std::size_t begin, std::size_t end) {
                for (std::size_t leaf = begin; leaf < end; ++leaf)
                    for (int n = 0; n < 512; ++n) {
                        if (!model.leaf(leaf).is_active(n)) continue;
                        const bool own = codes[leaf][n] == static_cast<std::int32_t>(d);
                        Part& part = parts[leaf];
                        part.blocks += own ? 1 : 0;
                        part.graded += own && has_grade && !std::isnan(grades[leaf][n]) ? 1 : 0;
                        const double inside = by_share ? static_cast<double>(shares[leaf][n]) : own ? 1 : 0;
                        if (!(inside > 0)) continue;
                        const double stated = has_density ? static_cast<double>(densities[leaf][n]) : density;
                        part.m3 += inside * volume;
                        part.tonnes += inside * volume * (std::isnan(stated) ? density : stated);
                    }
            });
            if (!done) return false;
            for (const Part& part : parts) {
                all[d].blocks += part.blocks;
                all[d].graded += part.graded;
                all[d].m3 += part.m3;
                all[d].tonnes += part.tonnes;
            }
        }
        return true;
    }
};

}  // namespace

base::Expected<std::vector<DomainMatch>> match_domains(const Project& project, const base::Progress& progress) {
    std::vector<DomainMatch> all;
    const auto& model = project.results.estimate.model;
    const auto& samples = project.results.drilling.composites;
    if (!model || !samples || !project.model_file().empty()) return all;
    const auto plan = sample_domains(project, progress.part(0, 0.3));
    if (!plan) return std::unexpected(plan.error());
    if (!*plan || !model->has((*plan)->block_column)) return all;
    const bool solids = (*plan)->block_column == shapes::solid_column;
    const std::vector<std::string> codes = solids ? shapes::domain_codes(*project.results.shapes.list) : samples->domain_codes;
    all.resize(codes.size());
    for (std::size_t d = 0; d < codes.size(); ++d) {
        all[d].code = codes[d];
        if (!(*plan)->also.empty()) all[d].borrowed = static_cast<std::int64_t>((*plan)->also[d + 1].size());
        if (!solids) continue;
        for (const shapes::Shape* shape : shapes::domains_of(*project.results.shapes.list))
            if (shape->code == codes[d] && shape->closed && !shape->flipped) all[d].solid_m3 += shape->volume_m3;
    }
    for (std::size_t n = 0; n < samples->size(); ++n) {
        const std::int32_t of = (*plan)->of_sample[n];
        if (of < 0) continue;
        DomainMatch& domain = all[static_cast<std::size_t>(of)];
        ++domain.samples;
        const blocks::Vec3 at = model->geometry().to_grid({samples->x[n], samples->y[n], samples->z[n]});
        const blocks::Index3 block{static_cast<int>(std::floor(at[0])), static_cast<int>(std::floor(at[1])),
                                   static_cast<int>(std::floor(at[2]))};
        if (!model->geometry().contains(block)) continue;
        const double code = model->value((*plan)->block_column, block);
        if (!std::isnan(code) && code >= 0 && static_cast<std::int32_t>(code) != of) ++domain.elsewhere;
    }
    const Counter counter{*model, **plan, main_element(project.recipe, project.elements()),
                          project.recipe.economics.costs.density_t_per_m3};
    if (!counter.count(all, progress.part(0.3, 1))) return base::cancelled();
    return all;
}

std::vector<Finding> doubts_of(const std::vector<DomainMatch>& domains) {
    std::vector<Finding> findings;
    for (const DomainMatch& one : domains) {
        // A rock code that no composite has is no domain; a solid without samples or blocks is.
        if (one.samples == 0 && one.blocks == 0 && one.solid_m3 == 0) continue;
        const auto say = [&](const char* kind, Severity severity, std::int64_t count, Words args = {}) {
            args.emplace_back("domain", one.code);
            findings.push_back(doubt("estimate", kind, severity, count, std::move(args)));
            findings.back().column = one.code;
        };
        const auto text = [](std::int64_t n) { return std::to_string(n); };
        say("domain_match", Severity::info, one.samples,
            {{"blocks", text(one.blocks)},
             {"graded", text(one.graded)},
             {"volume", base::number(one.m3 / 1e6, 5)},
             {"tonnes", tonnes_text(one.tonnes)},
             {"borrowed", text(one.borrowed)},
             {"elsewhere", text(one.elsewhere)}});
        findings.back().tonnes = one.tonnes;
        if (one.samples == 0) say("domain_no_samples", Severity::warning, 1);
        if (one.blocks == 0) say("domain_no_blocks", Severity::warning, one.samples);
        if (10 * one.elsewhere > one.samples)
            say("domain_samples_elsewhere", Severity::warning, one.elsewhere,
                {{"share", percent_text(double(one.elsewhere), double(one.samples))}});
        if (one.solid_m3 > 0 && one.blocks > 0 && one.m3 < 0.95 * one.solid_m3)
            say("domain_not_filled", Severity::warning, one.blocks, {{"share", percent_text(one.m3, one.solid_m3)}});
    }
    return findings;
}

}  // namespace orelens::project
