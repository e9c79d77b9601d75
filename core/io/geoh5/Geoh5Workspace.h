// The frame of a .geoh5 that is being written: HDF5's handles, its types, and the groups that every file of
// this format has. For Geoh5Write.cpp and Geoh5BlocksWrite.cpp only. A refusal of HDF5 is thrown within this
// folder and turned into a value by write_file.
#pragma once

#include <hdf5.h>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::io::geoh5 {

/// What HDF5 refuses while a file is written: a full disk, mostly.
struct Refused {
    base::Error error;
};
[[noreturn]] void refuse(base::Message what, base::Message fix = base::Message(),
                         base::ErrorKind kind = base::ErrorKind::data);
/// Reports, and throws where the work is cancelled.
void go_on(const base::Progress& progress, double fraction);

class Handle {
  public:
    using Close = herr_t (*)(hid_t);
    Handle(hid_t id, Close how) : id_(id), close_(how) { check(id); }
    ~Handle() {
        if (id_ >= 0) close_(id_);
    }
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Handle& operator=(Handle&&) = delete;
    operator hid_t() const { return id_; }
    /// Closes now, where a failure still counts.
    void close() { check(close_(std::exchange(id_, -1))); }
    /// Throws where HDF5 says no.
    static void check(hid_t result);

  private:
    hid_t id_;
    Close close_;
};

Handle text_type();
Handle triple_type();
Handle new_group(hid_t parent, const std::string& name);
void link(hid_t from, const std::string& name, hid_t to);
void put_text(hid_t object, const char* name, const std::string& text);
void put_number(hid_t object, const char* name, double number);

/// A packed dataset of one or two dimensions; nothing is written yet.
Handle new_dataset(hid_t parent, const char* name, hid_t type, const std::vector<hsize_t>& sizes);
/// `count` values from number `from` on, of a dataset of one dimension.
void write_part(hid_t dataset, hid_t type, const void* data, hsize_t from, hsize_t count);

/// Identifiers out of what they stand for and a count: the same content, the same file.
class Ids {
  public:
    explicit Ids(const std::string& seed) { add(seed); }
    void add(std::string_view bytes);
    std::string next();

  private:
    std::uint64_t first_ = 0xcbf29ce484222325ULL, second_ = 0x9e3779b97f4a7c15ULL;
};

/// The frame that every geoh5 has, with one group that holds all objects.
class Workspace {
  public:
    /// `seed` makes the identifiers of one file differ from those of another.
    Workspace(hid_t file, const std::string& seed);
    Handle object(std::string_view type_id, const char* type_name, const std::string& name);
    /// A column below the group "Data" of an object. `primitive`: "Float", "Integer", "Referenced" (with
    /// codes, which have the keys 1, 2 …), "Text", "DateTime".
    Handle data(hid_t of_group, const std::string& name, const char* association, const char* primitive,
                const std::string& unit, const std::vector<std::string>& codes);

  private:
    Handle entity(hid_t parent, const std::string& name);
    Ids ids_;
    Handle root_, data_, groups_, objects_, types_, data_types_, group_types_, object_types_, top_,
        top_objects_;
};

/// A block grid: edges from the origin on, degrees counterclockwise.
Handle put_grid(Workspace& workspace, const std::string& name, const blocks::Vec3& origin, double rotation,
                const std::array<std::vector<double>, 3>& edges);

/// Writes the file beside its place and moves it there when it is whole.
base::Expected<void> write_file(const std::string& path, const std::string& seed,
                                const std::function<void(Workspace&)>& fill, const base::Progress& progress);

}  // namespace orelens::io::geoh5
