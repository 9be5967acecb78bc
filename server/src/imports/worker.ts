import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { parentPort, type MessagePort } from 'node:worker_threads'
import { LOCAL_SOURCE } from './complaint-row.ts'
import { NameIndex } from './names.ts'
import { sealing } from './originals.ts'
import { parseBook, type Outlet } from './parse-file.ts'
import { openBook } from './readers/open.ts'
import { Refusal } from './refusal.ts'
import { recall } from './remembered.ts'
import { keyedDigests } from './tokens.ts'
import { OUTSTANDING, type MainMessage, type WorkerMessage, type WorkerTask } from './worker-protocol.ts'

/** Serves in a thread of its own, which may be ended at any moment; holds nothing but the file that it reads. */
function serve(port: MessagePort): void {
  const credit = new Credit()
  port.on('message', (message: MainMessage) => {
    if (message.type === 'task') void run(port, message.task, credit)
    else credit.back()
  })
}

async function run(port: MessagePort, task: WorkerTask, credit: Credit): Promise<void> {
  const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  try {
    const file = existsSync(task.path) ? await digestFile(task.path) : null
    if (!file) throw new Refusal('UNREADABLE')
    const recognised = () => send({ type: 'recognised' })
    const book = await openBook(task.path, recognised)
    recognised()
    try {
      const world = {
        names: new NameIndex(task.named),
        closed: new Map(task.closed),
        today: task.today,
        digests: keyedDigests(Buffer.from(task.secret)),
        sourceOf: sourceOf(task),
        keepsPersons: task.keepsPersons,
        keepsAgeBands: task.keepsAgeBands,
        seal: task.keepsOriginals ? sealing(Buffer.from(task.secret)).seal : null,
      }
      const recalled = await recall(
        book,
        task.remembered.map((one) => ({ ...one, digest: one.digest && Buffer.from(one.digest) })),
      )
      const map = recalled?.map ?? task.map
      const parsed = await parseBook(book, { kind: task.kind, map, importId: task.importId, world }, outlet(credit, send))
      send({ type: 'done', parsed, recalled, ...file })
    } finally {
      book.close()
    }
  } catch (error) {
    if (error instanceof Refusal)
      send({ type: 'refused', reason: error.reason, label: error.label, headings: error.headings, tables: error.tables })
    else send({ type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

function sourceOf(task: WorkerTask): (institutionId: number | null) => string {
  if (!task.ownNumbers) return () => LOCAL_SOURCE
  const keys = new Map(task.named.map(({ id, key }) => [id, key]))
  return (id) => (id === null ? LOCAL_SOURCE : (keys.get(id) ?? LOCAL_SOURCE))
}

function outlet(credit: Credit, send: (message: WorkerMessage, transfer: ArrayBuffer[]) => void): Outlet {
  return async (table, lines, rowsRead) => {
    await credit.one()
    const bytes = new TextEncoder().encode(lines)
    send({ type: 'lines', table, bytes, rowsRead }, [bytes.buffer as ArrayBuffer])
  }
}

/** How many batches of lines may still leave before the reader has taken one. */
class Credit {
  private left = OUTSTANDING
  private wake: (() => void) | null = null

  async one(): Promise<void> {
    while (this.left === 0)
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    this.left--
  }

  back(): void {
    this.left++
    this.wake?.()
    this.wake = null
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

if (parentPort) serve(parentPort)
