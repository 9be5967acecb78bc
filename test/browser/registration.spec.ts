import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

let site: Site
const pictures = process.env['MINGJING_PICTURES']

const shoot = async (page: Page, name: string): Promise<void> => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}
/** Types a field and goes on to the next, as a person does who knows the form. */
const field = async (page: Page, text: string): Promise<void> => {
  if (text) await page.keyboard.type(text)
  await page.keyboard.press('Tab')
}
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-field') ?? document.activeElement?.tagName)
const said = (page: Page) => page.locator('.form-said')
const value = (page: Page, key: string) => page.locator(`[data-field="${key}"]`).inputValue()

async function registered(page: Page): Promise<string[]> {
  return page.locator('.session-list li a').allInnerTexts()
}

describe.skipIf(!findChromium())('registration in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('takes three complaints by keyboard alone, proposes their numbers, and keeps day and channel for the next', async () => {
    const page = await site.visit('clerk', '/complaints')
    await page.waitForSelector('.complaint-list tbody tr')
    await page.keyboard.press('n')
    await page.waitForURL(/register/)
    await page.waitForSelector('.registration-form')
    expect(await focused(page)).toBe('receivedOn')
    const number = await page.locator('[data-field="number"]').getAttribute('placeholder')
    expect(number).toMatch(/2026.*\d{3,}$/)

    await field(page, '20261008')
    await page.locator('.due-hint', { hasText: '10月23日' }).waitFor()
    await field(page, 'hfyhsf')
    await field(page, '来访')
    await field(page, '')
    await field(page, 'b02')
    await field(page, 'djsf')
    await field(page, '')
    await field(page, '1.25')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('投诉人李晓明称被多扣年费，电话13912345678')
    await page.locator('.masked mark', { hasText: '139****5678' }).waitFor()
    expect(await page.locator('.masked').innerText()).toContain('投诉人李＊')
    expect(await value(page, 'institution')).toBe('禾丰银行示范县支行')
    expect(await value(page, 'category')).toBe('银行卡')
    expect(await value(page, 'cause')).toBe('定价收费')
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'register-filled')
    await page.keyboard.press('Control+Enter')
    await said(page).filter({ hasText: '已登记' }).waitFor()
    expect(await focused(page)).toBe('receivedOn')
    expect([await value(page, 'receivedOn'), await value(page, 'lodgingChannel'), await value(page, 'institution')]).toEqual([
      '20261008',
      '来访',
      '',
    ])

    for (const bank of ['jhyh', '江海银行示范县支行']) {
      const before = (await registered(page)).length
      await field(page, '')
      await page.keyboard.type(bank)
      await page.keyboard.press('Control+Enter')
      await page.waitForFunction((count) => document.querySelectorAll('.session-list li').length === count, before + 1)
    }
    const numbers = (await registered(page)).toReversed()
    expect(numbers[0]).toBe(number)
    const serials = numbers.map((one) => Number(/\d+$/.exec(one)?.[0]))
    expect(serials).toEqual([serials[0], (serials[0] ?? 0) + 1, (serials[0] ?? 0) + 2])
    await shoot(page, 'register-list')
    await page.context().close()
  })

  it('says what is wrong beside the field, in the words of imports, and warns of repeats before saving', async () => {
    const page = await site.visit('clerk', '/register')
    await page.waitForSelector('.registration-form')
    await page.keyboard.press('Control+Enter')
    await page.locator('.field-problem').first().waitFor()
    expect(await page.locator('.field-problem').allInnerTexts()).toEqual(['没有日期', '没有写机构'])
    await field(page, '2026-02-30')
    await field(page, '没有这家')
    await page.locator('.field-problem', { hasText: '机构名录里没有' }).waitFor()
    expect(await page.locator('.field-problem', { hasText: '日期不存在' }).count()).toBe(1)
    await shoot(page, 'register-problems')

    await page.fill('[data-field="receivedOn"]', '2026-10-09')
    await page.fill('[data-field="institution"]', '禾丰银行示范县支行')
    await page.fill('[data-field="text"]', '投诉人李晓明称被多扣年费，电话13912345678')
    await page.keyboard.press('Control+Enter')
    await page.waitForSelector('dialog .repeat')
    expect(await page.locator('dialog .repeat').innerText()).toContain('内容相同')
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'register-repeats')
    await page.keyboard.press('Escape')
    expect(await said(page).innerText()).toBe('')
    await page.context().close()
  })

  it('keeps an unfinished complaint over a reload, without a person’s data on the disk', async () => {
    const page = await site.visit('clerk', '/register')
    await page.waitForSelector('.registration-form')
    await page.fill('[data-field="receivedOn"]', '2026-10-07')
    await page.fill('[data-field="institution"]', '江海银行')
    await page.fill('[data-field="complainantPhone"]', '13912345678')
    await page.fill('[data-field="text"]', '欧阳先生来电')
    const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage }))
    expect(stored).toContain('江海银行')
    expect(stored).not.toMatch(/13912345678|欧阳/)
    await page.reload()
    await page.waitForSelector('.registration-form')
    const kept = ['receivedOn', 'institution', 'complainantPhone', 'text'].map((key) => value(page, key))
    expect(await Promise.all(kept)).toEqual(['2026-10-07', '江海银行', '', ''])
    await page.context().close()
  })

  it('lets a complaint be closed and reopened, reclassified and taken back, each act in its history', async () => {
    const page = await site.visit('clerk', '/register')
    await page.waitForSelector('.registration-form')
    await field(page, '2026-09-20')
    await field(page, 'hfyhsf')
    await page.keyboard.press('Control+Enter')
    await page.locator('.session-list li a').first().click()
    await page.waitForSelector('.complaint-panel .panel-acts')
    const acts = page.locator('.history-head b')
    const status = page.locator('.complaint-pairs dd').first()

    await page.click('.panel-acts >> text=办结')
    await page.fill('[data-act="on"]', '2026-09-19')
    await page.click('dialog .button-filled')
    await page.locator('dialog .field-problem', { hasText: /^办结早于受理$/ }).waitFor()
    await page.fill('[data-act="on"]', '2026-10-06')
    await page.fill('[data-act="note"]', '已退还')
    await page.locator('dialog [data-field="upheld"]').fill('bfss')
    await page.keyboard.press('Tab')
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('dialog [data-field="upheld"]')?.value === '部分属实')
    await shoot(page, 'panel-close')
    await page.click('dialog .button-filled')
    await page.locator('.complaint-pairs', { hasText: '已办结' }).waitFor()
    expect(await acts.first().innerText()).toBe('办结')

    await page.click('.panel-acts >> text=改分类')
    await page.locator('dialog [data-field="category"]').fill('dk')
    await page.keyboard.press('Tab')
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('dialog [data-field="category"]')?.value === '贷款')
    await page.fill('dialog textarea', '归错类')
    await page.click('dialog .button-filled')
    await page.locator('.history', { hasText: '业务类别' }).waitFor()

    await page.locator('.history li', { hasText: '办结' }).last().locator('.link-button').click()
    await page.fill('dialog textarea', '还没办完')
    await page.click('dialog .button-filled')
    await page.locator('.history-head b', { hasText: '撤销“办结”' }).waitFor()
    await page.waitForFunction(() => document.querySelector('.complaint-pairs dd')?.textContent === '办理中')
    expect(await status.innerText()).toBe('办理中')

    await page.locator('.panel-acts .popover .button').click()
    await page.locator('.popover-panel .choice', { hasText: '不予受理' }).click()
    await page.fill('[data-act="reason"]', '不归本单位管')
    await page.click('dialog .button-filled')
    await page.locator('.complaint-pairs', { hasText: '不予受理' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'panel')

    await page.locator('.history li', { hasText: '登记' }).last().locator('.link-button').click()
    await page.fill('dialog textarea', '登重了')
    await page.click('dialog .button-filled')
    await page.locator('.history-head b', { hasText: '撤销登记' }).waitFor()
    await page.waitForFunction(() => document.querySelector('.panel-acts') === null)
    await page.context().close()
  })

  it('is read on a phone, in the dark and in English', async () => {
    for (const look of [
      { width: 390, height: 844, theme: 'light', language: 'zh' },
      { width: 390, height: 844, theme: 'dark', language: 'en' },
      { width: 1440, height: 900, theme: 'dark', language: 'zh' },
      { width: 1440, height: 900, theme: 'light', language: 'en' },
    ] as const) {
      const page = await site.visit('supervisor', '/register', look)
      await page.waitForSelector('.registration-form')
      await page.locator('[data-field="institution"]').fill('hf')
      await page.waitForSelector('[data-field="institution"][data-ready]')
      await page.waitForSelector('.choice-list li')
      expect(await accessibilityFaults(page)).toEqual([])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wide).toBeLessThanOrEqual(0)
      await shoot(page, `register-${look.width}-${look.theme}-${look.language}`)
      if (look.language === 'en') expect(await page.locator('.registration-form').innerText()).not.toMatch(/登记|期限|编号/)
      await page.context().close()
    }
  })

  it('is not offered to who may not register', async () => {
    const page = await site.visit('auditor', '/register')
    await page.waitForSelector('.state')
    expect(await page.locator('.registration-form').count()).toBe(0)
    await page.goto('/complaints')
    await page.waitForSelector('.complaint-list tbody tr')
    expect(await page.locator('text=登记投诉').count()).toBe(0)
    await expect(ask(page, 'query { registrationProposal { number } }')).rejects.toThrow('登记投诉')
    await page.context().close()
  })
})
