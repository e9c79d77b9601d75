#include "core/sections/StripLog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/base/Units.h"
#include "core/drilling/Spans.h"

namespace orelens::sections {
namespace {

constexpr Colour rule_colour{205, 208, 212}, composite_colour{20, 24, 30}, error_colour{200, 30, 40}, warning_colour{205, 130, 0};

/// Columns from left to right, and depth to height.
struct Frame {
    double top = 0, bottom = 0, end_m = 1;
    double depth_x = 0, rock_x = 0, rock_width = 0, assay_x = 0, assay_width = 0, gap = 3, marks_x = 0;
    double letters = 8;
    [[nodiscard]] double y(double depth) const { return top - depth / end_m * (top - bottom); }
    [[nodiscard]] double line_mm() const { return letters * mm_per_point * 1.3; }
};

std::string say(const StripLogInput& input, const char* key, std::vector<std::pair<std::string, std::string>> args = {}) {
    return base::text(base::Message(key, std::move(args)), input.language);
}

std::vector<drilling::Span> spans_of(const drilling::IntervalTable& table, std::size_t hole, double end_m) {
    std::vector<drilling::Span> spans;
    for (std::size_t row = 0; row < table.size(); ++row)
        if (table.hole[row] == static_cast<std::int32_t>(hole) && !table.is_point(row) &&
            (table.doubtful.empty() || table.doubtful[row] == 0))
            spans.push_back({table.from_m[row], table.to_m[row], static_cast<std::int64_t>(row)});
    spans = drilling::resolve_overlaps(std::move(spans));
    for (drilling::Span& span : spans) span.to = std::min(span.to, end_m);
    std::erase_if(spans, [](const drilling::Span& span) { return !(span.to > span.from); });
    return spans;
}

bool has_rocks(const StripLogInput& input) {
    const drilling::IntervalTable& table = input.holes->lithology;
    return !table.codes.empty() && std::ranges::find(table.hole, static_cast<std::int32_t>(input.hole)) != table.hole.end();
}

Frame frame_of(const StripLogInput& input, const StripLogPage& page) {
    Frame f;
    f.letters = page.points;
    f.end_m = input.end_m;
    f.top = page.height_mm - 4.4 * f.line_mm();
    f.bottom = 1.6 * f.line_mm();
    f.depth_x = text_width_mm("0,000", page.points) + 1.5;
    f.rock_x = f.depth_x + 2;
    f.rock_width = has_rocks(input) ? std::clamp(page.width_mm * 0.14, 8.0, 22.0) : 0;
    const double marks = input.findings != nullptr ? 5 : 1;
    f.marks_x = page.width_mm - marks;
    f.assay_x = f.rock_x + f.rock_width + (f.rock_width > 0 ? f.gap : 0);
    const auto count = static_cast<double>(std::max<std::size_t>(1, input.assays.size()));
    f.assay_width = std::max(6.0, (f.marks_x - f.assay_x - (count - 1) * f.gap - 2) / count);
    return f;
}

double depth_step(const Frame& f) {
    const double least = 2.4 * f.line_mm() * f.end_m / (f.top - f.bottom), power = std::pow(10, std::floor(std::log10(least)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= least) return step * power;
    return 10 * power;
}

void draw_depths(Drawing& to, const StripLogInput& input, const Frame& f) {
    const double step = depth_step(f);
    for (double n = 0; n * step <= f.end_m * (1 + 1e-9); ++n) {
        const double y = f.y(n * step);
        to.line(Kind::grid, {{f.depth_x, y}, {f.marks_x, y}}, rule_colour, 0.12);
        to.line(Kind::grid, {{f.depth_x - 1, y}, {f.depth_x, y}}, black, 0.2);
        to.label({.kind = Kind::grid, .at = {f.depth_x - 1.4, y}, .words = base::grouped_number(n * step, step < 1 ? 1 : 0),
                  .points = f.letters, .across = 1, .along = 0});
    }
    to.line(Kind::frame, {{f.depth_x, f.top}, {f.depth_x, f.bottom}}, black, 0.25);
    to.label({.at = {0.5, f.top + 0.7 * f.line_mm()}, .words = say(input, "section.log.depth"), .points = f.letters});
    const double end = f.y(f.end_m);
    to.line(Kind::holes, {{f.depth_x, end}, {f.marks_x, end}}, black, 0.3);
    to.label({.kind = Kind::holes, .at = {f.marks_x, end - 1.2 * f.line_mm()},
              .words = say(input, "section.log.end", {{"depth", base::grouped_number(f.end_m, 1)}}), .points = f.letters, .across = 1});
}

void draw_rocks(Drawing& to, const StripLogInput& input, const Frame& f) {
    if (f.rock_width <= 0) return;
    const drilling::CodeColumn& column = input.holes->lithology.codes.front();
    for (const drilling::Span& span : spans_of(input.holes->lithology, input.hole, f.end_m)) {
        const std::int32_t code = column.values[static_cast<std::size_t>(span.what)];
        if (code < 0) continue;
        const Colour colour = input.rocks.colours[static_cast<std::size_t>(code)];
        const double low = f.y(span.to), height = f.y(span.from) - low;
        to.rectangle(Kind::intervals, f.rock_x, low, f.rock_width, height, colour);
        to.line(Kind::intervals, {{f.rock_x, low}, {f.rock_x + f.rock_width, low}}, black, 0.1);
        if (height > f.line_mm() * 0.85)
            to.label({.kind = Kind::text, .at = {f.rock_x + f.rock_width / 2, low + height / 2},
                      .words = fitted(column.codes[static_cast<std::size_t>(code)], f.letters, f.rock_width - 1), .points = f.letters,
                      .across = 0, .along = 0, .colour = ink_on(colour)});
    }
    to.box(Kind::frame, f.rock_x, f.bottom, f.rock_width, f.top - f.bottom, 0.2);
    to.label({.at = {f.rock_x + f.rock_width / 2, f.top + 0.7 * f.line_mm()},
              .words = fitted(say(input, "section.log.rock"), f.letters, f.rock_width + 2), .points = f.letters, .across = 0});
}

void draw_assays(Drawing& to, const StripLogInput& input, const AssayBars& bars, double x, const Frame& f) {
    for (const drilling::Span& span : spans_of(input.holes->assays, input.hole, f.end_m)) {
        const double share = bars.share(bars.values[static_cast<std::size_t>(span.what)]);
        if (!(share > 0)) continue;
        const double low = f.y(span.to), high = f.y(span.from);
        to.rectangle(Kind::intervals, x, low, share * f.assay_width, high - low, bars.colour);
        // What is longer than the column shows a gap before its end.
        constexpr double before_end = 0.9, gap = 0.35;
        if (bars.values[static_cast<std::size_t>(span.what)] > bars.full)
            to.line(Kind::intervals, {{x + f.assay_width - before_end, low}, {x + f.assay_width - before_end, high}}, white, gap);
    }
    // Steps of the composites; broken where there is none.
    std::vector<Vec2> line;
    double last = -1;
    const auto end = [&] {
        if (line.size() > 1) to.line(Kind::intervals, line, composite_colour, 0.35);
        line.clear();
    };
    constexpr double touching = 1e-3;
    for (const Step& step : composite_steps(input, bars)) {
        if (std::abs(step.from_m - last) > touching) end();
        const double at = x + bars.share(step.value) * f.assay_width;
        line.push_back({at, f.y(std::min(step.from_m, f.end_m))});
        line.push_back({at, f.y(std::min(step.to_m, f.end_m))});
        last = step.to_m;
    }
    end();
    to.box(Kind::frame, x, f.bottom, f.assay_width, f.top - f.bottom, 0.2);
    const double row = f.line_mm(), above = f.top + 0.7 * row;
    const std::string low = bars.logarithmic ? base::number(bars.full / 100, 3) : "0", high = base::number(bars.full, 3);
    to.label({.at = {x, above}, .words = low, .points = f.letters});
    to.label({.at = {x + f.assay_width, above}, .words = high, .points = f.letters, .across = 1});
    to.label({.at = {x + f.assay_width / 2, above + row}, .words = fitted(bars.name + " " + bars.unit + (bars.logarithmic ? " log" : ""), f.letters, f.assay_width + f.gap),
              .points = f.letters, .across = 0, .bold = true, .colour = bars.colour});
}

void draw_marks(Drawing& to, const StripLogInput& input, const Frame& f) {
    if (input.findings == nullptr) return;
    const std::string& name = input.holes->collars[input.hole].hole;
    for (const base::Finding& finding : *input.findings) {
        if (finding.hole != name || finding.approved || finding.severity == base::Severity::info) continue;
        const double from = std::isfinite(finding.from_m) ? std::clamp(finding.from_m, 0.0, f.end_m) : 0;
        const double until = std::isfinite(finding.to_m) ? std::clamp(finding.to_m, from, f.end_m) : from;
        const Colour colour = finding.severity == base::Severity::error ? error_colour : warning_colour;
        const double y = f.y((from + until) / 2), x = f.marks_x + 1;
        if (until > from) to.line(Kind::frame, {{x, f.y(from)}, {x, f.y(until)}}, colour, 0.7);
        // A triangle for errors, a square for warnings: never told by colour alone.
        if (finding.severity == base::Severity::error)
            to.fill(Kind::frame, {{x + 0.2, y - 1.2}, {x + 3, y - 1.2}, {x + 1.6, y + 1.4}}, colour);
        else
            to.fill(Kind::frame, {{x + 0.5, y - 1}, {x + 2.5, y - 1}, {x + 2.5, y + 1}, {x + 0.5, y + 1}}, colour);
    }
}

}  // namespace

std::vector<Step> composite_steps(const StripLogInput& input, const AssayBars& bars) {
    std::vector<Step> out;
    if (input.composites == nullptr) return out;
    const drilling::CompositeTable& table = *input.composites;
    const drilling::CompositeTable::Grade* grade = table.grade(bars.name);
    if (grade == nullptr) return out;
    const auto unit = base::grade_unit(bars.unit);
    const double factor = unit ? base::fraction_of(grade->unit) / base::fraction_of(*unit) : 1;
    const std::string& name = input.holes->collars[input.hole].hole;
    for (std::size_t n = 0; n < table.size(); ++n)
        if (table.hole[n] >= 0 && table.hole_ids[static_cast<std::size_t>(table.hole[n])] == name && !std::isnan(grade->values[n]))
            out.push_back({table.from_m[n], table.to_m[n], grade->values[n] * factor});
    std::ranges::sort(out, {}, &Step::from_m);
    return out;
}

Drawing strip_log(const StripLogInput& input, const StripLogPage& page) {
    Drawing to;
    to.width_mm = page.width_mm;
    to.height_mm = page.height_mm;
    if (input.holes == nullptr || !(input.end_m > 0)) return to;
    to.name = input.holes->collars[input.hole].hole;
    const Frame f = frame_of(input, page);
    if (!(f.top > f.bottom + f.line_mm())) return to;
    draw_depths(to, input, f);
    draw_rocks(to, input, f);
    double x = f.assay_x;
    for (const AssayBars& bars : input.assays) {
        draw_assays(to, input, bars, x, f);
        x += f.assay_width + f.gap;
    }
    draw_marks(to, input, f);
    const double row = f.line_mm();
    to.label({.at = {0.5, page.height_mm - 1.2 * row}, .words = to.name, .points = f.letters + 2, .bold = true});
    const bool composites = std::ranges::any_of(input.assays, [&](const AssayBars& bars) { return !composite_steps(input, bars).empty(); });
    if (composites)
        to.label({.at = {page.width_mm - 0.5, page.height_mm - 1.2 * row},
                  .words = fitted(say(input, "section.log.key"), f.letters, page.width_mm - text_width_mm(to.name, f.letters + 2) - 4),
                  .points = f.letters, .across = 1});
    return to;
}

}  // namespace orelens::sections
