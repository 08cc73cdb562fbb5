# Scripts with the module, in the PowerShell of the repository's tool manifest.

# find_pwsh: leaves the words that start it in the array pwsh, without the lookup that `dotnet pwsh` makes.
find_pwsh() {
  dotnet tool restore >&2
  pwsh=(dotnet "$(dotnet pwsh -NoProfile -NonInteractive -Command '"$PSHOME/pwsh.dll"')" -NoProfile -NonInteractive)
}

with_module() { printf "Import-Module '%s'\n%s" "$manifest" "$1"; }

in_pwsh() { "${pwsh[@]}" -Command "$(with_module "$1")"; }

# seconds_in_pwsh SCRIPT: a whole process, as seconds_of.
seconds_in_pwsh() { seconds_of "${pwsh[@]}" -Command "$(with_module "$1")"; }
