// One worksheet of a workbook as tab-separated text. For Workbook.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/io/text/SheetCells.h"
#include "core/io/text/Workbook.h"
#include "core/io/text/ZipFile.h"

namespace orelens::io {

/// What the sheets of a workbook share.
struct SheetContext {
    std::vector<CellFormat> formats;  ///< by style
    bool from_1904 = false;
    void add_string(std::string_view text) {
        strings_ += text;
        ends_.push_back(strings_.size());
    }
    [[nodiscard]] std::size_t strings() const { return ends_.size(); }
    [[nodiscard]] std::string_view string(std::size_t n) const {
        const std::size_t begin = n == 0 ? 0 : ends_[n - 1];
        return std::string_view(strings_).substr(begin, ends_[n] - begin);
    }

  private:
    std::string strings_;
    std::vector<std::size_t> ends_;
};

/// `name` is left empty. See Workbook::read.
base::Expected<SheetText> read_sheet(const ZipFile& zip, const std::string& path, const std::string& part,
                                     const SheetContext& context, const base::Progress* progress,
                                     std::int64_t most_rows);

}  // namespace orelens::io
