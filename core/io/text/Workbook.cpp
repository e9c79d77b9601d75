#include "core/io/text/Workbook.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "core/io/text/SheetCells.h"
#include "core/io/text/SheetReader.h"
#include "core/io/text/XmlStream.h"
#include "core/io/text/ZipFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

struct Relation {
    std::string type, target;
};

std::string folder_of(const std::string& part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

/// What a part points to, by id; targets as names of parts.
Expected<std::map<std::string, Relation>> relations(const ZipFile& zip, const std::string& path,
                                                    const std::string& part) {
    const std::string folder = folder_of(part);
    const std::string file = folder + "_rels/" + part.substr(folder.size()) + ".rels";
    std::map<std::string, Relation> out;
    if (!zip.has(file)) return out;
    XmlHandler handler;
    handler.open = [&](std::string_view name, const XmlAttributes& of) {
        if (name != "Relationship" || of["TargetMode"] == "External") return;
        std::string target(of["Target"]);
        target = target.starts_with('/') ? target.substr(1) : folder + target;
        out[std::string(of["Id"])] = {std::string(of["Type"]),
                                      std::filesystem::path(target).lexically_normal().generic_string()};
    };
    handler.close = [](std::string_view) {};
    handler.text = [](std::string_view) {};
    if (auto good = read_xml(zip, path, file, handler); !good) return std::unexpected(good.error());
    return out;
}

const Relation* of_type(const std::map<std::string, Relation>& all, std::string_view type) {
    for (const auto& [id, relation] : all)
        if (relation.type.ends_with(type)) return &relation;
    return nullptr;
}

Expected<void> read_strings(const ZipFile& zip, const std::string& path, const std::string& part,
                            SheetContext& context, const base::Progress* progress) {
    std::string text;
    bool inside = false;
    int phonetic = 0;
    XmlHandler handler;
    handler.open = [&](std::string_view name, const XmlAttributes&) {
        if (name == "si") text.clear();
        phonetic += name == "rPh";
        inside = name == "t" && phonetic == 0;
    };
    handler.close = [&](std::string_view name) {
        phonetic -= name == "rPh";
        inside = false;
        if (name == "si") context.add_string(text);
    };
    handler.text = [&](std::string_view piece) {
        if (inside) text += piece;
    };
    return read_xml(zip, path, part, handler, progress);
}

Expected<void> read_styles(const ZipFile& zip, const std::string& path, const std::string& part,
                           SheetContext& context) {
    std::map<int, std::string> codes;
    bool inside = false;
    const auto number = [](std::string_view text) {
        return text.empty() || text.size() > 6
                   ? 0
                   : static_cast<int>(std::strtol(std::string(text).c_str(), nullptr, 10));
    };
    XmlHandler handler;
    handler.open = [&](std::string_view name, const XmlAttributes& of) {
        if (name == "numFmt") codes[number(of["numFmtId"])] = of["formatCode"];
        inside = inside || name == "cellXfs";
        if (!inside || name != "xf") return;
        const int id = number(of["numFmtId"]);
        const auto code = codes.find(id);
        context.formats.push_back(cell_format(id, code == codes.end() ? "" : std::string_view(code->second)));
    };
    handler.close = [&](std::string_view name) { inside = inside && name != "cellXfs"; };
    handler.text = [](std::string_view) {};
    return read_xml(zip, path, part, handler);
}

}  // namespace

TableFile table_file_kind(std::string_view bytes) {
    if (bytes.starts_with(std::string_view("PK\x03\x04", 4))) return TableFile::workbook;
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) return TableFile::old_workbook;
    return TableFile::text;
}

struct Workbook::Inside {
    std::string path;
    ZipFile zip;
    std::vector<std::string> names, parts;  ///< of the worksheets
    std::string strings, styles;            ///< parts; empty where there is none
    bool from_1904 = false;
    std::optional<SheetContext> context;  ///< made when the first sheet is read
};

Workbook::Workbook(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

Expected<Workbook> Workbook::open(const std::string& path) {
    auto zip = ZipFile::open(path);
    if (!zip) return std::unexpected(zip.error());
    if (zip->has("mimetype")) {
        const auto type = zip->read_all("mimetype", 1 << 10);
        if (type && type->find("opendocument") != std::string::npos)
            return fail(ErrorKind::data, Message("workbook.opendocument"), {.file = path},
                        Message("workbook.save_as_fix"));
    }
    const auto roots = relations(*zip, path, "");
    if (!roots) return std::unexpected(roots.error());
    const Relation* document = of_type(*roots, "/officeDocument");
    const std::string book = document != nullptr ? document->target : "xl/workbook.xml";
    if (!zip->has(book))
        return fail(ErrorKind::data, Message("workbook.none"), {.file = path}, Message("workbook.none_fix"));
    const auto parts = relations(*zip, path, book);
    if (!parts) return std::unexpected(parts.error());
    auto inside =
        std::make_unique<Inside>(Inside{path, std::move(*zip), {}, {}, "", "", false, std::nullopt});
    std::set<std::string> seen;
    XmlHandler handler;
    handler.open = [&](std::string_view name, const XmlAttributes& of) {
        if (name == "workbookPr") inside->from_1904 = of["date1904"] == "1" || of["date1904"] == "true";
        if (name != "sheet") return;
        const auto part = parts->find(std::string(of["id"]));
        if (part == parts->end() || !part->second.type.ends_with("/worksheet")) return;
        // Two tabs of one part are one sheet.
        if (!seen.insert(part->second.target).second) return;
        inside->names.emplace_back(of["name"]);
        inside->parts.push_back(part->second.target);
    };
    handler.close = [](std::string_view) {};
    handler.text = [](std::string_view) {};
    if (auto good = read_xml(inside->zip, path, book, handler); !good) return std::unexpected(good.error());
    if (const Relation* strings = of_type(*parts, "/sharedStrings")) inside->strings = strings->target;
    if (const Relation* styles = of_type(*parts, "/styles")) inside->styles = styles->target;
    if (inside->names.empty())
        return fail(ErrorKind::data, Message("workbook.none"), {.file = path}, Message("workbook.none_fix"));
    return Workbook(std::move(inside));
}

const std::vector<std::string>& Workbook::sheets() const {
    return inside_->names;
}

Expected<SheetText> Workbook::read(std::size_t sheet, const base::Progress* progress,
                                   std::int64_t most_rows) const {
    Inside& in = *inside_;
    if (!in.context) {
        SheetContext context;
        context.from_1904 = in.from_1904;
        if (!in.strings.empty() && in.zip.has(in.strings))
            if (auto good = read_strings(in.zip, in.path, in.strings, context, progress); !good)
                return std::unexpected(good.error());
        if (!in.styles.empty() && in.zip.has(in.styles))
            if (auto good = read_styles(in.zip, in.path, in.styles, context); !good)
                return std::unexpected(good.error());
        in.context = std::move(context);
    }
    auto text = read_sheet(in.zip, in.path, in.parts.at(sheet), *in.context, progress, most_rows);
    if (text) text->name = in.names.at(sheet);
    return text;
}

}  // namespace orelens::io
