import { columnsOf, type ImportColumn, type ImportKind } from './columns.ts'
import { likelyField } from './likely-headings.ts'
import type { ReadyMap } from './map.ts'
import { isBlank, type Cell, type Range, type Row } from './readers/cells.ts'
import { titlesIn } from './titles.ts'
import { likeness, tidy } from './written.ts'

/** One column of a sheet that is read: `index` from 0, `heading` as it is reported (the lower part). */
export type FoundColumn = { field: string; index: number; heading: string; likeness: string[]; where?: RegExp; how: How }

/** How a column's field is known: said by a mapping, a heading of the registry, or one that is weaker evidence. */
export type How = 'MAPPED' | 'EXACT' | 'WEAK'

/** A heading that is known and of which nothing is read; of a person's column the names are masked elsewhere. */
export type PassedOver = { field: string; index: number; heading: string }

/** Where the headings of a sheet stand (one or two rows), which fields they name and which of them are passed over. */
export type Headings = { rows: number[]; columns: FoundColumn[]; aside: PassedOver[]; all: string[]; cells: HeadingCell[] }
export type HeadingCell = { index: number; heading: string; upper: string | null }

export type Candidate = Headings & { missing: string[] }

/**
 * Finds headings among the first rows of a sheet as they come. Give it every row until it answers; it needs to see the
 * row after a candidate, because the lower of two heading rows may name more.
 */
export class HeadingFinder {
  /** What the best row lacked: for the sentence when nothing is found. */
  lacking: string[]
  /** The fullest row of texts so far: what a person may map where nothing was found. */
  fullest: string[] = []
  private before: Row | null = null
  private candidate: { at: Row; found: Candidate } | null = null

  constructor(
    private readonly kind: ImportKind,
    private readonly map: ReadyMap,
    private readonly merged: readonly Range[],
  ) {
    this.lacking = this.required()
  }

  /** Null: give the next row. `pending` is the row given last where it is the first one below the headings. */
  take(row: Row): { headings: Headings; pending: Row | null } | null {
    if (this.candidate) {
      const { at, found } = this.candidate
      const two = this.match([at, row])
      if (two && two.columns.length > found.columns.length && two.missing.length === 0 && this.namesItself(row))
        return { headings: two, pending: null }
      return { headings: found, pending: row }
    }
    this.noteFullest(row)
    const one = this.match([row])
    const two = this.before && this.before.row === row.row - 1 ? this.match([this.before, row]) : null
    const best = better(one, two, () => this.before !== null && this.belongs(this.before, row))
    this.before = row
    if (best && best.missing.length === 0 && isSure(best)) this.candidate = { at: row, found: best }
    else if (best && best.missing.length < this.lacking.length) this.lacking = best.missing
    if (!this.candidate) for (const field of titlesIn(this.kind, [row]).keys()) this.titled.add(field)
    return null
  }

  /** Fields that a line above states for the whole sheet. */
  private readonly titled = new Set<string>()

  /** The headings of rows that a person named, whatever they lack. */
  forced(rows: Row[]): Candidate {
    const found = this.match(rows) ?? {
      rows: rows.map((row) => row.row),
      columns: [],
      aside: [],
      missing: this.required(),
      ...allOf(headingParts(rows)),
    }
    this.lacking = found.missing
    this.fullest = found.all
    return found
  }

  /** The answer when the sheet ends with its headings. */
  end(): Headings | null {
    return this.candidate?.found ?? null
  }

  private noteFullest(row: Row): void {
    if (this.seen++ > FULLEST_AMONG) return
    const texts = row.cells.flatMap((cell) =>
      cell?.kind === 'text' && cell.text.trim() !== '' && cell.text.length <= 40 ? [textOf(cell)] : [],
    )
    if (texts.length > this.fullest.length) this.fullest = texts
  }

  private seen = 0

  private required(): string[] {
    return Object.entries(columnsOf(this.kind)).flatMap(([field, column]) =>
      column.required && !this.map.defaults.has(field) && !this.titled.has(field) ? [field] : [],
    )
  }

  /** A second heading row names a field by its own lower part. */
  private namesItself(row: Row): boolean {
    const alone = this.match([row])
    return alone !== null && alone.columns.some((column) => column.how !== 'WEAK')
  }

  /** A row of group headings above: merged with the row below, or with cells of its own drawn over several columns. */
  private belongs(upper: Row, lower: Row): boolean {
    const filled = upper.cells.filter((cell) => !isBlank(cell)).length
    if (filled < 2) return false
    const touches = this.merged.filter((range) => range.top === upper.row && range.top <= lower.row)
    return touches.some((range) => range.bottom >= lower.row || range.right > range.left)
  }

  private match(rows: Row[]): Candidate | null {
    const parts = headingParts(rows)
    const byField = new Map<string, FoundColumn & { weak: boolean }>()
    const aside: (FoundColumn & { weak: boolean })[] = []
    const counts = new Map<string, number>()
    for (const part of parts) if (part) counts.set(part.lower, (counts.get(part.lower) ?? 0) + 1)
    parts.forEach((part, index) => {
      if (!part) return
      const unique = part.joined === part.lower || counts.get(part.lower) === 1
      const keys = unique ? [part.joined, part.lower] : [part.joined]
      const meant = firstOf(keys, (key) => this.fieldOf(key)) ?? this.leftOut(keys) ?? firstOf(keys, (key) => this.likely(key))
      if (!meant) return
      const how: How = this.map.fieldByHeading ? 'MAPPED' : meant.weak ? 'WEAK' : 'EXACT'
      const found = { ...meant, how, index, heading: part.heading, likeness: keys }
      const known = byField.get(meant.field)
      if (meant.aside) aside.push(found)
      else if (!known || (known.weak && !meant.weak)) byField.set(meant.field, found)
    })
    if (byField.size === 0) return null
    if (!this.map.fieldByHeading) this.letStandIn(byField, aside)
    const instead = new Set([...byField.keys()].flatMap((field) => columnsOf(this.kind)[field]?.insteadOf ?? []))
    const missing = this.required().filter((field) => !byField.has(field) && !instead.has(field))
    return {
      rows: rows.map((row) => row.row),
      columns: [...byField.values()].sort((a, b) => a.index - b.index),
      aside: aside.map(({ field, index, heading }) => ({ field, index, heading })),
      missing,
      ...allOf(parts),
    }
  }

  private fieldOf(key: string): Meant | null {
    if (this.map.fieldByHeading) {
      const field = this.map.fieldByHeading.get(key)
      return field ? { field, weak: false, aside: columnsOf(this.kind)[field]?.aside ?? false } : null
    }
    return synonymsOf(this.kind).get(key) ?? null
  }

  /** What a heading that nothing names may well mean by its make; a mapping leaves nothing to guess. */
  private likely(key: string): Meant | null {
    const field = this.map.fieldByHeading ? null : likelyField(this.kind, key)
    return field === null ? null : { field, weak: true, aside: false }
  }

  /** What a mapping leaves out and yet is known: a person's column still masks, and others are said to be passed over. */
  private leftOut(keys: readonly string[]): Meant | null {
    const meant = keys.map((key) => synonymsOf(this.kind).get(key)).find((one) => one !== undefined)
    const column = meant && columnsOf(this.kind)[meant.field]
    return meant && (column?.aside || column?.personal) ? { ...meant, aside: true } : null
  }

  /** Columns in the registry's order take the place of a field that no heading names, or a weak one. */
  private letStandIn(byField: Map<string, FoundColumn & { weak: boolean }>, aside: (FoundColumn & { weak: boolean })[]): void {
    for (const [field, { standsInFor }] of Object.entries(columnsOf(this.kind))) {
      if (!standsInFor) continue
      const target = byField.get(standsInFor.field)
      const place = aside.findIndex((one) => one.field === field)
      const own = place >= 0 ? aside[place] : byField.get(field)
      if (!own || (target && !target.weak)) continue
      if (place >= 0) aside.splice(place, 1)
      else byField.delete(field)
      const { where } = standsInFor
      byField.set(standsInFor.field, { ...own, field: standsInFor.field, weak: false, ...(where ? { where } : {}) })
    }
  }
}

function better(one: Candidate | null, two: Candidate | null, belongs: () => boolean): Candidate | null {
  if (!two) return one
  if (!one) return two
  if (two.columns.length > one.columns.length) return two
  return two.columns.length === one.columns.length && two.missing.length === 0 && belongs() ? two : one
}

/** A line above the table (“单位：… 日期：…”) reads like two weak headings: these alone take several, or most of the row. */
function isSure({ columns, all }: Candidate): boolean {
  return columns.length >= 4 || columns.length * 2 > all.length || columns.some((column) => column.how !== 'WEAK')
}

function firstOf(keys: readonly string[], meaning: (key: string) => Meant | null): Meant | null {
  for (const key of keys) {
    const meant = meaning(key)
    if (meant) return meant
  }
  return null
}

const FULLEST_AMONG = 30

type HeadingPart = { joined: string; lower: string; heading: string; upper: string | null }

function allOf(parts: readonly (HeadingPart | null)[]): { all: string[]; cells: HeadingCell[] } {
  return {
    all: parts.flatMap((part) => part?.heading ?? []),
    cells: parts.flatMap((part, index) => (part ? { index, heading: part.heading, upper: part.upper } : [])),
  }
}

/** The headings of each column: a blank lower part takes the upper one, a blank upper part its left neighbour's. */
export function headingParts(rows: Row[]): (HeadingPart | null)[] {
  const [first, second] = rows as [Row, Row | undefined]
  const width = Math.max(first.cells.length, second?.cells.length ?? 0)
  const parts: (HeadingPart | null)[] = []
  let left = ''
  for (let index = 0; index < width; index++) {
    const upper = textOf(first.cells[index])
    if (upper !== '') left = upper
    const lower = second ? textOf(second.cells[index]) : ''
    const own = second ? lower || upper : upper
    if (own === '') parts.push(null)
    else
      parts.push({ joined: likeness(lower ? left + lower : own), lower: likeness(own), heading: own, upper: lower && left ? left : null })
  }
  return parts
}

function textOf(cell: Cell | undefined): string {
  return cell ? tidy(cell.text).replace(/\s+/g, ' ') : ''
}

type Meant = { field: string; weak: boolean; aside: boolean }
const synonyms = new Map<ImportKind, Map<string, Meant>>()

/** Headings of a kind by likeness: key, labels and synonyms of every column. */
function synonymsOf(kind: ImportKind): Map<string, Meant> {
  const known = synonyms.get(kind)
  if (known) return known
  const byHeading = new Map<string, Meant>()
  for (const [field, column] of Object.entries(columnsOf(kind)) as [string, ImportColumn][]) {
    const aside = column.aside ?? false
    for (const text of [field, column.label.zh, column.label.en, ...column.synonyms])
      byHeading.set(likeness(text), { field, weak: false, aside })
    for (const text of column.weakSynonyms ?? [])
      if (!byHeading.has(likeness(text))) byHeading.set(likeness(text), { field, weak: true, aside })
  }
  synonyms.set(kind, byHeading)
  return byHeading
}
