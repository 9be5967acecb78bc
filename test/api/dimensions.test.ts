import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { setToday } from '../../server/src/ledger/clock.ts'
import { UserError } from '../../server/src/platform/errors.ts'
import { askField, askRows, askTable, type AskedTable } from '../support/ask.ts'
import { broadToday, fillBroadLedger } from '../support/broad-ledger.ts'
import { createTestDatabase } from '../support/database.ts'
import { officer } from '../support/ledger.ts'

let db: Db
beforeAll(async () => {
  setToday(broadToday)
  db = await createTestDatabase()
  await fillBroadLedger(db)
}, 240_000)
afterAll(async () => {
  setToday(null)
  await db?.close()
})

const base = { metrics: ['COMPLAINTS'], period: '2024', repeats: 'ALL' }
const ask = (query: object) => askTable(db, officer, { ...base, ...query })
const total = async (query: object) => (await ask(query)).columns[0]!.figures[0] ?? 0
const counts = (table: AskedTable) => Object.fromEntries(table.keys[0]!.ids.map((id, row) => [id, table.columns[0]!.figures[row]]))
const sum = (values: (number | null | undefined)[]) => values.reduce<number>((all, one) => all + (one ?? 0), 0)
const only = (dimension: string, ...include: string[]) => ({ filters: [{ dimension, include }] })

describe('a filter', () => {
  it('on an entry means all below it, and with = that entry alone', async () => {
    const rows = counts(await ask({ by: ['CATEGORY'] }))
    const cards = ['=BANK_CARD', '=CREDIT_CARD', 'INSTALMENT'].map((key) => rows[key] ?? 0)
    expect(cards.every((count) => count > 0)).toBe(true)
    expect(await total(only('CATEGORY', 'BANK_CARD'))).toBe(sum(cards))
    expect(await total(only('CATEGORY', '=BANK_CARD'))).toBe(cards[0])
    expect(await total(only('CATEGORY', '信用卡'))).toBe(cards[1]! + cards[2]!)
    expect(await total({ filters: [{ dimension: 'CATEGORY', exclude: ['CREDIT_CARD', 'LOAN'] }] })).toBe(
      (await total({})) - cards[1]! - cards[2]! - sum([rows['=LOAN'], rows['MORTGAGE']]),
    )
  })

  it('on a region means all below it, at whichever level', async () => {
    const county = counts(await ask({ by: ['COUNTY'] }))
    const city = counts(await ask({ by: ['CITY'] }))
    expect(Object.keys(county).sort()).toEqual(['K1', 'K2', 'K3', 'UNDIVIDED'])
    expect(await total(only('REGION', 'C1'))).toBe(city['C1'])
    expect(await total(only('COUNTY', 'K1', 'K2'))).toBe(sum([county['K1'], county['K2']]))
    expect(sum(Object.values(city))).toBe(await total({}))
    expect(await total(only('COUNTY', 'UNDIVIDED'))).toBe(county['UNDIVIDED'])
  })

  it('on a head office means the ranked institutions below it, and rows by parent say the same', async () => {
    const rows = counts(await ask({ by: ['PARENT_INSTITUTION'] }))
    expect(rows['甲总行']).toBeGreaterThan(0)
    expect(await total(only('INSTITUTION', '甲总行'))).toBe(rows['甲总行'])
    expect(await total(only('PARENT_INSTITUTION', '甲总行'))).toBe(rows['甲总行'])
    expect(sum(Object.values(rows))).toBe(await total({}))
  })

  it('on an institution named means it and its outlets', async () => {
    const rows = counts(await ask({ by: ['OUTLET'] }))
    const own = ['=甲一支行', '甲一支行网点0', '甲一支行网点1'].map((key) => rows[key] ?? 0)
    expect(own.every((count) => count > 0)).toBe(true)
    expect(await total(only('OUTLET', '甲一支行'))).toBe(sum(own))
  })
})

describe('a column that holds words', () => {
  it('is counted by what its words mean as of the revision', async () => {
    const now = await ask({ by: ['SEVERITY'] })
    const after = await ask({ by: ['SEVERITY'], revision: now.revision - 3 })
    const before = await ask({ by: ['SEVERITY'], revision: now.revision - 4 })
    // 特急 came to mean a major complaint; until then it meant nothing.
    expect(counts(before)['=MAJOR']).toBeLessThan(counts(after)['=MAJOR'] ?? 0)
    expect(counts(before)['UNCLASSIFIED']).toBeGreaterThan(counts(after)['UNCLASSIFIED'] ?? 0)
    expect(await total(only('SEVERITY', 'MAJOR'))).toBe(sum([counts(now)['=MAJOR'], counts(now)['GRAVE']]))
  })

  it('gives each rights domain to its department, and a card to its domain where nobody wrote one', async () => {
    const domains = counts(await ask({ by: ['RIGHTS_DOMAIN'] }))
    const departments = counts(await ask({ by: ['DEPARTMENT'] }))
    expect(departments['GENERAL_SECTION']).toBe(domains['CREDIT_REPORTING'])
    expect(departments['BUSINESS_SECTION']).toBe(sum([domains['=BANK_CARDS'], domains['CARD_THEFT']]))
    expect(await total(only('DEPARTMENT', '基础业务股'))).toBe(departments['BUSINESS_SECTION'])
  })

  it('takes spellings of one word source as one', async () => {
    const rows = counts(await ask({ by: ['WORK_ORDER_SOURCE'] }))
    expect(Object.keys(rows).filter((key) => key !== 'UNCLASSIFIED')).toHaveLength(2)
    expect(await total(only('WORK_ORDER_SOURCE', '市局'))).toBe(rows['市局'] ?? rows['市 局'])
  })
})

describe('time', () => {
  it.each(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR'])('by %s adds up to the period', async (unit) => {
    expect(sum((await ask({ grain: unit })).columns[0]!.figures)).toBe(await total({}))
  })
})

describe('what is unknown', () => {
  it('stands beside a rate with the range that it leaves open, and has its rows', async () => {
    const { columns } = await ask({ metrics: ['UPHELD_RATE'] })
    const [value, numerator, known, unknown, lowest, highest] = columns.map((column) => column.figures[0] ?? 0)
    expect(columns.map((column) => column.kind)).toEqual(['VALUE', 'NUMERATOR', 'BASE', 'UNKNOWN', 'LOWEST', 'HIGHEST'])
    expect(known! + unknown!).toBe(await total({}))
    expect([value, lowest, highest]).toEqual(
      [numerator! / known!, numerator! / (known! + unknown!), (numerator! + unknown!) / (known! + unknown!)].map(
        (one) => Math.round(one * 10_000) / 100,
      ),
    )
    const rows = await askRows(db, officer, { metric: 'UPHELD_RATE', part: 'UNKNOWN', period: '2024', repeats: 'ALL' })
    expect(rows.totalCount).toBe(unknown)
  })
})

describe('a filter on texts', () => {
  it('finds two characters, across what was written wide or with blanks, and its rows', async () => {
    const found = await total({ text: '年费' })
    expect(found).toBeGreaterThan(0)
    expect(found).toBe(await total({ text: ' 年 费 ' }))
    expect((await askRows(db, officer, { metric: 'COMPLAINTS', period: '2024', repeats: 'ALL', text: '年费' })).totalCount).toBe(found)
    expect(sum((await ask({ text: '年费', by: ['CATEGORY'] })).columns[0]!.figures)).toBe(found)
    // Both pairs of characters are there, but not one after the other.
    expect(await total({ text: '年费银行' })).toBe(0)
  })

  it('says that it was applied and never the words', async () => {
    const { notes } = await ask({ text: '年费' })
    expect(notes.map((note) => note.kind)).toContain('TEXT_FILTER')
    expect(JSON.stringify(notes)).not.toContain('年费')
  })

  it('is refused to who may not read texts, and below two characters', async () => {
    const board = { ...officer, permissions: permissionsOf(['board']) }
    const refusal = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => (error instanceof UserError ? [error.code, error.fields[0]?.reason] : error),
      )
    expect(await refusal(askTable(db, board, { ...base, text: '年费' }))).toEqual(['FORBIDDEN', 'NOT_ALLOWED'])
    expect(await refusal(askRows(db, board, { period: '2024', text: '年费' }))).toEqual(['FORBIDDEN', 'NOT_ALLOWED'])
    expect(await refusal(ask({ text: '年' }))).toEqual(['BAD_USER_INPUT', 'TOO_SHORT'])
  })
})

describe('the catalog', () => {
  it('says for which groups a base is meant, and every level of a dimension', async () => {
    const catalog = (await askField(db, officer, 'query { answer: catalog * }', 'Catalog', null)) as {
      metrics: { key: string; peerGroups: string[] | null; kinds: string[] }[]
      dimensions: { key: string; level: string | null }[]
    }
    const metric = (key: string) => catalog.metrics.find((one) => one.key === key)
    expect(metric('COMPLAINTS_PER_PREMIUM')?.peerGroups).toEqual(['PROPERTY_INSURER', 'LIFE_INSURER'])
    expect(metric('COMPLAINTS')?.peerGroups).toBeNull()
    expect(metric('SATISFACTION_RATE')?.kinds).toEqual(expect.arrayContaining(['UNKNOWN', 'LOWEST', 'HIGHEST']))
    expect(catalog.dimensions.filter((one) => one.level !== null).map((one) => one.key)).toEqual([
      'NATION',
      'PROVINCE',
      'CITY',
      'COUNTY',
      'CATEGORY_TOP',
      'CAUSE_TOP',
    ])
  })
})
