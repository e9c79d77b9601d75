#include "core/base/FileNature.h"

#include <algorithm>
#include <array>
#include <string>

namespace orelens::base {
namespace {

using namespace std::string_view_literals;

struct Mark {
    FileNature nature;
    std::size_t at;
    std::string_view bytes;
    const char* words;
};
/// From the published descriptions of each format.
constexpr std::array marks{
    Mark{FileNature::png, 0, "\x89PNG\r\n\x1A\n"sv, "nature.png"},
    Mark{FileNature::jpeg, 0, "\xFF\xD8\xFF"sv, "nature.jpeg"},
    Mark{FileNature::gif, 0, "GIF8"sv, "nature.gif"},
    Mark{FileNature::pdf, 0, "%PDF-"sv, "nature.pdf"},
    Mark{FileNature::tiff, 0, "II*\0"sv, "nature.tiff"},
    Mark{FileNature::tiff, 0, "MM\0*"sv, "nature.tiff"},
    Mark{FileNature::tiff, 0, "II+\0"sv, "nature.tiff"},
    Mark{FileNature::ole, 0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "nature.ole"},
    Mark{FileNature::access, 4, "Standard Jet DB"sv, "nature.access"},
    Mark{FileNature::access, 4, "Standard ACE DB"sv, "nature.access"},
    Mark{FileNature::sqlite, 0, "SQLite format 3\0"sv, "nature.sqlite"},
    Mark{FileNature::hdf5, 0, "\x89HDF\r\n\x1A\n"sv, "nature.hdf5"},
    Mark{FileNature::omf, 0, "\x84\x83\x82\x81"sv, "nature.omf"},
    Mark{FileNature::vdb, 0, " BDV\0\0\0\0"sv, "nature.vdb"},
    Mark{FileNature::gzip, 0, "\x1F\x8B\x08"sv, "nature.gzip"},
    Mark{FileNature::archive, 0, "7z\xBC\xAF\x27\x1C"sv, "nature.archive"},
    Mark{FileNature::archive, 0, "Rar!\x1A\x07"sv, "nature.archive"},
    Mark{FileNature::archive, 0, "\xFD\x37zXZ\0"sv, "nature.archive"},
    Mark{FileNature::archive, 0, "BZh9"sv, "nature.archive"},
    Mark{FileNature::program, 0, "\x7F\x45LF"sv, "nature.program"},
    Mark{FileNature::shapefile, 0, "\0\0\x27\x0A\0\0\0\0"sv, "nature.shapefile"},
    Mark{FileNature::dwg, 0, "AC10"sv, "nature.dwg"},
    Mark{FileNature::parquet, 0, "PAR1"sv, "nature.parquet"},
    Mark{FileNature::lidar, 0, "LASF"sv, "nature.lidar"},
    Mark{FileNature::legacy_vtk, 0, "# vtk DataFile Version"sv, "nature.legacy_vtk"},
};

/// Words of those that more than their first bytes tell.
const char* more_words(FileNature nature) {
    switch (nature) {
        case FileNature::empty: return "nature.empty";
        case FileNature::bmp: return "nature.bmp";
        case FileNature::xlsx: return "nature.xlsx";
        case FileNature::ods: return "nature.ods";
        case FileNature::docx: return "nature.docx";
        case FileNature::zip: return "nature.zip";
        case FileNature::program: return "nature.program";
        case FileNature::binary: return "nature.binary";
        default: return nullptr;
    }
}

bool has(std::string_view head, std::size_t at, std::string_view bytes) {
    return head.size() >= at + bytes.size() && head.substr(at, bytes.size()) == bytes;
}

bool holds(std::string_view head, std::string_view bytes) {
    return head.find(bytes) != std::string_view::npos;
}

/// A package of parts: the names of the first ones tell whose.
FileNature nature_of_zip(std::string_view head) {
    if (holds(head, "xl/")) return FileNature::xlsx;
    if (holds(head, "opendocument.spreadsheet")) return FileNature::ods;
    if (holds(head, "word/") || holds(head, "ppt/") || holds(head, "opendocument")) return FileNature::docx;
    // Office writes the list of parts first; a workbook's says so further behind, compressed.
    if (holds(head, "[Content_Types].xml")) return FileNature::xlsx;
    return FileNature::zip;
}

/// UTF-16 without a mark has a zero in every other byte of its ASCII part.
bool like_utf16(std::string_view head) {
    if (has(head, 0, "\xFF\xFE") || has(head, 0, "\xFE\xFF")) return true;
    std::array<std::size_t, 2> zeros{};
    const std::size_t pairs = head.size() / 2;
    for (std::size_t n = 0; n < 2 * pairs; ++n) zeros[n % 2] += head[n] == '\0';
    return pairs >= 8 && std::min(zeros[0], zeros[1]) * 20 < pairs && std::max(zeros[0], zeros[1]) * 5 > pairs;
}

bool like_text(std::string_view head) {
    if (like_utf16(head)) return true;
    std::size_t control = 0;
    for (const char c : head) {
        const auto byte = static_cast<unsigned char>(c);
        control += byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1A';
    }
    return control * 50 <= head.size();
}

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
    return value;
}

}  // namespace

FileNature nature_of(std::string_view head) {
    head = head.substr(0, nature_bytes);
    if (head.empty()) return FileNature::empty;
    for (const Mark& mark : marks)
        if (has(head, mark.at, mark.bytes)) {
            // "LASF", "GIF8", "AC10" or "BZh9" may open a text as well.
            const bool word = mark.bytes.size() == 4 && mark.bytes[0] >= 'A' && mark.bytes[0] <= 'Z';
            if (!word || !like_text(head)) return mark.nature;
        }
    if (has(head, 0, "PK\x03\x04")) return nature_of_zip(head);
    if (like_text(head)) return FileNature::text;
    if (has(head, 0, "BM")) return FileNature::bmp;
    if (has(head, 0, "MZ")) return FileNature::program;
    return FileNature::binary;
}

Message nature_words(FileNature nature) {
    if (const char* words = more_words(nature)) return Message(words);
    for (const Mark& mark : marks)
        if (mark.nature == nature) return Message(mark.words);
    return {};
}

Expected<void> expect_text(std::string_view head, const std::string& file, const char* wanted) {
    const FileNature nature = nature_of(head);
    if (nature == FileNature::text || nature == FileNature::empty) return {};
    return fail(ErrorKind::data, nature_words(nature), {.file = file}, Message(wanted));
}

std::optional<std::uint64_t> sqlite_size(std::string_view head) {
    if (head.size() < 100 || nature_of(head) != FileNature::sqlite) return std::nullopt;
    std::uint64_t page = big_endian(head.substr(16, 2));
    if (page == 1) page = 65536;
    const std::uint64_t pages = big_endian(head.substr(28, 4));
    // The count holds only where the program that wrote last knew of it.
    if (big_endian(head.substr(24, 4)) != big_endian(head.substr(92, 4)) || page < 512 || pages == 0)
        return std::nullopt;
    return page * pages;
}

}  // namespace orelens::base
