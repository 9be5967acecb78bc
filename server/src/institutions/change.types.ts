import { GraphQLJSON } from 'graphql-scalars'
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { ChangeResult } from '../ledger/ledger.types.ts'
import { registryEnum } from '../platform/enum.ts'
import { institutionActKeys, institutionActs, type InstitutionAct } from './change.rules.ts'

export const InstitutionActEnum = registryEnum<InstitutionAct>(
  'InstitutionAct',
  institutionActKeys,
  'What may be done to an institution.',
  (key) => institutionActs[key].en,
)

@InputType({ description: 'One change of an institution.' })
export class InstitutionChange {
  @Field(() => InstitutionActEnum)
  act!: InstitutionAct

  @Field(() => ID, { nullable: true, description: 'Absent for a new one.' })
  key?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'From which day on it holds (absent: always); of a correction, the version that is corrected.',
  })
  validFrom?: string | null

  @Field(() => String, { nullable: true, description: 'Of a correction: from which day on its version shall hold instead.' })
  movedTo?: string | null

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'Values as text by the fields of the institutions import; a field that is absent stays as it is, an empty one is emptied.',
  })
  values?: unknown

  @Field(() => Int, { nullable: true, description: 'Of UNDO and RESTORE: the revision of the change.' })
  undoes?: number | null

  @Field(() => Int, { description: 'The revision that was looked at: what changed since is a conflict.' })
  since!: number

  @Field(() => ID, { nullable: true })
  jurisdiction?: string | null
}

@ObjectType({ simpleResolvers: true, description: 'Complaints that would count for another institution; null: outside the ranking.' })
export class InstitutionMove {
  @Field(() => String, { nullable: true })
  from!: string | null

  @Field(() => String, { nullable: true })
  to!: string | null

  @Field(() => Int)
  complaints!: number
}

@ObjectType({ simpleResolvers: true, description: 'What a change of an institution would do; nothing is written.' })
export class InstitutionChangePreview {
  @Field(() => Int, { description: 'Complaints that would be resolved to another version.' })
  complaints!: number

  @Field(() => Int, { description: 'Of these, received in months that are closed.' })
  inClosedMonths!: number

  @Field(() => [InstitutionMove])
  moves!: InstitutionMove[]

  @Field(() => Int, { description: 'Complaints counted for it that would stand in another peer group, or in none.' })
  regrouped!: number

  @Field(() => Int, { description: 'Complaints received after its closing for which nobody would stand.' })
  orphaned!: number
}

@ObjectType()
export class InstitutionChanged extends ChangeResult {
  @Field(() => ID)
  key!: string

  @Field(() => Int, { description: 'How many complaints have another version than before.' })
  complaints!: number
}
