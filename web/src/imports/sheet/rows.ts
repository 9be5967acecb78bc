import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, type CombinedError } from 'urql'
import { graphql } from '../../gql/index.ts'
import type { ImportSheetQuery, RowOutcome } from '../../gql/graphql.ts'

const ImportSheetDocument = graphql(`
  query ImportSheet(
    $id: ID!
    $outcomes: [RowOutcome!]
    $problem: String
    $value: String
    $first: Int!
    $after: String
    $at: Int
    $backward: Boolean!
  ) {
    importSheet(
      id: $id
      outcomes: $outcomes
      problem: $problem
      value: $value
      first: $first
      after: $after
      at: $at
      backward: $backward
    ) {
      rows {
        position
        sheet
        row
        outcome
        cells
        dataBefore
        problems {
          column
          problem
          sentence {
            zh
            en
          }
          field
        }
        changes {
          column
          field
          before
          after
          conflict
        }
      }
      endCursor
      hasNextPage
      totalCount
    }
  }
`)

export type SheetPage = NonNullable<ImportSheetQuery['importSheet']>
export type SheetRow = SheetPage['rows'][number]
/** Which rows are shown: all, by outcome, or with problems of a kind (ANY: all kinds), of these one value. */
export type SheetFilter = { outcomes?: RowOutcome[]; problem?: string; value?: string }

type Asked = { first: number; after?: string | null; at?: number; backward?: boolean }

/** Asks for a page of a draft's sheet; never from the cache, because a commit of somebody else may change it. */
export function useAskSheet(id: string) {
  const client = useClient()
  return useCallback(
    async (filter: SheetFilter, asked: Asked): Promise<SheetPage> => {
      const { data, error } = await client
        .query(ImportSheetDocument, { id, backward: false, ...filter, ...asked }, { requestPolicy: 'network-only' })
        .toPromise()
      if (error) throw error
      if (!data?.importSheet) throw new Error('no such sheet')
      return data.importSheet
    },
    [client, id],
  )
}

const BLOCK = 100
const KEPT_BLOCKS = 40

/** Every row of the file, read block by block where the eye is: `rowAt` is undefined until its block is in. */
export function useWholeSheet(id: string, total: number) {
  const ask = useAskSheet(id)
  const [blocks, setBlocks] = useState<ReadonlyMap<number, SheetRow[]>>(new Map())
  const [error, setError] = useState<CombinedError | null>(null)
  const asked = useRef(new Set<number>())
  const want = useCallback(
    (from: number, to: number) => {
      for (let block = Math.floor(from / BLOCK); block <= Math.floor(Math.min(to, total - 1) / BLOCK); block++) {
        if (block < 0 || asked.current.has(block)) continue
        asked.current.add(block)
        ask({}, { first: BLOCK, at: block * BLOCK })
          .then((page) =>
            setBlocks((known) => {
              const next = new Map([...known, [block, page.rows] as const].slice(-KEPT_BLOCKS))
              for (const old of known.keys()) if (!next.has(old)) asked.current.delete(old)
              return next
            }),
          )
          .catch((failure: CombinedError) => {
            asked.current.delete(block)
            setError(failure)
          })
      }
    },
    [ask, total],
  )
  return { rowAt: (place: number): SheetRow | undefined => blocks.get(Math.floor(place / BLOCK))?.[place % BLOCK], want, error }
}

/** A stretch of rows between two that are shown, told in one line: `data` rows without a problem, `other` beside them. */
export type Fold = { from: number; to: number; firstRow: number | null; lastRow: number | null; data: number; other: number }
export type Item = { kind: 'row'; row: SheetRow } | { kind: 'fold'; fold: Fold }

type Filtered = { rows: SheetRow[]; cursor: string | null; more: boolean; total: number }

/** Rows that a filter finds, further ones as the eye comes to their end; between them what it left out, folded. */
export function useFilteredSheet(id: string, filter: SheetFilter, folds: boolean, total: number, dataTotal: number) {
  const ask = useAskSheet(id)
  const [found, setFound] = useState<Filtered | null>(null)
  const [head, setHead] = useState<SheetRow[]>([])
  const [open, setOpen] = useState<SheetRow[]>([])
  const [error, setError] = useState<CombinedError | null>(null)
  const busy = useRef(false)
  const key = JSON.stringify(filter)
  useEffect(() => {
    let live = true
    const asked = JSON.parse(key) as SheetFilter
    Promise.all([ask(asked, { first: BLOCK }), folds ? ask({ outcomes: ['TITLE', 'HEADINGS'] }, { first: 30 }) : null])
      .then(([page, above]) => {
        if (!live) return
        setFound({ rows: page.rows, cursor: page.endCursor ?? null, more: page.hasNextPage, total: page.totalCount })
        setHead(above?.rows ?? [])
        setError(null)
      })
      .catch((failure: CombinedError) => live && setError(failure))
    return () => {
      live = false
    }
  }, [ask, key, folds])
  const more = useCallback(() => {
    if (!found?.more || busy.current) return
    busy.current = true
    ask(JSON.parse(key) as SheetFilter, { first: BLOCK, after: found.cursor })
      .then((page) =>
        setFound({ rows: [...found.rows, ...page.rows], cursor: page.endCursor ?? null, more: page.hasNextPage, total: found.total }),
      )
      .catch(setError)
      .finally(() => {
        busy.current = false
      })
  }, [ask, found, key])
  /** Shows the first rows of a folded stretch. */
  const unfold = (fold: Fold): void => {
    ask({}, { first: Math.min(fold.to - fold.from + 1, BLOCK), at: fold.from })
      .then((page) => setOpen((known) => [...known, ...page.rows]))
      .catch(setError)
  }
  const items = found ? itemsOf([...head, ...found.rows, ...open], folds, found.more ? null : { total, dataTotal }) : null
  return { items, count: found?.total ?? 0, more, unfold, error }
}

const DATA = new Set<RowOutcome>(['NEW', 'CHANGED', 'IDENTICAL', 'REPEAT', 'REJECTED'])
export const isData = (row: SheetRow): boolean => DATA.has(row.outcome)

function itemsOf(rows: SheetRow[], folds: boolean, end: { total: number; dataTotal: number } | null): Item[] {
  const sorted = [...new Map(rows.map((row) => [row.position, row])).values()].sort((a, b) => a.position - b.position)
  const items: Item[] = []
  let next = 0
  let data = 0
  let rowBefore: SheetRow | null = null
  const gap = (to: number, dataBefore: number, after: SheetRow | null): void => {
    if (!folds || to <= next) return
    const inside = dataBefore - data
    const firstRow = rowBefore && rowBefore.sheet === after?.sheet ? rowBefore.row + 1 : null
    items.push({
      kind: 'fold',
      fold: {
        from: next,
        to: to - 1,
        firstRow,
        lastRow: after && firstRow !== null ? after.row - 1 : null,
        data: inside,
        other: to - next - inside,
      },
    })
  }
  for (const row of sorted) {
    gap(row.position, row.dataBefore, row)
    items.push({ kind: 'row', row })
    next = row.position + 1
    data = row.dataBefore + (isData(row) ? 1 : 0)
    rowBefore = row
  }
  if (end) gap(end.total, end.dataTotal, null)
  return items
}
