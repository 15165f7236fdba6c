// Keys that stay on this computer while a guest has the keyboard: those that the settings name, by `code` (UI Events).
import type { Settings } from '../../preload/model/settings.ts'

type HostKey = Settings['hostKeys'][number]

const CODES: Readonly<Record<HostKey, readonly string[]>> = {
  fullScreen: ['F11'],
  print: ['PrintScreen'],
  volume: ['AudioVolumeUp', 'AudioVolumeDown', 'AudioVolumeMute', 'VolumeUp', 'VolumeDown', 'VolumeMute'],
  media: ['MediaPlayPause', 'MediaStop', 'MediaTrackNext', 'MediaTrackPrevious', 'MediaSelect'],
  system: ['MetaLeft', 'MetaRight'],
}

/** Under which name a key stays here; null: it is the guest's. */
export function hostKey(code: string, kept: readonly HostKey[]): HostKey | null {
  return kept.find(key => CODES[key].includes(code)) ?? null
}
