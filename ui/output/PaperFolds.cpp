#include "ui/output/PaperFolds.h"

#include <algorithm>
#include <array>
#include <map>

#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/output/PaperTables.h"

namespace orelens::output {
namespace {

constexpr std::size_t most_keys = 9;  // columns of a matrix of settings

std::string words_of(const report::Cell& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    return text != nullptr ? *text : std::string();
}

double number_of(const report::Cell& cell) {
    if (const auto* real = std::get_if<double>(&cell)) return *real;
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
    return 0;
}

QString with_unit(const report::Cell& value, const report::Cell& unit) {
    const QString text = cell_text(value, -1), of = plain(words_of(unit));
    return of.isEmpty() || std::holds_alternative<std::string>(value) ? text : text + " " + of;
}

constexpr std::array<std::string_view, 6> repeated{"element", "commodity", "route", "product", "payable", "shape"};

/// "element.Cu.top_cut": the group, the key, the rest; all but the group empty where there is no key.
struct SettingName {
    std::string group, key, rest;
    explicit SettingName(const std::string& id) {
        const std::size_t first = id.find('.'), second = id.find('.', first + 1);
        group = id.substr(0, first);
        if (second == std::string::npos || std::ranges::find(repeated, group) == repeated.end()) return;
        key = id.substr(first + 1, second - first - 1);
        rest = id.substr(second + 1);
    }
};

/// Settings of one group by key: rows in the order of their first appearance.
class Matrix {
  public:
    void add(const SettingName& name, const std::vector<report::Cell>& row) {
        if (std::ranges::find(keys_, name.key) == keys_.end()) keys_.push_back(name.key);
        if (!cells_.contains(name.rest)) order_.push_back(name.rest);
        label_[name.rest] = plain(words_of(row[1]));
        cells_[name.rest][name.key] = with_unit(row[2], row[3]);
    }
    [[nodiscard]] std::vector<FlowTable> tables(const QString& heading) const {
        std::vector<FlowTable> out;
        for (std::size_t from = 0; from < keys_.size(); from += most_keys) {
            FlowTable table{{heading}, {false}, {}};
            const std::size_t until = std::min(keys_.size(), from + most_keys);
            for (std::size_t k = from; k < until; ++k) {
                table.headings << plain(keys_[k]);
                table.numeric.push_back(false);
            }
            for (const std::string& rest : order_) {
                QStringList row{label_.at(rest)};
                for (std::size_t k = from; k < until; ++k) {
                    const auto& known = cells_.at(rest);
                    const auto cell = known.find(keys_[k]);
                    row << (cell == known.end() ? QString() : cell->second);
                }
                table.rows.push_back(row);
            }
            out.push_back(std::move(table));
        }
        return out;
    }

  private:
    std::vector<std::string> keys_, order_;
    std::map<std::string, QString> label_;
    std::map<std::string, std::map<std::string, QString>> cells_;
};

}  // namespace

std::vector<FlowBlock> settings_blocks(const report::Table& table, const FlowBlock& whole) {
    std::vector<std::pair<QString, QString>> single;
    std::vector<std::pair<std::string, Matrix>> groups;
    for (const auto& row : table.rows) {
        const SettingName name(words_of(row[0]));
        if (name.key.empty()) {
            single.emplace_back(plain(words_of(row[1])), with_unit(row[2], row[3]));
            continue;
        }
        auto group = std::ranges::find(groups, name.group, &std::pair<std::string, Matrix>::first);
        if (group == groups.end()) group = groups.insert(groups.end(), {name.group, Matrix()});
        group->second.add(name, row);
    }
    const QString meaning = whole.table.headings[1], value = whole.table.headings[2];
    FlowBlock first{whole.heading, whole.notes, {{meaning, value, meaning, value}, {false, false, false, false}, {}}};
    const std::size_t half = (single.size() + 1) / 2;
    for (std::size_t n = 0; n < half; ++n) {
        QStringList row{single[n].first, single[n].second};
        if (half + n < single.size()) row << single[half + n].first << single[half + n].second;
        first.table.rows.push_back(row);
    }
    std::vector<FlowBlock> blocks{std::move(first)};
    for (const auto& [group, matrix] : groups)
        for (FlowTable& part : matrix.tables(meaning))
            blocks.push_back({ui::words(("ui.pdf.settings." + group).c_str()), {}, std::move(part)});
    return blocks;
}

FlowBlock files_block(const report::Table& table, const FlowBlock& whole) {
    // Table, file, rows, rows not taken, encoding, column in the file, read as.
    constexpr std::size_t of_file = 5;
    FlowBlock block{whole.heading, whole.notes, {}};
    for (std::size_t c = 0; c < of_file; ++c) {
        block.table.headings << plain(table.columns[c].title);
        block.table.numeric.push_back(c == 2 || c == 3);
    }
    block.table.headings << ui::words("ui.pdf.columns_read");
    block.table.numeric.push_back(false);
    const auto same_file = [&](std::size_t a, std::size_t b) {
        return std::equal(table.rows[a].begin(), table.rows[a].begin() + of_file, table.rows[b].begin());
    };
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const QString pair = plain(words_of(table.rows[r][of_file])) + " → " + plain(words_of(table.rows[r][of_file + 1]));
        if (r > 0 && same_file(r, r - 1)) {
            block.table.rows.back().last() += ", " + pair;
            continue;
        }
        QStringList row;
        for (std::size_t c = 0; c < of_file; ++c) row << cell_text(table.rows[r][c], 0);
        block.table.rows.push_back(row << pair);
    }
    return block;
}

FlowBlock findings_block(const report::Table& table, const FlowBlock& whole) {
    // Severity, kind, stage, file, findings, rows, tonnes, the first, column, value, share, effect, what to do.
    const auto heading = [&](std::size_t c) { return plain(table.columns[c].title); };
    FlowBlock block{whole.heading,
                    {},
                    {{heading(1), ui::words("ui.pdf.where"), heading(4), heading(7), heading(12)},
                     {false, false, true, false, false},
                     {}}};
    for (const std::string& note : table.notes) block.notes << plain(note);
    for (const auto& row : table.rows) {
        QString where = plain(words_of(row[3]).empty() ? words_of(row[2]) : words_of(row[3]));
        if (const std::string column = words_of(row[8]); !column.empty()) where += " · " + plain(column);
        QString what_to_do = plain(words_of(row[11]));
        if (const QString fix = plain(words_of(row[12])); !fix.isEmpty())
            what_to_do += (what_to_do.isEmpty() ? "" : " ") + fix;
        const QString kind = cell_text(row[0], 0) + ui::words("ui.pdf.colon") + cell_text(row[1], 0);
        block.table.rows.push_back({kind, where, cell_text(row[4], 0),
                                    cell_text(row[7], 0), what_to_do});
    }
    return block;
}

FlowBlock verdict_block(const report::Table& table, const FlowBlock& whole) {
    // Element, criterion, verdict, found, passed to, marginal to, reason, advice.
    FlowBlock block{whole.heading, {}, {{plain(table.columns[0].title)}, {false}, {}}};
    for (const std::string& note : table.notes) block.notes << plain(note);
    std::vector<std::string> elements, criteria;
    for (const auto& row : table.rows) {
        if (std::ranges::find(elements, words_of(row[0])) == elements.end()) elements.push_back(words_of(row[0]));
        if (std::ranges::find(criteria, words_of(row[1])) == criteria.end()) criteria.push_back(words_of(row[1]));
    }
    for (const std::string& criterion : criteria) {
        block.table.headings << plain(criterion);
        block.table.numeric.push_back(false);
    }
    for (const std::string& element : elements) {
        QStringList cells{plain(element)};
        for (const std::string& criterion : criteria) {
            const auto found = std::ranges::find_if(table.rows, [&](const auto& row) {
                return words_of(row[0]) == element && words_of(row[1]) == criterion;
            });
            QString cell = QStringLiteral("–");
            if (found != table.rows.end()) {
                cell = plain(words_of((*found)[2]));
                if (const QString value = cell_text((*found)[3], table.columns[3].digits); !value.isEmpty())
                    cell += " " + value;
            }
            cells << cell;
        }
        block.table.rows.push_back(cells);
    }
    return block;
}

FlowBlock benches_block(const report::Table& table, const FlowBlock& whole) {
    const auto column = [&](const char* key) {
        const std::string title = ui::words(key).toStdString();
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            if (table.columns[c].title == title) return c;
        return table.columns.size();
    };
    const std::array sums{column("report.blocks"), column("report.tonnes"), column("report.usable_blocks"),
                          column("report.usable_tonnes")};
    if (table.rows.empty() || std::ranges::max(sums) >= table.columns.size()) return whole;
    report::Table benches{.id = "bench_sums", .title = table.title, .notes = table.notes};
    benches.columns = {table.columns[0], table.columns[1]};
    for (const std::size_t c : sums) benches.columns.push_back(table.columns[c]);
    benches.columns.push_back(table.columns[column("report.usable_share")]);
    for (const auto& row : table.rows) {
        if (benches.rows.empty() || benches.rows.back()[0] != row[0])
            benches.rows.push_back({row[0], row[1], 0.0, 0.0, 0.0, 0.0, report::Cell()});
        auto& bench = benches.rows.back();
        for (std::size_t n = 0; n < sums.size(); ++n) bench[n + 2] = number_of(bench[n + 2]) + number_of(row[sums[n]]);
    }
    for (auto& row : benches.rows)
        if (const double all = number_of(row[3]); all > 0) row[6] = 100 * number_of(row[5]) / all;
    constexpr std::size_t benches_on_a_page = 40;
    benches.paper.rows = benches_on_a_page;
    FlowBlock block = paper_blocks(benches).front();
    block.notes << ui::words("ui.pdf.bench_sums");
    return block;
}

}  // namespace orelens::output
