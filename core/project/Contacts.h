// What blocks of a domain may take of the samples of others, contact by contact: the recipe's estimate.contacts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/shapes/Shape.h"

namespace orelens::project {

/// Blocks of `to` take samples of `from` that lie within `within_m` of `to`. −1: rock of no domain.
struct Contact {
    std::int32_t to = -1, from = -1;
    double within_m = 0;
    bool operator==(const Contact&) const = default;
};

/// "ore <> halo 20; ore < waste 10": soft both ways within 20 m; ore takes waste's samples within 10 m, waste none of
/// ore's. Codes of domains; "outside" is rock of none, "*" every other. Error, with the entry: no sign, no distance above
/// 0, an unknown code (with the nearest), a domain and itself.
base::Expected<std::vector<Contact>> contacts_of(const std::string& text, const std::vector<std::string>& codes);

/// By domain, −1 first: rows of samples that its blocks take beside their own. Distance is to the surface of the solids
/// (for rock outside: of the domain that the sample lies in); without solids to the nearest sample of that domain.
base::Expected<std::vector<std::vector<std::size_t>>> beyond_contacts(
    const std::vector<Contact>& contacts, const std::vector<std::int32_t>& of_sample, std::int32_t domains,
    const drilling::CompositeTable& samples, const std::vector<shapes::Shape>* solids, const base::Progress& progress);

}  // namespace orelens::project
