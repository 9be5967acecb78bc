import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, ask, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'
import { ledgerPath, ledgersPresent } from '../support/ledgers.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let site: Site

/** Two good rows, one day that does not exist, one institution that nobody knows. */
const ledger = [
  '投诉编号,收到日期,被投诉机构,业务类别,投诉渠道,办结日期',
  'XT0001,2026-09-01,禾丰银行示范县支行,银行卡,12363,2026-09-05',
  'XT0002,2026-09-02,江海银行示范县支行,贷款,来访,2026-09-10',
  'XT0003,2026-02-30,江海银行示范县支行,贷款,来访,',
  'XT0004,2026-09-03,星河银行示范支行,贷款,来访,',
].join('\r\n')

const upload = { name: '试导入.csv', mimeType: 'text/csv', buffer: Buffer.from(ledger) }

/** Chooses a file and waits for its sheet. */
const check = async (page: Page, file: typeof upload): Promise<void> => {
  await page.goto('/imports')
  await page.setInputFiles('.drop input', file)
  await page.click('.start-foot .button-filled')
  await page.waitForURL(/imports\/.+/)
  await page.waitForSelector('.sheet-frame .line, .state[role="alert"], .tables-found')
}
const fact = (page: Page, name: string): Promise<string> => page.locator('.draft-counts div', { hasText: name }).locator('dd').innerText()
const marked = (page: Page) => page.locator('.cell-button')
const again = async (page: Page, act: () => Promise<void>): Promise<void> => {
  const before = page.url()
  await act()
  await page.waitForURL((url) => url.href !== before)
  await page.waitForSelector('.sheet-frame .line')
}

/** Goes on by Tab until the element with the focus is called so; a person has no other way without a mouse. */
const tabTo = async (page: Page, name: string | RegExp, most = 120): Promise<void> => {
  for (let step = 0; step < most; step++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null
      const label = at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? (at.labels?.[0]?.innerText ?? '') : ''
      return `${at?.getAttribute('aria-label') ?? ''} ${label} ${at?.innerText ?? ''}`
    })
    if (typeof name === 'string' ? here.includes(name) : name.test(here)) return
  }
  throw new Error(`Tab never came to ${name}`)
}

describe.skipIf(!findChromium())('an import in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('of an institution that nobody knows registers it on the spot and is checked again', async () => {
    const page = await site.visit('clerk', '/imports')
    const text = ledger.replaceAll('星河银行示范支行', '天枢银行示范支行').replaceAll('XT', 'XJ')
    await check(page, { ...upload, buffer: Buffer.from(text) })
    expect(await fact(page, '新增')).toBe('2')
    await page.getByRole('button', { name: '登记为新机构' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('机构类别').selectOption({ label: '国有大型商业银行' })
    expect(await accessibilityFaults(page)).toEqual([])
    await again(page, () => dialog.getByRole('button', { name: '登记并重新检查' }).click())
    expect([await fact(page, '新增'), await fact(page, '不能导入')]).toEqual(['3', '1'])
    await page.goto('/admin/institutions')
    await page.locator('tr', { hasText: '天枢银行示范支行' }).waitFor()
    await page.context().close()
  })

  it('is checked without writing, says what it will do, enters, is undone and restored', async () => {
    const page = await site.visit('clerk', '/imports')
    await check(page, upload)
    expect([await fact(page, '数据行'), await fact(page, '新增'), await fact(page, '不能导入')]).toEqual(['4', '2', '2'])
    const button = page.locator('.commit-bar .button-filled')
    expect(await button.innerText()).toBe('导入 2 行，跳过 2 行')
    expect(await marked(page).evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')))).toEqual([
      'B4 2026-02-30：2026 年 2 月没有 30 日',
      'C5 星河银行示范支行：机构名录里没有“星河银行示范支行”',
    ])
    expect(await accessibilityFaults(page)).toEqual([])

    // The demo takes a real ledger only to try.
    expect(await button.isDisabled()).toBe(true)
    await page.getByLabel('只是试一试，导入到演示数据里').check()
    await button.click()
    await page.waitForSelector('.commit-done')
    expect(await page.locator('.commit-done').innerText()).toContain('新增 2，有变化 0，相同 0，未导入 2')
    expect(await accessibilityFaults(page)).toEqual([])

    await page.getByRole('button', { name: '撤销这一批' }).click()
    await page.fill('dialog textarea', '试导入完毕')
    expect(await page.locator('dialog .button-filled').innerText()).toBe('撤销这 2 行')
    await page.click('dialog .button-filled')
    await page.waitForSelector('dialog [role="status"]')
    await page.click('dialog .button-filled')
    await page.waitForSelector('.commit-done.notice-warn')
    await page.click('.commit-done >> text=再导入一份')
    const line = page.locator('.batches tbody tr', { hasText: '试导入.csv' })
    await line.locator('.tag-warn').waitFor()
    await line.locator('.link-button').click()
    await page.fill('dialog textarea', '还要再看')
    await page.click('dialog .button-filled')
    await page.waitForSelector('dialog [role="status"]')
    await page.click('dialog .button-filled')
    await line.locator('.tag-better').waitFor()
    await page.context().close()
  })

  it('hands out the rows that were not taken, and takes them mended', async () => {
    const page = await site.visit('clerk', '/imports')
    await check(page, { ...upload, buffer: Buffer.from(ledger.replaceAll('XT', 'WD')) })
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '未导入的行 CSV' }).click()])
    const text = readFileSync(await download.path(), 'utf8')
    expect(text.split('\r\n').slice(1, 3)).toEqual([
      'WD0003,2026-02-30,江海银行示范县支行,贷款,来访,,收到日期: 2026 年 2 月没有 30 日',
      'WD0004,2026-09-03,星河银行示范支行,贷款,来访,,被投诉机构: 机构名录里没有“星河银行示范支行”',
    ])
    const mended = text.replace('2026-02-30', '2026-02-27').replace(/WD0004,.*\r\n/, '')
    await check(page, { ...upload, name: download.suggestedFilename(), buffer: Buffer.from(mended) })
    expect([await fact(page, '新增'), await fact(page, '不能导入')]).toEqual(['1', '0'])
    await page.context().close()
  })

  it('lets its columns be matched by hand, is remembered, and reads the next file by itself', async () => {
    const page = await site.visit('clerk', '/imports')
    const strange = ledger.replaceAll('XT', 'LM').replace('业务类别', '乙栏')
    await check(page, { ...upload, name: '乙栏一月.csv', buffer: Buffer.from(strange) })
    await page.locator('.step-button', { hasText: '对列' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByLabel('“乙栏”对应的项').selectOption('category')
    await again(page, () => page.getByRole('button', { name: '按新的对照重新检查' }).click())
    await page.locator('.step-button', { hasText: '对列' }).click()
    expect(await page.getByLabel('“乙栏”对应的项').inputValue()).toBe('category')
    await page.locator('.step-button', { hasText: '核对问题' }).click()
    await page.getByLabel('只是试一试，导入到演示数据里').check()
    await page.locator('.commit-bar .button-filled').click()
    await page.waitForSelector('.commit-done')

    await check(page, { ...upload, name: '乙栏二月.csv', buffer: Buffer.from(strange.replaceAll('LM', 'LN')) })
    await page.getByText('已按记住的对照“乙栏一月.csv”读取').waitFor()
    await again(page, () => page.getByRole('button', { name: '这次不用，重新识别' }).click())
    expect(await page.getByText('已按记住的对照').count()).toBe(0)

    await page.goto('/imports')
    const mappings = page.locator('section[aria-label="记住的对照"]')
    await mappings.getByRole('button', { name: '修改 乙栏一月.csv' }).click()
    await page.locator('dialog input').first().fill('乙栏')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.click('dialog .button-filled')
    await mappings.getByRole('rowheader', { name: '乙栏', exact: true }).waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), mappings.getByRole('button', { name: '导出 乙栏' }).click()])
    expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toMatchObject({ columns: { 乙栏: 'category', 投诉编号: 'number' } })
    await mappings.getByRole('button', { name: '删去 乙栏' }).click()
    await mappings.getByText('已删去“乙栏”。').waitFor()
    await mappings.getByRole('rowheader').waitFor({ state: 'detached' })
    await mappings.getByRole('button', { name: '撤回' }).click()
    await mappings.getByRole('rowheader', { name: '乙栏', exact: true }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().close()
  })

  it('takes a name that nobody knows for the one a person chooses in its cell', async () => {
    const page = await site.visit('clerk', '/imports')
    await check(page, { ...upload, buffer: Buffer.from(ledger.replaceAll('XT', 'YZ')) })
    await marked(page).last().click()
    const fix = page.getByRole('dialog', { name: '第 5 行怎么办' })
    await fix.locator('select').selectOption({ label: '江海银行示范县支行' })
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await again(page, () => page.getByRole('button', { name: '按选定的 1 个名称重新检查' }).click())
    await page.getByRole('button', { name: '导入 3 行，跳过 1 行' }).waitFor()
    await page.context().close()
  })

  it('shows the rows of a file without headings, and reads it once a person says where they are', async () => {
    const page = await site.visit('clerk', '/imports')
    await check(page, { ...upload, name: '怪表.csv', buffer: Buffer.from('某单位\r\n甲,乙,丙\r\nGB1,2026-09-01,禾丰银行示范县支行\r\n') })
    await page.waitForSelector('.notice-worse')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('radio', { name: '第 2 行是表头' }).check()
    const before = page.url()
    await page.getByRole('button', { name: '按新的表头重新检查' }).click()
    await page.waitForURL((url) => url.href !== before)
    await page.getByLabel('“甲”对应的项').selectOption('number')
    await page.getByLabel('“乙”对应的项').selectOption('receivedOn')
    await page.getByLabel('“丙”对应的项').selectOption('institution')
    await again(page, () => page.getByRole('button', { name: '按新的对照重新检查' }).click())
    await page.getByRole('button', { name: '导入 1 行' }).waitFor()
    await page.context().close()
  })

  it('stays quick with 1,000 bad rows among 10,000, and walks them by key', async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, index) => `TB${index},${index % 10 === 3 ? '2026-02-30' : '2026-09-01'},禾丰银行示范县支行`,
    )
    const page = await site.visit('clerk', '/imports')
    await check(page, { ...upload, name: '一万行.csv', buffer: Buffer.from(['投诉编号,收到日期,被投诉机构', ...rows].join('\r\n')) })
    expect([await fact(page, '数据行'), await fact(page, '新增'), await fact(page, '不能导入')]).toEqual(['10,000', '9,000', '1,000'])
    // However many rows there are, the page draws those before the eye.
    expect(await page.locator('.sheet-frame tr').count()).toBeLessThan(120)
    await page.locator('.sheet-frame').focus()
    for (const expected of ['B5', 'B15', 'B25']) {
      await page.keyboard.press('n')
      await page.waitForFunction((at) => document.activeElement?.getAttribute('aria-label')?.startsWith(at), `${expected} `)
    }
    await page.keyboard.press('p')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('B15 '))
    await page.getByRole('button', { name: '全部 10,001 行' }).click()
    await page.waitForSelector('.sheet-frame .line')
    await page.locator('.sheet-frame').evaluate((frame) => frame.scrollTo(0, frame.scrollHeight))
    await page.locator('.sheet-frame .row-number', { hasText: /^10001$/ }).waitFor()
    expect(await page.locator('.sheet-frame tr').count()).toBeLessThan(120)
    await page.getByLabel('按结果筛选').selectOption('REJECTED')
    await page.locator('.sheet-frame .row-number', { hasText: /^5$/ }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().close()
  })

  it('says what is wrong with a file that cannot be read', async () => {
    const page = await site.visit('clerk', '/imports')
    await page.setInputFiles('.drop input', { name: '空.csv', mimeType: 'text/csv', buffer: Buffer.from('标题\r\n') })
    await page.click('.start-foot .button-filled')
    await page.waitForSelector('.notice-worse, .state[role="alert"]')
    await page.context().close()
  })
})

describe.skipIf(!findChromium() || !ledgersPresent)('the county ledger by keyboard alone (skipped without ../shared)', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('goes from upload to commit, meets a correction, and is undone', async () => {
    const page = await site.visit('clerk', '/imports')
    const list = { name: 'institutions.csv', mimeType: 'text/csv', buffer: readFileSync(ledgerPath('county/institutions.csv')) }
    await importByKeys(page, list, '机构名录')
    const book = { name: 'ledger.xlsx', mimeType: 'application/octet-stream', buffer: readFileSync(ledgerPath('county/ledger.xlsx')) }
    await checkByKeys(page, book, '投诉台账')
    // The demo has complaints of the same numbers: these are another source's.
    await tabTo(page, '对列')
    await page.keyboard.press('Enter')
    await tabTo(page, '编号由谁编')
    await page.keyboard.type('办公室台账')
    await tabTo(page, '按新的对照重新检查')
    await again(page, () => page.keyboard.press('Enter'))
    expect([await fact(page, '数据行'), await fact(page, '新增'), await fact(page, '不能导入')]).toEqual(['244', '230', '11'])
    await page.locator('.sheet-frame').focus()
    await page.keyboard.press('n')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.includes('办结早于收到'))
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: '第 16 行怎么办' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await commitByKeys(page)
    expect(await page.locator('.commit-done').innerText()).toContain('新增 230')

    await correct(page, 'SF20250002', '2025-01-20')
    await checkByKeys(page, book, '投诉台账')
    // Kept from the first time, its source included.
    await page.getByText('已按记住的对照“ledger.xlsx”读取').waitFor()
    expect([await fact(page, '新增'), await fact(page, '与已有相同'), await fact(page, '与人工更正冲突')]).toEqual(['0', '233', '1'])
    await tabTo(page, '第 6 行以谁为准')
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('.commit-bar .button-filled').innerText()).toContain('1 行以文件为准')
    await commitByKeys(page)
    await tabTo(page, '撤销这一批')
    await page.keyboard.press('Enter')
    await page.locator('dialog textarea').waitFor()
    await page.keyboard.type('核对完毕')
    await tabTo(page, /撤销这/)
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog [role="status"]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.commit-done.notice-warn')
    await page.context().close()
  })
})

type File = typeof upload

/** The file dialog is the system's; all else is Tab, arrows, Space and Enter. */
async function checkByKeys(page: Page, file: File, kind: string): Promise<void> {
  await page.goto('/imports')
  await page.locator('.kind-chosen').waitFor()
  await tabTo(page, '投诉台账')
  const kinds = ['投诉台账', '报送表', '考评结果', '网点数与客户数', '机构名录']
  for (let step = 0; step < kinds.indexOf(kind); step++) await page.keyboard.press('ArrowDown')
  expect(await page.locator('.kind-chosen b').innerText()).toBe(kind)
  await page.setInputFiles('.drop input', file)
  await tabTo(page, '上传并检查')
  await page.keyboard.press('Enter')
  await page.waitForURL(/imports\/.+/)
  await page.waitForSelector('.sheet-frame .line')
}

async function commitByKeys(page: Page): Promise<void> {
  await tabTo(page, '只是试一试')
  await page.keyboard.press('Space')
  await tabTo(page, /^ *导入 \d|没有可以导入|以文件为准$/)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.commit-done')
}

async function importByKeys(page: Page, file: File, kind: string): Promise<void> {
  await checkByKeys(page, file, kind)
  await commitByKeys(page)
}

async function correct(page: Page, number: string, closedOn: string): Promise<void> {
  const found = await ask<{ complaints: { rows: { key: string; source: string }[] } }>(
    page,
    'query ($number: String!) { complaints(rows: { filters: [], numberSearch: $number }) { rows { key source } } }',
    { number },
  )
  await ask(
    page,
    'mutation ($key: ID!, $changes: JSON!) { correctComplaint(key: $key, changes: $changes, reason: "核实") { ledger { revision } } }',
    {
      key: found.complaints.rows.find((row) => row.source === '办公室台账')?.key,
      changes: { closedOn },
    },
  )
}
