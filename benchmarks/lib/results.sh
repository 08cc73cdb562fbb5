# The table with what it was measured on. Sourced by benchmarks/run.

write_results() {
  local version note
  cat <<MD
# Results

Written by \`benchmarks/run\`. Times are smallest / median / largest; a job and its peer ran in turn, each pair gives a
ratio, and the median ratio is judged, since other work on the machine slows both.

- Date: $(date -u +%Y-%m-%d)
- Machine: $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB memory, $(stat -f -c %T "$work") file system, Linux $(uname -r)
- Load: $load_before before, $(cut -d' ' -f1-3 /proc/loadavg) after
MD
  for version in "${versions[@]}"; do echo "- $version"; done
  cat <<'MD'

| job | peer | ours | peer's | ratio | at most | met |
| --- | --- | --- | --- | --- | --- | --- |
MD
  printf '%s\n' "${rows[@]}"
  if [ "${#notes[@]}" -gt 0 ]; then
    printf '\nNot measured, or to know:\n\n'
    for note in "${notes[@]}"; do echo "- $note"; done
  fi
  [ ! -f benchmarks/NOTES.md ] || { echo; cat benchmarks/NOTES.md; }
}
