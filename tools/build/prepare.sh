# For tools/demo and tools/test: brings a bare Debian 12 to where it can build and run Afterword.
# Sourced, not run. Says what it does; installs only what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '\n\033[1m== %s\033[0m\n' "$*" >&2; }
die() { printf '\nafterword: %s\n' "$*" >&2; exit 2; }

# install_missing_packages [PACKAGE...]: these, and what tools/packages.txt lists
install_missing_packages() {
  local missing=() package
  for package in $(grep -v '^#' tools/packages.txt) "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  command -v apt-get >/dev/null || die "apt-get is missing: this script knows Debian 12 only"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "these packages are missing, and neither root nor sudo is at hand to install them: ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    die "apt-get could not install the packages; its message is above"
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  local started=$SECONDS
  say "Building ($preset, $(nproc) jobs)"
  cmake --preset "$preset" >"/tmp/afterword-cmake.$$" 2>&1 || { cat "/tmp/afterword-cmake.$$" >&2; die "cmake failed"; }
  rm -f "/tmp/afterword-cmake.$$"
  # What runs beside a build goes first.
  nice cmake --build "build/$preset" --parallel "$(nproc)" ${*:+--target "$@"} >&2 || die "the build failed"
  say "Built $preset in $((SECONDS - started)) s"
}
