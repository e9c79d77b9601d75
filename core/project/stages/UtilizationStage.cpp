// The five utilisation rates of each mine record.
#include "core/io/mine_records/MineRecordFile.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/FieldsUtilization.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

base::Expected<void> run(Project& project, base::Progress& progress) {
    const GeneralRule& general = project.recipe.general;
    if (general.mine_record_file.empty()) {
        project.results.utilization = {};
        return {};
    }
    auto records = io::read_mine_records(resolved_file(project.recipe, general.mine_record_file) +
                                         sheet_suffix(general.mine_record_file));
    if (!records) return std::unexpected(records.error());
    const auto basis =
        general.realised_prices ? utilization::PriceBasis::realised : utilization::PriceBasis::element;
    std::vector<utilization::UtilizationResult> rates;
    for (const utilization::MineRecord& record : *records) {
        auto result = utilization::rates(record, basis);
        if (!result) {
            base::Error error = result.error();
            if (error.place.file.empty()) error.place.file = general.mine_record_file;
            return std::unexpected(error);
        }
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
    stage.results = {
        archived<std::vector<utilization::MineRecord>>(
            "utilization.mine_records", [](Results & r) -> auto& { return r.utilization.mine_records; }),
        archived<std::vector<utilization::UtilizationResult>>(
            "utilization.rates", [](Results & r) -> auto& { return r.utilization.rates; })};
    stage.size = utilization_size;
    stage.run = run;
    return stage;
}

}  // namespace orelens::project
