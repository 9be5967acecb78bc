import { chmodSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../server/src/config.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { digestSecret } from '../../server/src/imports/secret.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { openFilled } from '../../server/src/service.ts'
import { plain } from '../support/ledgers.ts'
import { officer } from '../support/ledger.ts'
import { ended, startProcess } from '../support/processes.ts'

let folder: string
let db: Db
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-at-once-'))
  chmodSync(folder, 0o755)
  db = await openFilled(readConfig({ MINGJING_DATA: folder }), () => {})
  const path = join(folder, 'institutions.csv')
  writeFileSync(path, '机构名称,机构类别\n甲银行,国有大型商业银行\n')
  const file = { path, fileName: 'institutions.csv', kind: 'institutions' as const, map: {}, register: 'REGULATOR' as const }
  await importFile(db, officer, file, digestSecret(folder), plain)
})
afterAll(async () => {
  await db?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Rows `from` to `to` of a series, all of one outcome. */
function ledgerOf(name: string, series: string, from: number, to: number, upheld: string): string {
  const rows = Array.from({ length: to - from }, (_, at) => `${series}${from + at},2025-01-02,甲银行,${upheld}`)
  const path = join(folder, name)
  writeFileSync(path, ['编号,收到日期,机构名称,是否属实', ...rows].join('\n'))
  return path
}

type Report = { file: string; new: number; changed: number; identical: number; committed: boolean; revision: number }

/** Two processes import at the same time; their reports in the order in which the ledger took them. */
async function atOnce(...paths: string[]): Promise<Report[]> {
  const outs = await Promise.all(
    paths.map((path) => ended(startProcess('server/src/cli/main.ts', ['import', 'complaints', path, '--commit', '--json'], folder))),
  )
  const reports = outs.map((out) => JSON.parse(out) as Report & { batch: string })
  const { rows } = await readAll(db, (tx) => sql<{ key: string; revision: number }>`select key, revision from batch`.execute(tx))
  const revisions = new Map(rows.map((row) => [row.key, row.revision]))
  return reports.map((report) => ({ ...report, revision: revisions.get(report.batch) ?? 0 })).sort((a, b) => a.revision - b.revision)
}

const short = ({ new: fresh, changed, identical, committed }: Report) => ({ new: fresh, changed, identical, committed })

it('two files that overlap end in one order or the other, with right counts', async () => {
  for (const series of ['A', 'B']) {
    const reports = await atOnce(
      ledgerOf(`${series}1.csv`, series, 0, 2000, '属实'),
      ledgerOf(`${series}2.csv`, series, 1000, 3000, '不属实'),
    )
    expect(reports.map(short)).toEqual([
      { new: 2000, changed: 0, identical: 0, committed: true },
      { new: 1000, changed: 1000, identical: 0, committed: true },
    ])
    // The later one has the last word on what both say.
    const upheld = await readAll(db, (tx) =>
      sql<{ word: string; rows: number }>`
        select w.word, count(*)::integer as rows from complaint_version v join complaint c on c.id = v.complaint_id join dictionary_word w on w.id = v.upheld_word_id
         where v.to_revision is null and c.number like ${`${series}%`} group by 1`.execute(tx),
    )
    const last = reports[1]?.file === `${series}1.csv` ? '属实' : '不属实'
    expect(upheld.rows.find((row) => row.word === last)?.rows).toBe(2000)
    expect(upheld.rows.reduce((sum, row) => sum + row.rows, 0)).toBe(3000)
  }
}, 180_000)

it('the same file twice enters once', async () => {
  const path = ledgerOf('same.csv', 'S', 0, 2000, '属实')
  expect((await atOnce(path, path)).map(short)).toEqual([
    { new: 2000, changed: 0, identical: 0, committed: true },
    { new: 0, changed: 0, identical: 2000, committed: true },
  ])
}, 120_000)

it('leaves nothing staged, and a ledger in which nothing is wrong', async () => {
  const { rows } = await writeAs(db, 'mingjing_writer', (tx) =>
    sql<{
      left: number
    }>`select ((select count(*) from staging.import) + (select count(*) from staging.complaint))::integer as left`.execute(tx),
  )
  expect(rows).toEqual([{ left: 0 }])
  const checks = [...(await verifyLedger(db)), ...(await verifyAudit(db))]
  expect(checks.filter((check) => check.problems.length > 0)).toEqual([])
}, 60_000)
