#include "core/report/FlowTables.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/io/flows/SystemFile.h"
#include "core/project/FlowPlaces.h"
#include "core/recycling/StackedCurve.h"

namespace orelens::report {

using base::Language;
using base::Message;
using project::FlowStudy;
using project::ScrapStream;
using project::ScrapSum;
using namespace recycling;

namespace {

class FlowMaker {
  public:
    FlowMaker(Language language, const FlowReport& results) : language_(language), is_(results), system_(results.flows.system), solved_(results.flows.solved) {}

    [[nodiscard]] Table balances() const {
        Table table = named("mfa_balances", "cli.mfa.t.balances", "flows");
        table.columns = {column("cli.mfa.c.process", ""), column("cli.mfa.c.largest", "t", -1), column("cli.mfa.c.year", "", 0)};
        for (std::size_t p = 0; p < system_.processes.size(); ++p) {
            const auto& residual = solved_.residuals[p];
            std::size_t worst = 0;
            for (std::size_t n = 0; n < residual.size(); ++n)
                if (std::abs(residual[n]) > std::abs(residual[worst])) worst = n;
            table.rows.push_back({system_.processes[p], residual[worst], year(static_cast<int>(worst % static_cast<std::size_t>(solved_.years)))});
        }
        if (solved_.largest_residual <= 1e-9) table.notes.push_back(words(Message("cli.mfa.balanced", {{"share", base::number(solved_.largest_residual, 2)}})));
        table.notes.push_back(words("cli.mfa.n.environment"));
        for (const Message& one : is_.doubts) table.notes.push_back(words(one));
        return table;
    }

    [[nodiscard]] Table stocks() const {
        Table table = named("mfa_stocks", "cli.mfa.t.stocks", "flows");
        table.columns = {column("cli.mfa.c.year", "", 0), column("cli.mfa.c.stock", ""), column("cli.mfa.c.state", ""), column("cli.mfa.c.tuple", ""),
                         column("cli.mfa.c.inflow", "t"), column("cli.mfa.c.outflow", "t"), column("cli.mfa.c.in_stock", "t"), column("cli.mfa.c.timing", "")};
        for (std::size_t s = 0; s < system_.stocks.size(); ++s)
            for (std::size_t u = 0; u < solved_.tuples; ++u)
                for (int t = 0; t < solved_.years; ++t) {
                    const auto& one = solved_.stocks[s];
                    const std::size_t n = u * static_cast<std::size_t>(solved_.years) + static_cast<std::size_t>(t);
                    table.rows.push_back({year(t), system_.stocks[s].id, system_.stocks[s].state, system_.tuple_name(u), one.inflow[n], one.outflow[n], one.stock[n], io::timing_text(system_)});
                }
        table.notes.push_back(words(Message("cli.mfa.n.timing", {{"timing", io::timing_text(system_)}})));
        table.paper.shown = false;
        return table;
    }

    [[nodiscard]] Table states() const {
        Table table = named("mfa_states", "cli.mfa.t.states", "flows");
        table.columns = {column("cli.mfa.c.element", ""), column("cli.mfa.c.state", ""), column("cli.mfa.c.in_stock", "t"), column("cli.mfa.c.timing", "")};
        for (int item = 0; item < metals(); ++item)
            for (const auto& [state, tonnes] : stock_by_state(system_, solved_, is_.year, project::element_dimension(system_), item))
                table.rows.push_back({metal(item), state, tonnes, io::timing_text(system_)});
        table.notes.push_back(words(Message("cli.mfa.n.states", {{"year", is_.flows.year_name(is_.year)}})));
        return table;
    }

    /// All places together: places one by one stand in flows.csv.
    [[nodiscard]] Table flows() const {
        Table table = named("mfa_flows", "cli.mfa.t.flows", "flows");
        table.columns = {column("cli.mfa.c.year", "", 0), column("cli.mfa.c.element", ""), column("cli.mfa.c.source", ""), column("cli.mfa.c.target", ""), column("cli.mfa.c.flow", ""),
                         column("cli.mfa.c.tonnes", "t")};
        for (int item = 0; item < metals(); ++item) {
            const auto tuples = project::tuples_of(system_, project::element_dimension(system_), item);
            for (std::size_t f = 0; f < system_.flows.size(); ++f)
                for (int t = 0; t < solved_.years; ++t) {
                    double sum = 0;
                    for (const std::size_t u : tuples) sum += solved_.at(static_cast<int>(f), u, t);
                    const Flow& flow = system_.flows[f];
                    if (t != is_.year) table.paper.leave.push_back(table.rows.size());
                    table.rows.push_back({year(t), metal(item), system_.processes[static_cast<std::size_t>(flow.from)], system_.processes[static_cast<std::size_t>(flow.to)], flow.id, sum});
                }
        }
        table.notes.push_back(words(Message("cli.mfa.n.flows", {{"year", is_.flows.year_name(is_.year)}})));
        return table;
    }

    /// What the map shows, in the year of answers: a row for each place and metal.
    [[nodiscard]] Table places() const {
        Table table = named("mfa_places", "cli.mfa.t.places", "flows");
        const std::string currency = is_.scrap == nullptr ? std::string() : is_.scrap->currency;
        table.columns = {column("cli.mfa.c.place", ""), column("cli.mfa.c.kind", ""), column("cli.mfa.c.element", ""), column("cli.mfa.c.longitude", "°", 5), column("cli.mfa.c.latitude", "°", 5),
                         column("cli.mfa.c.in_use", "t"), column("cli.mfa.c.scrap", "t"), column("cli.mfa.c.price", currency + "/t", 2), column("cli.mfa.c.economic", "t"), column("cli.mfa.c.unjudged", "t")};
        for (const std::size_t n : {3U, 4U}) table.columns[n].on_paper = false;
        for (const std::string& element : metals_of_places()) {
            const auto amounts = project::place_amounts(is_.flows, is_.scrap, element, is_.year, 1);
            const double price = price_of(element);
            for (std::size_t n = 0; n < amounts.size(); ++n) {
                const Place& place = is_.flows.places[n];
                const project::PlaceAmounts& one = amounts[n];
                const bool scrap = one.streams > 0;
                table.rows.push_back({place.name, words(place.kind == PlaceKind::city ? "ui.mapplaces.city" : "ui.mapplaces.industry"), element, number(place.longitude), number(place.latitude),
                                      number(one.in_use_t), scrap ? Cell(one.offered_t) : Cell(), number(price), scrap && !std::isnan(price) ? Cell(one.usable_t(price)) : Cell(),
                                      scrap ? Cell(one.unknown_t) : Cell()});
            }
        }
        table.notes.push_back(words(Message("cli.mfa.n.places", {{"year", is_.flows.year_name(is_.year)}})));
        return table;
    }

    [[nodiscard]] Table fans() const {
        Table table = named("mfa_fans", "cli.mfa.t.fans", "flows");
        table.columns = {column("cli.mfa.c.year", "", 0), column("cli.mfa.c.element", ""), column("cli.mfa.c.stock", ""), column("cli.mfa.c.at_means", "t"), column("cli.mfa.c.first_order_sd", "t"),
                         column("cli.mfa.c.mean", "t"), column("cli.mfa.c.drawn_sd", "t"), column("cli.mfa.c.p05", "t"), column("cli.mfa.c.p50", "t"), column("cli.mfa.c.p95", "t")};
        for (const project::FlowFan& fan : is_.flows.fans)
            for (int t = 0; t < solved_.years; ++t) {
                const UncertainOutput& one = fan.years[static_cast<std::size_t>(t)];
                if (t != is_.year) table.paper.leave.push_back(table.rows.size());
                table.rows.push_back({year(t), metal(fan.item), fan.stock, number(one.at_means), number(one.first_order_sd), number(one.mean), number(one.sd), number(one.p05), number(one.p50), number(one.p95)});
            }
        table.notes.push_back(words(Message("cli.mfa.n.fans", {{"draws", std::to_string(is_.flows.draws)}, {"failed", std::to_string(is_.flows.failed_draws)}})));
        return table;
    }

    [[nodiscard]] Table streams() const {
        Table table = named("mfa_streams", "cli.mfa.t.streams", "scrap");
        const std::string money = is_.scrap->currency + "/t";
        table.columns = {column("cli.mfa.c.stream", ""), column("cli.mfa.c.element", ""), column("cli.mfa.c.product", ""), column("cli.mfa.c.place", ""),
                         column("cli.mfa.c.origin", ""), column("cli.mfa.c.year", "", 0), column("cli.mfa.c.theoretical", "t"),
                         column("cli.mfa.c.collectable", "t"), column("cli.mfa.c.dismantled", "t"), column("cli.mfa.c.separable", "t"), column("cli.mfa.c.recoverable", "t"),
                         column("cli.mfa.c.taken", "t"), column("cli.mfa.c.break_even", money, 2), column("cli.mfa.c.economic", "t"), column("cli.mfa.c.gap", money, 2), column("cli.mfa.c.binds", ""),
                         column("cli.mfa.c.released", "t")};
        for (const std::size_t n : {2U, 7U, 8U, 9U, 11U, 14U}) table.columns[n].on_paper = false;
        int unknown = 0;
        bool refine_untold = false;
        for (const ScrapStream& row : is_.scrap->streams) {
            const Stream& stream = row.stream;
            const Cascade& steps = row.cascade;
            unknown += std::isnan(steps.break_even) ? 1 : 0;
            refine_untold = refine_untold || stream.refine_untold;
            std::vector<Cell> cells{stream.id, stream.element, stream.product, stream.place, stream.origin, stream_year(stream.year), steps.theoretical_t, steps.collectable_t,
                                    steps.dismantled_t, steps.separable_t, steps.recoverable_t, number(row.used_t), number(steps.break_even), Cell(), Cell(), Cell(), Cell()};
            if (!std::isnan(row.price)) {
                cells[13] = number(row.usable_t);
                cells[14] = number(row.binding.price_gap);
                if (row.binding.lever) cells[15] = lever(*row.binding.lever);
                else if (row.binding.pair) cells[15] = lever(row.binding.pair->first) + " + " + lever(row.binding.pair->second);
                if (std::ranges::any_of(row.released.one, [](double tonnes) { return !std::isnan(tonnes); })) cells[16] = row.binding.tonnes;
            }
            table.rows.push_back(std::move(cells));
        }
        table.notes.push_back(words("cli.mfa.n.streams"));
        bool priced = false;
        for (const ScrapSum& sum : is_.scrap->sums) {
            table.notes.push_back(words(Message("cli.mfa.n.sums", {{"group", name(sum)}, {"theoretical", base::grouped(sum.theoretical_t)}, {"recoverable", base::grouped(sum.recoverable_t)}})));
            if (std::isnan(sum.price)) continue;
            priced = true;
            table.notes.push_back(words(Message("cli.mfa.n.price", {{"group", name(sum)}, {"price", base::number(sum.price)}, {"economic", base::grouped(sum.usable_t)}})));
        }
        if (!priced) table.notes.push_back(words("cli.mfa.n.no_price"));
        if (unknown > 0) table.notes.push_back(words(Message("cli.mfa.n.no_cost", {{"count", std::to_string(unknown)}})));
        if (refine_untold) table.notes.push_back(words("cli.mfa.n.no_refine"));
        for (const auto& [sink, tramps] : is_.scrap->sinks_at_limit) {
            std::string all;
            for (const std::string& tramp : tramps) all += (all.empty() ? "" : ", ") + tramp;
            table.notes.push_back(words(Message("cli.mfa.n.sink", {{"sink", sink}, {"tramps", all}})));
        }
        if (is_.scrap->left_t > 0) table.notes.push_back(words(Message("cli.mfa.n.left", {{"tonnes", base::grouped(is_.scrap->left_t)}})));
        table.paper.rows = 40;
        return table;
    }

    [[nodiscard]] Table levers() const {
        Table table = named("mfa_levers", "cli.mfa.t.levers", "scrap");
        table.columns = {column("cli.mfa.c.element", ""), column("cli.mfa.c.year", "", 0), column("cli.mfa.c.lever", ""), column("cli.mfa.c.second", ""), column("cli.mfa.c.released", "t"),
                         column("cli.mfa.c.together", "t"), column("cli.mfa.c.without", "", 0)};
        for (const ScrapSum& group : is_.scrap->sums) {
            if (std::isnan(group.price)) continue;
            const ReleasedSum& sum = group.levers;
            // What no stream knows is not 0.
            const auto told = [&](double tonnes, int without) { return without < group.streams ? Cell(tonnes) : Cell(); };
            for (std::size_t a = 0; a < lever_count; ++a)
                table.rows.push_back({group.element, stream_year(group.year), lever(static_cast<Lever>(a)), Cell(), told(sum.tonnes.one[a], sum.without_benchmark[a]), Cell(),
                                      static_cast<std::int64_t>(sum.without_benchmark[a])});
            for (std::size_t a = 0; a < lever_count; ++a)
                for (std::size_t b = a + 1; b < lever_count; ++b) {
                    table.paper.leave.push_back(table.rows.size());
                    table.rows.push_back({group.element, stream_year(group.year), lever(static_cast<Lever>(a)), lever(static_cast<Lever>(b)),
                                          told(sum.tonnes.pair[a][b], sum.pair_without[a][b]),
                                          told(sum.tonnes.pair[a][b] - sum.tonnes.one[a] - sum.tonnes.one[b], std::max(sum.without_benchmark[a], sum.without_benchmark[b])),
                                          static_cast<std::int64_t>(sum.pair_without[a][b])});
                }
            table.notes.push_back(words(Message("cli.mfa.n.levers", {{"group", name(group)}, {"price", base::number(group.price)}})));
        }
        table.notes.push_back(words("cli.mfa.n.no_benchmark"));
        return table;
    }

    [[nodiscard]] base::Expected<Table> curve() const {
        Table table = named("mfa_curve", "cli.mfa.t.curve", "scrap");
        table.columns = {column("cli.mfa.c.element", ""), column("cli.mfa.c.year", "", 0), column("cli.mfa.c.price", (is_.scrap->currency + "/t").c_str(), 2), column("cli.mfa.c.origin", ""),
                         column("cli.mfa.c.usable", "t"), column("cli.mfa.c.parcels", "", 0)};
        for (const ScrapSum& group : is_.scrap->sums) {
            std::vector<PricedQuantity> parcels;
            for (const ScrapStream& row : is_.scrap->streams)
                if (row.stream.element == group.element && row.stream.year == group.year)
                    parcels.push_back({row.stream.id, row.stream.origin, row.stream.year, row.break_even(), row.curve_t});
            const auto layers = layers_by_origin(parcels, std::nullopt);
            const auto all = QuantityCurve::build(parcels, std::nullopt);
            if (!layers || !all) return std::unexpected(layers ? all.error() : layers.error());
            for (std::size_t n = 0; n < all->prices().size(); ++n) {
                const double price = all->prices()[n];
                if (!std::isfinite(price) || (n > 0 && price == all->prices()[n - 1])) continue;
                for (const CurveLayer& layer : *layers)
                    table.rows.push_back({group.element, stream_year(group.year), price, layer.origin, layer.at(price).metal_t, layer.at(price).parcels});
            }
        }
        table.notes.push_back(words("cli.mfa.n.curve"));
        table.paper.shown = false;
        return table;
    }

    [[nodiscard]] Table indicators() const {
        Table table = named("mfa_indicators", "cli.mfa.t.indicators", "scrap");
        table.columns = {column("cli.mfa.c.element", ""), column("cli.mfa.c.year", "", 0), column("cli.mfa.c.collection_rate", "%", 2), column("cli.mfa.c.process_efficiency", "%", 2),
                         column("cli.mfa.c.end_of_life_rate", "%", 2), column("cli.mfa.c.input_rate", "%", 2), column("cli.mfa.c.old_scrap_ratio", "%", 2)};
        for (const project::IndicatorRow& row : is_.scrap->indicators)
            table.rows.push_back({row.element, static_cast<std::int64_t>(row.year), percent(row.values.collection_rate), percent(row.values.process_efficiency), percent(row.values.end_of_life_rate),
                                  percent(row.values.input_rate), percent(row.values.old_scrap_ratio)});
        table.notes.push_back(words("cli.mfa.n.indicators"));
        return table;
    }

    [[nodiscard]] Table targets() const {
        Table table = named("mfa_targets", "cli.mfa.t.targets", "scrap");
        table.columns = {column("cli.mfa.c.target_id", ""), column("cli.mfa.c.element", ""), column("cli.mfa.c.indicator", ""), column("cli.mfa.c.year", "", 0), column("cli.mfa.c.at_least", "%", 2),
                         column("cli.mfa.c.told", "%", 2), column("cli.mfa.c.met", ""), column("cli.mfa.c.stated_by", "")};
        static constexpr const char* states[] = {"cli.mfa.target.met", "cli.mfa.target.missed", "cli.mfa.target.unknown"};
        for (const project::TargetRow& row : is_.scrap->targets)
            table.rows.push_back({row.target.id, row.target.element, words("cli.mfa.c." + row.target.indicator), static_cast<std::int64_t>(row.target.year), percent(row.target.at_least), percent(row.measured),
                                  words(states[static_cast<std::size_t>(row.state)]), row.target.source});
        table.notes.push_back(words("cli.mfa.n.targets"));
        return table;
    }

  private:
    [[nodiscard]] static std::string name(const ScrapSum& sum) { return (sum.element.empty() ? "–" : sum.element) + (sum.year ? ", " + std::to_string(*sum.year) : std::string()); }
    [[nodiscard]] int metals() const {
        const int d = project::element_dimension(system_);
        return d < 0 ? 1 : static_cast<int>(system_.dimensions[static_cast<std::size_t>(d)].items.size());
    }
    [[nodiscard]] std::string metal(int item) const {
        const int d = project::element_dimension(system_);
        return d < 0 ? std::string() : system_.dimensions[static_cast<std::size_t>(d)].items[static_cast<std::size_t>(item)];
    }
    /// Of the system, or of its streams where it tells none apart.
    [[nodiscard]] std::vector<std::string> metals_of_places() const {
        std::vector<std::string> made;
        if (project::element_dimension(system_) >= 0) {
            for (int item = 0; item < metals(); ++item) made.push_back(metal(item));
        } else {
            for (const Stream& stream : is_.flows.streams)
                if (std::ranges::find(made, stream.element) == made.end()) made.push_back(stream.element);
        }
        return made;
    }
    /// That the streams of a metal were judged at; NaN = none.
    [[nodiscard]] double price_of(const std::string& element) const {
        if (is_.scrap != nullptr)
            for (const ScrapStream& row : is_.scrap->streams)
                if (row.stream.element == element) return row.price;
        return not_known;
    }
    [[nodiscard]] static Cell stream_year(std::optional<int> year) { return year ? Cell(static_cast<std::int64_t>(*year)) : Cell(); }
    [[nodiscard]] std::string words(const Message& message) const { return base::text(message, language_); }
    [[nodiscard]] std::string words(const std::string& key) const { return base::text(key, language_); }
    [[nodiscard]] std::string lever(Lever lever) const { return base::text("cli.mfa.lever." + lever_ids()[static_cast<std::size_t>(lever)], language_); }
    [[nodiscard]] Table named(const char* id, const char* title, const char* stage) const {
        Table table;
        table.id.assign(id);
        table.title = table.short_title = words(title);
        table.stage.assign(stage);
        return table;
    }
    [[nodiscard]] Column column(const char* key, const std::string& unit, int digits = 3) const {
        Column made;
        made.title = words(key);
        made.unit = unit;
        made.digits = digits;
        return made;
    }
    [[nodiscard]] static Cell number(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }
    [[nodiscard]] static Cell percent(double fraction) { return std::isfinite(fraction) ? Cell(100 * fraction) : Cell(); }
    [[nodiscard]] Cell year(int t) const { return static_cast<std::int64_t>(std::stoll(is_.flows.year_name(t))); }
    Language language_;
    const FlowReport& is_;
    const System& system_;
    const SolvedSystem& solved_;
};

}  // namespace

base::Expected<std::vector<Table>> flow_tables(Language language, const FlowReport& results) {
    const FlowMaker make(language, results);
    std::vector<Table> tables{make.balances(), make.states(), make.stocks(), make.flows()};
    if (!results.flows.fans.empty()) tables.push_back(make.fans());
    if (!results.flows.places.empty()) tables.push_back(make.places());
    if (results.scrap == nullptr) return tables;
    if (!results.scrap->streams.empty()) {
        tables.push_back(make.streams());
        if (std::ranges::any_of(results.scrap->sums, [](const ScrapSum& sum) { return !std::isnan(sum.price); })) tables.push_back(make.levers());
        auto curve = make.curve();
        if (!curve) return std::unexpected(curve.error());
        tables.push_back(std::move(*curve));
    }
    if (!results.scrap->indicators.empty()) tables.push_back(make.indicators());
    if (!results.scrap->targets.empty()) tables.push_back(make.targets());
    return tables;
}

std::vector<Message> flow_doubts(const project::FlowStudy& study) {
    const System& system = study.system;
    const SolvedSystem& solved = study.solved;
    std::vector<Message> made;
    const auto year = [&](int t) { return system.dimensions[static_cast<std::size_t>(system.time)].items[static_cast<std::size_t>(t)]; };
    const auto place = [&](int t, std::size_t tuple) {
        const std::string name = system.tuple_name(tuple);
        return name.empty() ? year(t) : year(t) + ", " + name;
    };
    constexpr std::size_t most = 10;
    for (std::size_t n = 0; n < std::min(solved.negative.size(), most); ++n) {
        const auto& one = solved.negative[n];
        made.emplace_back("cli.mfa.negative", std::vector<std::pair<std::string, std::string>>{
                                                  {"flow", system.flows[static_cast<std::size_t>(one.flow)].id}, {"place", place(one.year, one.tuple)}, {"tonnes", base::number(one.value)}});
    }
    for (std::size_t n = 0; n < std::min(solved.fast_falls.size(), most); ++n) {
        const auto& one = solved.fast_falls[n];
        made.emplace_back("cli.mfa.fast_fall", std::vector<std::pair<std::string, std::string>>{
                                                   {"stock", system.stocks[one.series / solved.tuples].id}, {"place", place(one.year, one.series % solved.tuples)}, {"tonnes", base::number(one.missing)}});
    }
    for (std::size_t n = 0; n < std::min(solved.overdrawn.size(), most); ++n) {
        const auto& one = solved.overdrawn[n];
        made.emplace_back("cli.mfa.overdrawn", std::vector<std::pair<std::string, std::string>>{
                                                   {"stock", system.stocks[static_cast<std::size_t>(one.stock)].id}, {"place", place(one.year, one.tuple)}, {"tonnes", base::number(one.value)}});
    }
    const std::size_t more = solved.negative.size() + solved.fast_falls.size() + solved.overdrawn.size() - made.size();
    if (more > 0) made.emplace_back("cli.mfa.more", std::vector<std::pair<std::string, std::string>>{{"count", std::to_string(more)}});
    if (solved.largest_residual > 1e-9)
        made.emplace_back("cli.mfa.unbalanced", std::vector<std::pair<std::string, std::string>>{{"share", base::number(solved.largest_residual, 2)}});
    return made;
}

Table reconciliation_table(Language language, const ReconcileProblem& problem, const Reconciliation& made) {
    Table table;
    table.id.assign("reconciliation");
    table.title = table.short_title = base::text("cli.mfa.t.reconciliation", language);
    for (const char* key : {"cli.mfa.c.variable", "cli.mfa.c.class", "cli.mfa.c.measured", "cli.mfa.c.sd", "cli.mfa.c.reconciled", "cli.mfa.c.reconciled_sd", "cli.mfa.c.test", "cli.mfa.c.suspect", "cli.mfa.c.impossible"}) {
        Column column;
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

}  // namespace orelens::report
