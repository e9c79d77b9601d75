// A system of flows from its files: solved, balanced, and drawn where parameters are uncertain.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>

#include "core/io/flows/SystemFile.h"
#include "core/io/map/Places.h"
#include "core/project/Fingerprint.h"
#include "core/project/FlowStudy.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsFlows.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Message;
using base::Severity;
using recycling::SolvedSystem;
using recycling::System;

/// The file's system under the rules.
Expected<io::SystemRead> read_flows(const std::string& path, const recycling::RecyclingRule& rule) {
    auto made = io::read_system(path);
    if (!made) return made;
    made->system.survival = {rule.inflow_at, rule.lobatto_points};
    made->system.correct_negative_inflow = rule.correct_negative_inflow;
    return made;
}

/// Number of the year that answers are given for.
Expected<int> answer_year(const System& system, int wanted) {
    const auto& years = system.dimensions[static_cast<std::size_t>(system.time)].items;
    if (wanted == 0) return static_cast<int>(years.size()) - 1;
    const auto found = std::ranges::find(years, std::to_string(wanted));
    if (found != years.end()) return static_cast<int>(found - years.begin());
    return base::fail(base::ErrorKind::data, Message("flows.year_absent", {{"year", std::to_string(wanted)}, {"first", years.front()}, {"last", years.back()}}), {.field = "flows.year"});
}

std::vector<std::string> other_options(const io::SystemRead& read, const recycling::RecyclingRule& rule) {
    std::vector<std::string> made;
    for (const auto& param : recycling::recycling_params()) {
        const std::string& id = param.info.id;
        if (std::ranges::find(read.options, id) == read.options.end() || id == "system_file" || id == "level") continue;
        const std::string there = base::value_text(param.get(read.rule)), here = base::value_text(param.get(rule));
        if (there != here) made.push_back(id + ": " + there);
    }
    return made;
}

/// A stock of a metal as a series of outputs, year by year.
struct Watched {
    std::size_t stock = 0;
    int item = 0;
    std::vector<std::size_t> tuples;
};
std::vector<Watched> watched(const System& system) {
    const int elements = element_dimension(system);
    const int items = elements < 0 ? 1 : static_cast<int>(system.dimensions[static_cast<std::size_t>(elements)].items.size());
    std::vector<Watched> made;
    for (std::size_t s = 0; s < system.stocks.size(); ++s)
        for (int item = 0; item < items; ++item) made.push_back({s, item, tuples_of(system, elements, item)});
    return made;
}

Expected<void> draw(const io::SystemRead& read, const recycling::RecyclingRule& rule, FlowStudy& study, const base::Progress& progress) {
    const System& system = study.system;
    const std::vector<Watched> series = watched(system);
    std::vector<recycling::UncertainInput> inputs;
    for (const io::UncertainParameter& one : read.uncertain) inputs.push_back(one.factor);
    const auto model = [&](std::span<const double> factors) -> Expected<std::vector<double>> {
        System drawn = system;
        for (std::size_t n = 0; n < factors.size(); ++n)
            for (double& value : drawn.parameters[static_cast<std::size_t>(read.uncertain[n].parameter)].values) value *= factors[n];
        const auto solved = recycling::solve(drawn);
        if (!solved) return std::unexpected(solved.error());
        std::vector<double> outputs;
        for (const Watched& one : series)
            for (int t = 0; t < solved->years; ++t) {
                double sum = 0;
                for (const std::size_t u : one.tuples) sum += solved->stocks[one.stock].stock[u * static_cast<std::size_t>(solved->years) + static_cast<std::size_t>(t)];
                outputs.push_back(sum);
            }
        return outputs;
    };
    auto made = recycling::propagate(inputs, model, {rule.draws, static_cast<std::uint64_t>(rule.seed)}, progress);
    if (!made) return std::unexpected(made.error());
    const auto years = static_cast<std::ptrdiff_t>(system.years());
    for (std::size_t n = 0; n < series.size(); ++n) {
        const auto from = made->outputs.begin() + static_cast<std::ptrdiff_t>(n) * years;
        study.fans.push_back({system.stocks[series[n].stock].id, series[n].item, {from, from + years}});
    }
    study.draws = made->draws;
    study.failed_draws = made->failed;
    return {};
}

/// Longitude and latitude of places: as they are stated, or from the project's system where one is.
Expected<void> find_places(std::vector<recycling::Place>& places, const std::string& crs) {
    std::vector<io::LonLat> plane;
    for (recycling::Place& place : places) {
        plane.push_back({place.x, place.y});
        if (!place.degrees) continue;
        place.longitude = place.x;
        place.latitude = place.y;
    }
    if (crs.empty() || std::ranges::all_of(places, &recycling::Place::degrees)) return {};
    const auto degrees = io::to_degrees(std::move(plane), crs);
    if (!degrees) {
        base::Error error = degrees.error();
        error.place.field = "general.crs";
        return std::unexpected(std::move(error));
    }
    for (std::size_t n = 0; n < places.size(); ++n) {
        if (places[n].degrees) continue;
        places[n].longitude = (*degrees)[n][0];
        places[n].latitude = (*degrees)[n][1];
    }
    return {};
}

Expected<void> run_flows(Project& project, base::Progress& progress) {
    const recycling::RecyclingRule& rule = project.recipe.flows;
    if (rule.system_file.empty()) {
        project.results.more.erase("flows.study");
        return {};
    }
    auto study = make_flow_study(resolved_file(project.recipe, rule.system_file), rule, progress);
    if (!study) return std::unexpected(study.error());
    study->file = rule.system_file;
    if (auto found = find_places(study->places, project.recipe.general.crs); !found) return found;
    project.results.more["flows.study"] = shared(std::move(*study));
    return {};
}

std::vector<base::Finding> examine_flows(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto study = flow_study(project.results);
    if (!study) return findings;
    const System& system = study->system;
    const SolvedSystem& solved = study->solved;
    const auto place = [&](int t, std::size_t tuple) {
        const std::string name = system.tuple_name(tuple);
        return name.empty() ? study->year_name(t) : study->year_name(t) + ", " + name;
    };
    const auto say = [&](const char* kind, Severity severity, std::size_t count, Words args, const std::string& column) {
        base::Finding finding = doubt("flows", kind, severity, static_cast<std::int64_t>(count), std::move(args));
        finding.file = study->file;
        finding.column = column;
        findings.push_back(std::move(finding));
    };
    // One finding for each flow or stock, which names the first place and the worst is no other kind of trouble.
    std::map<int, std::vector<const recycling::NegativeFlow*>> negative;
    for (const auto& one : solved.negative) negative[one.flow].push_back(&one);
    for (const auto& [flow, list] : negative) {
        const std::string& id = system.flows[static_cast<std::size_t>(flow)].id;
        say("flow_negative", Severity::warning, list.size(), {{"flow", id}, {"place", place(list.front()->year, list.front()->tuple)}, {"tonnes", tonnes_text(list.front()->value)}}, id);
    }
    std::map<std::size_t, std::vector<const recycling::FastFall*>> falls;
    for (const auto& one : solved.fast_falls) falls[one.series / solved.tuples].push_back(&one);
    for (const auto& [stock, list] : falls) {
        const std::string& id = system.stocks[stock].id;
        say("flow_fast_fall", Severity::warning, list.size(),
            {{"stock", id}, {"place", place(list.front()->year, list.front()->series % solved.tuples)}, {"tonnes", tonnes_text(list.front()->missing)}}, id);
    }
    std::map<int, std::vector<const recycling::NegativeStock*>> overdrawn;
    for (const auto& one : solved.overdrawn) overdrawn[one.stock].push_back(&one);
    for (const auto& [stock, list] : overdrawn) {
        const std::string& id = system.stocks[static_cast<std::size_t>(stock)].id;
        say("flow_overdrawn", Severity::warning, list.size(), {{"stock", id}, {"place", place(list.front()->year, list.front()->tuple)}, {"tonnes", tonnes_text(list.front()->value)}}, id);
    }
    if (solved.largest_residual > 1e-9) say("flow_unbalanced", Severity::error, 1, {{"share", base::number(solved.largest_residual, 2)}}, "");
    if (!study->other_options.empty()) {
        std::string all;
        for (const std::string& one : study->other_options) all += (all.empty() ? "" : ", ") + one;
        say("flow_options", Severity::warning, study->other_options.size(), {{"options", all}}, "");
    }
    if (project.recipe.flows.draws > 0 && !study->has_uncertain) say("flow_no_uncertain", Severity::warning, 1, {}, "");
    const auto lost = std::ranges::count_if(study->places, [](const recycling::Place& one) { return std::isnan(one.longitude) || std::isnan(one.latitude); });
    if (lost > 0) {
        const auto first = std::ranges::find_if(study->places, [](const recycling::Place& one) { return std::isnan(one.longitude) || std::isnan(one.latitude); });
        say(project.recipe.general.crs.empty() ? "flow_place_no_crs" : "flow_place_off_map", Severity::warning, static_cast<std::size_t>(lost),
            {{"place", first->id}, {"crs", project.recipe.general.crs}}, "");
    }
    if (study->failed_draws > 0) say("flow_failed_draws", Severity::warning, static_cast<std::size_t>(study->failed_draws), {{"draws", std::to_string(study->draws)}}, "");
    return findings;
}

/// The files that the system's file names. What is gone (the project was mailed) counts as it was when it was read.
void flows_depends(const Project& project, Fingerprint& print) {
    const std::string& file = project.recipe.flows.system_file;
    if (file.empty()) return;
    if (!project.recipe.general.crs.empty()) print.add("crs", project.recipe.general.crs);  // of the places' coordinates
    const std::string path = resolved_file(project.recipe, file);
    const auto study = flow_study(project.results);
    const bool known = study && study->file == file;
    if (known && file_fingerprint(path) == absent_file) {
        for (const auto& [name, digest] : study->inputs) print.add("file", digest);
        return;
    }
    const std::vector<std::string> names = io::system_inputs(path);
    for (std::size_t n = 0; n < names.size(); ++n) {
        std::string digest = file_fingerprint(names[n]);
        if (digest == absent_file && known && study->inputs.size() == names.size()) digest = study->inputs[n].second;
        print.add("file", digest);
    }
}

Expected<WorkSize> size_of_flows(const Project& project) {
    WorkSize work;
    if (project.recipe.flows.system_file.empty()) return work;
    const auto made = read_flows(resolved_file(project.recipe, project.recipe.flows.system_file), project.recipe.flows);
    if (!made) return std::unexpected(made.error());
    const System& system = made->system;
    const double years = system.years(), tuples = static_cast<double>(system.tuples());
    double aging = 0;
    for (const recycling::Stock& stock : system.stocks) aging += stock.drive == recycling::StockDrive::accumulates ? 0 : 1;
    work.cells = tuples * years;
    work.unit = "project.size.flow_cells";
    const double lists = static_cast<double>(system.flows.size() + system.processes.size() + 3 * system.stocks.size());
    const double once = 8 * (work.cells * lists + aging * tuples * years * (years + 1) / 2);
    const double threads = project.recipe.flows.draws > 0 && !made->uncertain.empty() ? 1 + static_cast<double>(std::max(1U, std::thread::hardware_concurrency())) : 1;
    work.bytes = once * threads;
    work.seconds = 1e-6 * work.cells * static_cast<double>(system.flows.size()) * std::max(1, made->uncertain.empty() ? 0 : project.recipe.flows.draws);
    work.fix = Message("project.size.fewer_tuples");
    work.place.field = "flows.system_file";
    return work;
}

}  // namespace

Expected<FlowStudy> make_flow_study(const std::string& path, const recycling::RecyclingRule& rule, const base::Progress& progress) {
    FlowStudy study;
    study.file = path;
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    for (const std::string& file : io::system_inputs(path))
        study.inputs.emplace_back(std::filesystem::path(file).lexically_proximate(folder).string(), file_fingerprint(file));
    auto from_file = read_flows(path, rule);
    if (!from_file) return std::unexpected(from_file.error());
    if (!progress.report(0.1)) return base::cancelled();
    study.other_options = other_options(*from_file, rule);
    study.system = from_file->system;
    const auto year = answer_year(study.system, rule.year);
    if (!year) return std::unexpected(year.error());
    study.year = *year;
    const bool draws = rule.draws > 0 && !from_file->uncertain.empty();
    auto solved = recycling::solve(study.system, progress.part(0.1, draws ? 0.2 : 0.9));
    if (!solved) {
        base::Error error = solved.error();
        if (error.place.file.empty() && error.kind != base::ErrorKind::cancelled) error.place.file = path;
        return std::unexpected(std::move(error));
    }
    study.solved = std::move(*solved);
    if (!from_file->streams_file.empty()) {
        auto streams = io::read_streams(from_file->streams_file, &study.system, &study.solved, from_file->sinks);
        if (!streams) return std::unexpected(streams.error());
        study.streams = std::move(*streams);
    }
    for (const recycling::PileStream& pile : from_file->piles) {
        study.streams.push_back(pile.stream);
        study.pile_unassigned_t += pile.unassigned * pile.stream.theoretical_t;
        study.pile_no_route_t += pile.no_route * pile.stream.theoretical_t;
    }
    study.sinks = from_file->sinks;
    study.letters = from_file->letters;
    for (const io::TargetRead& one : from_file->targets) study.targets.push_back({one.target, one.capacity_share});
    study.places = std::move(from_file->places);
    study.has_uncertain = !from_file->uncertain.empty();
    if (draws)
        if (auto drawn = draw(*from_file, rule, study, progress.part(0.2, 0.95)); !drawn) return std::unexpected(drawn.error());
    if (!progress.report(1)) return base::cancelled();
    return study;
}

Stage flows_stage() {
    Stage stage;
    stage.id = "flows";
    stage.workspace = "perspective";
    stage.label = {"Material flows", "物质流"};
    stage.doing = {"Solving material flows", "求解物质流"};
    stage.help = {"Flows and stocks of a system over its years, balanced process by process", "系统历年的流与存量，逐过程平衡"};
    stage.parameters = {"flows."};
    stage.depends = flows_depends;
    stage.share = 0.02;
    stage.results = {archived_more<FlowStudy>("flows.study")};
    stage.size = size_of_flows;
    stage.run = run_flows;
    stage.examine = examine_flows;
    return stage;
}

}  // namespace orelens::project
