import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'

/** What held about one institution on one day. `ranked` is the mark or, where none is set, the default of data.md 2. */
export type InstitutionState = {
  id: number
  key: string
  name: string
  aliases: string[]
  parentId: number | null
  peerGroupId: number | null
  regionId: number
  ranked: boolean
  openedOn: string | null
  closedOn: string | null
  successorId: number | null
  displayOrder: number
  validFrom: string | null
}
/** One dated version as it was written: `mark` is what it says of ranking, null where it leaves that to the default. */
export type InstitutionVersion = Omit<InstitutionState, 'ranked'> & { mark: boolean | null }
type Dated = InstitutionVersion
export type Period = { from: string; to: string }
/** `rankedId` null: outside the ranking; `closed`: the institution had closed before and nobody succeeds it. */
export type RankedInterval = { institutionId: number; from: string; to: string; rankedId: number | null; closed: boolean }

export const firstDay = '0001-01-01'
export const lastDay = '9999-12-31'

/** The institutions as of a revision: batches void then are left out, later versions of the same day replace earlier ones. */
export async function loadInstitutionHistory(tx: Transaction<Tables>, revision: number): Promise<InstitutionHistory> {
  const { rows } = await sql<Dated & { revision: number }>`
    select v.institution_id as id, i.key, v.name, v.aliases, v.parent_id as "parentId", v.peer_group_id as "peerGroupId",
           v.region_id as "regionId", v.ranked as mark, v.opened_on as "openedOn", v.closed_on as "closedOn",
           v.successor_id as "successorId", v.display_order as "displayOrder", v.valid_from as "validFrom", v.revision
      from institution_version v join institution i on i.institution_id = v.institution_id
     where v.revision <= ${revision}
       and not exists (select 1 from batch_void b where b.batch_id = v.batch_id
                          and b.from_revision <= ${revision} and (b.to_revision is null or b.to_revision > ${revision}))
     order by v.institution_id, v.valid_from nulls first, v.revision`.execute(tx)
  return new InstitutionHistory(rows)
}

export class InstitutionHistory {
  private readonly byId = new Map<number, Dated[]>()
  private readonly rankedNow = new Map<string, boolean>()

  /** Rows ordered by institution, day, revision; of one day the last counts. */
  constructor(rows: readonly Dated[]) {
    for (const row of rows) {
      const versions = this.byId.get(row.id) ?? []
      if (versions.at(-1)?.validFrom === row.validFrom && versions.length > 0) versions.pop()
      versions.push(row)
      this.byId.set(row.id, versions)
    }
  }

  /** All that is held of one institution, by day; each holds until the next. */
  versionsOf(id: number): readonly InstitutionVersion[] {
    return this.byId.get(id) ?? []
  }

  ids(): number[] {
    return [...this.byId.keys()]
  }

  /** The version in force on a day; before the first one, the first. Null for an institution not known. */
  stateOn(id: number, day: string): InstitutionState | null {
    const dated = this.datedOn(id, day)
    if (!dated) return null
    const { mark: _, ...state } = dated
    return { ...state, ranked: this.isRanked(id, day) }
  }

  /** The latest version of each institution: lists and names. */
  latest(): InstitutionState[] {
    return this.ids().flatMap((id) => this.stateOn(id, lastDay) ?? [])
  }

  /**
   * The nearest ranked institution at or above the one named, on the day of receipt; a closed one's successor stands
   * for it. Null: outside the ranking.
   */
  rankedAncestor(id: number, day: string): number | null {
    return this.trace(id, day).rankedId
  }

  /** False where the institution named had closed before the day and nobody succeeds it. */
  accepts(id: number, day: string): boolean {
    return !this.trace(id, day).closed
  }

  private trace(id: number, day: string): { rankedId: number | null; closed: boolean } {
    let node: number | null = id
    const seen = new Set<number>()
    while (node !== null && !seen.has(node)) {
      seen.add(node)
      const state = this.datedOn(node, day)
      if (!state) return { rankedId: null, closed: false }
      if (state.closedOn !== null && state.closedOn < day) {
        if (state.successorId === null) return { rankedId: null, closed: true }
        node = state.successorId
      } else if (this.isRanked(node, day)) {
        return { rankedId: node, closed: false }
      } else {
        node = state.parentId
      }
    }
    return { rankedId: null, closed: false }
  }

  /**
   * The members of a peer group in a period, in display order: ranked and in the group on the period's last day, or on
   * the closing day where they closed in it; opened before its end.
   */
  members(peerGroupId: number, regionIds: readonly number[], period: Period): InstitutionState[] {
    return this.membersOf(period)
      .filter((state) => state.peerGroupId === peerGroupId && regionIds.includes(state.regionId))
      .sort((a, b) => a.displayOrder - b.displayOrder || (a.name < b.name ? -1 : 1))
  }

  /** All members of all groups in a period, each as on the day that decides its membership. */
  membersOf(period: Period): InstitutionState[] {
    const last = dayBefore(period.to)
    return this.ids().flatMap((id) => {
      const atEnd = this.datedOn(id, last)
      if (!atEnd) return []
      if (atEnd.closedOn !== null && atEnd.closedOn < period.from) return []
      const day = atEnd.closedOn !== null && atEnd.closedOn < last ? atEnd.closedOn : last
      const state = this.stateOn(id, day)
      if (!state?.ranked || state.peerGroupId === null) return []
      return state.openedOn === null || state.openedOn < period.to
        ? [{ ...state, closedOn: atEnd.closedOn, successorId: atEnd.successorId }]
        : []
    })
  }

  /** An institution and all below it on a day. */
  subtree(id: number, day: string): number[] {
    const found = [id]
    for (const parent of found) {
      for (const other of this.ids()) {
        if (!found.includes(other) && this.datedOn(other, day)?.parentId === parent) found.push(other)
      }
    }
    return found
  }

  /** The ranked institution of each institution as a function of the day of receipt, in maximal stretches. */
  rankedIntervals(): RankedInterval[] {
    const starts = this.turningDays()
    return this.ids().flatMap((institutionId) => {
      const stretches: RankedInterval[] = []
      starts.forEach((from, index) => {
        const to = starts[index + 1] ?? lastDay
        const { rankedId, closed } = this.trace(institutionId, from)
        const before = stretches.at(-1)
        if (before && before.rankedId === rankedId && before.closed === closed) before.to = to
        else stretches.push({ institutionId, from, to, rankedId, closed })
      })
      return stretches
    })
  }

  /** The days on which anything of any institution turns, the first day of all days included. */
  turningDays(): string[] {
    const days = new Set([firstDay])
    for (const versions of this.byId.values()) {
      for (const version of versions) {
        if (version.validFrom) days.add(version.validFrom)
        if (version.closedOn) days.add(dayAfter(version.closedOn))
      }
    }
    return [...days].sort()
  }

  private datedOn(id: number, day: string): Dated | null {
    const versions = this.byId.get(id)
    if (!versions) return null
    return versions.findLast((one) => one.validFrom === null || one.validFrom <= day) ?? versions[0] ?? null
  }

  private isRanked(id: number, day: string): boolean {
    const key = `${id} ${day}`
    const known = this.rankedNow.get(key)
    if (known !== undefined) return known
    // A circle of parents ends here: the second visit finds this answer.
    this.rankedNow.set(key, false)
    const state = this.datedOn(id, day)
    const ranked = state === null ? false : (state.mark ?? (state.peerGroupId !== null && !this.rankedAbove(state, day)))
    this.rankedNow.set(key, ranked)
    return ranked
  }

  private rankedAbove(state: Dated, day: string): boolean {
    let parent = state.parentId
    for (let depth = 0; parent !== null && depth < 32; depth++) {
      if (this.isRanked(parent, day)) return true
      parent = this.datedOn(parent, day)?.parentId ?? null
    }
    return false
  }
}

export function dayAfter(day: string): string {
  return shiftDays(day, 1)
}

export function dayBefore(day: string): string {
  return shiftDays(day, -1)
}

/** A day moved by whole days, on the calendar without time zones. */
export function shiftDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
