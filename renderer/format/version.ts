/** libvirt's version numbers, major × 1 000 000 + minor × 1 000 + release: 9000000 → `9.0.0` */
export function versionText(version: number): string {
  return `${Math.floor(version / 1e6)}.${Math.floor(version / 1e3) % 1e3}.${version % 1e3}`
}
