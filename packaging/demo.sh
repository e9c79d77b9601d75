#!/usr/bin/env bash
# Installs what is missing, builds the `release` preset, makes the synthetic demonstration deposit, estimates,
# values and reports it, and says where the results are. With a display it then opens the desktop on them.
# Usage: packaging/demo.sh [FOLDER]   (default: build/demonstration)
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

folder="${1:-$root/build/demonstration}"
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"

install_packages
build release
bin="$root/build/release/bin"

say "Making the synthetic deposit"
"$bin/orelens-cli" demo "$folder"
say "From drillholes to the report"
"$bin/orelens-cli" run "$folder/demonstration.orelens.json" --out "$folder/results"

say "Done. Results are in $folder/results"
ls -1 "$folder/results"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "Opening the desktop"
    exec "$bin/orelens" "$folder/results/demonstration.gpkg"
fi
echo
echo "There is no display here. On a desktop, open them with:"
echo "  $bin/orelens $folder/results/demonstration.gpkg"
