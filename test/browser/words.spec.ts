import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, openSite, type Look, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

let site: Site
const ledger = [
  '投诉编号,收到日期,被投诉机构,业务类别',
  'CH0001,2026-09-01,禾丰银行示范县支行,卡片类',
  'CH0002,2026-09-02,江海银行示范县支行,卡片类',
  'CH0003,2026-09-02,江海银行示范县支行,说不清',
].join('\r\n')

describe.skipIf(!findChromium())('words that a dictionary lacks, in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('are given a meaning after the import, and their complaints count under it at once', async () => {
    const page = await site.visit('clerk', '/imports')
    await page.setInputFiles('.drop input', { name: '写法.csv', mimeType: 'text/csv', buffer: Buffer.from(ledger) })
    await page.click('.start-foot .button-filled')
    await page.waitForSelector('.draft-counts')
    await page.locator('.commit-choices input[type="checkbox"]').first().check()
    await page.locator('.commit-bar .button-filled').click()
    await page.waitForSelector('.commit-done')

    await page.goto('/imports')
    const section = page.locator('section', { hasText: '未归类的写法' })
    await section.locator('tbody tr').first().waitFor()
    expect(await section.locator('tbody th').allInnerTexts()).toEqual(['卡片类', '说不清'])
    expect(await accessibilityFaults(page)).toEqual([])
    await section.getByLabel('“卡片类”是指').selectOption({ label: '银行卡' })
    await section.getByRole('button', { name: '归类 1 个写法' }).click()
    await section.getByRole('status').waitFor()
    expect(await section.getByRole('status').innerText()).toBe('已归类，2 件投诉按新含义统计。')
    await section.getByLabel('“卡片类”是指').waitFor({ state: 'detached' })
    expect(await section.locator('tbody th').allInnerTexts()).toEqual(['说不清'])
    await page.context().close()
  })

  it('are shown to who may only read, without a choice', async () => {
    for (const look of [{}, { language: 'en', theme: 'dark', width: 390 }] as Look[]) {
      const page = await site.visit('auditor', '/imports', look)
      const word = page.locator('th', { hasText: '说不清' })
      await word.waitFor()
      expect(await page.locator('select.meaning').count()).toBe(0)
      expect(await accessibilityFaults(page)).toEqual([])
      if (process.env['MINGJING_SHOTS'])
        await page.screenshot({ path: `${process.env['MINGJING_SHOTS']}/words-${look.width ?? 1440}.png`, fullPage: true })
      await page.context().close()
    }
  })
})
