import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

let site: Site

/** Where screenshots go, for whoever wants to look at them. */
const shots = process.env['MINGJING_SHOTS']
if (shots) mkdirSync(shots, { recursive: true })
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.waitForSelector('[aria-busy="true"]', { state: 'detached' })
}
const totalOf = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-testid="total"][data-total]').getAttribute('data-total'))
const wide = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)

describe.skipIf(!findChromium())('institutions in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('are listed by group, found by initials, put in order, and open their own page', async () => {
    const page = await site.visit('supervisor', '/institutions?period=2026Q3')
    await page.waitForSelector('.institution-table tbody .num b')
    await settled(page)
    expect(await page.locator('.institution-group').count()).toBe(5)
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, 'list')
    await page.locator('.sort', { hasText: '投诉量' }).click()
    await page.waitForURL(/sorted=count/)
    const counts = (await page.locator('tbody').first().locator('tr td.num:nth-child(2) b').allInnerTexts()).map(Number)
    expect(counts.length).toBe(7)
    expect(counts).toEqual([...counts].sort((a, b) => b - a))
    await page.fill('.institution-find input', 'jhyh')
    await page.waitForFunction(() => document.querySelectorAll('.institution-name').length === 3)
    await page.locator('.institution-name a', { hasText: '江海银行示范县支行' }).click()
    await page.waitForURL(/institutions\/jianghai/)
    await page.waitForSelector('h1:has-text("江海银行示范县支行")')
    await page.context().close()
  })

  it('shows one beside its group, and every number opens the rows it counts', async () => {
    const page = await site.visit('supervisor', '/institutions/hefeng?period=2026Q3')
    await page.waitForSelector('.course-links a')
    await page.waitForSelector('.mix-table')
    await settled(page)
    await shot(page, 'profile')
    expect(await accessibilityFaults(page)).toEqual([])
    const shown = Number(await page.locator('.profile-figure').first().innerText())
    await page.locator('.profile-value a').first().click()
    await page.waitForURL(/\/complaints/)
    await settled(page)
    expect(await totalOf(page)).toBe(shown)
    await page.goBack()
    await page.waitForSelector('.mix-table')
    const cause = page.locator('.mix-table').first().locator('tbody tr').first()
    const [own] = await cause.locator('td b').allInnerTexts()
    await cause.locator('td a').first().click()
    await page.waitForURL(/cause=/)
    await settled(page)
    expect(await totalOf(page)).toBe(Number(own))
    await page.goBack()
    await page.waitForSelector('.open-link')
    const open = (await page.locator('.open-link').first().innerText()).replace(/\D/g, '')
    await page.locator('.open-link').first().click()
    await page.waitForURL(/metric=OPEN/)
    await settled(page)
    expect(await totalOf(page)).toBe(Number(open))
    await page.context().close()
  })

  it('is read by keyboard alone: the next of the group, its peers, its course, another metric', async () => {
    const page = await site.visit('supervisor', '/institutions/hefeng?period=2026Q3')
    await page.waitForSelector('.course-links a')
    await settled(page)
    await page.keyboard.press('j')
    await page.waitForURL(/institutions\/jianghai/)
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === '江海银行示范县支行')
    await page.keyboard.press('k')
    await page.waitForURL(/institutions\/hefeng/)
    await settled(page)
    await page.locator('.group-strip a[tabindex="0"]').first().focus()
    await page.keyboard.press('ArrowLeft')
    const peer = (await page.locator('.group-strip a:focus').getAttribute('aria-label')) ?? ''
    expect(peer).toMatch(/^.+支行：\d+ 件$/)
    expect(await page.locator('.strip-words').innerText()).toBe(peer)
    await page.locator('.course-links a[tabindex="0"]').focus()
    await page.keyboard.press('ArrowLeft')
    const words = (await page.locator('.course-links a:focus').getAttribute('aria-label')) ?? ''
    expect(words).toMatch(/^2026年第二季度：\d+ 件、同组中位数/)
    await page.keyboard.press('t')
    await page.waitForSelector('.chart-card .rows')
    await page.locator('.chart-card .link-button').first().press('t')
    await page.locator('.course-metric').selectOption('ON_TIME_RATE')
    await page.waitForURL(/metric=ON_TIME_RATE/)
    await settled(page)
    expect(await page.locator('.chart-card h2').first().innerText()).toContain('按期办结率')
    await page.context().close()
  })

  it('shows a bank’s board its own page at once, the group without a name', async () => {
    const page = await site.visit('board', '/institutions?period=2026Q3')
    await page.waitForURL(/institutions\/hefeng/)
    await page.waitForSelector('.mix-table')
    await settled(page)
    expect(await page.locator('.group-strip').first().locator('a').count()).toBe(1)
    expect(await page.locator('.strip-band').count()).toBeGreaterThan(0)
    const text = await page.locator('main').innerText()
    for (const name of ['江海', '国衡', '华垦', '驿丰', '安澜', '青庐']) expect(text).not.toContain(name)
    expect(text).toContain('同组中位数')
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, 'profile-board')
    await page.goto('/institutions/jianghai')
    await page.waitForSelector('.state h1')
    expect(await page.locator('.state').innerText()).toContain('没有这家机构')
    await page.context().close()
  })

  it('tells of one that closed and of an outlet what there is to tell', async () => {
    const page = await site.visit('supervisor', '/institutions/jiguang?period=2026Q3')
    await page.waitForSelector('.versions')
    await settled(page)
    const text = await page.locator('main').innerText()
    expect(text).toContain('松石银行示范县支行')
    expect(text).toContain('2025年6月30日')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.goto('/institutions/hefeng-east?period=2026Q3')
    await page.waitForSelector('.profile-notice')
    expect(await page.locator('.profile-notice').innerText()).toContain('禾丰银行示范县支行')
    await page.context().close()
  })

  it('are readable on a phone in the dark, in English', async () => {
    const page = await site.visit('auditor', '/institutions?period=2026Q3', { width: 390, height: 844, theme: 'dark', language: 'en' })
    await page.waitForSelector('.institution-table tbody .num b')
    await settled(page)
    expect(await wide(page)).toBeLessThanOrEqual(390)
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, 'list-phone')
    await page.goto('/institutions/hefeng?period=2026Q3')
    await page.waitForSelector('.course-links a')
    await page.waitForSelector('.mix-table')
    await settled(page)
    expect(await wide(page)).toBeLessThanOrEqual(390)
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, 'profile-phone')
    await page.context().close()
  })
})
