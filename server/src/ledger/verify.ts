import { sql, type Transaction } from 'kysely'
import type { Db } from '../db/connect.ts'
import { takeRole } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import type { FullLabel } from '../platform/label.ts'
import { assertionDigestSql } from './assertion.ts'
import { changeDigests } from './change-digest.ts'
import { lateProblems } from './late.ts'
import { assertedDigestSql, redactedCte } from './redact.ts'
import { replay } from './replay.ts'
import { returnProblems } from './returns.ts'
import { cellsOf, columnsOf, deltaSpan, deltasFromVersions, rollups, sumsOf, type Rollup } from './rollups.ts'
import { currentRevision } from './revision.ts'

/** One check and what it found, each problem naming the record, cell or change that differs. */
export type Check = { name: FullLabel; problems: string[] }
/** The keyed digest of a masked text; whoever has the key passes it, and texts are checked too. */
export type TextDigest = (masked: string) => Buffer
type Step = { name: FullLabel; run: (tx: Transaction<Tables>) => Promise<string[]> }
const listed = 200

/** Replays assertions → versions → rollups and compares every table with what it must hold. Tells each check as it ends. */
export function verifyLedger(db: Db, tell: (check: Check) => void = () => {}, textDigest?: TextDigest): Promise<Check[]> {
  return verify(db, textDigest ? [...ledgerSteps, textStep(textDigest)] : ledgerSteps, tell)
}

/** Walks the audit chain, and looks for each change's line in it. */
export function verifyAudit(db: Db, tell: (check: Check) => void = () => {}): Promise<Check[]> {
  return verify(db, auditSteps, tell)
}

function verify(db: Db, steps: readonly Step[], tell: (check: Check) => void): Promise<Check[]> {
  return db.writing
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await takeRole(tx, 'mingjing_writer')
      await sql`set local work_mem = '128MB'`.execute(tx)
      const checks: Check[] = []
      for (const step of steps) {
        const check = { name: step.name, problems: await step.run(tx) }
        checks.push(check)
        tell(check)
      }
      return checks
    })
}

const ledgerSteps: Step[] = [
  { name: { zh: '变更编号连续', en: 'changes are numbered without a gap' }, run: revisionsWithoutGap },
  { name: { zh: '每次变更的摘要', en: 'the digest of every change' }, run: changesMatch },
  { name: { zh: '每条断言的摘要', en: 'the digest of every assertion' }, run: assertionsMatch },
  { name: { zh: '版本首尾相接', en: 'versions follow one another' }, run: versionsFollow },
  { name: { zh: '由断言重演各次变更的版本', en: 'versions replayed from assertions, change by change' }, run: versionsReplay },
  { name: { zh: '由断言重演现行版本', en: 'current versions replayed from assertions' }, run: currentReplay },
  { name: { zh: '每份报送的摘要、合计与不平项', en: 'the digest, total and discrepancies of every return' }, run: returnProblems },
  { name: { zh: '结账后补录', en: 'late entries' }, run: lateProblems },
  ...Object.values(rollups).flatMap((rollup: Rollup): Step[] => [
    { name: { zh: `汇总表 ${rollup.table}`, en: `rollup ${rollup.table}` }, run: (tx) => rollupMatches(tx, rollup) },
    ...(rollup.delta === null
      ? []
      : [
          {
            name: { zh: `增量表 ${rollup.delta}`, en: `deltas ${rollup.delta}` },
            run: (tx: Transaction<Tables>) => deltasMatch(tx, rollup),
          },
        ]),
  ]),
]
const auditSteps: Step[] = [
  { name: { zh: '审计链', en: 'the audit chain' }, run: chainHolds },
  { name: { zh: '每次变更都有审计记录', en: 'every change has its audit line' }, run: changesAudited },
]

function textStep(digest: TextDigest): Step {
  return { name: { zh: '每段投诉内容的摘要', en: 'the digest of every text' }, run: (tx) => textsMatch(tx, digest) }
}

async function textsMatch(tx: Transaction<Tables>, digest: TextDigest): Promise<string[]> {
  const problems: string[] = []
  for (let after = 0; problems.length < listed;) {
    const { rows } = await sql<{ id: number; complaintId: number; masked: string; digest: Buffer }>`
      select id, complaint_id as "complaintId", masked, digest from complaint_text
       where region_id in (select region_id from region) and id > ${after} order by id limit 5000`.execute(tx)
    for (const row of rows) if (!digest(row.masked).equals(row.digest)) problems.push(`text ${row.id} of complaint #${row.complaintId}`)
    const last = rows.at(-1)
    if (!last) break
    after = last.id
  }
  return problems
}

async function texts(tx: Transaction<Tables>, query: string): Promise<string[]> {
  const { rows } = await sql.raw<{ text: string }>(query).execute(tx)
  return rows.map((row) => row.text)
}

function revisionsWithoutGap(tx: Transaction<Tables>): Promise<string[]> {
  return texts(
    tx,
    `
    select 'change ' || revision as text from (select revision, row_number() over (order by revision) as place from change) c where revision <> place
    union all select 'revision_counter ' || revision from revision_counter where revision <> (select coalesce(max(revision), 0) from change)`,
  )
}

async function changesMatch(tx: Transaction<Tables>): Promise<string[]> {
  const { rows } = await sql<{ revision: number; kind: string; actor: string; reason: string | null; detail: string; digest: Buffer }>`
    select revision, kind, actor_name as actor, reason, detail, digest from change order by revision`.execute(tx)
  const expected = await changeDigests(tx, new Map(rows.map((row) => [row.revision, row])))
  return rows.filter((row) => !expected.get(row.revision)?.equals(row.digest)).map((row) => `change ${row.revision} (${row.kind})`)
}

function assertionsMatch(tx: Transaction<Tables>): Promise<string[]> {
  const part = (own: boolean) => {
    const digest = assertionDigestSql({
      values: 'o',
      identity: 'c',
      source: 's.name',
      textDigest: assertedDigestSql('t'),
      fields: 'a.fields',
      kind: 'a.kind',
      takes: 'a.takes',
    })
    return `select 'assertion ' || coalesce(c.number, '#' || a.complaint_id) || ' @' || a.revision as text
      from assertion a left join complaint c on c.region_id = a.region_id and c.id = a.complaint_id
      left join complaint_source s on s.id = c.source_id
      left join ${own ? 'assertion_value o on o.revision' : 'complaint_version o on o.from_revision'} = a.revision and o.region_id = a.region_id and o.complaint_id = a.complaint_id
      left join complaint_text t on t.region_id = a.region_id and t.id = o.text_id
     where a.own_values = ${own} and (o.complaint_id is null or s.id is null or a.digest <> ${digest})`
  }
  return texts(tx, `with ${redactedCte} ${part(true)} union all ${part(false)} limit ${listed}`)
}

function versionsFollow(tx: Transaction<Tables>): Promise<string[]> {
  return texts(
    tx,
    `select 'version ' || coalesce(c.number, '#' || v.complaint_id) || ' @' || v.from_revision as text from (
      select region_id, complaint_id, from_revision, to_revision, lead(from_revision) over (partition by region_id, complaint_id order by from_revision) as next_from
        from complaint_version) v left join complaint c on c.region_id = v.region_id and c.id = v.complaint_id
     where to_revision <= from_revision or (next_from is not null and (to_revision is null or to_revision > next_from)) limit ${listed}`,
  )
}

async function versionsReplay(tx: Transaction<Tables>): Promise<string[]> {
  const { rows } = await sql<{ revision: number }>`
    select distinct revision from (select from_revision as revision from complaint_version union select to_revision from complaint_version where to_revision is not null) r order by 1`.execute(
    tx,
  )
  const problems: string[] = []
  for (const { revision } of rows) {
    const touched = `select region_id, complaint_id from complaint_version where from_revision = ${revision} or to_revision = ${revision}`
    problems.push(...(await replayed(tx, touched, revision)))
    if (problems.length >= listed) break
  }
  return problems
}

async function currentReplay(tx: Transaction<Tables>): Promise<string[]> {
  return replayed(tx, 'select region_id, id as complaint_id from complaint', await currentRevision(tx))
}

async function replayed(tx: Transaction<Tables>, ids: string, revision: number): Promise<string[]> {
  return (await replay(tx, ids, revision)).map((one) => `complaint ${one.complaint} @${one.revision}: ${one.columns}`)
}

function rollupMatches(tx: Transaction<Tables>, rollup: Rollup): Promise<string[]> {
  const expected = cellsOf(rollup, '(select 1 as sign, o.* from complaint_version o where o.to_revision is null)')
  return differences(tx, rollup, rollup.table, `select ${columnsOf(rollup)} from ${rollup.table}`, expected, rollup.keys)
}

async function deltasMatch(tx: Transaction<Tables>, rollup: Rollup): Promise<string[]> {
  const held = (span: number) => `select ${columnsOf(rollup)}, revision from ${rollup.delta} where span = ${span}`
  const keys = [...rollup.keys, 'revision']
  const singles = await differences(tx, rollup, `${rollup.delta}`, held(1), deltasFromVersions(rollup), keys)
  const sums = sumsOf(rollup).map((sum) => `sum(${sum})::integer as ${sum}`)
  const folded = `select ${rollup.keys.join(', ')}, ${sums.join(', ')}, (revision + ${deltaSpan - 1}) / ${deltaSpan} * ${deltaSpan} as revision
    from ${rollup.delta} where span = 1 and (revision + ${deltaSpan - 1}) / ${deltaSpan} * ${deltaSpan} <= (select revision from revision_counter)
    group by ${rollup.keys.join(', ')}, (revision + ${deltaSpan - 1}) / ${deltaSpan} * ${deltaSpan}`
  return [...singles, ...(await differences(tx, rollup, `${rollup.delta} span ${deltaSpan}`, held(deltaSpan), folded, keys))]
}

/** Cells that differ; one of zeros and none are the same. */
function differences(
  tx: Transaction<Tables>,
  rollup: Rollup,
  name: string,
  held: string,
  expected: string,
  keys: readonly string[],
): Promise<string[]> {
  const sums = sumsOf(rollup)
  const cell = keys.map((key) => `'${key}=' || coalesce(h.${key}, e.${key})`).join(', ')
  return texts(
    tx,
    `with h as (${held}), e as (${expected})
    select '${name} ' || concat_ws(' ', ${cell}) as text
      from h full join e on ${keys.map((key) => `h.${key} = e.${key}`).join(' and ')}
     where ${sums.map((sum) => `coalesce(h.${sum}, 0) <> coalesce(e.${sum}, 0)`).join(' or ')} limit ${listed}`,
  )
}

function chainHolds(tx: Transaction<Tables>): Promise<string[]> {
  return texts(
    tx,
    `select 'audit line ' || id || ' (' || kind || ')' as text from (
      select *, lag(digest, 1, ''::bytea) over (order by id) as before, lag(id, 1, 0::bigint) over (order by id) as place from audit_line) a
     where previous <> before or id <> place + 1
        or digest <> audit_digest(previous, id, at, kind, actor_id, actor_name, detail) order by id limit ${listed}`,
  )
}

function changesAudited(tx: Transaction<Tables>): Promise<string[]> {
  return texts(
    tx,
    `select 'change ' || c.revision as text from change c where not exists
    (select from audit_line a where a.kind = c.kind and (a.detail::json ->> 'revision') = c.revision::text and (a.detail::json ->> 'digest') = encode(c.digest, 'hex')) order by c.revision limit ${listed}`,
  )
}
