import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A real browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

let site: Site

/** Four pairs of one matter each, from this office and from the hotline, and one of equal text alone. */
const ledger = [
  '投诉编号,收到日期,被投诉机构,业务类别,投诉渠道,办结日期,投诉人电话,投诉内容',
  ...[1, 2, 3, 4].flatMap((n) => [
    `CF${n}A,2026-09-0${n},禾丰银行示范县支行,银行卡,12363,2026-09-1${n},1541000000${n},"第${n}件：年费多收了，要求退还。"`,
    `CF${n}B,2026-09-0${n + 1},禾丰银行示范县支行,贷款,来访,,1541000000${n},"第${n}件 年费多收了,要求退还"`,
  ]),
  'CF5A,2026-09-10,江海银行示范县支行,贷款,来访,,,理财产品到期没有兑付',
  'CF5B,2026-09-12,江海银行示范县支行,贷款,来访,,,理财产品到期，没有兑付！',
].join('\r\n')

async function enter(): Promise<void> {
  const page = await site.visit('clerk', '/imports')
  await page.setInputFiles('.drop input', { name: '重复.csv', mimeType: 'text/csv', buffer: Buffer.from(ledger) })
  await page.click('.start-foot .button-filled')
  await page.waitForSelector('.draft-counts')
  await page.locator('.commit-choices input[type="checkbox"]').first().check()
  await page.click('.commit-bar .button-filled')
  await page.waitForSelector('.commit-done')
  await page.click('.commit-done >> text=查看重复投诉')
  await page.waitForURL(/repeats/)
  await page.context().close()
}

const candidates = `query { repeatCandidates(rows: {}, first: 50) { totalCount rows { earlier { complaint { number } } later { complaint { number } } } } }`

describe.skipIf(!findChromium())('repeat complaints in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
    await enter()
  })
  afterAll(() => site?.close())

  it('are decided by keyboard, one after the other, and undone', async () => {
    const page = await site.visit('clerk', '/repeats?when=2026Q3')
    await page.waitForSelector('.repeat')
    expect(await page.locator('.repeat').count()).toBe(5)
    expect(await page.locator('.repeat h2').first().innerText()).toBe('内容相同')
    expect(await page.locator('.repeat-outcome').innerText()).toContain('5 件并入 5 事')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const second = page.locator('.repeat').nth(1)
    expect(await second.evaluate((card) => card === document.activeElement)).toBe(true)
    expect(await second.locator('mark').allInnerTexts()).not.toEqual([])
    expect(await second.locator('.repeat-differs').count()).toBeGreaterThan(1)
    await page.keyboard.press('c')
    await second.locator('[role="status"]').waitFor()
    expect(await second.innerText()).toContain('已合并为一件事')
    await page.keyboard.press('d')
    await page.fill('dialog input', '两次来访，两件事')
    await page.keyboard.press('Enter')
    const third = page.locator('.repeat').nth(2)
    await third.locator('[role="status"]').waitFor()
    expect(await third.innerText()).toContain('已排除')
    await third.focus()
    await page.keyboard.press('u')
    await third.locator('[data-act="confirm"]').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.click('.repeat-renew button')
    await page.waitForFunction(() => document.querySelectorAll('.repeat').length === 4)
    await page.context().close()
  })

  it('are merged all at once by a sentence that says what will change, and split again', async () => {
    const page = await site.visit('clerk', '/repeats?when=2026Q3')
    await page.getByRole('button', { name: '全部合并（4 对）' }).click()
    expect(await page.locator('dialog').innerText()).toMatch(/4 件并入 4 事，合并口径由 [\d,]+ 变为 [\d,]+/)
    await page.getByRole('button', { name: '合并这 4 对' }).click()
    await page.getByText('当前条件下没有待确认的重复投诉。').waitFor()
    await page.getByRole('link', { name: '已合并' }).click()
    const first = page.locator('.matter').first()
    await first.waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await first.getByRole('button', { name: '整体撤销（4 事）' }).click()
    await page.fill('dialog input', '看错了')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => !document.querySelector('dialog'))
    expect((await ask<{ repeatCandidates: { totalCount: number } }>(page, candidates)).repeatCandidates.totalCount).toBeGreaterThanOrEqual(
      4,
    )
    await page.context().close()
  })

  it('are dismissed and taken back', async () => {
    const page = await site.visit('clerk', '/repeats?when=2026Q3')
    await page.locator('.repeat [data-act="dismiss"]').first().click()
    await page.fill('dialog input', '不是一件事')
    await page.keyboard.press('Enter')
    await page.locator('.repeat [role="status"]').first().waitFor()
    await page.getByRole('link', { name: '已排除' }).click()
    const line = page.locator('.matter', { hasText: '不是一件事' })
    await line.waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await line.getByRole('button', { name: '撤回', exact: true }).click()
    await page.fill('dialog input', '再看')
    await page.keyboard.press('Enter')
    await line.waitFor({ state: 'detached' })
    await page.context().close()
  })

  it('are marked by number beside the complaint, and taken out again', async () => {
    const page = await site.visit('clerk', '/complaints?period=2026-09')
    await page.fill('.complaint-search input', 'CF1A')
    await page.locator('.complaints-body tbody a, .complaints-body tbody button').first().click()
    await page.getByRole('button', { name: '标为重复' }).click()
    await page.getByLabel('另一件的编号').fill('没有')
    await page.getByRole('button', { name: '合并为一件事' }).click()
    await page.getByText('没有这个编号的投诉。').waitFor()
    await page.getByLabel('另一件的编号').fill('CF3B')
    await page.keyboard.press('Tab')
    await page.locator('dialog [role="status"]').waitFor()
    await page.getByRole('button', { name: '合并为一件事' }).click()
    await page.locator('.matter-link').waitFor()
    expect(await page.locator('.matter-link').innerText()).toContain('CF3B')
    await page.getByRole('button', { name: '从合并中拆出' }).click()
    await page.fill('dialog input', '看错了')
    await page.keyboard.press('Enter')
    await page.locator('.matter-link').waitFor({ state: 'detached' })
    await page.context().close()
  })

  it.each([
    { language: 'en', theme: 'dark', width: 1440 },
    { language: 'zh', theme: 'light', width: 390 },
    { language: 'en', theme: 'light', width: 390 },
    { language: 'zh', theme: 'dark', width: 1440 },
  ] as const)('read well: $language, $theme, $width', async (look) => {
    const page = await site.visit('supervisor', '/repeats', { ...look, height: 900 })
    await page.waitForSelector('.repeat')
    expect(await accessibilityFaults(page)).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide).toBeLessThanOrEqual(0)
    const folder = process.env['SCREENSHOTS']
    if (folder) await page.screenshot({ path: `${folder}/repeats-${look.language}-${look.theme}-${look.width}.png` })
    await page.context().close()
  })

  it('are not for who may not merge', async () => {
    const page = await site.visit('board', '/repeats')
    await page.waitForSelector('main h1, main .state')
    expect(await page.locator('.repeat').count()).toBe(0)
    await page.context().close()
  })
})
