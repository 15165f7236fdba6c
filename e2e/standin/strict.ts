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
  // Methods are bound: private members live in the object, not in the proxy around it.
  const bound = new WeakMap<object, unknown>()
  return new Proxy(target, {
    get(object, key) {
      if (typeof key !== 'symbol' && !(key in object) && !INNOCENT.has(key) && !key.startsWith('_')) {
        throw new Error(`stand-in: ${name}.${key} is not emulated`)
      }
      const value: unknown = Reflect.get(object, key, object)
      if (typeof value !== 'function' || isClass(value)) return value
      if (!bound.has(value)) bound.set(value, value.bind(object))
      return bound.get(value)
    },
    set: (object, key, value) => Reflect.set(object, key, value, object),
  })
}

function isClass(value: object): boolean {
  return Function.prototype.toString.call(value).startsWith('class')
}
