import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LimitError, NotFoundError } from './errors.ts'
import { isRunning } from './processes.ts'

export type StoredFile = {
  id: string
  path: string
  fileName: string
  type: string
  size: number
  /** SHA-256, hex. */
  digest: string
  userId: number
}

/** Files on their way in or out, on disk under the data folder; none is kept longer than a day. */
export type FileStore = {
  /** Keeps an upload; refuses what is larger than `maxUploadBytes`. */
  save(stream: Readable, facts: FileFacts): Promise<StoredFile>
  /** The path of a new file that the caller writes before `offer`. */
  place(): { id: string; path: string }
  /** Offers a written file for one download by its user. */
  offer(id: string, facts: FileFacts): Promise<StoredFile>
  /** The file, for the user who brought it or for whom it was made. */
  find(id: string, userId: number): Promise<StoredFile>
  /** The content of an offered file, once. */
  take(id: string, userId: number): Promise<{ file: StoredFile; content: Readable }>
  drop(id: string): Promise<void>
}
export type FileFacts = { fileName: string; type: string; userId: number }

export const maxUploadBytes = 200 * 1024 * 1024
const keepMilliseconds = 24 * 3_600_000

export async function openFileStore(dataDir: string): Promise<FileStore> {
  const folder = join(dataDir, 'files')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await clear(folder)
  const at = (id: string) => join(folder, id)
  const note = async (id: string, facts: FileFacts, size: number, digest: string): Promise<StoredFile> => {
    await writeFile(`${at(id)}.json`, JSON.stringify({ ...facts, size, digest }), { mode: 0o600 })
    return { ...facts, id, path: at(id), size, digest }
  }
  const drop = async (id: string) => {
    await rm(at(id), { force: true })
    await rm(`${at(id)}.json`, { force: true })
  }
  const find = async (id: string, userId: number): Promise<StoredFile> => {
    const text = /^[\w-]{22}$/.test(id) ? await readFile(`${at(id)}.json`, 'utf8').catch(() => null) : null
    const facts = text === null ? null : (JSON.parse(text) as FileFacts & { size: number; digest: string })
    if (!facts || facts.userId !== userId) throw gone()
    return { ...facts, id, path: at(id) }
  }
  return {
    drop,
    find,
    place: () => {
      const id = newId()
      return { id, path: at(id) }
    },
    async save(stream, facts) {
      const id = newId()
      try {
        const { size, digest } = await writeLimited(stream, partOf(at(id)))
        await rename(partOf(at(id)), at(id))
        return await note(id, facts, size, digest)
      } catch (error) {
        await rm(partOf(at(id)), { force: true })
        await drop(id)
        throw error
      }
    },
    async offer(id, facts) {
      const { size } = await stat(at(id))
      const hash = createHash('sha256')
      for await (const chunk of createReadStream(at(id))) hash.update(chunk as Buffer)
      return note(id, facts, size, hash.digest('hex'))
    },
    async take(id, userId) {
      const file = await find(id, userId)
      // The note goes first: a second request finds nothing, even while the first one still streams.
      await rm(`${at(id)}.json`)
      const content = createReadStream(at(id))
      content.on('close', () => void drop(id))
      return { file, content }
    },
  }
}

async function writeLimited(stream: Readable, path: string): Promise<{ size: number; digest: string }> {
  let size = 0
  const hash = createHash('sha256')
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      hash.update(chunk)
      done(size > maxUploadBytes ? tooLarge() : null, chunk)
    },
  })
  await pipeline(stream, count, createWriteStream(path, { mode: 0o600 }))
  return { size, digest: hash.digest('hex') }
}

/** Where an upload lies until all of it is there: whose process is gone has left it half done. */
const partOf = (path: string): string => `${path}.${process.pid}.part`

async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /\.(\d+)\.part$/.exec(name)?.[1]
    const { mtimeMs } = await stat(join(folder, name))
    if ((pid && !isRunning(Number(pid))) || Date.now() - mtimeMs > keepMilliseconds) await rm(join(folder, name), { force: true })
  }
}

function newId(): string {
  return randomBytes(16).toString('base64url')
}

function tooLarge(): LimitError {
  return new LimitError({ zh: '文件超过 200 MB，未接收。', en: 'The file is larger than 200 MB and was not taken.' })
}

function gone(): NotFoundError {
  return new NotFoundError({
    zh: '文件不存在、已被下载或已过期。',
    en: 'The file is not there, was taken already, or has expired.',
  })
}
