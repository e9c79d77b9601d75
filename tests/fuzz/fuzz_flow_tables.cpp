// The tables beside a flow system; the first line says which: places, targets, piles or sinks. Places lie where a map has
// room for them, and no region is given away more than once.
#include <cmath>
#include <map>
#include <set>

#include "core/io/flows/SystemFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::size_t end = text.find('\n');
    if (end == std::string::npos) return 0;
    const std::string kind = text.substr(0, end), file = fuzz::scratch_file("beside.csv", text.substr(end + 1));
    if (kind == "places") {
        static const recycling::System system = [] {
            recycling::System made;
            made.name = "fuzz";
            made.dimensions = {{.name = "time", .letter = "t", .items = {"2000", "2001"}}, {.name = "region", .letter = "r", .items = {"A", "B", "东"}}};
            made.time = 0;
            made.flow_dimensions = {0, 1};
            return made;
        }();
        const auto places = io::read_places(file, system);
        if (!places) return 0;
        std::set<std::string> ids;
        std::map<int, double> taken;
        for (const recycling::Place& one : *places) {
            fuzz::require(ids.insert(one.id).second && !one.id.empty(), "an id stands once");
            fuzz::require(std::isfinite(one.x) && std::isfinite(one.y), "a place has a place");
            fuzz::require(!one.degrees || (std::abs(one.x) <= 180 && std::abs(one.y) <= 90), "degrees are on the globe");
            fuzz::require((taken[one.item] += one.share) <= 1 + 1e-6, "no region is given away twice");
        }
    } else if (kind == "targets") {
        const auto targets = io::read_targets(file);
        if (!targets) return 0;
        std::set<std::string> ids;
        for (const io::TargetRead& one : *targets) fuzz::require(ids.insert(one.target.id).second, "an id stands once");
    } else if (kind == "piles") {
        const auto piles = io::read_piles(file);
        if (!piles) return 0;
        for (const recycling::PileStream& one : *piles)
            fuzz::require(std::isnan(one.stream.theoretical_t) || one.stream.theoretical_t >= 0, "nothing is less than nothing");
    } else if (kind == "sinks") {
        (void)io::read_sinks(file);
    }
    return 0;
}
