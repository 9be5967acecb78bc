import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { createApp } from '../../server/src/app.ts'
import { readConfig } from '../../server/src/config.ts'
import type { Service } from '../../server/src/context.ts'
import { buildPage, pageFolder } from '../../server/src/page-build.ts'
import { builtPage } from '../../server/src/page-routes.ts'
import { openFileStore } from '../../server/src/platform/files.ts'
import { addDemoUsers } from '../../server/src/users/demo-users.ts'
import { chromiumFlags, findChromium } from './chromium.ts'
import { createDemoDatabase } from './demo.ts'

export type Look = { width?: number; height?: number; theme?: 'light' | 'dark'; language?: 'zh' | 'en' }

/** The demo county behind the real server and the built page, and a real browser before it. */
export type Site = {
  address: string
  /** A fresh visitor; signed in as the demo user of a role unless `null`. */
  visit(role: string | null, path?: string, look?: Look): Promise<Page>
  close(): Promise<void>
}

export async function openSite(): Promise<Site> {
  await buildPage(() => undefined)
  const db = await createDemoDatabase()
  await addDemoUsers(db)
  const dataDir = await mkdtemp(join(tmpdir(), 'mingjing-browser-'))
  const config = readConfig({}, { dataDir, installation: 'DEMO' })
  const service: Service = { config, db, files: await openFileStore(dataDir), startReal: null, close: () => db.close() }
  const app = await createApp(service, { page: builtPage(pageFolder) })
  const server = createServer(app.express)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: chromiumFlags })
  return {
    address,
    visit: (role, path = '/', look = {}) => visit(browser, address, role, path, look),
    close: async () => {
      await browser.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await app.stop()
      await db.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function visit(browser: Browser, address: string, role: string | null, path: string, look: Look): Promise<Page> {
  const { width = 1440, height = 900, theme = 'light', language = 'zh' } = look
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    baseURL: address,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  if (role !== null) {
    await ask(page, `mutation { signIn(name: "${role}", password: "mingjing") { viewer { name } } }`)
    await ask(page, `mutation { setLanguage(language: ${language.toUpperCase()}) { version } }`)
  }
  await page.goto(path)
  return page
}

/** Asks the API with the visitor's cookie. */
export async function ask<T = unknown>(page: Page, query: string, variables: object = {}): Promise<T> {
  const response = await page.request.post('/graphql', { data: { query, variables } })
  const body = (await response.json()) as { data: T; errors?: { message: string }[] }
  if (body.errors) throw new Error(body.errors.map((error) => error.message).join('; '))
  return body.data
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe finds wrong by WCAG 2.2 AA, one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axeFile, 'utf8'))
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: (root: Document, options: object) => Promise<{ violations: { id: string; help: string; nodes: { target: string[] }[] }[] }>
      }
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help} — ${nodes
          .slice(0, 3)
          .map((node) => node.target.join(' '))
          .join(' | ')}`,
    )
  })
}
