// npm run package: an unpacked app, a .deb and, where rpmbuild is, an .rpm in dist/, without downloads. With Electron's own
// binary where it is; else on its stand-in, as the package vitrina-chromium, which runs on the distribution's Chromium and Node.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Arch, build, type Configuration, Platform } from 'electron-builder'

const root = resolve(import.meta.dirname, '../..')
const dist = join(root, 'node_modules/electron/dist')
const real = existsSync(dist)

/** The stand-in reads no asar archive, and needs what it stands in for from the distribution. */
const onStandin: Configuration = {
  electronDist: join(root, 'out/standin'),
  asar: false,
  extraMetadata: { name: 'vitrina-chromium' },
  deb: {
    packageName: 'vitrina-chromium',
    depends: ['chromium', 'nodejs (>= 20)'],
    recommends: ['libvirt-daemon-system', 'qemu-system-x86', 'osinfo-db', 'zenity'],
  },
  rpm: { packageName: 'vitrina-chromium', depends: ['chromium', 'nodejs >= 20'] },
}

// electron-builder makes both by fpm, which it would download; ours calls dpkg-deb and rpmbuild.
process.env['CUSTOM_FPM_PATH'] = join(root, 'scripts/package/fpm.mjs')
const hasRpm = spawnSync('rpmbuild', ['--version']).status === 0
if (!hasRpm) console.log('No rpmbuild here, so no .rpm: Debian has it in the package rpm.')
const paths = await build({
  projectDir: root,
  targets: Platform.LINUX.createTarget(['dir', 'deb', ...(hasRpm ? ['rpm'] : [])], Arch.x64),
  publish: 'never',
  config: { extends: join(root, 'electron-builder.yml'), ...(real ? { electronDist: dist } : onStandin) },
})
console.log(paths.join('\n'))
