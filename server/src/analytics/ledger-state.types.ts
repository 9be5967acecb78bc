import { Field, Int, ObjectType } from 'type-graphql'
import { LabelObject } from '../platform/label.object.ts'
import type { Label } from '../platform/label.ts'

@ObjectType({ simpleResolvers: true, description: 'A node of the region tree that figures can be asked for.' })
export class Jurisdiction {
  @Field(() => String)
  key!: string

  @Field(() => LabelObject)
  label!: Label

  @Field(() => String, { description: 'NATION, PROVINCE, CITY or COUNTY.' })
  level!: string

  @Field(() => String, { nullable: true, description: 'Key of the node above it.' })
  parent!: string | null
}

@ObjectType({
  simpleResolvers: true,
  description: 'The state of the ledger: a page asks once and sends the revision with everything else.',
})
export class Ledger {
  @Field(() => Int)
  revision!: number

  @Field(() => String, { description: 'The business day.' })
  today!: string

  @Field(() => String, { nullable: true, description: 'When the latest change was committed.' })
  asOf!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The period to begin with: the latest complete quarter, else the latest with data; null of an empty ledger.',
  })
  latestPeriod!: string | null

  @Field(() => Boolean)
  latestPeriodComplete!: boolean

  @Field(() => [String], { description: 'Months that are closed, as 2025-09.' })
  closedMonths!: string[]

  @Field(() => String, { nullable: true, description: 'The first month with complaints.' })
  firstMonth!: string | null

  @Field(() => String, { nullable: true, description: 'The last month with complaints.' })
  lastMonth!: string | null

  @Field(() => Jurisdiction)
  jurisdiction!: Jurisdiction

  @Field(() => String, { description: 'DEMO or REAL.' })
  installation!: string
}
