// Streams of scrap as people write them: one row each.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "core/io/flows/SystemFile.h"
#include "core/io/flows/TableShape.h"
#include "core/io/text/ReadTable.h"

namespace orelens::io {

using base::ErrorKind;
using base::Expected;
using base::Message;
using namespace recycling;

namespace {

struct ColumnName {
    const char* id;
    const char* zh;
    const char* also;  ///< as the published example names it
};
constexpr ColumnName column_names[] = {
    {"id", "编号", "stream"}, {"product", "产品", ""}, {"place", "地点", "city"}, {"element", "元素", ""}, {"year", "年份", ""}, {"origin", "来源类型", ""},
    {"theoretical_t", "理论量_t", ""}, {"flow", "流", ""},
    {"collection_rate", "收集率", ""}, {"dismantling_yield", "拆解率", ""}, {"separation_yield", "分选率", ""}, {"refining_recovery", "冶炼回收率", "smelting_recovery"},
    {"collect_cost", "收集费用", "collect_cost_per_t_collected"}, {"process_cost", "处理费用", "process_cost_per_t_separated"}, {"refine_cost", "冶炼费用", ""},
    {"by_products", "副产品收益", ""}, {"subsidy", "补贴", ""},
    {"collection_rate_benchmark", "收集率标杆", ""}, {"dismantling_yield_benchmark", "拆解率标杆", ""}, {"separation_yield_benchmark", "分选率标杆", ""},
    {"refining_recovery_benchmark", "冶炼回收率标杆", ""}, {"price_benchmark", "价格标杆", ""}, {"subsidy_benchmark", "补贴标杆", ""}};

/// Where a stream comes from; the first where nobody says.
constexpr const char* origins[] = {"scrap", "new_scrap", "tailings", "slag"};
constexpr const char* origins_zh[] = {"旧废料", "新废料", "尾矿", "炉渣"};

/// Results that stand in a table of streams are read over.
constexpr const char* results[] = {"collectable_t", "separable_t", "recoverable_t", "breakeven_price_per_t", "note", "备注"};

}  // namespace

Expected<std::vector<Stream>> read_streams(const std::string& file, const System* system, const SolvedSystem* solved,
                                           const std::vector<Sink>& sinks) {
    const auto table = read_table(file);
    if (!table) return std::unexpected(table.error());
    std::map<std::string, std::size_t> column;
    std::optional<std::size_t> sink;
    std::vector<std::pair<std::string, std::size_t>> tramps;
    std::vector<std::string> meant;  // by the headings
    for (std::size_t c = 0; c < table->headers.size(); ++c) {
        const std::string& head = table->headers[c];
        if (head.starts_with("tramp_") || head.starts_with("杂质_")) {
            tramps.emplace_back(metal_name(head.substr(head.find('_') + 1)), c);
            meant.push_back("tramp_" + tramps.back().first);
            continue;
        }
        if (lower(head) == "sink" || head == "去向") {
            sink = c;
            meant.emplace_back("sink");
            continue;
        }
        const auto found = std::ranges::find_if(column_names, [&](const ColumnName& one) { return lower(head) == one.id || head == one.zh || (*one.also != 0 && lower(head) == one.also); });
        if (found != std::end(column_names)) column[found->id] = c;
        meant.push_back(found != std::end(column_names) ? std::string(found->id) : lower(head));
        if (found != std::end(column_names)) continue;
        if (std::ranges::find_if(results, [&](const char* one) { return lower(head) == one; }) == std::end(results))
            return base::fail(ErrorKind::data, Message("flows.column", {{"column", head}}), {.file = file, .row = table->header_line, .column = static_cast<std::int64_t>(c) + 1});
    }
    if (auto twice = doubled_heading(*table, meant)) {
        twice->place.file = file;
        return std::unexpected(std::move(*twice));
    }
    for (const char* name : {"id", "collection_rate", "separation_yield", "refining_recovery"})
        if (!column.contains(name)) return base::fail(ErrorKind::data, Message("flows.column_absent", {{"column", name}}), {.file = file, .row = table->header_line});
    if (!column.contains("theoretical_t") && !column.contains("flow"))
        return base::fail(ErrorKind::data, Message("flows.column_absent", {{"column", "theoretical_t"}}), {.file = file, .row = table->header_line});
    std::vector<Stream> streams;
    std::map<std::tuple<std::string, std::string, std::string, std::optional<int>>, std::int64_t> known;  // id, element, place, year → row
    std::map<std::tuple<int, std::size_t, int>, std::int64_t> flows_taken;  // flow, tuple, year → row
    CsvFields fields;
    for (const CsvRecord& record : table->records) {
        fields.split(*table, record);
        std::optional<base::Error> wrong = cell_beyond(*table, fields, record.line);
        if (wrong) wrong->place.file = file;
        const auto refuse = [&](std::size_t c, const char* key, std::vector<std::pair<std::string, std::string>> args) {
            if (!wrong) wrong = base::Error{ErrorKind::data, Message(key, std::move(args)), {.file = file, .row = record.line, .column = static_cast<std::int64_t>(c) + 1}, {}};
        };
        const auto text = [&](const char* name) { return column.contains(name) ? std::string(fields[column.at(name)]) : std::string(); };
        const auto number = [&](std::size_t c, double otherwise) {
            const std::string_view cell = fields[c];
            if (cell.empty()) return otherwise;
            const auto value = share_or_number(cell);
            if (!value) {
                refuse(c, "flows.no_number", {{"text", std::string(cell)}});
                return otherwise;
            }
            return *value;
        };
        const auto real = [&](const char* name, double otherwise) { return column.contains(name) ? number(column.at(name), otherwise) : otherwise; };
        Stream one;
        one.id = text("id");
        if (one.id.empty()) refuse(column.at("id"), "flows.stream_id", {});
        one.product = text("product");
        one.place = text("place");
        one.element = metal_name(text("element"));
        if (!text("year").empty()) {
            const double year = real("year", 0);
            if (year != std::floor(year) || std::abs(year) > 1e5) refuse(column.at("year"), "flows.no_number", {{"text", text("year")}});
            else one.year = static_cast<int>(year);
        }
        if (const auto [before, fresh] = known.try_emplace({one.id, one.element, one.place, one.year}, record.line); !fresh)
            refuse(column.at("id"), "flows.stream_twice", {{"id", one.id}, {"row", std::to_string(before->second)}});
        if (const std::string origin = text("origin"); !origin.empty()) {
            one.origin = origin;
            for (std::size_t n = 0; n < std::size(origins); ++n)
                if (origin == origins_zh[n]) one.origin.assign(origins[n]);
            if (std::ranges::find(origins, one.origin) == std::end(origins))
                refuse(column.at("origin"), "flows.json.choice", {{"text", origin}, {"choices", "scrap, new_scrap, tailings, slag"}});
        }
        one.share = {real("collection_rate", not_known), real("dismantling_yield", 1), real("separation_yield", not_known), real("refining_recovery", not_known)};
        one.collect_cost = column.contains("collect_cost") ? real("collect_cost", not_known) : not_known;
        one.process_cost = column.contains("process_cost") ? real("process_cost", not_known) : not_known;
        one.refine_untold = !column.contains("refine_cost");
        one.refine_cost = one.refine_untold ? 0 : real("refine_cost", not_known);
        one.by_products = real("by_products", 0);
        one.subsidy = real("subsidy", 0);
        one.benchmark = {real("collection_rate_benchmark", not_known), real("dismantling_yield_benchmark", not_known), real("separation_yield_benchmark", not_known),
                         real("refining_recovery_benchmark", not_known)};
        one.benchmark_price = real("price_benchmark", not_known);
        one.benchmark_subsidy = real("subsidy_benchmark", not_known);
        if (sink && !fields[*sink].empty()) {
            one.sink = fields[*sink];
            if (std::ranges::find(sinks, one.sink, &Sink::id) == sinks.end())
                refuse(*sink, sinks.empty() ? "flows.stream_sinks" : "flows.absent", {{"text", one.sink}});
        }
        for (const auto& [element, c] : tramps)
            if (const double share = number(c, not_known); !std::isnan(share)) {
                one.tramp[element] = share;
                if (share < 0) refuse(c, "flows.no_number", {{"text", std::string(fields[c])}});
            }
        one.theoretical_t = real("theoretical_t", not_known);
        if (const std::string flow = text("flow"); std::isnan(one.theoretical_t) && !flow.empty() && !wrong) {
            const std::size_t c = column.at("flow");
            if (!system || !solved) refuse(c, "flows.stream_system", {{"flow", flow}});
            else {
                int number_of = -1;
                for (std::size_t f = 0; f < system->flows.size(); ++f)
                    if (system->flows[f].id == flow) number_of = static_cast<int>(f);
                const auto& years = system->dimensions[static_cast<std::size_t>(system->time)].items;
                const auto year = std::ranges::find(years, one.year ? std::to_string(*one.year) : std::string());
                const int from = number_of < 0 ? 0 : system->flows[static_cast<std::size_t>(number_of)].from;
                const bool held = std::ranges::any_of(system->stocks, [&](const Stock& stock) { return stock.process == from; });
                if (number_of < 0) refuse(c, "flows.absent", {{"text", flow}});
                else if (!one.year) refuse(column.contains("year") ? column.at("year") : c, "flows.stream_year", {{"flow", flow}});
                else if (year == years.end()) refuse(column.at("year"), "flows.absent", {{"text", std::to_string(*one.year)}});
                else if (from == 0 || (one.origin == origins[0] && !held)) refuse(c, "flows.stream_scrap", {{"flow", flow}});
                else {
                    bool any = false;
                    for (std::size_t u = 0; u < solved->tuples; ++u) {
                        const std::vector<int> items = system->tuple_items(u);
                        std::size_t n = 0;
                        bool fits = true;
                        for (const int d : system->flow_dimensions) {
                            if (d == system->time) continue;
                            const auto& dimension = system->dimensions[static_cast<std::size_t>(d)];
                            const std::string& item = dimension.items[static_cast<std::size_t>(items[n++])];
                            fits = fits && (dimension.items.size() == 1 || same_metal(item, one.element) || item == one.place || item == one.product);
                        }
                        if (!fits) continue;
                        if (any) refuse(c, "flows.stream_tuples", {{"flow", flow}});
                        one.theoretical_t = solved->at(number_of, u, static_cast<int>(year - years.begin()));
                        any = true;
                        // Two rows that take all of one flow would sell its metal twice.
                        if (const auto [before, fresh] = flows_taken.try_emplace({number_of, u, static_cast<int>(year - years.begin())}, record.line); !fresh)
                            refuse(c, "flows.stream_flow_twice", {{"flow", flow}, {"row", std::to_string(before->second)}});
                    }
                    if (!any) refuse(c, "flows.stream_tuple", {{"flow", flow}});
                }
            }
        }
        if (wrong) return std::unexpected(*wrong);
        if (auto good = cascade(one); !good) {
            base::Error error = good.error();
            error.place.file = file;
            error.place.row = record.line;
            if (column.contains(error.place.field)) error.place.column = static_cast<std::int64_t>(column.at(error.place.field)) + 1;
            return std::unexpected(std::move(error));
        }
        streams.push_back(std::move(one));
    }
    return streams;
}

std::string stream_template(base::Language language) {
    std::string head;
    for (const ColumnName& one : column_names) head += (head.empty() ? "" : ",") + std::string(language == base::Language::chinese ? one.zh : one.id);
    return head + (language == base::Language::chinese ? ",去向,杂质_Sn\n" : ",sink,tramp_Sn\n");
}

std::vector<std::pair<std::string, std::string>> flow_templates(base::Language language) {
    const bool zh = language == base::Language::chinese;
    const std::string system = R"({
 "name": ")" + std::string(zh ? "我的物质流系统" : "My flow system") + R"(",
 "note": ")" + std::string(zh ? "请改名、补充，并在各表中填入数据" : "Rename, add, and fill the tables in") + R"(",
 "dimensions": [{"name": "time", "letter": "t", "from": 2000, "to": 2030}, {"name": "element", "letter": "e", "items": ["Cu"]}],
 "time": "time",
 "flow_dimensions": ["time", "element"],
 "parameters": [{"name": "demand", "dimensions": ["time", "element"], "unit": "kt/a", "file": "demand.csv"},
                {"name": "life", "unit": "a", "value": 25},
                {"name": "spread", "unit": "a", "value": 8},
                {"name": "collected", "unit": "1", "value": 0.6}],
 "processes": ["environment", "production", "use", "end of life", "landfill"],
 "flows": [{"id": "primary", "from": "environment", "to": "production", "rule": "balance"},
           {"id": "products", "from": "production", "to": "use", "rule": "given", "factors": ["demand"]},
           {"id": "end of life", "from": "use", "to": "end of life", "rule": "balance"},
           {"id": "collected", "from": "end of life", "to": "production", "rule": "transfer", "factors": ["collected"]},
           {"id": "lost", "from": "end of life", "to": "landfill", "rule": "rest"}],
 "stocks": [{"id": "in use", "process": "use", "drive": "inflow_driven", "lifetime": "normal", "first": "life", "second": "spread", "state": "in_use"},
            {"id": "landfill", "process": "landfill", "drive": "accumulates", "state": "landfill"}],
 "streams": "streams.csv", "sinks": "sinks.csv", "piles": "piles.csv", "targets": "targets.csv", "places": "places.csv",
 "indicators": {"a": ["primary"], "d": ["end of life"], "e": ["collected"], "g": ["collected"]},
 "uncertain": [{"parameter": "life", "sd": 0.1}, {"parameter": "collected", "sd": 0.05, "low": 0.8, "high": 1.2}]
}
)";
    std::string demand = "time,element,value\n";
    for (int year = 2000; year <= 2030; ++year) demand += std::to_string(year) + ",Cu,\n";
    return {{"system.json", system},
            {"demand.csv", demand},
            {"streams.csv", stream_template(language)},
            {"sinks.csv", zh ? "去向,原生金属_t,限值_Sn,原生_Sn,备注\n" : "sink,primary_t,limit_Sn,primary_Sn,note\n"},
            {"piles.csv", zh ? "编号,地点,元素,来源类型,年份,吨数,品位,赋存状态,占比,回收率,回采费用,处理费用,冶炼费用,冶炼回收率,备注\n"
                             : "id,place,element,origin,year,tonnes,grade,state,share,recovery,reclaim_cost,process_cost,refine_cost,refining,note\n"},
            {"places.csv", zh ? "编号,名称,类别,经度,纬度,区域,占比,备注\n" : "id,name,kind,longitude,latitude,region,share,note\n"},
            {"targets.csv", zh ? "编号,元素,指标,年份,不低于,来源,能力占比,备注\n" : "id,element,indicator,year,at_least,source,capacity_share,note\n"}};
}

}  // namespace orelens::io
