#include "core/blocks/Coarse.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/base/Parallel.h"

namespace orelens::blocks {
namespace {

/// Positions within a leaf of the blocks that one coarse block stands for; all lie in one leaf.
class Inner {
  public:
    explicit Inner(int factor) : factor_(factor) {}
    template <class Visit>
    void each(const Index3& coarse, const Visit& visit) const {
        const int i = coarse[0] * factor_ & 7, j = coarse[1] * factor_ & 7, k = coarse[2] * factor_ & 7;
        for (int a = i; a < i + factor_; ++a)
            for (int b = j; b < j + factor_; ++b)
                for (int c = k; c < k + factor_; ++c) visit(a << 6 | b << 3 | c);
    }
    [[nodiscard]] std::size_t leaf(const BlockModel& model, const Index3& coarse) const {
        return model.leaf_of({coarse[0] * factor_, coarse[1] * factor_, coarse[2] * factor_});
    }

  private:
    int factor_;
};

/// visit(leaf, place, leaf of the fine model, coarse index) for every coarse block, in parallel.
template <class Visit>
void each_block(const BlockModel& coarse, const BlockModel& fine, const Inner& inner,
                const base::Progress& progress, const Visit& visit) {
    base::parallel_for(coarse.leaf_count(), 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end && !progress.cancelled(); ++n)
            for (int at = 0; at < 512; ++at) {
                if (!coarse.leaf(n).is_active(at)) continue;
                const Index3 index = coarse.leaf(n).index(at);
                visit(n, at, inner.leaf(fine, index), index);
            }
    });
}

void mean_column(BlockModel& coarse, const BlockModel& fine, const std::string& name, const Inner& inner,
                 const base::Progress& progress) {
    const auto from = fine.real_leaves(name);
    const auto to = coarse.real_leaves(name);
    each_block(coarse, fine, inner, progress,
               [&](std::size_t leaf, int at, std::size_t source, const Index3& index) {
                   double sum = 0;
                   int count = 0;
                   inner.each(index, [&](int n) {
                       const float value = from[source][n];
                       if (!fine.leaf(source).is_active(n) || std::isnan(value)) return;
                       sum += static_cast<double>(value);
                       ++count;
                   });
                   if (count > 0) to[leaf][at] = static_cast<float>(sum / count);
               });
}

void frequent_column(BlockModel& coarse, const BlockModel& fine, const std::string& name, const Inner& inner,
                     const base::Progress& progress) {
    const auto from = fine.integer_leaves(name);
    const IntegerWriter to = coarse.integer_writer(name);
    each_block(coarse, fine, inner, progress,
               [&](std::size_t leaf, int at, std::size_t source, const Index3& index) {
                   std::vector<std::int32_t> values;
                   inner.each(index, [&](int n) {
                       const std::int32_t value = from[source][n];
                       if (fine.leaf(source).is_active(n) && value != missing_int) values.push_back(value);
                   });
                   if (values.empty()) return;
                   std::ranges::sort(values);
                   std::int32_t best = values.front();
                   std::ptrdiff_t most = 0;
                   for (auto run = values.begin(); run != values.end();) {
                       const auto end = std::upper_bound(run, values.end(), *run);
                       if (end - run > most) {
                           most = end - run;
                           best = *run;
                       }
                       run = end;
                   }
                   to.set(leaf, at, best);
               });
}

}  // namespace

int coarse_factor(const BlockModel& model, std::int64_t blocks) {
    int factor = 1;
    while (factor < 8 && model.block_count() / (std::int64_t{factor} * factor * factor) > blocks) factor *= 2;
    return factor;
}

base::Expected<BlockModel> coarsened(const BlockModel& model, int factor, const base::Progress& progress) {
    const Inner inner(factor);
    GridGeometry geometry = model.geometry();
    for (int a = 0; a < 3; ++a) {
        geometry.block_size[a] *= factor;
        geometry.count[a] = (geometry.count[a] + factor - 1) / factor;
    }
    const auto any = [&](const Index3& index) {
        const std::size_t leaf = inner.leaf(model, index);
        if (leaf >= model.leaf_count()) return false;
        bool found = false;
        inner.each(index, [&](int n) { found = found || model.leaf(leaf).is_active(n); });
        return found;
    };
    auto coarse = BlockModel::where(geometry, any, &progress);
    if (!coarse) return coarse;
    double done = 0;
    const auto all = static_cast<double>(model.columns().size());
    for (const ColumnInfo& info : model.columns()) {
        const bool real = info.type == ColumnType::real;
        coarse->add_column(info, !real && model.is_small(info.name) ? most_small : BlockModel::unlimited);
        if (real)
            mean_column(*coarse, model, info.name, inner, progress);
        else
            frequent_column(*coarse, model, info.name, inner, progress);
        if (!progress.report(++done / all)) return base::cancelled();
    }
    return coarse;
}

}  // namespace orelens::blocks
