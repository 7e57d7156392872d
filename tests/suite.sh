# What .ci/run, tests/all.sh and tests/soak.sh share; sourced from the root of the checkout.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
export UseSharedCompilation=true # one compiler for everything that is built here, also by tests; it ends by itself when it is not needed any more
unset CI # the pipeline is started as a person would; only then auto means what the README says
SUITE_RESULTS=$(mktemp -d)
export SUITE_RESULTS
trap 'rm -rf "$SUITE_RESULTS"' EXIT
rm -f artifacts/flaky.txt

say() { printf '\n== %s (%(%H:%M:%S)T, minute %d)\n' "$1" -1 $((SECONDS / 60)); }

suite() { python3 tests/suite.py "$@"; }

run() { # category [minutes]
  say "tests: $1"
  suite run "$1" "TestCategory=$1" "${@:2}"
}

check() { # name command...
  say "$1"
  suite check "$@"
}

tools() { # what the tests need of Debian's packages
  say "tools of the tests"
  local missing=()
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

unpacked() { # what of a package would start a server when it is installed: its programs alone, on PATH
  local folder=${XDG_CACHE_HOME:-$HOME/.cache}/gauntlet-tests/$1
  command -v "$1" >/dev/null && return
  if [ ! -x "$folder/usr/bin/$1" ]; then
    mkdir -p "$folder"
    (cd "$folder" && apt-get download -qq "$1" && dpkg -x "$1"_*.deb . && rm "$1"_*.deb)
  fi
  export PATH="$PATH:$folder/usr/bin"
}

powershell() { # of the package feed; pwsh is on PATH from then on
  local folder=${XDG_CACHE_HOME:-$HOME/.cache}/gauntlet-tests/powershell
  command -v pwsh >/dev/null && return
  [ -x "$folder/pwsh" ] || dotnet tool install PowerShell --version 7.6.9 --tool-path "$folder" >/dev/null
  export PATH="$PATH:$folder"
}

kind_node_begin() { # the Docker engine and the node image: a quarter of an hour the first time, so it begins early
  ../shared/kind-node/up.sh >"$SUITE_RESULTS/kind-node.log" 2>&1 &
  kind_node=$!
}

kind_node() {
  say "the Docker engine and the node image"
  wait "$kind_node" && return
  tail -n 20 "$SUITE_RESULTS/kind-node.log"
  return 1
}
