import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { ChangeResult } from '../ledger/ledger.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'

@ObjectType({ simpleResolvers: true })
export class AttributeChoice {
  @Field(() => String)
  value!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType({ simpleResolvers: true, description: 'Something that entries of a dictionary may say beside their names.' })
export class DictionaryAttribute {
  @Field(() => String)
  name!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => LabelObject)
  explain!: FullLabel

  @Field(() => Boolean, { description: 'Several values at once.' })
  many!: boolean

  @Field(() => [AttributeChoice])
  choices!: AttributeChoice[]
}

@ObjectType({ simpleResolvers: true })
export class AttributeHeld {
  @Field(() => String)
  name!: string

  @Field(() => [String])
  values!: string[]
}

@ObjectType('DictionaryEntry', { simpleResolvers: true, description: 'An entry of a dictionary.' })
export class DictionaryEntryObject {
  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => String, { nullable: true, description: 'The standard’s code; an attribute, not an id.' })
  code!: string | null

  @Field(() => [String], { description: 'Other ways to write it that files are understood by.' })
  aliases!: string[]

  @Field(() => ID, { nullable: true, description: 'The entry above it.' })
  parent!: string | null

  @Field(() => Int, { description: 'How deep it lies in its tree.' })
  depth!: number

  @Field(() => Int)
  displayOrder!: number

  @Field(() => String, { nullable: true, description: 'From this day on it is offered no more; what was classified by it stays.' })
  retiredFrom!: string | null

  @Field(() => Boolean, { description: 'Offered today.' })
  offered!: boolean

  @Field(() => [AttributeHeld])
  attributes!: AttributeHeld[]

  @Field(() => Boolean, { description: 'One that every ledger begins with.' })
  standard!: boolean

  @Field(() => Boolean, { description: 'Of the viewer’s node or one below it, so that the viewer’s office may change it.' })
  own!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'A dictionary: its entries in the order of their tree.' })
export class Dictionary {
  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => LabelObject)
  explain!: FullLabel

  @Field(() => [DictionaryAttribute])
  attributes!: DictionaryAttribute[]

  @Field(() => [DictionaryEntryObject])
  entries!: DictionaryEntryObject[]
}

@ObjectType({ simpleResolvers: true, description: 'A standard entry that a dictionary lacks.' })
export class MissingStandardEntry {
  @Field(() => LabelObject)
  dictionary!: FullLabel

  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String, { nullable: true })
  code!: string | null

  @Field(() => LabelObject, { nullable: true, description: 'Another entry bears one of its names: it is not added.' })
  heldBy!: Label | null
}

@ObjectType({ simpleResolvers: true, description: 'An act on a dictionary or on the meaning of words.' })
export class DictionaryAct {
  @Field(() => ID)
  change!: string

  @Field(() => Int)
  revision!: number

  @Field(() => String, { description: 'CHANGE_DICTIONARY, STANDARD_ENTRIES, CLASSIFY_WORDS or UNDO_DICTIONARY.' })
  kind!: string

  @Field(() => LabelObject)
  kindLabel!: FullLabel

  @Field(() => Date)
  at!: Date

  @Field(() => String)
  actor!: string

  @Field(() => String, { nullable: true })
  reason!: string | null

  @Field(() => LabelObject, { description: 'What it was about.' })
  what!: Label

  @Field(() => Boolean, { description: 'Taken back by a later act that stands.' })
  undone!: boolean
}

@ObjectType({ simpleResolvers: true })
export class DictionaryActs {
  @Field(() => [DictionaryAct])
  rows!: DictionaryAct[]

  @Field(() => String, { nullable: true })
  endCursor!: string | null

  @Field(() => Boolean)
  hasNextPage!: boolean

  @Field(() => Int)
  totalCount!: number
}

@InputType()
export class AttributeInput {
  @Field(() => String)
  name!: string

  @Field(() => [String], { description: 'None: the entry says nothing.' })
  values!: string[]
}

@InputType({ description: 'What an entry shall be; what is absent stays as it is, null is emptied.' })
export class DictionaryEntryInput {
  @Field(() => String, { nullable: true })
  zh?: string | null

  @Field(() => String, { nullable: true })
  en?: string | null

  @Field(() => String, { nullable: true })
  code?: string | null

  @Field(() => ID, { nullable: true, description: 'Key of the entry above; null: at the top.' })
  parent?: string | null

  @Field(() => [String], { nullable: true })
  aliases?: string[] | null

  @Field(() => Int, { nullable: true })
  displayOrder?: number | null

  @Field(() => String, { nullable: true, description: 'A day, as 2026-01-01; null: it is offered.' })
  retiredFrom?: string | null

  @Field(() => [AttributeInput], { nullable: true })
  attributes?: AttributeInput[] | null
}

@ObjectType({ description: 'What a change of a dictionary would come to; nothing was written.' })
export class DictionaryPreview {
  @Field(() => Int, { description: 'Complaints that would be classified otherwise.' })
  complaints!: number
}

@ObjectType({ description: 'What a change of a dictionary did.' })
export class DictionaryChanged extends ChangeResult {
  @Field(() => ID, { nullable: true, description: 'The entry; null where the act was not about one alone.' })
  entry!: string | null

  @Field(() => Int, { description: 'Complaints that are classified otherwise now.' })
  complaints!: number

  @Field(() => Int, { description: 'Entries added.' })
  added!: number
}
