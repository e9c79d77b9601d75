// What the ledger of a project is put together from: its own blocks, tables of units, other project files by reference, and
// what stages of orebodies and flows made. Each part says what of it is left out; nothing is dropped without a finding.
#pragma once

#include <string>
#include <vector>

#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/ledger/Ledger.h"
#include "core/ledger/Scenario.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

struct LedgerParts {
    bool judged = true;  ///< false: a file of assumptions judges every unit, and other answers are only heard
    std::vector<ledger::ResourceUnit> units;
    std::vector<ledger::Source> sources;
    std::vector<base::Finding> findings;
    /// Of the judgements of `units`.
    std::vector<ledger::Reference> references;
    /// That units need whose costs are whole, where no file of assumptions states routes.
    std::vector<ledger::Route> routes;
    /// By file of a project on the ledger: the ground that its blocks are. An orebody that names the file is that ground.
    std::map<std::string, std::string> ground_of_file;
    /// What an evaluation or a verdict says of a unit that a file judges.
    struct Heard {
        std::string source, unit;
        double evaluated_t = 0, usable_t = 0;  ///< flags aside
        bool blocks = false;
    };
    std::vector<Heard> heard;

    /// An id that no source has yet: the name, or the name with a number behind it.
    [[nodiscard]] std::string free_source(const std::string& name) const;
};

/// Takes what units were judged away and only hears it: where a file's routes and prices judge them all.
void forget_judgements(LedgerParts& parts);

/// What a project's blocks are called as a ground: its name, else that of its file, else its id.
std::string ground_name(const Project& project);

/// A table of units: core/io/ledger/LedgerTable.h. Errors: those of reading it.
base::Expected<void> add_table_part(LedgerParts& parts, const std::string& path);

/// How the blocks of a project were judged: by its recipe, and by the scenarios kept with it. Models are evaluated anew only
/// where no current evaluation stands, or where blocks are excluded that are ground of the deposit all the same.
struct BlockAnswers {
    struct One {
        Shared<blocks::BlockModel> model;
        economics::PriceDeck deck;
        ledger::Reference reference;
    };
    std::vector<One> all;  ///< the recipe's first; empty where blocks cannot be evaluated
};
/// `kept`: with the scenarios. Errors: those of economics::evaluate; cancelled.
base::Expected<BlockAnswers> block_answers(const Project& project, bool kept, const base::Progress& progress);

/// The project's own block model, grouped as `group_by` says; nothing without a model. "domain", "class" and "bench" are
/// left aside where the model has no such column; any other name must be one. Errors (usage): no such column, with a near one.
base::Expected<void> add_block_part(LedgerParts& parts, const Project& project, const std::string& source_id, const std::string& file,
                                    const std::string& group_by, const ledger::IndicatorSet& indicators, const BlockAnswers& answers,
                                    const base::Progress& progress);

/// Another project file by reference: the units of its ledger, or, without one, of its blocks. `own_file`: the file this ledger
/// is of; units that the other took from it are left out and the circle is told. `before`: an earlier ledger, whose units of the file
/// stand in where it is not there any more. Errors: a file that is there and is no project; cancelled.
base::Expected<void> add_project_part(LedgerParts& parts, const std::string& path, const std::string& own_file, const std::string& group_by,
                                      const ledger::IndicatorSet& indicators, const ledger::Ledger* before, const base::Progress& progress);

/// Units of an earlier ledger whose source is that file, or a finding where there are none.
void add_missing_part(LedgerParts& parts, const std::string& path, const ledger::Ledger* before);

/// Orebodies and scrap of this project (LedgerJoin.cpp), as far as the recipe wants them on the ledger.
base::Expected<void> add_joined_parts(LedgerParts& parts, const Project& project, const base::Progress& progress);
/// Stages that the joined parts come from, for the stage's inputs.
std::vector<std::string> joined_stages();

/// Today's terms: the recipe's prices and discount, without routes.
ledger::Scenario terms_of(const Project& project, const economics::PriceDeck& deck);
/// Ids of today's scenario and of the plant that it, or a kept scenario, has.
inline constexpr const char* today_scenario = "today";
inline constexpr const char* recipe_plant = "plant";
/// Scenarios kept with a project that its recipe takes, each with its deck and the id of its plant.
struct KeptDeck {
    std::string name, plant;
    economics::PriceDeck deck;
};
std::vector<KeptDeck> kept_decks(const Project& project);

/// Routes and scenarios of the recipe's prices: today's plant, what the parts need, and the scenarios kept with the project as far
/// as prices, recoveries, plant costs and policy differ. What they differ in beyond that is told in `findings`.
ledger::Assumptions assumptions_of(const Project& project, const std::vector<ledger::Route>& routes, std::vector<base::Finding>& findings);

}  // namespace orelens::project
