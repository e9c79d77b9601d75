// .vdb out: the topology as a mask grid, one grid per column, geometry and column descriptions as metadata.
// Any OpenVDB tool reads the grids; the linear transform places their voxels at the block centres. Grids are
// made, written and dropped one by one, so that writing never holds a second model.
#include <fmt/format.h>
#include <openvdb/io/Archive.h>
#include <openvdb/io/GridDescriptor.h>

#include <bit>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "core/base/AtomicFile.h"
#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/VdbFormat.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;
using blocks::GridGeometry;

template <class Get>
std::string digest_of(const BlockModel& model, const Get& bits) {
    std::vector<std::uint64_t> digest(model.leaf_count());
    base::parallel_for(digest.size(), 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            std::uint64_t h = 0x9e3779b97f4a7c15U;
            for (int w = 0; w < 8; ++w)
                for (std::uint64_t word = model.leaf(n).active[w]; word != 0; word &= word - 1) {
                    h = (h ^ bits(n, 64 * w + std::countr_zero(word))) * 0xff51afd7ed558ccdU;
                    h ^= h >> 32;
                }
            digest[n] = h;
        }
    });
    std::uint64_t all = digest.size();
    for (const std::uint64_t h : digest) all = std::rotl(all ^ h, 23) * 0xc4ceb9fe1a85ec53U;
    return fmt::format("{:016x}", all);
}

openvdb::MetaMap geometry_metadata(const BlockModel& model) {
    const GridGeometry& g = model.geometry();
    openvdb::MetaMap meta;
    meta.insertMeta("creator", openvdb::StringMetadata("Orelens"));
    meta.insertMeta("orelens.format", openvdb::Int32Metadata(vdb::format_version));
    meta.insertMeta("orelens.origin", openvdb::Vec3DMetadata({g.origin[0], g.origin[1], g.origin[2]}));
    meta.insertMeta("orelens.block_size",
                    openvdb::Vec3DMetadata({g.block_size[0], g.block_size[1], g.block_size[2]}));
    meta.insertMeta("orelens.count", openvdb::Vec3IMetadata({g.count[0], g.count[1], g.count[2]}));
    meta.insertMeta("orelens.rotation", openvdb::Vec3DMetadata({g.azimuth_deg, g.dip_deg, g.roll_deg}));
    meta.insertMeta("orelens.blocks", openvdb::Int64Metadata(model.block_count()));
    return meta;
}

/// What a column's grid says of it. The order of insertion is that of the file.
openvdb::MetaMap column_metadata(const BlockModel& model, std::size_t n, const std::string& checksum) {
    const ColumnInfo& info = model.columns()[n];
    openvdb::MetaMap meta;
    meta.insertMeta("orelens.column", openvdb::Int32Metadata(static_cast<int>(n)));
    meta.insertMeta("orelens.unit", openvdb::StringMetadata(info.unit));
    meta.insertMeta("orelens.codes", openvdb::StringMetadata(nlohmann::json(info.codes).dump()));
    meta.insertMeta("orelens.checksum", openvdb::StringMetadata(checksum));
    return meta;
}

/// OpenVDB marks each file with a random number. The same model has to give the same bytes, so the mark is
/// made from what the file says. It stands behind magic, versions and flag, as text.
constexpr std::size_t mark_at = 21, mark_size = 36;

std::string mark_from(const openvdb::MetaMap& geometry, const std::vector<openvdb::MetaMap>& columns,
                      const BlockModel& model) {
    std::ostringstream all(std::ios::binary);
    geometry.writeMeta(all);
    std::uint64_t blocks = 0;  // of the topology, which has no column
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (const std::uint64_t word : model.leaf(n).active)
            blocks = std::rotl(blocks ^ word, 23) * 0xc4ceb9fe1a85ec53U;
    all << blocks;
    for (std::size_t n = 0; n < columns.size(); ++n) {
        all << model.columns()[n].name << '\n';
        columns[n].writeMeta(all);
    }
    const std::string text = std::move(all).str();
    return boost::uuids::to_string(
        boost::uuids::name_generator_sha1(boost::uuids::ns::oid())(text.data(), text.size()));
}

/// The archive's own steps, one grid at a time.
class Writer : public openvdb::io::Archive {
  public:
    explicit Writer(const BlockModel& model, const base::Progress* progress = nullptr)
        : model_(model), progress_(progress) {
        const auto packer = hasBloscCompression() ? openvdb::io::COMPRESS_BLOSC : openvdb::io::COMPRESS_ZIP;
        setCompression(packer | openvdb::io::COMPRESS_ACTIVE_MASK);
    }
    [[nodiscard]] Ptr copy() const override { return std::make_shared<Writer>(model_, progress_); }

    void run(std::ostream& out, bool seekable) const {
        const openvdb::MetaMap geometry = geometry_metadata(model_);
        std::vector<openvdb::MetaMap> columns;
        for (std::size_t n = 0; n < model_.columns().size(); ++n) {
            if (progress_ != nullptr && progress_->cancelled()) return;  // nothing is committed
            columns.push_back(
                column_metadata(model_, n, vdb::column_checksum(model_, model_.columns()[n].name)));
        }
        write_header(out, seekable, mark_from(geometry, columns, model_));
        geometry.writeMeta(out);
        const auto count = static_cast<std::int32_t>(columns.size() + 1);
        out.write(reinterpret_cast<const char*>(&count), sizeof count);
        // A shallow copy, for its own name; the tree is shared.
        const auto topology = openvdb::ConstPtrCast<openvdb::MaskGrid>(model_.parts().topology->grid->copy());
        topology->setName(vdb::topology_name);
        write_grid(out, topology, seekable);
        for (std::size_t n = 0; n < columns.size(); ++n) {
            const openvdb::GridBase::Ptr grid = blocks::column_grid(model_, n);
            for (auto meta = columns[n].beginMeta(); meta != columns[n].endMeta(); ++meta)
                grid->insertMeta(meta->first, *meta->second);
            write_grid(out, grid, seekable);
            if (progress_ == nullptr) continue;
            if (!progress_->report(static_cast<double>(n + 1) / static_cast<double>(columns.size()))) return;
        }
    }

  private:
    void write_header(std::ostream& out, bool seekable, const std::string& mark) const {
        std::ostringstream header(std::ios::binary);
        writeHeader(header, seekable);
        std::string bytes = std::move(header).str();
        if (bytes.size() >= mark_at + mark_size) bytes.replace(mark_at, mark_size, mark);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        openvdb::io::setDataCompression(out, compression());
        openvdb::io::setWriteGridStatsMetadata(out, isGridStatsMetadataEnabled());
    }
    void write_grid(std::ostream& out, const openvdb::GridBase::ConstPtr& grid, bool seekable) const {
        openvdb::io::GridDescriptor descriptor(grid->getName(), grid->type(), grid->saveFloatAsHalf());
        writeGrid(descriptor, grid, out, seekable);
    }
    const BlockModel& model_;
    const base::Progress* progress_;
};

std::unexpected<base::Error> unwritable(const std::exception& problem, const std::string& path) {
    return base::fail(ErrorKind::file, Message("file.cannot_write", {{"reason", problem.what()}}),
                      {.file = path});
}

}  // namespace

std::string vdb::column_checksum(const BlockModel& model, const std::string& column) {
    if (model.info(column)->type == ColumnType::real)
        return digest_of(model, [values = model.real_values(column)](std::size_t n, int at) {
            return std::bit_cast<std::uint32_t>(values[n * 512 + static_cast<std::size_t>(at)]);
        });
    return digest_of(model, [values = model.integer_leaves(column)](std::size_t n, int at) {
        return static_cast<std::uint32_t>(values[n][at]);
    });
}

std::string vdb::mark_of(const BlockModel& model, const std::vector<std::string>& checksums) {
    std::vector<openvdb::MetaMap> columns;
    for (std::size_t n = 0; n < model.columns().size() && n < checksums.size(); ++n)
        columns.push_back(column_metadata(model, n, checksums[n]));
    return mark_from(geometry_metadata(model), columns, model);
}

bool vdb::is_own_mark(const std::string& mark) {
    return mark.size() == mark_size && mark[14] == '5';
}

base::Expected<void> write_vdb(const BlockModel& model, const std::string& path,
                               const base::Progress* progress) {
    const auto fill = [&](std::ostream& out) -> base::Expected<void> {
        try {
            Writer(model, progress).run(out, true);
            return {};
        } catch (const std::exception& problem) {
            return unwritable(problem, path);
        }
    };
    return base::AtomicFile(path).write(fill, progress);
}

base::Expected<void> write_vdb(const BlockModel& model, const base::ByteSink& sink, std::size_t piece) {
    base::SinkBuffer buffer(sink, piece);
    try {
        std::ostream out(&buffer);
        // A sink that refuses ends the work there, instead of compressing the rest for nobody.
        out.exceptions(std::ios::badbit);
        Writer(model).run(out, false);
    } catch (const std::exception& problem) {
        if (auto refused = buffer.finish(); !refused) return refused;
        return unwritable(problem, "");
    }
    return buffer.finish();
}

base::Expected<std::string> vdb_bytes(const BlockModel& model) {
    std::string bytes;
    const auto keep = [&bytes](std::string_view piece) -> base::Expected<void> {
        bytes += piece;
        return {};
    };
    if (auto done = write_vdb(model, keep); !done) return std::unexpected(done.error());
    return bytes;
}

}  // namespace orelens::io
