import type { HeldAssessment } from '../ledger/assessments.ts'
import type { StatedCell } from '../ledger/return-check.ts'
import { SUBJECTS, type HeldReturn } from '../ledger/returns.ts'
import type { Fraction } from '../statistics/index.ts'
import { multiplierOf, type Counted } from './cases.ts'
import { givenOf, type Given } from './given.ts'
import { narrowsCases, valueTold } from './given-parts.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'
import type { Range } from './period.ts'

type ToldReturn = Pick<HeldReturn, 'periodFrom' | 'periodEnd' | 'form' | 'total' | 'revision'> & {
  rates: Pick<StatedCell, 'unit' | 'value'>[]
}

/** What the database's function tells of one member's returns and assessments. */
export type ToldRow = {
  told: ToldReturn[]
  scores: Pick<HeldAssessment, 'periodFrom' | 'periodEnd' | 'score' | 'revision'>[]
  bases: Record<string, number>
  /** A return of the group, or one that lists institutions or groups, tells of them too. */
  listed: boolean
}

/** What members without names told of a period, put together as for members with names; a member is its place in `members`. */
export class AnonymousTold {
  private readonly given: Given

  constructor(
    private readonly members: readonly ToldRow[],
    private readonly counted: Counted,
    private readonly period: Range,
  ) {
    const returns = members.flatMap((member, place) => member.told.map((one) => ({ one, place })))
    this.given = givenOf(counted.ground, {
      returns: returns.map(({ one, place }, id) => ({ ...nobodys, ...one, id, institutionId: place })),
      cells: new Map(returns.map(({ one }, id) => [id, one.rates.map((rate) => ({ ...rateCell, ...rate }))])),
      scores: members.flatMap((member, place) => member.scores.map((one) => ({ ...one, institutionId: place }))),
    })
  }

  /** A given metric of a member; null where it told nothing. */
  of(place: number, metric: MetricKey): Fraction | null {
    if (narrowsCases(this.counted)) return null
    const { toldPer } = metricRegistry[metric]
    const exposure = toldPer === undefined ? 0 : (this.members[place]?.bases[toldPer] ?? 0)
    const per = { exposure, multiplier: multiplierOf(this.counted, metric) }
    return valueTold(this.given, metric, place, this.period, per)?.value ?? null
  }
}

const nobodys: Omit<HeldReturn, keyof ToldReturn | 'id' | 'institutionId'> = {
  key: '',
  batchId: null,
  subject: SUBJECTS.INSTITUTION,
  regionId: 0,
  peerGroupId: null,
  register: 1,
  period: '',
  source: null,
  title: null,
  computed: false,
  discrepancies: 0,
}
const rateCell: Omit<StatedCell, 'unit' | 'value'> = {
  breakdown: 'total',
  path: [],
  across: null,
  acrossPath: [],
  role: 'TOTAL',
  partial: false,
  measure: 'rate',
  stated: '',
  published: true,
  rowLabel: '',
  columnLabel: '',
  sheet: null,
  cell: null,
}
