import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GUEST_LAYOUTS } from '../../../preload/model/settings.ts'
import { LAYOUTS, MARKS } from './layouts.ts'
import { strokesOf } from './strokes.ts'

const ASCII = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n)).join('')

test.each([
  ['us', ''],
  ['gb', '£€¬'],
  ['es', 'áéíóúüñçÁÉÍÓÚÜÑÇ¡¿ºª·€àèìòùâêîôû'],
  ['latam', 'áéíóúüñÁÉÍÓÚÜÑ¡¿°¬'],
  ['de', 'äöüßÄÖÜ§°€²³µéàô'],
  ['fr', 'éèàùçêâîôûëïüÊ€£²§°'],
] as const)('%s types ASCII and its language', (layout, own) => {
  expect(strokesOf(`${ASCII}\t\r\n${own}`, LAYOUTS[layout]).untypable).toEqual([])
})

test('what a layout has not is said, and an accent that nothing carries too', () => {
  expect(strokesOf('año € 漢字 漢', LAYOUTS.us).untypable).toEqual(['ñ', '€', '漢', '字'])
  expect(strokesOf('\u0301a', LAYOUTS.es).untypable).toEqual(['\u0301'])
  expect(strokesOf('ǘ', LAYOUTS.es).untypable).toEqual(['ǘ'])
})

test.each(GUEST_LAYOUTS)('%s: the strokes of any text, read back, are that text', layout => {
  const signOf = new Map([...LAYOUTS[layout]].map(([sign, codes]) => [codes.join(' '), sign]))
  const typable = [...LAYOUTS[layout].keys()].filter(sign => !MARKS.includes(sign))
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...typable, 'á', 'Ê', '^', '~', '`', 'ñ', '😀', '\r')), signs => {
      const text = signs.join('')
      const { strokes, untypable } = strokesOf(text, LAYOUTS[layout])
      const wanted = [...text.replace(/\r\n?/g, '\n')].filter(sign => !untypable.includes(sign)).join('')
      let typed = ''
      let mark = ''
      for (const { codes } of strokes) {
        const sign = signOf.get(codes.join(' ')) ?? '?'
        if (MARKS.includes(sign)) mark = sign
        else {
          const alone = { '\u0300': '`', '\u0302': '^', '\u0303': '~' }[mark]
          typed += sign === ' ' && alone ? alone : (sign + mark).normalize('NFC')
          mark = ''
        }
      }
      expect(typed).toBe(wanted)
    }),
  )
})
