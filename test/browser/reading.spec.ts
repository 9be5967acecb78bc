import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

let site: Site

const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.waitForSelector('[aria-busy="true"]', { state: 'detached' })
}
const totalOf = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-testid="total"][data-total]').getAttribute('data-total'))

describe.skipIf(!findChromium())('the page in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('sends a stranger to the door and back to the address that was asked for', async () => {
    const page = await site.visit(null, '/rankings')
    await page.waitForURL(/sign-in/)
    await page.fill('input[name="username"]', 'clerk')
    await page.fill('input[name="password"]', 'wrong')
    await page.click('button[type="submit"]')
    await page.waitForSelector('[role="alert"]')
    expect(await page.inputValue('input[name="username"]')).toBe('clerk')
    await page.fill('input[name="password"]', 'mingjing')
    await page.click('button[type="submit"]')
    await page.waitForURL(/\/rankings/)
    await page.waitForSelector('.ranking')
    await page.context().close()
  })

  it('lets a demo user in by one click, and out again to the door', async () => {
    const page = await site.visit(null)
    await page.locator('.demo-user', { hasText: 'board' }).click()
    await page.waitForSelector('.tile')
    expect(new URL(page.url()).pathname).toBe('/')
    await page.locator('.user-button').click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForSelector('.sign-in-form')
    await page.context().close()
  })

  it('opens from a number of the overview exactly the rows that it counts', async () => {
    const page = await site.visit('supervisor')
    await settled(page)
    for (let tile = 0; tile < 4; tile++) {
      const link = page.locator('.tile').nth(tile).locator('.tile-main a')
      const shown = await link.locator('.tile-value').innerText()
      const unit = await link.locator('.tile-unit').innerText()
      if (unit !== '件') continue
      await link.click()
      await page.waitForURL(/\/complaints/)
      await settled(page)
      expect(await totalOf(page)).toBe(Number(shown.replace(',', '')))
      await page.goBack()
      await settled(page)
    }
    const bar = page.locator('.bar-line').first()
    const counted = Number(await bar.locator('.bar-count').innerText())
    await bar.click()
    await settled(page)
    expect(await totalOf(page)).toBe(counted)
    await page.context().close()
  })

  it('opens the rows of "others", and of a month by keyboard', async () => {
    const page = await site.visit('supervisor')
    await settled(page)
    const rest = page.locator('.bar-rest').first()
    const counted = Number(await rest.locator('.bar-count').innerText())
    await rest.click()
    await settled(page)
    expect(await totalOf(page)).toBe(counted)
    await page.goBack()
    await page.waitForSelector('.month-links a')
    await page.locator('.month-links a[tabindex="0"]').focus()
    await page.keyboard.press('ArrowLeft')
    const words = (await page.locator('.month-links a:focus').getAttribute('aria-label')) ?? ''
    await page.keyboard.press('Enter')
    await page.waitForURL(/period=\d{4}-\d\d/)
    await settled(page)
    expect(words).toContain(`：${await totalOf(page)} 件`)
    await page.context().close()
  })

  it('swaps a chart for its table with t, and its figures are the bars', async () => {
    const page = await site.visit('supervisor')
    await page.waitForSelector('.month-links a')
    await page.locator('.month-links a[tabindex="0"]').focus()
    await page.keyboard.press('t')
    await page.waitForSelector('.chart-card table')
    expect(await page.locator('.chart-card table tbody tr').count()).toBeGreaterThan(5)
    await page.context().close()
  })

  it('changes the peer group by a tab that is an address, and sorts by another view', async () => {
    const page = await site.visit('supervisor', '/rankings')
    await page.waitForSelector('.ranking')
    const first = await page.locator('.group-tab[aria-current]').innerText()
    await page.locator('.group-tab').nth(1).click()
    await page.waitForURL(/tab=/)
    await settled(page)
    expect(await page.locator('.group-tab[aria-current]').innerText()).not.toBe(first)
    await page.locator('.sort').nth(2).click()
    await page.waitForURL(/view=COMPLAINTS_PER_CUSTOMER/)
    expect(await page.locator('th[aria-sort]').count()).toBe(1)
    await page.goBack()
    await settled(page)
    expect(await page.locator('.group-tab[aria-current]').innerText()).toBe(first)
    await page.context().close()
  })

  it('shows in the ranking what the API says, the member without complaints and the median included', async () => {
    const page = await site.visit('supervisor', '/rankings')
    await page.waitForSelector('.ranking-median')
    const { metricTable } = await ask<{
      metricTable: { columns: { kind: string; figures: number[] }[]; groups: { members: number; median: number }[] }
    }>(
      page,
      '{ ledger { latestPeriod } metricTable(query: { metrics: [COMPLAINTS], by: [INSTITUTION], period: "2026Q3", filters: [{ dimension: PEER_GROUP, include: ["STATE_OWNED_LARGE"] }] }) { columns { kind figures } groups { members median } } }',
    )
    const values = metricTable.columns.find((column) => column.kind === 'VALUE')?.figures ?? []
    const shown = await page.locator('.ranking tbody').first().locator('tr:not(.ranking-median) td:nth-of-type(3)').allInnerTexts()
    expect(shown.map(Number)).toEqual([...values].sort((a, b) => b - a))
    expect(values).toContain(0)
    expect(await page.locator('.ranking-median').innerText()).toContain(String(metricTable.groups[0]?.median))
    await page.context().close()
  })

  it('narrows by a filter, keeps it in the address, and takes it off', async () => {
    const page = await site.visit('supervisor')
    await settled(page)
    await page.getByRole('button', { name: '添加筛选' }).click()
    await page.getByRole('button', { name: '业务类别', exact: true }).click()
    await page.getByRole('checkbox').first().check()
    await page.waitForURL(/category=/)
    await page.keyboard.press('Escape')
    await page.waitForSelector('.chip')
    await page.getByRole('button', { name: '清除全部' }).click()
    await page.waitForSelector('.chip', { state: 'detached' })
    expect(page.url()).not.toContain('category')
    await page.context().close()
  })

  it('goes by keyboard, finds an institution, and names every key', async () => {
    const page = await site.visit('supervisor')
    await settled(page)
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.waitForURL(/rankings/)
    await page.keyboard.press('/')
    await page.keyboard.type('江海')
    await page.waitForSelector('.palette-found .choice:has-text("江海")')
    await page.keyboard.press('Enter')
    await page.waitForURL(/institutions\/jianghai/)
    await settled(page)
    await page.keyboard.press('?')
    await page.waitForSelector('dialog[open]')
    await page.context().close()
  })

  it('changes language and theme, and neither language leaks into the other', async () => {
    const page = await site.visit('supervisor')
    await settled(page)
    await page.getByRole('button', { name: '语言' }).click()
    await page.getByRole('button', { name: 'English' }).click()
    await page.waitForSelector('h1:has-text("Overview")')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.getByRole('button', { name: /Appearance/ }).click()
    await page.getByRole('button', { name: 'Dark' }).click()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await page.reload()
    await page.waitForSelector('h1:has-text("Overview")')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await ask(page, 'mutation { setLanguage(language: ZH) { version } }')
    await page.context().close()
  })

  it('opens a complaint beside the list, with its history, and closes by Escape', async () => {
    const page = await site.visit('clerk', '/complaints')
    await page.waitForSelector('.complaint-number a')
    await page.locator('.complaint-number a').first().click()
    await page.waitForSelector('.complaint-panel .history li')
    await page.keyboard.press('Escape')
    await page.waitForSelector('.complaint-panel', { state: 'detached' })
    await page.context().close()
  })

  it('tells who may not see a page, and offers the auditor no act', async () => {
    const board = await site.visit('board', '/imports')
    await board.waitForSelector('h1:has-text("您的角色不能看这一页")')
    await board.context().close()
    const auditor = await site.visit('auditor', '/imports')
    await auditor.waitForSelector('.batches table')
    expect(await auditor.locator('.start-import, .batches tbody .link-button').count()).toBe(0)
    await auditor.context().close()
  })

  it.each([
    ['/', 1440, 'light', 'zh'],
    ['/', 390, 'dark', 'zh'],
    ['/rankings', 1440, 'dark', 'zh'],
    ['/rankings', 390, 'light', 'zh'],
    ['/complaints', 1440, 'light', 'zh'],
    ['/complaints', 390, 'dark', 'zh'],
    ['/imports', 1440, 'dark', 'zh'],
    ['/imports', 390, 'light', 'zh'],
    ['/', 390, 'light', 'en'],
    ['/rankings', 1440, 'light', 'en'],
    ['/complaints', 390, 'light', 'en'],
  ] as const)('%s at %d px, %s, %s: nothing for axe to find, nothing wider than the screen', async (path, width, theme, language) => {
    const page = await site.visit('supervisor', path, { width, theme, language })
    await settled(page)
    await page.waitForTimeout(300)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
    await page.context().close()
  })

  it('needs at most 350 kB of compressed scripts for the first screen', async () => {
    const page = await site.visit('supervisor')
    await page.waitForSelector('.month-links a')
    const urls = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => entry.name)
        .filter((name) => name.endsWith('.js')),
    )
    const { gzipSync } = await import('node:zlib')
    let total = 0
    for (const url of urls) total += gzipSync(Buffer.from(await (await page.request.get(url)).body())).length
    expect(urls.length).toBeGreaterThan(2)
    expect(total).toBeLessThan(350_000)
    await page.context().close()
  })
})
