import type { ReturnMeasure } from '../../ledger/return-words.ts'
import { measureEnding, measureOf, ofWhich, sumOf } from './words.ts'

/** A line of a table (a row or a column): the words that name it from the top, and its figures where they help to decide. */
export type Line = { parts: readonly string[]; figure(other: number): number | null }
/** Where a line stands: its path (empty: the whole), what it states where it says so. */
export type PlacedLine = { path: string[]; measure: ReturnMeasure | null; partial: boolean }

type Named = { parts: string[]; measure: ReturnMeasure | null; partial: boolean; sum: { name: string; whole: boolean } | null }

/**
 * Places lines in the tree that their words make. A sum's path is that of the group it adds up: the one whose name it
 * bears, the one it stands in, or, in a flat list, the lines before it since the last sum, or those that follow, as the
 * figures of `others` lines decide.
 */
export function placeLines(lines: readonly Line[], others: number): PlacedLine[] {
  const named = lines.map((line) => nameOf(line.parts))
  const placed: (PlacedLine | null)[] = named.map(() => null)
  let last: PlacedLine | null = null
  named.forEach((one, at) => {
    const { measure, sum } = one
    // A line that only says what it states belongs to the place before it.
    if (one.parts.length === 0 && sum === null && measure !== null && last !== null && measure !== 'count')
      placed[at] = { ...last, measure }
    else if (one.partial)
      placed[at] = {
        path: [...(last && last.path.length > 0 ? last.path : above(named, at)), ...one.parts.slice(-1)],
        measure,
        partial: true,
      }
    else {
      const path = sum === null ? one.parts : groupOfSum(named, one)
      placed[at] = path && { path, measure, partial: false }
      if (path) last = placed[at]
    }
  })
  return withFlatSums(lines, named, placed, others)
}

function nameOf(written: readonly string[]): Named {
  const parts = [...written]
  let measure: ReturnMeasure | null = null
  const place = parts.findLastIndex((part) => measureOf(part) !== null)
  if (place >= 0) measure = measureOf(parts.splice(place, 1)[0] ?? '')
  const tail = parts.at(-1)
  const ending = measure === null && tail !== undefined ? measureEnding(tail) : null
  if (ending) {
    parts.splice(-1, 1, ending.name)
    measure = ending.measure
  }
  const partial = parts.findIndex((part) => ofWhich(part) !== null)
  if (partial >= 0) parts.splice(partial, 1, ...[ofWhich(parts[partial] ?? '') ?? ''].filter((part) => part !== ''))
  const end = parts.at(-1)
  const sum = end === undefined ? null : sumOf(end)
  if (sum) parts.pop()
  return { parts, measure, partial: partial >= 0 && sum === null, sum }
}

function above(named: readonly Named[], at: number): string[] {
  return named[at]?.parts.slice(0, -1) ?? []
}

/** The path of what a sum adds up; null: a flat list has to tell. */
function groupOfSum(named: readonly Named[], { parts, sum }: Named): string[] | null {
  const name = sum?.name ?? ''
  if (sum?.whole && parts.length === 0) return []
  if (name !== '' && parts.at(-1) === name) return [...parts]
  const own = [...parts, name]
  const isGroup = (path: readonly string[]) =>
    named.some((one) => one.sum === null && one.parts.length > path.length && path.every((part, index) => one.parts[index] === part))
  if (name !== '' && isGroup(own)) return own
  if (parts.length > 0 && (name === '' || isGroup(parts))) return [...parts]
  return null
}

/** Sums in a flat list: a group is made of the lines that each adds up. */
function withFlatSums(lines: readonly Line[], named: readonly Named[], placed: (PlacedLine | null)[], others: number): PlacedLine[] {
  const open = placed.flatMap((one, at) => (one === null && (named[at]?.measure ?? 'count') === 'count' ? [at] : []))
  if (open.length > 0) {
    const flat = (named[open[0] ?? 0]?.parts ?? []).length
    const whole = lastWhole(named, placed)
    const choices = [groupsBefore(placed, open, flat), groupsAfter(placed, open, flat, whole)]
    const misses = choices.map((groups) => groups.reduce((sum, group) => sum + missesOf(lines, named, group, others), 0))
    const chosen = ((misses[1] ?? 0) < (misses[0] ?? 0) ? choices[1] : choices[0]) ?? []
    const groups = chosen.map((group) => refined(lines, named, placed, group, { flat, others }))
    groups.forEach(({ sum, members }, index) => {
      const name = named[sum]?.sum?.name
      const parts = named[sum]?.parts ?? []
      if (members.length === 0)
        placed[sum] = { path: [...parts, name || `小计${index + 1}`], measure: named[sum]?.measure ?? null, partial: false }
      // The only sum of everything there is says 小计 and means 合计.
      else if (open.length === 1 && whole === null && members.length === leavesIn(placed))
        placed[sum] = { path: [], measure: named[sum]?.measure ?? null, partial: false }
      else gather(placed, members, sum, [...parts, name || `第${index + 1}组`], named[sum]?.measure ?? null)
    })
  }
  let last: PlacedLine = { path: [], measure: null, partial: false }
  return placed.map((one, at) => {
    last = one ?? { ...last, measure: named[at]?.measure ?? null }
    return last
  })
}

function gather(
  placed: (PlacedLine | null)[],
  members: readonly number[],
  sum: number,
  path: string[],
  measure: ReturnMeasure | null,
): void {
  for (const at of members) {
    const one = placed[at]
    if (one) placed[at] = { ...one, path: [...path, ...one.path.slice(path.length - 1)] }
  }
  placed[sum] = { path, measure, partial: false }
}

type Group = { sum: number; members: number[] }

function groupsBefore(placed: readonly (PlacedLine | null)[], open: readonly number[], flat: number): Group[] {
  let from = 0
  return open.map((sum) => {
    const members = leavesBetween(placed, from, sum, flat)
    from = sum + 1
    return { sum, members }
  })
}

function groupsAfter(placed: readonly (PlacedLine | null)[], open: readonly number[], flat: number, whole: number | null): Group[] {
  return open.map((sum, index) => {
    const next = open[index + 1] ?? (whole !== null && whole > sum ? whole : placed.length)
    return { sum, members: leavesBetween(placed, sum + 1, next, flat) }
  })
}

function leavesBetween(placed: readonly (PlacedLine | null)[], from: number, end: number, flat: number): number[] {
  return placed.flatMap((one, at) => (at >= from && at < end && one && one.path.length > flat ? [at] : []))
}

function leavesIn(placed: readonly (PlacedLine | null)[]): number {
  return placed.filter((one) => one && one.path.length > 0).length
}

function lastWhole(named: readonly Named[], placed: readonly (PlacedLine | null)[]): number | null {
  const at = placed.findLastIndex((one, index) => one?.path.length === 0 && named[index]?.sum?.whole === true)
  return at < 0 ? null : at
}

/** Where most lines contradict, the run of neighbours on either side that they contradict least. */
function refined(
  lines: readonly Line[],
  named: readonly Named[],
  placed: readonly (PlacedLine | null)[],
  group: Group,
  { flat, others }: { flat: number; others: number },
): Group {
  const wrong = missesOf(lines, named, group, others)
  if (wrong * 2 <= others) return group
  const isLeaf = (at: number) => placed[at] !== null && placed[at] !== undefined && placed[at].path.length > flat
  let best = { group, wrong }
  for (const step of [-1, 1]) {
    const members: number[] = []
    for (let at = group.sum + step; isLeaf(at); at += step) {
      members.push(at)
      const run = { sum: group.sum, members: [...members] }
      const misses = members.length < 2 ? others : missesOf(lines, named, run, others)
      if (misses * 2 < best.wrong) best = { group: run, wrong: misses }
    }
  }
  return best.group
}

/** In how many of the crossing lines the sum is not that of its members. */
function missesOf(lines: readonly Line[], named: readonly Named[], { sum, members }: Group, others: number): number {
  let misses = members.length === 0 ? others : 0
  const counted = members.filter((at) => (named[at]?.measure ?? 'count') === 'count')
  for (let other = 0; other < others; other++) {
    const stated = lines[sum]?.figure(other) ?? null
    const made = counted.reduce((total, at) => total + (lines[at]?.figure(other) ?? 0), 0)
    if (stated !== null && stated !== made) misses++
  }
  return misses
}
