#!/usr/bin/env bash
# Full on a machine that has the .NET SDK and nothing else: a bare Debian in a chroot, no network but loopback, once as root and once as a user
# without any right. Ends with 1 when a run does not pass, leaves something behind, or misses a limit of time:
# the cluster ready within 3 s, all stages but Test within 30 s. Build and restore do not count.
#
# usage: tests/fresh-machine.sh [option of the pipeline]...     for example --skip=Test
# needs: root, debootstrap, git, jq, and the project's packages in NuGet's folder (dotnet restore)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sdks=$(dotnet --list-sdks | sed -n '$s/.*\[\(.*\)\].*/\1/p')
export DOTNET=${sdks%/sdk} PACKAGES=${NUGET_PACKAGES:-$HOME/.nuget/packages}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gauntlet/fresh-machine
export folder="my projects/gauntlet" # a path with a space in it
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

"$DOTNET/dotnet" restore "$root/Gauntlet.slnx" --verbosity quiet
if [ ! -e "$cache.tar" ]; then
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true; } | grep -v '^ *#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | sed -n '1s/ *$//p')
  echo "making a bare Debian $suite"
  # What .NET's own Debian package depends on, and no more.
  debootstrap --variant=minbase --include="$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -1),libssl3,libstdc++6,zlib1g,tzdata" "$suite" "$work/debian" "$mirror" >"$work/debootstrap.log" ||
    { tail "$work/debootstrap.log" >&2; exit 1; }
  mkdir -p "$(dirname "$cache")" && tar -C "$work/debian" -cf "$cache.tar.part" . && mv "$cache.tar.part" "$cache.tar"
  rm -rf "$work/debian"
fi

# The first process of its own namespaces: all mounts and processes end with it.
inside() { # uid, options of the pipeline
  local uid=$1 code=0 left; shift
  ip link set lo up
  mount -t proc proc /proc
  mount -t proc proc "$machine/proc"
  mount --rbind /dev "$machine/dev"
  mount -t tmpfs tmpfs "$machine/tmp"
  mount --bind -o ro "$DOTNET" "$machine/usr/share/dotnet"
  mount --bind -o ro "$PACKAGES" "$machine/packages"
  chroot --userspec="$uid:$uid" "$machine" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/home/dev NUGET_PACKAGES=/packages \
    "/home/dev/$folder/build.sh" --target=Full "$@" || code=$?
  date +%s.%N >"$machine/ended"
  left=$(readlink /proc/[0-9]*/exe | grep '/dotnet$' || true)
  [ -z "$left" ] || { echo "FAILED: still running: $left"; code=9; }
  return "$code"
}

judge() { # artifacts, exit code, time of the end
  [ "$2" = 0 ] || { echo "FAILED: exit code $2"; return 1; }
  [ ! -e "$1/kubeconfig" ] || { echo "FAILED: artifacts/kubeconfig is left"; return 1; }
  jq -r --argjson ended "$3" '
    def seconds: split(":") | (.[0] | tonumber) * 3600 + (.[1] | tonumber) * 60 + (.[2] | tonumber);
    def at: capture("(?<date>[^.]+)(?<fraction>\\.[0-9]+)") | (.date + "Z" | fromdate) + ("0" + .fraction | tonumber);
    (.createCluster.duration | seconds) as $ready | ($ended - (.run.started | at) - (.test.duration | seconds)) as $own
    | "cluster ready after \($ready * 100 | round / 100) s (below 3), own part \($own * 100 | round / 100) s (below 30), Test \(.test.summary)",
      if $ready < 3 and $own < 30 then empty else "FAILED: a limit of time\n" | halt_error(1) end' "$1/state.json"
}

run() { # name uid, options of the pipeline
  local name=$1 uid=$2 code=0; shift 2
  export machine=$work/$name
  mkdir -p "$machine" && tar -C "$machine" -xf "$cache.tar"
  mkdir -p "$machine"/{usr/share/dotnet,packages,"home/dev/$folder"}
  # Restored before the network went away: what is in the folder is all there is.
  mkdir -p "$machine/home/dev/.nuget/NuGet"
  echo '<configuration><packageSources><clear /><add key="restored" value="/packages" /></packageSources></configuration>' >"$machine/home/dev/.nuget/NuGet/NuGet.Config"
  ln -s ../share/dotnet/dotnet "$machine/usr/bin/dotnet"
  git -C "$root" ls-files -z | tar -C "$root" --null -T - -c | tar -C "$machine/home/dev/$folder" -x
  chown -R "$uid:$uid" "$machine/home/dev"
  echo "== Full as $name"
  unshare --mount --net --pid --fork bash -c "$(declare -f inside); inside \"\$@\"" inside "$uid" "$@" || code=$?
  judge "$machine/home/dev/$folder/artifacts" "$code" "$(cat "$machine/ended")" || failed=1
}

failed=0
run root 0 "$@"
run user 1000 "$@"
exit "$failed"
