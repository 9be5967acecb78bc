import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import {
  FigurePartEnum,
  MetricEnum,
  RegisterEnum,
  RepeatsEnum,
  type FigurePartKey,
  type RegisterKey,
  type RepeatsKey,
} from '../analytics/analytics.enums.ts'
import { Filter } from '../analytics/metric-query.types.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import { registryEnum } from '../platform/enum.ts'
import { PossibleAct } from '../handling/handling.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import { ListPage } from '../platform/list-page.ts'
import type { Label } from '../platform/label.ts'

export type StatusKey = 'open' | 'closed' | 'rejected' | 'withdrawn'
export type KindKey = 'complaint' | 'report' | 'petition' | 'inquiry' | 'suggestion'
export const StatusEnum = registryEnum<StatusKey>(
  'ComplaintStatus',
  ['open', 'closed', 'rejected', 'withdrawn'],
  'Where a complaint stands.',
)
export const KindEnum = registryEnum<KindKey>(
  'ComplaintKind',
  ['complaint', 'report', 'petition', 'inquiry', 'suggestion'],
  'What was brought: only COMPLAINT is counted.',
)

export type ListOrderKey = 'latest' | 'earliest'
export const ListOrderEnum = registryEnum<ListOrderKey>('ComplaintOrder', ['latest', 'earliest'], 'Which day of receipt comes first.')

@InputType({
  description: 'Which complaints: those behind a number (metric, part, period and the filters of its row), or all of a period by receipt.',
})
export class ComplaintRows {
  @Field(() => MetricEnum, { nullable: true, description: 'Absent: every kind of record, by day of receipt.' })
  metric?: MetricKey | null

  @Field(() => FigurePartEnum, { defaultValue: 'value' })
  part?: FigurePartKey

  @Field(() => [Filter], { defaultValue: [] })
  filters?: Filter[]

  @Field(() => String, { nullable: true, description: 'Needed with a metric.' })
  period?: string | null

  @Field(() => ID, { nullable: true })
  jurisdiction?: string | null

  @Field(() => RegisterEnum, { defaultValue: 'regulator' })
  register?: RegisterKey

  @Field(() => RepeatsEnum, { nullable: true })
  repeats?: RepeatsKey | null

  @Field(() => Int, { nullable: true })
  revision?: number | null

  @Field(() => String, { nullable: true, description: 'The beginning of a complaint’s number.' })
  numberSearch?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Only complaints whose masked text holds this, two characters or more; takes the right to texts.',
  })
  text?: string | null

  @Field(() => ListOrderEnum, { defaultValue: 'latest' })
  order?: ListOrderKey
}

@ObjectType({ simpleResolvers: true, description: 'An institution or entry by key, with its label.' })
export class NamedKey {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType({ simpleResolvers: true, description: 'A complaint as a list shows it. No personal data.' })
export class ComplaintRow {
  @Field(() => ID)
  key!: string

  @Field(() => String, { nullable: true, description: 'As written; null where its source numbers nothing.' })
  number!: string | null

  @Field(() => String)
  source!: string

  @Field(() => RegisterEnum)
  register!: RegisterKey

  @Field(() => KindEnum)
  kind!: KindKey

  @Field(() => StatusEnum)
  status!: StatusKey

  @Field(() => String)
  receivedOn!: string

  @Field(() => String, { nullable: true })
  closedOn!: string | null

  @Field(() => String)
  dueOn!: string

  @Field(() => Int, { nullable: true })
  handlingDays!: number | null

  @Field(() => Boolean, { nullable: true })
  onTime!: boolean | null

  @Field(() => Boolean, { description: 'Open and past its due day.' })
  overdue!: boolean

  @Field(() => NamedKey, { description: 'The institution it names.' })
  institution!: NamedKey

  @Field(() => NamedKey, { nullable: true, description: 'The one it counts for; null outside the ranking.' })
  rankedInstitution!: NamedKey | null

  @Field(() => NamedKey, { nullable: true })
  peerGroup!: NamedKey | null

  @Field(() => NamedKey)
  category!: NamedKey

  @Field(() => NamedKey)
  cause!: NamedKey

  @Field(() => NamedKey)
  lodgingChannel!: NamedKey

  @Field(() => NamedKey)
  serviceChannel!: NamedKey

  @Field(() => NamedKey)
  upheld!: NamedKey

  @Field(() => NamedKey)
  satisfaction!: NamedKey

  @Field(() => Float, { nullable: true })
  amountYuan!: number | null

  @Field(() => Boolean, { description: 'Counts when repeats are merged.' })
  represents!: boolean

  @Field(() => Boolean, { description: 'Entered after its month had been closed.' })
  late!: boolean
}

@ObjectType({ simpleResolvers: true })
export class ComplaintPage extends ListPage {
  @Field(() => [ComplaintRow])
  rows!: ComplaintRow[]
}

@ObjectType({ simpleResolvers: true, description: 'What a change made of a field.' })
export class FieldChange {
  @Field(() => LabelObject)
  field!: Label

  @Field(() => LabelObject, { nullable: true })
  before!: Label | null

  @Field(() => LabelObject, { nullable: true })
  after!: Label | null
}

@ObjectType({ simpleResolvers: true, description: 'A handling step.' })
export class HandlingStepRow {
  @Field(() => String, {
    description: 'RECEIVED, ACCEPTED, REJECTED, ASSIGNED, URGED, EXTENDED, CLOSED, REPLIED, VISITED, WITHDRAWN, REOPENED.',
  })
  step!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => String)
  on!: string

  @Field(() => String, { nullable: true })
  until!: string | null

  @Field(() => String, { nullable: true })
  unit!: string | null

  @Field(() => String, { nullable: true })
  person!: string | null

  @Field(() => String, { nullable: true })
  note!: string | null
}

@ObjectType({ simpleResolvers: true, description: 'One act that touched a complaint, and what it changed.' })
export class ComplaintVersionRow {
  @Field(() => Int)
  revision!: number

  @Field(() => String)
  at!: string

  @Field(() => String, { description: 'IMPORT, CORRECT, VOID, RESTORE, MERGE …' })
  kind!: string

  @Field(() => String)
  actor!: string

  @Field(() => String, { nullable: true })
  reason!: string | null

  @Field(() => Boolean, { description: 'The complaint left the ledger with this act.' })
  ended!: boolean

  @Field(() => [FieldChange])
  changes!: FieldChange[]

  @Field(() => [HandlingStepRow], { description: 'The handling steps that the act wrote, those taken back since included.' })
  steps!: HandlingStepRow[]

  @Field(() => Int, { nullable: true, description: 'The revision of the act that this one took back.' })
  undoes!: number | null

  @Field(() => Boolean, { description: 'The act stands and can be taken back.' })
  undoable!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'Another complaint of the same matter.' })
export class MatterMember {
  @Field(() => ID)
  key!: string

  @Field(() => String, { nullable: true })
  number!: string | null

  @Field(() => String)
  receivedOn!: string
}

@ObjectType({ simpleResolvers: true, description: 'What the ledger keeps of a complaint besides, as its file wrote it.' })
export class ComplaintDetail {
  @Field(() => String, { description: 'As importFields(COMPLAINTS) and correctComplaint name it.' })
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => String, { description: 'How it is entered: WORD, DATE, COUNT, YESNO, AGEBAND, REFERENCE.' })
  input!: string

  @Field(() => String, { nullable: true, description: 'As a correction would write it.' })
  written!: string | null

  @Field(() => LabelObject, { nullable: true })
  value!: Label | null
}

@ObjectType({ simpleResolvers: true, description: 'A complaint with its history.' })
export class Complaint extends ComplaintRow {
  @Field(() => String, { nullable: true, description: 'Masked; null for who may not read texts.' })
  text!: string | null

  @Field(() => Int, { description: 'As of which revision it is shown.' })
  revision!: number

  @Field(() => [ComplaintDetail])
  details!: ComplaintDetail[]

  @Field(() => [ComplaintVersionRow])
  history!: ComplaintVersionRow[]

  @Field(() => [HandlingStepRow], { description: 'In force, by day.' })
  steps!: HandlingStepRow[]

  @Field(() => [PossibleAct], { description: 'What may be done about it now, by where it stands.' })
  acts!: PossibleAct[]

  @Field(() => [MatterMember])
  matter!: MatterMember[]
}
