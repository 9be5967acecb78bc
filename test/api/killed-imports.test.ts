import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/src/config.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { digestSecret } from '../../server/src/imports/secret.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { openFilled } from '../../server/src/service.ts'
import { createRandom } from '../../server/src/statistics/random.ts'
import { commitBegins, ended, pause, serveProcess, settled, startProcess } from '../support/processes.ts'
import { counts, plain } from '../support/ledgers.ts'
import { officer } from '../support/ledger.ts'

/** `MINGJING_KILLS=50` kills at that many moments: half of them the command line, half of them the server. */
const KILLS = Number(process.env['MINGJING_KILLS'] ?? 4)
const ROWS = 1500
const random = createRandom(20_250_615)

let folder: string
let db: Db
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-killed-'))
  chmodSync(folder, 0o755)
  // An open database keeps PostgreSQL running between the processes that are killed.
  db = await openFilled(readConfig({ MINGJING_DATA: folder }), () => {})
  const institutions = join(folder, 'institutions.csv')
  writeFileSync(institutions, '机构名称,机构类别\n甲银行,国有大型商业银行\n')
  await importFile(
    db,
    officer,
    { path: institutions, fileName: 'institutions.csv', kind: 'institutions', map: {}, register: 'REGULATOR' },
    digestSecret(folder),
    plain,
  )
})
afterAll(async () => {
  await db?.close()
  await rm(folder, { recursive: true, force: true })
})

/** A file of its own for each moment, so that each begins from nothing of it. */
function ledgerOf(mark: string): string {
  const path = join(folder, `${mark}.csv`)
  writeFileSync(
    path,
    ['编号,收到日期,机构名称,业务类别', ...Array.from({ length: ROWS }, (_, row) => `${mark}-${row},2025-01-02,甲银行,贷款`)].join('\n'),
  )
  return path
}

type State = { complaints: number; versions: number; assertions: number; batches: number; revision: number; changes: number }
async function stateOf(mark: string): Promise<State> {
  const { rows } = await readAll(db, (tx) =>
    sql<State>`
      with own as (select id from complaint where number like ${`${mark}-%`})
      select (select count(*)::integer from own) as complaints,
             (select count(*)::integer from complaint_version where to_revision is null and complaint_id in (select id from own)) as versions,
             (select count(*)::integer from assertion where complaint_id in (select id from own)) as assertions,
             (select count(*)::integer from batch where file_name = ${`${mark}.csv`}) as batches,
             (select revision from revision_counter) as revision, (select count(*)::integer from change) as changes`.execute(tx),
  )
  return rows[0] as State
}
const stagedImports = async (): Promise<number> => {
  const { rows } = await writeAs(db, 'mingjing_writer', (tx) =>
    sql<{
      left: number
    }>`select ((select count(*) from staging.import) + (select count(*) from staging.complaint) + (select count(*) from staging.rejection))::integer as left`.execute(
      tx,
    ),
  )
  return rows[0]?.left ?? 0
}

/** The ledger stands wholly before the import or wholly after it. Says which. */
async function expectWhole(mark: string, revision: number): Promise<'before' | 'after'> {
  await settled(db)
  const state = await stateOf(mark)
  const entered = state.versions > 0
  const rows = entered ? ROWS : 0
  const now = revision + (entered ? 1 : 0)
  expect(state).toEqual({ complaints: rows, versions: rows, assertions: rows, batches: entered ? 1 : 0, revision: now, changes: now })
  return entered ? 'after' : 'before'
}

/** A third of the moments lies anywhere in an import, two thirds in its commit or just behind it. */
async function killSomewhere(
  child: { kill(signal: 'SIGKILL'): boolean },
  gone: Promise<unknown>,
  whole: number,
  turn: number,
): Promise<void> {
  let over = false
  void gone.then(() => (over = true))
  if (turn % 3 === 0) await Promise.race([pause(random.uniform() * whole), gone])
  else if (await commitBegins(db, () => over)) await pause(random.uniform() * commitMs * 1.3)
  child.kill('SIGKILL')
  await gone
}
let commitMs = 0

describe('an import that is killed', () => {
  const found = { before: 0, after: 0 }
  const turns = Math.ceil(KILLS / 2)
  afterAll(() => {
    if (process.env['MINGJING_KILLS'])
      process.stdout.write(`${KILLS} kills: ledger ${found.before} times as before, ${found.after} times as after\n`)
  })

  it(
    'at the command line is in wholly or not at all, and works the next time',
    async () => {
      const start = (mark: string) => {
        const child = startProcess('server/src/cli/main.ts', ['import', 'complaints', ledgerOf(mark), '--commit', '--json'], folder)
        return { child, gone: ended(child) }
      }
      const begun = performance.now()
      const calibration = start('whole')
      const commits = commitBegins(db, () => false).then(async () => {
        const from = performance.now()
        await settled(db)
        commitMs = performance.now() - from
      })
      expect(JSON.parse(await calibration.gone)).toMatchObject({ new: ROWS, committed: true })
      await commits
      const whole = performance.now() - begun

      for (let turn = 0; turn < turns; turn++) {
        const mark = `c${turn}`
        const { revision } = await stateOf(mark)
        const { child, gone } = start(mark)
        await killSomewhere(child, gone, whole, turn)
        const left = await expectWhole(mark, revision)
        found[left]++
        const again = await importFile(
          db,
          officer,
          { path: ledgerOf(mark), fileName: `${mark}.csv`, kind: 'complaints', map: {}, register: 'REGULATOR' },
          digestSecret(folder),
          plain,
        )
        expect(counts(again)).toEqual({
          new: left === 'before' ? ROWS : 0,
          changed: 0,
          identical: left === 'before' ? 0 : ROWS,
          rejected: 0,
        })
        expect(await stagedImports()).toBe(0)
      }
    },
    60_000 + turns * 40_000,
  )

  it(
    'in the server is in wholly or not at all, and leaves no upload and nothing staged',
    async () => {
      const uploads = () => readdirSync(join(folder, 'files')).filter((name) => !name.endsWith('.json'))
      let server = await serveProcess(db, folder)
      const begun = performance.now()
      await importOver(server, ledgerOf('served'), 'served.csv')
      const whole = performance.now() - begun
      expect(uploads()).toEqual([])

      for (let turn = 0; turn < turns; turn++) {
        const mark = `s${turn}`
        const { revision } = await stateOf(mark)
        const asked = importOver(server, ledgerOf(mark), `${mark}.csv`).catch(() => null)
        await killSomewhere(server.child, server.gone, whole, turn)
        await asked
        const left = await expectWhole(mark, revision)
        found[left]++

        server = await serveProcess(db, folder)
        // What was not entered may wait for its person; what was entered is gone, and half an upload too.
        const waiting = await draftsOf(server)
        expect(uploads().length).toBeLessThanOrEqual(left === 'after' ? 0 : 1)
        const again = await importOver(server, ledgerOf(mark), `${mark}.csv`)
        expect(again).toEqual({ new: left === 'before' ? ROWS : 0, identical: left === 'before' ? 0 : ROWS })
        for (const id of waiting) await askServer(server, 'mutation ($id: ID!) { cancelImport(id: $id) }', { id })
        // An upload that no draft has taken up is kept for a day.
        for (const name of readdirSync(join(folder, 'files'))) if (waiting.length === 0) await rm(join(folder, 'files', name))
        expect(uploads()).toEqual([])
        expect(await stagedImports()).toBe(0)
      }
      server.child.kill('SIGTERM')
      await server.gone
    },
    60_000 + turns * 60_000,
  )

  it('leaves a ledger in which nothing is wrong', async () => {
    const checks = [...(await verifyLedger(db)), ...(await verifyAudit(db))]
    expect(checks.filter((check) => check.problems.length > 0)).toEqual([])
  }, 120_000)
})

type Served = Awaited<ReturnType<typeof serveProcess>>

async function askServer(server: Served, query: string, variables: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token}` },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await answer.json()) as { data: Record<string, unknown> | null; errors?: { message: string }[] }
  if (!data || errors) throw new Error(errors?.[0]?.message ?? 'no answer')
  return data
}

/** Upload, dry run, commit, as the page does them. */
async function importOver(server: Served, path: string, fileName: string): Promise<{ new: number; identical: number }> {
  const headers = { authorization: `Bearer ${server.token}`, 'x-mingjing-csrf': '1', 'x-file-name': fileName }

  const answer = await fetch(`${server.url}/files`, { method: 'POST', headers, body: readFileSync(path) })
  const { id: file } = (await answer.json()) as { id: string }
  const started = await askServer(server, 'mutation ($file: ID!) { startImport(file: $file, kind: COMPLAINTS) { id } }', { file })
  const { id } = started['startImport'] as { id: string }
  for (;;) {
    const { importDraft } = await askServer(server, 'query ($id: ID!) { importDraft(id: $id) { job { state } } }', { id })
    if ((importDraft as { job: { state: string } }).job.state === 'DONE') break
    await pause(30)
  }
  const { commitImport } = await askServer(server, 'mutation ($id: ID!) { commitImport(id: $id) { new identical } }', { id })
  return commitImport as { new: number; identical: number }
}

/** The drafts that are neither entered nor cancelled, once they are ready. */
async function draftsOf(server: Served): Promise<string[]> {
  const { rows } = await writeAs(db, 'mingjing_writer', (tx) =>
    sql<{
      key: string
    }>`select key from job where kind = 'IMPORT' and state in ('DONE', 'RUNNING') and coalesce(result -> 'report' ->> 'committed', 'false') = 'false'`.execute(
      tx,
    ),
  )
  for (const { key } of rows)
    for (;;) {
      const { importDraft } = await askServer(server, 'query ($id: ID!) { importDraft(id: $id) { job { state } } }', { id: key })
      if ((importDraft as { job: { state: string } }).job.state === 'DONE') break
      await pause(30)
    }
  return rows.map((row) => row.key)
}
