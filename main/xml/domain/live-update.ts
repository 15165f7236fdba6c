// A device that is changed where it is (virDomainUpdateDeviceFlags).
import { type ElementNode, parseDocument, printNode } from '../lossless.ts'
import { applyChanges, type DecidedChange } from './change.ts'
import { locateDevice } from './hardware.ts'
import { type LivePlan, NOTHING, take, wait } from './live-plan.ts'

export function planUpdate(change: Exclude<DecidedChange, { do: 'addDisk' }>, live: ElementNode): LivePlan {
  const of = 'device' in change ? locateDevice(live, change.device) : null
  if (!of) return wait('notThere')
  const before = printNode(of)
  // On a copy: the caller goes on with the tree.
  const copy = parseDocument(printNode(rootOf(live))).root
  const [changed] = applyChanges(copy, [change])
  const xml = changed ? printNode(changed) : before
  return xml === before ? NOTHING : take({ do: 'update', xml, before })
}

function rootOf(node: ElementNode): ElementNode {
  let at = node
  while (at.parent) at = at.parent
  return at
}
