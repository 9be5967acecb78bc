import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { loadGround, writableRegionIds } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { restoreWhole, voidWhole } from '../imports/batches.commands.ts'
import { NameIndex } from '../imports/names.ts'
import { planExposures } from '../imports/plan-exposures.ts'
import { REASONS, type Reason } from '../imports/reasons.ts'
import { heldExposures, writeExposures } from '../imports/small-kinds.ts'
import { readExposure, type WrittenExposure } from '../imports/small-rows.ts'
import { typedRow } from '../imports/typed-row.ts'
import { loadWorld } from '../imports/world.ts'
import { addBatch, findBatch, type Batch } from '../ledger/batch.ts'
import { write, type Written } from '../ledger/change.ts'
import { ConflictError, InvalidError, NotFoundError, type FieldProblem } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { demandReason } from '../platform/reason.ts'
import { readDay } from './exposures.queries.ts'
import type { ExposureInput } from './exposures.types.ts'

export type SetAsked = {
  /** The day that the values hold for. */
  on: string
  source: string | null
  cells: readonly ExposureInput[]
  reason: string
  /** The revision that was looked at. */
  since: number
  jurisdiction: string | null
}
export type SetCounts = { new: number; changed: number; identical: number }

const mostCells = 5000

/**
 * Enters values of the grid as one batch of one change, read and compared as the rows of an exposures file are; all or
 * none. @throws InvalidError with each cell that cannot be, ConflictError where one was given since it was looked at.
 */
export async function setExposures(db: Db, viewer: Viewer, asked: SetAsked): Promise<Written<SetCounts>> {
  const on = readDay(asked.on)
  const reason = demandReason(asked.reason)
  if (asked.cells.length === 0 || asked.cells.length > mostCells) throw wrongCount(asked.cells.length)
  const { regionId, regionIds, today } = await domainOf(db, viewer, asked.jurisdiction)
  if (on > today) throw refused([problem('on', 'FUTURE_DATE', on, null)])
  const detail: Record<string, unknown> = { asOf: on }
  return write(db, viewer, { kind: 'SET_EXPOSURE', regionId, reason, detail }, async (writing) => {
    const { tx } = writing
    const { named, history } = await loadWorld(tx, regionId)
    const ours = named.filter((one) => regionIds.includes(history.stateOn(one.id, on)?.regionId ?? 0))
    const names = new NameIndex(ours.map(({ id, key }) => ({ id, name: key ?? '', aliases: [], code: null })))
    const rows = readCells({ ...asked, on }, new Map(ours.map((one) => [one.key ?? '', one.name])))
    const plan = planExposures(rows, names, await heldExposures(tx), asked.source !== null)
    refuse(plan.faults.map((fault) => problem(`cells[${fault.seq}].${fault.field}`, fault.reason, fault.value, null)))
    const count = (outcome: string) => plan.planned.filter((one) => one.outcome === outcome).length
    const counts = { new: count('NEW'), changed: count('CHANGED'), identical: count('IDENTICAL') + plan.repeats }
    if (counts.new + counts.changed === 0) throw unchanged()
    await refuseMoved(tx, plan.planned, on, asked.since)
    const batch = await addBatch(writing, {
      kind: 'EXPOSURES',
      register: null,
      fileName: '',
      fileDigest: null,
      fileSize: null,
      rowCount: asked.cells.length,
      fields: ['institution', 'base', 'asOf', 'value', ...(asked.source === null ? [] : ['source'])],
      mapping: {},
      report: {},
    })
    await writeExposures(writing, batch.id, plan)
    Object.assign(detail, { rows: asked.cells.length, new: counts.new, changed: counts.changed })
    return counts
  })
}

/** Takes the values of a change back, or restores them. @throws NotFoundError for a change that was not made in the grid. */
export async function turnExposures(
  db: Db,
  viewer: Viewer,
  asked: { revision: number; restore: boolean; reason: string; jurisdiction: string | null },
): Promise<Written<void>> {
  const reason = demandReason(asked.reason)
  const { regionId, regionIds } = await domainOf(db, viewer, asked.jurisdiction)
  const kind = asked.restore ? 'RESTORE_EXPOSURE' : 'UNDO_EXPOSURE'
  return write(db, viewer, { kind, regionId, reason, detail: { undoes: asked.revision } }, async (writing) => {
    const batch = await batchOf(writing.tx, asked.revision)
    if (!batch || !regionIds.includes(batch.regionId)) throw noSuchChange()
    writing.belongsTo(batch.id)
    if (asked.restore) await restoreWhole(writing, batch)
    else await voidWhole(writing, batch)
  })
}

function domainOf(db: Db, viewer: Viewer, jurisdiction: string | null) {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, { jurisdiction })
    return { regionId: ground.jurisdiction.id, regionIds: writableRegionIds(ground, viewer), today: ground.today }
  })
}

/** Each cell as the row of a file; `names`: by key, for whoever reads a refusal. */
function readCells({ on, source, cells }: SetAsked, names: ReadonlyMap<string, string>) {
  const problems: CellProblem[] = []
  const rows = cells.flatMap(({ institution, base, value }, seq) => {
    const typed = new Map([
      ['institution', institution],
      ['base', base],
      ['asOf', on],
      ['value', value],
      ...(source === null ? [] : [['source', source] as const]),
    ])
    const { row, byField, context } = typedRow('exposures', typed)
    const read = readExposure(row, byField, context)
    for (const { field, reason, value: shown } of read.faults)
      problems.push(problem(`cells[${seq}].${field}`, reason, shown, names.get(institution) ?? null))
    return read.value ? [{ seq, sheet: null, row: seq + 1, value: read.value satisfies WrittenExposure }] : []
  })
  refuse(problems)
  return rows
}

type CellProblem = FieldProblem & { sentence: FullLabel }

function problem(path: string, reason: Reason, value: string, name: string | null): CellProblem {
  const { zh, en } = REASONS[reason]
  const sentence = {
    zh: `${name ?? ''}${value === '' ? '' : `“${value.slice(0, 40)}”`}${zh}`,
    en: `${name ? `${name}: ` : ''}${value === '' ? '' : `“${value.slice(0, 40)}” `}${en}`,
  }
  return { path, reason, params: { value: value.slice(0, 40), sentence }, sentence }
}

function refuse(problems: readonly CellProblem[]): void {
  if (problems.length > 0) throw refused(problems)
}

function refused(problems: readonly CellProblem[]): InvalidError {
  const told = problems.slice(0, 3)
  const more = problems.length - told.length
  return new InvalidError(
    {
      zh: `什么也没有保存：${told.map((one) => one.sentence.zh).join('；')}${more > 0 ? `；另有 ${more} 处` : ''}。`,
      en: `Nothing was saved: ${told.map((one) => one.sentence.en).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    },
    problems.map(({ path, reason, params }) => ({ path, reason, ...(params ? { params } : {}) })),
  )
}

/** Somebody else gave one of these values after the grid was opened. */
async function refuseMoved(
  tx: Transaction<Tables>,
  planned: readonly { institutionId: number; base: string }[],
  on: string,
  since: number,
): Promise<void> {
  const asked = JSON.stringify(planned.map(({ institutionId, base }) => ({ id: institutionId, base })))
  const { rows } = await sql<{ name: string; base: string; actor: string; revision: number }>`
    select distinct on (e.institution_id, e.base) v.name, e.base, c.actor_name as actor, c.revision
      from jsonb_to_recordset(${asked}::jsonb) as a (id bigint, base text)
      join exposure e on e.institution_id = a.id and e.base = a.base and e.as_of = ${on}
      left join batch_void o on o.batch_id = e.batch_id
      join change c on c.revision = any (array[e.revision, o.from_revision, o.to_revision]) and c.revision > ${Math.trunc(since)}
      join institution_version v on v.institution_id = e.institution_id
     order by e.institution_id, e.base, c.revision desc, v.revision desc`.execute(tx)
  const [first] = rows
  if (!first) return
  throw new ConflictError(
    {
      zh: `打开之后，${first.actor} 已填报过其中 ${rows.length} 个数（如${first.name}）。请刷新后再改，什么也没有保存。`,
      en: `${first.actor} entered ${rows.length} of these values after you opened the grid (${first.name} among them). Refresh it; nothing was saved.`,
    },
    [{ path: 'since', reason: 'MOVED', params: { revision: first.revision } }],
  )
}

async function batchOf(tx: Transaction<Tables>, revision: number): Promise<Batch | null> {
  const { rows } = await sql<{ key: string }>`
    select b.key from batch b join change c on c.revision = b.revision and c.kind = 'SET_EXPOSURE'
     where b.revision = ${Math.trunc(revision)} and b.kind = 'EXPOSURES'`.execute(tx)
  return rows[0] ? findBatch(tx, rows[0].key) : null
}

function unchanged(): ConflictError {
  return new ConflictError({ zh: '与现有数字一致，没有要保存的。', en: 'All values are as they were; there is nothing to save.' }, [
    { path: 'cells', reason: 'UNCHANGED' },
  ])
}

function wrongCount(count: number): InvalidError {
  return new InvalidError(
    { zh: `一次填报 1 至 ${mostCells} 个数，不能是 ${count} 个。`, en: `Between 1 and ${mostCells} values at a time, not ${count}.` },
    [{ path: 'cells', reason: 'TOO_MANY', params: { most: mostCells } }],
  )
}

function noSuchChange(): NotFoundError {
  return new NotFoundError(
    {
      zh: '没有这次填报，或不是在这里填的；导入的批次请在“数据导入”作废。',
      en: 'No such values were entered here; a file is voided among the imports.',
    },
    [{ path: 'revision', reason: 'NO_SUCH_CHANGE' }],
  )
}
