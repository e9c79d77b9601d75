// Block models out as OMF. Columns are made while they are packed: the file's numbers take twice the model's
// memory, and are never there at once.
#include <atomic>
#include <cmath>

#include "core/io/blocks/DenseBlocks.h"
#include "core/io/omf/OmfBlockNotes.h"
#include "core/io/omf/OmfBlocks.h"

namespace orelens::io {
namespace {

using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;

/// Cells of OMF grids: w fastest.
constexpr std::array<int, 3> omf_order{2, 1, 0};

using Piece = std::function<void(const void* data, std::size_t bytes)>;

struct Writing {
    const BlockModel& model;
    BlockBox box;
    const base::Progress& progress;

    template <class Value, class Get>
    void pour(Value absent, const Get& value, const Piece& piece) const {
        dense_slabs(model, box, omf_order, absent, value, [&](const Value* values, std::size_t count) {
            piece(values, count * sizeof(Value));
            return !progress.cancelled();
        });
    }
};

struct Facts {
    bool missing = false;  ///< somewhere
    bool beyond = false;   ///< values that are none of the codes
};
Facts facts_of(const BlockModel& model, const ColumnInfo& info) {
    std::atomic<bool> missing = false, beyond = false;
    const auto leaves = model.integer_leaves(info.name);
    const auto codes = static_cast<std::int32_t>(info.codes.size());
    base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int p = 0; p < 512; ++p) {
                if (!model.leaf(n).is_active(p)) continue;
                const std::int32_t value = leaves[n][p];
                if (value == blocks::missing_int)
                    missing.store(true, std::memory_order_relaxed);
                else if (value < 0 || value >= codes)
                    beyond.store(true, std::memory_order_relaxed);
            }
    });
    return {missing, beyond};
}

OmfData real_data(const Writing& writing, const ColumnInfo& info) {
    OmfStreamed out;
    out.fill = [&writing, name = info.name](const Piece& piece) {
        const auto leaves = writing.model.real_leaves(name);
        writing.pour(
            std::nan(""), [&](std::size_t n, int p) { return static_cast<double>(leaves[n][p]); }, piece);
    };
    return {info.name, omf::note_text({info.unit, false, {}}), OmfPlace::cells, std::move(out)};
}

/// Categories; else whole numbers, as reals where some are missing or cells are empty.
OmfData integer_data(const Writing& writing, const ColumnInfo& info, bool sparse) {
    const Facts facts = facts_of(writing.model, info);
    OmfStreamed out;
    const bool mapped = !info.codes.empty() && !facts.beyond;
    out.integers = mapped || (!facts.missing && !sparse);
    if (mapped) out.legends.push_back({info.name, info.codes, false});
    const std::int64_t absent = mapped ? -1 : 0;
    if (out.integers)
        out.fill = [&writing, name = info.name, absent](const Piece& piece) {
            const auto leaves = writing.model.integer_leaves(name);
            writing.pour(
                absent,
                [&](std::size_t n, int p) {
                    const std::int32_t value = leaves[n][p];
                    return value == blocks::missing_int ? absent : std::int64_t{value};
                },
                piece);
        };
    else
        out.fill = [&writing, name = info.name](const Piece& piece) {
            const auto leaves = writing.model.integer_leaves(name);
            writing.pour(
                std::nan(""),
                [&](std::size_t n, int p) {
                    const std::int32_t value = leaves[n][p];
                    return value == blocks::missing_int ? std::nan("") : static_cast<double>(value);
                },
                piece);
        };
    const omf::Note note{info.unit, !out.integers, mapped ? std::vector<std::string>{} : info.codes};
    return {info.name, omf::note_text(note), OmfPlace::cells, std::move(out)};
}

/// Whether some block has no value in any column: only the column of blocks tells it from an empty cell.
bool has_blank_blocks(const BlockModel& model) {
    std::vector<std::vector<const float*>> reals;
    std::vector<blocks::IntegerLeaves> integers;
    for (const ColumnInfo& info : model.columns())
        if (info.type == ColumnType::real)
            reals.push_back(model.real_leaves(info.name));
        else
            integers.push_back(model.integer_leaves(info.name));
    std::atomic<bool> blank = false;
    base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end && !blank.load(std::memory_order_relaxed); ++n)
            for (int p = 0; p < 512; ++p) {
                bool value = !model.leaf(n).is_active(p);
                for (std::size_t c = 0; c < reals.size() && !value; ++c) value = !std::isnan(reals[c][n][p]);
                for (std::size_t c = 0; c < integers.size() && !value; ++c)
                    value = integers[c][n][p] != blocks::missing_int;
                if (!value) blank.store(true, std::memory_order_relaxed);
            }
    });
    return blank;
}

OmfData active_data(const Writing& writing) {
    OmfStreamed out;
    out.integers = true;
    out.fill = [&writing](const Piece& piece) {
        writing.pour(
            std::int64_t{0}, [](std::size_t, int) { return std::int64_t{1}; }, piece);
    };
    return {omf::active_column, "1 = block of the model, 0 = empty cell of the grid", OmfPlace::cells,
            std::move(out)};
}

}  // namespace

base::Expected<void> write_omf_blocks(const BlockModel& model, const std::string& path,
                                      const base::Progress& progress) {
    const Writing writing{model, active_box(model), progress};
    const blocks::GridGeometry g = geometry_of(model.geometry(), writing.box);
    const auto axes = g.axes();
    OmfVolume volume;
    volume.origin = g.origin;
    volume.axis_u = axes[0];
    volume.axis_v = axes[1];
    volume.axis_w = axes[2];
    volume.widths_u.assign(static_cast<std::size_t>(g.count[0]), g.block_size[0]);
    volume.widths_v.assign(static_cast<std::size_t>(g.count[1]), g.block_size[1]);
    volume.widths_w.assign(static_cast<std::size_t>(g.count[2]), g.block_size[2]);
    OmfProject project;
    project.elements.push_back({"block model", "", std::nullopt, std::move(volume), {}});
    auto& data = project.elements.back().data;
    const bool sparse = model.block_count() < writing.box.cells();
    for (const ColumnInfo& info : model.columns())
        data.push_back(info.type == ColumnType::real ? real_data(writing, info)
                                                     : integer_data(writing, info, sparse));
    if (sparse || has_blank_blocks(model)) data.push_back(active_data(writing));
    for (OmfData& one : data)
        std::get<OmfStreamed>(one.values).count = static_cast<std::size_t>(writing.box.cells());
    return write_omf(project, path, progress);
}

}  // namespace orelens::io
