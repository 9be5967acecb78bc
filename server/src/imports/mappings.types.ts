import { GraphQLJSON } from 'graphql-scalars'
import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql'
import type { ImportKind } from './columns.ts'
import { ImportKindEnum } from './imports.types.ts'

@ObjectType('ImportMapping', { description: 'How an office reads files with the same headings.' })
export class ImportMapping {
  @Field(() => ID)
  key!: string

  @Field(() => ImportKindEnum)
  kind!: ImportKind

  @Field(() => String)
  name!: string

  @Field(() => [String], { description: 'The headings that it was made for; empty where it came as a file.' })
  headings!: string[]

  @Field(() => GraphQLJSON, { description: 'MAP.json, as `cli import --map` takes it.' })
  map!: unknown

  @Field(() => Int, { description: 'How many files were entered through it.' })
  uses!: number

  @Field(() => GraphQLISODateTime, { nullable: true })
  usedAt!: Date | null

  @Field(() => GraphQLISODateTime)
  changedAt!: Date

  @Field(() => String)
  changedBy!: string
}
