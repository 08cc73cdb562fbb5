# Row 3: importing the module, and a whole run of the host.

# The host imports the module before anything else can look at a clock. So the import is timed in a copy of the host
# that has found an empty module of that name: the first time that the process sees the module's assemblies.
make_empty_host() {
  cp -r "$(dirname "$mlem_docker")" "$work/host"
  mkdir -p "$work/host/Mlem.Docker"
  printf "@{ ModuleVersion = '0.0.1'; RootModule = 'Mlem.Docker.psm1' }\n" >"$work/host/Mlem.Docker/Mlem.Docker.psd1"
  : >"$work/host/Mlem.Docker/Mlem.Docker.psm1"
}

start_job() {
  local i script="\$watch = [Diagnostics.Stopwatch]::StartNew()
    Import-Module '$root/out/Mlem.Docker/Mlem.Docker.psd1'
    \$watch.Elapsed.TotalMilliseconds"
  echo "== start" >&2
  make_empty_host
  rm -f "$work"/{import,process,empty}.txt
  for ((i = 0; i <= start_count; i++)); do
    seconds_of "$work/host/mlem-docker" -OutputFormat Json -Command "$script"
    [ "$i" = 0 ] && continue # the first one warms the disk's cache
    tail -n 1 "$work/stdout" >>"$work/import.txt"
    seconds_of "$work/host/mlem-docker" -OutputFormat Json -Command 1
    echo "$seconds" >>"$work/empty.txt"
    seconds_of "$mlem_docker" -OutputFormat Json -Command 1
    echo "$seconds" >>"$work/process.txt"
  done
  row '`Import-Module` in the host' - "$(spread '%.0f ms' "$work/import.txt")" - - '150 ms' "$(verdict "$(median "$work/import.txt")" 150)"
  row '`mlem-docker -Command 1`, whole process (peer: the same with an empty module)' '-' \
    "$(spread '%.3f s' "$work/process.txt")" "$(spread '%.3f s' "$work/empty.txt")" - - -
}
