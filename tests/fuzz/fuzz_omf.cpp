// An OMF file, version 1. What is taken has indices inside its lists and as many values as places; it is
// written and read again the same.
#include "core/io/omf/OmfBlocks.h"
#include "core/io/omf/OmfShapes.h"
#include "tests/fuzz/Input.h"

namespace {

using namespace orelens;

std::size_t values(const io::OmfData& data) {
    return std::visit(
        [](const auto& list) -> std::size_t {
            using List = std::decay_t<decltype(list)>;
            if constexpr (std::is_same_v<List, io::OmfMapped>)
                return list.indices.size();
            else if constexpr (std::is_same_v<List, io::OmfVectors>)
                return list.values.size() / list.components;
            else if constexpr (std::is_same_v<List, io::OmfStreamed>)
                return list.count;
            else
                return list.values.size();
        },
        data.values);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto project = io::omf_from_bytes(std::string(reinterpret_cast<const char*>(data), size));
    if (!project) return 0;
    for (const io::OmfElement& element : project->elements)
        for (const io::OmfData& one : element.data) {
            const auto places = io::omf_count(element, one.place);
            fuzz::require(places && *places == values(one), "as many values as places");
        }
    const auto shapes = io::shapes_of_omf(*project);
    if (shapes)
        for (const auto& mesh : shapes->meshes)
            for (const auto& triangle : mesh.triangles)
                for (const std::int32_t corner : triangle)
                    fuzz::require(corner >= 0 && static_cast<std::size_t>(corner) < mesh.points.size(),
                                  "corners are points");
    const auto bytes = io::omf_bytes(*project);
    fuzz::require(bytes.has_value(), "what was read can be written");
    const auto again = io::omf_from_bytes(*bytes);
    fuzz::require(again.has_value(), "what was written can be read");
    fuzz::require(again->elements.size() == project->elements.size(), "nothing is lost");
    auto volume = io::take_omf_volume(io::OmfProject(*project), "");
    if (!volume) return 0;
    auto same = *volume;
    const auto cells = io::cells_of_omf(std::move(same));
    if (cells)
        for (const auto& column : cells->cells.columns)
            fuzz::require(std::max(column.values.size(), column.codes.size()) == cells->cells.cells(),
                          "a value for every cell");
    (void)io::model_of_omf(std::move(*volume));
    return 0;
}
