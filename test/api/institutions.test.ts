import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { loadInstitutionHistory } from '../../server/src/ledger/institution-history.ts'
import { askField, askRows, askTable } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

type Named = { key: string; label: { zh: string } }
type Row = Named & {
  peerGroup: Named | null
  status: string
  ranked: boolean
  aliases: string[]
  closedOn: string | null
  parent: Named | null
  successor: Named | null
}
type Profile = Row & {
  countsFor: Named | null
  predecessors: Named[]
  below: Row[]
  before: Named | null
  after: Named | null
  exposures: { base: string; asOf: string; value: number; source: string; at: string | null; file: string | null }[]
  versions: {
    validFrom: string | null
    changes: { field: { zh: string }; before: { zh: string } | null; after: { zh: string } | null }[]
    actor: string | null
    file: string | null
  }[]
}
type Mix = {
  total: number
  othersTotal: number | null
  otherMembers: number | null
  reason: string | null
  rows: {
    id: string
    count: number
    share: number | null
    othersCount: number | null
    othersShare: number | null
    difference: number | null
  }[]
}

const list = async (viewer: Viewer, args: string) =>
  (await askField(
    db,
    viewer,
    `query ($value: Int) { answer: institutions(${args}, first: 1000, revision: $value) * }`,
    'InstitutionList',
    null,
  )) as { rows: Row[]; totalCount: number }
const profile = (viewer: Viewer, key: string, period = '2026Q3') =>
  askField(
    db,
    viewer,
    `query ($value: ID!) { answer: institution(key: $value, period: "${period}") * }`,
    'InstitutionProfile',
    key,
  ) as Promise<Profile | null>
const mix = (viewer: Viewer, key: string, query: object, dimension = 'CAUSE') =>
  askField(
    db,
    viewer,
    `query ($value: MetricQuery!) { answer: institutionMix(key: "${key}", dimension: ${dimension}, query: $value) * }`,
    'InstitutionMix',
    query,
  ) as Promise<Mix>

/** A bank's own officer, who sees the institution and all below it. */
async function ofBank(key: string): Promise<Viewer> {
  const history = await readAll(db, (tx) => loadInstitutionHistory(tx, 1_000_000))
  const own = history.latest().find((state) => state.key === key)
  if (!own) throw new Error(`no institution ${key}`)
  const scope = { kind: 'SCOPE' as const, regions: [], institutions: history.subtree(own.id, '2026-10-12') }
  return { ...officer, roles: ['board'], permissions: permissionsOf(['board']), scope }
}

describe('the list of institutions', () => {
  it('says how each stood in the period', async () => {
    const { rows, totalCount } = await list(officer, 'period: "2025Q3"')
    expect(rows.length).toBe(totalCount)
    const statusOf = (key: string) => rows.find((row) => row.key === key)?.status
    expect([statusOf('fenggu'), statusOf('jiguang'), statusOf('hefeng'), statusOf('hefeng-east')]).toEqual([
      'NEW',
      'CLOSED',
      'OPEN',
      'UNRANKED',
    ])
    const before = await list(officer, 'period: "2025Q2"')
    expect(before.rows.find((row) => row.key === 'fenggu')?.status).toBe('NOT_OPEN')
    // It closed in the quarter's last day: a member that is counted where it ended.
    expect(before.rows.find((row) => row.key === 'jiguang')).toMatchObject({
      status: 'CLOSED',
      ranked: true,
      successor: { key: 'songshi' },
    })
  })

  it.each([
    ['禾丰银行示范县支行', 'hefeng'],
    ['禾丰城东', 'hefeng-east'],
    ['hfyh', 'hefeng'],
    ['霁光河口', 'jiguang-hekou'],
    ['shifan-rural', 'shifan-rural'],
    ['sfnsh', 'shifan-rural'],
  ])('finds %s by name, alias, key or initials', async (search, key) => {
    const { rows } = await list(officer, `search: "${search}"`)
    expect(rows.map((row) => row.key)).toContain(key)
    expect(rows.length).toBeLessThan(8)
  })

  it('shows an institution’s viewer only its own', async () => {
    const { rows } = await list(await ofBank('hefeng'), 'search: ""')
    expect(rows.map((row) => row.key).sort()).toEqual(['hefeng', 'hefeng-east', 'hefeng-hekou'])
    expect((await list(await ofBank('hefeng'), 'search: "江海"')).rows).toEqual([])
  })
})

describe('the profile of an institution', () => {
  it('holds its dated versions with who and in which file, what changed alone', async () => {
    const found = await profile(officer, 'jiguang')
    expect(found).toMatchObject({ status: 'CLOSED', closedOn: '2025-06-30', successor: { key: 'songshi' } })
    const [latest, first] = found?.versions ?? []
    expect(latest).toMatchObject({ actor: 'clerk', file: '机构变更2025年7月.csv' })
    expect(latest?.changes.map((one) => [one.field.zh, one.before?.zh ?? null, one.after?.zh ?? null])).toEqual([
      ['终止日期', null, '2025年6月30日'],
      ['承继机构', null, '松石银行示范县支行'],
    ])
    expect(first?.changes.map((one) => one.field.zh)).toEqual(['名称', '别名', '机构类别', '参与排名', '开业日期', '地区'])
    expect((await profile(officer, 'songshi'))?.predecessors.map((one) => one.key)).toEqual(['jiguang'])
  })

  it('names its neighbours in the group, whom an outlet counts for, and what lies below', async () => {
    const found = await profile(officer, 'jianghai')
    expect([found?.before?.key, found?.after?.key]).toEqual(['hefeng', 'guoheng'])
    expect(found?.below.map((one) => one.key)).toEqual(['jianghai-shiqiao'])
    expect((await profile(officer, 'jianghai-shiqiao'))?.countsFor?.key).toBe('jianghai')
  })

  it('lists exposures with day, source and file, the latest first', async () => {
    const { exposures = [] } = (await profile(officer, 'hefeng')) ?? {}
    expect(exposures[0]).toMatchObject({ asOf: '2026-06-30', source: '机构半年报', file: '网点与个人客户数2026-06-30.csv' })
    expect(exposures.find((one) => one.base === 'outlets')?.value).toBe(9)
  })

  it('is null for whom it is not to see, and holds no other name and no act for its own viewer', async () => {
    const viewer = await ofBank('hefeng')
    expect(await profile(viewer, 'jianghai')).toBeNull()
    const own = await profile(viewer, 'hefeng')
    expect(own).toMatchObject({ key: 'hefeng', parent: null, before: null, after: null })
    expect(own?.versions.every((one) => one.actor === null && one.file === null)).toBe(true)
    expect(own?.exposures.length).toBeGreaterThan(0)
    const names = (await list(officer, 'search: ""')).rows.filter((row) => !row.key.startsWith('hefeng')).map((row) => row.label.zh)
    const text = JSON.stringify(own)
    expect(names.filter((name) => text.includes(name))).toEqual([])
  })
})

describe('the make-up beside the group', () => {
  const query = { metrics: ['COMPLAINTS'], period: '2026Q3', repeats: 'ALL' }

  it('counts what the rows behind it are, its own and the others’', async () => {
    const found = await mix(officer, 'hefeng', query)
    const [first] = found.rows
    if (!first) throw new Error('no row')
    const rows = { metric: 'COMPLAINTS', period: '2026Q3', repeats: 'ALL' }
    const cause = { dimension: 'CAUSE', include: [first.id] }
    const own = await askRows(db, officer, { ...rows, filters: [cause, { dimension: 'INSTITUTION', include: ['hefeng'] }] })
    const others = await askRows(db, officer, {
      ...rows,
      filters: [cause, { dimension: 'PEER_GROUP', include: ['STATE_OWNED_LARGE'] }, { dimension: 'INSTITUTION', exclude: ['hefeng'] }],
    })
    expect([first.count, first.othersCount]).toEqual([own.totalCount, others.totalCount])
    expect(found.otherMembers).toBe(6)
    const differences = found.rows.map((row) => Math.abs(row.difference ?? 0))
    expect(differences).toEqual([...differences].sort((a, b) => b - a))
  })

  it('adds up to the institution and to the rest of its group', async () => {
    const found = await mix(officer, 'hefeng', query, 'CATEGORY')
    const table = await askTable(db, officer, { ...query, by: ['INSTITUTION'] })
    const count = table.columns.find((one) => one.kind === 'VALUE')?.figures[table.keys[0]?.ids.indexOf('hefeng') ?? -1]
    const group = table.groups.find((one) => one.group === 'STATE_OWNED_LARGE')?.total ?? 0
    expect(found.total).toBe(count)
    expect(found.othersTotal).toBe(group - (count ?? 0))
    expect(found.rows.reduce((sum, row) => sum + (row.othersCount ?? 0), 0)).toBe(found.othersTotal)
  })

  it('gives an institution’s viewer the same figures without a name, and nothing of a small group', async () => {
    const [all, own] = [await mix(officer, 'hefeng', query), await mix(await ofBank('hefeng'), 'hefeng', query)]
    expect([own.total, own.othersTotal, own.otherMembers]).toEqual([all.total, all.othersTotal, all.otherMembers])
    for (const row of own.rows) if (row.id !== 'OTHERS') expect(row).toEqual(all.rows.find((one) => one.id === row.id))
    const small = await mix(await ofBank('yunxiu'), 'yunxiu', query)
    expect(small).toMatchObject({ othersTotal: null, otherMembers: null, reason: 'SUPPRESSED' })
    expect(small.rows.every((row) => row.othersCount === null && row.othersShare === null)).toBe(true)
    await expect(mix(await ofBank('hefeng'), 'jianghai', query)).rejects.toThrow('jianghai')
  })

  it('refuses a metric that makes no whole', async () => {
    await expect(mix(officer, 'hefeng', { ...query, metrics: ['ON_TIME_RATE'] })).rejects.toThrow('相加')
  })
})
