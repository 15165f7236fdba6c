// What the user chose. One file on disk, one schema for it and for the door of main.
import { z } from 'zod'
import { ScreenId } from './screen.ts'

/** Keyboards that a guest may have, under xkeyboard-config's names. */
export const GUEST_LAYOUTS = ['us', 'gb', 'es', 'latam', 'de', 'fr'] as const
export type GuestLayout = (typeof GUEST_LAYOUTS)[number]

/** What was chosen for more machines than that is forgotten, the oldest first. */
export const MOST_MACHINES = 500

/** What is offered again of each host. */
export const MOST_IMAGES = 8

export const HOST_KEYS = ['fullScreen', 'print', 'volume', 'media', 'system'] as const

/** Groups of actions that a question may come before. What loses something has it from the start. */
export const ASKED_BEFORE = ['forceOff', 'shutdown', 'pause'] as const

const ConsoleScale = z.enum(['fit', 'actual', 'resize'])

export const Settings = z.object({
  language: z.enum(['system', 'en', 'es']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Percent of the normal text size. */
  scale: z.number().int().min(90).max(150).default(100),
  consoleScale: ConsoleScale.default('fit'),
  /** Of the machines for which another was chosen, by key. */
  machineScales: z.record(z.string().max(1200), ConsoleScale).default({}),
  /** The screen that a machine's console fills, by the machine's key. Of others it fills the one that it is on. */
  machineScreens: z.record(z.string().max(1200), ScreenId).default({}),
  /** Pressed alone and let go, they take the keyboard back from a guest. */
  releaseKeys: z.enum(['ctrl-alt', 'ctrl-shift', 'right-ctrl']).default('ctrl-alt'),
  /** Keys that stay on this computer while a guest has the keyboard. */
  hostKeys: z.array(z.enum(HOST_KEYS)).max(HOST_KEYS.length).default(['fullScreen']),
  /** The keyboard that guests have, where text is typed into one. */
  guestLayout: z.enum(GUEST_LAYOUTS).default('us'),
  /** Machines that share the clipboard with this computer, by key. */
  sharedClipboards: z.array(z.string().max(1200)).max(1000).default([]),
  /** Machines that may hear this computer's microphone, by key. */
  microphones: z.array(z.string().max(1200)).max(1000).default([]),
  askedBefore: z.array(z.enum(ASKED_BEFORE)).max(ASKED_BEFORE.length).default(['forceOff']),
  /** Images that were put into machines last, by the id of their host, the newest first. */
  recentImages: z.record(z.string().max(1000), z.array(z.string().max(4096)).max(MOST_IMAGES)).default({}),
  /** URIs of hosts added by hand, beside this computer's own. */
  hosts: z.array(z.string().min(1).max(1000)).max(100).default([]),
})
export type Settings = z.infer<typeof Settings>

export const SettingsChange = z.object({
  language: Settings.shape.language.unwrap().optional(),
  theme: Settings.shape.theme.unwrap().optional(),
  scale: Settings.shape.scale.unwrap().optional(),
  consoleScale: Settings.shape.consoleScale.unwrap().optional(),
  machineScales: Settings.shape.machineScales
    .unwrap()
    .refine(scales => Object.keys(scales).length <= MOST_MACHINES)
    .optional(),
  machineScreens: Settings.shape.machineScreens
    .unwrap()
    .refine(screens => Object.keys(screens).length <= MOST_MACHINES)
    .optional(),
  releaseKeys: Settings.shape.releaseKeys.unwrap().optional(),
  hostKeys: Settings.shape.hostKeys.unwrap().optional(),
  guestLayout: Settings.shape.guestLayout.unwrap().optional(),
  sharedClipboards: Settings.shape.sharedClipboards.unwrap().optional(),
  microphones: Settings.shape.microphones.unwrap().optional(),
  askedBefore: Settings.shape.askedBefore.unwrap().optional(),
  recentImages: Settings.shape.recentImages
    .unwrap()
    .refine(hosts => Object.keys(hosts).length <= MOST_MACHINES)
    .optional(),
})
export type SettingsChange = z.infer<typeof SettingsChange>
