// The table of keyboard layouts against xkeyboard-config, as libxkbcommon reads it.
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { GUEST_LAYOUTS } from '../../preload/model/settings.ts'
import { LAYOUTS } from '../../renderer/console/typing/layouts.ts'

const PLACES =
  'TLDE Backquote AE01 Digit1 AE02 Digit2 AE03 Digit3 AE04 Digit4 AE05 Digit5 AE06 Digit6 AE07 Digit7 AE08 Digit8 ' +
  'AE09 Digit9 AE10 Digit0 AE11 Minus AE12 Equal AD01 KeyQ AD02 KeyW AD03 KeyE AD04 KeyR AD05 KeyT AD06 KeyY ' +
  'AD07 KeyU AD08 KeyI AD09 KeyO AD10 KeyP AD11 BracketLeft AD12 BracketRight BKSL Backslash AC01 KeyA AC02 KeyS ' +
  'AC03 KeyD AC04 KeyF AC05 KeyG AC06 KeyH AC07 KeyJ AC08 KeyK AC09 KeyL AC10 Semicolon AC11 Quote AB01 KeyZ ' +
  'AB02 KeyX AB03 KeyC AB04 KeyV AB05 KeyB AB06 KeyN AB07 KeyM AB08 Comma AB09 Period AB10 Slash LSGT IntlBackslash ' +
  'SPCE Space'

/** X11's names of signs that are not the sign itself. */
const NAMES: Readonly<Record<string, string>> = {
  ...words('grave ` asciitilde ~ exclam ! at @ numbersign # dollar $ percent % asciicircum ^ ampersand &'),
  ...words(
    'asterisk * parenleft ( parenright ) minus - underscore _ equal = plus + bracketleft [ braceleft {',
  ),
  ...words(
    'bracketright ] braceright } backslash \\ bar | semicolon ; colon : apostrophe \' quotedbl " comma ,',
  ),
  ...words(
    'less < period . greater > slash / question ? notsign ¬ sterling £ EuroSign € masculine º ordfeminine ª',
  ),
  ...words(
    'periodcentered · exclamdown ¡ questiondown ¿ ccedilla ç Ccedilla Ç ntilde ñ Ntilde Ñ degree ° section §',
  ),
  ...words(
    'ssharp ß udiaeresis ü Udiaeresis Ü odiaeresis ö Odiaeresis Ö adiaeresis ä Adiaeresis Ä twosuperior ²',
  ),
  ...words(
    'threesuperior ³ mu µ eacute é egrave è agrave à ugrave ù currency ¤ dead_grave \u0300 dead_acute \u0301',
  ),
  ...words('dead_circumflex \u0302 dead_tilde \u0303 dead_diaeresis \u0308'),
  space: ' ',
}

function words(pairs: string): Record<string, string> {
  const parts = pairs.split(' ')
  return Object.fromEntries(parts.flatMap((name, n) => (n % 2 === 0 ? [[name, parts[n + 1] ?? '']] : [])))
}

/** Sign → every way to type it, as `AltRight KeyE`. */
function xkbLayout(layout: string): Map<string, Set<string>> {
  const keymap = execFileSync('xkbcli', ['compile-keymap', '--layout', layout], { encoding: 'utf8' })
  const symbols = keymap.slice(keymap.indexOf('xkb_symbols'))
  const ways = new Map<string, Set<string>>()
  for (const [key, code] of Object.entries(words(PLACES))) {
    const found = new RegExp(`key <${key}>\\s*\\{([^}]*)\\}`).exec(symbols)?.[1] ?? ''
    const signs = found.slice(found.lastIndexOf('[') + 1, found.lastIndexOf(']')).split(',')
    for (const [level, held] of ['', 'ShiftLeft ', 'AltRight '].entries()) {
      const name = signs[level]?.trim() ?? ''
      const sign = name.length === 1 ? name : NAMES[name]
      if (sign) ways.set(sign, (ways.get(sign) ?? new Set()).add(held + code))
    }
  }
  return ways
}

test.each(GUEST_LAYOUTS)('%s: every sign is where xkeyboard-config has it', layout => {
  const ways = xkbLayout(layout)
  for (const [sign, codes] of LAYOUTS[layout]) {
    if (sign === '\n' || sign === '\t') continue
    expect([...(ways.get(sign) ?? [])], `${sign} of ${layout}`).toContain(codes.join(' '))
  }
})
