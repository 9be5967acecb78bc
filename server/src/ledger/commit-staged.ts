import { sql, type RawBuilder } from 'kysely'
import { addAssertions, assertionDigestSql, touchResolved } from './assertion.ts'
import type { Writing } from './change.ts'
import { dayIn } from './clock.ts'
import { assertionKinds, ledgerColumns, valueColumns, wordsOf, type LedgerValues } from './columns.ts'
import { compareTyped, countOutcomes, type ValueChange } from './compare.ts'
import { learnWords } from './dictionary.ts'
import { loadInstitutionHistory } from './institution-history.ts'
import { dropTyped, loadMatched, loadStagedImport, stagedFields, stagedWords, typeStaged, type StagedImport } from './staged.ts'
import { loadSettings } from './settings.ts'
import { openTouched, storeTouched } from './version.ts'

export type CommitOptions = {
  batchId: number
  /** Ledger fields whose unknown words become dictionary entries. */
  create: readonly string[]
  /** The file is taken over persons' corrections in its columns. */
  take: boolean
  /** Rows (by `seq`) that are taken over corrections where the file as a whole is not. */
  takeRows?: ReadonlySet<number>
  /** Told after each of `COMMIT_STEPS` steps; what it throws ends the commit. */
  step?: () => void
  /** A batch that this one replaces: it is void in the same change (`markVoid`), these are its records. */
  replaced?: readonly number[]
}
/** How often `step` is told of a commit. */
export const COMMIT_STEPS = 6
/** `compared`: the counts before corrections were released, which makes rows changed that were identical. */
export type Committed = Counts & { compared: Counts; conflicts: ValueChange[] }
type Counts = { new: number; changed: number; identical: number }

/**
 * Enters a staged complaint import into the ledger at this revision: new rows by set statements, rows that the ledger
 * knows through assertion and resolution. Staged rows that say the same as before assert nothing.
 */
export async function commitStaged(writing: Writing, importId: number, options: CommitOptions): Promise<Committed> {
  const { tx } = writing
  const staged = await loadStagedImport(tx, importId)
  await ensureSources(writing, staged)
  await learnStagedWords(writing, staged, options.create)
  await typeStaged(tx, staged)
  options.step?.()
  const { conflicts } = await compareTyped(tx, staged)
  const compared = await countOutcomes(tx)
  await takeConflicting(
    writing,
    conflicts.filter(({ seq }) => takes(options, seq)),
  )
  const counts = await countOutcomes(tx)
  options.step?.()
  await insertNew(writing, staged, options)
  options.step?.()
  await assertKnown(writing, staged, options)
  options.step?.()
  await dropTyped(tx)
  return { ...counts, compared, conflicts }
}

async function ensureSources(writing: Writing, staged: StagedImport): Promise<void> {
  const { tx, revision } = writing
  await sql`insert into complaint_source (region_id, register, name, revision)
    select distinct ${staged.regionId}::bigint, ${staged.register}::smallint, s.source, ${revision}::integer from staging.complaint s
     where s.import_id = ${staged.id} and not exists
       (select from complaint_source o where o.region_id = ${staged.regionId} and o.register = ${staged.register} and o.name = s.source)`.execute(
    tx,
  )
}

async function learnStagedWords(writing: Writing, staged: StagedImport, create: readonly string[]): Promise<void> {
  const words = await stagedWords(writing.tx, staged)
  const fields = new Set(words.map((one) => one.field))
  for (const field of fields) {
    const ours = words.filter((one) => one.field === field).map((one) => one.word)
    await learnWords({ ...writing, regionId: staged.regionId }, wordsOf(field) ?? field, ours, create.includes(field))
  }
}

function takes({ take, takeRows }: CommitOptions, seq: number): boolean {
  return take || (takeRows?.has(seq) ?? false)
}

/** A file that is taken asserts also the rows where it says what files said before, to release the corrections there. */
async function takeConflicting(writing: Writing, conflicts: readonly ValueChange[]): Promise<void> {
  await sql`update staged_outcome set outcome = 'CHANGED' where outcome = 'IDENTICAL' and seq = any (${conflicts.map((one) => one.seq)}::integer[])`.execute(
    writing.tx,
  )
}

/**
 * A complaint lies at the node of the institution that it names when it is first met, if that is the office's or below
 * it, else at the office's: so a city's file fills its counties' ledgers. It stays there.
 */
async function placeInstitutions(writing: Writing, staged: StagedImport): Promise<void> {
  const institutions = (await loadInstitutionHistory(writing.tx, writing.revision)).latest()
  await sql`create temp table institution_place on commit drop as
    select * from unnest(${institutions.map((one) => one.id)}::bigint[], ${institutions.map((one) => one.regionId)}::bigint[]) as p (institution_id, region_id)
     where p.region_id = any (${sql.raw(staged.subtree)})`.execute(writing.tx)
}

/** The straight line: identities, texts, versions and assertions of rows that the ledger has never met. */
async function insertNew(writing: Writing, staged: StagedImport, options: CommitOptions): Promise<void> {
  const { tx, revision } = writing
  const hasText = staged.fields.includes('text')
  await openTouched(tx)
  await placeInstitutions(writing, staged)
  await sql
    .raw(`create temp table new_complaint on commit drop as
    select s.*, coalesce(p.region_id, ${staged.regionId}) as region_id, nextval('complaint_id_seq') as complaint_id,
           ${hasText ? `case when s.text_digest is not null then nextval('complaint_text_id_seq') end` : 'null::bigint'} as text_id
      from staged_typed s left join institution_place p on p.institution_id = s.institution_id
     where not exists (select from staged_match m where m.seq = s.seq) order by s.seq`)
    .execute(tx)
  await sql.raw('analyze new_complaint').execute(tx)
  await sql
    .raw(`insert into complaint (region_id, id, source_id, number, row_digest, row_ordinal, revision)
    select region_id, complaint_id, source_id, number, row_digest, row_ordinal, ${revision} from new_complaint`)
    .execute(tx)
  await sql
    .raw(`insert into complaint_text (region_id, id, complaint_id, revision, masked, digest, match_digest)
    select region_id, text_id, complaint_id, ${revision}, text_masked, text_digest, text_match from new_complaint where text_id is not null`)
    .execute(tx)
  await keepOriginals(writing, staged, sql.raw('select region_id, text_id, text_sealed from new_complaint where text_sealed is not null'))
  await sql
    .raw(`insert into touched_value (region_id, complaint_id, ${valueColumns.join(', ')})
    select region_id, complaint_id, ${valueColumns.map((name) => stagedValue(name)).join(', ')} from new_complaint`)
    .execute(tx)
  const digest = assertionDigestSql({
    values: 'v',
    identity: 'n',
    source: 'n.source_name',
    textDigest: 'n.text_digest',
    fields: staged.mask,
    kind: `1::smallint`,
    takes: `${options.take}`,
  })
  options.step?.()
  await storeTouched(writing, async () => {
    options.step?.()
    await sql
      .raw(`insert into assertion (region_id, complaint_id, revision, batch_id, kind, fields, own_values, takes, digest)
      select n.region_id, n.complaint_id, ${revision}, ${options.batchId}, 1, ${staged.mask}, false, ${options.take}, ${digest}
        from new_complaint n join derived_version v on v.complaint_id = n.complaint_id`)
      .execute(tx)
  })
  await sql.raw('drop table new_complaint, institution_place').execute(tx)
}

const filled = new Set<string>([...stagedFields.map((field) => ledgerColumns[field].column), 'text_id'])
function stagedValue(column: string): string {
  return filled.has(column) ? column : 'null'
}

/** The general path: rows of complaints that the ledger has, voided ones included. */
async function assertKnown(writing: Writing, staged: StagedImport, options: CommitOptions): Promise<void> {
  const { tx, revision } = writing
  const { rows: known } = await sql<{ seq: number }>`select seq from staged_outcome where outcome <> 'IDENTICAL' order by seq`.execute(tx)
  const ids: number[] = [...(options.replaced ?? [])]
  for (let start = 0; start < known.length; start += 5000) {
    const seqs = known.slice(start, start + 5000).map((row) => row.seq)
    const matched = await loadMatched(tx, seqs)
    const texts = staged.fields.includes('text') ? await insertTexts(writing, staged, seqs) : new Map<number, number>()
    await addAssertions(
      writing,
      matched.map((row) => ({
        regionId: row.regionId,
        complaintId: row.complaintId,
        batchId: options.batchId,
        kind: assertionKinds.FILE,
        fields: staged.mask,
        takes: takes(options, row.seq),
        values: assertedValues(row.values, staged, texts.get(row.seq) ?? null),
      })),
    )
    ids.push(...matched.map((row) => row.complaintId))
  }
  if (ids.length === 0) return
  await openTouched(tx)
  await touchResolved(tx, [...new Set(ids)], revision)
  await storeTouched(writing)
}

function assertedValues(values: LedgerValues, staged: StagedImport, textId: number | null): LedgerValues {
  const asserted = staged.fields.map((field): [string, LedgerValues[string]] => [
    ledgerColumns[field].column,
    values[ledgerColumns[field].column] ?? null,
  ])
  return { ...Object.fromEntries(asserted), ...(staged.fields.includes('text') ? { text_id: textId } : {}) }
}

/** Stores the texts of known complaints' rows; one that the complaint already has is used again. */
async function insertTexts(writing: Writing, staged: StagedImport, seqs: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ seq: number; id: number; regionId: number; sealed: string | null; added: boolean }>`
    with asked as (
      select s.seq, m.region_id, m.complaint_id, s.text_masked, s.text_sealed, s.text_digest, s.text_match,
             (select t.id from complaint_text t where t.region_id = m.region_id and t.complaint_id = m.complaint_id and t.digest = s.text_digest limit 1) as known_id
        from staged_typed s join staged_match m on m.seq = s.seq where s.seq = any (${seqs}::integer[]) and s.text_digest is not null
    ), numbered as (select *, coalesce(known_id, nextval('complaint_text_id_seq')) as text_id from asked),
    added as (
      insert into complaint_text (region_id, id, complaint_id, revision, masked, digest, match_digest)
      select region_id, text_id, complaint_id, ${writing.revision}, text_masked, text_digest, text_match from numbered where known_id is null
    )
    select seq, text_id as id, region_id as "regionId", text_sealed as sealed, known_id is null as added from numbered`.execute(writing.tx)
  const sealed = rows.filter((row) => row.added && row.sealed !== null)
  if (sealed.length > 0) {
    const [regions, texts, shut] = [sealed.map((row) => row.regionId), sealed.map((row) => row.id), sealed.map((row) => row.sealed)]
    await keepOriginals(writing, staged, sql`select * from unnest(${regions}::bigint[], ${texts}::bigint[], ${shut}::text[]) o`)
  }
  return new Map(rows.map((row) => [row.seq, row.id]))
}

/** Originals that the parser sealed, until the end of their retention. `rows`: SQL of region, text and what is sealed. */
async function keepOriginals({ tx, revision, now }: Writing, staged: StagedImport, rows: RawBuilder<unknown>): Promise<void> {
  const today = dayIn(now)
  const days = (await loadSettings(tx, staged.regionId, revision)).on('originalDays', today)
  await sql`insert into complaint_original (region_id, text_id, original, keep_until)
    select o.*, ${today}::date + ${days}::integer from (${rows}) o on conflict do nothing`.execute(tx)
}
