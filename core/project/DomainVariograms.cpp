#include "core/project/DomainVariograms.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/geostat/ExamineFit.h"
#include "core/geostat/Rules.h"
#include "core/geostat/SearchDefault.h"
#include "core/project/ElementRules.h"
#include "core/project/Fingerprint.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/SampleDomains.h"
#include "core/shapes/Shape.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Severity;

std::vector<std::string> codes_of(const Project& project, const DomainPlan& plan) {
    return plan.block_column == shapes::solid_column ? shapes::domain_codes(*project.results.shapes.list)
                                                     : project.results.drilling.composites->domain_codes;
}

/// Everything a fit follows from: the domain of every sample, and what stands behind the samples.
std::string print_of(const Project& project, const DomainPlan& plan) {
    Fingerprint print;
    for (const char* stage : {"composite", "statistics", "variogram"}) {
        const auto stamp = project.results.stamps.find(stage);
        print.add(stage, stamp == project.results.stamps.end() ? "" : stamp->second);
    }
    std::string domains;
    for (const std::int32_t of : plan.of_sample) domains += std::to_string(of) + " ";
    print.add("domains", domains);
    for (const std::string& element : project.elements())
        print.add(element, element_rules(project.recipe, element).variogram.by_domain ? "own" : "all");
    return print.text();
}

Expected<DomainFit> fit_of(const Project& project, const std::string& element, std::int32_t domain, const std::string& code,
                           const std::vector<std::size_t>& rows, base::Progress& progress) {
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    const auto& values = samples.grade(element)->values;
    DomainFit made{element, code, domain, 0, 0, false, {}};
    std::set<std::int32_t> holes;
    for (const std::size_t n : rows) {
        if (std::isnan(values[n])) continue;
        ++made.samples;
        holes.insert(samples.hole[n]);
    }
    made.holes = static_cast<std::int64_t>(holes.size());
    if (made.samples < least_variogram_samples || made.holes < least_variogram_holes) return made;
    const ElementRecipe& rules = element_rules(project.recipe, element);
    geostat::FitRule how = geostat::fit_rule(rules.variogram, rules.assay.top_cut);
    if (const std::vector<double> all = declustering_weights(project, element); !all.empty())
        for (const std::size_t n : rows) how.weights.push_back(all[n]);
    auto fit = geostat::fit_variogram(chosen_samples(samples, rows), element, how, progress);
    if (!fit) return std::unexpected(fit.error());
    made.own = !fit->is_default;
    made.fit = std::move(*fit);
    return made;
}

}  // namespace

Expected<DomainVariograms> domain_variograms(const Project& project, const DomainPlan& plan, base::Progress& progress) {
    DomainVariograms made;
    made.made_from = print_of(project, plan);
    const auto& before = project.results.estimate.domain_variograms;
    if (before && before->made_from == made.made_from) return *before;
    const std::vector<std::string> codes = codes_of(project, plan);
    const std::vector<std::string> elements = project.elements();
    const double all = static_cast<double>(elements.size()) * (plan.domains + 1);
    double done = 0;
    for (const std::string& element : elements) {
        const geostat::VariogramRule& rule = element_rules(project.recipe, element).variogram;
        if (!rule.fit || !rule.by_domain || project.results.drilling.composites->grade(element) == nullptr) continue;
        for (std::int32_t domain = plan.outside ? -1 : 0; domain < plan.domains; ++domain) {
            DomainPlan own = plan;
            own.also.clear();
            const std::vector<std::size_t> rows = rows_for(own, domain);
            base::Progress part = progress.part(done / all, std::min(1.0, (done + 1) / all));
            ++done;
            if (rows.empty()) continue;
            auto fit = fit_of(project, element, domain, domain < 0 ? "" : codes[static_cast<std::size_t>(domain)], rows, part);
            if (!fit) return std::unexpected(fit.error());
            made.fits.push_back(std::move(*fit));
        }
    }
    if (progress.cancelled()) return base::cancelled();
    return made;
}

void use_models(const Project& project, const DomainVariograms& made, DomainPlan& plan) {
    plan.own.assign(static_cast<std::size_t>(plan.domains) + 1, {});
    const std::vector<std::string> elements = project.elements();
    const auto& global = project.results.estimate.variograms;
    for (const DomainFit& one : made.fits) {
        const auto at = std::ranges::find(elements, one.element);
        if (!one.own || at == elements.end() || !global) continue;
        const auto n = static_cast<std::size_t>(at - elements.begin());
        if (n >= global->size() || static_cast<std::size_t>(one.domain + 1) >= plan.own.size()) continue;
        // The search goes as far everywhere; the domain's own variogram turns and shapes it.
        const geostat::Anisotropy search = geostat::default_search((*global)[n].spacing, one.fit.model, true);
        const ElementRecipe& rules = element_rules(project.recipe, one.element);
        const auto how = geostat::element_estimate(one.element, project.recipe.estimate, rules.variogram, one.fit.model,
                                                   rules.assay.top_cut, search, rules.estimate);
        plan.own[static_cast<std::size_t>(one.domain + 1)][one.element] = {how.variogram, how.search};
    }
}

std::vector<base::Finding> doubts_of(const DomainVariograms& made) {
    std::vector<base::Finding> findings;
    for (const DomainFit& one : made.fits) {
        const std::string domain = one.code.empty() ? "@domains.outside" : one.code;
        Words args{{"element", one.element},
                   {"domain", domain},
                   {"holes", std::to_string(one.holes)},
                   {"least", std::to_string(least_variogram_samples)},
                   {"least_holes", std::to_string(least_variogram_holes)}};
        const bool few = one.samples < least_variogram_samples || one.holes < least_variogram_holes;
        if (one.own)
            args.emplace_back("range", base::number(geostat::longest_range(one.fit.model), 3));
        findings.push_back(doubt("estimate",
                                 one.own ? "domain_variogram_own" : few ? "domain_variogram_few" : "domain_variogram_none",
                                 one.own ? Severity::info : Severity::warning, one.samples, std::move(args)));
        findings.back().column = one.element;
        findings.back().file = one.code;
    }
    return findings;
}

}  // namespace orelens::project
