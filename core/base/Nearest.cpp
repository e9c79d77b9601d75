#include "core/base/Nearest.h"

#include <algorithm>
#include <cctype>

namespace orelens::base {
namespace {
char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}
}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
    // Three rows suffice: a swap of neighbours looks two rows back.
    std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string nearest(std::string_view name, const std::vector<std::string>& known) {
    // The distance takes as many steps as both lengths multiplied. Nobody mistypes a name as long as this.
    constexpr std::size_t longest = 200;
    if (name.size() > longest) return {};
    // Of a short name at least one letter has to be right, or every other symbol would be "near".
    const int letters = static_cast<int>(name.size());
    const int limit = std::min(std::max(2, letters / 3), std::max(0, letters - 1));
    int best = limit + 1;
    std::string found;
    for (const std::string& candidate : known) {
        if (candidate.size() > 2 * longest) continue;
        const int distance = edit_distance(name, candidate);
        if (distance < best) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

}  // namespace orelens::base
