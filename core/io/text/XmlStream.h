// XML from a stranger, read as a stream through Expat: names without their prefix, text of the innermost
// element, no document type. For the parts of workbooks.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/io/text/ZipFile.h"

namespace orelens::io {

/// Attributes of one element; a view into the parser, valid inside the call.
class XmlAttributes {
  public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    /// By the name without its prefix; empty where absent.
    [[nodiscard]] std::string_view operator[](std::string_view name) const;

  private:
    const char** pairs_;
};

struct XmlHandler {
    std::function<void(std::string_view name, const XmlAttributes&)> open;
    std::function<void(std::string_view name)> close;
    std::function<void(std::string_view text)> text;
    /// Asked after every piece; a message ends the reading with that error.
    std::function<bool(base::Error&)> refused = {};
    /// Asked after every piece; true ends the reading without error.
    std::function<bool()> enough = {};
};

base::Expected<void> read_xml(const ZipFile& zip, const std::string& path, const std::string& part,
                              const XmlHandler& handler, const base::Progress* progress = nullptr);

}  // namespace orelens::io
