import { GraphQLJSON } from 'graphql-scalars'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { ChangeObject, LedgerState } from '../ledger/ledger.types.ts'
import { registryEnum } from '../platform/enum.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel, Label } from '../platform/label.ts'

@ObjectType({ simpleResolvers: true, description: 'What a new complaint begins with.' })
export class RegistrationProposal {
  @Field(() => String, {
    nullable: true,
    description: 'The next number by the office’s own pattern; null for a source that issues its own.',
  })
  number!: string | null

  @Field(() => String)
  today!: string

  @Field(() => [String], { description: 'Who has issued numbers so far; LOCAL is this office.' })
  sources!: string[]

  @Field(() => Boolean, { description: 'Whether the jurisdiction keeps the keyed token of a person.' })
  keepsPersons!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'Something that a field of the form may hold.' })
export class RegistrationChoice {
  @Field(() => String, { description: 'What to send for it.' })
  value!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => String, { nullable: true, description: 'Its standard code.' })
  code!: string | null

  @Field(() => Int, { description: 'How deep it lies in its tree.' })
  depth!: number

  @Field(() => LabelObject, { nullable: true, description: 'An institution: the one it counts for, where that is another.' })
  countsFor!: Label | null

  @Field(() => LabelObject, { nullable: true, description: 'An institution’s peer group.' })
  group!: Label | null

  @Field(() => Boolean, { description: 'An institution outside the ranking.' })
  outside!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'Why a typed complaint is not taken: the reasons of imports, beside the field.' })
export class RegistrationProblem {
  @Field(() => String, { description: 'As importFields(COMPLAINTS) names it.' })
  field!: string

  @Field(() => String)
  reason!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => String, { description: 'As it was read, masked.' })
  value!: string

  @Field(() => ID, { nullable: true, description: 'NUMBER_TAKEN: the complaint that has it, where it is the viewer’s to see.' })
  complaint!: string | null
}

export type EvidenceKey = 'samePerson' | 'sameText'
export const EvidenceEnum = registryEnum<EvidenceKey>('RepeatEvidence', ['samePerson', 'sameText'], 'Why two complaints may be one matter.')

@ObjectType({ simpleResolvers: true, description: 'A complaint that the new one may repeat.' })
export class LikelyRepeat {
  @Field(() => ID)
  key!: string

  @Field(() => String, { nullable: true })
  number!: string | null

  @Field(() => String)
  source!: string

  @Field(() => String)
  receivedOn!: string

  @Field(() => LabelObject)
  institution!: Label

  @Field(() => [EvidenceEnum])
  evidence!: EvidenceKey[]
}

@ObjectType({ simpleResolvers: true, description: 'What a typed complaint comes to; nothing is kept.' })
export class RegistrationCheck {
  @Field(() => [RegistrationProblem])
  problems!: RegistrationProblem[]

  @Field(() => String, { nullable: true, description: 'The day of receipt as it was read.' })
  receivedOn!: string | null

  @Field(() => String, { nullable: true })
  dueOn!: string | null

  @Field(() => String, { nullable: true, description: 'The text as it will be kept.' })
  masked!: string | null

  @Field(() => Boolean, { description: 'A telephone or identity number was recognised and becomes a token.' })
  knowsPerson!: boolean

  @Field(() => [String], { description: 'Fields whose word no dictionary entry is known for: kept as written, unclassified.' })
  unclassified!: string[]

  @Field(() => [LikelyRepeat])
  repeats!: LikelyRepeat[]
}

@ObjectType({ simpleResolvers: true, description: 'The complaint as it was registered.' })
export class RegisteredComplaint {
  @Field(() => ID)
  key!: string

  @Field(() => String)
  number!: string

  @Field(() => Boolean, { description: 'The proposed number had just been given to another complaint: this is the next one.' })
  numberMoved!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'Registered, or why not: problems, or likely repeats that nobody has confirmed.' })
export class Registration {
  @Field(() => RegisteredComplaint, { nullable: true })
  complaint!: RegisteredComplaint | null

  @Field(() => [RegistrationProblem])
  problems!: RegistrationProblem[]

  @Field(() => [LikelyRepeat])
  repeats!: LikelyRepeat[]

  @Field(() => ChangeObject, { nullable: true })
  change!: ChangeObject | null

  @Field(() => LedgerState, { nullable: true })
  ledger!: LedgerState | null
}

export const TypedValues = GraphQLJSON
