// Encodings a text file may be stated to have. Order as in the choices of the parameter.
#pragma once

namespace orelens::base {

enum class TextEncoding {
    detect,
    utf8,
    utf16le,
    utf16be,
    gb18030,
    big5,
    shift_jis,
    euc_kr,
    cp1250,
    cp1251,
    cp1252,
    cp1253,
    cp1254,
    cp850,
    cp866,
    koi8r,
    cp437,
    cp852,
    macroman,
    euc_jp
};

}  // namespace orelens::base
