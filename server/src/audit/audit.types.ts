import { GraphQLJSON } from 'graphql-scalars'
import { Field, GraphQLISODateTime, ID, ObjectType } from 'type-graphql'
import { ListPage } from '../platform/list-page.ts'

@ObjectType({ description: 'One command, export, sign-in, refusal or unmasking; chained by SHA-256 to the line before it.' })
export class AuditLine {
  @Field(() => ID)
  key!: string

  @Field(() => GraphQLISODateTime)
  at!: Date

  @Field(() => String)
  kind!: string

  @Field(() => String)
  actor!: string

  @Field(() => GraphQLJSON)
  detail!: unknown

  @Field(() => String, { description: 'SHA-256 over the line and its predecessor, hex.' })
  digest!: string
}

@ObjectType()
export class AuditPage extends ListPage {
  @Field(() => [AuditLine])
  rows!: AuditLine[]
}
