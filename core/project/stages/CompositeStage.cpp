// Averages samples to equal lengths.
#include <algorithm>

#include "core/drilling/Tools.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/FieldsDrilling.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Samples.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Message;

Expected<void> run(Project& project, base::Progress& progress) {
    DrillingResults& drilling = project.results.drilling;
    if (!drilling.import) {
        drilling.composites.reset();
        return {};
    }
    const bool with_approved =
        std::ranges::any_of(project.approved_findings, drilling::approval_changes_samples);
    Shared<io::DrillholeImport> import = drilling.import;
    const auto found = project.results.findings.find("import");
    if (with_approved && found != project.results.findings.end()) {
        auto marked = *import;
        auto findings = *found->second;
        drilling::approve(marked.holes, findings, project.approved_findings);
        import = shared(std::move(marked));
    }
    auto table = drilling::composite(import->holes, *drilling.traces, project.recipe.composite,
                                     assay_rules(project.recipe), progress);
    if (!table) return std::unexpected(table.error());
    if (table->size() == 0)
        return base::fail(base::ErrorKind::data, Message("project.no_composites"), {},
                          Message("project.no_composites_fix"));
    drilling.composites = shared(std::move(*table));
    return {};
}

}  // namespace

Stage composite_stage() {
    Stage stage;
    stage.id = "composite";
    stage.workspace = "data";
    stage.label = {"Composites", "组合样"};
    stage.doing = {"Compositing samples", "样品组合"};
    stage.help = {"Average samples to composites of equal length", "将样品加权为等长组合样"};
    stage.inputs = {"import"};
    stage.parameters = {"composite."};
    stage.model_replaces = true;
    stage.share = 0.03;
    stage.depends = [](const Project& project, Fingerprint& print) {
        for (const std::string& id : project.approved_findings)
            if (drilling::approval_changes_samples(id)) print.add("approved", id);
    };
    stage.results = {archived<drilling::CompositeTable>(
        "drilling.composites", [](Results & r) -> auto& { return r.drilling.composites; })};
    stage.size = composite_size;
    stage.run = run;
    return stage;
}

}  // namespace orelens::project
