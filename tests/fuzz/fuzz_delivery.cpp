// The list of a delivered folder from another hand: the names it gives stay below the folder.
#include <filesystem>

#include "core/project/Delivery.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    fuzz::scratch_file(project::delivery_list, std::string(reinterpret_cast<const char*>(data), size));
    const auto delivery = project::read_delivery(fuzz::scratch_folder());
    if (!delivery) return 0;
    fuzz::require(delivery->has_value(), "a list that is there is found");
    for (const auto* files : {&(*delivery)->files, &(*delivery)->earlier})
        for (const project::DeliveredFile& file : *files) {
            const auto path = (std::filesystem::path("/folder") / file.name).lexically_normal().string();
            fuzz::require(path.starts_with("/folder"), "names stay below the folder");
        }
    return 0;
}
