#include "core/io/geoh5/Geoh5Workspace.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "core/base/AtomicFile.h"
#include "core/io/geoh5/Geoh5Format.h"
#include "core/io/text/CsvText.h"

namespace orelens::io::geoh5 {

using base::ErrorKind;
using base::Message;

namespace {

void put_flag(hid_t object, const char* name, signed char flag) {
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle attribute(H5Acreate2(object, name, H5T_STD_I8LE, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    Handle::check(H5Awrite(attribute, H5T_NATIVE_SCHAR, &flag));
}
void describe(hid_t object, const std::string& id, const std::string& name) {
    put_text(object, "ID", id);
    put_text(object, "Name", name);
    put_flag(object, "Allow delete", 1);
    put_flag(object, "Allow rename", 1);
    put_flag(object, "Public", 1);
}
void put_value_map(hid_t type, const std::vector<std::string>& codes) {
    struct Entry {
        std::uint32_t key;
        const char* value;
    };
    std::vector<Entry> entries{{0, "Unknown"}};
    for (std::size_t n = 0; n < codes.size(); ++n)
        entries.push_back({static_cast<std::uint32_t>(n + 1), codes[n].c_str()});
    const Handle text = text_type();
    const Handle memory(H5Tcreate(H5T_COMPOUND, sizeof(Entry)), H5Tclose);
    Handle::check(H5Tinsert(memory, "Key", HOFFSET(Entry, key), H5T_NATIVE_UINT32));
    Handle::check(H5Tinsert(memory, "Value", HOFFSET(Entry, value), text));
    const Handle set = new_dataset(type, "Value map", memory, {entries.size()});
    write_part(set, memory, entries.data(), 0, entries.size());
}

}  // namespace

void refuse(Message what, Message fix, ErrorKind kind) {
    throw Refused{base::Error{kind, std::move(what), {}, std::move(fix)}};
}

void go_on(const base::Progress& progress, double fraction) {
    if (!progress.report(fraction)) throw Refused{base::cancelled().error()};
}

void Handle::check(hid_t result) {
    if (result < 0)
        refuse(Message("file.cannot_write", {{"reason", std::strerror(errno != 0 ? errno : EIO)}}), Message(),
               ErrorKind::file);
}

Handle text_type() {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    Handle::check(H5Tset_size(type, H5T_VARIABLE));
    Handle::check(H5Tset_cset(type, H5T_CSET_UTF8));
    return type;
}

void put_text(hid_t object, const char* name, const std::string& text) {
    const Handle type = text_type();
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    const char* pointer = text.c_str();
    Handle::check(H5Awrite(attribute, type, &pointer));
}
void put_number(hid_t object, const char* name, double number) {
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle attribute(H5Acreate2(object, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT),
                           H5Aclose);
    Handle::check(H5Awrite(attribute, H5T_NATIVE_DOUBLE, &number));
}
Handle triple_type() {
    Handle type(H5Tcreate(H5T_COMPOUND, 3 * sizeof(double)), H5Tclose);
    Handle::check(H5Tinsert(type, "x", 0, H5T_IEEE_F64LE));
    Handle::check(H5Tinsert(type, "y", sizeof(double), H5T_IEEE_F64LE));
    Handle::check(H5Tinsert(type, "z", 2 * sizeof(double), H5T_IEEE_F64LE));
    return type;
}

Handle new_group(hid_t parent, const std::string& name) {
    return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose};
}
void link(hid_t from, const std::string& name, hid_t to) {
    Handle::check(H5Lcreate_hard(to, ".", from, name.c_str(), H5P_DEFAULT, H5P_DEFAULT));
}

Handle new_dataset(hid_t parent, const char* name, hid_t type, const std::vector<hsize_t>& sizes) {
    const Handle space(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), H5Sclose);
    const Handle plan(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    if (sizes[0] > 0) {
        std::vector<hsize_t> chunk = sizes;
        chunk[0] = std::min<hsize_t>(chunk[0], hsize_t{1} << 18);
        Handle::check(H5Pset_chunk(plan, static_cast<int>(chunk.size()), chunk.data()));
        Handle::check(H5Pset_deflate(plan, 4));
    }
    return {H5Dcreate2(parent, name, type, space, H5P_DEFAULT, plan, H5P_DEFAULT), H5Dclose};
}
void write_part(hid_t dataset, hid_t type, const void* data, hsize_t from, hsize_t count) {
    const Handle space(H5Dget_space(dataset), H5Sclose);
    const Handle memory(H5Screate_simple(1, &count, nullptr), H5Sclose);
    Handle::check(H5Sselect_hyperslab(space, H5S_SELECT_SET, &from, nullptr, &count, nullptr));
    Handle::check(H5Dwrite(dataset, type, memory, space, H5P_DEFAULT, data));
}

void Ids::add(std::string_view bytes) {
    for (const char c : bytes) {
        first_ = (first_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        second_ = (second_ + static_cast<unsigned char>(c)) * 0xff51afd7ed558ccdULL;
        second_ ^= second_ >> 29;
    }
}

std::string Ids::next() {
    add("next");
    static constexpr char digits[] = "0123456789abcdef";
    std::array<std::uint8_t, 16> uid{};
    std::memcpy(uid.data(), &first_, 8);
    std::memcpy(uid.data() + 8, &second_, 8);
    uid[6] = static_cast<std::uint8_t>((uid[6] & 0x0f) | 0x80);  // version 8: bits of one's own
    uid[8] = static_cast<std::uint8_t>((uid[8] & 0x3f) | 0x80);
    std::string out = "{";
    for (std::size_t n = 0; n < uid.size(); ++n) {
        if (n == 4 || n == 6 || n == 8 || n == 10) out += '-';
        out += digits[uid[n] >> 4];
        out += digits[uid[n] & 15];
    }
    return out + "}";
}

Workspace::Workspace(hid_t file, const std::string& seed)
    : ids_(seed),
      root_(new_group(file, "GEOSCIENCE")),
      data_(new_group(root_, "Data")),
      groups_(new_group(root_, "Groups")),
      objects_(new_group(root_, "Objects")),
      types_(new_group(root_, "Types")),
      data_types_(new_group(types_, "Data types")),
      group_types_(new_group(types_, "Group types")),
      object_types_(new_group(types_, "Object types")),
      top_(entity(groups_, "Workspace")),
      top_objects_(new_group(top_, "Objects")) {
    put_number(root_, "Version", 2.0);
    put_text(root_, "Distance unit", "metres");
    const Handle type = new_group(group_types_, lower(root_group_type));
    put_text(type, "ID", lower(root_group_type));
    put_text(type, "Name", "Workspace");
    link(top_, "Type", type);
    const Handle top_data = new_group(top_, "Data"), top_groups = new_group(top_, "Groups");
    link(root_, "Root", top_);
}

Handle Workspace::object(std::string_view type_id, const char* type_name, const std::string& name) {
    const std::string id = ids_.next();
    Handle made = new_group(objects_, id);
    describe(made, id, name);
    link(top_objects_, id, made);
    const std::string type = lower(type_id);
    if (H5Lexists(object_types_, type.c_str(), H5P_DEFAULT) <= 0) {
        const Handle fresh = new_group(object_types_, type);
        put_text(fresh, "ID", type);
        put_text(fresh, "Name", type_name);
    }
    const Handle known(H5Gopen2(object_types_, type.c_str(), H5P_DEFAULT), H5Gclose);
    link(made, "Type", known);
    return made;
}

Handle Workspace::data(hid_t of_group, const std::string& name, const char* association,
                       const char* primitive, const std::string& unit,
                       const std::vector<std::string>& codes) {
    const std::string id = ids_.next(), type_id = ids_.next();
    Handle made = new_group(data_, id);
    describe(made, id, name);
    put_text(made, "Association", association);
    link(of_group, id, made);
    const Handle type = new_group(data_types_, type_id);
    put_text(type, "ID", type_id);
    put_text(type, "Name", name);
    put_text(type, "Primitive type", primitive);
    if (!unit.empty()) put_text(type, "Units", unit);
    if (std::string_view(primitive) == "Referenced") put_value_map(type, codes);
    link(made, "Type", type);
    return made;
}

Handle Workspace::entity(hid_t parent, const std::string& name) {
    const std::string id = ids_.next();
    Handle made = new_group(parent, id);
    describe(made, id, name);
    return made;
}

Handle put_grid(Workspace& workspace, const std::string& name, const blocks::Vec3& origin, double rotation,
                const std::array<std::vector<double>, 3>& edges) {
    Handle object = workspace.object(block_model_type, "Block Model", name);
    const Handle type = triple_type();
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle attribute(H5Acreate2(object, "Origin", type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    Handle::check(H5Awrite(attribute, type, origin.data()));
    put_number(object, "Rotation", rotation);
    static constexpr const char* names[] = {"U cell delimiters", "V cell delimiters", "Z cell delimiters"};
    for (std::size_t a = 0; a < 3; ++a) {
        const Handle set = new_dataset(object, names[a], H5T_IEEE_F64LE, {edges[a].size()});
        write_part(set, H5T_NATIVE_DOUBLE, edges[a].data(), 0, edges[a].size());
    }
    return object;
}

base::Expected<void> write_file(const std::string& path, const std::string& seed,
                                const std::function<void(Workspace&)>& fill, const base::Progress& progress) {
    static std::mutex one_at_a_time;  // Debian's HDF5 is not for several threads
    const std::lock_guard alone(one_at_a_time);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // it prints its errors unless told not to
    base::AtomicFile target(path);
    errno = 0;
    try {
        const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
        Handle::check(H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V110));
        Handle file(H5Fcreate(target.temporary().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose);
        {
            Workspace workspace(file, seed);
            fill(workspace);
        }
        file.close();
    } catch (const Refused& refused) {
        base::Error error = refused.error;
        if (error.place.file.empty() && error.kind != ErrorKind::cancelled) error.place.file = path;
        return std::unexpected(std::move(error));
    }
    if (progress.cancelled()) return base::cancelled();
    return target.commit();
}

}  // namespace orelens::io::geoh5
