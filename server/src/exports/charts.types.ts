import { Field, Int, ObjectType } from 'type-graphql'
import { registryEnum } from '../platform/enum.ts'

export type ChartFormatKey = 'png' | 'svg'
export const ChartFormatEnum = registryEnum<ChartFormatKey>('ChartFormat', ['png', 'svg'], 'What a chart leaves as.')

@ObjectType({ simpleResolvers: true, description: 'A chart that is taken as a picture, as the audit log names it.' })
export class ChartExport {
  @Field(() => Int, { description: 'The revision of its figures.' })
  revision!: number
}
