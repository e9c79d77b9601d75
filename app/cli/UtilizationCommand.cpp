// orelens-cli utilization FILE: the five rates of each mine record. Exit code 1 when a record is refused, or
// when it cannot be true as it stands; the rates are printed all the same.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/Command.h"
#include "app/cli/Json.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/Printable.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/io/text/ReadTable.h"
#include "core/utilization/Balance.h"

namespace orelens::cli {
namespace {

struct UtilizationOptions {
    std::string file;
    bool realised = false;
};

std::string percent_of_utilization(const Common& common, const std::optional<double>& value) {
    return value ? fmt::format("{:.6f}", 100 * *value) : words(common, "cli.utilization.undefined");
}

std::string joined(const Common& common, const std::vector<base::Message>& messages) {
    std::string all;
    for (const base::Message& message : messages) all += (all.empty() ? "" : "; ") + words(common, message);
    return all;
}

void print_result(const Common& common, const utilization::UtilizationResult& result) {
    say("{} {}\n", base::printable(result.mine), base::printable(result.period));
    TextTable table{{words(common, "cli.utilization.rate"), "%", words(common, "cli.utilization.left_out"),
                     words(common, "cli.utilization.remarks")},
                    {},
                    {false, true}};
    for (const utilization::Rate& rate : result.rates) {
        std::string left_out;
        for (const std::string& component : rate.left_out)
            left_out += (left_out.empty() ? "" : ", ") + component;
        table.rows.push_back({rate.id, percent_of_utilization(common, rate.value), left_out, joined(common, rate.remarks)});
    }
    say("{}", to_text(table));
    for (const base::Message& remark : result.remarks) say("{}\n", words(common, remark));
}

std::string of_whole(const Common& common, const utilization::WholeOfParts& one) {
    std::vector<std::pair<std::string, std::string>> args{
        {"mine", base::printable(one.mine)}, {"period", base::printable(one.period)}, {"count", std::to_string(one.parts.size())}};
    if (one.rates) return words(common, base::Message("utilization.together.note", args));
    args.emplace_back("why", words(common, one.rates.error().what));
    return words(common, base::Message("utilization.together.not", args));
}

/// Records of one mine and period, put together.
void print_whole(const Common& common, const utilization::WholeOfParts& one) {
    say("{}\n", of_whole(common, one));
    if (one.rates) print_result(common, *one.rates);
}

Json wholes_json(const Common& common, const std::vector<utilization::WholeOfParts>& wholes) {
    Json all = Json::array();
    for (const utilization::WholeOfParts& one : wholes) {
        Json json{{"mine", one.mine}, {"period", one.period}, {"records", one.parts.size()}};
        if (one.rates)
            json["rates"] = rates_json({*one.rates}, common.language).front();
        else
            json["why_not"] = of_whole(common, one);
        all.push_back(std::move(json));
    }
    return all;
}

int rates(const Common& common, const UtilizationOptions& options) {
    if (auto there = need_file(io::table_name(options.file).file); !there) return report_error(common, there.error());
    const auto records = io::read_mine_records(options.file);
    if (!records) return report_error(common, records.error());
    const auto basis =
        options.realised ? utilization::PriceBasis::realised : utilization::PriceBasis::element;
    std::vector<utilization::UtilizationResult> results;
    for (const utilization::MineRecord& record : *records) {
        auto result = utilization::rates(record, basis);
        if (!result) {
            base::Error error = result.error();
            if (error.place.file.empty()) error.place.file = options.file;
            return report_error(common, error);
        }
        results.push_back(std::move(*result));
    }
    const bool at_fault =
        std::any_of(results.begin(), results.end(), [](const auto& one) { return one.at_fault; });
    const auto wholes = utilization::wholes(*records, basis);
    if (common.json) {
        Json json{{"ok", !at_fault}, {"mines", rates_json(results, common.language)}};
        if (!wholes.empty()) json["together"] = wholes_json(common, wholes);
        print_json(json);
    } else {
        for (const utilization::UtilizationResult& result : results) print_result(common, result);
        for (const utilization::WholeOfParts& one : wholes) print_whole(common, one);
    }
    return at_fault ? ExitCode::refused : ExitCode::done;
}

}  // namespace

void add_utilization(CLI::App& app, Common& common, Action& action) {
    static UtilizationOptions options;
    CLI::App* command = app.add_subcommand("utilization", words(common, "cli.utilization.about"));
    command->add_option("FILE", options.file, words(common, "cli.utilization.file"))->required();
    command->add_flag("--realised", options.realised, words(common, "cli.utilization.realised"));
    command->callback([&] { action = [&] { return rates(common, options); }; });
}

}  // namespace orelens::cli
