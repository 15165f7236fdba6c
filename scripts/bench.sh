#!/usr/bin/env bash
# npm run bench -- start: Vitrina beside virt-manager, in one run on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh bench >&2
trap 'for pid in $STARTED_PIDS; do kill "$pid" 2>/dev/null || true; done' EXIT
npx tsx scripts/bench.ts "$@"
