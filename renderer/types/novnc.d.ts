// What we use of @novnc/novnc 1.7, which brings no types.
declare module '@novnc/novnc' {
  // biome-ignore lint/style/noDefaultExport: that is how noVNC gives it
  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: WebSocket, options?: { readonly shared?: boolean })
    background: string
    scaleViewport: boolean
    sendKey(keysym: number, code: string, down: boolean): void
    focus(): void
    disconnect(): void
  }
}
