#include "core/utilization/Rates.h"
