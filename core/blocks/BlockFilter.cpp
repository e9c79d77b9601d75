#include "core/blocks/BlockFilter.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "core/base/Parallel.h"
#include "core/blocks/FilterFormula.h"
#include "core/blocks/Polygon.h"

namespace orelens::blocks {

using base::Error;
using base::ErrorKind;
using base::Expected;
using base::Message;

namespace {

using Corner = std::array<double, 2>;
using Bits = std::array<std::uint64_t, 8>;

std::unexpected<Error> wrong(Message message, const std::string& column = {}) {
    return base::fail(ErrorKind::usage, std::move(message), {.field = column});
}

void drop(Bits& bits, int at) {
    bits[static_cast<std::size_t>(at) >> 6] &= ~(std::uint64_t{1} << (at & 63));
}

/// Keeps what `decide` (for a leaf and a place in it) says yes to; nullopt = nobody knows.
template <class Decide>
void keep(const Leaf& leaf, Bits& bits, bool inverted, const Decide& decide) {
    for (std::size_t word = 0; word < 8; ++word)
        for (std::uint64_t left = bits[word] & leaf.active[word]; left != 0; left &= left - 1) {
            const int at = static_cast<int>(word * 64) + std::countr_zero(left);
            const std::optional<bool> yes = decide(at);
            if (!yes || *yes == inverted) drop(bits, at);
        }
}

/// A condition ready to be asked leaf by leaf; made once, used from many threads.
class Condition {
  public:
    Condition(const BlockModel& model, const FilterRow& row, std::optional<FilterFormula> formula)
        : model_(model), row_(row), formula_(std::move(formula)) {}

    void apply(std::size_t leaf, Bits& bits, std::optional<FilterFormula>& own) const {
        switch (row_.kind) {
            case FilterRow::Kind::range: return apply_range(leaf, bits);
            case FilterRow::Kind::codes: return apply_codes(leaf, bits);
            case FilterRow::Kind::box: return apply_box(leaf, bits);
            case FilterRow::Kind::polygon: return apply_polygon(leaf, bits);
            case FilterRow::Kind::expression: return apply_formula(leaf, bits, own);
        }
    }
    [[nodiscard]] std::optional<FilterFormula> formula() const { return formula_; }

  private:
    void apply_range(std::size_t number, Bits& bits) const {
        const Leaf& leaf = model_.leaf(number);
        const auto decide = [this](double value) { return value >= row_.low && value <= row_.high; };
        if (model_.info(row_.column)->type == ColumnType::integer) {
            const IntegerLeaf values = model_.integer(row_.column, number);
            return keep(leaf, bits, row_.inverted, [&](int at) -> std::optional<bool> {
                if (values[at] == missing_int) return std::nullopt;
                return decide(values[at]);
            });
        }
        const float* values = model_.real(row_.column, number);
        keep(leaf, bits, row_.inverted, [&](int at) -> std::optional<bool> {
            if (std::isnan(values[at])) return std::nullopt;
            return decide(static_cast<double>(values[at]));
        });
    }
    void apply_codes(std::size_t number, Bits& bits) const {
        const IntegerLeaf values = model_.integer(row_.column, number);
        keep(model_.leaf(number), bits, row_.inverted, [&](int at) -> std::optional<bool> {
            if (values[at] == missing_int) return std::nullopt;
            return std::ranges::find(row_.codes, values[at]) != row_.codes.end();
        });
    }
    void apply_box(std::size_t number, Bits& bits) const {
        const Leaf& leaf = model_.leaf(number);
        keep(leaf, bits, row_.inverted, [&](int at) -> std::optional<bool> {
            const Vec3 centre = model_.geometry().centre(leaf.index(at));
            bool in = true;
            for (std::size_t a = 0; a < 3; ++a)
                in = in && centre[a] >= row_.box_low[a] && centre[a] <= row_.box_high[a];
            return in;
        });
    }
    void apply_polygon(std::size_t number, Bits& bits) const {
        const Leaf& leaf = model_.leaf(number);
        keep(leaf, bits, row_.inverted, [&](int at) -> std::optional<bool> {
            const Vec3 centre = model_.geometry().centre(leaf.index(at));
            return in_polygon(row_.polygon, centre[0], centre[1]);
        });
    }
    void apply_formula(std::size_t number, Bits& bits, std::optional<FilterFormula>& own) const {
        std::array<double, 512> values;
        own->evaluate(number, values.data());
        keep(model_.leaf(number), bits, row_.inverted, [&](int at) -> std::optional<bool> {
            const double value = values[static_cast<std::size_t>(at)];
            if (std::isnan(value)) return std::nullopt;
            return value != 0;
        });
    }

    const BlockModel& model_;
    const FilterRow& row_;
    std::optional<FilterFormula> formula_;
};

Expected<Condition> condition(const BlockModel& model, const FilterRow& row) {
    using Kind = FilterRow::Kind;
    if (row.kind == Kind::range || row.kind == Kind::codes) {
        const ColumnInfo* info = model.info(row.column);
        if (info == nullptr) return wrong(Message("blocks.filter_no_column", {{"column", row.column}}), row.column);
        if (row.kind == Kind::codes && info->type != ColumnType::integer)
            return wrong(Message("blocks.filter_no_codes", {{"column", row.column}}), row.column);
        if (row.kind == Kind::codes && row.codes.empty())
            return wrong(Message("blocks.filter_empty", {{"column", row.column}}), row.column);
        if (row.kind == Kind::range && !(row.low <= row.high))
            return wrong(Message("blocks.filter_empty", {{"column", row.column}}), row.column);
    }
    for (std::size_t a = 0; row.kind == Kind::box && a < 3; ++a)
        if (!(row.box_low[a] <= row.box_high[a])) return wrong(Message("blocks.filter_box"));
    if (row.kind == Kind::polygon) {
        const auto finite = [](const Corner& corner) {
            return std::isfinite(corner[0]) && std::isfinite(corner[1]);
        };
        if (row.polygon.size() < 3 || !std::ranges::all_of(row.polygon, finite))
            return wrong(Message("blocks.filter_polygon"));
    }
    std::optional<FilterFormula> formula;
    if (row.kind == Kind::expression) {
        auto read = FilterFormula::read(model, row.expression);
        if (!read) return std::unexpected(read.error());
        formula.emplace(*read);
    }
    return Condition(model, row, std::move(formula));
}

}  // namespace

Expected<void> check_filter(const BlockModel& model, const FilterRow& row) {
    if (auto made = condition(model, row); !made) return std::unexpected(made.error());
    return {};
}

Expected<BlockMask> filter_blocks(const BlockModel& model, std::span<const FilterRow> rows,
                                  const base::Progress& progress) {
    std::vector<Condition> conditions;
    for (const FilterRow& row : rows) {
        if (!row.on) continue;
        auto made = condition(model, row);
        if (!made) return std::unexpected(made.error());
        conditions.push_back(std::move(*made));
    }
    BlockMask mask;
    mask.leaf.resize(model.leaf_count());
    std::vector<std::int64_t> kept(model.leaf_count() / 64 + 1, 0);
    const bool whole = base::parallel_pieces(model.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
        // A formula keeps the values it reads: one for each piece of work.
        std::vector<std::optional<FilterFormula>> formulas;
        for (const Condition& each : conditions) formulas.push_back(each.formula());
        for (std::size_t leaf = begin; leaf < end; ++leaf) {
            Bits& bits = mask.leaf[leaf];
            bits = model.leaf(leaf).active;
            for (std::size_t n = 0; n < conditions.size(); ++n) conditions[n].apply(leaf, bits, formulas[n]);
            for (const std::uint64_t word : bits) kept[begin / 64] += std::popcount(word);
        }
    });
    if (!whole) return base::cancelled();
    for (const std::int64_t piece : kept) mask.kept += piece;
    return mask;
}

}  // namespace orelens::blocks
