import { Field, Int, ObjectType } from 'type-graphql'

/** What every list that is read page by page says beside its rows. */
@ObjectType()
export abstract class ListPage {
  @Field(() => String, { nullable: true })
  endCursor!: string | null

  @Field(() => Boolean)
  hasNextPage!: boolean

  @Field(() => Int)
  totalCount!: number
}
