import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { comparedIn } from '../../server/src/analytics/compared.ts'
import { loadGround } from '../../server/src/analytics/ground.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readSnapshot } from '../../server/src/db/snapshot.ts'
import { redact } from '../../server/src/complaints/redact.commands.ts'
import { keyedDigests } from '../../server/src/imports/tokens.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import { findLinks } from '../../server/src/ledger/candidate-links.ts'
import { candidatesOf, type Candidate, type KeptLinks } from '../../server/src/ledger/candidates.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { mergeComplaints, splitComplaints } from '../../server/src/ledger/matter.ts'
import { dismissPairs } from '../../server/src/ledger/matter-dismissal.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { createRandom, type Random } from '../../server/src/statistics/random.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution, type TestRow } from '../support/ledger.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

let db: Db
const batches: { key: string; void: boolean }[] = []

/** Everything that is compared, row by row. */
type Held = { id: number; number: string; on: number; ranked: number; group: number | null; person: string | null; text: string | null }

function readHeld(): Promise<{ held: Held[]; dismissed: [number, number][] }> {
  return readSnapshot(db, officer, async (tx) => {
    const held =
      await sql<Held>`select v.complaint_id as id, c.number, v.received_on - date '2025-01-01' as on, v.ranked_institution_id as ranked, v.matter_group_id as "group",
        encode(v.person_token, 'hex') as person, encode(t.match_digest, 'hex') as text
      from complaint_version v join complaint c on c.region_id = v.region_id and c.id = v.complaint_id left join complaint_text t on t.region_id = v.region_id and t.id = v.text_id
     where v.to_revision is null and v.kind = 1 and v.counted and v.ranked_institution_id <> 0`.execute(tx)
    const pairs = await sql<{
      a: number
      b: number
    }>`select complaint_id as a, other_id as b from matter_dismissal where to_revision is null`.execute(tx)
    return { held: held.rows, dismissed: pairs.rows.map(({ a, b }) => [a, b]) }
  })
}

const samePerson = (a: Held, b: Held) => a.person !== null && a.person === b.person && Math.abs(a.on - b.on) <= 90
const sameText = (a: Held, b: Held) => a.text !== null && a.text === b.text && Math.abs(a.on - b.on) <= 3
const matterOf = (one: Held) => (one.group === null ? `c${one.id}` : `g${one.group} ${one.ranked}`)

/** Every pair that data.md's rule names, by matters: not one matter, no dismissed pair between the two. */
function plainPairs(held: Held[], dismissed: [number, number][]): { a: Held; b: Held }[] {
  const byId = new Map(held.map((one) => [one.id, one]))
  const parted = new Set(
    dismissed.flatMap(([a, b]) => {
      const [one, other] = [byId.get(a), byId.get(b)]
      return one && other ? [[matterOf(one), matterOf(other)].sort().join()] : []
    }),
  )
  return held.flatMap((a, place) =>
    held.slice(place + 1).flatMap((b) => {
      if (a.ranked !== b.ranked || matterOf(a) === matterOf(b) || !(samePerson(a, b) || sameText(a, b))) return []
      return parted.has([matterOf(a), matterOf(b)].sort().join()) ? [] : [{ a, b }]
    }),
  )
}

/** What hangs together by pairs: each complaint with the least id that it hangs together with. */
function joined(held: Held[], pairs: { a: number; b: number }[]): Map<number, number> {
  const root = new Map(held.map((one) => [one.id, one.id]))
  const sameMatter = held.flatMap((a) => held.flatMap((b) => (a.id < b.id && matterOf(a) === matterOf(b) ? [{ a: a.id, b: b.id }] : [])))
  for (let changed = true; changed;) {
    changed = false
    for (const { a, b } of [...pairs, ...sameMatter]) {
      const least = Math.min(root.get(a) ?? a, root.get(b) ?? b)
      if (root.get(a) !== least || root.get(b) !== least) changed = true
      root.set(a, least).set(b, least)
    }
  }
  return root
}

async function found(earlier: KeptLinks | null): Promise<{ list: Candidate[]; kept: KeptLinks }> {
  return readSnapshot(db, officer, async (tx) => {
    const ground = await loadGround(tx, officer, {})
    const links = await findLinks(tx, comparedIn(ground, officer, 1), earlier)
    return { list: candidatesOf(links), kept: links.kept }
  })
}

const shown = (list: Candidate[]) =>
  list.map(({ earlier, later, samePerson: person, sameText: text, days }) => [
    earlier.id,
    later.id,
    earlier.group,
    later.group,
    person,
    text,
    days,
  ])

describe('candidates through a random history', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await act(db, 'PREPARE', async (writing) => {
      for (const name of ['甲银行', '乙银行']) await putInstitution(writing, { name, ranked: true })
    })
  })
  afterAll(() => db?.close())

  it.each([1, 2, 3])('are those of the plain rule, whichever way they are found (seed %i)', async (seed) => {
    const random = createRandom(seed)
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random.uniform() * list.length)]
    let kept: KeptLinks | null = null
    for (let step = 0; step < 24; step += 1) {
      await oneAct(seed, step, random, pick)
      const { held, dismissed } = await readHeld()
      const afresh = await found(null)
      const brought = await found(kept)
      kept = brought.kept
      expect(shown(brought.list), `step ${step}`).toEqual(shown(afresh.list))
      const wanted = plainPairs(held, dismissed)
      const byId = new Map(held.map((one) => [one.id, one]))
      for (const one of afresh.list) {
        const [a, b] = [byId.get(one.earlier.id), byId.get(one.later.id)] as [Held, Held]
        expect([one.samePerson, one.sameText, one.days]).toEqual([samePerson(a, b), sameText(a, b), b.on - a.on])
        expect(wanted.some((pair) => [pair.a.id, pair.b.id].sort().join() === [a.id, b.id].sort().join())).toBe(true)
      }
      // Nothing is missed: what the rule's pairs join, the candidates join.
      const [rule, ours] = [
        joined(
          held,
          wanted.map(({ a, b }) => ({ a: a.id, b: b.id })),
        ),
        joined(
          held,
          afresh.list.map(({ earlier, later }) => ({ a: earlier.id, b: later.id })),
        ),
      ]
      if (dismissed.length === 0) expect(ours).toEqual(rule)
      else expect(afresh.list.length > 0).toBe(wanted.length > 0)
    }
    expect((await verifyLedger(db)).filter((check) => check.problems.length > 0)).toEqual([])
  })
})

type Pick = <T>(list: readonly T[]) => T | undefined

async function oneAct(seed: number, step: number, random: Random, pick: Pick): Promise<void> {
  const { held } = await readHeld()
  const { list } = await found(null)
  const kind =
    step < 2 ? 'import' : pick(['import', 'confirm', 'confirm', 'dismiss', 'split', 'merge', 'correct', 'correct', 'void', 'redact'])
  const candidate = pick(list)
  const one = pick(held)
  const ends = candidate ? [candidate.earlier.id, candidate.later.id] : []
  if (kind === 'import') {
    const rows = Array.from({ length: 12 }, (_, place): TestRow => ({
      number: `${seed}-${step}-${place}`,
      receivedOn: new Date(Date.parse('2025-01-01') + Math.floor(random.uniform() * 120) * 86_400_000).toISOString().slice(0, 10),
      institutionId: 1 + Math.floor(random.uniform() * 2),
      person: pick(['a', 'b', 'c', 'd', null, null]),
      text: pick(['年费', '年 费。', '催收', '还款', `${seed}${step}${place}`, '！', null]),
    }))
    const { batchKey } = await importRows(db, ['number', 'receivedOn', 'institution', 'text', 'complainantPhone'], rows)
    batches.push({ key: batchKey, void: false })
  } else if (kind === 'confirm' && candidate) await act(db, 'MERGE', (writing) => mergeComplaints(writing, ends))
  else if (kind === 'dismiss' && candidate) {
    await act(db, 'DISMISS_REPEATS', (writing) => dismissPairs(writing, [{ lesser: Math.min(...ends), greater: Math.max(...ends) }]))
  } else if (kind === 'merge' && one) {
    const other = pick(held.filter(({ id }) => id !== one.id))
    if (other) await act(db, 'MERGE', (writing) => mergeComplaints(writing, [one.id, other.id]))
  } else if (kind === 'split') {
    const member = pick(held.filter(({ group }) => group !== null))
    if (member) await act(db, 'SPLIT', (writing) => splitComplaints(writing, [member.id]))
  } else if (kind === 'correct' && one) {
    const day = `2025-0${1 + Math.floor(random.uniform() * 4)}-11`
    const values = pick([{ institution: 1 }, { institution: 2 }, { receivedOn: day }])
    await act(db, 'CORRECT', (writing) => correctComplaint(writing, one.id, values ?? {}))
  } else if (kind === 'void') {
    const batch = pick(batches)
    if (batch) await (batch.void ? restoreBatch(db, officer, batch.key, 'x') : voidBatch(db, officer, batch.key, true, 'x'))
    if (batch) batch.void = !batch.void
  } else if (kind === 'redact' && one) {
    await redact(db, officer, { number: one.number, source: null, reason: 'x', text: null }, keyedDigests(Buffer.from('test')))
  }
}
