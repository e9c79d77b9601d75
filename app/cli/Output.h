// Files a command makes: written in a hidden folder beside their place and moved there when all of them are
// whole, so that a command that is stopped leaves nothing half done.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::cli {

class Output {
  public:
    /// Makes `folder` if needed, and the hidden folder in it.
    static base::Expected<Output> in(const std::string& folder);
    ~Output();  ///< removes what was not delivered
    Output(Output&& other) noexcept;
    Output& operator=(Output&&) = delete;

    /// Where to write what will be `folder`/name; parents of a name such as "tables/curve.csv" are made.
    std::string place(const std::string& name);
    /// Moves all of it into place; names of the files delivered, relative to the folder. Cancelled when a
    /// signal came before.
    base::Expected<std::vector<std::string>> deliver();
    [[nodiscard]] const std::string& folder() const { return folder_; }

  private:
    Output(std::string folder, std::string hidden) : folder_(std::move(folder)), hidden_(std::move(hidden)) {}
    std::string folder_, hidden_;
    bool made_folder_ = false;
};

}  // namespace orelens::cli
