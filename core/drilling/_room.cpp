#include "core/drilling/Composite.h"
