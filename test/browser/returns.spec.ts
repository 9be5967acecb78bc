import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { sheetsOf } from '../support/workbook.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

let site: Site

/** Where screenshots go, for whoever wants to look at them. */
const shots = process.env['MINGJING_SHOTS']
if (shots) mkdirSync(shots, { recursive: true })

/** 102 complaints by channel; by branch 98 of them, with a share that is not that of the counts. */
const channels = [
  ['渠道', '件数'],
  ['12345', 81],
  ['96677', 17],
  ['12363', 4],
  ['合计', 102],
]
const places = { 总行营业部: 45, 安居: 11, 射洪: 6, 蓬溪: 3, 大英: 3, 资阳: 2, 乐至: 1, 绵阳: 1, '96677电话中心': 9, 其他社保卡: 17 }
const branches = [
  ['机构', '件数', '占比'],
  ...Object.entries(places).map(([name, count]) => [name, count, name === '总行营业部' ? '45%' : null]),
  ['合计', 102, null],
]
const seed = sheetsOf({ 年度: { rows: [['2025年度投诉情况统计表'], [], ...channels, [], ...branches] } })
const results = ['机构名称,评价年度,得分,等级', '禾丰银行示范县支行,2023,88.50,二级', '江海银行示范县支行,2023,91,一级'].join('\n')

const enter = async (kind: string, name: string, buffer: Buffer, subject: string | null) => {
  const page = await site.visit('clerk', '/imports')
  await page.locator('.kind', { hasText: kind }).click()
  await page.setInputFiles('.drop input', { name, mimeType: 'application/octet-stream', buffer })
  await page.click('.start-foot .button-filled')
  await page.waitForURL(/imports\/.+/)
  await page.waitForSelector('.draft-counts')
  if (subject !== null) {
    // The sheet names nobody: its rows are refused until somebody says whose they are.
    expect(await page.locator('.problem-words').first().innerText()).toContain('机构')
    const before = page.url()
    await page.locator('.whose-return input').first().fill(subject)
    await page.click('.whose-return button[type="submit"]')
    await page.waitForURL((url) => url.href !== before)
    await page.waitForSelector('.draft-counts')
  }
  return page
}

describe.skipIf(!findChromium())('returns in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('are checked, say what does not add up, and enter all the same', async () => {
    const page = await enter('报送表', '年度.xlsx', seed, '禾丰银行示范县支行')
    const found = await page.locator('section[aria-label="文件中的报送"] tbody tr').allInnerTexts()
    expect(found.map((line) => line.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/总行营业部 · 占比 .* 45\.0 44\.1 \+0\.9 占比与件数不符/),
      expect.stringMatching(/合计 · 件数 .* 102 98 \+4 与明细相加不符/),
    ])
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/draft.png`, fullPage: true })
    await page.locator('.commit-choices input[type="checkbox"]').first().check()
    await page.click('.commit-bar .button-filled')
    await page.waitForSelector('.commit-done')
    const other = await enter('考评结果', '考评.csv', Buffer.from(results), null)
    await other.locator('.commit-choices input[type="checkbox"]').first().check()
    await other.click('.commit-bar .button-filled')
    await other.waitForSelector('.commit-done')
  })

  it('are listed beside the ledger; one is shown in the shape of its form, wrong cells marked', async () => {
    const page = await site.visit('supervisor', '/')
    await page.locator('.rail-link', { hasText: '报送' }).click()
    await page.waitForSelector('.return-list tbody tr')
    // The demo county has returns of later quarters, two of which do not add up over time.
    expect(await page.locator('.return-list .tag-warn').count()).toBeGreaterThan(1)
    await page.goto('/returns?period=2025')
    await page.waitForSelector('.return-list tbody tr')
    const first = page.locator('.return-list tbody tr').first()
    expect((await first.innerText()).replace(/\s+/g, ' ')).toMatch(/禾丰银行示范县支行 ≠ 2 处不平 102 \d+ [+−]\d+/)
    expect(await page.locator('.return-list .tag-warn').count()).toBeGreaterThan(3)
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/list.png`, fullPage: true })
    await first.getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/returns\/.+/)
    await page.waitForSelector('.return-wrong')
    expect((await page.locator('.return-wrong').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      '≠ 45% 应为 44.1%',
      '≠ 102 应为 98',
    ])
    const problems = (await page.locator('section[aria-label="不平之处"]').innerText()).replace(/\s+/g, ' ')
    expect(problems).toContain('4 件没有去向')
    expect(problems).toContain('占已列明去向的 55.6%')
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/return.png`, fullPage: true })
    // The ledger's count opens its complaints, as many as it says.
    const count = await page.locator('.return-figures .plain-link').innerText()
    await page.click('.return-figures .plain-link')
    await page.waitForURL(/\/complaints/)
    await expect.poll(() => page.locator('.page-line').innerText(), { timeout: 30_000 }).toContain(count)
  })

  it('are readable on a phone in the dark, in English', async () => {
    const page = await site.visit('auditor', '/returns?period=2025', { width: 390, height: 844, theme: 'dark', language: 'en' })
    await page.waitForSelector('.return-list tbody tr')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/list-phone.png`, fullPage: true })
    await page.locator('.return-list a').first().click()
    await page.waitForSelector('.return-wrong')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/return-phone.png`, fullPage: true })
  })

  it('assessment results stand in their own tab, scores and grades as given', async () => {
    const page = await site.visit('clerk', '/returns')
    await page.locator('.return-tab', { hasText: '考评结果' }).click()
    // The demo county was assessed for later years.
    await page.goto('/returns?show=assessments&period=2023')
    await page.waitForSelector('section[aria-label="考评结果"] tbody tr')
    const rows = (await page.locator('section[aria-label="考评结果"] tbody tr').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
    expect(rows[0]).toMatch(/江海银行示范县支行 国有大型商业银行 91 1 89\.75 一级 第 1 等，共 5 等/)
    expect(rows[1]).toMatch(/禾丰银行示范县支行 国有大型商业银行 88\.50 2 89\.75 二级/)
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/assessments.png`, fullPage: true })
  })
})
