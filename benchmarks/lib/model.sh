# The models that the jobs work on, made by hand. Sourced by benchmarks/run.

# make_model FOLDER BYTES: a model with one artifact of random bytes, in a folder of its own.
make_model() {
  mkdir -p "$1"
  head -c "$2" /dev/urandom >"$1/big"
  {
    printf 'artifacts:\n  data:\n    hash: %s\n    size: %s\n    uri: big\n' \
      "$(md5sum "$1/big" | cut -d' ' -f1)" "$2"
    sed -n '/^call_orders:/,$p' examples/iris/iris.mlem
  } >"$1/big.mlem"
}

# change_artifact METAFILE: another first MiB, and the hash of the whole. Then a file is left to lie for a while, as models do:
# the hash of one that was written in the last three seconds is not remembered.
change_artifact() {
  local artifact=${1%.mlem}
  head -c 1048576 /dev/urandom | dd of="$artifact" conv=notrunc status=none
  sed -i "s/^    hash: .*/    hash: $(md5sum "$artifact" | cut -d' ' -f1)/" "$1"
  sleep 4
}

# make_wide_metafile FILE BYTES: the metafile with 2,000 columns, with as many columns as fill the size.
make_wide_metafile() {
  awk -v bytes="$2" -v size="$(stat -c %s "$wide")" '
    function put(line) { print line }
    /- feature_[0-9]+$/ {
      indent = $0; sub(/-.*/, "", indent)
      if (!done[block]++) for (i = 0; i < 2000 * bytes / size; i++) put(indent "- feature_" sprintf("%07d", i))
      next
    }
    /- (float64|int64)$/ {
      indent = $0; type = $0; sub(/-.*/, "", indent); sub(/.*- /, "", type)
      if (!types[block]++) for (i = 0; i < 2000 * bytes / size; i++) put(indent "- " type)
      next
    }
    /columns:$/ { block++ }
    { put($0) }' "$wide" >"$1"
}

# make_sparse FOLDER BYTES: a model whose artifact is one hole.
make_sparse() {
  mkdir -p "$1"
  truncate -s 0 "$1/big"
  truncate -s "$2" "$1/big"
  local hash=00000000000000000000000000000000
  [ "$2" -gt $((2 << 30)) ] || hash=$(md5sum "$1/big" | cut -d' ' -f1)
  {
    printf 'artifacts:\n  data:\n    hash: %s\n    size: %s\n    uri: big\n' "$hash" "$2"
    sed -n '/^call_orders:/,$p' examples/iris/iris.mlem
  } >"$1/big.mlem"
}

# make_many FOLDER COUNT BYTES: a model with many artifacts of random bytes.
make_many() {
  mkdir -p "$1/many"
  head -c $(($2 * $3)) /dev/urandom | split -b "$3" -a 5 -d - "$1/many/part"
  {
    echo artifacts:
    (cd "$1/many" && md5sum part*) | awk -v size="$3" '{ printf "  %s:\n    hash: %s\n    size: %d\n    uri: many/%s\n", $2, $1, size, $2 }'
    sed -n '/^call_orders:/,$p' examples/iris/iris.mlem
  } >"$1/many.mlem"
}
