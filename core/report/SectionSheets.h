// Section sheets of a project: which sections, columns, assays, surfaces and words the rule asks for, drawn by
// core/sections. The same sheets for the command line, the desktop and CAD files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/project/Pipeline.h"
#include "core/sections/Sheet.h"

namespace orelens::report {

struct SectionRequest {
    sections::SectionRule rule;
    base::Language language = base::Language::english;
    std::optional<double> price = std::nullopt;  ///< quoted price of the main commodity; absent = that of the results
    /// Which of placed_sections, by their places in it; empty = all of them.
    std::vector<std::size_t> only = {};
};

/// Where the sections of the rule stand in this project. Errors of place_sections.
base::Expected<std::vector<sections::Section>> placed_sections(const project::Project& project,
                                                               const sections::SectionRule& rule);

/// One drawing per section. Sections that meet no block and no hole are left out unless none meets any. Errors: those of
/// placed_sections and cut_blocks; a column or element that is not there; results of older parameters; nothing on any of
/// the sections; cancelled.
base::Expected<std::vector<sections::Drawing>> section_sheets(const project::Project& project, const SectionRequest& request,
                                                              const base::Progress& progress);

/// The same sections as a DXF file in world coordinates; see sections::dxf_in_space. Errors as section_sheets.
base::Expected<std::string> section_dxf_in_space(const project::Project& project, const SectionRequest& request,
                                                 const base::Progress& progress);

/// Colours of the codes of a lithology table, longest rock first in `order`; the same on sheets and strip logs.
sections::RockColours rock_colours(const drilling::IntervalTable& lithology);
/// Bars of an element's assays as the composites use them; the longest stands for the 98th percentile, rounded up.
/// Nothing where the table has no such element.
std::optional<sections::AssayBars> assay_bars(const drilling::IntervalTable& assays, const std::string& element, std::size_t n,
                                              sections::AssayScale scale);

}  // namespace orelens::report
