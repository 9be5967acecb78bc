import { Field, ID, Int, ObjectType } from 'type-graphql'

@ObjectType('Change', { description: 'One committed act.' })
export class ChangeObject {
  @Field(() => ID)
  key!: string

  @Field(() => Int)
  revision!: number
}

@ObjectType('LedgerState', { description: 'Where the ledger stands after a write: ask again at this revision.' })
export class LedgerState {
  @Field(() => Int)
  revision!: number
}

@ObjectType('ChangeResult')
export class ChangeResult {
  @Field(() => ChangeObject)
  change!: ChangeObject

  @Field(() => LedgerState)
  ledger!: LedgerState
}

/** What a mutation returns of a committed change. */
export function changeResult(change: { key: string; revision: number }): ChangeResult {
  return { change, ledger: { revision: change.revision } }
}
