import { hash } from 'node:crypto'
import { headingParts } from './headings.ts'
import type { ImportMap } from './map.ts'
import type { Book, Row } from './readers/cells.ts'
import { likeness } from './written.ts'

/** A mapping that an office keeps for files with the same headings. `digest` null: known by the headings that it names. */
export type RememberedMap = { key: string; name: string; digest: Buffer | null; map: ImportMap }

/** The column that a file of rejected rows adds: it is no heading of the source. */
export const REASON_HEADINGS = { zh: '未导入原因', en: 'Why it was not imported' }
const NO_HEADING = new Set(Object.values(REASON_HEADINGS).map(likeness))

/** What a set of headings is known by: their order, width, case and spacing do not matter. */
export function headingsDigest(headings: readonly string[]): Buffer {
  const known = [...new Set(headings.map(likeness))].filter((heading) => heading !== '' && !NO_HEADING.has(heading))
  return hash('sha256', known.sort().join('\u001f'), 'buffer')
}

const LOOKED_ROWS = 60

/**
 * The mapping that was kept for a file like this one: one with exactly its headings, else the one that names most of
 * them and none that it lacks. Null where there is none.
 */
export async function recall(book: Book, remembered: readonly RememberedMap[]): Promise<RememberedMap | null> {
  if (remembered.length === 0) return null
  let best: { one: RememberedMap; weight: number } | null = null
  for (const sheet of book.sheets) {
    let before: Row | null = null
    let looked = 0
    for await (const batch of sheet.read()) {
      for (const row of batch.slice(0, LOOKED_ROWS - looked)) {
        for (const rows of before ? [[row], [before, row]] : [[row]]) best = heavier(best, match(rows, remembered))
        before = row
      }
      looked += batch.length
      if (looked >= LOOKED_ROWS) break
    }
  }
  return best?.one ?? null
}

type Match = { one: RememberedMap; weight: number } | null

function heavier(a: Match, b: Match): Match {
  return b && (!a || b.weight > a.weight) ? b : a
}

const SAME = 1_000_000

function match(rows: Row[], remembered: readonly RememberedMap[]): Match {
  const headings = headingParts(rows).flatMap((part) => part ?? [])
  if (headings.length < 2) return null
  const digest = headingsDigest(headings.map((part) => part.heading))
  const same = remembered.find((one) => one.digest?.equals(digest))
  if (same) return { one: same, weight: SAME }
  const there = new Set(headings.flatMap((part) => [part.joined, part.lower]))
  let best: Match = null
  for (const one of remembered) {
    const named = Object.keys(one.map.columns ?? {})
    if (one.digest === null && named.length > 0 && named.every((heading) => there.has(likeness(heading))))
      best = heavier(best, { one, weight: named.length })
  }
  return best
}
