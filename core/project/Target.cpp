#include "core/project/Target.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>

#include "core/base/FileKind.h"
#include "core/io/flows/SystemFile.h"
#include "core/io/text/CsvText.h"
#include "core/io/vtk/SurfaceFile.h"
#include "core/project/PotentialFiles.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::FileKind;
using base::Message;

std::unexpected<base::Error> refuse(const std::string& path, const char* key, const char* fix) {
    return base::fail(base::ErrorKind::file, Message(key), {.file = path}, Message(fix));
}

std::string first_bytes(const std::string& path) {
    std::array<char, 4096> bytes{};
    if (base::file_kind(path) != FileKind::regular) return {};
    std::ifstream in(path, std::ios::binary);
    in.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(in.gcount())};
}

bool holds(const std::string& head, const char* what) {
    return head.find(what) != std::string::npos;
}

/// First character that is no space.
char opening(const std::string& head) {
    const auto at = std::ranges::find_if(head, [](unsigned char c) { return std::isspace(c) == 0; });
    return at == head.end() ? '\0' : *at;
}

bool is_of(const std::string& head, Content content) {
    switch (content) {
        case Content::png:
            return head.starts_with("\x89PNG");
        case Content::pdf:
            return head.starts_with("%PDF");
        case Content::xlsx:
            return head.starts_with("PK\x03\x04");
        case Content::vdb:
            return head.starts_with(" BDV");
        case Content::vti:
            return holds(head, "<VTKFile");
        case Content::gslib:
            return head.starts_with("Block model by Orelens");
        case Content::omf:
            return head.starts_with("\x84\x83\x82\x81");
        case Content::geoh5:
            return head.starts_with("\x89HDF");
        case Content::geotiff:  // small or big, of either byte order
            return head.starts_with(std::string("II*\0", 4)) || head.starts_with(std::string("MM\0*", 4)) || head.starts_with(std::string("II+\0", 4)) || head.starts_with(std::string("MM\0+", 4));
        case Content::block_csv:
            return head.starts_with("i,j,k,x,y,z");
        case Content::block_sidecar:
            return opening(head) == '{' && holds(head, "orelens-blocks");
        case Content::vtp:
            return holds(head, "<VTKFile") && holds(head, "PolyData");
        case Content::surface:
            return holds(head, io::surface_title);
        case Content::table:
            return head.starts_with("\xEF\xBB\xBF");
        case Content::movie:
            return head.starts_with("\x1A\x45\xDF\xA3") || (head.size() > 8 && head.substr(4, 4) == "ftyp");
        case Content::notes:
            return false;
        case Content::project:
            return head.starts_with("SQLite format 3");
        case Content::recipe:
            return opening(head) == '{';
        case Content::reference:
            return head.starts_with("# ") && holds(head, "orelens-cli parameters --write-reference");
    }
    return false;
}

/// Notes are plain text, which is told from other text by the table it stands beside.
bool beside_table(const std::string& path) {
    return is_of(first_bytes(fs::path(path).replace_extension(".csv").string()), Content::table);
}

/// A table in another program's layout is told by its side-car.
bool beside_sidecar(const std::string& path) {
    return is_of(first_bytes(path + ".json"), Content::block_sidecar);
}

/// The folder itself, or, where it is to be made, the one it will be made in.
fs::path first_there(fs::path folder) {
    std::error_code code;
    while (!folder.empty() && fs::symlink_status(folder, code).type() == fs::file_type::not_found) {
        const fs::path parent = folder.parent_path();
        if (parent == folder) break;
        folder = parent;
    }
    return folder.empty() ? fs::path(".") : folder;
}

}  // namespace

Content block_content(const std::string& path) {
    const std::string extension = io::lower(fs::path(path).extension().string());
    if (extension == ".csv") return Content::block_csv;
    if (extension == ".gslib") return Content::gslib;
    if (extension == ".omf") return Content::omf;
    if (extension == ".geoh5") return Content::geoh5;
    return extension == ".vti" || extension == ".pvti" ? Content::vti : Content::vdb;
}

Content surface_content(const std::string& path) {
    const std::string extension = io::lower(fs::path(path).extension().string());
    if (extension == ".omf") return Content::omf;
    return extension == ".vtp" ? Content::vtp : Content::surface;
}

base::Expected<void> check_folder(const std::string& folder) {
    const std::string there = first_there(folder.empty() ? "." : folder).string();
    switch (base::file_kind(there)) {
        case FileKind::folder:
            break;
        case FileKind::dangling_link:
            return refuse(there, "target.dangling", "target.choose_another");
        case FileKind::other:
            return refuse(there, "target.special", "target.choose_another");
        case FileKind::regular:
        case FileKind::absent:
            return refuse(there, "target.not_a_folder", "target.choose_folder");
    }
    if (!base::takes_files(there)) return refuse(there, "target.folder_closed", "target.choose_folder");
    return {};
}

base::Expected<void> check_target(const std::string& path, Content content,
                                  const std::vector<std::string>& inputs) {
    if (fs::path(path).filename().empty())
        return refuse(path, "target.no_file_name", "target.choose_another");
    if (is_input(path, inputs)) return refuse(path, "target.is_input", "target.choose_another");
    switch (base::file_kind(path)) {
        case FileKind::absent:
            return check_folder(fs::path(path).parent_path().string());
        case FileKind::folder:
            return refuse(path, "target.folder", "target.choose_another");
        case FileKind::dangling_link:
            return refuse(path, "target.dangling", "target.choose_another");
        case FileKind::other:
            return refuse(path, "target.special", "target.choose_another");
        case FileKind::regular:
            break;
    }
    if (!base::may_write(path)) return refuse(path, "target.read_only", "target.choose_another");
    const std::string head = first_bytes(path);
    const bool ours = content == Content::notes
                          ? beside_table(path)
                          : is_of(head, content) || (content == Content::block_csv && beside_sidecar(path));
    if (!head.empty() && !ours) return refuse(path, "target.other_content", "target.move_away");
    return check_folder(fs::path(base::behind_links(path)).parent_path().string());
}

bool is_input(const std::string& path, const std::vector<std::string>& inputs) {
    const auto identity = base::file_identity(path);
    return identity && std::ranges::any_of(inputs, [&](const std::string& input) {
               return base::file_identity(input) == identity;
           });
}

std::vector<std::string> with_sidecar(const std::string& file) {
    return {file, file + ".json"};
}

std::vector<std::string> input_files(const Project& project, const std::string& opened) {
    std::vector<std::string> files;
    if (!opened.empty()) files = with_sidecar(opened);
    const auto add = [&](const std::string& name) {
        if (name.empty()) return;
        for (std::string& file : with_sidecar(resolved_file(project.recipe, name)))
            files.push_back(std::move(file));
    };
    add(project.model_source);
    add(project.opened_from);
    each_file_param(project.recipe, [&](const RecipeParam& row, const std::string&, const std::string& text) {
        for (const std::string& file : named_files(row.info, text)) add(file);
    });
    // Tables that only a flow system's file names.
    if (const std::string& system = project.recipe.flows.system_file; !system.empty())
        for (std::string& file : io::system_inputs(resolved_file(project.recipe, system))) files.push_back(std::move(file));
    // What a study of potential names stands in no parameter.
    if (const std::string& study = project.recipe.potential.study_file; !study.empty())
        for (std::string& file : potential_files(resolved_file(project.recipe, study))) files.push_back(std::move(file));
    return files;
}

}  // namespace orelens::project
