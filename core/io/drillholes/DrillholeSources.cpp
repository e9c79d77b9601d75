#include "core/io/drillholes/DrillholeSources.h"

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/drillholes/SampleKinds.h"

namespace orelens::io {
namespace {

/// A table of blast holes has the collars and the grades in one: it serves as both where no other collar file
/// is named.
drilling::ImportRule with_collars(const drilling::ImportRule& rule, const std::string& folder) {
    drilling::ImportRule out = rule;
    if (!rule.collar_file.empty() || rule.assay_file.empty()) return out;
    const auto table = open_table("assay", rule.assay_file, rule, folder, base::Progress(), true);
    if (!table) return out;
    const auto has = [&](const char* role) {
        return guess_column("collar", role, table->csv.headers).has_value();
    };
    if (has("hole") && has("x") && has("y") && has("z")) out.collar_file = rule.assay_file;
    return out;
}

DrillholeSources with_places(const drilling::ImportRule& rule, const drilling::AssayRule& assays, const std::string& folder) {
    DrillholeSources out{rule, assays, false};
    const bool stated = assays.kind != drilling::SampleKind::detect || !rule.assay_from.empty() ||
                        !rule.assay_to.empty() || !assays.depth.empty() || !assays.length.empty();
    // Beside collars of its own the table may lack its depths by mistake.
    const bool other_collars = !rule.collar_file.empty() && rule.collar_file != rule.assay_file;
    if (rule.assay_file.empty() || other_collars || stated || !assays.points_file.empty() || !drilling::more_files(assays).empty())
        return out;
    const auto table = open_table("assay", rule.assay_file, rule, folder, base::Progress(), true);
    if (!table || !is_of_places(table->csv)) return out;
    out.placed = true;
    out.assays.points_file = rule.assay_file;
    if (out.assays.points_id.empty()) out.assays.points_id = rule.assay_hole;
    if (out.rule.collar_file == rule.assay_file) out.rule.collar_file.clear();
    out.rule.assay_file.clear();
    return out;
}

}  // namespace

DrillholeSources drillhole_sources(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                   const std::string& folder) {
    DrillholeSources out = with_places(rule, assays, folder);
    out.rule = with_collars(out.rule, folder);
    return out;
}

drilling::Finding no_depths(const std::string& file) {
    drilling::Finding finding;
    finding.kind = kind_name(drilling::FindingKind::sample_kind);
    finding.severity = drilling::Severity::warning;
    finding.file = file;
    finding.what = base::Message("csv.kind_places");
    finding.fix = base::Message("csv.kind_places_fix");
    return finding;
}

}  // namespace orelens::io
