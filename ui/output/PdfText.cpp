#define POINTERHOLDER_TRANSITION 4  // qpdf: its smart pointers are the standard ones
#include "ui/output/PdfText.h"

#include <fmt/format.h>

#include <QRawFont>
#include <cctype>
#include <charconv>
#include <exception>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>
#include <string_view>
#include <vector>

#include "ui/Theme.h"

namespace orelens::output {
namespace {

constexpr std::string_view begin_ranges = "beginbfrange", end_ranges = "endbfrange";

/// Tokens of a part of a CMap: hexadecimal strings without their brackets, "[" and "]".
std::vector<std::string_view> tokens_of(std::string_view text) {
    std::vector<std::string_view> tokens;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '[' || text[at] == ']') tokens.push_back(text.substr(at, 1));
        if (text[at] != '<') continue;
        const std::size_t end = std::min(text.find('>', at), text.size());
        tokens.push_back(text.substr(at + 1, end - at - 1));
        at = end;
    }
    return tokens;
}

unsigned number_of(std::string_view hex) {
    unsigned value = 0;
    std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    return value;
}

std::string meant_text(std::string_view hex, const std::map<char16_t, char16_t>& meant) {
    if (hex.size() == 4)
        if (const auto found = meant.find(static_cast<char16_t>(number_of(hex))); found != meant.end())
            return fmt::format("<{:04X}>", static_cast<unsigned>(found->second));
    return fmt::format("<{}>", hex);
}

/// Entries "<from> <to> [<character> …]" and "<from> <to> <first character>"; the latter are written out.
std::string mended_ranges(std::string_view text, const std::map<char16_t, char16_t>& meant) {
    const auto tokens = tokens_of(text);
    std::string out = "\n";
    for (std::size_t n = 0; n + 2 < tokens.size();) {
        out += fmt::format("<{}> <{}> [", tokens[n], tokens[n + 1]);
        const unsigned glyphs = number_of(tokens[n + 1]) - number_of(tokens[n]) + 1;
        n += 2;
        if (tokens[n] == "[") {
            for (++n; n < tokens.size() && tokens[n] != "]"; ++n) out += meant_text(tokens[n], meant) + " ";
        } else {
            // A character beyond the basic plane (two units) stands for its one glyph.
            for (unsigned g = 0; g < glyphs; ++g)
                out += meant_text(tokens[n].size() == 4 ? fmt::format("{:04X}", number_of(tokens[n]) + g)
                                                        : std::string(tokens[n]),
                                  meant) +
                       " ";
        }
        ++n;
        out += "]\n";
    }
    return out;
}

std::string string_of(Buffer& buffer) {
    return {reinterpret_cast<const char*>(buffer.getBuffer()), buffer.getSize()};
}

}  // namespace

QFont pdf_font(double points, bool bold) {
    QFont font(ui::report_font_family());
    font.setPointSizeF(points);
    font.setBold(bold);
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

std::map<char16_t, char16_t> meant_characters(const QFont& font) {
    const QRawFont raw = QRawFont::fromFont(font);
    const auto glyph = [&](char16_t c) {
        const QChar one(c);
        quint32 index = 0;
        int count = 1;
        return raw.glyphIndexesForChars(&one, 1, &index, &count) && count == 1 ? index : 0;
    };
    // What people write: ideographs, and full-width signs such as ～.
    std::map<quint32, char16_t> written;
    for (const auto& [first, last] : {std::pair<char16_t, char16_t>{0x4E00, 0x9FFF}, {0xFF01, 0xFF5E}})
        for (char16_t c = first; c <= last; ++c)
            if (const quint32 index = glyph(c); index != 0) written.emplace(index, c);
    std::map<char16_t, char16_t> meant{{u'\t', u' '}};
    constexpr char16_t figure_dash = 0x2012, en_dash = 0x2013;
    if (glyph(figure_dash) == glyph(en_dash)) meant[figure_dash] = en_dash;
    // Radicals (of their own codes) and punctuation of other languages with the same glyphs.
    for (char16_t c = 0x2E80; c <= 0x303F; ++c) {
        const auto shared = written.find(glyph(c));
        const QString plain = QString(QChar(c)).normalized(QString::NormalizationForm_KC);
        if (shared != written.end())
            meant[c] = shared->second;
        else if (c <= 0x2FD5 && plain.size() == 1 && plain[0].unicode() >= 0x4E00)
            meant[c] = plain[0].unicode();
    }
    return meant;
}

std::string mended_cmap(const std::string& cmap, const std::map<char16_t, char16_t>& meant) {
    std::string out;
    std::size_t at = 0;
    for (std::size_t begin = cmap.find(begin_ranges); begin != std::string::npos;
         begin = cmap.find(begin_ranges, at)) {
        begin += begin_ranges.size();
        const std::size_t end = cmap.find(end_ranges, begin);
        if (end == std::string::npos) break;
        out += cmap.substr(at, begin - at);
        out += mended_ranges(std::string_view(cmap).substr(begin, end - begin), meant);
        at = end;
    }
    return out + cmap.substr(at);
}

base::Expected<QByteArray> with_readable_text(const QByteArray& pdf, const QFont& font) {
    try {
        QPDF document;
        document.setSuppressWarnings(true);
        document.processMemoryFile("report", pdf.constData(), static_cast<std::size_t>(pdf.size()));
        const auto meant = meant_characters(font);
        for (QPDFObjectHandle object : document.getAllObjects()) {
            if (!object.isDictionary() || !object.hasKey("/ToUnicode")) continue;
            QPDFObjectHandle table = object.getKey("/ToUnicode");
            if (!table.isStream()) continue;
            const auto plain = table.getStreamData(qpdf_dl_generalized);
            table.replaceStreamData(mended_cmap(string_of(*plain), meant), QPDFObjectHandle::newNull(),
                                    QPDFObjectHandle::newNull());
        }
        QPDFWriter writer(document);
        writer.setOutputMemory();
        writer.write();
        const auto bytes = writer.getBufferSharedPointer();
        return QByteArray(reinterpret_cast<const char*>(bytes->getBuffer()),
                          static_cast<qsizetype>(bytes->getSize()));
    } catch (const std::exception& problem) {
        return base::fail(base::ErrorKind::file, base::Message("ui.error.write", {{"why", problem.what()}}));
    }
}

}  // namespace orelens::output
