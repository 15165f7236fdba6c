// Who may log in to a running guest, by its agent: a user's password (virDomainSetUserPassword), one more of a user's SSH keys
// (virDomainAuthorizedSSHKeysSet). Neither is kept or logged here.
import { VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND } from 'node-libvirt'
import type { GuestKey, GuestPassword } from '../../preload/model/guest.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { lookUp } from './power.ts'

const PATIENCE = { timeoutMs: 30_000 }

export async function setGuestPassword(
  hosts: Hosts,
  { user, password, ...ref }: GuestPassword,
): Promise<void> {
  const domain = await lookUp(hosts.get(ref.host).connection, ref)
  await domain.setUserPassword(user, password, 0, PATIENCE)
}

/** The user's other keys stay. */
export async function addGuestKey(hosts: Hosts, { user, key, ...ref }: GuestKey): Promise<void> {
  const domain = await lookUp(hosts.get(ref.host).connection, ref)
  await domain.authorizedSSHKeysSet(user, [key], VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND, PATIENCE)
}
