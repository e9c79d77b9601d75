// What a command says about trust: findings still open, cells left out, approvals given on the command line.
#pragma once

#include "app/cli/Command.h"
#include "app/cli/Json.h"

namespace orelens::cli {

/// Puts patterns of --approve behind those of the recipe; one without a kind is refused.
base::Expected<void> apply_approvals(project::Recipe& recipe, const std::vector<std::string>& approve);

/// Open errors and warnings by kind, and columns with cells left out; nothing where there is nothing to say.
void print_trust(const Common& common, const project::Project& project);

/// {"open": [...], "columns": [...]}
Json trust_json(const project::Project& project, base::Language language);

}  // namespace orelens::cli
