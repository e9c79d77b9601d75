// A trained model as a file: what it learned, from which evidence, by which rule. Read back it predicts the same bits; it
// is refused, with the layer's name, when the evidence is no longer what it was trained on.
#pragma once

#include "core/potential/Model.h"

namespace orelens::potential {

/// A digest of a layer's values, missing ones included; the same on every machine.
std::uint64_t digest_of(const Layer& layer);

struct ModelCard {
    std::string study, trained_on;  ///< names for people; the caller says
    double block_auc = 0, low = 0, high = 0;  ///< of the validation; NaN where there was none
    std::string limits;             ///< what it must not be used for
};

/// JSON text with version, card, layers with their digests, and the model. Errors: those of the trees' library; a kind
/// that is not saved (bags).
base::Expected<std::string> save_model(const Trained& trained, const Evidence& evidence, const ModelCard& card);

struct LoadedModel {
    Trained trained;
    ModelCard card;
};
/// Errors (kind data): not such a file; a version that is not known; a layer that is not there or has other values.
base::Expected<LoadedModel> load_model(const std::string& text, const std::string& file, const Evidence& evidence);

}  // namespace orelens::potential
