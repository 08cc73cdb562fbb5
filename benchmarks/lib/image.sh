# Images on a real Engine, against the ways that the tools of every machine offer.
# Every build has a Dockerfile of its own, so that neither takes the other's layers from the Engine's cache.

image_base=mlem-bench/busybox
image_ours=mlem-bench/ours
image_peer=mlem-bench/peer
image_number=0
image_model= image_exported=

engine() { curl -sS --fail-with-body --unix-socket "${DOCKER_HOST#unix://}" "$@"; }

# need_engine: finds the Engine and puts the base image on it, once; fails, with a note, where there is none.
need_engine() {
  [ -z "${engine_state:-}" ] || return "$engine_state"
  engine_state=1
  if [ -z "${DOCKER_HOST:-}" ] || [ "${DOCKER_HOST#unix://}" = "$DOCKER_HOST" ] || ! engine http://d/_ping >/dev/null 2>&1; then
    notes+=("Images were not measured: no Docker Engine answers at a unix:// DOCKER_HOST (it is '${DOCKER_HOST:-}').")
    return 1
  fi
  versions+=("Docker Engine $(engine http://d/version | sed 's/.*"Version":"\([^"]*\)".*/\1/'), $(engine http://d/info | sed 's/.*"Driver":"\([^"]*\)".*/\1/')")
  builder=$(engine -i http://d/_ping | sed -n 's/^Builder-Version: \([0-9]\).*/\1/p')
  if ! [ -x /bin/busybox ]; then
    notes+=("Images were not measured: /bin/busybox (Debian's busybox-static), which makes the base image, is not installed.")
    return 1
  fi
  mkdir -p "$work/base/bin" "$work/templates"
  cp /bin/busybox "$work/base/bin/busybox"
  tar c -C "$work/base" . | engine -X POST -H 'Content-Type: application/x-tar' --data-binary @- \
    "http://d/images/create?fromSrc=-&repo=$image_base&tag=latest" >/dev/null
  engine_state=0
}

# leave_engine: at the end of the run, nothing of it stays.
leave_engine() {
  [ "${engine_state:-1}" = 0 ] || return 0
  remove_images
  remove_weights
  engine -X DELETE "http://d/images/$image_base?force=1" >/dev/null || true
  engine_state=1
}

# use_model MODEL: the following builds are of it; the peers build the same files from a folder.
use_model() {
  image_model=$1 image_exported=$work/exported
  image_dockerfile
  seconds_in_pwsh "Export-MlemDockerDir '$image_model' -Target '$image_exported' -TemplatesDir '$work/templates' -Force"
}

image_dockerfile() {
  printf 'FROM %s\nLABEL run="%s %s"\nWORKDIR /app\n{%% for image in weights | default([]) %%}COPY --from={{ image }} / /\n{%% endfor %%}COPY . ./\n' \
    "$image_base" "$$" "$image_number" >"$work/templates/dockerfile.j2"
}

remove_images() {
  local image
  for image in $image_ours $image_ours:warm $image_peer; do engine -X DELETE "http://d/images/$image?force=1" >/dev/null 2>&1 || true; done
}

# remove_weights: those of this run's models only, which their size tells.
remove_weights() {
  local image
  for image in $(engine "http://d/images/json?filters=%7B%22label%22%3A%5B%22mlem.weights.size%3D$((1 << 30))%22%5D%7D" |
    grep -o '"mlem-weights:[0-9a-f]*"' | tr -d '"'); do
    engine -X DELETE "http://d/images/$image?force=1" >/dev/null 2>&1 || true
  done
}

fresh_build() {
  remove_images
  image_number=$((image_number + 1))
  image_dockerfile
  sed '/^{% for/d; s/^{% endfor %}//' "$work/templates/dockerfile.j2" >"$image_exported/Dockerfile"
  grep -q '^COPY \. \./$' "$image_exported/Dockerfile"
  sync
}

# ours [PARAMETERS]: one build, whole process.
ours() { seconds_in_pwsh "New-MlemDockerImage '$image_model' -Name '$image_ours' -TemplatesDir '$work/templates' $*"; }

build_ours() { fresh_build; ours; }
build_ours_buildkit() { fresh_build; ours -Builder BuildKit; }
build_ours_classic() { fresh_build; ours -Builder Classic; }
build_peer() { fresh_build; tar_and_curl "$builder"; }
build_peer_buildkit() { fresh_build; tar_and_curl 2; }
build_cli() { fresh_build; DOCKER_BUILDKIT=0 seconds_of docker build -q -t "$image_peer" "$image_exported"; }
build_docker_py() { fresh_build; seconds_of "$python" benchmarks/peers/docker_py_build.py "$image_exported" "$image_peer"; }

# The time of the cmdlet alone, in a session that has built something small before.
build_in_session() {
  fresh_build
  mkdir -p "$work/warm"
  printf 'FROM %s\nCOPY . ./\n' "$image_base" >"$work/warm/dockerfile.j2"
  cat >"$work/build.ps1" <<PS
New-MlemDockerImage '$small' -Name '$image_ours' -Tag warm -TemplatesDir '$work/warm' | Out-Null
\$watch = [Diagnostics.Stopwatch]::StartNew()
New-MlemDockerImage '$image_model' -Name '$image_ours' -TemplatesDir '$work/templates' | Out-Null
\$watch.Elapsed.TotalSeconds
PS
  seconds_in_pwsh "& '$work/build.ps1'"
  seconds=$(tail -n 1 "$work/stdout")
}

tar_and_curl() {
  seconds_of bash -c 'set -o pipefail
    tar c -C "$1" . | curl -sS --fail-with-body --unix-socket "$2" -X POST -H Content-Type:application/x-tar -H Expect: \
      -T - "http://d/build?t=$3&rm=1&forcerm=1${4:+&version=$4}"' \
    - "$image_exported" "${DOCKER_HOST#unix://}" "$image_peer" "$1"
  grep -q '"error' "$work/stdout" && { cat "$work/stdout" >&2; exit 1; }
  peak=-
}

# sent_by FUNCTION: runs it with a counter before the Engine, and leaves the bytes that it sent in $sent.
sent_by() {
  local real=$DOCKER_HOST counter
  rm -f "$work/counter.sock" "$work/sent"
  "$python" benchmarks/peers/count_bytes.py "$work/counter.sock" "${DOCKER_HOST#unix://}" "$work/sent" &
  counter=$!
  until [ -S "$work/counter.sock" ]; do sleep 0.1; done
  DOCKER_HOST=unix://$work/counter.sock
  "$1"
  DOCKER_HOST=$real
  kill "$counter"
  wait "$counter" || true
  sent=$(cat "$work/sent")
}

sent_row() { row "$1" - "$(awk -v b="$sent" 'BEGIN { printf "%.3f MB", b / 1e6 }')" - - "$2 MB" "$(verdict "$(awk -v b="$sent" 'BEGIN { print b / 1e6 }')" "$2")"; }

image_job() {
  need_engine || return 0
  echo "== image, 1 GiB" >&2
  use_model "$big"
  pairs "$pair_count" build_ours build_peer
  ratio_row "image, 1 GiB artifact: \`New-MlemDockerImage\`, whole process" '`tar c . \| curl -T - …/build`' 1.05
  peak_row "its peak memory" 150
  pairs "$pair_count" build_in_session build_peer
  ratio_row "the same, in a session" '`tar c . \| curl -T - …/build`' -
  sent_by build_ours
  sent_row "bytes that it sends" 1080
}

peers_job() {
  need_engine || return 0
  echo "== image, 1 GiB, other peers" >&2
  use_model "$big"
  if "$python" -c 'import docker' 2>/dev/null; then
    versions+=("docker-py $("$python" -c 'import docker; print(docker.__version__)')")
    pairs "$pair_count" build_ours build_docker_py
    ratio_row "image, 1 GiB artifact" 'docker-py as MLEM uses it: a copy, then a tar of it, then the tar' 0.8
  else
    notes+=("docker-py was not measured: $python has no docker module (Debian's python3-docker).")
  fi
  if command -v docker >/dev/null; then
    versions+=("$(docker --version)")
    pairs "$pair_count" build_ours_classic build_cli
    ratio_row "the same, classic builder" '`docker build` (classic)' -
  else
    notes+=("The docker CLI was not measured: it is not installed.")
  fi
  pairs "$pair_count" build_ours_buildkit build_peer_buildkit
  ratio_row "the same, BuildKit" '`tar c . \| curl -T - …/build?version=2`' -
}

small_job() {
  need_engine || return 0
  echo "== image, 1,000 artifacts of 100 KB" >&2
  make_many "$work/many" 1000 100000
  use_model "$work/many/many.mlem"
  pairs "$pair_count" build_in_session build_peer
  ratio_row "image, 1,000 artifacts of 100 KB: \`New-MlemDockerImage\` in a session" '`tar c . \| curl -T - …/build`' 1.1
  pairs "$pair_count" build_ours build_peer
  ratio_row "the same, whole process" '`tar c . \| curl -T - …/build`' 1.1
}

large_job() {
  need_engine || return 0
  echo "== image, 1 and 10 GiB of a sparse artifact" >&2
  local gib one ten
  for gib in 1 10; do
    make_sparse "$work/sparse" $((gib << 30))
    # The peers' folder is of no use here.
    image_model=$work/sparse/big.mlem image_exported=$work/templates
    fresh_build
    ours
    remove_images
    [ "$gib" = 1 ] && one=$peak
    ten=$peak
    row "image, $gib GiB, one hole of a sparse file: time and peak memory" - "$seconds s, $peak MB" - - "150 MB" "$([ "$peak" = - ] && echo - || verdict "$peak" 150)"
  done
  if [ "$ten" != - ]; then
    local apart
    apart=$(awk -v a="$ten" -v b="$one" 'BEGIN { if (a > b) print a / b; else print b / a }')
    row "the two peaks, the larger over the smaller" - "$(printf %.2f "$apart")" - - 1.1 "$(verdict "$apart" 1.1)"
  fi
  rm -rf "$work/sparse"
}
