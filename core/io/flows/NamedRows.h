// Rows of the small tables beside a flow system (sinks, piles, targets, places) by the names of their columns, English or
// Chinese. The first thing that is wrong is thrown as Refused with file, row and column. Internal to the folder.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/io/flows/SystemReader.h"
#include "core/io/flows/TableShape.h"

namespace orelens::io {

/// Headings in Chinese, and the names that they stand for.
inline constexpr std::pair<std::string_view, std::string_view> chinese_headings[] = {
    {"编号", "id"}, {"地点", "place"}, {"元素", "element"}, {"来源类型", "origin"}, {"年份", "year"}, {"吨数", "tonnes"}, {"品位", "grade"},
    {"赋存状态", "state"}, {"占比", "share"}, {"回收率", "recovery"}, {"回采费用", "reclaim_cost"}, {"处理费用", "process_cost"}, {"冶炼费用", "refine_cost"},
    {"冶炼回收率", "refining"}, {"去向", "sink"}, {"原生金属_t", "primary_t"}, {"指标", "indicator"}, {"不低于", "at_least"}, {"来源", "source"},
    {"能力占比", "capacity_share"}, {"名称", "name"}, {"类别", "kind"}, {"经度", "longitude"}, {"纬度", "latitude"}, {"区域", "region"}, {"备注", "note"}};
inline constexpr std::pair<std::string_view, std::string_view> chinese_starts[] = {{"限值_", "limit_"}, {"原生_", "primary_"}};

inline std::string heading_of(const std::string& written) {
    for (const auto& [zh, id] : chinese_headings)
        if (written == zh) return std::string(id);
    for (const auto& [zh, id] : chinese_starts)
        if (written.starts_with(zh)) return std::string(id) + written.substr(zh.size());
    return written;
}

class NamedRows {
  public:
    NamedRows(const std::string& file, const std::vector<const char*>& needed) : file_(file), table_(or_throw(read_table(file))) {
        std::vector<std::string> names;
        for (std::string& header : table_.headers) {
            header = heading_of(header);
            const auto cut = header.find('_');
            const bool metal = header.starts_with("limit_") || (header.starts_with("primary_") && header != "primary_t");
            names.push_back(lower(metal ? header.substr(0, cut + 1) + metal_name(header.substr(cut + 1)) : header));
        }
        if (auto twice = doubled_heading(table_, names)) refuse_in(std::move(*twice));
        for (const char* name : needed) need(name);
    }
    /// One more that has to be there.
    void need(const char* name) const {
        if (!has(name)) throw Refused{{base::ErrorKind::data, base::Message("flows.column_absent", {{"column", name}}), {.file = file_, .row = table_.header_line}, {}}};
    }
    [[nodiscard]] const std::vector<std::string>& headers() const { return table_.headers; }
    [[nodiscard]] bool has(const char* name) const { return table_.column(name).has_value(); }
    /// Names beside those of the list and those that begin like one of `open`.
    void only(const std::vector<std::string>& names, const std::vector<std::string>& open = {}) const {
        for (std::size_t c = 0; c < table_.headers.size(); ++c) {
            const std::string head = lower(table_.headers[c]);
            if (std::ranges::find(names, head) != names.end() || std::ranges::any_of(open, [&](const std::string& start) { return head.starts_with(start); })) continue;
            throw Refused{{base::ErrorKind::data, base::Message("flows.column", {{"column", table_.headers[c]}}),
                           {.file = file_, .row = table_.header_line, .column = static_cast<std::int64_t>(c) + 1}, {}}};
        }
    }
    template <class Visit>
    void each(Visit visit) {
        for (const CsvRecord& record : table_.records) {
            fields_.split(table_, record);
            line_ = record.line;
            if (auto beyond = cell_beyond(table_, fields_, line_)) refuse_in(std::move(*beyond));
            visit();
        }
    }
    [[nodiscard]] std::string text(const std::string& name) const {
        const auto c = table_.column(name);
        return c ? std::string(fields_[*c]) : std::string();
    }
    /// What no other row has in this column; refused where nothing stands there or a row above has it.
    [[nodiscard]] std::string once(const std::string& name) {
        std::string own = text(name);
        if (own.empty() || !met_.insert(own).second) refuse(name, base::Message("flows.id", {{"text", own}}));
        return own;
    }
    [[nodiscard]] double real(const std::string& name, double otherwise) const {
        const std::string cell = text(name);
        if (cell.empty()) return otherwise;
        const auto value = share_or_number(cell);
        if (!value) refuse(name, base::Message("flows.no_number", {{"text", cell}}));
        return *value;
    }
    [[nodiscard]] int year(const std::string& name) const {
        const double value = real(name, 0);
        if (value != std::floor(value) || std::abs(value) > 1e5) refuse(name, base::Message("flows.no_number", {{"text", text(name)}}));
        return static_cast<int>(value);
    }
    [[noreturn]] void refuse(const std::string& name, base::Message what) const {
        const auto c = table_.column(name);
        throw Refused{{base::ErrorKind::data, std::move(what), {.file = file_, .row = line_, .column = c ? static_cast<std::int64_t>(*c) + 1 : 0, .field = name}, {}}};
    }
    /// What the headings say together.
    [[noreturn]] void refuse_heading(const char* name, base::Message what) const {
        throw Refused{{base::ErrorKind::data, std::move(what), {.file = file_, .row = table_.header_line, .column = static_cast<std::int64_t>(table_.column(name).value_or(0)) + 1}, {}}};
    }
    /// An error of the room, with its place in the table.
    [[noreturn]] void refuse(base::Error error) const {
        error.place.file = file_;
        error.place.row = line_;
        if (const auto c = table_.column(error.place.field)) error.place.column = static_cast<std::int64_t>(*c) + 1;
        throw Refused{std::move(error)};
    }

  private:
    /// One that knows row and column already; the file is named as it was asked for.
    [[noreturn]] void refuse_in(base::Error error) const {
        error.place.file = file_;
        throw Refused{std::move(error)};
    }

    std::string file_;
    CsvTable table_;
    CsvFields fields_;
    std::int64_t line_ = 0;
    std::set<std::string, std::less<>> met_;
};

template <class Work>
auto unless_refused(Work work) -> base::Expected<decltype(work())> {
    try {
        return work();
    } catch (Refused& refused) {
        return std::unexpected(std::move(refused.error));
    }
}

}  // namespace orelens::io
