import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Attempt } from './attempt.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const QUESTION = { kind: 'password', text: 'Password:', attempt: 1, fingerprint: null } as const

describe('an attempt', () => {
  it('ends by its deadline', () => {
    const { signal } = new Attempt({ host: 'h', timeoutMs: 100 })
    vi.advanceTimersByTime(99)
    expect(signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(signal.reason).toMatchObject({ name: 'ConnectError', reason: 'timeout' })
  })

  it('has no deadline if there is none, or when it is over', () => {
    const endless = new Attempt({ host: 'h', timeoutMs: 0 })
    const over = new Attempt({ host: 'h', timeoutMs: 100 })
    over.end()
    vi.advanceTimersByTime(1_000_000)
    expect([endless.signal.aborted, over.signal.aborted]).toEqual([false, false])
  })

  it('stands still while people think, also several at once', async () => {
    const attempt = new Attempt({ host: 'h', timeoutMs: 100 })
    vi.advanceTimersByTime(60)
    const answers: ((text: string) => void)[] = []
    const think = () => attempt.waitForUser(() => new Promise<string>(resolve => answers.push(resolve)))
    const [first, second] = [think(), think()]
    vi.advanceTimersByTime(5_000)
    answers[0]?.('one')
    expect(await first).toBe('one')
    vi.advanceTimersByTime(5_000)
    expect(attempt.signal.aborted).toBe(false)
    answers[1]?.('two')
    await second
    vi.advanceTimersByTime(39)
    expect(attempt.signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(attempt.signal.aborted).toBe(true)
  })

  it('asks whom it was given, for its host, until either is over', async () => {
    const onQuestion = vi.fn(async () => 'secret')
    const stop = new AbortController()
    const attempt = new Attempt({ host: 'h', timeoutMs: 100, onQuestion, signal: stop.signal })
    expect(await attempt.ask(QUESTION)).toBe('secret')
    expect(onQuestion).toHaveBeenCalledWith({ ...QUESTION, host: 'h' }, attempt.signal)
    stop.abort('enough')
    expect(attempt.signal.reason).toBe('enough')
    expect(await new Attempt({ host: 'h', timeoutMs: 0 }).ask(QUESTION)).toBeNull()
  })
})
