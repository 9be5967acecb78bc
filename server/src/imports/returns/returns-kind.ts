import { sql, type Transaction } from 'kysely'
import type { Tables } from '../../db/tables.ts'
import type { Writing } from '../../ledger/change.ts'
import { loadDictionary, wordKey } from '../../ledger/dictionary.ts'
import { loadReturnCells, loadReturns, writeReturns } from '../../ledger/returns.ts'
import { breakdownRegistry } from '../../ledger/return-words.ts'
import { loadStagedRows } from '../staged-rows.ts'
import { loadWorld } from '../world.ts'
import { planReturns, type ReturnFacts, type ReturnPlan } from './plan-returns.ts'
import type { WrittenReturnRow } from './written-return.ts'

/** Compares a staged file of returns with the ledger as it stands. */
export async function compareReturns(
  tx: Transaction<Tables>,
  staged: { importId: number; regionId: number; fileName: string; register: number },
): Promise<ReturnPlan> {
  const rows = await loadStagedRows<WrittenReturnRow>(tx, staged.importId)
  return planReturns(rows, await factsOf(tx, staged))
}

export function writeReturnPlan(writing: Writing, batchId: number, plan: ReturnPlan): Promise<void> {
  return writeReturns(writing, batchId, plan.written)
}

async function factsOf(tx: Transaction<Tables>, staged: { regionId: number; fileName: string; register: number }): Promise<ReturnFacts> {
  const { named, revision } = await loadWorld(tx, staged.regionId)
  const dictionary = await loadDictionary(tx, revision)
  const held = await loadReturns(tx, revision)
  const regions = await tx.selectFrom('region').select(['region_id', 'key', 'zh', 'en']).execute()
  const { rows: nodes } = await sql<{
    id: number
    regionId: number
  }>`select institution_id as id, region_id as "regionId" from institution`.execute(tx)
  const entries = dictionary.map((entry) => ({
    ...entry,
    names: [entry.label.zh, entry.key, ...(entry.code ? [entry.code] : []), ...(entry.attributes.aliases ?? [])],
  }))
  const words = new Set(entries.flatMap((entry) => entry.names.map((name) => `${entry.kind} ${wordKey(name)}`)))
  const written = new Set(
    (await tx.selectFrom('dictionary_word').select(['kind', 'word']).execute()).map((row) => `${row.kind} ${wordKey(row.word)}`),
  )
  return {
    fileName: staged.fileName,
    register: staged.register,
    named,
    regionOfInstitution: new Map(nodes.map((row) => [row.id, row.regionId])),
    peerGroups: entries
      .filter((entry) => entry.kind === 'peerGroup')
      .map((entry) => ({ id: entry.id, label: { zh: entry.label.zh, en: entry.label.en ?? entry.label.zh }, names: entry.names })),
    regions: regions.map((row) => ({
      id: row.region_id,
      label: { zh: row.zh, en: row.en ?? row.zh },
      names: [row.key, row.zh, ...(row.en ? [row.en] : [])],
    })),
    rootRegionId: staged.regionId,
    held,
    heldCells: await loadReturnCells(
      tx,
      held.map((one) => one.id),
    ),
    knows: (breakdown, word) =>
      breakdownRegistry[breakdown].dictionaries.some(
        (kind) => words.has(`${kind} ${wordKey(word)}`) || written.has(`${kind} ${wordKey(word)}`),
      ),
  }
}
