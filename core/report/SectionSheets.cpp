#include "core/report/SectionSheets.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/base/Quantity.h"
#include "core/drilling/Spacing.h"
#include "core/drilling/Tools.h"
#include "core/economics/Evaluated.h"
#include "core/economics/Value.h"
#include "core/project/Crs.h"
#include "core/project/Truth.h"
#include "core/report/SectionPaint.h"
#include "core/report/Stamp.h"
#include "core/shapes/Shape.h"

namespace orelens::report {
namespace {

using base::ErrorKind;
using base::Message;
using sections::SheetInput;

/// The deck's prices in a line: what was evaluated with, and the one in hand.
std::string price_words(const project::Project& project, const SectionRequest& request) {
    const project::ValueResults& value = project.results.value;
    if (!value.deck || !economics::is_evaluated(value.model.get(), *value.deck))
        return base::text("section.not_evaluated", request.language);
    const economics::PriceDeck& deck = *value.deck;
    const economics::Commodity* main = economics::main_commodity(deck);
    std::string words;
    for (const economics::Commodity& one : deck.commodities) {
        const double price = &one == main ? request.price.value_or(one.price) : one.price;
        words += fmt::format("{}{} {} {}", words.empty() ? "" : "; ", one.name, base::number(price, 8), economics::quotation_unit(deck, one));
        if (one.price_includes_vat) words += " " + base::text("report.with_vat", request.language);
    }
    return words + "; " + base::text(deck.test == economics::CutoffTest::full ? "report.test_full" : "report.test_marginal", request.language);
}

sections::TitleBlock title_of(const project::Project& project, const SectionRequest& request) {
    sections::TitleBlock title;
    title.project = project.recipe.general.name;
    title.crs = project::crs_words(project.recipe.general.crs);
    if (title.crs.empty()) title.crs = base::text("report.crs_local", request.language);
    title.prices = price_words(project, request);
    title.stamp = stamp_of(project);
    if (title.stamp.empty()) title.stamp = base::text("report.no_results", request.language);
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    title.date = fmt::format("{:%Y-%m-%d}", fmt::localtime(now));
    title.program = "Orelens";
    return title;
}

const drilling::DrillholeSet* holes_of(const project::Project& project) {
    const auto& import = project.results.drilling.import;
    return import && project.results.drilling.traces ? &import->holes : nullptr;
}

sections::Ground ground_of(const project::Project& project) {
    sections::Ground ground;
    if (const auto& model = project.results.model()) ground.grid = &model->geometry();
    ground.holes = holes_of(project);
    if (ground.holes != nullptr) ground.traces = project.results.drilling.traces.get();
    if (const auto& composites = project.results.drilling.composites)
        ground.drill_spacing_m =
            drilling::drill_spacing(composites->x, composites->y, composites->z, composites->hole).between_m;
    return ground;
}

base::Expected<void> add_assays(SheetInput& input, const project::Project& project) {
    const drilling::IntervalTable& table = input.holes->assays;
    std::vector<std::string> wanted = sections::read_names(input.rule.elements);
    if (wanted.size() > 2)
        return base::fail(ErrorKind::usage, Message("section.too_many_elements"), {.field = "section.elements"});
    const bool named = !wanted.empty();
    if (!named) {
        // The main commodity's first; the others in their order.
        std::vector<std::string> all = project.elements();
        const economics::PriceDeck deck = project.results.value.deck ? *project.results.value.deck : project::price_deck(project.recipe);
        if (const economics::Commodity* main = economics::main_commodity(deck))
            if (const auto own = std::ranges::find(all, economics::grade_column(*main)); own != all.end())
                std::rotate(all.begin(), own, own + 1);
        for (const std::string& element : all)
            if (wanted.size() < 2 && table.grade(element) != nullptr) wanted.push_back(element);
    }
    for (std::size_t n = 0; n < wanted.size(); ++n) {
        auto bars = assay_bars(table, wanted[n], n, input.rule.assay_scale);
        if (!bars)
            return base::fail(ErrorKind::usage, Message("section.no_element", {{"element", wanted[n]}}), {.field = "section.elements"});
        input.assays.push_back(std::move(*bars));
    }
    return {};
}

void add_surfaces(SheetInput& input, const project::Project& project) {
    if (!project.results.shapes.list) return;
    constexpr sections::Colour ground{122, 78, 32};
    std::size_t n = 0;
    for (const shapes::Shape& shape : *project.results.shapes.list) {
        if (shape.mesh.triangles.empty()) continue;
        const bool topography = shape.role == shapes::Role::topography;
        input.surfaces.push_back({shape.name, &shape.mesh, topography ? ground : sections::category_colour(n), shape.closed});
        n += topography ? 0 : 1;
    }
}

}  // namespace

sections::RockColours rock_colours(const drilling::IntervalTable& lithology) {
    sections::RockColours rocks;
    if (lithology.codes.empty()) return rocks;
    const drilling::CodeColumn& column = lithology.codes.front();
    std::vector<double> metres(column.codes.size(), 0);
    for (std::size_t n = 0; n < lithology.size(); ++n)
        if (column.values[n] >= 0 && lithology.to_m[n] > lithology.from_m[n])
            metres[static_cast<std::size_t>(column.values[n])] += lithology.to_m[n] - lithology.from_m[n];
    rocks.codes = column.codes;
    rocks.order.resize(metres.size());
    std::iota(rocks.order.begin(), rocks.order.end(), 0U);
    std::ranges::stable_sort(rocks.order, [&](std::size_t a, std::size_t b) { return metres[a] > metres[b]; });
    rocks.colours.resize(metres.size());
    for (std::size_t rank = 0; rank < rocks.order.size(); ++rank)
        rocks.colours[rocks.order[rank]] = sections::category_colour(rank);
    return rocks;
}

std::optional<sections::AssayBars> assay_bars(const drilling::IntervalTable& assays, const std::string& element, std::size_t n,
                                              sections::AssayScale scale) {
    const drilling::GradeColumn* column = assays.grade(element);
    if (column == nullptr) return std::nullopt;
    constexpr std::array colours{sections::Colour{178, 24, 43}, sections::Colour{33, 102, 172}};
    sections::AssayBars bars;
    bars.name = element;
    bars.unit = std::string(base::symbol(column->unit));
    bars.colour = colours[n % colours.size()];
    bars.logarithmic = scale == sections::AssayScale::logarithmic;
    std::vector<double> known;
    for (std::size_t row = 0; row < assays.size(); ++row) {
        bars.values.push_back(drilling::usable_grade(*column, row));
        if (bars.values.back() > 0) known.push_back(bars.values.back());
    }
    if (!known.empty()) {
        const auto at = known.begin() + static_cast<std::ptrdiff_t>(0.98 * static_cast<double>(known.size() - 1));
        std::ranges::nth_element(known, at);
        bars.full = rounded_up(*at);
    }
    return bars;
}

base::Expected<std::vector<sections::Section>> placed_sections(const project::Project& project,
                                                               const sections::SectionRule& rule) {
    return sections::place_sections(rule, ground_of(project));
}

namespace {

/// What stands on the sheets, and what each section meets.
struct Gathered {
    SheetInput input;
    std::vector<sections::SectionContent> contents;
};

base::Expected<Gathered> gather(const project::Project& project, const SectionRequest& request, const base::Progress& progress) {
    if (auto fresh = project::check_no_older_blocks(project); !fresh) return std::unexpected(fresh.error());
    const auto placed = placed_sections(project, request.rule);
    if (!placed) return std::unexpected(placed.error());
    Gathered made;
    SheetInput& input = made.input;
    input.language = request.language;
    input.rule = request.rule;
    input.title = title_of(project, request);
    if (const auto& model = project.results.model()) {
        auto paint = block_paint(project, *model, request);
        if (!paint) return std::unexpected(paint.error());
        input.paint = std::move(*paint);
        if (input.paint.class_of) input.model = model.get();
    }
    input.holes = holes_of(project);
    if (input.holes != nullptr) {
        input.traces = project.results.drilling.traces.get();
        input.rocks = rock_colours(input.holes->lithology);
        if (auto added = add_assays(input, project); !added) return std::unexpected(added.error());
    }
    add_surfaces(input, project);
    std::vector<sections::SectionContent>& contents = made.contents;
    const auto count = static_cast<double>(request.only.empty() ? placed->size() : request.only.size());
    for (std::size_t at = 0; at < placed->size(); ++at) {
        if (!request.only.empty() && std::ranges::find(request.only, at) == request.only.end()) continue;
        const sections::Section& section = (*placed)[at];
        const auto n = static_cast<double>(contents.size());
        auto content = sections::cut_section(input, section, progress.part(0.9 * n / count, 0.9 * (n + 1) / count));
        if (!content) return std::unexpected(content.error());
        contents.push_back(std::move(*content));
    }
    if (std::ranges::any_of(contents, [](const auto& each) { return !each.empty(); }))
        std::erase_if(contents, [](const auto& each) { return each.empty(); });
    return made;
}

std::unexpected<base::Error> nothing_there() {
    return base::fail(base::ErrorKind::data, Message("section.no_content"), {.field = "section.line"}, Message("section.no_content_fix"));
}

}  // namespace

base::Expected<std::vector<sections::Drawing>> section_sheets(const project::Project& project, const SectionRequest& request,
                                                              const base::Progress& progress) {
    const auto made = gather(project, request, progress);
    if (!made) return std::unexpected(made.error());
    std::vector<sections::Drawing> sheets = sections::draw_sheets(made->input, made->contents);
    if (sheets.empty()) return nothing_there();
    if (!progress.report(1)) return base::cancelled();
    return sheets;
}

base::Expected<std::string> section_dxf_in_space(const project::Project& project, const SectionRequest& request,
                                                 const base::Progress& progress) {
    const auto made = gather(project, request, progress);
    if (!made) return std::unexpected(made.error());
    if (std::ranges::all_of(made->contents, [](const auto& each) { return each.empty(); })) return nothing_there();
    if (!progress.report(1)) return base::cancelled();
    return sections::dxf_in_space(made->input, made->contents);
}

}  // namespace orelens::report
