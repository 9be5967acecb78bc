import type { SubjectKind } from '../../ledger/returns.ts'
import type { FullLabel } from '../../platform/label.ts'
import { NameIndex, plainName, type Named } from '../names.ts'
import { likeWord } from '../written.ts'
import type { WrittenCell, WrittenReturnRow } from './written-return.ts'

/** Everybody who may report, as names are looked up. */
export type SubjectFacts = {
  named: readonly Named[]
  /** The node that an institution lies at. */
  regionOfInstitution: ReadonlyMap<number, number>
  peerGroups: readonly { id: number; label: FullLabel; names: readonly string[] }[]
  regions: readonly { id: number; label: FullLabel; names: readonly string[] }[]
  rootRegionId: number
}
export type SubjectFound = {
  key: string
  kind: SubjectKind
  name: FullLabel
  regionId: number
  institutionId: number | null
  peerGroupId: number | null
  /** The rows of the table are institutions of the ledger: the jurisdiction's return lists them. */
  listsInstitutions: boolean
}

/** Finds whose return it is: as written, else in the title, the sheet's and the file's name, else a list of institutions is the jurisdiction's. */
export class SubjectFinder {
  private readonly names: NameIndex
  private readonly plain: { id: number; name: string; plain: string }[]
  private readonly known = new Map<string, SubjectFound | null>()

  constructor(private readonly facts: SubjectFacts) {
    this.names = new NameIndex(facts.named)
    this.plain = facts.named
      .flatMap(({ id, name, aliases }) => [name, ...aliases].map((one) => ({ id, name, plain: plainName(one) })))
      .filter((one) => one.plain.length >= 3)
      .sort((a, b) => b.plain.length - a.plain.length)
  }

  /** `texts`: what stands near, nearest first; `table`: all cells of the row's table, asked for where nobody is named. */
  find({ subject, jurisdiction }: WrittenReturnRow, texts: readonly string[], table: () => readonly WrittenCell[]): SubjectFound | null {
    const key = JSON.stringify([subject, jurisdiction, texts])
    const known = this.known.get(key)
    if (known !== undefined) return known
    const found = subject === null && jurisdiction === null ? this.near(texts, table()) : this.named(subject, jurisdiction)
    this.known.set(key, found)
    return found
  }

  private named(subject: string | null, jurisdiction: string | null): SubjectFound | null {
    const region = jurisdiction === null ? this.facts.rootRegionId : this.region(jurisdiction)
    if (region === null) return null
    if (subject === null) return this.ofRegion(region, false)
    const id = this.names.find(subject)
    if (id !== null) return this.ofInstitution(id)
    const group = this.facts.peerGroups.find((one) => one.names.some((name) => likeWord(name) === likeWord(subject)))
    if (group)
      return {
        key: `G${group.id}@${region}`,
        kind: 'PEER_GROUP',
        name: group.label,
        regionId: region,
        institutionId: null,
        peerGroupId: group.id,
        listsInstitutions: false,
      }
    const own = this.region(subject)
    return own === null ? null : this.ofRegion(own, false)
  }

  private near(texts: readonly string[], cells: readonly WrittenCell[]): SubjectFound | null {
    const lists = this.listsInstitutions(cells)
    for (const text of texts) {
      const plain = plainName(text)
      const bank = this.plain.find((one) => plain.includes(one.plain))
      if (bank) return this.ofInstitution(bank.id)
    }
    for (const text of texts) {
      const region = this.facts.regions.find((one) => one.names.some((name) => name.length >= 2 && likeWord(text).includes(likeWord(name))))
      if (region) return this.ofRegion(region.id, lists)
    }
    return lists ? this.ofRegion(this.facts.rootRegionId, true) : null
  }

  private listsInstitutions(cells: readonly WrittenCell[]): boolean {
    const places = new Set(
      cells.flatMap((cell) => (['branch', 'institution', 'item'].includes(cell.breakdown) ? (cell.path.at(-1) ?? []) : [])),
    )
    const met = [...places].filter((place) => this.names.find(place) !== null).length
    return met >= 2 && met * 2 >= places.size
  }

  private ofInstitution(id: number): SubjectFound {
    const name = this.facts.named.find((one) => one.id === id)?.name ?? ''
    return {
      key: `I${id}`,
      kind: 'INSTITUTION',
      name: { zh: name, en: name },
      regionId: this.facts.regionOfInstitution.get(id) ?? this.facts.rootRegionId,
      institutionId: id,
      peerGroupId: null,
      listsInstitutions: false,
    }
  }

  private ofRegion(id: number, listsInstitutions: boolean): SubjectFound {
    const name = this.facts.regions.find((one) => one.id === id)?.label ?? { zh: '', en: '' }
    return { key: `R${id}`, kind: 'JURISDICTION', name, regionId: id, institutionId: null, peerGroupId: null, listsInstitutions }
  }

  private region(written: string): number | null {
    return this.facts.regions.find((one) => one.names.some((name) => likeWord(name) === likeWord(written)))?.id ?? null
  }
}
