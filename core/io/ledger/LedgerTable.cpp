#include "core/io/ledger/LedgerTable.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/io/text/ColumnMarks.h"
#include "core/io/text/Numbers.h"
#include "core/io/text/ReadTable.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using base::Place;
using namespace ledger;

enum Column : std::size_t {
    id, name, subsystem, ground, ground_id, within, system_name, year, tonnes, confidence, licence, as_of, status, stage,
    flag_list, deposit_type, ore_type, mining, region, depth, longitude, latitude, capacity, cost, currency, cost_year,
    capital, life, restart, closure, species, role, grade, grade_unit, contained, sd, note, first_state
};
constexpr std::size_t columns = first_state + occurrences;

/// Headers of the fixed columns; those of occurrences are their codes and words.
constexpr ledger::Value headers[] = {{"id", "id", "编号"},
                                     {"name", "name", "名称"},
                                     {"subsystem", "subsystem", "子系统"},
                                     {"ground", "ground", "单元类型"},
                                     {"ground_id", "ground_id", "范围编号", "orebody|矿体|矿体编号"},
                                     {"within", "within", "所属范围"},
                                     {"system", "system", "矿种", "commodity"},
                                     {"year", "year", "年份"},
                                     {"tonnes", "tonnes", "矿石量", "mass|质量|矿石量(t)|tonnes_t|mass_t"},
                                     {"confidence", "confidence", "可靠程度", "资源量类型"},
                                     {"licence", "licence", "矿权", "license"},
                                     {"as_of", "as_of", "截止日期", "date"},
                                     {"status", "status", "开发状态", "开发利用状态"},
                                     {"stage", "stage", "阶段", "生命周期阶段"},
                                     {"flags", "flags", "标记"},
                                     {"deposit_type", "deposit_type", "矿床类型"},
                                     {"ore_type", "ore_type", "矿石类型"},
                                     {"mining", "mining", "开采方式"},
                                     {"region", "region", "地区", "belt|成矿带"},
                                     {"depth", "depth", "深度", "depth_m|深度(m)|埋深"},
                                     {"longitude", "longitude", "经度", "lon"},
                                     {"latitude", "latitude", "纬度", "lat"},
                                     {"capacity", "capacity", "生产能力", "capacity_t"},
                                     {"cost", "cost", "单位成本", "cost_per_t"},
                                     {"currency", "currency", "币种"},
                                     {"cost_year", "cost_year", "成本年份"},
                                     {"capital", "capital", "投资"},
                                     {"life", "life", "服务年限", "life_years"},
                                     {"restart", "restart", "复产费用"},
                                     {"closure", "closure", "闭坑费用"},
                                     {"species", "species", "元素", "element|组分|矿物"},
                                     {"role", "role", "角色", "主共伴生"},
                                     {"grade", "grade", "品位"},
                                     {"grade_unit", "grade_unit", "品位单位", "unit"},
                                     {"contained", "contained", "金属量", "contained_t|金属量(t)"},
                                     {"sd", "sd", "标准差", "sd_t"},
                                     {"note", "note", "备注"}};

constexpr std::array unit_columns{name,   subsystem,    ground,   ground_id, within, system_name, year,     tonnes,
                                  confidence, licence,  as_of,    status,    stage,  flag_list,   deposit_type, ore_type,
                                  mining, region,       depth,    longitude, latitude, capacity,  cost,     currency,
                                  cost_year, capital,   life,     restart,   closure};

std::string header_of(std::size_t column, base::Language language) {
    if (column < first_state) {
        const ledger::Value& header = headers[column];
        return std::string(language == base::Language::chinese ? header.zh : header.code);
    }
    const ledger::Value& state = values<Occurrence>()[column - first_state];
    return std::string(language == base::Language::chinese ? state.zh : state.code);
}

std::optional<std::size_t> column_of(std::string_view header) {
    if (const auto found = find_value(headers, header)) return *found;
    if (const auto state = find_value(values<Occurrence>(), header)) return first_state + *state;
    return std::nullopt;
}

bool is_number(std::size_t column) {
    switch (column) {
        case tonnes:
        case depth:
        case longitude:
        case latitude:
        case capacity:
        case cost:
        case capital:
        case life:
        case restart:
        case closure:
        case grade:
        case contained:
        case sd: return true;
        default: return column >= first_state;
    }
}

class Reader {
  public:
    Reader(const CsvTable& table, std::string source) : table_(table), source_(std::move(source)) {}
    Expected<std::vector<ResourceUnit>> read();

  private:
    Expected<void> find_columns();
    Expected<void> find_marks();
    void read_row();
    ResourceUnit unit_of_row();
    AssayRow assay_of_row();
    [[nodiscard]] std::string text(std::size_t c) const {
        return columns_[c] ? std::string(fields_[*columns_[c]]) : std::string();
    }
    [[nodiscard]] Place place(std::size_t c) const {
        return {.file = table_.file,
                .row = line_,
                .column = columns_[c] ? static_cast<std::int64_t>(*columns_[c]) + 1 : 0,
                .field = columns_[c] ? table_.headers[*columns_[c]] : header_of(c, base::Language::english)};
    }
    void refuse(std::size_t c, Message what, Message fix = Message()) {
        if (!error_) error_ = base::Error{ErrorKind::data, std::move(what), place(c), std::move(fix)};
    }
    double number(std::size_t c, double otherwise = unknown);
    /// A longitude or latitude in degrees.
    double degrees(std::size_t c, double most);
    int whole_year(std::size_t c);
    template <class Enum>
    Enum value(std::size_t c, std::string_view written) {
        if (written.empty()) return Enum{};
        if (const auto found = read_value<Enum>(written)) return *found;
        std::vector<std::string> known;
        for (const ledger::Value& one : values<Enum>()) {
            known.emplace_back(one.code);
            known.emplace_back(one.zh);
        }
        const std::string near = base::nearest(written, known);
        refuse(c, Message("ledger.table.value", {{"value", std::string(written)}}),
               near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
        return Enum{};
    }
    std::vector<std::string> list(std::size_t c) const;
    [[nodiscard]] std::string description() const;

    const CsvTable& table_;
    std::string source_;
    std::array<std::optional<std::size_t>, columns> columns_;
    std::vector<ColumnMarks> marks_;
    CsvFields fields_;
    std::int64_t line_ = 0;
    std::vector<ResourceUnit> units_;
    std::map<std::string, std::size_t> unit_of_id_;         // the one that its next row belongs to
    std::vector<std::vector<std::string>> descriptions_;   // by unit: its cells as written
    std::optional<base::Error> error_;
};

Expected<void> Reader::find_columns() {
    std::vector<std::string> known;
    for (std::size_t c = 0; c < columns; ++c) {
        known.push_back(header_of(c, base::Language::english));
        known.push_back(header_of(c, base::Language::chinese));
    }
    for (std::size_t h = 0; h < table_.headers.size(); ++h) {
        if (table_.headers[h].empty()) continue;
        const Place at{.file = table_.file, .row = table_.header_line, .column = static_cast<std::int64_t>(h) + 1};
        const auto column = column_of(table_.headers[h]);
        if (!column) {
            const std::string near = base::nearest(table_.headers[h], known);
            return base::fail(ErrorKind::data, Message("ledger.table.column", {{"column", table_.headers[h]}}), at,
                              near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
        }
        if (columns_[*column] && *column != note)
            return base::fail(ErrorKind::data, Message("ledger.table.column_twice", {{"column", table_.headers[h]}}), at);
        columns_[*column] = h;
    }
    for (const Column c : {id, tonnes, species})
        if (!columns_[c])
            return base::fail(ErrorKind::data,
                              Message("ledger.table.no_column", {{"column", header_of(c, base::Language::english)},
                                                                 {"chinese", header_of(c, base::Language::chinese)}}),
                              {.file = table_.file, .row = table_.header_line});
    return {};
}

Expected<void> Reader::find_marks() {
    std::vector<std::size_t> numbers, texts;
    for (std::size_t c = 0; c < columns; ++c)
        if (columns_[c]) (is_number(c) ? numbers : texts).push_back(*columns_[c]);
    MarkTable about(table_);
    about.delimiter_tells = false;
    marks_ = settle_marks(about, number_evidence(table_), {}, texts);
    // Three digits behind a point: a decimal in grades, shares and places; in masses and money it can be either.
    for (const std::size_t c : {std::size_t{grade}, std::size_t{longitude}, std::size_t{latitude}})
        if (columns_[c] && marks_[*columns_[c]].reason == MarkReason::unclear && table_.delimiter == ',')
            marks_[*columns_[c]] = {.marks = decimal_point, .reason = MarkReason::delimiter};
    auto fine = unclear_marks(table_, marks_, numbers, "");
    if (!fine) fine.error().fix = Message("csv.unclear_marks_write");
    return fine;
}

double Reader::number(std::size_t c, double otherwise) {
    const std::string written = text(c);
    if (written.empty() || written == "-" || written == "–" || written == "—") return otherwise;
    const auto value = parse_number(written, marks_[*columns_[c]].marks);
    // No amount of anything on Earth is as large; sums of such numbers stay finite.
    constexpr double most = 1e18;
    if (!value || !(std::abs(*value) <= most)) refuse(c, Message("ledger.table.number", {{"value", written}}));
    return value.value_or(otherwise);
}

double Reader::degrees(std::size_t c, double most) {
    const double value = number(c);
    if (std::abs(value) > most) refuse(c, Message("ledger.table.degrees", {{"value", text(c)}, {"most", base::number(most)}}));
    return value;
}

int Reader::whole_year(std::size_t c) {
    const std::string written = text(c);
    if (written.empty()) return 0;
    const auto value = parse_number(written, decimal_point);
    if (!value || *value != std::floor(*value) || *value < 1 || *value > 9999) {
        refuse(c, Message("ledger.table.year", {{"value", written}}));
        return 0;
    }
    return static_cast<int>(*value);
}

std::vector<std::string> Reader::list(std::size_t c) const {
    std::vector<std::string> all;
    const std::string whole = text(c);
    std::string_view rest = whole;
    while (!rest.empty()) {
        std::size_t end = rest.size(), skip = 0;
        for (const std::string_view mark : {";", "；", "|"})
            if (const std::size_t at = rest.find(mark); at < end) {
                end = at;
                skip = mark.size();
            }
        if (const std::string_view one = trimmed(rest.substr(0, end)); !one.empty()) all.emplace_back(one);
        rest.remove_prefix(std::min(end + skip, rest.size()));
        if (skip == 0) break;
    }
    return all;
}

ResourceUnit Reader::unit_of_row() {
    ResourceUnit unit;
    unit.id = text(id);
    unit.place = place(id);
    unit.name = text(name);
    unit.subsystem = value<Subsystem>(subsystem, text(subsystem));
    unit.ground = value<Ground>(ground, text(ground));
    unit.ground_id = text(ground_id);
    unit.within = text(within);
    unit.system = text(system_name);
    unit.year = whole_year(year);
    unit.mass_t = number(tonnes);
    unit.confidence = value<Confidence>(confidence, text(confidence));
    unit.source = source_;
    unit.licence = text(licence);
    unit.as_of = text(as_of);
    for (const std::string& one : list(status)) unit.statuses.push_back(value<Status>(status, one));
    unit.stage = value<Stage>(stage, text(stage));
    for (const std::string& one : list(flag_list)) {
        const auto found = read_value<Flag>(one);
        if (found) unit.flags |= bit(*found);
        else refuse(flag_list, Message("ledger.table.value", {{"value", one}}));
    }
    unit.deposit_type = text(deposit_type);
    unit.ore_type = text(ore_type);
    unit.mining = text(mining);
    unit.region = text(region);
    unit.depth_m = number(depth);
    unit.x = degrees(longitude, 360);
    unit.y = degrees(latitude, 90);
    unit.capacity_t_per_year = number(capacity);
    // What a unit of this status has still to pay is not nothing because nobody wrote it down.
    const auto once = [&](Column c, std::initializer_list<Status> pay) {
        const bool pays = std::ranges::any_of(unit.statuses, [&](Status one) { return std::ranges::find(pay, one) != pay.end(); });
        return number(c, pays ? unknown : 0);
    };
    unit.costs = {text(currency), whole_year(cost_year), number(cost), once(capital, {Status::undeveloped, Status::potential}),
                  number(life),   once(restart, {Status::suspended}), once(closure, {Status::closed})};
    for (const Column c : {tonnes, cost, capital, life, restart, closure, capacity})
        if (number(c) < 0) refuse(c, Message("ledger.table.negative", {{"value", text(c)}}));
    return unit;
}

AssayRow Reader::assay_of_row() {
    AssayRow row;
    row.species = text(species);
    row.place = place(species);
    row.role = value<Role>(role, text(role));
    const double stated = number(grade);
    row.unit = text(grade_unit).empty() ? "%" : text(grade_unit);
    const auto unit = base::grade_unit(row.unit);
    if (!std::isnan(stated)) {
        if (text(grade_unit).empty()) refuse(grade, Message("ledger.table.no_unit"));
        else if (!unit) refuse(grade_unit, Message("ledger.unit.unknown", {{"unit", row.unit}}));
        else row.grade = stated * base::fraction_of(*unit);
    }
    row.contained_t = number(contained);
    row.sd_t = number(sd);
    bool any = false;
    Shares shares{};
    for (std::size_t o = 0; o < occurrences; ++o) {
        const double percent = number(first_state + o);
        if (std::isnan(percent)) continue;
        any = true;
        shares[o] = percent / 100;
    }
    if (any) row.shares = shares;
    return row;
}

void Reader::read_row() {
    const std::string own = text(id);
    if (own.empty()) {
        refuse(id, Message("ledger.table.no_id"));
        return;
    }
    std::vector<std::string> cells;
    bool empty = true;
    for (const std::size_t c : unit_columns) {
        cells.push_back(text(c));
        empty = empty && cells.back().empty();
    }
    const std::string written = text(species);
    auto at = unit_of_id_.find(own);
    bool next = at != unit_of_id_.end();
    if (next) {
        const std::vector<std::string>& first = descriptions_[at->second];
        // Cells left out mean "as above"; another figure is another statement.
        for (std::size_t n = 0; n < cells.size(); ++n) next = next && (cells[n].empty() || cells[n] == first[n]);
        for (const AssayRow& row : units_[at->second].assays) next = next && row.species != written;
        if (!next && empty) {  // the species again, and nothing else: the ledger flags the row of this unit
            units_[at->second].assays.push_back(assay_of_row());
            return;
        }
    }
    if (!next) {
        unit_of_id_[own] = units_.size();
        units_.push_back(unit_of_row());
        descriptions_.push_back(cells);
        at = unit_of_id_.find(own);
    }
    if (!written.empty()) units_[at->second].assays.push_back(assay_of_row());
}

Expected<std::vector<ResourceUnit>> Reader::read() {
    if (auto fine = find_columns(); !fine) return std::unexpected(fine.error());
    if (auto fine = find_marks(); !fine) return std::unexpected(fine.error());
    for (const CsvRecord& record : table_.records) {
        line_ = record.line;
        fields_.split(table_, record);
        if (fields_.size() > table_.headers.size())
            return base::fail(ErrorKind::data, Message("ledger.table.wide"), {.file = table_.file, .row = line_});
        read_row();
        if (error_) return std::unexpected(*error_);
    }
    return std::move(units_);
}

}  // namespace

base::Expected<std::vector<ResourceUnit>> ledger_units_from(const CsvTable& table, const std::string& source_id) {
    return Reader(table, source_id).read();
}

base::Expected<std::vector<ResourceUnit>> read_ledger_table(const std::string& path, const std::string& source_id) {
    TableChoice choice;
    choice.fits = [](const std::string&, const CsvTable& table) {
        return std::ranges::count_if(table.headers, [](const std::string& header) { return column_of(header).has_value(); }) >= 3;
    };
    const auto table = read_table(path, choice);
    if (!table) return std::unexpected(table.error());
    return ledger_units_from(*table, source_id);
}

std::string ledger_template(LedgerTemplate kind, base::Language language) {
    std::vector<std::size_t> wanted{id, name, subsystem, ground, ground_id, within, system_name, year, tonnes, confidence};
    const auto add = [&](std::initializer_list<std::size_t> more) { wanted.insert(wanted.end(), more); };
    if (kind == LedgerTemplate::orebodies)
        add({licence, as_of, status, stage, flag_list, deposit_type, ore_type, mining, region, depth, longitude, latitude,
             capacity, cost, currency, cost_year, capital, life, restart, closure});
    else if (kind == LedgerTemplate::scrap)
        add({as_of, status, stage, flag_list, region, longitude, latitude, cost, currency, cost_year});
    else
        add({licence, as_of, status, stage, flag_list, ore_type, region, longitude, latitude, capacity, cost, currency,
             cost_year, capital, life, closure});
    add({species, role, grade, grade_unit, contained, sd});
    for (std::size_t o = 0; o < occurrences; ++o) {
        const bool social = o >= static_cast<std::size_t>(Occurrence::metal);
        if (kind == LedgerTemplate::scrap ? !social && o != 0 : social && kind != LedgerTemplate::tailings) continue;
        wanted.push_back(first_state + o);
    }
    std::string line = "\xEF\xBB\xBF";
    for (std::size_t n = 0; n < wanted.size(); ++n) line += (n == 0 ? "" : ",") + header_of(wanted[n], language);
    return line + "\n";
}

}  // namespace orelens::io
