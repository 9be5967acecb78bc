import { Field, ID, Int, ObjectType } from 'type-graphql'
import { MetricEnum, NullReasonEnum, type NullReasonKey } from '../analytics/analytics.enums.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'
import { ListPage } from '../platform/list-page.ts'

@ObjectType({ simpleResolvers: true, description: 'Why a figure may be missing, in words.' })
export class NullReasonInfo {
  @Field(() => NullReasonEnum)
  reason!: NullReasonKey

  @Field(() => LabelObject, { description: 'As a table prints it.' })
  label!: FullLabel

  @Field(() => LabelObject)
  sentence!: FullLabel
}

@ObjectType({ simpleResolvers: true, description: 'A setting that a metric hangs on, with its value today.' })
export class MetricSetting {
  @Field(() => String)
  name!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => LabelObject)
  explain!: FullLabel

  @Field(() => LabelObject, { description: 'The value as a person reads it.' })
  shown!: Label
}

@ObjectType({ simpleResolvers: true, description: 'From this day on a metric counts otherwise; it is not compared across it.' })
export class MetricBreak {
  @Field(() => String)
  on!: string

  @Field(() => LabelObject)
  sentence!: FullLabel
}

@ObjectType({ simpleResolvers: true, description: 'What the catalog’s short definition leaves out.' })
export class MetricExplanation {
  @Field(() => MetricEnum)
  metric!: MetricKey

  @Field(() => LabelObject, { description: 'How the figure is made of what is counted or told.' })
  formula!: FullLabel

  @Field(() => LabelObject, { description: 'What a click on the figure opens.' })
  opens!: FullLabel

  @Field(() => [NullReasonInfo], { description: 'Why it, its rank, share or change may be missing.' })
  nullReasons!: NullReasonInfo[]

  @Field(() => [MetricSetting])
  settings!: MetricSetting[]

  @Field(() => [MetricBreak])
  breaks!: MetricBreak[]
}

@ObjectType({ simpleResolvers: true, description: 'A member of a dimension in its tree.' })
export class DimensionEntry {
  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => String, { nullable: true, description: 'Its standard code.' })
  code!: string | null

  @Field(() => [String], { description: 'Other spellings that mean it.' })
  aliases!: string[]

  @Field(() => LabelObject, { nullable: true, description: 'What it lies below.' })
  parent!: Label | null

  @Field(() => Int, { description: 'How deep it lies, 0 at the top.' })
  depth!: number
}

@ObjectType()
export class DimensionEntryPage extends ListPage {
  @Field(() => [DimensionEntry])
  rows!: DimensionEntry[]
}
