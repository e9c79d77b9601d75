#include "core/io/text/XmlStream.h"

#include <expat.h>

#include <memory>

namespace orelens::io {
namespace {

using base::Message;

std::string_view local(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Elements within elements: parts of a workbook have about ten, and each open one costs the parser memory.
constexpr int most_nested = 256;

struct Run {
    XML_Parser parser;
    const XmlHandler& handler;
    bool doctype = false;
    int depth = 0;
};

void XMLCALL opened(void* data, const XML_Char* name, const XML_Char** pairs) {
    auto* run = static_cast<Run*>(data);
    if (++run->depth > most_nested) {
        XML_StopParser(run->parser, XML_FALSE);
        return;
    }
    run->handler.open(local(name), XmlAttributes(pairs));
}
void XMLCALL closed(void* data, const XML_Char* name) {
    auto* run = static_cast<Run*>(data);
    --run->depth;
    run->handler.close(local(name));
}
void XMLCALL characters(void* data, const XML_Char* text, int size) {
    static_cast<Run*>(data)->handler.text({text, static_cast<std::size_t>(size)});
}
void XMLCALL doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto* run = static_cast<Run*>(data);
    run->doctype = true;
    XML_StopParser(run->parser, XML_FALSE);
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2)
        if (local(pair[0]) == name) return pair[1];
    return {};
}

base::Expected<void> read_xml(const ZipFile& zip, const std::string& path, const std::string& part,
                              const XmlHandler& handler, const base::Progress* progress) {
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(XML_ParserCreate(nullptr),
                                                                         XML_ParserFree);
    Run run{parser.get(), handler};
    XML_SetUserData(parser.get(), &run);
    XML_SetElementHandler(parser.get(), opened, closed);
    XML_SetCharacterDataHandler(parser.get(), characters);
    XML_SetStartDoctypeDeclHandler(parser.get(), doctype);
    base::Error error;
    bool stopped = false, broken = false, enough = false;
    auto good = zip.read(
        part,
        [&](std::string_view piece) {
            broken =
                XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), 0) != XML_STATUS_OK;
            stopped = handler.refused && handler.refused(error);
            enough = handler.enough && handler.enough();
            return !broken && !stopped && !enough;
        },
        progress);
    if (!good) return good;
    if (stopped) return std::unexpected(error);
    if (enough) return {};
    if (!broken) broken = XML_Parse(parser.get(), "", 0, 1) != XML_STATUS_OK;
    if (!broken) return {};
    const std::string reason = run.doctype ? "DOCTYPE"
                               : run.depth > most_nested
                                   ? "> " + std::to_string(most_nested) + " nested elements"
                                   : XML_ErrorString(XML_GetErrorCode(parser.get()));
    return base::fail(
        base::ErrorKind::data, Message("workbook.damaged", {{"part", part}, {"reason", reason}}),
        {.file = path, .row = static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser.get()))},
        Message("workbook.damaged_fix"));
}

}  // namespace orelens::io
