// A made-up porphyry Cu–Mo–Au–Ag deposit: what rock and what grades lie at a point. Only for the
// demonstration project; nothing here is measured anywhere.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace orelens::demonstration {

/// Repeatable random numbers, the same on every machine: SplitMix64 and sums of uniforms instead of the
/// standard distributions, which differ between libraries.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    double uniform();                         ///< [0, 1)
    double between(double low, double high);  ///< [low, high)
    double normal();                          ///< mean 0, variance 1, within ±6
  private:
    std::uint64_t state_;
};

enum class Rock { overburden, leached_cap, supergene, andesite, porphyry, breccia, late_dacite, fault };
std::string_view rock_code(Rock rock);

enum Element { cu, mo, au, ag, s, tfe, mfe, demonstration_elements };

class Deposit {
  public:
    using Point = std::array<double, 3>;
    using Grades = std::array<double, demonstration_elements>;  ///< Cu, Mo, S, TFe, mFe in %; Au, Ag in g/t

    explicit Deposit(std::uint64_t seed) : seed_(seed) {}

    [[nodiscard]] double surface(double x, double y) const;  ///< elevation of the ground, m
    [[nodiscard]] Rock rock(const Point& p) const;
    [[nodiscard]] std::string_view alteration(const Point& p) const;
    /// Grades without sampling error; smooth on the scale of metres.
    [[nodiscard]] Grades grades(const Point& p) const;

    /// The box that the demonstration estimates: lower corner, then size, m.
    static constexpr Point corner{10000, 20000, 1250};
    static constexpr Point extent{1200, 1100, 750};

  private:
    [[nodiscard]] double field(const Point& p, int which, double spacing) const;
    [[nodiscard]] Point before_faulting(const Point& p) const;
    [[nodiscard]] double fault_distance(const Point& p) const;
    [[nodiscard]] double shell(const Point& restored) const;

    std::uint64_t seed_;
};

}  // namespace orelens::demonstration
