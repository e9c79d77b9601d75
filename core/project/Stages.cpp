#include "core/project/Stages.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/Nearest.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/project/EstimateStage.h"
#include "core/project/Fingerprint.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

template <class T>
std::shared_ptr<const T> shared(T&& value) {
    return std::make_shared<const T>(std::forward<T>(value));
}

std::map<std::string, drilling::AssayColumnRule> assay_rules(const Recipe& recipe) {
    std::map<std::string, drilling::AssayColumnRule> rules;
    for (const auto& [element, rule] : recipe.element) rules[element] = rule.assay;
    return rules;
}

bool is_economic(const std::string& column) {
    return column == economics::nsr_column || column == economics::margin_full ||
           column == economics::margin_marginal || column == economics::status_column ||
           column.starts_with("break_even.");
}

/// An element is a block column of its own: one named like a column that a stage writes or reads would be
/// lost, or taken for something else.
Expected<void> check_element_names(const Recipe& recipe) {
    for (const auto& [name, rule] : recipe.element) {
        const std::size_t dot = name.rfind('.');
        const bool beside_a_grade = dot != std::string::npos &&
                                    recipe.element.contains(name.substr(0, dot)) &&
                                    is_estimate_suffix(std::string_view(name).substr(dot));
        // i … z are the places of a block in tables.
        const bool place = name.size() == 1 && std::string_view("ijkxyz").contains(name);
        if (!place && !beside_a_grade && !is_economic(name) && name != domain_column &&
            name != economics::excluded_column && name != economics::density_column)
            continue;
        return base::fail(ErrorKind::data, Message("project.reserved_element", {{"element", name}}),
                          {.field = "element." + name}, Message("project.reserved_element_fix"));
    }
    return {};
}

Expected<void> run_import(Project& project, base::Progress& progress) {
    Results& results = project.results;
    const Recipe& recipe = project.recipe;
    if (auto good = check_element_names(recipe); !good) return good;
    if (recipe.drillholes.collar_file.empty() && recipe.drillholes.assay_file.empty()) {
        results.import.reset();
        results.traces.reset();
        results.findings.reset();
        return {};
    }
    base::Progress reading = progress.part(0, 0.8);
    auto import = io::read_drillholes(recipe.drillholes, assay_rules(recipe), recipe.folder, reading);
    if (!import) return std::unexpected(import.error());
    auto traces = drilling::desurvey(import->holes);
    if (!progress.report(0.9)) return base::cancelled();
    auto findings = drilling::validate(import->holes, import->findings);
    results.import = shared(std::move(*import));
    results.traces = shared(std::move(traces));
    results.findings = with_approvals(std::move(findings), project.approved_findings);
    return {};
}

Expected<void> run_composite(Project& project, base::Progress& progress) {
    Results& results = project.results;
    if (!results.import) {
        results.composites.reset();
        return {};
    }
    const bool with_approved =
        std::ranges::any_of(project.approved_findings, drilling::approval_changes_samples);
    std::shared_ptr<const io::DrillholeImport> import = results.import;
    if (with_approved && results.findings) {
        auto marked = *import;
        auto findings = *results.findings;
        drilling::approve(marked.holes, findings, project.approved_findings);
        import = shared(std::move(marked));
    }
    auto table = drilling::composite(import->holes, *results.traces, project.recipe.composite,
                                     assay_rules(project.recipe), progress);
    if (!table) return std::unexpected(table.error());
    if (table->size() == 0)
        return base::fail(ErrorKind::data, Message("project.no_composites"), {},
                          Message("project.no_composites_fix"));
    results.composites = shared(std::move(*table));
    return {};
}

Expected<geostat::VariogramFit> variogram_of(const Project& project, const std::string& element,
                                             base::Progress& progress) {
    const auto own = project.recipe.element.find(element);
    const geostat::VariogramRule rule =
        own == project.recipe.element.end() ? geostat::VariogramRule{} : own->second.variogram;
    if (rule.fit) return geostat::fit_variogram(*project.results.composites, element, progress);
    geostat::VariogramFit stated;
    stated.model = geostat::stated_variogram(rule);
    stated.note = Message("project.variogram_stated");
    return stated;
}

Expected<void> run_variogram(Project& project, base::Progress& progress) {
    Results& results = project.results;
    std::map<std::string, std::string> prints;
    if (!results.composites) {
        results.variograms.reset();
        project.variogram_fingerprints = prints;
        return {};
    }
    const std::vector<std::string> elements = project.elements();
    std::vector<geostat::VariogramFit> fits;
    for (std::size_t n = 0; n < elements.size(); ++n) {
        const std::string& element = elements[n];
        prints[element] = variogram_fingerprint(project, element);
        const auto before = project.variogram_fingerprints.find(element);
        if (results.variograms && before != project.variogram_fingerprints.end() &&
            before->second == prints[element]) {
            // Fits are kept in element order, the order of the fingerprints' keys at that time.
            const auto at = std::distance(project.variogram_fingerprints.begin(), before);
            if (static_cast<std::size_t>(at) < results.variograms->size()) {
                fits.push_back(results.variograms->at(static_cast<std::size_t>(at)));
                continue;
            }
        }
        base::Progress part =
            progress.part(static_cast<double>(n) / static_cast<double>(elements.size()),
                          static_cast<double>(n + 1) / static_cast<double>(elements.size()));
        auto fit = variogram_of(project, element, part);
        if (!fit) return std::unexpected(fit.error());
        fits.push_back(std::move(*fit));
    }
    results.variograms = shared(std::move(fits));
    project.variogram_fingerprints = std::move(prints);
    return {};
}

Expected<void> run_grid(Project& project, base::Progress& /*progress*/) {
    Results& results = project.results;
    if (!results.composites) {
        results.geometry.reset();
        return {};
    }
    const drilling::CompositeTable& samples = *results.composites;
    auto geometry = blocks::make_geometry(project.recipe.grid, samples.x, samples.y, samples.z);
    if (!geometry) return std::unexpected(geometry.error());
    results.geometry = shared(std::move(*geometry));
    return {};
}

void clear_economics(Results& results) {
    results.deck.reset();
    results.curve_full.reset();
    results.curve_marginal.reset();
    results.curves_by_category.reset();
}

Expected<void> run_evaluate(Project& project, base::Progress& progress) {
    Results next = project.results;
    clear_economics(next);
    if (next.model) {
        blocks::BlockModel model(*next.model);
        for (const blocks::ColumnInfo& column : std::vector<blocks::ColumnInfo>(model.columns()))
            if (is_economic(column.name)) model.remove_column(column.name);
        if (!project.recipe.commodity.empty()) {
            const economics::PriceDeck deck = price_deck(project.recipe);
            base::Progress valuing = progress.part(0.1, 0.7);
            if (auto done = economics::evaluate(model, deck, valuing); !done) return done;
            next.deck = shared(economics::PriceDeck(deck));
        }
        next.model = shared(std::move(model));
        if (!progress.report(0.75)) return base::cancelled();
        if (auto built = build_curves(next, project.elements(), project.recipe.general.category_column);
            !built)
            return built;
    }
    project.results = std::move(next);
    return {};
}

Expected<void> run_utilization(Project& project, base::Progress& progress) {
    Results& results = project.results;
    const GeneralRule& general = project.recipe.general;
    if (general.mine_record_file.empty()) {
        results.mine_records.reset();
        results.utilization.reset();
        return {};
    }
    auto records = io::read_mine_records(resolved_file(project.recipe, general.mine_record_file));
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
    results.mine_records = shared(std::move(*records));
    results.utilization = shared(std::move(rates));
    return {};
}

}  // namespace

std::shared_ptr<const std::vector<drilling::Finding>> with_approvals(std::vector<drilling::Finding> findings,
                                                                     const std::set<std::string>& approved) {
    for (drilling::Finding& finding : findings) finding.approved = approved.contains(finding.id());
    return shared(std::move(findings));
}

Expected<void> build_curves(Results& results, const std::vector<std::string>& elements,
                            const std::string& category_column) {
    if (!results.deck || !results.model) return {};
    using economics::CutoffTest;
    using economics::UsableCurve;
    const blocks::BlockModel& model = *results.model;
    const economics::PriceDeck& deck = *results.deck;
    std::vector<std::string> graded;
    for (const std::string& element : elements)
        if (const auto* info = model.info(element); info != nullptr && info->type == blocks::ColumnType::real)
            graded.push_back(element);
    auto full = UsableCurve::build(model, deck, CutoffTest::full, graded);
    if (!full) return std::unexpected(full.error());
    auto marginal = UsableCurve::build(model, deck, CutoffTest::marginal, graded);
    if (!marginal) return std::unexpected(marginal.error());
    if (!category_column.empty()) {
        std::vector<std::string> integers;
        for (const blocks::ColumnInfo& column : model.columns())
            if (column.type == blocks::ColumnType::integer) integers.push_back(column.name);
        if (std::ranges::find(integers, category_column) == integers.end()) {
            const std::string near = base::nearest(category_column, integers);
            return base::fail(ErrorKind::data, Message("project.no_category", {{"column", category_column}}),
                              {.field = "general.category_column"},
                              near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
        }
        auto by = UsableCurve::build_by(model, deck, deck.test, graded, category_column);
        if (!by) return std::unexpected(by.error());
        results.curves_by_category = shared(std::move(*by));
    }
    results.curve_full = shared(std::move(*full));
    results.curve_marginal = shared(std::move(*marginal));
    return {};
}

Expected<void> run_stage(Project& project, Stage stage, base::Progress& progress) {
    switch (stage) {
        case Stage::import:
            return run_import(project, progress);
        case Stage::composite:
            return run_composite(project, progress);
        case Stage::variogram:
            return run_variogram(project, progress);
        case Stage::grid:
            return run_grid(project, progress);
        case Stage::estimate:
            return run_estimate(project, progress);
        case Stage::evaluate:
            return run_evaluate(project, progress);
        case Stage::utilization:
            return run_utilization(project, progress);
    }
    return {};
}

}  // namespace orelens::project
