import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import {
  DimensionEnum,
  MetricEnum,
  NullReasonEnum,
  RegisterEnum,
  type NullReasonKey,
  type RegisterKey,
} from '../analytics/analytics.enums.ts'
import type { DimensionKey } from '../analytics/dimensions.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import { AssessmentRow } from '../assessments/assessments.types.ts'
import { FieldChange, NamedKey } from '../complaints/complaints.types.ts'
import { registryEnum } from '../platform/enum.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'
import { ListPage } from '../platform/list-page.ts'
import { institutionStatuses, standingKeys, standings, statusKeys, type Standing, type StatusKey } from './institutions.rules.ts'

export const InstitutionStatusEnum = registryEnum<StatusKey>(
  'InstitutionStatus',
  statusKeys,
  'How an institution stands in a period.',
  (key) => institutionStatuses[key].en,
)

export const InstitutionStandingEnum = registryEnum<Standing>(
  'InstitutionStanding',
  standingKeys,
  'Open or closed at the end of a period.',
  (key) => standings[key].en,
)

@ObjectType({ simpleResolvers: true, description: 'The latest assessment of an institution, as it was given.' })
export class LatestAssessment {
  @Field(() => String)
  period!: string

  @Field(() => LabelObject)
  periodLabel!: FullLabel

  @Field(() => String, { nullable: true, description: 'As written.' })
  score!: string | null

  @Field(() => String, { nullable: true, description: 'As written.' })
  grade!: string | null

  @Field(() => Int, { nullable: true, description: 'The grade’s place in its scale, 1 the best.' })
  gradePlace!: number | null

  @Field(() => Int, { description: 'Grades of its scale; 0 without one.' })
  grades!: number
}

@ObjectType({ simpleResolvers: true, description: 'An institution as it stood in a period.' })
export class InstitutionRow {
  @Field(() => ID)
  key!: string

  @Field(() => LabelObject, { description: 'Its name in the period.' })
  label!: Label

  @Field(() => [String])
  aliases!: string[]

  @Field(() => NamedKey, { nullable: true })
  peerGroup!: NamedKey | null

  @Field(() => InstitutionStatusEnum)
  status!: StatusKey

  @Field(() => NamedKey, { description: 'Where it lies.' })
  place!: NamedKey

  @Field(() => Int)
  displayOrder!: number

  @Field(() => Boolean, { description: 'A member of its group in the period: it has figures and a rank of its own.' })
  ranked!: boolean

  @Field(() => String, { nullable: true })
  openedOn!: string | null

  @Field(() => String, { nullable: true })
  closedOn!: string | null

  @Field(() => NamedKey, { nullable: true })
  parent!: NamedKey | null

  @Field(() => NamedKey, { nullable: true, description: 'Who took its business over.' })
  successor!: NamedKey | null

  @Field(() => LatestAssessment, { nullable: true })
  assessment!: LatestAssessment | null
}

@ObjectType()
export class InstitutionList extends ListPage {
  @Field(() => Int)
  revision!: number

  @Field(() => [InstitutionRow])
  rows!: InstitutionRow[]
}

@ObjectType({ simpleResolvers: true, description: 'All that one dated version says of an institution.' })
export class InstitutionValues {
  @Field(() => String)
  name!: string

  @Field(() => [String])
  aliases!: string[]

  @Field(() => NamedKey, { nullable: true })
  parent!: NamedKey | null

  @Field(() => NamedKey, { nullable: true })
  peerGroup!: NamedKey | null

  @Field(() => NamedKey, { nullable: true })
  region!: NamedKey | null

  @Field(() => Boolean, { nullable: true, description: 'Null: by the rule, which ranks whoever has a group and nobody ranked above it.' })
  ranked!: boolean | null

  @Field(() => String, { nullable: true })
  openedOn!: string | null

  @Field(() => String, { nullable: true })
  closedOn!: string | null

  @Field(() => NamedKey, { nullable: true })
  successor!: NamedKey | null

  @Field(() => Int)
  displayOrder!: number
}

@ObjectType({ simpleResolvers: true, description: 'One dated version of an institution, and the act that wrote it.' })
export class InstitutionVersionRow {
  @Field(() => InstitutionValues)
  values!: InstitutionValues

  @Field(() => Boolean, { description: 'Neither void nor replaced by a later one of the same day.' })
  inForce!: boolean

  @Field(() => String, { nullable: true, description: 'The kind of the act: IMPORT, CHANGE_INSTITUTION …' })
  act!: string | null

  @Field(() => ID, { nullable: true, description: 'The batch of the file that it came in.' })
  batch!: string | null

  @Field(() => Int)
  revision!: number

  @Field(() => String, { nullable: true, description: 'From which day on it is true; null: always.' })
  validFrom!: string | null

  @Field(() => [FieldChange], { description: 'What it says otherwise than the ledger did before.' })
  changes!: FieldChange[]

  @Field(() => Boolean, { description: 'Its batch is void.' })
  voided!: boolean

  @Field(() => String, { nullable: true, description: 'When it was entered; null where the act is not the viewer’s to see.' })
  at!: string | null

  @Field(() => String, { nullable: true })
  actor!: string | null

  @Field(() => String, { nullable: true })
  reason!: string | null

  @Field(() => String, { nullable: true, description: 'The file that it came in.' })
  file!: string | null
}

@ObjectType('InstitutionExposure', { simpleResolvers: true, description: 'How many outlets or customers, on which day, who said so.' })
export class ExposureRow {
  @Field(() => String)
  base!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String)
  asOf!: string

  @Field(() => Float)
  value!: number

  @Field(() => String, { nullable: true })
  source!: string | null

  @Field(() => String, { nullable: true, description: 'When it was entered; null where the act is not the viewer’s to see.' })
  at!: string | null

  @Field(() => String, { nullable: true })
  file!: string | null
}

@ObjectType('InstitutionReturn', { simpleResolvers: true, description: 'A return of the institution, beside what the ledger counts.' })
export class InstitutionReturn {
  @Field(() => ID)
  key!: string

  @Field(() => String)
  period!: string

  @Field(() => LabelObject)
  periodLabel!: Label

  @Field(() => String)
  form!: string

  @Field(() => RegisterEnum)
  register!: RegisterKey

  @Field(() => Int)
  discrepancies!: number

  @Field(() => Float, { nullable: true })
  total!: number | null

  @Field(() => Boolean, { description: 'The total is computed.' })
  computed!: boolean

  @Field(() => Float, { nullable: true, description: 'What the ledger counts in the same register and period.' })
  registered!: number | null

  @Field(() => Float, { nullable: true, description: 'Reported less registered.' })
  gap!: number | null
}

@ObjectType({ description: 'All that is known of one institution but its figures, which are metric tables.' })
export class InstitutionProfile extends InstitutionRow {
  @Field(() => Int)
  revision!: number

  @Field(() => LabelObject)
  region!: Label

  @Field(() => NamedKey, { nullable: true, description: 'The one that complaints against it count for, where that is another.' })
  countsFor!: NamedKey | null

  @Field(() => [NamedKey], { description: 'Whose business it took over.' })
  predecessors!: NamedKey[]

  @Field(() => [InstitutionRow], { description: 'Those directly below it.' })
  below!: InstitutionRow[]

  @Field(() => NamedKey, { nullable: true, description: 'The member of its group before it, in display order.' })
  before!: NamedKey | null

  @Field(() => NamedKey, { nullable: true })
  after!: NamedKey | null

  @Field(() => [AssessmentRow], { description: 'The latest first.' })
  assessments!: AssessmentRow[]

  @Field(() => [InstitutionReturn], { description: 'The latest first.' })
  returns!: InstitutionReturn[]

  @Field(() => [ExposureRow], { description: 'The latest first.' })
  exposures!: ExposureRow[]

  @Field(() => [InstitutionVersionRow], { description: 'The latest act first.' })
  versions!: InstitutionVersionRow[]
}

@ObjectType({ simpleResolvers: true })
export class InstitutionMixRow {
  @Field(() => String, { description: 'OTHERS: what only other members of the group have.' })
  id!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => Float)
  count!: number

  @Field(() => Float, { nullable: true, description: 'Per cent of the institution’s own.' })
  share!: number | null

  @Field(() => Float, { nullable: true, description: 'The other members together.' })
  othersCount!: number | null

  @Field(() => Float, { nullable: true, description: 'Per cent of theirs.' })
  othersShare!: number | null

  @Field(() => Float, { nullable: true, description: 'Share less the others’ share, in percentage points.' })
  difference!: number | null
}

@ObjectType({
  simpleResolvers: true,
  description: 'How an institution’s count falls apart, beside the other members of its group together.',
})
export class InstitutionMix {
  @Field(() => DimensionEnum)
  dimension!: DimensionKey

  @Field(() => MetricEnum)
  metric!: MetricKey

  @Field(() => Float)
  total!: number

  @Field(() => Float, { nullable: true })
  othersTotal!: number | null

  @Field(() => Int, { nullable: true, description: 'How many other members the group has.' })
  otherMembers!: number | null

  @Field(() => NullReasonEnum, { nullable: true, description: 'Why nothing is said of the others.' })
  reason!: NullReasonKey | null

  @Field(() => Int)
  decimals!: number

  @Field(() => [InstitutionMixRow], { description: 'The greatest difference first.' })
  rows!: InstitutionMixRow[]
}
