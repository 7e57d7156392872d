#!/bin/bash
# Compares the load generator with wrk and hey (and oha, where it is installed) on this machine: nginx on core 0, the client on core 1, 50 connections, keep-alive, 4-byte body.
# The tools run side by side and take turns of 0.2 s; every ratio is of two turns of the same round, so that the machine's own changes of speed do
# not count. Replaces its section of benchmarks/README.md.
# As root it moves into a network namespace of its own, so that the firewall rules of this machine (Docker's, for one) and its congestion
# control do not count; otherwise they do, and the first line of the result says so.
#   benchmarks/run.sh [rounds, default 100]
set -euo pipefail

rounds=${1:-100}
if [[ ! $rounds =~ ^[1-9][0-9]*$ ]]; then
  echo "benchmarks/run.sh: rounds must be a whole number above 0, as in: benchmarks/run.sh 100" >&2
  exit 2
fi
port=18180
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
nginx_pid=
cleanup() {
  if [[ -n $nginx_pid ]]; then kill "$nginx_pid" 2>/dev/null || true; wait "$nginx_pid" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap cleanup EXIT

if (($(nproc) < 2)); then
  echo "benchmarks/run.sh: needs two cores, one for the server and one for the client" >&2
  exit 2
fi

missing=()
for tool in nginx wrk hey; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if ((${#missing[@]} > 0)); then
  sudo=$([[ $(id -u) -eq 0 ]] || echo sudo)
  $sudo apt-get update -q
  $sudo apt-get install -qy --no-install-recommends "${missing[@]}"
fi

if [[ -z ${GAUNTLET_BENCHMARK_NETWORK:-} ]]; then
  dotnet build "$here/LoadGenerator.Benchmarks" --nologo -v q
  export GAUNTLET_BENCHMARK_NETWORK="the machine's network"
  if [[ $(id -u) -eq 0 ]] && unshare -n true; then
    export GAUNTLET_BENCHMARK_NETWORK="a network namespace of its own, reno"
    cleanup
    exec unshare -n "$0" "$rounds"
  fi
elif [[ $GAUNTLET_BENCHMARK_NETWORK == *namespace* ]]; then
  ip link set lo up
  sysctl -qw net.ipv4.tcp_congestion_control=reno
fi
program="$here/LoadGenerator.Benchmarks/bin/Debug/net10.0/Gauntlet.LoadGenerator.Benchmarks.dll"

sed -e "s|@FOLDER@|$folder|; s|@PORT@|$port|" "$here/nginx.conf" >"$folder/nginx.conf"
taskset -c 0 nginx -c "$folder/nginx.conf" 2>/dev/null &
nginx_pid=$!
for _ in $(seq 50); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done

# Lines of results: round, tool, requests/s, CPU microseconds per request, and in turns those of the server; of runs alone instead bytes allocated
# per request, requests, peak of the resident memory in MB, and p99 of the send lag in microseconds.
long=$((rounds * 5 + 120)) # outlasts all turns; the tools are then killed
ours=(dotnet "$program")
url=http://127.0.0.1:$port/
optional=() contestants=(wrk epoll epoll16 portable hey)
if command -v oha >/dev/null; then optional=("oha=oha --no-tui -c 50 -z ${long}s $url") contestants+=(oha); fi
"${ours[@]}" turns "$port" "$rounds" "$(pgrep -P "$nginx_pid")" \
  "wrk=wrk -t1 -c50 -d${long}s $url" \
  "epoll=${ours[*]} epoll $port $long 1" \
  "epoll16=${ours[*]} epoll $port $long 16" \
  "portable=${ours[*]} portable $port $long 1" \
  "hey=hey -cpus 1 -c 50 -z ${long}s $url" \
  "${optional[@]}" | tee "$folder/results" >&2

alone() { taskset -c 1 "${ours[@]}" "$@"; }
echo "1 alone $(alone epoll "$port" 75 1)" | tee -a "$folder/results" >&2
for round in $(seq 5); do
  {
    echo "$round pacing $(alone epoll "$port" 3 1 5000)"
    echo "$round timer - - - - - $(alone timer 0 3 0 5000)"
  } | tee -a "$folder/results" >&2
done

summary() { # format, share of the figures to leave out at each end of the range
  sort -n | awk -v format="$1" -v cut="$2" '{ v[NR] = $1 } END {
    m = (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; low = 1 + int((NR - 1) * cut)
    printf format " (" format " to " format ")", m, v[low], v[NR + 1 - low] }'
}
spread() { # column, tool; as "median (lowest to highest)"
  awk -v c="$1" -v a="$2" '$2 == a { print $c }' "$folder/results" | summary %d 0
}
# The ratio of two tools in each round, as "median (lower to upper quartile)".
ratio() { # column, numerator, denominator
  awk -v c="$1" -v a="$2" -v b="$3" '$2 == a { x[$1] = $c } $2 == b { y[$1] = $c } END { for (i in x) if (y[i] > 0) printf "%.4f\n", x[i] / y[i] }' "$folder/results" | summary %.3f 0.25
}
median() { # column, tool
  awk -v c="$1" -v a="$2" '$2 == a { print $c }' "$folder/results" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

{
  echo "$(date -u +%F), commit $(git -C "$here" rev-parse --short HEAD), $(nproc) cores ($(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)), Linux $(uname -r), $GAUNTLET_BENCHMARK_NETWORK,"
  echo "$rounds rounds of turns of 0.2 s. Ratios are the median of the rounds (lower to upper quartile); the lags are of 5 runs of 3 s (lowest to highest)."
  echo
  echo "| | target | measured |"
  echo "|---|---|---|"
  echo "| CPU time per request, epoll / wrk | at most 0.80 | $(ratio 4 epoll wrk) |"
  echo "| requests per second, epoll / wrk | at least 1.15 | $(ratio 3 epoll wrk) |"
  echo "| requests per second, epoll / hey | at least 4 | $(ratio 3 epoll hey) |"
  echo "| requests per second, 16 hosts / one host | at least 0.90 | $(ratio 3 epoll16 epoll) |"
  echo "| requests per second, epoll / portable | | $(ratio 3 epoll portable) |"
  echo "| bytes allocated per request, epoll | below 1 | $(median 5 alone) |"
  echo "| peak of the resident memory over $(median 6 alone) requests, epoll | below 200 MB | $(median 7 alone) MB |"
  echo "| p99 of the send lag at 5,000/s | below 100 us on an idle machine | $(spread 8 pacing) us |"
  echo "| p99 of a bare timer's lag at 5,000/s, on this machine in the same rounds | | $(spread 8 timer) us |"
  echo
  echo "| tool | requests/s (median) | CPU us per request (median) | nginx's CPU us per request (median) |"
  echo "|---|---|---|---|"
  for tool in "${contestants[@]}"; do echo "| $tool | $(median 3 $tool) | $(median 4 $tool) | $(median 5 $tool) |"; done
  echo
  echo "nginx has one core: at $(median 5 epoll) us a request it answers $(awk -v us="$(median 5 epoll)" 'BEGIN { printf "%d", 1e6 / us }') requests/s at most, whatever asks it."
} >"$folder/section"

cat "$folder/section"
awk -v section="$folder/section" '
  /<!-- load generator: end -->/ { skip = 0 }
  !skip { print }
  /<!-- load generator: begin -->/ { skip = 1; print ""; while ((getline line < section) > 0) print line; print "" }
' "$here/README.md" >"$folder/README.md" && cp "$folder/README.md" "$here/README.md"
