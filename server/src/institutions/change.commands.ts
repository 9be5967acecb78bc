import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { loadGround, writableRegionIds } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { restoreWhole, voidWhole } from '../imports/batches.commands.ts'
import { insertInstitutions } from '../imports/small-kinds.ts'
import { addBatch, findBatch, type Batch } from '../ledger/batch.ts'
import { rehearse, write, type Act, type Writing, type Written } from '../ledger/change.ts'
import { firstDay, lastDay, loadInstitutionHistory, type InstitutionHistory } from '../ledger/institution-history.ts'
import { rederiveInstitutions, tryInstitutions } from '../ledger/rederive.ts'
import type { Moved } from '../ledger/version.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import { demandReason } from '../platform/reason.ts'
import { dangling, historyProblems, newProblems, refuseChange, type InstitutionAct } from './change.rules.ts'
import { planChange, unknownInstitution, type Domain, type WrittenAct } from './plan-change.ts'

/** `since`: the revision that was looked at; `undoes`: the change that is taken back or restored. */
export type ChangeAsked = Omit<WrittenAct, 'act'> & {
  act: InstitutionAct
  undoes: number | null
  since: number
  jurisdiction: string | null
}
export type ChangeDone = { key: string; complaints: number }
/** What a change would do: `moves` by the ranked institutions, null outside the ranking. */
export type ChangePreview = {
  complaints: number
  inClosedMonths: number
  moves: { from: string | null; to: string | null; complaints: number }[]
  /** Complaints counted for the institution that another peer group, or none, would hold. */
  regrouped: number
  /** Complaints received after the closing that nobody would answer for. */
  orphaned: number
}

export const changeKinds = ['CHANGE_INSTITUTION'] as const

/**
 * Changes an institution: a new one, what holds from a day on, a correction, the closing, or a change taken back. One
 * batch of one change, as a file of one row would be; complaints that hang on it are resolved again in it.
 * @throws InvalidError with every field that cannot be, ConflictError where it changed since it was looked at or nothing would.
 */
export async function changeInstitution(db: Db, viewer: Viewer, asked: ChangeAsked, reason: string): Promise<Written<ChangeDone>> {
  const domain = await domainOf(db, viewer, asked.jurisdiction)
  const detail: Record<string, unknown> = {}
  const act: Act = { kind: kindOf(asked.act), regionId: domain.regionId, reason: demandReason(reason), detail }
  return write(db, viewer, act, async (writing) => {
    const done = await apply(writing, domain, asked)
    const complaints = await rederiveInstitutions(writing)
    Object.assign(detail, {
      institution: done.name,
      key: done.key,
      act: asked.act,
      ...(asked.undoes === null ? {} : { undoes: asked.undoes }),
      complaints,
    })
    return { key: done.key, complaints }
  })
}

/** Does the change to the end and takes it back: the same checks, and how many complaints it would resolve again. */
export async function previewInstitutionChange(db: Db, viewer: Viewer, asked: ChangeAsked): Promise<ChangePreview> {
  const domain = await domainOf(db, viewer, asked.jurisdiction)
  return rehearse(db, viewer, { kind: kindOf(asked.act), regionId: domain.regionId }, async (writing) => {
    const { tx } = writing
    const { id } = await apply(writing, domain, asked)
    const moved = await tryInstitutions(writing)
    const before = await loadInstitutionHistory(tx, writing.revision - 1)
    const after = await loadInstitutionHistory(tx, writing.revision)
    const named = (ranked: number) => (after.stateOn(ranked, lastDay) ?? before.stateOn(ranked, lastDay))?.name ?? null
    return {
      complaints: sum(moved, 'complaints'),
      inClosedMonths: sum(moved, 'inClosedMonths'),
      moves: moved
        .filter((one) => one.from !== one.to)
        .map(({ from, to, complaints }) => ({ from: named(from), to: named(to), complaints })),
      regrouped: await countRegrouped(tx, id, before, after),
      orphaned: await countOrphaned(tx, id, after),
    }
  })
}

function kindOf(act: InstitutionAct): string {
  return act === 'undo' ? 'UNDO_INSTITUTION' : act === 'restore' ? 'RESTORE_INSTITUTION' : 'CHANGE_INSTITUTION'
}

function domainOf(db: Db, viewer: Viewer, jurisdiction: string | null): Promise<Domain> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, { jurisdiction })
    return { regionId: ground.jurisdiction.id, regionIds: writableRegionIds(ground, viewer) }
  })
}

type Applied = { id: number; key: string; name: string }

/** Writes what the act says, and looks whether the history that comes of it can be. */
async function apply(writing: Writing, domain: Domain, asked: ChangeAsked): Promise<Applied> {
  const before = await loadInstitutionHistory(writing.tx, writing.revision - 1)
  const { act } = asked
  const done =
    act === 'undo' || act === 'restore'
      ? await turnBack(writing, domain, asked, before)
      : await writeAct(writing, domain, { ...asked, act })
  const after = await loadInstitutionHistory(writing.tx, writing.revision)
  refuseChange([...newProblems(historyProblems(before, done.id), historyProblems(after, done.id)), ...dangling(after, done.id)])
  return done
}

async function writeAct(writing: Writing, domain: Domain, asked: WrittenAct & { since: number }): Promise<Applied> {
  const { tx, revision } = writing
  const plan = await planChange(tx, domain, asked)
  if (plan.id > 0) await refuseMoved(tx, plan.id, asked.since)
  const batch = await addBatch(writing, {
    kind: 'INSTITUTIONS',
    register: null,
    fileName: '',
    fileDigest: null,
    fileSize: null,
    rowCount: 1,
    fields: Object.keys(asked.values),
    mapping: {},
    report: {},
  })
  await insertInstitutions(writing, batch.id, plan)
  const { rows } = await sql<{ id: number; key: string }>`
    select i.institution_id as id, i.key from institution i
     where ${plan.id > 0 ? sql`i.institution_id = ${plan.id}` : sql`i.revision = ${revision}`}`.execute(tx)
  const [made] = rows
  if (!made) throw new Error('The institution was not written.')
  return { ...made, name: plan.name }
}

/** Takes a change back, or restores one that was taken back: its batch, as a file's would be. */
async function turnBack(writing: Writing, domain: Domain, asked: ChangeAsked, before: InstitutionHistory): Promise<Applied> {
  const { tx } = writing
  const found = await changeBy(tx, asked.undoes ?? 0)
  if (!found || !domain.regionIds.includes(found.regionId)) throw noSuchChange()
  if (asked.key !== null && asked.key !== found.key) throw unknownInstitution(asked.key)
  await refuseMoved(tx, found.id, asked.since)
  writing.belongsTo(found.batch.id)
  if (asked.act === 'undo') await voidWhole(writing, found.batch)
  else await restoreWhole(writing, found.batch)
  const name = before.stateOn(found.id, lastDay)?.name ?? found.name
  return { id: found.id, key: found.key, name }
}

type FoundChange = { batch: Batch; id: number; key: string; name: string; regionId: number }

async function changeBy(tx: Transaction<Tables>, revision: number): Promise<FoundChange | null> {
  const { rows } = await sql<{ batch: string; id: number; key: string; name: string; regionId: number }>`
    select b.key as batch, v.institution_id as id, i.key, v.name, v.region_id as "regionId"
      from batch b join change c on c.revision = b.revision and c.kind = any (${changeKinds}::text[])
      join institution_version v on v.batch_id = b.id join institution i on i.institution_id = v.institution_id
     where b.revision = ${Math.trunc(revision)} and b.kind = 'INSTITUTIONS' order by v.id desc limit 1`.execute(tx)
  const [row] = rows
  return row ? { ...row, batch: await findBatch(tx, row.batch) } : null
}

function noSuchChange(): NotFoundError {
  return new NotFoundError(
    {
      zh: '没有这次变更，或不是在这里登记的；导入的批次请在“数据导入”作废。',
      en: 'There is no such change made here; a file is voided among the imports.',
    },
    [{ path: 'undoes', reason: 'NO_SUCH_CHANGE' }],
  )
}

/** Somebody else changed it after it was looked at: what they said would be overwritten unseen. */
async function refuseMoved(tx: Transaction<Tables>, id: number, since: number): Promise<void> {
  const { rows } = await sql<{ actor: string; revision: number }>`
    select c.actor_name as actor, c.revision from change c where c.revision > ${Math.trunc(since)} and c.revision in (
      select v.revision from institution_version v where v.institution_id = ${id}
      union select o.from_revision from batch_void o join institution_version v on v.batch_id = o.batch_id and v.institution_id = ${id}
      union select o.to_revision from batch_void o join institution_version v on v.batch_id = o.batch_id and v.institution_id = ${id})
     order by c.revision desc limit 1`.execute(tx)
  const [row] = rows
  if (!row) return
  throw new ConflictError(
    {
      zh: `打开之后，${row.actor} 已改过这家机构（修订 ${row.revision}）。请重新打开再改，什么也没有保存。`,
      en: `${row.actor} changed this institution after you opened it (revision ${row.revision}). Open it again; nothing was saved.`,
    },
    [{ path: 'since', reason: 'MOVED', params: { revision: row.revision } }],
  )
}

function sum(moved: readonly Moved[], of: 'complaints' | 'inClosedMonths'): number {
  return moved.reduce((total, one) => total + one[of], 0)
}

/** Counted for the institution on days whose peer group is another than before; the group is joined when figures are read. */
async function countRegrouped(tx: Transaction<Tables>, id: number, before: InstitutionHistory, after: InstitutionHistory): Promise<number> {
  const days = [
    ...new Set([firstDay, ...[before, after].flatMap((one) => one.versionsOf(id)).flatMap((one) => one.validFrom ?? [])]),
  ].sort()
  let count = 0
  for (const [place, from] of days.entries()) {
    const group = (history: InstitutionHistory) => history.stateOn(id, from)?.peerGroupId ?? null
    if (group(before) === group(after)) continue
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from complaint_version where to_revision is null and ranked_institution_id = ${id}
         and received_on >= ${from} and received_on < ${days[place + 1] ?? lastDay}`.execute(tx)
    count += rows[0]?.count ?? 0
  }
  return count
}

async function countOrphaned(tx: Transaction<Tables>, id: number, after: InstitutionHistory): Promise<number> {
  const closed = after.rankedIntervals().filter((one) => one.institutionId === id && one.closed)
  let count = 0
  for (const { from, to } of closed) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from complaint_version where to_revision is null and institution_id = ${id}
         and received_on >= ${from} and received_on < ${to}`.execute(tx)
    count += rows[0]?.count ?? 0
  }
  return count
}
