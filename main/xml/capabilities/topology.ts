// How the host's processors lie: NUMA nodes, sockets, dies, cores (virConnectGetCapabilities, `<topology>`).
import type { HostNode } from '../../../preload/model/placement.ts'
import { readKiB } from '../domain/access.ts'
import { attribute, element, elements, parseDocument } from '../lossless.ts'

/** A processor that is switched off names no socket: it is nobody's. */
export function readHostNodes(capabilities: string): readonly HostNode[] {
  const cells = element(parseDocument(capabilities).root, 'host', 'topology', 'cells')
  return elements(cells, 'cell').map(cell => ({
    id: Number(attribute(cell, 'id')),
    memoryKiB: Number(readKiB(element(cell, 'memory')) ?? 0),
    cpus: elements(element(cell, 'cpus'), 'cpu')
      .filter(cpu => attribute(cpu, 'socket_id') !== null)
      .map(cpu => {
        const number = (name: string) => Number(attribute(cpu, name) ?? 0)
        return {
          id: number('id'),
          socket: number('socket_id'),
          die: number('die_id'),
          core: number('core_id'),
        }
      }),
  }))
}
