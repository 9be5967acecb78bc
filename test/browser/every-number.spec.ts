import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import { PAGES } from '../../web/src/app/pages.ts'
import { complaintSearch } from '../../web/src/complaints/search.ts'
import { filtersOf, parseAddress } from '../../web/src/filters/search.ts'
import { ask, openSite, type Site } from '../support/browser.ts'
import { findChromium } from '../support/chromium.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 })

/** A number on a page that opens rows: what it says and where it leads. */
type Shown = { page: string; href: string; text: string; figure: number }
type Metric = { key: string; dateRole: string; unit: { zh: string } }

const role = 'supervisor'
const modes = ['MERGED', 'ALL'] as const
/** Pages and views of pages are walked as long as this lasts; what was not reached is told. */
const budget = 150_000
const mostViews = 8
const batch = 10

const pages = PAGES.filter((page) => (permissionsOf([role]) as ReadonlySet<string>).has(page.permission))
let site: Site

describe.skipIf(!findChromium())('every number on every page of the demo county', () => {
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  it('opens exactly as many rows as it says, by every date and in both ways of counting repeats', async () => {
    const visitor = await site.visit(role, '/')
    const end = Date.now() + budget
    const shown: Shown[] = []
    const missed: string[] = []
    for (const mode of modes) {
      for (const page of pages) {
        if (Date.now() > end) missed.push(`${page.path} ${mode}`)
        else shown.push(...(await numbersOf(visitor, page.path, mode)))
      }
    }
    expect(missed).toEqual([])
    const { catalog } = await ask<{ catalog: { metrics: Metric[] } }>(visitor, '{ catalog { metrics { key dateRole unit { zh } } } }')
    const metrics = new Map(catalog.metrics.map((metric) => [metric.key, metric]))
    const wrong = await compare(visitor, distinct(shown), metrics)
    expect(wrong).toEqual([])
    const roles = new Set(shown.map(({ href }) => metrics.get(rowsOf(href).metric ?? 'COMPLAINTS')?.dateRole))
    const found = Object.fromEntries(pages.map(({ path }) => [path, shown.filter((one) => one.page === path).length]))
    process.stdout.write(`${shown.length} numbers that open rows, ${distinct(shown).length} distinct: ${JSON.stringify(found)}\n`)
    // Where figures are the matter of the page, there must be some, or nothing was compared.
    for (const path of ['/', '/rankings', '/returns']) expect(found[path]).toBeGreaterThan(10)
    for (const each of ['RECEIVED', 'CLOSED', 'STOCK']) expect(roles).toContain(each)
    await visitor.context().close()
  })

  it('opens them in the page itself too', async () => {
    const visitor = await site.visit(role, '/rankings?repeats=ALL')
    const [first] = (await numbersOf(visitor, '/rankings', 'ALL')).filter(({ figure }) => figure > 0)
    await visitor.goto(first!.href)
    await settled(visitor)
    const total = await visitor.locator('[data-testid="total"][data-total]').getAttribute('data-total')
    expect(Number(total)).toBe(first!.figure)
    await visitor.context().close()
  })
})

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForSelector('[aria-busy="true"]', { state: 'detached' })
}

/** All numbers of a page, in each of its views that an address of the page itself names, charts as tables included. */
async function numbersOf(visitor: Page, path: string, mode: string): Promise<Shown[]> {
  const first = `${path}?repeats=${mode}`
  const views = [first]
  const found: Shown[] = []
  for (let at = 0; at < views.length; at++) {
    await visitor.goto(views[at]!)
    await settled(visitor)
    found.push(...(await collect(visitor, path)))
    for (const button of await visitor.locator('.chart-card .card-tools button[aria-keyshortcuts="t"]').all()) await button.click()
    found.push(...(await collect(visitor, path)))
    if (at > 0) continue
    const links = await visitor.locator('main nav a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    const own = links.filter((href) => href.split('?')[0] === path && href !== first && !views.includes(href))
    views.push(...[...new Set(own)].slice(0, mostViews))
  }
  return found
}

/** Every link to rows whose words are a number, or hold one element that is. */
async function collect(visitor: Page, page: string): Promise<Shown[]> {
  const links = await visitor.locator('a[href^="/complaints?"]').evaluateAll((all) =>
    all.map((link) => {
      // A name may be a number too (12363 is a hotline): what is called a count or a value goes before it.
      const named = [...link.querySelectorAll('[class*="count"], [class*="value"]')]
      const parts = [...named, link, ...link.querySelectorAll('*')].map((one) => one.textContent?.trim() ?? '')
      return { href: link.getAttribute('href') ?? '', parts, spoken: link.getAttribute('aria-label') ?? '' }
    }),
  )
  return links.flatMap(({ href, parts, spoken }) => {
    if (!new URLSearchParams(href.split('?')[1]).has('metric')) return []
    const text = parts.find((part) => /^[−\d,.]+( 件)?$/.test(part)) ?? parts.find((part) => /^[\d,]+ \/ [\d,]+$/.test(part)) ?? spoken
    const number = /：([−\d,.]+) 件/.exec(text) ?? /([−\d,.]+)(?: 件)?$/.exec(text)
    if (!number?.[1] || !/\d/.test(number[1])) return []
    return [{ page, href, text, figure: Number(number[1].replaceAll(',', '').replace('−', '-')) }]
  })
}

function distinct(all: readonly Shown[]): Shown[] {
  return [...new Map(all.map((one) => [`${one.href} ${one.figure}`, one])).values()]
}

/** The list behind an address, as the complaints page asks for it. */
function rowsOf(href: string) {
  const search = complaintSearch(parseAddress(href.split('?')[1] ?? ''))
  const { metric, part, period, register, repeats, jurisdiction, revision } = search
  return {
    metric,
    filters: filtersOf(search),
    ...(part ? { part } : {}),
    ...(period ? { period } : {}),
    ...(register ? { register } : {}),
    ...(repeats ? { repeats } : {}),
    ...(jurisdiction ? { jurisdiction } : {}),
    ...(revision ? { revision } : {}),
  }
}

/**
 * Numbers that are not those of their rows, with what they say and what there is. A rate opens its numerator: that many
 * rows, and the rate is the one that the API gives for the same question.
 */
async function compare(visitor: Page, shown: readonly Shown[], metrics: ReadonlyMap<string, Metric>): Promise<unknown[]> {
  const wrong: unknown[] = []
  for (let from = 0; from < shown.length; from += batch) {
    const some = shown.slice(from, from + batch)
    const totals = await askEach(
      visitor,
      some.map((one) => rowsOf(one.href)),
    )
    for (const [at, one] of some.entries()) {
      const { metric = 'COMPLAINTS', part = 'VALUE' } = rowsOf(one.href)
      const rate = metrics.get(metric)?.unit.zh !== '件' && part !== 'BASE'
      const expected = rate ? await numeratorOf(visitor, one) : { rows: one.figure, figure: one.figure }
      // Beside a rate its numerator may stand, which opens the same rows.
      const right = one.figure === expected.figure || one.figure === expected.rows
      if (totals[at] !== expected.rows || !right) wrong.push({ ...one, rows: totals[at], expected })
    }
  }
  return wrong
}

async function askEach(visitor: Page, rows: readonly object[]): Promise<number[]> {
  const names = rows.map((_, at) => `r${at}`)
  const source = `query (${names.map((name) => `$${name}: ComplaintRows!`).join(', ')}) {
    ${names.map((name) => `${name}: complaints(rows: $${name}, first: 1) { totalCount }`).join('\n')} }`
  const data = await ask<Record<string, { totalCount: number }>>(
    visitor,
    source,
    Object.fromEntries(names.map((name, at) => [name, rows[at]])),
  )
  return names.map((name) => data[name]!.totalCount)
}

type Column = { kind: string; figures: (number | null)[] }

/** What a rate is made of, asked for the rows of its address alone. */
async function numeratorOf(visitor: Page, { href }: Shown): Promise<{ rows: number | null; figure: number | null }> {
  const { metric = 'COMPLAINTS', part: _, ...rest } = rowsOf(href)
  const query = { metrics: [metric], ...rest }
  delete (query as { metric?: string }).metric
  const { metricTable } = await ask<{ metricTable: { columns: Column[] } }>(
    visitor,
    'query ($query: MetricQuery!) { metricTable(query: $query) { columns { kind figures } } }',
    { query },
  )
  const figure = (kind: string) => metricTable.columns.find((column) => column.kind === kind)?.figures[0] ?? null
  return { rows: figure('NUMERATOR') ?? figure('BASE'), figure: figure('VALUE') }
}
