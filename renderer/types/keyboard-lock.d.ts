// The Keyboard Lock API (wicg.github.io/keyboard-lock), which TypeScript's DOM does not know.
interface Navigator {
  readonly keyboard?: {
    /** @param codes of UI Events. Only while the page fills the screen. */
    lock(codes?: readonly string[]): Promise<void>
    unlock(): void
  }
}
