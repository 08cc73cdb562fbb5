# The Docker Engine that the tests speak to: the one that is there, else one of our own. Sourced by tests/run.
#
# find_or_start_engine sets DOCKER_HOST, or engine_missing to the reason why there is none.
# stop_engine ends the Engine that we started, and only that one.

engine_pid=
engine_root=
engine_missing=

# engine_answers HOST: by docker's client where it is installed, else by curl; unix:// and tcp:// only with the latter.
engine_answers() {
  if command -v docker >/dev/null; then
    timeout 20 docker -H "$1" version --format '{{.Server.Version}}' >/dev/null 2>&1
  elif command -v curl >/dev/null; then
    case $1 in
      unix://*) curl -sf -m 20 --unix-socket "${1#unix://}" http://engine/_ping >/dev/null ;;
      tcp://*) curl -sf -m 20 "http://${1#tcp://}/_ping" >/dev/null ;;
      *) return 1 ;;
    esac
  else
    case $1 in unix://*) [ -S "${1#unix://}" ] ;; *) return 0 ;; esac
  fi
}

find_or_start_engine() {
  local default=unix:///var/run/docker.sock
  if [ -n "${DOCKER_HOST:-}" ]; then
    engine_answers "$DOCKER_HOST" || engine_missing="DOCKER_HOST is $DOCKER_HOST, and nothing answers there"
    return
  fi
  if engine_answers "$default"; then export DOCKER_HOST=$default; return; fi
  if ! can_install_packages; then
    engine_missing="no Docker Engine answers at ${default#unix://}; only root on Debian can start one here"
    return
  fi
  # Only one Engine can own the bridge; an interface without a program is left from before and will be used again.
  if [ -e /sys/class/net/docker0 ] && grep -qsx dockerd /proc/[0-9]*/comm; then
    engine_missing="another dockerd runs on this machine and owns its bridge; name that one with DOCKER_HOST"
    return
  fi
  install_packages docker.io || { engine_missing="Debian's docker.io could not be installed"; return; }
  # Where services are started on installation, that one serves as well.
  if engine_answers "$default"; then export DOCKER_HOST=$default; return; fi
  start_engine
}

# Socket, data, state and pid file of its own, so that nothing of the machine's is touched but the bridge.
start_engine() {
  local waited=0
  engine_root=$(mktemp -d "${MLEM_DOCKER_TEST_TMP:-/var/tmp}/mlem-docker-engine.XXXXXX")
  # A session of its own keeps Ctrl+C from reaching it before the tests are done; it still ends when we are killed.
  setpriv --pdeathsig TERM setsid dockerd --host "unix://$engine_root/docker.sock" --data-root "$engine_root/data" \
    --exec-root "$engine_root/exec" --pidfile "$engine_root/dockerd.pid" \
    </dev/null >"$engine_root/dockerd.log" 2>&1 &
  engine_pid=$!
  until engine_answers "unix://$engine_root/docker.sock"; do
    if ! kill -0 "$engine_pid" 2>/dev/null || [ "$waited" -ge 60 ]; then
      engine_missing="our own dockerd did not come up: $(grep -v level=info "$engine_root/dockerd.log" | tail -n 3)"
      stop_engine
      return
    fi
    sleep 0.5
    waited=$((waited + 1))
  done
  export DOCKER_HOST=unix://$engine_root/docker.sock
}

stop_engine() {
  [ -n "$engine_pid" ] || return 0
  local waited=0
  kill -TERM "$engine_pid" 2>/dev/null
  while kill -0 "$engine_pid" 2>/dev/null && [ "$waited" -lt 60 ]; do sleep 0.5; waited=$((waited + 1)); done
  kill -KILL "$engine_pid" 2>/dev/null
  wait "$engine_pid" 2>/dev/null
  engine_pid=
  # The Engine mounts below its folders; a mount that stayed must go before the folder can.
  awk -v root="$engine_root/" 'index($2, root) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r mount; do umount -l "$mount"; done
  rm -rf --one-file-system "$engine_root"
}
