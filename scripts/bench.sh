#!/usr/bin/env bash
# Vitrina beside what it stands beside, in one run on this machine:
#   npm run bench -- start     the app and virt-manager, to the list of machines
#   npm run bench -- libvirt   main/libvirt and libvirt's C library
#   npm run bench -- console   our SPICE client, spice-html5, noVNC and remote-viewer
#   npm run bench -- memory    our SPICE client's memory over an hour of noise
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
  start) script=scripts/bench.ts ;;
  libvirt) script=scripts/bench-libvirt/main.ts ;;
  console) script=scripts/bench-console/main.ts ;;
  memory) script=scripts/bench-console/memory.ts ;;
  *) echo "usage: npm run bench -- start | libvirt | console | memory" >&2; exit 2 ;;
esac
. scripts/setup.sh bench >&2
trap 'for pid in $STARTED_PIDS; do kill "$pid" 2>/dev/null || true; done' EXIT
if [ "$1" = libvirt ]; then
  # As plain JavaScript, as the package is: what runs TypeScript for us adds work of its own to each function.
  npx esbuild "$script" scripts/bench-libvirt/event-daemon.ts --bundle --platform=node --format=esm --target=node20 \
    --outdir=out/bench --entry-names=[name] --log-level=warning
  node --expose-gc out/bench/main.js
else
  npx tsx --expose-gc "$script" "$@"
fi
