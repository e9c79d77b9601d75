// Collar, survey and assay tables of any content, read and checked as an import does.
#include <cmath>

#include "core/drilling/DensityIndex.h"
#include "core/drilling/Doubtful.h"
#include "core/drilling/Tools.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const auto parts = fuzz::parts(data, size);
    drilling::ImportRule rule;
    drilling::AssayRule assays;
    std::string* files[] = {&rule.collar_file,    &rule.assay_file,    &rule.survey_file,
                            &rule.lithology_file, &assays.second_file, &assays.points_file,
                            &rule.density_file};
    static constexpr const char* names[] = {"collar.csv", "assay.csv",  "survey.csv", "lithology.csv",
                                            "second.csv", "points.csv", "density.csv"};
    for (std::size_t n = 0; n < parts.size() && n < 7; ++n) {
        fuzz::scratch_file(names[n], parts[n]);
        *files[n] = names[n];
    }
    // Half of the inputs state the marks of single tables, so that both ways are walked.
    if (size % 2 == 0) rule.decimal_mark_of = "collar=comma; assay=point; *.csv:Cu_pct=comma";
    base::Progress progress;
    auto import = io::read_drillholes(rule, {}, fuzz::scratch_folder(), progress, assays);
    if (!import) return 0;
    drilling::mark_doubtful(import->holes);
    (void)drilling::validate(import->holes, import->findings);
    fuzz::require(drilling::desurvey(import->holes).size() == import->holes.collars.size(),
                  "a trace per collar");
    for (const drilling::Collar& collar : import->holes.collars)
        fuzz::require(!collar.hole.empty(), "every hole has a name");
    const std::size_t rows = import->holes.assays.size();
    for (const drilling::GradeColumn& column : import->holes.assays.grades)
        fuzz::require(column.values.size() == rows && column.flags.size() == rows,
                      "columns are as long as their table");
    for (const drilling::IntervalTable* table : {&import->holes.assays, &import->holes.densities})
        for (const double density : table->density)
            fuzz::require(std::isnan(density) || (density > 0 && density < 100), "a density is one of rock");
    const drilling::DensityIndex densities(import->holes);
    for (std::size_t hole = 0; densities.any() && hole < import->holes.collars.size(); ++hole)
        (void)densities.means(hole, {{0, 10, 0}, {10, 10, 0}});
    return 0;
}
