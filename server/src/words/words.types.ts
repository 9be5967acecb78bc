import { Field, InputType, Int, ObjectType } from 'type-graphql'
import { ChangeObject, LedgerState } from '../ledger/ledger.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'

@ObjectType({ description: 'An entry that a word may be given as its meaning.' })
export class EntryChoice {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType({ description: 'A word that was written in a ledger and that its dictionary lacks.' })
export class UnclassifiedWord {
  @Field(() => String, { description: 'The column: category, cause, lodgingChannel …' })
  field!: string

  @Field(() => LabelObject)
  fieldLabel!: FullLabel

  @Field(() => String, { description: 'As it was written.' })
  word!: string

  @Field(() => Int, { description: 'Complaints that hold it now.' })
  complaints!: number

  @Field(() => [EntryChoice], { description: 'Entries that look alike, the likeliest first. They are proposals.' })
  proposals!: EntryChoice[]
}

@ObjectType({ description: 'A word as it was written, and how many complaints hold it.' })
export class HeldWord {
  @Field(() => String)
  field!: string

  @Field(() => LabelObject)
  fieldLabel!: FullLabel

  @Field(() => String)
  word!: string

  @Field(() => Int)
  complaints!: number
}

@ObjectType({ description: 'The entries of one dictionary.' })
export class WordDictionary {
  @Field(() => String)
  field!: string

  @Field(() => [EntryChoice])
  entries!: EntryChoice[]
}

@ObjectType()
export class UnclassifiedWords {
  @Field(() => [UnclassifiedWord])
  words!: UnclassifiedWord[]

  @Field(() => [WordDictionary], { description: 'What words of each column may mean.' })
  dictionaries!: WordDictionary[]
}

@InputType({ description: 'What a word means: an entry there is, or a new one under 其他.' })
export class WordMeaning {
  @Field(() => String)
  field!: string

  @Field(() => String)
  word!: string

  @Field(() => String, { nullable: true, description: 'Key, code or label of an entry; null: a new one of the word’s own name.' })
  entry!: string | null
}

@ObjectType({ description: 'What a classification would come to.' })
export class ClassificationPreview {
  @Field(() => Int, { description: 'Complaints that would be classified otherwise.' })
  complaints!: number
}

@ObjectType()
export class WordsClassified {
  @Field(() => Int, { description: 'Complaints that are classified otherwise now.' })
  complaints!: number

  @Field(() => ChangeObject)
  change!: ChangeObject

  @Field(() => LedgerState)
  ledger!: LedgerState
}
