#include "core/io/vtk/VtkXml.h"

#include <fmt/format.h>

#include <bit>

#include "core/base/AtomicFile.h"
#include "core/base/Printable.h"

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

base::Expected<void> write_vtk_xml(const std::string& path, const std::string& type,
                                   const std::vector<VtkArray>& arrays,
                                   const std::function<std::string(const std::vector<std::string>&)>& body,
                                   const base::Progress* progress) {
    std::vector<std::string> tags;
    std::uint64_t offset = 0;
    for (const VtkArray& array : arrays) {
        tags.push_back(
            fmt::format("<DataArray {} format=\"appended\" offset=\"{}\"/>\n", array.attributes, offset));
        offset += sizeof(std::uint64_t) + array.bytes;
    }
    const auto fill = [&](std::ostream& out) -> base::Expected<void> {
        out << "<?xml version=\"1.0\"?>\n<VTKFile type=\"" << type
            << "\" version=\"1.0\" byte_order=\"LittleEndian\" header_type=\"UInt64\">\n"
            << body(tags) << "<AppendedData encoding=\"raw\">\n_";
        for (const VtkArray& array : arrays) {
            out.write(reinterpret_cast<const char*>(&array.bytes), sizeof array.bytes);
            array.write(out);
            if (!out) break;
            if (progress == nullptr) continue;
            const auto done = static_cast<double>(&array - arrays.data() + 1);
            if (!progress->report(done / static_cast<double>(arrays.size()))) return base::cancelled();
        }
        out << "\n</AppendedData>\n</VTKFile>\n";
        return {};
    };
    return base::AtomicFile(path).write(fill, progress);
}

}  // namespace orelens::io
