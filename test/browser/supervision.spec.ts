import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A real browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

let site: Site

type Open = {
  supervisionProposals: { open: number; rows: { label: { zh: string }; proposed: string; decision: { decision: string } | null }[] }
}
const open = `query { supervisionProposals { open rows { label { zh } proposed decision { decision } } } }`

describe.skipIf(!findChromium())('key supervision in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('is decided and taken back by keyboard alone, and the rail counts what is open', async () => {
    const page = await site.visit('supervisor', '/')
    await page.locator('.attention-line', { hasText: '项重点监督建议待决定' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('k')
    await page.waitForURL(/supervision/)
    await page.waitForSelector('.supervision-list')
    const before = await ask<Open>(page, open)
    expect(before.supervisionProposals.rows.map((row) => row.proposed)).toEqual(['ENTRY', 'STAY', 'STAY', 'EXIT'])
    const rail = page.locator('.rail-link', { hasText: '重点监督' }).locator('.count')
    expect(await rail.innerText()).toContain(String(before.supervisionProposals.open))
    const first = page.locator('.supervision-proposal').first()
    expect(await first.locator('h3').innerText()).toBe('禾丰银行示范县支行')
    await first.locator('textarea').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('投诉明显高于同类，先谈话再整改。')
    const confirm = page.getByRole('button', { name: '确认列入：禾丰银行示范县支行' })
    for (let step = 0; step < 20 && !(await confirm.evaluate((button) => button === document.activeElement)); step++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await first.locator('.supervision-decided').waitFor()
    expect(await first.innerText()).toContain('已确认列入')
    expect(await first.evaluate((card) => card === document.activeElement)).toBe(true)
    await page.locator('.supervision-list tr', { hasText: '禾丰银行示范县支行' }).locator('text=新列入').waitFor()
    await expect.poll(() => rail.innerText()).toContain(String(before.supervisionProposals.open - 1))
    const undo = first.getByRole('button', { name: '撤销对禾丰银行示范县支行的决定' })
    for (let step = 0; step < 20 && !(await undo.evaluate((button) => button === document.activeElement)); step++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog input')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '确认列入：禾丰银行示范县支行' }).waitFor()
    expect((await ask<Open>(page, open)).supervisionProposals.open).toBe(before.supervisionProposals.open)
    expect(await page.locator('.supervision-history').innerText()).toContain('撤销：操作有误，撤销')
    await page.context().close()
  })

  it('asks for a reason and a measure before an institution is listed', async () => {
    const page = await site.visit('supervisor', '/supervision')
    const first = page.locator('.supervision-proposal').first()
    await first.locator('textarea').fill(' ')
    await page.getByRole('button', { name: '确认列入：禾丰银行示范县支行' }).click()
    await first.getByText('请写明理由。').waitFor()
    await first.locator('textarea').fill('投诉偏高')
    while ((await first.getByRole('button', { name: /去掉措施/ }).count()) > 0)
      await first
        .getByRole('button', { name: /去掉措施/ })
        .first()
        .press('Enter')
    await page.getByRole('button', { name: '确认列入：禾丰银行示范县支行' }).click()
    await first.getByText('请至少写一项后续措施及期限。').waitFor()
    expect((await ask<Open>(page, open)).supervisionProposals.rows[0]?.decision).toBeNull()
    await page.context().close()
  })

  it('opens the rows behind each figure, as many as it says', async () => {
    const page = await site.visit('supervisor', '/supervision')
    const count = page.locator('.supervision-proposal').first().locator('p a').first()
    const shown = Number(await count.innerText())
    await count.click()
    await page.waitForURL(/complaints/)
    const address = new URL(page.url())
    const rows = {
      metric: address.searchParams.get('metric'),
      part: address.searchParams.get('part'),
      period: address.searchParams.get('period'),
      filters: [{ dimension: 'INSTITUTION', include: address.searchParams.getAll('institution') }],
    }
    const { complaints } = await ask<{ complaints: { totalCount: number } }>(
      page,
      'query ($rows: ComplaintRows!) { complaints(rows: $rows, first: 1) { totalCount } }',
      { rows },
    )
    expect(complaints.totalCount).toBe(shown)
    await page.context().close()
  })

  it('tries a line by arrows, Page keys and typing, announces who enters, and changes nothing', async () => {
    const page = await site.visit('supervisor', '/supervision')
    const slider = page.locator('input[type="range"]')
    await slider.focus()
    await page.keyboard.press('ArrowLeft')
    expect(await slider.getAttribute('aria-valuetext')).toBe('1.49 倍')
    await page.keyboard.press('PageDown')
    expect(await slider.getAttribute('aria-valuetext')).toBe('1.44 倍')
    const field = page.locator('.supervision-slider input.input')
    await field.fill('1.2')
    const outcome = page.locator('.supervision-outcome')
    expect(await outcome.innerText()).toMatch(/进入 [12] 家/)
    await field.fill('3')
    expect(await outcome.innerText()).toContain('离开 1 家\n禾丰银行示范县支行')
    await field.fill('abc')
    expect(await slider.getAttribute('aria-valuetext')).toBe('3.00 倍')
    await page.getByRole('button', { name: '恢复 1.50 倍' }).press('Enter')
    expect(await slider.getAttribute('aria-valuetext')).toBe('1.50 倍')
    expect((await ask<Open>(page, open)).supervisionProposals.open).toBe(3)
    await page.context().close()
  })

  it('shows an earlier list with its decisions and the evidence that they rest on', async () => {
    const page = await site.visit('auditor', '/supervision?term=2026Q3')
    await page.waitForSelector('.supervision-list')
    expect(await page.locator('.supervision-list').innerText()).toContain('棠梨银行示范支行')
    expect(await page.locator('.supervision-proposal button').count()).toBe(0)
    await page.locator('.supervision-history summary').first().press('Enter')
    await page.waitForSelector('.supervision-figures')
    await page.context().close()
  })

  it.each([
    { language: 'en', theme: 'dark', width: 1440 },
    { language: 'zh', theme: 'light', width: 1440 },
    { language: 'zh', theme: 'dark', width: 390 },
    { language: 'en', theme: 'light', width: 390 },
  ] as const)('reads well: $language, $theme, $width', async (look) => {
    const page = await site.visit('supervisor', '/supervision', { ...look, height: 900 })
    await page.waitForSelector('.supervision-list')
    await page.locator('.supervision-history summary').first().click()
    expect(await accessibilityFaults(page)).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide).toBeLessThanOrEqual(0)
    const folder = process.env['SCREENSHOTS']
    if (folder) await page.screenshot({ path: `${folder}/supervision-${look.language}-${look.theme}-${look.width}.png`, fullPage: true })
    await page.context().close()
  })

  it('is not for an institution’s own people', async () => {
    const page = await site.visit('liaison', '/supervision')
    await page.waitForSelector('main h1, main .state')
    expect(await page.locator('.supervision-proposal').count()).toBe(0)
    expect(await page.locator('.rail-link', { hasText: '重点监督' }).count()).toBe(0)
    await page.context().close()
  })
})
