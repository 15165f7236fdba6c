// Where each character is on a keyboard, by the layout that the guest has. Only what Linux and Windows agree on: the
// keys' own signs, and beyond AltGr those that are printed on them. A dead key is written as its combining mark.
// Facts: xkeyboard-config (e2e/keyboard reads them from there).
import type { GuestLayout } from '../../../preload/model/settings.ts'

/** By place (`code`, UI Events), in the order in which the rows below name their keys. */
const ROWS: readonly (readonly string[])[] = [
  'Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal',
  'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Backslash',
  'KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote',
  'KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash IntlBackslash',
].map(row => row.split(' '))

/** What is held for a key's first, second and third sign. */
const LEVELS: readonly (readonly string[])[] = [[], ['ShiftLeft'], ['AltRight']]

/** Grave, acute, circumflex, tilde, diaeresis. */
export const MARKS = '\u0300\u0301\u0302\u0303\u0308'
const [GRAVE, ACUTE, CIRCUMFLEX, , DIAERESIS] = [...MARKS]

/** For each key of each row its signs: alone, with Shift, with AltGr. */
const SIGNS: Readonly<Record<GuestLayout, readonly string[]>> = {
  us: [
    '`~ 1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+',
    'qQ wW eE rR tT yY uU iI oO pP [{ ]} \\|',
    'aA sS dD fF gG hH jJ kK lL ;: \'"',
    'zZ xX cC vV bB nN mM ,< .> /?',
  ],
  gb: [
    '`¬ 1! 2" 3£ 4$€ 5% 6^ 7& 8* 9( 0) -_ =+',
    'qQ wW eE rR tT yY uU iI oO pP [{ ]} #~',
    "aA sS dD fF gG hH jJ kK lL ;: '@",
    'zZ xX cC vV bB nN mM ,< .> /? \\|',
  ],
  es: [
    'ºª\\ 1!| 2"@ 3·# 4$~ 5% 6&¬ 7/ 8( 9) 0= \'? ¡¿',
    `qQ wW eE€ rR tT yY uU iI oO pP ${GRAVE}${CIRCUMFLEX}[ +*] çÇ}`,
    `aA sS dD fF gG hH jJ kK lL ñÑ ${ACUTE}${DIAERESIS}{`,
    'zZ xX cC vV bB nN mM ,; .: -_ <>',
  ],
  latam: [
    '|°¬ 1! 2" 3# 4$ 5% 6& 7/ 8( 9) 0= \'?\\ ¿¡',
    `qQ@ wW eE rR tT yY uU iI oO pP ${ACUTE}${DIAERESIS} +*~ }]${GRAVE}`,
    `aA sS dD fF gG hH jJ kK lL ñÑ {[${CIRCUMFLEX}`,
    'zZ xX cC vV bB nN mM ,; .: -_ <>',
  ],
  de: [
    `${CIRCUMFLEX}° 1! 2"² 3§³ 4$ 5% 6& 7/{ 8([ 9)] 0=} ß?\\ ${ACUTE}${GRAVE}`,
    "qQ@ wW eE€ rR tT zZ uU iI oO pP üÜ +*~ #'",
    'aA sS dD fF gG hH jJ kK lL öÖ äÄ',
    'yY xX cC vV bB nN mMµ ,; .: -_ <>|',
  ],
  fr: [
    '² &1 é2~ "3# \'4{ (5[ -6| è7` _8\\ ç9^ à0@ )°] =+}',
    `aA zZ eE€ rR tT yY uU iI oO pP ${CIRCUMFLEX}${DIAERESIS} $£¤ *µ`,
    'qQ sS dD fF gG hH jJ kK lL mM ù%',
    'wW xX cC vV bB nN ,? ;. :/ !§ <>',
  ],
}

/** Sign, or mark for a dead key → the keys to press together. */
export type Layout = ReadonlyMap<string, readonly string[]>

function readLayout(rows: readonly string[]): Layout {
  const keys = new Map<string, readonly string[]>()
  for (const [r, row] of rows.entries()) {
    for (const [k, signs] of row.split(' ').entries()) {
      for (const [level, sign] of [...signs].entries()) {
        const code = ROWS[r]?.[k]
        const held = LEVELS[level]
        if (code && held && !keys.has(sign)) keys.set(sign, [...held, code])
      }
    }
  }
  return keys.set(' ', ['Space']).set('\n', ['Enter']).set('\t', ['Tab'])
}

export const LAYOUTS = Object.fromEntries(
  Object.entries(SIGNS).map(([id, rows]) => [id, readLayout(rows)]),
) as unknown as Readonly<Record<GuestLayout, Layout>>
