import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { RegisterEnum, type RegisterKey } from '../analytics/analytics.enums.ts'
import { ComplaintRow } from '../complaints/complaints.types.ts'
import { ChangeObject, LedgerState } from '../ledger/ledger.types.ts'
import { registryEnum } from '../platform/enum.ts'
import { ListPage } from '../platform/list-page.ts'

export type EvidenceKey = 'samePerson' | 'sameText' | 'both'
export const EvidenceEnum = registryEnum<EvidenceKey>(
  'CandidateEvidence',
  ['samePerson', 'sameText', 'both'],
  'Why two complaints may be one matter.',
  (key) =>
    ({
      samePerson: 'one person, within the jurisdiction’s days',
      sameText: 'equal text, received at most three days apart',
      both: 'one person and equal text',
    })[key],
)

@InputType({ description: 'Which candidates: of a register, by the later complaint’s day of receipt, ranked institution and evidence.' })
export class RepeatRows {
  @Field(() => String, { nullable: true, description: 'Absent: all periods.' })
  period?: string | null

  @Field(() => [ID], { defaultValue: [], description: 'Ranked institutions; none: all.' })
  institutions?: string[]

  @Field(() => EvidenceEnum, { nullable: true })
  evidence?: EvidenceKey | null

  @Field(() => ID, { nullable: true })
  jurisdiction?: string | null

  @Field(() => RegisterEnum, { defaultValue: 'regulator' })
  register?: RegisterKey

  @Field(() => Int, { nullable: true })
  revision?: number | null
}

@InputType({ description: 'Two complaints, in either order.' })
export class ComplaintPair {
  @Field(() => ID)
  one!: string

  @Field(() => ID)
  other!: string
}

@ObjectType({ simpleResolvers: true, description: 'A complaint beside another: its row and its masked text.' })
export class RepeatSide {
  @Field(() => ComplaintRow)
  complaint!: ComplaintRow

  @Field(() => String, { nullable: true, description: 'Masked; null for who may not read texts.' })
  text!: string | null

  @Field(() => Int, { description: 'Complaints of the matter that it is in already, itself included.' })
  members!: number

  @Field(() => Boolean, { description: 'The matter would count as this complaint, its first one.' })
  represents!: boolean
}

@ObjectType({ simpleResolvers: true, description: 'Two complaints that may be one matter, and why.' })
export class RepeatCandidate {
  @Field(() => EvidenceEnum)
  evidence!: EvidenceKey

  @Field(() => Int, { description: 'Calendar days between the two receipts.' })
  daysApart!: number

  @Field(() => RepeatSide)
  earlier!: RepeatSide

  @Field(() => RepeatSide)
  later!: RepeatSide

  @Field(() => String, { nullable: true, description: 'The number that the matter would count under, where it is neither of the two.' })
  representedBy!: string | null
}

@ObjectType({ simpleResolvers: true, description: 'What confirming all of them would do.' })
export class RepeatOutcome {
  @Field(() => Int, { description: 'Complaints that would count no more by themselves.' })
  complaints!: number

  @Field(() => Int, { description: 'Matters that they would be part of.' })
  matters!: number

  @Field(() => Int, { description: 'Merged complaints of the register before, over all time.' })
  mergedBefore!: number

  @Field(() => Int)
  mergedAfter!: number
}

@ObjectType({ simpleResolvers: true })
export class RepeatPage extends ListPage {
  @Field(() => Int)
  revision!: number

  @Field(() => [RepeatCandidate])
  rows!: RepeatCandidate[]

  @Field(() => Int, { description: 'Days within which one person’s complaints are candidates.' })
  personDays!: number

  @Field(() => Int, { description: 'Days within which equal texts are candidates.' })
  textDays!: number

  @Field(() => RepeatOutcome, { description: 'Of all pages.' })
  ifConfirmed!: RepeatOutcome
}

@ObjectType({ simpleResolvers: true, description: 'The act that merged or dismissed: who, when, why.' })
export class RepeatAct {
  @Field(() => ID)
  key!: string

  @Field(() => Int)
  revision!: number

  @Field(() => String)
  at!: string

  @Field(() => String)
  actor!: string

  @Field(() => String, { nullable: true })
  reason!: string | null

  @Field(() => Int, { description: 'Matters that the act made, or pairs that it dismissed, as far as they stand.' })
  standing!: number
}

@ObjectType({
  simpleResolvers: true,
  description: 'Complaints merged to one group; members of other institutions or registers count apart.',
})
export class MergedMatter {
  @Field(() => [ComplaintRow])
  members!: ComplaintRow[]

  @Field(() => Int, { description: 'How many count when repeats are merged: 1, or more where a correction divided it.' })
  counts!: number

  @Field(() => RepeatAct, { nullable: true, description: 'Null where the act belongs to a jurisdiction above the viewer’s.' })
  act!: RepeatAct | null
}

@ObjectType({ simpleResolvers: true })
export class MergedMatterPage extends ListPage {
  @Field(() => [MergedMatter])
  rows!: MergedMatter[]
}

@ObjectType({ simpleResolvers: true, description: 'Two complaints judged to be two matters.' })
export class DismissedRepeat {
  @Field(() => ComplaintRow)
  one!: ComplaintRow

  @Field(() => ComplaintRow)
  other!: ComplaintRow

  @Field(() => RepeatAct, { nullable: true, description: 'Null where the act belongs to a jurisdiction above the viewer’s.' })
  act!: RepeatAct | null
}

@ObjectType({ simpleResolvers: true })
export class DismissedRepeatPage extends ListPage {
  @Field(() => [DismissedRepeat])
  rows!: DismissedRepeat[]
}

@ObjectType({ description: 'What an act on repeats did.' })
export class RepeatsDone {
  @Field(() => Int, { description: 'Pairs confirmed, dismissed or taken back; complaints set free.' })
  count!: number

  @Field(() => Int, { description: 'What had been altered since and stays as it is.' })
  passedOver!: number

  @Field(() => ChangeObject)
  change!: ChangeObject

  @Field(() => LedgerState)
  ledger!: LedgerState
}
