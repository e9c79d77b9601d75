#include "core/io/text/CsvText.h"

#include <algorithm>
#include <array>

#include "core/base/Later.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

constexpr std::size_t none = std::string_view::npos;
/// A quoted field longer than this is an unclosed quote, not a field.
constexpr std::size_t longest_field = std::size_t{1} << 16;

bool ends_line(char c) {
    return c == '\n' || c == '\r';
}

/// Places of closing quotes, asked for from left to right. A quote closes when a delimiter, a line end or the
/// end follows (spaces between allowed). Quotes in a row are pairs but for the last of an odd number, and
/// which of them close does not depend on where the field began: what one search has found, or not found,
/// holds for the next one too, so that a text of nothing but opening quotes is walked once, not once per
/// quote.
class ClosingQuotes {
  public:
    ClosingQuotes(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

    /// Of the field whose quote stands at `open`; nothing where none closes within the longest field.
    std::size_t of(std::size_t open) {
        const std::size_t end = run_end(open);
        std::size_t close = none;
        if ((end - open) % 2 == 0 && closes(end - 1))
            close = end - 1;
        else
            close = next(end);
        return close != none && close - open < longest_field ? close : none;
    }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }

  private:
    std::size_t run_end(std::size_t at) {
        const std::size_t begin = at;
        while (at < text_.size() && text_[at] == '"') ++at;
        steps_ += at - begin;
        return at;
    }
    bool closes(std::size_t quote) {
        std::size_t after = quote + 1;
        if (delimiter_ == ' ' && after < text_.size() && text_[after] == ' ') return true;
        while (after < text_.size() && text_[after] == ' ') ++after;
        steps_ += after - quote;
        return after == text_.size() || text_[after] == delimiter_ || ends_line(text_[after]);
    }
    /// The first closing quote at or after `from`, where no quote stands before `from` in a row with it.
    std::size_t next(std::size_t from) {
        if (searched_ && from >= from_ && (next_ == none || from <= next_)) return next_;
        searched_ = true;
        from_ = from;
        next_ = none;
        for (std::size_t at = text_.find('"', from); at != none; at = text_.find('"', at)) {
            steps_ += at - from;
            const std::size_t end = run_end(at);
            if ((end - at) % 2 == 1 && closes(end - 1)) return next_ = end - 1;
            from = at = end;
        }
        steps_ += text_.size() - std::min(from, text_.size());
        return none;
    }

    std::string_view text_;
    char delimiter_;
    bool searched_ = false;
    std::size_t from_ = 0, next_ = none;
    std::uint64_t steps_ = 0;
};

std::int64_t line_ends(std::string_view text) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        count += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    return count;
}

/// Walks text record by record.
class RecordScanner {
  public:
    RecordScanner(std::string_view text, char delimiter)
        : text_(text), delimiter_(delimiter), quotes_(text, delimiter) {}
    /// Characters looked at to find closing quotes.
    [[nodiscard]] std::uint64_t steps() const { return quotes_.steps(); }

    bool next(CsvRecord& record, bool& blank) {
        if (at_ >= text_.size()) return false;
        record = {at_, at_, line_, false};
        if (take_plain_line(record, blank)) return true;
        blank = true;
        bool field_start = true;
        while (at_ < text_.size() && !ends_line(text_[at_])) {
            const char c = text_[at_];
            if (c == '"' && field_start) {
                const std::size_t close = quotes_.of(at_);
                blank = blank && close != none && close == at_ + 1;
                if (close == none) {
                    record.open_quote = true;
                } else {
                    line_ += line_ends(text_.substr(at_, close - at_));
                    at_ = close;
                }
                field_start = false;
            } else if (c == delimiter_) {
                field_start = true;
            } else if (c != ' ') {
                field_start = false;
                blank = blank && c == '\t';
            }
            ++at_;
        }
        record.end = at_;
        if (at_ < text_.size())
            at_ += text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n' ? 2 : 1;
        ++line_;
        return true;
    }

  private:
    /// The next place of a character at or behind `at_`, looked for once per occurrence.
    struct Ahead {
        char c;
        std::size_t place = 0;
        bool known = false;
        std::size_t of(std::string_view text, std::size_t at) {
            if (!known || (place != none && place < at)) place = text.find(c, at);
            known = true;
            return std::min(place, text.size());
        }
    };

    /// A line without a quote is a record whatever stands in it; nearly every line is one.
    bool take_plain_line(CsvRecord& record, bool& blank) {
        const std::size_t end = line_feed_.of(text_, at_), carriage = carriage_.of(text_, at_);
        const bool windows = carriage + 1 == end;
        if (quote_.of(text_, at_) < end || (carriage < end && !windows)) return false;
        record.end = windows ? carriage : end;
        const auto says_nothing = [&](char c) { return c == delimiter_ || c == ' ' || c == '\t'; };
        const std::string_view line = text_.substr(at_, record.end - at_);
        blank = std::all_of(line.begin(), line.end(), says_nothing);
        at_ = std::min(end + 1, text_.size());
        ++line_;
        return true;
    }

    std::string_view text_;
    char delimiter_;
    ClosingQuotes quotes_;
    Ahead quote_{'"'}, line_feed_{'\n'}, carriage_{'\r'};
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
};

/// Fields of the first rows that are not blank.
std::vector<std::size_t> first_widths(std::string_view text, char delimiter) {
    RecordScanner scanner(text, delimiter);
    CsvRecord record;
    CsvFields fields;
    bool blank = false;
    std::vector<std::size_t> widths;
    while (widths.size() < 200 && scanner.next(record, blank)) {
        if (blank) continue;
        fields.split(text.substr(record.begin, record.end - record.begin), delimiter);
        widths.push_back(fields.size());
    }
    return widths;
}

/// The delimiter under which most rows have as many fields as the header, or with lines above the header, as
/// many as each other; of equals, the one with more fields. Spaces only where every row has as many fields and
/// nothing else cuts the first one: words have spaces between them, too.
char detect_delimiter(std::string_view text, bool lines_above) {
    std::array<std::size_t, 3> best{};
    std::size_t first_width = 1;
    char found = ',';
    for (const char candidate : {',', ';', '\t', '|'}) {
        const std::vector<std::size_t> widths = first_widths(text, candidate);
        std::array<std::size_t, 3> score{};
        const std::size_t tried = lines_above ? widths.size() : std::min<std::size_t>(widths.size(), 1);
        for (std::size_t n = 0; n < tried; ++n) {
            const auto agreeing =
                static_cast<std::size_t>(std::count(widths.begin(), widths.end(), widths[n]));
            score = std::max(score, {widths[n] > 1 ? 1U : 0U, agreeing, widths[n]});
        }
        if (score > best) {
            best = score;
            found = candidate;
            first_width = widths.empty() ? 1 : widths.front();
        }
    }
    if (first_width > 1) return found;
    const std::vector<std::size_t> spaced = first_widths(text, ' ');
    const bool table = spaced.size() > 1 && spaced.front() >= 3 &&
                       std::ranges::all_of(spaced, [&](std::size_t width) { return width == spaced.front(); });
    return table ? ' ' : found;
}

base::Expected<void> check_width(const CsvTable& table) {
    if (table.headers.size() <= most_columns) return {};
    return base::fail(base::ErrorKind::data,
                      base::Message("csv.too_many_columns", {{"limit", std::to_string(most_columns)}}),
                      {.file = table.file, .row = table.header_line});
}

}  // namespace

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view trimmed(std::string_view text) {
    // Also what spreadsheets, Chinese input and web pages leave behind: no-break and full-width spaces,
    // spaces without width, and the byte order marks of files that were put together.
    static constexpr std::string_view no_break = "\xC2\xA0", wide = "\xE3\x80\x80",
                                      none_wide = "\xE2\x80\x8B", mark = "\xEF\xBB\xBF";
    while (!text.empty()) {
        const char first = text.front(), last = text.back();
        if (first == ' ' || first == '\t')
            text.remove_prefix(1);
        else if (last == ' ' || last == '\t')
            text.remove_suffix(1);
        else {
            const std::size_t before = text.size();
            for (const std::string_view space : {no_break, wide, none_wide, mark}) {
                if (text.starts_with(space)) text.remove_prefix(space.size());
                if (text.ends_with(space)) text.remove_suffix(space.size());
            }
            if (text.size() == before) return text;
        }
    }
    return text;
}

std::optional<std::size_t> CsvTable::column(std::string_view header) const {
    for (std::size_t i = 0; i < headers.size(); ++i)
        if (headers[i] == header) return i;
    const std::string low = lower(trimmed(header));
    for (std::size_t i = 0; i < headers.size(); ++i)
        if (lower(headers[i]) == low) return i;
    return std::nullopt;
}

void CsvFields::split(const CsvTable& table, const CsvRecord& record) {
    split(std::string_view(table.text).substr(record.begin, record.end - record.begin), table.delimiter);
}

namespace {

/// The same, at once where the text begins and ends with something plain, as nearly all does.
inline std::string_view trimmed_field(std::string_view text) {
    const auto plain = [](char c) { return c > ' ' && c < 0x7F; };
    return text.empty() || (plain(text.front()) && plain(text.back())) ? text : trimmed(text);
}

}  // namespace

bool CsvFields::split_plain(std::string_view record, char delimiter) {
    if (record.find('"') != none) return false;
    std::size_t at = 0;
    for (;;) {
        const std::size_t end = std::min(record.find(delimiter, at), record.size());
        fields_.push_back(trimmed_field(record.substr(at, end - at)));
        if (end == record.size()) return true;
        at = end + 1;
        if (fields_.size() + 1 == most_fields) {  // more than any header has: the reader refuses the row
            fields_.push_back(record.substr(at));
            return true;
        }
    }
}

void CsvFields::split_spaces(std::string_view record) {
    const auto space = [](char c) { return c == ' ' || c == '\t'; };
    ClosingQuotes quotes(record, ' ');
    std::size_t at = 0;
    while (fields_.size() < most_fields) {
        while (at < record.size() && space(record[at])) ++at;
        if (at == record.size()) return;
        const std::size_t close = record[at] == '"' ? quotes.of(at) : none;
        std::size_t end = close == none ? at : close + 1;
        while (end < record.size() && !space(record[end])) ++end;
        fields_.push_back(close == none ? record.substr(at, end - at) : record.substr(at + 1, close - at - 1));
        quote_steps_ = quotes.steps();
        at = end;
    }
}

void CsvFields::split(std::string_view record, char delimiter) {
    fields_.clear();
    quote_steps_ = 0;
    if (delimiter == ' ') return split_spaces(record);
    if (split_plain(record, delimiter)) return;
    unquoted_.clear();
    unquoted_.reserve(record.size());  // never grows past this, so the views into it stay valid
    ClosingQuotes quotes(record, delimiter);
    std::size_t at = 0;
    while (true) {
        if (fields_.size() + 1 == most_fields) {  // more than any header has: the reader refuses the row
            fields_.push_back(record.substr(at));
            return;
        }
        std::size_t open = at;
        while (open < record.size() && record[open] == ' ') ++open;
        const bool quote = open < record.size() && record[open] == '"';
        const std::size_t close = quote ? quotes.of(open) : none;
        if (close != none) {
            const std::size_t start = unquoted_.size();
            for (std::size_t i = open + 1; i < close; ++i) {
                unquoted_ += record[i];
                if (record[i] == '"' && record[i + 1] == '"') ++i;
            }
            fields_.push_back(trimmed(std::string_view(unquoted_).substr(start)));
            at = std::min(record.find(delimiter, close), record.size());
        } else {
            const std::size_t end = std::min(record.find(delimiter, at), record.size());
            fields_.push_back(trimmed(record.substr(at, end - at)));
            at = end;
        }
        quote_steps_ = quotes.steps();
        if (at >= record.size()) return;
        ++at;
    }
}

base::Expected<CsvTable> parse_csv(std::string text, std::string file_name, char delimiter,
                                   const base::Progress* progress, const HeaderRule* header) {
    CsvTable table;
    table.file = std::move(file_name);
    table.encoding = "UTF-8";
    table.text = std::move(text);
    std::string_view body = table.text;
    // Spreadsheets may state the delimiter in a line of its own: sep=;
    const bool stated =
        body.size() > 5 && lower(body.substr(0, 4)) == "sep=" && body[4] != '"' && ends_line(body[5]);
    if (stated) delimiter = body[4];
    table.delimiter = delimiter != 0 ? delimiter : detect_delimiter(body, header != nullptr);
    RecordScanner scanner(body, table.delimiter);
    CsvRecord record;
    bool blank = false;
    if (stated) scanner.next(record, blank);
    const bool first_is_header = header == nullptr;
    while (scanner.next(record, blank)) {
        if (first_is_header && table.header_line == 0) {
            if (blank) continue;
            CsvFields fields;
            fields.split(table, record);
            for (std::size_t i = 0; i < fields.size(); ++i) table.headers.emplace_back(fields[i]);
            table.header_line = record.line;
            if (auto fits = check_width(table); !fits) return std::unexpected(fits.error());
            continue;
        }
        if (progress && table.records.size() % 8192 == 0 && progress->cancelled()) {
            base::drop_later(std::move(table));
            return base::cancelled();
        }
        if (!blank)
            table.records.push_back(record);
        else if (!table.records.empty() || first_is_header)
            ++table.blank_records;
    }
    table.quote_steps = scanner.steps();
    if (header != nullptr) place_header(table, *header);
    if (table.reordered_header > 0)
        return base::fail(base::ErrorKind::data, base::Message("csv.reordered_header", {{"row", std::to_string(table.header_line)}}),
                          {.file = table.file, .row = table.reordered_header}, base::Message("csv.reordered_header_fix"));
    if (table.header_line == 0)
        return base::fail(base::ErrorKind::data, base::Message("csv.no_header"), {.file = table.file},
                          base::Message("csv.no_header_fix"));
    if (auto fits = check_width(table); !fits) return std::unexpected(fits.error());
    return table;
}

base::Expected<CsvTable> read_csv(const std::string& path, const base::Progress* progress,
                                  base::TextEncoding stated, const HeaderRule* header) {
    auto file = read_text(path, progress, stated);
    if (!file) return std::unexpected(file.error());
    auto table = parse_csv(std::move(file->text), path, 0, progress, header);
    if (!table) return table;
    table->encoding = file->encoding;
    table->doubts = std::move(file->doubts);
    return table;
}

}  // namespace orelens::io
