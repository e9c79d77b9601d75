# Shared by the scripts beside it: where the project is, and the packages it needs. Source it; do not run it.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { printf '\n== %s\n' "$*"; }

# The commands run as root, or through sudo where there is one.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo --preserve-env=DEBIAN_FRONTEND "$@"
    else echo "packages are missing and neither root nor sudo is at hand: $*" >&2; return 1
    fi
}

# install_packages [MORE…]: those of the list, and what one script needs besides.
install_packages() {
    local wanted missing=() package
    mapfile -t wanted < <(grep -vE '^[[:space:]]*(#|$)' "$root/packaging/apt-packages.txt")
    wanted+=("$@")
    for package in "${wanted[@]}"; do
        # "ok installed" only: a removed package that left its configuration does not count.
        dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then return; fi
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build PRESET [TARGET…]: configures and builds in build/PRESET.
build() {
    local preset="$1"
    shift
    say "Building ($preset)"
    cd "$root"
    cmake --preset "$preset" -Wno-dev --log-level=WARNING
    cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"}
}
