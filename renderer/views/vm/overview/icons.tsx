// The icons that a machine can have.
import type { ReactNode } from 'react'
import type { VmIcon } from '../../../../preload/model/labels.ts'
import { Database, FlaskConical, Globe, Monitor, Server, ShieldCheck, Terminal } from '../../../ui/icons.ts'

export const VM_ICONS: Readonly<Record<VmIcon, ReactNode>> = {
  desktop: <Monitor />,
  server: <Server />,
  database: <Database />,
  web: <Globe />,
  terminal: <Terminal />,
  test: <FlaskConical />,
  secure: <ShieldCheck />,
}
