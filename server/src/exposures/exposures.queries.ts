import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { addDays, isDay } from '../analytics/calendar.ts'
import { loadExposures, type Exposures } from '../analytics/exposures.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { bases, type BaseKey } from '../analytics/metrics.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { statusIn } from '../institutions/institutions.rules.ts'
import type { InstitutionState } from '../ledger/institution-history.ts'
import { InvalidError, NotFoundError } from '../platform/errors.ts'
import type { ExposureAssertion, ExposureCell, ExposureGrid, ExposureGroup, ExposureHistory } from './exposures.types.ts'

const day = 86_400_000
export type GridAsked = { on: string | null; peerGroup: string | null; jurisdiction: string | null; revision: number | null }

/** The members of every group on a day (null: today) with the value of each base that a rate of that day would use. */
export function readExposureGrid(db: Db, viewer: Viewer, asked: GridAsked): Promise<ExposureGrid> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const on = asked.on === null ? ground.today : readDay(asked.on)
    const exposures = await loadExposures(tx, ground)
    const maxAgeDays = ground.settings.on('exposureMaxAgeDays', on)
    return {
      revision: ground.asOf.revision,
      on,
      today: ground.today,
      maxAgeDays,
      groups: groupsOn(ground, on, asked.peerGroup).map(({ group, members }): ExposureGroup => {
        const keys = (group.attributes.bases ?? []).filter((key): key is BaseKey => Object.hasOwn(bases, key))
        const rows = members.map((state) => ({
          key: state.key,
          label: { zh: state.name, en: null },
          status: statusIn(state, { from: `${on.slice(0, 4)}-01-01`, end: addDays(on, 1) }, true),
          cells: keys.map((base) => cellOf(exposures, state, base, { on, maxAgeDays })),
        }))
        const missing = rows.flatMap((row) => row.cells).filter((cell) => cell.reason !== null).length
        return { key: group.key, label: group.label, bases: keys.map((key) => ({ key, label: bases[key] })), rows, missing }
      }),
    }
  })
}

function groupsOn(ground: Ground, on: string, wanted: string | null) {
  const members = ground.history.membersOf({ from: on, to: addDays(on, 1) }).filter((state) => ground.regionIds.includes(state.regionId))
  return ground.dictionary
    .filter((entry) => entry.kind === 'peerGroup' && (wanted === null || entry.key === wanted))
    .map((group) => ({
      group,
      members: members
        .filter((state) => state.peerGroupId === group.id)
        .sort((a, b) => a.displayOrder - b.displayOrder || (a.name < b.name ? -1 : 1)),
    }))
    .filter((one) => one.members.length > 0)
}

function cellOf(
  exposures: Exposures,
  state: InstitutionState,
  base: BaseKey,
  { on, maxAgeDays }: { on: string; maxAgeDays: number },
): ExposureCell {
  const held = exposures.latest(state.id, base, on)
  const age = held && Math.round((Date.parse(on) - Date.parse(held.asOf)) / day)
  const stale = age !== null && age > maxAgeDays
  return {
    base,
    value: held?.value ?? null,
    asOf: held?.asOf ?? null,
    source: held?.source ?? null,
    age,
    stale,
    reason: held === null || stale || held.value === 0 ? 'noBase' : null,
  }
}

export function readDay(on: string): string {
  if (isDay(on) && on >= '1990-01-01' && on <= '2100-12-31') return on
  throw new InvalidError(
    { zh: `“${on.slice(0, 40)}”不是日期，应写成 2026-06-30。`, en: `“${on.slice(0, 40)}” is not a day; write it as 2026-06-30.` },
    [{ path: 'on', reason: 'NOT_A_DAY', params: { value: on.slice(0, 40) } }],
  )
}

type HistoryAsked = { institution: string; base: string; jurisdiction: string | null; revision: number | null }

/** Every value that was ever given of an institution's base, the latest day first, with the act that gave it. */
export function readExposureHistory(db: Db, viewer: Viewer, asked: HistoryAsked): Promise<ExposureHistory> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const state = ground.history.latest().find((one) => one.key === asked.institution && ground.regionIds.includes(one.regionId))
    if (!state || !Object.hasOwn(bases, asked.base)) throw unknown(asked)
    const base = asked.base as BaseKey
    return {
      revision: ground.asOf.revision,
      institution: { key: state.key, label: { zh: state.name, en: null } },
      base: { key: base, label: bases[base] },
      rows: await readAssertions(tx, ground, state.id, base),
    }
  })
}

async function readAssertions(tx: Transaction<Tables>, ground: Ground, id: number, base: BaseKey): Promise<ExposureAssertion[]> {
  const { revision } = ground.asOf
  const { rows } = await sql<Omit<ExposureAssertion, 'at'> & { at: Date | null }>`
    with given as (
      select e.*, exists (select from batch_void o where o.batch_id = e.batch_id
                            and o.from_revision <= ${revision} and (o.to_revision is null or o.to_revision > ${revision})) as voided
        from exposure e where e.institution_id = ${id} and e.base = ${base} and e.revision <= ${revision})
    select e.as_of as "asOf", e.value, e.source, e.revision, e.voided,
           not e.voided and not exists (select from given l where l.as_of = e.as_of and not l.voided and (l.revision, l.id) > (e.revision, e.id)) as "inForce",
           c.at, c.actor_name as actor, c.reason, nullif(b.file_name, '') as file, b.key as batch, c.kind as act,
           (select count(*)::integer from exposure o where o.batch_id = e.batch_id) as together
      from given e left join change c on c.revision = e.revision left join batch b on b.id = e.batch_id
     order by e.as_of desc, e.revision desc, e.id desc limit 200`.execute(tx)
  return rows.map(({ at, ...row }) => ({ ...row, at: at?.toISOString() ?? null }))
}

function unknown({ institution, base }: HistoryAsked): NotFoundError {
  return new NotFoundError({
    zh: `没有机构“${institution}”的业务量“${base}”，或您无权查看。`,
    en: `There is no exposure “${base}” of an institution “${institution}” that you may see.`,
  })
}
