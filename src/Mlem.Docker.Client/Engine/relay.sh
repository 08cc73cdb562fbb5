p="$(command -v python3 || command -v python)" && exec "$p" -S -c "$0" "$@"
# netcat cannot wait, and does not tell that it is connected.
command -v nc >/dev/null 2>&1 || exit 127
printf +
exec nc 127.0.0.1 "$1"
