// Facts tables (protocol.json, enums.json, flags.json) and notes → generated/*.gen.ts and COVERAGE.md.
//   npx tsx main/libvirt/generate/generate.ts           writes the files
//   npx tsx main/libvirt/generate/generate.ts --check   exits 1 if a file differs from what would be written
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { coverage } from './coverage.ts'
import {
  apiOf,
  enums,
  type Field,
  facts,
  fileOf,
  HEADER,
  here,
  type Procedure,
  procedures,
  sinceOf,
  structOf,
  tsType,
  typeName,
} from './facts.ts'
import { classFiles } from './methods.ts'
import { orderOf } from './order.ts'

const out = join(here, '..', 'generated')
const COVERAGE = join(here, '..', 'COVERAGE.md')

function body(fields: readonly Field[] = []): string {
  return `{ ${fields.map(([name, type]) => `readonly ${name}: ${tsType(type)}`).join('; ')} }`
}

function structsFile(): string {
  const types = Object.entries(facts.structs).map(
    ([name, fields]) => `export interface ${typeName(name)} ${body(fields)}\n`,
  )
  const table = Object.entries(facts.structs).map(
    ([name, fields]) => `  ${name}: ${JSON.stringify(fields)},\n`,
  )
  return `${HEADER}
/** A value with its type: 1 i32, 2 u32, 3 i64, 4 u64, 5 double, 6 boolean as i32, 7 string. */
export interface TypedParamValue { readonly type: number; readonly value: number | bigint | string }
${types.join('')}
/** Field names and types of each struct, in wire order. */
export const STRUCTS: Readonly<Record<string, readonly (readonly [name: string, type: string])[]>> = {
${table.join('')}}
`
}

function procedureFile(procs: readonly Procedure[]): string {
  const used = new Set<string>()
  const entries = procs.map(p => {
    for (const [, type] of [...(p.args ?? []), ...(p.ret ?? []), ...(p.msg ?? [])]) {
      const struct = structOf(type)
      if (struct) used.add(struct)
    }
    const [program] = facts.programs[p.group] ?? [0]
    const order = orderOf(p)
    const fields = [
      `program: ${program}`,
      `number: ${p.n}`,
      `name: '${p.name}'`,
      `args: ${JSON.stringify(p.args ?? p.msg ?? [])}`,
      `ret: ${JSON.stringify(p.ret ?? [])}`,
      `stream: ${p.stream ? `'${p.stream}'` : 'null'}`,
      `order: '${order}'`,
    ].join(', ')
    const doc = p.api ? `/** ${apiOf(p)}${sinceOf(p)} */\n` : ''
    return `${doc}export const ${p.constant} = /* @__PURE__ */ procedure<${body(p.args ?? p.msg)}, ${body(p.ret)}>({ ${fields} })\n`
  })
  const types =
    used.size > 0 ? `import type { ${[...used].sort().join(', ')} } from './structs.gen.ts'\n` : ''
  return `${HEADER}import { procedure } from '../procedure.ts'\n${types}\n${entries.join('')}`
}

function constantsFile(): string {
  const seen = new Set<string>()
  const groups = Object.entries(enums).map(([name, values]) => {
    const lines = Object.entries(values).flatMap(([key, value]) => {
      if (seen.has(key)) return []
      seen.add(key)
      return [`export const ${key} = ${value}\n`]
    })
    return `\n/** The constants below. */\nexport type ${name} = number\n${lines.join('')}`
  })
  return `${HEADER}${groups.join('')}`
}

function errorsFile(): string {
  // Warnings stand in the table with their whole name.
  const table = (values: Record<string, number>, prefix: string) =>
    Object.entries(values)
      .map(([name, value]) => `  ${value}: '${name.startsWith('VIR_') ? '' : prefix}${name}',\n`)
      .join('')
  return `${HEADER}
/** virErrorNumber by number. */
export const ERROR_CODES: Readonly<Record<number, string>> = {
${table(facts.errors.code, 'VIR_ERR_')}}

/** virErrorDomain by number: the part of libvirt that an error comes from. */
export const ERROR_DOMAINS: Readonly<Record<number, string>> = {
${table(facts.errors.domain, 'VIR_FROM_')}}
`
}

function allFiles(): Map<string, string> {
  const files = classFiles()
  const byFile = new Map<string, Procedure[]>()
  for (const p of procedures) byFile.set(fileOf(p), [...(byFile.get(fileOf(p)) ?? []), p])
  for (const [file, procs] of byFile) files.set(`${file}.gen.ts`, procedureFile(procs))
  files.set('structs.gen.ts', structsFile())
  files.set('constants.gen.ts', constantsFile())
  files.set('errors.gen.ts', errorsFile())
  return new Map([
    [COVERAGE, coverage()],
    ...[...files].map(([name, text]) => [join(out, name), text] as const),
  ])
}

function main(): void {
  const files = allFiles()
  if (process.argv.includes('--check')) {
    const extra = generatedPaths().filter(path => !files.has(path))
    const stale = [...files].filter(([path, text]) => readOrEmpty(path) !== text).map(([path]) => path)
    stale.push(...extra)
    if (stale.length === 0) return
    console.error(`differs from what generate.ts writes: ${stale.join(', ')}`)
    process.exitCode = 1
    return
  }
  for (const path of generatedPaths()) rmSync(path)
  for (const [path, text] of files) writeFileSync(path, text)
}

function generatedPaths(): string[] {
  const names = readdirSync(out).filter(name => name.endsWith('.gen.ts'))
  return names.map(name => join(out, name))
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

main()
