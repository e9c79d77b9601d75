// Makes the text of a PDF that Qt wrote extractable: search, copy and screen readers get the characters that
// were written. Qt names each glyph in its ToUnicode table by the lowest character that has this glyph, which
// for common Chinese characters is a radical of its own code (用 U+7528 comes out as ⽤ U+2F64) and for the
// space a tab. Glyphs without any character (ligatures, digits in a font's Latin style) cannot be mended
// here: text must be painted with `pdf_font`.
#pragma once

#include <QByteArray>
#include <QFont>
#include <map>

#include "core/base/Error.h"

namespace orelens::output {

/// The report's font, so that every glyph painted with it stands for a character: without shaping, which in
/// Noto Sans CJK replaces the digits of Latin words by glyphs that no character has.
QFont pdf_font(double points, bool bold = false);

/// Which character is meant where several share a glyph of the font: radical → ideograph, wave dash → ～,
/// figure dash → en dash, tab → space.
std::map<char16_t, char16_t> meant_characters(const QFont& font);
/// A ToUnicode table (the plain CMap text) with these characters in place of the ones Qt chose; codes of
/// glyphs stay as they are. Text that is no such table comes back unchanged.
std::string mended_cmap(const std::string& cmap, const std::map<char16_t, char16_t>& meant);

/// The whole document with mended tables. Errors: bytes that are no PDF.
base::Expected<QByteArray> with_readable_text(const QByteArray& pdf, const QFont& font);

}  // namespace orelens::output
