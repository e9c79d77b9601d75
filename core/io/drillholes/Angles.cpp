#include "core/io/drillholes/Angles.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/drilling/DipSign.h"
#include "core/io/drillholes/ColumnGuess.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::DipConvention;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

/// Stations whose hole has a convention of its own are turned and left out of the judgement.
base::Expected<void> apply_stated(const drilling::ImportRule& rule, DrillholeImport& out,
                                  std::vector<drilling::SurveyStation*>& stations) {
    const auto stated = drilling::dips_of(rule.dip_of);
    if (!stated) return std::unexpected(stated.error());
    for (const drilling::DipOf& one : *stated) {
        const auto fits = [&](const drilling::Collar& collar) {
            return drilling::name_fits(one.names, collar.hole);
        };
        if (std::ranges::none_of(out.holes.collars, fits))
            return base::fail(base::ErrorKind::usage, Message("csv.dip_of_no_hole", {{"names", one.names}}),
                              {.field = "drillholes.dip_of"}, Message("csv.dip_of_bad_fix"));
        std::erase_if(stations, [&](drilling::SurveyStation* station) {
            if (station->hole < 0 || !fits(out.holes.collars[static_cast<std::size_t>(station->hole)]))
                return false;
            station->dip_deg = drilling::as_negative_down(station->dip_deg, one.convention);
            return true;
        });
    }
    return {};
}

DipConvention other_sign(DipConvention convention) {
    return convention == DipConvention::positive_down ? DipConvention::negative_down
                                                      : DipConvention::positive_down;
}

std::string named(const DrillholeImport& out, const std::vector<std::int32_t>& holes) {
    constexpr std::size_t most = 5;
    std::string list;
    for (std::size_t n = 0; n < std::min(most, holes.size()); ++n)
        list += (n == 0 ? "" : ", ") + out.holes.collars[static_cast<std::size_t>(holes[n])].hole;
    return holes.size() > most ? list + " …" : list;
}

void report(const OpenTable& table, const drilling::DipJudgement& judged, DrillholeImport& out) {
    static constexpr std::array doubted{"csv.dip_two_signs", "csv.dip_up_holes", "csv.dip_positive_level",
                                        "csv.dip_all_zero"};
    const bool mixed = std::ranges::find(doubted, std::string_view(judged.why)) != doubted.end();
    Finding finding;
    finding.kind = kind_name(judged.known ? FindingKind::dip_sign_assumed : FindingKind::dip_unknown);
    finding.severity = !judged.known ? Severity::error : mixed ? Severity::warning : Severity::info;
    finding.file = table.file;
    finding.column = table.header("dip");
    if (!judged.known || mixed) {
        finding.row = judged.example != nullptr ? judged.example->row : 0;
        finding.count = std::max<std::int64_t>(1, judged.positive + judged.negative);
    }
    finding.what = Message(judged.why, {{"column", finding.column},
                                        {"positive", std::to_string(judged.positive)},
                                        {"negative", std::to_string(judged.negative)},
                                        {"holes_positive", std::to_string(judged.holes_positive)},
                                        {"holes_negative", std::to_string(judged.holes_negative)},
                                        {"holes", named(out, judged.other)}});
    finding.fix = Message(judged.why == std::string_view("csv.dip_unknown_rising") ? "csv.dip_unknown_rising_fix"
                          : !judged.known                                          ? judged.convention == DipConvention::negative_down
                                              ? "csv.dip_unknown_negative_fix"
                                              : "csv.dip_unknown_positive_fix"
                          : mixed       ? "csv.dip_mixed_fix"
                                        : "csv.dip_fix");
    out.findings.push_back(std::move(finding));
}

}  // namespace

bool is_inclination(std::string_view header) {
    std::string letters;
    for (const char c : lower(header)) {
        if (c == '(' || c == '[') break;
        if (c >= 'a' && c <= 'z') letters += c;
    }
    for (const std::string_view tail : {"deg", "degrees", "gon", "grads", "grad", "radians", "rad"})
        if (letters.size() > tail.size() && letters.ends_with(tail))
            letters.resize(letters.size() - tail.size());
    return letters == "inc" || letters == "incl" || letters == "inclination" || letters == "inclinacion" ||
           letters == "inclinaison" || letters == "neigung" || plain_name(header) == "inclinacao" ||
           header.find("井斜") != std::string_view::npos || plain_name(header).starts_with("угол");
}

void report_angle_units(const OpenTable& table, std::vector<Finding>& findings) {
    for (const char* role : {"azimuth", "dip"}) {
        const auto column = table.columns.find(role);
        if (column == table.columns.end()) continue;
        const double degrees = table.degrees_in(column->second);
        const std::string& header = table.csv.headers[column->second];
        const HeaderWords parts = header_words(header);
        const auto grad = [](const std::string& word) { return word == "grad"; };
        const bool doubtful =
            std::ranges::any_of(parts.words, grad) || std::ranges::any_of(parts.bracket, grad);
        if (degrees == 1 && !doubtful) continue;
        Finding finding;
        finding.kind = kind_name(FindingKind::unit_suspicious);
        finding.severity = Severity::warning;
        finding.file = table.file;
        finding.row = table.csv.header_line;
        finding.column = header;
        finding.what = Message(degrees == 1     ? "csv.angle_degrees"
                               : degrees == 0.9 ? "csv.angle_gon"
                                                : "csv.angle_radian",
                               {{"column", header}});
        finding.fix = Message("csv.angle_fix");
        findings.push_back(std::move(finding));
    }
}

void report_radians(const OpenTable& table, DrillholeImport& out) {
    constexpr double turn = 6.2832, right_angle = 1.5708;
    std::int64_t known = 0, fine = 0;
    double steepest = 0;
    for (const drilling::SurveyStation& station : out.holes.surveys) {
        if (station.of_collar || !std::isfinite(station.azimuth_deg + station.dip_deg)) continue;
        if (station.azimuth_deg < 0 || station.azimuth_deg > turn || std::abs(station.dip_deg) > right_angle) return;
        ++known;
        fine += station.dip_deg != std::round(station.dip_deg);
        steepest = std::max(steepest, std::abs(station.dip_deg));
    }
    // Level holes are drilled, but not towards the north and all of them a fraction of a degree off.
    if (known < 2 || 2 * fine < known || steepest < 0.3) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::unit_suspicious);
    finding.severity = Severity::error;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = table.header("dip");
    finding.count = known;
    finding.what = Message("csv.angle_like_radian", {{"column", finding.column}});
    finding.fix = Message("csv.angle_like_radian_fix");
    out.findings.push_back(std::move(finding));
}

std::optional<double> quadrant_bearing(std::string_view field, const QuantityColumn& column) {
    const auto letter = [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); };
    if (field.size() < 3) return std::nullopt;
    const char from = letter(field.front());
    if (from != 'N' && from != 'S') return std::nullopt;
    field.remove_prefix(1);
    char towards = letter(field.back());
    if (towards == 'E' || towards == 'W') {
        field.remove_suffix(1);
    } else {
        towards = letter(field.front());
        field.remove_prefix(1);
    }
    if (towards != 'E' && towards != 'W') return std::nullopt;
    QuantityColumn angle = column;
    angle.angle = true;
    if (angle.marks.decimal == 0) angle.marks = decimal_point;
    const auto degrees = read_quantity(trimmed(field), angle).value;
    if (!degrees || !(*degrees >= 0 && *degrees <= 90)) return std::nullopt;
    const double azimuth = from == 'N' ? (towards == 'E' ? *degrees : 360 - *degrees)
                                       : (towards == 'E' ? 180 - *degrees : 180 + *degrees);
    return azimuth == 360 ? 0 : azimuth;
}

bool is_angle_code(double value) {
    const double size = std::abs(value);
    return size == 999 || size == 9999 || size == 99999 || size == 999.25 || size == 9999.25 || size == 999.9;
}

base::Expected<void> settle_dips(const OpenTable& table, const drilling::ImportRule& rule, bool of_collar,
                                 DrillholeImport& out) {
    std::vector<drilling::SurveyStation*> stations;
    for (drilling::SurveyStation& station : out.holes.surveys)
        if (station.of_collar == of_collar) stations.push_back(&station);
    if (auto applied = apply_stated(rule, out, stations); !applied) return applied;
    drilling::DipJudgement judged;
    judged.convention = rule.dip;
    if (rule.dip == DipConvention::detect) {
        const std::string& header = table.header("dip");
        const drilling::DipHeader kind = is_zenith_angle(header)  ? drilling::DipHeader::zenith
                                         : is_inclination(header) ? drilling::DipHeader::inclination
                                                                  : drilling::DipHeader::dip;
        judged = drilling::judge_dips(out.holes.collars, {stations.begin(), stations.end()}, kind);
        if (judged.positive + judged.negative > 0 || !judged.known || judged.all_zero)
            report(table, judged, out);
    }
    for (drilling::SurveyStation* station : stations) {
        const bool other = std::ranges::binary_search(judged.other, station->hole);
        station->dip_deg = drilling::as_negative_down(
            station->dip_deg, other ? other_sign(judged.convention) : judged.convention);
    }
    out.dip_found = judged.convention;
    return {};
}

}  // namespace orelens::io
