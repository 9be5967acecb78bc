import { Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from 'type-graphql'
import { FigurePartEnum, MetricEnum, type FigurePartKey } from '../analytics/analytics.enums.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import type { Decision, Proposed } from '../ledger/supervision-decisions.ts'
import { ChangeResult } from '../ledger/ledger.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'
import type { CriterionKey } from './criteria.ts'
import type { Strength } from './criterion.ts'
import { CriterionEnum, DecisionEnum, EntryStateEnum, ProposedEnum, StrengthEnum, type EntryState } from './supervision.enums.ts'

@ObjectType({ simpleResolvers: true, description: 'A period with its name.' })
export class NamedPeriod {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String, { description: 'Its first day.' })
  from!: string

  @Field(() => String, { description: 'Its last day.' })
  through!: string
}

@ObjectType({ simpleResolvers: true, description: 'Where a figure leads: to the rows that it counts, a ranking, or assessments.' })
export class SupervisionOpens {
  @Field(() => String, { description: 'ROWS, RANKINGS or ASSESSMENTS.' })
  page!: string

  @Field(() => String)
  period!: string

  @Field(() => MetricEnum, { nullable: true })
  metric!: MetricKey | null

  @Field(() => FigurePartEnum, { nullable: true })
  part!: FigurePartKey | null

  @Field(() => ID, { nullable: true })
  institution!: string | null

  @Field(() => ID, { nullable: true })
  group!: string | null
}

@ObjectType({ simpleResolvers: true, description: 'A figure of a judgement.' })
export class SupervisionFigure {
  @Field(() => String, { description: 'Its place in the pattern of the sentence: {COUNT}.' })
  name!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => Float, { nullable: true })
  value!: number | null

  @Field(() => String, { description: 'As it is printed, a grade by its name.' })
  shown!: string

  @Field(() => LabelObject)
  unit!: FullLabel

  @Field(() => SupervisionOpens, { nullable: true })
  opens!: SupervisionOpens | null
}

@ObjectType({ simpleResolvers: true, description: 'What a criterion says of an institution.' })
export class SupervisionJudgement {
  @Field(() => CriterionEnum)
  criterion!: CriterionKey

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => Boolean, { nullable: true, description: 'Null: it cannot be judged.' })
  holds!: boolean | null

  @Field(() => LabelObject, { description: 'The sentence with {NAME} where a figure stands.' })
  pattern!: FullLabel

  @Field(() => LabelObject)
  sentence!: FullLabel

  @Field(() => [SupervisionFigure])
  figures!: SupervisionFigure[]

  @Field(() => StrengthEnum, { nullable: true })
  strength!: Strength | null

  @Field(() => LabelObject, { nullable: true })
  strengthWords!: FullLabel | null
}

@ObjectType({ simpleResolvers: true, description: 'Something demanded, and by when.' })
export class SupervisionMeasure {
  @Field(() => String)
  kind!: string

  @Field(() => String, { description: 'Words of its own; empty where the kind says all.' })
  text!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String)
  dueOn!: string

  @Field(() => Boolean, { description: 'The day has passed.' })
  overdue!: boolean
}

@InputType()
export class SupervisionMeasureInput {
  @Field(() => String)
  kind!: string

  @Field(() => String, { defaultValue: '' })
  text!: string

  @Field(() => String, { description: 'A day.' })
  dueOn!: string
}

@ObjectType({ simpleResolvers: true, description: 'A figure as it was when a decision was made, and as it is.' })
export class SupervisionEvidence {
  @Field(() => CriterionEnum)
  criterion!: CriterionKey

  @Field(() => String)
  name!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String)
  shown!: string

  @Field(() => String, { nullable: true, description: 'As of the revision asked; null where it cannot be computed any more.' })
  now!: string | null

  @Field(() => Boolean)
  differs!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'Who did it, when, and why.' })
export class SupervisionAct {
  @Field(() => Int)
  revision!: number

  @Field(() => GraphQLISODateTime, { nullable: true })
  at!: Date | null

  @Field(() => String, { nullable: true })
  actor!: string | null

  @Field(() => String, { nullable: true })
  reason!: string | null
}

@ObjectType({ simpleResolvers: true, description: 'A decision on an institution for one list.' })
export class SupervisionDecided {
  @Field(() => ID)
  key!: string

  @Field(() => ID)
  institution!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => NamedPeriod)
  period!: NamedPeriod

  @Field(() => ProposedEnum)
  proposed!: Proposed

  @Field(() => DecisionEnum)
  decision!: Decision

  @Field(() => [LabelObject], { description: 'The criteria that held.' })
  criteria!: FullLabel[]

  @Field(() => String)
  reason!: string

  @Field(() => [SupervisionMeasure])
  measures!: SupervisionMeasure[]

  @Field(() => SupervisionAct)
  made!: SupervisionAct

  @Field(() => SupervisionAct, { nullable: true, description: 'Null: it stands.' })
  undone!: SupervisionAct | null

  @Field(() => Int, { description: 'The revision that its figures are of.' })
  evidenceRevision!: number

  @Field(() => [SupervisionEvidence])
  evidence!: SupervisionEvidence[]

  @Field(() => Boolean, { description: 'Figures are no longer what they were; the evidence stays.' })
  differs!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'What is proposed of an institution for a list.' })
export class SupervisionProposal {
  @Field(() => ID)
  institution!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => LabelObject, { nullable: true })
  group!: Label | null

  @Field(() => ProposedEnum)
  proposed!: Proposed

  @Field(() => [SupervisionJudgement])
  judgements!: SupervisionJudgement[]

  @Field(() => DecisionEnum)
  advised!: Decision

  @Field(() => [DecisionEnum], { description: 'What answers it, the proposed first.' })
  choices!: Decision[]

  @Field(() => LabelObject, { description: 'The reason in words, offered to whoever decides.' })
  reason!: FullLabel

  @Field(() => NamedPeriod, { nullable: true, description: 'On the list since; null: not on it.' })
  since!: NamedPeriod | null

  @Field(() => SupervisionDecided, { nullable: true })
  decision!: SupervisionDecided | null
}

@ObjectType({ simpleResolvers: true, description: 'A criterion with the words that hold for a list.' })
export class SupervisionCriterionInfo {
  @Field(() => CriterionEnum)
  key!: CriterionKey

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => LabelObject)
  definition!: FullLabel

  @Field(() => [String], { description: 'The settings that it depends on.' })
  settings!: string[]

  @Field(() => Int, { description: 'Institutions for which it holds.' })
  holding!: number
}

@ObjectType({ simpleResolvers: true, description: 'An institution beside a line that can be tried.' })
export class SupervisionLineRow {
  @Field(() => ID)
  institution!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => LabelObject)
  group!: Label

  @Field(() => [SupervisionFigure])
  figures!: SupervisionFigure[]

  @Field(() => Int, { nullable: true, description: 'The greatest value of the line at which the criterion holds; null: at none.' })
  holdsUpTo!: number | null

  @Field(() => Boolean, { description: 'Another criterion holds as well.' })
  otherwise!: boolean

  @Field(() => Boolean, { description: 'On the list before this one.' })
  listed!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'A line of a criterion that can be tried without changing anything.' })
export class SupervisionLine {
  @Field(() => CriterionEnum)
  criterion!: CriterionKey

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String)
  setting!: string

  @Field(() => Int)
  value!: number

  @Field(() => Int)
  least!: number

  @Field(() => Int)
  most!: number

  @Field(() => Int, { description: 'What one unit is divided into: 150 out of 100 is 1.5.' })
  outOf!: number

  @Field(() => LabelObject)
  unit!: FullLabel

  @Field(() => [SupervisionLineRow])
  rows!: SupervisionLineRow[]
}

@ObjectType({ simpleResolvers: true, description: 'Something that can be demanded.' })
export class SupervisionMeasureKind {
  @Field(() => String)
  kind!: string

  @Field(() => LabelObject)
  label!: FullLabel
}

@ObjectType({ simpleResolvers: true })
export class SupervisionProposals {
  @Field(() => Int)
  revision!: number

  @Field(() => NamedPeriod)
  period!: NamedPeriod

  @Field(() => NamedPeriod, { description: 'The period whose figures it rests on.' })
  basis!: NamedPeriod

  @Field(() => Boolean, { description: 'The basis period is closed.' })
  basisComplete!: boolean

  @Field(() => LabelObject, { nullable: true, description: 'Why nothing is proposed yet.' })
  unfinished!: FullLabel | null

  @Field(() => Int, { description: 'Proposals without a decision.' })
  open!: number

  @Field(() => [SupervisionProposal])
  rows!: SupervisionProposal[]

  @Field(() => [SupervisionCriterionInfo])
  criteria!: SupervisionCriterionInfo[]

  @Field(() => [SupervisionLine])
  lines!: SupervisionLine[]

  @Field(() => [SupervisionMeasureKind])
  measureKinds!: SupervisionMeasureKind[]
}

@ObjectType({ simpleResolvers: true, description: 'An institution on a list, or released with it.' })
export class SupervisionEntry {
  @Field(() => ID)
  institution!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => LabelObject, { nullable: true })
  group!: Label | null

  @Field(() => EntryStateEnum)
  state!: EntryState

  @Field(() => NamedPeriod)
  since!: NamedPeriod

  @Field(() => SupervisionDecided, { description: 'The decision by which it entered.' })
  entered!: SupervisionDecided

  @Field(() => SupervisionDecided, { nullable: true, description: 'The decision for this very list.' })
  decided!: SupervisionDecided | null

  @Field(() => [SupervisionMeasure], { description: 'Of all decisions since it entered, by day.' })
  measures!: SupervisionMeasure[]

  @Field(() => [SupervisionJudgement], { description: 'How it stands by the figures of the basis period.' })
  judgements!: SupervisionJudgement[]

  @Field(() => ProposedEnum, { nullable: true, description: 'What is proposed of it next; null: nothing yet.' })
  proposed!: Proposed | null
}

@ObjectType({ simpleResolvers: true, description: 'A list that there was.' })
export class SupervisionListName extends NamedPeriod {
  @Field(() => Int)
  members!: number
}

@ObjectType({ simpleResolvers: true, description: 'The list of a period.' })
export class SupervisionList {
  @Field(() => Int)
  revision!: number

  @Field(() => NamedPeriod)
  period!: NamedPeriod

  @Field(() => NamedPeriod)
  basis!: NamedPeriod

  @Field(() => [SupervisionEntry])
  rows!: SupervisionEntry[]

  @Field(() => [SupervisionDecided], { description: 'Every decision for this list, also those taken back, the latest first.' })
  history!: SupervisionDecided[]

  @Field(() => [SupervisionListName], { description: 'Lists that decisions were made for, the latest first.' })
  lists!: SupervisionListName[]
}

@ObjectType({ simpleResolvers: true, description: 'One institution’s own figure by which it was listed.' })
export class StandingFigure {
  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String)
  shown!: string
}

@ObjectType({ simpleResolvers: true, description: 'A criterion by which an institution was listed, with its own figures.' })
export class StandingCriterion {
  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => LabelObject)
  definition!: FullLabel

  @Field(() => [StandingFigure])
  figures!: StandingFigure[]
}

@ObjectType({ simpleResolvers: true, description: 'Whether an institution is on the list of key supervision, and why.' })
export class SupervisionStanding {
  @Field(() => Int)
  revision!: number

  @Field(() => ID)
  institution!: string

  @Field(() => NamedPeriod, { description: 'The list’s period.' })
  period!: NamedPeriod

  @Field(() => Boolean)
  listed!: boolean

  @Field(() => NamedPeriod, { nullable: true, description: 'On the list since.' })
  since!: NamedPeriod | null

  @Field(() => [StandingCriterion], { description: 'Why it entered.' })
  criteria!: StandingCriterion[]

  @Field(() => [SupervisionMeasure])
  measures!: SupervisionMeasure[]

  @Field(() => [SupervisionDecided], { description: 'Every decision on it, the latest first; none for whom the institution is their own.' })
  history!: SupervisionDecided[]
}

@ObjectType({ description: 'What a decision, or taking one back, did.' })
export class SupervisionChanged extends ChangeResult {
  @Field(() => ID, { description: 'Key of the decision.' })
  decision!: string
}
