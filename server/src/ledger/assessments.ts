import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Writing } from './change.ts'
import { uuid7 } from './keys.ts'

/** An assessment result in force: `score` a decimal, `grade` as given, `gradeId` its entry in a scale where one knows it. */
export type HeldAssessment = {
  id: number
  key: string
  regionId: number
  institutionId: number
  batchId: number | null
  scheme: string
  period: string
  periodFrom: string
  periodEnd: string
  score: string | null
  statedScore: string | null
  gradeId: number | null
  statedGrade: string | null
  source: string | null
  origin: 'GIVEN' | 'ROUND'
  revision: number
}
export type NewAssessment = Omit<HeldAssessment, 'id' | 'key' | 'regionId' | 'batchId' | 'revision'>

/** The latest result of each institution, scheme and period in force as of a revision. */
export async function loadAssessments(
  tx: Transaction<Tables>,
  revision: number,
  where: RawBuilder<unknown> = sql`true`,
): Promise<HeldAssessment[]> {
  const { rows } = await sql<HeldAssessment>`
    select distinct on (r.institution_id, r.scheme, r.period_from, r.period_end)
           r.id, r.key, r.region_id as "regionId", r.institution_id as "institutionId", r.batch_id as "batchId", r.scheme, r.period, r.period_from as "periodFrom",
           r.period_end as "periodEnd", r.score, r.stated_score as "statedScore", r.grade_id as "gradeId", r.stated_grade as "statedGrade", r.source, r.origin, r.revision
      from assessment_result r
     where r.revision <= ${revision} and (${where})
       and not exists (select from batch_void b where b.batch_id = r.batch_id
                          and b.from_revision <= ${revision} and (b.to_revision is null or b.to_revision > ${revision}))
     order by r.institution_id, r.scheme, r.period_from, r.period_end, r.revision desc, r.id desc`.execute(tx)
  return rows
}

export async function writeAssessments(
  { tx, revision, now }: Writing,
  batchId: number | null,
  results: readonly NewAssessment[],
): Promise<void> {
  await sql`
    insert into assessment_result (region_id, key, institution_id, batch_id, scheme, period, period_from, period_end, score, stated_score, grade_id, stated_grade, source, origin, revision)
    select i.region_id, r.key, r."institutionId", ${batchId}, r.scheme, r.period, r."periodFrom", r."periodEnd", r.score::numeric, r."statedScore", r."gradeId", r."statedGrade", r.source,
           r.origin, ${revision}
      from jsonb_to_recordset(${JSON.stringify(results.map((one) => ({ ...one, key: uuid7(now) })))}::jsonb) as r (key uuid, "institutionId" bigint, scheme text, period text, "periodFrom" date, "periodEnd" date, score text,
           "statedScore" text, "gradeId" integer, "statedGrade" text, source text, origin text)
      join institution i on i.institution_id = r."institutionId"`.execute(tx)
}

/** Scales that are known without being declared, grades from best to worst. */
export const standardScales: readonly (readonly string[])[] = [
  ['一级', '二级', '三级', '四级', '五级'],
  ['一级', '二级A', '二级B', '二级C', '三级A', '三级B', '三级C', '四级', '五级'],
  ['A', 'B', 'C', 'D'],
  ['优秀', '良好', '合格', '不合格'],
]
