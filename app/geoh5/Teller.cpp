#include "app/geoh5/Teller.h"

#include <algorithm>
#include <cmath>
#include <istream>
#include <iterator>
#include <new>
#include <optional>
#include <ostream>
#include <set>

#include "app/geoh5/Hdf5.h"
#include "app/geoh5/Octree.h"
#include "app/geoh5/Refusal.h"
#include "core/base/Text.h"
#include "core/io/blocks/VdbPlain.h"
#include "core/io/geoh5/Geoh5Format.h"
#include "core/io/omf/OmfBlockNotes.h"
#include "core/io/omf/OmfFile.h"
#include "core/io/text/TextFile.h"

namespace orelens::io::geoh5 {
namespace {

using base::ErrorKind;
using base::Message;

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}
std::string utf8(std::string text) {
    if (!is_utf8(text))
        std::ranges::replace_if(
            text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return text;
}

struct Told {
    char kind = left_out;
    std::string element, word;
};

/// Where values stand in the file and where OMF wants them: only block models have another order.
struct Places {
    std::size_t count = 0;
    std::array<std::size_t, 3> cells{};     ///< of a block model; else 0
    std::vector<std::uint32_t> of_octree;   ///< row of each cell of its even grid; else empty
    std::size_t octree_cells = 0;
    /// How many values the file has at most.
    [[nodiscard]] std::size_t held() const { return of_octree.empty() ? count : octree_cells; }
    /// Number in the file of the value that stands at `n` in OMF.
    [[nodiscard]] std::size_t source(std::size_t n) const {
        if (!of_octree.empty()) return of_octree[n];
        if (cells[0] == 0) return n;
        const std::size_t k = n % cells[2], j = n / cells[2] % cells[1], i = n / cells[2] / cells[1];
        return k + (i + j * cells[0]) * cells[2];
    }
};

class Teller {
  public:
    explicit Teller(hid_t file) {
        const auto roots = links(file);
        const std::string name = has(file, "GEOSCIENCE") ? "GEOSCIENCE" : roots.empty() ? "" : roots.front();
        if (name.empty()) refuse(Message("geoh5.not_geoh5"));
        const Handle root = open_group(file, name);
        if (!has(root, "Objects")) refuse(Message("geoh5.not_geoh5"));
        project_.units = utf8(text_attribute(root, "Distance unit"));
        const Handle objects = open_group(root, "Objects");
        for (const std::string& link : links(objects)) {
            if (told_.size() + project_.elements.size() > most_told / 2)
                refuse(Message("geoh5.unsafe"));
            const Handle object = open_group(objects, link);
            take_object(object);
        }
    }

    [[nodiscard]] const OmfProject& project() const { return project_; }
    [[nodiscard]] const std::vector<Told>& told() const { return told_; }

  private:
    void take_object(hid_t object) {
        OmfElement element;
        element.name = utf8(text_attribute(object, "Name"));
        if (!has(object, "Type")) return leave_out(element.name, "?");
        const Handle type = open_group(object, "Type");
        const std::string id = upper(text_attribute(type, "ID"));
        Places cells;
        if (id == points_type) {
            element.geometry = OmfPoints{points_of(object)};
        } else if (id == curve_type) {
            OmfLines lines{points_of(object), {}};
            lines.segments = indices<2>(object);
            element.geometry = std::move(lines);
        } else if (id == surface_type) {
            OmfSurface surface{points_of(object), {}};
            surface.triangles = indices<3>(object);
            element.geometry = std::move(surface);
        } else if (id == block_model_type) {
            auto volume = volume_of(object, element.name, cells);
            element.geometry = std::move(volume);
        } else if (id == octree_type) {
            OctreeGrid grid = octree_grid(object, element.name);
            element.geometry = std::move(grid.volume);
            cells.of_octree = std::move(grid.cell);
            cells.octree_cells = grid.rows;
            told_.push_back({octree, element.name, base::grouped(static_cast<double>(grid.rows))});
        } else if (id == grid_type) {
            auto sheet = sheet_of(object, element.name);
            if (!sheet) return leave_out(element.name, "Grid2D");
            element.geometry = std::move(*sheet);
        } else {
            const std::string kind = text_attribute(type, "Name");
            return leave_out(element.name, id == drillhole_type ? "Drillhole"
                                           : id == drape_type   ? "DrapeModel"
                                           : kind.empty()       ? id
                                                                : utf8(kind));
        }
        if (has(object, "Data")) take_data(object, element, cells);
        project_.elements.push_back(std::move(element));
    }

    static std::vector<OmfVec3> points_of(hid_t object) {
        if (!has(object, "Vertices")) return {};
        return triples(object, "Vertices");
    }
    template <std::size_t N>
    static std::vector<std::array<std::int64_t, N>> indices(hid_t object) {
        std::vector<std::array<std::int64_t, N>> out;
        if (!has(object, "Cells")) return out;
        const auto numbers = index_rows(object, "Cells", N);
        out.resize(numbers.size() / N);
        for (std::size_t n = 0; n < numbers.size(); ++n) out[n / N][n % N] = numbers[n];
        return out;
    }

    /// Widths from the edges; an axis that counts backwards is turned round, not the cells.
    static std::vector<double> widths(hid_t object, const char* name, OmfVec3& axis, OmfVec3& origin) {
        const auto edges = reals(object, name);
        if (edges.size() < 2) refuse(Message("geoh5.delimiters", {{"name", name}}));
        for (std::size_t c = 0; c < 3; ++c) origin[c] += edges.front() * axis[c];
        const bool backwards = edges[1] < edges[0];
        std::vector<double> out;
        for (std::size_t n = 1; n < edges.size(); ++n) {
            const double width = (edges[n] - edges[n - 1]) * (backwards ? -1 : 1);
            if (!(width > 0)) refuse(Message("geoh5.delimiters", {{"name", name}}));
            out.push_back(width);
        }
        if (backwards)
            for (double& part : axis) part = -part + 0.0;
        return out;
    }

    /// Degrees that a grid is turned by; fills its origin.
    double place_of(hid_t object, const std::string& element, OmfVec3& origin) {
        double turn = 0;
        if (!take_place(object, element, origin, turn)) told_.push_back({unturned, element, ""});
        return turn;
    }

    OmfVolume volume_of(hid_t object, const std::string& element, Places& places) {
        OmfVolume volume;
        turn_axes(place_of(object, element, volume.origin), volume.axis_u, volume.axis_v);
        volume.widths_u = widths(object, "U cell delimiters", volume.axis_u, volume.origin);
        volume.widths_v = widths(object, "V cell delimiters", volume.axis_v, volume.origin);
        volume.widths_w = widths(object, "Z cell delimiters", volume.axis_w, volume.origin);
        places.cells = {volume.widths_u.size(), volume.widths_v.size(), volume.widths_w.size()};
        return volume;
    }

    std::optional<OmfGridSurface> sheet_of(hid_t object, const std::string& element) {
        OmfGridSurface sheet;
        double vertical = 0, dip = 0, nu = 0, nv = 0, du = 0, dv = 0;
        const double turn = place_of(object, element, sheet.origin);
        (void)number_attribute(object, "Vertical", vertical);
        (void)number_attribute(object, "Dip", dip);
        const bool whole = number_attribute(object, "U Count", nu) &&
                           number_attribute(object, "V Count", nv) &&
                           number_attribute(object, "U Size", du) && number_attribute(object, "V Size", dv);
        if (!whole || vertical != 0 || dip != 0 || !(du > 0) || !(dv > 0)) return std::nullopt;
        if (!(nu >= 1 && nv >= 1 && nu * nv <= 4e9)) return std::nullopt;
        turn_axes(turn, sheet.axis_u, sheet.axis_v);
        sheet.widths_u.assign(static_cast<std::size_t>(nu), du);
        sheet.widths_v.assign(static_cast<std::size_t>(nv), dv);
        return sheet;
    }

    void take_data(hid_t object, OmfElement& element, const Places& cells) {
        const Handle group = open_group(object, "Data");
        for (const std::string& link : links(group)) {
            const Handle data = open_group(group, link);
            const std::string name = utf8(text_attribute(data, "Name"));
            const auto place = place_of(element, upper(text_attribute(data, "Association")));
            const auto count = place ? omf_count(element, *place) : std::nullopt;
            if (!count || !has(data, "Type") || !has(data, "Data")) {
                leave_out(element.name, name);
                continue;
            }
            Places places;
            places.count = *count;
            if (*place == OmfPlace::cells) {
                places.cells = cells.cells;
                places.of_octree = cells.of_octree;
                places.octree_cells = cells.octree_cells;
            }
            const Handle type = open_group(data, "Type");
            OmfData out{name, "", *place, {}};
            const std::string kind = upper(text_attribute(type, "Primitive type"));
            omf::Note note;
            note.unit = utf8(text_attribute(type, "Units"));
            if (take_values(data, type, kind, places, out, note)) {
                out.description = omf::note_text(note);
                element.data.push_back(std::move(out));
            } else {
                leave_out(element.name, name + " (" + utf8(text_attribute(type, "Primitive type")) + ")");
            }
            if (told_.size() > most_told / 2) refuse(Message("geoh5.unsafe"));
        }
    }

    static std::optional<OmfPlace> place_of(const OmfElement& element, const std::string& association) {
        if (association == "VERTEX") return OmfPlace::vertices;
        if (association != "CELL" && association != "FACE") return std::nullopt;
        if (std::holds_alternative<OmfLines>(element.geometry)) return OmfPlace::segments;
        if (std::holds_alternative<OmfVolume>(element.geometry)) return OmfPlace::cells;
        return OmfPlace::faces;
    }

    /// The format lets the last values be absent: they have no data. More than there are places is damage.
    template <class To, class From>
    static std::vector<To> placed(const std::vector<From>& values, const Places& places, To absent,
                                  const auto& convert) {
        if (values.size() > places.held()) refuse(Message("geoh5.too_many_values"));
        std::vector<To> out(places.count, absent);
        for (std::size_t n = 0; n < places.count; ++n)
            if (const std::size_t at = places.source(n); at < values.size()) out[n] = convert(values[at]);
        return out;
    }

    bool take_values(hid_t data, hid_t type, const std::string& kind, const Places& places,
                            OmfData& out, omf::Note& note) {
        const double none = std::nan("");
        if (kind == "FLOAT") {
            out.values = OmfReals{
                placed<double>(reals(data, "Data"), places, none,
                               [&](double v) { return static_cast<float>(v) == no_float ? none : v; }),
                {}};
        } else if (kind == "INTEGER" || kind == "BOOLEAN") {
            take_integers(integers(data, "Data"), places, out, note);
        } else if (kind == "REFERENCED") {
            if (!has(type, "Value map")) return false;
            const auto keys = integers(data, "Data");
            const auto names = value_map(type, "Value map");
            std::set<std::int64_t> unnamed;
            for (const std::int64_t key : keys)
                if (key > 0 && unnamed.size() < most_told && !names.contains(static_cast<std::uint32_t>(key))) unnamed.insert(key);
            if (!unnamed.empty()) told_.push_back({no_names, out.name, std::to_string(unnamed.size())});
            out.values = mapped(keys, names, places, out.name);
        } else if (kind == "TEXT" || kind == "DATETIME") {
            auto list = placed<std::string>(texts(data, "Data"), places, std::string(),
                                            [](const std::string& text) { return utf8(text); });
            out.values = OmfTexts{std::move(list), kind == "DATETIME"};
        } else {
            return false;
        }
        return true;
    }

    static void take_integers(const std::vector<std::int64_t>& values, const Places& places, OmfData& out,
                              omf::Note& note) {
        const bool missing = values.size() < places.held() || std::ranges::count(places.of_octree, no_cell) > 0 || std::ranges::count(values, no_integer) > 0;
        note.whole = missing;
        if (missing)
            out.values = OmfReals{
                placed<double>(
                    values, places, std::nan(""),
                    [](std::int64_t v) { return v == no_integer ? std::nan("") : static_cast<double>(v); }),
                {}};
        else
            out.values = OmfIntegers{
                placed<std::int64_t>(values, places, std::int64_t{0}, [](std::int64_t v) { return v; }), {}};
    }

    /// Key 0 is "no data" by the format's own rule; keys without a text keep their number.
    static OmfMapped mapped(const std::vector<std::int64_t>& keys, std::map<std::uint32_t, std::string> map,
                            const Places& places, const std::string& name) {
        constexpr std::size_t most = 1'000'000;
        for (const std::int64_t key : keys)
            if (key > 0 && key <= 0xffffffffLL && map.size() < most)
                map.emplace(static_cast<std::uint32_t>(key), std::to_string(key));
        std::map<std::int64_t, std::int32_t> index;
        OmfLegend legend{name, std::vector<std::string>(), false};
        auto& words = std::get<std::vector<std::string>>(legend.values);
        for (const auto& [key, text] : map) {
            if (key == 0) continue;
            index[key] = static_cast<std::int32_t>(words.size());
            words.push_back(utf8(text));
        }
        OmfMapped out;
        out.indices = placed<std::int32_t>(keys, places, -1, [&](std::int64_t key) {
            const auto found = index.find(key);
            return found == index.end() ? -1 : found->second;
        });
        out.legends.push_back(std::move(legend));
        return out;
    }

    void leave_out(const std::string& element, const std::string& what) {
        told_.push_back({left_out, element, what.empty() ? "?" : what});
    }

    OmfProject project_;
    std::vector<Told> told_;
};

void tell(std::istream& file, std::ostream& plain) {
    std::string bytes;
    std::string piece(std::size_t{1} << 20, '\0');
    std::streambuf& buffer = *file.rdbuf();
    for (std::streamsize got;
         (got = buffer.sgetn(piece.data(), static_cast<std::streamsize>(piece.size()))) > 0;)
        bytes.append(piece, 0, static_cast<std::size_t>(got));
    constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
    if (!std::string_view(bytes).starts_with(signature)) refuse(Message("geoh5.not_hdf5"));
    const Handle image = open_image(bytes);
    const Teller teller(image);
    const auto elements = omf_bytes(teller.project(), teller.project().units);
    if (!elements) throw Refusal{elements.error()};
    plain.put('G');
    vdb::put(plain, static_cast<std::uint32_t>(teller.told().size()));
    for (const Told& one : teller.told()) {
        plain.put(one.kind);
        vdb::put_text(plain, one.element);
        vdb::put_text(plain, one.word);
    }
    vdb::put(plain, static_cast<std::uint64_t>(elements->size()));
    plain.write(elements->data(), static_cast<std::streamsize>(elements->size()));
}

}  // namespace

void tell_content(std::istream& file, std::ostream& plain) {
    base::Error error;
    try {
        return tell(file, plain);
    } catch (const Refusal& refusal) {
        error = refusal.error;
    } catch (const std::ios_base::failure&) {
        throw;
    } catch (const std::exception&) {  // HDF5 said no, or memory ran out
        error = base::Error{ErrorKind::data, Message("geoh5.unsafe"), {}, {}};
    }
    plain.put('E');
    vdb::put_error(plain, error);
}

}  // namespace orelens::io::geoh5
