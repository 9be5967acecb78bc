import { mkdtemp, rm } from 'node:fs/promises'
import { chmodSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../server/src/config.ts'
import { openDatabase, type Db } from '../../server/src/db/connect.ts'
import { setToday } from '../../server/src/ledger/clock.ts'
import { catalogTables, timeCatalog, type CatalogTimes } from './catalog.ts'
import type { Contestants } from './contestants.ts'
import { benchToday, fillLedger } from './generate.ts'
import { bareCopy, importRows, setRowSecurity } from './imports.ts'
import { contest, markdown, ms, times } from './measure.ts'
import { queries, type BenchQuery } from './queries.ts'

const usage = `pnpm bench [--rows 1000000,5000000] [--rounds 9] [--import 500000] [--folder DIR]

Generates complaints (300 institutions, 8 peer groups, 1,200 outlets, 12 categories, 25 causes, 8 channels, 30 regions,
five years) in a database of its own and prints, as markdown, medians in ms and ratios.

  --rows N,…    sizes of the ledger, one after another
  --rounds N    measured rounds of each question
  --import N    rows of the large import
  --folder DIR  where the database lies (a temporary folder otherwise); it is removed at the end

Exit code 0: measured; 1: two of the answers differ, or it did not run; 2: wrong usage.
`

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const note = (line: string): void => void process.stderr.write(`${line}\n`)

/** Ten imports of this many rows stand between an earlier ranking and the current one. */
const laterImports = { count: 10, rows: 5_000 }

async function main(): Promise<number> {
  const asked = readArguments()
  if (asked === null) return 2
  if (asked === 'HELP') {
    say(usage)
    return 0
  }
  process.env['MINGJING_LOG'] ??= 'error'
  setToday(benchToday)
  say(
    `Node ${process.version}, ${cpus().length} processors (${cpus()[0]?.model.trim()}), ${new Date().toISOString().slice(0, 10)}; medians in ms of ${asked.rounds} rounds taken in turn`,
  )
  let agreed = true
  const sizes: CatalogTimes[] = []
  for (const rows of asked.rows) agreed = (await benchOf(rows, asked, sizes)) && agreed
  say(`\n### Every metric and dimension\n\n${catalogTables(sizes)}`)
  return agreed ? 0 : 1
}

type Asked = { rows: number[]; rounds: number; importRows: number; folder: string | null }

function readArguments(): Asked | 'HELP' | null {
  try {
    const { values } = parseArgs({
      options: {
        rows: { type: 'string' },
        rounds: { type: 'string' },
        import: { type: 'string' },
        folder: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help) return 'HELP'
    const rows = (values.rows ?? '1000000,5000000').split(',').map(Number)
    const [rounds, imported] = [Number(values.rounds ?? 9), Number(values.import ?? 500_000)]
    if (![...rows, rounds, imported].every((number) => Number.isInteger(number) && number > 0)) throw new Error('sizes are whole numbers')
    return { rows, rounds, importRows: imported, folder: values.folder ?? null }
  } catch (error) {
    note(`${(error as Error).message}\n\n${usage}`)
    return null
  }
}

/** One size of ledger, from an empty database to its tables of figures. */
async function benchOf(rows: number, asked: Asked, sizes: CatalogTimes[]): Promise<boolean> {
  const folder = asked.folder === null ? await mkdtemp(join(tmpdir(), 'mingjing-bench-')) : join(asked.folder, `bench-${rows}`)
  if (asked.folder === null) chmodSync(folder, 0o755)
  const db = await openDatabase(readConfig({}, { dataDir: folder, installation: 'REAL' }))
  try {
    note(`${rows} complaints:`)
    await fillLedger(db, rows, note)
    // graphql reads NODE_ENV when it is loaded, and checks every type twice without it.
    process.env['NODE_ENV'] = 'production'
    const { startContestants } = await import('./contestants.ts')
    const contestants = await startContestants(db, folder)
    try {
      // Before anything is imported: both sizes are asked as they were filled.
      sizes.push(await timeCatalog(contestants, rows, note))
      return await report(db, contestants, rows, asked)
    } finally {
      await contestants.close()
    }
  } finally {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function report(db: Db, contestants: Contestants, rows: number, asked: Asked): Promise<boolean> {
  say(`\n### ${rows.toLocaleString('en')} complaints\n`)
  const differing = await compareAnswers(contestants)
  say(await questions(contestants, asked.rounds))
  say(`\n${await security(db, contestants, asked.rounds)}`)
  say(`\n${await writing(db, contestants, asked)}`)
  for (const line of differing) say(`\n**${line}**`)
  return differing.length === 0
}

/** No figure may depend on who answers. */
async function compareAnswers(contestants: Contestants): Promise<string[]> {
  const differing: string[] = []
  for (const query of queries.filter((one) => one.sums)) {
    const [product, plain, raw] = [(await contestants.product(query)).sum, await contestants.plain(query), await contestants.raw(query)]
    if (product !== raw || plain !== raw) differing.push(`${query.name} differs: product ${product}, plain ${plain}, raw ${raw}`)
  }
  return differing
}

/** Each question: the product, the hand-written handler, the raw rows. */
async function questions(contestants: Contestants, rounds: number): Promise<string> {
  const lines: string[][] = []
  for (const query of queries) {
    const { points } = await contestants.product(query)
    const taken = await contest(
      {
        product: () => contestants.product(query),
        plain: () => contestants.plain(query),
        raw: () => contestants.raw(query),
      },
      rounds,
    )
    lines.push([
      `${query.name} ${query.title}`,
      String(points),
      ms(taken['product']),
      ms(taken['plain']),
      ms(taken['raw']),
      times(taken['raw'], taken['product']),
      times(taken['product'], taken['plain']),
    ])
  }
  return markdown(['question', 'points', 'product', 'plain handler', 'raw rows', 'raw ÷ product', 'product ÷ plain'], lines)
}

/** The product's questions with row security and without, in turn. */
async function security(db: Db, contestants: Contestants, rounds: number): Promise<string> {
  const lines: string[][] = []
  for (const query of queries.filter((one) => one.rollup !== null)) {
    const taken = { on: [] as number[], off: [] as number[] }
    for (const state of ['on', 'off', 'on', 'off', 'on', 'off'] as const) {
      await setRowSecurity(db, state === 'on')
      const { product } = await contest({ product: () => contestants.product(query) }, Math.ceil(rounds / 2) + 2)
      taken[state].push(product as number)
    }
    await setRowSecurity(db, true)
    const [on, off] = [Math.min(...taken.on), Math.min(...taken.off)]
    lines.push([query.name, ms(on), ms(off), times(on, off)])
  }
  return markdown(['row security', 'with', 'without', 'with ÷ without'], lines)
}

/** The ranking as of before ten later imports, and a large import beside a bare COPY of its versions. */
async function writing(db: Db, contestants: Contestants, asked: Asked): Promise<string> {
  const ranking = queries.find((query) => query.name === 'Q3') as BenchQuery
  const before = (await db.pools.owner?.query('select revision from revision_counter'))?.rows[0] as { revision: number }
  const smallImports: number[] = []
  for (let index = 0; index < laterImports.count; index += 1)
    smallImports.push((await importRows(db, laterImports.rows, `later${index}`)).commit)
  const asOf = await contest(
    { now: () => contestants.product(ranking), earlier: () => contestants.product(ranking, before.revision) },
    asked.rounds,
  )
  const large = await importRows(db, asked.importRows, 'large')
  const copied = await bareCopy(db, large.revision)
  return markdown(
    ['writing and looking back', 'ms', 'against', 'ratio'],
    [
      [
        `Q3 as of ${laterImports.count} imports of ${laterImports.rows.toLocaleString('en')} earlier`,
        ms(asOf['earlier']),
        `current ${ms(asOf['now'])}`,
        times(asOf['earlier'], asOf['now']),
      ],
      [`commit of ${laterImports.rows.toLocaleString('en')} rows`, ms(Math.min(...smallImports)), '', ''],
      [`dry run of ${asked.importRows.toLocaleString('en')} rows`, ms(large.dryRun), '', ''],
      [
        `commit of ${asked.importRows.toLocaleString('en')} rows`,
        ms(large.commit),
        `bare COPY of its versions ${ms(copied)}`,
        times(large.commit, copied),
      ],
    ],
  )
}

process.exitCode = await main()
