// .geoh5 in: HDF5 is a large library that was not written for hostile files, so it parses in a process of its
// own, which hands the elements over as an OMF file; that reader checks every count and index.
#include <istream>

#include "core/base/Child.h"
#include "core/base/Memory.h"
#include "core/base/System.h"
#include "core/io/blocks/VdbPlain.h"
#include "core/io/geoh5/Geoh5File.h"
#include "core/io/geoh5/Geoh5Format.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;

struct Found {
    std::vector<base::Finding> findings;
    std::string elements;
};

base::Finding told_of(char kind, const std::string& element, const std::string& word) {
    base::Finding finding;
    finding.column = element;
    if (kind == geoh5::octree) {
        finding.kind = "geoh5_octree";
        finding.severity = base::Severity::info;
        finding.what = Message("finding.what.geoh5_octree", {{"element", element}, {"cells", word}});
        finding.fix = Message("finding.fix.geoh5_octree");
        return finding;
    }
    if (kind == geoh5::unturned || kind == geoh5::no_names) {
        finding.kind = kind == geoh5::unturned ? "geoh5_unturned" : "geoh5_no_names";
        finding.severity = kind == geoh5::unturned ? base::Severity::info : base::Severity::warning;
        finding.what = Message("finding.what." + finding.kind, {{"element", element}, {"count", word}});
        finding.fix = Message("finding.fix." + finding.kind);
        return finding;
    }
    finding.kind = "omf_left_out";
    finding.severity = base::Severity::warning;
    finding.what = Message("finding.what.omf_left_out", {{"element", element}, {"what", word}});
    finding.fix = Message(word == "DrapeModel" ? "finding.fix.geoh5_draped" : "finding.fix.geoh5_left_out");
    return finding;
}

base::Expected<void> take_told(std::istream& in, Found& found) {
    const auto count = vdb::take<std::uint32_t>(in);
    if (count > geoh5::most_told) return base::fail(ErrorKind::data, Message("geoh5.unsafe"));
    for (std::uint32_t n = 0; n < count; ++n) {
        const char kind = vdb::take<char>(in);
        const std::string element = vdb::take_text(in);
        const std::string word = vdb::take_text(in);
        const bool known = kind == geoh5::left_out || kind == geoh5::octree || kind == geoh5::unturned ||
                           (kind == geoh5::no_names && !word.empty() && word.find_first_not_of("0123456789") == word.npos);
        if (!known || !is_utf8(element) || !is_utf8(word))
            return base::fail(ErrorKind::data, Message("geoh5.unsafe"));
        found.findings.push_back(told_of(kind, element, word));
    }
    return {};
}

base::Expected<void> take_all(std::istream& in, Found& found, const base::Progress& progress) {
    const char what = vdb::take<char>(in);
    if (what == 'E') return std::unexpected(vdb::take_error(in));
    if (what != 'G') return base::fail(ErrorKind::data, Message("geoh5.unsafe"));
    if (auto taken = take_told(in, found); !taken) return taken;
    const auto size = vdb::take<std::uint64_t>(in);
    constexpr std::uint64_t piece = std::uint64_t{1} << 20;
    for (std::uint64_t at = 0; at < size; at += piece) {  // grows with what comes, whatever was announced
        const std::uint64_t some = std::min(piece, size - at);
        found.elements.resize(static_cast<std::size_t>(at + some));
        in.read(found.elements.data() + at, static_cast<std::streamsize>(some));
        if (!progress.report(0.6 * static_cast<double>(at + some) / static_cast<double>(size)))
            return base::cancelled();
    }
    return {};
}

base::ChildLimit limit_of(double file_bytes) {
    base::ChildLimit limit;
    const double machine = base::machine_memory();
    // An octree of a megabyte may be a grid of ten million cells; its reader looks at this limit before it makes one.
    const double enough = 3e9 + 64 * file_bytes;
    limit.memory_bytes = machine > 0 ? std::min(0.7 * machine, enough) : enough;
    limit.cpu_seconds = static_cast<int>(std::min(60 + file_bytes / 1e6, 1e6));
    return limit;
}

}  // namespace

base::Expected<OmfProject> read_geoh5(const std::string& path, const base::Progress& progress) {
    const auto program = base::own_program("orelens-read-geoh5");
    if (!program) return std::unexpected(program.error());
    const auto stamp = base::file_stamp(path);
    Found found;
    const auto done = base::run_child(
        *program, path, limit_of(stamp ? static_cast<double>(stamp->size) : 0),
        [&](std::istream& in) { return take_all(in, found, progress); }, progress);
    const auto with_file = [&](base::Error error) -> std::unexpected<base::Error> {
        if (error.what.key == "child.died") error.what = Message("geoh5.unsafe");
        if (error.place.file.empty() && error.kind != ErrorKind::cancelled) error.place.file = path;
        return std::unexpected(std::move(error));
    };
    if (!done) return with_file(done.error());
    auto project = omf_from_bytes(std::move(found.elements), progress.part(0.6, 1));
    if (!project) return with_file(project.error());
    for (base::Finding& finding : found.findings) project->findings.push_back(std::move(finding));
    for (base::Finding& finding : project->findings) finding.file = path;
    return project;
}

}  // namespace orelens::io
