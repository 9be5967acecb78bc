import { GraphQLJSON } from 'graphql-scalars'
import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { Job } from '../jobs/jobs.types.ts'
import { LedgerState } from '../ledger/ledger.types.ts'
import { registryEnum } from '../platform/enum.ts'
import { LabelObject } from '../platform/label.object.ts'
import { ListPage } from '../platform/list-page.ts'
import type { FullLabel } from '../platform/label.ts'
import { IMPORT_KINDS, type ImportKind } from './columns.ts'
import { FoundTableObject, RecalledMapping, SheetProblem } from './sheet.types.ts'

export const ImportKindEnum = registryEnum('ImportKind', IMPORT_KINDS, 'What a file holds.')

export type TakeKey = 'person' | 'file'
export const TakeEnum = { PERSON: 'person', FILE: 'file' } as const satisfies Record<string, TakeKey>
registerEnumType(TakeEnum, { name: 'Take', description: 'Whose value stands where a file meets a person’s correction.' })

@ObjectType('ImportField', { description: 'A column that a file may bring.' })
export class ImportFieldObject {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: LabelObject

  @Field(() => LabelObject)
  meaning!: LabelObject

  @Field(() => Boolean)
  required!: boolean

  @Field(() => Boolean, { description: 'Holds a person: used for masking and the keyed token, not kept.' })
  personal!: boolean

  @Field(() => Boolean, { description: 'Known and passed over: its meaning says why.' })
  aside!: boolean
}

@ObjectType('NotKeptColumn', { description: 'A column of the file that is known and of which nothing is kept.' })
export class NotKeptColumn {
  @Field(() => String, { description: 'The heading as written.' })
  column!: string

  @Field(() => String)
  field!: string

  @Field(() => Boolean, { description: 'Holds a person: used for masking, perhaps for the keyed token.' })
  personal!: boolean

  @Field(() => LabelObject)
  why!: LabelObject
}

@ObjectType('ValueOfTitle', { description: 'What a title above the headings states of every row of its sheet.' })
export class ValueOfTitle {
  @Field(() => String)
  field!: string

  @Field(() => LabelObject)
  column!: LabelObject

  @Field(() => String)
  value!: string
}

@ObjectType('RejectedCell', { description: 'One fault of a row that is not taken; the value is masked.' })
export class RejectedCell {
  @Field(() => String, { nullable: true })
  sheet?: string | null

  @Field(() => Int, { description: 'Counted from 1 as a person sees it.' })
  row!: number

  @Field(() => String)
  column!: string

  @Field(() => String)
  value!: string

  @Field(() => String, { description: 'MISSING_DATE, UNKNOWN_INSTITUTION …' })
  reason!: string
}

@ObjectType('UnresolvedWord', { description: 'A written name or word that means nothing yet, masked.' })
export class UnresolvedWord {
  @Field(() => String)
  field!: string

  @Field(() => String)
  value!: string

  @Field(() => Int)
  rows!: number

  @Field(() => [String], { description: 'Names that look like it; they decide nothing.' })
  proposals!: string[]
}

@ObjectType('ImportConflict', { description: 'A value that a person corrected and the file gives otherwise.' })
export class ImportConflict {
  @Field(() => Int, { description: 'The row’s place in the file, as commitImport(takeRows:) takes it.' })
  position!: number

  @Field(() => String, { nullable: true })
  sheet?: string | null

  @Field(() => Int)
  row!: number

  @Field(() => String)
  column!: string

  @Field(() => String, { nullable: true })
  person!: string | null

  @Field(() => String, { nullable: true })
  file!: string | null
}

@ObjectType('ImportChange', { description: 'A value of the ledger that the file changes.' })
export class ImportChange {
  @Field(() => String, { nullable: true })
  sheet?: string | null

  @Field(() => Int)
  row!: number

  @Field(() => String)
  column!: string

  @Field(() => String, { nullable: true })
  before!: string | null

  @Field(() => String, { nullable: true })
  after!: string | null
}

@ObjectType('MissingRows', {
  description: 'Rows without numbers of an earlier batch of the same source that this file lacks: altered or gone.',
})
export class MissingRows {
  @Field(() => ID, { description: 'commitImport(replace:) voids it in the same change.' })
  batch!: string

  @Field(() => String)
  file!: string

  @Field(() => Int)
  rows!: number
}

@ObjectType('StatedSum', { description: 'A sum that the file states (小计, 合计) beside what its rows give.' })
export class StatedSum {
  @Field(() => String, { nullable: true })
  sheet?: string | null

  @Field(() => Int)
  row!: number

  @Field(() => String)
  label!: string

  @Field(() => Int, { nullable: true })
  statedCount!: number | null

  @Field(() => Int)
  computedCount!: number

  @Field(() => String, { nullable: true, description: 'In yuan, exactly.' })
  statedAmountYuan!: string | null

  @Field(() => String)
  computedAmountYuan!: string

  @Field(() => Boolean)
  differs!: boolean
}

@ObjectType('FoundDiscrepancy', { description: 'A figure of a return that does not add up: what is stated and what it comes to.' })
export class FoundDiscrepancy {
  @Field(() => LabelObject, { description: 'Whose return, of which period.' })
  of!: FullLabel

  @Field(() => String, { nullable: true })
  sheet?: string | null

  @Field(() => String, { nullable: true })
  cell!: string | null

  @Field(() => String)
  row!: string

  @Field(() => String)
  column!: string

  @Field(() => String, { description: 'SUM, TOTALS, SHARE or NOT_PUBLISHED.' })
  kind!: string

  @Field(() => Float)
  stated!: number

  @Field(() => Float)
  computed!: number

  @Field(() => Float, { nullable: true, description: 'Of a share: per cent of the cases that the breakdown places anywhere.' })
  ofPlaced!: number | null
}

@ObjectType('FoundReturn', { description: 'A return that the file holds.' })
export class FoundReturn {
  @Field(() => String)
  subject!: string

  @Field(() => String)
  period!: string

  @Field(() => String)
  form!: string

  @Field(() => Float, { nullable: true })
  total!: number | null

  @Field(() => Boolean)
  computed!: boolean

  @Field(() => Int)
  discrepancies!: number
}

@ObjectType('ImportDraft', { description: 'A dry run: what a file would do to the ledger. The counts are 0 while its job runs.' })
export class ImportDraftObject {
  @Field(() => ID, { description: 'The draft; startImport takes it for its file, to read it through another mapping.' })
  id!: string

  @Field(() => ImportKindEnum)
  kind!: ImportKind

  @Field(() => String)
  file!: string

  @Field(() => GraphQLJSON, { description: 'The mapping as it works: columns as found, where none were given.' })
  map!: unknown

  @Field(() => [String], { description: 'The headings of the file.' })
  headings!: string[]

  @Field(() => String, { nullable: true, description: 'What the text was read as.' })
  encoding!: string | null

  @Field(() => [FoundTableObject], { description: 'Every sheet of the file: what was found in it.' })
  tables!: FoundTableObject[]

  @Field(() => RecalledMapping, { nullable: true, description: 'The kept mapping that it was read through.' })
  recalled!: RecalledMapping | null

  @Field(() => [SheetProblem], { description: 'Kinds of problems with their rows, those that cost a row first.' })
  problems!: SheetProblem[]

  @Field(() => Boolean, { description: 'It is being entered; `job` says how far.' })
  committing!: boolean

  @Field(() => Job, { nullable: true })
  job!: Job | null

  @Field(() => Int, { description: 'rows = new + changed + identical + rejectedRows' })
  rows!: number

  @Field(() => Int)
  new!: number

  @Field(() => Int)
  changed!: number

  @Field(() => Int)
  identical!: number

  @Field(() => Int)
  rejectedRows!: number

  @Field(() => Int, { description: 'Rows beside the data: titles, headings, blank rows, sums, notes.' })
  skipped!: number

  @Field(() => GraphQLJSON, { description: 'The same by kind.' })
  skippedByKind!: unknown

  @Field(() => [RejectedCell], { description: 'The first 2,000.' })
  rejected!: RejectedCell[]

  @Field(() => [UnresolvedWord])
  unresolved!: UnresolvedWord[]

  @Field(() => [ImportConflict])
  conflicts!: ImportConflict[]

  @Field(() => [ImportChange], { description: 'The first changes, value by value.' })
  changes!: ImportChange[]

  @Field(() => [MissingRows])
  missing!: MissingRows[]

  @Field(() => [NotKeptColumn])
  notKept!: NotKeptColumn[]

  @Field(() => [ValueOfTitle])
  fromTitle!: ValueOfTitle[]

  @Field(() => [StatedSum])
  stated!: StatedSum[]

  @Field(() => [FoundReturn], { description: 'Of a file of returns: what it holds.' })
  returns!: FoundReturn[]

  @Field(() => [FoundDiscrepancy], { description: 'And what in them does not add up; it stops nothing.' })
  discrepancies!: FoundDiscrepancy[]

  @Field(() => Boolean)
  committed!: boolean

  @Field(() => ID, { nullable: true })
  batch!: string | null

  @Field(() => LabelObject, { nullable: true, description: 'Why the file is not taken at all.' })
  refused!: LabelObject | null

  @Field(() => [ImportKindEnum], { description: 'What a file without the headings asked for more likely holds.' })
  otherKinds!: ImportKind[]
}

@ObjectType('CommittedImport')
export class CommittedImport {
  @Field(() => ID)
  batch!: string

  @Field(() => Int)
  new!: number

  @Field(() => Int)
  changed!: number

  @Field(() => Int)
  identical!: number

  @Field(() => LedgerState)
  ledger!: LedgerState
}

@ObjectType('Batch', { description: 'One committed file.' })
export class BatchObject {
  @Field(() => ID)
  key!: string

  @Field(() => ImportKindEnum)
  kind!: ImportKind

  @Field(() => String)
  file!: string

  @Field(() => GraphQLISODateTime)
  at!: Date

  @Field(() => String)
  who!: string

  @Field(() => Int)
  revision!: number

  @Field(() => Int, { description: 'Data rows of the file.' })
  rows!: number

  @Field(() => Int, { description: 'Rows that were new or changed a record.' })
  imported!: number

  @Field(() => Int)
  rejected!: number

  @Field(() => Boolean)
  voided!: boolean

  @Field(() => Int, { description: 'Records of the batch that a person corrected.' })
  corrections!: number
}

@ObjectType('BatchPage')
export class BatchPage extends ListPage {
  @Field(() => [BatchObject])
  rows!: BatchObject[]
}

@ObjectType('BatchChange', { description: 'What a void or a restore did.' })
export class BatchChange {
  @Field(() => Int, { description: 'Complaints that have another current version than before.' })
  complaints!: number

  @Field(() => [String], { description: 'Numbers of records that a correction holds in place.' })
  passedOver!: string[]

  @Field(() => LedgerState)
  ledger!: LedgerState
}
