import { REASONS } from '../imports/reasons.ts'
import { likeWord } from '../imports/written.ts'
import { dayAfter, lastDay, type InstitutionHistory, type InstitutionVersion } from '../ledger/institution-history.ts'
import { InvalidError } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'

/** What may be done to an institution from its page. */
export const institutionActs = {
  register: { zh: '登记新机构', en: 'Enter a new institution' },
  add: { zh: '自某日起变更', en: 'Say what holds from a day on' },
  correct: { zh: '更正一次登记', en: 'Correct a version' },
  close: { zh: '终止', en: 'Close' },
  undo: { zh: '撤回', en: 'Take a change back' },
  restore: { zh: '恢复', en: 'Restore a change that was taken back' },
} as const satisfies Record<string, FullLabel>
export type InstitutionAct = keyof typeof institutionActs
export const institutionActKeys = Object.keys(institutionActs) as InstitutionAct[]

const reasons = {
  ...REASONS,
  DAY_TAKEN: { zh: '自该日起已有一次登记，请更正那一次', en: 'a version from that day is there already; correct that one' },
  DAY_OUT_OF_ORDER: { zh: '应晚于上一次、早于下一次登记的日期', en: 'must lie after the version before and before the next one' },
  FIRST_VERSION: {
    zh: '最早的一次登记一直追溯到最初，日期不能移动',
    en: 'the first version reaches back to the beginning; its day cannot be moved',
  },
  NOT_A_DAY: { zh: '请写成 1900 至 2100 年间的日期，如 2026-04-01', en: 'write a day between 1900 and 2100, as 2026-04-01' },
  NO_SUCH_VERSION: { zh: '没有自该日起的登记', en: 'there is no version from that day' },
  LATER_VERSIONS: { zh: '该日之后还有登记，请先更正或撤回它们', en: 'there are later versions; correct them or take them back first' },
  ALREADY_CLOSED: { zh: '已经登记为终止，请更正那一次登记', en: 'it is closed already; correct that version' },
  NAME_TAKEN: { zh: '同一时期已是另一家机构的名称或别名', en: 'another institution has that name or alias in the same time' },
  CODE_TAKEN: { zh: '编码已属于另一家机构', en: 'another institution has that code' },
  SELF_PARENT: { zh: '上级机构不能是自己', en: 'an institution cannot be its own parent' },
  SELF_SUCCESSOR: { zh: '承继机构不能是自己', en: 'an institution cannot succeed itself' },
  SUCCESSOR_WITHOUT_CLOSING: { zh: '有承继机构就应有终止日期', en: 'a successor needs a day of closing' },
  SUCCESSOR_CLOSED: { zh: '承继机构当时已经终止', en: 'the successor had closed by then' },
  CIRCULAR_SUCCESSOR: { zh: '承继机构成环', en: 'the successors form a circle' },
  FIXED: { zh: '编码登记后不能更改', en: 'the code cannot be changed later' },
  UNKNOWN_FIELD: { zh: '没有这一项', en: 'there is no such field' },
  IN_USE: { zh: '还有别的机构以它为上级或承继机构', en: 'other institutions have it as parent or successor' },
} as const satisfies Record<string, FullLabel>
export type ChangeReason = keyof typeof reasons

/** Values of a change as they came: texts by field. @throws InvalidError for anything else. */
export function readChangeValues(values: unknown): Record<string, string | null> {
  const entries = typeof values === 'object' && values !== null && !Array.isArray(values) ? Object.entries(values) : null
  if (entries?.every(([, value]) => value === null || typeof value === 'string'))
    return Object.fromEntries(entries) as Record<string, string | null>
  throw new InvalidError({ zh: '各项的值应为文字。', en: 'The values must be texts.' }, [{ path: 'values', reason: 'NOT_A_TEXT' }])
}

/** One value that cannot be: at which field of the form, why, and whom or what it meets. */
export type ChangeProblem = { path: string; reason: ChangeReason; value?: string }

/** All of them in one refusal; each field carries its own sentence in both languages. */
export function refuseChange(problems: readonly ChangeProblem[]): void {
  if (problems.length === 0) return
  const told = problems.map((one) => ({ ...one, sentence: sentenceOf(one) }))
  throw new InvalidError(
    { zh: told.map((one) => `${one.sentence.zh}。`).join(''), en: told.map((one) => `${capital(one.sentence.en)}.`).join(' ') },
    told.map(({ path, reason, value, sentence }) => ({ path, reason, params: { ...(value === undefined ? {} : { value }), sentence } })),
  )
}

function sentenceOf({ reason, value }: ChangeProblem): FullLabel {
  const { zh, en } = reasons[reason]
  return value === undefined || value === '' ? { zh, en } : { zh: `${zh}（${value}）`, en: `${en} (${value})` }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

type Stretch = InstitutionVersion & { from: string; to: string }

/**
 * What of an institution's history cannot be true together with the others': days in the wrong order, circles of parents
 * and successors, names of two at once.
 */
export function historyProblems(history: InstitutionHistory, id: number): ChangeProblem[] {
  const found = stretchesOf(history, id).flatMap((one) => [
    ...orderOf(one),
    ...parentsOf(history, one),
    ...successorsOf(history, one),
    ...namesOf(history, one),
  ])
  return [...new Map(found.map((one) => [`${one.path} ${one.reason} ${one.value ?? ''}`, one])).values()]
}

/** Problems that were there before are not this change's. */
export function newProblems(before: readonly ChangeProblem[], after: readonly ChangeProblem[]): ChangeProblem[] {
  return after.filter((one) => !before.some((old) => old.path === one.path && old.reason === one.reason && old.value === one.value))
}

/** Institutions that name one which is no longer there, as parent or successor. */
export function dangling(history: InstitutionHistory, gone: number): ChangeProblem[] {
  if (history.versionsOf(gone).length > 0) return []
  const users = history.latest().filter((state) => state.parentId === gone || state.successorId === gone)
  return users.map((state) => ({ path: 'key', reason: 'IN_USE' as const, value: state.name }))
}

function stretchesOf(history: InstitutionHistory, id: number): Stretch[] {
  const versions = history.versionsOf(id)
  return versions.map((version, place) => ({
    ...version,
    // Before its first day the first version is what there is.
    from: place === 0 ? '0001-01-01' : (version.validFrom ?? '0001-01-01'),
    to: versions[place + 1]?.validFrom ?? lastDay,
  }))
}

function orderOf({ openedOn, closedOn }: Stretch): ChangeProblem[] {
  return openedOn !== null && closedOn !== null && closedOn < openedOn ? [{ path: 'closedOn', reason: 'CLOSED_BEFORE_OPENED' }] : []
}

function parentsOf(history: InstitutionHistory, { id, parentId, from, to }: Stretch): ChangeProblem[] {
  if (parentId === null) return []
  if (parentId === id) return [{ path: 'parent', reason: 'SELF_PARENT' }]
  const days = history.turningDays().filter((day) => day >= from && day < to)
  const circular = [from, ...days].some((day) => {
    const seen = new Set<number>()
    for (let node: number | null = parentId; node !== null && !seen.has(node); node = history.stateOn(node, day)?.parentId ?? null) {
      if (node === id) return true
      seen.add(node)
    }
    return false
  })
  return circular ? [{ path: 'parent', reason: 'CIRCULAR_PARENT' }] : []
}

function successorsOf(history: InstitutionHistory, { id, successorId, closedOn }: Stretch): ChangeProblem[] {
  if (successorId === null) return []
  if (successorId === id) return [{ path: 'successor', reason: 'SELF_SUCCESSOR' }]
  if (closedOn === null) return [{ path: 'successor', reason: 'SUCCESSOR_WITHOUT_CLOSING' }]
  const day = dayAfter(closedOn)
  const later = history.turningDays().filter((one) => one > day)
  if ([day, ...later].some((one) => heirOn(history, id, successorId, one) === 'CIRCLE'))
    return [{ path: 'successor', reason: 'CIRCULAR_SUCCESSOR' }]
  return heirOn(history, id, successorId, day) === 'NOBODY' ? [{ path: 'successor', reason: 'SUCCESSOR_CLOSED' }] : []
}

/** Who stands for a closed institution on a day: somebody open, nobody, or a circle of closed ones. */
function heirOn(history: InstitutionHistory, id: number, successorId: number, day: string): 'OPEN' | 'NOBODY' | 'CIRCLE' {
  const seen = new Set<number>([id])
  for (let node: number | null = successorId; node !== null;) {
    if (seen.has(node)) return 'CIRCLE'
    seen.add(node)
    const state = history.stateOn(node, day)
    if (!state || state.closedOn === null || state.closedOn >= day) return 'OPEN'
    node = state.successorId
  }
  return 'NOBODY'
}

/** Names and aliases that another institution has in an overlapping time; a closed one leaves its name on its last day. */
function namesOf(history: InstitutionHistory, own: Stretch): ChangeProblem[] {
  const names = new Map(
    [[likeWord(own.name), 'name'], ...own.aliases.map((alias) => [likeWord(alias), 'aliases'] as const)].reverse() as [string, string][],
  )
  const until = (one: Stretch) => (one.closedOn !== null && one.closedOn < one.to ? dayAfter(one.closedOn) : one.to)
  return history
    .ids()
    .filter((other) => other !== own.id)
    .flatMap((other) => stretchesOf(history, other))
    .filter((other) => other.from < until(own) && own.from < until(other))
    .flatMap((other) =>
      [other.name, ...other.aliases].flatMap((name) => {
        const path = names.get(likeWord(name))
        return path ? [{ path, reason: 'NAME_TAKEN' as const, value: name === other.name ? name : `${name}：${other.name}` }] : []
      }),
    )
}
