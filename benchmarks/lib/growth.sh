# How the time grows with bytes and with files: the slope of a line through the points in log-log scale.

growth_job() {
  echo "== growth" >&2
  local count
  for count in 1 10 100; do
    make_model "$work/bytes$count" $((count * 10 << 20))
    make_many "$work/files$count" $((count * 10)) 10000
  done
  cat >"$work/growth.ps1" <<PS
Export-MlemDockerDir '$small' -Target '$work/target' -Force | Out-Null
foreach (\$kind in 'bytes', 'files') {
  foreach (\$count in 1, 10, 100) {
    \$name = if (\$kind -eq 'bytes') { 'big' } else { 'many' }
    \$times = foreach (\$round in 1..7) {
      \$watch = [Diagnostics.Stopwatch]::StartNew()
      Export-MlemDockerDir "$work/\$kind\$count/\$name" -Target '$work/target' -Force -VerifyArtifacts | Out-Null
      \$watch.Elapsed.TotalSeconds
    }
    # The least of several: what other work on the machine adds is no growth.
    \$least = [double]::MaxValue
    foreach (\$time in \$times) { if (\$time -lt \$least) { \$least = \$time } }
    "\$kind \$count \$least"
  }
}
PS
  seconds_in_pwsh "& '$work/growth.ps1'"
  cp "$work/stdout" "$work/growth.txt"
  growth_row bytes 'folder with `-VerifyArtifacts`, artifact of 10, 100, 1,000 MiB'
  growth_row files 'folder with `-VerifyArtifacts`, 10, 100, 1,000 artifacts of 10 KB'
  rm -rf "$work"/bytes* "$work"/files* "$work/target"
}

growth_row() {
  local slope
  slope=$(awk -v kind="$1" '$1 == kind { x = log($2); y = log($3); n++; sx += x; sy += y; sxx += x * x; sxy += x * y }
    END { printf "%.2f", (n * sxy - sx * sy) / (n * sxx - sx * sx) }' "$work/growth.txt")
  row "$2" - "$(awk -v kind="$1" '$1 == kind { printf "%s%.3f s", s, $3; s = " / " }' "$work/growth.txt")" - "slope $slope" 1.05 \
    "$(verdict "$slope" 1.05)"
}
