import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { write, type Written } from '../ledger/change.ts'
import { createEntry } from '../ledger/dictionary.ts'
import { loadStanding, meanOpenWords, openWordsLike } from '../ledger/dictionary-change.ts'
import { attributesOfStandard } from '../ledger/install.ts'
import { regionsOf } from '../ledger/word-meaning.ts'
import { ConflictError } from '../platform/errors.ts'
import { demandReason } from '../platform/reason.ts'
import { missingStandard } from './dictionaries.rules.ts'

/**
 * Adds the standard entries that are missing, in one change; words that were open and are written like one mean it.
 * @throws ConflictError where none is missing.
 */
export function addStandardEntries(db: Db, viewer: Viewer, reason: string): Promise<Written<{ added: number; complaints: number }>> {
  const act = { kind: 'STANDARD_ENTRIES', regionId: viewer.rootRegionId, reason: demandReason(reason) }
  const detail: { entries: string[] } = { entries: [] }
  return write(db, viewer, { ...act, detail }, async (writing) => {
    const missing = missingStandard(await loadStanding(writing.tx)).filter((one) => one.heldBy === null)
    if (missing.length === 0)
      throw new ConflictError({ zh: '标准词条已经齐全。', en: 'No standard entry is missing.' }, [{ path: 'entries', reason: 'UNCHANGED' }])
    const regionIds = await regionsOf(writing, viewer)
    const open: { kind: string; word: string; entryId: number }[] = []
    for (const { entry, code, order } of missing) {
      const more = { key: entry.key, en: entry.en, code, displayOrder: order, attributes: attributesOfStandard(entry), top: true }
      const id = await createEntry(writing, entry.kind, entry.zh, more)
      detail.entries.push(`${entry.kind} ${entry.zh}`)
      open.push(
        ...(await openWordsLike(
          writing,
          entry.kind,
          [{ id, names: [entry.zh, ...(code ? [code] : []), ...(entry.aliases ?? [])] }],
          regionIds,
        )),
      )
    }
    return { added: missing.length, complaints: await meanOpenWords(writing, open, regionIds) }
  })
}
