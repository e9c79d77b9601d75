#include "core/project/stages/SampleDomains.h"

#include "core/project/Contacts.h"
#include "core/project/stages/EstimateColumns.h"
#include "core/shapes/Shape.h"

namespace orelens::project {

using base::ErrorKind;
using base::Message;

namespace {

base::Expected<std::optional<DomainPlan>> with_contacts(const Project& project, DomainPlan plan, const std::vector<std::string>& codes,
                                                        const std::vector<shapes::Shape>* solids, const base::Progress& progress) {
    const auto contacts = contacts_of(project.recipe.estimate.contacts, codes);
    if (!contacts) return std::unexpected(contacts.error());
    if (contacts->empty()) return plan;
    auto also = beyond_contacts(*contacts, plan.of_sample, plan.domains, *project.results.drilling.composites, solids, progress);
    if (!also) return std::unexpected(also.error());
    plan.also = std::move(*also);
    return plan;
}

}  // namespace

base::Expected<std::optional<DomainPlan>> sample_domains(const Project& project, const base::Progress& progress) {
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    const geostat::EstimateRule& rule = project.recipe.estimate;
    DomainPlan plan;
    if (rule.boundary == geostat::Boundary::none) return std::nullopt;
    if (rule.boundary == geostat::Boundary::lithology) {
        if (samples.domain_codes.empty())
            return base::fail(ErrorKind::data, Message("project.no_rock_codes"), {.field = "estimate.boundary"},
                              Message("project.no_rock_codes_fix"));
        plan.of_sample = samples.domain;
        plan.block_column = domain_column;
        plan.domains = static_cast<std::int32_t>(samples.domain_codes.size());
        return with_contacts(project, std::move(plan), samples.domain_codes, nullptr, progress);
    }
    static const std::vector<shapes::Shape> none;
    const auto& list = project.results.shapes.list ? *project.results.shapes.list : none;
    plan.domains = static_cast<std::int32_t>(shapes::domain_codes(list).size());
    if (plan.domains == 0)
        return base::fail(ErrorKind::data, Message("project.no_domain_solids"), {.field = "estimate.boundary"},
                          Message("project.no_domain_solids_fix"));
    plan.outside = rule.outside == geostat::OutsideSolids::estimate;
    plan.block_column = shapes::solid_column;
    std::vector<shapes::Vec3> places;
    for (std::size_t n = 0; n < samples.size(); ++n) places.push_back({samples.x[n], samples.y[n], samples.z[n]});
    auto in = shapes::domain_of_points(list, places, progress);
    if (!in) return std::unexpected(in.error());
    plan.of_sample = std::move(*in);
    return with_contacts(project, std::move(plan), shapes::domain_codes(list), &list, progress);
}

std::vector<DomainRows> rows_by_domain(const drilling::CompositeTable& samples, const std::optional<DomainPlan>& plan) {
    std::vector<DomainRows> all(1);
    if (!plan) {
        for (std::size_t n = 0; n < samples.size(); ++n) all.front().rows.push_back(n);
        return all;
    }
    all.resize(static_cast<std::size_t>(plan->domains));
    DomainRows outside;
    for (std::size_t d = 0; d < all.size(); ++d) all[d].domain = static_cast<std::int32_t>(d);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const std::int32_t of = plan->of_sample[n];
        (of < 0 ? outside : all[static_cast<std::size_t>(of)]).rows.push_back(n);
    }
    if (plan->outside) all.push_back(std::move(outside));
    return all;
}

}  // namespace orelens::project
