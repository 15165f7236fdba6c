#!/usr/bin/env bash
# npm test: set up what tests need, then every check. Daemons that it had to start end with it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh test
trap 'for pid in $STARTED_PIDS; do kill "$pid" 2>/dev/null || true; done' EXIT

npm run --silent check
npm run --silent e2e
