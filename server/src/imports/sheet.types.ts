import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { LabelObject } from '../platform/label.object.ts'
import { ListPage } from '../platform/list-page.ts'

/** What becomes of a row of the sheet: the first five are data rows. */
export const ROW_OUTCOMES = [
  'NEW',
  'CHANGED',
  'IDENTICAL',
  'REPEAT',
  'REJECTED',
  'TITLE',
  'HEADINGS',
  'BLANK',
  'SUBTOTAL',
  'TOTAL',
  'NOTE',
] as const
export type RowOutcome = (typeof ROW_OUTCOMES)[number]
export const RowOutcomeEnum = Object.fromEntries(ROW_OUTCOMES.map((name) => [name, name])) as Record<RowOutcome, RowOutcome>
registerEnumType(RowOutcomeEnum, {
  name: 'RowOutcome',
  description:
    'What becomes of a row: NEW to REJECTED are data rows (REPEAT says again what an earlier row of the file says), the others stand beside them.',
})

@ObjectType('CellProblem', { description: 'What is wrong in a cell, or worth a look.' })
export class CellProblem {
  @Field(() => Int, { nullable: true, description: 'The column, from 0; null: the row as a whole.' })
  column!: number | null

  @Field(() => String, {
    description: 'A reason of a rejection, REPEAT, SUM_DIFFERS, CONFLICT, or WORD:field for a word without a meaning.',
  })
  problem!: string

  @Field(() => LabelObject)
  sentence!: LabelObject

  @Field(() => String, { nullable: true, description: 'The field of the column.' })
  field!: string | null
}

@ObjectType('CellChange', { description: 'A value that the file would change, or a person’s against the file’s.' })
export class CellChange {
  @Field(() => Int, { nullable: true })
  column!: number | null

  @Field(() => String)
  field!: string

  @Field(() => String, { nullable: true })
  before!: string | null

  @Field(() => String, { nullable: true })
  after!: string | null

  @Field(() => Boolean, { description: '`before` is a person’s correction.' })
  conflict!: boolean
}

@ObjectType('SheetRow', { description: 'One row of the file as its person knows it, masked.' })
export class SheetRow {
  @Field(() => Int, { description: 'Its place among all rows of the file, from 0.' })
  position!: number

  @Field(() => String, { nullable: true })
  sheet!: string | null

  @Field(() => Int, { description: 'Counted from 1 as a person sees it.' })
  row!: number

  @Field(() => RowOutcomeEnum)
  outcome!: RowOutcome

  @Field(() => [String])
  cells!: string[]

  @Field(() => Int, { description: 'Data rows before this one.' })
  dataBefore!: number

  @Field(() => [CellProblem])
  problems!: CellProblem[]

  @Field(() => [CellChange])
  changes!: CellChange[]
}

@ObjectType('ImportSheet', { description: 'Rows of a dry run in file order.' })
export class ImportSheet extends ListPage {
  @Field(() => [SheetRow])
  rows!: SheetRow[]
}

@ObjectType('SheetProblem', { description: 'A kind of problem in the sheet, with how many rows have it.' })
export class SheetProblem {
  @Field(() => String)
  problem!: string

  @Field(() => LabelObject)
  label!: LabelObject

  @Field(() => Boolean, { description: 'Rows with it are not taken.' })
  rejects!: boolean

  @Field(() => Int)
  rows!: number

  @Field(() => Int, { description: 'Where the first one stands, as a person sees it.' })
  firstRow!: number

  @Field(() => Int, { description: 'Its place among all rows.' })
  firstPosition!: number
}

@ObjectType('FoundColumn', { description: 'A column of a sheet and what it was taken for.' })
export class FoundColumnObject {
  @Field(() => Int)
  index!: number

  @Field(() => String)
  heading!: string

  @Field(() => String, { nullable: true, description: 'What stands above it over several columns.' })
  upper!: string | null

  @Field(() => String, { nullable: true })
  field!: string | null

  @Field(() => String, { nullable: true, description: 'MAPPED by a mapping, EXACT by the registry, WEAK by less.' })
  how!: string | null

  @Field(() => Boolean, { description: 'Holds persons: masked, and not shown.' })
  personal!: boolean

  @Field(() => [String], { description: 'Fields that the heading may mean.' })
  proposals!: string[]

  @Field(() => [String], { description: 'First values, masked.' })
  samples!: string[]
}

@ObjectType('PreviewRow')
export class PreviewRow {
  @Field(() => Int)
  row!: number

  @Field(() => [String])
  cells!: string[]
}

@ObjectType('FoundTable', { description: 'A sheet of the file: its headings where they were found, else its first rows.' })
export class FoundTableObject {
  @Field(() => String, { nullable: true })
  sheet!: string | null

  @Field(() => Boolean)
  read!: boolean

  @Field(() => [Int])
  headingRows!: number[]

  @Field(() => Int)
  rows!: number

  @Field(() => [FoundColumnObject])
  columns!: FoundColumnObject[]

  @Field(() => [PreviewRow])
  preview!: PreviewRow[]
}

@ObjectType('RecalledMapping', { description: 'The mapping that was kept for a file’s headings.' })
export class RecalledMapping {
  @Field(() => ID)
  key!: string

  @Field(() => String)
  name!: string
}
