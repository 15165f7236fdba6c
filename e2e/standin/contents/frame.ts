// WebFrameMain: the main frame of a page. Frames inside it have no say, so it is the only one.
import { strict } from '../strict.ts'

const MEMBERS = [
  'url',
  'origin',
  'parent',
  'top',
  'name',
  'detached',
  'processId',
  'routingId',
] as const satisfies readonly (keyof Electron.WebFrameMain)[]

export type MainFrame = Pick<
  Electron.WebFrameMain,
  'url' | 'origin' | 'parent' | 'name' | 'detached' | 'processId' | 'routingId'
>

export function createMainFrame(currentUrl: () => string): MainFrame {
  const frame = {
    get url() {
      return currentUrl()
    },
    get origin() {
      return originOf(currentUrl())
    },
    get top() {
      return face
    },
    parent: null,
    name: '',
    detached: false,
    processId: 1,
    routingId: 1,
  }
  const face: MainFrame = strict('WebFrameMain', frame, MEMBERS)
  return face
}

/** Node's URL knows no origin of a scheme of the app. */
function originOf(url: string): string {
  return /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)/i.exec(url)?.[1] ?? 'null'
}
