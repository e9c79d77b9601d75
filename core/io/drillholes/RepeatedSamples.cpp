#include "core/io/drillholes/RepeatedSamples.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "core/base/StoppableOrder.h"
#include "core/drilling/Spans.h"
#include "core/drilling/Tools.h"
#include "core/io/drillholes/OverTables.h"

namespace orelens::io {
namespace {

using base::Message;
using base::number;
using drilling::DuplicateRule;
using drilling::Finding;
using drilling::FindingKind;
using drilling::GradeColumn;
using drilling::IntervalTable;
using drilling::Severity;

/// What the rows that do not count say beside the ones that do, for one grade.
struct Difference {
    std::int64_t samples = 0;
    std::int64_t first_row = 0;
    double counted = 0, other = 0;  ///< sums
    double largest = 0;
};

/// Rows of the same sample in the order in which they count.
class Repeated {
  public:
    Repeated(IntervalTable& table, const std::vector<drilling::Collar>& collars,
             const SampleOrder& order, DuplicateRule rule, std::vector<Finding>& findings)
        : table_(table), collars_(collars), order_(order), rule_(rule), findings_(findings) {
        differences_.resize(table.grades.size());
    }
    bool run(const base::Progress& progress);

  private:
    [[nodiscard]] bool same_sample(std::size_t a, std::size_t b) const {
        return table_.hole[a] == table_.hole[b] && table_.from_m[a] == table_.from_m[b] &&
               table_.to_m[a] == table_.to_m[b];
    }
    [[nodiscard]] std::uint16_t rank(std::size_t row) const { return order_.ranks.empty() ? 0 : order_.ranks[row]; }
    [[nodiscard]] double date(std::size_t row) const {
        return order_.dates.empty() ? drilling::no_value : order_.dates[row];
    }
    [[nodiscard]] bool by_date() const { return rule_ == DuplicateRule::newest || rule_ == DuplicateRule::oldest; }
    [[nodiscard]] bool counts_before(std::size_t a, std::size_t b) const;
    /// Nothing that is stated puts one of them first.
    [[nodiscard]] bool tied(std::size_t a, std::size_t b) const;
    bool find_groups(const base::Progress& progress, std::vector<std::vector<std::size_t>>& groups) const;
    void merge(std::vector<std::size_t> rows);
    void merge_grade(std::size_t grade, const std::vector<std::size_t>& rows, bool& differs, bool& told);
    void merge_density(const std::vector<std::size_t>& rows);
    void report_sample(std::size_t grade, std::size_t kept, std::size_t other);
    void report_undated();
    void report_grades();
    void drop();

    IntervalTable& table_;
    const std::vector<drilling::Collar>& collars_;
    const SampleOrder& order_;
    DuplicateRule rule_;
    std::vector<Finding>& findings_;
    std::vector<char> kept_;
    std::vector<Difference> differences_;
    std::int64_t alike_ = 0, first_alike_ = 0;
    std::int64_t undated_ = 0, first_undated_ = 0;  ///< samples that a dated row decided against one without
};

/// The rows that have a grade that can be used; where none can, those that have any.
std::vector<std::size_t> with_value(const GradeColumn& column, const std::vector<std::size_t>& rows) {
    std::vector<std::size_t> usable, filled;
    for (const std::size_t row : rows) {
        if (!std::isnan(drilling::usable_grade(column, row))) usable.push_back(row);
        if (!std::isnan(column.values[row])) filled.push_back(row);
    }
    return usable.empty() ? filled : usable;
}

bool Repeated::counts_before(std::size_t a, std::size_t b) const {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    if (by_date()) {
        const double first = date(a), second = date(b);
        if (std::isnan(first) != std::isnan(second)) return std::isnan(second);
        if (first != second && !std::isnan(first)) return rule_ == DuplicateRule::newest ? first > second : first < second;
    }
    return rule_ == DuplicateRule::last ? a > b : a < b;
}

bool Repeated::tied(std::size_t a, std::size_t b) const {
    if (rule_ == DuplicateRule::ask) return rank(a) == rank(b);
    const bool same_day = date(a) == date(b) || (std::isnan(date(a)) && std::isnan(date(b)));
    return by_date() && rank(a) == rank(b) && same_day;
}

void Repeated::merge_grade(std::size_t grade, const std::vector<std::size_t>& rows, bool& differs, bool& told) {
    GradeColumn& column = table_.grades[grade];
    const std::vector<std::size_t> filled = with_value(column, rows);
    if (filled.empty()) return;
    const std::size_t keep = rows.front(), best = filled.front();
    double counted = column.values[best], sum = 0;
    std::uint8_t flags = column.flags[best];
    double others = 0, largest = 0;
    const std::size_t* rival = nullptr;
    bool undated = false;
    for (const std::size_t& row : filled) {
        sum += column.values[row];
        if (rule_ == DuplicateRule::mean) flags |= column.flags[row];
        largest = std::max(largest, std::abs(column.values[row] - column.values[best]));
        if (row != best) others += column.values[row];
        if (column.values[row] == column.values[best]) continue;
        if (rival == nullptr && tied(row, best)) rival = &row;
        undated = undated || (by_date() && rank(row) == rank(best) && std::isnan(date(row)));
    }
    if (rule_ == DuplicateRule::mean) counted = sum / static_cast<double>(filled.size());
    if (largest > 0) {
        differs = true;
        Difference& difference = differences_[grade];
        if (rival == nullptr) {
            if (difference.samples++ == 0) difference.first_row = table_.row[keep];
            difference.counted += counted;
            difference.other += others / static_cast<double>(filled.size() - 1);
            difference.largest = std::max(difference.largest, largest);
            if (undated && undated_++ == 0) first_undated_ = table_.row[keep];
        } else if (!std::exchange(told, true)) {
            report_sample(grade, best, *rival);
        }
    }
    column.values[keep] = counted;
    column.flags[keep] = flags;
}

void Repeated::merge(std::vector<std::size_t> rows) {
    std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return counts_before(a, b); });
    bool differs = false, told = false;
    for (std::size_t grade = 0; grade < table_.grades.size(); ++grade) merge_grade(grade, rows, differs, told);
    if (!table_.density.empty()) merge_density(rows);
    for (std::size_t i = 1; i < rows.size(); ++i) kept_[rows[i]] = 0;
    if (!differs && alike_++ == 0) first_alike_ = table_.row[rows.front()];
}

/// The first that is there.
void Repeated::merge_density(const std::vector<std::size_t>& rows) {
    for (const std::size_t row : rows) {
        if (std::isnan(table_.density[row])) continue;
        table_.density[rows.front()] = table_.density[row];
        return;
    }
}

/// An error with the values of two rows between which nothing decides; one per sample.
void Repeated::report_sample(std::size_t grade, std::size_t kept, std::size_t other) {
    const GradeColumn& column = table_.grades[grade];
    Finding finding;
    finding.kind = kind_name(FindingKind::repeated_sample);
    finding.severity = Severity::error;
    finding.file = table_.file;
    finding.row = table_.row[other];
    finding.hole = collars_[static_cast<std::size_t>(table_.hole[other])].hole;
    finding.column = column.file_column;
    finding.from_m = table_.from_m[other];
    finding.to_m = table_.to_m[other];
    finding.what = Message("csv.repeated_differs", {{"row", std::to_string(table_.row[kept])},
                                                    {"grade", column.name},
                                                    {"first", number(column.values[kept], 8)},
                                                    {"second", number(column.values[other], 8)}});
    finding.fix = Message(by_date() ? "csv.repeated_same_date_fix" : "csv.repeated_differs_fix");
    findings_.push_back(std::move(finding));
}

void Repeated::report_undated() {
    if (undated_ == 0) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::repeated_sample);
    finding.severity = Severity::warning;
    finding.file = table_.file;
    finding.row = first_undated_;
    finding.count = undated_;
    finding.what = Message("csv.repeated_undated", {{"count", std::to_string(undated_)}});
    finding.fix = Message("csv.repeated_undated_fix");
    findings_.push_back(std::move(finding));
}

void Repeated::report_grades() {
    Finding finding;
    finding.kind = kind_name(FindingKind::repeated_sample);
    finding.file = table_.file;
    for (std::size_t grade = 0; grade < differences_.size(); ++grade) {
        const Difference& one = differences_[grade];
        if (one.samples == 0) continue;
        const auto samples = static_cast<double>(one.samples);
        finding.severity = Severity::warning;
        finding.row = one.first_row;
        finding.column = table_.grades[grade].file_column;
        finding.count = one.samples;
        finding.what = Message("csv.repeated_grade", {{"count", std::to_string(one.samples)},
                                                      {"grade", table_.grades[grade].name},
                                                      {"counted", number(one.counted / samples, 4)},
                                                      {"other", number(one.other / samples, 4)},
                                                      {"largest", number(one.largest, 4)}});
        finding.fix = Message("csv.repeated_grade_fix");
        findings_.push_back(finding);
    }
    if (alike_ == 0) return;
    finding.severity = Severity::info;
    finding.row = first_alike_;
    finding.column.clear();
    finding.count = alike_;
    finding.what = Message("csv.repeated_alike", {{"count", std::to_string(alike_)}});
    finding.fix = Message("csv.repeated_alike_fix");
    findings_.push_back(std::move(finding));
}

void Repeated::drop() {
    const auto squeeze = [&](auto& column) {
        std::size_t to = 0;
        for (std::size_t row = 0; row < kept_.size(); ++row)
            if (kept_[row] != 0) column[to++] = column[row];
        column.resize(to);
    };
    for (GradeColumn& column : table_.grades) {
        squeeze(column.values);
        squeeze(column.flags);
    }
    for (drilling::CodeColumn& codes : table_.codes) squeeze(codes.values);
    if (!table_.point.empty()) squeeze(table_.point);
    if (!table_.density.empty()) squeeze(table_.density);
    squeeze(table_.hole);
    squeeze(table_.to_m);
    squeeze(table_.row);
    squeeze(table_.from_m);
}

/// Groups of rows of one sample, in the order of the file. Rows of a hole stand in the order of their depths
/// nearly always, and are then not sorted.
bool Repeated::find_groups(const base::Progress& progress,
                           std::vector<std::vector<std::size_t>>& groups) const {
    const auto place = [&](std::size_t row) { return std::tuple(table_.from_m[row], table_.to_m[row], row); };
    const auto before = [&](std::size_t a, std::size_t b) { return place(a) < place(b); };
    const auto deeper = [&](std::size_t a, std::size_t b) {
        return std::pair(table_.from_m[a], table_.to_m[a]) < std::pair(table_.from_m[b], table_.to_m[b]);
    };
    const drilling::RowsByHole by_hole(table_.hole, collars_.size());
    for (std::size_t hole = 0; hole < collars_.size(); ++hole) {
        if (hole % 256 == 0 && progress.cancelled()) return false;
        const auto of_hole = by_hole.rows(hole);
        // Each below the one before: none of them twice.
        if (std::ranges::adjacent_find(of_hole, std::not_fn(deeper)) == of_hole.end()) continue;
        std::vector<std::size_t> rows(of_hole.begin(), of_hole.end());
        const bool sorted = base::order_unless_cancelled(
            &progress, before, [&](const auto& less) { std::sort(rows.begin(), rows.end(), less); });
        if (!sorted) return false;
        for (std::size_t begin = 0; begin < rows.size();) {
            std::size_t end = begin + 1;
            while (end < rows.size() && same_sample(rows[begin], rows[end])) ++end;
            if (end - begin > 1)
                groups.emplace_back(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                                    rows.begin() + static_cast<std::ptrdiff_t>(end));
            begin = end;
        }
    }
    std::sort(groups.begin(), groups.end());
    return true;
}

bool Repeated::run(const base::Progress& progress) {
    std::vector<std::vector<std::size_t>> groups;
    if (!find_groups(progress, groups)) return false;
    if (groups.empty()) return true;
    kept_.assign(table_.size(), 1);
    for (std::vector<std::size_t>& group : groups) merge(std::move(group));
    report_undated();
    report_grades();
    drop();
    return true;
}

GradeColumn& grade_of(IntervalTable& table, const GradeColumn& like) {
    for (GradeColumn& column : table.grades)
        if (column.name == like.name) return column;
    GradeColumn fresh{like.name, like.file_column, like.unit, {}, {}};
    fresh.values.assign(table.size(), drilling::no_value);
    fresh.flags.assign(table.size(), 0);
    return table.grades.emplace_back(std::move(fresh));
}

/// Where later rows lie in stretches that earlier tables have a usable value for.
void report_shared(const IntervalTable& table, const IntervalTable& more, std::size_t holes,
                   std::vector<Finding>& findings) {
    const drilling::RowsByHole before(table.hole, holes), after(more.hole, holes);
    for (const GradeColumn& later : more.grades) {
        const GradeColumn* earlier = table.grade(later.name);
        if (earlier == nullptr) continue;
        const double factor = base::fraction_of(later.unit) / base::fraction_of(earlier->unit);
        double metres = 0, metal_before = 0, metal_after = 0;
        std::int64_t samples = 0, first = 0;
        for (std::size_t hole = 0; hole < holes; ++hole) {
            if (after.rows(hole).empty() || before.rows(hole).empty()) continue;
            std::vector<drilling::Span> spans;
            for (const std::size_t row : before.rows(hole))
                if (!std::isnan(drilling::usable_grade(*earlier, row)))
                    spans.push_back({table.from_m[row], table.to_m[row], static_cast<std::int64_t>(row)});
            const auto covered = drilling::resolve_overlaps(std::move(spans));
            for (const std::size_t row : after.rows(hole)) {
                const double grade = drilling::usable_grade(later, row) * factor;
                if (std::isnan(grade)) continue;
                auto span =
                    std::partition_point(covered.begin(), covered.end(),
                                         [&](const drilling::Span& s) { return s.to <= more.from_m[row]; });
                double shared = 0;
                for (; span != covered.end() && span->from < more.to_m[row]; ++span) {
                    const double length =
                        std::min(span->to, more.to_m[row]) - std::max(span->from, more.from_m[row]);
                    shared += length;
                    metal_before += length * earlier->values[static_cast<std::size_t>(span->what)];
                    metal_after += length * grade;
                }
                metres += shared;
                if (shared > 0 && samples++ == 0) first = more.row[row];
            }
        }
        if (samples == 0) continue;
        Finding finding;
        finding.kind = kind_name(FindingKind::several_tables);
        finding.severity = Severity::warning;
        finding.file = more.file;
        finding.row = first;
        finding.column = later.file_column;
        finding.count = samples;
        finding.what = Message("csv.several_tables", {{"count", std::to_string(samples)},
                                                      {"grade", later.name},
                                                      {"metres", number(metres, 6)},
                                                      {"before", number(metal_before / metres, 4)},
                                                      {"after", number(metal_after / metres, 4)},
                                                      {"unit", std::string(base::symbol(earlier->unit))}});
        finding.fix = Message("csv.several_tables_fix");
        findings.push_back(std::move(finding));
    }
}

void append_codes(IntervalTable& table, IntervalTable& more) {
    if (more.codes.empty() && table.codes.empty()) return;
    if (table.codes.empty()) {
        table.codes.push_back({more.codes[0].name, more.codes[0].file_column, {}, {}});
        table.codes[0].values.assign(table.size(), -1);
    }
    drilling::CodeColumn& to = table.codes[0];
    if (more.codes.empty()) {
        to.values.resize(table.size() + more.size(), -1);
        return;
    }
    std::map<std::string, std::int32_t> index;
    for (std::size_t i = 0; i < to.codes.size(); ++i)
        index.emplace(to.codes[i], static_cast<std::int32_t>(i));
    std::vector<std::int32_t> global;
    for (const std::string& code : more.codes[0].codes) {
        const auto [known, fresh] = index.emplace(code, static_cast<std::int32_t>(to.codes.size()));
        if (fresh) to.codes.push_back(code);
        global.push_back(known->second);
    }
    for (const std::int32_t value : more.codes[0].values)
        to.values.push_back(value < 0 ? -1 : global[static_cast<std::size_t>(value)]);
}

}  // namespace

bool settle_repeated(IntervalTable& table, const std::vector<drilling::Collar>& collars,
                     const SampleOrder& order, DuplicateRule rule, const base::Progress& progress,
                     std::vector<Finding>& findings) {
    return Repeated(table, collars, order, rule, findings).run(progress);
}

void append_table(IntervalTable& table, IntervalTable&& more, std::size_t holes,
                  std::vector<Finding>& findings) {
    take_over_results(table, more, holes, findings);
    report_shared(table, more, holes, findings);
    const std::size_t before = table.size(), after = before + more.size();
    if (table.source.empty()) table.source.assign(before, 0);
    table.more_files.push_back(more.file);
    table.source.resize(after, static_cast<std::uint16_t>(table.more_files.size()));
    if (!table.point.empty() || !more.point.empty()) {
        table.point.resize(before, 0);
        more.point.resize(more.size(), 0);
        table.point.insert(table.point.end(), more.point.begin(), more.point.end());
    }
    if (!table.density.empty() || !more.density.empty()) {
        table.density.resize(before, drilling::no_value);
        more.density.resize(more.size(), drilling::no_value);
        table.density.insert(table.density.end(), more.density.begin(), more.density.end());
    }
    for (const GradeColumn& later : more.grades) {
        GradeColumn& column = grade_of(table, later);
        const double factor = base::fraction_of(later.unit) / base::fraction_of(column.unit);
        for (std::size_t row = 0; row < later.values.size(); ++row) {
            column.values.push_back(later.unit == column.unit ? later.values[row]
                                                              : later.values[row] * factor);
            column.flags.push_back(later.flags[row]);
        }
    }
    append_codes(table, more);
    table.hole.insert(table.hole.end(), more.hole.begin(), more.hole.end());
    table.from_m.insert(table.from_m.end(), more.from_m.begin(), more.from_m.end());
    table.to_m.insert(table.to_m.end(), more.to_m.begin(), more.to_m.end());
    table.row.insert(table.row.end(), more.row.begin(), more.row.end());
    for (GradeColumn& column : table.grades) {
        column.values.resize(after, drilling::no_value);
        column.flags.resize(after, 0);
    }
    std::set<std::string> known(table.unknown_holes.begin(), table.unknown_holes.end());
    for (std::string& hole : more.unknown_holes)
        if (known.insert(hole).second) table.unknown_holes.push_back(std::move(hole));
}

}  // namespace orelens::io
