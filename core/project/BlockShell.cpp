#include "core/project/BlockShell.h"

#include <algorithm>

#include "core/base/Nearest.h"
#include "core/base/Units.h"
#include "core/economics/Evaluated.h"
#include "core/economics/Value.h"
#include "core/project/Truth.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;
using blocks::ExposedFaces;
using blocks::Sense;

/// What is inside: a column, its threshold, and words for it.
struct Inside {
    std::string column;
    Sense sense = Sense::at_most;
    double threshold = 0;
    std::string name, line;
    base::Error empty;  ///< where no block is inside
};

Expected<Inside> usable(const Project& project, const BlockModel& model, double price) {
    const economics::PriceDeck deck =
        project.results.value.deck ? *project.results.value.deck : price_deck(project.recipe);
    if (const auto state = economics::evaluated(&model, deck); state != economics::Evaluated::yes)
        return base::fail(ErrorKind::data, economics::why_not(state));
    const economics::Commodity& main = *economics::main_commodity(deck);
    Inside inside;
    inside.column = economics::break_even_column(main.name, deck.test);
    inside.threshold = std::isnan(price) ? main.price : price;
    const std::string quoted =
        main.name + " " + base::number(inside.threshold, 10) + " " + economics::quotation_unit(deck, main);
    inside.name = "usable at " + quoted;
    inside.line = "blocks usable at " + quoted +
                  (deck.test == economics::CutoffTest::full ? ", all costs paid"
                                                            : ", mining cost spent anyway");
    inside.empty = {ErrorKind::data, Message("shell.none_usable", {{"price", quoted}}), {}, {}};
    return inside;
}

/// The highest value of a column among blocks that are not excluded; NaN where there is none.
double highest(const BlockModel& model, const std::string& column) {
    const auto leaves = model.real_leaves(column);
    const auto* flags = model.info(economics::excluded_column);
    blocks::IntegerLeaves excluded;
    if (flags != nullptr && flags->type == blocks::ColumnType::integer)
        excluded = model.integer_leaves(economics::excluded_column);
    double most = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at) || std::isnan(leaves[n][at])) continue;
            const std::int32_t flag = excluded.empty() ? 0 : excluded[n][at];
            if (flag != 0 && flag != blocks::missing_int) continue;
            most = std::fmax(most, static_cast<double>(leaves[n][at]));
        }
    return most;
}

Expected<Inside> above(const BlockModel& model, const std::string& column, double cutoff) {
    const blocks::ColumnInfo* info = model.info(column);
    if (info == nullptr || info->type != blocks::ColumnType::real) {
        const std::string near = base::nearest(column, shell_columns(model));
        return base::fail(ErrorKind::usage, Message("blocks.no_real_column", {{"column", column}}), {},
                          near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
    }
    if (!std::isfinite(cutoff)) return base::fail(ErrorKind::usage, Message("shell.cutoff_not_finite"));
    const std::string with_unit =
        base::number(cutoff, 10) + (info->unit.empty() ? "" : " " + info->unit);
    Inside inside{column,
                  Sense::at_least,
                  cutoff,
                  column + " at least " + with_unit,
                  "blocks with " + column + " of at least " + with_unit + ", excluded blocks left out",
                  {}};
    const double most = highest(model, column);
    inside.empty = {ErrorKind::data,
                    std::isnan(most)
                        ? Message("shell.no_values", {{"column", column}})
                        : Message("shell.none_reaches", {{"column", column},
                                                         {"cutoff", with_unit},
                                                         {"highest", base::number(most, 6)}}),
                    {},
                    {}};
    return inside;
}

std::vector<std::string> lines(const Project& project, const Inside& inside, std::int64_t count) {
    std::vector<std::string> lines{inside.line};
    const GeneralRule& general = project.recipe.general;
    lines.push_back("project " + general.name + ", " + std::to_string(count) + " blocks, coordinates in metres" +
                    (general.crs.empty() ? "" : ", " + general.crs));
    const std::vector<std::string> older = older_results(project);
    if (!older.empty())
        lines.push_back("older than the project's present parameters or files: " +
                        stage_labels(project, older, base::Language::english));
    return lines;
}

}  // namespace

std::vector<std::string> shell_columns(const BlockModel& model) {
    std::vector<std::string> grades, others;
    for (const blocks::ColumnInfo& info : model.columns()) {
        if (info.type != blocks::ColumnType::real || info.name.starts_with("break_even.")) continue;
        (base::grade_unit(info.unit) ? grades : others).push_back(info.name);
    }
    grades.insert(grades.end(), others.begin(), others.end());
    return grades;
}

Expected<BlockShell> block_shell(const Project& project, const ShellRequest& request,
                                 const base::Progress& progress) {
    const auto& model = project.results.model();
    if (!model) return base::fail(ErrorKind::data, Message("project.no_model"));
    const auto inside = request.column.empty() ? usable(project, *model, request.price)
                                               : above(*model, request.column, request.cutoff);
    if (!inside) return std::unexpected(inside.error());
    if (!progress.report(0.05)) return base::cancelled();
    // A break-even price is missing where a block is excluded; a grade is not.
    const auto faces = ExposedFaces::prepare(*model, inside->column, inside->sense,
                                             request.column.empty() ? "" : economics::excluded_column);
    if (!faces) return std::unexpected(faces.error());
    BlockShell shell;
    shell.blocks = faces->count(inside->threshold).blocks;
    if (shell.blocks == 0) return std::unexpected(inside->empty);
    if (!progress.report(0.2)) return base::cancelled();
    auto surface = blocks::surface_of(*model, faces->faces(inside->threshold), progress.part(0.2, 1));
    if (!surface) return std::unexpected(surface.error());
    shell.surface = std::move(*surface);
    shell.notes = {inside->name, lines(project, *inside, shell.blocks)};
    return shell;
}

}  // namespace orelens::project
