import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { maskText } from '../imports/masking.ts'
import type { KeyedDigests } from '../imports/tokens.ts'
import { write } from '../ledger/change.ts'
import { redactComplaint } from '../ledger/redact.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import { demandReason } from '../platform/reason.ts'

/** What stands where a text was taken out. */
export const redactedText = '（内容已删除）'

/** Overwrites the texts of the complaint with this number; `text` may give what is to stand there, and is masked. */
export async function redact(
  db: Db,
  viewer: Viewer,
  asked: { number: string; source: string | null; reason: string; text: string | null },
  digests: KeyedDigests,
): Promise<{ texts: number; revision: number }> {
  const reason = demandReason(asked.reason)
  const id = await readSnapshot(db, viewer, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      select c.id from complaint c join complaint_source s on s.id = c.source_id
       where c.number = ${asked.number} and (${asked.source}::text is null or s.name = ${asked.source})`.execute(tx)
    if (rows.length > 1)
      throw new ConflictError({
        zh: '几个来源都有此编号，请用 --source 指明。',
        en: 'Several sources have this number; name one with --source.',
      })
    if (!rows[0]) throw new NotFoundError({ zh: `没有编号为 ${asked.number} 的投诉。`, en: `There is no complaint ${asked.number}.` })
    return rows[0].id
  })
  const masked = asked.text === null ? redactedText : maskText(asked.text)
  const detail: { number: string; texts: unknown[] } = { number: asked.number, texts: [] }
  const { value, change } = await write(db, viewer, { kind: 'REDACT', regionId: viewer.rootRegionId, reason, detail }, async (writing) => {
    const texts = await redactComplaint(writing, id, masked, digests.text(masked))
    detail.texts.push(...texts)
    return texts.length
  })
  return { texts: value, revision: change.revision }
}
