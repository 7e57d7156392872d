#!/usr/bin/env bash
# Builds the host when a source is newer than it, and starts it with the arguments as given. See ./build.sh --help.
# Outside of CI it is compiled ahead, which pays after some dozens of starts; CompileAhead=true or false decides by hand.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# In a repository that has taken Gauntlet in, its code is a folder of its own, and stages of the repository's stand beside that.
product=$root
if [ -d "$root/build/gauntlet" ]; then product="$root/build/gauntlet"; fi
host="$product/build/bin/host/Gauntlet.Build.dll"
asked="$product/compat/obj/asked"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

stale() {
  [ ! -e "$host" ] && return 0
  # The list of stand-ins is given by hand, or the feeds lacked a package on another day.
  [ -n "${StandIns:-}" ] && return 0
  [ -e "$asked" ] && grep -q Cake "$asked" && ! grep -q "$(date -u +%Y-%m-%d)" "$asked" && return 0
  # What is not there is none of the sources: not everyone has a configuration of NuGet's.
  [ -n "$(find "$root/build" "$product/src" "$product/compat" "$product"/Directory.* "$product/global.json" "$product/.editorconfig" \
    "$root"/[Nn]u[Gg]et.[Cc]onfig "${HOME:-}/.nuget/NuGet" \( -name bin -o -name obj \) -prune -o -type f -newer "$host" -print -quit 2>/dev/null)" ]
}

seconds() { # on a terminal, until the script ends or kills it
  local passed=0
  while sleep 1 && kill -0 $$ 2>/dev/null; do passed=$((passed + 1)); printf '\rBuilding the host: %d s ' "$passed" >&2; done
}

publish() { # true or false: whether ahead
  # No build server may outlive the run, unless the caller wants one.
  MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=${UseSharedCompilation:-false} \
    dotnet publish "$product/build/Build.csproj" --configuration Debug --output "$product/build/bin/host" --verbosity quiet --tl:off -p:CompileAhead="$1" 2>&1
}

build() {
  local output code=0 ticker= ahead=${CompileAhead:-${CI:+false}}
  ahead=${ahead:-true}
  echo "Building the host; the first time takes about a minute." >&2
  if [ -t 2 ]; then seconds & ticker=$!; fi
  output=$(publish "$ahead") || code=$?
  # The feeds may lack what compiles ahead; whatever else is wrong is said by the build without it.
  if [ "$code" -ne 0 ] && [ "$ahead" != false ]; then code=0; output=$(publish false) || code=$?; fi
  if [ -n "$ticker" ]; then kill "$ticker" && wait "$ticker" 2>/dev/null || true; printf '\r\033[K' >&2; fi
  if [ "$code" -ne 0 ]; then
    printf '%s\n' "$output" >&2
    echo "error: the build host does not build; its errors are above." >&2
    exit 3
  fi
  sed -n 's/.*warning STANDIN: \(.*\) \[.*/\1/p' <<<"$output" | sort -u >&2
  touch "$host"
}

if stale; then
  # Of two at a time one builds, where the system has a lock for scripts.
  mkdir -p "$product/build/obj"
  exec 9>"$product/build/obj/building"
  if command -v flock >/dev/null; then flock 9; fi
  if stale; then build 9>&-; fi
  exec 9>&-
fi

exec dotnet "$host" "$@"
