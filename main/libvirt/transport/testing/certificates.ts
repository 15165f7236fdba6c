// Certificates of a test, made by GnuTLS's certtool: an authority, and who it vouches for.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Authority {
  readonly cert: string
  readonly key: string
}

export interface Signed {
  readonly cert: string
  readonly key: string
}

export function makeAuthority(folder: string, name: string): Authority {
  const key = makeKey(folder, name)
  const cert = join(folder, `${name}.pem`)
  const template = writeTemplate(folder, name, [
    `cn = "${name}"`,
    'ca',
    'cert_signing_key',
    'crl_signing_key',
  ])
  certtool('--generate-self-signed', '--load-privkey', key, '--template', template, '--outfile', cert)
  return { cert, key }
}

/** @param lines of the template: names, dates, purposes */
export function sign(folder: string, name: string, by: Authority, lines: readonly string[]): Signed {
  const key = makeKey(folder, name)
  const cert = join(folder, `${name}.pem`)
  const template = writeTemplate(folder, name, [`cn = "${name}"`, 'signing_key', 'encryption_key', ...lines])
  const authority = ['--load-ca-certificate', by.cert, '--load-ca-privkey', by.key]
  certtool(
    '--generate-certificate',
    '--load-privkey',
    key,
    ...authority,
    '--template',
    template,
    '--outfile',
    cert,
  )
  return { cert, key }
}

export function revoke(folder: string, revoked: Signed, by: Authority): string {
  const crl = join(folder, 'crl.pem')
  const template = writeTemplate(folder, 'crl', ['crl_next_update = 10', 'crl_number = 1'])
  const authority = ['--load-ca-certificate', by.cert, '--load-ca-privkey', by.key]
  certtool(
    '--generate-crl',
    ...authority,
    '--load-certificate',
    revoked.cert,
    '--template',
    template,
    '--outfile',
    crl,
  )
  return crl
}

function makeKey(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true })
  const key = join(folder, `${name}.key`)
  // libvirtd insists on encipherment, which certtool grants to RSA alone.
  certtool('--generate-privkey', '--key-type', 'rsa', '--bits', '2048', '--outfile', key)
  return key
}

function writeTemplate(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, `${name}.template`)
  const dates = lines.some(line => line.startsWith('expiration')) ? [] : ['expiration_days = 5']
  writeFileSync(path, `${[...lines, ...dates].join('\n')}\n`)
  return path
}

function certtool(...args: string[]): void {
  execFileSync('certtool', args, { stdio: ['ignore', 'ignore', 'ignore'] })
}
