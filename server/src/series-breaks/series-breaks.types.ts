import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql'
import { MetricEnum } from '../analytics/analytics.enums.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import { ChangeResult } from '../ledger/ledger.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'

@ObjectType('SeriesBreak', {
  simpleResolvers: true,
  description: 'A change of definition (口径调整): no figure is compared across its day.',
})
export class SeriesBreakObject {
  @Field(() => ID)
  key!: string

  @Field(() => String, { description: 'The first day under the new definition.' })
  on!: string

  @Field(() => [MetricEnum], { description: 'The metrics that it touches; none, and no form: all of them.' })
  metrics!: MetricKey[]

  @Field(() => [String], { description: 'Forms of returns whose reported figures alone it touches.' })
  forms!: string[]

  @Field(() => LabelObject, { description: 'What stands where a comparison is refused.' })
  sentence!: FullLabel

  @Field(() => LabelObject, { description: 'The node that it was registered at; it holds there and below.' })
  region!: Label

  @Field(() => Int, { description: 'The revision that registered it.' })
  revision!: number

  @Field(() => GraphQLISODateTime, { nullable: true })
  at!: Date | null

  @Field(() => String, { nullable: true, description: 'Null where the viewer does not see who.' })
  actor!: string | null

  @Field(() => String, { nullable: true })
  reason!: string | null

  @Field(() => Int, { nullable: true, description: 'The revision that took it back; null while it is in force.' })
  endedAt!: number | null

  @Field(() => Boolean, { description: 'In force, and of the jurisdiction asked for: it can be taken back here.' })
  endable!: boolean
}

@ObjectType({ simpleResolvers: true })
export class SeriesBreakRegistered extends ChangeResult {
  @Field(() => ID, { description: 'The key of the series break.' })
  key!: string
}
