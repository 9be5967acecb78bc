import { Field, Float, Int, ObjectType } from 'type-graphql'
import { GraphQLScalarType } from 'graphql'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'
import { DimensionEnum, FigureKindEnum, MetricEnum, NullReasonEnum, type FigureKindKey, type NullReasonKey } from './analytics.enums.ts'
import type { DimensionKey } from './dimensions.ts'
import type { MetricKey } from './metrics.ts'

/** One scalar for a whole column: a list object would cost twenty times the time at 18,000 points. */
export const Figures = new GraphQLScalarType<(number | null)[], (number | null)[]>({
  name: 'Figures',
  description: 'A JSON list of numbers and nulls, one a row, rounded and in the unit of the column.',
  serialize: (value) => value as (number | null)[],
})

/** One scalar for all rows, for the same reason. */
export const Places = new GraphQLScalarType<number[], number[]>({
  name: 'Places',
  description: 'A JSON list of places in another list, counted from 0, one a row.',
  serialize: (value) => value as number[],
})

@ObjectType({ simpleResolvers: true, description: 'A stretch of business dates.' })
export class EarlierPeriod {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String, { description: 'Its first day.' })
  from!: string

  @Field(() => String, { description: 'The last day compared: of an unfinished period only as many days as have passed.' })
  through!: string
}

@ObjectType('Period', { simpleResolvers: true, description: 'The period of a table.' })
export class PeriodObject {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String, { description: 'Its first day.' })
  from!: string

  @Field(() => String, { description: 'Its last day.' })
  through!: string

  @Field(() => Boolean, { description: 'Its last month is closed.' })
  complete!: boolean

  @Field(() => Boolean, { description: 'Days of it are still to come.' })
  unfinished!: boolean

  @Field(() => EarlierPeriod, { nullable: true })
  previous!: EarlierPeriod | null

  @Field(() => EarlierPeriod, { nullable: true })
  lastYear!: EarlierPeriod | null
}

@ObjectType({ simpleResolvers: true })
export class KeyMember {
  @Field(() => String)
  id!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType({ simpleResolvers: true, description: 'The keys of all rows in one dimension, with their labels.' })
export class KeyColumn {
  @Field(() => DimensionEnum)
  dimension!: DimensionKey

  @Field(() => [String], {
    description: 'OTHERS: the rest; OUTSIDE_RANKING: complaints of institutions in no group; UNCLASSIFIED: no entry.',
  })
  ids!: string[]

  @Field(() => [KeyMember], { description: 'Each key with its label once; a key stands twice where its label changed within the table.' })
  members!: KeyMember[]

  @Field(() => Places, { description: 'Which of the members each row has. Members and places say what ids and labels say, in less.' })
  places!: number[]

  @Field(() => [LabelObject], { description: 'The label of each row.' })
  labels!: Label[]
}

@ObjectType({ simpleResolvers: true })
export class CellReason {
  @Field(() => Int)
  row!: number

  @Field(() => NullReasonEnum)
  reason!: NullReasonKey
}

@ObjectType({ simpleResolvers: true, description: 'One figure a row, of one metric and kind.' })
export class FigureColumn {
  @Field(() => MetricEnum)
  metric!: MetricKey

  @Field(() => FigureKindEnum)
  kind!: FigureKindKey

  @Field(() => Int, { description: 'How many decimals its figures are rounded to.' })
  decimals!: number

  @Field(() => LabelObject)
  unit!: FullLabel

  @Field(() => Figures)
  figures!: (number | null)[]

  @Field(() => [CellReason], { description: 'Why a figure is null, for each that is.' })
  reasons!: CellReason[]
}

@ObjectType({ simpleResolvers: true, description: 'A peer group as a whole, whatever rows are shown.' })
export class GroupFigures {
  @Field(() => String)
  group!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => String, { nullable: true, description: 'Key of the time bucket, where the table has a time dimension.' })
  bucket!: string | null

  @Field(() => MetricEnum)
  metric!: MetricKey

  @Field(() => Int)
  members!: number

  @Field(() => Float, { nullable: true, description: 'The metric over all members’ cases.' })
  total!: number | null

  @Field(() => Float, { nullable: true })
  median!: number | null

  @Field(() => Float, { nullable: true })
  lowerQuartile!: number | null

  @Field(() => Float, { nullable: true })
  upperQuartile!: number | null

  @Field(() => NullReasonEnum, { nullable: true })
  reason!: NullReasonKey | null
}

@ObjectType({ simpleResolvers: true, description: 'What must be said beside the figures.' })
export class Note {
  @Field(() => String, { description: 'UNFINISHED, NOT_CLOSED, SERIES_BREAK, NEWLY_OPENED, SUCCESSOR_BASE, BASE_DATE, NO_BASE …' })
  kind!: string

  @Field(() => LabelObject)
  text!: FullLabel

  @Field(() => MetricEnum, { nullable: true })
  metric!: MetricKey | null

  @Field(() => [Int], { description: 'Rows that it is about; empty: the whole table.' })
  rows!: number[]
}

@ObjectType({ simpleResolvers: true, description: 'Keys with labels once, then one column of figures per metric and kind.' })
export class MetricTable {
  @Field(() => Int)
  revision!: number

  @Field(() => PeriodObject)
  period!: PeriodObject

  @Field(() => [KeyColumn])
  keys!: KeyColumn[]

  @Field(() => [FigureColumn])
  columns!: FigureColumn[]

  @Field(() => [GroupFigures])
  groups!: GroupFigures[]

  @Field(() => [Note])
  notes!: Note[]
}
