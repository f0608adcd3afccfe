# What was not tested, and why. Sourced by tests/run and .ci/run.
#
# Each skip appends a line, "what: why", to the file that $GONGBAO_SKIPS names: `skip` here, those of Rust
# (src/report/markdown/tests/shared.rs), of Node.js (tests/browser/skips.mjs) and of tests/exact. The script that was
# started first makes the file and prints it at its end. $GONGBAO_SHARED names the folder of data that is no part of
# the project, from the project's folder; where it is set nothing may be skipped.

prints_skips=false
if [[ -z ${GONGBAO_SKIPS:-} ]]; then
  prints_skips=true
  GONGBAO_SKIPS=$(mktemp)
  export GONGBAO_SKIPS
fi

# skip WHAT WHY
skip() {
  echo "SKIPPED $1: $2"
  printf '%s: %s\n' "$1" "$2" >>"$GONGBAO_SKIPS"
}

# Prints the list; fails where nothing may be skipped and something was.
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
}
