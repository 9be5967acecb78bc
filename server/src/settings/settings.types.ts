import { GraphQLJSON } from 'graphql-scalars'
import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql'
import { ChangeResult } from '../ledger/ledger.types.ts'
import { LabelObject } from '../platform/label.object.ts'
import type { Label } from '../platform/label.ts'

@ObjectType({ simpleResolvers: true, description: 'An act on a setting: a value given from a day on, or taken away.' })
export class SettingChange {
  @Field(() => Int)
  revision!: number

  @Field(() => GraphQLISODateTime, { nullable: true })
  at!: Date | null

  @Field(() => String, { nullable: true, description: 'Null where the act is of a node that the viewer does not see.' })
  actor!: string | null

  @Field(() => String, { nullable: true })
  reason!: string | null

  @Field(() => LabelObject, { description: 'The node that it was set at.' })
  region!: Label

  @Field(() => String, { nullable: true, description: 'From which day on; null: always.' })
  validFrom!: string | null

  @Field(() => LabelObject, { nullable: true, description: 'Null: the node’s own value was taken away.' })
  value!: Label | null

  @Field(() => Boolean, { description: 'Not replaced or taken away since.' })
  current!: boolean

  @Field(() => Boolean, { description: 'Of this node, and the last act on its day, so that it can be taken back.' })
  undoable!: boolean
}

@ObjectType({ simpleResolvers: true })
export class SettingChoice {
  @Field(() => String)
  value!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType('Setting', { simpleResolvers: true, description: 'A setting with its value in force.' })
export class SettingObject {
  @Field(() => String)
  name!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => LabelObject)
  explain!: Label

  @Field(() => String, { description: 'TEXT, INTEGER, BOOLEAN, CHOICE or DAY.' })
  form!: string

  @Field(() => Float, { nullable: true, description: 'A whole number; it may pass 32 bits.' })
  least!: number | null

  @Field(() => Float, { nullable: true })
  most!: number | null

  @Field(() => Int, { nullable: true, description: 'Characters of a text.' })
  longest!: number | null

  @Field(() => [SettingChoice])
  choices!: SettingChoice[]

  @Field(() => GraphQLJSON, { nullable: true })
  value!: unknown

  @Field(() => LabelObject, { description: 'The value as a person reads it.' })
  shown!: Label

  @Field(() => Boolean, { description: 'Not set at this node itself.' })
  inherited!: boolean

  @Field(() => LabelObject, { nullable: true, description: 'The node that sets it; null: nobody did, and the product’s value holds.' })
  from!: Label | null

  @Field(() => String, { nullable: true, description: 'From which day on; null: always.' })
  validFrom!: string | null

  @Field(() => [SettingChange], { description: 'The latest act first.' })
  history!: SettingChange[]
}

@ObjectType({ simpleResolvers: true })
export class SettingsGroup {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => [SettingObject])
  settings!: SettingObject[]
}

@ObjectType({ simpleResolvers: true })
export class SettingsNode {
  @Field(() => ID)
  key!: string

  @Field(() => LabelObject)
  label!: Label
}

@ObjectType({ simpleResolvers: true, description: 'The settings of a jurisdiction on a day.' })
export class SettingsOfJurisdiction {
  @Field(() => SettingsNode)
  jurisdiction!: SettingsNode

  @Field(() => String)
  on!: string

  @Field(() => Int)
  revision!: number

  @Field(() => [SettingsGroup])
  groups!: SettingsGroup[]
}

@ObjectType({ description: 'What a change of a setting would come to.' })
export class SettingPreview {
  @Field(() => Int, { description: 'Complaints that would have another version.' })
  complaints!: number
}

@ObjectType({ description: 'What a change of a setting did.' })
export class SettingChanged extends ChangeResult {
  @Field(() => Int, { description: 'Complaints that have another version than before.' })
  complaints!: number
}
