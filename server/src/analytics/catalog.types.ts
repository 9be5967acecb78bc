import { Field, Int, ObjectType } from 'type-graphql'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'
import {
  DateRoleEnum,
  DimensionEnum,
  FigureKindEnum,
  GoodWhenEnum,
  MetricEnum,
  RankFromEnum,
  type FigureKindKey,
} from './analytics.enums.ts'
import type { DimensionKey } from './dimensions.ts'
import type { DateRole } from './measures.ts'
import type { MetricKey } from './metrics.ts'

@ObjectType({ simpleResolvers: true, description: 'A metric as the dictionary page, axes, tiles and exports need it.' })
export class MetricInfo {
  @Field(() => MetricEnum)
  key!: MetricKey

  @Field(() => LabelObject, { description: 'With the multiplier of the viewer’s jurisdiction.' })
  label!: FullLabel

  @Field(() => LabelObject)
  definition!: FullLabel

  @Field(() => LabelObject)
  unit!: FullLabel

  @Field(() => LabelObject, { description: 'Unit of its changes: %, percentage points or days.' })
  changeUnit!: FullLabel

  @Field(() => LabelObject, { nullable: true, description: 'What a rate is taken per, as 营业网点; null for other metrics.' })
  base!: FullLabel | null

  @Field(() => [String], {
    nullable: true,
    description: 'Keys of the peer groups that name its base as one of their two; null: it is meant for all.',
  })
  peerGroups!: string[] | null

  @Field(() => Int)
  decimals!: number

  @Field(() => GoodWhenEnum)
  goodWhen!: 'low' | 'high' | 'none'

  @Field(() => RankFromEnum)
  rankFrom!: 'high' | 'low'

  @Field(() => DateRoleEnum)
  dateRole!: DateRole

  @Field(() => [FigureKindEnum], { description: 'Columns that a query may give.' })
  kinds!: FigureKindKey[]

  @Field(() => Boolean, { description: 'Its figures add up, so it has shares.' })
  additive!: boolean

  @Field(() => [DimensionEnum], { description: 'By what it may be split.' })
  dimensions!: DimensionKey[]

  @Field(() => [DimensionEnum], { description: 'Filters on these narrow the numerator alone: the base does not know them.' })
  numeratorOnly!: DimensionKey[]

  @Field(() => Int, { description: 'Number of the formula.' })
  method!: number
}

@ObjectType({ simpleResolvers: true })
export class DimensionInfo {
  @Field(() => DimensionEnum)
  key!: DimensionKey

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String, { nullable: true, description: 'TOP of a dictionary, or the level of the region tree; null: as it was classified.' })
  level!: string | null

  @Field(() => String, { description: 'INSTITUTION, PEER_GROUP, PARENT, NAMED, REGION, DICTIONARY, LIST, SOURCE or TIME.' })
  kind!: string
}

@ObjectType({ simpleResolvers: true, description: 'What can be asked: metrics and dimensions, with every word about them.' })
export class Catalog {
  @Field(() => [MetricInfo])
  metrics!: MetricInfo[]

  @Field(() => [DimensionInfo])
  dimensions!: DimensionInfo[]
}

@ObjectType({ simpleResolvers: true, description: 'A member of a dimension: what a filter may name.' })
export class DimensionMember {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => LabelObject, { nullable: true, description: 'The peer group of an institution, the parent of an entry.' })
  group!: Label | null
}
