// HDF5's handles, closed where they end, and the few ways of reading that geoh5 needs. A failure is thrown
// within this program, whose caller makes an error of it.
#pragma once

#include <hdf5.h>

#include <array>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace orelens::io::geoh5 {

struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Handle {
  public:
    using Close = herr_t (*)(hid_t);
    Handle(hid_t id, Close close) : id_(id), close_(close) {
        if (id < 0) throw Broken("HDF5");
    }
    ~Handle() {
        if (id_ >= 0) close_(id_);
    }
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Handle& operator=(Handle&&) = delete;
    operator hid_t() const { return id_; }

  private:
    hid_t id_;
    Close close_;
};

/// A file that lies in memory as a whole.
Handle open_image(std::string& bytes);

/// Names of the hard links of a group; other links lead elsewhere and are passed over.
std::vector<std::string> links(hid_t group);
bool has(hid_t group, const std::string& name);
Handle open_group(hid_t group, const std::string& name);

/// Attributes; empty or nothing where they are absent or of another kind.
std::string text_attribute(hid_t object, const char* name);
/// False where it is not there. Throws Broken where it is there and cannot be read.
bool number_attribute(hid_t object, const char* name, double& number);
bool triple_attribute(hid_t object, const char* name, std::array<double, 3>& triple);

/// Datasets of the group.
std::vector<double> reals(hid_t group, const char* name);
std::vector<std::int64_t> integers(hid_t group, const char* name);
/// Rows of `columns` whole numbers, one after another.
std::vector<std::int64_t> index_rows(hid_t group, const char* name, hsize_t columns);
std::vector<std::array<double, 3>> triples(hid_t group, const char* name);
/// The cells of an octree: place along u, v, w and width, in base cells.
std::vector<std::array<std::int32_t, 4>> octree_rows(hid_t group, const char* name);
std::vector<std::string> texts(hid_t group, const char* name);
std::map<std::uint32_t, std::string> value_map(hid_t group, const char* name);

}  // namespace orelens::io::geoh5
