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
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: name.startsWith('dictionary') })
}
const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.waitForSelector('[aria-busy="true"]', { state: 'detached' })
}
/** The choice that Enter would open. */
const chosen = (page: Page): Promise<string> => page.locator('.palette-found [aria-selected="true"]').innerText()

describe.skipIf(!findChromium())('what things are called, in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('the dictionary explains every metric, and a tile’s name opens its entry', async () => {
    const page = await site.visit('board', '/')
    await page.waitForSelector('.tile .metric-name')
    await page.locator('.tile .metric-name').nth(1).click()
    await page.waitForURL(/dictionary.*#ON_TIME_RATE/)
    await page.waitForSelector('#ON_TIME_RATE .pairs')
    await page.waitForFunction(() => document.activeElement?.id === 'ON_TIME_RATE')
    const entry = await page.locator('#ON_TIME_RATE').innerText()
    for (const part of ['按期办结率', '期内按期办结件数', '高为好', '办结日期', '没有可除的件数']) expect(entry).toContain(part)
    await settled(page)
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, 'dictionary')
    await page.locator('#CATEGORY button').focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('#CATEGORY tbody tr')
    await page.fill('#CATEGORY .dictionary-find', 'yhk')
    await page.waitForFunction(() => document.querySelectorAll('#CATEGORY tbody tr').length === 1)
    expect(await page.locator('#CATEGORY tbody').innerText()).toContain('银行卡')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().close()
  })

  it('the dictionary is whole in English, on a phone, in the dark', async () => {
    const page = await site.visit('auditor', '/dictionary', { width: 390, height: 844, theme: 'dark', language: 'en' })
    await page.waitForSelector('.dictionary-entry .pairs')
    await settled(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect((await page.locator('main').innerText()).replace(/\u793a\u8303\u53bf/g, '')).not.toMatch(/[\u4e00-\u9fff]/)
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, 'dictionary-phone')
    await page.context().close()
  })

  it('the palette finds by initials, by number, by file, and remembers what was opened', async () => {
    const page = await site.visit('supervisor', '/rankings')
    await page.waitForSelector('.ranking')
    await settled(page)
    await page.keyboard.press('Control+k')
    await page.waitForSelector('.palette-found [role="option"]')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.type('jhyh')
    await page.waitForSelector('.palette-found :text("江海银行示范县支行")')
    expect(await chosen(page)).toContain('江海银行示范县支行')
    await shot(page, 'palette')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('ArrowDown')
    expect(await chosen(page)).toContain('江海银行')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForURL(/institutions\/jianghai/)
    await settled(page)

    await page.locator('.complaint-number a').first().waitFor()
    const number = await page.locator('.complaint-number a').first().innerText()
    await page.keyboard.press('/')
    await page.keyboard.type(number)
    await page.waitForSelector(`.palette-found :text("${number}")`)
    expect(await chosen(page)).toContain(number)
    await page.keyboard.press('Enter')
    await page.waitForURL(/complaints\/.+/)

    await page.keyboard.press('/')
    await page.waitForSelector('.palette-found [role="option"]')
    expect((await page.locator('.palette-found [role="group"]').first().innerText()).split('\n')[0]).toBe('最近打开')
    expect(await chosen(page)).toContain(number)
    await page.keyboard.type('机构变更')
    await page.waitForSelector('.palette-found :text("机构变更2025年7月.csv")')
    await page.keyboard.press('Enter')
    await page.waitForURL(/imports\?batch=/)
    await page.waitForSelector('.row-open')

    await page.keyboard.press('/')
    await page.keyboard.type('按期办结率')
    await page.waitForSelector('.palette-found :text("按期办结率")')
    await page.keyboard.press('Enter')
    await page.waitForURL(/trends.*metric=ON_TIME_RATE/)
    await page.context().close()
  })

  it('the palette shows a board neither another bank nor a file, and nobody else’s past', async () => {
    const page = await site.visit('board', '/')
    await page.waitForSelector('.tile')
    await settled(page)
    await page.keyboard.press('/')
    await page.waitForSelector('.palette-found [role="option"]')
    expect(await page.locator('.palette-found [role="group"]').first().getAttribute('aria-label')).toBe('页面')
    await page.keyboard.type('江海')
    await page.waitForFunction(() => document.querySelector('.dialog [role="status"]')?.textContent?.includes('没有找到'))
    await page.fill('.dialog input', '机构变更')
    await page.waitForFunction(() => document.querySelector('.dialog [role="status"]')?.textContent?.includes('没有找到'))
    await page.fill('.dialog input', 'hfyh')
    await page.waitForSelector('.palette-found :text("禾丰银行示范县支行")')
    await page.context().close()
  })
})
