#include "core/io/blocks/TableSource.h"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "core/base/FileNature.h"
#include "core/base/RegularFile.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Decode.h"
#include "core/io/text/Encoding.h"
#include "core/io/text/ReadTable.h"
#include "core/io/text/Workbook.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr std::size_t most_start = std::size_t{1} << 19;
constexpr std::size_t more_bytes = std::size_t{1} << 16, more_stretches = 6;
constexpr std::size_t piece_bytes = std::size_t{8} << 20;
constexpr std::int64_t rows_of_start = 2000;

/// Bytes of a character that ASCII fits into.
std::size_t unit_of(const std::string& encoding) {
    return encoding.starts_with("UTF-16") ? 2 : encoding.starts_with("UTF-32") ? 4 : 1;
}

/// Whether the unit at `at` is this ASCII character.
bool is_char(std::string_view raw, std::size_t at, std::size_t unit, bool big, char c) {
    const std::size_t place = big ? at + unit - 1 : at;
    if (raw[place] != c) return false;
    for (std::size_t n = at; n < at + unit; ++n)
        if (n != place && raw[n] != 0) return false;
    return true;
}

/// Behind the last line end; npos where there is none. Aligned to the units from the start.
std::size_t after_last_line(std::string_view raw, std::size_t unit, bool big) {
    if (unit == 1) {
        const std::size_t at = raw.rfind('\n');
        return at == std::string_view::npos ? at : at + 1;
    }
    for (std::size_t at = raw.size() / unit * unit; at >= unit; at -= unit)
        if (is_char(raw, at - unit, unit, big, '\n')) return at;
    return std::string_view::npos;
}
std::size_t after_first_line(std::string_view raw, std::size_t unit, bool big) {
    for (std::size_t at = 0; at + unit <= raw.size(); at += unit)
        if (is_char(raw, at, unit, big, '\n')) return at + unit;
    return raw.size();
}

/// Place of a line as lines_of counts them: \n, \r or both end one.
std::size_t place_of_line(std::string_view raw, std::int64_t line, std::size_t unit, bool big) {
    std::size_t at = 0;
    for (std::int64_t n = 1; n < line && at + unit <= raw.size(); at += unit) {
        const bool both = is_char(raw, at, unit, big, '\r') && at + 2 * unit <= raw.size() &&
                          is_char(raw, at + unit, unit, big, '\n');
        if (both || (!is_char(raw, at, unit, big, '\n') && !is_char(raw, at, unit, big, '\r'))) continue;
        ++n;
    }
    return std::min(at, raw.size());
}

std::unexpected<base::Error> broken_encoding(const std::string& encoding, const std::string& file) {
    return base::fail(ErrorKind::data, Message("io.broken_encoding", {{"encoding", encoding}}),
                      {.file = file}, Message("io.broken_encoding_fix"));
}

Expected<std::string> decoded(std::string_view raw, const std::string& encoding, const std::string& file) {
    auto text = decode(raw, encoding, static_cast<std::int64_t>(raw.size() / 16 + 1));
    if (!text) return broken_encoding(encoding, file);
    return std::move(text->text);
}

/// One way through a text: what was read and not given out, and the lines that were.
struct Reading {
    std::ifstream in;
    std::string held;
    std::size_t at = 0;  ///< in a text that is held
    std::int64_t line = 1;
    bool ended = false;
};

/// The next whole lines of a file, raw.
Expected<std::string> next_lines(Reading& reading, const std::string& file, std::size_t unit, bool big) {
    while (!reading.ended) {
        std::string piece = std::move(reading.held);
        reading.held.clear();
        const std::size_t had = piece.size();
        piece.resize_and_overwrite(had + piece_bytes, [&](char* to, std::size_t) {
            reading.in.read(to + had, static_cast<std::streamsize>(piece_bytes));
            return had + static_cast<std::size_t>(std::max<std::streamsize>(0, reading.in.gcount()));
        });
        if (reading.in.bad()) return base::fail(ErrorKind::file, Message("io.cannot_read"), {.file = file});
        reading.ended = piece.size() < had + piece_bytes;
        if (reading.ended) return piece;
        const std::size_t end = after_last_line(piece, unit, big);
        if (end != std::string::npos) {
            reading.held = piece.substr(end);
            piece.resize(end);
            return piece;
        }
        if (piece.size() > 4 * piece_bytes)
            return base::fail(ErrorKind::data, Message("model.endless_line"), {.file = file});
        reading.held = std::move(piece);
    }
    return std::string();
}

/// The next whole lines of a text in memory.
std::string next_of(const std::string& text, Reading& reading) {
    std::size_t end = std::min(text.size(), reading.at + piece_bytes);
    if (end < text.size()) {
        end = text.find('\n', end);
        end = end == std::string::npos ? text.size() : end + 1;
    }
    std::string piece = text.substr(reading.at, end - reading.at);
    reading.at = end;
    return piece;
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}

}  // namespace

Expected<TableSource> TableSource::open(const TableWish& wish, const base::Progress& progress) {
    const TableName name = table_name(wish.file);
    TableSource source;
    source.file_ = name.file;
    const auto start = read_bytes(name.file, &progress, 8);
    if (!start) return std::unexpected(start.error());
    Expected<void> opened;
    switch (table_file_kind(*start)) {
        case TableFile::old_workbook:
            return base::fail(ErrorKind::data, Message("workbook.old"), {.file = name.file},
                              Message("workbook.save_as_fix"));
        case TableFile::workbook:
            if (!name.sheet.empty() && !wish.sheet.empty() && lower(name.sheet) != lower(wish.sheet))
                return base::fail(
                    ErrorKind::usage,
                    Message("model.two_sheets", {{"first", name.sheet}, {"second", wish.sheet}}),
                    {.file = name.file, .field = "model.element"}, Message("model.two_sheets_fix"));
            opened = source.open_sheet(wish, name.sheet.empty() ? wish.sheet : name.sheet, progress);
            break;
        case TableFile::text:
            opened = source.open_text(wish.encoding, progress);
            break;
    }
    if (!opened) return std::unexpected(opened.error());
    return source;
}

std::string TableSource::between(std::size_t from, std::size_t most) const {
    if (text_) return text_->substr(std::min(from, text_->size()), most);
    std::ifstream in(file_, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(from));
    std::string bytes(most, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(most));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
    return bytes;
}

/// Stretches from all over, before the encoding is known: raw, perhaps cut within a line.
void TableSource::take_samples() {
    raw_start_ = between(0, most_start);
    raw_more_.clear();
    if (raw_start_.size() < most_start || bytes_ <= most_start + more_bytes) return;
    const std::size_t last = bytes_ - more_bytes;
    for (std::size_t n = 1; n <= more_stretches; ++n) {
        const std::size_t from = (most_start + (last - most_start) / more_stretches * n) / 4 * 4;
        raw_more_.push_back(between(from, more_bytes));
    }
}

/// Start and stretches as text, in whole lines.
Expected<void> TableSource::decode_samples() {
    const std::size_t unit = unit_of(encoding_);
    const bool big = encoding_.ends_with("BE");
    const auto text_of = [&](std::string_view raw, bool from_start, bool to_end) -> Expected<std::string> {
        if (!from_start) raw.remove_prefix(after_first_line(raw, unit, big));
        if (!to_end)
            if (const std::size_t end = after_last_line(raw, unit, big); end != std::string_view::npos)
                raw = raw.substr(0, end);
        if (!as_it_is()) return decoded(raw, encoding_, file_);
        return std::string(raw);
    };
    auto start = text_of(std::string_view(raw_start_).substr(bom_), true, raw_start_.size() == bytes_);
    if (!start) return std::unexpected(start.error());
    start_ = std::move(*start);
    start_bytes_ = std::min(raw_start_.size(), bytes_);
    more_.clear();
    for (const std::string& raw : raw_more_) {
        auto text = text_of(raw, false, false);
        if (!text) return std::unexpected(text.error());
        more_.push_back(std::move(*text));
    }
    return {};
}

Expected<void> TableSource::open_text(base::TextEncoding stated, const base::Progress& progress) {
    // Refuses devices and pipes before anything is opened.
    auto start = read_bytes(file_, &progress, most_start);
    if (!start) return std::unexpected(start.error());
    if (auto text = base::expect_text(*start, file_, "nature.want_table"); !text)
        return std::unexpected(text.error());
    std::ifstream in(file_, std::ios::binary | std::ios::ate);
    bytes_ = static_cast<std::size_t>(std::max<std::streamoff>(0, in.tellg()));
    take_samples();
    // Cut within a character, UTF-8 would look like something else.
    std::string sample = raw_start_;
    if (raw_start_.size() < bytes_)
        if (const std::size_t end = sample.find_last_of("\r\n"); end != std::string::npos)
            sample.resize(end + 1);
    for (const std::string& raw : raw_more_) {
        const std::size_t from = raw.find('\n'), to = raw.rfind('\n');
        if (from != std::string::npos) sample.append(raw, from + 1, to - from);
    }
    const bool valid = is_utf8(sample);
    const EncodingChoice choice = choose_encoding(sample, valid, stated);
    encoding_ = choice.encoding;
    strays_ = !converted() && !valid;
    rival_ = choice.rivals.empty() ? std::string() : choice.rivals.front();
    bom_ = choice.bom;
    if (auto done = decode_samples(); !done) return done;
    if (start_.find('\n') != std::string::npos || start_.find('\r') == std::string::npos) return {};
    // Lines that end with \r alone are of another age: such a text is held whole.
    auto whole = read_text(file_, &progress, stated);
    if (!whole) return std::unexpected(whole.error());
    std::ranges::replace(whole->text, '\r', '\n');
    bytes_ = whole->text.size();
    bom_ = 0;
    text_ = std::make_shared<const std::string>(std::move(whole->text));
    encoding_ = "UTF-8";
    take_samples();
    const auto done = decode_samples();
    encoding_ = whole->encoding;
    return done;
}

Expected<void> TableSource::open_sheet(const TableWish& wish, const std::string& sheet,
                                       const base::Progress& progress) {
    const auto book = Workbook::open(file_);
    if (!book) return std::unexpected(book.error());
    const std::vector<std::string>& sheets = book->sheets();
    std::optional<std::size_t> taken;
    for (std::size_t n = 0; n < sheets.size() && !taken; ++n) {
        if (!sheet.empty()) {
            if (lower(sheets[n]) == lower(sheet)) taken = n;
            continue;
        }
        if (sheets.size() == 1) {
            taken = n;
            continue;
        }
        const auto start = book->read(n, &progress, rows_of_start);
        if (!start && start.error().kind == ErrorKind::cancelled) return std::unexpected(start.error());
        if (start && wish.fits && wish.fits(start->text)) taken = n;
    }
    if (!taken)
        return base::fail(
            ErrorKind::data,
            sheet.empty() ? Message("model.no_sheet", {{"sheets", joined(sheets)}})
                          : Message("workbook.sheet_absent", {{"sheet", sheet}, {"sheets", joined(sheets)}}),
            {.file = file_, .field = "model.element"}, Message("model.no_sheet_fix"));
    auto text =
        wish.start_only ? book->read(*taken, &progress, rows_of_start) : book->read(*taken, &progress);
    if (!text) return std::unexpected(text.error());
    sheet_ = text->name;
    merged_filled_ = text->merged_filled;
    uncomputed_ = text->uncomputed;
    bytes_ = text->text.size();
    text_ = std::make_shared<const std::string>(std::move(text->text));
    take_samples();
    return decode_samples();
}

TextPieces TableSource::pieces(std::size_t begin, std::int64_t line, EncodingDoubts* strays) const {
    auto reading = std::make_shared<Reading>();
    reading->line = line;
    if (text_) {
        reading->at = begin;
        return [text = text_, reading]() -> Expected<std::string> { return next_of(*text, *reading); };
    }
    const std::size_t unit = unit_of(encoding_);
    const bool big = encoding_.ends_with("BE"), plain = as_it_is();
    const std::size_t from =
        plain ? begin : place_of_line(std::string_view(raw_start_).substr(bom_), line, unit, big);
    reading->in.open(file_, std::ios::binary);
    reading->in.seekg(static_cast<std::streamoff>(bom_ + from));
    return [=, file = file_, encoding = encoding_]() -> Expected<std::string> {
        auto raw = next_lines(*reading, file, unit, big);
        if (!raw || plain || raw->empty()) return raw;
        auto text = decode(*raw, encoding, static_cast<std::int64_t>(raw->size() / 16 + 1));
        if (!text) return broken_encoding(encoding, file);
        if (strays != nullptr) {
            strays->strays += text->strays;
            for (std::size_t n = 0; n < text->stray_lines.size(); ++n)
                if (strays->stray_lines.size() < stray_lines_listed) {
                    strays->stray_lines.push_back(reading->line + text->stray_lines[n] - 1);
                    strays->stray_columns.push_back(text->stray_columns[n]);
                }
        }
        reading->line += std::ranges::count(text->text, '\n');
        return std::move(text->text);
    };
}

Expected<void> TableSource::judge_by(std::string_view bytes, base::TextEncoding stated) {
    // Letters that come late in the file are no reason to think that it changes its encoding.
    const EncodingChoice choice = choose_encoding(bytes, false, stated);
    encoding_ = choice.encoding;
    strays_ = !converted();
    rival_ = choice.rivals.empty() ? std::string() : choice.rivals.front();
    return decode_samples();
}

std::vector<base::Finding> TableSource::findings(const EncodingDoubts& strays) const {
    std::vector<base::Finding> found;
    const auto add = [&](const char* kind, base::Severity severity, Message what, Message fix,
                         std::int64_t count) {
        base::Finding finding;
        finding.kind = kind;
        finding.severity = severity;
        finding.file = file_;
        finding.column = sheet_;
        finding.count = count;
        finding.what = std::move(what);
        finding.fix = std::move(fix);
        found.push_back(std::move(finding));
    };
    using base::Severity;
    const auto words = [&](std::int64_t count) {
        return std::vector<std::pair<std::string, std::string>>{{"sheet", sheet_},
                                                                {"count", std::to_string(count)}};
    };
    if (!sheet_.empty())
        add("sheet_taken", Severity::info, Message("csv.sheet", words(0)), Message("csv.sheet_fix"), 1);
    if (merged_filled_ > 0)
        add("sheet_taken", Severity::warning, Message("csv.sheet_merged", words(merged_filled_)),
            Message("csv.sheet_merged_fix"), merged_filled_);
    if (uncomputed_ > 0)
        add("non_numeric", Severity::error, Message("csv.sheet_uncomputed", words(uncomputed_)),
            Message("csv.sheet_uncomputed_fix"), uncomputed_);
    if (converted() || !rival_.empty())
        add("model_encoding", rival_.empty() ? Severity::info : Severity::warning,
            Message(rival_.empty() ? "finding.what.model_encoding" : "model.encoding_doubtful",
                    {{"encoding", encoding_}, {"rival", rival_}}),
            Message("finding.fix.model_encoding"), 1);
    if (strays.strays > 0) {
        add("stray_bytes", Severity::warning,
            Message("csv.stray_bytes",
                    {{"count", std::to_string(strays.strays)},
                     {"encoding", encoding_},
                     {"places", stray_places(strays)}}),
            Message("finding.fix.model_encoding"), strays.strays);
        found.back().row = strays.stray_lines.front();
    }
    return found;
}

}  // namespace orelens::io
