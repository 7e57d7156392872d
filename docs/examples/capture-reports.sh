#!/usr/bin/env bash
# Pictures of the report in docs/examples/reports, by Debian's Chromium: runs the pipeline on the embedded cluster, on a copy of the manifests, and opens what
# it wrote at 1280 and 390 pixels, light and dark.
#   docs/examples/capture-reports.sh [case ...]      cases: pass fail inconclusive routes chaos
# needs: chromium, pngquant, and a built solution (dotnet build)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
project=$folder/gauntlet
trap 'rm -rf "$folder"' EXIT
mkdir "$project" "$folder/pictures"

report() { # case, option...
  rm -rf "${project:?}"/*
  cp -r "$root/cake.config" "$root/Gauntlet.slnx" "$root/manifests" "$root/kind" "$project"
  [[ $1 != routes ]] || routes
  "$root/build.sh" --working="$project" --target=Full --cluster=embedded --seed=7 --rate=100 "${@:2}" || echo "(exit code $?)"
  cp "$project/artifacts/report.html" "$folder/pictures/$1.html"
}

# Twenty routes: those of foo and bar, and eighteen hosts more that lead to foo.
routes() {
  local number
  for number in $(seq 18); do
    sed -n "/host: foo.localhost/,/name: http/{s/foo.localhost/shop$number.localhost/;p}" "$root/manifests/echo/ingress.yaml"
  done >>"$project/manifests/echo/ingress.yaml"
}

for case in "${@:-pass fail inconclusive routes chaos}"; do
  for name in $case; do
    case $name in
      pass) report pass --skip=Test --skip=ScanSecurity --skip=Chaos ;;
      fail) report fail --threshold='p(95) < 0.001ms' --skip=Test --skip=ScanSecurity --skip=Chaos ;;
      inconclusive) report inconclusive --threshold='p(99.99) < 1s' --duration=5s --skip=Test --skip=ScanSecurity --skip=Chaos ;;
      routes) report routes --skip=Test --skip=ScanSecurity --skip=Chaos ;;
      chaos) report chaos --skip=Test --skip=ScanSecurity --chaos='pod-freeze:foo@5s,for=2s' ;;
      *) echo "capture-reports.sh: there is no case '$name'" >&2; exit 2 ;;
    esac
  done
done
GAUNTLET_SCREENSHOTS=$folder/pictures dotnet test "$root/tests/Reports.Tests" --no-build \
  --filter 'Name~html'
mkdir -p "$root/docs/examples/reports"
for picture in "$folder"/pictures/*.png; do
  pngquant --force --strip --output "$root/docs/examples/reports/$(basename "${picture,,}")" 64 "$picture"
done
