# Importing the module into a new pwsh, and a whole process that does it.

start_job() {
  local i script="\$watch = [Diagnostics.Stopwatch]::StartNew()
    Import-Module '$manifest'
    \$watch.Elapsed.TotalMilliseconds"
  echo "== start" >&2
  rm -f "$work"/{import,process,empty}.txt
  for ((i = 0; i <= start_count; i++)); do
    seconds_of "${pwsh[@]}" -Command "$script"
    [ "$i" = 0 ] && continue # the first one warms the disk's cache
    tail -n 1 "$work/stdout" >>"$work/import.txt"
    echo "$seconds" >>"$work/process.txt"
    seconds_of "${pwsh[@]}" -Command 1
    echo "$seconds" >>"$work/empty.txt"
  done
  row '`Import-Module` in a new `pwsh`' - "$(spread '%.0f ms' "$work/import.txt")" - - '200 ms' "$(verdict "$(median "$work/import.txt")" 200)"
  row '`pwsh -Command Import-Module`, whole process (peer: `pwsh -Command 1`)' '-' \
    "$(spread '%.3f s' "$work/process.txt")" "$(spread '%.3f s' "$work/empty.txt")" - - -
}
