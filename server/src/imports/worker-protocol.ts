import type { FullLabel } from '../platform/label.ts'
import type { ImportKind } from './columns.ts'
import type { ImportMap } from './map.ts'
import type { Named } from './names.ts'
import type { Parsed, StagingTable } from './parse-file.ts'
import type { FoundTable } from './found-tables.ts'
import type { RefusalReason } from './refusal.ts'
import type { RememberedMap } from './remembered.ts'

/** What the worker is asked to do: plain values alone. */
export type WorkerTask = {
  path: string
  kind: ImportKind
  map: ImportMap
  importId: number
  /** Each institution issues its own numbers (register INSTITUTION). */
  ownNumbers: boolean
  keepsPersons: boolean
  keepsAgeBands: boolean
  keepsOriginals: boolean
  /** Mappings kept for files of this kind; tried where the task's own mapping says nothing. */
  remembered: RememberedMap[]
  named: Named[]
  closed: [id: number, stretches: { from: string; to: string }[]][]
  today: string
  secret: Uint8Array
}

/** From the worker. `lines` waits for one `taken` each, of which a few may be outstanding. */
export type WorkerMessage =
  | { type: 'recognised' }
  | { type: 'lines'; table: StagingTable; bytes: Uint8Array; rowsRead: number }
  | { type: 'done'; parsed: Parsed; recalled: RememberedMap | null; digest: Uint8Array; size: number }
  | { type: 'refused'; reason: RefusalReason; label: FullLabel; headings: string[]; tables: FoundTable[] }
  | { type: 'failed'; message: string }

/** To the worker: one task after another, never two at once. */
export type MainMessage = { type: 'task'; task: WorkerTask } | { type: 'taken' }

/** How many batches of lines may be on their way. */
export const OUTSTANDING = 4
