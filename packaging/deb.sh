#!/usr/bin/env bash
# Installs what is missing, builds the `release` preset and makes the Debian package of
# this machine's architecture with CPack; then checks it with lintian where that is installed.
# The same commit gives the same bytes: time stamps are the commit's, no path of the machine is in the programs.
# Usage: packaging/deb.sh      The package is in build/release.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
umask 022

install_packages dpkg-dev file
cd "$root"
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    SOURCE_DATE_EPOCH="$(git -C "$root" log -1 --format=%ct 2>/dev/null ||
                         date -d "$(sed -n 's/^ -- .*>  //p' packaging/debian/changelog | head -n 1)" +%s)"
fi
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
build release

say "Packing"
rm -f build/release/orelens_*.deb
(cd build/release && cpack -G DEB >cpack.log 2>&1) || { cat build/release/cpack.log >&2; exit 1; }
package="$(ls build/release/orelens_*.deb)"
dpkg-deb --field "$package" Package Version Architecture Installed-Size Depends Recommends
if command -v lintian >/dev/null; then
    say "Checking with lintian"
    lintian --fail-on error "$package"
fi
say "Done. Install with: apt-get install $root/$package"
stat --format='%s bytes' "$package"
sha256sum "$package"
