#include "core/io/text/SheetReader.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "core/io/text/XmlStream.h"

namespace orelens::io {
namespace {

using base::Message;

/// A merged stretch of one column: rows below the first take its value.
struct Merged {
    std::int64_t first = 0, last = 0;
    std::size_t column = 0;
    std::string value;
};

/// Those that the row at work lies in, by column: what is over costs nothing any more.
class MergedRows {
  public:
    explicit MergedRows(std::vector<Merged> all) : all_(std::move(all)) {
        std::ranges::sort(all_, {}, &Merged::first);
    }
    void move_to(std::int64_t row) {
        std::erase_if(open_, [&](const auto& entry) { return entry.second->last < row; });
        for (; next_ < all_.size() && all_[next_].first <= row; ++next_)
            if (all_[next_].last >= row) open_.emplace(all_[next_].column, &all_[next_]);
    }
    Merged* at(std::size_t column) {
        const auto found = open_.find(column);
        return found == open_.end() ? nullptr : found->second;
    }
    /// The first at `column` or right of it.
    Merged* from(std::size_t column) {
        const auto found = open_.lower_bound(column);
        return found == open_.end() ? nullptr : found->second;
    }
    /// Nothing stands in its first row: there is nothing to fill in.
    void forget(std::size_t column) { open_.erase(column); }

  private:
    std::vector<Merged> all_;
    std::map<std::size_t, Merged*> open_;
    std::size_t next_ = 0;
};

constexpr std::size_t most_merged = 100'000;

/// Merged cells stand behind the cells they are about, so they are looked for first. Only their first column
/// counts: a title over many columns is one cell.
base::Expected<std::vector<Merged>> merged_cells(const ZipFile& zip, const std::string& part,
                                                 const base::Progress* progress) {
    static constexpr std::string_view mark = "mergeCell ref=\"";
    std::vector<Merged> out;
    std::string held;
    std::size_t found = 0;
    const auto take = [&](std::string_view piece) {
        held += piece;
        std::size_t at = 0;
        while (found < most_merged && (at = held.find(mark, at)) != std::string::npos) {
            const std::size_t begin = at + mark.size(), end = held.find('"', begin);
            if (end == std::string::npos || end - begin > 30) break;
            const std::string_view range = std::string_view(held).substr(begin, end - begin);
            const std::size_t colon = range.find(':');
            at = end;
            ++found;
            if (colon == std::string_view::npos) continue;
            const auto column = column_of(range);
            const std::int64_t first = row_of(range.substr(0, colon)), last = row_of(range.substr(colon + 1));
            if (column && first > 0 && last > first) out.push_back({first, last, *column, {}});
        }
        const std::size_t keep = std::min<std::size_t>(held.size(), 64);
        held.erase(0, held.size() - keep);
        return true;
    };
    if (auto good = zip.read(part, take, progress); !good) return std::unexpected(good.error());
    return out;
}

class SheetReader {
  public:
    SheetReader(const SheetContext& context, std::vector<Merged> merged, std::uint64_t bytes,
                std::int64_t most_rows)
        : context_(context), merged_(std::move(merged)), most_rows_(most_rows) {
        // A cell takes some thirty bytes of XML; a long text that many cells share is the one exception.
        most_text_ = std::size_t{16} << 20;
        most_text_ += static_cast<std::size_t>(std::min<std::uint64_t>(bytes, std::uint64_t{1} << 40)) * 4;
    }

    void open(std::string_view name, const XmlAttributes& of);
    void close(std::string_view name);
    void text(std::string_view piece) {
        if (value_ && raw_.size() < most_cell) raw_ += piece;
    }
    [[nodiscard]] const char* fault() const { return fault_; }
    [[nodiscard]] std::int64_t row() const { return row_; }
    [[nodiscard]] bool enough() const { return row_ > most_rows_; }
    SheetText finish();

  private:
    static constexpr std::size_t most_cell = std::size_t{1} << 16;
    void start_row(std::int64_t row);
    void end_row();
    void end_cell();
    void put(std::size_t column, std::string_view text);
    std::string cell_text();
    void fill_merged_to(std::size_t column);

    const SheetContext& context_;
    MergedRows merged_;
    std::int64_t most_rows_;
    std::size_t most_text_;
    SheetText out_;
    const char* fault_ = nullptr;

    std::int64_t row_ = 0, lines_ = 0;
    std::size_t next_column_ = 0,
                written_ = 0;  ///< of the row: next cell without a reference; cells put so far
    bool in_row_ = false, in_cell_ = false, value_ = false, formula_ = false, formula_text_ = false;
    std::string type_, raw_, formula_body_;
    std::size_t column_ = 0, style_ = 0;
    int phonetic_ = 0;
};

void SheetReader::start_row(std::int64_t row) {
    if (row <= row_ || row > most_sheet_rows) {
        fault_ = "workbook.row_order";
        return;
    }
    row_ = row;
    in_row_ = true;
    next_column_ = written_ = 0;
    if (enough()) return;
    merged_.move_to(row_);
    for (; lines_ < row_ - 1; ++lines_) out_.text += '\n';
}

void SheetReader::open(std::string_view name, const XmlAttributes& of) {
    if (fault_ != nullptr || enough()) return;
    if (name == "row") {
        const std::string_view stated = of["r"];
        start_row(stated.empty() ? row_ + 1 : row_of(stated));
    } else if (name == "c" && in_row_) {
        const std::string_view stated = of["r"];
        const auto column = stated.empty() ? std::optional(next_column_) : column_of(stated);
        if (!column || *column < next_column_ || *column >= most_sheet_columns) {
            fault_ = "workbook.cell_order";
            return;
        }
        column_ = *column;
        next_column_ = column_ + 1;
        in_cell_ = true;
        formula_ = false;
        type_ = of["t"];
        raw_.clear();
        formula_body_.clear();
        style_ = 0;
        const std::string_view style = of["s"];
        std::from_chars(style.data(), style.data() + style.size(), style_);
    } else if (in_cell_) {
        phonetic_ += name == "rPh";
        value_ = (name == "v" || name == "t") && phonetic_ == 0;
        formula_ = formula_ || name == "f";
    }
}

void SheetReader::close(std::string_view name) {
    if (fault_ != nullptr || enough()) return;
    value_ = false;
    if (name == "rPh" && phonetic_ > 0) --phonetic_;
    if (name == "c" && in_cell_) end_cell();
    if (name == "row" && in_row_) end_row();
}

std::string SheetReader::cell_text() {
    if (type_ == "s") {
        std::size_t n = 0;
        const auto [stop, code] = std::from_chars(raw_.data(), raw_.data() + raw_.size(), n);
        if (code != std::errc() || stop != raw_.data() + raw_.size() || n >= context_.strings()) {
            fault_ = "workbook.string_absent";
            return {};
        }
        return std::string(context_.string(n));
    }
    if (type_ == "b") return raw_ == "1" ? "TRUE" : "FALSE";
    if (type_ == "inlineStr" || type_ == "str" || type_ == "e" || type_ == "d") return raw_;
    const CellFormat format = style_ < context_.formats.size() ? context_.formats[style_] : CellFormat::plain;
    auto number = number_text(raw_, format);
    if (!number) return raw_;  // no number where one is due: the reader of the table says so
    if (format != CellFormat::date) return *number;
    const auto date = date_text(std::strtod(raw_.c_str(), nullptr), context_.from_1904);
    return date ? *date : *number;
}

void SheetReader::end_cell() {
    in_cell_ = false;
    const bool empty = raw_.empty() && type_ != "str" && type_ != "inlineStr";
    if (empty && formula_) {
        ++out_.uncomputed;
        fill_merged_to(column_);
        put(column_, "=formula");
        return;
    }
    if (raw_.empty()) return;
    const std::string text = cell_text();
    if (text.empty()) return;
    fill_merged_to(column_);
    if (Merged* merged = merged_.at(column_); merged != nullptr && merged->first == row_)
        merged->value = text;
    put(column_, text);
}

/// Empty cells of the row left of `column` that lie in a merged stretch.
void SheetReader::fill_merged_to(std::size_t column) {
    for (std::size_t at = written_; fault_ == nullptr;) {
        Merged* merged = merged_.from(at);
        if (merged == nullptr || merged->column >= column) return;
        at = merged->column + 1;
        if (merged->first == row_) continue;
        if (merged->value.empty()) {
            merged_.forget(merged->column);
            continue;
        }
        put(merged->column, merged->value);
        ++out_.merged_filled;
    }
}

void SheetReader::put(std::size_t column, std::string_view text) {
    std::string& out = out_.text;
    if (out.size() + text.size() + column > most_text_) {
        fault_ = "workbook.too_much_text";
        return;
    }
    // `written_` is the number of cells the line holds: each but the first has a tab before it.
    out.append(column - (written_ == 0 ? 0 : written_ - 1), '\t');
    written_ = column + 1;
    const bool quoted = text.starts_with('"') || text.starts_with(' ');
    if (quoted) out += '"';
    for (const char c : text) {
        if (quoted && c == '"') out += '"';
        out += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    }
    if (quoted) out += '"';
}

void SheetReader::end_row() {
    in_row_ = false;
    fill_merged_to(most_sheet_columns);
    out_.text += '\n';
    ++lines_;
}

SheetText SheetReader::finish() {
    return std::move(out_);
}

}  // namespace

base::Expected<SheetText> read_sheet(const ZipFile& zip, const std::string& path, const std::string& part,
                                     const SheetContext& context, const base::Progress* progress,
                                     std::int64_t most_rows) {
    // Whoever looks at the first rows only does not unpack a large sheet for what stands at its end.
    constexpr std::uint64_t small_part = std::uint64_t{8} << 20;
    const bool look = most_rows < most_sheet_rows && zip.size(part) > small_part;
    auto merged = look ? std::vector<Merged>{} : merged_cells(zip, part, progress);
    if (!merged) return std::unexpected(merged.error());
    SheetReader reader(context, std::move(*merged), zip.size(part), most_rows);
    XmlHandler handler;
    handler.open = [&](std::string_view name, const XmlAttributes& of) { reader.open(name, of); };
    handler.close = [&](std::string_view name) { reader.close(name); };
    handler.text = [&](std::string_view text) { reader.text(text); };
    handler.refused = [&](base::Error& error) {
        if (reader.fault() == nullptr) return false;
        error = {base::ErrorKind::data,
                 Message(reader.fault()),
                 {.file = path, .row = reader.row()},
                 Message("workbook.damaged_fix")};
        return true;
    };
    handler.enough = [&] { return reader.enough(); };
    if (auto good = read_xml(zip, path, part, handler, progress); !good) return std::unexpected(good.error());
    return reader.finish();
}

}  // namespace orelens::io
