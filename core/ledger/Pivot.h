// The cube of the ledger: ore tonnes once and metal by species over any two fields, of everything or of a saved system.
// Sums are in double, in a fixed order whatever the threads; Σ over the values of any field, and of any pair, is the total.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ledger/Query.h"

namespace orelens::ledger {

/// The fields a pivot can stand on: enumerations and names, not numbers and free texts.
bool can_pivot(Field field);

struct PivotAxis {
    Field field = Field::species;
    std::vector<std::string> codes;  ///< as queries read them
    std::vector<std::string> en, zh;
    [[nodiscard]] const std::vector<std::string>& in(base::Language language) const {
        return language == base::Language::chinese ? zh : en;
    }
};

/// What a total does not hold, and of it what rests on shaky ground.
struct LeftOut {
    std::int64_t duplicate_units = 0, overlapped_units = 0, units_without_mass = 0;
    double duplicate_t = 0, overlapped_t = 0;
    // The following are in the totals:
    std::int64_t rows_without_metal = 0;  ///< assay rows of units that count whose metal is not known
    std::int64_t units_without_assay = 0;
    double t_without_assay = 0;
    double changed_source_t = 0, missing_source_t = 0;  ///< of sources that changed or are gone
};

/// Ore of a unit stands where its leading species among those taken does (main before co-product … before harmful), divided
/// over that species' occurrences by their shares; so every tonne stands once, whatever the fields. Metal stands with its
/// own row. Units stand where the largest part of their ore does. Shares of a species whose metal is not known
/// count for ore alone.
struct Pivot {
    /// The total of one kind: resources, reserves and potential are never summed.
    struct Kind {
        std::string en, zh;
        std::int64_t units = 0;
        double ore_t = 0;
        std::vector<double> metal_t;  ///< by species
    };
    std::vector<Kind> kinds;  ///< those that occur; empty where the kind is the only axis
    PivotAxis a, b;  ///< b: one value "" where one field was asked for
    std::vector<std::string> species;
    std::vector<std::int64_t> units;  ///< [ia · nb + ib]
    std::vector<double> ore_t;
    std::vector<double> metal_t;  ///< [(ia · nb + ib) · species + s]
    std::int64_t total_units = 0;
    double total_ore_t = 0;
    std::vector<double> total_metal_t;
    LeftOut left_out;
    [[nodiscard]] std::size_t cell(std::size_t ia, std::size_t ib) const { return ia * b.codes.size() + ib; }
    [[nodiscard]] double metal(std::size_t ia, std::size_t ib, std::size_t s) const {
        return metal_t[cell(ia, ib) * species.size() + s];
    }
};

/// Error (usage): a field that cannot be an axis; outcome asked for and not given.
base::Expected<Pivot> pivot(const Ledger& ledger, Field a, std::optional<Field> b, const Selection& selection = {},
                            std::span<const State> outcome = {});

/// What stands beside every total of the ledger.
LeftOut left_out(const Ledger& ledger);
/// The same in words, one message for each reason that holds; empty = nothing.
std::vector<base::Message> left_out_words(const LeftOut& left_out, base::Language language);

}  // namespace orelens::ledger
