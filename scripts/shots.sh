#!/usr/bin/env bash
# npm run shots: the pictures of the README, and every page in both languages and themes under DIR (out/shots).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh test >&2
trap 'for pid in $STARTED_PIDS; do kill "$pid" 2>/dev/null || true; done' EXIT
STANDIN_MODE=headless npx tsx scripts/shots.ts "${1:-out/shots}"
