#include "core/report/Report.h"
