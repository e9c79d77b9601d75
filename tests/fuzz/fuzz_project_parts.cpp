// A project file whose database is sound and whose content is anybody's: keys and results. Parts: recipe,
// state, folder, folder from here, then results, each a name and, after its first line end, plain bytes.
#include <algorithm>

#include "core/project/Pipeline.h"
#include "core/project/Sqlite.h"
#include "core/project/Store.h"
#include "core/project/StorePack.h"
#include "tests/fuzz/Input.h"
#include "tests/fuzz/SmallProject.h"

namespace {

using namespace orelens;
using project::Database;
namespace store = project::store;

const project::ResultRow* row_of(const std::string& name) {
    for (const project::Stage& stage : project::stage_table())
        for (const project::ResultRow& row : stage.results)
            if (row.name == name) return &row;
    return nullptr;
}

void put_result(const Database& file, const std::string& part) {
    const std::size_t line = part.find('\n');
    if (line == std::string::npos) return;
    const std::string name = part.substr(0, line);
    std::string bytes = part.substr(line + 1);
    static const base::Progress progress;
    if (const project::ResultRow* row = row_of(name); row != nullptr && row->stream_in)
        return;
    else if (row != nullptr && !row->compressed)
        bytes = store::packed(row->shape(), bytes, progress).value();
    project::Statement insert =
        file.prepare("INSERT INTO orelens_blobs (name, part, bytes) VALUES (?, 0, ?)");
    insert.bind(1, name).bind_blob(2, bytes.data(), bytes.size());
    (void)insert.run();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parts = fuzz::parts(data, size);
    const std::string path = fuzz::scratch_file("project.gpkg", fuzz::small_project());
    {
        auto file = Database::open(path, Database::Mode::read_write);
        fuzz::require(file.has_value(), "the small project opens");
        (void)file->execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
        auto keys = store::read_keys(*file).value();
        // The format before the last has no digests: results need no more than their own checks.
        keys[std::string(store::key_format)] = "2";
        keys.erase(std::string(store::key_digest));
        static constexpr std::string_view names[] = {store::key_recipe, store::key_state, store::key_folder,
                                                     store::key_relative_folder};
        for (std::size_t n = 0; n < std::size(names) && n < parts.size(); ++n)
            if (!parts[n].empty()) keys[std::string(names[n])] = parts[n];
        (void)file->execute("DELETE FROM orelens_keys");
        for (const auto& [key, value] : keys) {
            project::Statement insert = file->prepare("INSERT INTO orelens_keys (key, value) VALUES (?, ?)");
            (void)insert.bind(1, key).bind(2, value).run();
        }
        for (std::size_t n = std::size(names); n < parts.size(); ++n) {
            const std::string name = parts[n].substr(0, parts[n].find('\n'));
            project::Statement remove = file->prepare("DELETE FROM orelens_blobs WHERE name = ?");
            (void)remove.bind(1, name).run();
            put_result(*file, parts[n]);
        }
        (void)file->execute("COMMIT");
    }
    base::Progress progress;
    const auto project = project::open_project(path, progress);
    if (!project) {
        fuzz::require(project.error().kind != base::ErrorKind::internal,
                      "a refusal is no fault of the program");
        return 0;
    }
    (void)project->stale();
    (void)project->findings();
    return 0;
}
