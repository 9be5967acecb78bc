import type { Viewer } from '../access/viewer.ts'
import { split } from '../complaints/correct.commands.ts'
import type { Db } from '../db/connect.ts'
import { confirmRepeats, dismissRepeats, undoRepeats, type Chosen } from '../matters/matters.commands.ts'
import type { ComplaintPair, RepeatCandidate, RepeatRows } from '../matters/matters.types.ts'
import { readRepeats } from '../matters/repeats.queries.ts'
import { screaming } from '../platform/enum.ts'
import { InvalidError } from '../platform/errors.ts'
import { print, tell } from './frame.ts'
import type { RepeatsOptions } from './repeats.ts'
import { demandPermission, withDatabase } from './with-database.ts'

const pageSize = 200

export function runRepeats(options: RepeatsOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    demandPermission(viewer, 'matter:merge')
    const asked = [options.confirm, options.dismiss, options.split, options.undo].filter((one) => one !== undefined)
    if (asked.length > 1) throw new InvalidError({ zh: '一次只能做一种改动。', en: 'One kind of change at a time.' })
    const rows = rowsOf(options)
    const reason = options.reason ?? ''
    if (options.confirm !== undefined) {
      const { value, change } = await confirmRepeats(db, viewer, await chosenBy(db, viewer, rows, options.confirm), reason)
      return told(options, { confirmed: value.count, change }, `${value.count} 对已合并 / pairs merged`)
    }
    if (options.dismiss !== undefined) {
      const { value, change } = await dismissRepeats(db, viewer, await chosenBy(db, viewer, rows, options.dismiss), reason)
      return told(options, { dismissed: value.count, change }, `${value.count} 对已排除 / pairs dismissed`)
    }
    if (options.split !== undefined) {
      const keys = options.split.split(',')
      const { change } = await split(db, viewer, { keys, reason })
      return told(options, { split: keys.length, change }, `${keys.length} 件已拆分 / complaints set free`)
    }
    if (options.undo !== undefined) {
      const { value, change } = await undoRepeats(db, viewer, options.undo, reason)
      return told(
        options,
        { undone: value, change },
        `已撤销 ${value.count}，另有改动的 ${value.passedOver} 保持原样 / undone, altered since and left`,
      )
    }
    return list(db, viewer, rows, options)
  })
}

function rowsOf({ period, register }: RepeatsOptions): RepeatRows {
  if (register !== 'REGULATOR' && register !== 'INSTITUTION')
    throw new InvalidError({ zh: `没有台账“${register}”。`, en: `There is no register ${register}.` })
  return { period: period ?? null, register: register === 'REGULATOR' ? 'regulator' : 'institution' }
}

async function chosenBy(db: Db, viewer: Viewer, rows: RepeatRows, named: string): Promise<Chosen> {
  if (named === 'all') return { rows, expected: (await readRepeats(db, viewer, { rows, first: 1, after: null })).totalCount }
  return { pairs: named.split(',').map(pairOf) }
}

function pairOf(text: string): ComplaintPair {
  const [one, other, ...more] = text.split('~')
  if (one && other && more.length === 0) return { one, other }
  throw new InvalidError({ zh: `“${text}”不是“键~键”。`, en: `“${text}” is not key~key.` })
}

function told(options: RepeatsOptions, result: Record<string, unknown> & { change: { revision: number } }, words: string): void {
  print(options.json ? JSON.stringify(result) : `${words}；修订 / revision ${result.change.revision}`)
}

/** Every candidate, page by page, then what confirming all of them would do. */
async function list(db: Db, viewer: Viewer, rows: RepeatRows, options: RepeatsOptions): Promise<void> {
  for (let after: string | null = null; ;) {
    const page = await readRepeats(db, viewer, { rows, first: pageSize, after })
    for (const one of page.rows) print(options.json ? JSON.stringify(jsonOf(one)) : lineOf(one))
    after = page.endCursor
    if (page.hasNextPage && after !== null) continue
    const { complaints, matters, mergedBefore, mergedAfter } = page.ifConfirmed
    tell(
      `${page.totalCount} 对 / pairs；全部确认：${complaints} 件并入 ${matters} 事，合并口径 ${mergedBefore} → ${mergedAfter} / if all are confirmed: ${complaints} complaints join ${matters} matters, merged ${mergedBefore} → ${mergedAfter}`,
    )
    return
  }
}

function jsonOf({ evidence, daysApart, earlier, later }: RepeatCandidate): object {
  const side = ({ complaint, represents }: RepeatCandidate['earlier']) => ({
    key: complaint.key,
    number: complaint.number,
    source: complaint.source,
    receivedOn: complaint.receivedOn,
    institution: complaint.rankedInstitution?.label.zh ?? null,
    represents,
  })
  return {
    pair: `${earlier.complaint.key}~${later.complaint.key}`,
    evidence: screaming(evidence),
    daysApart,
    earlier: side(earlier),
    later: side(later),
  }
}

const words = { samePerson: '同一投诉人', sameText: '内容相同', both: '同一投诉人、内容相同' }

function lineOf({ evidence, daysApart, earlier, later }: RepeatCandidate): string {
  const side = ({ complaint }: RepeatCandidate['earlier']) => `${complaint.number ?? '—'} (${complaint.source} ${complaint.receivedOn})`
  return [
    `${earlier.complaint.key}~${later.complaint.key}`,
    words[evidence],
    daysApart,
    side(earlier),
    side(later),
    later.complaint.rankedInstitution?.label.zh ?? '',
  ].join('\t')
}
