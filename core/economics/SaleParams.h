// Parameters of products, payable metals, routes, cost details and fiscal terms, declared once.
#pragma once

#include <vector>

#include "core/base/Param.h"
#include "core/economics/CostDetail.h"
#include "core/economics/SaleTerms.h"

namespace orelens::economics {

/// Without `name`, which is the key.
std::vector<base::Param<Product>> product_params();
std::vector<base::Param<PayableMetal>> payable_params();
std::vector<base::Param<RouteRule>> route_params();
std::vector<base::Param<CostDetail>> cost_detail_params();
std::vector<base::Param<Fiscal>> fiscal_params();

}  // namespace orelens::economics
