// Tables of mines and orebodies. What is taken has names, finite numbers inside their ranges, places in the file, and
// says the same twice.
#include <cmath>

#include "core/costmodel/Examine.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string path = fuzz::scratch_file("orebodies.csv", std::string(reinterpret_cast<const char*>(data), size));
    auto table = io::read_orebodies(path, {});
    if (!table) return 0;
    fuzz::require(!table->rows.empty(), "a table without a row is refused");
    const std::string hash = costmodel::content_hash(*table);
    costmodel::examine_orebodies(*table);
    for (const costmodel::Orebody& row : table->rows) {
        fuzz::require(!row.name.empty() && row.row > 1, "a row has a name and a place");
        for (const double value : {row.ore_tonnes, row.capital, row.operating, row.x, row.y, row.depth_m, row.dilution, row.life_years})
            fuzz::require(std::isnan(value) || std::isfinite(value), "numbers are finite or not stated");
        for (const costmodel::OreGrade& grade : row.grades)
            fuzz::require(std::isnan(grade.fraction) || (grade.fraction >= 0 && grade.fraction <= 1), "a grade is a mass fraction");
    }
    const auto again = io::read_orebodies(path, {});
    fuzz::require(again && costmodel::content_hash(*again) == hash, "the same file says the same");
    return 0;
}
