// webFrame's and webContents' zoom, by a style sheet that no policy of the page concerns.
const sheet = new CSSStyleSheet()
let current = 1

export function zoomFactor(): number {
  return current
}

export function zoom(factor: number): void {
  current = factor
  sheet.replaceSync(factor === 1 ? '' : `:root { zoom: ${factor} }`)
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet)
}
