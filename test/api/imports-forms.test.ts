import { spawn } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { createTestDatabase } from '../support/database.ts'
import {
  countyLedgers,
  counts,
  expectReport,
  expectTotals,
  ledgerJson,
  ledgerPath,
  ledgersPresent,
  runImport,
  truth,
} from '../support/ledgers.ts'
import { installTest } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const map = 'county/ledger.map.json'

async function countyDatabase(): Promise<Db> {
  const db = await createTestDatabase()
  await installTest(db)
  await runImport(db, 'institutions', 'county/institutions.csv', 'county/institutions.map.json')
  return db
}

describe.skipIf(!ledgersPresent)('the county’s ledger in every form (skipped without ../shared)', () => {
  it.each(countyLedgers)('enters from %s first, and the other forms then say nothing new', async (first) => {
    const db = await countyDatabase()
    try {
      const report = await runImport(db, 'complaints', `county/${first}`, map)
      expect({ rows: report.rows, ...counts(report) }).toEqual({ rows: 244, new: 230, changed: 0, identical: 3, rejected: 11 })
      expectReport(report, first)
      await expectTotals(db, truth.ledger.totals)
      for (const other of countyLedgers.filter((file) => file !== first)) {
        const again = await runImport(db, 'complaints', `county/${other}`, map, null)
        expect({ other, ...counts(again) }).toEqual({ other, new: 0, changed: 0, identical: 233, rejected: 11 })
        expectReport(again, other)
      }
    } finally {
      await db.close()
    }
  })
})

describe.skipIf(!ledgersPresent)('over HTTP (skipped without ../shared)', () => {
  let db: Db
  let server: TestServer
  let clerk: string
  beforeAll(async () => {
    db = await countyDatabase()
    server = await startTestServer(db)
    clerk = await server.tokenFor('clerk')
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
  })

  const upload = async (file: string): Promise<string> => {
    const headers = { authorization: `Bearer ${clerk}`, 'x-mingjing-csrf': '1', 'x-file-name': encodeURIComponent(file) }
    const answer = await fetch(`${server.url}/files`, { method: 'POST', headers, body: readFileSync(ledgerPath(`county/${file}`)) })
    return ((await answer.json()) as { id: string }).id
  }
  type Draft = {
    id: string
    job: { state: string }
    rows: number
    new: number
    changed: number
    identical: number
    rejectedRows: number
    rejected: { row: number; column: string; reason: string }[]
  }
  const draftOf = async (file: string): Promise<Draft> => {
    const started = await server.ask(
      'mutation ($file: ID!, $map: JSON) { startImport(file: $file, kind: COMPLAINTS, map: $map) { id } }',
      { file: await upload(file), map: ledgerJson(map) },
      clerk,
    )
    const made = started.data?.['startImport'] as { id: string } | undefined
    const id = made?.id ?? ''
    for (;;) {
      const { data } = await server.ask(
        'query ($id: ID!) { importDraft(id: $id) { id job { state } rows new changed identical rejectedRows rejected { row column reason } } }',
        { id },
        clerk,
      )
      const draft = data?.['importDraft'] as Draft
      if (draft.job.state !== 'RUNNING' && draft.job.state !== 'QUEUED') return draft
      await new Promise((done) => setTimeout(done, 50))
    }
  }

  it('the old workbook enters, and the page named .xls says nothing new', async () => {
    const old = await draftOf('ledger.xls')
    expect(old).toMatchObject({ rows: 244, new: 230, changed: 0, identical: 3, rejectedRows: 11 })
    expect(old.rejected).toEqual(
      truth.ledger.files['ledger.xls'].rejected.map((one: Draft['rejected'][number]) => ({
        row: one.row,
        column: one.column,
        reason: one.reason,
      })),
    )
    const { errors } = await server.ask('mutation ($id: ID!) { commitImport(id: $id) { batch } }', { id: old.id }, clerk)
    expect(errors).toEqual([])
    await expectTotals(db, truth.ledger.totals)
    expect(await draftOf('ledger.html.xls')).toMatchObject({ rows: 244, new: 0, changed: 0, identical: 233, rejectedRows: 11 })
  })
})

describe.skipIf(!ledgersPresent)('from the command line (skipped without ../shared)', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingjing-forms-'))
    chmodSync(folder, 0o755)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const cli = (...args: string[]): Promise<string> =>
    new Promise((done, fail) => {
      const child = spawn(process.execPath, ['--import', './server/tsx.mjs', 'server/src/cli/main.ts', ...args], {
        cwd: resolve(import.meta.dirname, '../..'),
        env: { ...process.env, MINGJING_DATA: folder, DATABASE_URL: '' },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      let out = ''
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
      child.on('error', fail)
      child.on('close', () => done(out))
    })

  it('the page named .xls enters, and every other form then says nothing new', async () => {
    const county = (file: string) => ledgerPath(`county/${file}`)
    await cli('import', 'institutions', county('institutions.csv'), '--map', county('institutions.map.json'), '--commit')
    const files = [...countyLedgers].reverse().sort((file) => (file === 'ledger.html.xls' ? -1 : 1))
    const out = await cli('import', 'complaints', ...files.map(county), '--map', ledgerPath(map), '--commit', '--json')
    const reports = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(reports.map((report) => [report.file, report.rows, report.new, report.changed, report.identical, report.committed])).toEqual(
      files.map((file, index) => [file, 244, index === 0 ? 230 : 0, 0, index === 0 ? 3 : 233, true]),
    )
    reports.forEach((report, index) => expectReport(report, files[index] as string))
  }, 180_000)
})
