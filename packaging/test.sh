#!/usr/bin/env bash
# Installs what is missing, builds the `dev` preset (warnings are errors) and runs every test under Xvfb.
# Ends with the runner's summary; exit code 0 only when everything passed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_packages
build dev
say "Testing"
cd "$root"
export LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb
exec xvfb-run --auto-servernum --server-args="-screen 0 1920x1200x24 +extension GLX -noreset" \
    ctest --preset dev --parallel "$(nproc)"
