import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { LOCAL_SOURCE } from './complaint-row.ts'
import { NameIndex } from './names.ts'
import { parseBook, type Outlet } from './parse-file.ts'
import { openBook } from './readers/open.ts'
import { Refusal } from './refusal.ts'
import { keyedDigests } from './tokens.ts'
import { OUTSTANDING, type WorkerMessage, type WorkerTask } from './worker-protocol.ts'

/** Runs in a thread of its own, which may be ended at any moment; holds nothing but the file. */
if (parentPort) await run(parentPort, workerData as WorkerTask)

async function run(port: MessagePort, task: WorkerTask): Promise<void> {
  const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  try {
    const file = existsSync(task.path) ? await digestFile(task.path) : null
    if (!file) throw new Refusal('UNREADABLE')
    const book = await openBook(task.path)
    send({ type: 'recognised' })
    try {
      const world = {
        names: new NameIndex(task.named),
        closed: new Map(task.closed),
        today: task.today,
        digests: keyedDigests(Buffer.from(task.secret)),
        sourceOf: sourceOf(task),
        keepsPersons: task.keepsPersons,
      }
      const parsed = await parseBook(book, { kind: task.kind, map: task.map, importId: task.importId, world }, outlet(port, send))
      send({ type: 'done', parsed, ...file })
    } finally {
      book.close()
    }
  } catch (error) {
    if (error instanceof Refusal) send({ type: 'refused', reason: error.reason, label: error.label, headings: error.headings })
    else send({ type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
  port.close()
}

function sourceOf(task: WorkerTask): (institutionId: number | null) => string {
  if (!task.ownNumbers) return () => LOCAL_SOURCE
  const keys = new Map(task.named.map(({ id, key }) => [id, key]))
  return (id) => (id === null ? LOCAL_SOURCE : (keys.get(id) ?? LOCAL_SOURCE))
}

function outlet(port: MessagePort, send: (message: WorkerMessage, transfer: ArrayBuffer[]) => void): Outlet {
  let outstanding = 0
  let wake: (() => void) | null = null
  port.on('message', () => {
    outstanding--
    wake?.()
    wake = null
  })
  return async (table, lines, rowsRead) => {
    while (outstanding >= OUTSTANDING)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    outstanding++
    const bytes = new TextEncoder().encode(lines)
    send({ type: 'lines', table, bytes, rowsRead }, [bytes.buffer as ArrayBuffer])
  }
}

async function digestFile(path: string): Promise<{ digest: Uint8Array; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
  }
  return { digest: hash.digest(), size }
}
