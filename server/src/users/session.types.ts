import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql'
import { registryEnum } from '../platform/enum.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { Label, Language } from '../platform/label.ts'
import { roles, type Role } from '../access/permissions.ts'

export const RoleEnum = registryEnum(
  'Role',
  Object.keys(roles) as Role[],
  'What a person does here.',
  (role) => `${roles[role].zh} / ${roles[role].en}`,
)
export const LanguageEnum = registryEnum('Language', ['zh', 'en'] as const, 'Language of the page.')

@ObjectType({ description: 'Who is signed in, and under which grants.' })
export class SessionViewer {
  @Field(() => String)
  name!: string

  @Field(() => String)
  displayName!: string

  @Field(() => [RoleEnum])
  roles!: Role[]

  @Field(() => [String], { description: 'Everything the viewer may do, as noun:verb.' })
  permissions!: string[]

  @Field(() => LabelObject, { description: 'The region or institution that the viewer sees.' })
  scopeLabel!: Label

  @Field(() => LanguageEnum)
  language!: Language
}

@ObjectType({ description: 'Somebody of the office, as acts name them.' })
export class Person {
  @Field(() => String, { description: 'The sign-in name, which acts keep.' })
  name!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType({ description: 'A sign-in of the demo, shown because the demo holds no real record.' })
export class DemoUserInfo {
  @Field(() => String)
  name!: string

  @Field(() => String)
  password!: string

  @Field(() => LabelObject)
  displayName!: Label

  @Field(() => RoleEnum)
  role!: Role
}

@ObjectType({ description: 'The state of the visit: public, and without any figure.' })
export class Session {
  @Field(() => SessionViewer, { nullable: true })
  viewer!: SessionViewer | null

  @Field(() => [Person], { description: 'What to call those whose acts the viewer meets; empty for viewers of an institution.' })
  people!: Person[]

  @Field(() => Boolean, { description: 'True where the data are invented: the page says 演示数据.' })
  demo!: boolean

  @Field(() => [DemoUserInfo])
  demoUsers!: DemoUserInfo[]

  @Field(() => Boolean, { description: 'True while nobody can sign in: the one-time link makes the first administrator.' })
  needsSetup!: boolean

  @Field(() => Int, { description: 'How many characters a password has at least.' })
  shortestPassword!: number

  @Field(() => String)
  product!: string

  @Field(() => String)
  version!: string
}

@ObjectType({ description: 'A one-time link; whoever opens it first makes the user.' })
export class InvitationLink {
  @Field(() => ID, { description: 'The link’s secret.' })
  token!: string

  @Field(() => String, { description: 'Path and secret: /setup#token' })
  path!: string

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'After this it opens nothing.' })
  expiresAt?: Date | null
}
