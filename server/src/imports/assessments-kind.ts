import type { Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { loadAssessments, writeAssessments } from '../ledger/assessments.ts'
import type { Writing } from '../ledger/change.ts'
import { createEntry, loadDictionary } from '../ledger/dictionary.ts'
import { NameIndex } from './names.ts'
import { planAssessments, type AssessmentPlan, type Scale } from './plan-assessments.ts'
import type { WrittenAssessment } from './small-rows.ts'
import { loadStagedRows } from './staged-rows.ts'
import { likeWord } from './written.ts'
import { loadWorld } from './world.ts'

/** Compares a staged file of assessment results with the ledger as it stands. */
export async function compareAssessments(tx: Transaction<Tables>, staged: { importId: number; regionId: number }): Promise<AssessmentPlan> {
  const rows = await loadStagedRows<WrittenAssessment>(tx, staged.importId)
  const { named, revision } = await loadWorld(tx, staged.regionId)
  return planAssessments(rows, new NameIndex(named), await loadAssessments(tx, revision), await scalesIn(tx, revision))
}

/** Writes what is new or changed; a scale that the ledger lacks is made first, its grades in their order. */
export async function writeAssessmentPlan(writing: Writing, batchId: number, plan: AssessmentPlan): Promise<void> {
  const made = new Map<string, Scale>()
  const results = []
  for (const { outcome, result, scale } of plan.planned) {
    if (outcome === 'IDENTICAL') continue
    if (scale !== null && !made.has(scale.join('>'))) made.set(scale.join('>'), await makeScale(writing, scale))
    const grades = scale === null ? [] : (made.get(scale.join('>'))?.grades ?? [])
    const entry = grades.find((one) => likeWord(one.name) === likeWord(result.statedGrade ?? ''))
    results.push({ ...result, gradeId: entry?.id ?? result.gradeId })
  }
  await writeAssessments(writing, batchId, results)
}

/** A scale with its grades, from the best to the worst. */
export async function makeScale(writing: Writing, grades: readonly string[]): Promise<Scale> {
  const id = await createEntry(writing, 'gradeScale', grades.join('>'))
  const made: Scale = { id, grades: [] }
  for (const [place, name] of grades.entries())
    made.grades.push({ id: await createEntry(writing, 'grade', name, { parentId: id, displayOrder: place + 1 }), name })
  return made
}

async function scalesIn(tx: Transaction<Tables>, revision: number): Promise<Scale[]> {
  const entries = await loadDictionary(tx, revision)
  return entries
    .filter((entry) => entry.kind === 'gradeScale')
    .map(({ id }) => ({
      id,
      grades: entries
        .filter((entry) => entry.kind === 'grade' && entry.parentId === id)
        .map((entry) => ({ id: entry.id, name: entry.label.zh })),
    }))
}
