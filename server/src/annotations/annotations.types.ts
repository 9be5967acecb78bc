import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { DimensionEnum, MetricEnum } from '../analytics/analytics.enums.ts'
import type { DimensionKey } from '../analytics/dimensions.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import { ChangeResult } from '../ledger/ledger.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { Label } from '../platform/label.ts'

@ObjectType({ simpleResolvers: true, description: 'A member of a dimension that a remark is about.' })
export class AnnotatedMember {
  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType('Annotation', { simpleResolvers: true, description: 'A remark on some days, shown on every chart that it touches.' })
export class AnnotationObject {
  @Field(() => ID)
  key!: string

  @Field(() => String, { description: 'Its first day.' })
  from!: string

  @Field(() => String, { description: 'Its last day.' })
  through!: string

  @Field(() => LabelObject)
  text!: Label

  @Field(() => [MetricEnum], { description: 'Empty: all metrics.' })
  metrics!: MetricKey[]

  @Field(() => DimensionEnum, { nullable: true })
  dimension!: DimensionKey | null

  @Field(() => [AnnotatedMember], { description: 'Empty: all members.' })
  members!: AnnotatedMember[]

  @Field(() => LabelObject, { description: 'The region node that it was made at.' })
  region!: Label

  @Field(() => String)
  author!: string

  @Field(() => Int)
  revision!: number

  @Field(() => Boolean, { description: 'The viewer may take it back.' })
  removable!: boolean
}

@InputType({ description: 'A remark to be added: days in, both; what is absent touches everything.' })
export class AnnotationInput {
  @Field(() => String, { description: 'A day, as 2026-05-03.' })
  from!: string

  @Field(() => String)
  through!: string

  @Field(() => String)
  zh!: string

  @Field(() => String, { nullable: true })
  en?: string | null

  @Field(() => [MetricEnum], { defaultValue: [] })
  metrics?: MetricKey[]

  @Field(() => DimensionEnum, { nullable: true })
  dimension?: DimensionKey | null

  @Field(() => [String], { defaultValue: [], description: 'Keys, codes or labels.' })
  members?: string[]

  @Field(() => ID, { nullable: true, description: 'Key of a region node; the root of the viewer’s scope where absent.' })
  jurisdiction?: string | null
}

@ObjectType({ description: 'What a remark that was added, taken back or put back did.' })
export class AnnotationChanged extends ChangeResult {
  @Field(() => ID)
  key!: string
}
