import { Field, ObjectType } from 'type-graphql'
import { registryEnum } from '../platform/enum.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel } from '../platform/label.ts'

export type SeverityKey = 'worse' | 'warn' | 'note'
export const SeverityEnum = registryEnum<SeverityKey>('Severity', ['worse', 'warn', 'note'], 'How much an item asks for.')

@ObjectType({ simpleResolvers: true, description: 'Something that needs attention: what, why, and where to go.' })
export class AttentionItem {
  @Field(() => String, { description: 'OVERDUE, DETERIORATING, SUPERVISION, MONTH_NOT_CLOSED, REPEATS, UNRESOLVED_WORDS, SERIES_BREAK.' })
  kind!: string

  @Field(() => SeverityEnum)
  severity!: SeverityKey

  @Field(() => LabelObject)
  title!: FullLabel

  @Field(() => LabelObject)
  detail!: FullLabel

  @Field(() => String, { nullable: true, description: 'Address inside the page.' })
  link!: string | null
}
