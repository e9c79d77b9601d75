#include "core/demonstration/Flows.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

namespace orelens::demonstration {
namespace {

using Json = nlohmann::ordered_json;

constexpr int first_year = 1980, last_year = 2060;
constexpr const char* cities[] = {"Anping", "Beihe", "Changling", "Dongwan", "Fushan", "Guyuan", "Heshan", "Jinzhou Bay", "Linhai", "Nanxi", "Taihe", "Yunzhou"};

struct Metal {
    const char* symbol;
    double start_kt, end_kt;  ///< demand of the whole country at the ends of a logistic curve
    double middle_year, pace;
    double life, spread;  ///< of its products, years
    double collected_now, collected_later;
    double separation, refining;
    double collect_cost, process_cost, refine_cost;
};
constexpr Metal metals[] = {{"Cu", 400, 6200, 2012, 7, 28, 9, 0.45, 0.85, 0.86, 0.97, 700, 900, 450},
                            {"Al", 300, 14000, 2014, 6, 20, 7, 0.50, 0.88, 0.90, 0.93, 250, 350, 300},
                            {"Li", 0.5, 160, 2034, 5, 11, 3, 0.20, 0.80, 0.82, 0.85, 6000, 14000, 9000}};

struct Scenario {
    const char* id;
    double demand;      ///< times the demand of 2060, reached from 2025 on
    double collection;  ///< share of the way from now to later that is gone by 2060
    double life;        ///< times the lifetimes of cohorts from 2025 on
};
constexpr Scenario scenarios[] = {{"base", 1, 0.5, 1}, {"growth", 1.4, 0.4, 1}, {"circular", 0.85, 1, 1.15}};

/// 0 in 2025, 1 in 2060.
double ahead(int year) {
    return std::min(1.0, std::max(0.0, (year - 2025) / 35.0));
}

class Country {
  public:
    explicit Country(std::uint64_t seed) : draw_(seed) {
        for (std::size_t m = 0; m < std::size(metals); ++m) {
            double sum = 0;
            std::vector<double> parts;
            for (std::size_t c = 0; c < std::size(cities); ++c) parts.push_back(0.4 + uniform());
            for (const double part : parts) sum += part;
            for (double& part : parts) part /= sum;
            share_.push_back(parts);
            std::vector<double> noise;
            for (int year = first_year; year <= last_year; ++year) noise.push_back(year <= 2025 ? 1 + 0.08 * (uniform() - 0.5) : 1);
            noise_.push_back(noise);
        }
        for (std::size_t c = 0; c < std::size(cities); ++c) effort_.push_back(0.85 + 0.3 * uniform());
    }

    [[nodiscard]] std::string demand(const Scenario& scenario) const {
        std::string text = "time,element,city,value\n";
        for (int year = first_year; year <= last_year; ++year)
            for (std::size_t m = 0; m < std::size(metals); ++m)
                for (std::size_t c = 0; c < std::size(cities); ++c) {
                    const Metal& metal = metals[m];
                    const double whole = metal.start_kt + (metal.end_kt - metal.start_kt) / (1 + std::exp(-(year - metal.middle_year) / metal.pace));
                    const double value = whole * noise_[m][static_cast<std::size_t>(year - first_year)] * share_[m][c] * (1 + (scenario.demand - 1) * ahead(year));
                    text += fmt::format("{},{},{},{:.5f}\n", year, metal.symbol, cities[c], value);
                }
        return text;
    }
    [[nodiscard]] std::string life(const Scenario& scenario, bool spread) const {
        std::string text = "time,element,value\n";
        for (int year = first_year; year <= last_year; ++year)
            for (const Metal& metal : metals)
                text += fmt::format("{},{},{:.4f}\n", year, metal.symbol, (spread ? metal.spread : metal.life) * (year >= 2025 ? scenario.life : 1));
        return text;
    }
    [[nodiscard]] std::string collected(const Scenario& scenario) const {
        std::string text = "time,element,city,value\n";
        for (int year = first_year; year <= last_year; ++year)
            for (const Metal& metal : metals)
                for (std::size_t c = 0; c < std::size(cities); ++c) text += fmt::format("{},{},{},{:.6f}\n", year, metal.symbol, cities[c], rate(metal, scenario, year, c));
        return text;
    }
    static std::string shares(bool refining) {
        std::string text = "element,value\n";
        for (const Metal& metal : metals) text += fmt::format("{},{}\n", metal.symbol, refining ? metal.refining : metal.separation);
        return text;
    }
    [[nodiscard]] std::string streams(const Scenario& scenario) const {
        std::string text = "id,element,place,year,flow,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost,collection_rate_benchmark,"
                           "separation_yield_benchmark,subsidy_benchmark\n";
        for (const int year : {2030, 2045, 2060})
            for (const Metal& metal : metals)
                for (std::size_t c = 0; c < std::size(cities); ++c) {
                    // Where collection is hard it is dear too: the farthest city pays four times what the nearest does.
                    const double hard = (1.15 - effort_[c]) / 0.3, cost = 0.9 + 3 * hard * hard;
                    text += fmt::format("{} {} {},{},{},{},end of life,{:.6f},{},{},{:.2f},{:.2f},{:.2f},{},{},{:.2f}\n", metal.symbol, cities[c], year, metal.symbol, cities[c], year,
                                        rate(metal, scenario, year, c), metal.separation, metal.refining, metal.collect_cost * cost, metal.process_cost * cost, metal.refine_cost,
                                        0.95, std::min(0.98, metal.separation * 1.06), metal.refine_cost * 0.3);
                }
        return text;
    }

  private:
    double uniform() { return static_cast<double>(draw_() >> 11) * 0x1p-53; }
    [[nodiscard]] double rate(const Metal& metal, const Scenario& scenario, int year, std::size_t city) const {
        const double now = metal.collected_now * (0.6 + 0.4 * std::min(1.0, std::max(0.0, (year - 1980) / 45.0)));
        return std::min(0.9, (now + (metal.collected_later - metal.collected_now) * scenario.collection * ahead(year)) * effort_[city]);
    }
    std::mt19937_64 draw_;
    std::vector<std::vector<double>> share_, noise_;
    std::vector<double> effort_;
};

std::string system(const Scenario& scenario) {
    const auto file = [&](const char* name) { return fmt::format("synthetic_flows_{}_{}.csv", scenario.id, name); };
    Json json;
    json["name"] = fmt::format("SYNTHETIC metals of twelve cities, scenario {}", scenario.id);
    json["note"] = "SYNTHETIC: made by the program, nothing in it is measured";
    json["options"] = {{"inflow_at", "middle_of_year"}};
    Json city_list = Json::array();
    for (const char* city : cities) city_list.push_back(city);
    json["dimensions"] = Json::array({{{"name", "time"}, {"letter", "t"}, {"from", first_year}, {"to", last_year}},
                                      {{"name", "element"}, {"letter", "e"}, {"items", {"Cu", "Al", "Li"}}},
                                      {{"name", "city"}, {"letter", "c"}, {"items", city_list}}});
    json["time"] = "time";
    json["flow_dimensions"] = {"time", "element", "city"};
    json["parameters"] = Json::array({{{"name", "demand"}, {"dimensions", {"time", "element", "city"}}, {"unit", "kt/a"}, {"file", file("demand")}},
                                      {{"name", "collected"}, {"dimensions", {"time", "element", "city"}}, {"unit", "1"}, {"file", file("collected")}},
                                      {{"name", "life"}, {"dimensions", {"time", "element"}}, {"unit", "a"}, {"file", file("life")}},
                                      {{"name", "spread"}, {"dimensions", {"time", "element"}}, {"unit", "a"}, {"file", file("spread")}},
                                      {{"name", "separation"}, {"dimensions", Json::array({"element"})}, {"unit", "1"}, {"file", "synthetic_flows_separation.csv"}},
                                      {{"name", "refining"}, {"dimensions", Json::array({"element"})}, {"unit", "1"}, {"file", "synthetic_flows_refining.csv"}},
                                      {{"name", "kept at home"}, {"unit", "1"}, {"value", 0.08}},
                                      {{"name", "years at home"}, {"unit", "a"}, {"value", 6}}});
    json["processes"] = {"environment", "production", "use", "end of life", "at home", "sorting", "refining", "landfill"};
    const auto flow = [](const char* id, const char* from, const char* to, const char* rule, Json factors = Json::array()) {
        Json made = {{"id", id}, {"from", from}, {"to", to}, {"rule", rule}};
        if (!factors.empty()) made["factors"] = std::move(factors);
        return made;
    };
    json["flows"] = Json::array({flow("primary", "environment", "production", "balance"), flow("products", "production", "use", "given", Json::array({"demand"})),
                                 flow("end of life", "use", "end of life", "balance"), flow("collected", "end of life", "sorting", "transfer", Json::array({"collected"})),
                                 flow("put away", "end of life", "at home", "transfer", Json::array({"kept at home"})), flow("not collected", "end of life", "landfill", "rest"),
                                 flow("brought back", "at home", "end of life", "balance"), flow("separated", "sorting", "refining", "transfer", Json::array({"separation"})),
                                 flow("sorting residue", "sorting", "landfill", "rest"), flow("recycled", "refining", "production", "transfer", Json::array({"refining"})),
                                 flow("slag", "refining", "landfill", "rest")});
    json["stocks"] = Json::array({{{"id", "in use"}, {"process", "use"}, {"drive", "inflow_driven"}, {"lifetime", "lognormal"}, {"first", "life"}, {"second", "spread"}, {"state", "in_use"}},
                                  {{"id", "at home"}, {"process", "at home"}, {"drive", "inflow_driven"}, {"lifetime", "exponential"}, {"first", "years at home"}, {"state", "hibernating"}},
                                  {{"id", "landfill"}, {"process", "landfill"}, {"drive", "accumulates"}, {"state", "landfill"}}});
    json["streams"] = file("streams");
    json["targets"] = "synthetic_flows_targets.csv";
    json["indicators"] = {{"a", Json::array({"primary"})}, {"d", Json::array({"end of life"})}, {"e", Json::array({"collected"})}, {"g", Json::array({"recycled"})},
                          {"j", Json::array()}, {"m", Json::array({"recycled"})}};
    json["uncertain"] = Json::array({{{"parameter", "demand"}, {"sd", 0.05}}, {{"parameter", "life"}, {"sd", 0.1}, {"low", 0.6}, {"high", 1.4}},
                                     {{"parameter", "collected"}, {"sd", 0.05}, {"low", 0.8}, {"high", 1.02}}});
    return json.dump(1) + "\n";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> flow_files(std::uint64_t seed) {
    const Country country(seed);
    std::vector<std::pair<std::string, std::string>> files;
    for (const Scenario& scenario : scenarios) {
        const auto name = [&](const char* what) { return fmt::format("synthetic_flows_{}_{}.csv", scenario.id, what); };
        files.emplace_back(fmt::format("synthetic_flows_{}.json", scenario.id), system(scenario));
        files.emplace_back(name("demand"), country.demand(scenario));
        files.emplace_back(name("collected"), country.collected(scenario));
        files.emplace_back(name("life"), country.life(scenario, false));
        files.emplace_back(name("spread"), country.life(scenario, true));
        files.emplace_back(name("streams"), country.streams(scenario));
    }
    files.emplace_back("synthetic_flows_separation.csv", Country::shares(false));
    files.emplace_back("synthetic_flows_refining.csv", Country::shares(true));
    files.emplace_back("synthetic_flows_targets.csv", "id,element,indicator,year,at_least,source\n"
                                                      "copper comes back,Cu,end_of_life_rate,2045,0.5,SYNTHETIC: invented\n"
                                                      "aluminium is collected,Al,collection_rate,2045,0.7,SYNTHETIC: invented\n"
                                                      "lithium capacity,Li,capacity_share,2030,0.25,EU Critical Raw Materials Act 2024: capacity of recycling over consumption\n");
    files.emplace_back("synthetic_flows_README.txt", "SYNTHETIC: copper, aluminium and lithium of twelve made-up cities, 1980-2060. Nothing here is measured.\n"
                                           "合成数据：十二座虚构城市的铜、铝、锂，1980—2060 年。均非实测。\n"
                                           "orelens-cli run synthetic_flows.orelens.json --out results\n"
                                           "orelens-cli mfa run synthetic_flows_base.json --price Cu=7000 --price Al=2200 --price Li=60000 --out results\n");
    return files;
}

}  // namespace orelens::demonstration
