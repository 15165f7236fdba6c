// Procedures and notes → the classes of generated/*-calls.gen.ts: one method a procedure, thin and documented. What is
// not thin is written by hand in the class that extends it.
import {
  apiOf,
  type Field,
  fileOf,
  flagsOf,
  HEADER,
  type Procedure,
  procedures,
  sinceOf,
  splitArray,
  structOf,
  tsType,
} from './facts.ts'
import { connection } from './notes/connection.ts'
import { domain } from './notes/domain.ts'
import type { MethodNote, ObjectNotes } from './notes/note.ts'
import * as objects from './notes/objects.ts'

export const OBJECTS: readonly ObjectNotes[] = [connection, domain, ...Object.values(objects)]

/** Structs that are objects → their class and the session's function that makes one. */
const CLASSES = new Map(
  OBJECTS.flatMap(({ struct, className }) =>
    struct ? [[struct, { className, make: lowerFirst(className) }] as const] : [],
  ),
)
const byName = new Map(procedures.map(p => [p.constant, p]))

export function noteOf(note: string | MethodNote): MethodNote {
  return typeof note === 'string' ? { doc: note } : note
}

/** `virDomainGetXMLDesc` of a domain → `getXMLDesc`. */
export function methodName(p: Procedure, note: MethodNote, { prefixes }: ObjectNotes): string {
  if (note.name) return note.name
  const api = apiOf(p).replace(/(With)?Flags$/, '')
  const prefix = prefixes.find(prefix => api.startsWith(prefix))
  if (!prefix) throw new Error(`${p.constant}: ${api} begins with none of ${prefixes.join(', ')}`)
  return lowerFirst(api.slice(prefix.length))
}

/** `PMWakeup` → `pmWakeup`, `GetInfo` → `getInfo` */
export function lowerFirst(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, run => run.toLowerCase())
}

interface Parameter {
  readonly name: string
  readonly type: string
  readonly fallback: string | null
  /** As it goes on the wire. */
  readonly value: string
}

interface Result {
  readonly type: string
  /** Of `ret`, the reply. */
  readonly value: string
}

class ClassFile {
  readonly #object: ObjectNotes
  readonly #procedures = new Map<string, Set<string>>()
  readonly #structs = new Set<string>()
  readonly #classes = new Set<string>()
  readonly #params = new Set<string>()
  readonly #flags = new Set<string>()
  readonly #interfaces = new Map<string, string>()
  #isUntimed = false

  constructor(object: ObjectNotes) {
    this.#object = object
  }

  text(): string {
    const { className, struct } = this.#object
    const methods = Object.entries(this.#object.methods).flatMap(([constant, note]) => {
      const p = byName.get(constant)
      if (!p) throw new Error(`no such procedure: ${constant}`)
      return noteOf(note).byHand ? [] : [this.#method(p, noteOf(note))]
    })
    const head = struct
      ? `  /** How the daemon knows it. */\n  abstract readonly wire: Wire${className}\n\n`
      : ''
    return `${HEADER}${this.#imports()}
${[...this.#interfaces.values()].join('')}
export abstract class ${className}Calls extends Handle {
${head}${methods.join('\n')}}
`
  }

  #imports(): string {
    const { className, struct } = this.#object
    const lines = [
      this.#isUntimed
        ? "import { type CallOptions, untimed } from '../calls.ts'"
        : "import type { CallOptions } from '../calls.ts'",
      "import { Handle } from '../handle.ts'",
    ]
    if (this.#params.size > 0) {
      const types = [...this.#params]
        .sort()
        .map(name => (name === 'Params' || name === 'ParamsInput' ? `type ${name}` : name))
      lines.push(`import { ${types.join(', ')} } from '../params.ts'`)
    }
    for (const name of [...this.#classes].sort())
      lines.push(`import type { ${name} } from '../${fileOfClass(name)}.ts'`)
    if (this.#flags.size > 0)
      lines.push(`import type { ${[...this.#flags].sort().join(', ')} } from './constants.gen.ts'`)
    for (const [file, names] of [...this.#procedures].sort())
      lines.push(`import { ${[...names].sort().join(', ')} } from './${file}.gen.ts'`)
    const structs = [...this.#structs].sort()
    if (struct) structs.push(`${structOf(struct)} as Wire${className}`)
    if (structs.length > 0) lines.push(`import type { ${structs.join(', ')} } from './structs.gen.ts'`)
    return `${lines.join('\n')}\n`
  }

  #method(p: Procedure, note: MethodNote): string {
    const file = fileOf(p)
    this.#procedures.set(file, (this.#procedures.get(file) ?? new Set()).add(p.constant))
    const twoStep = p.args?.some(([name]) => name === 'nparams') ?? false
    const { self, parameters } = this.#parameters(p, note)
    const result = twoStep ? this.#paramsResult() : this.#result(p, note)
    const fixed = (p.args ?? []).flatMap(([name]) => fixedArgument(p, name))
    const args = [
      ...self,
      ...parameters.map(({ wire, value }) => (wire === value ? wire : `${wire}: ${value}`)),
      ...(twoStep ? [] : fixed),
    ]
    const signature = [...parameters.map(declare), 'options?: CallOptions'].join(', ')
    const options = note.untimed ? 'untimed(options)' : 'options'
    if (note.untimed) this.#isUntimed = true
    const body = args.length > 0 ? `{ ${args.join(', ')} }` : '{}'
    const call = `this.${twoStep ? 'getParams' : 'call'}(${p.constant}, ${body}, ${options})`
    return `${docOf(p, note, parameters)}  async ${methodName(p, note, this.#object)}(${signature}): Promise<${result.type}> {
${bodyOf(result, call, twoStep)}  }
`
  }

  #parameters(
    p: Procedure,
    note: MethodNote,
  ): { self: string[]; parameters: (Parameter & { wire: string })[] } {
    const self: string[] = []
    const parameters: (Parameter & { wire: string })[] = []
    let own = this.#object.struct
    for (const [name, type] of p.args ?? []) {
      const isSelf =
        own !== null && (type === own || (own === 'node_device' && name === 'name' && type === 'str'))
      if (isSelf) {
        self.push(type === own ? `${name}: this.wire` : 'name: this.wire.name')
        own = null
      } else if (name !== 'nparams' && fixedArgument(p, name).length === 0) {
        parameters.push({ wire: name, ...this.#parameter(p, note, name, type) })
      }
    }
    // What may be left out comes last, so only the last ones may be.
    let required = false
    for (const parameter of [...parameters].reverse()) {
      if (required) Object.assign(parameter, { fallback: null })
      if (parameter.fallback === null) required = true
    }
    return { self, parameters }
  }

  #parameter(p: Procedure, note: MethodNote, wire: string, type: string): Parameter {
    const name = note.args?.[wire] ?? camel(wire)
    const given = note.defaults?.[name] ?? null
    const made = (type: string, fallback: string | null, value: string): Parameter => ({
      name,
      type,
      fallback: given ?? fallback,
      value,
    })
    if (wire === 'flags') {
      const flags = flagsOf[apiOf(p)]
      if (flags) this.#flags.add(flags)
      const number = flags ?? 'number'
      return made(number, '0', type === 'u64' ? 'BigInt(flags)' : 'flags')
    }
    const object = CLASSES.get(type)
    if (object) {
      this.#classes.add(object.className)
      return made(object.className, null, `${name}.wire`)
    }
    if (type.startsWith('typed_param<')) {
      this.#params.add('ParamsInput').add('writeParams')
      return made('ParamsInput', null, `writeParams(${name})`)
    }
    if (type === 'u64' || type === 'i64') return made('number | bigint', null, `BigInt(${name})`)
    if (isTruth(p, wire)) return made('boolean', null, `${name} ? 1 : 0`)
    const nullable = type.endsWith('?')
    return made(tsType(type), nullable ? 'null' : null, name)
  }

  #paramsResult(): Result {
    this.#params.add('Params')
    return { type: 'Params', value: '' }
  }

  #result(p: Procedure, note: MethodNote): Result {
    const all = p.ret ?? []
    const hasList = all.some(([, type]) => splitArray(type)?.bracket === '<')
    const fields = all.filter(([name]) => !(hasList && /^(ret|nparams|num|nerrors)$/.test(name)))
    const [first, ...more] = fields
    if (!first || note.returns === 'void') return { type: 'void', value: '' }
    if (more.length === 0) {
      const { type, value } = this.#field(first)
      if (note.returns === 'boolean' || isTruth(p, first[0]))
        return { type: 'boolean', value: `${value} === 1` }
      return { type, value }
    }
    const name = note.type ?? 'unnamed'
    if (name === 'unnamed') throw new Error(`${p.constant}: its reply has several fields, and no type name`)
    const parts = fields.map(field => {
      const key = note.ret?.[field[0]] ?? camel(field[0])
      const { type, value } = this.#field(field)
      const doc = note.fields?.[key] ? `  /** ${note.fields[key]} */\n` : ''
      return { declared: `${doc}  readonly ${key}: ${type}\n`, set: `${key}: ${value}` }
    })
    if (!this.#interfaces.has(name))
      this.#interfaces.set(
        name,
        `\nexport interface ${name} {\n${parts.map(part => part.declared).join('')}}\n`,
      )
    return { type: name, value: `{ ${parts.map(part => part.set).join(', ')} }` }
  }

  #field([name, type]: Field): Result {
    const value = `ret.${name}`
    const array = splitArray(type)
    const object = CLASSES.get(array?.item ?? type)
    if (object) {
      this.#classes.add(object.className)
      const make = `this.session.${object.make}`
      return array
        ? { type: `${object.className}[]`, value: `${value}.map(wire => ${make}(wire))` }
        : { type: object.className, value: `${make}(${value})` }
    }
    if (array?.item === 'typed_param') {
      this.#params.add('Params').add('readParams')
      return { type: 'Params', value: `readParams(${value})` }
    }
    if (array?.item === 'i8') {
      this.#params.add('charsText')
      return { type: 'string', value: `charsText(${value})` }
    }
    if (type === 'u64' || type === 'i64') return { type: 'number', value: `Number(${value})` }
    const struct = structOf(type)
    if (struct) this.#structs.add(struct)
    return { type: tsType(type), value }
  }
}

export function classFiles(): Map<string, string> {
  return new Map(
    OBJECTS.map(object => [`${fileOfClass(object.className)}-calls.gen.ts`, new ClassFile(object).text()]),
  )
}

/** `NWFilterBinding` → `nw-filter-binding` */
export function fileOfClass(className: string): string {
  return className.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase()
}

function bodyOf({ type, value }: Result, call: string, twoStep: boolean): string {
  if (twoStep) return `    return ${call}\n`
  if (type === 'void') return `    await ${call}\n`
  return `    const ret = await ${call}\n    return ${value}\n`
}

function docOf(p: Procedure, note: MethodNote, parameters: readonly Parameter[]): string {
  const flags = flagsOf[apiOf(p)]
  const lines = [
    ...(note.doc ? [note.doc] : []),
    `${p.group === 'QEMU' ? `${p.group} only` : apiOf(p)}${sinceOf(p)}.${note.untimed ? ' No deadline by default.' : ''}`,
    ...parameters.flatMap(({ name }) => {
      const text = note.params?.[name] ?? (name === 'flags' && flags ? `${flags}` : null)
      return text ? [`@param ${name} ${text}`] : []
    }),
  ]
  return lines.length === 1
    ? `  /** ${lines[0]} */\n`
    : `  /**\n${lines.map(line => `   * ${line}\n`).join('')}   */\n`
}

/** What every call says alike: that the results are wanted, and as many names as the protocol allows. */
function fixedArgument(p: Procedure, name: string): string[] {
  if (name === 'need_results') return ['need_results: 1']
  if (name !== 'maxnames') return []
  return p.ret?.flatMap(([, type]) => `maxnames: ${splitArray(type)?.size}`) ?? []
}

function isTruth(p: Procedure, field: string): boolean {
  return /_(IS|HAS)_/.test(p.name) || /^(autostart|cancelled)$/.test(field)
}

function declare({ name, type, fallback }: Parameter): string {
  return fallback === null
    ? `${name}: ${type}`
    : fallback === '0' && type === 'number'
      ? `${name} = 0`
      : `${name}: ${type} = ${fallback}`
}

/** `dev_name` → `devName`, `new_name` → `name` */
function camel(wire: string): string {
  return wire.replace(/^(new)_/, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
