// Streams of scrap, tailings and slag down the cascade: what is usable at the recipe's prices, and what binds.
#include <algorithm>
#include <cmath>

#include "core/project/Fingerprint.h"
#include "core/project/FlowStudy.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsFlows.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/recycling/Sunk.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Severity;
using recycling::not_known;

/// Rows of `streams` of one metal and year.
struct Group {
    std::string element;
    std::optional<int> year;
    std::vector<std::size_t> rows;
};
std::vector<Group> groups(const std::vector<recycling::Stream>& streams) {
    std::vector<Group> made;
    for (std::size_t n = 0; n < streams.size(); ++n) {
        const auto found = std::ranges::find_if(made, [&](const Group& one) { return one.element == streams[n].element && one.year == streams[n].year; });
        if (found != made.end()) found->rows.push_back(n);
        else made.push_back({streams[n].element, streams[n].year, {n}});
    }
    return made;
}

/// The sinks that a group meets: its part of their primary metal, where other metals of the year go there too.
std::vector<recycling::Sink> own_sinks(const FlowStudy& study, const Group& group, ScrapStudy& made) {
    if (study.sinks.empty()) return {};
    std::vector<recycling::Stream> year;
    for (const recycling::Stream& stream : study.streams)
        if (stream.year == group.year) year.push_back(stream);
    for (const recycling::Sink& sink : study.sinks) {
        const bool shared = std::ranges::any_of(year, [&](const auto& one) { return one.sink == sink.id && one.element == group.element; }) &&
                            std::ranges::any_of(year, [&](const auto& one) { return one.sink == sink.id && one.element != group.element; });
        if (shared && sink.primary_t > 0 && std::ranges::find(made.sinks_shared, sink.id) == made.sinks_shared.end()) made.sinks_shared.push_back(sink.id);
    }
    return recycling::sinks_of(study.sinks, year, group.element);
}

void note(std::map<std::string, std::vector<std::string>>& all, const std::map<std::string, std::vector<std::string>>& more) {
    for (const auto& [sink, tramps] : more)
        for (const std::string& tramp : tramps)
            if (auto& list = all[sink]; std::ranges::find(list, tramp) == list.end()) list.push_back(tramp);
}

/// What sinks take of a group, and what levers release.
Expected<void> fill_sunk(const FlowStudy& study, const Group& group, double price, const std::vector<recycling::Stream>& streams, ScrapStudy& made,
                         ScrapSum& sum, bool with_levers, const base::Progress& progress) {
    const std::vector<recycling::Sink> sinks = own_sinks(study, group, made);
    std::vector<double> recoverable, economic;
    for (const std::size_t n : group.rows) {
        ScrapStream& row = made.streams[n];
        row.tramp_untold = recycling::untold_tramp(row.stream, sinks);
        recoverable.push_back(row.cascade.recoverable_t);
        const double now = std::isnan(price) ? not_known : row.cascade.economic_t(price);
        economic.push_back(std::isnan(now) ? 0 : now);
        row.usable_t = row.tramp_untold.empty() ? now : not_known;
    }
    const auto all = recycling::blend(streams, recoverable, sinks), now = recycling::blend(streams, economic, sinks);
    if (!all || !now) return std::unexpected(all ? now.error() : all.error());
    for (std::size_t k = 0; k < group.rows.size(); ++k) {
        ScrapStream& row = made.streams[group.rows[k]];
        if (row.stream.sink.empty()) continue;
        row.used_t = all->used_t[k];
        if (!std::isnan(row.usable_t)) row.usable_t = now->used_t[k];
    }
    note(made.sinks_at_limit, all->binding);
    note(made.primary_untold, all->primary_untold);
    made.left_t += all->left_t;
    for (const std::size_t n : group.rows) {
        made.streams[n].released.one.fill(not_known);
        for (auto& pairs : made.streams[n].released.pair) pairs.fill(not_known);
        made.streams[n].binding = {};
    }
    if (std::isnan(price) || !with_levers) return {};
    const auto levers = recycling::released_in_sinks(streams, price, sinks, progress);
    if (!levers) return std::unexpected(levers.error());
    for (std::size_t k = 0; k < group.rows.size(); ++k) {
        ScrapStream& row = made.streams[group.rows[k]];
        row.released = (*levers)[k];
        row.binding = recycling::binding(row.cascade, row.released, price);
    }
    auto summed = recycling::released_sum(streams, price, sinks, progress);
    if (!summed) return std::unexpected(summed.error());
    sum.levers = *summed;
    return {};
}

Expected<void> fill_group(const FlowStudy& study, const Group& group, double price, ScrapStudy& made, const base::Progress& progress) {
    ScrapSum sum;
    sum.element = group.element;
    sum.year = group.year;
    sum.price = price;
    sum.streams = static_cast<int>(group.rows.size());
    std::vector<recycling::Stream> streams;
    for (const std::size_t n : group.rows) {
        ScrapStream& row = made.streams[n];
        row.price = price;
        streams.push_back(row.stream);
    }
    const auto curve = recycling::curve_tonnes(streams, own_sinks(study, group, made), progress);
    if (!curve) return std::unexpected(curve.error());
    for (std::size_t k = 0; k < group.rows.size(); ++k) {
        ScrapStream& row = made.streams[group.rows[k]];
        row.curve_t = std::isnan((*curve)[k]) || std::isnan(row.cascade.break_even) ? row.cascade.recoverable_t : (*curve)[k];
    }
    if (auto done = fill_sunk(study, group, price, streams, made, sum, true, progress); !done) return done;
    for (const std::size_t n : group.rows) {
        const ScrapStream& row = made.streams[n];
        sum.theoretical_t += row.cascade.theoretical_t;
        sum.collectable_t += row.cascade.collectable_t;
        sum.dismantled_t += row.cascade.dismantled_t;
        sum.separable_t += row.cascade.separable_t;
        sum.recoverable_t += row.cascade.recoverable_t;
        sum.offered_t += row.offered_t();
        if (std::isnan(row.break_even())) {
            sum.unknown_t += row.offered_t();
            ++sum.unknown;
        } else if (!std::isnan(row.usable_t)) {
            sum.usable_t += row.usable_t;
        }
    }
    if (std::isnan(price)) sum.usable_t = not_known;
    made.sums.push_back(std::move(sum));
    return {};
}

double measured(const recycling::Indicators& values, const FlowTarget& target) {
    const std::pair<const char*, double> all[] = {{"collection_rate", values.collection_rate}, {"process_efficiency", values.process_efficiency},
                                                  {"end_of_life_rate", values.end_of_life_rate}, {"input_rate", values.input_rate},
                                                  {"old_scrap_ratio", values.old_scrap_ratio}, {"capacity_share", target.capacity_share}};
    for (const auto& [id, value] : all)
        if (target.target.indicator == id) return value;
    return not_known;
}

Expected<void> judge_all(const FlowStudy& study, ScrapStudy& made) {
    const auto& years = study.system.dimensions[static_cast<std::size_t>(study.system.time)].items;
    const auto number = [&](int year) {
        const auto found = std::ranges::find(years, std::to_string(year));
        return found == years.end() ? -1 : static_cast<int>(found - years.begin());
    };
    if (!study.letters.empty()) {
        std::vector<int> asked{study.year};
        for (const FlowTarget& one : study.targets)
            if (const int n = number(one.target.year); n >= 0 && std::ranges::find(asked, n) == asked.end()) asked.push_back(n);
        std::ranges::sort(asked);
        const int dimension = element_dimension(study.system);
        const std::size_t items = dimension < 0 ? 1 : study.system.dimensions[static_cast<std::size_t>(dimension)].items.size();
        for (std::size_t item = 0; item < items; ++item)
            for (const int t : asked)
                made.indicators.push_back({dimension < 0 ? std::string() : study.system.dimensions[static_cast<std::size_t>(dimension)].items[item],
                                           std::stoi(years[static_cast<std::size_t>(t)]), recycling::indicators(lettered(study, dimension < 0 ? -1 : static_cast<int>(item), t))});
    }
    for (const FlowTarget& one : study.targets) {
        recycling::Indicators values;
        const auto item = element_item(study.system, one.target.element);
        const int t = number(one.target.year);
        if (item && t >= 0 && !study.letters.empty()) values = recycling::indicators(lettered(study, *item, t));
        const auto state = recycling::judge(one.target, values, one.capacity_share);
        if (!state) return std::unexpected(state.error());
        made.targets.push_back({one.target, measured(values, one), *state});
    }
    return {};
}

Expected<void> run_scrap(Project& project, base::Progress& progress) {
    const auto study = flow_study(project.results);
    if (!study || (study->streams.empty() && study->targets.empty() && study->letters.empty())) {
        project.results.more.erase("scrap.study");
        return {};
    }
    auto made = make_scrap_study(*study, scrap_prices(project.recipe, study->streams), price_deck(project.recipe).costs.currency, progress);
    if (!made) return std::unexpected(made.error());
    project.results.more["scrap.study"] = shared(std::move(*made));
    return {};
}

std::vector<base::Finding> examine_scrap(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto study = scrap_study(project.results);
    const auto flows = flow_study(project.results);
    if (!study || !flows) return findings;
    const auto say = [&](const char* kind, Severity severity, int count, Words args) {
        if (count <= 0) return;
        base::Finding finding = doubt("scrap", kind, severity, count, std::move(args));
        finding.file = flows->file;
        findings.push_back(std::move(finding));
    };
    int unknown = 0, untold = 0, priceless = 0;
    std::string metals;
    const auto listed = [](const std::vector<std::string>& parts) {
        std::string all;
        for (const std::string& part : parts) all += (all.empty() ? "" : ", ") + part;
        return all;
    };
    // One each: the row to mend is named by its stream.
    for (const ScrapStream& row : study->streams)
        if (!row.tramp_untold.empty()) {
            say("scrap_tramp_untold", Severity::warning, 1, {{"stream", row.stream.id}, {"sink", row.stream.sink}, {"tramp", listed(row.tramp_untold)}});
            findings.back().hole = row.stream.id;
        }
    for (const auto& [sink, tramps] : study->primary_untold)
        say("scrap_primary_untold", Severity::warning, static_cast<int>(tramps.size()), {{"sink", sink}, {"tramp", listed(tramps)}});
    if (!study->sinks_shared.empty())
        say("scrap_sink_shared", Severity::info, static_cast<int>(study->sinks_shared.size()), {{"sinks", listed(study->sinks_shared)}});
    for (const ScrapStream& row : study->streams) {
        unknown += std::isnan(row.cascade.break_even) ? 1 : 0;
        untold += row.stream.refine_untold ? 1 : 0;
    }
    for (const ScrapSum& sum : study->sums) {
        if (!std::isnan(sum.price)) continue;
        priceless += sum.streams;
        const std::string name = sum.element.empty() ? "–" : sum.element;
        if ((", " + metals + ",").find(", " + name + ",") == std::string::npos) metals += (metals.empty() ? "" : ", ") + name;
    }
    say("scrap_no_break_even", Severity::warning, unknown, {});
    say("scrap_no_refining_cost", Severity::warning, untold, {});
    say("scrap_no_price", Severity::warning, priceless, {{"elements", metals}});
    if (flows->pile_unassigned_t > 0) say("scrap_pile_unassigned", Severity::info, 1, {{"tonnes", tonnes_text(flows->pile_unassigned_t)}});
    if (flows->pile_no_route_t > 0) say("scrap_pile_no_route", Severity::info, 1, {{"tonnes", tonnes_text(flows->pile_no_route_t)}});
    if (study->left_t > 0) say("scrap_left", Severity::info, 1, {{"tonnes", tonnes_text(study->left_t)}});
    return findings;
}

}  // namespace

Expected<ScrapStudy> make_scrap_study(const FlowStudy& study, const std::map<std::string, double>& prices, const std::string& currency, const base::Progress& progress) {
    ScrapStudy made;
    made.currency = currency;
    for (const recycling::Stream& stream : study.streams) {
        auto steps = recycling::cascade(stream);
        if (!steps) return std::unexpected(steps.error());
        ScrapStream row;
        row.stream = stream;
        row.cascade = *steps;
        made.streams.push_back(std::move(row));
    }
    const std::vector<Group> all = groups(study.streams);
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (!progress.report(static_cast<double>(n) / static_cast<double>(all.size()))) return base::cancelled();
        const auto price = prices.find(all[n].element);
        if (auto done = fill_group(study, all[n], price == prices.end() ? not_known : price->second, made, progress); !done) return std::unexpected(done.error());
    }
    if (auto done = judge_all(study, made); !done) return std::unexpected(done.error());
    return made;
}

Expected<std::vector<ScrapStream>> scrap_at(const FlowStudy& flows, const ScrapStudy& study, const std::string& element, std::optional<int> year,
                                            double price, std::size_t most_sunk) {
    ScrapStudy made;
    if (flows.streams.size() != study.streams.size()) return std::vector<ScrapStream>();
    made.streams = study.streams;
    std::vector<std::size_t> wanted;
    for (const Group& group : groups(flows.streams)) {
        if (group.element != element || (year && group.year != year)) continue;
        wanted.insert(wanted.end(), group.rows.begin(), group.rows.end());
        const auto sunk = std::ranges::count_if(group.rows, [&](std::size_t n) { return !flows.streams[n].sink.empty(); });
        std::vector<recycling::Stream> streams;
        for (const std::size_t n : group.rows) streams.push_back(flows.streams[n]);
        ScrapSum sum;
        const bool levers = static_cast<std::size_t>(sunk) <= most_sunk;
        if (auto done = fill_sunk(flows, group, price, streams, made, sum, levers, base::Progress()); !done) return std::unexpected(done.error());
    }
    std::ranges::sort(wanted);
    std::vector<ScrapStream> rows;
    for (const std::size_t n : wanted) rows.push_back(std::move(made.streams[n]));
    return rows;
}

Stage scrap_stage() {
    Stage stage;
    stage.id = "scrap";
    stage.workspace = "evaluation";
    stage.label = {"Recycled resources", "再生资源"};
    stage.doing = {"Evaluating recycled resources", "评价再生资源"};
    stage.help = {"Which streams of scrap, tailings and slag are usable at the prices, and what binds the rest", "哪些废旧金属、尾矿与炉渣物流在当前价格下可利用，其余受何约束"};
    stage.inputs = {"flows"};
    stage.parameters = {"flows.price"};
    // Prices as they count: per tonne, net, in the deck's currency.
    stage.depends = [](const Project& project, Fingerprint& print) {
        if (project.recipe.flows.system_file.empty()) return;
        const auto study = flow_study(project.results);
        if (!study) return;
        print.add("currency", price_deck(project.recipe).costs.currency);
        for (const auto& [element, price] : scrap_prices(project.recipe, study->streams)) print.add(element, base::number(price, 17));
    };
    stage.share = 0.01;
    stage.results = {archived_more<ScrapStudy>("scrap.study")};
    stage.size = [](const Project& project) -> Expected<WorkSize> {
        WorkSize work;
        const auto study = flow_study(project.results);
        if (!study) return work;
        work.cells = static_cast<double>(study->streams.size());
        work.unit = "project.size.rows";
        work.bytes = work.cells * 4 * sizeof(ScrapStream);
        // Streams of one sink, metal and year are melted together again for each lever and each price.
        work.seconds = 1e-5 * work.cells;
        for (const Group& group : groups(study->streams)) {
            const auto sunk = static_cast<double>(std::ranges::count_if(group.rows, [&](std::size_t n) { return !study->streams[n].sink.empty(); }));
            work.seconds += 22 * sunk * (1e-5 + 2e-9 * sunk * sunk * sunk);
        }
        work.fix = base::Message("project.size.fewer_tuples");
        work.place.field = "flows.system_file";
        return work;
    };
    stage.run = run_scrap;
    stage.examine = examine_scrap;
    return stage;
}

}  // namespace orelens::project
