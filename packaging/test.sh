#!/usr/bin/env bash
# Installs what is missing, builds the `dev` preset (warnings are errors) and runs every test under Xvfb.
# Ends with the runner's summary and what was skipped; exit code 0 only when everything passed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_packages
build dev
say "Testing"
cd "$root"
export LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb
xvfb-run --auto-servernum --server-args="-screen 0 1920x1200x24 +extension GLX -noreset" \
    ctest --preset dev --parallel "$(nproc)" && code=0 || code=$?
# Each entry of that list is a suite of tests.
log="$root/build/dev/Testing/Temporary/LastTest.log"
say "Tests run: $(sed -nE 's/^\[==========\] ([0-9]+) tests? from .* ran\..*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')"
sed -nE 's/^\[  (SKIPPED|FAILED ) \] ([^ ,]+\.[^ ,]+).*/\1 \2/p' "$log" | sort -u
exit "$code"
