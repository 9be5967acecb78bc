import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { permissionsOf, roles, type Role } from '../../server/src/access/permissions.ts'
import { PAGES } from '../../web/src/app/pages.ts'
import { accessibilityFaults, ask, openSite, type Look, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 })

let site: Site

const mayOpen = (role: Role, permission: string) => (permissionsOf([role]) as ReadonlySet<string>).has(permission)
const looks: (Look & { name: string })[] = [
  { name: 'Chinese, light, 1440 wide' },
  { name: 'English, dark, 390 wide', language: 'en', theme: 'dark', width: 390 },
]

/** Nothing on the page is on its way any more. */
const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(
    () => !document.querySelector('main [aria-busy="true"]') && document.querySelector('main h1, main [role="alert"]'),
  )
}

/** Where the page shows what people wrote as they wrote it. */
const WRITTEN = '.repeat-text, .raw, .complaint-text, .setting-value, .cell, .written'

/** Everything that is read aloud or seen: texts, names and hints, a line each. */
const wordsOn = (page: Page): Promise<string[]> =>
  page.evaluate((written) => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      if (node instanceof Text) {
        const { parentElement: around } = node
        if (around && !['SCRIPT', 'STYLE', 'TITLE'].includes(around.tagName) && !around.closest(written)) found.push(node.data)
      } else if (node instanceof Element)
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(node.getAttribute(name) ?? '')
    }
    return [...new Set(found.map((text) => text.trim()))].filter((text) => text !== '')
  }, WRITTEN)

/** Names of files as people gave them, numbers of complaints, keys. */
const CODES = /[^\s“”]+\.(xlsx?|csv|json|tar)\b|[A-Z]{1,6}[-_]?\d[\w-]*|\b[A-Z][A-Z_]{2,}\b/g
/** Words that are the same in both languages: names of formats, keys of the keyboard, addresses. */
const COMMON =
  /MAP\.json|JSON|GraphQL|API|PDF|PNG|SVG|XLSX?|CSV|\.xlsx?|\.csv|\bMB\b|\bkB\b|Ctrl|Esc|Enter|Shift|Tab|LOCAL|English|SHA-256|Mingjing|https?:\S+|[\w.-]+@[\w.-]+/g

/** What on a page is in the other language though it is no name: names stand in the ledger and are passed in. */
function strays(words: readonly string[], language: 'zh' | 'en', names: readonly string[]): string[] {
  const wrong = language === 'zh' ? /[A-Za-z]{3,}/ : /[\u4e00-\u9fff]/
  return words.filter((text) => {
    let rest = text.replaceAll(CODES, ' ').replaceAll(COMMON, ' ')
    for (const name of names) rest = rest.replaceAll(name, ' ')
    return wrong.test(rest)
  })
}

/** Grades of a scale and what a setting names stay as they were given. */
const grades = ['三级A', '一级', '二级', '三级', '四级', '不合格']

/** Names of institutions, offices, people (the demo's users are called as their roles) and of words without a translation, the longest first. */
const namesIn = async (page: Page): Promise<string[]> => {
  const { session, catalog, ledger } = await ask<{
    session: { viewer: { name: string; displayName: string } }
    catalog: { dimensions: { key: string; kind: string }[] }
    ledger: { jurisdiction: { label: { zh: string } } }
  }>(page, '{ session { viewer { name displayName } } catalog { dimensions { key kind } } ledger { jurisdiction { label { zh } } } }')
  const names = [session.viewer.name, session.viewer.displayName, ledger.jurisdiction.label.zh, '中文', ...Object.keys(roles), ...grades]
  for (const { key, kind } of catalog.dimensions) {
    if (kind === 'TIME') continue
    const { dimensionMembers } = await ask<{ dimensionMembers: { label: { zh: string; en: string | null } }[] }>(
      page,
      'query ($of: Dimension!) { dimensionMembers(dimension: $of, first: 500) { label { zh en } } }',
      { of: key },
    )
    for (const { label } of dimensionMembers) if (label.en === null) names.push(label.zh)
  }
  return names.sort((a, b) => b.length - a.length)
}

describe.skipIf(!findChromium())('every page of the product', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  for (const look of looks) {
    it(`is accessible, keeps to its width and its language: ${look.name}`, async () => {
      const found: string[] = []
      for (const role of ['supervisor', 'admin', 'board'] as const) {
        const page = await site.visit(role, '/', look)
        page.on('pageerror', (error) => found.push(`${role}: ${error.message}`))
        const names = await namesIn(page)
        // What the supervisor sees is not looked at again by the others.
        const pages = PAGES.filter(
          (one) => mayOpen(role, one.permission) && (role === 'supervisor' || !mayOpen('supervisor', one.permission) || one.section === 1),
        )
        for (const { path } of pages) {
          await page.goto(path)
          await settled(page)
          const here = `${path} (${role})`
          for (const fault of await accessibilityFaults(page)) found.push(`${here} ${fault}`)
          const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
          if (over > 0) found.push(`${here} is ${over} px wider than the screen`)
          for (const word of strays(await wordsOn(page), look.language ?? 'zh', names)) found.push(`${here} “${word}”`)
        }
        await page.context().close()
      }
      expect(found).toEqual([])
    })
  }

  it('says that it is not for everyone, without a figure of it', async () => {
    const found: string[] = []
    for (const role of ['board', 'admin', 'auditor', 'clerk'] as const) {
      const page = await site.visit(role)
      for (const { path, permission } of PAGES) {
        if (mayOpen(role, permission)) continue
        await page.goto(path)
        await page.locator('main').getByText('您的角色不能看这一页').first().waitFor()
        for (const fault of await accessibilityFaults(page)) found.push(`${path} (${role}) ${fault}`)
      }
      await page.context().close()
    }
    expect(found).toEqual([])
  })

  it('says what failed and keeps its frame when the server does not answer', async () => {
    const page = await site.visit('supervisor')
    const found: string[] = []
    for (const { path } of PAGES.filter((one) => mayOpen('supervisor', one.permission))) {
      await page.goto(path)
      await settled(page)
      // The frame is known; what the page itself asks is refused.
      await page.route('**/graphql', (route) =>
        /query (Frame|Session)\b/.test(route.request().postData() ?? '') ? route.continue() : route.fulfill({ status: 500, body: '' }),
      )
      await page.goto(path)
      const told = await page
        .locator('main [role="alert"]')
        .first()
        .waitFor({ timeout: 15_000 })
        .then(() => true)
        .catch(() => false)
      if (!told && (await page.locator('main h1').count()) === 0) found.push(`${path} says nothing`)
      for (const fault of await accessibilityFaults(page)) found.push(`${path} ${fault}`)
      await page.unroute('**/graphql')
    }
    expect(found).toEqual([])
    await page.context().close()
  })
})
