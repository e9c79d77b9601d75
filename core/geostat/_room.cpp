#include "core/geostat/Estimate.h"
