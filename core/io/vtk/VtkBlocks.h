// The compressed form of VTK's XML arrays: bytes in blocks, each packed by zlib for itself, behind a table of
// their sizes. A stream that packs what is written to it, many blocks at once; what is held is a few blocks.
#pragma once

#include <cstdint>
#include <ostream>
#include <streambuf>
#include <string>
#include <vector>

namespace orelens::io {

class VtkBlocks : public std::streambuf {
  public:
    static constexpr std::uint64_t block_bytes = std::uint64_t{1} << 18;

    /// Leaves room for the table of an array of `bytes` in `out`, which can be positioned.
    VtkBlocks(std::ostream& out, std::uint64_t bytes);
    /// Packs the rest and fills in the table. Bytes that the array takes in the file. False: it was given
    /// another number of bytes than announced.
    bool finish(std::uint64_t& taken);

  protected:
    int_type overflow(int_type c) override;
    std::streamsize xsputn(const char* bytes, std::streamsize size) override;

  private:
    void pour();
    std::ostream& out_;
    std::streampos start_;
    std::uint64_t bytes_ = 0, given_ = 0, packed_ = 0;
    std::string waiting_;
    std::vector<std::uint64_t> sizes_;
};

}  // namespace orelens::io
