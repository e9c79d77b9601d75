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
    std::string at;  ///< "Cu 9000 USD/t", "0.3 %"
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
    inside.at = quoted;
    return inside;
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
                  with_unit};
    return inside;
}

std::vector<std::string> lines(const Project& project, const Inside& inside, std::int64_t count) {
    std::vector<std::string> lines{inside.line};
    const GeneralRule& general = project.recipe.general;
    lines.push_back("project " + general.name + ", " + std::to_string(count) + " blocks, coordinates in metres" +
                    (general.crs.empty() ? "" : ", " + general.crs));
    const std::vector<std::string> older = older_of_blocks(project);
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

namespace {

/// The set of blocks that a request means.
struct Set {
    Inside inside;
    ExposedFaces faces;
};

Expected<Set> set_of(const Project& project, const ShellRequest& request) {
    const auto& model = project.results.model();
    if (!model) return base::fail(ErrorKind::data, Message("project.no_model"));
    auto inside = request.column.empty() ? usable(project, *model, request.price)
                                         : above(*model, request.column, request.cutoff);
    if (!inside) return std::unexpected(inside.error());
    // A break-even price is missing where a block is excluded; a grade is not.
    auto faces = ExposedFaces::prepare(*model, inside->column, inside->sense,
                                       request.column.empty() ? "" : economics::excluded_column);
    if (!faces) return std::unexpected(faces.error());
    return Set{std::move(*inside), std::move(*faces)};
}

base::Error nothing_inside(const ShellRequest& request, const Set& set) {
    const double highest = set.faces.range()[1];
    if (request.column.empty())
        return {ErrorKind::data, Message("shell.none_usable", {{"price", set.inside.at}}), {}, {}};
    if (std::isnan(highest))
        return {ErrorKind::data, Message("shell.no_values", {{"column", request.column}}), {}, {}};
    return {ErrorKind::data,
            Message("shell.none_reaches", {{"column", request.column},
                                           {"cutoff", set.inside.at},
                                           {"highest", base::number(highest, 6)}}),
            {},
            {}};
}

}  // namespace

Expected<ShellCount> count_inside(const Project& project, const ShellRequest& request) {
    const auto set = set_of(project, request);
    if (!set) return std::unexpected(set.error());
    const auto [low, high] = set->faces.range();
    return ShellCount{set->faces.count(set->inside.threshold).blocks, low, high};
}

Expected<BlockShell> block_shell(const Project& project, const ShellRequest& request,
                                 const base::Progress& progress) {
    const auto set = set_of(project, request);
    if (!set) return std::unexpected(set.error());
    if (!progress.report(0.1)) return base::cancelled();
    const double threshold = set->inside.threshold;
    BlockShell shell;
    shell.blocks = set->faces.count(threshold).blocks;
    if (shell.blocks == 0) return std::unexpected(nothing_inside(request, *set));
    if (!progress.report(0.2)) return base::cancelled();
    auto surface =
        blocks::surface_of(*project.results.model(), set->faces.faces(threshold), progress.part(0.2, 1));
    if (!surface) return std::unexpected(surface.error());
    shell.surface = std::move(*surface);
    shell.notes = {set->inside.name, lines(project, set->inside, shell.blocks)};
    return shell;
}

}  // namespace orelens::project
