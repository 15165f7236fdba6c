// A stand-in must not pretend: a member of Electron that is not emulated throws, naming itself. The app never gets
// an object of ours as it is, but a face of it that has the members listed for it and no others.
import { NO_OPS } from './no-ops.ts'

/** What every emitter of Node and Electron has. */
const EMITTER = [
  'on',
  'once',
  'off',
  'addListener',
  'removeListener',
  'removeAllListeners',
  'prependListener',
  'prependOnceListener',
  'emit',
  'listenerCount',
  'listeners',
  'rawListeners',
  'eventNames',
  'setMaxListeners',
  'getMaxListeners',
]

/** Members that runtimes and loaders look for on any object: their absence is an answer. */
const INNOCENT = [
  'then',
  'toJSON',
  'constructor',
  'prototype',
  '__esModule',
  'default',
  'nodeType',
  'asymmetricMatch',
  'inspect',
  '$$typeof',
]

const faces = new WeakMap<object, object>()
const isFace = new WeakSet<object>()

/**
 * @param name what Electron's documentation calls the object
 * @param members what the app may use of it
 */
export function strict<T extends object>(name: string, target: T, members: readonly string[]): T {
  const known = new Set([...members, ...EMITTER, ...INNOCENT, 'name', 'length'])
  const bound = new Map<unknown, unknown>()
  const noOps: Readonly<Record<string, string>> = NO_OPS
  const face: T = new Proxy(target, {
    get(object, key) {
      if (typeof key === 'symbol' || key.startsWith('_')) return Reflect.get(object, key, object)
      if (`${name}.${key}` in noOps) return () => undefined
      if (!known.has(key)) throw new Error(`stand-in: ${name}.${key} is not emulated`)
      const value: unknown = Reflect.get(object, key, object)
      if (typeof value !== 'function' || isFace.has(value) || isClass(value)) return value
      // Methods run on the object itself, where its private members are; what chains goes on with the face.
      if (!bound.has(value)) {
        bound.set(value, (...args: unknown[]) => {
          const result: unknown = Reflect.apply(value, object, args)
          return result === object ? face : result
        })
      }
      return bound.get(value)
    },
    /** Tests and Playwright put their own in the place of a method. */
    set(object, key, value) {
      if (typeof key === 'string') known.add(key)
      return Reflect.set(object, key, value, object)
    },
  })
  faces.set(target, face)
  isFace.add(face)
  return face
}

/** What the app knows an object of ours as. */
export function faceOf<T extends object>(target: T): T {
  return (faces.get(target) as T | undefined) ?? target
}

function isClass(value: object): boolean {
  return Function.prototype.toString.call(value).startsWith('class')
}
