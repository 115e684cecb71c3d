# Shared by the commands in this folder; to be sourced. Everything it says goes to stderr, so that what
# a command prints on stdout is the program's own.
# shellcheck shell=bash

packaging=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
root=$(dirname -- "$packaging")

say() { printf '%s\n' "$*" >&2; }

# quietly LOG COMMAND...: what the command prints is shown only if it fails.
quietly() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 && return
    local status=$?
    tail -n 60 "$log" >&2
    say "Failed ($status): $*" "(all of it is in $log)"
    return "$status"
}

# configure PRESET [OPTION...]
configure() {
    local preset=$1 folder=$root/build/$1 fresh=()
    shift
    mkdir -p "$folder"
    # A tree that was moved or copied carries the old place in its cache.
    if [[ -f $folder/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        fresh=(--fresh)
    elif [[ -f $folder/build.ninja && $# -eq 0 ]]; then
        return 0 # ninja configures again when it must
    fi
    quietly "$folder/configure.log" cmake -S "$root" --preset "$preset" "${fresh[@]}" "$@"
}

# build PRESET [TARGET...]: with a line of progress on a terminal; elsewhere a word the first time, and
# what went wrong if it fails.
build() {
    local preset=$1 folder=$root/build/$1
    shift
    if [[ -t 2 ]]; then
        NINJA_STATUS='[%f/%t] ' ninja -C "$folder" "$@" >&2
        return
    fi
    [[ -f $folder/build.log ]] || say "Building in $folder"
    quietly "$folder/build.log" ninja -C "$folder" "$@"
}
