#!/usr/bin/env bash
# usage: on_own_display.sh COMMAND…: runs it on a display that nothing else draws on, so that windows of several tests do
# not take the keyboard from each other. Where Xvfb is missing, on the display at hand.
set -euo pipefail

if ! command -v Xvfb >/dev/null; then exec "$@"; fi
# The server itself looks for a free number, and writes it when it is ready.
exec {answer}< <(exec Xvfb -displayfd 1 -screen 0 1920x1200x24 +extension GLX -noreset -nolisten tcp 2>/dev/null)
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
read -r number <&"$answer" || { echo "Xvfb did not start" >&2; exit 1; }
DISPLAY=":$number" "$@"
