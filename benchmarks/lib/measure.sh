# Timing in pairs, and the table. Sourced by benchmarks/run.
#
# The machine's load changes while a benchmark runs, so a job and its peer run in turn (A B A B), each pair gives a
# ratio, and only the ratios are judged.

rows=()
notes=()

# now: seconds with microseconds.
now() { echo "${EPOCHREALTIME/,/.}"; }

# seconds_of COMMAND...: runs it and leaves its wall time in $seconds and its peak memory in $peak (MB, or -).
seconds_of() {
  local start end status=0
  rm -f "$work/peak"
  start=$(now)
  if [ -n "$gnu_time" ]; then
    "$gnu_time" -f %M -o "$work/peak" "$@" >"$work/stdout" 2>"$work/stderr" || status=$?
  else
    "$@" >"$work/stdout" 2>"$work/stderr" || status=$?
  fi
  end=$(now)
  if [ "$status" != 0 ]; then
    echo "FAILED ($status): $*" >&2
    tail -n 20 "$work/stderr" "$work/stdout" >&2
    exit 1
  fi
  seconds=$(awk -v a="$start" -v b="$end" 'BEGIN { printf "%.4f", b - a }')
  peak=-
  [ -s "$work/peak" ] && peak=$(awk 'END { printf "%.0f", $1 / 1024 }' "$work/peak")
  return 0
}

# spread FORMAT FILE: smallest, median and largest of the numbers in a file.
spread() {
  sort -g "$2" | awk -v f="$1" '
    { v[NR] = $1 }
    END { m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; printf f " / " f " / " f, v[1], m, v[NR] }'
}

median() { spread %.6f "$1" | awk '{ print $3 }'; }
largest() { sort -g "$1" | tail -n 1; }

# pairs COUNT OURS PEER: OURS and PEER are functions that leave $seconds, and $peak where it means something.
pairs() {
  local i
  rm -f "$work"/{ours,peer,ratio,memory}.txt
  for ((i = 1; i <= $1; i++)); do
    seconds='' peak=-
    "$2"
    echo "$seconds" >>"$work/ours.txt"
    [ "$peak" = - ] || echo "$peak" >>"$work/memory.txt"
    local ours=$seconds
    "$3"
    echo "$seconds" >>"$work/peer.txt"
    awk -v a="$ours" -v b="$seconds" 'BEGIN { printf "%.4f\n", a / b }' >>"$work/ratio.txt"
    echo "  pair $i: $ours s against $seconds s, load $(cut -d' ' -f1 /proc/loadavg)" >&2
  done
}

# verdict VALUE LIMIT: whether the number is within its limit. What is no number is not.
verdict() { awk -v v="$1" -v l="$2" 'BEGIN { print (v ~ /^[-+]?[0-9.]/ && v + 0 <= l + 0) ? "yes" : "NO" }'; }

row() { rows+=("| $1 | $2 | $3 | $4 | $5 | $6 | $7 |"); printf '%s\n' "${rows[-1]}" >&2; }

# ratio_row JOB PEER LIMIT [FORMAT]: the row of the last pairs.
ratio_row() {
  local format=${4:-%.3f s}
  row "$1" "$2" "$(spread "$format" "$work/ours.txt")" "$(spread "$format" "$work/peer.txt")" \
    "**$(spread %.2f "$work/ratio.txt")**" "$3" "$([ "$3" = - ] && echo - || verdict "$(median "$work/ratio.txt")" "$3")"
}

# peak_row JOB LIMIT: the largest peak memory of the last pairs.
peak_row() {
  if [ -s "$work/memory.txt" ]; then
    local mb
    mb=$(largest "$work/memory.txt")
    row "$1" - "$mb MB" - - "$2 MB" "$(verdict "$mb" "$2")"
  else
    notes+=("$1 was not measured: GNU time (Debian's package time) is not installed.")
  fi
}
