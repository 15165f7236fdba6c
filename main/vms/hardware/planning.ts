// What a change would be, before it is one: the definition after it, what the running machine is given, and what must be
// made for it first. Decides; does nothing.
import type { Connection } from 'node-libvirt'
import { AppFailure } from '../../../preload/model/error.ts'
import {
  type ChangeEffect,
  type HardwareRequest,
  isWritten,
  type WrittenChange,
} from '../../../preload/model/hardware.ts'
import { applyChanges, type DecidedChange, NoDeviceError } from '../../xml/domain/change.ts'
import { keepRunning } from '../../xml/domain/keep-running.ts'
import { planLive } from '../../xml/domain/live.ts'
import type { LivePlan } from '../../xml/domain/live-plan.ts'
import { type PlannedItem, planRewrite } from '../../xml/domain/live-rewrite.ts'
import { OtherMachineError, replaceDevice, rewriteDefinition } from '../../xml/domain/rewrite.ts'
import { type ElementNode, parseDocument, printDocument, printNode } from '../../xml/lossless.ts'
import { decide, type NewVolume } from './disks.ts'

export interface Plan {
  /** The definition as it would be, and for each change what the running machine is given. */
  readonly text: string
  readonly plans: readonly LivePlan[]
  /** Of a definition given as a whole. */
  readonly items: readonly PlannedItem[]
  readonly changes: readonly DecidedChange[]
  /** The elements that they make or change. */
  readonly made: readonly (ElementNode | null)[]
  readonly volumes: readonly NewVolume[]
}

/**
 * @param before the definition that is edited, with secrets or without
 * @param open the same without
 */
export async function planChange(
  connection: Connection,
  machine: string,
  request: HardwareRequest,
  before: string,
  open: string,
  live: ElementNode | null,
): Promise<Plan> {
  const [first] = request.changes
  if (first && isWritten(first)) return planWritten(first, before, open, live)
  const { changes, volumes } = await decide(connection, machine, request.changes)
  const { text, made } = edit(before, changes)
  return { text, plans: planAll(changes, made, live), items: [], changes, made, volumes }
}

function planWritten(change: WrittenChange, before: string, open: string, live: ElementNode | null): Plan {
  const text = named(() => rewriteDefinition(before, open, write(change, open, live)))
  const items = planRewrite(parseDocument(before).root, parseDocument(text).root, live)
  const steps = items.flatMap(({ plan: planned }) => planned.steps)
  return {
    text,
    plans: [{ steps, why: text === before ? null : 'written' }],
    items,
    changes: [],
    made: [],
    volumes: [],
  }
}

/** What the definition would be, without secrets. */
function write(change: WrittenChange, open: string, live: ElementNode | null): string {
  if (change.do === 'xml') return change.text
  if (change.do === 'deviceXml') return replaceDevice(open, change.device, change.text)
  if (!live) throw new AppFailure('hardware.nothingWaits')
  return keepRunning(open, printNode(live), change.device, change.field)
}

interface Edited {
  readonly text: string
  readonly made: readonly (ElementNode | null)[]
}

function edit(xml: string, changes: readonly DecidedChange[]): Edited {
  const document = parseDocument(xml)
  const made = named(() => applyChanges(document.root, changes))
  return { text: printDocument(document), made }
}

/** Errors of the edit by their codes. */
function named<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof NoDeviceError) throw new AppFailure('hardware.noDevice', { device: error.ref.key })
    if (error instanceof OtherMachineError) throw new AppFailure('hardware.otherMachine')
    throw error
  }
}

/** Empty plans for a machine that is off. */
function planAll(
  changes: readonly DecidedChange[],
  made: readonly (ElementNode | null)[],
  live: ElementNode | null,
): LivePlan[] {
  return live ? planLive(changes, made, live) : changes.map(() => ({ steps: [], why: null }))
}

export function effectOf(live: ElementNode | null): (plan: LivePlan) => ChangeEffect {
  return ({ why }) => ({ at: live ? (why === null ? 'now' : 'restart') : 'start', why })
}
