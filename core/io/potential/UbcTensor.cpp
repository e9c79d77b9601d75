// UBC tensor meshes and models on them. The corner is the top south-west one; widths go east, north, down; a model runs
// down fastest, then east, then north. Octrees and sections are called by their names and never taken for this.
#include <iterator>
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/io/blocks/NumberText.h"
#include "core/io/potential/EvidenceFile.h"
#include "core/io/text/CsvText.h"
#include "core/base/AtomicFile.h"
#include "core/io/potential/ColumnFiles.h"
#include "core/io/potential/UbcWrite.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

namespace fs = std::filesystem;
using base::Expected;

/// Words of a text without comments, "n * w" as one word, with their lines.
struct UbcWord {
    std::string text;
    std::int64_t line = 0;
};
struct UbcText {
    std::vector<UbcWord> words;
    std::vector<std::size_t> per_line;  ///< words on each line that has any
};

UbcText ubc_words(const std::string& bytes) {
    UbcText out;
    std::int64_t number = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
        std::string line = bytes.substr(at, end - at);
        at = end + 1;
        ++number;
        if (const auto comment = line.find('!'); comment != std::string::npos) line.resize(comment);
        std::string tight;  // blanks around a star belong to it
        for (std::size_t n = 0; n < line.size(); ++n) {
            const bool blank = static_cast<unsigned char>(line[n]) <= ' ';
            if (blank) {
                const auto next = line.find_first_not_of(" \t\r", n);
                const bool star = (next != std::string::npos && line[next] == '*') || (!tight.empty() && tight.back() == '*');
                if (star) continue;
            }
            tight += blank ? ' ' : line[n];
        }
        std::size_t count = 0;
        for (std::size_t n = 0; n < tight.size();) {
            if (tight[n] == ' ') {
                ++n;
                continue;
            }
            const std::size_t stop = std::min(tight.find(' ', n), tight.size());
            out.words.push_back({tight.substr(n, stop - n), number});
            ++count;
            n = stop;
        }
        if (count > 0) out.per_line.push_back(count);
    }
    return out;
}

std::unexpected<base::Error> no_number(const std::string& path, const UbcWord& word) {
    return evidence_refused(path, "evidence.not_a_number", {{"text", word.text.substr(0, 40)}}, word.line);
}

/// What the mesh is not: named, so that nobody reads it as what it is not.
const char* other_mesh(const UbcText& text) {
    const auto& lines = text.per_line;
    // Counts, corner, smallest cell, number of cells, then a row of i j k size for each.
    if (lines.size() > 4 && lines[0] == 3 && lines[1] == 3 && lines[2] == 3 && lines[3] == 1 && lines[4] == 4) return "evidence.ubc_octree";
    // A count alone, then rows of coordinates with a count of cells, once for x and once for z; or rows of begin, end and
    // count throughout, which are no widths.
    if (!lines.empty() && lines[0] == 1) return "evidence.ubc_2d";
    if (lines.size() < 3 || !std::ranges::all_of(lines, [](std::size_t n) { return n == 3; })) return nullptr;
    double wanted = 0;
    bool spans = true;
    for (std::size_t w = 0; w + 2 < text.words.size(); w += 3) {
        std::array<double, 3> v{};
        for (std::size_t a = 0; a < 3; ++a) v[a] = table_number(text.words[w + a].text).value_or(0);
        if (w == 0)
            wanted = v[0] + v[1] + v[2];
        else
            spans = spans && v[1] > v[0] && v[2] >= 1 && v[2] == std::floor(v[2]);
    }
    return spans && static_cast<double>(text.words.size() - 6) != wanted ? "evidence.ubc_2d" : nullptr;
}

Expected<potential::CellModel> read_mesh(const std::string& path) {
    auto bytes = read_bytes(path);
    if (!bytes) return std::unexpected(bytes.error());
    const UbcText text = ubc_words(*bytes);
    if (const char* other = other_mesh(text)) return evidence_refused(path, other, {}, 0, 0, "evidence.ubc_other_fix");
    if (text.words.size() < 6) return evidence_refused(path, "evidence.ubc_short_mesh");
    std::array<std::size_t, 3> count{};
    std::array<double, 3> corner{};
    for (std::size_t a = 0; a < 3; ++a) {
        const auto n = table_number(text.words[a].text);
        if (!n) return no_number(path, text.words[a]);
        if (!(*n >= 1) || *n > 1e6 || *n != std::floor(*n))
            return evidence_refused(path, "evidence.ubc_count_word", {{"text", text.words[a].text}}, text.words[a].line);
        count[a] = static_cast<std::size_t>(*n);
        const auto c = table_number(text.words[3 + a].text);
        if (!c) return no_number(path, text.words[3 + a]);
        corner[a] = *c;
    }
    if (static_cast<double>(count[0]) * static_cast<double>(count[1]) * static_cast<double>(count[2]) > static_cast<double>(blocks::max_cells))
        return evidence_refused(path, "evidence.too_many_cells");
    std::vector<double> widths;
    const std::size_t wanted = count[0] + count[1] + count[2];
    for (std::size_t w = 6; w < text.words.size(); ++w) {
        const UbcWord& word = text.words[w];
        const std::size_t star = word.text.find('*');
        double times = 1;
        if (star != std::string::npos) {
            const auto n = table_number(word.text.substr(0, star));
            if (!n || !(*n >= 1) || *n > 1e6 || *n != std::floor(*n)) return no_number(path, word);
            times = *n;
        }
        const auto width = table_number(star == std::string::npos ? word.text : word.text.substr(star + 1));
        if (!width) return no_number(path, word);
        if (!(*width > 0)) return evidence_refused(path, "evidence.ubc_width", {{"text", word.text}}, word.line);
        if (static_cast<double>(widths.size()) + times > static_cast<double>(wanted) + 1e6) break;
        widths.insert(widths.end(), static_cast<std::size_t>(times), *width);
    }
    if (widths.size() != wanted)
        return evidence_refused(path, "evidence.ubc_widths",
                                {{"east", std::to_string(count[0])}, {"north", std::to_string(count[1])}, {"down", std::to_string(count[2])},
                                 {"wanted", std::to_string(wanted)}, {"listed", std::to_string(widths.size())}});
    potential::CellModel model;
    model.from.file = path;
    std::size_t at = 0;
    for (std::size_t a = 0; a < 3; ++a) {
        model.edge[a] = {corner[a]};
        for (std::size_t n = 0; n < count[a]; ++n, ++at) model.edge[a].push_back(model.edge[a].back() + (a == 2 ? -widths[at] : widths[at]));
    }
    std::ranges::reverse(model.edge[2]);
    return model;
}

/// Values in our order, x fastest and z up.
Expected<std::vector<float>> read_values(const std::string& path, const potential::CellModel& mesh) {
    auto bytes = read_bytes(path);
    if (!bytes) return std::unexpected(bytes.error());
    const std::size_t nx = mesh.edge[0].size() - 1, ny = mesh.edge[1].size() - 1, nz = mesh.edge[2].size() - 1, cells = nx * ny * nz;
    const UbcText text = ubc_words(*bytes);
    const std::size_t columns = text.per_line.empty() ? 0 : text.per_line.front();
    const bool several = columns > 1 && std::ranges::all_of(text.per_line, [&](std::size_t n) { return n == columns; }) && text.per_line.size() == cells;
    if (several) return evidence_refused(path, "evidence.ubc_columns", {{"columns", std::to_string(columns)}}, 0, 0, "evidence.ubc_columns_fix");
    for (const UbcWord& word : text.words)
        if (!table_number(word.text)) return no_number(path, word);
    if (text.words.size() != cells)
        return evidence_refused(path, "evidence.ubc_values", {{"values", std::to_string(text.words.size())}, {"cells", std::to_string(cells)}});
    std::vector<float> values(cells);
    std::size_t at = 0;
    for (std::size_t j = 0; j < ny; ++j)
        for (std::size_t i = 0; i < nx; ++i)
            for (std::size_t down = 0; down < nz; ++down, ++at)
                values[i + nx * (j + ny * (nz - 1 - down))] = static_cast<float>(*table_number(text.words[at].text));
    return values;
}

Expected<std::string> mesh_beside(const std::string& path, const EvidenceRule& rule) {
    if (!rule.mesh_file.empty()) return rule.mesh_file;
    const fs::path own = fs::path(path).replace_extension(".msh");
    if (fs::exists(own)) return own.string();
    std::vector<std::string> meshes;
    std::error_code code;
    for (fs::directory_iterator at(own.parent_path().empty() ? fs::path(".") : own.parent_path(), code), end; !code && at != end; at.increment(code))
        if (lower(at->path().extension().string()) == ".msh") meshes.push_back(at->path().string());
    if (meshes.size() == 1) return meshes.front();
    return evidence_refused(path, "evidence.no_mesh", {{"count", std::to_string(meshes.size())}}, 0, 0, "evidence.no_mesh_fix");
}

}  // namespace

Expected<EvidenceFile> read_ubc_tensor(const std::string& path, const EvidenceRule& rule) {
    EvidenceFile file;
    file.format = "UBC tensor mesh";
    file.crs = rule.crs;
    const bool mesh_only = lower(fs::path(path).extension().string()) == ".msh";
    std::string mesh_path = path;
    if (!mesh_only) {
        auto beside = mesh_beside(path, rule);
        if (!beside) return std::unexpected(beside.error());
        mesh_path = *beside;
    }
    auto model = read_mesh(mesh_path);
    if (!model) return std::unexpected(model.error());
    if (!mesh_only) {
        auto values = read_values(path, *model);
        if (!values) return std::unexpected(values.error());
        model->values = std::move(*values);
        model->from.file = path;
        drop_no_data(file, path, model->values, rule);
        if (!rule.sensitivity_file.empty()) {
            auto seen = read_values(rule.sensitivity_file, *model);
            if (!seen) return std::unexpected(seen.error());
            model->sensitivity = std::move(*seen);
        }
        if (std::ranges::none_of(model->values, [](float v) { return std::isfinite(v); })) return evidence_refused(path, "evidence.no_value");
    }
    if (!rule.area.empty()) {
        bool meets = true;
        for (std::size_t a = 0; a < 3; ++a) meets = meets && model->edge[a].front() < rule.area.high[a] && model->edge[a].back() > rule.area.low[a];
        if (!meets) return evidence_refused(path, "evidence.no_overlap", {}, 0, 0, "evidence.no_overlap_fix");
    }
    file.data = std::move(*model);
    return file;
}

std::vector<std::string> ubc_models(const blocks::BlockModel& model, const std::string& mesh_path) {
    return column_files(model, mesh_path, ".mod");
}

base::Expected<void> write_ubc(const blocks::BlockModel& model, const std::string& mesh_path, const base::Progress& progress) {
    const blocks::GridGeometry& grid = model.geometry();
    if (grid.azimuth_deg != 0 || grid.dip_deg != 0 || grid.roll_deg != 0) return base::fail(base::ErrorKind::usage, base::Message("potential.ubc_turned"), {.file = mesh_path});
    const auto& n = grid.count;
    const auto& d = grid.block_size;
    std::string mesh = fmt::format("{} {} {}\n{} {} {}\n", n[0], n[1], n[2], grid.origin[0], grid.origin[1], grid.origin[2] + n[2] * d[2]);
    for (std::size_t a = 0; a < 3; ++a) mesh += fmt::format("{}*{}\n", n[a], d[a]);
    std::vector<std::unique_ptr<base::AtomicFile>> made;
    const auto prepare = [&](const std::string& file, const std::string& text) {
        made.push_back(std::make_unique<base::AtomicFile>(file));
        return made.back()->prepare([&](std::ostream& out) -> base::Expected<void> {
            out.write(text.data(), static_cast<std::streamsize>(text.size()));
            return {};
        });
    };
    if (auto ok = prepare(mesh_path, mesh); !ok) return ok;
    const std::vector<std::string> files = ubc_models(model, mesh_path);
    for (std::size_t c = 0; c < files.size(); ++c) {
        const std::string& column = model.columns()[c].name;
        std::string text;
        for (std::int32_t j = 0; j < n[1]; ++j) {
            if (!progress.report((static_cast<double>(c) + static_cast<double>(j) / n[1]) / static_cast<double>(files.size()))) return base::cancelled();
            for (std::int32_t i = 0; i < n[0]; ++i)
                for (std::int32_t k = n[2] - 1; k >= 0; --k) {
                    const double value = model.value(column, {i, j, k});
                    if (std::isfinite(value))
                        fmt::format_to(std::back_inserter(text), "{:.9g}\n", value);
                    else
                        text += std::string(ubc_no_data) + "\n";
                }
        }
        if (auto ok = prepare(files[c], text); !ok) return ok;
    }
    return base::commit_together(made);
}

}  // namespace orelens::io
