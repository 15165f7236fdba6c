#!/usr/bin/env bash
# npm run generate [-- --check]: every file that is made of facts kept elsewhere in the project.
set -euo pipefail
cd "$(dirname "$0")/.."
npx tsx main/libvirt/generate/generate.ts "$@"
npx tsx scripts/virt-manager-table.ts "$@"
