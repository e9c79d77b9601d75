#include "ui/scene/ColumnText.h"

#include <algorithm>
#include <vector>

#include "core/base/Units.h"
#include "core/economics/Value.h"
#include "core/geostat/ConfidenceClasses.h"
#include "core/occurrence/Shipped.h"
#include "core/shapes/Shape.h"

namespace orelens::scene {
namespace {

/// Columns that the stage of scenarios adds (project::scenario_column_prefix, a room that this one does not know).
constexpr std::string_view scenario_prefix = "scenario.";

bool has_words(const std::string& key) {
    static const std::vector<std::string> keys = base::text_keys();
    return std::binary_search(keys.begin(), keys.end(), key);
}

/// A phase or a route of the shipped occurrence table in words; others as they are called.
std::string named(const std::string& id, base::Language language) {
    const auto& shipped = occurrence::shipped_table();
    for (const auto& phase : shipped.phases)
        if (phase.phase.id == id) return phase.phase.name.in(language);
    for (const auto& route : shipped.routes)
        if (route.id == id) return route.name.in(language);
    return id;
}

}  // namespace

std::string column_text(const std::string& column, base::Language language) {
    if (const std::string whole = "ui.column." + column; has_words(whole)) return base::text(whole, language);
    // What a scenario changes: its name may hold anything.
    if (column.starts_with(scenario_prefix))
        return base::text(base::Message("ui.column_of.scenario", {{"name", column.substr(scenario_prefix.size())}}), language);
    // A layer of evidence (project::evidence_prefix): its name is the user's.
    if (column.starts_with("evidence.")) return column.substr(9);
    // "Cu.above_0.3": the grade behind the line may have a point of its own.
    for (const std::string kind : {"above", "mean_above", "realisation"})
        if (const std::size_t at = column.find("." + kind + "_"); at != std::string::npos && at > 0)
            return base::text(base::Message("ui.column_of." + kind,
                                            {{"name", column.substr(0, at)},
                                             {"grade", column.substr(at + kind.size() + 2)}}),
                              language);
    // "Cu.phase.free_oxide", "Cu.recovery.flotation", "status.Cu"
    for (const std::string kind : {"phase", "recoverable", "recovery"})
        if (const std::size_t at = column.find("." + kind + "."); at != std::string::npos && at > 0) {
            const std::string what = column.substr(at + kind.size() + 2);
            return base::text(base::Message("ui.column_of." + kind, {{"name", column.substr(0, at)},
                                                                     {kind == "phase" ? "phase" : "route",
                                                                      named(what, language)}}),
                              language);
        }
    if (column.starts_with("status."))
        return base::text(base::Message("ui.column_of.status", {{"name", column.substr(7)}}), language);
    // "Cu.variance", "break_even.Cu.full": one part is a name, the rest says what the column is.
    const std::size_t first = column.find('.'), last = column.rfind('.');
    if (first == std::string::npos) return column;
    const bool middle = first != last;
    const std::string name = middle ? column.substr(first + 1, last - first - 1) : column.substr(0, first);
    const std::string what = middle ? column.substr(0, first) + column.substr(last) : column.substr(first + 1);
    const std::string key = "ui.column_of." + what;
    return has_words(key) ? base::text(base::Message(key, {{"name", name}}), language) : column;
}

ColumnGroup column_group(const blocks::ColumnInfo& info) {
    const std::string& name = info.name;
    if (name == economics::nsr_column || name.starts_with("margin.") || name.starts_with("break_even."))
        return ColumnGroup::value;
    if (info.type == blocks::ColumnType::integer && !info.codes.empty()) return ColumnGroup::category;
    const std::size_t point = name.find('.');
    if (point != std::string::npos && point > 0) {
        const std::string what = name.substr(point + 1);
        if (what.starts_with("simulated_") || what.starts_with("realisation_")) return ColumnGroup::simulation;
        if (has_words("ui.column_of." + what)) return ColumnGroup::quality;
        if (what.starts_with("above_") || what.starts_with("mean_above_")) return ColumnGroup::grade;
    }
    return base::grade_unit(info.unit) ? ColumnGroup::grade : ColumnGroup::other;
}

std::string code_text(const std::string& column, const std::string& code, base::Language language) {
    if (column.starts_with(scenario_prefix)) {
        const std::string change = "scenarios.code." + code;
        return has_words(change) ? base::text(change, language) : code;
    }
    if (column.starts_with("potential.")) {
        const std::string whole = "potential.code." + code;
        return has_words(whole) ? base::text(whole, language) : code;
    }
    if (column == shapes::solid_column) {
        const std::string kind = "statistics.code." + code;
        return has_words(kind) ? base::text(kind, language) : code;
    }
    const bool component = column.starts_with("status.") || column.ends_with(".state");
    const std::string key = (component ? "occurrence.status." : "scene.") + code;
    const bool ours = component || column == economics::status_column || column == geostat::class_column;
    return ours && has_words(key) ? base::text(key, language) : code;
}

}  // namespace orelens::scene
