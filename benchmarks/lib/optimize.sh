# -Optimize beside MLEM's Dockerfile: what the image weighs, and a build after a change of what pip is given.

optimize_job() {
  need_engine || return 0
  local tar wheel=$work/mlem-0.4.14-py3-none-any.whl
  if ! tar=$(tests/testbed/base-image python 2>"$work/stderr"); then
    notes+=("-Optimize was not measured: tests/testbed/base-image made no Python image ($(tail -n 1 "$work/stderr")).")
    return 0
  fi
  echo "== -Optimize" >&2
  engine -X POST -H 'Content-Type: application/x-tar' -T "$tar" \
    "http://d/images/create?fromSrc=-&repo=mlem-bench/python&tag=latest" >/dev/null
  "$python" benchmarks/peers/stand_in_wheel.py tests/wheel "$wheel"
  optimize_number=0
  local kind
  for kind in Classic BuildKit; do
    optimize_build "$kind" || return 0
    local plain_size=$size
    optimize_build "$kind" -Optimize || return 0
    row "-Optimize, $kind: the image without its base" "MLEM's Dockerfile" "$(in_mb "$size")" "$(in_mb "$plain_size")" - - -
    pairs "$pair_count" "optimize_ours" "optimize_plain"
    ratio_row "-Optimize, $kind: a build after a change of the constraints" "MLEM's Dockerfile" -
  done
  remove_images
  engine -X DELETE "http://d/images/mlem-bench/python?force=1" >/dev/null || true
}

in_mb() { awk -v b="$1" 'BEGIN { printf "%.1f MB", b / 1e6 }'; }

# optimize_build BUILDER [PARAMETERS]: leaves the time in $seconds and what the image has over its base in $size.
optimize_build() {
  optimize_kind=$1
  shift
  optimize_number=$((optimize_number + 1))
  seconds_in_pwsh "New-MlemDockerImage examples/iris/iris -Name '$image_ours' -Builder $optimize_kind -Server fastapi -PythonVersion 3.11.2 -BaseImage mlem-bench/python -MlemWheel '$wheel' -Constraint 'not-installed==$optimize_number' $*"
  size=$(($(image_size "$image_ours") - $(image_size mlem-bench/python)))
}

image_size() { engine "http://d/images/$1/json" | grep -o '"Size":[0-9]*' | head -n 1 | cut -d: -f2; }

optimize_ours() { optimize_build "$optimize_kind" -Optimize; peak=-; }
optimize_plain() { optimize_build "$optimize_kind"; peak=-; }
