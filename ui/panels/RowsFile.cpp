#include "ui/panels/RowsFile.h"

#include <fmt/format.h>

#include <cmath>
#include <ostream>

#include "core/base/AtomicFile.h"
#include "core/blocks/BlockList.h"
#include "core/drilling/Composite.h"

namespace orelens::panels {
namespace {

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out(1, '"');
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

/// The shortest form that reads back as the same number; what is missing is empty, an infinity a sign.
template <class Number>
std::string written(Number value) {
    if (std::isnan(value)) return {};
    if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
    return fmt::format("{}", value);
}

std::vector<std::string> block_cells(const blocks::BlockList& list, std::int64_t row) {
    const blocks::BlockModel& model = list.model();
    const auto [leaf, at] = list.place(row);
    std::vector<std::string> out;
    for (const double c : model.geometry().centre(model.leaf(leaf).index(at))) out.push_back(written(c));
    for (const blocks::ColumnInfo& info : model.columns()) {
        if (info.type == blocks::ColumnType::real) {
            out.push_back(written(model.real(info.name, leaf)[at]));
            continue;
        }
        const std::int32_t code = model.integer(info.name, leaf)[at];
        const bool named = code >= 0 && static_cast<std::size_t>(code) < info.codes.size();
        out.push_back(code == blocks::missing_int ? std::string()
                      : named                     ? info.codes[static_cast<std::size_t>(code)]
                                                  : std::to_string(code));
    }
    return out;
}

std::vector<std::string> composite_cells(const drilling::CompositeTable& table, std::size_t n) {
    std::vector<std::string> out{composite_hole(table, n), written(table.from_m[n]), written(table.to_m[n]),
                                 written(table.x[n]),      written(table.y[n]),      written(table.z[n]),
                                 composite_domain(table, n)};
    for (const auto& grade : table.grades) out.push_back(written(grade.values[n]));
    if (!table.density.empty()) out.push_back(written(table.density[n]));
    return out;
}

void put_line(std::string& text, const std::vector<std::string>& cells) {
    for (std::size_t n = 0; n < cells.size(); ++n) {
        if (n > 0) text += ',';
        text += quoted(cells[n]);
    }
    text += "\r\n";
}

}  // namespace

std::int64_t ListedRows::count() const {
    if (composites != nullptr) return static_cast<std::int64_t>(order.size());
    return blocks != nullptr ? blocks->count() : 0;
}

std::string composite_hole(const drilling::CompositeTable& table, std::size_t row) {
    const auto hole = static_cast<std::size_t>(table.hole[row]);
    return table.hole[row] >= 0 && hole < table.hole_ids.size() ? table.hole_ids[hole] : std::string();
}

std::string composite_domain(const drilling::CompositeTable& table, std::size_t row) {
    if (row >= table.domain.size() || table.domain[row] < 0) return {};
    const auto code = static_cast<std::size_t>(table.domain[row]);
    return code < table.domain_codes.size() ? table.domain_codes[code] : std::string();
}

base::Expected<void> write_rows(const ListedRows& rows, const std::string& file, const base::Progress& progress) {
    const auto fill = [&](std::ostream& out) -> base::Expected<void> {
        std::string text = "\xEF\xBB\xBF";
        std::vector<std::string> heads;
        for (const QString& heading : rows.headings) heads.push_back(heading.toStdString());
        put_line(text, heads);
        const std::int64_t count = rows.count();
        for (std::int64_t row = 0; row < count; ++row) {
            put_line(text, rows.composites != nullptr
                               ? composite_cells(*rows.composites,
                                                 static_cast<std::size_t>(rows.order[static_cast<std::size_t>(row)]))
                               : block_cells(*rows.blocks, row));
            constexpr std::size_t piece = 1 << 16;
            if (text.size() < piece) continue;
            out << text;
            text.clear();
            if (!progress.report(static_cast<double>(row) / static_cast<double>(count))) return base::cancelled();
        }
        out << text;
        return {};
    };
    return base::AtomicFile(file).write(fill, &progress);
}

}  // namespace orelens::panels
