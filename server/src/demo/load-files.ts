import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { writeAs } from '../db/snapshot.ts'
import { parsePeriod } from '../analytics/period.ts'
import { makeScale } from '../imports/assessments-kind.ts'
import { standardScales, writeAssessments } from '../ledger/assessments.ts'
import { addBatch, type BatchKind } from '../ledger/batch.ts'
import type { Writing } from '../ledger/change.ts'
import { kinds, registers } from '../ledger/columns.ts'
import { commitStaged } from '../ledger/commit-staged.ts'
import { loadDictionary } from '../ledger/dictionary.ts'
import { rolesOf, type CellRole } from '../ledger/return-check.ts'
import { SUBJECTS, writeReturns } from '../ledger/returns.ts'
import { rederiveInstitutions } from '../ledger/rederive.ts'
import type { DemoAct, FiledComplaint } from './history.types.ts'
import { wordOf, type Loading } from './loading.ts'

type FileOf<K extends DemoAct['kind']> = Extract<DemoAct, { kind: K }>

/** Headings as the office writes them, with the fields that they mean. */
const INSTITUTION_COLUMNS = {
  机构名称: 'name',
  机构类别: 'peerGroup',
  别名: 'aliases',
  上级机构: 'parent',
  地区: 'region',
  参与排名: 'ranked',
  开业日期: 'openedOn',
  终止日期: 'closedOn',
  生效日期: 'validFrom',
  显示顺序: 'displayOrder',
  承继机构: 'successor',
}
const EXPOSURE_COLUMNS = { 机构名称: 'institution', 指标: 'base', 截至日期: 'asOf', 数值: 'value' }
const RETURN_COLUMNS = { 报送主体: 'subject', 报送期间: 'period', 分组: 'breakdown', 填报项: 'place', 件数: 'count' }
const ASSESSMENT_COLUMNS = { 机构名称: 'institution', 考评方案: 'scheme', 考评期间: 'period', 得分: 'score', 等级: 'grade' }
const COMPLAINT_COLUMNS = {
  投诉编号: 'number',
  收到日期: 'receivedOn',
  被投诉机构: 'institution',
  件类: 'kind',
  业务类别: 'category',
  投诉原因: 'cause',
  投诉渠道: 'lodgingChannel',
  业务办理渠道: 'serviceChannel',
  投诉内容: 'text',
  '涉及金额(元)': 'amountYuan',
  联系电话: 'complainantPhone',
  办结日期: 'closedOn',
  是否属实: 'upheld',
  满意度: 'satisfaction',
}

/** Enters a list of institutions: identities for those not known, whole versions, and what hangs on them again. */
export async function enterInstitutions(writing: Writing, loading: Loading, act: FileOf<'INSTITUTIONS'>): Promise<void> {
  const { tx, revision, regionId } = writing
  const batchId = await recordFile(writing, loading, 'INSTITUTIONS', act.file, act.rows, INSTITUTION_COLUMNS, null)
  await sql`insert into institution (region_id, key, revision) select ${regionId}::bigint, k, ${revision}::integer from unnest(${act.rows.map((row) => keyOf(row.code))}::text[]) k
    where not exists (select from institution i where i.key = k)`.execute(tx)
  const rows = act.rows.map((row) => ({
    ...row,
    key: keyOf(row.code),
    parent: row.parent === null ? null : keyOf(row.parent),
    successor: row.successor === null ? null : keyOf(row.successor),
  }))
  await sql`insert into institution_version (region_id, institution_id, batch_id, valid_from, name, aliases, parent_id, peer_group_id, ranked, opened_on, closed_on, successor_id, display_order, revision)
    select ${regionId}::bigint, i.institution_id, ${batchId}::bigint, r."validFrom", r.name, r.aliases, p.institution_id, g.id, r.ranked, r."openedOn", r."closedOn", s.institution_id, r."displayOrder", ${revision}::integer
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (key text, name text, aliases text[], parent text, "peerGroup" text, ranked boolean, "openedOn" date, "closedOn" date, successor text, "displayOrder" integer, "validFrom" date)
      join institution i on i.key = r.key left join institution p on p.key = r.parent left join institution s on s.key = r.successor
      left join dictionary_entry g on g.kind = 'peerGroup' and g.key = r."peerGroup" and g.to_revision is null
     order by r."displayOrder"`.execute(tx)
  await rederiveInstitutions(writing)
}

export async function enterExposures(writing: Writing, loading: Loading, act: FileOf<'EXPOSURES'>): Promise<void> {
  const batchId = await recordFile(writing, loading, 'EXPOSURES', act.file, act.rows, EXPOSURE_COLUMNS, null)
  const rows = act.rows.map((row) => ({ ...row, key: keyOf(row.institution) }))
  await sql`insert into exposure (region_id, institution_id, batch_id, base, as_of, value, source, revision)
    select ${writing.regionId}::bigint, i.institution_id, ${batchId}::bigint, r.base, r."asOf", r.value, '机构半年报', ${writing.revision}::integer
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (key text, base text, "asOf" date, value bigint) join institution i on i.key = r.key`.execute(
    writing.tx,
  )
}

/** Enters a year's assessment results; their scale is made with the first of them. */
export async function enterAssessments(writing: Writing, loading: Loading, act: FileOf<'ASSESSMENTS'>): Promise<void> {
  const batchId = await recordFile(writing, loading, 'ASSESSMENTS', act.file, act.rows, ASSESSMENT_COLUMNS, null)
  const entries = (await loadDictionary(writing.tx, writing.revision)).filter((entry) => entry.kind === 'grade')
  const scale = standardScales[0] ?? []
  const grades = entries.length > 0 ? entries.map(({ id, label }) => ({ id, name: label.zh })) : (await makeScale(writing, scale)).grades
  const { rows: known } = await sql<{ key: string; id: number }>`select key, institution_id as id from institution`.execute(writing.tx)
  const ids = new Map(known.map(({ key, id }) => [key, id]))
  const results = act.rows.map((row) => {
    const { text: period, from: periodFrom, end: periodEnd } = parsePeriod(row.period)
    return {
      institutionId: ids.get(keyOf(row.institution)) as number,
      scheme: row.scheme,
      period,
      periodFrom,
      periodEnd,
      score: row.score,
      statedScore: row.score,
      gradeId: grades.find(({ name }) => name === row.grade)?.id ?? null,
      statedGrade: row.grade,
      source: '年度考评通报',
      origin: 'GIVEN' as const,
    }
  })
  await writeAssessments(writing, batchId, results)
}

/** Enters the returns of a file, cell by cell as a long table states them. */
export async function enterReturns(writing: Writing, loading: Loading, act: FileOf<'RETURNS'>): Promise<void> {
  const rows = act.rows.flatMap((one) => one.cells.map((cell) => ({ ...cell, institution: one.institution, period: one.period })))
  const batchId = await recordFile(writing, loading, 'RETURNS', act.file, rows, RETURN_COLUMNS, act.register)
  const { rows: known } = await sql<{ key: string; id: number }>`select key, institution_id as id from institution`.execute(writing.tx)
  const ids = new Map(known.map(({ key, id }) => [key, id]))
  let line = 1
  const returns = act.rows.map((one) => {
    const { text: period, from: periodFrom, end: periodEnd } = parsePeriod(one.period)
    const cells = one.cells.map(({ breakdown, place, count }) => ({
      breakdown,
      path: place === null ? [] : [place],
      across: null,
      acrossPath: [],
      partial: false,
      measure: 'count' as const,
      unit: null,
      stated: String(count),
      value: String(count),
      published: true,
      rowLabel: place ?? '合计',
      columnLabel: '件数',
      sheet: null,
      cell: `E${(line += 1)}`,
    }))
    const roles = rolesOf(cells)
    return {
      subject: SUBJECTS.INSTITUTION,
      regionId: writing.regionId,
      institutionId: ids.get(keyOf(one.institution)) as number,
      peerGroupId: null,
      period,
      periodFrom,
      periodEnd,
      form: act.form,
      register: registers[act.register],
      source: null,
      title: one.title,
      cells: cells.map((cell, at) => ({ ...cell, role: roles[at] as CellRole })),
    }
  })
  await writeReturns(writing, batchId, returns)
}

/** Stages a ledger's rows as the importer does and commits them in one change. */
export async function enterComplaints(
  loading: Loading,
  act: FileOf<'COMPLAINTS'>,
  enter: (work: (writing: Writing) => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const fields = [...Object.values(COMPLAINT_COLUMNS), 'source']
  const importId = await stageRows(loading, act, fields)
  await enter(async (writing) => {
    const batchId = await recordFile(writing, loading, 'COMPLAINTS', act.file, act.rows, COMPLAINT_COLUMNS, act.register)
    await commitStaged(writing, importId, { batchId, create: [], take: false })
  })
  await writeAs(loading.db, 'mingjing_writer', async (tx) => {
    await sql`delete from staging.complaint where import_id = ${importId}`.execute(tx)
    await sql`delete from staging.import where id = ${importId}`.execute(tx)
  })
}

/** One batch line of a file; the report says what the file brought, as the importer's does. */
async function recordFile(
  writing: Writing,
  loading: Loading,
  kind: BatchKind,
  file: string,
  rows: readonly object[],
  columns: Readonly<Record<string, string>>,
  register: FiledComplaint['register'] | null,
): Promise<number> {
  const content = JSON.stringify(rows)
  const counts = kind === 'COMPLAINTS' ? noteFiled(loading, rows as FiledComplaint[]) : { new: rows.length, changed: 0, identical: 0 }
  const batch = await addBatch(writing, {
    kind,
    register: register === null ? null : registers[register],
    fileName: file,
    fileDigest: createHash('sha256').update(content).digest(),
    fileSize: Buffer.byteLength(content),
    rowCount: rows.length,
    fields: Object.values(columns),
    mapping: { columns },
    report: {
      file,
      kind: kind.toLowerCase(),
      rows: rows.length,
      ...counts,
      rejected: [],
      unresolved: [],
      conflicts: [],
      skipped: 0,
      committed: true,
    },
  })
  loading.batches.set(file, batch.key)
  return batch.id
}

function noteFiled(loading: Loading, rows: readonly FiledComplaint[]): { new: number; changed: number; identical: number } {
  const counts = { new: 0, changed: 0, identical: 0 }
  for (const row of rows) {
    const key = `${row.source} ${row.number}`
    const [before, now] = [loading.filed.get(key), JSON.stringify(row)]
    counts[before === undefined ? 'new' : before === now ? 'identical' : 'changed'] += 1
    loading.filed.set(key, now)
  }
  return counts
}

function stageRows(loading: Loading, act: FileOf<'COMPLAINTS'>, fields: readonly string[]): Promise<number> {
  return writeAs(loading.db, 'mingjing_writer', async (tx) => {
    const { rows: made } = await sql<{ id: number }>`
      insert into staging.import (key, kind, region_id_of_ledger, register, file_name, row_count, fields, state, user_id)
      values (gen_random_uuid(), 'COMPLAINTS', ${loading.regionId}, ${registers[act.register]}, ${act.file}, ${act.rows.length}, ${fields}::text[], 'READY', 0) returning id`.execute(
      tx,
    )
    const id = (made[0] as { id: number }).id
    const records = act.rows.map((row, index) => stagedRow(loading, row, index))
    await sql`insert into staging.complaint (import_id, seq, row_no, source, number, content_digest, kind, received_on, institution_id, category_word, cause_word, lodging_channel_word,
        service_channel_word, satisfaction_word, upheld_word, amount_fen, closed_on, text_masked, text_digest, text_match, person_token)
      select ${id}::bigint, r.seq, r.row_no, r.source, r.number, r.content_digest, r.kind, r.received_on, i.institution_id, r.category, r.cause, r.lodging, r.service, r.satisfaction, r.upheld,
             r.amount_fen, r.closed_on, r.text, r.text_digest, r.text_match, r.person
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r (seq integer, row_no integer, source text, number text, content_digest bytea, kind smallint, received_on date, institution text,
          category text, cause text, lodging text, service text, satisfaction text, upheld text, amount_fen bigint, closed_on date, text text, text_digest bytea, text_match bytea, person bytea)
        join institution i on i.key = r.institution`.execute(tx)
    return id
  })
}

function stagedRow(loading: Loading, row: FiledComplaint, index: number): Record<string, string | number | null> {
  const { county, digests } = loading
  // 154 is no public number range; the number itself goes no further than its digest.
  const person = digests.person([`154${String(row.person).padStart(8, '0')}`], null)
  return {
    seq: index,
    row_no: index + 2,
    source: row.source,
    number: row.number,
    content_digest: hex(digests.row([JSON.stringify(row)])),
    kind: kinds[row.kind],
    received_on: row.receivedOn,
    institution: keyOf(row.institution),
    category: wordOf(county, 'category', row.category),
    cause: wordOf(county, 'cause', row.cause),
    lodging: wordOf(county, 'lodgingChannel', row.lodgingChannel),
    service: wordOf(county, 'serviceChannel', row.serviceChannel),
    satisfaction: row.satisfaction === null ? null : wordOf(county, 'satisfaction', row.satisfaction),
    upheld: row.upheld === null ? null : wordOf(county, 'upheld', row.upheld),
    amount_fen: row.amountFen,
    closed_on: row.closedOn,
    text: row.text,
    text_digest: hex(digests.text(row.text)),
    text_match: hex(digests.match(row.text)),
    person: hex(person),
  }
}

function hex(bytes: Buffer | null): string | null {
  return bytes === null ? null : `\\x${bytes.toString('hex')}`
}

/** The key by which an institution is known outside. */
export function keyOf(code: string): string {
  return code.toLowerCase().replaceAll('_', '-')
}
