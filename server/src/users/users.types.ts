import { Field, ObjectType } from 'type-graphql'
import type { Role } from '../access/permissions.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { Label } from '../platform/label.ts'
import { RoleEnum } from './session.types.ts'

@ObjectType({ description: 'A role at a region or an institution, from one day to another.' })
export class UserGrant {
  @Field(() => RoleEnum)
  role!: Role

  @Field(() => LabelObject, { nullable: true, description: 'The region or the institution.' })
  scope!: Label | null

  @Field(() => String, { nullable: true, description: 'First day, YYYY-MM-DD; absent: always.' })
  startsOn!: string | null

  @Field(() => String, { nullable: true, description: 'Last day; absent: without an end.' })
  endsOn!: string | null
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
}
