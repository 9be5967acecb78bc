import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

let site: Site

const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.waitForSelector('[aria-busy="true"]', { state: 'detached' })
}
const totalOf = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-testid="total"][data-total]').getAttribute('data-total'))
const open = async (path: string, role = 'supervisor', look = {}): Promise<Page> => {
  const page = await site.visit(role, path, look)
  await page.waitForSelector('.trend-rows')
  await settled(page)
  return page
}
/** One of the lists beside the title, by its word. */
const choice = (page: Page, word: string) => page.locator('.trend-choice', { has: page.getByText(word, { exact: true }) }).locator('select')
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name)
/** Presses Tab until what has the focus matches. */
const tabTo = async (page: Page, selector: string): Promise<void> => {
  for (let tries = 0; tries < 60; tries++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

describe.skipIf(!findChromium())('trends in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('opens by its keys, and metric, dimension and grain are the address', async () => {
    const page = await site.visit('supervisor')
    await settled(page)
    // Two keys within a second, however slow the machine is; pressed again while the page is still drawing itself.
    await page.waitForFunction(
      () => {
        if (location.pathname === '/trends') return true
        for (const key of ['g', 't']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
        return false
      },
      undefined,
      { polling: 1000 },
    )
    await page.waitForSelector('.trend-rows')
    await choice(page, '按').selectOption({ label: '业务类别' })
    await page.waitForURL(/by=CATEGORY/)
    await page.waitForSelector('.multiple')
    await choice(page, '粒度').selectOption({ label: '季度' })
    await page.waitForURL(/grain=QUARTER/)
    await choice(page, '指标').selectOption({ label: '按期办结率' })
    await page.waitForURL(/metric=ON_TIME_RATE/)
    await settled(page)
    expect(await page.locator('.trend-rows thead').innerText()).toContain('%')
    await page.goBack()
    await page.waitForFunction(() => !location.search.includes('metric'))
    await page.context().close()
  })

  it('opens from every number of the table exactly the rows that it counts', async () => {
    const page = await open('/trends?by=CATEGORY')
    const cells = page.locator('.trend-rows tbody a')
    const count = await cells.count()
    expect(count).toBeGreaterThan(30)
    const shown: { words: string; href: string }[] = []
    for (let place = 0; place < count; place++)
      shown.push({ words: await cells.nth(place).innerText(), href: (await cells.nth(place).getAttribute('href')) ?? '' })
    // One row each of the first, of the rest and of the total; the others differ by their key alone.
    const perRow = count / (await page.locator('.trend-rows tbody tr').count())
    for (const one of [...shown.slice(0, perRow), ...shown.slice(-2 * perRow)]) {
      await page.goto(one.href)
      await page.waitForSelector('[data-testid="total"][data-total]')
      await settled(page)
      expect([one.href, await totalOf(page)]).toEqual([one.href, Number(one.words.replaceAll(',', ''))])
    }
    await page.context().close()
  })

  it('draws what the API says: members, the rest of them, and the total', async () => {
    const page = await open('/trends?by=CATEGORY&top=3&span=2026-07..2026-09')
    const { all } = await ask<{ all: { columns: { kind: string; figures: number[] }[] } }>(
      page,
      '{ all: metricTable(query: { metrics: [COMPLAINTS], by: [CATEGORY], period: "2026Q3", limit: { rows: 3, others: true } }) { columns { kind figures } } }',
    )
    const values = all.columns.find((column) => column.kind === 'VALUE')?.figures ?? []
    const rows = page.locator('.trend-rows tbody tr')
    expect(await rows.count()).toBe(values.length + 1)
    for (const [place, value] of values.entries()) {
      const row = (await rows.nth(place).locator('a').allInnerTexts()).map(Number)
      expect(row[3]).toBe(value)
      // Three months of the period and their sum, the rest included.
      expect((row[0] ?? 0) + (row[1] ?? 0) + (row[2] ?? 0)).toBe(value)
    }
    // Few enough series for one chart: a line each, named beside its end.
    expect(await page.locator('.multiple').count()).toBe(0)
    expect(await page.locator('.time-chart .plot').innerHTML()).toContain('其余各项')
    await page.context().close()
  })

  it('works by the keyboard alone: small to big and back, point by point, by handles', async () => {
    const page = await open('/trends?by=CATEGORY')
    await tabTo(page, '.brush-handle')
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/span=2026-02\.\.2026-10/)
    await page.keyboard.press('Shift+ArrowLeft')
    await page.waitForURL(/span=2025-11\.\.2026-10/)
    expect(await page.locator('.brush-handle').first().getAttribute('aria-valuetext')).toBe('2025年11月')
    await settled(page)
    await tabTo(page, '.multiple-head button')
    const name = await page.locator('.multiple-head button').first().innerText()
    await page.keyboard.press('Enter')
    await page.waitForURL(/focus=/)
    await page.waitForSelector(`h2:has-text("${name}")`)
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => !location.search.includes('focus'))
    await page.locator('.month-links [tabindex="0"]').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    const said = await page.locator('.month-links [aria-live]').innerText()
    expect(said).toMatch(/^2025年12月：\d+ 件/)
    await page.keyboard.press('t')
    await page.waitForSelector('.chart-card .scroll-x tbody tr')
    await page.keyboard.press('t')
    await page.context().close()
  })

  it('opens a point’s rows by Enter', async () => {
    const page = await open('/trends?by=PEER_GROUP&span=2026-01..2026-09')
    await page.locator('.month-links [tabindex="0"]').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowLeft')
    const said = await page.locator('.month-links [aria-live]').innerText()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/complaints.*group=/)
    await settled(page)
    expect(said).toContain(`：${await totalOf(page)} 件`)
    await page.context().close()
  })

  it('cuts its lines at a changed definition and prints the sentence instead of a comparison', async () => {
    const page = await open('/trends')
    const drawn = await page.locator('.time-chart .plot').innerHTML()
    expect(drawn).toContain('2026年4月1日起合并重复投诉')
    const april = page.locator('.trend-rows tbody tr', { hasText: '2026年4月' })
    expect(await april.locator('td').nth(1).innerText()).toContain('口径调整')
    expect(await page.locator('.trend-unfinished').count()).toBe(1)
    await page.context().close()
  })

  it('remarks on days from the chart, shows them on every chart, takes them back and undoes that', async () => {
    const page = await open('/trends')
    await page.getByRole('button', { name: '标注', exact: true }).click()
    await page.waitForSelector('dialog[open]')
    await page.getByLabel('起日').fill('2026-05-03')
    await page.getByLabel('止日').fill('2026-05-01')
    await page.getByLabel('说明', { exact: true }).fill('热线停机')
    await page.getByLabel('英文说明').fill('The hotline was down')
    await page.getByRole('button', { name: '加上标注' }).click()
    expect(await page.locator('dialog [role="alert"]').innerText()).toContain('止日不能早于起日')
    await page.getByLabel('止日').fill('2026-05-05')
    await page.getByRole('button', { name: '加上标注' }).click()
    await page.waitForSelector('.remarks li')
    expect(await page.locator('.remarks li').innerText()).toContain('2026年5月3日至2026年5月5日：热线停机')
    await settled(page)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.goto('/')
    await page.waitForSelector('.remarks li')
    const board = await site.visit('board', '/trends')
    await board.waitForSelector('.remarks li')
    expect(await board.locator('.remarks button').count()).toBe(0)
    expect(await board.getByRole('button', { name: '标注', exact: true }).count()).toBe(0)
    await board.context().close()
    await page.getByRole('button', { name: '撤下 热线停机' }).click()
    await page.waitForSelector('.remarks li', { state: 'detached' })
    await page.getByRole('button', { name: '撤销' }).click()
    await page.waitForSelector('.remarks li')
    await page.context().close()
  })

  it('gives its charts as pictures that say by themselves what they show', async () => {
    const page = await open('/trends?by=CATEGORY&channel=12345', 'supervisor', { theme: 'dark' })
    const take = async (card: string, format: string): Promise<Download> => {
      const file = page.waitForEvent('download')
      await page.getByRole('button', { name: `导出图片：${card}` }).click()
      await page.getByRole('button', { name: format }).click()
      return file
    }
    for (const [card, title] of [
      ['投诉量', '投诉量'],
      ['按业务类别', '投诉量 按业务类别'],
    ] as const) {
      const vector = await take(card, '矢量图')
      const svg = await readFile(await vector.path(), 'utf8')
      expect(vector.suggestedFilename()).toMatch(/\.svg$/)
      for (const words of [
        `>${title}<`,
        '件，',
        '筛选：投诉渠道 12345',
        '来源：示范县投诉台账',
        '截至',
        'Noto Sans CJK SC',
        '合并重复投诉',
      ])
        expect(svg).toContain(words)
      expect(svg).not.toMatch(/var\(|class=|currentColor|#14171c|#1a1e25/)
      expect(svg).toContain('fill="#fff')
      const size = /width="(\d+)" height="(\d+)"/.exec(svg)
      const bitmap = await take(card, '位图')
      const png = await readFile(await bitmap.path())
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(size?.[1]), 2 * Number(size?.[2])])
      expect(png.length).toBeGreaterThan(20_000)
    }
    await page.goto('/')
    await page.waitForSelector('.bar-list')
    await settled(page)
    for (const card of ['投诉量按月', '主要原因']) {
      const svg = await readFile(await (await take(card, '矢量图')).path(), 'utf8')
      for (const words of [`>${card}<`, '件，', '未加筛选', '来源：示范县投诉台账']) expect(svg).toContain(words)
    }
    await page.context().close()
    const { auditLog } = await auditOf()
    expect(auditLog).toBeGreaterThanOrEqual(6)
  })

  it('keeps a view under a name, opens, renames, shares and deletes it, and undoes that', async () => {
    const page = await open('/trends?by=CATEGORY&top=3')
    await page.getByRole('button', { name: '视图' }).click()
    await page.waitForSelector('.views-form')
    await page.getByLabel(/存为视图/).fill('前三类')
    await page.getByRole('checkbox', { name: /主管也能看到/ }).check()
    await page.keyboard.press('Enter')
    await page.waitForSelector('.view-row')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: '重命名“前三类”' }).click()
    await page.getByRole('textbox', { name: '重命名“前三类”' }).fill('业务前三')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.view-row:has-text("业务前三")')
    await page.getByRole('button', { name: '删除“业务前三”' }).click()
    await page.waitForSelector('.view-row', { state: 'detached' })
    await page.getByRole('button', { name: '撤销' }).click()
    await page.waitForSelector('.view-row:has-text("业务前三")')
    await page.goto('/trends')
    await page.waitForSelector('.trend-rows')
    await page.getByRole('button', { name: '视图' }).click()
    await page.locator('.view-row .choice', { hasText: '业务前三' }).click()
    await page.waitForURL(/top=3/)
    expect(param(page, 'by')).toBe('CATEGORY')
    await page.context().close()
    const clerk = await site.visit('clerk', '/trends')
    await clerk.getByRole('button', { name: '视图' }).click()
    await clerk.waitForSelector('.views .popover-note')
    expect(await clerk.locator('.view-row').count()).toBe(0)
    await clerk.context().close()
  })

  it.each([
    ['/trends', 1440, 'light', 'zh'],
    ['/trends?by=CATEGORY', 1440, 'dark', 'zh'],
    ['/trends?by=CATEGORY', 390, 'light', 'zh'],
    ['/trends?by=PEER_GROUP&grain=QUARTER', 390, 'dark', 'en'],
    ['/trends?by=CATEGORY&metric=ON_TIME_RATE', 1440, 'light', 'en'],
  ] as const)('%s at %d px, %s, %s: nothing for axe to find, nothing wider than the screen', async (path, width, theme, language) => {
    const page = await open(path, 'supervisor', { width, theme, language })
    await page.waitForTimeout(300)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
    if (language === 'en') expect(await page.locator('#content').innerText()).not.toMatch(/[\u4e00-\u9fff]/)
    await page.context().close()
  })

  it('says who may not see it, and what is wrong where the server fails', async () => {
    const page = await site.visit('supervisor', '/trends')
    await page.waitForSelector('.trend-rows')
    await page.route('**/graphql', (route) => route.abort())
    await choice(page, '按').selectOption({ label: '投诉原因' })
    await page.waitForSelector('[role="alert"]')
    await page.unroute('**/graphql')
    await page.getByRole('button', { name: '重试' }).first().click()
    await page.waitForSelector('.multiple')
    await page.context().close()
  })
})

/** How many exports the audit log names. */
async function auditOf(): Promise<{ auditLog: number }> {
  const page = await site.visit('auditor', '/')
  const { audit } = await ask<{ audit: { rows: { kind: string }[] } }>(page, '{ audit(first: 100) { rows { kind } } }')
  await page.context().close()
  return { auditLog: audit.rows.filter((row) => row.kind === 'EXPORT').length }
}
