// Drillhole files written to a folder of their own and read back, for tests of the reader.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/drilling/Tools.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "tests/support/SharedData.h"

namespace orelens::testing {

using base::GradeUnit;
using drilling::CellFlag;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;
using io::DrillholeImport;
using io::TableMapping;

using Columns = std::map<std::string, drilling::AssayColumnRule>;

/// Files in a folder of their own and how they are read; plain ones unless a test says otherwise.
struct Files {
    std::string collar = "hole,x,y,z,depth\nH1,1,2,3,100\nH2,4,5,6,100\n";
    std::string survey = "hole,depth,azimuth,dip\nH1,0,0,-90\nH2,0,0,-90\n";
    std::string assay = "hole,from,to,Cu\nH1,0,10,1\n";
    std::string lithology;
    drilling::ImportRule rule = {};
    Columns columns = {{"Cu", {.unit = GradeUnit::percent}}};
    drilling::AssayRule assays = {};
    std::map<std::string, std::string> more = {};  ///< further files by name
};

inline base::Expected<DrillholeImport> try_read(Files files) {
    const TemporaryFolder folder;
    const auto write = [&](const char* name, const std::string& text, std::string& member) {
        if (text.empty()) return;
        folder.write(name, text);
        member = name;
    };
    write("collar.csv", files.collar, files.rule.collar_file);
    write("survey.csv", files.survey, files.rule.survey_file);
    write("assay.csv", files.assay, files.rule.assay_file);
    write("lithology.csv", files.lithology, files.rule.lithology_file);
    for (const auto& [name, text] : files.more) folder.write(name, text);
    base::Progress progress;
    return io::read_drillholes(files.rule, files.columns, folder.path().string(), progress, files.assays);
}

inline DrillholeImport read(const Files& files) {
    auto result = try_read(files);
    EXPECT_TRUE(result.has_value()) << (result ? ""
                                               : base::describe(result.error(), base::Language::english));
    return result ? std::move(*result) : DrillholeImport{};
}

inline std::vector<Finding> of(const DrillholeImport& import, FindingKind kind) {
    std::vector<Finding> out;
    for (const Finding& finding : import.findings)
        if (finding.kind == kind) out.push_back(finding);
    return out;
}

inline drilling::CompositeTable composites(const DrillholeImport& import, double length_m) {
    base::Progress progress;
    const auto made = drilling::composite(import.holes, drilling::desurvey(import.holes),
                                          {.length_m = length_m, .within_domain = false}, {}, progress);
    EXPECT_TRUE(made.has_value());
    return made ? *made : drilling::CompositeTable{};
}

inline std::string words(const Finding& finding) {
    return base::text(finding.what, base::Language::english);
}

/// The copper values of an assay table whose other columns do not matter.
inline std::vector<double> copper(const DrillholeImport& import) {
    return import.holes.assays.grade("Cu")->values;
}

inline const Finding* said(const DrillholeImport& import, const std::string& key) {
    for (const Finding& finding : import.findings)
        if (finding.what.key == key) return &finding;
    return nullptr;
}

/// What a finding of a kind says, by text key.
inline std::vector<std::string> keys(const DrillholeImport& import, FindingKind kind) {
    std::vector<std::string> all;
    for (const Finding& one : of(import, kind)) all.push_back(one.what.key);
    return all;
}

/// Names of the grades that were read.
inline std::vector<std::string> grades(const DrillholeImport& import) {
    std::vector<std::string> names;
    for (const auto& grade : import.holes.assays.grades) names.push_back(grade.name);
    return names;
}

/// An assay table beside plain collars.
inline DrillholeImport assay(const std::string& text, const Columns& columns = {}) {
    return read({.survey = "", .assay = text, .columns = columns});
}

}  // namespace orelens::testing
