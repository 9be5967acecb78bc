import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import { LabelObject } from '../platform/label.object.ts'
import type { Label } from '../platform/label.ts'

@ObjectType('AssessmentRow', { description: 'The result of one institution in one assessment, as it was given.' })
export class AssessmentRow {
  @Field(() => ID)
  key!: string

  @Field(() => ID)
  institution!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => LabelObject, { nullable: true })
  peerGroup!: Label | null

  @Field(() => String)
  scheme!: string

  @Field(() => String)
  period!: string

  @Field(() => LabelObject)
  periodLabel!: Label

  @Field(() => Float, { nullable: true })
  score!: number | null

  @Field(() => String, { nullable: true, description: 'As written.' })
  statedScore!: string | null

  @Field(() => String, { nullable: true, description: 'As written.' })
  grade!: string | null

  @Field(() => [String], { description: 'The grades of its scale from best to worst; empty without a grade.' })
  scale!: string[]

  @Field(() => Int, { nullable: true, description: 'The grade’s place in its scale, 1 the best.' })
  gradePlace!: number | null

  @Field(() => Int, { nullable: true, description: 'Rank in its peer group by score.' })
  rank!: number | null

  @Field(() => Float, { nullable: true, description: 'Median score of its peer group.' })
  median!: number | null

  @Field(() => String, { nullable: true })
  source!: string | null
}

@ObjectType('AssessmentList')
export class AssessmentList {
  @Field(() => Int)
  revision!: number

  @Field(() => [String], { description: 'Periods that have results, the latest first.' })
  periods!: string[]

  @Field(() => String, { nullable: true })
  period!: string | null

  @Field(() => [AssessmentRow])
  rows!: AssessmentRow[]
}
