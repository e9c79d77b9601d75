// From a table of mines to a matrix: logarithms, centre and spread of the training rows, a column for what is missing,
// a column per category. Everything that is learned is learned from the training rows alone.
#pragma once

#include <Eigen/Core>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/costmodel/Mines.h"

namespace orelens::costmodel {

/// Value on the scale of the model; NaN = missing there.
double scaled(const NumberColumn& column, double value);

class Encoder {
  public:
    /// Learns from `rows` of `mines`. A number that does not vary in them, or has no value, makes no column; one that
    /// is missing in some makes two (its value, the mean where missing; and whether it is missing).
    /// Errors: columns of different length; no rows; a row out of range; a number that is infinite.
    static base::Expected<Encoder> learn(const Mines& mines, std::span<const int> rows);

    /// rows × columns(): centred, divided by the standard deviation of the training rows. Categories that were not in
    /// training are zero in all their columns. Error: `mines` has not the features that were learned.
    [[nodiscard]] base::Expected<Eigen::MatrixXd> encode(const Mines& mines, std::span<const int> rows) const;

    [[nodiscard]] int columns() const { return static_cast<int>(columns_.size()); }
    /// "depth", "depth missing", "method = open_pit".
    [[nodiscard]] std::vector<std::string> column_names() const;
    /// The feature each column comes from.
    [[nodiscard]] std::vector<std::string> column_features() const;
    [[nodiscard]] std::vector<Monotone> column_signs() const;

  private:
    enum class Kind { value, missing, category };
    struct Column {
        Kind kind = Kind::value;
        std::string feature, category;
        Monotone sign = Monotone::free;
        double mean = 0, spread = 1;
    };
    std::vector<Column> columns_;
};

}  // namespace orelens::costmodel
