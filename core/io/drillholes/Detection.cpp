#include "core/io/drillholes/Detection.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/base/Parallel.h"
#include "core/drilling/Tools.h"

namespace orelens::io {
namespace {

using base::Message;
using base::number;
using drilling::AboveRule;
using drilling::BelowDetection;
using drilling::CellFlag;
using drilling::Finding;
using drilling::FindingKind;
using drilling::GradeColumn;
using drilling::IntervalTable;
using drilling::Severity;

/// More distinct negative values than this are not the limits of a laboratory.
constexpr std::size_t most_negative_limits = 6;
constexpr std::size_t fewest_repeats = 3;
/// Of the positive values, how many may lie below a limit that a negative value stands for.
constexpr double most_below_share = 0.05;
/// Different plain values below the limit that are told apart.
constexpr std::size_t most_plain_values = 1000;
/// Findings for the values of one column; the rest is one finding more.
constexpr std::size_t most_groups = 50;

enum class Kind { below, word, negative, above, above_word };

/// Cells of one column that say the same.
struct Group {
    Kind kind = Kind::below;
    std::string text;
    double limit = drilling::no_value;
    std::vector<std::size_t> rows;
};

double below_value(double limit, BelowDetection rule) {
    switch (rule) {
        case BelowDetection::half_limit:
            return limit / 2;
        case BelowDetection::zero:
            return 0;
        case BelowDetection::missing:
            break;
    }
    return drilling::no_value;
}

/// −9, −99.9, −0.99: codes for missing. Laboratories' limits are 1, 2, 3 or 5 with zeros.
bool nines(double value) {
    const std::string digits = number(std::abs(value), 10);
    return digits.find_first_not_of("09.") == std::string::npos && digits.find('9') != std::string::npos;
}

/// Negative values of the column that stand for limits: few, each repeated (or the negative of a limit that
/// the column states otherwise), and below nearly all of its positive values.
std::vector<double> negative_limits(const GradeColumn& column, const std::vector<double>& stated,
                                    drilling::NegativeRule rule) {
    std::map<double, std::size_t> counts;
    if (rule == drilling::NegativeRule::not_accepted) return {};
    for (const double value : column.values)
        if (value < 0) {
            ++counts[value];
            if (counts.size() > 1000) return {};
        }
    std::vector<double> out;
    if (counts.empty()) return out;
    // So many different ones are no limits by their looks; those that the column states otherwise still are.
    const bool known_only = rule == drilling::NegativeRule::detect && counts.size() > most_negative_limits;
    std::vector<double> positive;
    for (std::size_t row = 0; row < column.values.size(); ++row)
        if (column.values[row] > 0 && column.flags[row] == 0) positive.push_back(column.values[row]);
    std::ranges::sort(positive);
    const double middle = positive.empty() ? 0 : positive[positive.size() / 2];
    // What a laboratory finds lies above its limit, but for a few rows of a finer method.
    const auto few_below = [&](double limit) {
        const auto below = std::ranges::lower_bound(positive, limit) - positive.begin();
        return !positive.empty() &&
               most_below_share * static_cast<double>(positive.size()) >= static_cast<double>(below);
    };
    for (const auto& [value, count] : counts) {
        const bool known = std::find(stated.begin(), stated.end(), -value) != stated.end();
        const bool looks_so =
            ((known && -value <= middle) || (count >= fewest_repeats && !known_only && few_below(-value))) &&
            !nines(value);
        if (rule == drilling::NegativeRule::below_detection || looks_so) out.push_back(value);
    }
    return out;
}

class ColumnLimits {
  public:
    ColumnLimits(IntervalTable& table, std::size_t grade, const drilling::ImportRule& rule,
                 const drilling::AssayRule& assays, const std::vector<drilling::Collar>& collars)
        : table_(table),
          column_(table.grades[grade]),
          rule_(rule.below_detection),
          above_(assays.above_limit),
          collars_(collars) {}

    void add(const LimitCell& cell, const std::string& text);
    void state(const std::vector<StatedLimit>& limits);
    void find_negative(drilling::NegativeRule rule);
    void settle();
    void report(std::vector<Finding>& findings) const;

  private:
    void report_plain_below(std::vector<Finding>& findings) const;
    [[nodiscard]] double weight(std::size_t row) const;
    [[nodiscard]] double value_of(const Group& group) const;
    [[nodiscard]] double upper_limit(const Group& group) const;
    [[nodiscard]] Finding about(const Group& group) const;
    void say_above(const Group& group, std::vector<std::pair<std::string, std::string>> args, Finding& finding) const;
    void take_in(const Group& group, double value, double& metal, double& length) const;
    [[nodiscard]] double mean_if(const Group& changed, double value) const;

    IntervalTable& table_;
    GradeColumn& column_;
    BelowDetection rule_;
    AboveRule above_;
    const std::vector<drilling::Collar>& collars_;
    std::vector<Group> groups_;
    std::map<std::tuple<bool, double, std::string>, std::size_t> index_;
    double usual_ = drilling::no_value, largest_ = drilling::no_value;
    double stated_below_ = drilling::no_value, stated_above_ = drilling::no_value;
    double metal_ = 0, length_ = 0;  ///< of the cells that are plain grades
    std::size_t filled_ = 0;
};

void ColumnLimits::add(const LimitCell& cell, const std::string& text) {
    const bool word = std::isnan(cell.limit);
    const auto key = std::tuple(cell.above, word ? 0.0 : cell.limit, word ? text : std::string());
    const auto [found, fresh] = index_.try_emplace(key, groups_.size());
    if (fresh)
        groups_.push_back(
            {cell.above ? (word ? Kind::above_word : Kind::above) : (word ? Kind::word : Kind::below),
             text,
             cell.limit,
             {}});
    groups_[found->second].rows.push_back(cell.row);
    if (!word && cell.above) largest_ = std::fmax(largest_, cell.limit);
}

void ColumnLimits::state(const std::vector<StatedLimit>& limits) {
    if (limits.empty()) return;
    double smallest = drilling::no_value, largest = drilling::no_value;
    for (std::size_t row = 0; row < column_.values.size(); ++row) {
        if (!(column_.values[row] > 0) || column_.flags[row] != 0) continue;
        smallest = std::fmin(smallest, column_.values[row]);
        largest = std::fmax(largest, column_.values[row]);
    }
    using Side = StatedLimit::Side;
    for (const StatedLimit& limit : limits) {
        const bool below =
            limit.side == Side::below || (limit.side == Side::unsaid && limit.figure <= smallest);
        const bool above =
            limit.side == Side::above || (limit.side == Side::unsaid && limit.figure >= largest);
        if (below && limit.figure > 0) stated_below_ = limit.figure;
        if (above && !below) stated_above_ = limit.figure;
    }
    if (!std::isnan(stated_above_)) largest_ = std::fmax(largest_, stated_above_);
}

void ColumnLimits::find_negative(drilling::NegativeRule rule) {
    std::vector<double> stated;
    if (!std::isnan(stated_below_)) stated.push_back(stated_below_);
    for (const Group& group : groups_)
        if (group.kind == Kind::below) stated.push_back(group.limit);
    for (const double value : negative_limits(column_, stated, rule)) {
        Group group{Kind::negative, number(value, 10), -value, {}};
        for (std::size_t row = 0; row < column_.values.size(); ++row)
            if (column_.values[row] == value) group.rows.push_back(row);
        groups_.push_back(std::move(group));
    }
    // A limit that stands there once may be a slip of unit; words mean the one that is usual in the column.
    std::size_t most = 0;
    for (const Group& group : groups_) {
        const bool has_limit = (group.kind == Kind::below || group.kind == Kind::negative) && group.limit > 0;
        const std::size_t count = group.rows.size();
        if (!has_limit || count < most || (count == most && !(group.limit < usual_))) continue;
        most = count;
        usual_ = group.limit;
    }
    if (!std::isnan(stated_below_)) usual_ = stated_below_;
}

double ColumnLimits::upper_limit(const Group& group) const {
    return group.kind == Kind::above_word ? largest_ : group.limit;
}

double ColumnLimits::value_of(const Group& group) const {
    switch (group.kind) {
        case Kind::above:
        case Kind::above_word:
            return above_ == AboveRule::missing ? drilling::no_value : upper_limit(group);
        case Kind::word:
            return below_value(usual_, rule_);
        default:
            return below_value(group.limit, rule_);
    }
}

void ColumnLimits::settle() {
    if (groups_.empty()) return;
    for (const Group& group : groups_) {
        const bool above = group.kind == Kind::above || group.kind == Kind::above_word;
        const double value = value_of(group);
        const bool lost = above && std::isnan(value) && above_ != AboveRule::missing;
        const CellFlag flag = lost    ? CellFlag::not_a_number
                              : above ? CellFlag::above_limit
                                      : CellFlag::below_detection;
        for (const std::size_t row : group.rows) {
            column_.values[row] = value;
            column_.flags[row] = static_cast<std::uint8_t>(flag);
        }
    }
    std::vector<char> limited(column_.values.size(), 0);
    for (const Group& group : groups_)
        for (const std::size_t row : group.rows) limited[row] = 1;
    for (std::size_t row = 0; row < column_.values.size(); ++row) {
        filled_ += limited[row] != 0 || !std::isnan(column_.values[row]);
        const double grade = drilling::usable_grade(column_, row);
        if (limited[row] != 0 || std::isnan(grade)) continue;
        metal_ += weight(row) * grade;
        length_ += weight(row);
    }
}

/// Metres of the row, or 1 for a sample without length; nothing where its place is not known.
double ColumnLimits::weight(std::size_t row) const {
    if (table_.is_point(row)) return 1;
    const double metres = table_.to_m[row] - table_.from_m[row];
    return metres > 0 ? metres : 0;
}

void ColumnLimits::take_in(const Group& group, double value, double& metal, double& length) const {
    if (std::isnan(value)) return;
    for (const std::size_t row : group.rows) {
        metal += weight(row) * value;
        length += weight(row);
    }
}

/// Mean of the column if the cells of one group had this value and the others theirs.
double ColumnLimits::mean_if(const Group& changed, double value) const {
    double metal = metal_, length = length_;
    for (const Group& group : groups_)
        take_in(group, &group == &changed ? value : value_of(group), metal, length);
    return length > 0 ? metal / length : drilling::no_value;
}

/// Where the rule is stated it has been looked at; else the finding advises to state it.
void ColumnLimits::say_above(const Group& group, std::vector<std::pair<std::string, std::string>> args,
                             Finding& finding) const {
    const double limit = upper_limit(group);
    const bool unknown = std::isnan(limit), missing = above_ == AboveRule::missing, asked = above_ == AboveRule::ask;
    args.emplace_back("mean", number(mean_if(group, limit), 4));
    args.emplace_back("mean_missing", number(mean_if(group, drilling::no_value), 4));
    finding.kind = kind_name(unknown && !missing ? FindingKind::non_numeric : FindingKind::above_limit);
    finding.severity = missing || (!unknown && !asked) ? Severity::info
                       : unknown                       ? Severity::error
                                                       : Severity::warning;
    finding.what = Message(unknown   ? "csv.above_word"
                           : missing ? "csv.above_limit_missing"
                                     : "csv.above_limit",
                           std::move(args));
    finding.fix = Message(missing   ? "csv.above_missing_fix"
                          : unknown ? "csv.above_word_fix"
                          : asked   ? "csv.above_limit_fix"
                                    : "csv.above_at_limit_fix");
}

Finding ColumnLimits::about(const Group& group) const {
    const bool above = group.kind == Kind::above || group.kind == Kind::above_word;
    const double value = value_of(group);
    const double limit = group.kind == Kind::word ? usual_ : above ? upper_limit(group) : group.limit;
    const auto mean = [&](double with) { return number(mean_if(group, with), 4); };
    Finding finding;
    finding.file = table_.file;
    finding.row = table_.row[group.rows.front()];
    finding.column = column_.file_column;
    finding.count = static_cast<std::int64_t>(group.rows.size());
    if (group.rows.size() == 1) {
        const std::size_t row = group.rows.front();
        finding.from_m = table_.from_m[row];
        finding.to_m = table_.to_m[row];
        if (table_.hole[row] >= 0) finding.hole = collars_[static_cast<std::size_t>(table_.hole[row])].hole;
    }
    std::vector<std::pair<std::string, std::string>> args = {
        {"text", group.text},
        {"column", column_.file_column},
        {"grade", column_.name},
        {"unit", std::string(base::symbol(column_.unit))},
        {"count", std::to_string(group.rows.size())},
        {"share", number(100.0 * static_cast<double>(group.rows.size()) / static_cast<double>(filled_), 3)},
        {"value", std::isnan(value) ? "–" : number(value, 6)},
        {"limit", std::isnan(limit) ? "–" : number(limit, 6)}};
    if (above) {
        say_above(group, std::move(args), finding);
        return finding;
    }
    finding.kind = kind_name(FindingKind::below_detection);
    finding.severity = group.kind == Kind::negative ? Severity::warning : Severity::info;
    args.emplace_back("mean_half", mean(limit / 2));
    args.emplace_back("mean_zero", mean(0));
    args.emplace_back("mean_missing", mean(drilling::no_value));
    const bool no_limit = group.kind == Kind::word && std::isnan(limit);
    // Poor samples that are taken as missing raise the mean of the rest.
    constexpr double many = 0.05;
    if (no_limit && std::isnan(value) &&
        static_cast<double>(group.rows.size()) > many * static_cast<double>(filled_))
        finding.severity = Severity::warning;
    finding.what = Message(group.kind == Kind::negative ? "csv.negative_limit"
                           : no_limit                   ? "csv.below_without_limit"
                           : group.kind != Kind::word   ? "csv.below_limit"
                           : std::isnan(stated_below_)  ? "csv.below_word"
                                                        : "csv.below_word_stated",
                           std::move(args));
    static constexpr const char* rules[] = {"csv.below_half_fix", "csv.below_zero_fix",
                                            "csv.below_missing_fix"};
    finding.fix = Message(group.kind == Kind::negative ? "csv.negative_limit_fix"
                          : no_limit                   ? "csv.below_without_limit_fix"
                                                       : rules[static_cast<int>(rule_)]);
    return finding;
}

/// Plain grades below the limit that the table states for its column: half of it, or 0, in place of "below".
void ColumnLimits::report_plain_below(std::vector<Finding>& findings) const {
    if (std::isnan(stated_below_)) return;
    std::map<double, std::int64_t> counts;
    std::int64_t all = 0, first = 0;
    for (std::size_t row = 0; row < column_.values.size(); ++row) {
        const double value = column_.values[row];
        if (!(value >= 0 && value < stated_below_) || column_.flags[row] != 0) continue;
        if (all++ == 0) first = table_.row[row];
        if (counts.size() < most_plain_values || counts.contains(value)) ++counts[value];
    }
    if (all == 0) return;
    const auto usual = std::ranges::max_element(counts, {}, &std::pair<const double, std::int64_t>::second);
    Finding finding;
    finding.kind = kind_name(FindingKind::below_detection);
    finding.severity = Severity::info;
    finding.file = table_.file;
    finding.row = first;
    finding.column = column_.file_column;
    finding.count = all;
    finding.what = Message("csv.plain_below", {{"count", std::to_string(all)},
                                               {"column", column_.file_column},
                                               {"limit", number(stated_below_, 6)},
                                               {"unit", std::string(base::symbol(column_.unit))},
                                               {"value", number(usual->first, 6)},
                                               {"times", std::to_string(usual->second)}});
    finding.fix = Message("csv.plain_below_fix");
    findings.push_back(std::move(finding));
}

void ColumnLimits::report(std::vector<Finding>& findings) const {
    report_plain_below(findings);
    std::vector<const Group*> shown;
    for (const Group& group : groups_) shown.push_back(&group);
    const auto more_rows = [](const Group* a, const Group* b) { return a->rows.size() > b->rows.size(); };
    std::stable_sort(shown.begin(), shown.end(), more_rows);
    std::int64_t rest = 0;
    for (std::size_t n = 0; n < shown.size(); ++n) {
        if (n < most_groups)
            findings.push_back(about(*shown[n]));
        else
            rest += static_cast<std::int64_t>(shown[n]->rows.size());
    }
    if (rest == 0) return;
    Finding finding = about(*shown[most_groups]);
    finding.count = rest;
    finding.from_m = finding.to_m = drilling::no_value;
    finding.what = Message("csv.more_below_detection",
                           {{"count", std::to_string(rest)}, {"column", column_.file_column}});
    findings.push_back(std::move(finding));
}

}  // namespace

void settle_limits(IntervalTable& table, std::vector<LimitCell> cells, const std::vector<std::string>& texts,
                   const std::vector<std::vector<StatedLimit>>& stated,
                   const std::vector<drilling::Collar>& collars, const drilling::ImportRule& rule,
                   const drilling::AssayRule& assays, std::vector<Finding>& findings) {
    const auto of_grade = [](const LimitCell& cell) { return cell.grade; };
    std::ranges::stable_sort(cells, {}, of_grade);
    std::vector<std::vector<Finding>> found(table.grades.size());
    base::parallel_for(table.grades.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t grade = begin; grade < end; ++grade) {
            ColumnLimits column(table, grade, rule, assays, collars);
            for (const LimitCell& cell : std::ranges::equal_range(cells, grade, {}, of_grade))
                column.add(cell, texts[static_cast<std::size_t>(cell.text)]);
            if (grade < stated.size()) column.state(stated[grade]);
            column.find_negative(assays.negative);
            column.settle();
            column.report(found[grade]);
        }
    });
    for (std::vector<Finding>& of_column : found)
        findings.insert(findings.end(), std::make_move_iterator(of_column.begin()),
                        std::make_move_iterator(of_column.end()));
}

}  // namespace orelens::io
