#include "core/demonstration/Flows.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <string_view>

namespace orelens::demonstration {
namespace {

using Json = nlohmann::ordered_json;

constexpr int first_year = 1980, last_year = 2060;
constexpr const char* cities[] = {"Anping", "Beihe", "Changling", "Dongwan", "Fushan", "Guyuan", "Heshan", "Jinzhou Bay", "Linhai", "Nanxi", "Taihe", "Yunzhou"};

/// Where they would be: somewhere on land, nobody's.
constexpr double city_degrees[][2] = {{101.2, 33.1}, {104.6, 38.2}, {108.9, 30.4}, {113.1, 25.6}, {106.3, 35.7}, {111.8, 36.9},
                                      {115.2, 33.4}, {111.3, 23.8}, {117.1, 27.9}, {104.1, 28.3}, {110.2, 33.6}, {100.4, 25.4}};
static_assert(std::size(city_degrees) == std::size(cities));

/// Names inside the files, English and Chinese; the first twelve are the cities.
constexpr std::pair<const char*, const char*> names[] = {
    {"Anping", "安坪"}, {"Beihe", "北河"}, {"Changling", "苍岭"}, {"Dongwan", "东湾里"}, {"Fushan", "复山"}, {"Guyuan", "谷源"},
    {"Heshan", "和山"}, {"Jinzhou Bay", "金洲湾"}, {"Linhai", "林海口"}, {"Nanxi", "楠溪口"}, {"Taihe", "泰河"}, {"Yunzhou", "云洲"},
    {"time", "时间"}, {"element", "元素"}, {"city", "城市"},
    {"demand", "需求量"}, {"collected", "收集"}, {"life", "寿命"}, {"spread", "寿命标准差"}, {"separation", "分选率"}, {"kept at home", "存放率"}, {"years at home", "存放年数"},
    {"environment", "环境"}, {"production", "生产"}, {"use", "使用"}, {"end of life", "报废"}, {"at home", "家中存放"}, {"sorting", "分选"}, {"refining", "冶炼"}, {"landfill", "填埋场"},
    {"primary", "原生金属"}, {"products", "产品"}, {"put away", "存放"}, {"not collected", "未收集"}, {"brought back", "取出"}, {"separated", "已分选"},
    {"sorting residue", "分选残渣"}, {"recycled", "再生金属"}, {"slag", "炉渣"}, {"in use", "在用存量"},
    {"base", "基准"}, {"growth", "增长"}, {"circular", "循环"}};

/// A name in the language; others as they are.
class Say {
  public:
    explicit Say(base::Language language) : chinese_(language == base::Language::chinese) {}
    [[nodiscard]] std::string operator()(const char* name) const {
        if (chinese_)
            for (const auto& [en, zh] : names)
                if (std::string_view(en) == name) return zh;
        return name;
    }
    [[nodiscard]] bool chinese() const { return chinese_; }

  private:
    bool chinese_;
};

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
    Country(std::uint64_t seed, base::Language language) : say_(language), draw_(seed) {
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
        std::string text = head({"time", "element", "city"});
        for (int year = first_year; year <= last_year; ++year)
            for (std::size_t m = 0; m < std::size(metals); ++m)
                for (std::size_t c = 0; c < std::size(cities); ++c) {
                    const Metal& metal = metals[m];
                    const double whole = metal.start_kt + (metal.end_kt - metal.start_kt) / (1 + std::exp(-(year - metal.middle_year) / metal.pace));
                    const double value = whole * noise_[m][static_cast<std::size_t>(year - first_year)] * share_[m][c] * (1 + (scenario.demand - 1) * ahead(year));
                    text += fmt::format("{},{},{},{:.5f}\n", year, metal.symbol, say_(cities[c]), value);
                }
        return text;
    }
    [[nodiscard]] std::string life(const Scenario& scenario, bool spread) const {
        std::string text = head({"time", "element"});
        for (int year = first_year; year <= last_year; ++year)
            for (const Metal& metal : metals)
                text += fmt::format("{},{},{:.4f}\n", year, metal.symbol, (spread ? metal.spread : metal.life) * (year >= 2025 ? scenario.life : 1));
        return text;
    }
    [[nodiscard]] std::string collected(const Scenario& scenario) const {
        std::string text = head({"time", "element", "city"});
        for (int year = first_year; year <= last_year; ++year)
            for (const Metal& metal : metals)
                for (std::size_t c = 0; c < std::size(cities); ++c) text += fmt::format("{},{},{},{:.6f}\n", year, metal.symbol, say_(cities[c]), rate(metal, scenario, year, c));
        return text;
    }
    [[nodiscard]] std::string shares(bool refining) const {
        std::string text = head({"element"});
        for (const Metal& metal : metals) text += fmt::format("{},{}\n", metal.symbol, refining ? metal.refining : metal.separation);
        return text;
    }
    [[nodiscard]] std::string streams(const Scenario& scenario, const std::vector<int>& years) const {
        std::string text = "id,element,place,year,flow,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost,collection_rate_benchmark,"
                           "separation_yield_benchmark,subsidy_benchmark\n";
        for (const int year : years)
            for (const Metal& metal : metals)
                for (std::size_t c = 0; c < std::size(cities); ++c) {
                    // Where collection is hard it is dear too: the farthest city pays four times what the nearest does.
                    const double hard = (1.15 - effort_[c]) / 0.3, cost = 0.9 + 3 * hard * hard;
                    text += fmt::format("{} {} {},{},{},{},{},{:.6f},{},{},{:.2f},{:.2f},{:.2f},{},{},{:.2f}\n", metal.symbol, say_(cities[c]), year, metal.symbol, say_(cities[c]), year, say_("end of life"),
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
    [[nodiscard]] std::string head(std::initializer_list<const char*> dimensions) const {
        std::string text;
        for (const char* one : dimensions) text += say_(one) + ",";
        return text + "value\n";
    }
    Say say_;
    std::mt19937_64 draw_;
    std::vector<std::vector<double>> share_, noise_;
    std::vector<double> effort_;
};

std::string system(const Scenario& scenario, const Say& say) {
    const auto file = [&](const char* name) { return fmt::format("synthetic_flows_{}_{}.csv", scenario.id, name); };
    Json json;
    json["name"] = say.chinese() ? fmt::format("合成数据：十二城市的金属，{}情景", say(scenario.id)) : fmt::format("SYNTHETIC metals of twelve cities, scenario {}", scenario.id);
    json["note"] = say.chinese() ? "合成数据：由程序生成，均非实测" : "SYNTHETIC: made by the program, nothing in it is measured";
    json["options"] = {{"inflow_at", "middle_of_year"}};
    Json city_list = Json::array();
    for (const char* city : cities) city_list.push_back(say(city));
    json["dimensions"] = Json::array({{{"name", say("time")}, {"letter", "t"}, {"from", first_year}, {"to", last_year}},
                                      {{"name", say("element")}, {"letter", "e"}, {"items", {"Cu", "Al", "Li"}}},
                                      {{"name", say("city")}, {"letter", "c"}, {"items", city_list}}});
    json["time"] = say("time");
    json["flow_dimensions"] = {say("time"), say("element"), say("city")};
    json["parameters"] = Json::array({{{"name", say("demand")}, {"dimensions", {say("time"), say("element"), say("city")}}, {"unit", "kt/a"}, {"file", file("demand")}},
                                      {{"name", say("collected")}, {"dimensions", {say("time"), say("element"), say("city")}}, {"unit", "1"}, {"file", file("collected")}},
                                      {{"name", say("life")}, {"dimensions", Json::array({say("time"), say("element")})}, {"unit", "a"}, {"file", file("life")}},
                                      {{"name", say("spread")}, {"dimensions", Json::array({say("time"), say("element")})}, {"unit", "a"}, {"file", file("spread")}},
                                      {{"name", say("separation")}, {"dimensions", Json::array({say("element")})}, {"unit", "1"}, {"file", "synthetic_flows_separation.csv"}},
                                      {{"name", say("refining")}, {"dimensions", Json::array({say("element")})}, {"unit", "1"}, {"file", "synthetic_flows_refining.csv"}},
                                      {{"name", say("kept at home")}, {"unit", "1"}, {"value", 0.08}},
                                      {{"name", say("years at home")}, {"unit", "a"}, {"value", 6}}});
    json["processes"] = Json::array();
    for (const char* process : {"environment", "production", "use", "end of life", "at home", "sorting", "refining", "landfill"}) json["processes"].push_back(say(process));
    const auto flow = [&](const char* id, const char* from, const char* to, const char* rule, const char* factor = nullptr) {
        Json made = {{"id", say(id)}, {"from", say(from)}, {"to", say(to)}, {"rule", rule}};
        if (factor != nullptr) made["factors"] = Json::array({say(factor)});
        return made;
    };
    json["flows"] = Json::array({flow("primary", "environment", "production", "balance"), flow("products", "production", "use", "given", "demand"),
                                 flow("end of life", "use", "end of life", "balance"), flow("collected", "end of life", "sorting", "transfer", "collected"),
                                 flow("put away", "end of life", "at home", "transfer", "kept at home"), flow("not collected", "end of life", "landfill", "rest"),
                                 flow("brought back", "at home", "end of life", "balance"), flow("separated", "sorting", "refining", "transfer", "separation"),
                                 flow("sorting residue", "sorting", "landfill", "rest"), flow("recycled", "refining", "production", "transfer", "refining"),
                                 flow("slag", "refining", "landfill", "rest")});
    json["stocks"] = Json::array({{{"id", say("in use")}, {"process", say("use")}, {"drive", "inflow_driven"}, {"lifetime", "lognormal"}, {"first", say("life")}, {"second", say("spread")}, {"state", "in_use"}},
                                  {{"id", say("at home")}, {"process", say("at home")}, {"drive", "inflow_driven"}, {"lifetime", "exponential"}, {"first", say("years at home")}, {"state", "hibernating"}},
                                  {{"id", say("landfill")}, {"process", say("landfill")}, {"drive", "accumulates"}, {"state", "landfill"}}});
    json["streams"] = file("streams");
    json["places"] = "synthetic_flows_places.csv";
    json["targets"] = "synthetic_flows_targets.csv";
    json["indicators"] = {{"a", Json::array({say("primary")})}, {"d", Json::array({say("end of life")})}, {"e", Json::array({say("collected")})}, {"g", Json::array({say("recycled")})},
                          {"j", Json::array()}, {"m", Json::array({say("recycled")})}};
    json["uncertain"] = Json::array({{{"parameter", say("demand")}, {"sd", 0.05}}, {{"parameter", say("life")}, {"sd", 0.1}, {"low", 0.6}, {"high", 1.4}},
                                     {{"parameter", say("collected")}, {"sd", 0.05}, {"low", 0.8}, {"high", 1.02}}});
    return json.dump(1) + "\n";
}

std::string places(const Say& say) {
    std::string text = say.chinese() ? "编号,名称,类别,经度,纬度,区域\n" : "id,name,kind,longitude,latitude,region\n";
    for (std::size_t c = 0; c < std::size(cities); ++c)
        text += fmt::format("{},{},{},{},{},{}\n", say(cities[c]), say(cities[c]), say.chinese() ? "城市" : "city", city_degrees[c][0], city_degrees[c][1], say(cities[c]));
    return text;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> flow_files(std::uint64_t seed, base::Language language, const std::vector<int>& stream_years) {
    const Country country(seed, language);
    const Say say(language);
    std::vector<std::pair<std::string, std::string>> files;
    for (const Scenario& scenario : scenarios) {
        const auto name = [&](const char* what) { return fmt::format("synthetic_flows_{}_{}.csv", scenario.id, what); };
        files.emplace_back(fmt::format("synthetic_flows_{}.json", scenario.id), system(scenario, say));
        files.emplace_back(name("demand"), country.demand(scenario));
        files.emplace_back(name("collected"), country.collected(scenario));
        files.emplace_back(name("life"), country.life(scenario, false));
        files.emplace_back(name("spread"), country.life(scenario, true));
        files.emplace_back(name("streams"), country.streams(scenario, stream_years));
    }
    files.emplace_back("synthetic_flows_separation.csv", country.shares(false));
    files.emplace_back("synthetic_flows_refining.csv", country.shares(true));
    files.emplace_back("synthetic_flows_places.csv", places(say));
    files.emplace_back("synthetic_flows_targets.csv", say.chinese() ? "编号,元素,指标,年份,不低于,来源\n"
                                                                      "铜的回收,Cu,end_of_life_rate,2045,0.5,合成数据：虚构\n"
                                                                      "铝的收集,Al,collection_rate,2045,0.7,合成数据：虚构\n"
                                                                      "锂的再生能力,Li,capacity_share,2030,0.25,欧盟《关键原材料法案》2024：再生能力与消费量之比\n"
                                                                    : "id,element,indicator,year,at_least,source\n"
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
