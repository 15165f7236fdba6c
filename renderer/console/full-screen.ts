// The whole screen, of the monitor that the window is on.

/** The console's stage, or back. */
export async function toggleFullScreen(frame: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen()
  else await frame?.parentElement?.requestFullscreen()
}
