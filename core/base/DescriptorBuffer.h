// Stream buffers on file descriptors, for talking to another process.
#pragma once

#include <streambuf>
#include <vector>

#include "core/base/Progress.h"

namespace orelens::base {

/// Reads a descriptor. Ends where it ends, where nothing came for `silent_seconds` (0 = waits for ever), and
/// within a twentieth of a second after a cancel.
class DescriptorInput : public std::streambuf {
  public:
    explicit DescriptorInput(int file, int silent_seconds = 0, const Progress* progress = nullptr);

  protected:
    int_type underflow() override;

  private:
    [[nodiscard]] bool wait() const;
    int file_, silent_seconds_;
    const Progress* progress_;
    std::vector<char> buffer_;
};

/// Writes to a descriptor, in large pieces.
class DescriptorOutput : public std::streambuf {
  public:
    explicit DescriptorOutput(int file);

  protected:
    int_type overflow(int_type c) override;
    int sync() override;

  private:
    int file_;
    std::vector<char> buffer_;
};

}  // namespace orelens::base
