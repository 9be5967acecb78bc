import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import { NullReasonEnum, type NullReasonKey } from '../analytics/analytics.enums.ts'
import { NamedKey } from '../complaints/complaints.types.ts'
import { InstitutionStatusEnum } from '../institutions/institutions.types.ts'
import type { StatusKey } from '../institutions/institutions.rules.ts'
import { ChangeResult } from '../ledger/ledger.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'

@ObjectType({ simpleResolvers: true, description: 'What an institution’s rate is taken per on a day.' })
export class ExposureCell {
  @Field(() => String)
  base!: string

  @Field(() => Float, { nullable: true, description: 'The latest not after the day; null: none was ever given.' })
  value!: number | null

  @Field(() => String, { nullable: true })
  asOf!: string | null

  @Field(() => String, { nullable: true })
  source!: string | null

  @Field(() => Int, { nullable: true, description: 'Days between its day and the one asked for.' })
  age!: number | null

  @Field(() => Boolean, { description: 'Older than the setting: no rate uses it.' })
  stale!: boolean

  @Field(() => NullReasonEnum, { nullable: true, description: 'Why a rate of the day has no base.' })
  reason!: NullReasonKey | null
}

@ObjectType({ simpleResolvers: true })
export class ExposureGridRow {
  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => InstitutionStatusEnum)
  status!: StatusKey

  @Field(() => [ExposureCell], { description: 'One of each base of its group, in the group’s order.' })
  cells!: ExposureCell[]
}

@ObjectType('ExposureBase', { simpleResolvers: true })
export class ExposureBase {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: FullLabel
}

@ObjectType({ simpleResolvers: true, description: 'The members of a peer group on a day with its bases.' })
export class ExposureGroup {
  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => [ExposureBase])
  bases!: ExposureBase[]

  @Field(() => [ExposureGridRow])
  rows!: ExposureGridRow[]

  @Field(() => Int, { description: 'Cells that no rate of the day can use.' })
  missing!: number
}

@ObjectType({ simpleResolvers: true, description: 'What rates are taken per on a day, group by group.' })
export class ExposureGrid {
  @Field(() => Int)
  revision!: number

  @Field(() => String)
  on!: string

  @Field(() => String, { description: 'The business day.' })
  today!: string

  @Field(() => Int, { description: 'Older values are no base.' })
  maxAgeDays!: number

  @Field(() => [ExposureGroup])
  groups!: ExposureGroup[]
}

@ObjectType({ simpleResolvers: true, description: 'A value that was given, and the act that gave it.' })
export class ExposureAssertion {
  @Field(() => String)
  asOf!: string

  @Field(() => Float)
  value!: number

  @Field(() => String, { nullable: true })
  source!: string | null

  @Field(() => Int)
  revision!: number

  @Field(() => Boolean, { description: 'Neither taken back nor replaced by a later one of its day.' })
  inForce!: boolean

  @Field(() => Boolean, { description: 'Its batch is void.' })
  voided!: boolean

  @Field(() => String, { nullable: true })
  at!: string | null

  @Field(() => String, { nullable: true })
  actor!: string | null

  @Field(() => String, { nullable: true })
  reason!: string | null

  @Field(() => String, { nullable: true, description: 'The file that it came in.' })
  file!: string | null

  @Field(() => ID, { nullable: true })
  batch!: string | null

  @Field(() => String, { nullable: true, description: 'The kind of the act: IMPORT, SET_EXPOSURE.' })
  act!: string | null

  @Field(() => Int, { description: 'How many values the act gave together.' })
  together!: number
}

@ObjectType({ simpleResolvers: true, description: 'An institution’s values of a base, the latest day first.' })
export class ExposureHistory {
  @Field(() => Int)
  revision!: number

  @Field(() => NamedKey)
  institution!: NamedKey

  @Field(() => ExposureBase)
  base!: ExposureBase

  @Field(() => [ExposureAssertion])
  rows!: ExposureAssertion[]
}

@InputType({ description: 'One value of the grid.' })
export class ExposureInput {
  @Field(() => ID, { description: 'The institution’s key.' })
  institution!: string

  @Field(() => String)
  base!: string

  @Field(() => String, { description: 'A whole number as written, thousands separators included.' })
  value!: string
}

@ObjectType()
export class ExposuresSet extends ChangeResult {
  @Field(() => Int)
  new!: number

  @Field(() => Int)
  changed!: number

  @Field(() => Int, { description: 'Said so already; nothing is written for them.' })
  identical!: number
}
