import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { LIMITS } from './limits.ts'
import type { Parsed, StagingTable } from './parse-file.ts'
import { Refusal } from './refusal.ts'
import type { MainMessage, WorkerMessage, WorkerTask } from './worker-protocol.ts'

export type WorkerHooks = {
  /** Takes lines of COPY; the worker waits for it. */
  take(table: StagingTable, bytes: Uint8Array): Promise<void>
  progress?(rowsRead: number): void
  signal?: AbortSignal
}

export type WorkerResult = { parsed: Parsed; digest: Buffer; size: number }

/**
 * Parses a file in a thread with a memory limit that is ended when it takes too long or `signal` aborts.
 * Throws `Refusal`; OUT_OF_MEMORY, TIMED_OUT and CANCELLED among them.
 */
export async function parseInWorker(task: WorkerTask, hooks: WorkerHooks): Promise<WorkerResult> {
  if (hooks.signal?.aborted) throw new Refusal('CANCELLED')
  const worker = new Worker(bootstrap(), {
    eval: true,
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: LIMITS.workerMegabytes, maxYoungGenerationSizeMb: 64 },
  })
  const watch = new Deadlines()
  try {
    return await conversation(worker, hooks, watch)
  } finally {
    watch.clear()
    await worker.terminate()
  }
}

function conversation(worker: Worker, hooks: WorkerHooks, watch: Deadlines): Promise<WorkerResult> {
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
          queue = queue.then(() => hooks.take(message.table, message.bytes)).then(() => {
            hooks.progress?.(message.rowsRead)
            worker.postMessage({ type: 'taken' } satisfies MainMessage)
          })
          queue.catch(reject)
          break
        case 'done':
          queue.then(() => resolve({ parsed: message.parsed, digest: Buffer.from(message.digest), size: message.size }), reject)
          break
        case 'refused': {
          const refusal = new Refusal(message.reason, undefined, message.label)
          refusal.headings = message.headings
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
      hooks.signal?.removeEventListener('abort', cancel)
    })
  })
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
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api').replace(/\.cjs$/, '.mjs')).href
  const worker = new URL('./worker.ts', import.meta.url).href
  return `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(worker)}) })`
}
