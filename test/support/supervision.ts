import { sql } from 'kysely'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAssessments } from '../../server/src/ledger/assessments.ts'
import type { Writing } from '../../server/src/ledger/change.ts'
import { closeMonth } from '../../server/src/ledger/dated.ts'
import { createEntry } from '../../server/src/ledger/dictionary.ts'
import { parsePeriod } from '../../server/src/analytics/period.ts'
import { act, importRows, installTest, putInstitution, type TestRow } from './ledger.ts'

export type TestCounty = { ids: Record<string, number>; grades: Record<string, number>; batches: Record<string, string> }

const banks = { 甲银行: 100_000, 乙银行: 100_000, 丙银行: 200_000 }

/**
 * A county of three large banks with 400,000 customers. 2025Q3: 12, 2 and 6 complaints of 20, so that 甲银行 has 1.2 per
 * 10,000 where the group has 0.5; 乙银行 was graded 三级 for 2024. The months are closed to September 2025.
 */
export async function openTestCounty(db: Db): Promise<TestCounty> {
  await installTest(db)
  const ids: Record<string, number> = {}
  await act(db, 'INSTITUTIONS', async (writing) => {
    const group = await peerGroup(writing)
    for (const name of Object.keys(banks)) ids[name] = await putInstitution(writing, { name, peerGroupId: group })
  })
  await act(db, 'EXPOSURES', async ({ tx, revision }) => {
    for (const [name, value] of Object.entries(banks))
      await sql`insert into exposure (region_id, institution_id, base, as_of, value, source, revision)
        values (1, ${ids[name]}, 'personalCustomers', '2025-06-30', ${value}, '年报', ${revision})`.execute(tx)
  })
  const batches: Record<string, string> = {}
  for (const [name, count] of Object.entries({ 甲银行: 12, 乙银行: 2, 丙银行: 6 }))
    batches[name] = (await importRows(db, ['number', 'receivedOn', 'institution'], rowsOf(name, ids[name] as number, count))).batchKey
  const grades: Record<string, number> = {}
  await act(db, 'ASSESSMENTS', async (writing) => {
    const scale = await createEntry(writing, 'gradeScale', '五级')
    for (const [place, name] of ['一级', '二级', '三级', '四级', '五级'].entries())
      grades[name] = await createEntry(writing, 'grade', name, { parentId: scale, displayOrder: place + 1 })
    await grade(writing, ids, grades, '2024', { 甲银行: ['二级', '86'], 乙银行: ['三级', '73.5'], 丙银行: ['一级', '91'] })
  })
  await act(db, 'CLOSE', async (writing) => {
    for (const month of ['2025-07-01', '2025-08-01', '2025-09-01']) await closeMonth(writing, month)
  })
  return { ids, grades, batches }
}

export function rowsOf(name: string, institutionId: number, count: number, month = '2025-08', first = 1): TestRow[] {
  return Array.from({ length: count }, (_, place) => ({
    number: `${name}${month}-${first + place}`,
    receivedOn: `${month}-${String(1 + (place % 28)).padStart(2, '0')}`,
    institutionId,
  }))
}

export async function grade(
  writing: Writing,
  ids: Record<string, number>,
  grades: Record<string, number>,
  period: string,
  results: Record<string, [grade: string, score: string]>,
): Promise<void> {
  const { from, end } = parsePeriod(period)
  await writeAssessments(
    writing,
    null,
    Object.entries(results).map(([name, [word, score]]) => ({
      institutionId: ids[name] as number,
      scheme: '年度考评',
      period,
      periodFrom: from,
      periodEnd: end,
      score,
      statedScore: score,
      gradeId: grades[word] as number,
      statedGrade: word,
      source: null,
      origin: 'GIVEN' as const,
    })),
  )
}

async function peerGroup({ tx }: Writing): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from dictionary_entry where kind = 'peerGroup' and key = 'STATE_OWNED_LARGE' and to_revision is null`.execute(tx)
  return (rows[0] as { id: number }).id
}
