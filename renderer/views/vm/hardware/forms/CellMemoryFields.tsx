// Which of the host's NUMA nodes the memory of one of the guest's comes from.
import { type CellMemory, MEMORY_MODES } from '../../../../../preload/model/numa.ts'
import { printCpuSet } from '../../../../../preload/model/placement.ts'
import { useWords } from '../../../../store/words.ts'
import { Select } from '../../../../ui/Field/Field.tsx'
import { CpuSetField } from './CpuSetField.tsx'

interface Props {
  readonly cell: number
  /** Null: as all of the machine's memory. */
  readonly memory: CellMemory | null
  /** None where the host does not say. */
  readonly hostNodes: readonly number[]
  /** What the machine's own memory is told, each node's is told too: libvirt refuses anything else. */
  readonly isRestricted: boolean
  readonly onChange: (memory: CellMemory | null) => void
}

/** Stands for saying nothing, in a list of ids. */
const AS_MACHINE = ''

export function CellMemoryFields({ cell, memory, hostNodes, isRestricted, onChange }: Props) {
  const { t } = useWords()
  const first = String(hostNodes[0] ?? 0)
  const choose = (mode: string) => {
    if (mode === AS_MACHINE) onChange(null)
    else onChange({ mode, nodes: memory && mode !== 'preferred' ? memory.nodes : first })
  }
  return (
    <>
      <Select
        label={t('placement.cellMode', { number: cell })}
        value={memory?.mode ?? AS_MACHINE}
        onChange={choose}
        options={[
          { id: AS_MACHINE, label: t('placement.asMachine') },
          ...MEMORY_MODES.map(id => ({
            id,
            label: t(`placement.cellModes.${id}`),
            ...(isRestricted &&
              id !== 'restrictive' && { detail: t('placement.allRestrictive'), isDisabled: true }),
          })),
        ]}
      />
      {memory && (
        <CpuSetField
          key={`${memory.mode} ${memory.nodes}`}
          label={t('placement.cellNodes', { number: cell })}
          value={memory.nodes}
          accepts={nodes =>
            (hostNodes.length === 0 || nodes.every(node => hostNodes.includes(node))) &&
            (memory.mode !== 'preferred' || nodes.length === 1)
          }
          error={t(memory.mode === 'preferred' ? 'placement.oneNode' : 'placement.noNodes', {
            nodes: printCpuSet(hostNodes),
          })}
          onChange={nodes => onChange(nodes === '' ? null : { ...memory, nodes })}
        />
      )}
    </>
  )
}
