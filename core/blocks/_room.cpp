#include "core/blocks/BlockModel.h"
