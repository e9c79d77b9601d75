#include "core/utilization/Balance.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/utilization/Plausible.h"

namespace orelens::utilization {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

Expected<void> refuse(std::string field, Message what) {
    return base::fail(ErrorKind::data, std::move(what), {.field = std::move(field)});
}

Expected<void> in_range(const std::string& field, double value, double min, double max) {
    if (std::isfinite(value) && value >= min && value <= max) return {};
    return refuse(field, Message("utilization.out_of_range", {{"value", base::number(value)},
                                                              {"min", base::number(min)},
                                                              {"max", base::number(max)}}));
}

/// A fraction. People write 90 for 90 %: the fix names both readings, which is why neither is guessed.
Expected<void> a_share(const std::string& field, double value) {
    auto good = in_range(field, value, 0, 1);
    if (!good && value > 1 && value <= 100)
        good.error().fix =
            Message("utilization.share_as_percent",
                    {{"value", base::number(value, 10)}, {"fraction", base::number(value / 100, 10)}});
    return good;
}

constexpr double any = 1e300;

/// First refusal of a list of checks.
Expected<void> first_of(std::initializer_list<Expected<void>> checks) {
    for (const Expected<void>& check : checks)
        if (!check) return check;
    return {};
}

Expected<void> check_components(const MineRecord& record) {
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t i = 0; i < record.components.size(); ++i) {
        const MineComponent& one = record.components[i];
        const std::string at = fmt::format("components[{}].", i);
        const auto good =
            first_of({in_range(at + "in_situ_grade", one.in_situ_grade, 0, 1),
                      in_range(at + "price_per_tonne", one.price_per_tonne.value_or(0), 0, any),
                      a_share(at + "theoretical_recovery", one.theoretical_recovery.value_or(0)),
                      a_share(at + "dressing_recovery", one.dressing_recovery.value_or(0))});
        if (!good) return good;
        if (one.name.empty()) return refuse(at + "name", Message("utilization.component_without_name"));
        if (!seen.emplace(one.name, one.basis).second)
            return refuse(at + "name", Message("utilization.component_twice",
                                               {{"component", one.name}, {"basis", one.basis}}));
    }
    return {};
}

Expected<void> check_products(const MineRecord& record, PriceBasis basis) {
    std::set<std::string> names;
    for (const MineComponent& one : record.components) names.insert(one.name);
    for (std::size_t p = 0; p < record.products.size(); ++p) {
        const Product& product = record.products[p];
        const std::string at = fmt::format("products[{}].", p);
        if (auto good = in_range(at + "tonnes", product.tonnes, 0, any); !good) return good;
        if (product.grades.empty())
            return refuse(at + "grades",
                          Message("utilization.product_without_component", {{"product", product.name}}));
        for (std::size_t g = 0; g < product.grades.size(); ++g) {
            const ProductGrade& grade = product.grades[g];
            const std::string of = fmt::format("{}grades[{}].", at, g);
            const auto good = first_of(
                {in_range(of + "grade", grade.grade, 0, 1), a_share(of + "counted", grade.counted),
                 in_range(of + "realised_price", grade.realised_price_per_tonne.value_or(0), 0, any)});
            if (!good) return good;
            if (!names.contains(grade.component))
                return refuse(of + "component",
                              Message("utilization.unknown_component",
                                      {{"component", grade.component}, {"product", product.name}}));
            const bool counts = grade.counted > 0 && grade.grade > 0 && product.tonnes > 0;
            if (basis == PriceBasis::realised && counts && !grade.realised_price_per_tonne)
                return refuse(of + "realised_price",
                              Message("utilization.realised_price_missing",
                                      {{"component", grade.component}, {"product", product.name}}));
        }
    }
    return {};
}

void warn_same_element_twice(const MineRecord& record, std::vector<Message>& remarks) {
    for (std::size_t i = 0; i < record.components.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (record.components[j].name == record.components[i].name)
                remarks.push_back(
                    Message("utilization.element_on_two_bases", {{"component", record.components[i].name},
                                                                 {"first", record.components[j].basis},
                                                                 {"second", record.components[i].basis}}));
}

/// Index of the component that a product grade belongs to; exact basis first.
std::size_t component_of(const MineRecord& record, const ProductGrade& grade) {
    std::size_t by_name = record.components.size();
    for (std::size_t i = 0; i < record.components.size(); ++i) {
        if (record.components[i].name != grade.component) continue;
        if (record.components[i].basis == grade.basis) return i;
        by_name = std::min(by_name, i);
    }
    return by_name;
}

}  // namespace

std::string MetalBalance::name() const {
    return show_basis ? component->name + " (" + component->basis + ")" : component->name;
}

Expected<void> check_record(const MineRecord& record, PriceBasis basis) {
    if (record.components.empty()) return refuse("components", Message("utilization.no_components"));
    if (auto good = first_of({in_range("consumed_tonnes", record.consumed_tonnes, 0, any),
                              a_share("mining_recovery", record.mining_recovery.value_or(0)),
                              a_share("dilution", record.dilution.value_or(0))});
        !good)
        return good;
    if (auto good = check_components(record); !good) return good;
    if (!main_component(record))
        return refuse("main_component",
                      Message("utilization.unknown_main", {{"component", record.main_component}}));
    if (auto good = check_products(record, basis); !good) return good;
    return check_shares(record);
}

const MineComponent* main_component(const MineRecord& record) {
    for (const MineComponent& one : record.components)
        if (record.main_component.empty() ? one.price_per_tonne.has_value()
                                          : one.name == record.main_component)
            return &one;
    return record.main_component.empty() && !record.components.empty() ? &record.components.front() : nullptr;
}

std::vector<MetalBalance> metal_balance(const MineRecord& record, std::vector<Message>& remarks) {
    std::vector<MetalBalance> all;
    for (const MineComponent& one : record.components) {
        const auto same = std::count_if(record.components.begin(), record.components.end(),
                                        [&](const MineComponent& c) { return c.name == one.name; });
        all.push_back(
            {.component = &one, .show_basis = same > 1, .mined = record.consumed_tonnes * one.in_situ_grade});
    }
    warn_same_element_twice(record, remarks);
    for (const Product& product : record.products)
        for (const ProductGrade& grade : product.grades) {
            MetalBalance& one = all[component_of(record, grade)];
            const double used = product.tonnes * grade.grade * grade.counted;
            one.used += used;
            one.realised_value += used * grade.realised_price_per_tonne.value_or(0);
            if (one.component->basis != grade.basis)
                remarks.push_back(Message("utilization.bases_mixed", {{"component", grade.component},
                                                                      {"product", product.name},
                                                                      {"product_basis", grade.basis},
                                                                      {"ore_basis", one.component->basis}}));
        }
    return all;
}

}  // namespace orelens::utilization
