#include "core/project/LedgerParts.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "core/base/Nearest.h"
#include "core/base/Text.h"
#include "core/economics/Value.h"
#include "core/geostat/ConfidenceClasses.h"
#include "core/io/ledger/LedgerTable.h"
#include "core/io/text/ReadTable.h"
#include "core/ledger/FromBlocks.h"
#include "core/ledger/Species.h"
#include "core/ledger/UnitOf.h"
#include "core/occurrence/Columns.h"
#include "core/occurrence/Study.h"
#include "core/project/Bounds.h"
#include "core/project/Fingerprint.h"
#include "core/project/LedgerStudy.h"
#include "core/project/Truth.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EstimateColumns.h"
#include "core/project/stages/ResultRows.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using base::Severity;
namespace fs = std::filesystem;

constexpr const char* bench_word = "bench";

std::string whole_path(const std::string& path) {
    std::error_code code;
    const fs::path found = fs::weakly_canonical(path, code);
    return code ? fs::absolute(path).lexically_normal().string() : found.string();
}

/// The same of a table, with the sheet that may stand behind it: two sheets of a workbook are two sources.
std::string whole_table(const std::string& path) {
    return whole_path(io::table_name(path).file) + sheet_suffix(path);
}

/// What each species is beside the main one: 共生 where it reaches its own cutoff, else 伴生; not known without a limit for it.
void set_roles(std::vector<ledger::ResourceUnit>& units, const std::string& main, const ledger::IndicatorSet& indicators) {
    for (ledger::ResourceUnit& unit : units)
        for (ledger::AssayRow& row : unit.assays) {
            if (row.species == main) {
                row.role = ledger::Role::main;
                continue;
            }
            const ledger::GradeClass grade =
                ledger::class_of(ledger::indicator_for(indicators, row.species, unit.deposit_type, unit.mining), row.grade);
            if (grade != ledger::GradeClass::unknown)
                row.role = grade >= ledger::GradeClass::low ? ledger::Role::co_product : ledger::Role::associated;
        }
}

std::vector<ledger::BlockSpecies> species_of(const Project& project, const blocks::BlockModel& model) {
    std::vector<ledger::BlockSpecies> all;
    const auto& study = project.results.occurrence.study;
    std::vector<std::string> columns = project.elements();
    for (const auto& [name, commodity] : project.recipe.commodity) {
        const std::string column = commodity.grade_column.empty() ? name : commodity.grade_column;
        if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
    }
    for (const std::string& column : columns) {
        const blocks::ColumnInfo* info = model.info(column);
        const auto name = ledger::species_name(column);
        if (info == nullptr || info->type != blocks::ColumnType::real || !base::grade_unit(info->unit) || !name) continue;
        if (std::ranges::find(all, *name, &ledger::BlockSpecies::species) != all.end()) continue;
        ledger::BlockSpecies one{*name, column, ledger::Role::unknown, {}};
        const int at = study ? study->plan.element_index(column) : -1;
        if (at >= 0)
            for (const occurrence::PhasePlan& phase : study->plan.elements[static_cast<std::size_t>(at)].phases) {
                const std::string of_phase = occurrence::phase_column(column, phase.phase);
                if (model.has(of_phase)) one.phases.emplace_back(of_phase, ledger::occurrence_of(phase.kind));
            }
        all.push_back(std::move(one));
    }
    return all;
}

bool is_classes(const blocks::ColumnInfo* info) {
    return info != nullptr && info->type == blocks::ColumnType::integer && info->codes == geostat::class_codes();
}

Expected<void> group(const Project& project, const blocks::BlockModel& model, const std::string& group_by, ledger::BlockGrouping& grouping) {
    for (const std::string& name : listed_files(group_by)) {
        const blocks::ColumnInfo* info = model.info(name);
        if (name == bench_word) {
            const double stated = project.recipe.general.bench_height_m;
            grouping.bench_m = stated > 0 ? stated : model.geometry().block_size[2];
        } else if (name == geostat::class_column && (info == nullptr || is_classes(info))) {
            if (info != nullptr) grouping.confidence_column = name;
        } else if (info != nullptr && info->type == blocks::ColumnType::integer) {
            grouping.columns.push_back(name);
        } else if (name != domain_column) {
            std::vector<std::string> known{bench_word};
            for (const blocks::ColumnInfo& column : model.columns())
                if (column.type == blocks::ColumnType::integer) known.push_back(column.name);
            const std::string near = base::nearest(name, known);
            return base::fail(ErrorKind::usage, Message("ledger.blocks.column", {{"column", name}}), {.field = "ledger.group_by"},
                              near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
        }
    }
    return {};
}

/// Values of an integer column that are not 0.
std::vector<std::int32_t> codes_in(const blocks::BlockModel& model, const std::string& column) {
    std::set<std::int32_t> found;
    const blocks::IntegerLeaves values = model.integer_leaves(column);
    for (std::size_t l = 0; l < model.leaf_count(); ++l)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(l).is_active(n) && values[l][n] != blocks::missing_int && values[l][n] != 0) found.insert(values[l][n]);
    return {found.begin(), found.end()};
}

void tell_left_out(LedgerParts& parts, const ledger::BlockUnits& made, const std::vector<ledger::BlockSpecies>& species, const std::string& source) {
    const auto say = [&](const char* kind, Severity severity, std::int64_t count, Words args) {
        args.emplace_back("source", source);
        base::Finding finding = doubt("ledger", kind, severity, count, std::move(args));
        finding.file = source;
        parts.findings.push_back(std::move(finding));
    };
    if (made.excluded_blocks > 0) say("ledger_blocks_excluded", Severity::info, made.excluded_blocks, {{"tonnes", tonnes_text(made.excluded_t)}});
    if (made.barred_blocks > 0) say("ledger_blocks_barred", Severity::info, made.barred_blocks, {});
    if (made.without_density > 0) say("ledger_blocks_density", Severity::warning, made.without_density, {});
    for (std::size_t s = 0; s < species.size(); ++s) {
        if (!(made.without_grade_t[s] > 0)) continue;
        say("ledger_blocks_grade", Severity::info, 1, {{"species", species[s].species}, {"tonnes", tonnes_text(made.without_grade_t[s])}});
        parts.findings.back().column = species[s].species;
    }
}

bool passed_through(const std::string& origin, const std::string& file) {
    return ("\n" + origin + "\n").find("\n" + file + "\n") != std::string::npos;
}

/// A route that units of another project were judged by: open to no others.
void take_route(LedgerParts& parts, ledger::Route route, const std::string& source) {
    route.id = source + ": " + route.id;
    route.name = {source + ": " + route.name.en, source + "：" + route.name.zh};
    route.recoveries.clear();  // what it recovers of its own units stands with them
    parts.routes.push_back(std::move(route));
}

/// The ledger of a project as it takes it: by reference, never its sources from this file back.
void take_ledger(LedgerParts& parts, const ledger::Ledger& other, const ledger::Assumptions& theirs, const std::string& source,
                 const std::string& own_file) {
    // Judged by routes of its own, which keep their names apart from others'. Routes of a file are not judged by.
    const auto first_reference = static_cast<std::uint16_t>(parts.references.size());
    std::set<std::string> judged_by;
    for (ledger::Reference reference : other.references) {
        judged_by.insert(reference.route);
        reference.route = source + ": " + reference.route;
        parts.references.push_back(std::move(reference));
    }
    for (ledger::Route route : theirs.routes)
        if (judged_by.contains(route.id)) take_route(parts, std::move(route), source);
    std::int64_t back = 0;
    double back_t = 0;
    std::vector<bool> ours(other.sources.size(), false);
    for (std::size_t n = 0; n < other.sources.size(); ++n)
        ours[n] = !own_file.empty() && other.sources[n].kind == "project" && whole_path(other.sources[n].file) == own_file;
    for (std::size_t u = 0; u < other.units(); ++u) {
        if (other.excluded[u] != ledger::Excluded::counted) continue;  // its own findings say why
        if (ours[other.source[u]] || (!own_file.empty() && passed_through(other.origins[other.origin[u]], own_file))) {
            ++back;
            back_t += other.mass_t[u];
            continue;
        }
        ledger::ResourceUnit unit = ledger::unit_of(other, u);
        unit.id = source + ": " + unit.id;
        unit.source = source;
        // Grounds of its blocks keep their names, so that an orebody's row elsewhere meets them.
        const ledger::Source& from = other.sources[other.source[u]];
        if (from.kind == "project") unit.origin = whole_path(from.file) + "\n" + unit.origin;
        for (ledger::Judgement& one : unit.judged) one.reference = static_cast<std::uint16_t>(one.reference + first_reference);
        parts.units.push_back(std::move(unit));
    }
    if (back == 0) return;
    base::Finding finding = doubt("ledger", "ledger_circle", Severity::error, back, {{"source", source}, {"tonnes", tonnes_text(back_t)}});
    finding.file = source;
    parts.findings.push_back(std::move(finding));
}

}  // namespace

std::string LedgerParts::free_source(const std::string& name) const {
    std::string id = name;
    for (int n = 2; std::ranges::find(sources, id, &ledger::Source::id) != sources.end(); ++n) id = fmt::format("{} ({})", name, n);
    return id;
}

void forget_judgements(LedgerParts& parts) {
    parts.references.clear();
    for (ledger::ResourceUnit& unit : parts.units) {
        if (!unit.judged.empty() && unit.judged.front().state != ledger::State::not_evaluated)
            parts.heard.push_back({unit.source, unit.id, unit.mass_t, unit.judged.front().state == ledger::State::usable ? unit.mass_t : 0, false});
        unit.judged.clear();
        for (ledger::AssayRow& row : unit.assays) row.judged_t.clear();
    }
}

std::string ground_name(const Project& project) {
    const std::string& name = project.recipe.general.name;
    if (!name.empty() && name != GeneralRule().name) return name;
    return project.opened_from.empty() ? project.id : fs::path(project.opened_from).stem().string();
}

base::Expected<void> add_table_part(LedgerParts& parts, const std::string& path) {
    const std::string id = parts.free_source(fs::path(path).filename().string());
    auto read = io::read_ledger_table(path, id);
    if (!read) return std::unexpected(read.error());
    ledger::Source source{id, "table", whole_table(path), file_fingerprint(io::table_name(path).file), {}, {}};
    for (ledger::ResourceUnit& unit : *read) {
        source.as_of = std::max(source.as_of, unit.as_of);
        parts.units.push_back(std::move(unit));
    }
    parts.sources.push_back(std::move(source));
    return {};
}

base::Expected<void> add_block_part(LedgerParts& parts, const Project& project, const std::string& source_id, const std::string& file,
                                    const std::string& group_by, const ledger::IndicatorSet& indicators, const BlockAnswers& answers,
                                    const base::Progress& progress) {
    const auto& model = project.results.unvalued();
    if (!model) return {};
    const economics::PriceDeck deck = price_deck(project.recipe);
    ledger::BlockGrouping grouping;
    if (auto done = group(project, *model, group_by, grouping); !done) return done;
    grouping.species = species_of(project, *model);
    grouping.density_t_per_m3 = deck.costs.density_t_per_m3;
    if (not_evaluated(project).empty()) grouping.deck = &deck;
    std::optional<ledger::BlockJudge> heard;
    if (!parts.judged && !answers.all.empty()) heard = {answers.all.front().model.get(), &answers.all.front().deck, 0};
    if (heard) grouping.heard = &*heard;
    for (const BlockAnswers::One& one : answers.all) {
        if (!parts.judged) break;
        grouping.judges.push_back({one.model.get(), &one.deck, static_cast<std::uint16_t>(parts.references.size())});
        parts.references.push_back(one.reference);
    }
    // What a file excludes is there, and kept from use; air, voids and what lies outside the licence or the solids is not the deposit's.
    const blocks::ColumnInfo* excluded = model->info(economics::excluded_column);
    if (excluded != nullptr && excluded->type == blocks::ColumnType::integer) {
        if (excluded->codes == excluded_codes()) grouping.barred = {static_cast<std::int32_t>(Excluded::as_read)};
        else grouping.barred = codes_in(*model, economics::excluded_column);
    }
    ledger::ResourceUnit& common = grouping.common;
    common.id = ground_name(project);
    common.name = common.id;
    common.subsystem = ledger::Subsystem::geological;
    common.ground_id = common.id;
    common.source = source_id;
    const std::string main = ledger::species_name(deck.main_commodity).value_or(deck.main_commodity);
    common.system = main;
    // A mine's record is the record of a mine that works; nothing else here says what state it is in.
    if (!project.recipe.general.mine_record_file.empty()) common.statuses = {ledger::Status::producing};
    common.stage = ledger::Stage::exploration;
    auto made = ledger::units_from_blocks(*model, grouping, progress);
    if (!made) return std::unexpected(made.error());
    set_roles(made->units, main, indicators);
    tell_left_out(parts, *made, grouping.species, source_id);
    if (common.statuses.empty() && !made->units.empty()) {
        parts.findings.push_back(doubt("ledger", "ledger_blocks_status", Severity::info, static_cast<std::int64_t>(made->units.size()), {{"source", source_id}}));
        parts.findings.back().file = source_id;
    }
    for (std::size_t n = 0; n < made->heard_t.size(); ++n)
        parts.heard.push_back({made->units[n].source, made->units[n].id, made->heard_t[n], made->heard_usable_t[n], true});
    for (ledger::ResourceUnit& unit : made->units) parts.units.push_back(std::move(unit));
    if (!file.empty()) parts.ground_of_file[whole_path(file)] = common.ground_id;
    return {};
}

base::Expected<void> add_project_part(LedgerParts& parts, const std::string& path, const std::string& own_file, const std::string& group_by,
                                      const ledger::IndicatorSet& indicators, const ledger::Ledger* before, const base::Progress& progress) {
    const std::string print = file_fingerprint(path);
    if (print == absent_file) {
        add_missing_part(parts, path, before);
        return {};
    }
    const std::string own = own_file.empty() ? std::string() : whole_path(own_file);
    const std::string id = parts.free_source(fs::path(path).filename().string());
    if (whole_path(path) == own) {
        parts.findings.push_back(doubt("ledger", "ledger_circle", Severity::error, 1, {{"source", id}, {"tonnes", tonnes_text(0)}}));
        parts.findings.back().file = id;
        return {};
    }
    base::Progress opening = progress.part(0, 0.7);
    const auto other = open_project(path, opening);
    if (!other) return std::unexpected(other.error());
    ledger::Source source{id, "project", whole_path(path), print, {}, {}};
    parts.ground_of_file[whole_path(path)] = ground_name(*other);
    const auto study = more<LedgerStudy>(other->results, ledger_study_name);
    const bool has_ledger = study && study->file.built.ledger.units() > 0;
    const std::string read_from = has_ledger ? "ledger" : "bounds";
    if (!other->current(read_from)) {
        base::Finding finding = doubt("ledger", "ledger_source_older", Severity::warning, 1, {{"source", id}});
        finding.file = id;
        parts.findings.push_back(std::move(finding));
    }
    parts.sources.push_back(source);
    if (has_ledger) {
        take_ledger(parts, study->file.built.ledger, study->file.assumptions, id, own);
        return {};
    }
    const std::size_t units_before = parts.units.size(), references_before = parts.references.size();
    const auto answers = block_answers(*other, false, progress.part(0.7, 0.85));
    if (!answers) return std::unexpected(answers.error());
    if (auto done = add_block_part(parts, *other, id, path, group_by, indicators, *answers, progress.part(0.85, 1)); !done) return done;
    for (std::size_t n = references_before; n < parts.references.size(); ++n) {
        ledger::Route route = ledger::route_of(answers->all[n - references_before].deck, parts.references[n].route);
        route.name = {"plant", "选厂"};
        route.subsystem = ledger::Subsystem::geological;
        parts.references[n].route = id + ": " + parts.references[n].route;
        take_route(parts, std::move(route), id);
    }
    if (parts.units.size() == units_before) {
        base::Finding finding = doubt("ledger", "ledger_source_empty", Severity::warning, 1, {{"source", id}});
        finding.file = id;
        parts.findings.push_back(std::move(finding));
    }
    return {};
}

void add_missing_part(LedgerParts& parts, const std::string& path, const ledger::Ledger* before) {
    const std::string whole = whole_table(path), name = fs::path(path).filename().string();
    std::int64_t kept = 0;
    double tonnes = 0;
    std::map<std::uint16_t, std::uint16_t> references;
    if (before != nullptr)
        for (std::size_t n = 0; n < before->sources.size(); ++n) {
            if (before->sources[n].file != whole) continue;
            ledger::Source source = before->sources[n];
            source.id = parts.free_source(source.id);
            for (std::size_t u = 0; u < before->units(); ++u) {
                if (before->source[u] != n || before->excluded[u] != ledger::Excluded::counted) continue;
                ledger::ResourceUnit unit = ledger::unit_of(*before, u);
                unit.source = source.id;
                for (ledger::Judgement& one : unit.judged) {
                    const auto [at, fresh] = references.try_emplace(one.reference, static_cast<std::uint16_t>(parts.references.size()));
                    if (fresh) {
                        const ledger::Reference& reference = before->references[one.reference];
                        parts.references.push_back(reference);
                        ledger::Route route;
                        route.id = reference.route;
                        route.name = {route.id, route.id};
                        if (std::ranges::find(parts.routes, route.id, &ledger::Route::id) == parts.routes.end()) parts.routes.push_back(std::move(route));
                    }
                    one.reference = at->second;
                }
                ++kept;
                tonnes += unit.mass_t;
                parts.units.push_back(std::move(unit));
            }
            parts.sources.push_back(std::move(source));
        }
    base::Finding finding = kept > 0 ? doubt("ledger", "ledger_source_gone", Severity::warning, kept, {{"source", name}, {"tonnes", tonnes_text(tonnes)}})
                                     : doubt("ledger", "ledger_source_absent", Severity::error, 1, {{"source", name}});
    finding.file = name;
    finding.tonnes = kept > 0 ? tonnes : ledger::unknown;
    parts.findings.push_back(std::move(finding));
}

}  // namespace orelens::project
