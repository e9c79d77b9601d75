#include "core/io/BlockFiles.h"
