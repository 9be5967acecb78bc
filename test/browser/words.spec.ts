import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Look, type Site } from '../support/browser.ts'
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
    const told = section.locator('p[role="status"]')
    await told.waitFor()
    expect(await told.innerText()).toBe('已归类，2 件投诉按新含义统计。')
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

  it('keep their dictionary on a page of the administration: an entry by keyboard, its words, its retirement, each taken back', async () => {
    const page = await site.visit('supervisor', '/admin/dictionaries')
    const table = page.locator('.dictionary-table')
    await table.getByRole('row', { name: '人民币储蓄' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'dictionaries')
    await page.getByRole('button', { name: '加下级：贷款' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('中文名称').waitFor()
    await page.keyboard.type('说不清')
    await dialog.getByText('将有 1 件投诉随之改变归类。').waitFor()
    await dialog.getByLabel('理由').fill('新业务')
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'dictionary-entry')
    await dialog.getByLabel('显示顺序').focus()
    await page.keyboard.press('Enter')
    await dialog.getByText('已保存，1 件投诉改变了归类。').waitFor()
    await page.keyboard.press('Escape')
    await table.getByRole('row', { name: '说不清' }).waitFor()
    expect(await page.locator('section', { hasText: '未归类的写法' }).count()).toBe(0)

    await page.getByRole('button', { name: '更改词条“说不清”' }).click()
    await dialog.getByRole('row', { name: '说不清' }).waitFor()
    await dialog.getByLabel('自何日起停用').fill('2026-01-01')
    await dialog.getByLabel('理由').fill('停办')
    await dialog.getByRole('button', { name: '保存', exact: true }).click()
    await dialog.getByText('没有投诉改变归类').waitFor()
    await page.keyboard.press('Escape')
    await table.getByRole('row', { name: '说不清' }).waitFor({ state: 'detached' })
    for (const left of [1, 0]) {
      const acts = page.locator('section', { has: page.getByRole('heading', { name: '改动记录' }) })
      await acts.getByRole('button', { name: '撤回：业务类别：说不清' }).first().click()
      await dialog.getByLabel('理由').fill('改回')
      await dialog.getByRole('button', { name: '撤回', exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
      await table.getByRole('row', { name: '说不清' }).waitFor({ state: left === 1 ? 'visible' : 'detached' })
    }
    await page.locator('section', { hasText: '未归类的写法' }).getByRole('rowheader', { name: '说不清' }).waitFor()
    await page.getByRole('combobox', { name: '字典', exact: true }).selectOption('peerGroup')
    await page.waitForURL('**dictionary=peerGroup**')
    await page.getByRole('button', { name: '补充标准词条' }).click()
    await dialog.getByText('标准词条已经齐全。').waitFor()
    const { dictionaries } = await ask<{ dictionaries: { entries: { label: { zh: string } }[] }[] }>(
      page,
      '{ dictionaries(dictionary: "category") { entries { label { zh } } } }',
    )
    expect(dictionaries[0]?.entries.map((entry) => entry.label.zh)).not.toContain('说不清')
    await page.context().close()
  })

  it('fit a phone in the dark and in English, and an auditor changes nothing', async () => {
    const page = await site.visit('auditor', '/admin/dictionaries?dictionary=rightsDomain', { language: 'en', theme: 'dark', width: 390 })
    await page.getByRole('row', { name: 'Credit reporting' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    expect(await page.getByRole('button', { name: /Add|Change/ }).count()).toBe(0)
    await shoot(page, 'dictionaries-phone')
    await page.context().close()
  })
})

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['MINGJING_SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
