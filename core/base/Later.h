// Work that nobody has to wait for once something was cancelled: giving back gigabytes of memory, removing a
// large file. The program's end may cut it off, so nothing else may depend on it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace orelens::base {

/// Destroys `thing` in a thread of its own, or here where there is none to be had.
template <class T>
void drop_later(T thing) {
    auto held = std::make_unique<T>(std::move(thing));
    try {
        std::thread([held = std::move(held)]() mutable { held.reset(); }).detach();
    } catch (const std::system_error&) {  // it went with the thread that did not start
    }
}

/// Removes a file so; what cannot be removed stays.
inline void remove_later(const std::string& path) {
    struct Removal {
        std::string path;
        explicit Removal(std::string file) : path(std::move(file)) {}
        Removal(Removal&& other) noexcept : path(std::exchange(other.path, {})) {}
        Removal& operator=(Removal&&) = delete;
        ~Removal() {
            std::error_code ignored;
            if (!path.empty()) std::filesystem::remove(path, ignored);
        }
    };
    drop_later(Removal(path));
}

}  // namespace orelens::base
