# Row 4: reading YAML, warm, against Python's fastest safe loader; and the memory that a metafile of 20 MB takes.

yaml_job() {
  echo "== YAML" >&2
  if "$python" -c 'import yaml; yaml.CSafeLoader' 2>/dev/null; then
    versions+=("$("$python" -c 'import sys, yaml; print("Python", sys.version.split()[0] + ", PyYAML", yaml.__version__, "with libyaml", ".".join(map(str, yaml._yaml.get_version())))')")
    pairs "$yaml_count" read_ours read_peer
    ratio_row 'metafile with 2,000 columns (197 KB), warm' '`yaml.CSafeLoader`' 0.2 '%.5f s'
    pairs "$pair_count" read_ours read_slow_peer
    ratio_row 'the same' '`yaml.SafeLoader`, PyYAML'"'"'s own in Python' - '%.5f s'
  else
    notes+=("CSafeLoader was not measured: $python has no PyYAML with libyaml (Debian's python3-yaml).")
  fi
  mkdir "$work/wide"
  make_wide_metafile "$work/wide/wide.mlem" 20000000
  head -c 46812 /dev/zero >"$work/wide/model"
  rm -f "$work/memory.txt"
  seconds_in_pwsh "(Get-MlemModel '$work/wide/wide.mlem').Name"
  echo "$peak" >"$work/memory.txt"
  [ "$peak" = - ] && rm "$work/memory.txt"
  peak_row "\`Get-MlemModel\` of a metafile of $(($(stat -c %s "$work/wide/wide.mlem") / 1000000)) MB, whole process ($seconds s): peak memory" 400
}

# Each prints the median of many readings in one process, after warming up.
read_ours() { seconds_of dotnet "$benchmarks" yaml "$wide"; seconds=$(tail -n 1 "$work/stdout"); peak=-; }
read_peer() { seconds_of "$python" benchmarks/peers/yaml_load.py "$wide" "${1:-CSafeLoader}"; seconds=$(tail -n 1 "$work/stdout"); peak=-; }
read_slow_peer() { read_peer SafeLoader; }
