# Row 1: an image of a model with 1 GiB of artifact, against the shortest way that the tools of every machine offer.
# Every build has a Dockerfile of its own, so that neither takes the other's layers from the Engine's cache.

image_base=mlem-bench/busybox
image_ours=mlem-bench/ours
image_peer=mlem-bench/peer

engine() { curl -sS --fail-with-body --unix-socket "${DOCKER_HOST#unix://}" "$@"; }

image_job() {
  if [ -z "${DOCKER_HOST:-}" ] || [ "${DOCKER_HOST#unix://}" = "$DOCKER_HOST" ] || ! engine http://d/_ping >/dev/null 2>&1; then
    notes+=("Images were not measured: no Docker Engine answers at a unix:// DOCKER_HOST (it is '${DOCKER_HOST:-}').")
    return
  fi
  versions+=("Docker Engine $(engine http://d/version | sed 's/.*"Version":"\([^"]*\)".*/\1/'), $(engine http://d/info | sed 's/.*"Driver":"\([^"]*\)".*/\1/')")
  builder=$(engine -i http://d/_ping | sed -n 's/^Builder-Version: \([0-9]\).*/\1/p')
  import_base || return 0
  echo "== image, 1 GiB" >&2
  mkdir -p "$work/templates"
  image_pair_number=0
  image_dockerfile
  host Export-MlemDockerDir "$big" -Target "$work/exported" -TemplatesDir "$work/templates" -Force >/dev/null
  pairs "$pair_count" build_ours build_peer
  ratio_row "image, 1 GiB artifact: \`New-MlemDockerImage\`, whole process" '`tar c . \| curl -T - …/build`' 1.05
  peak_row "its peak memory" 150
  remove_images
  engine -X DELETE "http://d/images/$image_base?force=1" >/dev/null || true
  rm -rf "$work/exported"
}

import_base() {
  if ! [ -x /bin/busybox ]; then
    notes+=("Images were not measured: /bin/busybox (Debian's busybox-static), which makes the base image, is not installed.")
    return 1
  fi
  mkdir -p "$work/base/bin"
  cp /bin/busybox "$work/base/bin/busybox"
  tar c -C "$work/base" . | engine -X POST -H 'Content-Type: application/x-tar' --data-binary @- \
    "http://d/images/create?fromSrc=-&repo=$image_base&tag=latest" >/dev/null
}

image_dockerfile() {
  printf 'FROM %s\nLABEL run="%s %s"\nCOPY . ./\n' "$image_base" "$$" "$image_pair_number" >"$work/templates/dockerfile.j2"
}

remove_images() {
  local image
  for image in $image_ours $image_peer; do engine -X DELETE "http://d/images/$image?force=1" >/dev/null 2>&1 || true; done
}

fresh_build() {
  remove_images
  image_pair_number=$((image_pair_number + 1))
  image_dockerfile
  cp "$work/templates/dockerfile.j2" "$work/exported/Dockerfile"
  sync
}

build_ours() {
  fresh_build
  seconds_of "$mlem_docker" -OutputFormat Json New-MlemDockerImage "$big" -Name "$image_ours" -TemplatesDir "$work/templates"
}

build_peer() {
  fresh_build
  seconds_of bash -c 'set -o pipefail
    tar c -C "$1" . | curl -sS --fail-with-body --unix-socket "$2" -X POST -H Content-Type:application/x-tar -H Expect: \
      -T - "http://d/build?t=$3&rm=1&forcerm=1${4:+&version=$4}"' \
    - "$work/exported" "${DOCKER_HOST#unix://}" "$image_peer" "$builder"
  grep -q '"error' "$work/stdout" && { cat "$work/stdout" >&2; exit 1; }
  peak=-
}
