#!/usr/bin/env bash
# usage: under_window_manager.sh FOLDER_OF_PROGRAMS
# The desktop once under a real window manager, on a display of its own so that the other tests are left alone.
# Without one, windows never get the keyboard by themselves and what follows the focus is never run.
# Exit code 77: skipped, openbox or xvfb-run is missing.
set -euo pipefail

programs=$1
if [ "${2:-}" != inside ]; then
    for tool in openbox xvfb-run; do
        command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
    done
    exec xvfb-run --auto-servernum --server-args="-screen 0 1920x1200x24 +extension GLX -noreset" \
        "$0" "$programs" inside
fi

export LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb
work=$(mktemp -d)
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache
openbox --sm-disable >"$work/openbox.log" 2>&1 &
manager=$!
trap 'kill "$manager" 2>/dev/null || true; rm -rf "$work"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }
# expect_end WHAT COMMAND…: it must end by itself with exit code 0.
expect_end() {
    local what=$1 code=0
    shift
    timeout 600 "$@" || code=$?
    [ "$code" -eq 0 ] || fail "$what: exit code $code"
    kill -0 "$manager" 2>/dev/null || fail "$what: the window manager has gone"
    echo "passed: $what"
}

panels=()
for panel in project findings usable rates block view curve; do panels+=(--do "window.$panel"); done
for workspace in data perspective evaluation utilisation; do panels+=(--do "workspace.$workspace"); done

expect_end "write the small demonstration" \
    "$programs/orelens-cli" demo "$work/demonstration" --holes 40 --block-scale 4
recipe=$(ls "$work"/demonstration/*.json | head -n 1)
expect_end "open, run, go through the panels, take a picture, leave" \
    "$programs/orelens" "$recipe" "${panels[@]}" --screenshot "$work/window.png"
[ -s "$work/window.png" ] || fail "no picture was written"
expect_end "the same in Chinese and dark, with the welcome page in between" \
    "$programs/orelens" "$recipe" --lang zh --theme dark --do help.welcome --do help.welcome "${panels[@]}" \
    --do window.full_screen --do window.full_screen --screenshot "$work/dark.png"
expect_end "the welcome page closes" "$programs/orelens" --do file.quit
expect_end "the window gets and gives the keyboard, and closes" \
    "$programs/test_ui" --gtest_filter='Keyboard.*:Guard.*'
expect_end "handles go with a real mouse (left out where xdotool is missing)" \
    env ORELENS_WINDOW_MANAGER=1 "$programs/test_ui" --gtest_filter='ByHand.*'
