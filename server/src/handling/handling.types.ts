import { Field, InputType, ObjectType } from 'type-graphql'
import { registryEnum } from '../platform/enum.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { FullLabel } from '../platform/label.ts'
import { actKeys, acts, type ActKey } from './handling.rules.ts'

export const ActEnum = registryEnum<ActKey>('HandlingAct', actKeys, 'What is done about a complaint.', (key) => acts[key].label.en)

@ObjectType({ simpleResolvers: true, description: 'An act that a complaint allows now, and what it asks for.' })
export class PossibleAct {
  @Field(() => ActEnum)
  act!: ActKey

  @Field(() => LabelObject)
  label!: FullLabel

  @Field(() => [String], { description: 'Fields of HandlingDetails that must be given: reason, until, unit.' })
  needs!: string[]

  @Field(() => [String], { description: 'Fields that may be given.' })
  takes!: string[]
}

@InputType({ description: 'Days as imports read them, texts masked before they are kept.' })
export class HandlingDetails {
  @Field(() => String, { description: 'The day on which it happened.' })
  on!: string

  @Field(() => String, { nullable: true, description: 'EXTEND: the day to which the due day moves.' })
  until?: string | null

  @Field(() => String, { nullable: true, description: 'The unit that acts or that the complaint goes to.' })
  unit?: string | null

  @Field(() => String, { nullable: true, description: 'Who in it.' })
  person?: string | null

  @Field(() => String, { nullable: true, description: 'The result, what was said.' })
  note?: string | null

  @Field(() => String, { nullable: true })
  reason?: string | null

  @Field(() => String, { nullable: true, description: 'CLOSE: a word of the dictionary: key, code or label.' })
  upheld?: string | null

  @Field(() => String, { nullable: true, description: 'CLOSE, VISIT: what the person said when asked.' })
  satisfaction?: string | null
}
