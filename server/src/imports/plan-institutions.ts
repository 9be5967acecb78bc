import { NameIndex } from './names.ts'
import type { Reason } from './reasons.ts'
import type { WrittenInstitution } from './small-rows.ts'
import { likeWord } from './written.ts'

export type StagedRow<T> = { seq: number; sheet: string | null; row: number; value: T }
export type RowFault = { seq: number; field: string; value: string; reason: Reason }

/** A version in force, as the ledger holds it. */
export type HeldInstitution = {
  id: number
  code: string | null
  regionId: number
  validFrom: string | null
  name: string
  aliases: string[]
  parentId: number | null
  peerGroupId: number | null
  ranked: boolean | null
  openedOn: string | null
  closedOn: string | null
  successorId: number | null
  displayOrder: number
}

/** Names to ids; null for a word that `create` will make an entry or a region of. Absent: unknown. */
export type InstitutionFacts = {
  held: readonly HeldInstitution[]
  peerGroups: ReadonlyMap<string, number | null>
  regions: ReadonlyMap<string, number | null>
  rootRegionId: number
  fields: ReadonlySet<string>
}

/** A version to write. Ids below 0 stand for institutions that this file brings, in the order of its rows. */
export type PlannedInstitution = Omit<HeldInstitution, 'peerGroupId' | 'regionId'> & {
  seq: number
  outcome: 'NEW' | 'CHANGED' | 'IDENTICAL'
  peerGroupId: number | null
  newPeerGroup: string | null
  regionId: number
  newRegion: string | null
}

export type InstitutionPlan = {
  planned: PlannedInstitution[]
  repeats: number
  faults: RowFault[]
  differing: { seq: number; field: string; before: string | null; after: string | null }[]
}

/** Compares rows of institutions with the ledger: which are new, changed, identical, and which cannot be taken. */
export function planInstitutions(rows: readonly StagedRow<WrittenInstitution>[], facts: InstitutionFacts): InstitutionPlan {
  return new Planner(rows, facts).plan()
}

class Planner {
  private readonly faults: RowFault[] = []
  private readonly rejected = new Set<number>()
  private readonly idOf = new Map<number, number>()
  private readonly heldById = new Map<number, HeldInstitution[]>()

  constructor(
    private readonly rows: readonly StagedRow<WrittenInstitution>[],
    private readonly facts: InstitutionFacts,
  ) {
    for (const held of facts.held) this.heldById.set(held.id, [...(this.heldById.get(held.id) ?? []), held])
  }

  plan(): InstitutionPlan {
    this.identify()
    for (const row of this.rows) this.checkWords(row)
    this.checkLinks()
    const planned: PlannedInstitution[] = []
    const differing: InstitutionPlan['differing'] = []
    const firsts = new Map<string, PlannedInstitution>()
    let repeats = 0
    for (const row of this.rows) {
      if (this.rejected.has(row.seq)) continue
      const one = this.version(row, differing)
      const key = `${one.id} ${one.validFrom ?? ''}`
      const first = firsts.get(key)
      if (!first) {
        firsts.set(key, one)
        planned.push(one)
      } else if (differences(first, one).length === 0 && first.newPeerGroup === one.newPeerGroup && first.newRegion === one.newRegion)
        repeats++
      else this.reject(row, 'name', row.value.name, 'CONFLICTING_REPEAT')
    }
    return { planned, repeats, faults: this.faults, differing }
  }

  /** Same code or same name is the same institution; a name that another institution has as its alias is that one. */
  private identify(): void {
    const byCode = new Map<string, number>()
    const byName = new Map<string, number>()
    const byAlias = new Map<string, number | null>()
    for (const held of this.facts.held) {
      if (held.code) byCode.set(held.code, held.id)
      byName.set(held.name, held.id)
      for (const alias of held.aliases) byAlias.set(alias, byAlias.has(alias) && byAlias.get(alias) !== held.id ? null : held.id)
    }
    const named = new Set(this.rows.map((row) => byName.get(row.value.name)).filter((id) => id !== undefined))
    let next = -1
    for (const row of this.rows) {
      const { code, name } = row.value
      const alias = byAlias.get(name)
      const aliased = alias !== undefined && alias !== null && !named.has(alias) ? alias : undefined
      const id = (code ? byCode.get(code) : undefined) ?? byName.get(name) ?? aliased ?? next--
      this.idOf.set(row.seq, id)
      byName.set(name, id)
      if (code) byCode.set(code, id)
    }
  }

  private checkWords(row: StagedRow<WrittenInstitution>): void {
    const { peerGroup, region } = row.value
    if (peerGroup !== null && !this.facts.peerGroups.has(peerGroup)) this.reject(row, 'peerGroup', peerGroup, 'UNKNOWN_PEER_GROUP')
    if (region !== null && !this.facts.regions.has(region)) this.reject(row, 'region', region, 'UNKNOWN_REGION')
  }

  /** A row whose parent or successor is unknown is not taken, nor one that hangs on such a row. */
  private checkLinks(): void {
    for (let before = -1; before !== this.rejected.size;) {
      before = this.rejected.size
      const index = this.names()
      for (const row of this.rows) {
        if (this.rejected.has(row.seq)) continue
        const { parent, successor } = row.value
        if (parent !== null && index.find(parent) === null) this.reject(row, 'parent', parent, 'UNKNOWN_PARENT')
        else if (successor !== null && index.find(successor) === null) this.reject(row, 'successor', successor, 'UNKNOWN_SUCCESSOR')
        else if (parent !== null && this.inCircle(row, index)) this.reject(row, 'parent', parent, 'CIRCULAR_PARENT')
      }
    }
    this.index = this.names()
  }

  private index: NameIndex = new NameIndex([])

  private names(): NameIndex {
    const ofFile = this.rows
      .filter((row) => !this.rejected.has(row.seq))
      .map((row) => ({ id: this.idOf.get(row.seq) as number, name: row.value.name, aliases: row.value.aliases, code: row.value.code }))
    return new NameIndex([...ofFile, ...this.facts.held])
  }

  private inCircle(row: StagedRow<WrittenInstitution>, index: NameIndex): boolean {
    const parents = new Map<number, number | null>()
    for (const held of this.facts.held) parents.set(held.id, held.parentId)
    for (const other of this.rows)
      if (!this.rejected.has(other.seq))
        parents.set(this.idOf.get(other.seq) as number, other.value.parent === null ? null : index.find(other.value.parent))
    const start = this.idOf.get(row.seq) as number
    let node = parents.get(start) ?? null
    for (let steps = 0; node !== null && steps <= parents.size; steps++) {
      if (node === start) return true
      node = parents.get(node) ?? null
    }
    return false
  }

  /** The row as a version: columns that the file lacks stay as the ledger has them. */
  private version(row: StagedRow<WrittenInstitution>, differing: InstitutionPlan['differing']): PlannedInstitution {
    const { value } = row
    const id = this.idOf.get(row.seq) as number
    const versions = this.heldById.get(id) ?? []
    const same = versions.find((held) => held.validFrom === value.validFrom)
    const base = same ?? versions.at(-1)
    const has = (field: string) => this.facts.fields.has(field)
    const one: PlannedInstitution = {
      seq: row.seq,
      outcome: 'NEW',
      id,
      code: has('code') ? (value.code ?? base?.code ?? null) : (base?.code ?? null),
      validFrom: value.validFrom,
      name: value.name,
      aliases: has('aliases') ? value.aliases : (base?.aliases ?? []),
      parentId: has('parent') ? (value.parent === null ? null : this.index.find(value.parent)) : (base?.parentId ?? null),
      peerGroupId: has('peerGroup')
        ? value.peerGroup === null
          ? null
          : (this.facts.peerGroups.get(value.peerGroup) ?? null)
        : (base?.peerGroupId ?? null),
      newPeerGroup:
        has('peerGroup') && value.peerGroup !== null && this.facts.peerGroups.get(value.peerGroup) === null ? value.peerGroup : null,
      regionId:
        has('region') && value.region !== null ? (this.facts.regions.get(value.region) ?? 0) : (base?.regionId ?? this.facts.rootRegionId),
      newRegion: has('region') && value.region !== null && this.facts.regions.get(value.region) === null ? value.region : null,
      ranked: has('ranked') ? value.ranked : (base?.ranked ?? null),
      openedOn: has('openedOn') ? value.openedOn : (base?.openedOn ?? null),
      closedOn: has('closedOn') ? value.closedOn : (base?.closedOn ?? null),
      successorId: has('successor') ? (value.successor === null ? null : this.index.find(value.successor)) : (base?.successorId ?? null),
      displayOrder: has('displayOrder') ? (value.displayOrder ?? 0) : (base?.displayOrder ?? 0),
    }
    if (id < 0) return one
    const changed = same ? differences(same, one) : null
    one.outcome = changed?.length === 0 && !one.newPeerGroup && !one.newRegion ? 'IDENTICAL' : 'CHANGED'
    for (const field of changed ?? []) differing.push({ seq: row.seq, field, before: shown(same?.[field]), after: shown(one[field]) })
    return one
  }

  private reject(row: StagedRow<WrittenInstitution>, field: string, value: string, reason: Reason): void {
    this.faults.push({ seq: row.seq, field, value, reason })
    this.rejected.add(row.seq)
  }
}

const COMPARED = [
  'code',
  'name',
  'aliases',
  'parentId',
  'peerGroupId',
  'regionId',
  'ranked',
  'openedOn',
  'closedOn',
  'successorId',
  'displayOrder',
] as const

function differences(held: HeldInstitution | PlannedInstitution, one: PlannedInstitution): (typeof COMPARED)[number][] {
  return COMPARED.filter((field) => {
    const [before, after] = [held[field], one[field]]
    if (Array.isArray(before) && Array.isArray(after)) return [...before].sort().join('|') !== [...after].sort().join('|')
    return before !== after
  })
}

function shown(value: HeldInstitution[(typeof COMPARED)[number]] | undefined): string | null {
  if (value === null || value === undefined) return null
  return Array.isArray(value) ? value.join('|') : String(value)
}

/** How region names are compared. */
export const regionKey = likeWord
