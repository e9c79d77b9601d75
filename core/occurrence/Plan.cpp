#include "core/occurrence/Plan.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/occurrence/Check.h"
#include "core/occurrence/Lists.h"

namespace orelens::occurrence {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;

using Pairs = std::vector<std::pair<std::string, std::string>>;

bool is_grade(const BlockModel& model, const std::string& column) {
    const blocks::ColumnInfo* info = model.info(column);
    return info != nullptr && info->type == blocks::ColumnType::real && base::grade_unit(info->unit).has_value();
}

const std::string* value_of(const Pairs& pairs, const std::string& left) {
    const auto found = std::ranges::find(pairs, left, &std::pair<std::string, std::string>::first);
    return found == pairs.end() ? nullptr : &found->second;
}

class Planner {
  public:
    Planner(const Table& table, const BlockModel* model, PlanNotes& notes)
        : table_(table), model_(model), notes_(notes), known_(known_phases(table)) {}
    Expected<Plan> make(const OccurrenceRule& rule);

  private:
    Expected<void> find_types(const std::string& column);
    void note_unknown_types();
    void find_routes();
    void add_element(const std::string& element);
    void add_phase(ElementPlan& plan, const std::string& phase, const std::string& assayed) const;
    void fill_shares(ElementPlan& plan) const;
    void fill_recoveries(ElementPlan& plan);
    void note_element(const ElementPlan& plan);
    [[nodiscard]] const RouteRecovery* recovery(const std::string& route, const std::string& type,
                                                const std::string& element, const std::string& phase) const;
    [[nodiscard]] std::string column_of(const std::string& element) const;

    const Table& table_;
    const BlockModel* model_;
    PlanNotes& notes_;
    std::vector<Phase> known_;
    Pairs totals_, assayed_;
    Plan plan_;
};

Expected<void> Planner::find_types(const std::string& column) {
    plan_.type_column = column;
    std::set<std::string> named;
    for (const Deportment& row : table_.deportment)
        if (row.ore_type != any) named.insert(row.ore_type);
    for (const RouteRecovery& row : table_.recoveries)
        if (row.ore_type != any) named.insert(row.ore_type);
    if (model_ == nullptr) {
        plan_.types.assign(named.begin(), named.end());
        for (std::size_t n = 0; n < plan_.types.size(); ++n) plan_.codes.push_back(static_cast<std::int32_t>(n));
    } else if (column.empty()) {
        if (!named.empty())
            return base::fail(ErrorKind::data, Message("occurrence.no_type_column", {{"type", *named.begin()}}),
                              {.field = "occurrence.ore_type_column"}, Message("occurrence.no_type_column.fix"));
    } else {
        const blocks::ColumnInfo* info = model_->info(column);
        if (info == nullptr || info->type != blocks::ColumnType::integer) {
            std::vector<std::string> integers;
            for (const blocks::ColumnInfo& one : model_->columns())
                if (one.type == blocks::ColumnType::integer) integers.push_back(one.name);
            const std::string near = base::nearest(column, integers);
            return base::fail(ErrorKind::data, Message("project.no_category", {{"column", column}}),
                              {.field = "occurrence.ore_type_column"},
                              near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
        }
        // Numbers without names stand for themselves.
        plan_.types = info->codes;
        if (info->codes.empty())
            for (const std::string& type : named)
                if (type.find_first_not_of("-0123456789") == std::string::npos && type.size() < 10)
                    plan_.types.push_back(type);
        for (std::size_t n = 0; n < plan_.types.size(); ++n)
            plan_.codes.push_back(info->codes.empty() ? std::atoi(plan_.types[n].c_str())
                                                      : static_cast<std::int32_t>(n));
    }
    plan_.types.emplace_back(any);
    return {};
}

void Planner::note_unknown_types() {
    std::map<std::string, std::int64_t> rows;
    for (const Deportment& row : table_.deportment) ++rows[row.ore_type];
    for (const RouteRecovery& row : table_.recoveries) ++rows[row.ore_type];
    for (const auto& [type, count] : rows)
        if (std::ranges::find(plan_.types, type) == plan_.types.end())
            notes_.unknown_types.push_back({type, base::nearest(type, plan_.types), count});
}

void Planner::find_routes() {
    for (const RouteRecovery& row : table_.recoveries)
        if (row.recovery > 0 && std::ranges::find(plan_.routes, row.route) == plan_.routes.end())
            plan_.routes.push_back(row.route);
}

std::string Planner::column_of(const std::string& element) const {
    if (model_ == nullptr) return element;
    if (const std::string* named = value_of(totals_, element); named != nullptr && is_grade(*model_, *named))
        return *named;
    return is_grade(*model_, element) ? element : std::string();
}

void Planner::add_phase(ElementPlan& plan, const std::string& id, const std::string& assayed) const {
    const auto there = std::ranges::find(plan.phases, id, &PhasePlan::phase);
    if (there != plan.phases.end()) {
        if (!assayed.empty()) there->assayed_column = assayed;
        return;
    }
    const Phase& phase = *find_phase(known_, id);
    const bool companion = !phase.host_element.empty() && phase.host_element != plan.element;
    plan.phases.push_back({id, phase.name, phase.kind, phase.host_mineral, assayed,
                           companion ? phase.host_element : "", companion ? phase.host_phase : ""});
}

void Planner::fill_shares(ElementPlan& plan) const {
    plan.shares.assign(plan_.types.size(), std::vector<Share>(plan.phases.size()));
    for (std::size_t t = 0; t < plan_.types.size(); ++t) {
        const auto holds = [&](const std::string& type) {
            return std::ranges::any_of(table_.deportment, [&](const Deportment& row) {
                return row.element == plan.element && row.ore_type == type;
            });
        };
        const std::string type = holds(plan_.types[t]) ? plan_.types[t] : any;
        double sum = 0;
        for (const Deportment& row : table_.deportment) {
            if (row.element != plan.element || row.ore_type != type) continue;
            const auto at = std::ranges::find(plan.phases, row.phase, &PhasePlan::phase) - plan.phases.begin();
            plan.shares[t][static_cast<std::size_t>(at)] = {row.fraction, true,       row.shipped,   row.method,
                                                            row.samples,  row.source, row.confidence};
            sum += row.fraction;
        }
        if (sum > 1)
            for (Share& share : plan.shares[t]) share.fraction /= sum;
    }
}

const RouteRecovery* Planner::recovery(const std::string& route, const std::string& type, const std::string& element,
                                       const std::string& phase) const {
    const RouteRecovery* best = nullptr;
    int rank = -1;
    for (const RouteRecovery& row : table_.recoveries) {
        if (row.route != route || row.phase != phase) continue;
        if ((row.ore_type != any && row.ore_type != type) || (row.element != any && row.element != element)) continue;
        const int own = (row.ore_type != any ? 2 : 0) + (row.element != any ? 1 : 0);
        if (own > rank) {
            rank = own;
            best = &row;
        }
    }
    return best;
}

void Planner::fill_recoveries(ElementPlan& plan) {
    bool shipped = false, any_recovered = false;
    plan.recovery.assign(plan_.routes.size(), std::vector<std::vector<double>>(
                                                  plan_.types.size(), std::vector<double>(plan.phases.size(), 0)));
    for (std::size_t r = 0; r < plan_.routes.size(); ++r)
        for (std::size_t t = 0; t < plan_.types.size(); ++t)
            for (std::size_t p = 0; p < plan.phases.size(); ++p)
                if (const RouteRecovery* row =
                        recovery(plan_.routes[r], plan_.types[t], plan.element, plan.phases[p].phase)) {
                    plan.recovery[r][t][p] = row->recovery;
                    shipped = shipped || row->shipped;
                    any_recovered = any_recovered || row->recovery > 0;
                }
    if (shipped) notes_.shipped_recoveries.push_back(plan.element);
    if (!any_recovered) notes_.without_recovery.push_back(plan.element);
    plan_.shipped_recoveries = plan_.shipped_recoveries || shipped;
}

void Planner::note_element(const ElementPlan& plan) {
    bool shipped = false, bare = false;
    for (const auto& type : plan.shares)
        for (const Share& share : type) {
            shipped = shipped || share.shipped;
            bare = bare || (share.stated && !share.shipped && (share.method.empty() || share.samples <= 0));
        }
    if (shipped) notes_.shipped_shares.push_back(plan.element);
    if (bare) notes_.without_method.push_back(plan.element);
}

void Planner::add_element(const std::string& element) {
    ElementPlan plan;
    plan.element = element;
    plan.column = column_of(element);
    if (plan.column.empty()) {
        notes_.no_column.push_back(element);
        return;
    }
    if (model_ != nullptr) plan.unit = model_->info(plan.column)->unit;
    for (const Deportment& row : table_.deportment)
        if (row.element == element) add_phase(plan, row.phase, "");
    for (const auto& [name, column] : assayed_) {
        const std::size_t dot = name.find('.');
        if (name.substr(0, dot) == element && model_ != nullptr && is_grade(*model_, column))
            add_phase(plan, name.substr(dot + 1), column);
    }
    fill_shares(plan);
    fill_recoveries(plan);
    note_element(plan);
    plan_.elements.push_back(std::move(plan));
}

Expected<Plan> Planner::make(const OccurrenceRule& rule) {
    if (auto good = check_table(table_); !good) return std::unexpected(good.error());
    auto totals = read_pairs(rule.totals, "occurrence.totals", nullptr);
    if (!totals) return std::unexpected(totals.error());
    auto assayed = read_pairs(rule.assayed, "occurrence.assayed", nullptr);
    if (!assayed) return std::unexpected(assayed.error());
    totals_ = std::move(*totals);
    assayed_ = std::move(*assayed);
    const bool usual = rule.assayed == OccurrenceRule{}.assayed;
    for (const auto& [name, column] : assayed_) {
        const std::size_t dot = name.find('.');
        const bool good = dot != std::string::npos && find_phase(known_, name.substr(dot + 1)) != nullptr;
        if (!good)
            return base::fail(ErrorKind::data, Message("occurrence.unread", {{"part", name}}),
                              {.field = "occurrence.assayed"}, Message("occurrence.assayed.fix"));
        if (model_ != nullptr && !usual && !is_grade(*model_, column))
            return base::fail(ErrorKind::data, Message("occurrence.no_grade", {{"column", column}}),
                              {.field = "occurrence.assayed"});
    }
    if (auto found = find_types(rule.ore_type_column); !found) return std::unexpected(found.error());
    note_unknown_types();
    find_routes();
    std::vector<std::string> elements;
    for (const Deportment& row : table_.deportment)
        if (std::ranges::find(elements, row.element) == elements.end()) elements.push_back(row.element);
    for (const auto& [name, column] : assayed_) {
        const std::string element = name.substr(0, name.find('.'));
        if (std::ranges::find(elements, element) == elements.end() && model_ != nullptr && is_grade(*model_, column) &&
            !column_of(element).empty())
            elements.push_back(element);
    }
    for (const std::string& element : elements) add_element(element);
    for (const ElementPlan& element : plan_.elements)
        if (element.phases.size() > most_phases)
            return base::fail(ErrorKind::data, Message("occurrence.too_many_phases", {{"element", element.element}}));
    for (const ElementPlan& element : plan_.elements)
        for (const PhasePlan& phase : element.phases)
            if (!phase.host_element.empty() && plan_.element_index(phase.host_element) < 0)
                notes_.unknown_hosts.push_back(element.element + " (" + phase.host_element + ")");
    return std::move(plan_);
}

}  // namespace

bool ElementPlan::described(std::size_t type) const {
    for (std::size_t p = 0; p < phases.size(); ++p)
        if (!phases[p].assayed_column.empty() || shares[type][p].stated) return true;
    return false;
}

double ElementPlan::unassigned(std::size_t type) const {
    double sum = 0;
    for (const Share& share : shares[type]) sum += share.fraction;
    return std::max(0.0, 1 - sum);
}

double ElementPlan::route_recovery(std::size_t route, std::size_t type) const {
    double sum = 0;
    for (std::size_t p = 0; p < phases.size(); ++p) sum += shares[type][p].fraction * recovery[route][type][p];
    return sum;
}

double ElementPlan::theoretical(std::size_t type) const {
    double sum = 0;
    for (std::size_t p = 0; p < phases.size(); ++p) {
        double best = 0;
        for (const auto& route : recovery) best = std::max(best, route[type][p]);
        sum += shares[type][p].fraction * best;
    }
    return sum;
}

int Plan::element_index(const std::string& element) const {
    const auto found = std::ranges::find(elements, element, &ElementPlan::element);
    return found == elements.end() ? -1 : static_cast<int>(found - elements.begin());
}

Expected<Plan> plan_occurrence(const Table& table, const OccurrenceRule& rule, const BlockModel& model,
                               PlanNotes& notes) {
    return Planner(table, &model, notes).make(rule);
}

bool plan_fits(const Plan& plan, const BlockModel& model) {
    if (!plan.type_column.empty()) {
        const blocks::ColumnInfo* info = model.info(plan.type_column);
        if (info == nullptr || info->type != blocks::ColumnType::integer) return false;
    }
    return std::ranges::all_of(plan.elements, [&](const ElementPlan& element) {
        return is_grade(model, element.column) && std::ranges::all_of(element.phases, [&](const PhasePlan& phase) {
                   return phase.assayed_column.empty() || is_grade(model, phase.assayed_column);
               });
    });
}

Expected<Plan> plan_table(const Table& table) {
    PlanNotes notes;
    return Planner(table, nullptr, notes).make(OccurrenceRule{});
}

}  // namespace orelens::occurrence
