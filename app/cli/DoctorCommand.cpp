// orelens-cli doctor: what a report of a problem needs, and a project packed without its data.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/cli/Command.h"
#include "app/cli/Json.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "app/cli/ScreenProbe.h"
#include "core/report/ProblemPack.h"

namespace orelens::cli {
namespace {

struct DoctorOptions {
    std::string project, out;
};

Json rows_json(const std::vector<report::DiagnosisRow>& rows, base::Language language) {
    Json json = Json::object();
    for (const report::DiagnosisRow& row : rows) json[row.id] = row.shown(language);
    return json;
}

int pack(const Common& common, const DoctorOptions& options, const std::vector<report::DiagnosisRow>& rows) {
    if (auto there = need_file(options.project); !there) return report_error(common, there.error());
    base::Expected<std::vector<report::PackFile>> files;
    {
        ProgressBar bar(common.language);
        files = report::problem_pack(options.project, bar.progress());
    }
    if (!files) return report_error(common, files.error());
    // The one who reads the report need not know the sender's language.
    files->push_back({"doctor.txt", report::diagnosis_text(rows, base::Language::english)});
    if (auto written = report::write_pack(*files, options.out); !written)
        return report_error(common, written.error());
    if (common.json) {
        Json names = Json::array();
        for (const report::PackFile& file : *files) names.push_back(file.name);
        print_json({{"ok", true}, {"file", options.out}, {"files", names}});
    } else {
        say("{}\n", words(common, base::Message("doctor.pack_done",
                                                       {{"file", options.out},
                                                        {"files", fmt::format("{}", files->size())}})));
    }
    return ExitCode::done;
}

int doctor(const Common& common, const DoctorOptions& options) {
    const bool packs = !options.project.empty() || !options.out.empty();
    if (options.project.empty() != options.out.empty()) {
        base::Error error;
        error.kind = base::ErrorKind::usage;
        error.what = base::Message("cli.doctor.out_needed");
        return report_error(common, error);
    }
    if (packs)
        if (auto fine = report::check_pack_name(options.out); !fine)
            return report_error(common, fine.error());
    std::vector<report::DiagnosisRow> rows = report::diagnose(ORELENS_VERSION);
    for (report::DiagnosisRow& row : desktop_rows()) rows.push_back(std::move(row));
    if (packs) return pack(common, options, rows);
    if (common.json)
        print_json({{"ok", true}, {"doctor", rows_json(rows, common.language)}});
    else
        say("{}", report::diagnosis_text(rows, common.language));
    return ExitCode::done;
}

}  // namespace

void add_doctor(CLI::App& app, Common& common, Action& action) {
    static DoctorOptions options;
    CLI::App* command = app.add_subcommand("doctor", words(common, "cli.doctor.about"));
    command->add_option("--pack", options.project, words(common, "cli.doctor.pack"));
    command->add_option("--out", options.out, words(common, "cli.doctor.out"));
    command->callback([&] { action = [&] { return doctor(common, options); }; });
}

}  // namespace orelens::cli
