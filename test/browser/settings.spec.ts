import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

let site: Site
const shots = process.env['MINGJING_SHOTS']

describe.skipIf(!findChromium())('settings in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('are changed with a reason, tell what changed with them, and are set back', async () => {
    const page = await site.visit('supervisor', '/settings')
    await page.waitForSelector('.settings-table')
    const line = page.locator('.settings-table tr', { hasText: '办结期限（天）' })
    expect(await line.locator('td').nth(0).innerText()).toBe('15')
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/settings.png`, fullPage: true })
    await line.locator('button').click()
    await page.fill('dialog input[type="text"]', '400')
    await page.click('dialog .button-filled')
    expect(await page.locator('dialog [role="alert"]').innerText()).toBe('请写明理由。')
    await page.fill('dialog textarea', '试行较长期限')
    await page.click('dialog .button-filled')
    await page.locator('dialog [role="alert"]', { hasText: '1 至 365 的整数' }).waitFor()
    // What was typed is still there.
    expect(await page.inputValue('dialog textarea')).toBe('试行较长期限')
    await page.fill('dialog input[type="text"]', '30')
    await page.locator('dialog .notice', { hasText: /将有 [\d,]+ 件投诉随之重新计算/ }).waitFor()
    if (shots) await page.screenshot({ path: `${shots}/setting-dialog.png` })
    expect(await accessibilityFaults(page)).toEqual([])
    await page.click('dialog .button-filled')
    expect(await page.locator('dialog p[role="status"]').innerText()).toMatch(/已更改，[\d,]+ 件投诉随之重新计算。/)
    await page.click('dialog .button-filled')
    await line.locator('td', { hasText: '30' }).waitFor()
    expect(await line.locator('td').nth(1).innerText()).toBe('本级')
    await line.locator('button').click()
    await page.locator('.setting-history li', { hasText: '试行较长期限' }).waitFor()
    await page.locator('.setting-history li').first().getByRole('button', { name: '撤回第' }).click()
    await page.locator('.setting-undo input').fill('恢复')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog p[role="status"]')
    await page.click('dialog .button-filled')
    await line.locator('td', { hasText: '15' }).waitFor()
  })

  it('are read by a clerk, who cannot change them, on a phone, in English, in the dark', async () => {
    const page = await site.visit('clerk', '/settings', { width: 390, height: 844, theme: 'dark', language: 'en' })
    await page.waitForSelector('.settings-table')
    expect(await page.locator('h1').innerText()).toBe('Settings')
    await page.locator('.settings-table button').first().click()
    expect(await page.locator('dialog form').count()).toBe(0)
    expect(await page.locator('dialog h3').innerText()).toBe('Changes')
    if (shots) await page.screenshot({ path: `${shots}/settings-phone.png` })
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    if (shots) await page.screenshot({ path: `${shots}/settings-phone-page.png`, fullPage: true })
  })

  it('are not for an institution’s liaison', async () => {
    const page = await site.visit('liaison', '/settings')
    await page.waitForSelector('main')
    expect(await page.locator('.settings-table').count()).toBe(0)
  })

  it('have a calendar of working days beside them: a file is looked at, refused, taken, shown as a year, taken back', async () => {
    const page = await site.visit('supervisor', '/admin/calendar?year=2026')
    await page.locator('.calendar-month').nth(11).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: '导入日历文件' }).click()
    const dialog = page.getByRole('dialog')
    const choose = (name: string, lines: string[]) =>
      dialog
        .getByLabel('日历文件')
        .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(['日期,是否工作日,名称', ...lines].join('\n')) })
    await choose('错.csv', ['2026-02-30,否,春节'])
    await dialog.getByRole('alert').filter({ hasText: '“错.csv”未采用：第 2 行“日期”为“2026-02-30”' }).waitFor()
    await choose('2026.csv', ['2026-10-01,否,国庆节', '2026-10-02,否,国庆节', '2026-10-10,是,国庆节调休'])
    await dialog.getByText('2026年共有 3 天不同：').waitFor()
    await dialog.getByLabel('理由').fill('放假通知')
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/calendar-dialog.png` })
    await dialog.getByRole('button', { name: '导入日历文件' }).click()
    await dialog.getByText('已采用：3 天有变').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.calendar-on', { hasText: '10' }).waitFor()
    expect(await page.locator('.calendar-off').count()).toBe(2)
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/calendar.png`, fullPage: true })
    if (shots) await page.pdf({ path: `${shots}/calendar.pdf`, format: 'A4', printBackground: true })
    const phone = await site.visit('auditor', '/admin/calendar?year=2026', { width: 390, height: 844, theme: 'dark', language: 'en' })
    await phone.locator('.calendar-on').waitFor()
    expect(await accessibilityFaults(phone)).toEqual([])
    expect(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    if (shots) await phone.screenshot({ path: `${shots}/calendar-phone.png`, fullPage: true })
    await phone.context().close()
    await page.getByRole('button', { name: /撤回第 \d+ 号变更/ }).focus()
    await page.keyboard.press('Enter')
    await dialog.getByLabel('理由').fill('有误')
    await dialog.getByRole('button', { name: '撤回', exact: true }).click()
    await page.getByText('这一年没有导入日历').waitFor()
    await page.context().close()
  })
})
