#include "core/project/stages/KnownModel.h"

#include <set>

#include "core/base/Parallel.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/ModelImport.h"
#include "core/project/Fingerprint.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;

std::unexpected<base::Error> refuse(const char* key, const std::string& element, const std::string& column,
                                    const std::string& file) {
    return base::fail(ErrorKind::data, Message(key, {{"element", element}, {"column", column}, {"file", file}}),
                      {.field = "element." + element + ".estimate.secondary"},
                      Message("project.no_known_fix", {{"element", element}}));
}

Expected<BlockModel> read(const Recipe& recipe, base::Progress& progress) {
    const std::string path = resolved_file(recipe, recipe.estimate.known_model);
    if (io::is_own_model(path)) return io::read_blocks(path, progress);
    blocks::ModelRule rule;
    rule.file = recipe.estimate.known_model;
    auto import = io::import_model(rule, recipe.economics.costs.density_t_per_m3, recipe.folder, progress);
    if (!import) return std::unexpected(import.error());
    return std::move(import->model);
}

void copy(const BlockModel& known, const std::string& column, BlockModel& model, const std::string& as,
          const base::Progress& progress) {
    model.add_column({as, blocks::ColumnType::real, known.info(column)->unit, {}});
    const auto to = model.real_leaves(as);
    base::parallel_for(model.leaf_count(), 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t leaf = begin; leaf < end && !progress.cancelled(); ++leaf)
            for (int n = 0; n < 512; ++n) {
                if (!model.leaf(leaf).is_active(n)) continue;
                const blocks::Vec3 at = known.geometry().to_grid(model.geometry().centre(model.leaf(leaf).index(n)));
                blocks::Index3 block{};
                bool inside = true;
                for (int a = 0; a < 3; ++a) {
                    inside = inside && at[a] >= 0 && at[a] < known.geometry().count[a];
                    if (inside) block[a] = static_cast<std::int32_t>(at[a]);
                }
                if (inside) to[leaf][n] = static_cast<float>(known.value(column, block));
            }
    });
}

}  // namespace

Expected<void> add_known(const Project& project, BlockModel& model, const std::vector<geostat::ElementEstimate>& all,
                         const base::Progress& progress) {
    std::set<std::string> wanted;
    const std::string& file = project.recipe.estimate.known_model;
    const std::string prefix = known_prefix;
    std::string first;
    for (const geostat::ElementEstimate& how : all) {
        if (!geostat::takes_secondary(how.method) || !how.secondary.starts_with(prefix)) continue;
        if (file.empty()) return refuse("project.no_known_model", how.element, how.secondary, file);
        wanted.insert(how.secondary.substr(prefix.size()));
        first = how.element;
    }
    if (wanted.empty()) return {};
    base::Progress reading = progress;
    const auto known = read(project.recipe, reading);
    if (!known) return std::unexpected(known.error());
    for (const std::string& column : wanted) {
        const blocks::ColumnInfo* info = known->info(column);
        if (info == nullptr || info->type != blocks::ColumnType::real)
            return refuse("project.no_known_column", first, column, file);
        copy(*known, column, model, prefix + column, progress);
        if (progress.cancelled()) return base::cancelled();
    }
    return {};
}

}  // namespace orelens::project
