#include "core/economics/PriceDeck.h"
