#include "core/project/Delivery.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "core/base/FileKind.h"
#include "core/base/FolderLock.h"
#include "core/base/JsonWhole.h"
#include "core/project/Fingerprint.h"
#include "core/project/Target.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using base::Expected;
using base::FileKind;
using base::Message;
using Files = std::vector<DeliveredFile>;

constexpr const char* format_name = "orelens-delivery";

std::string in(const std::string& folder, const std::string& name) {
    return (fs::path(folder) / name).string();
}

std::unexpected<base::Error> refuse(const std::string& path, const char* key, const char* fix) {
    return base::fail(base::ErrorKind::file, Message(key), {.file = path}, Message(fix));
}

Json to_json(const Files& files) {
    Json list = Json::array();
    for (const DeliveredFile& file : files)
        list.push_back(
            {{"name", file.name}, {"set", file.set}, {"size", file.size}, {"digest", file.digest}});
    return list;
}

Files files_from(const Json& list) {
    Files files;
    for (const Json& one : list)  // a size with a fraction or an exponent is none
        files.push_back({one.at("name").get<std::string>(), one.at("set").get<std::string>(),
                         base::whole_number(one.at("size")), one.at("digest").get<std::string>()});
    return files;
}

Expected<void> write_delivery(const std::string& folder, const Delivery& delivery) {
    const Json json = {{"format", format_name},
                       {"state", delivery.unfinished.empty() ? "whole" : "delivering"},
                       {"delivering", delivery.unfinished},
                       {"program", delivery.program},
                       {"files", to_json(delivery.files)},
                       {"earlier", to_json(delivery.earlier)}};
    return base::write_text_file(in(folder, delivery_list),
                                 json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

/// Everything the program put into the folder, as far as it is known.
Files known_files(const std::optional<Delivery>& delivery) {
    Files all;
    if (!delivery) return all;
    all = delivery->files;
    all.insert(all.end(), delivery->earlier.begin(), delivery->earlier.end());
    return all;
}

Expected<bool> is_ours(const std::string& path, const std::string& name, const Files& known,
                       const base::Progress& progress) {
    if (base::is_link(path)) return false;
    for (const DeliveredFile& file : known) {
        if (file.name != name || file.digest.empty()) continue;
        const auto found = file_fingerprint(path, progress);
        if (!found) return std::unexpected(found.error());
        if (file.digest == *found) return true;
    }
    return false;
}

bool is_project(const std::string& name) {
    return fs::path(name).extension() == ".gpkg";
}

Expected<void> check_name(const std::string& folder, const std::string& name, const Files& known,
                          const std::vector<std::string>& inputs, const base::Progress& progress) {
    const std::string path = in(folder, name);
    // A run of a project saves into that project.
    if (is_project(name)) return check_target(path, Content::project, {});
    if (is_input(path, inputs)) return refuse(path, "target.is_input", "target.choose_folder");
    switch (base::file_kind(path)) {
        case FileKind::absent:
            return {};
        case FileKind::folder:
            return refuse(path, "target.folder", "target.choose_folder");
        case FileKind::dangling_link:
            return refuse(path, "target.dangling", "target.choose_folder");
        case FileKind::other:
            return refuse(path, "target.special", "target.choose_folder");
        case FileKind::regular:
            break;
    }
    const auto ours = is_ours(path, name, known, progress);
    if (!ours) return std::unexpected(ours.error());
    if (*ours) return {};
    const bool listed =
        std::ranges::any_of(known, [&](const DeliveredFile& file) { return file.name == name; });
    return refuse(path, listed ? "target.changed" : "target.foreign", "target.move_away");
}

/// Of the finished files, and of what other runs left in the folder under other names.
Expected<Files> files_after(const Publication& publication, const Files& before) {
    Files after;
    for (const std::string& name : publication.names) {
        const std::string path = in(publication.staging, name);
        std::error_code code;
        auto digest = file_fingerprint(path, publication.progress);
        if (!digest) return std::unexpected(digest.error());
        after.push_back({name, publication.set, static_cast<std::int64_t>(fs::file_size(path, code)),
                         std::move(*digest)});
    }
    if (!publication.project_file.empty())
        after.push_back({publication.project_file, publication.set, 0, ""});
    const std::size_t own = after.size();
    for (const DeliveredFile& file : before) {
        const auto same = [&](const DeliveredFile& other) { return other.name == file.name; };
        if (file.set != publication.set && std::none_of(after.begin(), after.begin() + own, same))
            after.push_back(file);
    }
    return after;
}

Expected<void> move_in(const Publication& publication) {
    for (const std::string& name : publication.names) {
        const std::string target = in(publication.folder, name);
        std::error_code code;
        fs::create_directories(fs::path(target).parent_path(), code);
        if (auto moved = base::replace_file(in(publication.staging, name), target); !moved) return moved;
    }
    return {};
}

/// What this run does not make any more would stand beside its results as if it belonged to them.
Files outdated_files(const Publication& publication, const Files& before, const Files& after) {
    Files outdated;
    for (const DeliveredFile& file : before) {
        const auto same = [&](const DeliveredFile& other) { return other.name == file.name; };
        if (file.set == publication.set && std::ranges::none_of(after, same) && !is_project(file.name))
            outdated.push_back(file);
    }
    return outdated;
}

void remove_outdated(const Publication& publication, const Files& outdated) {
    for (const DeliveredFile& file : outdated) {
        const std::string path = in(publication.folder, file.name);
        std::error_code ignored;
        if (is_ours(path, file.name, {file}, base::Progress()).value_or(false) &&
            !is_input(path, publication.inputs))
            fs::remove(path, ignored);
    }
}

/// Names of a list from another hand stay below its folder.
bool stays_below(const std::string& name) {
    const fs::path path(name);
    return !path.empty() && path.is_relative() && std::ranges::find(path, fs::path("..")) == path.end();
}

}  // namespace

Expected<std::optional<Delivery>> read_delivery(const std::string& folder) {
    const std::string path = in(folder, delivery_list);
    if (base::file_kind(path) == FileKind::absent) return std::nullopt;
    if (base::file_kind(path) != FileKind::regular) return refuse(path, "target.foreign", "target.move_away");
    const auto text = base::read_text_file(path);
    if (!text) return std::unexpected(text.error());
    try {
        const Json json = Json::parse(*text);
        if (json.at("format") != format_name) return refuse(path, "target.foreign", "target.move_away");
        Delivery delivery{json.at("delivering").get<std::string>(), json.at("program").get<std::string>(),
                          files_from(json.at("files")), files_from(json.at("earlier"))};
        const auto strays = [](const DeliveredFile& file) { return !stays_below(file.name); };
        std::erase_if(delivery.files, strays);
        std::erase_if(delivery.earlier, strays);
        return delivery;
    } catch (const Json::exception&) {
        return refuse(path, "target.foreign", "target.move_away");
    }
}

bool is_unfinished(const std::string& folder) {
    const auto delivery = read_delivery(folder);
    return delivery && *delivery && !(*delivery)->unfinished.empty();
}

Expected<void> check_replaceable(const std::string& folder, const std::vector<std::string>& names,
                                 const std::vector<std::string>& inputs, const base::Progress& progress) {
    if (auto fine = check_folder(folder); !fine) return fine;
    const auto delivery = read_delivery(folder);
    if (!delivery) return std::unexpected(delivery.error());
    if (is_input(in(folder, delivery_list), inputs))
        return refuse(in(folder, delivery_list), "target.is_input", "target.choose_folder");
    const Files known = known_files(*delivery);
    for (const std::string& name : names)
        if (auto fine = check_name(folder, name, known, inputs, progress); !fine) return fine;
    return {};
}

Expected<void> check_delivered(const std::string& file) {
    const fs::path path = fs::path(base::behind_links(file));
    const fs::path parent = path.parent_path().empty() ? fs::path(".") : path.parent_path();
    // Files of a delivery stand in its folder or one below.
    for (const fs::path& folder : {parent, parent / ".."}) {
        const auto delivery = read_delivery(folder.string());
        if (!delivery || !*delivery || (*delivery)->unfinished.empty()) continue;
        const std::string name =
            folder == parent
                ? path.filename().string()
                : (fs::absolute(parent).lexically_normal().filename() / path.filename()).string();
        for (const DeliveredFile& one : known_files(*delivery))
            if (one.name == name && one.set == (*delivery)->unfinished)
                return refuse(file, "delivery.unfinished", "delivery.run_again");
    }
    return {};
}

Expected<std::vector<std::string>> publish(const Publication& publication) {
    const std::string& folder = publication.folder;
    const auto lock = base::FolderLock::take(folder);
    if (!lock) return refuse(folder, "delivery.busy", "delivery.wait");
    const auto earlier = read_delivery(folder);
    if (!earlier) return std::unexpected(earlier.error());
    std::vector<std::string> names = publication.names;
    if (!publication.project_file.empty()) names.push_back(publication.project_file);
    if (auto fine = check_replaceable(folder, names, publication.inputs, publication.progress); !fine)
        return std::unexpected(fine.error());
    const Files before = known_files(*earlier);
    const auto after = files_after(publication, before);
    if (!after) return std::unexpected(after.error());
    const Delivery now{"", publication.program, *after, {}};
    const Files outdated = outdated_files(publication, before, now.files);
    // Read now, while a cancel still leaves everything as it is; asking again costs no reading.
    for (const DeliveredFile& file : outdated)
        if (const auto read = file_fingerprint(in(folder, file.name), publication.progress); !read)
            return std::unexpected(read.error());
    if (publication.progress.cancelled()) return std::unexpected(base::cancelled().error());
    Delivery moving = now;
    moving.unfinished = publication.set;
    moving.earlier = before;
    if (auto written = write_delivery(folder, moving); !written) return std::unexpected(written.error());
    // The project first: saving is long, can be cancelled and is one transaction, so that until it has ended
    // the earlier delivery is untouched. Everything after it is renaming.
    if (publication.save) {
        if (auto saved = publication.save(in(folder, publication.project_file)); !saved) {
            std::error_code ignored;
            if (*earlier)
                (void)write_delivery(folder, **earlier);
            else
                fs::remove(in(folder, delivery_list), ignored);
            base::Error error = saved.error();
            // A temporary file beside it is nothing the user knows.
            if (fs::path(error.place.file).filename().string().starts_with('.'))
                error.place.file = in(folder, publication.project_file);
            return std::unexpected(std::move(error));
        }
    }
    if (auto moved = move_in(publication); !moved) return std::unexpected(moved.error());
    remove_outdated(publication, outdated);
    if (auto written = write_delivery(folder, now); !written) return std::unexpected(written.error());
    std::ranges::sort(names);
    return names;
}

}  // namespace orelens::project
