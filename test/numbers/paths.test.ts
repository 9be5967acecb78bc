import { afterAll, beforeAll, expect, it } from 'vitest'
import { readDimensionMembers } from '../../server/src/analytics/catalog.ts'
import type { MetricQuery } from '../../server/src/analytics/metric-query.types.ts'
import { runMetricQuery } from '../../server/src/analytics/run.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { createRandom } from '../../server/src/statistics/random.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'
import { namesLaterMember, randomQuery, type Keys } from '../support/random-queries.ts'

const cases = Number(process.env['MINGJING_QUERIES'] ?? process.env['MINGJING_CASES'] ?? 120)

let db: Db
let keys: Keys
let revisions: number
beforeAll(
  async () => {
    db = await createDemoDatabase()
    const members = async (dimension: 'institution' | 'peerGroup' | 'category' | 'cause' | 'lodgingChannel' | 'region') =>
      (await readDimensionMembers(db, officer, { dimension, search: null, revision: null, first: 1000, jurisdiction: null })).map(
        (one) => one.key,
      )
    keys = {
      institution: await members('institution'),
      peerGroup: await members('peerGroup'),
      category: await members('category'),
      cause: await members('cause'),
      lodgingChannel: await members('lodgingChannel'),
      region: await members('region'),
    }
    revisions = (await readAll(db, (tx) => tx.selectFrom('revision_counter').select('revision').executeTakeFirstOrThrow())).revision
  },
  240_000 + cases * 2_000,
)
afterAll(() => db?.close())

it(
  `gives the same table from rollups and from the versions, now and as of earlier revisions (${cases} random queries)`,
  async () => {
    const random = createRandom(20261012)
    for (let drawn = 0; drawn < cases; drawn += 1) {
      const query: MetricQuery = randomQuery(random, keys, revisions, [2023, 2024, 2025, 2026])
      const ask = (path: 'FASTEST' | 'LEDGER') =>
        runMetricQuery(db, officer, query, { path }).catch((error: unknown) =>
          namesLaterMember(query, error) ? null : Promise.reject(error),
        )
      const [fast, plain] = [await ask('FASTEST'), await ask('LEDGER')]
      expect(fast, JSON.stringify(query)).toEqual(plain)
    }
  },
  240_000 + cases * 2_000,
)

it.each([
  ['region', 'county'],
  ['category', 'categoryTop'],
  ['cause', 'causeTop'],
] as const)('reads two levels of one thing (%s and %s) beside one another, as of an earlier revision too', async (...by) => {
  const query: MetricQuery = { metrics: ['complaints', 'closed'], by: [...by], period: '2025', revision: revisions - 5 }
  const [fast, plain] = [await runMetricQuery(db, officer, query), await runMetricQuery(db, officer, query, { path: 'LEDGER' })]
  expect(fast).toEqual(plain)
  expect(fast.keys[0]?.ids.length).toBeGreaterThan(0)
})
