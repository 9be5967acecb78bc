import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { anonymousGroups } from './anonymous.ts'
import { askedOf, type Asked } from './asked.ts'
import type { Counted } from './cases.ts'
import { evaluate } from './evaluate.ts'
import { Exposures, loadExposures } from './exposures.ts'
import { firstKnownDay, loadGround, type Ground } from './ground.ts'
import type { MetricQuery } from './metric-query.types.ts'
import type { MetricTable } from './metric-table.types.ts'
import { metricRegistry } from './metrics.ts'
import { planNarrowing } from './narrowing.ts'
import { notesOf } from './notes.ts'
import { periodObject } from './period-notes.ts'
import type { Frame } from './read.types.ts'
import { beginning } from './segments.ts'
import { readTally } from './tally.ts'
import { windowsOf } from './windows.ts'

export type RunOptions = {
  /** LEDGER reads the versions alone; the figures are the same, which a test holds. */
  path?: Frame['path']
}

/**
 * Answers a metric query in one snapshot, as the viewer's reader role.
 * @throws InvalidError naming every unknown or impossible part, NotFoundError for a jurisdiction out of reach.
 */
export function runMetricQuery(db: Db, viewer: Viewer, query: MetricQuery, options: RunOptions = {}): Promise<MetricTable> {
  return readSnapshot(db, viewer, (tx) => tableIn(tx, viewer, query, options))
}

/** The same inside a snapshot that is open already. */
export async function tableIn(tx: Transaction<Tables>, viewer: Viewer, query: MetricQuery, options: RunOptions = {}): Promise<MetricTable> {
  const ground = await loadGround(tx, viewer, query)
  const asked = askedOf(query, ground)
  const counted = await count(tx, viewer, ground, asked, options)
  const { subjects, keys, columns, groups } = evaluate(counted)
  return {
    revision: ground.asOf.revision,
    period: periodObject(asked.period, ground, asked.comparison),
    keys,
    columns,
    groups,
    notes: notesOf(counted, subjects),
  }
}

async function count(tx: Transaction<Tables>, viewer: Viewer, ground: Ground, asked: Asked, options: RunOptions): Promise<Counted> {
  const windows = windowsOf(asked, ground)
  const plan = planNarrowing(asked, ground, windows)
  const frame: Frame = {
    tx,
    regionIds: ground.regionIds,
    scope: viewer.scope,
    register: asked.register,
    merged: asked.merged,
    asOf: ground.asOf,
    path: options.path ?? 'FASTEST',
  }
  const needsBase = asked.metrics.some((metric) => metricRegistry[metric].per !== undefined)
  const tally = await readTally(frame, asked, ground, windows, plan)
  const exposures = needsBase ? await loadExposures(tx, ground) : new Exposures([], ground)
  // Who sees part of the ledger cannot know when it began.
  const firstDay = asked.comparison.length === 0 ? null : ground.seesAll ? await firstKnownDay(tx, ground, asked.register) : beginning
  const counted: Counted = { asked, ground, windows, plan, tally, exposures, firstDay, anonymous: null }
  return !ground.seesAll && plan.byInstitution ? { ...counted, anonymous: await anonymousGroups(tx, counted) } : counted
}
