# Row 4: starting a container of an image that is there, against `docker run -d` and asking until it answers. Both in
# one session, in turn; the start of the process is counted apart.

container_image=mlem-bench/server
container_count=${MLEM_DOCKER_BENCH_STARTS:-15}

container_job() {
  need_engine || return 0
  command -v docker >/dev/null || { notes+=("Containers were not measured: there is no docker command."); return; }
  echo "== container" >&2
  versions+=("$(docker --version)")
  mkdir -p "$work/server/templates"
  cp examples/iris/iris examples/iris/iris.mlem "$work/server"
  : >"$work/server/.mlem.yaml"
  printf 'FROM %s\nCOPY model.mlem /www/model.mlem\nCMD ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]\n' "$image_base" \
    >"$work/server/templates/dockerfile.j2"
  container_starts >"$work/starts.txt"
  grep '^pair' "$work/starts.txt" >&2
  awk '/^pair/ { print $2 }' "$work/starts.txt" >"$work/ours.txt"
  awk '/^pair/ { print $3 }' "$work/starts.txt" >"$work/peer.txt"
  awk '/^pair/ { print $2 - $3 }' "$work/starts.txt" >"$work/more.txt"
  awk '/^first/ { print $2 }' "$work/starts.txt" >"$work/first.txt"
  row "container: \`Start-MlemDockerContainer\` of a declaration whose image is there, until it serves" \
    '`docker run -d`, asked every 5 ms until it answers' "$(spread '%.0f ms' "$work/ours.txt")" "$(spread '%.0f ms' "$work/peer.txt")" \
    "**$(spread '%+.0f ms' "$work/more.txt")**" '+150 ms' "$(verdict "$(median "$work/more.txt")" 150)"
  row 'the first one in a process, which compiles the module' - "$(spread '%.0f ms' "$work/first.txt")" - - - -
  engine -X DELETE "http://d/images/$container_image?force=1" >/dev/null || true
}

# container_starts: "first MS", then "pair OURS PEER", in milliseconds. After each both containers are removed.
container_starts() {
  in_pwsh "
    \$null = \$ExecutionContext.SessionState.Path.SetLocation('$work/server')
    \$client = [Net.Http.HttpClient]::new()
    \$name = 'mlem-bench-$$'
    \$free = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    \$free.Start()
    \$address = \$free.LocalEndpoint.ToString()
    \$free.Stop()
    \$port = \$address + ':8080'
    \$null = New-MlemDockerContainer dep -Name \$name-ours -ImageName $container_image -Server fastapi -Port \$port \`
      -Parameters @{ stop_signal = 'SIGKILL' } -BaseImage $image_base -TemplatesDir '$work/server/templates'
    function Start-Ours {
      \$watch = [Diagnostics.Stopwatch]::StartNew()
      \$null = Start-MlemDockerContainer dep -Model iris
      \$watch.Elapsed.TotalMilliseconds
      Remove-MlemDockerContainer ./dep
    }
    function Start-Peer {
      \$watch = [Diagnostics.Stopwatch]::StartNew()
      \$null = docker run -d --name \$name-peer -p \$port $container_image
      while (\$true) {
        try { \$null = \$client.GetAsync(\"http://\$address/model.mlem\").GetAwaiter().GetResult(); break }
        catch { [Threading.Thread]::Sleep(5) }
      }
      \$watch.Elapsed.TotalMilliseconds
      \$null = docker rm -f \$name-peer
    }
    \$null = Start-MlemDockerContainer dep -Model iris -WhatIf
    Start-MlemDockerContainer dep -Model iris | Remove-MlemDockerContainer
    for (\$i = 0; \$i -lt $container_count; \$i++) { \"pair \$(Start-Ours) \$(Start-Peer)\" }"
  local i
  for i in 1 2 3; do
    in_pwsh "
      \$null = \$ExecutionContext.SessionState.Path.SetLocation('$work/server')
      \$watch = [Diagnostics.Stopwatch]::StartNew()
      \$null = Start-MlemDockerContainer dep -Model iris
      \"first \$(\$watch.Elapsed.TotalMilliseconds)\"
      Remove-MlemDockerContainer ./dep"
  done
}
