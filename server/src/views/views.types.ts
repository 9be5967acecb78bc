import { Field, GraphQLISODateTime, ID, ObjectType } from 'type-graphql'
import type { Role } from '../access/permissions.ts'
import { RoleEnum } from '../users/session.types.ts'

@ObjectType({ simpleResolvers: true, description: 'A page with its filters, kept under a name.' })
export class SavedView {
  @Field(() => ID)
  key!: string

  @Field(() => String)
  name!: string

  @Field(() => String, { description: 'Path of the page: /trends.' })
  path!: string

  @Field(() => String, { description: 'What stands in its address after the question mark.' })
  search!: string

  @Field(() => RoleEnum, { nullable: true, description: 'Seen by this role at the owner’s node; null: by its owner alone.' })
  sharedRole!: Role | null

  @Field(() => Boolean, { description: 'The viewer’s own, so the viewer’s to change.' })
  own!: boolean

  @Field(() => String, { description: 'Name of the account that keeps it.' })
  owner!: string

  @Field(() => GraphQLISODateTime)
  changedAt!: Date
}
