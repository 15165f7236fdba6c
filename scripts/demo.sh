#!/usr/bin/env bash
# npm run demo: sets up, then drives the real app (scripts/demo.ts) on this display or on a virtual one.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh test >&2
trap 'for pid in $STARTED_PIDS ${XVFB_PID:-}; do kill "$pid" 2>/dev/null || true; done' EXIT
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec 7< <(exec Xvfb -displayfd 1 -screen 0 1440x960x24 -nolisten tcp 2>/dev/null)
  XVFB_PID=$!
  read -r number <&7
  export DISPLAY=":$number"
fi
npx tsx scripts/demo.ts "$@"
