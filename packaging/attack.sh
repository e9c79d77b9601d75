#!/usr/bin/env bash
# packaging/attack.sh: builds the `dev` preset and runs the tests that damage files and kill programs at random with all
# their tries (500 flipped bits of a project, 380 damaged .vdb, thousands of damaged shapes, …), of which the usual tests
# run a fifth. Exit code 0 only when everything passed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_packages
build dev
say "Attacking with every try"
cd "$root"
export ORELENS_EVERY_TRY=1 LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb
xvfb-run --auto-servernum --server-args="-screen 0 1920x1200x24 +extension GLX -noreset" \
    ctest --preset dev --parallel "$(nproc)" --tests-regex '(Attack|Damage|Kill)'
