// Closing quotes: the same as by looking afresh for each one, at a cost that grows with the file only.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

constexpr std::size_t none = std::string_view::npos;

/// The rule as one would write it without a thought for speed.
std::size_t plain_closing_quote(std::string_view text, std::size_t open, char delimiter) {
    for (std::size_t at = open + 1; at < text.size(); ++at) {
        at = text.find('"', at);
        if (at == none) return none;
        if (at + 1 < text.size() && text[at + 1] == '"') {
            ++at;
            continue;
        }
        std::size_t next = at + 1;
        while (next < text.size() && text[next] == ' ') ++next;
        if (next == text.size() || text[next] == delimiter || text[next] == '\n') return at;
    }
    return none;
}

std::vector<std::string> plain_fields(std::string_view record, char delimiter) {
    std::vector<std::string> fields;
    for (std::size_t at = 0;;) {
        std::size_t open = at;
        while (open < record.size() && record[open] == ' ') ++open;
        const bool quote = open < record.size() && record[open] == '"';
        const std::size_t close = quote ? plain_closing_quote(record, open, delimiter) : none;
        std::string field;
        if (close != none) {
            for (std::size_t i = open + 1; i < close; ++i) {
                field += record[i];
                if (record[i] == '"' && record[i + 1] == '"') ++i;
            }
            at = std::min(record.find(delimiter, close), record.size());
        } else {
            const std::size_t end = std::min(record.find(delimiter, at), record.size());
            field = record.substr(at, end - at);
            at = end;
        }
        fields.emplace_back(trimmed(field));
        if (at >= record.size()) return fields;
        ++at;
    }
}

RC_GTEST_PROP(CsvQuotes, fields_are_those_of_the_plain_rule, ()) {
    const auto letters = *rc::gen::container<std::string>(rc::gen::element('"', '"', ',', ' ', 'a', '\n'));
    CsvFields fields;
    fields.split(letters, ',');
    const auto expected = plain_fields(letters, ',');
    RC_ASSERT(fields.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) RC_ASSERT(fields[i] == expected[i]);
}

TEST(CsvQuotes, work_grows_with_the_file_and_not_with_its_square) {
    for (const std::string piece : {"\"x,", "\"", "\"\",\"", "\" \" ,", ",\"\"\"", "\"\"\"\" ", "\"\n"}) {
        std::uint64_t last = 0, last_split = 0;
        for (std::size_t size = 1 << 14; size <= 1 << 18; size *= 2) {
            std::string text = "a,b\n";
            while (text.size() < size) text += piece;
            CsvFields fields;
            fields.split(text, ',');
            const auto table = parse_csv(text, "t.csv", ',');
            ASSERT_TRUE(table) << piece;
            EXPECT_LE(table->quote_steps, 8 * text.size()) << piece;
            EXPECT_LE(fields.quote_steps(), 8 * text.size()) << piece;
            EXPECT_LE(table->quote_steps, last > 0 ? 3 * last : 8 * size) << piece;
            EXPECT_LE(fields.quote_steps(), last_split > 0 ? 3 * last_split : 8 * size) << piece;
            last = table->quote_steps;
            last_split = fields.quote_steps();
        }
    }
}

TEST(CsvQuotes, a_field_longer_than_the_limit_is_an_unclosed_quote) {
    const auto with = [](std::size_t size) {
        return parse_csv("a,b\n\"" + std::string(size, 'x') + "\",2\n", "t.csv", ',');
    };
    EXPECT_FALSE(with(60'000)->records.at(0).open_quote);
    EXPECT_TRUE(with(70'000)->records.at(0).open_quote);
}

TEST(CsvQuotes, headers_and_rows_are_bounded) {
    const auto wide = parse_csv("a" + std::string(most_columns, ',') + "\n1,2\n", "t.csv", ',');
    ASSERT_FALSE(wide);
    EXPECT_EQ(wide.error().what.key, "csv.too_many_columns");
    CsvFields fields;
    const std::string row = std::string(300'000, ',') + "end";  // the fields are views of it
    fields.split(row, ',');
    EXPECT_EQ(fields.size(), most_fields);
    EXPECT_TRUE(fields[most_fields - 1].ends_with(",end")) << "the rest is not lost";
}

}  // namespace
}  // namespace orelens::io
