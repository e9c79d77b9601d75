#include "core/occurrence/Columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/Parallel.h"
#include "core/base/Units.h"

namespace orelens::occurrence {
namespace {

using base::Expected;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;

constexpr std::size_t piece_leaves = 64;

double unit_fraction(const std::string& unit) {
    return base::fraction_of(base::grade_unit(unit).value_or(base::GradeUnit::percent));
}

bool recovers(const ElementPlan& element, std::size_t route) {
    for (const auto& type : element.recovery[route])
        for (const double recovery : type)
            if (recovery > 0) return true;
    return false;
}

struct ElementColumns {
    std::vector<const float*> total;
    std::vector<std::vector<const float*>> assayed;  // by phase; empty = none
    std::vector<double> assayed_factor;              // to the unit of the total
    std::vector<std::vector<float*>> phase;          // by phase; empty = not written
    std::vector<std::vector<float*>> recoverable, recovery;  // by route; empty = not written
    std::vector<float*> theoretical;
    blocks::IntegerWriter state;
    std::vector<int> host;  // by phase: element of the plan; −1 = no companion, −2 = not in the plan
    double to_mass = 0;     // mass fraction of one unit
};

/// What one block holds of each element.
struct BlockGrades {
    double total = 0;
    std::vector<double> phase;
    double unassigned = 0;
    bool known = false, capped = false, without_assay = false;
};

class Writer {
  public:
    Writer(BlockModel& model, const Plan& plan, const BlockMass& mass, bool phase_columns);
    bool run(const base::Progress& progress);
    std::vector<ElementSums> sums() const;

  private:
    void add_columns(BlockModel& model, bool phase_columns);
    void bind(BlockModel& model, bool phase_columns);
    void leaf(std::size_t n, std::vector<ElementSums>& sums, std::vector<BlockGrades>& grades) const;
    void read_grades(std::size_t e, std::size_t leaf, int at, std::size_t type, BlockGrades& grades) const;
    /// Whether a route recovers the host of a phase here; nothing where that is not known.
    enum class Host { yes, no, unknown };
    [[nodiscard]] Host host(const std::vector<BlockGrades>& grades, std::size_t e, std::size_t p, std::size_t route,
                            std::size_t type) const;
    void block(std::size_t e, std::size_t leaf, int at, std::size_t type, const std::vector<BlockGrades>& grades,
               double tonnes, bool excluded, ElementSums& sums) const;
    [[nodiscard]] std::size_t type_of(std::size_t leaf, int at) const;
    [[nodiscard]] double tonnes_of(std::size_t leaf, int at) const;
    [[nodiscard]] std::vector<ElementSums> empty_sums() const;

    const BlockModel& model_;
    const Plan& plan_;
    const BlockMass& mass_;
    std::vector<ElementColumns> columns_;
    blocks::IntegerLeaves types_, excluded_;
    std::vector<const float*> density_, share_;
    std::map<std::int32_t, std::size_t> type_by_code_;
    std::vector<std::vector<ElementSums>> pieces_;
    double volume_ = 0;
};

std::vector<ElementSums> Writer::empty_sums() const {
    std::vector<ElementSums> sums(plan_.elements.size());
    for (std::size_t e = 0; e < sums.size(); ++e) {
        TypeSums none;
        none.phase_metal.assign(plan_.elements[e].phases.size(), 0);
        none.route_metal.assign(plan_.routes.size(), 0);
        sums[e].types.assign(plan_.types.size(), none);
    }
    return sums;
}

Writer::Writer(BlockModel& model, const Plan& plan, const BlockMass& mass, bool phase_columns)
    : model_(model), plan_(plan), mass_(mass) {
    add_columns(model, phase_columns);
    bind(model, phase_columns);
    volume_ = model.geometry().block_volume();
    const BlockModel& read = std::as_const(model);
    const auto integer = [&](const std::string& name) {
        const ColumnInfo* info = read.info(name);
        return info != nullptr && info->type == ColumnType::integer ? read.integer_leaves(name) : blocks::IntegerLeaves();
    };
    const auto real = [&](const std::string& name) {
        const ColumnInfo* info = read.info(name);
        return info != nullptr && info->type == ColumnType::real ? read.real_leaves(name) : std::vector<const float*>();
    };
    types_ = integer(plan.type_column);
    excluded_ = integer(mass.excluded_column);
    density_ = real(mass.density_column);
    share_ = real(mass.fraction_column);
    for (std::size_t n = 0; n < plan.codes.size(); ++n) type_by_code_[plan.codes[n]] = n;
}

void Writer::add_columns(BlockModel& model, bool phase_columns) {
    for (const ElementPlan& element : plan_.elements) {
        if (phase_columns)
            for (const PhasePlan& phase : element.phases)
                model.add_column({phase_column(element.element, phase.phase), ColumnType::real, element.unit, {}});
        for (std::size_t r = 0; r < plan_.routes.size(); ++r) {
            if (!recovers(element, r)) continue;
            model.add_column({recoverable_column(element.element, plan_.routes[r]), ColumnType::real, element.unit, {}});
            model.add_column({recovery_column(element.element, plan_.routes[r]), ColumnType::real, "%", {}});
        }
        model.add_column({theoretical_column(element.element), ColumnType::real, "%", {}});
        model.add_column({state_column(element.element), ColumnType::integer, "", state_codes()},
                         static_cast<std::int32_t>(State::excluded));
    }
}

void Writer::bind(BlockModel& model, bool phase_columns) {
    columns_.resize(plan_.elements.size());
    for (std::size_t e = 0; e < columns_.size(); ++e) {
        const ElementPlan& element = plan_.elements[e];
        ElementColumns& out = columns_[e];
        out.total = std::as_const(model).real_leaves(element.column);
        out.to_mass = unit_fraction(element.unit);
        for (const PhasePlan& phase : element.phases) {
            const bool assayed = !phase.assayed_column.empty();
            out.assayed.push_back(assayed ? std::as_const(model).real_leaves(phase.assayed_column)
                                          : std::vector<const float*>());
            out.assayed_factor.push_back(
                assayed ? unit_fraction(model.info(phase.assayed_column)->unit) / out.to_mass : 0);
            out.phase.push_back(phase_columns ? model.real_leaves(phase_column(element.element, phase.phase))
                                              : std::vector<float*>());
            out.host.push_back(phase.host_element.empty() ? -1 : plan_.element_index(phase.host_element));
            if (!phase.host_element.empty() && out.host.back() < 0) out.host.back() = -2;
        }
        for (std::size_t r = 0; r < plan_.routes.size(); ++r) {
            const bool there = recovers(element, r);
            const std::string& route = plan_.routes[r];
            out.recoverable.push_back(there ? model.real_leaves(recoverable_column(element.element, route))
                                            : std::vector<float*>());
            out.recovery.push_back(there ? model.real_leaves(recovery_column(element.element, route))
                                         : std::vector<float*>());
        }
        out.theoretical = model.real_leaves(theoretical_column(element.element));
        out.state = model.integer_writer(state_column(element.element));
    }
}

std::size_t Writer::type_of(std::size_t leaf, int at) const {
    const std::size_t rest = plan_.types.size() - 1;
    if (types_.empty()) return rest;
    const auto found = type_by_code_.find(types_[leaf][at]);
    return found == type_by_code_.end() ? rest : found->second;
}

double Writer::tonnes_of(std::size_t leaf, int at) const {
    const float density = density_.empty() ? blocks::missing_float : density_[leaf][at];
    const float share = share_.empty() ? 1.0F : share_[leaf][at];
    const double counted = !(share < 1) ? 1.0 : share > 0 ? static_cast<double>(share) : 0.0;
    return volume_ * counted * (density >= 0 ? static_cast<double>(density) : mass_.density_t_per_m3);
}

void Writer::read_grades(std::size_t e, std::size_t leaf, int at, std::size_t type, BlockGrades& out) const {
    const ElementPlan& element = plan_.elements[e];
    const ElementColumns& columns = columns_[e];
    const double stored = columns.total[leaf][at];
    out.known = !std::isnan(stored);
    out.capped = out.without_assay = false;
    out.total = stored > 0 ? stored : 0;
    out.phase.assign(element.phases.size(), 0);
    out.unassigned = 0;
    if (!out.known) return;
    double assayed = 0, assayed_share = 0;
    std::uint64_t is_assayed = 0;
    for (std::size_t p = 0; p < element.phases.size(); ++p) {
        if (columns.assayed[p].empty()) continue;
        const double grade = columns.assayed[p][leaf][at] * columns.assayed_factor[p];
        if (std::isnan(grade)) {
            out.without_assay = true;
            continue;
        }
        is_assayed |= std::uint64_t{1} << p;
        out.phase[p] = std::max(0.0, grade);
        assayed += out.phase[p];
        assayed_share += element.shares[type][p].fraction;
    }
    if (assayed > out.total) {
        // A rounding of the last digit of a float is no cap that anybody should look at.
        out.capped = assayed > out.total * (1 + 1e-6);
        for (double& grade : out.phase) grade *= out.total / assayed;
        assayed = out.total;
    }
    const double rest = out.total - assayed, rest_share = 1 - assayed_share;
    double given = assayed;
    for (std::size_t p = 0; p < element.phases.size(); ++p) {
        if ((is_assayed >> p) & 1U) continue;
        const double share = element.shares[type][p].fraction;
        out.phase[p] = rest_share > 1e-9 ? rest * share / rest_share : 0;
        given += out.phase[p];
    }
    out.unassigned = std::max(0.0, out.total - given);
}

Writer::Host Writer::host(const std::vector<BlockGrades>& grades, std::size_t e, std::size_t p, std::size_t route,
                          std::size_t type) const {
    const int at = columns_[e].host[p];
    if (at == -1) return Host::yes;
    if (at == -2) return Host::unknown;
    const auto h = static_cast<std::size_t>(at);
    const ElementPlan& element = plan_.elements[h];
    if (!grades[h].known || !element.described(type)) return Host::unknown;
    const std::string& wanted = plan_.elements[e].phases[p].host_phase;
    for (std::size_t q = 0; q < element.phases.size(); ++q)
        if ((wanted.empty() || element.phases[q].phase == wanted) && grades[h].phase[q] > 0 &&
            element.recovery[route][type][q] > 0)
            return Host::yes;
    return Host::no;
}

void Writer::block(std::size_t e, std::size_t leaf, int at, std::size_t type, const std::vector<BlockGrades>& grades,
                   double tonnes, bool excluded, ElementSums& sums) const {
    const ElementPlan& element = plan_.elements[e];
    const ElementColumns& out = columns_[e];
    const BlockGrades& own = grades[e];
    if (!own.known) {
        out.state.set(leaf, at, static_cast<std::int32_t>(excluded ? State::excluded : State::unassigned));
        return;
    }
    bool unknown = false;
    std::array<double, most_phases> best{};
    TypeSums& sum = sums.types[type];
    const double mass = excluded ? 0 : tonnes * out.to_mass;
    double most = 0;
    for (std::size_t r = 0; r < plan_.routes.size(); ++r) {
        if (out.recoverable[r].empty()) continue;
        double recovered = 0;
        bool here_unknown = false;
        for (std::size_t p = 0; p < element.phases.size(); ++p) {
            const double recovery = element.recovery[r][type][p];
            if (!(recovery > 0) || !(own.phase[p] > 0)) continue;
            const Host there = host(grades, e, p, r, type);
            here_unknown = here_unknown || there == Host::unknown;
            if (there != Host::yes) continue;
            recovered += own.phase[p] * recovery;
            best[p] = std::max(best[p], recovery);
        }
        unknown = unknown || here_unknown;
        most = std::max(most, recovered);
        const bool missing = here_unknown && !(recovered > 0);
        out.recoverable[r][leaf][at] = missing ? blocks::missing_float : static_cast<float>(recovered);
        out.recovery[r][leaf][at] = missing || !(own.total > 0) ? blocks::missing_float
                                                                : static_cast<float>(100 * recovered / own.total);
        sum.route_metal[r] += mass * recovered;
    }
    double theoretical = 0;
    for (std::size_t p = 0; p < element.phases.size(); ++p) {
        theoretical += own.phase[p] * best[p];
        sum.phase_metal[p] += mass * own.phase[p];
        if (!out.phase[p].empty()) out.phase[p][leaf][at] = static_cast<float>(own.phase[p]);
    }
    const bool no_theory = !(own.total > 0) || (unknown && !(theoretical > 0));
    out.theoretical[leaf][at] = no_theory ? blocks::missing_float : static_cast<float>(100 * theoretical / own.total);
    State state = State::unrecoverable;
    if (excluded)
        state = State::excluded;
    else if (most > 0)
        state = State::recoverable;
    else if (unknown || own.unassigned > 0.5 * own.total)
        state = State::unassigned;
    out.state.set(leaf, at, static_cast<std::int32_t>(state));
    if (own.capped) ++sums.capped;
    if (own.without_assay) ++sums.without_assay;
    if (unknown) ++sums.unknown_host;
    if (!element.described(type)) ++sums.undescribed;
    if (excluded) return;
    ++sum.blocks;
    sum.tonnes += tonnes;
    sum.metal += mass * own.total;
    sum.unassigned_metal += mass * own.unassigned;
    sum.theoretical_metal += mass * theoretical;
}

void Writer::leaf(std::size_t n, std::vector<ElementSums>& sums, std::vector<BlockGrades>& grades) const {
    const blocks::Leaf& leaf = model_.leaf(n);
    for (int at = 0; at < 512; ++at) {
        if (!leaf.is_active(at)) continue;
        const std::size_t type = type_of(n, at);
        const std::int32_t out = excluded_.empty() ? 0 : excluded_[n][at];
        const bool excluded = out != 0 && out != blocks::missing_int;
        const double tonnes = tonnes_of(n, at);
        for (std::size_t e = 0; e < grades.size(); ++e) read_grades(e, n, at, type, grades[e]);
        for (std::size_t e = 0; e < grades.size(); ++e) block(e, n, at, type, grades, tonnes, excluded, sums[e]);
    }
}

bool Writer::run(const base::Progress& progress) {
    const std::size_t leaves = model_.leaf_count();
    pieces_.assign((leaves + piece_leaves - 1) / piece_leaves, {});
    return base::parallel_pieces(leaves, piece_leaves, progress, [&](std::size_t begin, std::size_t end) {
        std::vector<ElementSums> sums = empty_sums();
        std::vector<BlockGrades> grades(plan_.elements.size());
        for (std::size_t n = begin; n < end; ++n) leaf(n, sums, grades);
        pieces_[begin / piece_leaves] = std::move(sums);
    });
}

std::vector<ElementSums> Writer::sums() const {
    std::vector<ElementSums> all = empty_sums();
    for (const auto& piece : pieces_)
        for (std::size_t e = 0; e < piece.size(); ++e) {
            all[e].capped += piece[e].capped;
            all[e].without_assay += piece[e].without_assay;
            all[e].unknown_host += piece[e].unknown_host;
            all[e].undescribed += piece[e].undescribed;
            for (std::size_t t = 0; t < all[e].types.size(); ++t) {
                TypeSums& to = all[e].types[t];
                const TypeSums& from = piece[e].types[t];
                to.blocks += from.blocks;
                to.tonnes += from.tonnes;
                to.metal += from.metal;
                to.unassigned_metal += from.unassigned_metal;
                to.theoretical_metal += from.theoretical_metal;
                for (std::size_t p = 0; p < to.phase_metal.size(); ++p) to.phase_metal[p] += from.phase_metal[p];
                for (std::size_t r = 0; r < to.route_metal.size(); ++r) to.route_metal[r] += from.route_metal[r];
            }
        }
    return all;
}

}  // namespace

std::string phase_column(const std::string& element, const std::string& phase) {
    return element + ".phase." + phase;
}
std::string recoverable_column(const std::string& element, const std::string& route) {
    return element + ".recoverable." + route;
}
std::string recovery_column(const std::string& element, const std::string& route) {
    return element + ".recovery." + route;
}
std::string theoretical_column(const std::string& element) {
    return element + ".theoretical";
}
std::string state_column(const std::string& element) {
    return element + ".state";
}

std::vector<std::string> state_codes() {
    return {"recoverable", "unrecoverable", "unassigned", "excluded"};
}

double ElementSums::metal() const {
    double sum = 0;
    for (const TypeSums& type : types) sum += type.metal;
    return sum;
}

double ElementSums::theoretical() const {
    double sum = 0;
    for (const TypeSums& type : types) sum += type.theoretical_metal;
    const double all = metal();
    return all > 0 ? sum / all : std::nan("");
}

double occurrence_bytes(const Plan& plan, bool phase_columns) {
    double bytes = 0;
    for (const ElementPlan& element : plan.elements) {
        std::size_t reals = 1 + (phase_columns ? element.phases.size() : 0);
        for (std::size_t r = 0; r < plan.routes.size(); ++r)
            if (recovers(element, r)) reals += 2;
        bytes += 512.0 * (4.0 * static_cast<double>(reals) + 1);
    }
    return bytes;
}

void remove_occurrence_columns(BlockModel& model, const Plan& plan) {
    std::vector<std::string> names;
    for (const ElementPlan& element : plan.elements) {
        for (const PhasePlan& phase : element.phases) names.push_back(phase_column(element.element, phase.phase));
        for (const std::string& route : plan.routes) {
            names.push_back(recoverable_column(element.element, route));
            names.push_back(recovery_column(element.element, route));
        }
        names.push_back(theoretical_column(element.element));
        names.push_back(state_column(element.element));
    }
    for (const std::string& name : names)
        if (model.has(name)) model.remove_column(name);
}

Expected<std::vector<ElementSums>> write_occurrence(BlockModel& model, const Plan& plan, const BlockMass& mass,
                                                    bool phase_columns, const base::Progress& progress) {
    Writer writer(model, plan, mass, phase_columns);
    if (!writer.run(progress)) {
        remove_occurrence_columns(model, plan);
        return base::cancelled();
    }
    return writer.sums();
}

}  // namespace orelens::occurrence
