# shellcheck shell=bash
# What was not tested, and why. Sourced by tests/run and .ci/run.
#
# Each skip appends a line, "class: what: why", to the file that $GONGBAO_SKIPS names: `skip` here, those of Rust
# (src/internals/skips.rs), of Node.js (tests/browser/skips.mjs) and of tests/exact. The class is what is missing:
# "data" that is no part of the project, or a "tool" that could be installed. The script that was started first makes
# the file and prints it at its end.
#
# $GONGBAO_SHARED names the folder of that data, from the project's folder; where it is set, nothing may be skipped.
# Where $CI is set (hosts of checks set it), no tool may be missing.

prints_skips=false
if [[ -z ${GONGBAO_SKIPS:-} ]]; then
  prints_skips=true
  GONGBAO_SKIPS=$(mktemp)
  export GONGBAO_SKIPS
fi

# skip CLASS WHAT WHY
skip() {
  echo "SKIPPED $2: $3"
  printf '%s: %s: %s\n' "$1" "$2" "$3" >>"$GONGBAO_SKIPS"
}

# Prints the list; fails where something was skipped that may not be.
tell_skips() {
  if ! $prints_skips; then return 0; fi
  local skips
  skips=$(sort -u "$GONGBAO_SKIPS")
  rm -f "$GONGBAO_SKIPS"
  if [[ -z $skips ]]; then
    echo "skipped: 0"
    return 0
  fi
  printf 'skipped: %d\n' "$(wc -l <<<"$skips")"
  printf '%s\n' "$skips" | sed 's/^/  /'
  if [[ -n ${GONGBAO_SHARED:-} ]]; then
    echo "GONGBAO_SHARED is set: nothing may be skipped" >&2
    return 1
  fi
  if [[ -n ${CI:-} && $'\n'$skips == *$'\n'"tool: "* ]]; then
    echo "CI is set: no tool may be missing" >&2
    return 1
  fi
}
