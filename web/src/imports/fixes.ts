import { useState } from 'react'
import type { Draft, MapJson } from './draft.ts'

/** What a person decided about a draft: meanings of names and words, words to add, rows whose file value stands. */
export type Fixes = {
  values: Record<string, Record<string, string>>
  create: ReadonlySet<string>
  takeRows: ReadonlySet<number>
}
export type FixActs = {
  fixes: Fixes
  /** '' takes the decision back. */
  mean(field: string, written: string, meant: string): void
  add(field: string, wanted: boolean): void
  take(rows: readonly number[], file: boolean): void
  /** How many names and words wait for another check of the file. */
  waiting: number
}

export function useFixes(draft: Draft): FixActs {
  const created = new Set((draft.map as MapJson | null)?.create ?? [])
  const [fixes, set] = useState<Fixes>({ values: {}, create: created, takeRows: new Set() })
  const waiting =
    Object.values(fixes.values).reduce((sum, words) => sum + Object.keys(words).length, 0) +
    [...fixes.create].filter((field) => !created.has(field)).length
  return {
    fixes,
    waiting,
    mean: (field, written, meant) => {
      const { [written]: _, ...others } = fixes.values[field] ?? {}
      set({ ...fixes, values: { ...fixes.values, [field]: meant === '' ? others : { ...others, [written]: meant } } })
    },
    add: (field, wanted) => {
      const create = new Set(fixes.create)
      if (wanted) create.add(field)
      else create.delete(field)
      set({ ...fixes, create })
    },
    take: (rows, file) => {
      const takeRows = new Set(fixes.takeRows)
      for (const row of rows)
        if (file) takeRows.add(row)
        else takeRows.delete(row)
      set({ ...fixes, takeRows })
    },
  }
}

/** The draft's mapping with what was decided. */
export function mapWith(map: MapJson, { values, create }: Fixes): MapJson {
  const merged = { ...map.values }
  for (const [field, words] of Object.entries(values)) merged[field] = { ...merged[field], ...words }
  return { ...map, values: merged, create: [...create] }
}
