#!/usr/bin/env node
// The part of fpm's command line that electron-builder uses (-s dir -t deb|rpm …, then SOURCE=TARGET pairs), done by
// the distributions' own tools: dpkg-deb and rpmbuild.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Options without a value. */
const FLAGS = new Set(['--force', '--debug', '--deb-no-default-config-files'])

const { options, depends, recommends, copies } = readArguments(process.argv.slice(2))
const work = mkdtempSync(join(tmpdir(), 'vitrina-package-'))
try {
  const tree = layOut(join(work, 'root'))
  if (options.get('t') === 'deb') makeDeb(tree)
  else if (options.get('t') === 'rpm') makeRpm(tree)
  else throw new Error(`no package of type ${options.get('t')}`)
} finally {
  rmSync(work, { recursive: true, force: true })
}

function readArguments(args) {
  const found = { options: new Map(), depends: [], recommends: [], copies: [] }
  for (let n = 0; n < args.length; n++) {
    const arg = args[n]
    if (FLAGS.has(arg)) continue
    if (arg === '-d') found.depends.push(args[++n])
    else if (arg === '--deb-recommends') found.recommends.push(args[++n])
    else if (!arg.startsWith('-')) {
      const at = arg.indexOf('=')
      found.copies.push([arg.slice(0, at), arg.slice(at + 1)])
    } else if (arg.includes('='))
      found.options.set(arg.slice(2, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1))
    else found.options.set(arg.replace(/^-+/, ''), args[++n])
  }
  return found
}

/** Every file at its place in the package, readable by all, writable by root. */
function layOut(root) {
  mkdirSync(root)
  for (const [from, to] of copies) {
    const target = join(root, to.endsWith('/') && !from.endsWith('/') ? join(to, basename(from)) : to)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(from, target, { recursive: true, verbatimSymlinks: true })
  }
  execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', root])
  return root
}

function makeDeb(tree) {
  const control = join(tree, 'DEBIAN')
  mkdirSync(control, { mode: 0o755 })
  const [first = '', ...rest] = (options.get('description') ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  const size = execFileSync('du', ['-sk', tree], { encoding: 'utf8' }).split('\t')[0]
  const fields = [
    ['Package', options.get('name')],
    ['Version', options.get('version')],
    ['Architecture', options.get('architecture')],
    ['Maintainer', options.get('maintainer')],
    ['Installed-Size', size],
    ['Depends', depends.join(', ')],
    ['Recommends', recommends.join(', ')],
    ['Section', options.get('category') ?? 'admin'],
    ['Priority', 'optional'],
    ['Homepage', options.get('url')],
    ['Description', [first, ...rest.map(line => ` ${line}`)].join('\n')],
  ]
  writeFileSync(
    join(control, 'control'),
    fields
      .filter(([, value]) => value)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
  )
  for (const [option, name] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    const script = options.get(option)
    if (script) writeFileSync(join(control, name), readFileSync(script), { mode: 0o755 })
  }
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, options.get('package')], {
    stdio: 'inherit',
  })
}

function makeRpm(tree) {
  const architecture = options.get('architecture') === 'amd64' ? 'x86_64' : options.get('architecture')
  const script = option => (options.get(option) ? readFileSync(options.get(option), 'utf8') : '')
  const spec = `Name: ${options.get('name')}
Version: ${options.get('version').replaceAll('-', '~')}
Release: ${options.get('iteration') ?? 1}
Summary: ${(options.get('description') ?? '').split('\n')[0]}
License: ${options.get('license') ?? 'Apache-2.0'}
URL: ${options.get('url')}
AutoReqProv: no
${depends.map(name => `Requires: ${name}`).join('\n')}
%define _build_id_links none
%define __os_install_post %{nil}
%description
${options.get('description')}
%post
${script('after-install')}
%postun
${script('after-remove')}
%files
${copies.map(([, to]) => `"${to.replace(/\/$/, '')}"`).join('\n')}
`
  writeFileSync(join(work, 'package.spec'), spec)
  const define = (name, value) => ['--define', `${name} ${value}`]
  const folders = [...define('_topdir', join(work, 'top')), ...define('_rpmdir', join(work, 'rpms'))]
  execFileSync(
    'rpmbuild',
    ['-bb', '--target', architecture, '--buildroot', tree, ...folders, join(work, 'package.spec')],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const [made] = readdirSync(join(work, 'rpms', architecture))
  cpSync(join(work, 'rpms', architecture, made), options.get('package'))
}
