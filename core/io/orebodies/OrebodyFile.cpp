#include "core/io/orebodies/OrebodyFile.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/io/orebodies/OrebodyHeader.h"
#include "core/io/orebodies/OrebodyMoney.h"
#include "core/io/text/ColumnMarks.h"
#include "core/io/text/Numbers.h"
#include "core/io/text/ReadTable.h"
#include "core/io/text/StrayCells.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Finding;
using base::Message;
using base::Severity;
using costmodel::not_stated;
using costmodel::Orebody;
using costmodel::OrebodyStatus;
using costmodel::OrebodyTable;
using Role = OrebodyRole;

/// A column that is read: where it stands and as what.
struct Use {
    std::size_t at = 0;
    OrebodyHeader header;
    bool stated = false;
    bool empty = true;   ///< no row has a value in it
    bool denied = false;  ///< a row says in words that it has none: "NaN", "n/a"
};

std::string headers_of(const CsvTable& table) {
    std::string all;
    for (const std::string& header : table.headers) all += (all.empty() ? "" : ", ") + header;
    return all;
}

bool absent_word(std::string_view text) {
    static const std::set<std::string, std::less<>> words = {"",  "na", "n/a", "nan", "-", "–", "—", "null", "none", "not found", "no info", "no data",
                                                             "unknown", "?", "无", "不详", "未知", "暂无", "缺"};
    return words.contains(lower(text));
}

std::string key_of(Role role, const std::string& element) {
    std::string key = orebody_role(role);
    if ((role == Role::grade || role == Role::contained) && !element.empty()) key += ":" + element;
    return key;
}

/// Words that deny are asked before the words they deny; "developed" alone says nothing of what is done there.
OrebodyStatus status_of(std::string_view words) {
    std::string low = lower(words);
    const auto has = [&](std::initializer_list<const char*> any) {
        return std::ranges::any_of(any, [&](const char* word) { return low.find(word) != std::string::npos; });
    };
    if (has({"non-producing", "not producing", "undevelop", "not develop", "not yet", "未开发", "未利用", "未开采", "未投产", "未生产", "拟建"})) return OrebodyStatus::undeveloped;
    for (std::size_t at = low.find("developed"); at != std::string::npos; at = low.find("developed")) low.erase(at, 9);
    if (has({"past produc", "former"})) return OrebodyStatus::closed;
    if (has({"inactive", "not active", "not operat", "non-operat", "idle", "mothball", "暂停", "停止", "停采"})) return OrebodyStatus::suspended;
    if (has({"explor", "evaluat", "feasib", "permit", "construct", "develop", "勘查", "在建", "详查", "普查", "勘探"})) return OrebodyStatus::undeveloped;
    if (has({"suspend", "care and maintenance", "停产"})) return OrebodyStatus::suspended;
    if (has({"closed", "abandon", "depleted", "ceased", "关闭", "闭坑"})) return OrebodyStatus::closed;
    if (has({"produc", "operat", "active", "生产", "在产", "开采"})) return OrebodyStatus::producing;
    return OrebodyStatus::unknown;
}

bool precious(std::string_view element) {
    return element == "Au" || element == "Ag" || element == "Pt" || element == "Pd";
}

class Reader {
  public:
    Reader(const CsvTable& table, const OrebodyRead& how) : table_(table), how_(how) {
        out_.file = table.file;
        out_.sheet = table.sheet;
        out_.crs = how.crs;
    }
    Expected<OrebodyTable> read();

  private:
    Expected<void> take_stated();
    void guess();
    Expected<void> settle_numbers();
    void describe_columns();
    void settle_shares();
    void tell_oxides();
    bool holds_precious();
    [[nodiscard]] CostColumn cost_column(Role role) const;
    void tell_empty_columns();
    void read_row(const CsvRecord& record);
    void derive(Orebody& o, const std::map<std::string, double>& contained);
    std::optional<double> number(const Use& use);
    bool possible_share(const Use& use, double value);
    [[nodiscard]] const Use* use(Role role) const {
        const auto it = uses_.find(orebody_role(role));
        return it == uses_.end() ? nullptr : &it->second;
    }
    [[nodiscard]] std::string words(Role role) const {
        const Use* column = use(role);
        if (column == nullptr) return {};
        const std::string_view text = fields_[column->at];
        return absent_word(text) ? std::string() : std::string(text);
    }
    void find(const char* kind, Severity severity, std::int64_t row, const std::string& name, const std::string& column, Message what, Message fix = Message());

    const CsvTable& table_;
    const OrebodyRead& how_;
    OrebodyTable out_;
    std::map<std::string, Use> uses_;  ///< by key_of
    std::set<std::string> none_;       ///< keys that are stated to have no column
    std::vector<ColumnMarks> marks_;
    CsvFields fields_;
    std::int64_t line_ = 0;
    std::string name_;
};

void Reader::find(const char* kind, Severity severity, std::int64_t row, const std::string& name, const std::string& column, Message what, Message fix) {
    Finding finding;
    finding.kind.assign(kind);
    finding.severity = severity;
    finding.file = table_.file;
    finding.row = row;
    finding.hole = name;
    finding.column = column;
    finding.what = std::move(what);
    finding.fix = std::move(fix);
    out_.findings.push_back(std::move(finding));
}

Expected<void> Reader::take_stated() {
    std::size_t begin = 0;
    while (begin < how_.columns.size()) {
        const std::size_t end = std::min(how_.columns.find_first_of(";\n", begin), how_.columns.size());
        const std::string part(trimmed(std::string_view(how_.columns).substr(begin, end - begin)));
        begin = end + 1;
        if (part.empty()) continue;
        const std::size_t equals = part.find('=');
        const std::string key(trimmed(std::string_view(part).substr(0, equals)));
        const std::string header(equals == std::string::npos ? std::string_view() : trimmed(std::string_view(part).substr(equals + 1)));
        const std::size_t colon = key.find(':');
        const auto role = orebody_role_of(std::string_view(key).substr(0, colon));
        if (!role || header.empty()) {
            std::vector<std::string> known;
            for (std::size_t r = 0; r < orebody_roles; ++r) known.emplace_back(orebody_role(static_cast<Role>(r)));
            const std::string near = base::nearest(key, known);
            return fail(ErrorKind::usage, Message("orebodies.unknown_role", {{"role", key}}), {.file = table_.file, .field = key},
                        near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
        }
        if (header == "-") {
            none_.insert(key);
            continue;
        }
        const auto at = table_.column(header);
        if (!at)
            return fail(ErrorKind::usage, Message("orebodies.no_header", {{"header", header}, {"headers", headers_of(table_)}}),
                        {.file = table_.file, .row = table_.header_line, .field = key});
        Use stated{*at, orebody_units(table_.headers[*at], *role), true};
        if (colon != std::string::npos) {
            const std::string named = commodity_named(std::string_view(key).substr(colon + 1));
            if (named != stated.header.oxide) {
                stated.header.element = named;
                settle_oxide(stated.header);
            }
        }
        if (!uses_.emplace(key_of(*role, stated.header.element), stated).second)
            return fail(ErrorKind::usage, Message("orebodies.role_twice", {{"role", key}}), {.file = table_.file, .field = key});
    }
    return {};
}

void Reader::guess() {
    std::set<std::size_t> taken;
    for (const auto& [key, one] : uses_) taken.insert(one.at);
    for (std::size_t c = 0; c < table_.headers.size(); ++c) {
        if (taken.contains(c)) continue;
        const auto header = orebody_header(table_.headers[c]);
        if (!header) continue;
        const std::string key = key_of(header->role, header->element);
        if (none_.contains(key) || none_.contains(orebody_role(header->role))) continue;
        const auto known = uses_.find(key);
        if (known == uses_.end()) {
            uses_.emplace(key, Use{c, *header, false});
            continue;
        }
        if (known->second.stated) continue;
        const bool better = header->rank > known->second.header.rank;
        const std::string other = better ? table_.headers[known->second.at] : table_.headers[c];
        if (better) known->second = Use{c, *header, false};
        find("orebody_column", Severity::info, table_.header_line, "", other,
             Message("orebodies.finding.passed_over", {{"column", other}, {"taken", table_.headers[known->second.at]}, {"role", orebody_role(header->role)}}),
             Message("orebodies.finding.passed_over_fix"));
    }
}

Expected<void> Reader::settle_numbers() {
    std::vector<std::size_t> numbers, texts;
    for (std::size_t c = 0; c < table_.headers.size(); ++c) {
        const bool number = std::ranges::any_of(uses_, [&](const auto& one) { return one.second.at == c && !is_words(one.second.header.role); });
        (number ? numbers : texts).push_back(c);
    }
    MarkTable about(table_);
    marks_ = settle_marks(about, number_evidence(table_), {}, texts);
    for (const std::size_t c : numbers)
        if (marks_[c].reason == MarkReason::unclear && table_.delimiter == ',') marks_[c] = {.marks = decimal_point};
    auto fine = unclear_marks(table_, marks_, numbers, "");
    if (!fine) fine.error().fix = Message("csv.unclear_marks_write");
    return fine;
}

/// A share or a grade without a unit in its header: per cent where a cell exceeds 1.5, for grades always (precious
/// metals g/t).
void Reader::settle_shares() {
    for (auto& [key, one] : uses_) {
        const Role role = one.header.role;
        const std::string& header = table_.headers[one.at];
        if (role == Role::capacity && !one.header.period)
            find("orebody_unit", Severity::warning, table_.header_line, "", header,
                 Message(one.header.per_day ? "orebodies.finding.capacity_by_day" : "orebodies.finding.capacity_by_year", {{"column", header}}),
                 Message("orebodies.finding.unit_assumed_fix"));
        if (one.header.unit) continue;
        if (role == Role::grade) {
            const std::string& e = one.header.element;
            one.header.factor = (precious(e) ? 1e-6 : 0.01) * one.header.oxide_metal;
            one.header.unit_words = precious(e) ? "g/t" : "%";
            if (e.empty() && holds_precious()) one.header.unit_words = "%, g/t (Au, Ag, Pt, Pd)";
        } else if (role == Role::dilution || role == Role::mining_recovery || role == Role::processing_recovery) {
            double most = 0;
            for (const CsvRecord& record : table_.records) {
                fields_.split(table_, record);
                if (const auto value = parse_number(fields_[one.at], marks_[one.at].marks)) most = std::max(most, *value);
            }
            if (most <= 1.5) continue;
            one.header.factor = 0.01;
            one.header.unit_words.assign("%");
        } else if (role == Role::capital) {
            find("orebody_unit", Severity::warning, table_.header_line, "", header, Message("orebodies.finding.no_money_unit", {{"column", header}}),
                 Message("orebodies.finding.unit_assumed_fix"));
            continue;
        } else {
            continue;
        }
        find("orebody_unit", Severity::info, table_.header_line, "", header,
             Message("orebodies.finding.unit_assumed", {{"column", header}, {"unit", one.header.unit_words}}), Message("orebodies.finding.unit_assumed_fix"));
    }
}

/// What columns of oxides are turned into.
void Reader::tell_oxides() {
    for (auto& [key, one] : uses_) {
        if (one.header.oxide.empty()) continue;
        const std::string metal = base::number(one.header.oxide_metal, 4);
        find("orebody_oxide", Severity::info, table_.header_line, "", table_.headers[one.at],
             Message("orebodies.finding.oxide", {{"column", table_.headers[one.at]}, {"oxide", one.header.oxide}, {"element", one.header.element}, {"factor", metal}}),
             Message("orebodies.finding.oxide_fix", {{"oxide", one.header.oxide}}));
        one.header.unit_words += " " + one.header.oxide + " → " + one.header.element + " ×" + metal;
    }
}

bool Reader::holds_precious() {
    return std::ranges::any_of(table_.records, [&](const CsvRecord& record) {
        fields_.split(table_, record);
        return precious(commodity_named(words(Role::commodity)));
    });
}

void Reader::describe_columns() {
    for (std::size_t c = 0; c < table_.headers.size(); ++c) {
        costmodel::OrebodyColumn column{table_.headers[c], "", "", false};
        for (const auto& [key, one] : uses_)
            if (one.at == c) column = {table_.headers[c], key, one.header.unit_words, one.stated};
        out_.columns.push_back(std::move(column));
    }
}

std::optional<double> Reader::number(const Use& use) {
    const std::string_view text = fields_[use.at];
    if (absent_word(text)) return std::nullopt;
    const auto value = parse_number(text, marks_[use.at].marks);
    if (!value) {
        find("orebody_number", Severity::error, line_, name_, table_.headers[use.at],
             Message("orebodies.finding.no_number", {{"value", std::string(text)}, {"column", table_.headers[use.at]}}),
             Message("orebodies.finding.no_number_fix"));
        return std::nullopt;
    }
    return *value * use.header.factor;
}

/// False, with a finding: a part of a whole below nothing or above all of it. It counts as not stated, so that nothing is
/// worth what it cannot hold.
bool Reader::possible_share(const Use& use, double value) {
    const Role role = use.header.role;
    const bool share = role == Role::grade || role == Role::dilution || role == Role::mining_recovery || role == Role::processing_recovery;
    if (!share || (value >= 0 && value <= 1)) return true;
    const std::string& header = table_.headers[use.at];
    find("orebody_impossible", Severity::error, line_, name_, header,
         Message("orebodies.finding.no_share", {{"value", std::string(fields_[use.at])}, {"column", header}}),
         Message("orebodies.finding.no_share_fix"));
    return false;
}

/// Ore from contained metal and grade where the table states none; the main commodity where none is stated.
void Reader::derive(Orebody& o, const std::map<std::string, double>& contained) {
    if (o.commodity.empty() && !o.grades.empty()) o.commodity = o.grades.front().commodity;
    if (o.commodity.empty() && !contained.empty()) o.commodity = contained.begin()->first;
    for (costmodel::OreGrade& grade : o.grades)
        if (grade.commodity.empty()) grade.commodity = o.commodity;
    const auto held = contained.find(o.commodity);
    const auto any = held != contained.end() ? held : contained.find("");
    if (any == contained.end()) return;
    const double grade = o.grade(o.commodity);
    if (std::isnan(o.ore_tonnes) && grade > 0) {
        o.ore_tonnes = any->second / grade;
        o.ore_derived = true;
    } else if (o.ore_tonnes > 0 && any->second > o.ore_tonnes) {
        find("orebody_impossible", Severity::error, line_, o.name, "",
             Message("orebodies.finding.more_metal", {{"commodity", o.commodity}, {"metal", base::number(any->second, 4)}, {"ore", base::number(o.ore_tonnes, 4)}}),
             Message("orebodies.finding.no_share_fix"));
    } else if (o.ore_tonnes > 0 && std::isnan(grade)) {
        o.grades.push_back({o.commodity, any->second / o.ore_tonnes});
    } else if (o.ore_tonnes > 0 && grade > 0 && std::abs(any->second / (o.ore_tonnes * grade) - 1) > 0.1) {
        find("orebody_metal", Severity::warning, line_, o.name, "",
             Message("orebodies.finding.metal", {{"mine", o.name},
                                                 {"commodity", o.commodity},
                                                 {"stated", base::number(any->second, 4)},
                                                 {"product", base::number(o.ore_tonnes * grade, 4)}}),
             Message("orebodies.finding.metal_fix"));
    }
}

CostColumn Reader::cost_column(Role role) const {
    const Use* column = use(role);
    if (column == nullptr) return {};
    return {&column->header, table_.headers[column->at]};
}

/// Columns that say "NaN" or the like and hold no value in any row; one that is left blank says nothing.
void Reader::tell_empty_columns() {
    std::string empty;
    std::string first;
    std::int64_t count = 0;
    for (std::size_t at = 0; at < table_.headers.size(); ++at) {
        const auto held = std::ranges::find_if(uses_, [&](const auto& one) { return one.second.at == at && !is_words(one.second.header.role); });
        if (held == uses_.end() || !held->second.empty || !held->second.denied) continue;
        empty += (empty.empty() ? "" : ", ") + table_.headers[at];
        if (count++ == 0) first = table_.headers[at];
    }
    if (count == 0) return;
    find("orebody_no_values", Severity::warning, table_.header_line, "", first,
         Message("orebodies.finding.no_values", {{"columns", empty}, {"count", std::to_string(count)}}), Message("orebodies.finding.no_values_fix"));
    out_.findings.back().count = count;
}

void Reader::read_row(const CsvRecord& record) {
    fields_.split(table_, record);
    line_ = record.line;
    Orebody o;
    o.row = line_;
    o.name = name_ = words(Role::name);
    if (o.name.empty()) {
        find("orebody_name", Severity::error, line_, "", table_.headers[use(Role::name)->at], Message("orebodies.finding.no_name"),
             Message("orebodies.finding.no_name_fix"));
        return;
    }
    const std::pair<Role, std::string Orebody::*> texts[] = {
        {Role::company, &Orebody::company}, {Role::country, &Orebody::country}, {Role::belt, &Orebody::belt}, {Role::deposit_type, &Orebody::deposit_type},
        {Role::ore_type, &Orebody::ore_type}, {Role::scale, &Orebody::scale}, {Role::mining_method, &Orebody::mining_method},
        {Role::processing, &Orebody::processing}, {Role::scope, &Orebody::scope}, {Role::project_file, &Orebody::project_file}};
    for (const auto& [role, member] : texts) o.*member = words(role);
    if (const std::string stated = words(Role::commodity); !stated.empty()) o.commodity = commodity_named(stated);
    o.status = status_of(words(Role::status));
    o.currency = currency_named(words(Role::currency));
    if (const std::string stated = words(Role::crs); !stated.empty() && out_.crs.empty()) out_.crs = stated;
    const std::pair<Role, double Orebody::*> numbers[] = {
        {Role::x, &Orebody::x}, {Role::y, &Orebody::y}, {Role::ore, &Orebody::ore_tonnes}, {Role::metal_per_year, &Orebody::metal_per_year},
        {Role::life, &Orebody::life_years}, {Role::burial_depth, &Orebody::cover_m}, {Role::depth, &Orebody::depth_m}, {Role::thickness, &Orebody::thickness_m},
        {Role::dip, &Orebody::dip_deg}, {Role::strip_ratio, &Orebody::strip_ratio}, {Role::dilution, &Orebody::dilution},
        {Role::mining_recovery, &Orebody::mining_recovery}, {Role::processing_recovery, &Orebody::processing_recovery}, {Role::water, &Orebody::water_km},
        {Role::power, &Orebody::power_km}, {Role::road, &Orebody::road_km}, {Role::altitude, &Orebody::altitude_m}, {Role::work_index, &Orebody::work_index},
        {Role::capital, &Orebody::capital}, {Role::operating, &Orebody::operating}};
    std::map<std::string, double> contained;
    std::vector<std::pair<std::size_t, costmodel::OreGrade>> grades;
    for (auto& [key, one] : uses_) {
        if (is_words(one.header.role)) continue;
        auto value = number(one);
        one.denied = one.denied || (!value && !fields_[one.at].empty());
        if (!value) continue;
        one.empty = false;
        if (one.header.role == Role::grade && !one.header.unit && one.header.element.empty() && precious(o.commodity)) *value *= 1e-4;
        if (!possible_share(one, *value)) continue;
        // A row whose commodity is the oxide itself is counted in it, as its price is.
        std::string of = one.header.element;
        if (!one.header.oxide.empty() && o.commodity == one.header.oxide) {
            of = one.header.oxide;
            *value = one.header.role == Role::operating ? *value * one.header.oxide_metal : *value / one.header.oxide_metal;
        }
        switch (one.header.role) {
            case Role::grade:
                grades.emplace_back(one.at, costmodel::OreGrade{of, *value});
                break;
            case Role::contained: contained[of] = *value; break;
            case Role::capacity: o.ore_per_day = one.header.per_day ? *value : *value / how_.days_per_year; break;
            case Role::cost_year:
                if (const double year = std::round(*value); year >= 1 && year <= 9999) o.cost_year = static_cast<int>(year);
                else
                    find("orebody_number", Severity::error, line_, name_, table_.headers[one.at],
                         Message("orebodies.finding.no_year", {{"value", std::string(fields_[one.at])}, {"column", table_.headers[one.at]}}),
                         Message("orebodies.finding.no_number_fix"));
                break;
            default:
                for (const auto& [role, member] : numbers)
                    if (role == one.header.role) o.*member = *value;
        }
    }
    std::ranges::sort(grades, {}, [](const auto& one) { return one.first; });
    for (auto& [at, grade] : grades) o.grades.push_back(std::move(grade));
    for (MoneyDoubt& doubt : settle_money(o, cost_column(Role::capital), cost_column(Role::operating)))
        find(doubt.kind, Severity::error, line_, o.name, doubt.column, std::move(doubt.what), Message("orebodies.finding.other_money_fix"));
    derive(o, contained);
    out_.rows.push_back(std::move(o));
}

Expected<OrebodyTable> Reader::read() {
    if (auto stated = take_stated(); !stated) return std::unexpected(stated.error());
    guess();
    if (use(Role::name) == nullptr)
        return fail(ErrorKind::data, Message("orebodies.no_name_column", {{"headers", headers_of(table_)}}), {.file = table_.file, .row = table_.header_line},
                    Message("orebodies.no_name_column_fix"));
    if (auto fine = settle_numbers(); !fine) return std::unexpected(fine.error());
    settle_shares();
    tell_oxides();
    describe_columns();
    if (const Use* cost = use(Role::operating))
        out_.basis = cost->header.per_metal ? costmodel::OperatingBasis::metal : costmodel::OperatingBasis::ore;
    const Use* east = use(Role::x);
    if (out_.crs.empty() && east != nullptr && east->header.geographic) out_.crs.assign("EPSG:4326");
    const CostColumn capital = cost_column(Role::capital), operating = cost_column(Role::operating);
    if (two_currencies(capital, operating) && use(Role::currency) == nullptr)
        find("orebody_currency", Severity::warning, table_.header_line, "", operating.name,
             Message("orebodies.finding.two_currencies",
                     {{"column", operating.name}, {"currency", operating.header->currency}, {"capital", capital.header->currency}}),
             Message("costmodel.finding.currency_fix"));
    for (const CsvRecord& record : table_.records) read_row(record);
    tell_empty_columns();
    if (out_.rows.empty())
        return fail(ErrorKind::data, Message("orebodies.no_rows"), {.file = table_.file, .row = table_.header_line});
    return std::move(out_);
}

}  // namespace

Expected<OrebodyTable> read_orebodies(const std::string& path, const OrebodyRead& how, const base::Progress* progress) {
    const HeaderRule where{-1, [](std::string_view header) { return orebody_header(header).has_value(); }};
    const TableChoice choice{.fits =
                                 [](const std::string&, const CsvTable& csv) {
                                     return std::ranges::count_if(csv.headers, [](const std::string& h) { return orebody_header(h).has_value(); }) >= 3;
                                 },
                             .header = &where};
    auto table = read_table(path, choice, progress);
    if (!table) return std::unexpected(table.error());
    if (auto straight = no_cell_beyond(*table); !straight) return std::unexpected(straight.error());
    return Reader(*table, how).read();
}

}  // namespace orelens::io
