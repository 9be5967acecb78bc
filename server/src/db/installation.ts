import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Installation } from '../config.ts'
import type { Db } from './connect.ts'
import type { Tables } from './tables.ts'

export type RegionNode = { key: string; level: 'NATION' | 'PROVINCE' | 'CITY' | 'COUNTY'; zh: string; en: string; placeholder: boolean }

/** The tree of an office that has told nothing yet: one county below nodes that only hold its place. */
const unnamedCounty: RegionNode[] = [
  { key: 'CN', level: 'NATION', zh: '全国', en: 'Nation', placeholder: true },
  { key: 'CN-P', level: 'PROVINCE', zh: '本省', en: 'Province', placeholder: true },
  { key: 'CN-P-C', level: 'CITY', zh: '本市', en: 'City', placeholder: true },
  { key: 'CN-P-C-X', level: 'COUNTY', zh: '本县', en: 'County', placeholder: false },
]

type DemoRegion = { code: string; zh: string; en: string }

function withCounty({ code, zh, en }: DemoRegion): RegionNode[] {
  return [...unnamedCounty.slice(0, -1), { key: code, level: 'COUNTY', zh, en, placeholder: false }]
}

/**
 * Gives an empty database its origin, its kind and its region tree (from the top down), as the owner. Does nothing to
 * one that has them. `demo`: asked for the fixed business day and the county only when needed. True when it was empty.
 */
export async function ensureInstallation(
  db: Db,
  kind: Installation,
  demo: (() => { today: string; region: DemoRegion }) | null = null,
): Promise<boolean> {
  const { owner } = db
  if (!owner) return false
  return owner.transaction().execute(async (tx) => {
    const there = await tx.selectFrom('installation').select('kind').forUpdate().executeTakeFirst()
    if (there) return false
    const county = demo?.() ?? null
    await tx.insertInto('installation').values({ origin: randomUUID(), kind, demo_today: county?.today ?? null }).execute()
    await insertRegions(tx, county ? withCounty(county.region) : unnamedCounty)
    return true
  })
}

async function insertRegions(tx: Transaction<Tables>, regions: RegionNode[]): Promise<void> {
  let parent: number | null = null
  for (const region of regions) {
    const inserted: { region_id: number } = await tx
      .insertInto('region')
      .values({ ...region, parent_id: parent, revision: 0 })
      .returning('region_id')
      .executeTakeFirstOrThrow()
    parent = inserted.region_id
  }
}
