# The Engines that the tests speak to. Sourced by tests/run and tests/testbed/on-engine.
#
#   start_engine KIND    begins to make and start one of our own (tests/testbed/engine says which there are); returns at once
#   wait_engine KIND     waits until it answers; false, with the reason in engine_missing[KIND], where it does not come up
#   on_engine KIND CMD…  runs a command beside that Engine: in its network, with its address and programs
#   stop_engines         ends those that we started, and only those, and removes all that they wrote

engines_root=
declare -A engine_pid=() engine_missing=() engine_host=()

# engine_answers HOST: by curl where it is installed; else what is there is taken to answer.
engine_answers() {
  case $1 in
    unix://*) [ -S "${1#unix://}" ] && { ! command -v curl >/dev/null || curl -sf -m 20 --unix-socket "${1#unix://}" http://engine/_ping >/dev/null; } ;;
    tcp://*) ! command -v curl >/dev/null || curl -sf -m 20 "http://${1#tcp://}/_ping" >/dev/null ;;
    *) return 0 ;;
  esac
}

start_engine() {
  [ -n "$engines_root" ] || engines_root=$(mktemp -d "${MLEM_DOCKER_TEST_TMP:-/var/tmp}/mlem-docker-engines.XXXXXX")
  # A second one of a kind is called KIND-second.
  tests/testbed/engine "${1%-second}" "$engines_root/$1" </dev/null >/dev/null 2>&1 &
  engine_pid[$1]=$!
}

# To make it takes as long as the mirror and the disk need; once it is made, it fails when its log is silent for five minutes.
wait_engine() {
  local kind=$1 folder=$engines_root/$1 log=$engines_root/$1/log
  [ -n "${engine_pid[$kind]:-}" ] || { engine_missing[$kind]=${engine_missing[$kind]:-"it was not started"}; return 1; }
  until engine_answers "unix://$folder/engine.sock"; do
    if ! kill -0 "${engine_pid[$kind]}" 2>/dev/null || { [ -f "$folder/tree" ] && silent_since "$log" 300; }; then
      engine_missing[$kind]="it did not come up: $(grep -v level=info "$log" 2>/dev/null | tail -n 3)"
      return 1
    fi
    sleep 0.2
  done
  engine_host[$kind]=unix://$folder/engine.sock
}

on_engine() {
  local kind=$1 tree=
  shift
  # Podman's programs are of a release of their own, and there is no docker among them.
  [ "$kind" = podman ] || tree=$(cat "$engines_root/$kind/tree")
  MLEM_DOCKER_TEST_ENGINE=${kind%-second} DOCKER_HOST=${engine_host[$kind]} PATH=${tree:+$tree/usr/sbin:$tree/usr/bin:}$PATH \
    nsenter --net="/proc/${engine_pid[$kind]}/ns/net" "$@"
}

stop_engines() {
  local kind pid waited
  for pid in "${engine_pid[@]}"; do
    # Gently, for what an Engine writes when it ends; a child of its first process is the Engine.
    # shellcheck disable=SC2046
    kill -TERM $(cat "/proc/$pid/task/$pid/children" 2>/dev/null) "$pid" 2>/dev/null
  done
  for pid in "${engine_pid[@]}"; do
    waited=0
    while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 50 ]; do sleep 0.1; waited=$((waited + 1)); done
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  engine_pid=()
  [ -z "$engines_root" ] || rm -rf --one-file-system "$engines_root"
  engines_root=
}
