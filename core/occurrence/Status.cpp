#include "core/occurrence/Status.h"

#include <algorithm>
#include <utility>

#include "core/base/Parallel.h"
#include "core/occurrence/Columns.h"

namespace orelens::occurrence {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;

struct Component {
    blocks::IntegerLeaves state;
    std::vector<std::vector<const float*>> recoverable;  // by code of the route column; empty = not that route
    std::vector<bool> paid;                              // by the same
    bool paid_anywhere = false;
    blocks::IntegerWriter out;
};

std::int32_t code_of(const ColumnInfo& info, const std::string& code) {
    const auto found = std::ranges::find(info.codes, code);
    return found == info.codes.end() ? -1 : static_cast<std::int32_t>(found - info.codes.begin());
}

}  // namespace

std::vector<std::string> component_status_codes() {
    return {"usable", "technical", "unrecoverable", "unassigned", "excluded"};
}

std::string component_status_column(const std::string& element) {
    return "status." + element;
}

Expected<void> write_component_status(BlockModel& model, const Plan& plan, const Evaluation& evaluation,
                                      const base::Progress& progress) {
    const ColumnInfo* status = model.info(evaluation.status_column);
    if (status == nullptr || status->type != ColumnType::integer)
        return base::fail(base::ErrorKind::internal,
                          Message("project.no_category", {{"column", evaluation.status_column}}));
    const std::int32_t usable = code_of(*status, "usable"), excluded = code_of(*status, "excluded");
    const ColumnInfo* route = evaluation.route_column.empty() ? nullptr : model.info(evaluation.route_column);
    if (route != nullptr && (route->type != ColumnType::integer || route->codes.empty())) route = nullptr;
    const std::vector<std::string> route_codes = route != nullptr ? route->codes : std::vector<std::string>{};
    std::vector<std::string> added;
    for (const ElementPlan& element : plan.elements)
        if (model.has(state_column(element.element))) {
            added.push_back(component_status_column(element.element));
            model.add_column({added.back(), ColumnType::integer, "", component_status_codes()},
                             static_cast<std::int32_t>(ComponentStatus::excluded));
        }
    std::vector<Component> components;
    for (const ElementPlan& element : plan.elements) {
        if (!model.has(state_column(element.element))) continue;
        Component one;
        one.state = std::as_const(model).integer_leaves(state_column(element.element));
        const auto pays = [&](const std::string& code) {
            return std::ranges::any_of(evaluation.paid, [&](const Paid& paid) {
                return paid.element == element.element && paid.route == code;
            });
        };
        one.paid_anywhere = std::ranges::any_of(
            evaluation.paid, [&](const Paid& paid) { return paid.element == element.element; });
        for (const std::string& code : route_codes) {
            one.paid.push_back(pays(code));
            const std::string column = recoverable_column(element.element, code);
            one.recoverable.push_back(model.has(column) ? std::as_const(model).real_leaves(column)
                                                        : std::vector<const float*>());
        }
        one.out = model.integer_writer(component_status_column(element.element));
        components.push_back(std::move(one));
    }
    const blocks::IntegerLeaves statuses = std::as_const(model).integer_leaves(evaluation.status_column);
    const blocks::IntegerLeaves routes =
        route != nullptr ? std::as_const(model).integer_leaves(evaluation.route_column) : blocks::IntegerLeaves();
    const auto status_of = [&](const Component& one, std::size_t n, int at) {
        const std::int32_t block = statuses[n][at];
        const auto state = static_cast<State>(one.state[n][at]);
        if (block == excluded || state == State::excluded) return ComponentStatus::excluded;
        if (state == State::unassigned) return ComponentStatus::unassigned;
        if (state == State::unrecoverable) return ComponentStatus::unrecoverable;
        if (block != usable) return ComponentStatus::technical;
        // Nobody pays for what goes along for nothing.
        if (!one.paid_anywhere) return ComponentStatus::technical;
        if (routes.empty()) return ComponentStatus::usable;
        const std::int32_t code = routes[n][at];
        // A route that no row of the table names is not known to recover anything.
        if (code < 0 || static_cast<std::size_t>(code) >= one.recoverable.size()) return ComponentStatus::technical;
        const auto& column = one.recoverable[static_cast<std::size_t>(code)];
        const bool used = one.paid[static_cast<std::size_t>(code)] && !column.empty() && column[n][at] > 0;
        return used ? ComponentStatus::usable : ComponentStatus::technical;
    };
    const bool whole = base::parallel_pieces(model.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int at = 0; at < 512; ++at) {
                if (!std::as_const(model).leaf(n).is_active(at)) continue;
                for (const Component& one : components)
                    one.out.set(n, at, static_cast<std::int32_t>(status_of(one, n, at)));
            }
    });
    if (whole) return {};
    for (const std::string& column : added) model.remove_column(column);
    return base::cancelled();
}

}  // namespace orelens::occurrence
