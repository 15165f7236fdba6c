// A daemon for faults: listens on a real UNIX socket, speaks the real protocol by the same tables as the client,
// and answers what it is told: replies, errors, silence, events, streams, broken bytes. Knows the handshake.
//
//   const daemon = await startFakeDaemon()
//   daemon.answer('CONNECT_GET_HOSTNAME', () => ({ hostname: 'nowhere' }))
//   const connection = await connect(daemon.uri)
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame } from '../frame.ts'
import { XdrReader } from '../xdr.ts'
import { FakeClient, FakeError } from './fake-client.ts'
import type { FakeStream } from './fake-stream.ts'
import { type Args, findProcedure, PROCEDURES, type ProcedureName, type Reply } from './procedures.ts'

/** What an answer returns to say nothing, ever. */
export const NO_ANSWER = Symbol('no answer')

export interface FakeCall {
  readonly client: FakeClient
  readonly serial: number
  /** For a procedure that opens one: what is written here may reach the client before the reply. */
  readonly stream: FakeStream
}

type Answer = (args: never, call: FakeCall) => unknown
const RPC_ERROR = 39
const RPC_DOMAIN = 7

/** @param socketPath where it shall listen: such as where a daemon was that went away. Default: a new folder */
export async function startFakeDaemon(socketPath?: string): Promise<FakeDaemon> {
  const folder = socketPath ? null : await mkdtemp(join(tmpdir(), 'fake-libvirtd-'))
  const daemon = new FakeDaemon(socketPath ?? join(folder ?? '', 'sock'), folder)
  await daemon.listen()
  return daemon
}

export class FakeDaemon {
  readonly socketPath: string
  /** For connect(): the `qemu` driver at this socket. */
  readonly uri: string
  /** The connections that were made, the latest last. */
  readonly clients: FakeClient[] = []
  /** Every call that came, by name, in order. */
  readonly calls: { readonly name: string; readonly args: unknown }[] = []
  answersPings = true
  /** Everything leaves in pieces of so many bytes; 0: whole. */
  pieceBytes = 0
  readonly #folder: string | null
  readonly #server: Server
  readonly #answers = new Map<string, Answer>()

  /** @param folder goes when the daemon goes */
  constructor(socketPath: string, folder: string | null) {
    this.#folder = folder
    this.socketPath = socketPath
    this.uri = `qemu+unix:///system?socket=${encodeURIComponent(this.socketPath)}`
    const hooks = {
      call: (client: FakeClient, frame: Frame) => void this.#called(client, frame),
      answersPings: () => this.answersPings,
      pieceBytes: () => this.pieceBytes,
    }
    this.#server = createServer(socket => this.clients.push(new FakeClient(socket, hooks)))
    this.#answerHandshake()
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.socketPath, resolve)
    })
  }

  /** @param answer throws FakeError for an error of libvirt's, returns NO_ANSWER for silence, may take its time */
  answer<K extends ProcedureName>(
    name: K,
    answer: (
      args: Args<K>,
      call: FakeCall,
    ) => Reply<K> | typeof NO_ANSWER | Promise<Reply<K> | typeof NO_ANSWER>,
  ): void {
    this.#answers.set(PROCEDURES[name].name, answer)
  }

  /** To every client. */
  emit<K extends ProcedureName>(name: K, event: Args<K>): void {
    for (const client of this.clients) client.event(PROCEDURES[name], event)
  }

  /** The connections end, and no more are taken. */
  async close(): Promise<void> {
    for (const client of this.clients) client.socket.destroy()
    await new Promise(resolve => this.#server.close(resolve))
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true })
  }

  async #called(client: FakeClient, { program, procedure: number, serial, body }: Frame): Promise<void> {
    const procedure = findProcedure(program, number)
    if (!procedure) throw new Error(`the client called ${program}:${number}, which the table does not have`)
    const args = procedure.argsCodec.read(new XdrReader(body))
    this.calls.push({ name: procedure.name, args })
    const answer = this.#answers.get(procedure.name)
    try {
      if (!answer) throw new FakeError(RPC_ERROR, `unknown procedure: ${number}`, RPC_DOMAIN)
      const stream = client.openStream(procedure, serial)
      if (!procedure.stream) client.streams.delete(serial)
      const reply = await answer(args as never, { client, serial, stream })
      if (reply !== NO_ANSWER) client.reply(procedure, serial, reply)
    } catch (error) {
      if (!(error instanceof FakeError)) throw error
      client.fail(procedure, serial, error)
    }
  }

  #answerHandshake(): void {
    this.answer('AUTH_LIST', () => ({ types: [0] }))
    this.answer('CONNECT_SUPPORTS_FEATURE', () => ({ supported: 1 }))
    this.answer('CONNECT_OPEN', () => ({}))
    this.answer('CONNECT_CLOSE', () => ({}))
    // The daemon's number of a registration is that of the event: easy to tell, and what tests emit with.
    this.answer('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', ({ eventID }) => ({ callbackID: eventID }))
    this.answer('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY', () => ({}))
    this.answer('CONNECT_NETWORK_EVENT_REGISTER_ANY', ({ eventID }) => ({ callbackID: eventID }))
    this.answer('CONNECT_NETWORK_EVENT_DEREGISTER_ANY', () => ({}))
    this.answer('CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY', ({ eventID }) => ({ callbackID: eventID }))
    this.answer('CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY', () => ({}))
  }
}
