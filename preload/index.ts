import { contextBridge } from 'electron'
import { createBridge } from './bridge.ts'

contextBridge.exposeInMainWorld('app', createBridge())
