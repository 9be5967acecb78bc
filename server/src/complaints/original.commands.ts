import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { loadGround } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readAll, readSnapshot, writeAs } from '../db/snapshot.ts'
import type { Sealing } from '../imports/originals.ts'
import { today } from '../ledger/clock.ts'
import { complaintId } from '../ledger/keys.ts'
import { log } from '../platform/log.ts'
import { demandReason } from '../platform/reason.ts'
import { noComplaint } from './visible.ts'

/**
 * The text of a complaint before it was masked. Asking leaves an audit line with the reason in the same transaction,
 * whether or not an original was kept.
 * @returns null where none was kept, or masking had nothing to hide.
 */
export async function readOriginal(
  db: Db,
  viewer: Viewer,
  asked: { key: string; reason: string },
  sealing: Sealing,
): Promise<string | null> {
  const reason = demandReason(asked.reason)
  const { region, text } = await readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, {})
    const id = complaintId(ground.origin, asked.key)
    const { rows } = await sql<{ region: number; text: number | null }>`
      select v.region_id as region, v.text_id as text from complaint_version v
       where v.complaint_id = ${id} and v.region_id = any(${ground.regionIds}) and v.to_revision is null`.execute(tx)
    const [row] = rows
    if (!row) throw noComplaint()
    return row
  })
  if (text === null) return null
  const { rows } = await writeAs(db, 'mingjing_unmask', (tx) =>
    sql<{ sealed: string | null }>`select read_original(${region}, ${text}, ${viewer.userId}, ${viewer.name}, ${reason}) as sealed`.execute(
      tx,
    ),
  )
  const sealed = rows[0]?.sealed ?? null
  return sealed === null ? null : sealing.open(sealed)
}

/** Removes originals whose retention has ended. Gives how many. */
export function endOriginals(db: Db, today: string): Promise<number> {
  return writeAs(db, 'mingjing_writer', async (tx) => {
    const done = await sql`delete from complaint_original where keep_until < ${today}::date`.execute(tx)
    return Number(done.numAffectedRows ?? 0)
  })
}

const day = 86_400_000

/** Ends what is due now, and once a day while the server runs. */
export async function endOriginalsDaily(service: { db: Db }): Promise<void> {
  const end = () => readAll(service.db, (tx) => today(tx)).then((date) => endOriginals(service.db, date))
  await end()
  setInterval(
    () => void end().catch((error: unknown) => log.warn('originals past their retention were not removed', { error })),
    day,
  ).unref()
}
