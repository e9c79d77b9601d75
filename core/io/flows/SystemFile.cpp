#include "core/io/flows/SystemFile.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "core/base/AtomicFile.h"
#include "core/base/JsonPlaces.h"
#include "core/io/flows/FlowTables.h"
#include "core/io/flows/SystemReader.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"
#include "core/io/text/ReadTable.h"

namespace orelens::io {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::JsonNode;
using base::Message;
using namespace recycling;

namespace {

struct Tables {
    std::vector<std::string> file;  ///< per parameter; empty where its value stands in the JSON
    std::vector<std::vector<std::int64_t>> lines;
    std::vector<std::vector<std::int32_t>> columns;
    std::map<std::string, std::string> dimension_file;
};

void read_dimensions(const SystemReader& reader, const JsonNode& root, SystemRead& made, Tables& tables) {
    for (const JsonNode& node : reader.list(root, "dimensions")) {
        reader.only(node, {"name", "letter", "file", "items", "from", "to"});
        Dimension one{reader.text(node, "name"), reader.text_or(node, "letter", ""), {}};
        reader.once(node, one.name, made.system.dimensions, [](const Dimension& d) { return d.name; });
        if (!one.letter.empty()) reader.once(node, one.letter, made.system.dimensions, [](const Dimension& d) { return d.letter; });
        if (node.child("file")) {
            const std::string file = reader.beside(reader.text(node, "file"));
            one = or_throw(read_dimension(file, one.name, one.letter));
            made.inputs.push_back(table_name(file).file);
            tables.dimension_file[one.name] = file;
        } else if (node.child("items")) {
            for (const JsonNode& item : reader.list(node, "items")) one.items.push_back(reader.item(item));
        } else {
            const double from = reader.real(reader.need(node, "from", JsonNode::Kind::integer)), to = reader.real(reader.need(node, "to", JsonNode::Kind::integer));
            if (from < 0 || to < from || to - from > 5000) reader.refuse(node, "flows.json.years");
            for (int year = static_cast<int>(from); year <= static_cast<int>(to); ++year) one.items.push_back(std::to_string(year));
        }
        made.system.dimensions.push_back(std::move(one));
    }
    if (made.system.dimensions.empty()) reader.refuse(root, "flows.json.missing", {{"key", "dimensions"}});
}

void read_parameters(const SystemReader& reader, const JsonNode& root, SystemRead& made, Tables& tables) {
    for (const JsonNode& node : reader.list(root, "parameters", true)) {
        reader.only(node, {"name", "dimensions", "unit", "file", "value", "format", "source"});
        Parameter one;
        one.name = reader.text(node, "name");
        reader.once(node, one.name, made.system.parameters, [](const Parameter& p) { return p.name; });
        one.unit = reader.text(node, "unit");
        std::vector<const Dimension*> over;
        for (const JsonNode& name : reader.list(node, "dimensions", true)) {
            const int number = reader.number_of(name, made.system.dimensions, [](const Dimension& d) { return d.name; });
            reader.once(name, reader.item(name), one.dimensions, [&](int d) { return made.system.dimensions[static_cast<std::size_t>(d)].name; });
            one.dimensions.push_back(number);
            over.push_back(&made.system.dimensions[static_cast<std::size_t>(one.dimensions.back())]);
        }
        tables.file.emplace_back();
        tables.lines.emplace_back();
        tables.columns.emplace_back();
        if (const JsonNode* value = node.child("value")) {
            if (!one.dimensions.empty()) reader.refuse(*value, "flows.json.value");
            one.values = {reader.real(*value)};
        } else {
            tables.file.back() = reader.beside(reader.text(node, "file"));
            made.inputs.push_back(table_name(tables.file.back()).file);
            ParameterRead read;
            if (reader.text_or(node, "format", "") == "odym") {
                OdymParameter odym = or_throw(read_odym(tables.file.back(), over));
                if (!odym.unit.empty() && odym.unit != one.unit) reader.refuse(node, "flows.json.unit", {{"unit", one.unit}, {"other", odym.unit}});
                read = std::move(odym.read);
            } else {
                read = or_throw(read_parameter(tables.file.back(), over));
            }
            one.values = std::move(read.values);
            tables.lines.back() = std::move(read.lines);
            tables.columns.back() = std::move(read.columns);
        }
        made.system.parameters.push_back(std::move(one));
    }
}

void read_parts(const SystemReader& reader, const JsonNode& root, System& system) {
    const auto parameter = [&](const JsonNode& node) { return reader.number_of(node, system.parameters, [](const Parameter& p) { return p.name; }); };
    const auto factors = [&](const JsonNode& node) {
        std::vector<int> made;
        for (const JsonNode& one : reader.list(node, "factors", true)) made.push_back(parameter(one));
        return made;
    };
    const auto process = [&](const JsonNode& node, const char* key) {
        return reader.number_of(reader.need(node, key, JsonNode::Kind::text), system.processes, [](const std::string& name) { return name; });
    };
    for (const JsonNode& node : reader.list(root, "processes")) {
        const std::string name = reader.item(node);
        reader.once(node, name, system.processes, [](const std::string& other) { return other; });
        system.processes.push_back(name);
    }
    for (const JsonNode& node : reader.list(root, "flows")) {
        reader.only(node, {"id", "from", "to", "rule", "factors"});
        Flow one;
        one.id = reader.text(node, "id");
        one.from = process(node, "from");
        one.to = process(node, "to");
        one.rule = reader.one_of<FlowRule>(node, "rule", {"given", "transfer", "rest", "balance"});
        one.factors = factors(node);
        reader.once(node, one.id, system.flows, [](const Flow& other) { return other.id; });
        system.flows.push_back(std::move(one));
    }
    for (const JsonNode& node : reader.list(root, "stocks", true)) {
        reader.only(node, {"id", "process", "drive", "factors", "lifetime", "first", "second", "state", "initial", "initial_age"});
        Stock one;
        one.id = reader.text(node, "id");
        reader.once(node, one.id, system.stocks, [](const Stock& other) { return other.id; });
        one.process = process(node, "process");
        one.drive = reader.one_of<StockDrive>(node, "drive", {"accumulates", "inflow_driven", "stock_driven"});
        one.factors = factors(node);
        if (node.child("lifetime")) one.lifetime = reader.one_of<LifetimeKind>(node, "lifetime", lifetime_ids());
        if (node.child("first")) one.first = parameter(*node.child("first"));
        if (node.child("second")) one.second = parameter(*node.child("second"));
        if (node.child("initial")) one.initial = parameter(*node.child("initial"));
        if (node.child("initial_age")) one.initial_age = parameter(*node.child("initial_age"));
        if (node.child("state")) {
            static const std::vector<std::string> states{"in_use", "hibernating", "dissipated", "landfill", "tailings_slag"};
            one.state = states[static_cast<std::size_t>(reader.one_of<int>(node, "state", states))];
        }
        system.stocks.push_back(std::move(one));
    }
    const auto dimension = [&](const JsonNode& node, const char* key) {
        return reader.number_of(reader.need(node, key, JsonNode::Kind::text), system.dimensions, [](const Dimension& d) { return d.name; });
    };
    for (const JsonNode& node : reader.list(root, "trade", true)) {
        reader.only(node, {"id", "process", "origin", "destination", "factors"});
        reader.once(node, reader.text(node, "id"), system.trades, [](const Trade& other) { return other.id; });
        system.trades.push_back({reader.text(node, "id"), process(node, "process"), dimension(node, "origin"), dimension(node, "destination"), factors(node)});
    }
    for (const JsonNode& node : reader.list(root, "flow_dimensions")) {
        const int number = reader.number_of(node, system.dimensions, [](const Dimension& d) { return d.name; });
        reader.once(node, reader.item(node), system.flow_dimensions, [&](int d) { return system.dimensions[static_cast<std::size_t>(d)].name; });
        system.flow_dimensions.push_back(number);
    }
    system.time = dimension(root, "time");
    if (std::ranges::find(system.flow_dimensions, system.time) == system.flow_dimensions.end())
        reader.refuse(reader.need(root, "flow_dimensions", JsonNode::Kind::array), "flows.json.time");
}

/// Where the JSON names a parameter (its value, where it stands there), a flow, a stock, a trade or a process; null = nowhere.
const JsonNode* named_in(const JsonNode& root, const std::string& name) {
    const auto says = [&](const JsonNode* node) { return node != nullptr && node->kind == JsonNode::Kind::text && std::get<std::string>(node->value) == name; };
    for (const auto& [list, key] : {std::pair("parameters", "name"), std::pair("flows", "id"), std::pair("stocks", "id"), std::pair("trade", "id"), std::pair("dimensions", "name")})
        if (const JsonNode* all = root.child(list))
            for (const JsonNode& one : all->children)
                if (says(one.child(key))) return one.child("value") != nullptr ? one.child("value") : one.child(key);
    if (const JsonNode* all = root.child("processes"))
        for (const JsonNode& one : all->children)
            if (says(&one)) return &one;
    return nullptr;
}

/// Errors of the room name a parameter and the number of its value: the file, row and column of it; others a part of the
/// system, which the JSON has.
base::Error placed(base::Error error, const System& system, const Tables& tables, const std::string& json, const JsonNode& root) {
    for (std::size_t n = 0; n < system.parameters.size(); ++n) {
        const auto value = static_cast<std::size_t>(error.place.row);
        if (system.parameters[n].name != error.place.field || value < 1 || value > tables.lines[n].size()) continue;
        error.place.file = tables.file[n];
        error.place.row = tables.lines[n][value - 1];
        error.place.column = value <= tables.columns[n].size() ? tables.columns[n][value - 1] : 0;
        return error;
    }
    if (const auto found = tables.dimension_file.find(error.place.field); found != tables.dimension_file.end()) error.place.file = found->second;
    if (error.place.file.empty()) {
        const JsonNode* spot = named_in(root, error.place.field);
        error.place.file = json;
        error.place.row = spot != nullptr ? spot->spot.line : 0;
        error.place.column = spot != nullptr ? spot->spot.column : 0;
    }
    return error;
}

}  // namespace

Expected<SystemRead> read_system(const std::string& path) {
    const auto text = base::read_text_file(path);
    if (!text) return std::unexpected(text.error());
    const auto root = base::parse_json(*text, path);
    if (!root) return std::unexpected(root.error());
    try {
        const SystemReader reader(path, *root);
        if (root->kind != JsonNode::Kind::object) reader.refuse(*root, "flows.json.type", {{"key", ""}});
        reader.only(*root, {"name", "options", "dimensions", "time", "flow_dimensions", "parameters", "processes", "flows", "stocks", "trade", "streams", "sinks", "piles", "targets", "places", "indicators", "uncertain", "note"});
        SystemRead made;
        Tables tables;
        made.inputs = {path};
        made.system.name = reader.text_or(*root, "name", "");
        made.rule = reader.rule();
        if (const JsonNode* options = root->child("options"))
            for (const JsonNode& node : options->children) made.options.push_back(node.key);
        read_dimensions(reader, *root, made, tables);
        read_parameters(reader, *root, made, tables);
        read_parts(reader, *root, made.system);
        made.system.survival = {made.rule.inflow_at, made.rule.lobatto_points};
        made.system.correct_negative_inflow = made.rule.correct_negative_inflow;
        if (root->child("streams")) {
            made.streams_file = reader.beside(reader.text(*root, "streams"));
            made.inputs.push_back(table_name(made.streams_file).file);
        }
        read_extras(reader, *root, made);
        add_trade_flows(made.system);
        if (auto good = check_system(made.system); !good) return std::unexpected(placed(good.error(), made.system, tables, path, *root));
        return made;
    } catch (Refused& refused) {
        return std::unexpected(std::move(refused.error));
    }
}

namespace {

void write_item(std::ostream& out, const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) {
        out << text;
        return;
    }
    out << '"';
    for (const char c : text) out << (c == '"' ? "\"\"" : std::string(1, c));
    out << '"';
}

void write_header(std::ostream& out, const System& system) {
    for (const int d : system.flow_dimensions)
        if (d != system.time) {
            out << ',';
            write_item(out, system.dimensions[static_cast<std::size_t>(d)].name);
        }
}
void write_items(std::ostream& out, const System& system, std::size_t tuple) {
    const std::vector<int> items = system.tuple_items(tuple);
    std::size_t n = 0;
    for (const int d : system.flow_dimensions)
        if (d != system.time) {
            out << ',';
            write_item(out, system.dimensions[static_cast<std::size_t>(d)].items[static_cast<std::size_t>(items[n++])]);
        }
}
std::string year_of(const System& system, int t) {
    return system.dimensions[static_cast<std::size_t>(system.time)].items[static_cast<std::size_t>(t)];
}

}  // namespace

std::string timing_text(const System& system) {
    return system.survival.lobatto_points > 0 ? "lobatto" + std::to_string(system.survival.lobatto_points) : timing_ids()[static_cast<std::size_t>(system.survival.timing)];
}

void write_flows(std::ostream& out, const System& system, const SolvedSystem& solved) {
    out << "source,target,value,unit,year";
    write_header(out, system);
    out << ",flow,inflow_at\n";
    const std::string timing = timing_text(system);
    for (std::size_t f = 0; f < system.flows.size(); ++f)
        for (std::size_t u = 0; u < solved.tuples; ++u)
            for (int t = 0; t < solved.years; ++t) {
                write_item(out, system.processes[static_cast<std::size_t>(system.flows[f].from)]);
                out << ',';
                write_item(out, system.processes[static_cast<std::size_t>(system.flows[f].to)]);
                out << ',' << base::number(solved.at(static_cast<int>(f), u, t), 17) << ",t," << year_of(system, t);
                write_items(out, system, u);
                out << ',';
                write_item(out, system.flows[f].id);
                out << ',' << timing << '\n';
            }
}

void write_cohorts(std::ostream& out, const System& system, const SolvedSystem& solved) {
    out << "stock,state,year,cohort";
    write_header(out, system);
    out << ",value,unit,inflow_at\n";
    const std::string timing = timing_text(system);
    for (std::size_t s = 0; s < system.stocks.size(); ++s) {
        const bool cohorts = !solved.stocks[s].by_cohort.empty();
        for (std::size_t u = 0; u < solved.tuples; ++u)
            for (int t = 0; t < solved.years; ++t)
                for (int c = cohorts && !solved.stocks[s].from_before.empty() ? -1 : cohorts ? 0 : t; c <= t; ++c) {
                    const std::size_t cell = u * static_cast<std::size_t>(solved.years) + static_cast<std::size_t>(t);
                    const double value = c < 0 ? solved.stocks[s].from_before[cell] : cohorts ? solved.stocks[s].by_cohort.row(u, t)[c] : solved.stocks[s].stock[cell];
                    if (value == 0) continue;
                    write_item(out, system.stocks[s].id);
                    out << ',' << system.stocks[s].state << ',' << year_of(system, t) << ',' << (c < 0 ? "before" : cohorts ? year_of(system, c) : "");
                    write_items(out, system, u);
                    out << ',' << base::number(value, 17) << ",t," << timing << '\n';
                }
    }
}

void write_residuals(std::ostream& out, const System& system, const SolvedSystem& solved) {
    out << "process,year";
    write_header(out, system);
    out << ",residual,unit\n";
    for (std::size_t p = 0; p < system.processes.size(); ++p)
        for (std::size_t u = 0; u < solved.tuples; ++u)
            for (int t = 0; t < solved.years; ++t) {
                write_item(out, system.processes[p]);
                out << ',' << year_of(system, t);
                write_items(out, system, u);
                out << ',' << base::number(solved.residuals[p][u * static_cast<std::size_t>(solved.years) + static_cast<std::size_t>(t)], 17) << ",t\n";
            }
}

Expected<ReconcileRead> read_reconciliation(const std::string& path) {
    const auto text = base::read_text_file(path);
    if (!text) return std::unexpected(text.error());
    const auto root = base::parse_json(*text, path);
    if (!root) return std::unexpected(root.error());
    try {
        const SystemReader reader(path, *root);
        if (root->kind != JsonNode::Kind::object) reader.refuse(*root, "flows.json.type", {{"key", ""}});
        reader.only(*root, {"name", "options", "processes", "data", "relations", "note"});
        ReconcileRead made;
        made.rule = reader.rule();
        for (const JsonNode& node : reader.list(*root, "processes")) made.problem.processes.push_back(reader.item(node));
        const std::string file = reader.beside(reader.text(*root, "data"));
        made.inputs = {path, table_name(file).file};
        const auto table = or_throw(read_table(file));
        std::map<std::string, std::size_t> column;
        for (const char* name : {"id", "kind", "from", "to", "value", "sd", "constant"})
            if (const auto found = table.column(name)) column[name] = *found;
        for (const char* name : {"id", "from", "to", "value", "sd"})
            if (!column.contains(name)) throw Refused{{ErrorKind::data, Message("flows.column_absent", {{"column", name}}), {.file = file, .row = table.header_line}, {}}};
        CsvFields fields;
        std::vector<std::pair<std::string, std::string>> ends;
        std::set<std::string, std::less<>> met;
        const auto refuse = [&](const CsvRecord& record, const char* name, const char* key, const std::string& what) -> void {
            throw Refused{{ErrorKind::data, Message(key, {{"text", what}}), {.file = file, .row = record.line, .column = static_cast<std::int64_t>(column[name]) + 1, .field = name}, {}}};
        };
        for (const CsvRecord& record : table.records) {
            fields.split(table, record);
            const auto cell = [&](const char* name) { return column.contains(name) ? std::string(fields[column[name]]) : std::string(); };
            Variable one;
            one.id = cell("id");
            one.row = record.line;
            if (one.id.empty() || !met.insert(one.id).second) refuse(record, "id", "flows.id", one.id);
            const std::string kind = cell("kind");
            if (kind == "stock_change") one.kind = VariableKind::stock_change;
            else if (kind == "transfer") one.kind = VariableKind::transfer;
            else if (!kind.empty() && kind != "flow") refuse(record, "kind", "flows.kind", kind);
            for (const char* name : {"value", "sd"})
                if (const std::string written = cell(name); !written.empty()) {
                    const auto number = parse_number(written);
                    if (!number || !std::isfinite(*number)) refuse(record, name, "flows.no_number", written);
                    else (std::string_view(name) == "value" ? one.value : one.sd) = *number;
                }
            const std::string constant = lower(cell("constant"));
            one.constant = constant == "yes" || constant == "true" || constant == "1" || constant == "是";
            if (!one.constant && !std::isnan(one.value) && !(one.sd > 0)) refuse(record, "sd", "flows.no_sd", one.id);
            ends.emplace_back(cell("from"), cell("to"));
            made.problem.variables.push_back(one);
        }
        for (std::size_t n = 0; n < ends.size(); ++n) {
            Variable& one = made.problem.variables[n];
            const auto find = [&](const std::string& name, const char* which) {
                int found = -1;
                if (one.kind == VariableKind::transfer) {
                    for (std::size_t k = 0; k < made.problem.variables.size(); ++k)
                        if (made.problem.variables[k].id == name) found = static_cast<int>(k);
                } else {
                    for (std::size_t k = 0; k < made.problem.processes.size(); ++k)
                        if (made.problem.processes[k] == name) found = static_cast<int>(k);
                }
                if (found < 0) refuse(table.records[n], which, "flows.absent", name);
                return found;
            };
            if (one.kind == VariableKind::transfer) {
                one.from_flow = find(ends[n].first, "from");
                one.to_flow = find(ends[n].second, "to");
            } else {
                if (one.kind == VariableKind::flow) one.from = find(ends[n].first, "from");
                one.to = find(ends[n].second, "to");
            }
        }
        for (const JsonNode& node : reader.list(*root, "relations", true)) {
            reader.only(node, {"terms", "constant"});
            Relation relation;
            for (const JsonNode& term : reader.need(node, "terms", JsonNode::Kind::object).children) {
                const auto found = std::ranges::find(made.problem.variables, term.key, &Variable::id);
                if (found == made.problem.variables.end()) reader.refuse(term, "flows.json.absent", {{"name", term.key}});
                relation.terms.emplace_back(static_cast<int>(found - made.problem.variables.begin()), reader.real(term));
            }
            if (const JsonNode* constant = node.child("constant")) relation.constant = reader.real(*constant);
            made.problem.relations.push_back(std::move(relation));
        }
        return made;
    } catch (Refused& refused) {
        return std::unexpected(std::move(refused.error));
    }
}

}  // namespace orelens::io
