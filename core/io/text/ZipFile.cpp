#include "core/io/text/ZipFile.h"

#include <zip.h>

#include <array>
#include <filesystem>
#include <set>
#include <string>

#include "core/base/Memory.h"
#include "core/base/Printable.h"
#include "core/base/RegularFile.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

constexpr zip_int64_t most_parts = 10'000;
constexpr std::uint64_t harmless_bytes = std::uint64_t{64} << 20;
/// Tables of repeated numbers pack to about a hundredth; deflate itself ends at a thousandth.
constexpr std::uint64_t most_expansion = 250;

std::unexpected<base::Error> damaged(const std::string& path, const std::string& part,
                                     const std::string& why) {
    return fail(ErrorKind::data, Message("workbook.damaged", {{"part", part}, {"reason", why}}),
                {.file = path}, Message("workbook.damaged_fix"));
}

}  // namespace

struct ZipFile::Handle {
    zip_t* zip = nullptr;
    explicit Handle(zip_t* opened) : zip(opened) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { zip_discard(zip); }
};

ZipFile::ZipFile(std::string path, std::unique_ptr<Handle> handle)
    : path_(std::move(path)), handle_(std::move(handle)) {}
ZipFile::ZipFile(ZipFile&&) noexcept = default;
ZipFile::~ZipFile() = default;

base::Expected<ZipFile> ZipFile::open(const std::string& path) {
    // Refuses devices, pipes and folders with the words that all readers use.
    if (auto start = base::read_regular_file(path, {.take = 4}); !start)
        return std::unexpected(start.error());
    int code = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (zip == nullptr) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const std::string why = zip_error_strerror(&error);
        zip_error_fini(&error);
        return damaged(path, std::filesystem::path(path).filename().string(), why);
    }
    auto handle = std::make_unique<Handle>(zip);
    const zip_int64_t parts = zip_get_num_entries(zip, 0);
    if (parts > most_parts)
        return damaged(path, std::filesystem::path(path).filename().string(), "> 10000 parts");
    // Which of two parts of one name counts, programs disagree about.
    std::set<std::string> names;
    for (zip_int64_t n = 0; n < parts; ++n) {
        const char* name = zip_get_name(zip, static_cast<zip_uint64_t>(n), ZIP_FL_ENC_RAW);
        if (name != nullptr && !names.insert(lower(name)).second)
            return fail(ErrorKind::data, Message("workbook.part_twice", {{"part", base::printable(name)}}),
                        {.file = path}, Message("workbook.damaged_fix"));
    }
    return ZipFile(path, std::move(handle));
}

bool ZipFile::has(const std::string& part) const {
    return zip_name_locate(handle_->zip, part.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::uint64_t ZipFile::size(const std::string& part) const {
    zip_stat_t stat;
    const bool known = zip_stat(handle_->zip, part.c_str(), ZIP_FL_NOCASE, &stat) == 0;
    return known && (stat.valid & ZIP_STAT_SIZE) != 0 ? stat.size : 0;
}

base::Expected<void> ZipFile::read(const std::string& part, const std::function<bool(std::string_view)>& take,
                                   const base::Progress* progress) const {
    zip_stat_t stat;
    if (zip_stat(handle_->zip, part.c_str(), ZIP_FL_NOCASE, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0)
        return damaged(path_, part, zip_strerror(handle_->zip));
    const std::uint64_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
    const double memory = base::machine_memory();
    if ((stat.size > harmless_bytes && stat.size / most_expansion > packed) ||
        (memory > 0 && static_cast<double>(stat.size) > memory))
        return fail(ErrorKind::data,
                    Message("workbook.bomb", {{"part", part},
                                              {"size", base::memory_text(static_cast<double>(stat.size))},
                                              {"packed", base::memory_text(static_cast<double>(packed))}}),
                    {.file = path_}, Message("workbook.damaged_fix"));
    zip_file_t* file = zip_fopen_index(handle_->zip, stat.index, 0);
    if (file == nullptr) return damaged(path_, part, zip_strerror(handle_->zip));
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> closes(file, zip_fclose);
    std::array<char, 1 << 16> buffer;
    std::uint64_t left = stat.size;
    while (left > 0) {
        if (progress != nullptr && progress->cancelled()) return base::cancelled();
        const zip_int64_t got = zip_fread(file, buffer.data(), buffer.size());
        // More bytes than the directory states are no part of what was judged.
        if (got <= 0 || static_cast<std::uint64_t>(got) > left)
            return damaged(path_, part, zip_file_strerror(file));
        left -= static_cast<std::uint64_t>(got);
        if (!take({buffer.data(), static_cast<std::size_t>(got)})) return {};
    }
    return {};
}

base::Expected<std::string> ZipFile::read_all(const std::string& part, std::size_t most) const {
    if (size(part) > most) return damaged(path_, part, base::memory_text(static_cast<double>(size(part))));
    std::string all;
    auto good = read(part, [&](std::string_view piece) {
        all += piece;
        return true;
    });
    if (!good) return std::unexpected(good.error());
    return all;
}

}  // namespace orelens::io
