import { Field, ObjectType } from 'type-graphql'

/** A text for people in both languages; English may be absent in dictionary entries. */
@ObjectType('Label', { simpleResolvers: true, description: 'A text for people: Chinese always, English where it is known.' })
export class LabelObject {
  @Field(() => String)
  zh!: string

  @Field(() => String, { nullable: true })
  en!: string | null
}
