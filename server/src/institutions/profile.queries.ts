import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { institutionAssessments } from '../assessments/assessments.queries.ts'
import type { InstitutionState } from '../ledger/institution-history.ts'
import { institutionReturns } from '../returns/returns.queries.ts'
import { readExposures, readVersions } from './history.queries.ts'
import { loadView, namedIn, rowOf, stateIn, statesIn, type InstitutionView } from './institutions.queries.ts'
import type { InstitutionProfile, InstitutionReturn } from './institutions.types.ts'

export type ProfileAsked = { key: string; period: string | null; jurisdiction: string | null; revision: number | null }

/** One institution with its history; null where there is none that the viewer may see. */
export function readInstitution(db: Db, viewer: Viewer, asked: ProfileAsked): Promise<InstitutionProfile | null> {
  return readSnapshot(db, viewer, async (tx) => {
    const view = await loadView(tx, viewer, asked)
    const state = statesIn(view).find((one) => one.key === asked.key)
    return state ? profileOf(tx, viewer, view, state, asked) : null
  })
}

async function profileOf(
  tx: Transaction<Tables>,
  viewer: Viewer,
  view: InstitutionView,
  state: InstitutionState,
  asked: ProfileAsked,
): Promise<InstitutionProfile> {
  const { ground } = view
  const region = ground.regions.find((one) => one.id === state.regionId)
  const where = { jurisdiction: asked.jurisdiction, revision: asked.revision }
  return {
    ...rowOf(view, state),
    revision: ground.asOf.revision,
    region: region?.label ?? { zh: '', en: null },
    countsFor: countsFor(view, state),
    predecessors: relatives(view, (one) => one.successorId === state.id),
    below: statesIn(view)
      .filter((one) => one.parentId === state.id)
      .map((one) => rowOf(view, one)),
    ...neighbours(view, state),
    assessments: await institutionAssessments(tx, viewer, ground, { ...where, institutionId: state.id }),
    returns: (await institutionReturns(tx, viewer, ground, { ...where, institutionId: state.id })).map(
      ({ key, period, periodLabel, form, register, discrepancies, total, computed, registered, gap }): InstitutionReturn => ({
        key: key ?? '',
        period,
        periodLabel,
        form: form ?? '',
        register,
        discrepancies,
        total,
        computed,
        registered,
        gap,
      }),
    ),
    exposures: await readExposures(tx, ground, state.id),
    versions: await readVersions(tx, ground, state.id),
  }
}

/** Whom complaints count for that came in on the period's last day. */
function countsFor(view: InstitutionView, state: InstitutionState): InstitutionProfile['countsFor'] {
  const { ground, period, members } = view
  if (members.has(state.id)) return null
  const last = period.end > ground.today ? ground.today : period.end
  const ranked = ground.history.rankedAncestor(state.id, last)
  return ranked === state.id ? null : namedIn(view, ranked)
}

function relatives(view: InstitutionView, is: (state: InstitutionState) => boolean): InstitutionProfile['predecessors'] {
  return statesIn(view)
    .filter(is)
    .flatMap((one) => namedIn(view, one.id) ?? [])
}

function neighbours(view: InstitutionView, state: InstitutionState): Pick<InstitutionProfile, 'before' | 'after'> {
  const group = statesIn(view).filter((one) => view.members.has(one.id) && stateIn(view, one.id)?.peerGroupId === state.peerGroupId)
  const place = group.findIndex((one) => one.id === state.id)
  if (place < 0) return { before: null, after: null }
  return { before: namedIn(view, group[place - 1]?.id ?? null), after: namedIn(view, group[place + 1]?.id ?? null) }
}
