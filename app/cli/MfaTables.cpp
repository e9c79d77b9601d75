#include "app/cli/MfaTables.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/io/flows/SystemFile.h"
#include "core/recycling/StackedCurve.h"

namespace orelens::cli {

using base::Language;
using base::Message;
using report::Cell;
using report::Table;
using namespace recycling;

namespace {

class Maker {
  public:
    Maker(Language language, const MfaResults& results) : language_(language), is_(results) {}

    [[nodiscard]] Table balances() const {
        Table table = named("mfa_balances", "cli.mfa.t.balances");
        table.columns = {column("cli.mfa.c.process", ""), column("cli.mfa.c.largest", "t"), column("cli.mfa.c.year", "", 0)};
        for (std::size_t p = 0; p < is_.system.processes.size(); ++p) {
            const auto& residual = is_.solved.residuals[p];
            std::size_t worst = 0;
            for (std::size_t n = 0; n < residual.size(); ++n)
                if (std::abs(residual[n]) > std::abs(residual[worst])) worst = n;
            table.rows.push_back({is_.system.processes[p], residual[worst], year(static_cast<int>(worst % static_cast<std::size_t>(is_.solved.years)))});
        }
        if (is_.solved.largest_residual <= 1e-9) table.notes.push_back(words(Message("cli.mfa.balanced", {{"share", base::number(is_.solved.largest_residual, 2)}})));
        table.notes.push_back(words("cli.mfa.n.environment"));
        for (const Message& one : is_.doubts) table.notes.push_back(words(one));
        return table;
    }

    [[nodiscard]] Table stocks() const {
        Table table = named("mfa_stocks", "cli.mfa.t.stocks");
        table.columns = {column("cli.mfa.c.year", "", 0), column("cli.mfa.c.stock", ""), column("cli.mfa.c.state", ""), column("cli.mfa.c.tuple", ""),
                         column("cli.mfa.c.inflow", "t"), column("cli.mfa.c.outflow", "t"), column("cli.mfa.c.in_stock", "t"), column("cli.mfa.c.timing", "")};
        for (std::size_t s = 0; s < is_.system.stocks.size(); ++s)
            for (std::size_t u = 0; u < is_.solved.tuples; ++u)
                for (int t = 0; t < is_.solved.years; ++t) {
                    const auto& one = is_.solved.stocks[s];
                    const std::size_t n = u * static_cast<std::size_t>(is_.solved.years) + static_cast<std::size_t>(t);
                    table.rows.push_back({year(t), is_.system.stocks[s].id, is_.system.stocks[s].state, is_.system.tuple_name(u), one.inflow[n], one.outflow[n], one.stock[n], io::timing_text(is_.system)});
                }
        table.notes.push_back(words(Message("cli.mfa.n.timing", {{"timing", io::timing_text(is_.system)}})));
        return table;
    }

    [[nodiscard]] Table states() const {
        Table table = named("mfa_states", "cli.mfa.t.states");
        table.columns = {column("cli.mfa.c.state", ""), column("cli.mfa.c.in_stock", "t"), column("cli.mfa.c.timing", "")};
        for (const auto& [state, tonnes] : stock_by_state(is_.system, is_.solved, is_.year)) table.rows.push_back({state, tonnes, io::timing_text(is_.system)});
        table.notes.push_back(words(Message("cli.mfa.n.states", {{"year", year_text(is_.year)}})));
        return table;
    }

    [[nodiscard]] base::Expected<Table> streams() const {
        Table table = named("mfa_streams", "cli.mfa.t.streams");
        table.columns = {column("cli.mfa.c.stream", ""), column("cli.mfa.c.element", ""), column("cli.mfa.c.product", ""), column("cli.mfa.c.place", ""),
                         column("cli.mfa.c.origin", ""), column("cli.mfa.c.year", "", 0), column("cli.mfa.c.theoretical", "t"),
                         column("cli.mfa.c.collectable", "t"), column("cli.mfa.c.dismantled", "t"), column("cli.mfa.c.separable", "t"), column("cli.mfa.c.recoverable", "t"),
                         column("cli.mfa.c.break_even", "/t", 2), column("cli.mfa.c.economic", "t"), column("cli.mfa.c.gap", "/t", 2), column("cli.mfa.c.binds", ""),
                         column("cli.mfa.c.released", "t")};
        int unknown = 0;
        bool refine_untold = false;
        for (const Stream& stream : is_.streams) {
            const auto steps = cascade(stream);
            if (!steps) return std::unexpected(steps.error());
            unknown += std::isnan(steps->break_even) ? 1 : 0;
            refine_untold = refine_untold || stream.refine_untold;
            std::vector<Cell> row{stream.id, stream.element, stream.product, stream.place, stream.origin, stream_year(stream.year), steps->theoretical_t, steps->collectable_t,
                                  steps->dismantled_t, steps->separable_t, steps->recoverable_t, number(steps->break_even), Cell(), Cell(), Cell(), Cell()};
            if (const auto price = price_of(stream.element)) {
                const auto levers = released(stream, *price);
                if (!levers) return std::unexpected(levers.error());
                const Binding binds = binding(*steps, *levers, *price);
                row[12] = number(steps->economic_t(*price));
                row[13] = number(binds.price_gap);
                if (binds.lever) row[14] = lever(*binds.lever);
                else if (binds.pair) row[14] = lever(binds.pair->first) + " + " + lever(binds.pair->second);
                if (std::ranges::any_of(levers->one, [](double tonnes) { return !std::isnan(tonnes); })) row[15] = binds.tonnes;
            }
            table.rows.push_back(std::move(row));
        }
        table.notes.push_back(words("cli.mfa.n.streams"));
        for (const Group& group : groups()) {
            double theoretical = 0, recoverable = 0, economic = 0;
            const auto price = price_of(group.element);
            for (const Stream& stream : group.streams) {
                const auto steps = cascade(stream);
                theoretical += steps->theoretical_t;
                recoverable += steps->recoverable_t;
                if (price && !std::isnan(steps->break_even)) economic += steps->economic_t(*price);
            }
            table.notes.push_back(words(Message("cli.mfa.n.sums", {{"group", group.name()}, {"theoretical", base::grouped(theoretical)}, {"recoverable", base::grouped(recoverable)}})));
            if (price) table.notes.push_back(words(Message("cli.mfa.n.price", {{"group", group.name()}, {"price", base::number(*price)}, {"economic", base::grouped(economic)}})));
        }
        if (is_.prices.empty()) table.notes.push_back(words("cli.mfa.n.no_price"));
        if (unknown > 0) table.notes.push_back(words(Message("cli.mfa.n.no_cost", {{"count", std::to_string(unknown)}})));
        if (refine_untold) table.notes.push_back(words("cli.mfa.n.no_refine"));
        return table;
    }

    [[nodiscard]] base::Expected<Table> levers() const {
        Table table = named("mfa_levers", "cli.mfa.t.levers");
        table.columns = {column("cli.mfa.c.element", ""), column("cli.mfa.c.year", "", 0), column("cli.mfa.c.lever", ""), column("cli.mfa.c.second", ""), column("cli.mfa.c.released", "t"),
                         column("cli.mfa.c.together", "t"), column("cli.mfa.c.without", "", 0)};
        for (const Group& group : groups()) {
            const auto price = price_of(group.element);
            if (!price) continue;
            const auto sum = released_sum(group.streams, *price);
            if (!sum) return std::unexpected(sum.error());
            // What no stream knows is not 0.
            const auto told = [&](double tonnes, int without) { return without < static_cast<int>(group.streams.size()) ? Cell(tonnes) : Cell(); };
            for (std::size_t a = 0; a < lever_count; ++a)
                table.rows.push_back({group.element, stream_year(group.year), lever(static_cast<Lever>(a)), Cell(), told(sum->tonnes.one[a], sum->without_benchmark[a]), Cell(),
                                      static_cast<std::int64_t>(sum->without_benchmark[a])});
            for (std::size_t a = 0; a < lever_count; ++a)
                for (std::size_t b = a + 1; b < lever_count; ++b)
                    table.rows.push_back({group.element, stream_year(group.year), lever(static_cast<Lever>(a)), lever(static_cast<Lever>(b)),
                                          told(sum->tonnes.pair[a][b], sum->pair_without[a][b]),
                                          told(sum->tonnes.pair[a][b] - sum->tonnes.one[a] - sum->tonnes.one[b], std::max(sum->without_benchmark[a], sum->without_benchmark[b])),
                                          static_cast<std::int64_t>(sum->pair_without[a][b])});
            table.notes.push_back(words(Message("cli.mfa.n.levers", {{"group", group.name()}, {"price", base::number(*price)}})));
        }
        table.notes.push_back(words("cli.mfa.n.no_benchmark"));
        return table;
    }

    [[nodiscard]] base::Expected<Table> curve() const {
        Table table = named("mfa_curve", "cli.mfa.t.curve");
        table.columns = {column("cli.mfa.c.element", ""), column("cli.mfa.c.year", "", 0), column("cli.mfa.c.price", "/t", 2), column("cli.mfa.c.origin", ""), column("cli.mfa.c.usable", "t"),
                         column("cli.mfa.c.parcels", "", 0)};
        for (const Group& group : groups()) {
            const auto parcels = priced(group.streams);
            if (!parcels) return std::unexpected(parcels.error());
            const auto layers = layers_by_origin(*parcels, std::nullopt);
            const auto all = QuantityCurve::build(*parcels, std::nullopt);
            if (!layers || !all) return std::unexpected(layers ? all.error() : layers.error());
            for (std::size_t n = 0; n < all->prices().size(); ++n) {
                const double price = all->prices()[n];
                if (!std::isfinite(price) || (n > 0 && price == all->prices()[n - 1])) continue;
                for (const CurveLayer& layer : *layers)
                    table.rows.push_back({group.element, stream_year(group.year), price, layer.origin, layer.at(price).metal_t, layer.at(price).parcels});
            }
        }
        table.notes.push_back(words("cli.mfa.n.curve"));
        return table;
    }

  private:
    /// Streams of one element and year, the only ones whose tonnes are added.
    struct Group {
        std::string element;
        std::optional<int> year;
        std::vector<Stream> streams;
        [[nodiscard]] std::string name() const { return (element.empty() ? "–" : element) + (year ? ", " + std::to_string(*year) : std::string()); }
    };
    [[nodiscard]] std::vector<Group> groups() const {
        std::map<std::pair<std::string, std::optional<int>>, Group> sorted;
        for (const Stream& stream : is_.streams) {
            Group& group = sorted[{stream.element, stream.year}];
            group.element = stream.element;
            group.year = stream.year;
            group.streams.push_back(stream);
        }
        std::vector<Group> made;
        for (auto& [key, group] : sorted) made.push_back(std::move(group));
        return made;
    }
    [[nodiscard]] std::optional<double> price_of(const std::string& element) const {
        const auto found = is_.prices.find(element);
        return found == is_.prices.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] static Cell stream_year(std::optional<int> year) { return year ? Cell(static_cast<std::int64_t>(*year)) : Cell(); }
    [[nodiscard]] std::string words(const Message& message) const { return base::text(message, language_); }
    [[nodiscard]] std::string words(const char* key) const { return base::text(key, language_); }
    [[nodiscard]] std::string lever(Lever lever) const { return base::text("cli.mfa.lever." + lever_ids()[static_cast<std::size_t>(lever)], language_); }
    [[nodiscard]] Table named(const char* id, const char* title) const {
        Table table;
        table.id.assign(id);
        table.title = table.short_title = words(title);
        return table;
    }
    [[nodiscard]] report::Column column(const char* key, const char* unit, int digits = 3) const {
        report::Column made;
        made.title = words(key);
        made.unit.assign(unit);
        made.digits = digits;
        return made;
    }
    [[nodiscard]] static Cell number(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }
    [[nodiscard]] std::string year_text(int t) const { return is_.system.dimensions[static_cast<std::size_t>(is_.system.time)].items[static_cast<std::size_t>(t)]; }
    [[nodiscard]] Cell year(int t) const { return static_cast<std::int64_t>(std::stoll(year_text(t))); }
    Language language_;
    const MfaResults& is_;
};

}  // namespace

base::Expected<std::vector<Table>> mfa_tables(Language language, const MfaResults& results) {
    const Maker make(language, results);
    std::vector<Table> tables{make.balances(), make.states(), make.stocks()};
    if (results.streams.empty()) return tables;
    std::vector<base::Expected<Table>> more;
    more.push_back(make.streams());
    if (!results.prices.empty()) more.push_back(make.levers());
    more.push_back(make.curve());
    for (auto& one : more) {
        if (!one) return std::unexpected(one.error());
        tables.push_back(std::move(*one));
    }
    return tables;
}

Table reconciliation_table(Language language, const ReconcileProblem& problem, const Reconciliation& made) {
    Table table;
    table.id.assign("reconciliation");
    table.title = table.short_title = base::text("cli.mfa.t.reconciliation", language);
    for (const char* key : {"cli.mfa.c.variable", "cli.mfa.c.class", "cli.mfa.c.measured", "cli.mfa.c.sd", "cli.mfa.c.reconciled", "cli.mfa.c.reconciled_sd", "cli.mfa.c.test", "cli.mfa.c.suspect", "cli.mfa.c.impossible"}) {
        report::Column column;
        column.title = base::text(key, language);
        column.digits = 6;
        table.columns.push_back(column);
    }
    const auto cell = [](double value) { return std::isfinite(value) ? Cell(value) : Cell(); };
    std::string impossible;
    for (std::size_t n = 0; n < problem.variables.size(); ++n) {
        const Reconciled& one = made.variables[n];
        table.rows.push_back({problem.variables[n].id, base::text("cli.mfa.class." + variable_class_ids()[static_cast<std::size_t>(one.is)], language), cell(problem.variables[n].value),
                              cell(problem.variables[n].sd), cell(one.value), cell(one.sd), cell(one.test), one.suspect ? Cell(std::string("!")) : Cell(),
                              one.impossible ? Cell(std::string("!")) : Cell()});
        if (one.impossible) impossible += (impossible.empty() ? "" : ", ") + problem.variables[n].id;
    }
    table.notes.push_back(made.degrees_of_freedom > 0
                              ? base::text(Message("cli.mfa.n.chi2", {{"chi2", base::number(made.chi2)}, {"dof", std::to_string(made.degrees_of_freedom)}, {"p", base::number(made.p, 3)}}), language)
                              : base::text("cli.mfa.n.no_freedom", language));
    if (made.gross_error) table.notes.push_back(base::text("cli.mfa.n.gross", language));
    if (!impossible.empty()) table.notes.push_back(base::text(Message("cli.mfa.n.impossible", {{"variables", impossible}}), language));
    table.notes.push_back(base::text("cli.mfa.n.unobservable", language));
    return table;
}

TextTable text_table(const Table& table) {
    TextTable made;
    for (const report::Column& column : table.columns) {
        made.header.push_back(column.unit.empty() ? column.title : column.title + " (" + column.unit + ")");
        made.right.push_back(true);
    }
    if (!made.right.empty()) made.right[0] = false;
    for (const auto& row : table.rows) {
        std::vector<std::string> cells;
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (const auto* text = std::get_if<std::string>(&row[c])) cells.push_back(*text);
            else if (const auto* whole = std::get_if<std::int64_t>(&row[c])) cells.push_back(std::to_string(*whole));
            else if (const auto* real = std::get_if<double>(&row[c])) cells.push_back(base::number(*real, 8));
            else cells.emplace_back();
        }
        made.rows.push_back(std::move(cells));
    }
    return made;
}

}  // namespace orelens::cli
