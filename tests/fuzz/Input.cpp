#include "tests/fuzz/Input.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace orelens::fuzz {
namespace {

namespace fs = std::filesystem;

struct Scratch {
    Scratch() {
        std::error_code code;
        const fs::path base = fs::is_directory("/dev/shm", code) ? "/dev/shm" : fs::temp_directory_path();
        path = (base / ("orelens-fuzz-" + std::to_string(::getpid()))).string();
        fs::create_directories(path);
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    std::string path;
};

}  // namespace

std::vector<std::string> parts(const std::uint8_t* data, std::size_t size) {
    static constexpr std::string_view cut = "\n----\n";
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    std::vector<std::string> out;
    for (std::size_t from = 0;;) {
        const std::size_t at = all.find(cut, from);
        out.emplace_back(all.substr(from, at == std::string_view::npos ? at : at - from));
        if (at == std::string_view::npos) return out;
        from = at + cut.size();
    }
}

const std::string& scratch_folder() {
    static const Scratch scratch;
    return scratch.path;
}

std::string scratch_file(const std::string& name, const std::string& bytes) {
    std::string path = scratch_folder() + "/" + name;
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path;
}

void require(bool holds, const char* law) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", law);
    std::abort();
}

}  // namespace orelens::fuzz
