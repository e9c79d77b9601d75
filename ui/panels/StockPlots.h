// Charts of a stock over the years as plain data: by cohort, inflow and outflow beside it, by age, uncertain, and how well
// the processes balance.
#pragma once

#include "ui/charts/HeatMap.h"
#include "ui/charts/Plot.h"
#include "ui/charts/Pyramid.h"
#include "ui/panels/FlowChoice.h"

namespace orelens::panels {

/// Years stand as names, numbered from 0.
charts::Plot cohort_plot(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, const QString& of);
charts::Plot stock_plot(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, const QString& of);
charts::Pyramid age_pyramid(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, int year, const QString& of);
/// Of the whole metal: draws are of all places together.
charts::Plot fan_plot(const project::FlowStudy& study, std::size_t stock, int item);
/// |Σ in − Σ out − ΔS| over what goes through, by process and year.
charts::HeatMap balance_map(const project::FlowStudy& study, const std::vector<std::size_t>& tuples, const QString& of);

}  // namespace orelens::panels
