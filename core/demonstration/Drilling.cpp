#include "core/demonstration/Drilling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/demonstration/Deposit.h"

namespace orelens::demonstration {
namespace {

using drilling::FindingKind;
using Point = Deposit::Point;

constexpr double sample_m = 2;
constexpr double station_m = 30;
constexpr double step_m = 1;

struct Station {
    double depth, azimuth, dip;
};
struct Hole {
    std::string id;
    Point collar{};
    double depth = 0;
    std::vector<Station> stations;
    std::vector<Point> path;  ///< position at every step_m
    bool early = false;       ///< drilled before by-products were assayed
};

double rounded(double value, double unit) {
    return std::round(value / unit) * unit;
}

/// The deposit in plan, holes roughly on an 85 m grid that the planners moved about and filled in.
Point collar_of(int n, int holes, Dice& dice, const Deposit& deposit) {
    const int columns = std::max(1, static_cast<int>(std::lround(std::sqrt(holes * 1.15))));
    const int rows = (holes + columns - 1) / columns;
    const auto& corner = Deposit::corner;
    const auto& extent = Deposit::extent;
    const double u = (n % columns + 0.5) / columns;
    const double v = (n / columns + 0.5) / rows;
    // Closer together towards the middle.
    const auto gathered = [](double t) { return 0.5 + (t - 0.5) * (0.72 + 0.35 * std::abs(2 * t - 1)); };
    Point p{corner[0] + extent[0] * (0.03 + 0.94 * gathered(u)) + dice.between(-14, 14),
            corner[1] + extent[1] * (0.03 + 0.94 * gathered(v)) + dice.between(-14, 14), 0};
    for (int a = 0; a < 2; ++a) p[a] = rounded(p[a], 0.01);
    p[2] = rounded(deposit.surface(p[0], p[1]), 0.01);
    return p;
}

Hole planned(int n, int holes, Dice& dice, const Deposit& deposit) {
    Hole hole;
    hole.id = fmt::format("SYN{:03}", n + 1);
    hole.collar = collar_of(n, holes, dice, deposit);
    hole.early = n % 5 == 2;
    const double off = std::hypot(hole.collar[0] - 10580, hole.collar[1] - 20550) / 560;
    const double want = 640 - 260 * std::min(1.0, off * off) + dice.between(-60, 60);
    hole.depth = rounded(std::clamp(want, 180.0, 690.0), sample_m);
    const double kind = dice.uniform();
    const double dip = kind < 0.2 ? -90 : rounded(-dice.between(60, 82), 0.5);
    const double azimuth = kind < 0.2 ? 0 : rounded((kind < 0.62 ? 270 : 90) + dice.between(-12, 12), 1);
    // Rods wander: holes lift and turn a little more with every station.
    const double lift = dice.between(0.1, 0.9);
    const double drift = dice.between(-0.8, 0.8);
    Station at{0, azimuth, dip};
    hole.stations.push_back(at);
    for (double depth = station_m; depth < hole.depth; depth += station_m) {
        at.depth = depth;
        at.dip = std::clamp(at.dip + (kind < 0.2 ? 0.25 : 0.6) * lift + 0.25 * dice.normal(), -90.0, -45.0);
        at.azimuth += drift + 0.5 * dice.normal();
        at.azimuth -= 360 * std::floor(at.azimuth / 360);
        hole.stations.push_back({depth, std::fmod(rounded(at.azimuth, 0.1), 360.0), rounded(at.dip, 0.1)});
    }
    return hole;
}

/// Follows the stated angles in short steps, turning evenly between stations.
void trace(Hole& hole) {
    Point at = hole.collar;
    std::size_t n = 0;
    for (double depth = 0; depth <= hole.depth + step_m; depth += step_m) {
        hole.path.push_back(at);
        const double middle = depth + step_m / 2;
        while (n + 1 < hole.stations.size() && hole.stations[n + 1].depth <= middle) ++n;
        const Station& from = hole.stations[n];
        const Station& to = hole.stations[std::min(n + 1, hole.stations.size() - 1)];
        const double t =
            to.depth > from.depth ? std::min(1.0, (middle - from.depth) / (to.depth - from.depth)) : 0;
        const double turn = std::remainder(to.azimuth - from.azimuth, 360.0);
        const double azimuth = (from.azimuth + t * turn) * std::numbers::pi / 180;
        const double dip = (from.dip + t * (to.dip - from.dip)) * std::numbers::pi / 180;
        at[0] += step_m * std::cos(dip) * std::sin(azimuth);
        at[1] += step_m * std::cos(dip) * std::cos(azimuth);
        at[2] += step_m * std::sin(dip);
    }
}

/// A table that knows the line it is about to write.
struct Table {
    std::string text;
    std::int64_t row = 1;
    std::string name;
    explicit Table(std::string table, const std::string& header) : name(std::move(table)) { line(header); }
    std::int64_t line(const std::string& fields) {
        text += fields + "\n";
        return row++;
    }
};

class Drilling {
  public:
    Drilling(std::uint64_t seed, int holes)
        : deposit_(seed), dice_(seed ^ 0xd1b54a32d192ed03U), holes_(holes) {}

    Tables run() {
        for (int n = 0; n < holes_; ++n) {
            Hole hole = planned(n, holes_, dice_, deposit_);
            trace(hole);
            write_collar(hole);
            write_survey(hole, n);
            write_lithology(hole, n);
            write_assays(hole, n);
            out_.metres += hole.depth;
            last_ = hole;
            if (n == at(0.14)) repeated_ = hole;
        }
        plant_at_the_end();
        out_.holes = holes_;
        out_.collar = std::move(collar_.text);
        out_.survey = std::move(survey_.text);
        out_.assay = std::move(assay_.text);
        out_.lithology = std::move(lithology_.text);
        return std::move(out_);
    }

  private:
    /// The hole a mistake goes into: a share of the way through the programme, the same for every run.
    [[nodiscard]] int at(double share) const { return static_cast<int>(share * holes_); }

    void plant(FindingKind kind, const Table& table, std::int64_t row, const std::string& hole,
               std::string what) {
        out_.planted.push_back({kind, table.name, row, hole, std::move(what)});
    }

    void write_collar(const Hole& hole) {
        collar_.line(fmt::format("{},{:.2f},{:.2f},{:.2f},{:.1f},{}", hole.id, hole.collar[0], hole.collar[1],
                                 hole.collar[2], hole.depth, hole.early ? "phase 1" : "phase 2"));
    }

    void write_survey(const Hole& hole, int n) {
        if (n == at(0.31)) {
            plant(FindingKind::missing_survey, survey_, 0, hole.id, "the hole has no survey station");
            return;
        }
        for (std::size_t k = 0; k < hole.stations.size(); ++k) {
            Station station = hole.stations[k];
            const bool third = k == 3;
            if (third && n == at(0.47)) station.azimuth = 375;
            if (third && n == at(0.55)) station.dip = -95;
            const auto row = survey_.line(
                fmt::format("{},{:.1f},{:.1f},{:.1f}", hole.id, station.depth, station.azimuth, station.dip));
            if (third && n == at(0.47))
                plant(FindingKind::azimuth_out_of_range, survey_, row, hole.id, "azimuth 375");
            if (third && n == at(0.55))
                plant(FindingKind::dip_out_of_range, survey_, row, hole.id, "dip -95");
        }
        if (n == at(0.63)) {
            const Station& second = hole.stations[1];
            const auto row = survey_.line(fmt::format("{},{:.1f},{:.1f},{:.1f}", hole.id, second.depth,
                                                      second.azimuth + 1, second.dip));
            plant(FindingKind::duplicate_station, survey_, row, hole.id,
                  "a second station at the same depth");
        }
    }

    void write_lithology(const Hole& hole, int n) {
        const auto code_at = [&](double depth) {
            return deposit_.rock(hole.path[static_cast<std::size_t>(depth / step_m)]);
        };
        double from = 0;
        Rock rock = code_at(sample_m / 2);
        bool first = true;
        for (double depth = sample_m; depth <= hole.depth; depth += sample_m) {
            const bool end = depth + sample_m > hole.depth;
            const Rock next = end ? rock : code_at(depth + sample_m / 2);
            if (!end && next == rock) continue;
            const double to = end ? hole.depth : depth;
            const Point& middle = hole.path[static_cast<std::size_t>((from + to) / 2)];
            const bool beyond = end && n == at(0.72);
            const auto row =
                lithology_.line(fmt::format("{},{:.1f},{:.1f},{},{}", hole.id, from, beyond ? to + 14 : to,
                                            rock_code(rock), deposit_.alteration(middle)));
            if (beyond)
                plant(FindingKind::beyond_hole_depth, lithology_, row, hole.id,
                      "the last interval ends below the hole");
            if (first && n == at(0.24)) {
                const auto extra =
                    lithology_.line(fmt::format("{},{:.1f},{:.1f},AND,fresh", hole.id, from, from + 1));
                plant(FindingKind::overlap, lithology_, extra, hole.id, "overlaps the interval above");
            }
            first = false;
            from = to;
            rock = next;
        }
    }

    /// What the laboratory reports: sampling error, rounding, detection limit.
    std::string reported(int element, double value, double spread) {
        static constexpr std::array<double, demonstration_elements> limit{0.01, 0.001, 0.01, 0.5,
                                                                          0.01, 0.1,   0.1};
        static constexpr std::array<int, demonstration_elements> digits{3, 4, 3, 1, 2, 2, 2};
        value *= std::exp(spread * dice_.normal() - spread * spread / 2);
        if (value < limit[element]) return fmt::format("<{}", limit[element]);
        return fmt::format("{:.{}f}", value, digits[element]);
    }

    std::string assay_fields(const Hole& hole, double from, bool by_products, bool silver) {
        static constexpr std::array<double, demonstration_elements> spread{0.14, 0.30, 0.28, 0.20,
                                                                           0.10, 0.03, 0.12};
        const auto values =
            deposit_.grades(hole.path[static_cast<std::size_t>((from + sample_m / 2) / step_m)]);
        std::string fields;
        for (int e = 0; e < demonstration_elements; ++e) {
            std::string cell =
                reported(e, values[e], spread[e]);  // always drawn, so that blanks change nothing else
            const bool by_product = e == mo || e == au || e == ag;
            if ((by_product && !by_products) || (e == ag && !silver)) cell.clear();
            fields += "," + cell;
        }
        return fields;
    }

    void write_assays(const Hole& hole, int n) {
        const int last = static_cast<int>(hole.depth / sample_m) - 1;
        const int lost_from = dice_.uniform() < 0.35 ? static_cast<int>(dice_.between(10, last)) : -1;
        const int lost_count = 1 + static_cast<int>(dice_.between(0, 4));
        const int silent_from =
            static_cast<int>(dice_.between(0, 2.5 * last));  // silver left out for a while
        for (int k = 0; k <= last; ++k) {
            const double from = k * sample_m;
            const bool silver = k < silent_from || k > silent_from + 25;
            std::string fields = assay_fields(hole, from, !hole.early, silver);
            if (k >= lost_from && lost_from >= 0 && k < lost_from + lost_count) continue;  // core lost: a gap
            write_assay(hole, n, k, last, from, std::move(fields));
        }
    }

    void write_assay(const Hole& hole, int n, int k, int last, double from, std::string fields) {
        double to = from + sample_m;
        const auto first_cell = [&](const std::string& cell) {
            fields = "," + cell + fields.substr(fields.find(',', 1));
        };
        std::optional<std::pair<FindingKind, std::string>> wrong;
        if (k == 6 && n == at(0.08)) {
            to += 1;
            // The next interval starts a metre before this one ends; it is the later row that overlaps.
            overlapping_ = hole.id;
        } else if (k == 7 && overlapping_ == hole.id) {
            wrong = {FindingKind::overlap, "starts a metre above the end of the interval before"};
            overlapping_.clear();
        }
        if (k == 9 && n == at(0.19)) {
            std::swap(from, to);
            wrong = {FindingKind::from_not_below_to, "from and to are exchanged"};
        }
        if (k == 5 && n == at(0.38)) {
            first_cell("see log");
            wrong = {FindingKind::non_numeric, "text 'see log' as copper grade"};
        }
        if (k == 8 && n == at(0.51)) {
            first_cell("-0.25");
            wrong = {FindingKind::negative_grade, "copper grade -0.25"};
        }
        if (k == 4 && n == at(0.59)) {
            first_cell("-99");
            wrong = {FindingKind::null_code, "-99 stands for a missing copper grade"};
        }
        if (k == last && n == at(0.84)) {
            to += 6;
            wrong = {FindingKind::beyond_hole_depth, "the last sample ends below the hole"};
        }
        const auto row =
            assay_.line(fmt::format("{},{:.1f},{:.1f},S{:06}{}", hole.id, from, to, ++samples_, fields));
        ++out_.assays;
        if (wrong) plant(wrong->first, assay_, row, hole.id, wrong->second);
    }

    void plant_at_the_end() {
        const Hole& twice = repeated_;
        const auto row =
            collar_.line(fmt::format("{},{:.2f},{:.2f},{:.2f},{:.1f},phase 2", twice.id,
                                     twice.collar[0] + 12.5, twice.collar[1], twice.collar[2], twice.depth));
        plant(FindingKind::duplicate_collar, collar_, row, twice.id,
              "a second collar of the same hole, 12.5 m away");
        for (int k = 0; k < 3; ++k) {
            const auto orphan =
                assay_.line(fmt::format("SYN999,{:.1f},{:.1f},S{:06}{}", k * sample_m, (k + 1) * sample_m,
                                        ++samples_, assay_fields(last_, k * sample_m, true, true)));
            ++out_.assays;
            if (k == 0)
                plant(FindingKind::missing_collar, assay_, orphan, "SYN999",
                      "samples of a hole without collar");
        }
    }

    Deposit deposit_;
    Dice dice_;
    int holes_;
    Tables out_;
    Table collar_{"collar", "HOLE_ID,EAST,NORTH,ELEVATION,DEPTH_M,CAMPAIGN"};
    Table survey_{"survey", "HOLE_ID,DEPTH_M,AZIMUTH,DIP"};
    Table assay_{"assay", "HOLE_ID,FROM_M,TO_M,SAMPLE_ID,CU_PCT,MO_PCT,AU_GPT,AG_GPT,S_PCT,TFE_PCT,MFE_PCT"};
    Table lithology_{"lithology", "HOLE_ID,FROM_M,TO_M,LITHOLOGY,ALTERATION"};
    std::int64_t samples_ = 0;
    std::string overlapping_;
    Hole repeated_, last_;
};

}  // namespace

Tables drill_demonstration(std::uint64_t seed, int holes) {
    return Drilling(seed, std::max(holes, 24)).run();
}

}  // namespace orelens::demonstration
