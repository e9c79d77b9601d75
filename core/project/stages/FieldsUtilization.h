// How mine records and utilisation rates are archived.
#pragma once

#include "core/project/stages/FieldsBase.h"
#include "core/utilization/Rates.h"

namespace orelens::utilization {
template <class A>
void fields(A& archive, MineComponent& component) {
    auto& [name, basis, grade, price, theoretical, usable, dressing, doubtful_unit] = component;
    archive(name, basis, grade, price, theoretical, usable, dressing, doubtful_unit);
}
template <class A>
void fields(A& archive, ProductGrade& grade) {
    auto& [component, basis, value, counted, realised, doubtful_unit] = grade;
    archive(component, basis, value, counted, realised, doubtful_unit);
}
template <class A>
void fields(A& archive, Product& product) {
    auto& [name, tonnes, grades] = product;
    archive(name, tonnes, grades);
}
template <class A>
void fields(A& archive, MineRecord& record) {
    auto& [mine, period, consumed, recovery, dilution, main_component, currency, components, products] =
        record;
    archive(mine, period, consumed, recovery, dilution, main_component, currency, components, products);
}
template <class A>
void fields(A& archive, Rate& rate) {
    auto& [id, value, numerator, denominator, counted, left_out, remarks] = rate;
    archive(id, value, numerator, denominator, counted, left_out, remarks);
}
template <class A>
void fields(A& archive, ComponentShare& share) {
    auto& [component, mined, used, recovery, theoretical, rates_if_theoretical] = share;
    archive(component, mined, used, recovery, theoretical, rates_if_theoretical);
}
template <class A>
void fields(A& archive, UtilizationResult& result) {
    auto& [mine, period, basis, rates, components, recovery, dilution, remarks, at_fault] = result;
    archive(mine, period, basis, rates, components, recovery, dilution, remarks, at_fault);
}
}  // namespace orelens::utilization
