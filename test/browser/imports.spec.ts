import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessibilityFaults, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

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

describe.skipIf(!findChromium())('an import in a real browser', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('is checked without writing, says what it will do, enters, is voided and restored', async () => {
    const page = await site.visit('clerk', '/imports')
    await page.setInputFiles('.drop input', upload)
    await page.click('.start-foot .button-filled')
    await page.waitForURL(/imports\/.+/)
    await page.waitForSelector('.draft-counts')
    const counts = await page.locator('.draft-counts dd').allInnerTexts()
    expect(counts.slice(0, 5)).toEqual(['4', '2', '0', '0', '2'])
    const button = page.locator('.commit-bar .button-filled')
    expect(await button.innerText()).toBe('导入 2 行，跳过 2 行')
    const problems = await page.locator('.problem-words').allInnerTexts()
    expect(problems).toEqual(['日期不存在或读不懂', '机构名录里没有'])
    expect(await accessibilityFaults(page)).toEqual([])

    // The demo takes a real ledger only to try.
    expect(await button.isDisabled()).toBe(true)
    await page.locator('.commit-choices input[type="checkbox"]').first().check()
    await button.click()
    await page.waitForSelector('.commit-done')

    await page.click('.commit-done >> text=再导入一份')
    const line = page.locator('.batches tbody tr', { hasText: '试导入.csv' })
    await line.locator('.link-button').click()
    await page.fill('dialog textarea', '试导入完毕')
    expect(await page.locator('dialog .button-filled').innerText()).toBe('撤销这 2 行')
    await page.click('dialog .button-filled')
    await page.waitForSelector('dialog [role="status"]')
    await page.click('dialog .button-filled')
    await line.locator('.tag-warn').waitFor()
    await line.locator('.link-button').click()
    await page.fill('dialog textarea', '还要再看')
    await page.click('dialog .button-filled')
    await page.waitForSelector('dialog [role="status"]')
    await page.click('dialog .button-filled')
    await line.locator('.tag-better').waitFor()
    await page.context().close()
  })

  it('lets its columns be matched by hand and checked again', async () => {
    const page = await site.visit('clerk', '/imports')
    await page.setInputFiles('.drop input', { ...upload, buffer: Buffer.from(ledger.replace('业务类别', '乙栏')) })
    await page.click('.start-foot .button-filled')
    await page.waitForSelector('.draft-counts')
    const before = page.url()
    await page.locator('.columns summary').click()
    await page.locator('.column-list label', { hasText: '乙栏' }).locator('select').selectOption('category')
    await page.click('.columns > .button')
    await page.waitForURL((url) => url.href !== before)
    await page.waitForSelector('.draft-counts')
    await page.locator('.columns summary').click()
    expect(await page.locator('.column-list label', { hasText: '乙栏' }).locator('select').inputValue()).toBe('category')
    await page.context().close()
  })

  it('takes a name that nobody knows for the one a person chooses', async () => {
    const page = await site.visit('clerk', '/imports')
    await page.setInputFiles('.drop input', { ...upload, buffer: Buffer.from(ledger.replaceAll('XT', 'YZ')) })
    await page.click('.start-foot .button-filled')
    await page.waitForSelector('.meaning')
    const before = page.url()
    await page.locator('.meaning').first().selectOption({ label: '江海银行示范县支行' })
    await page.getByRole('button', { name: '按选定的 1 个名称重新检查' }).click()
    await page.waitForURL((url) => url.href !== before)
    await page.getByRole('button', { name: '导入 3 行，跳过 1 行' }).waitFor()
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
