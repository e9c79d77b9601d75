#include "core/io/mine_records/MineRecordParts.h"

#include <array>
#include <utility>

#include "core/base/Units.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using utilization::Usable;

constexpr std::array<std::pair<std::string_view, Usable>, 4> words{
    {{"yes", Usable::yes},
     {"technical_not_economic", Usable::technical_not_economic},
     {"no", Usable::no},
     {"unknown", Usable::unknown}}};

}  // namespace

std::optional<Usable> usable_from(std::string_view word) {
    for (const auto& [name, value] : words)
        if (name == word) return value;
    return std::nullopt;
}

std::string usable_words() {
    std::string all;
    for (const auto& [name, value] : words) all += (all.empty() ? "" : ", ") + std::string(name);
    return all;
}

std::optional<double> share_from(std::string_view text, NumberMarks marks) {
    text = trimmed(text);
    const bool percent = text.ends_with('%');
    if (percent) text.remove_suffix(1);
    const auto value = parse_number(trimmed(text), marks);
    return percent && value ? std::optional(*value / 100) : value;
}

std::optional<double> price_per_tonne_from(double price, std::string_view per) {
    const auto tonnes = base::tonnes_in(per);
    if (!tonnes) return std::nullopt;
    return price / *tonnes;
}

}  // namespace orelens::io
