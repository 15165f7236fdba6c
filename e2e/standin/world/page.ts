// Runs in the page's own world before any script of it: receives what preload exposes. Leaves nothing behind that
// the page could find.
import { makePeer } from './peer.ts'

declare const __STANDIN__: { readonly toPage: string; readonly toPreload: string }

makePeer(__STANDIN__.toPage, __STANDIN__.toPreload, (key, value) => {
  Object.defineProperty(window, key, { value, enumerable: true, configurable: false, writable: false })
})
