declare module '@spice-project/spice-html5/src/main.js' {
  export class SpiceMainConn {
    constructor(options: {
      uri: string
      screen_id: string
      password: string
      onerror: (error: unknown) => void
    })
  }
}
