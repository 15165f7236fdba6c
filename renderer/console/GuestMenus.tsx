// What is done to a guest by menu: keys, and what only an agent in it can do: its size, its clipboard, files. Where none
// answers, each entry says what is missing instead of going away.
import { useRef } from 'react'
import { useWords } from '../store/words.ts'
import { Check, Clipboard, Keyboard, Ratio } from '../ui/icons.ts'
import { MenuButton } from '../ui/Menu/Menu.tsx'
import { type GuestTools, KEY_CHORDS, type ScreenScale } from './display.ts'

interface ToolsProps {
  /** null: no agent answers. */
  readonly tools: GuestTools | null
  /** Whether the protocol has a way to an agent. */
  readonly isSpice: boolean
}

/** Why an entry cannot be chosen, or undefined. */
function useReason({ tools, isSpice }: ToolsProps): (tool: keyof GuestTools) => string | undefined {
  const { t } = useWords()
  return tool => {
    if (!isSpice) return t('console.onlySpice')
    if (!tools) return t('console.noAgent')
    return tools[tool] ? undefined : t('console.agentCannot')
  }
}

interface ScaleProps extends ToolsProps {
  readonly scale: ScreenScale
  readonly onScale: (scale: ScreenScale) => void
}

export function ScaleMenu({ scale, onScale, ...guest }: ScaleProps) {
  const { t } = useWords()
  const reason = useReason(guest)
  const entry = (id: ScreenScale) => ({
    id,
    label: t(`console.${id}`),
    ...(id === scale && { icon: <Check /> }),
  })
  return (
    <MenuButton
      label={t('console.scale')}
      icon={<Ratio />}
      entries={[entry('fit'), entry('actual'), { ...entry('resize'), disabledReason: reason('resize') }]}
      onAction={id => onScale(id as ScreenScale)}
    />
  )
}

interface KeyProps {
  readonly isDisabled: boolean
  readonly onKeys: (codes: readonly string[]) => void
  readonly onType: () => void
}

export function SendKeyMenu({ isDisabled, onKeys, onType }: KeyProps) {
  const { t } = useWords()
  /** `Ctrl+Alt+Del`, `Ctrl+Alt+Supr` */
  const keysText = (codes: readonly string[]) =>
    codes.map(code => t(`key.${code}`, { defaultValue: code })).join('+')
  return (
    <MenuButton
      label={t('console.sendKey')}
      icon={<Keyboard />}
      isDisabled={isDisabled}
      entries={[
        { id: 'type', label: t('typing.menu'), description: t('typing.menuText') },
        ...KEY_CHORDS.map(codes => ({ id: codes.join(' '), label: keysText(codes) })),
      ]}
      onAction={id => (id === 'type' ? onType() : onKeys(id.split(' ')))}
    />
  )
}

interface ShareProps extends ToolsProps {
  readonly isShared: boolean
  readonly onShared: (shared: boolean) => void
  readonly hears: boolean
  /** Whether what is chosen here is remembered for a machine. */
  readonly isKept: boolean
  readonly onHears: (hears: boolean) => void
  readonly onFiles: (files: File[]) => void
  /** What goes to the guest is refused. */
  readonly isReadOnly: boolean
}

export function ShareMenu({
  isShared,
  onShared,
  hears,
  onHears,
  onFiles,
  isReadOnly,
  isKept,
  ...guest
}: ShareProps) {
  const { t } = useWords()
  const reason = useReason(guest)
  let microphoneReason = guest.isSpice ? undefined : t('console.onlySpice')
  if (isReadOnly) microphoneReason = t('console.lookOnly')
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <MenuButton
        label={t('console.guestTools')}
        icon={<Clipboard />}
        entries={[
          {
            id: 'clipboard',
            label: t('console.shareClipboard'),
            description: t('console.shareClipboardText'),
            ...(isShared && { icon: <Check /> }),
            // What is on can be switched off, whoever answers.
            disabledReason: isShared ? undefined : reason('clipboard'),
          },
          {
            id: 'files',
            label: t('console.sendFiles'),
            description: t('console.sendFilesText'),
            disabledReason: isReadOnly ? t('console.lookOnly') : reason('files'),
          },
          {
            id: 'microphone',
            label: t('console.microphone'),
            description: t(isKept ? 'console.microphoneText' : 'console.microphoneOnceText'),
            ...(hears && { icon: <Check /> }),
            disabledReason: microphoneReason,
          },
          { id: 'usb', label: t('console.usb'), disabledReason: t('console.noUsb') },
        ]}
        onAction={id => {
          if (id === 'clipboard') onShared(!isShared)
          else if (id === 'microphone') onHears(!hears)
          else picker.current?.click()
        }}
      />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </>
  )
}
