// What takes no part, by reason: samples that no composite holds, blocks and shares of blocks that are not counted.
#include <cmath>

#include "core/drilling/LeftOut.h"
#include "core/project/Bounds.h"
#include "core/project/OpenFindings.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using drilling::RowReasons;
using project::BoundPart;
using project::Excluded;

Table samples(const Context& context, const io::DrillholeImport& import) {
    Table table{.id = "excluded_samples", .title = context.say("report.excluded_samples"), .stage = "import"};
    table.notes = {context.say("report.excluded_samples.note")};
    table.columns = {{context.say("report.reason"), "", 0},
                     {context.say("report.rows"), "", 0},
                     {context.say("report.metres"), "m", 1}};
    std::int64_t refused = 0, set_aside = 0, read = 0;
    for (const io::TableMapping& mapping : import.mappings) {
        if (mapping.table != "assay" && mapping.table != "points") continue;
        read += mapping.rows;
        refused += mapping.refused;
        set_aside += mapping.set_aside;
    }
    const RowReasons reasons = project::row_reasons(context.project);
    const auto add = [&](const char* reason, std::int64_t rows, Cell metres) {
        if (rows == 0) table.paper.leave.push_back(table.rows.size());  // a reason that left out nothing
        table.rows.push_back({context.say(reason), rows, std::move(metres)});
    };
    add("report.samples.in_files", read, Cell());
    add("report.samples.refused", refused, Cell());
    add("report.samples.set_aside", set_aside, Cell());
    struct Row {
        const char* words;
        const RowReasons::Part& part;
    };
    for (const Row& row : {Row{"report.samples.unknown_hole", reasons.unknown_hole},
                           {"report.samples.doubtful_hole", reasons.doubtful_hole},
                           {"report.samples.impossible_depth", reasons.impossible_depth},
                           {"report.samples.doubtful_depth", reasons.doubtful_depth},
                           {"report.samples.no_grade", reasons.no_grade},
                           {"report.samples.used", reasons.used}})
        add(row.words, row.part.rows, cell(row.part.metres));
    return table;
}

Table blocks_table(const Context& context, const project::BoundSummary& sums, const std::string& stage) {
    Table table{.id = "excluded_blocks", .title = context.say("report.excluded_blocks"), .stage = stage};
    const double density = context.deck.costs.density_t_per_m3;
    table.notes = {context.say("report.excluded_blocks.note"),
                   context.say("report.excluded_blocks.density", {{"density", base::number(density, 4)}})};
    table.columns = {{context.say("report.reason"), "", 0},   {context.say("report.blocks"), "", 0},
                     {context.say("report.blocks_cut"), "", 0}, {context.say("report.volume"), "m³", 0},
                     {context.say("report.tonnes"), "t", 0},  {context.say("report.share_of_volume"), "%", 2}};
    BoundPart all = sums.without_grade;
    for (const BoundPart& part : sums.out) all.add(part);
    all.add(sums.counted);
    const auto add = [&](const char* words, const BoundPart& part, std::int64_t blocks, Cell cut) {
        if (blocks == 0 && !(part.m3 > 0)) table.paper.leave.push_back(table.rows.size());
        table.rows.push_back({context.say(words), blocks, std::move(cut), cell(part.m3), cell(part.tonnes(density)),
                              cell(all.m3 > 0 ? 100 * part.m3 / all.m3 : std::nan(""))});
    };
    // A block that several reasons cut stands under each with its share, and counts once in the model.
    const BoundPart& counted = sums.counted;
    add("report.whole_model", all, all.blocks + counted.cut, Cell());
    struct Row {
        const char* words;
        const BoundPart& part;
    };
    for (const Row& row : {Row{"report.blocks.without_grade", sums.without_grade},
                           {"report.blocks.as_read", sums.of(Excluded::as_read)},
                           {"report.blocks.air", sums.of(Excluded::air)},
                           {"report.blocks.mined_out", sums.of(Excluded::mined_out)},
                           {"report.blocks.outside_licence", sums.of(Excluded::outside_licence)},
                           {"report.blocks.outside_solids", sums.of(Excluded::outside_solids)},
                           {"report.blocks.counted", counted}})
        add(row.words, row.part, row.part.blocks, row.part.cut);
    return table;
}

}  // namespace

void add_excluded_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    if (results.drilling.import && results.drilling.import->holes.assays.size() > 0)
        tables.push_back(samples(context, *results.drilling.import));
    if (!results.model()) return;
    const bool bounded = results.bounds.summary != nullptr;
    const project::BoundSummary sums =
        bounded ? *results.bounds.summary
                : project::summary_without_shapes(*results.model(), context.project.elements(), context.progress);
    tables.push_back(blocks_table(context, sums, bounded ? "bounds" : "estimate"));
}

}  // namespace orelens::report
