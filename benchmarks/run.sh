#!/bin/bash
# Compares the load generator with wrk and hey on this machine: nginx on core 0, the client on core 1, 50 connections, keep-alive, 4-byte body.
# The tools take turns within a round, and every figure is a ratio of two runs of the same round. Replaces its section of benchmarks/README.md.
# As root it moves into a network namespace of its own, so that the firewall rules of this machine (Docker's, for one) and its congestion
# control do not count; otherwise they do, and the first line of the result says so.
#   benchmarks/run.sh [rounds, default 15] [seconds per run, default 3]
set -euo pipefail

rounds=${1:-15}
seconds=${2:-3}
if [[ ! $rounds =~ ^[1-9][0-9]*$ || ! $seconds =~ ^[1-9][0-9]*$ ]]; then
  echo "benchmarks/run.sh: rounds and seconds must be whole numbers above 0, as in: benchmarks/run.sh 15 3" >&2
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
    exec unshare -n "$0" "$rounds" "$seconds"
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

# Each prints: requests/s, CPU microseconds per request, bytes allocated per request ("-" where unknown).
TIMEFORMAT='%U %S'
run_other() { # name, awk program that prints "requests/s requests", command...
  local script=$2 out=$folder/out cpu
  shift 2
  cpu=$( { time taskset -c 1 "$@" >"$out" 2>/dev/null; } 2>&1)
  awk "$script" "$out" | awk -v cpu="$cpu" '{ split(cpu, t, " "); printf "%.0f %.3f -\n", $1, (t[1] + t[2]) * 1e6 / $2 }'
}
run_wrk() { run_other wrk '/requests in/ { n = $1 } /Requests\/sec/ { print $2, n }' wrk -t1 -c50 "-d${seconds}s" "http://127.0.0.1:$port/"; }
run_hey() { run_other hey '/Requests\/sec/ { r = $2 } / responses/ { n += $2 } END { print r, n }' hey -cpus 1 -c 50 -z "${seconds}s" "http://127.0.0.1:$port/"; }
run_ours() { taskset -c 1 dotnet "$program" "$1" "$port" "$seconds" "${@:2}"; }

for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  {
    echo "$round wrk $(run_wrk)"
    echo "$round epoll $(run_ours epoll 1)"
    echo "$round epoll16 $(run_ours epoll 16)"
    echo "$round portable $(run_ours portable 1)"
    echo "$round hey $(run_hey)"
    echo "$round pacing - - - - $(run_ours epoll 1 5000 | cut -d' ' -f5)"
    echo "$round timer - - - - $(run_ours timer 0 5000)"
  } | tee -a "$folder/results" >&2
done

summary() { sort -n | awk -v format="$1" '{ v[NR] = $1 } END { m = (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; printf format " (" format " to " format ")", m, v[1], v[NR] }'; }
spread() { # column, tool
  awk -v c="$1" -v a="$2" '$2 == a { print $c }' "$folder/results" | summary %d
}
# The ratio of two tools in each round, as "median (lowest to highest)".
ratio() { # column, numerator, denominator
  awk -v c="$1" -v a="$2" -v b="$3" '$2 == a { x[$1] = $c } $2 == b { y[$1] = $c } END { for (i in x) if (y[i] > 0) printf "%.3f\n", x[i] / y[i] }' "$folder/results" | summary %.2f
}
median() { # column, tool
  awk -v c="$1" -v a="$2" '$2 == a { print $c }' "$folder/results" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

{
  echo "$(date -u +%F), commit $(git -C "$here" rev-parse --short HEAD), $(nproc) cores ($(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)), Linux $(uname -r), $GAUNTLET_BENCHMARK_NETWORK,"
  echo "$rounds rounds of ${seconds} s, load average before the end $(cut -d' ' -f1 /proc/loadavg). Ratios are the median of the rounds (lowest to highest)."
  echo
  echo "| | target | measured |"
  echo "|---|---|---|"
  echo "| CPU time per request, epoll / wrk | at most 0.80 | $(ratio 4 epoll wrk) |"
  echo "| requests per second, epoll / wrk | at least 1.15 | $(ratio 3 epoll wrk) |"
  echo "| requests per second, epoll / hey | at least 4 | $(ratio 3 epoll hey) |"
  echo "| requests per second, 16 hosts / one host | at least 0.90 | $(ratio 3 epoll16 epoll) |"
  echo "| requests per second, epoll / portable | | $(ratio 3 epoll portable) |"
  echo "| bytes allocated per request, epoll | below 1 | $(median 5 epoll) |"
  echo "| p99 of the send lag at 5,000/s | below 100 us on an idle machine | $(spread 7 pacing) us |"
  echo "| p99 of a bare timer's lag at 5,000/s, on this machine in the same rounds | | $(spread 7 timer) us |"
  echo
  echo "| tool | requests/s (median) | CPU us per request (median) |"
  echo "|---|---|---|"
  for tool in wrk epoll epoll16 portable hey; do echo "| $tool | $(median 3 $tool) | $(median 4 $tool) |"; done
} >"$folder/section"

cat "$folder/section"
awk -v section="$folder/section" '
  /<!-- load generator: end -->/ { skip = 0 }
  !skip { print }
  /<!-- load generator: begin -->/ { skip = 1; print ""; while ((getline line < section) > 0) print line; print "" }
' "$here/README.md" >"$folder/README.md" && cp "$folder/README.md" "$here/README.md"
