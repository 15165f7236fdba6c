// The system's save dialog, which no test can press: what it answers from now on.
import type { RunningApp } from '../app.ts'

/** @param path null: the user thinks better of it */
export async function answerSaveDialog({ app }: RunningApp, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' })
  }, path)
}
