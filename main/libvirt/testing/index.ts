// node-libvirt/testing: a daemon for faults, to test what cannot be had from a real one. The entry point.
export { FakeClient, FakeError } from './fake-client.ts'
export { type FakeCall, FakeDaemon, NO_ANSWER, startFakeDaemon } from './fake-daemon.ts'
export { FakeStream } from './fake-stream.ts'
export type { Args, ProcedureName, Reply } from './procedures.ts'
