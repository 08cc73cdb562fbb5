# Debian packages that the tests need. Sourced by tests/run and by the scripts beside it; nothing runs on sourcing.

# True on a machine where `install_packages` may install what is missing.
can_install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ -e /etc/debian_version ]
}

package_installed() {
  [ "$(dpkg-query -Wf '${db:Status-Abbrev}' "$1" 2>/dev/null)" = 'ii ' ]
}

# install_packages NAME...: installs those that are not there, asking the mirror only when one is missing.
install_packages() {
  local name missing=()
  for name in "$@"; do package_installed "$name" || missing+=("$name"); done
  [ ${#missing[@]} = 0 ] && return 0
  can_install_packages || {
    echo "missing Debian packages: ${missing[*]} (only root on Debian installs them by itself)" >&2
    return 1
  }
  echo "installing Debian packages: ${missing[*]}"
  if [ -z "${_packages_updated:-}" ]; then
    apt-get update -q=2 || return 1
    _packages_updated=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -q=2 -y --no-install-recommends "${missing[@]}" \
    </dev/null >"${install_log:-/dev/null}" 2>&1 || {
    echo "apt-get install failed:" >&2
    tail -n 20 "${install_log:-/dev/null}" >&2
    return 1
  }
}
