import { expect, test } from 'vitest'
import { dialogArguments } from './dialog-arguments.ts'

test('text of the app is never an option of the program', () => {
  const hostile = '--version'
  const open = {
    title: hostile,
    defaultPath: hostile,
    filters: [{ name: hostile, extensions: ['iso', '*'] }],
  }
  const message = { message: hostile, detail: hostile, title: hostile, buttons: ['Delete', 'Keep', 'Ask'] }
  for (const args of [
    dialogArguments.zenity.open(open),
    dialogArguments.zenity.save(open),
    dialogArguments.zenity.message(message),
    dialogArguments.zenity.error(hostile, hostile),
  ])
    expect(args).not.toContain(hostile)
})

test('filters and kinds are passed on', () => {
  const filters = [{ name: 'Media', extensions: ['iso', 'img'] }]
  expect(dialogArguments.zenity.open({ filters })).toContain('--file-filter=Media | *.iso *.img')
  expect(dialogArguments.kdialog.open({ filters })).toContain('Media (*.iso *.img)')
  expect(dialogArguments.zenity.open({ properties: ['openDirectory'] })).toContain('--directory')
  expect(dialogArguments.zenity.message({ message: 'm', buttons: ['Delete', 'Keep'], cancelId: 1 })).toEqual(
    expect.arrayContaining(['--question', '--ok-label=Delete', '--cancel-label=Keep']),
  )
})
