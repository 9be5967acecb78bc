import { GraphQLJSON } from 'graphql-scalars'
import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from 'type-graphql'
import { LabelObject } from '../platform/label.object.ts'
import { ListPage } from '../platform/list-page.ts'
import type { FullLabel } from '../platform/label.ts'

@ObjectType({ description: 'One part of what a line tells, in words.' })
export class AuditFactObject {
  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => LabelObject)
  value!: FullLabel
}

@ObjectType({ description: 'One command, export, sign-in, refusal or unmasking; chained by SHA-256 to the line before it.' })
export class AuditLine {
  @Field(() => ID)
  key!: string

  @Field(() => GraphQLISODateTime)
  at!: Date

  @Field(() => String)
  kind!: string

  @Field(() => LabelObject)
  kindLabel!: FullLabel

  @Field(() => String)
  actor!: string

  @Field(() => GraphQLJSON)
  detail!: unknown

  @Field(() => [AuditFactObject], { description: 'The detail as a person reads it.' })
  facts!: AuditFactObject[]

  @Field(() => String, { description: 'SHA-256 over the line and its predecessor, hex.' })
  digest!: string
}

@ObjectType()
export class AuditPage extends ListPage {
  @Field(() => [AuditLine])
  rows!: AuditLine[]
}

@ObjectType({ description: 'What a line may be about.' })
export class AuditKindObject {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => LabelObject)
  group!: FullLabel
}

@ObjectType({ description: 'Whether the audit chain holds.' })
export class AuditChain {
  @Field(() => Boolean)
  intact!: boolean

  @Field(() => [String], { description: 'Lines and changes that do not fit, at most 50.' })
  problems!: string[]

  @Field(() => [LabelObject], { description: 'What was looked at.' })
  checks!: FullLabel[]

  @Field(() => GraphQLISODateTime)
  checkedAt!: Date
}

@InputType({ description: 'Which lines of the audit log are asked for.' })
export class AuditFilterInput {
  @Field(() => [String], { defaultValue: [] })
  kinds!: string[]

  @Field(() => String, { nullable: true, description: 'Part of the name of who did it.' })
  actor?: string | null

  @Field(() => String, { nullable: true, description: 'First day, YYYY-MM-DD.' })
  from?: string | null

  @Field(() => String, { nullable: true, description: 'Last day.' })
  to?: string | null

  @Field(() => String, { nullable: true, description: 'Part of the detail.' })
  text?: string | null
}
