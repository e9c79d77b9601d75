// orelens-cli potential STEP STUDY.json --out FOLDER: where else the ore could be, how sure that is, and which hole would
// test it. Every step does those before it. Quantities are potential: they are written to files of their own and never
// added to resources.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "app/cli/Command.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/Output.h"
#include "app/cli/PotentialCampaign.h"
#include "app/cli/PotentialExport.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/base/Guard.h"
#include "core/base/Printable.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/potential/ModelFile.h"
#include "core/project/Delivery.h"
#include "core/project/PotentialWork.h"

namespace orelens::cli {
namespace {

namespace fs = std::filesystem;
using base::Expected;
using project::PotentialStudy;

const std::vector<std::string> steps{"import", "derive", "label", "train", "validate", "predict", "export", "targets", "drill", "run"};

struct PotentialOptions {
    std::string step, study, out, method;
    std::vector<std::string> formats;  ///< of step export
    bool older = false;
};

/// What the steps leave for those after them.
struct Work {
    const Common& common;
    const PotentialOptions& options;
    PotentialStudy study;
    Output& output;
    base::Progress progress;
    std::vector<std::int64_t> rows;
    std::optional<project::MadePrediction> prediction;
    std::optional<project::TargetResult> targets;
    Json json = Json::object();
    std::string said = {}, notes = {};  ///< printed when the bar is gone

    [[nodiscard]] bool wants(const char* step) const {
        const auto asked = std::ranges::find(steps, options.step) - steps.begin();
        return asked >= std::ranges::find(steps, std::string(step)) - steps.begin();
    }
    Expected<void> write(const std::string& name, const std::string& text) { return base::write_text_file(output.place(name), text); }
};

std::string cell(double value, int digits = 6) {
    return std::isfinite(value) ? base::number(value, digits) : "";
}

std::string share_cell(double share) {
    return std::isfinite(share) ? fmt::format("{:.1f} %", 100 * share) : "–";
}

void say(Work& work, const TextTable& table) {
    if (!work.common.json) work.said += to_text(table) + "\n";
}

void tell(Work& work, const base::Message& message) {
    if (!work.common.json) work.said += words(work.common, message) + "\n";
}

/// A table as text on the terminal and as CSV in the folder.
Expected<void> tell(Work& work, const std::string& name, const TextTable& table) {
    say(work, table);
    std::string text;
    const auto line = [&](const std::vector<std::string>& row) {
        for (std::size_t n = 0; n < row.size(); ++n) {
            std::string field = row[n];
            if (field.find_first_of(",\"\n") != std::string::npos) {
                std::string quoted;
                for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
                field = "\"" + quoted + "\"";
            }
            text += (n == 0 ? "" : ",") + field;
        }
        text += "\n";
    };
    line(table.header);
    for (const auto& row : table.rows) line(row);
    return work.write(name, text);
}

int import_files(const Common& common, const PotentialStudy& study, const base::Progress& progress) {
    const auto verdicts = project::examine_files(study, progress);
    bool bad = false;
    Json list = Json::array();
    TextTable table{{words(common, "cli.potential.layer"), words(common, "cli.potential.format"), words(common, "cli.potential.verdict")}, {}, {}};
    for (const project::FileVerdict& one : verdicts) {
        bad = bad || one.refused.has_value();
        std::string said = one.refused ? base::describe(*one.refused, common.language) : words(common, "cli.potential.accepted");
        for (const auto& finding : one.findings) said += "; " + words(common, finding.what);
        table.rows.push_back({one.layer, one.format, base::printable(said)});
        list.push_back({{"layer", one.layer}, {"file", one.file}, {"accepted", !one.refused}, {"said", said}});
    }
    if (common.json)
        print_json({{"ok", !bad}, {"files", list}});
    else
        cli::say("{}", to_text(table));
    return bad ? ExitCode::refused : ExitCode::done;
}

Expected<void> derive(Work& work) {
    if (auto ok = project::derive_evidence(work.study, work.progress.part(0, 0.2)); !ok) return ok;
    for (const auto& findings : work.study.layer_findings) work.study.findings.insert(work.study.findings.end(), findings.begin(), findings.end());
    auto model = project::active_model(work.study.evidence, work.progress.part(0.2, 0.2));
    if (!model) return std::unexpected(model.error());
    for (const auto& layer : work.study.evidence.layers) project::add_real(*model, layer.id, layer.values);
    base::Progress writing = work.progress.part(0.2, 0.2);
    return io::write_vti(*model, work.output.place("evidence.vti"), &writing);
}

Expected<void> label(Work& work) {
    base::Progress part = work.progress.part(0.2, 0.22);
    if (auto ok = project::make_labels(work.study, part); !ok) return ok;
    const auto& labels = work.study.labels;
    std::string text = "CELL,LABEL,LENGTH_M,GRADE\n";
    for (std::size_t v = 0; v < labels.label.size(); ++v)
        if (labels.label[v] != potential::unknown || std::isfinite(labels.length_m[v]))
            text += fmt::format("{},{},{},{}\n", v, static_cast<int>(labels.label[v]), cell(labels.length_m[v]), cell(labels.grade[v]));
    if (auto ok = work.write("labels.csv", text); !ok) return ok;
    work.json["labels"] = {{"positive", labels.positives}, {"barren", labels.barrens}, {"weak_or_short", labels.weak}};
    TextTable table{{words(work.common, "cli.potential.layer"), words(work.common, "cli.potential.labelled"), words(work.common, "cli.potential.predicted"), words(work.common, "cli.potential.remarks")}, {}, {false, true, true, false}};
    for (const auto& row : potential::coverage(work.study.evidence, labels.label)) {
        std::string remarks;
        const auto add = [&](bool is, const char* key) { remarks += is ? (remarks.empty() ? "" : "; ") + words(work.common, key) : ""; };
        add(row.all_missing, "cli.potential.all_missing");
        add(row.constant && !row.all_missing, "cli.potential.constant");
        add(row.only_labelled, "cli.potential.only_labelled");
        add(row.leaks, "cli.potential.leaks");
        add(work.study.evidence.layer(row.layer)->projected, "cli.potential.projected");
        if (!row.same_as.empty()) remarks += (remarks.empty() ? "" : "; ") + words(work.common, base::Message("cli.potential.same_as", {{"layer", row.same_as}}));
        table.rows.push_back({row.layer, share_cell(row.labelled_share()), share_cell(row.predicted_share()), remarks});
    }
    if (auto ok = tell(work, "coverage.csv", table); !ok) return ok;
    const auto advice = potential::judge(work.study.evidence, labels);
    for (const auto& said : advice.said) work.notes += words(work.common, said) + "\n";
    for (std::size_t v = 0; v < labels.label.size(); ++v)
        if (labels.label[v] >= 0) work.rows.push_back(static_cast<std::int64_t>(v));
    return {};
}

Expected<void> train_all(Work& work) {
    for (const auto& rule : work.study.methods) {
        const auto trained = potential::train(work.study.evidence, work.study.labels.label, work.rows, rule, work.study.validation.seed, work.progress.part(0.22, 0.22));
        if (!trained) {
            if (trained.error().kind == base::ErrorKind::cancelled) return std::unexpected(trained.error());
            work.notes += rule.name() + ": " + base::describe(trained.error(), work.common.language) + "\n";
            continue;
        }
        const auto text = potential::save_model(*trained, work.study.evidence, {work.study.file, "", std::nan(""), std::nan(""), std::nan(""), words(work.common, "cli.potential.limits")});
        if (!text) continue;  // what is not learned is not saved
        if (auto ok = work.write("model_" + rule.name() + ".json", *text); !ok) return ok;
    }
    return {};
}

std::string meaning_words(const Work& work, const project::PredictionResult& result) {
    return words(work.common, result.meaning.c_str());
}

/// Methods side by side, their curves and the folds.
Expected<void> tell_validation(Work& work, const project::PredictionResult& made, std::span<const std::int64_t> voxels, std::span<const std::int32_t> fold_of) {
    TextTable table{{words(work.common, "cli.potential.method"), words(work.common, "cli.potential.block_auc"), "95 %", words(work.common, "cli.potential.fit"), words(work.common, "cli.potential.depth_auc"),
                     "1 %", "5 %", "10 %", "P-A", words(work.common, "cli.potential.brier"), words(work.common, "cli.potential.scored")}, {}, {false, true, true, true, true, true, true, true, true, true, true}};
    std::string curves = "METHOD,SHARE,CAPTURED\n", folds = "CELL,FOLD\n";
    Json list = Json::array();
    for (const auto& one : made.methods) {
        if (!one.refused.empty()) {
            table.rows.push_back({one.name, words(work.common, one.refused), "", "", "", "", "", "", "", "", ""});
            list.push_back({{"method", one.name}, {"refused", words(work.common, one.refused)}});
            continue;
        }
        table.rows.push_back({one.name + (one.relative && !one.baseline ? " (" + words(work.common, "potential.meaning.relative") + ")" : ""), cell(one.mean, 4), cell(one.low, 3) + " – " + cell(one.high, 3),
                              cell(one.fit, 4), cell(one.depth, 4), cell(one.capture[0], 3), cell(one.capture[1], 3), cell(one.capture[2], 3), cell(one.captured, 4), cell(one.brier, 4), fmt::format("{}/{}", one.scored, one.held_out)});
        list.push_back({{"method", one.name}, {"relative", one.relative}, {"baseline", one.baseline}, {"block_auc", number_json(one.mean)}, {"scored", one.scored}, {"repeats", one.repeats}, {"delong_se", number_json(one.se)},
                        {"low", number_json(one.low)}, {"high", number_json(one.high)}, {"fit_auc", number_json(one.fit)}, {"depth_auc", number_json(one.depth)},
                        {"average_precision", number_json(one.precision)}, {"capture", one.capture}, {"crossing", number_json(one.captured)}, {"brier", number_json(one.brier)}});
        for (const auto& [share, captured] : one.prediction) curves += fmt::format("{},{},{}\n", one.name, share, captured);
    }
    for (std::size_t n = 0; n < voxels.size(); ++n) folds += fmt::format("{},{}\n", voxels[n], fold_of[n]);
    work.json["validation"] = {{"edge_m", made.edge_m}, {"buffer_m", made.buffer_m}, {"blocks", made.blocks}, {"repeats", made.repeats}, {"methods", list}};
    if (auto ok = tell(work, "validation.csv", table); !ok) return ok;
    if (auto ok = work.write("prediction_rate.csv", curves); !ok) return ok;
    if (auto ok = work.write("folds.csv", folds); !ok) return ok;
    std::string trust;
    for (const auto& said : made.trust) trust += words(work.common, said) + "\n";
    for (const auto& said : made.independence) trust += words(work.common, said) + "\n";
    if (!work.common.json) work.said += trust + "\n";
    return work.write("trust.txt", trust);
}

Expected<void> validate_all(Work& work) {
    auto made = project::validate_study(work.study, work.progress.part(0.22, 0.6));
    if (!made) return std::unexpected(made.error());
    const auto& first = made->validation.repeats.front();
    return tell_validation(work, made->result, first.voxels, first.fold);
}

Expected<void> predict_all(Work& work) {
    potential::PotentialRule rule;
    rule.method = work.options.method;
    auto made = project::predict_study(work.study, rule, work.progress.part(0.22, 0.8));
    if (!made) return std::unexpected(made.error());
    const project::PredictionResult& result = made->result;
    std::vector<std::int64_t> voxels;
    std::vector<std::int32_t> folds;
    for (const std::int64_t v : work.rows) {
        voxels.push_back(v);
        folds.push_back(made->fold[static_cast<std::size_t>(v)]);
    }
    if (auto ok = tell_validation(work, result, voxels, folds); !ok) return ok;
    if (!made->outside.empty()) {
        work.json["domain"] = {{"limit", result.domain_limit}, {"outside", result.outside}, {"of", result.unknown}};
        tell(work, base::Message("cli.potential.domain", {{"share", fmt::format("{:.1f}", 100.0 * static_cast<double>(result.outside) / static_cast<double>(std::max<std::int64_t>(result.unknown, 1)))}}));
    }
    work.json["prediction"] = {{"method", result.method}, {"calibrated", result.calibrated}, {"training_share", number_json(result.training_share)}, {"field_share", number_json(result.field_share)}, {"crossing", number_json(result.crossing)}};
    tell(work, base::Message("cli.potential.meaning", {{"method", result.method}, {"meaning", "@" + result.meaning}}));
    auto model = project::active_model(work.study.evidence, work.progress.part(0.8, 0.8));
    if (!model) return std::unexpected(model.error());
    const auto full = project::with_prediction(*model, work.study, *made);
    work.prediction = std::move(*made);
    base::Progress writing = work.progress.part(0.8, 0.8);
    return io::write_vti(full, work.output.place("prediction.vti"), &writing);
}

/// Layers, labels and all that predicting adds, as the window has them.
Expected<void> export_all(Work& work) {
    const auto& evidence = work.study.evidence;
    auto model = project::active_model(evidence, work.progress.part(0.8, 0.82));
    if (!model) return std::unexpected(model.error());
    for (const auto& layer : evidence.layers) project::add_real(*model, project::evidence_prefix + layer.id, layer.values);
    const auto& labels = work.study.labels;
    project::add_codes(*model, project::label_column, std::vector<std::int32_t>(labels.label.begin(), labels.label.end()), {"barren", "positive"});
    project::add_real(*model, project::label_length_column, labels.length_m, "m");
    project::add_real(*model, project::label_grade_column, labels.grade);
    const auto predicted = project::with_prediction(*model, work.study, *work.prediction);
    for (const auto& column : predicted.columns()) model->share_column(predicted, column.name);
    return write_voxels(*model, work.study.rule.value("crs", work.study.context.crs), work.options.formats, work.output, work.progress.part(0.82, 1));
}

/// The three layers that say most: factors of the odds, or parts of the probability.
std::string drivers_of(const project::TargetNote& note) {
    std::string text;
    for (std::size_t n = 0; n < std::min<std::size_t>(3, note.drivers.size()); ++n) {
        const auto& [layer, part] = note.drivers[n];
        text += (text.empty() ? "" : "; ") + layer + (note.factors ? fmt::format(" x{:.2f}", std::exp(part)) : fmt::format(" {:+.3f}", part));
    }
    return text;
}

Expected<void> find_all(Work& work) {
    const auto excluded = project::excluded_voxels(work.study, work.progress.part(0.8, 0.81));
    if (!excluded) return std::unexpected(excluded.error());
    base::Progress around_part = work.progress.part(0.81, 0.81);
    const auto around = project::surroundings_of(work.study, around_part);
    if (!around) return std::unexpected(around.error());
    const project::MadePrediction& made = *work.prediction;
    project::EvidenceResult evidence;
    evidence.grid = work.study.evidence.grid;
    PotentialStudy without_holes = work.study;
    if (!work.wants("drill")) without_holes.rule.erase("drill");
    const project::TargetWork all{without_holes, evidence, made.result, made.probability, made.outside, *excluded, *around, 0};
    auto found = project::find_and_drill(all, {}, work.progress.part(0.81, 1));
    if (!found) return std::unexpected(found.error());
    const auto w = [&](const char* key) { return words(work.common, key); };
    TextTable table{{w("cli.potential.target"), w("cli.potential.voxels"), w("cli.potential.volume"), "x", "y", "z", w("cli.potential.depth_from"), w("cli.potential.depth_to"), w("cli.potential.mean"), w("cli.potential.highest"),
                     w("cli.potential.expected"), w("cli.potential.metal"), w("cli.potential.out_of_domain"), w("cli.potential.to_ore"), w("cli.potential.to_workings"), w("cli.potential.new_holes"), w("cli.potential.plane"), w("cli.potential.stands"), w("cli.potential.status"), w("cli.potential.drivers")}, {}, {}};
    static constexpr const char* statuses[] = {"cli.potential.status_new", "cli.potential.status_extension", "cli.potential.status_drilled"};
    for (std::size_t n = 0; n < found->targets.size(); ++n) {
        const project::TargetNote& note = found->targets[n];
        const auto& t = note.target;
        const std::string metal = !note.has_metal ? "" : std::isfinite(note.metal.low) ? fmt::format("{:.0f} ({:.0f} – {:.0f})", note.metal.tonnes, note.metal.low, note.metal.high) : fmt::format("{:.0f}", note.metal.tonnes);
        table.rows.push_back({fmt::format("T{}", n + 1), std::to_string(t.voxels.size()), fmt::format("{:.0f}", t.volume_m3), fmt::format("{:.1f}", t.centroid[0]), fmt::format("{:.1f}", t.centroid[1]), fmt::format("{:.1f}", t.centroid[2]),
                              cell(std::round(t.depth_min)), cell(std::round(t.depth_max)), cell(t.mean, 3), cell(t.highest, 3), made.result.calibrated ? fmt::format("{:.0f}", t.expected_in_domain_m3) : meaning_words(work, made.result), metal,
                              std::isnan(t.out_of_domain) ? "" : fmt::format("{:.0f} %", 100 * t.out_of_domain), cell(std::round(t.to_ore_m)), cell(std::round(t.to_workings_m)), found->drilled_since ? fmt::format("{} / {}", note.found, note.met) : "", t.has_plane ? fmt::format("{:.0f}/{:.0f}", t.dip_azimuth_deg, t.dip_deg) : "",
                              cell(note.stands, 2), w(statuses[static_cast<int>(t.status)]), drivers_of(note)});
    }
    work.json["targets"] = {{"threshold", found->threshold}, {"voxels", found->voxels}, {"components", found->components}, {"too_small", found->too_small}, {"listed", found->targets.size()}, {"excluded_voxels", found->excluded}};
    tell(work, base::Message("cli.potential.threshold", {{"threshold", base::number(found->threshold, 4)}, {"small", std::to_string(found->too_small)}}));
    for (const auto& said : found->said) work.notes += words(work.common, said) + "\n";
    work.study.findings.insert(work.study.findings.end(), found->findings.begin(), found->findings.end());
    work.targets = std::move(*found);
    if (auto ok = tell(work, "targets.csv", table); !ok || !work.targets->drilled_since) return ok;
    TextTable hits{{w("cli.potential.class"), w("cli.potential.met"), w("cli.potential.ore_met"), w("cli.potential.mean"), w("cli.potential.hit_rate")}, {}, {false, true, true, true, true}};
    for (std::size_t n = 0; n < work.targets->hits.size(); ++n) {
        const potential::HitRate& one = work.targets->hits[n];
        if (one.voxels > 0) hits.rows.push_back({fmt::format("{:.1f} – {:.1f}", static_cast<double>(n) / 10, static_cast<double>(n + 1) / 10), std::to_string(one.voxels), std::to_string(one.hits), cell(one.mean, 3), cell(static_cast<double>(one.hits) / static_cast<double>(one.voxels), 3)});
    }
    return tell(work, "hits.csv", hits);
}

Expected<void> tell_holes(Work& work) {
    TextTable table{{words(work.common, "cli.potential.hole"), "x", "y", "z", words(work.common, "cli.potential.azimuth"), words(work.common, "cli.potential.dip"), words(work.common, "cli.potential.length"), words(work.common, "cli.potential.enters"),
                     words(work.common, "cli.potential.leaves"), words(work.common, "cli.potential.metres"), "J"}, {}, {false, true, true, true, true, true, true, true, true, true, true}};
    std::vector<std::string> layers;
    for (const auto& layer : work.study.evidence.layers) layers.push_back(layer.id);
    for (const auto& [hole, rows, outcome] : work.targets->holes)
        table.rows.push_back({hole.name, fmt::format("{:.1f}", hole.collar[0]), fmt::format("{:.1f}", hole.collar[1]), fmt::format("{:.1f}", hole.collar[2]), cell(hole.azimuth_deg), cell(hole.dip_deg), fmt::format("{:.1f}", hole.length_m),
                              fmt::format("{:.1f}", hole.enters_m), fmt::format("{:.1f}", hole.leaves_m), fmt::format("{:.1f}", hole.probability_metres), fmt::format("{:.1f}", hole.objective)});
    work.json["holes"] = {{"count", work.targets->holes.size()}, {"metres", work.targets->metres}};
    if (auto ok = tell(work, "holes.csv", table); !ok) return ok;
    work.json["campaign"] = campaign_json(*work.targets);
    if (work.targets->drilled_since) say(work, campaign_table(work.common, *work.targets));
    if (auto ok = work.write("campaign.csv", project::campaign_csv(*work.targets)); !ok) return ok;
    const auto campaign = project::campaign_of(*work.targets);
    if (auto ok = work.write("planned_collar.csv", potential::collar_csv(campaign)); !ok) return ok;
    if (auto ok = work.write("planned_survey.csv", potential::survey_csv(campaign)); !ok) return ok;
    return work.write("prognosis.csv", project::prognosis_csv(*work.targets, layers));
}

Expected<void> work_through(Work& work) {
    if (auto ok = derive(work); !ok) return ok;
    if (work.wants("label"))
        if (auto ok = label(work); !ok) return ok;
    if (work.wants("train"))
        if (auto ok = train_all(work); !ok) return ok;
    if (work.options.step == "validate") return validate_all(work);
    if (work.wants("predict"))
        if (auto ok = predict_all(work); !ok) return ok;
    if (work.options.step == "export")
        if (auto ok = export_all(work); !ok) return ok;
    if (work.wants("targets"))
        if (auto ok = find_all(work); !ok) return ok;
    if (work.wants("drill") && work.study.rule.contains("drill"))
        if (auto ok = tell_holes(work); !ok) return ok;
    for (const auto& finding : work.study.findings)
        work.notes += (finding.row > 0 || finding.file.empty() ? std::string() : base::printable(finding.file) + ": ") + finding_text(work.common, finding);
    return {};
}

/// Everything that any step may write.
std::vector<std::string> names_to_write(const PotentialStudy& study) {
    std::vector<std::string> names{"potential.json", "evidence.vti", "labels.csv", "coverage.csv", "validation.csv", "prediction_rate.csv", "folds.csv", "trust.txt",
                                   "prediction.vti", "targets.csv", "hits.csv", "holes.csv", "campaign.csv", "planned_collar.csv", "planned_survey.csv", "prognosis.csv"};
    for (const auto& method : study.methods) names.push_back("model_" + method.name() + ".json");
    return names;
}

int run_potential(const Common& common, const PotentialOptions& options) {
    if (std::ranges::find(steps, options.step) == steps.end())
        return report_error(common, {base::ErrorKind::usage, base::Message("cli.potential.no_step", {{"step", options.step}}), {}, {}});
    if (auto known = check_voxel_formats(options.formats); !known) return report_error(common, known.error());
    if (options.step != "export" && (options.older || !options.formats.empty())) return report_error(common, {base::ErrorKind::usage, base::Message("cli.potential.only_export"), {}, {}});
    if (auto there = need_file(options.study); !there) return report_error(common, there.error());
    if (fs::path(options.study).extension() == ".gpkg") {
        if (options.step != "export") return report_error(common, {base::ErrorKind::usage, base::Message("cli.potential.project_step"), {.file = options.study}, base::Message("cli.potential.project_step_fix")});
        return export_project(common, options.study, options.out, options.formats.empty() ? std::vector<std::string>{voxel_formats().front()} : options.formats, options.older);
    }
    auto study = project::read_potential_study(options.study);
    if (!study) return report_error(common, study.error());
    if (options.step == "import") {
        const base::Progress progress;
        cancel_on_interrupt(progress);
        return import_files(common, *study, progress);
    }
    const auto inputs = project::input_files(*study);
    if (auto fine = project::check_replaceable(options.out, names_to_write(*study), inputs); !fine) return report_error(common, fine.error());
    auto output = Output::in(options.out);
    if (!output) return report_error(common, output.error());
    std::optional<ProgressBar> bar(common.language);
    PotentialOptions asked = options;
    if (asked.formats.empty()) asked.formats = {voxel_formats().front()};
    Work work{common, asked, std::move(*study), *output, bar->progress(), {}, {}, {}, Json::object()};
    const auto done = base::guarded([&]() -> Expected<void> {
        try {
            return work_through(work);
        } catch (const nlohmann::json::exception& error) {
            return base::fail(base::ErrorKind::usage, base::Message("potential.study.json", {{"why", error.what()}}), {.file = options.study});
        }
    });
    bar.reset();
    cli::say("{}", work.said);
    if (!work.notes.empty()) note(work.notes);
    if (!done) return report_error(common, output->named(done.error()));
    if (auto ok = work.write("potential.json", work.json.dump(1) + "\n"); !ok) return report_error(common, ok.error());
    project::Publication publication;
    publication.set = fs::path(options.study).stem().string();
    publication.program = "orelens-cli " ORELENS_VERSION;
    publication.inputs = inputs;
    const auto delivered = output->deliver(std::move(publication));
    if (!delivered) return report_error(common, delivered.error());
    if (common.json) {
        work.json["ok"] = true;
        work.json["files"] = *delivered;
        print_json(work.json);
    }
    return ExitCode::done;
}

}  // namespace

void add_potential(CLI::App& app, Common& common, Action& action) {
    static PotentialOptions options;
    CLI::App* command = app.add_subcommand("potential", words(common, "cli.potential.about"));
    command->add_option("STEP", options.step, words(common, "cli.potential.step"))->required();
    command->add_option("STUDY", options.study, words(common, "cli.potential.study"))->required();
    command->add_option("--out", options.out, words(common, "cli.potential.out"))->default_val("potential");
    command->add_option("--method", options.method, words(common, "cli.potential.take"));
    command->add_option("--as", options.formats, words(common, "cli.potential.as"))->delimiter(',')->allow_extra_args(false);
    command->add_flag("--older", options.older, words(common, "cli.convert.older"));
    command->callback([&] { action = [&] { return run_potential(common, options); }; });
}

}  // namespace orelens::cli
