// Mine records as a table in long form, with line and column of every refusal.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/io/mine_records/MineRecordParts.h"
#include "core/io/text/ColumnMarks.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/StrayCells.h"
#include "core/utilization/Balance.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using base::Place;

enum Column : std::size_t {
    mine,
    period,
    row,
    component,
    basis,
    product_name,
    tonnes,
    grade,
    unit,
    counted,
    price,
    price_unit,
    usable,
    theoretical_recovery,
    dressing_recovery,
    mining_recovery,
    dilution,
    currency,
    note_text,
    column_count
};
constexpr std::array<const char*, column_count> column_names{"mine",
                                                             "period",
                                                             "row",
                                                             "component",
                                                             "basis",
                                                             "product",
                                                             "tonnes",
                                                             "grade",
                                                             "unit",
                                                             "counted",
                                                             "price",
                                                             "price_unit",
                                                             "usable",
                                                             "theoretical_recovery",
                                                             "dressing_recovery",
                                                             "mining_recovery",
                                                             "dilution",
                                                             "currency",
                                                             "note"};

/// Columns that a kind of row reads; a value anywhere else would be lost, so it is refused.
bool meant_for(const std::string& kind, std::size_t c) {
    if (c == mine || c == period || c == row || c == component || c == note_text) return true;
    if (kind == "ore") return c == tonnes || c == mining_recovery || c == dilution || c == currency;
    if (c == basis || c == grade || c == unit || c == price || c == price_unit) return true;
    if (kind == "component") return c == usable || c == theoretical_recovery || c == dressing_recovery;
    return c == product_name || c == tonnes || c == counted;
}

struct Draft {
    utilization::MineRecord record;
    bool has_ore = false;
    Place first;                                  // of the record's first row
    std::map<std::string, Place> places;          // by path in the record, for what check_record refuses
    std::map<std::string, std::size_t> products;  // by name
};

class Reader {
  public:
    explicit Reader(const CsvTable& table) : table_(table) {}
    Expected<std::vector<utilization::MineRecord>> read();

  private:
    Expected<void> find_columns();
    void read_row(const CsvRecord& line);
    void read_ore(Draft& draft);
    void read_component(Draft& draft);
    void read_product(Draft& draft);
    void finish(Draft& draft);
    Draft& draft();

    [[nodiscard]] std::string text(Column c) const {
        return columns_[c] ? std::string(fields_[*columns_[c]]) : std::string();
    }
    [[nodiscard]] Place place(Column c) const {
        return {.file = table_.file,
                .row = line_,
                .column = columns_[c] ? static_cast<std::int64_t>(*columns_[c]) + 1 : 0,
                .field = column_names[c]};
    }
    void refuse(Column c, Message what) {
        if (!error_) error_ = base::Error{ErrorKind::data, std::move(what), place(c), Message()};
    }
    [[nodiscard]] NumberMarks marks(Column c) const { return marks_[*columns_[c]].marks; }
    Expected<void> settle_marks_of_numbers();
    std::string needed(Column c);
    std::optional<double> number(Column c);
    std::optional<double> share(Column c);
    double fraction(std::string& doubtful_unit);
    std::optional<double> unit_price();

    const CsvTable& table_;
    std::vector<ColumnMarks> marks_;
    CsvFields fields_;
    std::int64_t line_ = 0;
    std::array<std::optional<std::size_t>, column_count> columns_;
    std::vector<Draft> drafts_;
    std::map<std::pair<std::string, std::string>, std::size_t> draft_of_;  // by mine and period
    std::optional<base::Error> error_;
};

Expected<void> Reader::find_columns() {
    const std::vector<std::string> known(column_names.begin(), column_names.end());
    for (std::size_t c = 0; c < column_count; ++c) columns_[c] = table_.column(column_names[c]);
    for (std::size_t h = 0; h < table_.headers.size(); ++h) {
        if (std::find(columns_.begin(), columns_.end(), std::optional(h)) != columns_.end()) continue;
        if (table_.headers[h].empty()) continue;
        const std::string near = base::nearest(table_.headers[h], known);
        return base::fail(
            ErrorKind::data, Message("mine_record.unknown_column", {{"column", table_.headers[h]}}),
            {.file = table_.file, .row = table_.header_line, .column = static_cast<std::int64_t>(h) + 1},
            near.empty() ? Message() : Message("mine_record.did_you_mean", {{"key", near}}));
    }
    for (const Column c : {mine, row, component, product_name, tonnes, grade, unit})
        if (!columns_[c])
            return base::fail(ErrorKind::data,
                              Message("mine_record.missing_column", {{"column", column_names[c]}}),
                              {.file = table_.file, .row = table_.header_line});
    return {};
}

/// A table of this form is our own: between commas a point is a decimal point in grades and shares, whatever
/// the digits. Masses and prices of 125.000 can be either, a thousand times apart.
Expected<void> Reader::settle_marks_of_numbers() {
    std::vector<std::size_t> numbers, texts;
    for (std::size_t c = 0; c < column_count; ++c) {
        if (!columns_[c]) continue;
        const bool number = c == tonnes || c == grade || c == counted || c == price ||
                            c == theoretical_recovery || c == dressing_recovery || c == mining_recovery ||
                            c == dilution;
        (number ? numbers : texts).push_back(*columns_[c]);
    }
    MarkTable about(table_);
    about.delimiter_tells = false;
    marks_ = settle_marks(about, number_evidence(table_), {}, texts);
    for (const std::size_t c : numbers) {
        ColumnMarks& each = marks_[c];
        if (each.reason != MarkReason::unclear || table_.delimiter != ',') continue;
        const bool large = columns_[tonnes] == c || columns_[counted] == c || columns_[price] == c;
        if (!large && each.first_text().find(',') == std::string::npos)
            each = {.marks = decimal_point, .reason = MarkReason::delimiter};
    }
    auto fine = unclear_marks(table_, marks_, numbers, "");
    if (!fine) fine.error().fix = Message("csv.unclear_marks_write");
    return fine;
}

std::string Reader::needed(Column c) {
    std::string value = text(c);
    if (value.empty()) refuse(c, Message("mine_record.missing_key", {{"key", column_names[c]}}));
    return value;
}

std::optional<double> Reader::number(Column c) {
    const std::string written = text(c);
    if (written.empty()) return std::nullopt;
    const auto value = parse_number(written, marks(c));
    if (!value) refuse(c, Message("mine_record.not_a_number", {{"value", written}}));
    return value;
}

std::optional<double> Reader::share(Column c) {
    const std::string written = text(c);
    if (written.empty()) return std::nullopt;
    const auto value = share_from(written, marks(c));
    if (!value) refuse(c, Message("mine_record.not_a_share", {{"value", written}}));
    return value;
}

double Reader::fraction(std::string& doubtful_unit) {
    needed(grade);
    const auto value = number(grade);
    const std::string symbol = needed(unit);
    const auto known = base::grade_unit(symbol);
    if (!known) refuse(unit, Message("mine_record.unknown_grade_unit", {{"unit", symbol}}));
    if (base::is_doubtful_ton(symbol)) doubtful_unit = symbol;
    return value && known ? *value * base::fraction_of(*known) : 0;
}

std::optional<double> Reader::unit_price() {
    const auto value = number(price);
    if (!value) return std::nullopt;
    const std::string per = needed(price_unit);
    const auto converted = price_per_tonne_from(*value, per);
    if (!converted) refuse(price_unit, Message("mine_record.unknown_price_unit", {{"unit", per}}));
    return converted;
}

Draft& Reader::draft() {
    const std::string name = needed(mine), time = text(period);
    const auto [found, fresh] = draft_of_.emplace(std::pair(name, time), drafts_.size());
    if (fresh) drafts_.push_back({.record = {.mine = name, .period = time}, .first = place(mine)});
    return drafts_[found->second];
}

void Reader::read_ore(Draft& one) {
    if (one.has_ore)
        refuse(row,
               Message("mine_record.ore_twice", {{"mine", one.record.mine}, {"period", one.record.period}}));
    one.has_ore = true;
    needed(tonnes);
    one.record.consumed_tonnes = number(tonnes).value_or(0);
    one.record.mining_recovery = share(mining_recovery);
    one.record.dilution = share(dilution);
    one.record.main_component = text(component);
    one.record.currency = text(currency);
    one.places["consumed_tonnes"] = place(tonnes);
    one.places["mining_recovery"] = place(mining_recovery);
    one.places["dilution"] = place(dilution);
    one.places["main_component"] = place(component);
}

void Reader::read_component(Draft& one) {
    utilization::MineComponent part;
    part.name = needed(component);
    if (const std::string stated = text(basis); !stated.empty()) part.basis = stated;
    part.in_situ_grade = fraction(part.doubtful_unit);
    part.price_per_tonne = unit_price();
    part.theoretical_recovery = share(theoretical_recovery);
    part.dressing_recovery = share(dressing_recovery);
    if (const std::string use = text(usable); !use.empty()) {
        const auto known = usable_from(use);
        if (!known)
            refuse(usable, Message("param.unknown_choice", {{"value", use}, {"choices", usable_words()}}));
        part.usable = known.value_or(utilization::Usable::yes);
    }
    const std::string at = fmt::format("components[{}].", one.record.components.size());
    one.places[at + "name"] = place(component);
    one.places[at + "in_situ_grade"] = place(grade);
    one.places[at + "price_per_tonne"] = place(price);
    one.places[at + "theoretical_recovery"] = place(theoretical_recovery);
    one.places[at + "dressing_recovery"] = place(dressing_recovery);
    one.record.components.push_back(std::move(part));
}

void Reader::read_product(Draft& one) {
    const std::string name = needed(product_name);
    needed(tonnes);
    const double mass = number(tonnes).value_or(0);
    auto& all = one.record.products;
    const auto [known, fresh] = one.products.emplace(name, all.size());
    auto found = all.begin() + static_cast<std::ptrdiff_t>(known->second);
    if (fresh) {
        one.places[fmt::format("products[{}].tonnes", all.size())] = place(tonnes);
        found = all.insert(all.end(), {.name = name, .tonnes = mass});
    } else if (found->tonnes != mass) {
        refuse(tonnes,
               Message("mine_record.product_tonnes_differ", {{"product", name},
                                                             {"first", base::number(found->tonnes, 12)},
                                                             {"second", base::number(mass, 12)}}));
    }
    utilization::ProductGrade part;
    part.component = needed(component);
    if (const std::string stated = text(basis); !stated.empty()) part.basis = stated;
    part.grade = fraction(part.doubtful_unit);
    part.counted = share(counted).value_or(1);
    part.realised_price_per_tonne = unit_price();
    const std::string at = fmt::format("products[{}].grades[{}].", found - all.begin(), found->grades.size());
    one.places[at + "component"] = place(component);
    one.places[at + "grade"] = place(grade);
    one.places[at + "counted"] = place(counted);
    one.places[at + "realised_price"] = place(price);
    found->grades.push_back(std::move(part));
}

void Reader::read_row(const CsvRecord& line) {
    fields_.split(table_, line);
    line_ = line.line;
    const std::string kind = lower(needed(row));
    if (error_) return;
    if (kind != "ore" && kind != "component" && kind != "product")
        return refuse(row, Message("mine_record.unknown_row", {{"row", text(row)}}));
    for (std::size_t c = 0; c < column_count; ++c)
        if (!meant_for(kind, c) && !text(static_cast<Column>(c)).empty())
            refuse(static_cast<Column>(c),
                   Message("mine_record.not_used_here", {{"column", column_names[c]}, {"row", kind}}));
    Draft& one = draft();
    if (kind == "ore") read_ore(one);
    if (kind == "component") read_component(one);
    if (kind == "product") read_product(one);
}

void Reader::finish(Draft& one) {
    if (!one.has_ore) {
        error_ = base::Error{
            ErrorKind::data,
            Message("mine_record.no_ore", {{"mine", one.record.mine}, {"period", one.record.period}}),
            one.first, Message()};
        return;
    }
    if (auto good = utilization::check_record(one.record, utilization::PriceBasis::element); !good) {
        error_ = good.error();
        const auto at = one.places.find(error_->place.field);
        const std::string field = error_->place.field;
        error_->place = at != one.places.end() ? at->second : one.first;
        error_->place.field = field;
    }
}

Expected<std::vector<utilization::MineRecord>> Reader::read() {
    if (auto good = find_columns(); !good) return std::unexpected(good.error());
    if (auto good = settle_marks_of_numbers(); !good) return std::unexpected(good.error());
    for (const CsvRecord& line : table_.records) {
        read_row(line);
        if (error_) return std::unexpected(*error_);
    }
    if (drafts_.empty())
        return base::fail(ErrorKind::data, Message("mine_record.none"),
                          {.file = table_.file, .row = table_.header_line});
    std::vector<utilization::MineRecord> records;
    for (Draft& one : drafts_) {
        finish(one);
        if (error_) return std::unexpected(*error_);
        records.push_back(std::move(one.record));
    }
    return records;
}

}  // namespace

Expected<std::vector<utilization::MineRecord>> mine_records_from_csv(const std::string& text,
                                                                     const std::string& file_name) {
    const auto table = parse_csv(text, file_name);
    if (!table) return std::unexpected(table.error());
    return mine_records_from_table(*table);
}

Expected<std::vector<utilization::MineRecord>> mine_records_from_table(const CsvTable& table) {
    if (auto straight = no_cell_beyond(table); !straight) return std::unexpected(straight.error());
    return Reader(table).read();
}

}  // namespace orelens::io
