// How a difference is put down to several causes that acted together: each gets its mean contribution over all orders
// of letting them act (Shapley 1953). The shares add up to the whole difference, and a cause that changes nothing
// gets nothing.
#pragma once

#include <cstddef>
#include <vector>

namespace orelens::scenarios {

/// `values[mask][q]`: quantity q when the causes whose bits are set have acted; 2^causes rows of equal length. Returns
/// shares[cause][q]. The sum over causes is values[all] − values[0] up to the rounding of the last digit.
std::vector<std::vector<double>> shapley(std::size_t causes, const std::vector<std::vector<double>>& values);

}  // namespace orelens::scenarios
