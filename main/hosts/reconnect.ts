// How long to wait before trying a lost host again: 1, 2, 4 … 30 s, give or take a fifth, so that many clients of
// one restarted daemon do not come back in step.

const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/** @param attempt 0 for the first try after the loss; @param random 0…1 */
export function retryDelayMs(attempt: number, random = Math.random()): number {
  const plain = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10))
  return Math.round(plain * (0.8 + 0.4 * random))
}
