import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Look, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

let site: Site
const shots = process.env['MINGJING_SHOTS']
const phone: Look = { width: 390, height: 844, theme: 'dark', language: 'en' }

describe.skipIf(!findChromium())('the administration in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('opens at the first part that the viewer may see; a bank’s board sees none', async () => {
    const admin = await site.visit('admin', '/admin')
    await admin.waitForURL('**/admin/users')
    expect(await admin.locator('.admin-tab').allInnerTexts()).toContain('审计记录')
    const clerk = await site.visit('clerk', '/admin')
    await clerk.waitForURL((url) => url.pathname.startsWith('/admin/') && url.pathname !== '/admin/users')
    expect(await clerk.locator('.admin-tab').allInnerTexts()).not.toContain('用户')
    const board = await site.visit('board', '/admin')
    await board.locator('h1', { hasText: '您的角色不能看这一页' }).waitFor()
  })

  it('invites a user, who comes in by the link, is given a stand-in’s role and is disabled', async () => {
    const page = await site.visit('admin', '/admin/users')
    await page.waitForSelector('.admin-table')
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/admin-users.png`, fullPage: true })
    await page.click('.page-tools .button-filled')
    await page.selectOption('dialog select >> nth=0', 'CLERK')
    if (shots) await page.screenshot({ path: `${shots}/admin-invite.png` })
    expect(await accessibilityFaults(page)).toEqual([])
    await page.click('dialog .button-filled')
    const link = await page.locator('.admin-link').innerText()
    await page.click('dialog .button-filled')
    await page.locator('section', { hasText: '尚未使用的链接' }).locator('tbody tr').waitFor()

    const guest = await site.visit(null, link.replace(site.address, ''))
    await guest.fill('input[autocomplete="username"]', 'sun')
    for (const input of await guest.locator('input[type="password"]').all()) await input.fill('a long password')
    await guest.click('.button-filled')
    await guest.locator('text=用户已设立').waitFor()

    await page.reload()
    const row = page.locator('.admin-table tbody tr', { hasText: 'sun' })
    await row.locator('.button').click()
    await page.selectOption('dialog form select >> nth=0', 'SUPERVISOR')
    await page.fill('dialog form input[type="date"] >> nth=1', '2099-12-31')
    await page.click('dialog form .button-filled')
    await page.locator('.admin-grants li', { hasText: '至 2099年12月31日' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/admin-user.png` })
    await page.locator('.admin-grants li', { hasText: '主管' }).locator('.button-worse').click()
    await page.locator('.admin-grants li', { hasText: '不在有效期' }).waitFor()
    await page.locator('dialog section .button-worse', { hasText: '停用，立即退出' }).click()
    await page.locator('dialog [role="status"]', { hasText: '已停用' }).waitFor()
    await page.keyboard.press('Escape')
    await row.locator('.tag-worse').waitFor()
    await guest.goto('/')
    await guest.waitForURL('**/sign-in')
  })

  it('refuses to take the last administrator away, and says why', async () => {
    const page = await site.visit('admin', '/admin/users')
    await page.locator('.admin-table tbody tr', { hasText: '本人' }).locator('.button').click()
    await page.locator('dialog section .button-worse', { hasText: '停用，立即退出' }).click()
    await page.locator('dialog [role="alert"]', { hasText: '最后一位' }).waitFor()
  })

  it('shows the audit log by kind, page by page, and that its chain holds', async () => {
    const page = await site.visit('auditor', '/admin/audit')
    await page.waitForSelector('.audit-table tbody tr')
    expect(await page.locator('.audit-table tbody tr').count()).toBe(50)
    await page.click('.admin-foot .button')
    await page.waitForFunction(() => document.querySelectorAll('.audit-table tbody tr').length > 50)
    await page.locator('.notice .button').click()
    await page.locator('.notice-better').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    if (shots) await page.screenshot({ path: `${shots}/admin-audit.png` })
    await page.selectOption('.admin-tools select', 'IMPORT')
    await page.waitForURL('**kind=IMPORT**')
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.audit-table tbody tr td:nth-child(3)')].every((cell) => cell.textContent === '导入'),
    )
  })

  it.each(['users', 'settings', 'audit'])('fits a phone in the dark and in English: %s', async (part) => {
    const page = await site.visit('admin', `/admin/${part}`, phone)
    await page.waitForSelector('main table')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    const text = await page.locator('main').innerText()
    // Names of the invented county have no English.
    expect(await page.locator('main h1').innerText()).not.toMatch(/[\u4e00-\u9fff]/)
    expect(text.length).toBeGreaterThan(100)
    if (shots) await page.screenshot({ path: `${shots}/admin-${part}-phone.png` })
  })

  it('registers a series break across which nothing is compared, and takes it back', async () => {
    const page = await site.visit('supervisor', '/admin/months')
    const breaks = page.locator('section', { hasText: '口径调整' }).filter({ has: page.getByRole('button', { name: '登记口径调整' }) })
    await breaks.locator('tbody tr').first().waitFor()
    const before = await breaks.locator('tbody tr').count()
    expect(await accessibilityFaults(page)).toEqual([])
    await breaks.getByRole('button', { name: '登记口径调整' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '登记口径调整' }).click()
    expect(await dialog.getByRole('alert').innerText()).toBe('请写明从哪一天起。')
    await dialog.getByLabel('起始日').fill('2026-07-01')
    await dialog.getByLabel('中文说明').fill('7月起按新口径统计超期')
    await dialog.getByLabel('英文说明').fill('Overdue follows a new definition from July')
    await dialog.getByLabel('超期未结').check()
    await dialog.getByLabel('理由').fill('办法修订')
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: '登记口径调整' }).click()
    const row = breaks.locator('tbody tr', { hasText: '7月起按新口径统计超期' })
    await row.waitFor()
    const overdue =
      '{ metricTable(query: { metrics: [OVERDUE], period: "2026Q3", comparison: [PREVIOUS_PERIOD] }) { columns { kind reasons { reason } } } }'
    const change = async () => {
      const { metricTable } = await ask<{ metricTable: { columns: { kind: string; reasons: { reason: string }[] }[] } }>(page, overdue)
      return metricTable.columns.find((column) => column.kind === 'CHANGE')?.reasons[0]?.reason
    }
    expect(await change()).toBe('SERIES_BREAK')
    await row.getByRole('button').click()
    await dialog.getByLabel('理由').fill('登记有误')
    await dialog.getByRole('button', { name: '撤回', exact: true }).click()
    await row.waitFor({ state: 'detached' })
    expect(await breaks.locator('tbody tr').count()).toBe(before)
    expect(await change()).not.toBe('SERIES_BREAK')
    await page.context().close()
  })

  it('closes a month and opens it again, with a reason', async () => {
    const page = await site.visit('supervisor', '/admin/months')
    const line = page.locator('tr', { has: page.locator('th', { hasText: '2026年9月' }) })
    await line.waitFor()
    const dialog = page.getByRole('dialog')
    const closed = async () => (await ask<{ ledger: { closedMonths: string[] } }>(page, '{ ledger { closedMonths } }')).ledger.closedMonths
    const was = (await closed()).includes('2026-09')
    for (const wanted of [!was, was]) {
      await line.getByRole('button').click()
      await dialog.getByLabel('理由').fill('核对完毕')
      await dialog.locator('.button-filled').click()
      await line.getByText(wanted ? '已结账' : '未结账', { exact: true }).waitFor()
      expect((await closed()).includes('2026-09')).toBe(wanted)
    }
    await page.context().close()
  })

  it('shows the clerk months and series breaks without a choice', async () => {
    const page = await site.visit('clerk', '/admin/months', phone)
    await page.locator('section', { hasText: 'Series breaks' }).locator('tbody tr').first().waitFor()
    expect(await page.getByRole('button', { name: /Register|Open again|Close/ }).count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().close()
  })
})
