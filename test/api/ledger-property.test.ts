import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { findBatch, restoreComplaints, voidComplaints } from '../../server/src/ledger/batch.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { setSetting } from '../../server/src/ledger/dated.ts'
import { mergeComplaints, splitComplaints } from '../../server/src/ledger/matter.ts'
import { recordAct, takeBack } from '../../server/src/ledger/steps.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { ConflictError, InvalidError } from '../../server/src/platform/errors.ts'
import { createRandom, type Random } from '../../server/src/statistics/random.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, putInstitution } from '../support/ledger.ts'
import { replayReference, type Fields, type RefAct, type RefVersion } from '../support/ledger-reference.ts'

/** MINGJING_HISTORIES=340 runs the whole trial of data.md; a few by default. */
const histories = Number(process.env.MINGJING_HISTORIES ?? 6)
const actsEach = 36

describe('random histories against a plain reference', () => {
  it(`agrees after each of ${actsEach} acts in ${histories} histories, and as of every earlier revision`, async () => {
    let compared = 0
    for (let seed = 1; seed <= histories; seed++) {
      const history = new History(await createTestDatabase(), createRandom(seed))
      try {
        await history.begin()
        for (let step = 0; step < actsEach; step++) await history.step()
        await history.compareAllRevisions()
        const checks = await verifyLedger(history.db)
        expect(
          checks.filter((check) => check.problems.length > 0),
          `verify, seed ${seed}`,
        ).toEqual([])
        compared += history.compared
      } finally {
        await history.db.close()
      }
    }
    process.stdout.write(`property test: ${histories} histories, ${histories * actsEach} acts, ${compared} comparisons, no difference\n`)
  }, 1_800_000)
})

const days = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2025, 0, 20 + i)).toISOString().slice(0, 10))
const categories = ['贷款', '银行卡', '外汇', null]

class History {
  readonly acts: RefAct[] = []
  readonly revisions: { revision: number; acts: number }[] = []
  compared = 0
  private batches: { ref: number; key: string }[] = []
  private institutions: number[] = []
  /** Corrections and steps that may be taken back: their place among the acts, whose they are, their revision. */
  private undoable: { of: number; id: number; revision: number }[] = []
  constructor(
    readonly db: Db,
    private readonly random: Random,
  ) {}

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random.uniform() * list.length)] as T
  }
  private number = () => `N${String(Math.floor(this.random.uniform() * 14)).padStart(2, '0')}`

  async begin() {
    await installTest(this.db)
    for (let index = 0; index < 4; index++) {
      const ranked = index < 2
      const parent = index < 2 ? null : (this.institutions[index - 2] ?? null)
      const { value: id, change } = await act(this.db, 'INSTITUTION', (w) =>
        putInstitution(w, { name: `机构${index}`, parentId: parent, ranked, peerGroupId: 1, validFrom: '2020-01-01' }),
      )
      this.institutions.push(id)
      this.acts.push({ kind: 'INSTITUTION', id, version: { parent, ranked, validFrom: '2020-01-01' } })
      this.revisions.push({ revision: change.revision, acts: this.acts.length })
    }
  }

  async step() {
    const acts = [
      this.importFile,
      this.importFile,
      this.correct,
      this.correct,
      this.void,
      this.restore,
      this.merge,
      this.split,
      this.reparent,
      this.deadline,
      this.handle,
      this.handle,
      this.undo,
    ]
    const before = this.acts.length
    try {
      const revision = await this.pick(acts).call(this)
      if (revision !== null) this.revisions.push({ revision, acts: this.acts.length })
      else this.acts.length = before
    } catch (error) {
      // What the product refuses leaves nothing.
      this.acts.length = before
      if (!(error instanceof ConflictError || error instanceof InvalidError)) throw error
    }
    await this.compare(this.acts.length, null)
  }

  private async importFile(): Promise<number | null> {
    const withClosing = this.random.uniform() < 0.7
    const withCategory = this.random.uniform() < 0.7
    const take = this.random.uniform() < 0.25
    const fields: (keyof Fields)[] = [
      'receivedOn',
      'institution',
      'amount',
      ...(withClosing ? (['closedOn'] as const) : []),
      ...(withCategory ? (['category'] as const) : []),
    ]
    const rows = new Map<string, Fields>()
    for (let count = 1 + Math.floor(this.random.uniform() * 8); count > 0; count--) rows.set(this.number(), this.row(fields))
    const names = [
      'number',
      'receivedOn',
      'institution',
      'amountYuan',
      ...(withClosing ? ['closedOn'] : []),
      ...(withCategory ? ['category'] : []),
    ]
    const done = await importRows(
      this.db,
      names,
      [...rows].map(([number, one]) => ({
        number,
        receivedOn: one.receivedOn ?? '',
        institutionId: one.institution ?? 0,
        amountFen: one.amount ?? null,
        closedOn: one.closedOn ?? null,
        category: one.category ?? null,
      })),
      { take },
    )
    this.batches.push({ ref: done.batchId, key: done.batchKey })
    this.acts.push({ kind: 'IMPORT', batch: done.batchId, take, fields, rows })
    return done.revision
  }

  private row(fields: (keyof Fields)[]): Fields {
    const receivedOn = this.pick(days)
    const all: Fields = {
      receivedOn,
      institution: this.pick(this.institutions),
      amount: this.pick([null, 100, 2500]),
      closedOn: this.pick([null, receivedOn, ...days.filter((day) => day >= receivedOn)]),
      category: this.pick(categories),
    }
    return Object.fromEntries(fields.map((field) => [field, all[field]]))
  }

  private async correct(): Promise<number | null> {
    const number = this.number()
    const id = await this.idOf(number)
    if (id === null) return null
    const values: Fields = this.pick([
      { closedOn: this.pick([null, ...days.slice(-5)]) },
      { category: this.pick(categories) },
      { institution: this.pick(this.institutions) },
      { receivedOn: this.pick(days.slice(0, 5)) },
      { amount: this.pick([null, 7]), category: this.pick(categories) },
    ])
    this.acts.push({ kind: 'CORRECT', number, values })
    const done = await act(this.db, 'CORRECT', (w) => correctComplaint(w, id, values))
    this.undoable.push({ of: this.acts.length - 1, id, revision: done.change.revision })
    return done.change.revision
  }

  private async handle(): Promise<number | null> {
    const number = this.number()
    const id = await this.idOf(number, true)
    if (id === null) return null
    const step = this.pick(['CLOSED', 'CLOSED', 'REOPENED', 'WITHDRAWN', 'REJECTED', 'EXTENDED'] as const)
    const on = this.pick(days)
    const until = step === 'EXTENDED' ? this.pick(['2025-03-20', '2025-04-02']) : null
    this.acts.push({ kind: 'STEP', number, step, on, until })
    const done = await act(this.db, step, (w) => recordAct(w, id, [{ step, on, until }], {}))
    this.undoable.push({ of: this.acts.length - 1, id, revision: done.change.revision })
    return done.change.revision
  }

  private async undo(): Promise<number | null> {
    if (this.undoable.length === 0) return null
    const [one] = this.undoable.splice(Math.floor(this.random.uniform() * this.undoable.length), 1)
    if (!one) return null
    this.acts.push({ kind: 'UNDO', of: one.of })
    const done = await act(this.db, 'UNDO', (w) => takeBack(w, one.id, one.revision))
    expect(done.value).toBe(1)
    return done.change.revision
  }

  private async void(): Promise<number | null> {
    const batch = this.batches.length > 0 ? this.pick(this.batches) : null
    if (!batch) return null
    const withCorrections = this.random.uniform() < 0.4
    this.acts.push({ kind: 'VOID', batch: batch.ref, withCorrections })
    const found = await readAll(this.db, (tx) => findBatch(tx, batch.key))
    return (await act(this.db, 'VOID', (w) => voidComplaints(w, found, withCorrections))).change.revision
  }

  private async restore(): Promise<number | null> {
    const batch = this.batches.length > 0 ? this.pick(this.batches) : null
    if (!batch) return null
    this.acts.push({ kind: 'RESTORE', batch: batch.ref })
    const found = await readAll(this.db, (tx) => findBatch(tx, batch.key))
    return (await act(this.db, 'RESTORE', (w) => restoreComplaints(w, found))).change.revision
  }

  private async merge(): Promise<number | null> {
    const numbers = [...new Set([this.number(), this.number(), this.number()])]
    const ids = await Promise.all(numbers.map((number) => this.idOf(number, true)))
    const known = ids.flatMap((id) => id ?? [])
    const refs = numbers.filter((_, index) => ids[index] !== null)
    if (known.length < 2) return null
    this.acts.push({ kind: 'MERGE', numbers: refs })
    return (await act(this.db, 'MERGE', (w) => mergeComplaints(w, known))).change.revision
  }

  private async split(): Promise<number | null> {
    const number = this.number()
    const id = await this.idOf(number, true)
    if (id === null) return null
    this.acts.push({ kind: 'SPLIT', numbers: [number] })
    return (await act(this.db, 'SPLIT', (w) => splitComplaints(w, [id]))).change.revision
  }

  private async reparent(): Promise<number | null> {
    const index = 2 + Math.floor(this.random.uniform() * 2)
    const id = this.institutions[index] ?? 0
    const version = {
      parent: this.pick([null, this.institutions[0] ?? 0, this.institutions[1] ?? 0]),
      ranked: this.random.uniform() < 0.2,
      validFrom: this.pick(['2020-01-01', '2025-01-25', '2025-02-10']),
    }
    this.acts.push({ kind: 'INSTITUTION', id, version })
    return (
      await act(this.db, 'INSTITUTION', (w) =>
        putInstitution(w, {
          id,
          name: `机构${index}`,
          parentId: version.parent,
          ranked: version.ranked,
          peerGroupId: 1,
          validFrom: version.validFrom,
        }),
      )
    ).change.revision
  }

  private async deadline(): Promise<number | null> {
    const rule = { days: this.pick([7, 15, 30]), from: this.pick(['2025-01-15', '2025-02-05']) }
    this.acts.push({ kind: 'DEADLINE', ...rule })
    return (await act(this.db, 'SETTING', (w) => setSetting(w, 'deadlineDays', rule.days, rule.from))).change.revision
  }

  private async idOf(number: string, evenVoid = false): Promise<number | null> {
    const { rows } = await readAll(this.db, (tx) =>
      sql<{ id: number }>`
      select c.id from complaint c where c.number = ${number} and (${evenVoid} or exists (select from complaint_version v where v.complaint_id = c.id and v.to_revision is null))`.execute(
        tx,
      ),
    )
    return rows[0]?.id ?? null
  }

  async compareAllRevisions() {
    for (const { revision, acts } of this.revisions) await this.compare(acts, revision)
  }

  private async compare(acts: number, revision: number | null) {
    const expected = replayReference(this.acts.slice(0, acts))
    const held = await this.held(revision)
    expect(held, `${JSON.stringify(this.acts.at(acts - 1))} @${revision ?? 'now'}`).toEqual(expected)
    this.compared += expected.length * 14
    const cells = await this.cells(revision)
    expect(cells, `cells after ${JSON.stringify(this.acts.at(acts - 1))} @${revision ?? 'now'}`).toEqual(expectedCells(expected))
    this.compared += cells.length
  }

  private async held(revision: number | null): Promise<RefVersion[]> {
    const at = revision ?? 1_000_000
    const { rows } = await readAll(this.db, (tx) =>
      sql<RefVersion>`
      select c.number, v.received_on as "receivedOn", v.institution_id as institution, v.ranked_institution_id as ranked, e.zh as category, v.closed_on as "closedOn", v.finished_on as finish, v.left_on as "left", v.status,
             v.amount_fen as amount, v.due_on as "dueOn", v.handling_days as days, v.on_time as "onTime", v.represents
        from complaint_version v join complaint c on c.id = v.complaint_id left join dictionary_entry e on e.id = v.category_id
       where v.from_revision <= ${at} and (v.to_revision is null or v.to_revision > ${at}) order by c.number`.execute(tx),
    )
    return rows
  }

  /** Month × institution counts and the day rollup's stocks, now or less the deltas after a revision. */
  private async cells(revision: number | null): Promise<string[]> {
    const at = revision ?? 1_000_000
    const { rows } = await readAll(this.db, (tx) =>
      sql<{ cell: string }>`
      with m as (select month, institution_id, sum(received_all) as all_, sum(received_merged) as merged from (
          select month, institution_id, received_all, received_merged from rollup_month
          union all select month, institution_id, -received_all, -received_merged from delta_month where span = 1 and revision > ${at}) u group by 1, 2),
      d as (select day, sum(received_all) - sum(left_open_all) as open_, sum(overdue_net_all) as overdue, sum(on_time_merged) as on_time from (
          select day, received_all, left_open_all, overdue_net_all, on_time_merged from rollup_day
          union all select day, -received_all, -left_open_all, -overdue_net_all, -on_time_merged from delta_day where span = 1 and revision > ${at}) u group by 1)
      select concat_ws(' ', month, institution_id, all_, merged) as cell from m where all_ <> 0 or merged <> 0
      union all select concat_ws(' ', 'day', day, open_, overdue, on_time) from d where open_ <> 0 or overdue <> 0 or on_time <> 0`.execute(
        tx,
      ),
    )
    return rows.map((row) => row.cell).sort()
  }
}

function expectedCells(versions: RefVersion[]): string[] {
  const months = new Map<string, [number, number]>()
  const byDay = new Map<string, [number, number, number]>()
  const add = (day: string, open: number, overdue: number, onTime: number) => {
    const held = byDay.get(day) ?? [0, 0, 0]
    byDay.set(day, [held[0] + open, held[1] + overdue, held[2] + onTime])
  }
  for (const one of versions.filter(({ status }) => status !== 3)) {
    const key = `${one.receivedOn.slice(0, 7)}-01 ${one.ranked}`
    const held = months.get(key) ?? [0, 0]
    months.set(key, [held[0] + 1, held[1] + (one.represents ? 1 : 0)])
    const { left } = one
    add(one.receivedOn, 1, 0, 0)
    if (left !== null) add(left, -1, 0, 0)
    if (one.finish !== null) add(one.finish, 0, 0, one.onTime && one.represents ? 1 : 0)
    const from = one.dueOn < one.receivedOn ? one.receivedOn : one.dueOn
    if (left === null || left > from) add(from, 0, 1, 0)
    if (left !== null && left > from) add(left, 0, -1, 0)
  }
  return [
    ...[...months].map(([key, [all, merged]]) => `${key} ${all} ${merged}`),
    ...[...byDay].filter(([, sums]) => sums.some((sum) => sum !== 0)).map(([day, sums]) => `day ${day} ${sums.join(' ')}`),
  ].sort()
}
