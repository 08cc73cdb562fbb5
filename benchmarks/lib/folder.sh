# Row 2: the Docker folder of a model, against copying the model's own folder with cp.

folder_job() {
  echo "== folder" >&2
  pairs "$pair_count" export_in_session copy_big
  ratio_row 'folder, 1 GiB artifact: `Export-MlemDockerDir` in a session' '`cp -r` of the model'\''s folder' 1.2
  pairs "$pair_count" export_process copy_big
  ratio_row 'the same, whole process' '`cp -r`' 1.2
  peak_row "its peak memory" 150
  pairs "$pair_count" export_small copy_small
  ratio_row 'folder, 1 KB artifact: `Export-MlemDockerDir`, whole process' '`cp -r`' -
  local limit=0.4
  row 'the same, against 0.2 of the 2.0 s that MLEM takes' - "$(spread '%.3f s' "$work/ours.txt")" - - "$limit s" \
    "$(verdict "$(median "$work/ours.txt")" $limit)"
  rm -rf "$work/target"
}

fresh_target() { rm -rf "$work/target"; sync; }

# The time of the cmdlet alone, after it has exported something small.
export_in_session() {
  fresh_target
  cat >"$work/export.ps1" <<PS
Export-MlemDockerDir '$small' -Target '$work/target.small' -Force | Out-Null
\$watch = [Diagnostics.Stopwatch]::StartNew()
Export-MlemDockerDir '$big' -Target '$work/target' | Out-Null
\$watch.Elapsed.TotalSeconds
PS
  seconds_in_pwsh "& '$work/export.ps1'"
  seconds=$(tail -n 1 "$work/stdout")
}

export_process() { fresh_target; seconds_in_pwsh "Export-MlemDockerDir '$big' -Target '$work/target'"; }
export_small() { fresh_target; seconds_in_pwsh "Export-MlemDockerDir '$small' -Target '$work/target'"; }
copy_big() { fresh_target; seconds_of cp -r "$(dirname "$big")" "$work/target"; }
copy_small() { fresh_target; seconds_of cp -r "$(dirname "$small")" "$work/target"; }
