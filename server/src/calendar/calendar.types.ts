import { Field, ID, Int, ObjectType } from 'type-graphql'
import { ChangeResult } from '../ledger/ledger.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'

@ObjectType('CalendarDay', { simpleResolvers: true, description: 'A day that a calendar names.' })
export class CalendarDayObject {
  @Field(() => String)
  day!: string

  @Field(() => Boolean)
  working!: boolean

  @Field(() => String, { nullable: true })
  name!: string | null
}

@ObjectType({ simpleResolvers: true })
export class NamedDay extends CalendarDayObject {
  @Field(() => LabelObject, { description: 'The node that names it.' })
  from!: Label

  @Field(() => Boolean, { description: 'Named by a node above.' })
  inherited!: boolean

  @Field(() => Boolean, { description: 'Otherwise than Monday to Friday.' })
  exception!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'A change of a node’s calendar.' })
export class CalendarAct {
  @Field(() => ID)
  change!: string

  @Field(() => Int)
  revision!: number

  @Field(() => LabelObject)
  kindLabel!: FullLabel

  @Field(() => Date)
  at!: Date

  @Field(() => String)
  actor!: string

  @Field(() => String, { nullable: true })
  reason!: string | null

  @Field(() => String, { nullable: true })
  file!: string | null

  @Field(() => [Int])
  years!: number[]

  @Field(() => Int)
  days!: number
}

@ObjectType({ simpleResolvers: true, description: 'The working days of a node in a year.' })
export class WorkingYear {
  @Field(() => Int)
  year!: number

  @Field(() => LabelObject)
  jurisdiction!: Label

  @Field(() => [Int], { description: 'Years with a day named; in all others Monday to Friday are worked.' })
  years!: number[]

  @Field(() => Int)
  workingDays!: number

  @Field(() => [NamedDay])
  days!: NamedDay[]

  @Field(() => [CalendarAct], { description: 'Of the node itself, the latest first.' })
  acts!: CalendarAct[]
}

@ObjectType({ simpleResolvers: true })
export class DayDifferenceObject {
  @Field(() => String)
  day!: string

  @Field(() => CalendarDayObject, { nullable: true })
  before!: CalendarDayObject | null

  @Field(() => CalendarDayObject, { nullable: true })
  after!: CalendarDayObject | null
}

@ObjectType({ simpleResolvers: true, description: 'What a calendar file would change; nothing was written.' })
export class CalendarPreview {
  @Field(() => [Int])
  years!: number[]

  @Field(() => [DayDifferenceObject])
  differences!: DayDifferenceObject[]

  @Field(() => Int, { description: 'Complaints whose due day would follow.' })
  complaints!: number
}

@ObjectType({ description: 'What a change of a calendar did.' })
export class CalendarChanged extends ChangeResult {
  @Field(() => [Int])
  years!: number[]

  @Field(() => Int, { description: 'Days named otherwise.' })
  days!: number

  @Field(() => Int, { description: 'Complaints whose due day followed.' })
  complaints!: number
}
