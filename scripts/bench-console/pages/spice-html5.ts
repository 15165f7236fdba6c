// spice-html5 as its own page uses it.
import { SpiceMainConn } from '@spice-project/spice-html5/src/main.js'
import { target, watch } from './watch.ts'

// Once in 256 links it is refused, for it does not pad its ticket: then it tries again.
addEventListener('error', ({ message }) => {
  if (message.includes('Permission denied')) location.reload()
})
const frame = document.querySelector<HTMLElement>('#screen')
watch(() => frame?.querySelector('canvas') ?? null)
new SpiceMainConn({
  uri: `ws://${location.host}/plain/${target.get('port')}`,
  screen_id: 'screen',
  password: '',
  onerror: (error: unknown) => console.error('ended', error),
})
