// The base ore of the acceptance values (Cu, Au, S) and small helpers to change it.
#pragma once

#include <string>

#include "core/utilization/Rates.h"

namespace orelens::utilization::testing {

/// Recovery in per cent of what is fed to the plant → grade of a product made from the mined metal.
inline ProductGrade from_recovery(const std::string& component, double in_situ_tonnes, double mining_recovery,
                                  double recovery, double product_tonnes, double counted = 1) {
    return {.component = component,
            .grade = in_situ_tonnes * mining_recovery * recovery / product_tonnes,
            .counted = counted};
}

inline MineRecord reference_mine() {
    MineRecord mine{.mine = "Reference",
                    .period = "2025",
                    .consumed_tonnes = 1e6,
                    .mining_recovery = 0.92,
                    .dilution = 0.08,
                    .main_component = "Cu",
                    .currency = "CNY"};
    mine.components = {
        {.name = "Cu", .in_situ_grade = 0.008, .price_per_tonne = 70000, .theoretical_recovery = 0.95},
        {.name = "Au", .in_situ_grade = 0.3e-6, .price_per_tonne = 550e6, .theoretical_recovery = 0.80},
        {.name = "S", .in_situ_grade = 0.12, .price_per_tonne = 1000, .theoretical_recovery = 0.90}};
    mine.products = {
        {.name = "Cu concentrate",
         .tonnes = 30000,
         .grades = {from_recovery("Cu", 8000, 0.92, 0.88, 30000), from_recovery("Au", 0.3, 0.92, 0.60, 30000),
                    from_recovery("S", 120000, 0.92, 0.08, 30000, 0)}},
        {.name = "S concentrate",
         .tonnes = 180000,
         .grades = {from_recovery("S", 120000, 0.92, 0.65, 180000)}}};
    return mine;
}

inline ProductGrade& grade_of(MineRecord& mine, std::size_t product, const std::string& component) {
    for (ProductGrade& grade : mine.products.at(product).grades)
        if (grade.component == component) return grade;
    throw std::out_of_range(component);
}

inline void lose(MineRecord& mine, const std::string& component) {
    for (Product& product : mine.products)
        for (ProductGrade& grade : product.grades)
            if (grade.component == component) grade.counted = 0;
}

inline const Rate& rate(const UtilizationResult& result, const std::string& id) {
    for (const Rate& one : result.rates)
        if (one.id == id) return one;
    throw std::out_of_range(id);
}

inline bool has_remark(const std::vector<base::Message>& remarks, const std::string& key) {
    for (const base::Message& remark : remarks)
        if (remark.key == key) return true;
    return false;
}

}  // namespace orelens::utilization::testing
