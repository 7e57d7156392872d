#!/bin/bash
# Times a warm ./build.sh --target=Validate with its tools at hand against the limit of 1.0 s, and in turns with it the bare start of the host,
# which shows how fast this machine is at the moment. Exits 1 when the median is above the limit.
# It works on a copy of the manifests with a cache of its own, and trivy is a stand-in that only tells its version: nothing is left behind.
#   benchmarks/validate.sh [runs, default 15] [kind of cluster, default embedded]
set -euo pipefail
export LC_ALL=C

runs=${1:-15}
cluster=${2:-embedded}
if [[ ! $runs =~ ^[1-9][0-9]*$ || ! $cluster =~ ^(embedded|kind)$ ]]; then
  echo "benchmarks/validate.sh: runs must be a whole number above 0 and the cluster embedded or kind, as in: benchmarks/validate.sh 15 embedded" >&2
  exit 2
fi
limit=1.0
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mkdir "$folder/project" "$folder/tools"
cp -R "$root/manifests" "$root/kind" "$root/Gauntlet.slnx" "$root/cake.config" "$folder/project"
version=$(sed -n 's/.*TrivyVersion = "\(.*\)";/\1/p' "$root/build/Tools/ToolPins.cs")
printf '#!/bin/sh\necho "Version: %s"\n' "$version" >"$folder/tools/trivy"
chmod +x "$folder/tools/trivy"
export PATH="$folder/tools:$PATH" XDG_CACHE_HOME="$folder/cache"

validate() { "$root/build.sh" --target=Validate --cluster="$cluster" --working="$folder/project"; }
bare() { "$root/build.sh" --version; }
TIMEFORMAT=%R
seconds() { { time "$@" >"$folder/out" 2>&1; } 2>&1 || { cat "$folder/out" >&2; return 1; }; }

# Builds the host where it is stale, and fills the caches.
seconds bare >/dev/null
seconds validate >/dev/null
for run in $(seq "$runs"); do
  took=$(seconds validate)
  start=$(seconds bare)
  echo "run $run of $runs: Validate $took s, bare start $start s" >&2
  echo "$took $start" >>"$folder/results"
done

summary() { sort -n | awk -v format="$1" '{ v[NR] = $1 } END { m = (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; printf format " (" format " to " format ")", m, v[1], v[NR] }'; }
took=$(cut -d' ' -f1 "$folder/results" | summary %.2f)
echo "$(date -u +%F), commit $(git -C "$root" rev-parse --short HEAD), $(getconf _NPROCESSORS_ONLN) cores, $(uname -sr), $(uptime | sed 's/.*load/load/'), $cluster cluster, $runs runs:"
echo "median (lowest to highest)."
echo
echo "| | limit | measured |"
echo "|---|---|---|"
echo "| warm Validate | below $limit s | $took s |"
echo "| bare start of the host, in turns with it | | $(cut -d' ' -f2 "$folder/results" | summary %.2f) s |"
echo "| Validate / bare start, of each turn | aim: below 2.5 | $(awk '{ print $1 / $2 }' "$folder/results" | summary %.2f) |"
awk -v took="${took%% *}" -v limit="$limit" 'BEGIN { exit took > limit }'
