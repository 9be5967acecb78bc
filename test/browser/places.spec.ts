import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, openSite, type Look, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

let site: Site
const shots = process.env['MINGJING_SHOTS']
const phone: Look = { width: 390, height: 844, theme: 'dark', language: 'en' }
const shoot = (page: Page, name: string, fullPage = true) =>
  shots ? page.screenshot({ path: `${shots}/${name}.png`, fullPage }) : Promise.resolve(null)

describe.skipIf(!findChromium())('institutions and exposures in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('an administrator finds an institution, moves an outlet from a day on, sees what that does, saves it and takes it back', async () => {
    const page = await site.visit('admin', '/admin/institutions')
    await page.waitForSelector('.places-table tbody tr')
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'institutions')
    await page.getByRole('searchbox').fill('hfcd')
    await page.waitForFunction(() => document.querySelectorAll('.places-table tbody tr').length === 1)
    await page.locator('.places-table a', { hasText: '禾丰银行示范县城东分理处' }).press('Enter')
    await page.waitForURL('**/admin/institutions/hefeng-east**')
    await page.locator('.places-history > li').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    await page.getByRole('button', { name: '自某日起变更' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('自何日起').fill('2026-08-01')
    await dialog.getByLabel('上级机构').fill('禾丰银行示范县城东分理处')
    await dialog.getByLabel('理由').fill('划归江海')
    await dialog.getByRole('button', { name: '查看影响' }).press('Enter')
    const parent = dialog.locator('[data-field="parent"]')
    await parent.locator('.field-problem', { hasText: '上级机构不能是自己' }).waitFor()
    expect(await dialog.getByLabel('上级机构').getAttribute('aria-invalid')).toBe('true')
    await dialog.getByLabel('上级机构').fill('江海银行示范县支行')
    await dialog.getByRole('button', { name: '查看影响' }).click()
    await dialog.locator('.places-impact li', { hasText: '禾丰银行示范县支行 → 江海银行示范县支行' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'institution-change', false)
    const count = /(\d+) 件投诉重新归集/.exec(await dialog.locator('.places-impact').innerText())?.[1]
    expect(Number(count)).toBeGreaterThan(0)
    await dialog.getByRole('button', { name: `保存，${count} 件重新归集` }).click()
    await page.locator('.notice-better', { hasText: `${count} 件投诉重新归集` }).waitFor()
    await page.locator('.places-history > li', { hasText: '划归江海' }).locator('.tag-better').waitFor()
    await shoot(page, 'institution')
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 794, height: 1123 })
    await shoot(page, 'institution-print')
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 1440, height: 900 })

    await page.locator('.notice-better .link-button').press('Enter')
    await page
      .getByRole('dialog')
      .locator('.places-impact', { hasText: `${count} 件投诉重新归集` })
      .waitFor()
    await page.getByRole('dialog').getByLabel('理由').fill('来文作废')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `撤回 · ${count}` })
      .click()
    await page.locator('.notice-better', { hasText: '已撤回' }).waitFor()
    await page.locator('.places-history > li', { hasText: '划归江海' }).locator('.tag-warn', { hasText: '已撤回' }).waitFor()
  })

  it('a clerk pastes a block into the grid, is told of the cell that cannot be, saves the rest and takes it back', async () => {
    const page = await site.visit('clerk', '/admin/exposures?on=2026-09-30&set=CITY')
    await page.waitForSelector('.exposure-grid tbody tr')
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'exposures')
    const entry = page.getByLabel('填报云岫城市商业银行示范支行的营业网点')
    await entry.focus()
    await paste(page, '云岫城市商业银行示范支行\t5\t52,000\n景川银行示范支行\t约2\t18500\n别家\t1\t2')
    await page.locator('.notice-warn', { hasText: '对不上的机构：别家' }).waitFor()
    expect(await entry.inputValue()).toBe('5')
    await entry.press('ArrowDown')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('棠梨银行')
    await page.locator('.exposure-bar').getByRole('button', { name: '保存 4 个数' }).click()
    await page.locator('.exposure-bar [role="alert"]', { hasText: '请写明理由' }).waitFor()
    await page.locator('.exposure-bar').getByLabel('来源').fill('三季报')
    await page.locator('.exposure-bar').getByLabel('理由').fill('季报')
    await page.locator('.exposure-bar').getByRole('button', { name: '保存 4 个数' }).click()
    await page.locator('.exposure-bar [role="alert"]', { hasText: '什么也没有保存' }).waitFor()
    const wrong = page.getByLabel('填报景川银行示范支行的营业网点')
    expect(await wrong.getAttribute('aria-invalid')).toBe('true')
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'exposures-wrong')
    await wrong.fill('2')
    await page.locator('.exposure-bar').getByRole('button', { name: '保存 4 个数' }).click()
    await page.locator('.notice-better', { hasText: '新增 4，更改 0' }).waitFor()
    const held = page.getByRole('button', { name: '云岫城市商业银行示范支行 营业网点 5' })
    await held.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '撤回这次填报' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await shoot(page, 'exposure-history', false)
    await dialog.getByRole('button', { name: '撤回这次填报' }).press('Enter')
    await dialog.getByText('一并撤回或恢复').waitFor()
    await dialog.getByLabel('理由').fill('录错了')
    await dialog.getByRole('button', { name: '撤回这次填报' }).click()
    await dialog.locator('[role="status"]', { hasText: '已撤回' }).waitFor()
    await page.keyboard.press('Escape')
    await held.waitFor({ state: 'detached' })
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 794, height: 1123 })
    await shoot(page, 'exposures-print')
  })

  it.each(['institutions', 'institutions/jiguang-hekou', 'exposures'])('fits a phone in the dark and in English: %s', async (part) => {
    const page = await site.visit('supervisor', `/admin/${part}`, phone)
    await page.waitForSelector('main .places-table tbody tr, main .places-history > li, main .exposure-grid tbody tr')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await shoot(page, `${part.replace('/', '-')}-phone`)
    await page.setViewportSize({ width: 1440, height: 900 })
    await shoot(page, `${part.replace('/', '-')}-dark`)
  })

  it('shows neither to a bank’s board, and to the auditor exposures to read alone', async () => {
    const board = await site.visit('board', '/admin/institutions')
    await board.locator('h1', { hasText: '您的角色不能看这一页' }).waitFor()
    const auditor = await site.visit('auditor', '/admin/exposures')
    await auditor.waitForSelector('.exposure-grid tbody tr')
    expect(await auditor.locator('.exposure-grid input').count()).toBe(0)
  })
})

/** Pastes a text where the focus is, as from a spreadsheet. */
function paste(page: Page, text: string): Promise<void> {
  return page.evaluate((block) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', block)
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
