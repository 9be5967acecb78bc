import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-cli-'))
  chmodSync(folder, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Ran = { code: number | null; out: string; err: string }

/** Runs the command line as a user does, on this test's own data folder. */
function cli(args: string[], input = '', data = folder): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', './server/tsx.mjs', 'server/src/cli/main.ts', ...args], {
      cwd: root,
      env: { ...process.env, MINGJING_DATA: data, DATABASE_URL: '' },
    })
    const ran: Ran = { code: null, out: '', err: '' }
    child.stdout.on('data', (chunk: Buffer) => (ran.out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (ran.err += chunk.toString()))
    child.on('error', fail)
    child.on('close', (code) => done({ ...ran, code }))
    child.stdin.end(input)
  })
}

const commands = [
  'import',
  'void',
  'restore-batch',
  'words',
  'repeats',
  'query',
  'verify',
  'rebuild',
  'backup',
  'restore',
  'database',
  'users',
]

test('each command’s help says what it does in two languages and what its exit codes mean', async () => {
  const top = await cli(['--help'])
  expect(top.code).toBe(0)
  for (const name of commands) expect(top.out).toContain(name)
  const { code, out } = await cli(['import', '--help'])
  expect(code).toBe(0)
  expect(out).toMatch(/试导入[\s\S]*dry run[\s\S]*退出码 \/ exit codes/)
})

test('wrong usage ends with 2, before any database is opened', async () => {
  expect((await cli(['import'])).code).toBe(2)
  expect((await cli(['import', 'nonsense', 'x.csv'])).code).toBe(2)
  expect((await cli(['nonsense'])).code).toBe(2)
})

test('the fields of an import are listed without a database', async () => {
  const { code, out } = await cli(['import', 'complaints', '--fields'])
  expect([code, out.includes('receivedOn'), out.includes('complainantPhone')]).toEqual([0, true, true])
})

test('an empty folder becomes an empty ledger: import, query, verify, back up, restore elsewhere', async () => {
  const institutions = join(folder, 'institutions.csv')
  await writeFile(institutions, '机构名称,机构类别\n甲银行示范县支行,国有大型商业银行\n乙银行示范县支行,国有大型商业银行\n')
  const imported = await cli(['import', 'institutions', institutions, '--commit', '--json'])
  expect([imported.code, JSON.parse(imported.out)]).toMatchObject([0, { kind: 'institutions', rows: 2, new: 2, committed: true }])

  const ledger = join(folder, 'ledger.csv')
  await writeFile(ledger, '投诉编号,收到日期,机构名称\n1,2025-01-02,甲银行示范县支行\n2,2025-01-03,甲银行示范县支行\n3,2025-02-03,丙银行\n')
  const complaints = await cli(['import', 'complaints', ledger, '--commit', '--json'])
  const report = JSON.parse(complaints.out) as { batch: string; rejected: unknown[] }
  expect([complaints.code, report]).toMatchObject([
    1,
    { rows: 3, new: 2, committed: true, rejected: [{ row: 4, reason: 'UNKNOWN_INSTITUTION' }] },
  ])

  const query = JSON.stringify({ query: { metrics: ['COMPLAINTS'], by: ['INSTITUTION'], period: '2025Q1' } })
  const total = (ran: Ran) =>
    (JSON.parse(ran.out) as { columns: { kind: string; figures: number[] }[] }).columns.find((one) => one.kind === 'VALUE')?.figures
  expect(total(await cli(['query', '-'], query))).toEqual([2, 0])
  expect((await cli(['query', '-', '--csv'], query)).out).toContain('甲银行示范县支行,2')
  expect(await cli(['query', '-'], '{ "metrics": ["NONSENSE"], "period": "2025" }')).toMatchObject({ code: 1, out: '' })

  expect((await cli(['void', report.batch, '--reason', '试'])).code).toBe(0)
  expect(total(await cli(['query', '-'], query))).toEqual([0, 0])
  expect((await cli(['restore-batch', report.batch])).code).toBe(0)

  const verified = await cli(['verify'])
  expect([verified.code, verified.out.trimEnd().split('\n').at(-1)]).toEqual([0, expect.stringMatching(/^\d+ passed, 0 failed$/)])

  expect(await cli(['users', 'list'])).toMatchObject({ code: 0, out: expect.stringContaining('clerk,supervisor') })

  const archive = join(folder, 'all.tar')
  expect((await cli(['backup', archive])).code).toBe(0)
  expect(await cli(['restore', archive])).toMatchObject({ code: 1, err: expect.stringContaining('nothing was restored') })
  const elsewhere = join(folder, 'elsewhere')
  expect((await cli(['restore', archive], '', elsewhere)).code).toBe(0)
  expect(total(await cli(['query', '-'], query, elsewhere))).toEqual([2, 0])
}, 180_000)

test('repeats are listed with their evidence, confirmed, undone, dismissed', async () => {
  const data = join(folder, 'repeats')
  const run = (...args: string[]) => cli(args, '', data)
  const institutions = join(folder, 'institutions.csv')
  await writeFile(institutions, '机构名称,机构类别\n甲银行示范县支行,国有大型商业银行\n')
  await run('import', 'institutions', institutions, '--commit')
  const ledger = join(folder, 'repeated.csv')
  const line = (number: number, text: string) => `${number},2025-01-0${number},甲银行示范县支行,${text}`
  await writeFile(
    ledger,
    ['投诉编号,收到日期,机构名称,投诉内容', line(1, '年费多收'), line(2, '年费 多收。'), line(3, '别的事')].join('\n'),
  )
  await run('import', 'complaints', ledger, '--commit')

  const listed = await run('repeats', '--json')
  const [pair, ...others] = listed.out
    .trimEnd()
    .split('\n')
    .map((one) => JSON.parse(one) as { pair: string; evidence: string })
  expect([listed.code, others, pair]).toMatchObject([
    0,
    [],
    { evidence: 'SAME_TEXT', daysApart: 1, earlier: { number: '1', represents: true } },
  ])
  expect(listed.err).toContain('1 件并入 1 事，合并口径 3 → 2')
  expect(await run('repeats', '--confirm', 'all')).toMatchObject({ code: 1, err: expect.stringContaining('请写明理由') })
  const confirmed = JSON.parse((await run('repeats', '--confirm', 'all', '--reason', '同一件事', '--json')).out) as {
    change: { key: string }
  }
  expect((await run('repeats', '--undo', confirmed.change.key, '--reason', '看错')).code).toBe(0)
  expect((await run('repeats')).out).toContain('内容相同\t1\t1 (LOCAL 2025-01-01)\t2 (LOCAL 2025-01-02)')
  expect((await run('repeats', '--dismiss', pair?.pair ?? '', '--reason', '两件事')).code).toBe(0)
  expect((await run('repeats', '--json')).out).toBe('')
  expect(await run('repeats', '--confirm', 'nonsense', '--reason', 'x')).toMatchObject({ code: 1, err: expect.stringContaining('键~键') })
  expect((await run('verify')).code).toBe(0)
}, 480_000)
