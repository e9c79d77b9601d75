// The made-up country as a whole: its mines (a few with block models of their own), its orebodies with what they would cost, tailings
// and the scrap of twelve cities, on one ledger with scenarios, as a project ready to open. SYNTHETIC in every file.
#pragma once

#include <map>

#include "core/base/Progress.h"
#include "core/demonstration/Country.h"

namespace orelens::demonstration {

struct WholeCountryOptions {
    CountryOptions country;
    int modelled = 3;        ///< mines with a block model: a project of its own each
    double block_scale = 4;  ///< of their blocks, as in Demonstration.h
    int holes = 48;
};

/// What the generator put into each part, before any of it is on a ledger: tonnes and metal, by species. Of scrap: what leaves
/// use in the ledger's year, and what stands in use, at home and in landfill through that year.
struct CountryTruth {
    struct Part {
        std::string name;  ///< "mines", "orebodies", "tailings", "scrap"
        double tonnes = 0;
        std::map<std::string, double> metal_t;
    };
    std::vector<Part> parts;
    /// Of mines that have a block model: their rows in the table give way to it.
    double modelled_t = 0;
};

struct WholeCountry {
    std::string project;  ///< path of the country's project file
    std::vector<std::string> files;
    CountryTruth truth;
};

inline constexpr const char* country_project_file = "synthetic_country.gpkg";

/// Names of the files that are made in the folder, without those in folders of the modelled mines.
std::vector<std::string> whole_country_files(const WholeCountryOptions& options);

/// Writes everything, learns the costs of orebodies from the mines, runs the modelled mines and the ledger, and saves the
/// projects. Makes the folder when it is not there. Errors: files that cannot be written; those of the stages; cancelled.
base::Expected<WholeCountry> write_whole_country(const std::string& folder, const WholeCountryOptions& options, const base::Progress& progress);

}  // namespace orelens::demonstration
