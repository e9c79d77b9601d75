#include "core/io/drillholes/SampleKinds.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <tuple>

#include "core/base/StoppableOrder.h"
#include "core/io/drillholes/ColumnGuess.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::IntervalTable;
using drilling::SampleKind;
using drilling::Severity;

bool has(const OpenTable& table, const char* role) {
    return table.columns.contains(role);
}

void forget(OpenTable& table, std::initializer_list<const char*> roles) {
    for (const char* role : roles) {
        table.columns.erase(role);
        table.mapping.columns.erase(role);
    }
}

/// Blast holes have one row each; samples that bring their coordinates along have many.
bool one_row_per_hole(const OpenTable& table) {
    std::set<std::string, std::less<>> seen;
    CsvFields fields;
    const std::size_t hole = table.columns.at("hole");
    for (std::size_t i = 0; i < std::min<std::size_t>(table.csv.records.size(), 20'000); ++i) {
        fields.split(table.csv, table.csv.records[i]);
        if (!fields[hole].empty() && !seen.emplace(fields[hole]).second) return false;
    }
    return true;
}

/// A column of lengths holds numbers; "interval" may be a name.
bool has_lengths(const OpenTable& table) {
    if (!has(table, "length")) return false;
    constexpr std::size_t looked_at = 1000;
    const std::size_t column = table.columns.at("length");
    std::size_t filled = 0, numbers = 0;
    CsvFields fields;
    for (std::size_t i = 0; i < std::min(looked_at, table.csv.records.size()); ++i) {
        fields.split(table.csv, table.csv.records[i]);
        if (says_nothing(fields[column])) continue;
        ++filled;
        numbers += read_cell(fields[column], {}, {}).fault != Fault::non_numeric;
    }
    return filled > 0 && 2 * numbers >= filled;
}

/// "Mid-depth", "中点深度": the depth is that of the middle.
bool says_middle(const std::string& header) {
    const std::string plain = plain_name(header);
    return std::ranges::any_of(std::array{"mid", "cent", "中点", "中心", "中深"},
                               [&](const char* word) { return plain.find(word) != plain.npos; });
}

/// From the columns that were found; `detect` where none fits.
SampleKind kind_of(const OpenTable& table) {
    if (has(table, "from") && has(table, "to")) return SampleKind::from_to;
    if (has(table, "from") && has(table, "length")) return SampleKind::from_length;
    if (has(table, "to")) return SampleKind::to_only;
    if (has(table, "from") || !has(table, "depth")) return SampleKind::detect;
    const bool placed = has(table, "x") && has(table, "y") && has(table, "z");
    if (placed && has(table, "hole") && one_row_per_hole(table)) return SampleKind::collar_depth;
    return has_lengths(table) && says_middle(table.header("depth")) ? SampleKind::mid_length
                                                                    : SampleKind::points;
}

/// A depth with a length beside it, and nothing says which part of the sample lies there: three readings that
/// differ by the whole length.
base::Expected<void> refuse_open_depth(const OpenTable& table, SampleKind kind) {
    if (kind != SampleKind::points || !has_lengths(table)) return {};
    const std::string& depth = table.header("depth");
    return base::fail(
        base::ErrorKind::data,
        Message("csv.depth_open", {{"column", depth}, {"length", table.header("length")}}),
        {.file = table.csv.file, .row = table.csv.header_line, .field = depth}, Message("csv.depth_open_fix"));
}

/// A stated kind says what a depth without a name of its own is.
void take_depth_as(OpenTable& table, const char* role) {
    if (has(table, role) || !has(table, "depth")) return;
    table.columns[role] = table.columns.at("depth");
    table.mapping.columns[role] = table.header("depth");
    forget(table, {"depth"});
}

}  // namespace

DepthRoles depth_roles(SampleKind kind) {
    switch (kind) {
        case SampleKind::from_length:
            return {"from", "length"};
        case SampleKind::to_only:
            return {"to", ""};
        case SampleKind::points:
        case SampleKind::collar_depth:
            return {"depth", ""};
        case SampleKind::mid_length:
            return {"depth", "length"};
        default:
            return {"from", "to"};
    }
}

base::Expected<SampleKind> map_samples(OpenTable& table, const drilling::ImportRule& rule,
                                       const drilling::AssayRule& assays, bool lenient) {
    static const std::string guessed;
    const std::vector<RoleWish> always = none_required(role_wishes("assay", rule));
    if (auto good = map_roles(table, always); !good) return std::unexpected(good.error());
    // Of a table with from and to nothing more is needed; a length beside them says the same.
    const bool usual = has(table, "from") && has(table, "to");
    if (!usual || assays.kind != SampleKind::detect) {
        std::vector<RoleWish> more = {{"length", assays.length, false}, {"depth", assays.depth, false}};
        for (const char* axis : {"x", "y", "z"}) more.push_back({axis, guessed, false});
        if (auto good = map_roles(table, more); !good) return std::unexpected(good.error());
    }
    const bool told = assays.kind == SampleKind::detect;
    const SampleKind kind = told ? kind_of(table) : assays.kind;
    if (told)
        if (auto sure = refuse_open_depth(table, kind); !sure) return std::unexpected(sure.error());
    if (kind == SampleKind::from_length) take_depth_as(table, "from");
    if (kind == SampleKind::to_only) take_depth_as(table, "to");
    const DepthRoles roles = depth_roles(kind);
    const auto needed = [&](std::string_view role) { return role == roles.first || role == roles.second; };
    // A length beside a to says where its sample begins.
    const auto helps = [&](std::string_view role) { return kind == SampleKind::to_only && role == "length"; };
    if (!lenient) {
        std::vector<RoleWish> required = {{"hole", rule.assay_hole, true}};
        for (const auto& [role, stated] :
             {std::pair<const char*, const std::string&>{"from", rule.assay_from},
              {"to", rule.assay_to},
              {"length", assays.length},
              {"depth", assays.depth}})
            if (needed(role)) required.push_back({role, stated, true});
        if (auto good = map_roles(table, required); !good) return std::unexpected(good.error());
    }
    for (const char* role : {"from", "to", "length", "depth"})
        if (!needed(role) && !helps(role) && !lenient) forget(table, {role});
    forget(table, {"x", "y", "z"});
    std::vector<RoleWish> about = {{"type", assays.type_column, false}};
    if (!assays.methods.empty() || !assays.method_column.empty())
        about.push_back({"method", assays.method_column, false});
    const bool by_date = assays.duplicates == drilling::DuplicateRule::newest ||
                         assays.duplicates == drilling::DuplicateRule::oldest;
    if (by_date || !assays.date_column.empty()) about.push_back({"date", assays.date_column, false});
    if (auto good = map_roles(table, about); !good) return std::unexpected(good.error());
    return kind;
}

bool is_of_places(const CsvTable& csv) {
    const auto has = [&](const char* role) { return guess_column("assay", role, csv.headers).has_value(); };
    for (const char* role : {"from", "to", "depth"})
        if (has(role)) return false;
    // A length with a direction is that of a channel sample.
    if (has("length") && !has("azimuth")) return false;
    return has("x") && has("y") && has("z");
}

bool settle_depths(SampleKind kind, bool lengths, IntervalTable& table, const base::Progress& progress) {
    if (kind == SampleKind::points) table.point.assign(table.size(), 1);
    if (kind != SampleKind::to_only || lengths) return true;
    std::vector<std::size_t> rows(table.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto before = [&](std::size_t a, std::size_t b) {
        return std::tuple(table.hole[a], table.to_m[a], a) < std::tuple(table.hole[b], table.to_m[b], b);
    };
    const bool sorted = base::order_unless_cancelled(
        &progress, before, [&](const auto& less) { std::sort(rows.begin(), rows.end(), less); });
    if (!sorted) return false;
    // Rows of one depth are assays of one sample: they share the from.
    double from = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool new_hole = i == 0 || table.hole[rows[i]] != table.hole[rows[i - 1]];
        if (new_hole)
            from = 0;
        else if (table.to_m[rows[i]] > table.to_m[rows[i - 1]])
            from = table.to_m[rows[i - 1]];
        table.from_m[rows[i]] = from;
    }
    return true;
}

void report_kind(const OpenTable& table, SampleKind kind, bool stated, std::vector<Finding>& findings) {
    if (kind == SampleKind::from_to) return;
    static constexpr std::array<const char*, drilling::sample_kinds> words = {
        "", "", "csv.kind_from_length", "csv.kind_to_only", "csv.kind_points", "csv.kind_collar_depth",
        "csv.kind_mid_length"};
    const bool to_length = kind == SampleKind::to_only && has(table, "length");
    const DepthRoles roles = to_length ? DepthRoles{"to", "length"} : depth_roles(kind);
    Finding finding;
    finding.kind = kind_name(FindingKind::sample_kind);
    // A length beside a from or a middle leaves no doubt; the others could be meant otherwise.
    const bool clear = to_length || kind == SampleKind::from_length || kind == SampleKind::mid_length;
    finding.severity = stated || clear ? Severity::info : Severity::warning;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = table.header(roles.first);
    finding.what = Message(
        to_length ? "csv.kind_to_length" : words.at(static_cast<std::size_t>(kind)),
        {{"column", finding.column}, {"second", roles.second[0] == '\0' ? "" : table.header(roles.second)}});
    finding.fix = Message("csv.kind_fix");
    findings.push_back(std::move(finding));
}

}  // namespace orelens::io
