#include "core/costmodel/Orebodies.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace orelens::costmodel {
namespace {

/// FNV-1a, 64 bits, from two starting values side by side.
class Hash {
  public:
    void add(std::string_view text) {
        for (const char c : text) byte(static_cast<unsigned char>(c));
        byte(0x1f);
    }
    void add(double value) { add(std::isnan(value) ? std::string() : fmt::format("{:.17g}", value)); }
    [[nodiscard]] std::string text() const { return fmt::format("{:016x}{:016x}", one_, two_); }

  private:
    void byte(unsigned char b) {
        one_ = (one_ ^ b) * 1099511628211ULL;
        two_ = (two_ ^ b) * 1099511628211ULL;
    }
    std::uint64_t one_ = 14695981039346656037ULL, two_ = 9650029242287828579ULL;
};

}  // namespace

const char* status_id(OrebodyStatus status) {
    constexpr const char* ids[] = {"unknown", "producing", "suspended", "closed", "undeveloped"};
    return ids[static_cast<int>(status)];
}

double Orebody::grade(const std::string& of) const {
    for (const OreGrade& grade : grades)
        if (grade.commodity == of) return grade.fraction;
    return not_stated;
}

std::string content_hash(const OrebodyTable& table) {
    Hash hash;
    hash.add(table.basis == OperatingBasis::ore ? "ore" : "metal");
    for (const Orebody& o : table.rows) {
        for (const std::string* text : {&o.name, &o.commodity, &o.company, &o.country, &o.belt, &o.deposit_type, &o.ore_type, &o.scale,
                                        &o.mining_method, &o.processing, &o.scope, &o.currency})
            hash.add(*text);
        hash.add(status_id(o.status));
        for (const double value :
             {o.ore_tonnes, o.ore_per_day, o.metal_per_year, o.life_years, o.cover_m, o.depth_m, o.thickness_m, o.dip_deg, o.strip_ratio,
              o.dilution, o.mining_recovery, o.processing_recovery, o.water_km, o.power_km, o.road_km, o.altitude_m, o.work_index,
              o.capital, o.operating, static_cast<double>(o.cost_year)})
            hash.add(value);
        for (const OreGrade& grade : o.grades) {
            hash.add(grade.commodity);
            hash.add(grade.fraction);
        }
        hash.add("\n");
    }
    return hash.text();
}

}  // namespace orelens::costmodel
