#include "ui/scene/PaperSection.h"

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/base/Units.h"
#include "core/economics/Evaluated.h"

namespace orelens::scene {
namespace {

constexpr double smallest_letters = 11;  // pixels at ratio 1: the ticks of the axes
constexpr double mm_per_point = 25.4 / 72;

/// The grade to show where nothing says what is usable; empty where there is none.
std::string first_grade(const Scene& scene) {
    for (const std::string& name : scene.colour_columns())
        if (const blocks::ColumnInfo* info = scene.data().model->info(name);
            info != nullptr && base::grade_unit(info->unit))
            return name;
    return {};
}

}  // namespace

double paper_ratio(int pixels_wide, double points, double shrunk) {
    const double pixels_per_point = pixels_wide / (paper_width_mm * shrunk / mm_per_point);
    return points * pixels_per_point / smallest_letters;
}

PaperSection paper_section(const Scene& scene) {
    const std::array<Vec3, 2> box = scene.bulk();
    const double east = box[1][0] - box[0][0], north = box[1][1] - box[0][1];
    PaperSection section;
    section.eastward = east >= north;
    const std::size_t across = section.eastward ? 1 : 0;
    section.at_m = (box[0][across] + box[1][across]) / 2;
    double block = 0;
    if (const auto& model = scene.data().model) {
        const auto& size = model->geometry().block_size;
        block = std::max(size[0], size[1]);
    }
    constexpr double share_of_depth = 0.04;
    section.thickness_m = std::ceil(std::max(2 * block, share_of_depth * (section.eastward ? north : east)));
    return section;
}

void show(Scene& scene, const PaperSection& section, double aspect) {
    const std::array<Vec3, 2> box = scene.bulk();
    Look look = scene.look();
    look.section.on = true;
    look.section.point = {(box[0][0] + box[1][0]) / 2, (box[0][1] + box[1][1]) / 2, (box[0][2] + box[1][2]) / 2};
    look.section.point[section.eastward ? 1 : 0] = section.at_m;
    look.section.azimuth_deg = section.eastward ? 90 : 0;
    look.section.dip_deg = 90;
    look.section.thickness_m = section.thickness_m;
    look.show_blocks = true;
    look.clip.on = false;
    look.quarter.on = false;
    look.orthographic = true;
    look.north_arrow = false;
    look.legend_at.reset();
    look.dark = false;
    look.gradient = false;
    look.caption = false;  // stands below it, where it hides nothing
    look.hole_colour = HoleColour::plain;
    if (scene.data().evaluated() == economics::Evaluated::yes) {
        look.colour_by = ColourBy::status;
        look.waste = Waste::shown;
    } else if (const std::string grade = first_grade(scene); !grade.empty()) {
        look.colour_by = ColourBy::column;
        look.column = grade;
    }
    scene.set_look(look);
    scene.set_view(section.eastward ? StandardView::south : StandardView::east, aspect);
}

std::string words_of(const Scene& scene, const PaperSection& section, base::Language language) {
    std::string words = base::text(base::Message(section.eastward ? "scene.section_eastward" : "scene.section_northward",
                                                 {{"at", base::grouped(section.at_m)},
                                                  {"thickness", base::grouped(section.thickness_m)}}),
                                   language);
    for (const std::string& line : price_lines(scene.data(), scene.price(), language)) words += " · " + line;
    return words;
}

}  // namespace orelens::scene
