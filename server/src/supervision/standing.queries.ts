import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { screaming } from '../analytics/analytics.enums.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { monthsWithData } from '../analytics/ledger-state.ts'
import { parsePeriod } from '../analytics/period.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Settings } from '../ledger/settings.ts'
import { loadDecisions, type HeldDecision } from '../ledger/supervision-decisions.ts'
import { NotFoundError } from '../platform/errors.ts'
import { criterionKeys, criterionRegistry } from './criteria.ts'
import { shown } from './criterion.ts'
import type { EvidenceFigures } from './evidence.ts'
import { listPeriodOf } from './list-period.ts'
import { loadListState, type ListAsked } from './list-state.queries.ts'
import { labelOf, measuresShown, namedPeriod } from './shown.ts'
import { standingOn } from './standing.ts'
import { decisionShower } from './supervision.queries.ts'
import type { StandingCriterion, SupervisionDecided, SupervisionStanding } from './supervision.types.ts'

/**
 * Whether an institution is on the list, since when, by which criteria and what is demanded. Its own people see their
 * own figures and nothing of the group, nor of what was only considered.
 * @throws NotFoundError for an institution out of the viewer's reach.
 */
export function readStanding(db: Db, viewer: Viewer, institution: string, asked: ListAsked): Promise<SupervisionStanding> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const id = visibleId(ground, viewer, institution)
    const { last } = await monthsWithData(tx, ground)
    const { list } = listPeriodOf(ground, asked.period, last)
    const decisions = await loadDecisions(
      tx,
      ground.asOf.revision,
      sql`d.region_id = ${ground.jurisdiction.id} and d.institution_id = ${id}`,
    )
    const standing = standingOn(decisions, list.from)
    const since =
      standing &&
      decisions.filter((one) => one.endedRevision === null && one.revision >= standing.since.revision && one.periodFrom <= list.from)
    let history: SupervisionDecided[] = []
    if (viewer.permissions.has('supervision:read') && ground.seesAll && decisions.length > 0) {
      const state = await loadListState(tx, viewer, { ...asked, period: list.text })
      const show = await decisionShower(tx, viewer, state)
      const name = ground.history.stateOn(id, ground.today)?.name ?? institution
      history = [...decisions].reverse().map((one) => show({ key: institution, name }, one))
    }
    return {
      revision: ground.asOf.revision,
      institution,
      period: namedPeriod(list),
      listed: standing !== null,
      since: standing && namedPeriod(parsePeriod(standing.since.period)),
      criteria: standing ? criteriaOf(standing.since) : [],
      measures: measuresShown(
        (since ?? []).flatMap(({ measures }) => measures),
        ground.today,
      ),
      history,
    }
  })
}

/** The writer of a list is the office: an institution is found where the viewer sees it. */
function visibleId(ground: Ground, { scope }: Viewer, institution: string): number {
  const state = ground.history.latest().find(({ key }) => key === institution)
  const seen =
    state && (ground.seesAll ? ground.regionIds.includes(state.regionId) : scope.kind === 'ALL' || scope.institutions.includes(state.id))
  if (seen) return state.id
  throw new NotFoundError({ zh: '没有该机构，或您无权查看。', en: 'There is no such institution that you may see.' }, [
    { path: 'institution', reason: 'UNKNOWN_INSTITUTION', params: { value: institution } },
  ])
}

/** The criteria that held on entry in the words of their time, with the institution's own figures as they were. */
function criteriaOf({ evidence }: HeldDecision): StandingCriterion[] {
  return (evidence.figures as EvidenceFigures[]).flatMap(({ criterion: written, holds, settings, figures }) => {
    const key = criterionKeys.find((one) => screaming(one) === written)
    if (!key || !holds) return []
    return [
      {
        label: criterionRegistry[key].label,
        // Of the settings a criterion reads those alone that it names, and these were kept.
        definition: criterionRegistry[key].definition(settings as unknown as Settings),
        figures: figures.filter(({ own }) => own).map((one) => ({ label: labelOf(key, one.name), shown: shown(one) })),
      },
    ]
  })
}
