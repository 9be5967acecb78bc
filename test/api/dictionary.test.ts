import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { screaming } from '../../server/src/analytics/analytics.enums.ts'
import { dimensionKeys } from '../../server/src/analytics/dimensions.ts'
import { metricKeys } from '../../server/src/analytics/metrics.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { loadInstitutionHistory } from '../../server/src/ledger/institution-history.ts'
import { askField } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

type Explained = {
  metric: string
  formula: { zh: string; en: string }
  opens: { zh: string; en: string }
  nullReasons: { reason: string; sentence: { zh: string; en: string } }[]
  settings: { name: string; shown: { zh: string } }[]
  breaks: { on: string }[]
}
type Page = {
  rows: { key: string; label: { zh: string }; code: string | null; parent: { zh: string } | null; depth: number }[]
  totalCount: number
  endCursor: string
  hasNextPage: boolean
}

const explanations = async (viewer: Viewer = officer): Promise<Map<string, Explained>> => {
  const all = (await askField(
    db,
    viewer,
    'query ($value: Int) { answer: metricExplanations(revision: $value) * }',
    'MetricExplanation',
    null,
  )) as Explained[]
  return new Map(all.map((one) => [one.metric, one]))
}
const entries = (args: string, viewer: Viewer = officer) =>
  askField(
    db,
    viewer,
    `query ($value: Int) { answer: dimensionEntries(${args}, revision: $value) * }`,
    'DimensionEntryPage',
    null,
  ) as Promise<Page>

describe('the dictionary of metrics', () => {
  it('explains every metric in both languages', async () => {
    const all = await explanations()
    expect([...all.keys()].sort()).toEqual(metricKeys.map(screaming).sort())
    for (const { formula, opens, nullReasons } of all.values()) {
      for (const text of [formula, opens, ...nullReasons.map((one) => one.sentence)]) {
        expect(text.zh).toMatch(/\p{Script=Han}/u)
        expect(text.en).toMatch(/^[^\p{Script=Han}]+$/u)
      }
      expect(nullReasons.length).toBeGreaterThan(2)
    }
  })

  it('says what follows from the entry of the registry, with the settings in force', async () => {
    const all = await explanations()
    expect(all.get('COMPLAINTS_PER_CUSTOMER')?.formula.zh).toBe('件数 ÷ 个人客户 × 10,000')
    expect(all.get('COMPLAINTS_PER_OUTLET')?.formula.zh).toBe('件数 ÷ 营业网点')
    expect(all.get('COMPLAINTS_PER_CUSTOMER')?.settings.map((one) => [one.name, one.shown.zh])).toContainEqual(['customerBase', '10000'])
    expect(all.get('ON_TIME_RATE')?.settings.map((one) => one.name)).toContain('deadlineDays')
    expect(all.get('ON_TIME_RATE')?.nullReasons.map((one) => one.reason)).toContain('NO_CASES')
    expect(all.get('COMPLAINTS')?.breaks).toMatchObject([{ on: '2026-04-01' }])
    expect(all.get('OPEN')?.breaks).toEqual([])
  })
})

describe('the members of a dimension', () => {
  it('stand below one another, every dimension', async () => {
    for (const key of dimensionKeys) {
      const { rows } = await entries(`dimension: ${screaming(key)}, first: 500`)
      for (const [place, row] of rows.entries())
        if (row.depth > 0) expect(rows[place - 1]?.depth ?? -1).toBeGreaterThanOrEqual(row.depth - 1)
    }
    const { rows } = await entries('dimension: CATEGORY')
    expect(rows.map((row) => row.key)).toContain('UNCLASSIFIED')
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
  })

  it('are found by name, code and initials, and read page by page', async () => {
    expect((await entries('dimension: CATEGORY, search: "yhk"')).rows.map((row) => row.label.zh)).toContain('银行卡')
    const first = await entries('dimension: CAUSE, first: 3')
    const second = await entries(`dimension: CAUSE, first: 3, after: "${first.endCursor}"`)
    expect([first.rows.length, second.rows.length, first.hasNextPage]).toEqual([3, 3, true])
    expect(second.rows.some((row) => first.rows.some((one) => one.key === row.key))).toBe(false)
    await expect(entries('dimension: CAUSE, after: "eA=="')).rejects.toThrow('分页')
  })

  it('name to an institution’s viewer no other institution', async () => {
    const history = await readAll(db, (tx) => loadInstitutionHistory(tx, 1_000_000))
    const own = history.latest().find((state) => state.key === 'hefeng')
    const scope = { kind: 'SCOPE' as const, regions: [], institutions: history.subtree(own?.id ?? 0, '2026-10-12') }
    const viewer: Viewer = { ...officer, roles: ['board'], permissions: permissionsOf(['board']), scope }
    for (const dimension of ['INSTITUTION', 'OUTLET', 'PARENT_INSTITUTION', 'SOURCE']) {
      const { rows } = await entries(`dimension: ${dimension}, first: 500`, viewer)
      expect(rows.filter((row) => /江海|国衡|农村商业/.test(row.label.zh))).toEqual([])
    }
  })
})
