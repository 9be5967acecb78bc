import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import type { ImportKind } from '../../server/src/imports/columns.ts'
import { checkMap } from '../../server/src/imports/map.ts'
import type { ImportReport } from '../../server/src/imports/report.ts'
import { install } from '../../server/src/ledger/install.ts'
import { loadReturnCells, loadReturns } from '../../server/src/ledger/returns.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { askTable, type AskedTable } from '../support/ask.ts'
import { createTestDatabase } from '../support/database.ts'
import { officer } from '../support/ledger.ts'
import { sharedFile } from '../support/shared.ts'

/** Published circulars 2020Q2 to 2022Q2 as returns, under national settings; what they print is recomputed. */
const folderOf = sharedFile('data/circulars/README.md')
const file = (name: string) => sharedFile(`data/circulars/${name}`) ?? ''
type Line = Record<string, string>

/** A CSV whose quoted cells hold commas but no line breaks. */
function linesOf(name: string): Line[] {
  if (folderOf === null) return []
  const [head = [], ...rows] = readFileSync(file(name), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].slice(0, -1).map((cell) => cell[2] ?? cell[1] ?? ''))
  return rows.map((cells) => Object.fromEntries(head.map((name_, at) => [name_, cells[at] ?? ''])))
}

const institutions = linesOf('institutions.csv')
const aggregates = linesOf('aggregates.csv')
const checks = linesOf('checks.csv')
const aggregateMap = {
  columns: {
    period: 'period',
    region: 'subject',
    dimension: 'breakdown',
    name: 'place',
    count: 'count',
    change_type: 'changeKind',
    change_pct: 'change',
    share_pct_of_total: 'share',
  },
  values: { breakdown: { business_type: '其中:业务类别' } },
  defaults: { form: '通报' },
}
const institutionMap = {
  columns: {
    period: 'period',
    region: 'jurisdiction',
    institution: 'subject',
    metric: 'measure',
    value: 'value',
    change_type: 'changeKind',
    change_pct: 'change',
    share_of_category_pct: 'share',
    rank_competition: 'rank',
  },
  defaults: { form: '通报', place: '合计' },
}

let db: Db
let folder: string
const reports: Record<string, ImportReport> = {}
const load = async (kind: ImportKind, path: string, map: object) => {
  const asked = { path, fileName: 'x.csv', kind, map: checkMap(kind, map), register: 'REGULATOR' as const }
  return importFile(db, officer, asked, Buffer.alloc(32, 1), { strict: false, take: false, tryDemo: false })
}
const written = async (text: string) => {
  const path = join(folder, `${Math.random()}.csv`)
  await writeFile(path, text)
  return path
}

describe.skipIf(folderOf === null)('published circulars as returns (skipped without ../shared)', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    folder = await mkdtemp(join(tmpdir(), 'mingjing-circulars-'))
    await install(db, officer, { kind: 'REAL', demoToday: null, root: { key: 'CN', level: 'NATION', zh: '全国', en: 'Nation' } })
    const known = new Map(
      institutions.map((line) => [
        line['institution'],
        `${line['institution']},${line['category']},${line['region'] === '全国' ? '' : line['region']}`,
      ]),
    )
    await load('institutions', await written(['机构名称,机构类别,地区', ...known.values()].join('\n')), { create: ['region'] })
    reports['aggregates'] = await load('returns', file('aggregates.csv'), aggregateMap)
    reports['institutions'] = await load('returns', file('institutions.csv'), institutionMap)
    await load('returns', await written('报送主体,辖区,报送期间,报表,填报项,件数\n财产保险公司,山西,2022Q2,通报,合计,156'), {})
  }, 120_000)
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await db?.close()
  })

  const table = (by: string[], period: string, more: object = {}) => askTable(db, officer, { metrics: ['REPORTED'], by, period, ...more })
  const figure = (answer: AskedTable, label: string, kind: string) => {
    const row = answer.keys[0]?.labels.findIndex((one) => one.zh === label) ?? 0
    return answer.columns.find((column) => column.kind === kind)?.figures[answer.keys.length === 0 ? 0 : row]
  }

  it('enter whole, every line of them, and the ledger verifies', async () => {
    expect([reports['aggregates']?.rejected, reports['institutions']?.rejected]).toEqual([[], []])
    expect([reports['aggregates']?.new, reports['institutions']?.new]).toEqual([aggregates.length, institutions.length])
    expect((await verifyLedger(db)).flatMap((check) => check.problems)).toEqual([])
  })

  it('stated shares are those of the counts; of one quarter groups are not published', () => {
    const found = (reports['aggregates']?.discrepancies ?? []).map((one) => [one.of.zh, one.kind, one.stated, one.computed])
    expect(found).toEqual([['全国 2020Q3', 'NOT_PUBLISHED', 85097, 73671]])
  })

  const counted = institutions.filter((line) => line['metric'] === 'complaint_count')
  it('shares of institutions in their group and ranks, as printed', async () => {
    for (const line of counted) {
      const jurisdiction = line['region'] === '全国' ? {} : { jurisdiction: '山西' }
      const answer = await table(['INSTITUTION', 'PEER_GROUP'], line['period'] ?? '', jurisdiction)
      const printed = [Number(line['value']), Number(line['share_of_category_pct']), Number(line['rank_competition'])]
      const row = (kind: string) => figure(answer, line['institution'] ?? '', kind)
      expect([line['institution'], row('VALUE'), row('SHARE'), row('RANK')]).toEqual([line['institution'], ...printed])
    }
  })

  const groupOf = async (period: string, name: string) =>
    (await table(['INSTITUTION', 'PEER_GROUP'], period)).groups.find((group) => group.label.zh === name)
  it.each(checks.filter((one) => one['check'] === 'median' && one['item']?.includes('complaint_count')))(
    'median $period $item',
    async ({ period = '', item = '', published }) => {
      expect((await groupOf(period, item.split(' / ')[0] ?? ''))?.median).toBe(Number(published))
    },
  )
  it.each(checks.filter((one) => one['check'] === 'sum_of_institutions'))(
    'sum of $item $period',
    async ({ period = '', item = '', published }) => {
      const own = counted.filter((line) => line['period'] === period && line['category'] === item)
      expect(own.reduce((sum, line) => sum + Number(line['value']), 0)).toBe(Number(published))
      expect((await groupOf(period, item))?.total).toBe(Number(published))
    },
  )
  it.each(checks.filter((one) => one['check'] === 'sum_of_categories'))(
    'sum of groups $period',
    async ({ period = '', recomputed, published }) => {
      const answer = await table(['PEER_GROUP'], period)
      const values = answer.columns.find((column) => column.kind === 'VALUE')?.figures ?? []
      expect(figure(await table([], period), '', 'VALUE')).toBe(Number(published))
      // Groups with a member in the ledger are rows here; the rest of a quarter's groups stand in its cells.
      expect(values.every((value) => value === null || value <= Number(published))).toBe(true)
      const cells = await cellsOf(period)
      const groups = cells.filter((cell) => cell.breakdown === 'peerGroup' && cell.measure === 'count')
      expect(groups.reduce((sum, cell) => sum + Number(cell.value), 0)).toBe(Number(recomputed))
    },
  )

  const cellsOf = (period: string) =>
    readAll(db, async (tx) => {
      const found = (await loadReturns(tx, 1_000)).find((one) => one.period === period && one.subject === 3)
      return (await loadReturnCells(tx, [found?.id ?? 0])).get(found?.id ?? 0) ?? []
    })
  const members = ['合计', '国有大型商业银行', '股份制商业银行']
  it.each(checks.filter((one) => one['check']?.startsWith('change') && members.includes(one['item'] ?? '')))(
    '$check $period $item',
    async ({ check = '', period = '', item = '', published }) => {
      const [comparison, kind] = check.endsWith('同比') ? ['SAME_PERIOD_LAST_YEAR', 'CHANGE_LAST_YEAR'] : ['PREVIOUS_PERIOD', 'CHANGE']
      const answer = await table(item === '合计' ? [] : ['PEER_GROUP'], period, { comparison: [comparison] })
      expect(figure(answer, item, kind)).toBe(Number(published))
    },
  )
  it('of a quarter without a return nothing is known', async () => {
    const answer = await table([], '2021Q2')
    expect(answer.columns.find((column) => column.kind === 'VALUE')).toMatchObject({
      figures: [null],
      reasons: [{ row: 0, reason: 'NO_DATA' }],
    })
  })
})
