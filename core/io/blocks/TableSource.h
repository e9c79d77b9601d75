// The text of a table of blocks: a file in any encoding, or a sheet of a workbook, as UTF-8 in whole lines.
// What is in a file is read in pieces, as often as asked, and never held whole (a sheet is); the start and
// some stretches from further on are there at once, for judging what the columns are.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/base/TextEncoding.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {

/// Gives the text piece by piece, each of whole lines; empty at the end.
using TextPieces = std::function<base::Expected<std::string>()>;

struct TableWish {
    std::string file;   ///< may end in #sheet
    std::string sheet;  ///< asked for beside the name; empty: the first that `fits`
    base::TextEncoding encoding = base::TextEncoding::detect;
    bool start_only = false;  ///< of a sheet only the first rows
    std::function<bool(std::string_view start)> fits;
};

class TableSource {
  public:
    /// Errors: cannot be read; not a text (a picture, a database); a workbook that is protected, old (.xls)
    /// or an .ods, which are named as such; a sheet that is not there, or named twice in different words;
    /// cancelled.
    static base::Expected<TableSource> open(const TableWish& wish, const base::Progress& progress);

    [[nodiscard]] std::string_view start() const { return start_; }
    [[nodiscard]] const std::vector<std::string>& more() const { return more_; }
    /// Length of what is read, for progress and estimates: bytes of the file, or of the sheet's text.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    /// What start() takes of that.
    [[nodiscard]] std::size_t start_bytes() const { return start_bytes_; }
    [[nodiscard]] const std::string& encoding() const { return encoding_; }
    [[nodiscard]] bool converted() const { return encoding_ != "UTF-8"; }
    /// Its bytes are text as they are: UTF-8 without a stray byte, as far as is known.
    [[nodiscard]] bool as_it_is() const { return !converted() && !strays_; }
    [[nodiscard]] const std::string& sheet() const { return sheet_; }
    /// "model.csv", "model.xlsx#Blocks": for errors.
    [[nodiscard]] std::string name() const { return sheet_.empty() ? file_ : file_ + "#" + sheet_; }

    /// The text from the byte `begin` of start() on, which line `line` starts with. Bytes that do not fit the
    /// encoding become U+FFFD and are counted in `strays`, which may be null. Errors: cannot be read; a line
    /// without end.
    [[nodiscard]] TextPieces pieces(std::size_t begin, std::int64_t line,
                                    EncodingDoubts* strays = nullptr) const;
    /// Bytes that are not UTF-8, though most of the file is: the encoding is judged by them; where it stays
    /// UTF-8 they are strays.
    base::Expected<void> judge_by(std::string_view bytes, base::TextEncoding stated);

    /// Which sheet is read, what of it was taken for granted; in which encoding a text is.
    [[nodiscard]] std::vector<base::Finding> findings(const EncodingDoubts& strays) const;

  private:
    base::Expected<void> open_text(base::TextEncoding stated, const base::Progress& progress);
    base::Expected<void> open_sheet(const TableWish& wish, const std::string& sheet,
                                    const base::Progress& progress);
    base::Expected<void> decode_samples();
    void take_samples();
    [[nodiscard]] std::string between(std::size_t from, std::size_t most) const;

    std::string file_, sheet_;
    std::string encoding_ = "UTF-8", rival_;
    bool strays_ = false;  ///< UTF-8 with bytes that are none
    std::size_t bom_ = 0, bytes_ = 0, start_bytes_ = 0;
    std::string raw_start_, start_;
    std::vector<std::string> raw_more_, more_;
    std::shared_ptr<const std::string> text_;  ///< UTF-8, where it is held whole; else it is in the file
    std::int64_t merged_filled_ = 0, uncomputed_ = 0;
};

}  // namespace orelens::io
