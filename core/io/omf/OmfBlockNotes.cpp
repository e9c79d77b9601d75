#include "core/io/omf/OmfBlockNotes.h"

#include <nlohmann/json.hpp>

namespace orelens::io::omf {

std::string note_text(const Note& note) {
    std::string text;
    const auto line = [&](std::string_view what, const std::string& value) {
        if (!text.empty()) text += '\n';
        text += what;
        text += value;
    };
    if (!note.unit.empty()) line(unit_note, note.unit);
    if (note.whole) line(whole_note, "");
    if (!note.codes.empty()) line(codes_note, nlohmann::json(note.codes).dump());
    return text;
}

Note note_of(const std::string& description) {
    Note note;
    std::string_view rest = description;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.starts_with(unit_note)) {
            note.unit = line.substr(unit_note.size());
        } else if (line == whole_note) {
            note.whole = true;
        } else if (line.starts_with(codes_note)) {
            const auto list = nlohmann::json::parse(line.substr(codes_note.size()), nullptr, false);
            if (list.is_array())
                for (const auto& code : list)
                    if (code.is_string()) note.codes.push_back(code.get<std::string>());
        }
    }
    return note;
}

}  // namespace orelens::io::omf
