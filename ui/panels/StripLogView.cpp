#include "ui/panels/StripLogView.h"

#include <QPainter>
#include <QPalette>
#include <algorithm>
#include <cmath>

#include "core/drilling/Desurvey.h"
#include "core/economics/Value.h"
#include "core/project/Pipeline.h"
#include "core/report/SectionSheets.h"
#include "ui/Words.h"
#include "ui/panels/DrawingPaint.h"

namespace orelens::panels {

std::optional<StripLogParts> strip_log_parts(const project::Project& project, std::size_t hole, std::size_t most_elements,
                                             base::Language language) {
    const auto& import = project.results.drilling.import;
    if (!import || hole >= import->holes.collars.size()) return std::nullopt;
    StripLogParts parts;
    parts.import = import;
    parts.composites = project.results.drilling.composites;
    parts.findings = project.findings();
    sections::StripLogInput& input = parts.input;
    input.language = language;
    input.holes = &import->holes;
    input.hole = hole;
    input.end_m = drilling::hole_ends(import->holes)[hole];
    if (!(input.end_m > 0)) return std::nullopt;
    input.composites = project.results.drilling.composites.get();
    input.rocks = report::rock_colours(import->holes.lithology);
    std::vector<std::string> elements = project.elements();
    const economics::PriceDeck deck = project::price_deck(project.recipe);
    if (const economics::Commodity* main = economics::main_commodity(deck)) {
        const auto at = std::ranges::find(elements, main->name);
        if (at != elements.end()) std::rotate(elements.begin(), at, at + 1);
    }
    for (const std::string& element : elements)
        if (input.assays.size() < most_elements)
            if (auto bars = report::assay_bars(import->holes.assays, element, input.assays.size(), project.recipe.section.assay_scale))
                input.assays.push_back(std::move(*bars));
    return parts;
}

sections::Drawing StripLogParts::draw(const sections::StripLogPage& page) const {
    sections::StripLogInput whole = input;
    whole.findings = &findings;
    return sections::strip_log(whole, page);
}

StripLogView::StripLogView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    ui::tell_widget(this, "ui.block.strip_log");
    hide();
}

void StripLogView::show_hole(const project::Project& project, std::size_t hole) {
    constexpr std::size_t most_elements = 3;  // columns wide enough to be read beside the 3D view
    parts_ = strip_log_parts(project, hole, most_elements, ui::language());
    setVisible(parts_.has_value());
    update();
}

void StripLogView::clear() {
    parts_.reset();
    hide();
}

QSize StripLogView::sizeHint() const { return {280, 420}; }

QSize StripLogView::minimumSizeHint() const { return {160, 200}; }

void StripLogView::paintEvent(QPaintEvent* /*event*/) {
    if (!parts_) return;
    QPainter painter(this);
    const double mm_per_pixel = 25.4 / std::max(1, logicalDpiY());
    const double points = std::max(sections::least_points, font().pointSizeF() > 0 ? font().pointSizeF() - 1 : 8.0);
    const sections::Drawing drawing = parts_->draw({width() * mm_per_pixel, height() * mm_per_pixel, points});
    paint_drawing(painter, QRectF(rect()), drawing, {palette().color(QPalette::Text), palette().color(QPalette::Base)});
}

}  // namespace orelens::panels
