# Runs test projects and counts what they report. Sourced by tests/run and tests/testbed/on-engine, which set $work.

passed=0 failed=0 skipped=0

# A test that says nothing for so long hangs; however slow the machine is, no other limit ends one.
silence_limit=${MLEM_DOCKER_TEST_SILENCE:-300}

# run_project LABEL PROJECT [COMMAND...] -- [OPTION...]: the tests of a project, by way of a command (on_engine KIND). What
# they say goes to $work/LABEL.log, their report to $work/LABEL.xml, how they ended to $work/LABEL.status.
run_project() {
  local label=$1 project=$2 command=() program pid status
  shift 2
  while [ "$1" != -- ]; do command+=("$1"); shift; done
  shift
  program=$(echo "tests/$project/bin/Release/"*"/$project.dll")
  : >"$work/$label.log"
  "${command[@]}" dotnet "$program" --no-ansi --no-progress --output Detailed \
    --results-directory "$work" --report-xunit --report-xunit-filename "$label.xml" "$@" \
    </dev/null >"$work/$label.log" 2>&1 &
  pid=$!
  trap 'kill -TERM $(descendants $pid) 2>/dev/null; exit 143' TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    if silent_since "$work/$label.log" "$silence_limit"; then
      echo "$label: no test has ended for $silence_limit seconds" >>"$work/$label.log"
      # shellcheck disable=SC2046
      kill -TERM $(descendants "$pid") 2>/dev/null
      sleep 10
      # shellcheck disable=SC2046
      kill -KILL $(descendants "$pid") 2>/dev/null
    fi
  done
  wait "$pid"
  status=$?
  echo "$status" >"$work/$label.status"
}

# descendants PID: the process and all below it.
descendants() {
  local child
  echo "$1"
  for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do descendants "$child"; done
}

# silent_since FILE SECONDS: nothing was written to it for so long; a file that is not there says nothing.
silent_since() {
  local changed
  changed=$(stat -c %Y "$1" 2>/dev/null) || return 1
  [ $(($(date +%s) - changed)) -gt "$2" ]
}

# report_project LABEL: shows what a run said but for the tests that passed, and counts them.
report_project() {
  local label=$1 status
  echo "== $label"
  grep -v '^passed ' "$work/$label.log"
  [ -f "$work/$label.xml" ] && count "$work/$label.xml"
  status=$(cat "$work/$label.status" 2>/dev/null || echo "none")
  case $status in
    0 | 2) ;; # 2: tests failed, which the report has counted
    8) echo "$label: no test ran"; failed=$((failed + 1)) ;;
    *) echo "$label ended with exit code $status"; failed=$((failed + 1)) ;;
  esac
}

# count FILE: adds what an xunit report says. Errors outside of a test (a fixture that failed) count as failures.
count() {
  local key value
  while IFS== read -r key value; do
    case $key in
      passed) passed=$((passed + value)) ;;
      failed | errors) failed=$((failed + value)) ;;
      skipped | not-run) skipped=$((skipped + value)) ;;
    esac
  done < <(grep -o '<assembly [^>]*>' "$1" | grep -oE ' (passed|failed|errors|skipped|not-run)="[0-9]+"' | tr -d ' "')
}
