#include "core/potential/DomainGuard.h"

#include <algorithm>
#include <cmath>
#include <nanoflann.hpp>

#include "core/base/Parallel.h"
#include "core/potential/Model.h"

namespace orelens::potential {
namespace {

struct FeatureRows {
    std::vector<double> values;  ///< row by row
    std::size_t columns = 0;
    [[nodiscard]] std::size_t kdtree_get_point_count() const { return columns == 0 ? 0 : values.size() / columns; }
    [[nodiscard]] double kdtree_get_pt(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
    template <class Bounds>
    bool kdtree_get_bbox(Bounds&) const {
        return false;
    }
};

}  // namespace

struct Guard::Tree {
    using Index = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, FeatureRows>, FeatureRows, -1, std::size_t>;
    explicit Tree(FeatureRows given)
        : rows(std::move(given)), index(static_cast<int>(rows.columns), rows, nanoflann::KDTreeSingleIndexAdaptorParams(16)) {
        index.buildIndex();
    }
    /// Mean distance to the nearest rows but the first `skip`.
    [[nodiscard]] double mean(const double* at, int nearest, int skip) const {
        const auto count = static_cast<std::size_t>(nearest + skip);
        std::vector<std::size_t> which(count);
        std::vector<double> squares(count);
        index.knnSearch(at, count, which.data(), squares.data());
        double sum = 0;
        for (std::size_t n = static_cast<std::size_t>(skip); n < count; ++n) sum += std::sqrt(squares[n]);
        return sum / nearest;
    }
    FeatureRows rows;
    Index index;
};

base::Expected<Guard> Guard::learn(const Evidence& evidence, const std::vector<std::string>& layers,
                                   std::span<const std::int64_t> rows, int nearest) {
    if (layers.empty() || rows.size() <= static_cast<std::size_t>(nearest))
        return base::fail(base::ErrorKind::data, base::Message("potential.guard_rows", {{"count", std::to_string(rows.size())}, {"nearest", std::to_string(nearest)}}));
    Guard made;
    made.layers_ = layers;
    made.nearest_ = nearest;
    const Eigen::MatrixXd x = features(evidence, layers, rows);
    made.standard_ = Standardiser::learn(x);
    for (std::size_t l = 0; l < layers.size(); ++l) {
        made.codes_.emplace_back();
        made.nominal_.push_back(evidence.layer(layers[l])->nominal);
        ++made.columns_;
        if (!made.nominal_.back()) continue;
        for (Eigen::Index r = 0; r < x.rows(); ++r)
            if (const double code = x(r, static_cast<Eigen::Index>(l)); std::isfinite(code)) made.codes_.back().push_back(static_cast<float>(code));
        auto& codes = made.codes_.back();
        std::ranges::sort(codes);
        const auto twice = std::ranges::unique(codes);
        codes.erase(twice.begin(), twice.end());
        if (!codes.empty()) made.columns_ += codes.size() - 1;  // one column per code
    }
    FeatureRows own;
    own.columns = made.columns_;
    own.values = made.rows_of(evidence, rows);
    made.tree_ = std::make_shared<const Tree>(std::move(own));
    std::vector<double> apart(rows.size());
    base::parallel_for(rows.size(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) apart[r] = made.tree_->mean(&made.tree_->rows.values[r * made.columns_], nearest, 1);
    });
    std::ranges::sort(apart);
    const double at = 0.95 * static_cast<double>(apart.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    made.limit_ = apart[low] + (at - static_cast<double>(low)) * (apart[std::min(low + 1, apart.size() - 1)] - apart[low]);
    return made;
}

std::vector<double> Guard::distances(const Evidence& evidence, std::span<const std::int64_t> voxels) const {
    const std::vector<double> rows = rows_of(evidence, voxels);
    std::vector<double> out(voxels.size());
    for (std::size_t n = 0; n < voxels.size(); ++n) out[n] = tree_->mean(rows.data() + n * columns_, nearest_, 0);
    return out;
}

std::vector<double> Guard::rows_of(const Evidence& evidence, std::span<const std::int64_t> voxels) const {
    const Eigen::MatrixXd x = features(evidence, layers_, voxels);
    const Eigen::MatrixXd z = standard_.apply(x);
    const double of_code = std::sqrt(0.5);  // two voxels of different codes are then 1 apart
    std::vector<double> rows;
    rows.reserve(voxels.size() * columns_);
    for (Eigen::Index r = 0; r < z.rows(); ++r)
        for (Eigen::Index c = 0; c < z.cols(); ++c) {
            const auto l = static_cast<std::size_t>(c);
            if (!nominal_[l]) {
                rows.push_back(z(r, c));
                continue;
            }
            if (codes_[l].empty()) rows.push_back(0);  // training knows none of it
            for (const float code : codes_[l]) rows.push_back(static_cast<float>(x(r, c)) == code ? of_code : 0);
        }
    return rows;
}

base::Expected<std::vector<std::uint8_t>> Guard::judge(const Evidence& evidence, const base::Progress& progress) const {
    std::vector<std::uint8_t> bits(evidence.voxels(), 0);
    std::vector<const std::vector<float>*> layers;
    for (const std::string& id : layers_) layers.push_back(&evidence.layer(id)->values);
    const bool whole = base::parallel_pieces(bits.size(), 4096, progress, [&](std::size_t begin, std::size_t end) {
        std::vector<std::int64_t> voxels;
        for (std::size_t v = begin; v < end; ++v)
            if (evidence.active[v] != 0) voxels.push_back(static_cast<std::int64_t>(v));
        const auto apart = distances(evidence, voxels);
        for (std::size_t n = 0; n < voxels.size(); ++n) {
            const auto v = static_cast<std::size_t>(voxels[n]);
            std::uint8_t out = apart[n] > limit_ ? far_from_training : 0;
            std::size_t absent = 0;
            for (std::size_t l = 0; l < layers.size(); ++l) {
                const double value = (*layers[l])[v];
                const auto c = static_cast<Eigen::Index>(l);
                if (std::isnan(value)) {
                    ++absent;
                } else if (nominal_[l]) {
                    if (!std::ranges::binary_search(codes_[l], static_cast<float>(value))) out |= unseen_code;
                } else if (value < standard_.lowest[c] || value > standard_.highest[c]) {
                    out |= beyond_range;
                }
            }
            if (2 * absent > layers.size()) out |= mostly_missing;
            bits[v] = out;
        }
    });
    if (!whole) return base::cancelled();
    return bits;
}

}  // namespace orelens::potential
