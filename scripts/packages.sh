#!/usr/bin/env bash
# The Debian 12 packages socbot needs, and their installation. The one place that lists them.
#
#   scripts/packages.sh SET...          installs what is missing of these sets; nothing when all is there
#   scripts/packages.sh --list SET...   prints the names
#
# SET: build (compile the server, build the page), test (run every test), check (format, lint, scripts).
# Needs root or sudo only when something is missing. A Node.js of 18 or newer with npm is used wherever
# it came from; Debian's is installed only where there is none.
set -euo pipefail

build_packages=(
    ca-certificates cmake g++ ninja-build pkg-config
    # 1.81: Debian's default, libboost-dev, is 1.74.
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
    libc-ares-dev libcli11-dev libcurl4-openssl-dev libfmt-dev libhowardhinnant-date-dev libicu-dev libre2-dev
    libsimdjson-dev libspdlog-dev libsqlite3-dev libsqlitecpp-dev libssl-dev libyaml-cpp-dev
    libjemalloc-dev libzstd-dev prometheus-cpp-dev tzdata
)
test_packages=(
    chromium git libbenchmark-dev libgmock-dev libgtest-dev mold openssl procps python3
)
check_packages=(clang-format-14 clang-tidy-14 git shellcheck)

say() { printf '%s\n' "$*" >&2; }

has_node() {
    local version
    command -v npm >/dev/null && version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    [ "${version%%.*}" -ge 18 ] 2>/dev/null
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "Packages are missing and there is no sudo. As root, run:"
        say "  apt-get install --no-install-recommends ${missing[*]}"
        return 1
    fi
}

list_only=false
wanted=()
for argument in "$@"; do
    case $argument in
        --list) list_only=true ;;
        build) wanted+=("${build_packages[@]}") ;;
        test) wanted+=("${test_packages[@]}") ;;
        check) wanted+=("${check_packages[@]}") ;;
        *)
            say "unknown set '$argument'; known: build, test, check"
            exit 2
            ;;
    esac
done
if $list_only; then
    printf '%s\n' "${wanted[@]}" nodejs npm | sort -u
    exit 0
fi
if ! command -v dpkg-query >/dev/null; then
    say "This script installs Debian 12 packages. Elsewhere, install what 'scripts/packages.sh --list build'"
    say "names, and go on with cmake --preset release."
    exit 1
fi

missing=()
for package in "${wanted[@]}"; do
    is_installed "$package" || missing+=("$package")
done
has_node || missing+=(nodejs npm)
[ ${#missing[@]} -gt 0 ] || exit 0

say "Installing ${#missing[@]} packages: ${missing[*]}"
as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null
as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null
has_node || {
    say "Node.js 18 or newer with npm is needed; found: $(node --version 2>/dev/null || echo none)"
    exit 1
}
