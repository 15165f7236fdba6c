#!/usr/bin/env bash
# npm run demo: sets up, then drives the real app (scripts/demo.ts) on this display or on a virtual one.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh test >&2
trap 'for pid in $STARTED_PIDS ${XVFB_PID:-}; do kill "$pid" 2>/dev/null || true; done' EXIT
. scripts/display.sh
npx tsx scripts/demo.ts "$@"
