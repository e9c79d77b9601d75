#include "tests/fuzz/SmallProject.h"

#include <fmt/format.h>

#include "core/base/AtomicFile.h"
#include "core/project/Pipeline.h"
#include "tests/fuzz/Input.h"

namespace orelens::fuzz {
namespace {

std::string make() {
    std::string collars = "hole,x,y,z,depth\n", surveys = "hole,depth,azimuth,dip\n",
                assays = "hole,from,to,Cu\n", lithology = "hole,from,to,code\n";
    for (int hole = 0; hole < 4; ++hole) {
        collars += fmt::format("H{},{},{},100,20\n", hole, 40 * (hole % 2), 40 * (hole / 2));
        surveys += fmt::format("H{},0,0,-90\n", hole);
        lithology += fmt::format("H{},0,20,OX\n", hole);
        for (int from = 0; from < 20; from += 4)
            assays += fmt::format("H{},{},{},0.{}\n", hole, from, from + 4, 3 + (hole + from) % 5);
    }
    scratch_file("collar.csv", collars);
    scratch_file("survey.csv", surveys);
    scratch_file("assay.csv", assays);
    scratch_file("lithology.csv", lithology);
    project::Project project;
    project::Recipe& recipe = project.recipe;
    recipe.folder = scratch_folder();
    recipe.drillholes.collar_file = "collar.csv";
    recipe.drillholes.survey_file = "survey.csv";
    recipe.drillholes.assay_file = "assay.csv";
    recipe.drillholes.lithology_file = "lithology.csv";
    recipe.element["Cu"].variogram.fit = false;
    recipe.commodity["Cu"].price = 70000;
    base::Progress progress;
    const std::string path = scratch_folder() + "/small.gpkg";
    require(project.run(progress, "variogram").has_value(), "a small project runs");
    require(project::save_project(project, path, progress).has_value(), "a small project is saved");
    return base::read_text_file(path).value();
}

}  // namespace

const std::string& small_project() {
    static const std::string bytes = make();
    return bytes;
}

}  // namespace orelens::fuzz
