# Debian packages that the tests need. Sourced by tests/run and by the scripts beside it; nothing runs on sourcing.

# Where everything is kept that takes long to make and stays the same.
test_cache=${MLEM_DOCKER_TEST_CACHE:-${XDG_CACHE_HOME:-/var/cache}/mlem-docker-tests}

# True on a machine where `install_packages` may install what is missing.
can_install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ -e /etc/debian_version ]
}

package_installed() {
  [ "$(dpkg-query -Wf '${db:Status-Abbrev}' "$1" 2>/dev/null)" = 'ii ' ]
}

# install_packages NAME...: installs those that are not there, asking the mirror only when one is missing.
# Scripts that run side by side wait for one another.
install_packages() {
  local name missing=()
  for name in "$@"; do package_installed "$name" || missing+=("$name"); done
  [ ${#missing[@]} = 0 ] && return 0
  can_install_packages || {
    echo "missing Debian packages: ${missing[*]} (only root on Debian installs them by itself)" >&2
    return 1
  }
  echo "installing Debian packages: ${missing[*]}"
  mkdir -p "$test_cache"
  (
    flock 8
    if [ -z "$(find /var/lib/apt/lists -name '*_Packages*' -mmin -60 -print -quit 2>/dev/null)" ]; then
      apt-get update -q=2 || exit 1
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -q=2 -y --no-install-recommends \
      -o DPkg::Lock::Timeout=300 "${missing[@]}" </dev/null >"${install_log:-/dev/null}" 2>&1 || {
      echo "apt-get install failed:" >&2
      tail -n 20 "${install_log:-/dev/null}" >&2
      exit 1
    }
  ) 8>"$test_cache/.apt-lock"
}

# debian_mirror RELEASE: the mirror that this machine uses for the release, else for its own release, else Debian's.
debian_mirror() {
  local release site
  for release in "$1" "$(. /etc/os-release && echo "$VERSION_CODENAME")"; do
    site=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $release" 2>/dev/null | head -n 1)
    [ -n "$site" ] && break
  done
  echo "${site:-http://deb.debian.org/debian}"
}
