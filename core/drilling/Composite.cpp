#include "core/drilling/Composite.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/drilling/DensityIndex.h"
#include "core/drilling/Doubtful.h"
#include "core/drilling/Spans.h"
#include "core/drilling/Tools.h"
#include "core/drilling/Unsampled.h"

namespace orelens::drilling {
namespace {

/// Everything the holes share; made once.
struct Plan {
    const DrillholeSet& holes;
    const std::vector<Trace>& traces;
    const CompositeRule& rule;
    RowsByHole assays, codes;
    const IntervalTable* code_table = nullptr;
    const CodeColumn* code = nullptr;
    std::vector<char> kept;      ///< per code; the last entry is for "no code"
    std::vector<double> factor;  ///< per grade: file unit → wanted unit
    std::vector<double> barren;  ///< per grade, in the file's unit: of unsampled stretches; NaN = missing
    DensityIndex densities;
};

/// Composites of one hole, in depth order.
struct HoleComposites {
    std::vector<Span> extent;  ///< what = domain
    std::vector<std::array<double, 3>> midpoint;
    std::vector<std::vector<double>> values, assayed_m;  ///< [grade][composite]
    std::vector<double> density;                         ///< empty where the drilling has none
};

const CodeColumn* find_codes(const DrillholeSet& holes, const IntervalTable*& table) {
    for (const IntervalTable* candidate : {&holes.lithology, &holes.assays}) {
        table = candidate;
        if (!candidate->codes.empty()) return &candidate->codes.front();
    }
    return nullptr;
}

base::Expected<std::vector<char>> kept_codes(const CodeColumn* code, const CompositeRule& rule) {
    const std::vector<std::string> wanted = list_items(rule.domains);
    const std::size_t known = code ? code->codes.size() : 0;
    std::vector<char> kept(known + 1, wanted.empty());
    for (const std::string& name : wanted) {
        const auto begin = code ? code->codes.begin() : wanted.end();
        const auto end = code ? code->codes.end() : wanted.end();
        const auto found = std::find(begin, end, name);
        if (found == end)
            return base::fail(base::ErrorKind::data,
                              base::Message("drilling.unknown_domain", {{"code", name}}),
                              {.field = "composite.domains"}, base::Message("drilling.unknown_domain_fix"));
        kept[static_cast<std::size_t>(found - begin)] = 1;
    }
    return kept;
}

/// Resolved pieces of one grade in one hole; `what` is the row.
std::vector<Span> grade_pieces(const Plan& plan, const GradeColumn& grade, std::size_t hole) {
    std::vector<Span> spans;
    const IntervalTable& table = plan.holes.assays;
    for (const std::size_t row : plan.assays.rows(hole))
        if (believed(plan.holes, table, row) && !std::isnan(usable_grade(grade, row)))
            spans.push_back({table.from_m[row], table.to_m[row], static_cast<std::int64_t>(row)});
    return resolve_overlaps(std::move(spans));
}

/// Stretches that no row covers, as pieces with `what` = −1.
void add_barren(const Plan& plan, std::size_t hole, std::vector<Span>& pieces) {
    if (pieces.empty()) return;
    const std::vector<Span> gaps = unsampled(plan.holes, plan.assays, hole);
    pieces.insert(pieces.end(), gaps.begin(), gaps.end());
    std::ranges::sort(pieces, {}, &Span::from);
}

/// Codes of one hole over [from, to] without holes in between: where nothing is logged the code is −1.
std::vector<Span> logged_codes(const Plan& plan, std::size_t hole, double from, double to) {
    std::vector<Span> logged;
    if (plan.code) {
        for (const std::size_t row : plan.codes.rows(hole))
            if (plan.code->values[row] >= 0)
                logged.push_back(
                    {plan.code_table->from_m[row], plan.code_table->to_m[row], plan.code->values[row]});
    }
    std::vector<Span> all;
    double done = from;
    for (Span span : resolve_overlaps(std::move(logged))) {
        span.from = std::max(span.from, from);
        span.to = std::min(span.to, to);
        if (span.from >= span.to) continue;
        if (span.from > done) all.push_back({done, span.from, -1});
        all.push_back(span);
        done = span.to;
    }
    if (done < to) all.push_back({done, to, -1});
    return all;
}

/// Stretches of the hole that composites are laid into: `what` is the code (within_domain) or −1.
std::vector<Span> runs(const Plan& plan, const std::vector<Span>& codes, const std::vector<Span>& assayed) {
    std::vector<Span> domains;
    for (const Span& span : codes) {
        const std::size_t slot = span.what < 0 ? plan.kept.size() - 1 : static_cast<std::size_t>(span.what);
        if (plan.kept[slot])
            domains.push_back({span.from, span.to, plan.rule.within_domain ? span.what : -1});
    }
    std::vector<Span> out;
    auto piece = assayed.begin();
    for (const Span& domain : join_touching(domains)) {
        std::vector<Span> inside;
        while (piece != assayed.end() && piece->to <= domain.from) ++piece;
        for (auto p = piece; p != assayed.end() && p->from < domain.to; ++p)
            inside.push_back({std::max(p->from, domain.from), std::min(p->to, domain.to), domain.what});
        const std::vector<Span> joined = join_touching(inside, plan.rule.length_m * (1 - 1e-9));
        out.insert(out.end(), joined.begin(), joined.end());
    }
    return out;
}

void lay_out(const Span& run, const CompositeRule& rule, std::vector<Span>& extents) {
    const double length = rule.length_m;
    const double whole = run.to - run.from;
    // A rest below a millionth of a composite is rounding of depths, not a tail.
    const auto full = static_cast<std::int64_t>(std::floor(whole / length + 1e-6));
    const bool has_tail = whole - static_cast<double>(full) * length > 1e-6 * length;
    for (std::int64_t i = 0; i < full; ++i)
        extents.push_back({run.from + static_cast<double>(i) * length,
                           run.from + static_cast<double>(i + 1) * length, run.what});
    const bool merges = has_tail && rule.tail == TailRule::merge && full > 0;
    if (full > 0 && (!has_tail || merges)) extents.back().to = run.to;
    if (has_tail && !merges && rule.tail != TailRule::drop)
        extents.push_back({run.from + static_cast<double>(full) * length, run.to, run.what});
}

/// Code of most of the length, the shallower one of equals.
std::int64_t main_code(const std::vector<Span>& codes, const Span& extent) {
    std::vector<std::pair<std::int64_t, double>> lengths;
    for (const Span& span : codes) {
        const double shared = std::min(span.to, extent.to) - std::max(span.from, extent.from);
        if (shared <= 0) continue;
        auto found =
            std::find_if(lengths.begin(), lengths.end(), [&](const auto& p) { return p.first == span.what; });
        if (found == lengths.end()) found = lengths.insert(lengths.end(), {span.what, 0.0});
        found->second += shared;
    }
    const auto most = std::max_element(lengths.begin(), lengths.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == lengths.end() ? -1 : most->first;
}

/// Depths that are the same but for their rounding share no core: 0.1 + 0.2 is not 0.3, and nothing is assayed between.
constexpr double rounding_m = 1e-9;

/// Means of one grade over the extents (both in depth order).
void average(const Plan& plan, std::size_t grade, const std::vector<Span>& pieces, HoleComposites& out) {
    const GradeColumn& column = plan.holes.assays.grades[grade];
    auto first = pieces.begin();
    for (const Span& extent : out.extent) {
        while (first != pieces.end() && first->to <= extent.from) ++first;
        double metal = 0, metres = 0;
        for (auto piece = first; piece != pieces.end() && piece->from < extent.to; ++piece) {
            const double shared = std::min(piece->to, extent.to) - std::max(piece->from, extent.from);
            if (shared <= rounding_m) continue;
            metal += shared * (piece->what < 0 ? plan.barren[grade]
                                               : column.values[static_cast<std::size_t>(piece->what)]);
            metres += shared;
        }
        const bool enough =
            metres > 0 && metres >= (plan.rule.min_coverage - 1e-9) * (extent.to - extent.from);
        out.values[grade].push_back(enough ? metal / metres * plan.factor[grade] : no_value);
        out.assayed_m[grade].push_back(metres);
    }
}

/// Samples at a depth stand as they are: no length is laid around them and none weighs them.
void add_points(const Plan& plan, std::size_t hole, HoleComposites& out) {
    const IntervalTable& table = plan.holes.assays;
    if (table.point.empty()) return;
    std::vector<std::size_t> rows;
    for (const std::size_t row : plan.assays.rows(hole))
        if (table.is_point(row) && std::isfinite(table.from_m[row]) && believed(plan.holes, table, row))
            rows.push_back(row);
    if (rows.empty()) return;
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::size_t a, std::size_t b) { return table.from_m[a] < table.from_m[b]; });
    const double first = table.from_m[rows.front()], last = table.from_m[rows.back()];
    const std::vector<Span> codes = logged_codes(plan, hole, first, std::nextafter(last, last + 1));
    auto code = codes.begin();
    for (const std::size_t row : rows) {
        const double depth = table.from_m[row];
        while (code != codes.end() && code->to <= depth) ++code;
        const std::int64_t what = code == codes.end() ? -1 : code->what;
        if (!plan.kept[what < 0 ? plan.kept.size() - 1 : static_cast<std::size_t>(what)]) continue;
        out.extent.push_back({depth, depth, what});
        out.midpoint.push_back(plan.traces[hole].at(depth));
        for (std::size_t grade = 0; grade < table.grades.size(); ++grade) {
            out.values[grade].push_back(usable_grade(table.grades[grade], row) * plan.factor[grade]);
            out.assayed_m[grade].push_back(0);
        }
    }
}

HoleComposites composite_hole(const Plan& plan, std::size_t hole) {
    const std::size_t grades = plan.holes.assays.grades.size();
    HoleComposites out;
    out.values.resize(grades);
    out.assayed_m.resize(grades);
    if (plan.traces[hole].depth_m.empty()) return out;
    std::vector<std::vector<Span>> pieces;
    std::vector<Span> any;
    for (const GradeColumn& grade : plan.holes.assays.grades) {
        pieces.push_back(grade_pieces(plan, grade, hole));
        if (!std::isnan(plan.barren[pieces.size() - 1])) add_barren(plan, hole, pieces.back());
        for (const Span& span : pieces.back()) any.push_back({span.from, span.to, 0});
    }
    const std::vector<Span> assayed = join_touching(resolve_overlaps(std::move(any)));
    if (assayed.empty()) {
        add_points(plan, hole, out);
        if (plan.densities.any()) out.density = plan.densities.means(hole, out.extent);
        return out;
    }
    const std::vector<Span> codes = logged_codes(plan, hole, assayed.front().from, assayed.back().to);
    for (const Span& run : runs(plan, codes, assayed)) lay_out(run, plan.rule, out.extent);
    for (Span& extent : out.extent) {
        if (!plan.rule.within_domain) extent.what = main_code(codes, extent);
        out.midpoint.push_back(plan.traces[hole].at((extent.from + extent.to) / 2));
    }
    for (std::size_t grade = 0; grade < grades; ++grade) average(plan, grade, pieces[grade], out);
    add_points(plan, hole, out);
    if (plan.densities.any()) out.density = plan.densities.means(hole, out.extent);
    return out;
}

void append(CompositeTable& table, const HoleComposites& part, std::size_t hole) {
    for (std::size_t i = 0; i < part.extent.size(); ++i) {
        const bool any = std::any_of(part.values.begin(), part.values.end(),
                                     [&](const auto& values) { return !std::isnan(values[i]); });
        if (!any) continue;
        table.x.push_back(part.midpoint[i][0]);
        table.y.push_back(part.midpoint[i][1]);
        table.z.push_back(part.midpoint[i][2]);
        table.hole.push_back(static_cast<std::int32_t>(hole));
        table.from_m.push_back(part.extent[i].from);
        table.to_m.push_back(part.extent[i].to);
        table.domain.push_back(static_cast<std::int32_t>(part.extent[i].what));
        if (!part.density.empty()) table.density.push_back(part.density[i]);
        for (std::size_t grade = 0; grade < part.values.size(); ++grade) {
            table.grades[grade].values.push_back(part.values[grade][i]);
            table.grades[grade].assayed_m.push_back(part.assayed_m[grade][i]);
        }
    }
}

CompositeTable empty_table(Plan& plan, const std::map<std::string, AssayColumnRule>& columns) {
    CompositeTable table;
    for (const Collar& collar : plan.holes.collars) table.hole_ids.push_back(collar.hole);
    if (plan.code) table.domain_codes = plan.code->codes;
    for (const GradeColumn& column : plan.holes.assays.grades) {
        const auto wanted = columns.find(column.name);
        const base::GradeUnit unit =
            wanted == columns.end() ? column.unit : wanted->second.unit.value_or(column.unit);
        table.grades.push_back({column.name, unit, {}, {}});
        plan.factor.push_back(unit == column.unit ? 1.0
                                                  : base::fraction_of(column.unit) / base::fraction_of(unit));
        const bool barren = wanted != columns.end() && wanted->second.unsampled == Unsampled::barren;
        plan.barren.push_back(barren ? wanted->second.barren_value / plan.factor.back() : no_value);
    }
    return table;
}

}  // namespace

double usable_grade(const GradeColumn& column, std::size_t row) {
    const double value = column.values[row];
    const bool approved = (column.flags[row] & static_cast<std::uint8_t>(CellFlag::approved)) != 0;
    const bool suspected = (column.flags[row] & static_cast<std::uint8_t>(CellFlag::suspected)) != 0;
    const bool possible = value >= 0 && value * base::fraction_of(column.unit) <= 1 && !suspected;
    return possible || (approved && std::isfinite(value)) ? value : no_value;
}

base::Expected<CompositeTable> composite(const DrillholeSet& holes, const std::vector<Trace>& traces,
                                         const CompositeRule& rule,
                                         const std::map<std::string, AssayColumnRule>& columns,
                                         base::Progress& progress) {
    if (!(rule.length_m > 0) || !std::isfinite(rule.length_m))
        return base::fail(base::ErrorKind::usage, base::Message("drilling.length_not_positive"),
                          {.field = "composite.length"});
    if (traces.size() != holes.collars.size())
        return base::fail(base::ErrorKind::internal, base::Message("drilling.traces_do_not_fit"));
    const std::size_t count = holes.collars.size();
    const IntervalTable* code_table = nullptr;
    const CodeColumn* code = find_codes(holes, code_table);
    auto kept = kept_codes(code, rule);
    if (!kept) return std::unexpected(kept.error());
    Plan plan{holes,
              traces,
              rule,
              RowsByHole(holes.assays.hole, count),
              RowsByHole(code_table->hole, count),
              code_table,
              code,
              std::move(*kept),
              {},
              {},
              DensityIndex(holes)};
    CompositeTable table = empty_table(plan, columns);

    std::vector<HoleComposites> parts(count);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(count, 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t hole = begin; hole < end && !progress.cancelled(); ++hole)
            parts[hole] = composite_hole(plan, hole);
        done += end - begin;
        progress.report(static_cast<double>(done) / static_cast<double>(count));
    });
    if (progress.cancelled()) return base::cancelled();
    for (std::size_t hole = 0; hole < count; ++hole) append(table, parts[hole], hole);
    return table;
}

}  // namespace orelens::drilling
