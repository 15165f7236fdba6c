// What we use of @spice-project/spice-html5 0.2.1, which brings no types.
declare module '@spice-project/spice-html5/src/main.js' {
  interface SpiceOptions {
    readonly uri: string
    readonly screen_id: string
    readonly password: string
    readonly onerror: (error: Error) => void
    readonly onsuccess: () => void
  }
  export class SpiceMainConn {
    constructor(options: SpiceOptions)
    readonly inputs?: { send_msg(message: unknown): void; readonly state: string }
    stop(): void
  }
}
declare module '@spice-project/spice-html5/src/spicemsg.js' {
  export class SpiceMiniData {
    build_msg(type: number, content: unknown): void
  }
  export class SpiceMsgcKeyDown {
    code: number
  }
  export class SpiceMsgcKeyUp {
    code: number
  }
}
declare module '@spice-project/spice-html5/src/enums.js' {
  export const Constants: Readonly<Record<string, number>>
}
