import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { addDays } from '../analytics/calendar.ts'
import { loadGround } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readAll } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { currentRevision } from '../ledger/revision.ts'
import { loadDecisions, type HeldDecision } from '../ledger/supervision-decisions.ts'
import type { Check } from '../ledger/verify.ts'
import { UserError } from '../platform/errors.ts'
import { canonical, evidenceDigest, evidenceFigures } from './evidence.ts'
import { listPeriodOf } from './list-period.ts'
import { judged } from './list-state.queries.ts'
import { loadSubjects, queryDocument, subjectsQuery } from './subjects.queries.ts'

/** Computes the evidence of every decision again from its query and revision, and compares it and its digest with what is kept. */
export async function verifySupervision(db: Db, tell: (check: Check) => void = () => {}): Promise<Check[]> {
  const problems = await readAll(db, async (tx) => {
    const found: string[] = []
    for (const one of await loadDecisions(tx, await currentRevision(tx))) found.push(...(await problemsOf(tx, one)))
    return found
  })
  const check: Check = { name: { zh: '重点监督决定的依据', en: 'the evidence of every supervision decision' }, problems }
  tell(check)
  return [check]
}

async function problemsOf(tx: Transaction<Tables>, one: HeldDecision): Promise<string[]> {
  const { evidence } = one
  const viewer = readerOf(one.regionId)
  let name = `#${one.institutionId}`
  const problem = (what: string) => `supervision decision ${one.key} (${name}, ${one.period}) @${one.revision}: ${what}`
  try {
    const ground = await loadGround(tx, viewer, { revision: evidence.revision })
    const { list, basis } = listPeriodOf(ground, one.period, null)
    const state = ground.history.stateOn(one.institutionId, addDays(basis.end, -1))
    name = state?.name ?? name
    const settings = ground.settings.at(list.from)
    const subject = (await loadSubjects(tx, viewer, ground, basis, settings)).find(({ key }) => key === state?.key) ?? null
    const all = judged(ground, one.institutionId, list.from, subject, settings).judgements
    const judgements = one.proposed === 'EXIT' ? all : all.filter(({ holds }) => holds)
    const exact = canonical(evidence.figures) === canonical(evidenceFigures(judgements, settings))
    const asked = canonical(evidence.query) === canonical(queryDocument(subjectsQuery(ground, basis, settings)))
    return [
      ...(evidenceDigest(evidence).equals(evidence.digest) ? [] : [problem('digest')]),
      ...(exact ? [] : [problem('figures')]),
      ...(asked ? [] : [problem('query')]),
    ]
  } catch (error) {
    // A revision or period that the ledger does not know is a finding of its own.
    if (error instanceof UserError) return [problem(error.label.en)]
    throw error
  }
}

/** Who sees the whole ledger from a node: the figures of a list are those of its whole jurisdiction. */
function readerOf(rootRegionId: number): Viewer {
  return {
    userId: 0,
    name: 'verify',
    displayName: 'verify',
    roles: [],
    permissions: new Set(),
    scope: { kind: 'ALL' },
    rootRegionId,
    language: 'zh',
  }
}
