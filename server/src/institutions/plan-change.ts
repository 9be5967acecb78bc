import type { Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { columnsOf } from '../imports/columns.ts'
import { readDate } from '../imports/dates.ts'
import { NameIndex } from '../imports/names.ts'
import type { HeldInstitution, PlannedInstitution } from '../imports/plan-institutions.ts'
import { textCell } from '../imports/readers/cells.ts'
import { heldInstitutions, matchRegions } from '../imports/small-kinds.ts'
import { readInstitution, type WrittenInstitution } from '../imports/small-rows.ts'
import { typedRow } from '../imports/typed-row.ts'
import { loadWorld } from '../imports/world.ts'
import { matchWords } from '../ledger/dictionary.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import { refuseChange, type ChangeProblem, type InstitutionAct } from './change.rules.ts'

/** What is to be written: values by the fields of the institutions import; a field that is absent stays as it is. */
export type WrittenAct = {
  act: Exclude<InstitutionAct, 'undo' | 'restore'>
  key: string | null
  validFrom: string | null
  /** Of a correction: from which day its version shall hold instead. */
  movedTo: string | null
  values: Readonly<Record<string, string | null>>
}
/** Where the one who asks may write. */
export type Domain = { regionId: number; regionIds: readonly number[] }
/** `id` below 0: a new one. */
export type PlannedChange = { id: number; name: string; planned: PlannedInstitution[]; from: string | null }

const newId = -1

/** What an act would write, every value read as the import reads it. @throws InvalidError with each field that cannot be. */
export async function planChange(tx: Transaction<Tables>, domain: Domain, asked: WrittenAct): Promise<PlannedChange> {
  const { named } = await loadWorld(tx, domain.regionId)
  const held = await heldInstitutions(tx)
  const id = asked.key === null ? newId : (named.find((one) => one.key === asked.key)?.id ?? null)
  const versions = id === null ? [] : held.filter((one) => one.id === id)
  if (asked.act !== 'register' && !versions.some((one) => domain.regionIds.includes(one.regionId))) throw unknownInstitution(asked.key)
  const problems = unknownFields(asked)
  const days = daysOf(asked, problems)
  const base = baseOf(asked, versions, days, problems)
  const written = readValues(asked, base, problems)
  const links = await linksOf(tx, domain, { written, named, problems, base, values: asked.values })
  if (asked.act === 'register' && written.code !== null && held.some((one) => one.code === written.code))
    problems.push({ path: 'code', reason: 'CODE_TAKEN', value: written.code })
  if (asked.act === 'register' && !domain.regionIds.includes(links.regionId)) problems.push({ path: 'region', reason: 'UNKNOWN_REGION' })
  refuseChange(problems)
  const one: PlannedInstitution = {
    seq: 0,
    outcome: asked.act === 'register' ? 'NEW' : 'CHANGED',
    id: id ?? newId,
    code: written.code,
    validFrom: days.from,
    name: written.name,
    aliases: written.aliases,
    ...links,
    newPeerGroup: null,
    newRegion: null,
    ranked: written.ranked,
    openedOn: written.openedOn,
    closedOn: written.closedOn,
    displayOrder: written.displayOrder ?? 0,
  }
  if (base && days.from === base.validFrom && !differs(base, one)) throw unchanged()
  if (base && days.from !== base.validFrom && asked.act === 'add' && !differs(base, one)) throw unchanged()
  return { id: one.id, name: one.name, planned: [...leftBehind(asked, versions, base, days), one], from: earlier(days.from, base, asked) }
}

type Days = { from: string | null }

function unknownFields({ values, act }: WrittenAct): ChangeProblem[] {
  const known = columnsOf('institutions')
  return Object.keys(values).flatMap((field): ChangeProblem[] => {
    if (!Object.hasOwn(known, field) || field === 'validFrom') return [{ path: field.slice(0, 40), reason: 'UNKNOWN_FIELD' }]
    return field === 'code' && act !== 'register' ? [{ path: field, reason: 'FIXED' }] : []
  })
}

function daysOf(asked: WrittenAct, problems: ChangeProblem[]): Days {
  const written =
    asked.act === 'close' ? asked.values['closedOn'] : asked.act === 'correct' ? (asked.movedTo ?? asked.validFrom) : asked.validFrom
  const path = asked.act === 'close' ? 'closedOn' : 'validFrom'
  const text = (written ?? '').trim()
  if (text === '') {
    if (asked.act === 'add' || asked.act === 'close') problems.push({ path, reason: 'MISSING_DATE' })
    return { from: null }
  }
  const day = readDate(textCell(text), { from1904: false, style: null })?.day
  if (day === undefined || day < '1900-01-01' || day > '2100-12-31') {
    problems.push({ path, reason: 'NOT_A_DAY', value: text.slice(0, 40) })
    return { from: null }
  }
  return { from: day }
}

/** The version that the values stand on; a version of a day is looked for among those in force. */
function baseOf(
  asked: WrittenAct,
  versions: readonly HeldInstitution[],
  { from }: Days,
  problems: ChangeProblem[],
): HeldInstitution | null {
  if (asked.act === 'register') return null
  const onDay = (day: string | null) => versions.find((one) => one.validFrom === day)
  const inForce = versions.findLast((one) => one.validFrom === null || (from !== null && one.validFrom <= from)) ?? versions[0] ?? null
  if (asked.act === 'add') {
    if (from !== null && onDay(from)) problems.push({ path: 'validFrom', reason: 'DAY_TAKEN' })
    return inForce
  }
  if (asked.act === 'close') {
    if (inForce?.closedOn != null) problems.push({ path: 'closedOn', reason: 'ALREADY_CLOSED', value: inForce.closedOn })
    const later = from === null ? undefined : versions.find((one) => one.validFrom !== null && one.validFrom > from)
    if (later) problems.push({ path: 'closedOn', reason: 'LATER_VERSIONS', value: later.validFrom ?? '' })
    return inForce
  }
  const own = onDay(asked.validFrom === '' ? null : asked.validFrom)
  if (!own) {
    problems.push({ path: 'validFrom', reason: 'NO_SUCH_VERSION' })
    return inForce
  }
  if (from !== own.validFrom) checkMove(own, versions, from, problems)
  return own
}

function checkMove(own: HeldInstitution, versions: readonly HeldInstitution[], to: string | null, problems: ChangeProblem[]): void {
  const place = versions.indexOf(own)
  const [before, after] = [versions[place - 1], versions[place + 1]]
  if (!before) problems.push({ path: 'validFrom', reason: 'FIRST_VERSION' })
  else if (to === null || to <= (before.validFrom ?? '') || (after !== undefined && to >= (after.validFrom ?? '')))
    problems.push({ path: 'validFrom', reason: 'DAY_OUT_OF_ORDER' })
}

/** A version that moves leaves its day to what held before it: nothing is deleted, and nothing turns on that day any more. */
function leftBehind(
  asked: WrittenAct,
  versions: readonly HeldInstitution[],
  base: HeldInstitution | null,
  { from }: Days,
): PlannedInstitution[] {
  if (asked.act !== 'correct' || !base || base.validFrom === from) return []
  const before = versions[versions.indexOf(base) - 1]
  return before ? [{ ...before, validFrom: base.validFrom, seq: 0, outcome: 'CHANGED', newPeerGroup: null, newRegion: null }] : []
}

function earlier(from: string | null, base: HeldInstitution | null, { act }: WrittenAct): string | null {
  if (act !== 'correct' || !base) return from
  return base.validFrom === null || from === null ? null : base.validFrom < from ? base.validFrom : from
}

/** The values by the rules of the import; what is not asserted is as the base has it. */
function readValues(asked: WrittenAct, base: HeldInstitution | null, problems: ChangeProblem[]): WrittenInstitution {
  const typed = new Map(Object.entries(asked.values).map(([field, value]) => [field, (value ?? '').trim()]))
  const { row, byField, context } = typedRow('institutions', typed.has('name') || !base ? typed : new Map([...typed, ['name', base.name]]))
  const { value, faults } = readInstitution(row, byField, context)
  for (const { field, reason, value: shown } of faults)
    problems.push({ path: field, reason, ...(shown ? { value: shown.slice(0, 60) } : {}) })
  const has = (field: string) => typed.has(field)
  return {
    name: value?.name ?? base?.name ?? '',
    code: base?.code ?? value?.code ?? null,
    peerGroup: value?.peerGroup ?? null,
    aliases: has('aliases') ? (value?.aliases ?? []) : (base?.aliases ?? []),
    parent: value?.parent ?? null,
    region: value?.region ?? null,
    ranked: has('ranked') ? (value?.ranked ?? null) : (base?.ranked ?? null),
    openedOn: has('openedOn') ? (value?.openedOn ?? null) : (base?.openedOn ?? null),
    closedOn: has('closedOn') ? (value?.closedOn ?? null) : (base?.closedOn ?? null),
    validFrom: null,
    displayOrder: has('displayOrder') ? (value?.displayOrder ?? null) : (base?.displayOrder ?? null),
    successor: value?.successor ?? null,
  }
}

type Linking = {
  written: WrittenInstitution
  named: ConstructorParameters<typeof NameIndex>[0]
  problems: ChangeProblem[]
  base: HeldInstitution | null
  values: WrittenAct['values']
}
type Links = Pick<PlannedInstitution, 'parentId' | 'successorId' | 'peerGroupId' | 'regionId'>

/** Other institutions by name, alias or key, groups and regions by key or either name: as files write them. */
async function linksOf(tx: Transaction<Tables>, domain: Domain, linking: Linking): Promise<Links> {
  const { written, named, problems, base, values } = linking
  const names = new NameIndex(named.map((one) => ({ ...one, aliases: one.key === undefined ? one.aliases : [...one.aliases, one.key] })))
  const linked = (field: 'parent' | 'successor', held: number | null, reason: ChangeProblem['reason']): number | null => {
    if (!Object.hasOwn(values, field)) return held
    const name = written[field]
    const id = name === null ? null : names.find(name)
    if (name !== null && id === null) problems.push({ path: field, reason, value: name })
    return id
  }
  return {
    parentId: linked('parent', base?.parentId ?? null, 'UNKNOWN_PARENT'),
    successorId: linked('successor', base?.successorId ?? null, 'UNKNOWN_SUCCESSOR'),
    peerGroupId: await groupOf(tx, linking),
    regionId: await regionOf(tx, domain, linking),
  }
}

async function groupOf(tx: Transaction<Tables>, { written, problems, base, values }: Linking): Promise<number | null> {
  if (!Object.hasOwn(values, 'peerGroup')) return base?.peerGroupId ?? null
  if (written.peerGroup === null) return null
  const { revision } = await tx.selectFrom('revision_counter').select('revision').executeTakeFirstOrThrow()
  const id = (await matchWords(tx, 'peerGroup', [written.peerGroup], revision)).get(written.peerGroup) ?? null
  if (id === null) problems.push({ path: 'peerGroup', reason: 'UNKNOWN_PEER_GROUP', value: written.peerGroup })
  return id
}

async function regionOf(tx: Transaction<Tables>, domain: Domain, { written, problems, base, values }: Linking): Promise<number> {
  const held = base?.regionId ?? domain.regionId
  if (!Object.hasOwn(values, 'region') || written.region === null) return held
  const id = (await matchRegions(tx, [written.region])).get(written.region) ?? null
  if (id !== null && domain.regionIds.includes(id)) return id
  problems.push({ path: 'region', reason: 'UNKNOWN_REGION', value: written.region })
  return held
}

const compared = ['name', 'parentId', 'peerGroupId', 'regionId', 'ranked', 'openedOn', 'closedOn', 'successorId', 'displayOrder'] as const

function differs(a: HeldInstitution, b: PlannedInstitution): boolean {
  return compared.some((field) => a[field] !== b[field]) || [...a.aliases].sort().join('|') !== [...b.aliases].sort().join('|')
}

function unchanged(): ConflictError {
  return new ConflictError({ zh: '与现有登记一致，没有要改的。', en: 'It says so already; there is nothing to change.' }, [
    { path: 'values', reason: 'UNCHANGED' },
  ])
}

export function unknownInstitution(key: string | null): NotFoundError {
  return new NotFoundError(
    { zh: `没有机构“${key ?? ''}”，或您无权维护。`, en: `There is no institution “${key ?? ''}” that you may change.` },
    [{ path: 'key', reason: 'UNKNOWN_INSTITUTION' }],
  )
}
