// The five utilisation rates of each mine record.
#include <algorithm>

#include "core/io/mine_records/MineRecordFile.h"
#include "core/occurrence/Study.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/FieldsUtilization.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

bool reads_occurrence(const Project& project) {
    return !project.recipe.general.mine_record_file.empty() && project.recipe.occurrence.use();
}

/// ε* of the components that state none, from the phases of the block model and the best listed route for each; on the
/// basis of the total alone. What was taken is a remark of the result.
std::vector<base::Message> take_theoretical(const Project& project, utilization::MineRecord& record) {
    std::vector<base::Message> taken;
    const auto& study = project.results.occurrence.study;
    if (!study || !project.current("occurrence")) return taken;
    for (utilization::MineComponent& component : record.components) {
        const int at = study->plan.element_index(component.name);
        if (component.theoretical_recovery || component.basis != "total" || at < 0) continue;
        const double recovery = study->sums[static_cast<std::size_t>(at)].theoretical();
        // Nothing recoverable is no maximum to measure a mine by.
        if (!(recovery > 0)) continue;
        component.theoretical_recovery = recovery;
        const auto& shipped = study->notes;
        const bool orientation = std::ranges::count(shipped.shipped_shares, component.name) > 0 ||
                                 std::ranges::count(shipped.shipped_recoveries, component.name) > 0;
        taken.emplace_back(orientation ? "utilization.theoretical_shipped" : "utilization.theoretical_taken",
                           std::vector<std::pair<std::string, std::string>>{
                               {"component", component.name}, {"recovery", base::number(100 * recovery, 4)}});
    }
    return taken;
}

base::Expected<void> run_utilization(Project& project, base::Progress& progress) {
    const GeneralRule& general = project.recipe.general;
    if (general.mine_record_file.empty()) {
        project.results.utilization = {};
        return {};
    }
    auto records = io::read_mine_records(resolved_table(project.recipe, general.mine_record_file));
    if (!records) return std::unexpected(records.error());
    const auto basis =
        general.realised_prices ? utilization::PriceBasis::realised : utilization::PriceBasis::element;
    std::vector<utilization::UtilizationResult> rates;
    for (const utilization::MineRecord& stated : *records) {
        utilization::MineRecord record = stated;
        const std::vector<base::Message> taken = take_theoretical(project, record);
        auto result = utilization::rates(record, basis);
        if (!result) {
            base::Error error = result.error();
            if (error.place.file.empty()) error.place.file = general.mine_record_file;
            return std::unexpected(error);
        }
        result->remarks.insert(result->remarks.end(), taken.begin(), taken.end());
        rates.push_back(std::move(*result));
    }
    if (!progress.report(1)) return base::cancelled();
    project.results.utilization = {shared(std::move(*records)), shared(std::move(rates))};
    return {};
}

}  // namespace

Stage utilization_stage() {
    Stage stage;
    stage.id = "utilization";
    stage.workspace = "utilisation";
    stage.label = {"Utilisation", "综合利用"};
    stage.doing = {"Computing utilisation rates", "计算综合利用率"};
    stage.help = {"The five utilisation rates of the mine record", "由矿山记录计算五项综合利用率"};
    stage.parameters = {"general.mine_record_file", "general.realised_prices"};
    stage.inputs = {"occurrence"};
    stage.reads_input = [](const Project& project, const std::string& /*input*/) { return reads_occurrence(project); };
    stage.spares_inputs = true;
    stage.results = {
        archived<std::vector<utilization::MineRecord>>(
            "utilization.mine_records", [](Results & r) -> auto& { return r.utilization.mine_records; }),
        archived<std::vector<utilization::UtilizationResult>>(
            "utilization.rates", [](Results & r) -> auto& { return r.utilization.rates; })};
    stage.size = utilization_size;
    stage.run = run_utilization;
    return stage;
}

}  // namespace orelens::project
