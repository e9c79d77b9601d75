// What the stages made, grouped by room. Every member is immutable once published and shared, so that the
// desktop keeps drawing the old one while a new one is made. Beside the results stand the stamps of what they
// were made from: whoever shows a result compares (Project::state).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/Finding.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/drilling/Desurvey.h"
#include "core/economics/PriceDeck.h"
#include "core/economics/UsableCurve.h"
#include "core/geostat/Coregionalisation.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/Fit.h"
#include "core/io/blocks/ModelImport.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "core/project/Bounds.h"
#include "core/shapes/Shape.h"
#include "core/statistics/Overview.h"
#include "core/utilization/Rates.h"

namespace orelens::geostat {
struct ModelValidation;  // core/geostat/ModelValidation.h
struct Realisations;     // core/geostat/Simulation.h
}
namespace orelens::occurrence {
struct Study;  // core/occurrence/Study.h
}
namespace orelens::pits {
struct PitStudy;  // core/pits/Study.h
}

namespace orelens::project {

struct ScenarioStudy;  // core/project/Scenarios.h
struct Simulation;  // core/project/Simulation.h
struct CurveBand;   // core/project/Simulation.h
struct DomainVariograms;  // core/project/DomainVariograms.h
struct DrawnShape;  // core/project/ShapeDraw.h

template <class T>
using Shared = std::shared_ptr<const T>;

struct DrillingResults {
    Shared<io::DrillholeImport> import;
    Shared<std::vector<drilling::Trace>> traces;
    Shared<drilling::CompositeTable> composites;
};

/// The block model of another program; empty where the recipe names none.
struct ModelResults {
    Shared<blocks::BlockModel> model;
    Shared<io::ModelMapping> mapping;  ///< how its file was understood; not kept in the project file
    Shared<std::vector<base::Finding>> findings;
};

struct ShapeResults {
    Shared<std::vector<shapes::Shape>> list;    ///< in the recipe's order of names; null without any
    Shared<std::vector<base::Finding>> notes;   ///< of reading and making them sound
    Shared<std::vector<DrawnShape>> drawn;      ///< of those drawn from the holes; null without any
};

/// Empty, both, where no shape bounds a block.
struct BoundResults {
    Shared<blocks::BlockModel> model;  ///< the estimate's model with shares of blocks and what is excluded
    Shared<BoundSummary> summary;
};

/// Empty, both, where no occurrence table is given.
struct OccurrenceResults {
    Shared<blocks::BlockModel> model;  ///< the bounded model with phases, recoverable grades and states
    Shared<occurrence::Study> study;
};

struct StatisticsResults {
    Shared<statistics::Overview> overview;  ///< of the composites, in element order
};

struct EstimateResults {
    Shared<std::vector<geostat::VariogramFit>> variograms;  ///< in element order
    Shared<blocks::GridGeometry> geometry;
    /// Grades and their diagnostics, or the model of a file. Blocks far from every sample are left out (whole
    /// leaves); when less than half of the grid has an estimate, only blocks with one stay.
    Shared<blocks::BlockModel> model;
    Shared<std::vector<geostat::EstimateSummary>> summaries;
    Shared<std::vector<geostat::KnownCoregionalisation>> together;  ///< what cokriged elements rest on
    Shared<DomainVariograms> domain_variograms;  ///< null without boundaries
    Shared<geostat::ModelValidation> validation;  ///< is it sound? null where it was not asked for
};

/// Empty, all of it, where nothing was simulated.
struct SimulationResults {
    Shared<blocks::BlockModel> model;  ///< the estimate's model with what the realisations say of each block
    Shared<Simulation> summary;
    /// Grades of its blocks, in the order of the model; only until the curve's band is made, and not in the file.
    Shared<geostat::Realisations> realisations;
    Shared<CurveBand> band;  ///< of the usable quantity; null without prices
};

/// Empty, all of it, where nothing was evaluated: no model, no commodity.
struct ValueResults {
    Shared<blocks::BlockModel> model;   ///< the estimate's model with economic columns added
    Shared<economics::PriceDeck> deck;  ///< what it was evaluated with
    Shared<economics::UsableCurve> curve_full, curve_marginal;
    /// By category column: code → curve under the deck's test; empty when there is none.
    Shared<std::vector<std::pair<std::string, economics::UsableCurve>>> curves_by_category;
    /// The curve under a test; null without one.
    [[nodiscard]] const Shared<economics::UsableCurve>& curve(economics::CutoffTest test) const {
        return test == economics::CutoffTest::full ? curve_full : curve_marginal;
    }
};

/// Empty, both, where no pits were asked for, or none apply.
struct PitResults {
    Shared<blocks::BlockModel> model;  ///< the evaluated model with the shell of each block
    Shared<pits::PitStudy> study;
};

/// Empty, both, where no scenarios are kept, or nothing was evaluated.
struct ScenarioResults {
    Shared<blocks::BlockModel> model;  ///< the evaluated model (with pits) and what each scenario changes per block
    Shared<ScenarioStudy> study;
};

struct UtilizationResults {
    Shared<std::vector<utilization::MineRecord>> mine_records;
    Shared<std::vector<utilization::UtilizationResult>> rates;
};

struct Results {
    DrillingResults drilling;
    ModelResults model_import;
    ShapeResults shapes;
    StatisticsResults statistics;
    EstimateResults estimate;
    SimulationResults simulation;
    BoundResults bounds;
    OccurrenceResults occurrence;
    ValueResults value;
    PitResults pits;
    ScenarioResults scenarios;
    UtilizationResults utilization;
    /// Results of stages that have no room above, by the result's name.
    std::map<std::string, std::shared_ptr<const void>> more;

    /// What each stage found, by stage; approvals are marked. `Project::findings` puts them in one list.
    std::map<std::string, Shared<std::vector<base::Finding>>> findings;

    /// By stage: fingerprint of what its results were made from; absent = never made.
    std::map<std::string, std::string> stamps;
    /// By stage and key: the same for each element of a stage that works element by element.
    std::map<std::string, std::map<std::string, std::string>> key_stamps;

    /// The model before bounds: with the columns of a simulation where there is one.
    [[nodiscard]] const Shared<blocks::BlockModel>& unbounded() const {
        return simulation.model ? simulation.model : estimate.model;
    }
    /// Bounded where shapes bound it, else as estimated or read.
    [[nodiscard]] const Shared<blocks::BlockModel>& bounded() const {
        return bounds.model ? bounds.model : unbounded();
    }
    /// The model before prices: bounded, with phases where occurrence states are known.
    [[nodiscard]] const Shared<blocks::BlockModel>& unvalued() const {
        return occurrence.model ? occurrence.model : bounded();
    }
    /// The evaluated model, with pit shells where they were asked for; null without an evaluation.
    [[nodiscard]] const Shared<blocks::BlockModel>& valued() const { return pits.model ? pits.model : value.model; }
    /// The model to show: evaluated where there are prices, with pit shells where they were asked for, and what
    /// scenarios change.
    [[nodiscard]] const Shared<blocks::BlockModel>& model() const {
        if (scenarios.model) return scenarios.model;
        if (pits.model) return pits.model;
        return value.model ? value.model : unvalued();
    }
};

}  // namespace orelens::project
