// The assay tables of a project: opened, mapped, read one after the other and joined in the order in which
// they count.
#include <set>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/Densities.h"
#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/drillholes/RepeatedSamples.h"
#include "core/io/drillholes/SampleKinds.h"

namespace orelens::io {
namespace {

using base::Message;

base::Expected<IntervalSource> open_source(const std::string& file, const std::string& folder,
                                           const drilling::ImportRule& rule,
                                           const drilling::AssayRule& assays,
                                           const std::map<std::string, drilling::AssayColumnRule>& columns,
                                           bool one_of_several, bool first,
                                           std::vector<drilling::Finding>& findings,
                                           const base::Progress& progress) {
    auto table = open_table("assay", file, rule, folder, progress);
    if (!table) return std::unexpected(table.error());
    const auto kind = map_samples(*table, rule, assays);
    if (!kind) return std::unexpected(kind.error());
    if (auto looked = examine_columns(*table, progress); !looked) return std::unexpected(looked.error());
    // Of several tables not every one has the densities.
    static const std::string none = "-";
    const bool lacks = one_of_several && !assays.density.empty() && !table->csv.column(assays.density);
    if (auto mapped = map_density(*table, lacks ? none : assays.density, assays.density_unit, findings);
        !mapped)
        return std::unexpected(mapped.error());
    auto grades = map_grades(*table, columns, one_of_several);
    if (!grades) return std::unexpected(grades.error());
    if (!first) take_own_units(*table, *grades);
    return IntervalSource{std::move(*table), *kind, std::move(*grades)};
}

}  // namespace

base::Expected<void> read_assays(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                 const std::map<std::string, drilling::AssayColumnRule>& columns,
                                 const std::string& folder, const HoleIndex& index,
                                 drilling::IntervalTable&& points, DrillholeImport& out,
                                 base::Progress& progress) {
    std::vector<std::string> files = drilling::more_files(assays);
    if (!rule.assay_file.empty()) files.insert(files.begin(), rule.assay_file);
    const bool several = files.size() > 1;
    std::set<std::string> missing;
    for (const auto& [name, column] : columns) missing.insert(name);
    for (std::size_t n = 0; n < files.size(); ++n) {
        const double share = 1.0 / static_cast<double>(files.size());
        if (!progress.report(static_cast<double>(n) * share, Message("csv.reading", {{"file", files[n]}})))
            return base::cancelled();
        auto source =
            open_source(files[n], folder, rule, assays, columns, several, n == 0, out.findings, progress);
        if (!source) return std::unexpected(source.error());
        for (const GradeSource& grade : source->grades) missing.erase(grade.name);
        base::Progress part =
            progress.part((static_cast<double>(n) + 0.2) * share, static_cast<double>(n + 1) * share);
        drilling::IntervalTable table;
        if (auto read = read_intervals(*source, rule, assays, index, table, out, part); !read) return read;
        if (n == 0)
            out.holes.assays = std::move(table);
        else
            append_table(out.holes.assays, std::move(table), out.holes.collars.size(), out.findings);
    }
    if (several && !missing.empty())
        return base::fail(
            base::ErrorKind::data, Message("csv.no_table_has", {{"grade", *missing.begin()}}),
            {.file = files.front(), .field = *missing.begin()},
            Message("csv.column_unknown_fix", {{"parameter", "element." + *missing.begin() + ".column"}}));
    if (files.empty())
        out.holes.assays = std::move(points);
    else if (points.size() > 0)
        append_table(out.holes.assays, std::move(points), out.holes.collars.size(), out.findings);
    return {};
}

}  // namespace orelens::io
