import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { RegisterEnum, type RegisterKey } from '../analytics/analytics.enums.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { Label } from '../platform/label.ts'

const same = <K extends string>(keys: readonly K[]) => Object.fromEntries(keys.map((key) => [key, key])) as Record<K, K>

export const returnStates = ['ADDS_UP', 'DISCREPANCIES', 'MISSING'] as const
export type ReturnState = (typeof returnStates)[number]
export const ReturnStateEnum = same(returnStates)
registerEnumType(ReturnStateEnum, { name: 'ReturnState', description: 'Whether a return adds up, or was not filed at all.' })

export const subjectKinds = ['INSTITUTION', 'PEER_GROUP', 'JURISDICTION'] as const
export const SubjectKindEnum = same(subjectKinds)
registerEnumType(SubjectKindEnum, { name: 'ReturnSubjectKind', description: 'Whose return it is.' })

export const discrepancyKinds = ['SUM', 'TOTALS', 'SHARE', 'NOT_PUBLISHED'] as const
export const DiscrepancyKindEnum = same(discrepancyKinds)
registerEnumType(DiscrepancyKindEnum, {
  name: 'DiscrepancyKind',
  description:
    'SUM: a sum differs from its leaves; TOTALS: two breakdowns come to different totals; SHARE: a percentage is not that of the counts; NOT_PUBLISHED: groups are left out.',
})

export const cellStates = ['OK', 'WRONG', 'COMPUTED', 'NOT_PUBLISHED'] as const
export type CellState = (typeof cellStates)[number]
export const CellStateEnum = same(cellStates)
registerEnumType(CellStateEnum, {
  name: 'ReturnCellState',
  description: 'WRONG: it does not add up; COMPUTED: nobody stated it; NOT_PUBLISHED: 未公布.',
})

export const cellRoles = ['LEAF', 'SUBTOTAL', 'TOTAL'] as const
export const CellRoleEnum = same(cellRoles)
registerEnumType(CellRoleEnum, { name: 'ReturnCellRole', description: 'A place’s own figure, or a sum.' })

@ObjectType('ReturnSubject')
export class ReturnSubject {
  @Field(() => SubjectKindEnum)
  kind!: (typeof subjectKinds)[number]

  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType('ReturnPeriod', { description: 'A period for which there are returns.' })
export class ReturnPeriod {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => Int)
  returns!: number

  @Field(() => Int, { description: 'Returns that do not add up.' })
  unbalanced!: number
}

@ObjectType('ReturnRow', { description: 'One return, or an institution of a group that filed none for the period.' })
export class ReturnRow {
  @Field(() => ID, { nullable: true, description: 'Null where the return is missing.' })
  key!: string | null

  @Field(() => ReturnSubject)
  subject!: ReturnSubject

  @Field(() => String)
  period!: string

  @Field(() => LabelObject)
  periodLabel!: Label

  @Field(() => String, { nullable: true })
  form!: string | null

  @Field(() => RegisterEnum)
  register!: RegisterKey

  @Field(() => ReturnStateEnum)
  state!: ReturnState

  @Field(() => Int)
  discrepancies!: number

  @Field(() => Float, { nullable: true, description: 'As stated; computed from the leaves where nobody stated it.' })
  total!: number | null

  @Field(() => Boolean, { description: 'The total is computed.' })
  computed!: boolean

  @Field(() => Float, { nullable: true, description: 'What the ledger counts in the same register and period.' })
  registered!: number | null

  @Field(() => Float, { nullable: true, description: 'Reported less registered.' })
  gap!: number | null

  @Field(() => String, { nullable: true })
  source!: string | null

  @Field(() => String, { nullable: true, description: 'The file that it came in.' })
  file!: string | null

  @Field(() => ID, { nullable: true })
  batch!: string | null
}

@ObjectType('ReturnList')
export class ReturnList {
  @Field(() => Int)
  revision!: number

  @Field(() => String)
  period!: string

  @Field(() => LabelObject)
  periodLabel!: Label

  @Field(() => [ReturnRow])
  rows!: ReturnRow[]
}

@ObjectType('ReturnLine', { description: 'A row or a column of a return as its form has it.' })
export class ReturnLine {
  @Field(() => LabelObject)
  label!: Label

  @Field(() => [LabelObject], { description: 'The groups that it stands in, from the top.' })
  above!: Label[]

  @Field(() => CellRoleEnum)
  role!: (typeof cellRoles)[number]

  @Field(() => Boolean, { description: 'One of which (其中): it adds nothing.' })
  partial!: boolean
}

@ObjectType('ReturnCell')
export class ReturnCellObject {
  @Field(() => Int)
  row!: number

  @Field(() => Int)
  column!: number

  @Field(() => String, { nullable: true, description: 'As written; null where it is computed.' })
  stated!: string | null

  @Field(() => Float, { nullable: true })
  value!: number | null

  @Field(() => CellStateEnum)
  state!: CellState

  @Field(() => Float, { nullable: true, description: 'What it comes to, where that is another figure or nobody stated one.' })
  computed!: number | null

  @Field(() => LabelObject)
  unit!: Label

  @Field(() => String, { nullable: true, description: 'The cell of the file.' })
  cell!: string | null
}

@ObjectType('ReturnTable', { description: 'One breakdown, or two across each other.' })
export class ReturnTable {
  @Field(() => LabelObject)
  breakdown!: Label

  @Field(() => LabelObject, { nullable: true })
  across!: Label | null

  @Field(() => [ReturnLine])
  rows!: ReturnLine[]

  @Field(() => [ReturnLine])
  columns!: ReturnLine[]

  @Field(() => [ReturnCellObject])
  cells!: ReturnCellObject[]
}

@ObjectType('ReturnDiscrepancy')
export class ReturnDiscrepancy {
  @Field(() => DiscrepancyKindEnum)
  kind!: (typeof discrepancyKinds)[number]

  @Field(() => LabelObject, { description: 'In whose breakdown the other figure was computed.' })
  breakdown!: Label

  @Field(() => String)
  row!: string

  @Field(() => String)
  column!: string

  @Field(() => CellRoleEnum)
  role!: (typeof cellRoles)[number]

  @Field(() => String, { nullable: true })
  sheet!: string | null

  @Field(() => String, { nullable: true })
  cell!: string | null

  @Field(() => String, { description: 'As written.' })
  written!: string

  @Field(() => Float)
  stated!: number

  @Field(() => Float)
  computed!: number

  @Field(() => Float, { description: 'Stated less computed: cases that nothing explains, or percentage points.' })
  difference!: number

  @Field(() => Float, { nullable: true, description: 'Of a share: per cent of the cases that the breakdown places anywhere.' })
  ofPlaced!: number | null
}

@ObjectType('Return', { description: 'A return as it was stated, with what does not add up.' })
export class ReturnObject extends ReturnRow {
  @Field(() => String, { nullable: true })
  title!: string | null

  @Field(() => [ReturnTable])
  tables!: ReturnTable[]

  @Field(() => [ReturnDiscrepancy])
  problems!: ReturnDiscrepancy[]
}
