#include "core/economics/Impurities.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>
#include <sstream>

namespace orelens::economics {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

/// One entry, word by word.
class Entry {
  public:
    Entry(const std::string& text, const std::string& field, std::size_t row)
        : stream_(text), text_(text), field_(field), row_(row) {}

    Expected<Impurity> read() {
        stream_ >> made_.name;
        for (std::string word; stream_ >> word;)
            if (!take(word)) return refuse("economics.impurity_word", word);
        if (!graded_) return refuse("economics.impurity_grade", made_.name);
        const bool falling =
            std::ranges::adjacent_find(made_.bands, std::ranges::greater_equal{}, &Band::from) != made_.bands.end();
        if (falling || open_band_) return refuse("economics.impurity_bands", made_.name);
        return made_;
    }

  private:
    [[nodiscard]] std::unexpected<base::Error> refuse(const char* key, const std::string& word) const {
        return base::fail(ErrorKind::data, Message(key, {{"word", word}, {"entry", text_}}),
                          {.row = static_cast<std::int64_t>(row_) + 1, .field = field_});
    }
    bool number(double& out, double most) {
        std::string word;
        if (!(stream_ >> word)) return false;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), out);
        return error == std::errc() && end == word.data() + word.size() && out >= 0 && out <= most;
    }
    bool take(const std::string& word) {
        constexpr double percent = 100, money = 1e15;
        if (word == "grade") return graded_ = number(made_.grade, percent);
        if (word == "column") return graded_ = static_cast<bool>(stream_ >> made_.column);
        if (word == "recovery") {
            const bool good = number(made_.recovery, percent);
            made_.recovery /= 100;
            return good;
        }
        if (word == "free") return number(made_.free_up_to, percent);
        if (word == "step") return number(made_.step, percent) && made_.step > 0;
        if (word == "reject") return number(made_.reject, percent) && made_.reject > 0;
        if (word == "above") {
            Band band;
            if (open_band_ || !number(band.from, percent)) return false;
            made_.bands.push_back(band);
            return open_band_ = true;
        }
        if (word != "charge") return false;
        double& charge = open_band_ ? made_.bands.back().value : made_.charge_per_step;
        open_band_ = false;
        return number(charge, money);
    }

    std::istringstream stream_;
    std::string text_, field_;
    std::size_t row_;
    Impurity made_;
    bool graded_ = false, open_band_ = false;
};

}  // namespace

double Impurity::charge(double percent) const {
    double sum = step > 0 ? std::max(0.0, percent - free_up_to) / step * charge_per_step : 0;
    double banded = 0;
    for (const Band& band : bands)
        if (percent > band.from) banded = band.value;
    return sum + banded;
}

Expected<std::vector<Impurity>> read_impurities(const std::string& text, const std::string& field) {
    std::vector<Impurity> all;
    std::set<std::string> names;
    const std::vector<std::string> rows = entries(text);
    for (std::size_t n = 0; n < rows.size(); ++n) {
        auto made = Entry(rows[n], field, n).read();
        if (!made) return std::unexpected(made.error());
        if (!names.insert(made->name).second)
            return base::fail(ErrorKind::data, Message("economics.name_twice", {{"name", made->name}, {"entry", rows[n]}}),
                              {.row = static_cast<std::int64_t>(n) + 1, .field = field});
        all.push_back(std::move(*made));
    }
    return all;
}

}  // namespace orelens::economics
