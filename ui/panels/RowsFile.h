// Rows of a table as they are listed, written with all their digits as text parted by commas. Holds what it writes, so
// that the table may go on to others meanwhile.
#pragma once

#include <QStringList>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::blocks {
class BlockList;
}
namespace orelens::drilling {
struct CompositeTable;
}

namespace orelens::panels {

struct ListedRows {
    std::shared_ptr<const blocks::BlockList> blocks;
    std::shared_ptr<const drilling::CompositeTable> composites;  ///< instead of blocks
    std::vector<std::int64_t> order;                             ///< of the composites
    QStringList headings;
    [[nodiscard]] std::int64_t count() const;
};

std::string composite_hole(const drilling::CompositeTable& table, std::size_t row);
std::string composite_domain(const drilling::CompositeTable& table, std::size_t row);

/// UTF-8 with a byte order mark, missing values empty. Errors: as base::AtomicFile; cancelled (the old file stays).
base::Expected<void> write_rows(const ListedRows& rows, const std::string& file, const base::Progress& progress);

}  // namespace orelens::panels
