# Single methods, by BenchmarkDotNet: its mean and what one call allocates. They have no peers.

micro_job() {
  echo "== micro" >&2
  versions+=("BenchmarkDotNet $(sed -n 's/.*Include="BenchmarkDotNet" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)")
  if ! dotnet "$benchmarks" --filter '*' --artifacts "$work/micro" >"$work/stdout" 2>"$work/stderr"; then
    tail -n 20 "$work/stdout" "$work/stderr" >&2
    notes+=('Single methods were not measured: BenchmarkDotNet failed.')
    return 0
  fi
  local name mean allocated
  while IFS=$'\t' read -r name mean allocated; do
    row "method: $name" - "$mean, $allocated allocated" - - - -
  done < <(micro_table "$work"/micro/results/*-report-github.md)
}

# micro_table REPORT...: name, mean and allocation of each method. A method's parameter becomes a part of its name.
micro_table() {
  awk -F'|' '
    function trim(t) { gsub(/^[ \047*]+|[ \047*]+$/, "", t); return t }
    { gsub(/&#39;/, "\047") }
    FNR == 1 { delete at }
    $2 ~ /^ *Method *$/ {
      parameter = 0
      for (i = 2; i < NF; i++) at[trim($i)] = i
      if (at["Mean"] > 3) parameter = 3
      next
    }
    ("Mean" in at) && NF > 4 && $2 !~ /^[-: ]+$/ {
      printf "%s%s\t%s\t%s\n", trim($2), parameter ? " (" trim($parameter) ")" : "", trim($at["Mean"]), trim($at["Allocated"])
    }' "$@"
}
