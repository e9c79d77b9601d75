#include "core/project/Pipeline.h"
