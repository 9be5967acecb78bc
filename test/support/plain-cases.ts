import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { DimensionKey } from '../../server/src/analytics/dimensions.ts'
import type { Tables } from '../../server/src/db/tables.ts'
import type { DictionaryEntry } from '../../server/src/ledger/dictionary.ts'

type Keyed = Partial<Record<DimensionKey, string>>
type Keyeds = Partial<Record<DimensionKey, string[]>>

/** One counted complaint as the ledger held it, with the keys of its row and of every filter that holds it. */
export type Case = {
  register: number
  ranked: number
  named: number
  regionId: number
  received: string
  finished: string | null
  left: string | null
  due: string
  days: number | null
  onTime: boolean | null
  /** Came into a month that was closed already. */
  late: boolean
  represents: boolean
  /** In fen; text, because a number does not hold all of them. */
  amount: string | null
  text: string
  row: Keyed
  under: Keyeds
  decided: boolean
  upheld: boolean
  answered: boolean
  satisfied: boolean
  major: boolean
}

export type PlainRegion = { id: number; key: string; parent: number | null; level: string }
type Raw = Omit<Case, 'late' | 'row' | 'under' | 'decided' | 'upheld' | 'answered' | 'satisfied' | 'major'> & {
  status: number
  source: string
  month: string
  /** The revision at which it first lay in its month. */
  cameIn: number
  persons: number | null
  onSite: boolean | null
  workWord: string | null
  hasDomain: boolean
  category: number
  cause: number
  lodgingChannel: number
  serviceChannel: number
  outcome: number
  satisfaction: number
  severity: number
  rightsDomain: number
  rightInfringed: number
  complainantType: number
  meansOfHandling: number
}

/** Every counted complaint that a viewer sees as of a revision, row by row; a word is looked up beside its row. */
export async function loadCases(
  tx: Transaction<Tables>,
  viewer: Viewer,
  revision: number,
  { regions, dictionary, known }: { regions: PlainRegion[]; dictionary: DictionaryEntry[]; known: ReadonlySet<string> | null },
): Promise<Case[]> {
  const held = sql`v.from_revision <= ${revision} and (v.to_revision is null or v.to_revision > ${revision})`
  const means = (column: string) => sql`coalesce((select m.entry_id from word_meaning m where m.word_id = v.${sql.ref(column)}
    and m.from_revision <= ${revision} and (m.to_revision is null or m.to_revision > ${revision})), 0)`
  const { rows } = await sql<Raw>`
    select v.register, v.ranked_institution_id as ranked, v.institution_id as named, v.region_id as "regionId", v.received_on as received,
           v.finished_on as finished, v.left_on as left, v.due_on as due, v.handling_days as days, v.on_time as "onTime", v.represents,
           v.amount_fen::text as amount, coalesce(t.masked, '') as text, v.status, s.name as source, v.month,
           (select min(o.from_revision) from complaint_version o where o.complaint_id = v.complaint_id and o.month = v.month) as "cameIn", v.complainant_count as persons,
           v.on_site as "onSite", w.word as "workWord", v.rights_domain_word_id is not null as "hasDomain",
           v.category_id as category, v.cause_id as cause, v.lodging_channel_id as "lodgingChannel", v.service_channel_id as "serviceChannel",
           v.upheld_id as outcome, v.satisfaction_id as satisfaction, ${means('severity_word_id')} as severity,
           ${means('rights_domain_word_id')} as "rightsDomain", ${means('right_infringed_word_id')} as "rightInfringed",
           ${means('complainant_type_word_id')} as "complainantType", ${means('means_of_handling_word_id')} as "meansOfHandling"
      from complaint_version v join complaint c on c.id = v.complaint_id join complaint_source s on s.id = c.source_id
      left join complaint_text t on t.id = v.text_id left join dictionary_word w on w.id = v.work_order_source_word_id
     where ${held} and v.kind = 1 and v.counted`.execute(tx)
  const { scope } = viewer
  const seen = (one: Raw) => scope.kind === 'ALL' || scope.regions.includes(one.regionId) || scope.institutions.includes(one.ranked)
  const entries = new Map(dictionary.map((entry) => [entry.id, entry]))
  const firstWord = new Map<string, string>()
  for (const { word } of (
    await sql<{
      word: string
    }>`select word from dictionary_word where kind = 'workOrderSource' and revision <= ${revision} order by id`.execute(tx)
  ).rows)
    if (!firstWord.has(word.replaceAll(' ', ''))) firstWord.set(word.replaceAll(' ', ''), word)
  const closings = await loadClosings(tx)
  const isLate = (raw: Raw) =>
    closings.some(
      ({ regionId, month, from, to }) =>
        regionId === raw.regionId && month === raw.month && from < raw.cameIn && (to === null || to > raw.cameIn),
    )
  const named = new Set(
    (await sql<{ name: string }>`select name from complaint_source where register = 1 and revision <= ${revision}`.execute(tx)).rows.map(
      (row) => row.name,
    ),
  )
  const sourceOf = ({ source }: Raw) => (known === null || known.has(source) || named.has(source) ? source : 'UNNAMED')
  return rows.filter(seen).map((raw) => caseOf({ ...raw, source: sourceOf(raw), late: isLate(raw) }, entries, regions, firstWord))
}

type Closing = { regionId: number; month: string; from: number; to: number | null }

/** Every stretch of revisions in which a month was closed, for each node whose complaints it closes. */
async function loadClosings(tx: Transaction<Tables>): Promise<Closing[]> {
  const nodes = await sql<{ id: number; parent: number | null }>`select region_id as id, parent_id as parent from region`.execute(tx)
  const closed = await sql<{ node: number; month: string; from: number; to: number | null }>`
    select region_id as node, month, from_revision as from, to_revision as to from month_close`.execute(tx)
  const byId = new Map(nodes.rows.map((node) => [node.id, node]))
  return nodes.rows.flatMap(({ id }) =>
    pathOf(id, (at) => byId.get(at)?.parent ?? null, byId).flatMap((above) =>
      closed.rows.filter((one) => one.node === above.id).map((one) => ({ ...one, regionId: id })),
    ),
  )
}

const ofEntries = [
  'category',
  'cause',
  'lodgingChannel',
  'serviceChannel',
  'outcome',
  'satisfaction',
  'severity',
  'rightInfringed',
  'complainantType',
  'meansOfHandling',
] as const
const statuses: Record<number, string> = { 1: 'OPEN', 2: 'CLOSED', 4: 'WITHDRAWN' }

function caseOf(
  raw: Raw & { late: boolean },
  entries: Map<number, DictionaryEntry>,
  regions: PlainRegion[],
  firstWord: Map<string, string>,
): Case {
  const row: Keyed = {}
  const under: Keyeds = {}
  const put = (dimension: DimensionKey, key: string, also: string[] = []) => {
    row[dimension] = key
    under[dimension] = [key, ...also]
  }
  const above = (id: number) => pathOf(id, (at) => entries.get(at)?.parentId ?? null, entries)
  const putEntry = (dimension: DimensionKey, id: number) => {
    const path = above(id)
    const [own] = path
    const parent = [...entries.values()].some((entry) => entry.parentId === id)
    put(
      dimension,
      own ? (parent ? `=${own.key}` : own.key) : 'UNCLASSIFIED',
      path.map((entry) => entry.key),
    )
    return path
  }
  for (const dimension of ofEntries) putEntry(dimension, raw[dimension])
  for (const [dimension, id] of [
    ['categoryTop', raw.category],
    ['causeTop', raw.cause],
  ] as const)
    put(dimension, above(id).at(-1)?.key ?? 'UNCLASSIFIED')
  const ofCategory = above(raw.category)
    .map((entry) => entry.attributes.rightsDomain)
    .find((key) => key !== undefined)
  const domain = raw.hasDomain
    ? raw.rightsDomain
    : ([...entries.values()].find((entry) => entry.kind === 'rightsDomain' && entry.key === ofCategory)?.id ?? 0)
  const department = putEntry('rightsDomain', domain)
    .map((entry) => entry.attributes.department)
    .find((key) => key !== undefined)
  put('department', department ?? 'UNCLASSIFIED')
  put('status', statuses[raw.status] ?? '')
  put('entry', raw.late ? 'LATE' : 'IN_TIME')
  put('source', raw.source)
  put('workOrderSource', raw.workWord === null ? 'UNCLASSIFIED' : (firstWord.get(raw.workWord.replaceAll(' ', '')) ?? ''))
  placeRegion(raw.regionId, regions, put)
  const [outcome, satisfaction, severity] = [above(raw.outcome), above(raw.satisfaction), above(raw.severity)]
  const satisfied = satisfaction.map((entry) => entry.attributes.satisfied).find((one) => one !== undefined)
  const known = outcome.map((entry) => entry.key).find((key) => ['UPHELD', 'PARTLY', 'NOT_UPHELD'].includes(key))
  return {
    ...raw,
    row,
    under,
    decided: known !== undefined,
    upheld: known === 'UPHELD' || known === 'PARTLY',
    answered: satisfied !== undefined,
    satisfied: satisfied === true,
    major: severity.some((entry) => entry.key === 'MAJOR') || ((raw.persons ?? 0) >= 20 && raw.onSite !== false),
  }
}

function placeRegion(id: number, regions: PlainRegion[], put: (dimension: DimensionKey, key: string, also?: string[]) => void): void {
  const byId = new Map(regions.map((region) => [region.id, region]))
  const path = pathOf(id, (at) => byId.get(at)?.parent ?? null, byId)
  const own = path[0]?.key ?? ''
  put(
    'region',
    regions.some((region) => region.parent === id) ? `=${own}` : own,
    path.map((region) => region.key),
  )
  for (const [dimension, level] of [
    ['nation', 'NATION'],
    ['province', 'PROVINCE'],
    ['city', 'CITY'],
    ['county', 'COUNTY'],
  ] as const)
    put(dimension, path.find((region) => region.level === level)?.key ?? 'UNDIVIDED')
}

/** A node and all above it. */
export function pathOf<T>(id: number, parentOf: (at: number) => number | null, nodes: ReadonlyMap<number, T>): T[] {
  const path: T[] = []
  for (let at: number | null = id; at !== null && nodes.has(at); at = parentOf(at)) path.push(nodes.get(at) as T)
  return path
}
