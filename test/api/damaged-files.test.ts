import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import type { ImportReport } from '../../server/src/imports/report.ts'
import { createRandom } from '../../server/src/statistics/random.ts'
import { DAMAGES } from '../support/damage.ts'
import { createTestDatabase } from '../support/database.ts'
import { ledgerForms, plainForm, ROW_COUNT, type LedgerForm } from '../support/ledger-files.ts'
import { secret } from '../support/ledgers.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { startTestServer } from '../support/server.ts'
import { sharedFile } from '../support/shared.ts'
import { testFolder } from '../support/workbook.ts'
import { traps } from './damaged-files.traps.ts'

/** `MINGJING_DAMAGED=20000` tries that many; the first of them are always the same. */
const FILES = Number(process.env['MINGJING_DAMAGED'] ?? 520)
const SEED = 20_250_131
const LONGEST_MS = 30_000

const folder = testFolder()
let db: Db
beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  await act(db, 'INSTITUTION', async (w) => {
    for (const name of ['甲银行', '甲社', '乙社']) await putInstitution(w, { name, peerGroupId: 1 })
  })
  before = await state()
})
afterAll(async () => {
  folder.drop()
  await db?.close()
})

let before = ''
/** What a dry run may not change: the ledger, and staging, which is empty. */
async function state(): Promise<string> {
  const ledger = await readAll(db, (tx) =>
    sql`select (select revision from revision_counter), (select count(*) from complaint), (select count(*) from complaint_version), (select count(*) from batch), (select count(*) from change)`.execute(
      tx,
    ),
  )
  const staging = await writeAs(db, 'mingjing_writer', (tx) =>
    sql`select (select count(*) from staging.import), (select count(*) from staging.complaint), (select count(*) from staging.row), (select count(*) from staging.rejection)`.execute(
      tx,
    ),
  )
  return JSON.stringify([ledger.rows, staging.rows])
}

/** The dry run's answer; whatever is thrown fails the test that asked. */
async function answerTo(content: Buffer | string): Promise<ImportReport> {
  const path = folder.file('damaged', content)
  const begun = Date.now()
  const report = await importFile(
    db,
    officer,
    { path, fileName: 'damaged', kind: 'complaints', map: {}, register: 'REGULATOR' },
    secret,
    null,
  )
  expect(Date.now() - begun).toBeLessThan(LONGEST_MS + 5_000)
  return report
}

/** Rows that add up, or a refusal with its reason in both languages; nothing of the inside in either. */
function expectAnswer(report: ImportReport): void {
  expect(JSON.stringify(report)).not.toMatch(/node_modules|node:internal|\.ts:\d|\bat [\w.]+ \(|TypeError|RangeError/)
  if (report.refused) {
    expect(report.refused).toMatchObject({
      reason: expect.stringMatching(/^[A-Z_]+$/),
      zh: expect.stringMatching(/\p{Script=Han}/u),
      message: expect.stringMatching(/[a-z]/),
    })
    expect(report.rows).toBe(0)
  } else expect(report.new + report.changed + report.identical + report.rejectedRows).toBe(report.rows)
}

describe('whole files', () => {
  it.each(ledgerForms().map((form) => [form.name, form] as const))('%s is read', async (_, form) => {
    expect(await answerTo(form.whole)).toMatchObject({ rows: ROW_COUNT, new: ROW_COUNT, rejectedRows: 0 })
  })
})

describe(`${FILES} damaged files`, () => {
  const forms: LedgerForm[] = [...ledgerForms(), ...sharedForms()]
  it.each(forms.map((form, index) => [form.name, form, index] as const))(
    '%s: each is answered, and nothing is left of it',
    async (_, form, index) => {
      const random = createRandom(SEED + index)
      const answers = new Map<string, number>()
      for (let done = 0; done < Math.ceil(FILES / forms.length); done++) {
        const how = DAMAGES[done % DAMAGES.length] as (typeof DAMAGES)[number]
        const report = await answerTo(form.damaged(how, random))
        expectAnswer(report)
        const answer = report.refused?.reason ?? 'read'
        answers.set(answer, (answers.get(answer) ?? 0) + 1)
      }
      if (process.env['MINGJING_DAMAGED'])
        process.stdout.write(`${form.name}: ${[...answers].map(([answer, count]) => `${answer} ${count}`).join(', ')}\n`)
      expect(await state()).toBe(before)
    },
    Math.max(120_000, FILES * 2_000),
  )
})

describe('traps made by hand', () => {
  it.each(traps())(
    '%s',
    async (_, content, expected) => {
      const report = await answerTo(content())
      expectAnswer(report)
      if (typeof expected === 'string') expect(report.refused?.reason ?? 'read').toBe(expected)
      else expect({ new: report.new, rejected: report.rejected.map((one) => one.reason) }).toEqual(expected)
      expect(await state()).toBe(before)
    },
    60_000,
  )
})

describe('over HTTP', () => {
  it('damaged files are answered as drafts, with a reason and nothing of the inside', async () => {
    const server = await startTestServer(db)
    try {
      const clerk = await server.tokenFor('clerk')
      const ask = async (query: string, variables: Record<string, unknown>) => {
        const { data, errors } = await server.ask(query, variables, clerk)
        expect(errors).toEqual([])
        return data ?? {}
      }
      const random = createRandom(SEED)
      for (const [at, form] of ledgerForms().entries()) {
        const body = new Uint8Array(form.damaged(DAMAGES[at % DAMAGES.length] ?? 'cut', random))
        const headers = { authorization: `Bearer ${clerk}`, 'x-mingjing-csrf': '1', 'x-file-name': 'damaged' }
        const { id: file } = (await (await fetch(`${server.url}/files`, { method: 'POST', headers, body })).json()) as { id: string }
        const { startImport } = await ask('mutation ($file: ID!) { startImport(file: $file, kind: COMPLAINTS) { id } }', { file })
        const draft = await doneDraft((startImport as { id: string }).id, ask)
        expect(draft).toMatchObject({ job: { state: 'DONE' }, committed: false })
        expect(JSON.stringify(draft)).not.toMatch(/node_modules|node:internal|\.ts:\d|TypeError/)
        if (draft.rows === 0)
          expect(draft.refused).toEqual({ zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/[a-z]/) })
        await ask('mutation ($id: ID!) { cancelImport(id: $id) }', { id: draft.id })
      }
      expect(await state()).toBe(before)
    } finally {
      await server.close()
    }
  }, 120_000)
})

type Draft = { id: string; job: { state: string }; rows: number; committed: boolean; refused: { zh: string; en: string } | null }

async function doneDraft(
  id: string,
  ask: (query: string, variables: Record<string, unknown>) => Promise<Record<string, unknown>>,
): Promise<Draft> {
  for (;;) {
    const { importDraft } = await ask('query ($id: ID!) { importDraft(id: $id) { id job { state } rows committed refused { zh en } } }', {
      id,
    })
    const draft = importDraft as Draft
    if (draft.job.state !== 'RUNNING' && draft.job.state !== 'QUEUED') return draft
    await new Promise((done) => setTimeout(done, 30))
  }
}

/** The published files in place, where this machine has them. */
function sharedForms(): LedgerForm[] {
  const county = sharedFile('data/ledgers/county')
  if (!county) return []
  return readdirSync(county)
    .filter((name) => /^(ledger|hotline|bank)[^.]*\.(?:.*\.)?(xlsx|xls|csv)$/.test(name))
    .map((name) => plainForm(name, readFileSync(`${county}/${name}`)))
}
