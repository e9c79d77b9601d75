// Files a command makes: written in a hidden folder beside their place and moved there when all of them are
// whole, so that a command that is stopped leaves nothing half done. Only files placed by name are moved.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/FolderLock.h"
#include "core/project/Delivery.h"

namespace orelens::cli {

class Output {
  public:
    /// Makes `folder` if needed, and the hidden folder in it; hidden folders that nobody holds any more go.
    static base::Expected<Output> in(const std::string& folder);
    ~Output();  ///< removes what was not delivered
    Output(Output&& other) noexcept;
    Output& operator=(Output&&) = delete;

    /// Where to write what will be `folder`/name; parents of a name such as "tables/curve.csv" are made.
    std::string place(const std::string& name);
    /// The same, for a file that only other files of this output are made from.
    std::string scratch(const std::string& name);
    /// Moves what was written to its places; names of the files delivered, relative to the folder. Cancelled
    /// when a signal came before.
    base::Expected<std::vector<std::string>> deliver();
    /// The same as one step with a list of the files (Delivery.h). Folder, staging and names are set here.
    base::Expected<std::vector<std::string>> deliver(project::Publication publication);
    /// Removes what was not delivered, as the destructor does; for who leaves without it.
    [[nodiscard]] std::function<void()> remover() const;
    [[nodiscard]] const std::string& folder() const { return folder_; }
    /// The error with the user's name of the file instead of the hidden one.
    [[nodiscard]] base::Error named(base::Error error) const;

  private:
    Output(std::string folder, std::string hidden) : folder_(std::move(folder)), hidden_(std::move(hidden)) {}
    [[nodiscard]] std::vector<std::string> written() const;

    std::string folder_, hidden_;
    std::vector<std::string> names_;
    std::optional<base::FolderLock> life_;  ///< tells other runs that the hidden folder is in use
    bool made_folder_ = false;
};

}  // namespace orelens::cli
