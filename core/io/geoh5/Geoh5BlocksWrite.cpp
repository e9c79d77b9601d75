// Block models out as .geoh5: columns go slab by slab into chunks.
#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/io/blocks/DenseBlocks.h"
#include "core/io/geoh5/Geoh5File.h"
#include "core/io/geoh5/Geoh5Format.h"
#include "core/io/geoh5/Geoh5Workspace.h"
#include "core/io/omf/OmfBlockNotes.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;
using geoh5::Handle;
using geoh5::new_group;
using geoh5::Workspace;

/// k fastest, then i, then j.
constexpr std::array<int, 3> geoh5_order{2, 0, 1};

struct BlockWriting {
    const BlockModel& model;
    BlockBox box;
    const base::Progress& progress;
    double done = 0, all = 1;

    template <class Value, class Get>
    void pour(hid_t data, hid_t file_type, hid_t type, Value absent, const Get& value) {
        const Handle set = geoh5::new_dataset(data, "Data", file_type, {static_cast<hsize_t>(box.cells())});
        hsize_t at = 0;
        dense_slabs(model, box, geoh5_order, absent, value, [&](const Value* values, std::size_t count) {
            geoh5::write_part(set, type, values, at, count);
            at += count;
            geoh5::go_on(progress, (done + static_cast<double>(at) / static_cast<double>(box.cells())) / all);
            return true;
        });
        ++done;
    }
};

void put_real(Workspace& workspace, BlockWriting& writing, hid_t group, const ColumnInfo& info) {
    const auto leaves = writing.model.real_leaves(info.name);
    std::atomic<bool> clash = false;
    const Handle data = workspace.data(group, info.name, "Cell", "Float", info.unit, {});
    writing.pour(data, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, geoh5::no_float, [&](std::size_t n, int p) {
        const float value = leaves[n][p];
        if (value == geoh5::no_float) clash.store(true, std::memory_order_relaxed);
        return std::isnan(value) ? geoh5::no_float : value;
    });
    if (clash)
        geoh5::refuse(Message("geoh5.no_data_value", {{"column", info.name}}),
                      Message("geoh5.no_data_value_fix"));
}

bool all_codes(const BlockModel& model, const ColumnInfo& info) {
    if (info.codes.empty()) return false;
    std::atomic<bool> beyond = false;
    const auto leaves = model.integer_leaves(info.name);
    const auto codes = static_cast<std::int32_t>(info.codes.size());
    base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int p = 0; p < 512; ++p) {
                const std::int32_t value = leaves[n][p];
                if (model.leaf(n).is_active(p) && value != blocks::missing_int &&
                    (value < 0 || value >= codes))
                    beyond.store(true, std::memory_order_relaxed);
            }
    });
    return !beyond;
}

void put_integer(Workspace& workspace, BlockWriting& writing, hid_t group, const ColumnInfo& info) {
    const auto leaves = writing.model.integer_leaves(info.name);
    static_assert(geoh5::no_integer == blocks::missing_int);
    if (all_codes(writing.model, info)) {
        const Handle data = workspace.data(group, info.name, "Cell", "Referenced", info.unit, info.codes);
        writing.pour(data, H5T_STD_U32LE, H5T_NATIVE_UINT32, std::uint32_t{0}, [&](std::size_t n, int p) {
            const std::int32_t value = leaves[n][p];
            return value == blocks::missing_int ? 0U : static_cast<std::uint32_t>(value) + 1U;
        });
    } else {
        const Handle data = workspace.data(group, info.name, "Cell", "Integer", info.unit, {});
        writing.pour(data, H5T_STD_I32LE, H5T_NATIVE_INT32, geoh5::no_integer,
                     [&](std::size_t n, int p) { return leaves[n][p]; });
    }
}

void put_blocks(Workspace& workspace, BlockWriting& writing, const blocks::GridGeometry& g) {
    std::array<std::vector<double>, 3> edges;
    for (int a = 0; a < 3; ++a)
        for (std::int32_t n = 0; n <= g.count[a]; ++n) edges[a].push_back(n * g.block_size[a]);
    const Handle object = geoh5::put_grid(workspace, "block model", g.origin, 0.0 - g.azimuth_deg, edges);
    const Handle group = new_group(object, "Data");
    const auto& columns = writing.model.columns();
    writing.all = static_cast<double>(columns.size() + 1);
    for (const ColumnInfo& info : columns)
        info.type == ColumnType::real ? put_real(workspace, writing, group, info)
                                      : put_integer(workspace, writing, group, info);
    const Handle active = workspace.data(group, omf::active_column, "Cell", "Integer", "", {});
    writing.pour(active, H5T_STD_I32LE, H5T_NATIVE_INT32, std::int32_t{0},
                 [](std::size_t, int) { return std::int32_t{1}; });
}

}  // namespace

base::Expected<void> write_geoh5_blocks(const BlockModel& model, const std::string& path,
                                        const base::Progress& progress) {
    const BlockBox box = active_box(model);
    const blocks::GridGeometry g = geometry_of(model.geometry(), box);
    if (g.dip_deg != 0 || g.roll_deg != 0)
        return base::fail(ErrorKind::data, Message("geoh5.tilted"), {.file = path},
                          Message("geoh5.tilted_fix"));
    BlockWriting writing{model, box, progress};
    return geoh5::write_file(
        path, "block model", [&](Workspace& workspace) { put_blocks(workspace, writing, g); }, progress);
}

}  // namespace orelens::io
