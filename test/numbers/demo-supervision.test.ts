import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { screaming } from '../../server/src/analytics/analytics.enums.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { demoCounty } from '../../server/src/demo/county.ts'
import { readList, readProposals } from '../../server/src/supervision/supervision.queries.ts'
import { verifySupervision } from '../../server/src/supervision/verify-evidence.ts'
import { askRows } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'

let db: Db
const latest = { period: null, jurisdiction: null, revision: null }
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

describe('key supervision in the demo county', () => {
  it('proposes by both criteria: the bank whose complaints rose enters, graded ones stay, one that recovered leaves', async () => {
    const { rows, period, open } = await readProposals(db, officer, latest)
    expect(period.key).toBe('2026Q4')
    expect(
      rows.map((one) => [one.label.zh, one.proposed, one.judgements.filter(({ holds }) => holds).map(({ criterion }) => criterion)]),
    ).toEqual([
      ['禾丰银行示范县支行', 'ENTRY', ['highRate']],
      ['示范县农村商业银行', 'STAY', ['lowGrade']],
      ['叶舟支付示范县服务部', 'STAY', ['lowGrade']],
      ['远信银行示范县支行', 'EXIT', []],
    ])
    expect(open).toBe(3)
  })

  it('says the figures that a plain count of the county gives', async () => {
    const county = demoCounty()
    const merged = new Set(county.merges.flatMap((one) => one.numbers.slice(1)))
    const below = ['HEFENG', 'HEFENG_EAST', 'HEFENG_HEKOU']
    const received = county.complaints.filter(
      (one) =>
        one.register === 'REGULATOR' &&
        one.kind === 'COMPLAINT' &&
        below.includes(one.institution) &&
        one.receivedOn >= '2026-07-01' &&
        one.receivedOn <= '2026-09-30' &&
        !merged.has(one.number),
    )
    const { rows } = await readProposals(db, officer, latest)
    const figures = new Map(rows[0]?.judgements[0]?.figures.map((one) => [one.name, one]))
    expect(figures.get('COUNT')?.value).toBe(received.length)
    const customers = county.exposures.filter(
      (one) => one.institution === 'HEFENG' && one.base === 'personalCustomers' && one.asOf <= '2026-09-30',
    )
    expect(figures.get('BASE')?.value).toBe(customers.sort((a, b) => (a.asOf < b.asOf ? -1 : 1)).at(-1)?.value)
  })

  it('opens as many rows as each figure says', async () => {
    const { rows } = await readProposals(db, officer, latest)
    for (const { judgements } of rows)
      for (const { opens, value, name } of judgements.flatMap((one) => one.figures)) {
        if (opens?.page !== 'ROWS' || !['COUNT', 'GROUP_COUNT'].includes(name)) continue
        const filters = [
          opens.institution
            ? { dimension: 'INSTITUTION', include: [opens.institution] }
            : { dimension: 'PEER_GROUP', include: [opens.group] },
        ]
        const asked = { metric: screaming(opens.metric ?? ''), part: screaming(opens.part ?? ''), period: opens.period, filters }
        expect((await askRows(db, officer, asked, 1)).totalCount).toBe(value)
      }
  })

  it('has lists of 2026 whose members come, stay and go', async () => {
    const states = async (period: string) => {
      const { rows } = await readList(db, officer, { ...latest, period })
      return Object.fromEntries(rows.map((one) => [one.label.zh.slice(0, 2), one.state]))
    }
    expect(await states('2026Q1')).toEqual({ 棠梨: 'NEW' })
    expect(await states('2026Q2')).toEqual({ 棠梨: 'STAYS', 示范: 'NEW', 叶舟: 'NEW' })
    expect(await states('2026Q3')).toEqual({ 棠梨: 'LEFT', 示范: 'STAYS', 叶舟: 'STAYS', 远信: 'NEW' })
    expect(await states('2026Q4')).toEqual({ 示范: 'PENDING', 叶舟: 'STAYS', 远信: 'PENDING' })
  })

  it('keeps evidence that verify computes again, and marks what became known since', async () => {
    expect((await verifySupervision(db)).flatMap((check) => check.problems)).toEqual([])
    const { history } = await readList(db, officer, { ...latest, period: '2026Q3' })
    const changed = history.map((one) => [one.label.zh, one.differs, one.evidence.find(({ name }) => name === 'BASE')])
    expect(changed).toMatchObject([
      ['棠梨银行示范支行', true, { shown: '25,500', now: '26,000', differs: true }],
      ['示范县农村商业银行', false, undefined],
      ['叶舟支付示范县服务部', false, undefined],
      // The half-year's numbers of customers came in four days after the decision.
      ['远信银行示范县支行', true, { shown: '41,200', now: '42,000', differs: true }],
    ])
  })
})
