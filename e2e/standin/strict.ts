// A stand-in must not pretend: a member of Electron that is not emulated throws, naming itself.

/** Members that runtimes and loaders look for on any object: their absence is an answer. */
const INNOCENT = new Set([
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
])

/** The same object, throwing on whatever it does not have. `name` is what Electron's documentation calls it. */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'symbol' || key in object || INNOCENT.has(key) || key.startsWith('_')) {
        return Reflect.get(object, key, object)
      }
      throw new Error(`stand-in: ${name}.${key} is not emulated`)
    },
  })
}
