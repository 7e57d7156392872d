#!/usr/bin/env bash
# Builds the host when a source is newer than it, and starts it with the arguments as given. See ./build.sh --help.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
host="$root/build/bin/Debug/net10.0/Gauntlet.Build.dll"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

stale() {
  [ ! -e "$host" ] && return 0
  [ -n "$(find "$root/build" "$root/src" "$root/compat" "$root"/Directory.* "$root/global.json" "$root/.editorconfig" \
    \( -name bin -o -name obj \) -prune -o -type f -newer "$host" -print -quit)" ]
}

if stale; then
  if [ -t 2 ]; then echo "Building the host; about a minute the first time." >&2; fi
  # No build server may outlive the run.
  if ! output=$(MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 dotnet build "$root/build/Build.csproj" --verbosity quiet -p:UseSharedCompilation=false 2>&1); then
    printf '%s\n' "$output" >&2
    echo "error: the build host does not build; its errors are above." >&2
    exit 3
  fi
  touch "$host"
fi

exec dotnet "$host" "$@"
