import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { LIMITS } from './limits.ts'
import type { Parsed, StagingTable } from './parse-file.ts'
import { Refusal, type RefusalReason } from './refusal.ts'
import type { RememberedMap } from './remembered.ts'
import type { MainMessage, WorkerMessage, WorkerTask } from './worker-protocol.ts'

export type WorkerHooks = {
  /** Takes lines of COPY; the worker waits for it. */
  take(table: StagingTable, bytes: Uint8Array): Promise<void>
  progress?(rowsRead: number): void
  signal?: AbortSignal
}

export type WorkerResult = { parsed: Parsed; recalled: RememberedMap | null; digest: Buffer; size: number }

/** A thread that did little work is kept for the next file: starting one costs more than reading a county's ledger. */
let spare: Worker | null = null
const REUSED_ROWS = 50_000
const ENDS_THREAD: readonly RefusalReason[] = ['CANCELLED', 'TIMED_OUT', 'OUT_OF_MEMORY']

/**
 * Parses a file in a thread with a memory limit that is ended when it takes too long or `signal` aborts.
 * Throws `Refusal`; OUT_OF_MEMORY, TIMED_OUT and CANCELLED among them.
 */
export async function parseInWorker(task: WorkerTask, hooks: WorkerHooks): Promise<WorkerResult> {
  if (hooks.signal?.aborted) throw new Refusal('CANCELLED')
  const worker = spare ?? start()
  spare = null
  deafen(worker)
  worker.ref()
  const watch = new Deadlines()
  let kept = false
  try {
    const result = await conversation(worker, task, hooks, watch)
    kept = result.parsed.rows <= REUSED_ROWS && keepSpare(worker)
    return result
  } catch (error) {
    // A file that the thread itself refused leaves it as good as before.
    kept = error instanceof Refusal && !ENDS_THREAD.includes(error.reason) && keepSpare(worker)
    throw error
  } finally {
    watch.clear()
    if (!kept) await worker.terminate()
  }
}

function start(): Worker {
  return new Worker(bootstrap(), {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: LIMITS.workerMegabytes, maxYoungGenerationSizeMb: 64 },
  })
}

function deafen(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
}

function keepSpare(worker: Worker): boolean {
  if (spare) return false
  deafen(worker)
  const forget = () => {
    if (spare === worker) spare = null
  }
  worker.once('exit', forget)
  worker.on('error', forget)
  // It never holds a process that is otherwise done.
  worker.unref()
  spare = worker
  return true
}

function conversation(worker: Worker, task: WorkerTask, hooks: WorkerHooks, watch: Deadlines): Promise<WorkerResult> {
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new Refusal('CANCELLED'))
    hooks.signal?.addEventListener('abort', cancel, { once: true })
    watch.start(() => reject(new Refusal('TIMED_OUT')))
    let queue = Promise.resolve()
    worker.on('message', (message: WorkerMessage) => {
      switch (message.type) {
        case 'recognised':
          watch.recognised()
          break
        case 'lines':
          queue = queue
            .then(() => hooks.take(message.table, message.bytes))
            .then(() => {
              hooks.progress?.(message.rowsRead)
              worker.postMessage({ type: 'taken' } satisfies MainMessage)
            })
          queue.catch(reject)
          break
        case 'done':
          queue.then(() => resolve(resultOf(message)), reject)
          break
        case 'refused': {
          const refusal = new Refusal(message.reason, undefined, message.label)
          refusal.headings = message.headings
          refusal.tables = message.tables
          reject(refusal)
          break
        }
        case 'failed':
          reject(new Error(message.message))
          break
      }
    })
    worker.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Refusal('OUT_OF_MEMORY') : error)
    })
    worker.once('exit', () => {
      // Every good end sends its message before.
      void queue.then(() => setImmediate(() => reject(new Error('the import worker ended without an answer'))))
    })
    worker.postMessage({ type: 'task', task } satisfies MainMessage)
  })
}

/** Bytes come over as plain arrays. */
function resultOf({ parsed, recalled, digest, size }: Extract<WorkerMessage, { type: 'done' }>): WorkerResult {
  const headingsDigest = parsed.headingsDigest && Buffer.from(parsed.headingsDigest)
  return { parsed: { ...parsed, headingsDigest }, recalled, digest: Buffer.from(digest), size }
}

class Deadlines {
  private whole: NodeJS.Timeout | null = null
  private recognise: NodeJS.Timeout | null = null

  start(late: () => void): void {
    this.whole = setTimeout(late, LIMITS.fileMs)
    this.recognise = setTimeout(late, LIMITS.recogniseMs)
  }

  recognised(): void {
    if (this.recognise) clearTimeout(this.recognise)
  }

  clear(): void {
    this.recognised()
    if (this.whole) clearTimeout(this.whole)
  }
}

/** A thread has no loader of TypeScript unless it registers one itself, whatever the main thread runs through. */
function bootstrap(): string {
  // require() finds the CommonJS twin, which cannot register in a thread.
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs'),
  ).href
  const worker = new URL('./worker.ts', import.meta.url).href
  return `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(worker)}) })`
}
