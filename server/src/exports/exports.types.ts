import { Field, ObjectType } from 'type-graphql'
import { registryEnum } from '../platform/enum.ts'

export type ExportFormatKey = 'xlsx' | 'csv'
export const ExportFormatEnum = registryEnum<ExportFormatKey>('ExportFormat', ['xlsx', 'csv'], 'What a table leaves as.')

@ObjectType({ simpleResolvers: true, description: 'A prepared export: the address streams it once, to the one who asked for it.' })
export class ExportTicket {
  @Field(() => String)
  url!: string

  @Field(() => String)
  fileName!: string
}
