// A small ensemble of neural networks: one hidden layer each, every net stopped by rows it has not seen. Small enough
// for Eigen; the third opinion beside ridge and trees.
#pragma once

#include "core/costmodel/Learner.h"

namespace orelens::costmodel {

struct NetworkRule {
    int nets = 5;      ///< ≥ 2; each leaves out another grouped fold to be stopped by
    int hidden = 12;   ///< tanh units
    double decay = 1e-3;  ///< weight decay
    double rate = 0.01;   ///< of Adam
    int most_steps = 400;
    int patience = 40;    ///< steps without improvement on the fold left out
};

/// Whole-batch Adam on standardised targets; the best step of each net is kept and the nets are averaged. A feature with a
/// declared sign never moves the answer against it.
/// Errors of fitting: those of the encoder; fewer groups than nets; cancelled.
Learner network_learner(NetworkRule rule = {});

}  // namespace orelens::costmodel
