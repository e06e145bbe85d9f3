# Shared by scripts/run, scripts/test and .ci/run; sourced, never run.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }

# Compilers take up to 1.5 GB each (Boost.Asio, Beast): as many jobs as fit, at most one a core.
build_jobs() {
    local free_mib cores jobs
    free_mib=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
    cores=$(nproc)
    jobs=$((free_mib / 1536))
    [ "$jobs" -le "$cores" ] || jobs=$cores
    [ "$jobs" -ge 1 ] || jobs=1
    printf '%s\n' "$jobs"
}

# npm_install DIR: the locked packages, again only when the lock file changed. Scripts of packages stay
# off: nothing here needs them.
npm_install() {
    local dir=$1
    if [ "$dir/node_modules/.package-lock.json" -nt "$dir/package-lock.json" ]; then
        return 0
    fi
    (cd "$dir" && npm ci --ignore-scripts --no-audit --no-fund </dev/null)
}

build_page() {
    npm_install web
    (cd web && npm run --silent build </dev/null)
}

elapsed() { printf '%d:%02d' $((SECONDS / 60)) $((SECONDS % 60)); }

heading() { printf '\n=== %s  [%s]\n' "$*" "$(elapsed)"; }

# Counts of the checks so far, one for each check and one for each test of CTest.
checks_passed=0
checks_failed=0
failed_names=()
timings=() # "SECONDS NAME" of each check

# check NAME COMMAND...: one check that counts as one, under a heading, never the end of the run.
check() {
    local name=$1
    shift
    heading "$name"
    local status started=$SECONDS
    # Never `("$@") || ...`: as part of a condition errexit would be off inside the command.
    set +e
    (
        set -e
        "$@"
    )
    status=$?
    set -e
    timings+=("$((SECONDS - started)) $name")
    if [ "$status" -eq 0 ]; then
        checks_passed=$((checks_passed + 1))
    else
        checks_failed=$((checks_failed + 1))
        failed_names+=("$name")
        say "FAILED: $name (exit $status)"
    fi
    return 0
}

# check_ctest NAME ARGUMENT...: runs ctest; every test counts as one.
check_ctest() {
    local name=$1 log total failed status=0 started=$SECONDS
    shift
    heading "$name"
    log=$(mktemp)
    ctest --output-on-failure --no-tests=error "$@" </dev/null 2>&1 | tee "$log" || status=$?
    # "98% tests passed, 2 tests failed out of 120"
    read -r failed total < <(sed -n 's/.* \([0-9]*\) tests\? failed out of \([0-9]*\)$/\1 \2/p' "$log" | tail -n 1) ||
        true
    rm -f "$log"
    timings+=("$((SECONDS - started)) $name")
    if [ -z "${total:-}" ]; then
        total=1
        failed=1
    elif [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1
    fi
    checks_passed=$((checks_passed + total - failed))
    checks_failed=$((checks_failed + failed))
    [ "$failed" -eq 0 ] || failed_names+=("$name")
    return 0
}

# What the run came to; the last line is for machines.
finish_checks() {
    local name timing
    heading "result"
    for timing in "${timings[@]}"; do
        printf '%6d s  %s\n' "${timing%% *}" "${timing#* }"
    done
    for name in "${failed_names[@]}"; do
        say "failed: $name"
    done
    if [ -n "${SOCBOT_CHECK_COUNTS:-}" ]; then
        printf '%s %s\n' "$checks_passed" "$checks_failed" >"$SOCBOT_CHECK_COUNTS"
    fi
    say "$checks_passed passed, $checks_failed failed"
    [ "$checks_failed" -eq 0 ]
}
