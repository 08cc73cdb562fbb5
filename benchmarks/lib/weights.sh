# -SeparateWeights: the second build of a model, after a change of its server's options only. The weights of each first
# build are new: neither an Engine, nor its builders' caches, nor our memory of hashes has seen them.

weights_job() {
  need_engine || return 0
  echo "== weights apart" >&2
  use_model "$big"
  local model=$big
  local kind i first
  for kind in Classic BuildKit; do
    rm -f "$work"/{ours,peer,ratio,memory}.txt
    for ((i = 1; i <= pair_count; i++)); do
      fresh_build
      remove_weights
      empty_build_cache
      change_artifact "$model"
      ours -SeparateWeights -Builder "$kind" -Server fastapi
      first=$seconds
      [ "$peak" = - ] || echo "$peak" >>"$work/memory.txt"
      ours -SeparateWeights -Builder "$kind" -Server streamlit
      echo "$first" >>"$work/peer.txt"
      echo "$seconds" >>"$work/ours.txt"
      awk -v a="$seconds" -v b="$first" 'BEGIN { printf "%.4f\n", a / b }' >>"$work/ratio.txt"
      echo "  pair $i: second build $seconds s, first $first s, load $(cut -d' ' -f1 /proc/loadavg)" >&2
    done
    ratio_row "image, 1 GiB, weights apart, $kind: second build, another server" 'its own first build' 0.1
    peak_row "peak memory of the first build" 150
    weights_kind=$kind
    sent_by weights_third
    sent_row "bytes that a build with a third server sends" 1
  done
}

# What the builds of earlier weights have left in BuildKit's cache would fill the disk: some 4 GB each.
empty_build_cache() { engine -X POST 'http://d/build/prune?all=1' >/dev/null; }

weights_third() { ours -SeparateWeights -Builder "$weights_kind" -Server _sagemaker; }
