#!/usr/bin/env bash
# npm run console-check: sets up, then shows a SPICE server in the app's renderer (scripts/console-check.ts).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh app >&2
trap 'for pid in $STARTED_PIDS ${XVFB_PID:-}; do kill "$pid" 2>/dev/null || true; done' EXIT
if [ -n "${REAL_ELECTRON:-}" ]; then . scripts/display.sh; fi
STANDIN_MODE=headless npx tsx scripts/console-check.ts "$@"
