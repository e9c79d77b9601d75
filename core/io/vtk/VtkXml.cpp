#include "core/io/vtk/VtkXml.h"

#include <fmt/format.h>

#include <bit>

#include "core/base/AtomicFile.h"
#include "core/base/Printable.h"
#include "core/io/vtk/VtkBlocks.h"

namespace orelens::io {

static_assert(std::endian::native == std::endian::little, "binary arrays are declared little-endian");

std::string xml_escaped(std::string_view text) {
    std::string out;
    // XML holds no control characters, not even as references.
    for (const char c : base::printable(text)) switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    return out;
}

std::string vtk_text_array(const std::string& name, const std::vector<std::string>& texts) {
    std::string out =
        fmt::format("<DataArray type=\"String\" Name=\"{}\" NumberOfTuples=\"{}\" format=\"ascii\">\n",
                    xml_escaped(name), texts.size());
    for (const std::string& text : texts) {
        for (const char c : text)
            out += fmt::format("{} ", static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += "0\n";
    }
    return out + "</DataArray>\n";
}

namespace {

/// Offsets are known when the arrays before are packed: until then a number of as many digits holds the
/// place. Leading zeros are no octal to any reader.
std::string offset_text(std::uint64_t number) {
    return fmt::format("offset=\"{:020}\"", number);
}

}  // namespace

base::Expected<void> write_vtk_xml(const std::string& path, const std::string& type,
                                   const std::vector<VtkArray>& arrays,
                                   const std::function<std::string(const std::vector<std::string>&)>& body,
                                   const base::Progress* progress) {
    std::vector<std::string> tags;
    for (const VtkArray& array : arrays)
        tags.push_back(fmt::format("<DataArray {} format=\"appended\" {}/>\n", array.attributes,
                                   offset_text(tags.size())));
    const std::string head = fmt::format(
        "<?xml version=\"1.0\"?>\n<VTKFile type=\"{}\" version=\"1.0\" byte_order=\"LittleEndian\" "
        "header_type=\"UInt64\" compressor=\"vtkZLibDataCompressor\">\n{}<AppendedData encoding=\"raw\">\n_",
        type, body(tags));
    const auto fill = [&](std::ostream& out) -> base::Expected<void> {
        out << head;
        std::uint64_t offset = 0;
        std::vector<std::uint64_t> offsets;
        for (const VtkArray& array : arrays) {
            offsets.push_back(offset);
            VtkBlocks blocks(out, array.bytes);
            std::ostream packing(&blocks);
            array.write(packing);
            std::uint64_t taken = 0;
            if (!blocks.finish(taken))
                return base::fail(base::ErrorKind::internal,
                                  base::Message("base.unexpected", {{"what", "VTK array"}}), {.file = path});
            offset += taken;
            if (!out) break;
            if (progress == nullptr) continue;
            const auto done = static_cast<double>(offsets.size());
            if (!progress->report(done / static_cast<double>(arrays.size()))) return base::cancelled();
        }
        out << "\n</AppendedData>\n</VTKFile>\n";
        for (std::size_t n = 0; n < offsets.size(); ++n) {
            out.seekp(static_cast<std::streamoff>(head.find(offset_text(n))));
            out << offset_text(offsets[n]);
        }
        out.seekp(0, std::ios::end);
        return {};
    };
    return base::AtomicFile(path).write(fill, progress);
}

}  // namespace orelens::io
