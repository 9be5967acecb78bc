import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql'
import type { Role } from '../access/permissions.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { Label } from '../platform/label.ts'
import { RoleEnum } from './session.types.ts'

@ObjectType({ description: 'A role at a region or an institution, from one day to another.' })
export class UserGrant {
  @Field(() => ID)
  key!: string

  @Field(() => RoleEnum)
  role!: Role

  @Field(() => LabelObject, { nullable: true, description: 'The region or the institution.' })
  scope!: Label | null

  @Field(() => String, { nullable: true, description: 'Key of the region node, where it is one.' })
  region!: string | null

  @Field(() => String, { nullable: true, description: 'Key of the institution, where it is one.' })
  institution!: string | null

  @Field(() => String, { nullable: true, description: 'First day, YYYY-MM-DD; absent: always.' })
  startsOn!: string | null

  @Field(() => String, { nullable: true, description: 'Last day; absent: without an end.' })
  endsOn!: string | null

  @Field(() => String)
  grantedBy!: string

  @Field(() => Boolean, { description: 'Whether it holds today.' })
  inForce!: boolean
}

@ObjectType({ description: 'Somebody who can sign in, or a program.' })
export class User {
  @Field(() => String)
  name!: string

  @Field(() => LabelObject)
  displayName!: Label

  @Field(() => Boolean)
  disabled!: boolean

  @Field(() => [UserGrant])
  grants!: UserGrant[]

  @Field(() => GraphQLISODateTime)
  createdAt!: Date

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the user last came in; absent: never.' })
  lastSignInAt!: Date | null

  @Field(() => Int, { description: 'Sessions that are open.' })
  sessions!: number

  @Field(() => Int, { description: 'Bearer tokens made for programs.' })
  tokens!: number

  @Field(() => Boolean, { description: 'False where the user cannot sign in by password.' })
  hasPassword!: boolean

  @Field(() => Boolean, { description: 'Lies wholly in what the viewer manages.' })
  manageable!: boolean

  @Field(() => Boolean, { description: 'The viewer.' })
  oneself!: boolean
}

@ObjectType({ description: 'A one-time link that nobody has used yet.' })
export class OpenInvitation {
  @Field(() => ID)
  key!: string

  @Field(() => RoleEnum, { nullable: true, description: 'Of a new user; absent where the link gives a user another password.' })
  role!: Role | null

  @Field(() => String, { nullable: true, description: 'Whose password the link sets.' })
  user!: string | null

  @Field(() => LabelObject, { nullable: true })
  scope!: Label | null

  @Field(() => String, { nullable: true })
  startsOn!: string | null

  @Field(() => String, { nullable: true })
  endsOn!: string | null

  @Field(() => GraphQLISODateTime)
  createdAt!: Date

  @Field(() => String, { nullable: true })
  createdBy!: string | null

  @Field(() => GraphQLISODateTime)
  expiresAt!: Date
}
