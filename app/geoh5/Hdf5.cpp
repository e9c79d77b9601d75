#include "app/geoh5/Hdf5.h"

#include <cstring>

namespace orelens::io::geoh5 {
namespace {

Handle open_dataset(hid_t group, const char* name) {
    if (!has(group, name)) throw Broken(name);
    return {H5Dopen2(group, name, H5P_DEFAULT), H5Dclose};
}

struct Extent {
    std::vector<hsize_t> sizes;
    std::size_t count = 1;
};
/// Counts that memory cannot hold end in std::bad_alloc before they are asked for.
Extent extent_of(hid_t dataset, std::size_t item) {
    const Handle space(H5Dget_space(dataset), H5Sclose);
    const int rank = H5Sget_simple_extent_ndims(space);
    if (rank < 0 || rank > 2) throw Broken("rank");
    Extent extent;
    extent.sizes.resize(static_cast<std::size_t>(rank));
    if (rank > 0) H5Sget_simple_extent_dims(space, extent.sizes.data(), nullptr);
    constexpr std::size_t most = std::size_t{1} << 42;
    for (const hsize_t size : extent.sizes) {
        if (size != 0 && extent.count > most / size / item) throw std::bad_alloc();
        extent.count *= static_cast<std::size_t>(size);
    }
    return extent;
}

template <class T>
std::vector<T> read_numbers(hid_t dataset, hid_t type, std::size_t count) {
    std::vector<T> out(count);
    if (count > 0 && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, out.data()) < 0)
        throw Broken("data");
    return out;
}

Handle triple_type(bool upper) {
    Handle type(H5Tcreate(H5T_COMPOUND, 3 * sizeof(double)), H5Tclose);
    static constexpr const char* low[] = {"x", "y", "z"};
    static constexpr const char* high[] = {"X", "Y", "Z"};
    for (std::size_t a = 0; a < 3; ++a)
        H5Tinsert(type, upper ? high[a] : low[a], a * sizeof(double), H5T_NATIVE_DOUBLE);
    return type;
}

/// Whether a compound has a member of that name.
bool has_member(hid_t type, const char* name) {
    return H5Tget_class(type) == H5T_COMPOUND && H5Tget_member_index(type, name) >= 0;
}

Handle variable_text() {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

std::string until_zero(const char* text, std::size_t most) {
    return {text, strnlen(text, most)};
}

}  // namespace

Handle open_image(std::string& bytes) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    H5PLset_loading_state(0);
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_fapl_core(access, std::size_t{1} << 20, 0);
    if (H5Pset_file_image(access, bytes.data(), bytes.size()) < 0) throw std::bad_alloc();
    bytes = std::string();
    return {H5Fopen("image.geoh5", H5F_ACC_RDONLY, access), H5Fclose};
}

std::vector<std::string> links(hid_t group) {
    std::vector<std::string> names;
    const auto take = [](hid_t, const char* name, const H5L_info_t* info, void* into) -> herr_t {
        if (info->type == H5L_TYPE_HARD) static_cast<std::vector<std::string>*>(into)->emplace_back(name);
        return 0;
    };
    if (H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, nullptr, take, &names) < 0) throw Broken("links");
    return names;
}

bool has(hid_t group, const std::string& name) {
    H5L_info_t info{};
    return H5Lexists(group, name.c_str(), H5P_DEFAULT) > 0 &&
           H5Lget_info(group, name.c_str(), &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_HARD;
}

Handle open_group(hid_t group, const std::string& name) {
    if (!has(group, name)) throw Broken(name);
    return {H5Gopen2(group, name.c_str(), H5P_DEFAULT), H5Gclose};
}

std::string text_attribute(hid_t object, const char* name) {
    if (H5Aexists(object, name) <= 0) return "";
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose);
    const Handle type(H5Aget_type(attribute), H5Tclose);
    const Handle space(H5Aget_space(attribute), H5Sclose);
    if (H5Tget_class(type) != H5T_STRING || H5Sget_simple_extent_npoints(space) != 1) return "";
    if (H5Tis_variable_str(type) > 0) {
        char* text = nullptr;
        const Handle memory = variable_text();
        if (H5Aread(attribute, memory, &text) < 0 || text == nullptr) return "";
        std::string out = text;
        H5free_memory(text);
        return out;
    }
    const std::size_t size = H5Tget_size(type);
    if (size > (std::size_t{1} << 24)) return "";
    std::string text(size + 1, '\0');
    if (H5Aread(attribute, type, text.data()) < 0) return "";
    return until_zero(text.data(), size);
}

namespace {

/// Whether it is there; what cannot even be asked is damage.
bool has_attribute(hid_t object, const char* name) {
    const htri_t there = H5Aexists(object, name);
    if (there < 0) throw Broken(name);
    return there > 0;
}

}  // namespace

bool number_attribute(hid_t object, const char* name, double& number) {
    if (!has_attribute(object, name)) return false;
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose);
    const Handle type(H5Aget_type(attribute), H5Tclose);
    const Handle space(H5Aget_space(attribute), H5Sclose);
    const H5T_class_t kind = H5Tget_class(type);
    if ((kind != H5T_FLOAT && kind != H5T_INTEGER) || H5Sget_simple_extent_npoints(space) != 1) throw Broken(name);
    if (H5Aread(attribute, H5T_NATIVE_DOUBLE, &number) < 0) throw Broken(name);
    return true;
}

bool triple_attribute(hid_t object, const char* name, std::array<double, 3>& triple) {
    if (!has_attribute(object, name)) return false;
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose);
    const Handle type(H5Aget_type(attribute), H5Tclose);
    const Handle space(H5Aget_space(attribute), H5Sclose);
    if (H5Sget_simple_extent_npoints(space) != 1) throw Broken(name);
    const bool upper = has_member(type, "X");
    for (const char* member : {upper ? "X" : "x", upper ? "Y" : "y", upper ? "Z" : "z"})
        if (!has_member(type, member)) throw Broken(name);
    const Handle memory = triple_type(upper);
    if (H5Aread(attribute, memory, triple.data()) < 0) throw Broken(name);
    return true;
}

std::vector<double> reals(hid_t group, const char* name) {
    const Handle dataset = open_dataset(group, name);
    return read_numbers<double>(dataset, H5T_NATIVE_DOUBLE, extent_of(dataset, 8).count);
}

std::vector<std::int64_t> integers(hid_t group, const char* name) {
    const Handle dataset = open_dataset(group, name);
    return read_numbers<std::int64_t>(dataset, H5T_NATIVE_INT64, extent_of(dataset, 8).count);
}

std::vector<std::int64_t> index_rows(hid_t group, const char* name, hsize_t columns) {
    const Handle dataset = open_dataset(group, name);
    const Extent extent = extent_of(dataset, 8);
    if (extent.count > 0 && (extent.sizes.size() != 2 || extent.sizes[1] != columns)) throw Broken(name);
    return read_numbers<std::int64_t>(dataset, H5T_NATIVE_INT64, extent.count);
}

std::vector<std::array<double, 3>> triples(hid_t group, const char* name) {
    const Handle dataset = open_dataset(group, name);
    const Handle type(H5Dget_type(dataset), H5Tclose);
    const bool upper = has_member(type, "X");
    if (!upper && !has_member(type, "x")) throw Broken(name);
    const Handle memory = triple_type(upper);
    return read_numbers<std::array<double, 3>>(dataset, memory, extent_of(dataset, 24).count);
}

std::vector<std::array<std::int32_t, 4>> octree_rows(hid_t group, const char* name) {
    const Handle dataset = open_dataset(group, name);
    const Handle type(H5Dget_type(dataset), H5Tclose);
    const Handle memory(H5Tcreate(H5T_COMPOUND, 4 * sizeof(std::int32_t)), H5Tclose);
    static constexpr const char* members[] = {"I", "J", "K", "NCells"};
    for (std::size_t m = 0; m < 4; ++m) {
        if (!has_member(type, members[m])) throw Broken(name);
        H5Tinsert(memory, members[m], m * sizeof(std::int32_t), H5T_NATIVE_INT32);
    }
    return read_numbers<std::array<std::int32_t, 4>>(dataset, memory, extent_of(dataset, 16).count);
}

std::vector<std::string> texts(hid_t group, const char* name) {
    const Handle dataset = open_dataset(group, name);
    const Handle type(H5Dget_type(dataset), H5Tclose);
    if (H5Tget_class(type) != H5T_STRING) throw Broken(name);
    std::vector<std::string> out;
    if (H5Tis_variable_str(type) > 0) {
        const std::size_t count = extent_of(dataset, 8).count;
        const Handle memory = variable_text();
        auto pointers = read_numbers<char*>(dataset, memory, count);
        for (const char* text : pointers) out.emplace_back(text != nullptr ? text : "");
        const Handle space(H5Dget_space(dataset), H5Sclose);
        if (count > 0) H5Dvlen_reclaim(memory, space, H5P_DEFAULT, pointers.data());
        return out;
    }
    const std::size_t size = H5Tget_size(type);
    if (size == 0) throw Broken(name);
    const std::size_t count = extent_of(dataset, size).count;
    const auto bytes = read_numbers<char>(dataset, type, count * size);
    for (std::size_t n = 0; n < count; ++n) out.push_back(until_zero(bytes.data() + n * size, size));
    return out;
}

std::map<std::uint32_t, std::string> value_map(hid_t group, const char* name) {
    struct Entry {
        std::uint32_t key;
        char* value;
    };
    const Handle dataset = open_dataset(group, name);
    const Handle type(H5Dget_type(dataset), H5Tclose);
    if (!has_member(type, "Key") || !has_member(type, "Value")) throw Broken(name);
    const auto member = static_cast<unsigned>(H5Tget_member_index(type, "Value"));
    const Handle value_type(H5Tget_member_type(type, member), H5Tclose);
    if (H5Tget_class(value_type) != H5T_STRING || H5Tis_variable_str(value_type) <= 0) throw Broken(name);
    const Handle text = variable_text();
    const Handle memory(H5Tcreate(H5T_COMPOUND, sizeof(Entry)), H5Tclose);
    H5Tinsert(memory, "Key", HOFFSET(Entry, key), H5T_NATIVE_UINT32);
    H5Tinsert(memory, "Value", HOFFSET(Entry, value), text);
    const std::size_t count = extent_of(dataset, sizeof(Entry)).count;
    auto entries = read_numbers<Entry>(dataset, memory, count);
    std::map<std::uint32_t, std::string> out;
    for (const Entry& entry : entries) out.emplace(entry.key, entry.value != nullptr ? entry.value : "");
    const Handle space(H5Dget_space(dataset), H5Sclose);
    if (count > 0) H5Dvlen_reclaim(memory, space, H5P_DEFAULT, entries.data());
    return out;
}

}  // namespace orelens::io::geoh5
