// A study of potential as JSON: the files that it names are not there, so that all it says itself is read and its grid
// made. A grid that is taken can be counted.
#include "core/project/PotentialStudy.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto study = project::read_potential_study(fuzz::scratch_file("study.json", text));
    if (!study) return 0;
    const blocks::GridGeometry& grid = study->evidence.grid;
    for (std::size_t a = 0; a < 3; ++a) fuzz::require(grid.count[a] >= 1 && grid.block_size[a] > 0, "a grid has cells");
    (void)project::input_files(*study);
    (void)project::study_edits(*study);
    return 0;
}
