import { readFile } from 'node:fs/promises'
import ExcelJS from 'exceljs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { csvRows } from '../support/csv-rows.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

let site: Site
type Cell = string | number | null
type Table = {
  keys: { dimension: string; places: number[]; members: { label: { zh: string } }[] }[]
  columns: { metric: string; kind: string; figures: (number | null)[] }[]
}

const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.waitForSelector('[aria-busy="true"]', { state: 'detached' })
}

/** Takes a table by its menu, as a person does. */
async function taken(page: Page, name: string, format: string): Promise<Buffer> {
  await page.getByRole('button', { name, exact: true }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: format }).click()])
  return readFile(await file.path())
}
async function workbook(content: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(content as never)
  return book
}
/** Rows below the headings, without total and median. */
function rowsOf(sheet: ExcelJS.Worksheet, head: number): Cell[][] {
  const rows: Cell[][] = []
  sheet.eachRow((row, at) => {
    if (at > head) rows.push((row.values as Cell[]).slice(1).map((cell) => cell ?? null))
  })
  return rows
}
/** A figure as it is printed on the page: thousands separated, a true minus, a sign before a rise. */
const plain = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-').replace('+', ''))

/** What the page's own query gives: the one that its menu shows for a program. */
async function asked(page: Page, name: string): Promise<{ document: string; variables: object }> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('button', { name: '接口查询' }).click()
  await page.waitForSelector('dialog .query-text')
  const [document = '', variables = ''] = await page.locator('dialog .query-text').allInnerTexts()
  await page.keyboard.press('Escape')
  return { document, variables: JSON.parse(variables) as object }
}

/** The name of each row's key. */
const namesOf = ({ places, members }: Table['keys'][number]): string[] => places.map((place) => members[place]!.label.zh)

/** The cells of the table under the trends, as they are read: the name first. */
function trendCells(page: Page, rows: string): Promise<string[][]> {
  return page
    .locator(`.trend-rows tbody ${rows}`)
    .evaluateAll((lines) => lines.map((line) => [...line.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? '')))
}

describe.skipIf(!findChromium())('page, CSV, XLSX and API say the same, cell by cell', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('of a ranking', async () => {
    const page = await site.visit('supervisor', '/rankings')
    await settled(page)
    const name = await page.locator('.page-tools .export button').first().getAttribute('aria-label')
    const shown = await page
      .locator('.ranking tbody')
      .first()
      .locator('tr:not(.ranking-median)')
      .evaluateAll((rows) =>
        rows.map((row) => ({
          name: row.querySelector('.ranking-name a')?.textContent ?? '',
          cells: [...row.querySelectorAll('td')].map(
            (cell) => (cell.querySelector('b') ?? cell.querySelector('.ranking-change') ?? cell).textContent?.trim() ?? '',
          ),
        })),
      )
    const { document, variables } = await asked(page, name!)
    const { metricTable: api } = await ask<{ metricTable: Table }>(page, document, variables)
    const sheet = (await workbook(await taken(page, name!, '表格（.xlsx）'))).worksheets[0]!
    const [headings = [], ...lines] = csvRows(await taken(page, name!, '纯文本（.csv）'))
    const names = namesOf(api.keys.find((key) => key.dimension === 'INSTITUTION')!)
    const xlsx = rowsOf(sheet, 3)
    const columns = api.columns.filter((column) => column.kind !== 'SHARE' || column.metric === 'COMPLAINTS')
    expect(headings).toHaveLength(1 + columns.length)
    expect(lines.map((line) => line[0])).toEqual(names)
    for (const [row, institution] of names.entries()) {
      const figures = columns.map((column) => column.figures[row] ?? null)
      for (const [at, figure] of figures.entries()) {
        if (figure === null) continue
        expect([institution, headings[at + 1], xlsx[row]![at + 1]]).toEqual([institution, headings[at + 1], figure])
        expect([institution, headings[at + 1], Number(lines[row]![at + 1])]).toEqual([institution, headings[at + 1], figure])
      }
      const seen = shown.find((one) => one.name === institution)!
      const figure = (metric: string, kind: string) =>
        api.columns.find((column) => column.metric === metric && column.kind === kind)?.figures[row] ?? null
      const [rank = '', , count = '', share = '', change = '', , outlet = '', outletRank = '', , customer = ''] = seen.cells
      const onPage = [rank, count, share, outlet, customer].map(plain)
      expect([institution, ...onPage]).toEqual([
        institution,
        figure('COMPLAINTS', 'RANK'),
        figure('COMPLAINTS', 'VALUE'),
        figure('COMPLAINTS', 'SHARE'),
        figure('COMPLAINTS_PER_OUTLET', 'VALUE'),
        figure('COMPLAINTS_PER_CUSTOMER', 'VALUE'),
      ])
      expect(outletRank).toContain(String(figure('COMPLAINTS_PER_OUTLET', 'RANK')))
      if (figure('COMPLAINTS', 'CHANGE')) expect([institution, plain(change)]).toEqual([institution, figure('COMPLAINTS', 'CHANGE')])
    }
    await page.context().close()
  })

  it('of the bars and months of the overview', async () => {
    const page = await site.visit('supervisor', '/')
    await settled(page)
    for (const title of ['主要原因', '业务类别', '投诉渠道']) {
      const card = page.locator('.chart-card', { has: page.locator(`h2:text-is("${title}")`) })
      const shown = await card
        .locator('.bar-line')
        .evaluateAll((lines) =>
          lines.map((line) => ['.bar-count', '.bar-share'].map((part) => line.querySelector(part)?.textContent ?? '')),
        )
      const name = `导出：${title}`
      const { document, variables } = await asked(page, name)
      const { metricTable: api } = await ask<{ metricTable: Table }>(page, document, variables)
      const [, ...lines] = csvRows(await taken(page, name, '纯文本（.csv）'))
      const xlsx = rowsOf((await workbook(await taken(page, name, '表格（.xlsx）'))).worksheets[0]!, 3)
      const figures = namesOf(api.keys[0]!).map((name, row) => [name, ...api.columns.map((column) => column.figures[row] ?? null)])
      expect(lines.map((line) => [line[0]!.replace(/^'/, ''), Number(line[1])])).toEqual(figures.map((row) => [row[0], row[1]]))
      expect(xlsx.map((row) => row.slice(0, 3))).toEqual(figures.map((row) => row.slice(0, 3)))
      expect(shown.map((cells) => cells.map(plain))).toEqual(figures.map((row) => row.slice(1, 3)))
    }
    const name = '导出：投诉量按月'
    await page.locator('.chart-card button[aria-keyshortcuts="t"]').first().click()
    const shown = await page
      .locator('.chart-card table tbody tr')
      .evaluateAll((rows) => rows.map((row) => row.querySelector('td')?.textContent ?? ''))
    const [, ...lines] = csvRows(await taken(page, name, '纯文本（.csv）'))
    const xlsx = rowsOf((await workbook(await taken(page, name, '表格（.xlsx）'))).worksheets[0]!, 3)
    expect(shown.length).toBeGreaterThan(5)
    expect(shown.map(plain)).toEqual(lines.slice(0, shown.length).map((line) => Number(line[1])))
    expect(shown.map(plain)).toEqual(xlsx.slice(0, shown.length).map((row) => row[1]))
    await page.context().close()
  })

  it('of the trends, by member and by month', async () => {
    const page = await site.visit('supervisor', '/trends?by=CAUSE')
    await settled(page)
    const kinds = ['VALUE', 'SHARE', 'PREVIOUS', 'CHANGE', 'LAST_YEAR', 'CHANGE_LAST_YEAR']
    const number = (text: string) => (/\d/.test(text) ? plain(/[−+]?[\d,.]+/.exec(text)?.[0] ?? '') : null)
    const name = await page.locator('.chart-card:has(.trend-rows) .export button').first().getAttribute('aria-label')
    const members = await trendCells(page, 'tr:not(.trend-total)')
    const { document, variables } = await asked(page, name!)
    const { metricTable: api } = await ask<{ metricTable: Table }>(page, document, variables)
    const columns = kinds.map((kind) => api.columns.find((column) => column.metric === 'COMPLAINTS' && column.kind === kind)!)
    const figures = namesOf(api.keys[0]!).map((name, row) => [name, ...columns.map((column) => column.figures[row] ?? null)])
    // A change that is none, or not to be had, stands in words.
    // What is left goes by a name of the page's own.
    const nameOf = (shown: string) => (shown === '其余各项' ? '其他' : shown)
    const shown = members.map(([member = '', ...cells]) => [
      nameOf(member),
      ...cells.slice(-6).map((text) => (text === '持平' ? 0 : number(text))),
    ])
    expect(shown.length).toBeGreaterThan(3)
    expect(shown).toEqual(figures)
    const [headings = [], ...lines] = csvRows(await taken(page, name!, '纯文本（.csv）'))
    const xlsx = rowsOf((await workbook(await taken(page, name!, '表格（.xlsx）'))).worksheets[0]!, 3)
    const at = columns.map((column) => 1 + api.columns.indexOf(column))
    expect(headings.length).toBe(1 + api.columns.length)
    for (const [row, [member, ...own]] of figures.entries()) {
      const kept = at.map((place, index) => [place, own[index] ?? null] as const).filter(([, figure]) => figure !== null)
      expect([member, ...kept.map(([place]) => Number(lines[row]![place]))]).toEqual([member, ...kept.map(([, figure]) => figure)])
      expect([member, ...kept.map(([place]) => xlsx[row]![place])]).toEqual([member, ...kept.map(([, figure]) => figure)])
    }
    await page.goto('/trends')
    await settled(page)
    const months = (await trendCells(page, 'tr')).map(([month, count = '']) => [month!.replace(/\s.*$/, ''), number(count)])
    const whole = await page.locator('.chart-card:has(.trend-rows) .export button').first().getAttribute('aria-label')
    const [, ...buckets] = csvRows(await taken(page, whole!, '纯文本（.csv）'))
    expect(months.length).toBeGreaterThan(5)
    expect(months).toEqual(buckets.slice(0, months.length).map((line) => [line[0], Number(line[1])]))
    await page.context().close()
  })

  it('of the returns of a period', async () => {
    const page = await site.visit('supervisor', '/returns')
    await page.waitForSelector('.return-list')
    await settled(page)
    const shown = await page
      .locator('.return-list tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector('th')?.textContent ?? '',
          ...[...row.querySelectorAll('td.num')].map((cell) => cell.firstChild?.textContent ?? ''),
        ]),
      )
    expect(shown.length).toBeGreaterThan(3)
    const number = (text: string | number | null | undefined) =>
      text === '—' || text === '' || text === null || text === undefined ? null : plain(String(text))
    const { document, variables } = await asked(page, '导出：报送清单')
    type Row = { subject: { label: { zh: string } }; total: number | null; registered: number | null; gap: number | null }
    const { returns } = await ask<{ returns: { rows: Row[] } }>(page, document, variables)
    const api = returns.rows.map((row) => [row.subject.label.zh, row.total, row.registered, row.gap])
    expect(shown.map(([name, ...figures]) => [name, ...figures.map(number)])).toEqual(api)
    const [headings = [], ...lines] = csvRows(await taken(page, '导出：报送清单', '纯文本（.csv）'))
    const at = ['报送主体', '报送总量', '台账件数', '差异'].map((heading) => headings.indexOf(heading))
    expect(lines.map((line) => at.map((place, index) => (index === 0 ? line[place] : number(line[place]))))).toEqual(api)
    const xlsx = rowsOf((await workbook(await taken(page, '导出：报送清单', '表格（.xlsx）'))).worksheets[0]!, 3)
    expect(xlsx.map((row) => at.map((place) => row[place] ?? null))).toEqual(api)
    await page.context().close()
  })

  it('and the ranking for the circular is one action away', async () => {
    const page = await site.visit('supervisor', '/rankings')
    await settled(page)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出通报用排名' }).click()])
    const book = await workbook(await readFile(await file.path()))
    expect(book.worksheets[0]?.name).toBe('封面')
    await page.context().close()
  })

  it('searches texts with two Chinese words that stay out of the address, and counts beside the list what the list holds', async () => {
    const page = await site.visit('clerk', '/complaints?metric=COMPLAINTS')
    await settled(page)
    const facet = page.locator('.facet').first()
    const [label, count] = [await facet.locator('span').first().innerText(), await facet.locator('.num').innerText()]
    await facet.click()
    await page.waitForURL(/category=/)
    await settled(page)
    const total = page.locator('[data-testid="total"][data-total]')
    // The list of before stands until its successor is in.
    await page.locator(`[data-testid="total"][data-total="${count}"]`).waitFor({ state: 'attached' })
    expect(await page.locator('.chip').innerText()).toContain(label)
    const text = await textOfFirst(page)
    const words = /\p{Script=Han}{2}/u.exec(text)?.[0] ?? ''
    await page.fill('input[type="search"]', words)
    await page
      .waitForFunction((before) => document.querySelector('[data-testid="total"]')?.getAttribute('data-total') !== before, count, {
        timeout: 10_000,
      })
      .catch(() => undefined)
    await settled(page)
    expect(Number(await total.getAttribute('data-total'))).toBeGreaterThan(0)
    expect(decodeURIComponent(page.url())).not.toContain(words)
    await page.fill('input[type="search"]', '无此内容的词')
    await page.locator('[data-testid="total"][data-total="0"]').waitFor({ state: 'attached' })
    await page.waitForSelector('.state')
    await page.context().close()
  })

  it('orders by day, and is walked by keyboard', async () => {
    const page = await site.visit('clerk', '/complaints')
    await settled(page)
    await page.getByRole('link', { name: '按受理日期从早到晚' }).click()
    await page.waitForURL(/order=EARLIEST/)
    await settled(page)
    const days = await page.locator('.complaint-list tbody tr td:nth-of-type(1)').allInnerTexts()
    const numbers = days.map((day) =>
      Number(
        /(\d+)年(\d+)月(\d+)日/
          .exec(day)
          ?.slice(1)
          .map((part) => part.padStart(2, '0'))
          .join(''),
      ),
    )
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
    await page.locator('.complaint-number a').first().focus()
    await page.keyboard.press('ArrowDown')
    const second = await page.locator('.complaint-number a').nth(1).innerText()
    expect(await page.locator('.complaint-number a:focus').innerText()).toBe(second)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.complaint-panel')
    await page.context().close()
  })

  it('is open to everybody: axe finds nothing in menu and query, light and dark', async () => {
    for (const look of [
      { theme: 'light', width: 1440 },
      { theme: 'dark', width: 390 },
    ] as const) {
      const page = await site.visit('supervisor', '/complaints', look)
      await settled(page)
      await page.locator('.export button').first().click()
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole('button', { name: '接口查询' }).click()
      await page.waitForSelector('.query-text')
      expect(await accessibilityFaults(page)).toEqual([])
      await page.context().close()
    }
  })
})

/** The masked text of the first complaint of the list. */
async function textOfFirst(page: Page): Promise<string> {
  const href = (await page.locator('.complaint-number a').first().getAttribute('href')) ?? ''
  const key = /\/complaints\/([^?]+)/.exec(href)?.[1] ?? ''
  const { complaint } = await ask<{ complaint: { text: string | null } }>(page, 'query ($key: ID!) { complaint(key: $key) { text } }', {
    key: decodeURIComponent(key),
  })
  return complaint.text ?? ''
}
