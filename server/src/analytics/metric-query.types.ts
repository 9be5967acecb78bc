import { Field, ID, InputType, Int } from 'type-graphql'
import {
  ComparisonEnum,
  DimensionEnum,
  DirectionEnum,
  FigureKindEnum,
  MetricEnum,
  RegisterEnum,
  RepeatsEnum,
  type ComparisonKey,
  type DirectionKey,
  type FigureKindKey,
  type RegisterKey,
  type RepeatsKey,
} from './analytics.enums.ts'
import type { DimensionKey } from './dimensions.ts'
import type { MetricKey } from './metrics.ts'

@InputType({
  description:
    'Members of a dimension that count, or that do not, each with all below it (=KEY: that one alone). Keys, codes and labels are accepted.',
})
export class Filter {
  @Field(() => DimensionEnum)
  dimension!: DimensionKey

  @Field(() => [String], { nullable: true })
  include?: string[] | null

  @Field(() => [String], { nullable: true })
  exclude?: string[] | null
}

@InputType({ description: 'How many rows are shown; rows that tie with the last one are shown too.' })
export class Limit {
  @Field(() => Int)
  rows!: number

  @Field(() => Boolean, { defaultValue: true, description: 'One more row for the rest, computed from its sums.' })
  others?: boolean
}

@InputType({ description: 'By which column rows are put in order.' })
export class Order {
  @Field(() => MetricEnum)
  metric!: MetricKey

  @Field(() => FigureKindEnum, { defaultValue: 'value' })
  kind?: FigureKindKey

  @Field(() => DirectionEnum, { defaultValue: 'descending' })
  direction?: DirectionKey
}

@InputType({ description: 'The one analytics query: tiles, trends, rankings, breakdowns and exports are all this.' })
export class MetricQuery {
  @Field(() => [MetricEnum])
  metrics!: MetricKey[]

  @Field(() => [DimensionEnum], { defaultValue: [], description: 'At most two, of which one of time.' })
  by?: DimensionKey[]

  @Field(() => [Filter], { defaultValue: [] })
  filters?: Filter[]

  @Field(() => String, {
    nullable: true,
    description:
      'Only complaints whose text holds this, two characters or more. Takes the right to texts, and belongs in no address, log or file.',
  })
  text?: string | null

  @Field(() => String, { description: '2025, 2025H1, 2025Q3, 2025-09, 2025-W37, 2025-09-14, 2025Q1..2025Q3, 2025Q3-ytd' })
  period!: string

  @Field(() => DimensionEnum, {
    nullable: true,
    description: 'DAY, WEEK, MONTH, QUARTER, HALF_YEAR or YEAR: the same as one more dimension in by.',
  })
  grain?: DimensionKey | null

  @Field(() => ID, { nullable: true, description: 'Key of a region node; the root of the viewer’s scope where absent.' })
  jurisdiction?: string | null

  @Field(() => RegisterEnum, { defaultValue: 'regulator' })
  register?: RegisterKey

  @Field(() => RepeatsEnum, { nullable: true, description: 'Absent: the jurisdiction’s setting on the period’s last day.' })
  repeats?: RepeatsKey | null

  @Field(() => [ComparisonEnum], { defaultValue: [] })
  comparison?: ComparisonKey[]

  @Field(() => Order, { nullable: true })
  order?: Order | null

  @Field(() => Limit, { nullable: true })
  limit?: Limit | null

  @Field(() => Int, { nullable: true, description: 'As of which revision of the ledger; the current one where absent.' })
  revision?: number | null
}
