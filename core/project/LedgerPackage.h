// The total ledger as a GeoPackage: tables that any SQL tool reads, views that answer the usual questions, places and licence
// blocks as layers that a GIS opens. Read back whole, with the state of its sources now. resources/docs/total-system.md
// documents the tables and views.
#pragma once

#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/ledger/Graticule.h"
#include "core/ledger/Ledger.h"
#include "core/ledger/Rules.h"
#include "core/ledger/Scenario.h"

namespace orelens::project {

/// A ledger and everything that its answers rest on.
struct LedgerFile {
    ledger::Built built;
    ledger::Assumptions assumptions;
    ledger::IndicatorSet indicators;
    std::string assumptions_text, indicators_text;  ///< as they were read
};

/// Of tables (files of core/io/ledger/LedgerTable.h) and of other projects by reference (LedgerParts.h), whose blocks, where they
/// keep no ledger, are put together by `group_by`. Errors: those of reading them; a project that is not there.
base::Expected<LedgerFile> build_ledger_from_tables(const std::vector<std::string>& tables, const std::string& assumptions,
                                                    const std::string& indicators, const base::Progress& progress,
                                                    const std::vector<std::string>& projects = {},
                                                    const std::string& group_by = ledger::LedgerRule().group_by);

/// What a ledger may be written over: nothing, or a ledger that is none of the inputs.
base::Expected<void> check_ledger_target(const std::string& path, const std::vector<std::string>& inputs);
/// Writes the file anew, whole or not at all.
base::Expected<void> write_ledger_package(const LedgerFile& file, const std::vector<ledger::LicenceBlock>& blocks,
                                          const std::string& path, const base::Progress& progress);
/// Reads a file of `write_ledger_package`; sources are compared with what their files hold now. Errors: no such file, no
/// ledger in it, rows that are no values of the ledger.
base::Expected<LedgerFile> read_ledger_package(const std::string& path, const base::Progress& progress);

}  // namespace orelens::project
