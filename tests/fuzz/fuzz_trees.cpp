// Saved trees: raw text, or, behind a first byte other than {, changes (place, byte) of a model that was grown here. Whatever is
// taken predicts a number for every row and shares it out among its columns.
#include <cmath>

#include "core/learning/Booster.h"
#include "tests/fuzz/Input.h"

namespace {

using namespace orelens;

Eigen::MatrixXd rows() {
    Eigen::MatrixXd x(32, 3);
    for (int row = 0; row < 32; ++row)
        for (int column = 0; column < 3; ++column) x(row, column) = (row * (5 + column)) % 11;
    x(3, 2) = std::nan("");
    return x;
}

const std::string& grown() {
    static const std::string saved = [] {
        const Eigen::MatrixXd x = rows();
        const Eigen::VectorXd y = x.col(0) + 2 * x.col(1);
        auto trees = learning::Booster::begin(x, y, {learning::Monotone::free, learning::Monotone::free, learning::Monotone::free}, {});
        for (int step = 0; step < 2; ++step) fuzz::require(trees && trees->grow(), "a small model grows");
        return *trees->save();
    }();
    return saved;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    if (text.empty() || text.front() != '{') {
        text = grown();
        for (std::size_t n = 1; n + 3 <= size; n += 3) {
            const std::size_t at = (data[n] | static_cast<std::size_t>(data[n + 1]) << 8) % text.size();
            text[at] = static_cast<char>(data[n + 2]);
        }
    }
    const auto trees = learning::Booster::load(text);
    if (!trees) return 0;
    static const Eigen::MatrixXd x = rows();
    const auto said = trees->predict(x);
    if (!said) return 0;
    fuzz::require(said->size() == x.rows(), "a number for every row");
    const auto parts = trees->contributions(x);
    fuzz::require(!parts || parts->rows() == x.rows(), "shares for every row");
    return 0;
}
