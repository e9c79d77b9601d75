#include "core/project/Contacts.h"

#include <algorithm>
#include <cmath>

#include "core/base/Nearest.h"
#include "core/base/Text.h"
#include "core/shapes/NearestPoints.h"
#include "core/shapes/SurfaceDistance.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using shapes::Vec3;

constexpr std::int32_t any = -2;

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\n");
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::unexpected<base::Error> refuse(const char* key, const std::string& entry, Message fix = Message("domains.contact_fix")) {
    return base::fail(ErrorKind::data, Message(key, {{"entry", entry}}), {.field = "estimate.contacts"}, std::move(fix));
}

Expected<std::int32_t> domain_named(const std::string& name, const std::string& entry, const std::vector<std::string>& codes) {
    if (name == "*") return any;
    const auto found = std::ranges::find(codes, name);
    if (found != codes.end()) return static_cast<std::int32_t>(found - codes.begin());
    if (name == "outside") return -1;
    const std::string near = base::nearest(name, codes);
    return refuse("domains.contact_unknown", entry,
                  near.empty() ? Message("domains.contact_fix") : Message("recipe.did_you_mean", {{"id", near}}));
}

void add(std::vector<Contact>& all, std::int32_t to, std::int32_t from, double within, std::int32_t domains) {
    for (std::int32_t a = -1; a < domains; ++a)
        for (std::int32_t b = -1; b < domains; ++b)
            if (a != b && (to == any || to == a) && (from == any || from == b)) {
                const auto same = std::ranges::find_if(all, [&](const Contact& c) { return c.to == a && c.from == b; });
                if (same == all.end())
                    all.push_back({a, b, within});
                else
                    same->within_m = within;  // what is said last counts
            }
}

}  // namespace

Expected<std::vector<Contact>> contacts_of(const std::string& text, const std::vector<std::string>& codes) {
    std::vector<Contact> all;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(';', begin), text.size());
        const std::string entry = trimmed(text.substr(begin, end - begin));
        begin = end + 1;
        if (entry.empty()) continue;
        const std::size_t sign = entry.find('<');
        if (sign == std::string::npos) return refuse("domains.contact_no_sign", entry);
        const bool both = sign + 1 < entry.size() && entry[sign + 1] == '>';
        const std::string rest = trimmed(entry.substr(sign + (both ? 2 : 1)));
        const std::size_t space = rest.find_last_of(" \t");
        double within = 0;
        if (space != std::string::npos) {
            std::size_t used = 0;
            const std::string number = rest.substr(space + 1);
            try {
                within = std::stod(number, &used);
            } catch (const std::exception&) {
                used = 0;
            }
            if (used != number.size()) within = 0;
        }
        if (!(within > 0) || !std::isfinite(within)) return refuse("domains.contact_no_distance", entry);
        const auto to = domain_named(trimmed(entry.substr(0, sign)), entry, codes);
        if (!to) return std::unexpected(to.error());
        const auto from = domain_named(trimmed(rest.substr(0, space)), entry, codes);
        if (!from) return std::unexpected(from.error());
        if (*to == *from && *to != any) return refuse("domains.contact_itself", entry);
        const auto domains = static_cast<std::int32_t>(codes.size());
        add(all, *to, *from, within, domains);
        if (both) add(all, *from, *to, within, domains);
    }
    return all;
}

namespace {

/// How far samples lie from a domain.
class Distances {
  public:
    Distances(const std::vector<std::int32_t>& of, const std::vector<std::string>& codes, const std::vector<Vec3>& places,
              const std::vector<shapes::Shape>* solids, const base::Progress& progress)
        : of_(of), codes_(codes), places_(places), solids_(solids), progress_(progress) {}

    /// Rows of `contact.from` within reach of `contact.to`.
    Expected<std::vector<std::size_t>> rows(const Contact& contact) const {
        std::vector<std::size_t> from;
        for (std::size_t n = 0; n < of_.size(); ++n)
            if (of_[n] == contact.from) from.push_back(n);
        if (from.empty()) return from;
        return solids_ != nullptr ? by_surface(contact, from) : by_samples(contact, from);
    }

  private:
    Expected<std::vector<std::size_t>> by_samples(const Contact& contact, const std::vector<std::size_t>& from) const {
        std::vector<Vec3> own;
        for (std::size_t n = 0; n < of_.size(); ++n)
            if (of_[n] == contact.to) own.push_back(places_[n]);
        const shapes::NearestPoints index(std::move(own));
        std::vector<std::size_t> rows;
        for (const std::size_t n : from)
            if (index.nearest(places_[n]).distance_m <= contact.within_m) rows.push_back(n);
        return rows;
    }

    Expected<std::vector<std::size_t>> by_surface(const Contact& contact, const std::vector<std::size_t>& from) const {
        const std::int32_t of = contact.to < 0 ? contact.from : contact.to;
        std::vector<bool> near(from.size(), false);
        for (const shapes::Shape& shape : *solids_) {
            if (shape.role != shapes::Role::domain || shape.code != codes_[static_cast<std::size_t>(of)]) continue;
            const auto surface = shapes::SurfaceDistance::build(shape.mesh, progress_);
            if (!surface) return std::unexpected(surface.error());
            for (std::size_t k = 0; k < from.size(); ++k) {
                if (progress_.cancelled()) return base::cancelled();
                near[k] = near[k] || std::abs(surface->nearest(places_[from[k]]).distance_m) <= contact.within_m;
            }
        }
        std::vector<std::size_t> rows;
        for (std::size_t k = 0; k < from.size(); ++k)
            if (near[k]) rows.push_back(from[k]);
        return rows;
    }

    const std::vector<std::int32_t>& of_;
    const std::vector<std::string>& codes_;
    const std::vector<Vec3>& places_;
    const std::vector<shapes::Shape>* solids_;
    const base::Progress& progress_;
};

}  // namespace

Expected<std::vector<std::vector<std::size_t>>> beyond_contacts(const std::vector<Contact>& contacts,
                                                                const std::vector<std::int32_t>& of_sample,
                                                                std::int32_t domains, const drilling::CompositeTable& samples,
                                                                const std::vector<shapes::Shape>* solids,
                                                                const base::Progress& progress) {
    std::vector<std::vector<std::size_t>> also(static_cast<std::size_t>(domains) + 1);
    if (contacts.empty()) return also;
    std::vector<Vec3> places;
    for (std::size_t n = 0; n < samples.size(); ++n) places.push_back({samples.x[n], samples.y[n], samples.z[n]});
    const std::vector<std::string> codes = solids != nullptr ? shapes::domain_codes(*solids) : samples.domain_codes;
    const Distances distances(of_sample, codes, places, solids, progress);
    for (const Contact& contact : contacts) {
        auto rows = distances.rows(contact);
        if (!rows) return std::unexpected(rows.error());
        auto& slot = also[static_cast<std::size_t>(contact.to + 1)];
        slot.insert(slot.end(), rows->begin(), rows->end());
    }
    for (auto& rows : also) std::ranges::sort(rows);
    return also;
}

}  // namespace orelens::project
